"""One capability that rests on one and the same evidence is one finding, however many places and ways it is seen in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comparators.software.capabilities.judging import Found


def gathered(found: Iterable[Found]) -> list[tuple[Found, ...]]:
    """Groups of what was found in one program, each one finding, in order of their first ones.

    Two are one where their rule is the same and an instruction that one rests on is among those of the other: the file
    that is opened once and written to in ten functions, the call that two techniques describe, also where one of these
    asks for the client: the program does it once. Found ones of different rules stay apart, since they are of different
    classes and bear on different questions.
    """
    every = list(found)
    parents = list(range(len(every)))
    first: dict[tuple[str, int], int] = {}
    for number, one in enumerate(every):
        for at in sorted(evidence(one)):
            other = first.setdefault((one.rule.name, at), number)
            mine, theirs = _root(parents, number), _root(parents, other)
            parents[max(mine, theirs)] = min(mine, theirs)
    groups: dict[int, list[Found]] = {}
    for number, one in enumerate(every):
        groups.setdefault(_root(parents, number), []).append(one)
    return [tuple(group) for group in groups.values()]


def evidence(one: Found) -> frozenset[int]:
    """Addresses of the instructions that a finding rests on, those that only a client shows apart."""
    return frozenset(seen.at for _, places in one.steps for _, seen in places if one.needs_client or not seen.client)


def shared(groups: Sequence[Sequence[Found]]) -> list[tuple[str, ...]]:
    """Of each group the other rules that find their evidence in its instructions too, by name."""
    rules: dict[int, set[str]] = {}
    for group in groups:
        for one in group:
            for at in evidence(one):
                rules.setdefault(at, set()).add(one.rule.name)
    return [
        tuple(sorted({name for one in group for at in evidence(one) for name in rules[at]} - {group[0].rule.name}))
        for group in groups
    ]


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number

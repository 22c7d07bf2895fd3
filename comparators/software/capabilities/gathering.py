"""One capability that rests on one and the same evidence is one finding, however many places and ways it is seen in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

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
    return [_headed(group) for group in groups.values()]


def _headed(group: Sequence[Found]) -> tuple[Found, ...]:
    """Of the places of the first technique the one in front whose own function holds most of what it rests on: the
    function that hooks stands before the one that it puts there."""
    same = [one for one in group if one.technique is group[0].technique]
    first = max(same, key=_held)
    return first, *(one for one in group if one is not first)


def _held(one: Found) -> int:
    return sum(any(function == one.function for function, _ in places) for _, places in one.steps)


def narrowed(one: Found) -> Found:
    """What hooks functions of certain names: of its calls those that get such a function, where one of them does. The
    others hook something else."""
    handed = {
        seen.at: function
        for step, places in one.steps
        for function, seen in places
        if step.named and seen.what == "handed"
    }
    steps, place = [], one.place
    for step, places in one.steps:
        kept = tuple(each for each in places if each[1].what == "call" and each[1].at in handed)
        steps.append((step, places if step.named or not kept else kept))
        if kept and any(seen is one.place for _, seen in places):
            place = next((seen for function, seen in kept if function == one.function), place)
    return replace(one, steps=tuple(steps), place=place)


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

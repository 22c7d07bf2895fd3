"""Who of one cast may correspond to whom of the other: by name, by standing in the same words, by whom they meet.

Each proposal says what it rests on; experts decide. The pairs are one to one, taken from the strongest down, and the
same whichever side comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from comparators.text.cast.people import Cast, Mention, folded

STOCK = 20  # words around mentions that stand more often on a side are a formula
SAME_NAME = 3  # mentions in the same words that a common name weighs as much as
LEAST_KNOWN = 3  # people whom two must both meet before their meetings tell anything
LIKE = 0.85  # cosine of whom they meet from which two are proposed
NAME, WORDS, MEETINGS = "same-name", "same-words", "same-company"


@dataclass(frozen=True, slots=True)
class Role:
    """``left``, ``right``: numbers in the casts. ``opposite``: mentions that stand in the same words on both sides.
    ``company``: cosine of whom they meet among those proposed before, None where too few are known. ``places``: a
    mention of each side that stand opposite."""

    left: int
    right: int
    basis: str
    same_name: bool
    opposite: int
    company: float | None
    places: tuple[Mention, Mention] | None


def roles(
    left: Cast, right: Cast, near: Sequence[tuple[str, str]], near_there: Sequence[tuple[str, str]]
) -> list[Role]:
    """Proposals, in the order of the left cast. ``near``: what stands around each mention, as ``people.around``."""
    opposite, places = _opposite(left, right, near, near_there)
    names = [{folded(name) for name in person} for person in left.people]
    theirs = [{folded(name) for name in person} for person in right.people]
    scored: list[tuple[int, tuple[str, str], int, int]] = []
    for a, mine in enumerate(names):
        for b, other in enumerate(theirs):
            weight = opposite.get((a, b), 0) + SAME_NAME * bool(mine & other)
            if weight:
                first, second = sorted((min(mine), min(other)))
                scored.append((-weight, (first, second), a, b))
    taken: dict[int, int] = {}
    for _, _, a, b in sorted(scored):
        if a not in taken and b not in taken.values():
            taken[a] = b
    company = _company(left, right, taken)
    made = [
        Role(
            a, b, NAME if names[a] & theirs[b] else WORDS, bool(names[a] & theirs[b]), opposite.get((a, b), 0),
            company.get((a, b)), places.get((a, b)),
        )
        for a, b in taken.items()
    ]  # fmt: skip
    firm = dict(taken)
    further = sorted(
        (-like, tuple(sorted((min(names[a]), min(theirs[b])))), a, b)
        for (a, b), like in company.items()
        if a not in firm and b not in firm.values() and like >= LIKE
    )
    for like, _, a, b in further:
        if a not in taken and b not in taken.values():
            taken[a] = b
            made.append(Role(a, b, MEETINGS, False, 0, -like, None))
    return sorted(made, key=lambda role: role.left)


def _opposite(
    left: Cast, right: Cast, near: Sequence[tuple[str, str]], near_there: Sequence[tuple[str, str]]
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], tuple[Mention, Mention]]]:
    """How many mentions of two people stand after, or before, the same words; and the first two that do."""
    here, there = _keyed(near), _keyed(near_there)
    mine: dict[tuple[int, int], set[int]] = {}
    theirs: dict[tuple[int, int], set[int]] = {}
    places: dict[tuple[int, int], tuple[Mention, Mention]] = {}
    for key in sorted(here.keys() & there.keys()):
        if max(len(here[key]), len(there[key])) > STOCK:
            continue
        for at in here[key]:
            for other in there[key]:
                one, two = left.mentions[at], right.mentions[other]
                pair = one.person, two.person
                mine.setdefault(pair, set()).add(at)
                theirs.setdefault(pair, set()).add(other)
                first = places.get(pair)
                if first is None or (one.file, one.start) < (first[0].file, first[0].start):
                    places[pair] = (one, two)
    return {pair: min(len(found), len(theirs[pair])) for pair, found in mine.items()}, places


def _keyed(near: Sequence[tuple[str, str]]) -> dict[tuple[int, str], list[int]]:
    """Numbers of mentions by what stands before (0) or after (1) them."""
    found: dict[tuple[int, str], list[int]] = {}
    for at, words in enumerate(near):
        for end in (0, 1):
            if words[end]:
                found.setdefault((end, words[end]), []).append(at)
    return found


def _company(left: Cast, right: Cast, known: Mapping[int, int]) -> dict[tuple[int, int], float]:
    """Cosine of how often two people meet those who are proposed already, where both meet ``LEAST_KNOWN`` of them."""

    def meets(side: Cast, person: int, others: Sequence[int]) -> list[int]:
        return [
            0 if other == person else side.meetings.get((min(person, other), max(person, other)), 0) for other in others
        ]

    pairs = sorted(known.items())
    found: dict[tuple[int, int], float] = {}
    for a in range(len(left.people)):
        one = meets(left, a, [x for x, _ in pairs])
        for b in range(len(right.people)):
            other = meets(right, b, [y for _, y in pairs])
            both = sum(x > 0 and y > 0 for x, y in zip(one, other, strict=True))
            if both >= LEAST_KNOWN:
                product = sum(x * y for x, y in zip(one, other, strict=True))
                size = sqrt(sum(x * x for x in one)) * sqrt(sum(y * y for y in other))
                found[a, b] = round(product / size, 4)
    return found

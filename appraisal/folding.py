"""Matches that only repeat others are told under the place that they repeat, where a method says which they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.comparison import JSON, Match
from appraisal.counted import files_of, strength


@dataclass
class Place:
    """A match, and those that repeat it, in the order in which they came."""

    match: Match
    repeats: list[Match] = field(default_factory=list)


def repeats(match: Match, counting: Mapping[str, Mapping[str, JSON]]) -> bool:
    """Whether a match is in no share since it repeats a place that is. ``repeating`` in ``counting``: the detail that
    says it, and its values."""
    name, *values = str(counting.get("zh", {}).get("repeating", "")).split() or [""]
    return bool(name) and match.details.get(name) in values


def folded(
    matches: Sequence[Match], counting: Mapping[str, Mapping[str, JSON]], left: Collection[str], alone: Collection[str]
) -> list[Place]:
    """The matches in their order, each that repeats another under that one of the same two files, no weaker, which has
    most of the same place, on either side.

    ``left``: ids of matches that exclusions left. Where what was repeated is taken out the repeat may count, and stands
    by itself; so do those in ``alone`` (that people judged), and one that shares no place with any."""
    places = [Place(m) for m in matches if m.id in alone or not repeats(m, counting)]
    homes: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        if not repeats(place.match, counting):
            homes.setdefault(files_of(place.match), []).append(place)
    order = {id(m): number for number, m in enumerate(matches)}
    for match in matches:
        if match.id in alone or not repeats(match, counting):
            continue
        able = [
            home
            for home in homes.get(files_of(match), [])
            if (home.match.id in left or match.id not in left)
            and strength(home.match, counting) >= strength(match, counting)
        ]
        most = max((_common(home.match, match) for home in able), default=0.0)
        if most > 0:
            next(home for home in able if _common(home.match, match) == most).repeats.append(match)
        else:
            places.append(Place(match))
    return sorted(places, key=lambda place: order[id(place.match)])


def _common(one: Match, other: Match) -> float:
    """How much of the places of ``other`` lies in those of ``one``: of the side on which it is more."""
    return max(
        sum(
            max(0.0, min(a.stop, b.stop) - max(a.start, b.start))
            for a in mine
            for b in theirs
            if a.file == b.file and a.unit == b.unit
        )
        for (_, mine), (_, theirs) in zip(one.sides(), other.sides(), strict=True)
    )

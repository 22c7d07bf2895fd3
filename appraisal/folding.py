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
    power = {id(match): strength(match, counting) for match in matches}
    places = {id(m): Place(m) for m in matches if m.id in alone or not repeats(m, counting)}
    homes: dict[tuple[str, str], dict[int, Match]] = {}  # what can be repeated, and under which place that stands
    for match in matches:
        if not repeats(match, counting):
            homes.setdefault(files_of(match), {})[id(match)] = match
    under: dict[int, Place] = {number: place for number, place in places.items() if not repeats(place.match, counting)}
    for match in sorted((m for m in matches if id(m) not in places), key=lambda m: -power[id(m)]):
        known = homes.setdefault(files_of(match), {})
        home = _most(match, [m for m in known.values() if not repeats(m, counting)], power, left)
        home = home or _most(match, [m for m in known.values() if repeats(m, counting)], power, left)
        if home is not None:
            under[id(match)] = under[id(home)]
            known[id(match)] = match
    for match in matches:  # in their order again
        if id(match) not in places:
            if id(match) in under:
                under[id(match)].repeats.append(match)
            else:
                places[id(match)] = Place(match)
    return [places[id(match)] for match in matches if id(match) in places]


def _most(match: Match, among: Sequence[Match], power: Mapping[int, float], left: Collection[str]) -> Match | None:
    """The match, no weaker, that has most of the same place; None where none has any of it."""
    able = [
        (_common(one, match), -at)
        for at, one in enumerate(among)
        if power[id(one)] >= power[id(match)] and (one.id in left or match.id not in left)
    ]
    common, at = max(able, default=(0.0, 0))
    return among[-at] if common > 0 else None


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

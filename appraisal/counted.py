"""What a share is the quotient of, and which match is the strongest, where a method says so: the same on the terminal
and in reports."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping

from appraisal.comparison import JSON, Match, Measures, Side

BETWEEN = " | "  # parts what ``shares`` and ``counted`` say of sides that are counted in different units
PRINTED = 5e-5  # shares that are nearer than this are equal as printed


def counted(measures: Measures, shares: str, side: Side) -> tuple[float, float] | None:
    """What corresponds and all that counts on one side; None where the method does not say, or where pieces that an
    exclusion cuts count in part, so that the whole numbers are not what was divided.

    ``shares``: two stems of figures as methods name them (``comparators.matching.wording.counting``), or several such
    pairs, ``|`` between, of which each side has the figures of one.
    """
    share = measures.coverage_of_left if side == "left" else measures.coverage_of_right
    parts = quotient(measures, shares, side)
    if share is None or parts is None:
        return None
    some, every = parts
    # Lengths in records are rounded, so that equal is what is equal as printed.
    return (some, every) if abs((some / every if every else 0.0) - share) <= PRINTED else None


def within(measures: Measures, counting: Mapping[str, JSON], side: Side) -> list[tuple[float, float, float]]:
    """How much of what corresponds on one side lies in the stronger matches that a method counts once more, what
    corresponds, and all that counts. Empty where the method names none, a record of an earlier version has none, or
    there is nothing that it could be of; else one.

    ``counting``: what the method says of itself; ``within`` names the stem of the figure.
    """
    part = str(counting.get("within", ""))
    parts = counted(measures, str(counting.get("shares", "")), side)
    found = _added(measures, part, side) if part else None
    return [(found, *parts)] if found is not None and parts is not None and parts[0] and parts[1] else []


def repeated(measures: Measures, counting: Mapping[str, JSON], side: Side) -> float:
    """Share of a side that corresponds but only repeats what its coverage counts, so that it is in no share and yet not
    without a counterpart; 0 where the method knows no such thing. ``repeated`` in ``counting`` names two stems of
    figures, as ``shares`` does."""
    parts = quotient(measures, str(counting.get("repeated", "")), side)
    return parts[0] / parts[1] if parts is not None and parts[1] else 0.0


def apart(measures: Measures, counting: Mapping[str, JSON], side: Side) -> tuple[float, float] | None:
    """How many of what corresponds, and of all that counts, come from another kind of source than the rest (notes heard
    in recordings beside those of scores). None where the method names no such figures (``apart``), or there are none.
    """
    found = quotient(measures, str(counting.get("apart", "")), side)
    return found if found is not None and found[1] else None


def quotient(measures: Measures, shares: str, side: Side) -> tuple[float, float] | None:
    """The two figures of one side that ``shares`` names, whatever coverage the method has: a part of it, mostly."""
    found = _held(measures, shares, side)
    return None if found is None else found[1]


def unit(measures: Measures, counting: Mapping[str, JSON], side: Side) -> str:
    """What the figures of one side count, in words: where the two works are counted in different units (lines of a
    source, instructions of a program), that of this side."""
    units = str(counting.get("counted", "")).split(BETWEEN)
    found = _held(measures, str(counting.get("shares", "")), side)
    return units[found[0]] if found is not None and len(units) > found[0] else units[0]


def pairs(shares: str) -> list[tuple[str, str]]:
    """The pairs of stems that ``shares`` names: what corresponds, and all that counts."""
    named = [one.split() for one in shares.split(BETWEEN)]
    return [(one[0], one[1]) for one in named if len(one) == 2]


def _held(measures: Measures, shares: str, side: Side) -> tuple[int, tuple[float, float]] | None:
    """Which pair of stems one side has figures of, and these."""
    for number, (some, every) in enumerate(pairs(shares)):
        part, whole = _added(measures, some, side), _added(measures, every, side)
        if part is not None and whole is not None:
            return number, (part, whole)
    return None


def _added(measures: Measures, stems: str, side: Side) -> float | None:
    """The sum of figures of one side, named by stems; a figure that is the same for both sides has no side."""
    found = [measures.values.get(f"{stem}_{side}", measures.values.get(stem)) for stem in stems.split("+")]
    numbers = [float(one) for one in found if isinstance(one, int | float)]
    return sum(numbers) if len(numbers) == len(found) else None


def strength(match: Match, counting: Mapping[str, Mapping[str, JSON]]) -> float:
    """How strong a match is by its method's own measure, for putting matches in order; it is never printed.

    ``counting``: what the method says of itself. ``strength`` in it names the detail that is the larger the stronger
    the match; a match without that detail is of a kind that needs no measure (equal bytes, equal samples) and comes
    before all others. A method that names none has no measure, its matches are all alike in this: 0. ``aside`` names
    kinds that are in no share (what many unrelated works hold): they come after all that count, however long.
    """
    if match.kind in str(counting.get("zh", {}).get("aside", "")).split():
        return -1.0
    named = str(counting.get("zh", {}).get("strength", ""))
    if not named:
        return 0.0
    found = match.details.get(named)
    return float(found) if isinstance(found, int | float) else math.inf


def turns(kept: Iterable[Hashable]) -> list[int]:
    """How many equal ones stand before each, from 0: in this order, the first of every kind come before all second
    ones. Of matches in order of strength, by their pair of files, no pair of files then takes all the room."""
    before: Counter[Hashable] = Counter()
    found = []
    for one in kept:
        found.append(before[one])
        before[one] += 1
    return found


def files_of(match: Match) -> tuple[str, str]:
    """The pair of files in which a match begins."""
    return match.left.file, match.right.file

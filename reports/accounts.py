"""Accounts of the files of one comparison, by span algebra: what corresponds, what is taken out, before and after.

The same for every method: places of matches, exclusions and the lengths of members that the record states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from appraisal.clip import clip, regions, remaining
from appraisal.comparison import Comparison, Reason, Side
from appraisal.lineage import mask_of
from appraisal.screening import step_of
from appraisal.span import LINEAR, Region, Span
from reports.extents import Extents, extents

SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Account:
    """One file of a work. Lengths are in ``unit``; 0 for files that only count whole.

    ``gone``: wholly taken out, by ``reason``. ``touched``: holds a corresponding place; ``left``: still does after
    deduction.
    """

    unit: str
    length: float
    taken: float
    matched: float
    remaining: float
    touched: bool
    left: bool
    gone: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Files ``with_place`` among ``files``, and by linear unit the corresponding length and the whole."""

    files: int = 0
    with_place: int = 0
    lengths: Mapping[str, tuple[float, float]] = field(default_factory=dict)


Accounts = Mapping[Side, Mapping[str, Account]]


def accounts(found: Comparison) -> Accounts:
    """Each file of either side whose length the record states."""
    mask = mask_of(found)
    every, after = regions(found.matches), remaining(found.matches, mask)
    made: dict[Side, dict[str, Account]] = {}
    for at, side in enumerate(SIDES):
        removed = mask.left if side == "left" else mask.right
        by_reason = {
            reason: Region(
                e.span for e in found.excluded if e.side == side and e.span is not None and e.reason is reason
            )
            for reason in Reason
        }
        matched, left_over, taken = (_lengths(region) for region in (every[at], after[at], removed))
        touched, still = (frozenset(span.file for span in region.spans()) for region in (every[at], after[at]))
        made[side] = {}
        for file, (unit, length) in extents(found)[side].items():
            linear = unit in LINEAR
            whole = removed.holds_file(file)
            gone_length = length if whole else taken.get((file, unit), 0.0)
            gone = whole or (linear and 0 < length <= gone_length)
            made[side][file] = Account(
                unit,
                length if linear else 0.0,
                gone_length if linear else 0.0,
                _within(file, unit, length, every[at], matched) if linear else 0.0,
                _within(file, unit, length, after[at], left_over) if linear else 0.0,
                file in touched,
                file in still,
                gone,
                next((str(r) for r, region in by_reason.items() if gone and _holds(region, file)), ""),
            )
    return made


def taken_by_step(found: Comparison, steps: Iterable[str]) -> list[tuple[float, float]]:
    """What each step of a waterfall takes out on both sides, of what no earlier one has: a file that is set aside whole
    counts with its length, which the steps of a record, made of places, leave out."""
    own = found.left.label, found.right.label
    made: list[tuple[float, float]] = []
    spans: tuple[list[Span], list[Span]] = [], []
    before = 0.0, 0.0
    for step in steps:
        for one in found.excluded:
            if one.span is not None and one.side is not None and step_of(one, own) == step:
                spans[one.side == "right"].append(one.span)
        left, right = (_removed(Region(each), extents(found)[side]) for each, side in zip(spans, SIDES, strict=True))
        made.append((left - before[0], right - before[1]))
        before = left, right
    return made


def units_of(found: Comparison) -> set[str]:
    """The units of what is taken out; those of the lengths of files that are set aside whole."""
    files, units = extents(found), set[str]()
    for one in found.excluded:
        if one.span is not None:
            known = files["right" if one.side == "right" else "left"].get(one.span.file, ("", 0.0))[0]
            units.add(known if one.span.unit == "file" and known in LINEAR else one.span.unit)
    return units


def _removed(region: Region, files: Extents) -> float:
    whole = {file: length for file, (unit, length) in files.items() if unit in LINEAR and region.holds_file(file)}
    return sum(whole.values()) + sum(of for (file, _), of in _lengths(region).items() if file not in whole)


def _holds(region: Region, file: str) -> bool:
    return region.holds_file(file) or any(lane.file == file for lane in region.lanes())


def _lengths(region: Region) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for span in region.spans():
        found[span.file, span.unit] = found.get((span.file, span.unit), 0.0) + span.length
    return found


def _within(file: str, unit: str, length: float, region: Region, lengths: Mapping[tuple[str, str], float]) -> float:
    return length if region.holds_file(file) else min(length, lengths.get((file, unit), 0.0))


def deducted(found: Comparison) -> Mapping[str, Literal["part", "whole"]]:
    """Matches of which exclusions and ancestors take out a part, or everything; the others are not named."""
    mask = mask_of(found)
    made: dict[str, Literal["part", "whole"]] = {}
    for match in found.matches if mask else ():
        pieces = clip(match, mask)
        if pieces != [match]:
            made[match.id] = "part" if pieces else "whole"
    return made


def total(files: Iterable[Account], *, after: bool) -> Sum:
    """Files and lengths before or after deduction; what is taken out leaves numerators and denominators."""
    counted = [one for one in files if not (after and one.gone)]
    lengths: dict[str, tuple[float, float]] = {}
    for one in counted:
        if one.unit in LINEAR:
            part, whole = lengths.get(one.unit, (0.0, 0.0))
            mine = one.remaining if after else one.matched
            lengths[one.unit] = (part + mine, whole + one.length - (one.taken if after else 0.0))
    with_place = sum(one.left if after else one.touched for one in counted)
    return Sum(len(counted), with_place, dict(sorted(lengths.items())))


def counterparts(found: Comparison) -> Mapping[str, str]:
    """For each file of the right work the file of the left one with which it shares most, by name where equal."""
    shared: dict[str, dict[str, float]] = {}
    for match in found.matches:
        for here in match.all_right():
            held = shared.setdefault(here.file, {})
            for there in match.all_left():
                held[there.file] = held.get(there.file, 0.0) + _extent(here)
    return {file: min(held, key=lambda name: (-held[name], name)) for file, held in shared.items()}


def _extent(span: Span) -> float:
    """A whole file outweighs any part of one."""
    return 1e12 if span.unit == "file" else float(span.length)

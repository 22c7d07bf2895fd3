"""Shares of picture area that matches cover, and the counts beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from appraisal.comparator import Sided
from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Region, Span
from comparators.image import pdq
from comparators.image.channels import PART, WHOLE
from comparators.image.differing import places, whole_span
from comparators.image.fingerprint import PictureFeatures
from comparators.image.tones import INVERTED


def measure(
    left: Sided[PictureFeatures], right: Sided[PictureFeatures], matches: Sequence[Match], mask: Mask
) -> Measures:
    """Shares of picture area (square pixels of all readable pictures, without the mask) that matches cover, the places
    that a region's record lists as different aside.

    ``score``: mean over both sides of covered area weighted by likeness (1 for identical pictures; else, of the best
    match of each picture, 1 - (distance + 1) / 256, or the share of agreeing windows, or the likeness of the outlines,
    these below 1), as a share of all area.
    """
    listed = [_listed(m, left, right) for m in matches]
    areas_left = _areas(left, _placed(matches, listed, "left"), mask.left)
    areas_right = _areas(right, _placed(matches, listed, "right"), mask.right)
    sides = {"left": areas_left, "right": areas_right}
    values: dict[str, JSON] = {}
    coverage: dict[str, float] = {}
    ranking: dict[str, float] = {}
    for side, areas in sides.items():
        total = sum(area.total for area in areas.values())
        covered = sum(area.covered for area in areas.values())
        values[f"pictures_{side}"] = sum(area.total > 0 for area in areas.values())
        values[f"pictures_matched_{side}"] = sum(area.covered > 0 for area in areas.values())
        values[f"area_{side}"] = _number(total)
        values[f"area_matched_{side}"] = _number(covered)
        coverage[side] = covered / total if total else 0.0
        ranking[side] = sum(area.covered * area.likeness for area in areas.values()) / total if total else 0.0
    counted = [m for m in matches if _counted(areas_left, m.left.file) and _counted(areas_right, m.right.file)]
    values["matched_one_to_one"] = _one_to_one((m.left.file, m.right.file) for m in counted)
    values["matches"] = len(counted)
    values["identical_files"] = sum(bool(m.details.get("identical_file")) for m in counted)
    values["identical_pictures"] = sum(bool(m.details.get("identical_picture")) for m in counted)
    values["whole_pictures"] = sum(m.kind == WHOLE for m in counted)
    values["regions"] = sum(m.kind == PART for m in counted)
    values["outlines"] = len(counted) - values["whole_pictures"] - values["regions"]
    values["turned_or_mirrored"] = sum(_turned(m) for m in counted)
    values["inverted"] = sum(m.details.get("tone") == INVERTED for m in counted)
    values["patterns"] = sum(each.pattern for each in (*left.values(), *right.values()))
    distances = [int(m.details["distance"]) for m in counted if m.kind == WHOLE]
    if distances:
        values["smallest_distance"] = min(distances)
    score = (ranking["left"] + ranking["right"]) / 2
    return Measures(score, coverage["left"], coverage["right"], values)


@dataclass(frozen=True, slots=True)
class Area:
    total: float
    covered: float
    likeness: float


def _listed(match: Match, left: Sided[PictureFeatures], right: Sided[PictureFeatures]) -> tuple[Region, Region]:
    """The places in both pictures that a region's record names as different."""
    a, b = left.get(match.left.file), right.get(match.right.file)
    if a is None or b is None or "differences" not in match.details:
        return Region(()), Region(())
    return places(match.details, (match.left.file, match.right.file), a, b)


def _placed(
    matches: Sequence[Match], listed: Sequence[tuple[Region, Region]], side: Literal["left", "right"]
) -> list[tuple[Span, Match]]:
    """What of each match counts on a side: its place without what differs there, and further places of it."""
    at = 0 if side == "left" else 1
    found: list[tuple[Span, Match]] = []
    for match, places_of in zip(matches, listed, strict=True):
        for span in ((match.left, match.right)[at], *(match.also.left, match.also.right)[at]):
            rest = Region([span]).without(places_of[at]).spans() if places_of[at] else (span,)
            found += [(each, match) for each in rest]
    return found


def _turned(match: Match) -> bool:
    if match.kind == PART:
        return bool(match.details["mirrored"]) or abs(float(match.details["rotation"])) >= 1
    return match.details.get("orientation") != pdq.ORIENTATIONS[0]


def _likeness(match: Match) -> float:
    details = match.details
    if details.get("identical_picture"):
        return 1.0
    if match.kind == WHOLE:
        return 1.0 - (int(details["distance"]) + 1) / pdq.BITS
    if match.kind == PART:
        return 0.99 * int(details["windows_agreeing"]) / max(1, int(details["windows"]))
    return 0.99 * max(0.0, float(details["outline"]))


def _areas(features: Sided[PictureFeatures], placed: Iterable[tuple[Span, Match]], mask: Region) -> dict[str, Area]:
    """Of each picture: square pixels outside the mask, those of them that matches cover, and the best likeness."""
    by_file: dict[str, list[tuple[Span, Match]]] = {}
    for span, match in placed:
        by_file.setdefault(span.file, []).append((span, match))
    masked = {lane.file for lane in mask.lanes()} | mask.files
    areas: dict[str, Area] = {}
    for file, picture in features.items():
        whole = whole_span(file, picture)
        here = by_file.get(file, [])
        total = covered = float(picture.stored_width * picture.stored_height)
        if file in masked:
            total = Region([whole]).without(mask).length()
        if not here:
            covered = 0.0
        elif file in masked or not any(span.unit == "file" or span.polygon == whole.polygon for span, _ in here):
            covered = Region(span for span, _ in here).overlap(Region([whole])).without(mask).length()
        areas[file] = Area(total, min(covered, total), max((_likeness(m) for _, m in here), default=0.0))
    return areas


def _counted(areas: Mapping[str, Area], file: str) -> bool:
    return file in areas and areas[file].covered > 0


def _number(area: float) -> int | float:
    return int(area) if area == int(area) else round(area, 3)


def _one_to_one(pairs: Iterable[tuple[str, str]]) -> int:
    """Largest number of matches that use no picture twice (augmenting paths, breadth first)."""
    beside: dict[str, list[str]] = {}
    for a, b in sorted(set(pairs)):
        beside.setdefault(a, []).append(b)
    partner: dict[str, str] = {}  # left -> right
    taken: dict[str, str] = {}  # right -> left
    for start in beside:
        came: dict[str, str] = {}  # right -> left it was reached from
        queue = [start]
        free: str | None = None
        for a in queue:  # grows while it is walked
            for b in beside[a]:
                if b in came:
                    continue
                came[b] = a
                if b not in taken:
                    free = b
                    break
                queue.append(taken[b])
            if free is not None:
                break
        while free is not None:
            a = came[free]
            before = partner.get(a)
            partner[a], taken[free] = free, a
            free = before
    return len(partner)

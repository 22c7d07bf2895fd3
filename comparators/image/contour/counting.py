"""Figures of ``image-contour``: length of strokes, of these what lies on strokes of the other work, on either side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Region, Span
from comparators.image.contour.describe import DISTINCT
from comparators.image.contour.features import ContourFeatures

STROKES = "common-strokes"
NEAR = 0.8  # what a stroke that lies near another counts in the ranking value, where one that coincides counts 1
Flags = NDArray[np.bool_]
Sides = Mapping[str, ContourFeatures]


def runs(flags: Flags) -> list[list[int]]:
    """Half-open ranges of numbers that are true: [[start, stop], …]."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [[int(a), int(b)] for a, b in edges.reshape(-1, 2)]


def flagged(ranges: Sequence[Sequence[int]], count: int) -> Flags:
    """And back."""
    flags = np.zeros(count, bool)
    for start, stop in ranges:
        flags[max(0, int(start)) : max(0, int(stop))] = True
    return flags


def measure(left: Sides, right: Sides, matches: Sequence[Match], mask: Mask) -> Measures:
    """Coverage: length of strokes that lie on strokes of the other work ÷ length of all strokes of that side, in pixels
    of the pictures, excluded places out of both. ``score``: the same, near strokes for less, over both sides."""
    values: dict[str, JSON] = {}
    coverage: dict[str, float] = {}
    ranking: dict[str, float] = {}
    for name, side, out in (("left", left, mask.left), ("right", right, mask.right)):
        sums = dict.fromkeys(("length", "common", "exact", "varied", "varied_common"), 0.0)
        drawings = matched = 0
        for file, features in side.items():
            counted = ~_inside(features, file, out)
            common, exact = _common(features, file, matches, name)
            common, exact = common & counted, exact & counted
            varied = counted & (features.variety >= DISTINCT)
            for key, flags in (
                ("length", counted),
                ("common", common),
                ("exact", exact),
                ("varied", varied),
                ("varied_common", varied & common),
            ):
                sums[key] += float(flags.sum()) * features.step
            drawings += bool(counted.any())
            matched += bool(common.any())
        values[f"drawings_{name}"] = drawings
        values[f"drawings_matched_{name}"] = matched
        for key, label in (
            ("length", "strokes"),
            ("common", "strokes_common"),
            ("exact", "strokes_coincident"),
            ("varied", "strokes_varied"),
            ("varied_common", "strokes_varied_common"),
        ):
            values[f"{label}_{name}"] = round(sums[key], 1)
        total = sums["length"]
        coverage[name] = sums["common"] / total if total else 0.0
        weighed = sums["exact"] + NEAR * (sums["common"] - sums["exact"])
        ranking[name] = weighed / total if total else 0.0
    kept: dict[str, Match] = {}
    for number, match in enumerate(matches):
        kept.setdefault(match.id or str(number), match)  # pieces of a match that was cut keep its id
    values["matches"] = len(kept)
    values["mirrored_matches"] = sum(bool(m.details.get("mirrored")) for m in kept.values())
    values["identical_pictures"] = sum(bool(m.details.get("identical_picture")) for m in kept.values())
    return Measures((ranking["left"] + ranking["right"]) / 2, coverage["left"], coverage["right"], values)


def _common(features: ContourFeatures, file: str, matches: Sequence[Match], name: str) -> tuple[Flags, Flags]:
    """Points of one file that matches name, and of these the coinciding ones, within what is left of their places."""
    count = len(features.points)
    common, exact = np.zeros(count, bool), np.zeros(count, bool)
    for match in matches:
        spans = [s for s in (match.all_left() if name == "left" else match.all_right()) if s.file == file]
        if not spans:
            continue
        flags = flagged(match.details[f"runs_{name}"], count)
        within = flags & _covered(features, spans)
        common |= within
        exact |= within & flagged(match.details[f"coincident_{name}"], count)
    return common, exact


def _covered(features: ContourFeatures, spans: Sequence[Span]) -> Flags:
    from shapely import Polygon, intersects_xy

    if any(span.unit == "file" for span in spans):
        return np.ones(len(features.points), bool)
    covered = np.zeros(len(features.points), bool)
    for span in spans:
        if span.unit == "pixel":
            x, y = features.stored.T
            covered |= intersects_xy(Polygon(span.polygon).buffer(0.01), x, y)
    return covered


def _inside(features: ContourFeatures, file: str, out: Region) -> Flags:
    if not out:
        return np.zeros(len(features.points), bool)
    spans = [span for span in out.spans() if span.file == file]
    return _covered(features, spans)

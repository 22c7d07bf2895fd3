"""Two drawings: their regions as matches, with places, the transformation in words, and the strokes one by one."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Match
from appraisal.span import Span, pixel
from comparators.image.contour import chance
from comparators.image.contour.agreeing import TOLERANCE
from comparators.image.contour.counting import STROKES, runs
from comparators.image.contour.features import ContourFeatures
from comparators.image.contour.regions import Found, identical, regions
from comparators.image.geometry import Wide, apply
from comparators.image.transformation import described

NUMBERED = 16  # strokes that a match numbers, longest first
ONE_SIDED = 12  # strokes of one side only that it lists
LONG = 0.03  # of the drawing's longer side: shorter strokes are not listed
MOSTLY = 0.5  # share of a stroke that is common from which on it is listed as common
COINCIDES = 0.8  # share of its common part that coincides from which on it is called identical
Flags = NDArray[np.bool_]


def matches(left_file: str, a: ContourFeatures, right_file: str, b: ContourFeatures, digits: float) -> Iterator[Match]:
    """One match a region, in the order in which they were found; the same whichever side is left."""
    if a.content == b.content:
        found = [identical(a.field)]
    elif a.content < b.content:
        found = regions(a.field, b.field, digits)
    else:
        found = [each.swapped() for each in regions(b.field, a.field, digits)]
    for number, region in enumerate(found, 1):
        yield _match(left_file, a, right_file, b, region, number)


def in_pictures(found: Found, a: ContourFeatures, b: ContourFeatures) -> Wide:
    """The map of a region from pixels of the left picture as seen to those of the right one."""
    return np.asarray(np.diag([b.unit, b.unit, 1.0]) @ found.matrix @ np.diag([1 / a.unit, 1 / a.unit, 1.0]))


def _match(left_file: str, a: ContourFeatures, right_file: str, b: ContourFeatures, found: Found, number: int) -> Match:
    matrix = in_pictures(found, a, b)
    hull = cv2.convexHull(a.points[found.common_left]).reshape(-1, 2).astype(np.float64)
    one_left = _alone(a, found.in_left, found.common_left)
    one_right = _alone(b, found.in_right, found.common_right)
    common = numbered(a, found.common_left)
    details: dict[str, JSON] = {
        "number": number,
        **described(matrix, hull),
        "digits": round(found.digits, 1),
        **({} if a.content == b.content else chance.of(found.digits)),
        "share_left": _share(found.common_left, a),
        "share_right": _share(found.common_right, b),
        "common_left": _length(found.common_left, a),
        "common_right": _length(found.common_right, b),
        "within_left": _ratio(found.common_left, found.in_left),
        "within_right": _ratio(found.common_right, found.in_right),
        "coincident_share_left": _ratio(found.exact_left, found.common_left),
        "coincident_share_right": _ratio(found.exact_right, found.common_right),
        "elsewhere_left": round(found.chance_left, 3),
        "elsewhere_right": round(found.chance_right, 3),
        "apart": round(found.off / TOLERANCE, 2),
        "strokes": [_told(a, at, matrix, found) for at in common],
        "only_left": [_box(a, at) for at in one_left],
        "only_right": [_box(b, at) for at in one_right],
        "identical_picture": a.content == b.content,
        "identical_file": bool(a.file_sha256) and a.file_sha256 == b.file_sha256,
        "size_left": f"{a.width} × {a.height}",
        "size_right": f"{b.width} × {b.height}",
        "notes_left": a.notes,
        "notes_right": b.notes,
        "matrix": [float(f"{v:.9g}") for v in matrix.ravel()],
        "runs_left": runs(found.common_left),
        "runs_right": runs(found.common_right),
        "coincident_left": runs(found.exact_left),
        "coincident_right": runs(found.exact_right),
    }
    left, right = place(left_file, a, found.common_left), place(right_file, b, found.common_right)
    return Match(left, right, STROKES, details=details)


def place(file: str, features: ContourFeatures, common: Flags) -> Span:
    """The convex hull of the common strokes, in the file's own grid; a line of points gets two pixels of width."""
    points = features.stored[common]
    corners = np.concatenate([points + each for each in ((-1, -1), (-1, 1), (1, -1), (1, 1))])
    inside = np.clip(corners, 0, [features.stored_width, features.stored_height])
    hull = cv2.convexHull(inside.astype(np.float32)).reshape(-1, 2)
    start = int(np.lexsort((hull[:, 1], hull[:, 0]))[0])
    return pixel(file, [(round(float(x), 2), round(float(y), 2)) for x, y in np.roll(hull, -start, axis=0)])


def numbered(features: ContourFeatures, common: Flags) -> list[int]:
    """Numbers of the strokes that are common, longest first."""
    of = features.of
    whole = np.bincount(of, minlength=len(features.ends))
    shared = np.bincount(of, weights=common, minlength=len(features.ends))
    chosen = np.flatnonzero((shared >= MOSTLY * whole) & (shared >= 3))
    return [int(at) for at in chosen[np.lexsort((chosen, -shared[chosen]))][:NUMBERED]]


def _alone(features: ContourFeatures, inside: Flags, common: Flags) -> list[int]:
    """Strokes within the region that are not common, longest first."""
    of = features.of
    count = len(features.ends)
    whole = np.bincount(of, minlength=count)
    there = np.bincount(of, weights=inside & ~common, minlength=count)
    least = LONG * float(np.ptp(features.points, axis=0).max()) / features.step
    chosen = np.flatnonzero((there >= MOSTLY * whole) & (there >= least))
    return [int(at) for at in chosen[np.lexsort((chosen, -there[chosen]))][:ONE_SIDED]]


def of_stroke(features: ContourFeatures, at: int) -> slice:
    """The points of a stroke."""
    return slice(int(features.ends[at - 1]) if at else 0, int(features.ends[at]))


def _told(a: ContourFeatures, at: int, matrix: Wide, found: Found) -> list[JSON]:
    """Middle of a stroke in both pictures, its length in the left one, share that is common, identical or near."""
    own = of_stroke(a, at)
    chosen = np.flatnonzero(found.common_left[own]) + own.start
    middle = a.points[chosen[len(chosen) // 2]].astype(np.float64)
    (there,) = apply(matrix, middle[None])
    coincide = float(found.exact_left[chosen].mean())
    return [
        *(round(float(v), 1) for v in (*middle, *there)),
        round((own.stop - own.start) * a.step, 1),
        round(len(chosen) / (own.stop - own.start), 2),
        "identical" if coincide >= COINCIDES else "near",
    ]


def _box(features: ContourFeatures, at: int) -> str:
    points = features.points[of_stroke(features, at)]
    (x0, y0), (x1, y1) = np.floor(points.min(axis=0)).astype(int), np.ceil(points.max(axis=0)).astype(int)
    return f"{x0}, {y0} – {x1}, {y1}"


def _share(flags: Flags, features: ContourFeatures) -> float:
    return round(float(flags.sum()) / len(features.points), 4)


def _length(flags: Flags, features: ContourFeatures) -> float:
    return round(float(flags.sum()) * features.step, 1)


def _ratio(some: Flags, of: Flags) -> float:
    return round(float(some.sum()) / max(1, int(of.sum())), 4)

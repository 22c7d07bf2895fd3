"""Drawing data of a match of ``image-contour``: common strokes coloured and numbered, both laid over, the others."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Overlay, Picture
from appraisal.span import Span
from appraisal.work import Work
from comparators.image.contour.counting import flagged
from comparators.image.contour.features import ContourFeatures, picture, take
from comparators.image.decode import SHOWN, turned
from comparators.image.geometry import Wide, apply, inverse
from comparators.image.local import settle
from comparators.image.overlay import fitted, numbered, png, scaled

Pixels = NDArray[np.uint8]
Flags = NDArray[np.bool_]
# Told apart by people who do not see red and green alike, and in grey (M. Okabe and K. Ito's palette).
COINCIDENT, NEAR = (0, 90, 178), (86, 180, 233)
LEFT_ONLY, RIGHT_ONLY, REST = (213, 94, 0), (0, 128, 96), (190, 190, 190)
FADED = 0.72  # how far the picture under coloured strokes is faded to white
_SHOWN = (
    *("mirrored", "scale", "rotation", "stretch", "share_left", "share_right", "within_left", "within_right"),
    *("coincident_share_left", "coincident_share_right", "elsewhere_left", "elsewhere_right", "digits"),
    *("chance", "chance_seen", "chance_pairs"),
)


def exhibit(left: Work, right: Work, match: Match, *, min_detail: float, max_pixels: int) -> Overlay:
    """See ``ImageContour.exhibit``. Reads the strokes again from the files."""
    settle()
    shown, features = [], []
    for work, span in ((left, match.left), (right, match.right)):
        member = work.by_file.get(span.file)
        if member is None:
            raise MaterialError(f"{span.file}: not in the work {work.label}")
        features.append(take(member, min_detail=min_detail, max_pixels=max_pixels))
        shown.append(picture(member, max_pixels=max_pixels)[1])
    a, b = features
    details = match.details
    strokes: Sequence[Sequence[object]] = details.get("strokes", ())
    drawn = []
    for name, pixels, each, span, first in (
        ("left", shown[0], a, match.left, 0),
        ("right", shown[1], b, match.right, 2),
    ):
        common, exact = _flags(match, name, each)
        size = fitted(each.width, each.height)
        base = _faded(scaled(pixels, size))
        _draw(base, each, ~common, REST)
        _draw(base, each, common & ~exact, NEAR, 2)
        _draw(base, each, exact, COINCIDENT, 2)
        spots = [(float(str(s[first])), float(str(s[first + 1]))) for s in strokes]
        marked = numbered(base, spots, (each.width, each.height))
        drawn.append(Picture(span.file, png(marked), *size, polygons=(_ring(each, span, size),), alt=span.file))
    matrix = np.array(details["matrix"], np.float64).reshape(3, 3)
    over, apart = _together(a, b, match, matrix)
    size = (over.shape[1], over.shape[0])
    lines = tuple((name, _text(details[name])) for name in _SHOWN if name in details)
    for name in ("only_left", "only_right"):
        if details.get(name):
            lines += ((name, "; ".join(f"{chr(65 + at)}: {box}" for at, box in enumerate(details[name]))),)
    aligned = _back(match.right.file, shown[1], a, matrix)
    laid = Picture(match.left.file, png(over), *size, alt=match.left.file)
    alone = Picture(match.left.file, png(apart), *size, alt=match.left.file)
    return Overlay(drawn[0], drawn[1], aligned, lines, further=(("laid-over", laid), ("difference", alone)))


def _flags(match: Match, name: str, features: ContourFeatures) -> tuple[Flags, Flags]:
    count = len(features.points)
    common = flagged(match.details[f"runs_{name}"], count)
    return common, common & flagged(match.details[f"coincident_{name}"], count)


def _faded(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(255 - (255 - pixels.astype(np.float32)) * (1 - FADED)).astype(np.uint8)


def _draw(
    canvas: Pixels, features: ContourFeatures, flags: Flags, colour: tuple[int, int, int], thick: int = 1,
    matrix: Wide | None = None, frame: tuple[int, int] | None = None,
) -> None:  # fmt: skip
    """The flagged parts of strokes on a canvas of a frame (the drawing's own), through a map where one is given."""
    width, height = frame or (features.width, features.height)
    points = features.points.astype(np.float64)
    if matrix is not None:
        points = apply(matrix, points)
    at = np.clip(np.rint(points * [canvas.shape[1] / width, canvas.shape[0] / height] * 8), -1e6, 1e6).astype(np.int32)
    weight = max(1, round(thick * max(canvas.shape[:2]) / 600))
    of = features.of
    joined = flags[1:] & flags[:-1] & (of[1:] == of[:-1])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], joined.astype(np.int8), [0]]))).reshape(-1, 2)
    for start, stop in edges:
        cv2.polylines(canvas, [at[start : stop + 1].reshape(-1, 1, 2)], False, colour, weight, cv2.LINE_AA, 3)


def _together(a: ContourFeatures, b: ContourFeatures, match: Match, matrix: Wide) -> tuple[Pixels, Pixels]:
    """In the left frame: both drawings' strokes laid over each other, and those of one side only."""
    size = fitted(a.width, a.height)
    size = (size[0] * max(1, 400 // max(size)), size[1] * max(1, 400 // max(size)))
    back = inverse(matrix)
    frame = (a.width, a.height)
    (common_a, _), (common_b, _) = (_flags(match, name, each) for name, each in (("left", a), ("right", b)))
    canvases = []
    for with_common in (True, False):
        canvas = np.full((size[1], size[0], 3), 255, np.uint8)
        if with_common:
            _draw(canvas, b, common_b, NEAR, 3, back, frame)
            _draw(canvas, a, common_a, COINCIDENT, 1)
        _draw(canvas, b, ~common_b, RIGHT_ONLY, 1, back, frame)
        _draw(canvas, a, ~common_a, LEFT_ONLY, 1)
        canvases.append(canvas)
    return canvases[0], canvases[1]


def _back(name: str, pixels: Pixels, a: ContourFeatures, matrix: Wide) -> Picture:
    """The right picture in the left one's frame, white where it ends."""
    size = fitted(a.width, a.height)
    shrink = np.diag([size[0] / a.width, size[1] / a.height, 1.0])
    drawn = cv2.warpPerspective(
        pixels, shrink @ inverse(matrix), size, flags=cv2.INTER_AREA, borderValue=(255, 255, 255)
    )
    return Picture(name, png(np.asarray(drawn, np.uint8)), *size, alt=name)


def _ring(features: ContourFeatures, span: Span, size: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    stored = float(features.stored_width), float(features.stored_height)
    ring = span.polygon or ((0.0, 0.0), (stored[0], 0.0), stored, (0.0, stored[1]))
    seen = [turned(point, SHOWN[features.exif_orientation], *stored) for point in ring]
    across, down = size[0] / features.width, size[1] / features.height
    return tuple((round(x * across, 2), round(y * down, 2)) for x, y in seen)


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)

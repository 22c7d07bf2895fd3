"""The similarity matrix of two videos around one segment, drawn time against time."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.exhibit import Matrix, Picture
from appraisal.span import Span
from appraisal.work import Member
from comparators.image.overlay import png
from comparators.image.video.features import VideoFeatures, watch
from comparators.image.video.likeness import similarity
from comparators.image.video.paths import distinct, paths
from comparators.image.video.ways import INVERTED, played

MOST = 4800  # frames of either video that are drawn, around the segment: ten minutes at eight a second
SIDE = 480  # pixels of the longer side of the matrix, at the most
WHITE, DARK = 0.2, 0.9  # correlations from which down and up nothing changes
Box = tuple[tuple[float, float], tuple[float, float]]  # times of the left and of the right video
LIGHTEST, DARKEST, SHADES = 255, 100, 16  # so that black outlines stand out in print


def drawn(left: Member, right: Member, match: Match, *, seconds: float, rate: float) -> Matrix | None:
    """Every frame of the left video (across) laid on every frame of the right one (upwards) under the map of the match.

    The match is outlined, and whatever else reaches the least duration under the same map. Of videos longer than
    ``MOST`` frames the part around the match is drawn. None where the map meets too little of the picture.
    """
    sides = [_seen(member, span, rate) for member, span in ((left, match.left), (right, match.right))]
    (one, x), (other, y) = sides
    if match.details.get("way") == INVERTED:
        other = played(other, INVERTED)
    if not len(one.thumbs) or not len(other.thumbs):
        return None
    unit = np.array(match.details["matrix"], np.float64).reshape(3, 3)
    here, there = (video.thumbs.shape[:0:-1] for video in (one, other))
    made = similarity(one, other, np.diag([*map(float, there), 1.0]) @ unit @ np.diag([1 / here[0], 1 / here[1], 1.0]))
    if made is None:
        return None
    table = made[0]
    boxes = [(_times(match.left), _times(match.right))]
    step = one.phases / rate
    for path, _ in paths(table, max(3, round(seconds / step)), (distinct(one), distinct(other))):
        (top, start), (bottom, stop) = path[0], path[-1] + 1
        place = (x + top * step, x + bottom * step), (y + start * step, y + stop * step)
        if not _meet(place, match):
            boxes.append(place)
    across = x, x + len(one.thumbs) / rate
    up = y, y + len(other.thumbs) / rate
    said = f"{match.left.file} / {match.right.file}"
    series = ("this segment", "others under this map")[: len(boxes)]
    pixels = _pixels(table)
    high, wide = pixels.shape[:2]
    polygons = tuple(_outline(box, (across, up), (wide, high)) for box in boxes)
    picture = Picture("", png(pixels), wide, high, polygons, alt=said)
    return Matrix(picture, across, up, "seconds: left", "seconds: right", series)


def _seen(member: Member, span: Span, rate: float) -> tuple[VideoFeatures, float]:
    """The video, or the part of it that is drawn, and the second at which that begins."""
    longest = MOST / rate
    if float(span.stop) <= longest:
        return watch(member, rate, 0.0, longest), 0.0
    middle = (float(span.start) + float(span.stop)) / 2
    start = round(max(0.0, min(float(span.start), middle - longest / 2)) * rate) / rate
    return watch(member, rate, start, longest), start


def _pixels(table: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Dark where frames are alike; of cells that share a pixel the largest counts, so that thin lines stay."""
    step = [-(-size // SIDE) for size in table.shape]
    rows, columns = (-(-size // each) for size, each in zip(table.shape, step, strict=True))
    padded = np.full((rows * step[0], columns * step[1]), -1.0, np.float32)
    padded[: table.shape[0], : table.shape[1]] = table
    largest = padded.reshape(rows, step[0], columns, step[1]).max(axis=(1, 3))
    share = np.clip((largest - WHITE) / (DARK - WHITE), 0, 1)
    levels = np.rint(share * (SHADES - 1)) / (SHADES - 1)
    grey = np.rint(LIGHTEST - levels * (LIGHTEST - DARKEST)).astype(np.uint8)
    upright = np.ascontiguousarray(grey.T[::-1])  # the left video's time runs across, the right one's upwards
    factor = max(1, SIDE // max(upright.shape))  # pixels of one size, whatever draws them
    big = cv2.resize(upright, None, fx=factor, fy=factor, interpolation=cv2.INTER_NEAREST)
    return np.repeat(np.asarray(big, np.uint8)[..., None], 3, axis=2)


def _outline(box: Box, ranges: Box, size: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    """Corners of a box of times, in pixels of the matrix."""
    (x0, x1), (y0, y1) = ranges
    a, b = (round((at - x0) / (x1 - x0) * size[0], 2) for at in box[0])
    c, d = (round((1 - (at - y0) / (y1 - y0)) * size[1], 2) for at in box[1])
    return (a, c), (b, c), (b, d), (a, d)


def _times(span: Span) -> tuple[float, float]:
    return float(span.start), float(span.stop)


def _meet(place: Box, match: Match) -> bool:
    """Whether a box lies on that of the match on both axes."""
    spans = (match.left, match.right)
    return all(
        min(high, float(span.stop)) > max(low, float(span.start))
        for (low, high), span in zip(place, spans, strict=True)
    )

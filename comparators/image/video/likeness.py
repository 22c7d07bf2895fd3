"""How alike the frames of two videos are where a map lays one picture on the other: a matrix of time against time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.geometry import inverse
from comparators.image.local import settle
from comparators.image.video.features import VideoFeatures

GRID = 32  # cells of the longer side at which frames are compared
CORNER, BAND = 0.4, 0.25  # of the sides: what is left out where a logo or a line of words may stand
LEAST_LEFT = 0.5  # of the cells, for a comparison without one of these
LEAST_AREA = 0.12  # of the cells of the first picture that a map must meet
POOLED = 1 << 22  # steps times steps above which only the first frame of each step is compared
Wide = NDArray[np.float64]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Laid:
    """Cells of the frames of both videos where the map lays one on the other, slow changes of light taken out."""

    left: Floats  # (n, cells)
    right: Floats  # (m, cells)
    kept: tuple[Mask, ...]  # cells that are compared: all; then without one corner or band
    area: float  # share of the left picture that the map meets


def lay(left: NDArray[np.uint8], right: NDArray[np.uint8], matrix: Wide) -> Laid | None:
    """Thumbs (n, rows, columns) of the left video and (m, rows, columns) of the right one; None where the map meets too
    little."""
    settle()
    rows, columns = left.shape[1:]
    factor = GRID / max(rows, columns)
    grid = (max(8, round(columns * factor)), max(8, round(rows * factor)))
    to_thumb = np.diag([columns / grid[0], rows / grid[1], 1.0])
    to_right = matrix @ to_thumb  # cells of the grid to pixels of the right thumbs
    ones = cv2.warpPerspective(np.ones(right.shape[1:], np.float32), inverse(to_right), grid, flags=cv2.INTER_LINEAR)
    mask = ones > 0.98
    area = float(mask.mean())
    if area < LEAST_AREA or int(mask.sum()) < 40:
        return None
    spread = float(np.sqrt(abs(np.linalg.det(to_right[:2, :2]))))  # pixels of a right thumb in a cell
    here = [cv2.resize(frame, grid, interpolation=cv2.INTER_AREA) for frame in left]
    there = [_drawn(frame, to_right, grid, spread) for frame in right]
    return Laid(level(here, mask), level(there, mask), tuple(_without(mask)), area)


def similarity(left: VideoFeatures, right: VideoFeatures, matrix: Wide) -> tuple[Floats, float] | None:
    """(n, m) correlation of each step of one video with each of the other, where the map lays one on the other; and
    the share of the left picture that it meets. None where it meets too little. Of the frames of two steps
    (``VideoFeatures.phases`` each) the two that are most alike count: videos are never sampled at the same instants."""
    whole = left.steps * right.steps
    a, b = ((v.phases if whole <= POOLED else 1) for v in (left, right))
    here, there = _sampled(left, a), _sampled(right, b)
    laid = lay(left.thumbs[here], right.thumbs[there], matrix)
    if laid is None:
        return None
    one, two = laid.left.copy(), laid.right.copy()
    one[left.blank[here] > 0] = 0
    two[right.blank[there] > 0] = 0
    best: Floats | None = None
    for kept in laid.kept:
        u, v = unit(one[:, kept]), unit(two[:, kept])
        for first in range(a):
            for second in range(b):
                table = u[first::a] @ v[second::b].T
                best = table if best is None else np.maximum(best, table, out=best)
    assert best is not None  # noqa: S101  # the first of them is the whole mask
    return np.round(best, 4), laid.area


def _sampled(video: VideoFeatures, phases: int) -> NDArray[np.int64]:
    """Numbers of the frames that are compared: ``phases`` of each step, the last one again where it is not full."""
    first = np.arange(video.steps) * video.phases
    numbers = np.minimum(first[:, None] + np.arange(phases), len(video.thumbs) - 1)
    return np.asarray(numbers.reshape(-1), np.int64)


def _drawn(frame: NDArray[np.uint8], to_right: Wide, grid: tuple[int, int], spread: float) -> NDArray[np.uint8]:
    soft = cv2.GaussianBlur(frame, (0, 0), spread / 2) if spread > 1 else frame
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(soft, to_right, grid, flags=flags), np.uint8)


def _without(mask: Mask) -> Iterator[Mask]:
    """Cells of the mask that are compared: all; then without one corner or one band, where a logo or a line of words
    may stand that outweighs the picture around it."""
    yield mask[mask]
    high, wide = mask.shape
    top, side = round(high * CORNER), round(wide * CORNER)
    band = round(high * BAND)
    for rows in (slice(0, top), slice(high - top, high)):
        for columns in (slice(0, side), slice(wide - side, wide)):
            yield from _left(mask, rows, columns)
    for rows in (slice(0, band), slice(high - band, high)):
        yield from _left(mask, rows, slice(0, wide))


def _left(mask: Mask, rows: slice, columns: slice) -> Iterator[Mask]:
    kept = mask.copy()
    kept[rows, columns] = False
    if kept.sum() < mask.sum() and kept.sum() >= max(40, LEAST_LEFT * mask.sum()):
        yield kept[mask]


def unit(cells: Floats) -> Floats:
    """(n, cells) about their mean, of length 1; 0 where all are of one level."""
    flat = cells - cells.mean(axis=1, keepdims=True)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    return np.where(length > np.sqrt(cells.shape[1]), flat / np.maximum(length, 1e-6), 0).astype(np.float32)


def level(frames: list[NDArray[np.uint8]], mask: Mask) -> Floats:
    """(n, cells within the mask): slow changes of light taken out, so that drawing counts."""
    inside = mask.astype(np.float32)
    weight = np.maximum(cv2.GaussianBlur(inside, (0, 0), GRID / 8), 1e-3)
    rows = np.zeros((len(frames), int(mask.sum())), np.float32)
    for number, frame in enumerate(frames):
        wide = frame.astype(np.float32)
        slow = cv2.GaussianBlur(wide * inside, (0, 0), GRID / 8) / weight
        rows[number] = (wide - slow)[mask]
    return rows

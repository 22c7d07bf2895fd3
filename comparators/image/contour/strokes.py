"""The strokes of a drawing: centre lines of thin marks, edges of filled areas; chains of points with directions.

A thin mark is what a top-hat or black-hat with a small disc takes out of the picture (J. Serra 1982, *Image analysis
and mathematical morphology*); it is thinned to one pixel (T. Y. Zhang and C. Y. Suen 1984, *A fast parallel algorithm
for thinning digital patterns*). Elsewhere edges are those of J. Canny 1986, *A computational approach to edge
detection*, from the strongest colour channel. Pixels are chained between junctions; a chain is a stroke.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.local import settle

FRAME = 600  # pixels of the longer side of what is drawn, in the frame that strokes are taken in
ENLARGED = 6.0  # times that a small drawing is enlarged at the most
THIN = 9  # pixels of the frame: thinner marks have a centre line, wider ones two edges
FAINT = 14  # levels by which a mark stands out at the least
SHORT = 8  # pixels: shorter chains are specks
STEP = 2  # pixels between the points of a chain
AROUND = 3  # points on either side that a direction is taken over
NEAR = 24.0  # pixels (standard deviation) around a point that its surroundings reach
SQUARE = 0.75  # how far lines at right angles count as lines of one direction
MOST = 9000  # points kept of one drawing; of more, evenly fewer

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Strokes:
    """``points`` (n, 2): x, y in pixels of the picture as seen, along each stroke in turn; ``turns`` (n,): direction in
    radians, 0 to π, unsigned; ``ends`` (m,): where each stroke ends in the points; ``variety`` (n,), 0 to 1: how much
    directions around the point differ, 0 for a straight line alone, a hatching, a ruled frame; ``unit``: pixels of the
    picture a pixel of the frame; ``step``: pixels of the picture between two points."""

    points: Floats
    turns: Floats
    ends: NDArray[np.int32]
    variety: Floats
    unit: float
    step: float

    def __len__(self) -> int:
        return len(self.points)


def drawn_box(pixels: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what differs from the colour of the rim by more than ``FAINT`` levels; all of a
    picture without a plain rim. (0, 0, 0, 0): nothing does."""
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(rim, axis=0)
    plain = np.broadcast_to(ground.astype(np.uint8), pixels.shape)
    apart = _strongest(cv2.absdiff(np.ascontiguousarray(pixels), np.ascontiguousarray(plain))) > FAINT
    rows, columns = np.flatnonzero(apart.any(axis=1)), np.flatnonzero(apart.any(axis=0))
    if not len(rows):
        return (0, 0, 0, 0)
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def strokes(pixels: Pixels) -> Strokes:
    """Strokes of (rows, columns, 3) uint8; none of a blank picture."""
    settle()
    left, top, right, bottom = drawn_box(pixels)
    if right <= left:
        return _nothing()
    scale = min(ENLARGED, FRAME / max(right - left, bottom - top))
    pad = 2 if scale <= 1 else int(np.ceil(12 / scale))  # so that marks at the rim have two sides
    part = cv2.copyMakeBorder(pixels, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    part = part[top : bottom + 2 * pad, left : right + 2 * pad]
    size = max(3, round(part.shape[1] * scale)), max(3, round(part.shape[0] * scale))
    method = cv2.INTER_AREA if scale <= 1 else cv2.INTER_CUBIC
    framed = cv2.resize(np.ascontiguousarray(part), size, interpolation=method)
    lines = _lines(np.asarray(framed, np.uint8))
    chains = chained(lines)
    back = np.array([part.shape[1] / size[0], part.shape[0] / size[1]])
    return _sampled(chains, size, back, np.array([left - pad, top - pad], np.float64))


def _nothing() -> Strokes:
    none = np.zeros(0, np.float32)
    return Strokes(np.zeros((0, 2), np.float32), none, np.zeros(0, np.int32), none, 1.0, float(STEP))


def _lines(framed: Pixels) -> NDArray[np.bool_]:
    """One-pixel lines: centres of thin marks, and edges where there is no thin mark."""
    soft = np.asarray(cv2.GaussianBlur(framed, (0, 0), 1.0), np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (THIN, THIN))
    thin = np.zeros(framed.shape[:2], np.uint8)
    for kind in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT):
        marks = _strongest(cv2.morphologyEx(soft, kind, disc))
        strong = float(np.percentile(marks[marks > FAINT], 90)) if (marks > FAINT).any() else 0.0
        mask = _held(marks, max(FAINT, 0.25 * strong), max(FAINT, 0.5 * strong))
        # A thin mark that touches the rim of what the other sign found is one of the two sides of the same mark.
        beside = np.asarray(cv2.dilate(thin, np.ones((5, 5), np.uint8)), np.uint8)
        thin = np.maximum(thin, mask * (1 - beside))
    centres = thinned(thin > 0)
    edges = _edges(soft)
    edges &= cv2.dilate(thin, np.ones((7, 7), np.uint8)) == 0
    return thinned(centres | edges)


def _strongest(channels: NDArray[Any]) -> NDArray[Any]:
    red, green, blue = (channels[..., i] for i in range(3))
    strongest: NDArray[Any] = np.maximum(np.maximum(red, green), blue)
    return strongest


def _held(marks: Pixels, low: float, high: float) -> Pixels:
    """Pixels above ``low`` in pieces that somewhere reach ``high`` (hysteresis), as 0 and 1."""
    count, numbers = cv2.connectedComponents((marks > low).astype(np.uint8), connectivity=8)
    kept = np.zeros(count, bool)
    kept[np.unique(numbers[marks > high])] = True
    kept[0] = False
    return np.asarray(kept[numbers], np.uint8)


def _edges(soft: Pixels) -> NDArray[np.bool_]:
    across, down = (cv2.Sobel(soft, cv2.CV_16S, *way, ksize=3) for way in ((1, 0), (0, 1)))
    size = np.abs(across.astype(np.int32)) + np.abs(down)
    channel = size.argmax(axis=2)[..., None]
    dx, dy = (np.ascontiguousarray(np.take_along_axis(each, channel, axis=2)[..., 0]) for each in (across, down))
    strong = np.abs(dx.astype(np.int32)) + np.abs(dy)
    typical = float(np.percentile(strong[strong > 8 * FAINT], 75)) if (strong > 8 * FAINT).any() else 8.0 * FAINT
    found = cv2.Canny(dx, dy, max(4 * FAINT, 0.2 * typical), max(8 * FAINT, 0.45 * typical), L2gradient=False)
    return np.asarray(found > 0)


_RING = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # rows, columns: clockwise from the top


def _tables() -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.uint8]]:
    first, second, crossings = np.zeros(256, bool), np.zeros(256, bool), np.zeros(256, np.uint8)
    for code in range(256):
        ring = [code >> bit & 1 for bit in range(8)]
        steps = sum(ring[i] == 0 and ring[(i + 1) % 8] == 1 for i in range(8))
        crossings[code] = steps
        top, right, bottom, left = ring[0], ring[2], ring[4], ring[6]
        plain = 2 <= sum(ring) <= 6 and steps == 1
        first[code] = plain and not (top and right and bottom) and not (right and bottom and left)
        second[code] = plain and not (top and right and left) and not (top and bottom and left)
    return first, second, crossings


_FIRST, _SECOND, _CROSSINGS = _tables()


def _codes(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Of each pixel, which of its eight neighbours are set, a bit each in the order of ``_RING``."""
    kernel = np.zeros((3, 3), np.float32)
    for bit, (y, x) in enumerate(_RING):
        kernel[1 + y, 1 + x] = 1 << bit
    return np.asarray(cv2.filter2D(mask, cv2.CV_8U, kernel, borderType=cv2.BORDER_CONSTANT), np.uint8)


def thinned(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Lines of one pixel: pixels are taken off the rims until none can be without breaking a line."""
    left = mask.astype(np.uint8)
    while True:
        gone = 0
        for table in (_FIRST, _SECOND):
            off = (left > 0) & table[_codes(left)]
            gone += int(off.sum())
            left[off] = 0
        if not gone:
            return left > 0


def chained(lines: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Chains (k, 2) of x, y: the lines cut at junctions, walked from one end to the other, of ``SHORT`` or longer."""
    mask = lines.astype(np.uint8)
    junctions = (lines & (_CROSSINGS[_codes(mask)] >= 3)).astype(np.uint8)
    mask[cv2.dilate(junctions, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))) > 0] = 0
    ends = (mask > 0) & (_CROSSINGS[_codes(mask)] <= 1)
    width = mask.shape[1] + 2
    padded = np.pad(mask, 1)
    left = set(np.flatnonzero(padded).tolist())
    starts = np.flatnonzero(np.pad(ends, 1)).tolist()
    steps = (-width, 1, width, -1, 1 - width, 1 + width, width - 1, -1 - width)  # straight ones first
    chains = []
    for start in (*starts, *sorted(left)):
        if start not in left:
            continue
        left.discard(start)
        walk = [start]
        at = start
        while True:
            for step in steps:
                if at + step in left:
                    at += step
                    left.discard(at)
                    walk.append(at)
                    break
            else:
                break
        if len(walk) >= SHORT:
            rows, columns = np.divmod(np.array(walk), width)
            chains.append(np.column_stack([columns - 1, rows - 1]))
    return chains


def _sampled(
    chains: list[NDArray[np.int64]], size: tuple[int, int], back: NDArray[np.float64], corner: NDArray[np.float64]
) -> Strokes:
    """Points every ``STEP`` pixels of the frame along each chain, or farther apart where that would be too many."""
    total = sum(len(chain) for chain in chains)
    step = max(STEP, int(np.ceil(total / MOST)))
    points, turns, ends = [], [], []
    for chain in chains:
        wide = cv2.blur(chain.astype(np.float32), (1, 5), borderType=cv2.BORDER_REPLICATE)
        wide[[0, -1]] = chain[[0, -1]]
        reach = AROUND * STEP
        after = wide[np.minimum(np.arange(len(wide)) + reach, len(wide) - 1)]
        before = wide[np.maximum(np.arange(len(wide)) - reach, 0)]
        direction = np.arctan2(*(after - before).T[::-1]) % np.pi
        chosen = slice(step // 2, None, step)
        points.append(wide[chosen])
        turns.append(direction[chosen])
        ends.append(len(points[-1]))
    if not points:
        return _nothing()
    at = np.concatenate(points).astype(np.float32)
    turn = np.concatenate(turns).astype(np.float32)
    seen = (at.astype(np.float64) + 0.5) * back + corner
    unit = float(np.sqrt(back[0] * back[1]))
    return Strokes(
        seen.astype(np.float32), turn, np.cumsum(ends).astype(np.int32), variety(at, turn, size), unit, step * unit
    )


def variety(points: Floats, turns: Floats, size: tuple[int, int]) -> Floats:
    """How much directions around each point differ: 1 − length of the mean of doubled directions (weights of a Gaussian
    of ``NEAR`` pixels), and where lines at right angles are nearly all there is, as in a frame, less."""
    wide, high = size[0] // 2 + 1, size[1] // 2 + 1  # half the size: the surroundings are wide
    columns, rows = (
        np.clip(np.rint(points[:, i] / 2).astype(np.int64), 0, most - 1) for i, most in enumerate((wide, high))
    )
    waves = [wave(times * turns) for times in (2, 4) for wave in (np.cos, np.sin)]
    sums = np.zeros((high, wide, 5), np.float32)
    np.add.at(sums, (rows, columns), np.column_stack([np.ones(len(turns)), *waves]))
    around = cv2.GaussianBlur(sums, (0, 0), NEAR / 2, borderType=cv2.BORDER_CONSTANT)[rows, columns]
    double, four = (np.hypot(around[:, i], around[:, i + 1]) / np.maximum(around[:, 0], 1e-9) for i in (1, 3))
    return np.asarray(np.clip(1 - np.maximum(double, SQUARE * four), 0, 1), np.float32)

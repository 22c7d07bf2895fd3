"""One layer laid on another: which cells correspond under one rule, in which rectangle, and is it chance?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparators.software.assets.map_features import MISS, Layer, gain, naming
from comparators.software.assets.map_layers import Cells
from comparators.software.assets.map_turns import turned

SAME, ONWARD, BACKWARD = "same numbers", "numbers of the left give those of the right", "of the right those of the left"
RULES = (SAME, ONWARD, BACKWARD)
BLOCKS = 48  # each way, that rectangles are first looked for in
GROWN = 0.65  # of the cells of a row or column that is added
ROUNDS = 3
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Pose:
    """How the right layer lies on the left one: turned, then its cell (x + dx, y + dy) on the left one's (x, y)."""

    turn: int
    dx: int
    dy: int


@dataclass(frozen=True)
class Fit:
    """A pose with its rectangle in the left layer (x, y, width, height), its rule and what it is worth in bits."""

    pose: Pose
    x: int
    y: int
    width: int
    height: int
    rule: str
    bits: float


@dataclass(frozen=True)
class Laid:
    """The common part of two layers: cells, worth of agreement and difference, its corner in the left layer."""

    a: Cells
    b: Cells
    bits: NDArray[np.float64]
    miss: NDArray[np.float64]
    x: int
    y: int


def lay(left: Layer, right: Layer, pose: Pose) -> Laid | None:
    """The overlap of the layers in this pose; None where they do not meet."""
    other, weights, slack = (turned(w, pose.turn) for w in (right.cells, right.bits, right.slack))
    x, y = max(0, -pose.dx), max(0, -pose.dy)
    width = min(left.cells.shape[1], other.shape[1] - pose.dx) - x
    height = min(left.cells.shape[0], other.shape[0] - pose.dy) - y
    if width < 1 or height < 1:
        return None
    here = np.s_[y : y + height, x : x + width]
    there = np.s_[y + pose.dy : y + pose.dy + height, x + pose.dx : x + pose.dx + width]
    return Laid(
        left.cells[here],
        other[there],
        np.minimum(left.bits[here], weights[there]),
        MISS + np.maximum(left.slack[here], slack[there]),
        x,
        y,
    )


def _modes(keys: NDArray[np.int64], values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The value that stands most often with each key, the smallest of equal ones: sorted keys and their values."""
    pairs, counts = np.unique(np.column_stack([keys, values]), axis=0, return_counts=True)
    order = np.lexsort((pairs[:, 1], -counts, pairs[:, 0]))
    pairs = pairs[order]
    first = np.concatenate([[True], pairs[1:, 0] != pairs[:-1, 0]])
    return pairs[first, 0], pairs[first, 1]


def _follows(a: Cells, b: Cells, inside: Flags) -> Flags:
    """Cells where ``b`` is what the rule learnt in ``inside`` makes of ``a``."""
    keys, values = _modes(a[inside].astype(np.int64), b[inside].astype(np.int64))
    at = np.minimum(np.searchsorted(keys, a), len(keys) - 1)
    found: Flags = (keys[at] == a) & (values[at] == b)
    return found


def hits_of(laid: Laid, rule: str, inside: Flags) -> Flags:
    """Cells that correspond under a rule; rules other than ``SAME`` are learnt from the cells ``inside``."""
    if rule == SAME or not inside.any():
        equal: Flags = laid.a == laid.b
        return equal
    return _follows(laid.a, laid.b, inside) if rule == ONWARD else _follows(laid.b, laid.a, inside)


def _price(laid: Laid, rule: str, hits: Flags) -> float:
    """What the rule was fitted to is no evidence: for each number the dearest cell that corresponds."""
    if rule == SAME or not hits.any():
        return 1.0
    keys = (laid.a if rule == ONWARD else laid.b)[hits]
    worth = gain(laid.bits[hits])
    _, inverse = np.unique(keys, return_inverse=True)
    dearest = np.zeros(int(inverse.max()) + 1)
    np.maximum.at(dearest, inverse, worth)
    return float(dearest.sum()) + 2.0


def fit(left: Layer, right: Layer, pose: Pose, seeds: NDArray[np.int64] | None = None) -> Fit | None:
    """The best rectangle and rule in this pose. ``seeds`` (n × 2: x, y in the left layer) say where to begin."""
    laid = lay(left, right, pose)
    if laid is None:
        return None
    best: Fit | None = None
    worth = gain(laid.bits)
    for rule in RULES:
        inside = _around(laid, seeds)
        box = (0, 0, laid.a.shape[1], laid.a.shape[0])
        hits = hits_of(laid, rule, inside)
        for _ in range(ROUNDS):
            found = _grow(_rectangle(np.where(hits, worth, laid.miss)), hits)
            if found is None:
                break
            inside = np.zeros(laid.a.shape, bool)
            inside[_part(found)] = True
            hits = hits_of(laid, rule, inside)
            if found == box:
                break
            box = found
        else:
            found = box
        if found is None:
            continue
        part = _part(found)
        here = np.zeros_like(hits)
        here[part] = hits[part]
        bits = float(np.where(hits, worth, laid.miss)[part].sum()) - _price(laid, rule, here)
        bits -= naming(left.cells.shape, right.cells.shape)
        if best is None or bits > best.bits + 1e-9:
            best = Fit(pose, found[0] + laid.x, found[1] + laid.y, found[2], found[3], rule, round(bits, 3))
    return best


def _around(laid: Laid, seeds: NDArray[np.int64] | None) -> Flags:
    if seeds is None:
        return np.ones(laid.a.shape, bool)
    inside = np.zeros(laid.a.shape, bool)
    for x, y in (seeds - [laid.x, laid.y]).tolist():
        inside[max(0, y - 2) : max(0, y + 3), max(0, x - 2) : max(0, x + 3)] = True
    return inside


Box = tuple[int, int, int, int]


def _part(box: Box) -> tuple[slice, slice]:
    x, y, width, height = box
    return slice(y, y + height), slice(x, x + width)


def _rectangle(worth: NDArray[np.float64]) -> Box | None:
    """The rectangle of the greatest sum (Kadane's algorithm over all pairs of rows), in blocks of cells."""
    height, width = worth.shape
    step = max(1, -(-max(height, width) // BLOCKS))
    rows, columns = np.arange(0, height, step), np.arange(0, width, step)
    blocks = np.add.reduceat(np.add.reduceat(worth, rows, axis=0), columns, axis=1)
    sums = np.vstack([np.zeros(len(columns)), np.cumsum(blocks, axis=0)])
    tops, bottoms = np.triu_indices(len(sums), 1)
    bands = sums[bottoms] - sums[tops]  # all pairs of rows × columns
    run, begun = np.zeros(len(bands)), np.zeros(len(bands), np.int64)
    best: tuple[float, Box] | None = None
    for column in range(len(columns)):
        fresh = run <= 0
        begun[fresh] = column
        run = np.where(fresh, 0.0, run) + bands[:, column]
        at = int(run.argmax())
        if run[at] > (best[0] + 1e-9 if best else 1e-9):
            best = float(run[at]), (int(begun[at]), int(tops[at]), column + 1, int(bottoms[at]))
    if best is None:
        return None
    x0, y0, x1, y1 = best[1]
    left, upper = x0 * step, y0 * step
    return left, upper, min(x1 * step, width) - left, min(y1 * step, height) - upper


def _grow(box: Box | None, hits: Flags) -> Box | None:
    """Take rows and columns at the edges in while most of their cells correspond, drop those that do not."""
    if box is None:
        return None
    x0, y0, x1, y1 = box[0], box[1], box[0] + box[2], box[1] + box[3]
    changed = True
    while changed:
        changed = False
        if y0 > 0 and hits[y0 - 1, x0:x1].mean() >= GROWN:
            y0, changed = y0 - 1, True
        if y1 < hits.shape[0] and hits[y1, x0:x1].mean() >= GROWN:
            y1, changed = y1 + 1, True
        if x0 > 0 and hits[y0:y1, x0 - 1].mean() >= GROWN:
            x0, changed = x0 - 1, True
        if x1 < hits.shape[1] and hits[y0:y1, x1].mean() >= GROWN:
            x1, changed = x1 + 1, True
    while y1 - y0 > 1 and hits[y0, x0:x1].mean() < 0.5:
        y0 += 1
    while y1 - y0 > 1 and hits[y1 - 1, x0:x1].mean() < 0.5:
        y1 -= 1
    while x1 - x0 > 1 and hits[y0:y1, x0].mean() < 0.5:
        x0 += 1
    while x1 - x0 > 1 and hits[y0:y1, x1 - 1].mean() < 0.5:
        x1 -= 1
    return x0, y0, x1 - x0, y1 - y0


@dataclass(frozen=True)
class Agreement:
    """Cells of a rectangle (rows × columns of the left layer): where they lie in both layers, which correspond."""

    left: NDArray[np.int64]  # number of the cell within its layer
    right: NDArray[np.int64]
    a: Cells
    b: Cells
    hits: Flags


def agreement(left: Layer, right: Layer, found: Fit) -> Agreement:
    """The correspondence of a fit, worked out again from its rectangle: the same in every process."""
    laid = lay(left, right, found.pose)
    if laid is None:
        raise ValueError("the layers do not meet in this pose")
    box = found.x - laid.x, found.y - laid.y, found.width, found.height
    part = _part(box)
    inside = np.zeros(laid.a.shape, bool)
    inside[part] = True
    numbers = np.arange(right.cells.size).reshape(right.cells.shape)
    numbers = turned(numbers, found.pose.turn)
    y, x = found.y + found.pose.dy, found.x + found.pose.dx
    of_left = np.arange(left.cells.size).reshape(left.cells.shape)
    return Agreement(
        of_left[found.y : found.y + found.height, found.x : found.x + found.width],
        numbers[y : y + found.height, x : x + found.width],
        laid.a[part],
        laid.b[part],
        hits_of(laid, found.rule, inside)[part],
    )

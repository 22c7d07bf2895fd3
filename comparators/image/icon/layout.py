"""Are two screens laid out alike? Their boxes, laid on each other at the best scale and shift, are assigned one to one.

Scales and shifts are proposed by pairs of boxes, one of either screen, and by the frames of both; the one that brings
most boxes onto boxes is kept. What a window of any program has (a frame, a bar on top) is alike by chance: ``CHANCE``
counts how far screens of unlike programs agree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from appraisal.comparison import JSON
from comparators.image.icon.screens import FEWEST, Boxes, overlaps
from comparators.matching.counted import above

ALIKE = 0.5  # overlap ÷ both, from which on two boxes correspond
PROPOSING = 14  # boxes of either screen that propose scales and shifts: the largest
STRETCH = (0.3, 3.3)  # scales that are tried
UNEVEN = 1.6  # the greater of both scales ÷ the lesser one, at the most
LEAST = 0.3  # agreement from which on a match is made (docs/methods/image-icon.md)
ALIGNED = 0.012  # of the screen's width, by which edges or middles of two labels may be apart
SHORTEST = 0.3  # width of a label ÷ that of its counterpart: words in another language
Wide = NDArray[np.float64]


@dataclass(frozen=True)
class Laid:
    """``pairs`` (k, 2): numbers of boxes that correspond; ``overlap`` (k,): of each, ÷ both; ``scale``, ``shift``: x
    and y, bring shares of the left screen to those of the right one."""

    pairs: NDArray[np.int64]
    overlap: Wide
    scale: tuple[float, float]
    shift: tuple[float, float]
    agreement: float


def lay(one: Boxes, other: Boxes, shape: float = 1.0) -> Laid | None:
    """The best laying of ``one`` on ``other``; None where a screen has fewer than ``FEWEST`` boxes.

    ``shape``: height ÷ width of the right screen, over that of the left one. ``agreement``: overlap of boxes that
    correspond, summed up, over the mean number of boxes, 0 to 1.
    """
    if min(len(one.places), len(other.places)) < FEWEST:
        return None
    maps = _proposed(one.places, other.places, shape)
    alike = one.frames[:, None] == other.frames[None, :]
    gains = []
    for scale_shift in maps:
        found = _fit(_moved(one.places, scale_shift), other.places, alike)
        good = np.where(found >= ALIKE, found, 0.0)
        gains.append(min(float(good.max(axis=1).sum()), float(good.max(axis=0).sum())))
    order = np.argsort(-np.round(np.array(gains), 6), kind="stable")[:4]
    best: Laid | None = None
    for at in order.tolist():
        tried = _assigned(one, other, maps[at], alike)
        if best is None or tried.agreement > best.agreement:
            best = tried
    return best


def _fit(one: Wide, other: Wide, alike: NDArray[np.bool_]) -> Wide:
    """(n, m) how far boxes coincide, 0 to 1: overlap ÷ both. Of labels that begin, end or stand in the middle at one
    place, heights alone count, so that words in another language are the same label. Frames meet frames alone."""
    both = overlaps(one, other)
    high = np.minimum(one[:, None, 3], other[None, :, 3]) - np.maximum(one[:, None, 1], other[None, :, 1])
    tall = np.maximum(high, 0) / np.maximum(
        (one[:, 3] - one[:, 1])[:, None] + (other[:, 3] - other[:, 1]) - high, 1e-12
    )
    near = np.zeros(both.shape, bool)
    for a, b in (
        (one[:, 0], other[:, 0]),
        (one[:, 2], other[:, 2]),
        (one[:, [0, 2]].mean(1), other[:, [0, 2]].mean(1)),
    ):
        near |= np.abs(a[:, None] - b[None, :]) <= ALIGNED
    wide = (one[:, 2] - one[:, 0])[:, None], (other[:, 2] - other[:, 0])[None, :]
    near &= np.minimum(*wide) >= SHORTEST * np.maximum(*wide)
    return np.where(alike, np.where(near, np.maximum(both, tall * 0.8), both), 0.0)


def _moved(places: Wide, by: Wide) -> Wide:
    return np.asarray(places * [by[0], by[1], by[0], by[1]] + [by[2], by[3], by[2], by[3]], np.float64)


def _proposed(one: Wide, other: Wide, shape: float) -> Wide:
    """(m, 4) scales and shifts, x and y: the frames laid on each other first."""
    largest = [
        np.argsort(-np.prod(each[:, 2:] - each[:, :2], axis=1), kind="stable")[:PROPOSING] for each in (one, other)
    ]
    a, b = one[largest[0]], other[largest[1]]
    size_a, size_b = a[:, 2:] - a[:, :2], b[:, 2:] - b[:, :2]
    scale = (size_b[None, :] / size_a[:, None]).reshape(-1, 2)
    shift = ((b[None, :, :2] + b[None, :, 2:]) / 2).repeat(len(a), axis=0).reshape(-1, 2)
    middle = ((a[:, None, :2] + a[:, None, 2:]) / 2).repeat(len(b), axis=1).reshape(-1, 2)
    made = np.concatenate([scale, shift - scale * middle], axis=1)
    uneven = made[:, 1] * shape / made[:, 0]
    fine = (made[:, :2] >= STRETCH[0]).all(axis=1) & (made[:, :2] <= STRETCH[1]).all(axis=1)
    fine &= (uneven <= UNEVEN) & (uneven >= 1 / UNEVEN)
    return np.concatenate([[[1.0, 1.0, 0.0, 0.0]], np.round(made[fine], 6)])


def _assigned(left: Boxes, right: Boxes, by: Wide, alike: NDArray[np.bool_]) -> Laid:
    """Boxes assigned so that the sum of overlaps is largest; then scale and shift anew from their edges, once."""
    one, other, laid = left.places, right.places, by
    pairs, overlap = np.zeros((0, 2), np.int64), np.zeros(0)
    for _ in range(2):
        found = _fit(_moved(one, laid), other, alike)
        rows, columns = linear_sum_assignment(np.where(found >= ALIKE, found, 0.0), maximize=True)
        good = found[rows, columns] >= ALIKE
        if good.sum() < len(pairs):
            break
        pairs, overlap = np.stack([rows[good], columns[good]], axis=1).astype(np.int64), found[rows, columns][good]
        by = laid
        if len(pairs) < 3:
            break
        laid = _fitted(one[pairs[:, 0]], other[pairs[:, 1]], laid)
    agreement = float(overlap.sum()) / ((len(one) + len(other)) / 2)
    scale, shift = (float(by[0]), float(by[1])), (float(by[2]), float(by[3]))
    return Laid(pairs, overlap, scale, shift, round(agreement, 4))


def _fitted(a: Wide, b: Wide, before: Wide) -> Wide:
    """Least squares of the edges of boxes that correspond, x and y apart."""
    made = before.copy()
    for axis in (0, 1):
        x, y = a[:, [axis, axis + 2]].reshape(-1), b[:, [axis, axis + 2]].reshape(-1)
        spread = float(((x - x.mean()) ** 2).sum())
        if spread > 1e-9:
            slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
            if STRETCH[0] <= slope <= STRETCH[1]:
                made[axis], made[axis + 2] = slope, float(y.mean()) - slope * float(x.mean())
    return np.round(made, 6)


#: Pairs of screens of unlike programs, and (agreement, how many agree as much or more): benchmarks/image_layout.py.
PAIRS = 1500
AT_OR_ABOVE: tuple[tuple[float, int], ...] = ((0.1, 147), (0.15, 28), (0.2, 4), (0.25, 1), (0.3, 0))


def chance(agreement: float) -> dict[str, JSON]:
    """Upper 95 % limit of that share, and the counts; nothing as long as nothing was counted."""
    return above(AT_OR_ABOVE, PAIRS, agreement)

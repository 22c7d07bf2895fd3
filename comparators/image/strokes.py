"""Strokes: whether edges of two whole pictures lie on each other to a hundredth of the side, place by place.

Outlines (``outline``) are soft, so that they bear with what a copyist's hand adds; independent drawings of one simple
thing (a disc, a page of lines, a battery) are alike in them as well. What they are not is alike in place: a tracing has
its strokes where the original has them, another hand's battery has its cap a few hundredths further down. Direction by
direction, as in ``outline``, at four times its resolution and in sixteen times as many fields.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.gradients import DIRECTIONS, ONE_WAY, oriented, planes, variety
from comparators.image.local import settle

SIDE = 256  # the picture is brought to SIDE × SIDE
FIELDS = 16  # fields of a row, which are compared by themselves
_AROUND = 12.0  # pixels of SIDE: the neighbourhood that strength is measured against
_FLAT = 4.0  # grey levels a pixel below which a place counts as flat
_SOFT = 1.2, 1.0  # pixels of SIDE, before and after directions are told: how far a stroke may be off
_EMPTY = 0.02  # mean strength of a field below which it holds nothing to compare
_STEPS = 6, 10, 16  # pixels of SIDE by which one picture is moved to see what strokes come to by chance
BEYOND = 0.25  # share of what is left above that, which strokes must reach
_LEVELS = 100  # whole numbers a unit of strength, so that sums are exact
_PIXELS = (SIDE // FIELDS) ** 2  # of a field
_OWN = np.repeat(np.eye(FIELDS), SIDE // FIELDS, axis=0)  # (256, 16): which row or column lies in which of fields

Floats = NDArray[np.float64]


def strokes(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(8, 256, 256): direction, row, column; 100 stands for an edge of usual strength. Luminance (rows, columns) in."""
    settle()
    way = cv2.INTER_AREA if max(grey.shape) > SIDE else cv2.INTER_LINEAR
    small = cv2.resize(np.ascontiguousarray(grey), (SIDE, SIDE), interpolation=way).astype(np.float32)
    soft = cv2.GaussianBlur(small, (0, 0), _SOFT[0])
    across, down = (cv2.Scharr(soft, cv2.CV_32F, *axis) / 16 for axis in ((1, 0), (0, 1)))
    edges = planes(across, down, np.hypot(across, down), around=_AROUND, flat=_FLAT)
    blurred = np.stack([cv2.GaussianBlur(plane, (0, 0), _SOFT[1]) for plane in edges])
    return np.asarray(np.clip(np.rint(blurred * _LEVELS), 0, 255), np.uint8)


@dataclass(frozen=True)
class _Fields:
    """Strokes of one picture, (8, 256, 256), and of each of its 256 fields: their sum by direction, (256, 8), and the
    sum of squares of what they are more or less than the mean of their direction."""

    strokes: NDArray[np.float32]
    sums: Floats
    squares: Floats

    @property
    def weight(self) -> Floats:
        """Of each field, if it is those of the sparser picture."""
        amount = self.sums.sum(axis=1)
        ways = np.sqrt(np.maximum(variety(self.sums[:, :, None]) - ONE_WAY, 0.0))
        return np.where(amount >= _EMPTY * _LEVELS * _PIXELS, amount * ways, 0.0)


def agreement(left: NDArray[np.uint8], right: NDArray[np.uint8], k: int) -> float:
    """How well strokes lie on each other under "right is left after ``pdq.ORIENTATIONS[k]``", 0..1.

    The mean correlation of the fields in which the sparser of both holds edges, each weighted by how much of them and
    by the root of how far they run in several directions: frames, rims and bars, which run one way, are common.
    """
    return _correlated(_fields(oriented(left, k)), _fields(right))


def _correlated(a: _Fields, b: _Fields) -> float:
    weight = (a if a.sums.sum() <= b.sums.sum() else b).weight
    lengths = np.sqrt(a.squares * b.squares)
    both = _within(_over_directions(a.strokes, b.strokes)).reshape(-1) - (a.sums * b.sums).sum(axis=1) / _PIXELS
    agree = both / np.maximum(lengths, 1e-9)
    return max(0.0, round(float((agree * weight).sum() / max(1e-9, float(weight.sum()))), 4))


def _fields(edges: NDArray[np.uint8]) -> _Fields:
    values = np.ascontiguousarray(edges, np.float32)
    sums = _within(values).reshape(DIRECTIONS, -1).T
    squares = _within(_over_directions(values, values)).reshape(-1) - (sums * sums).sum(axis=1) / _PIXELS
    return _Fields(values, sums, squares)


def _over_directions(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """(256, 256): products summed; whole numbers below 2**24, so exact."""
    return np.asarray(np.einsum("dij,dij->ij", a, b), np.float32)


def _within(values: NDArray[np.float32]) -> Floats:
    """(…, 16, 16) sums of (…, 256, 256) whole numbers in each field, exact."""
    return np.asarray(_OWN.T @ (values @ _OWN.astype(np.float32)).astype(np.float64), np.float64)


def aside(left: NDArray[np.uint8], right: NDArray[np.uint8], k: int) -> float:
    """As ``agreement``, of the right picture moved a little along a row or a column; the most of it, 0..1: what lines
    of text, rows of keys and hatching come to wherever they lie."""
    here = _fields(oriented(left, k))
    return max(
        _correlated(here, _fields(np.roll(right, sign * step, axis=axis)))
        for step in _STEPS
        for axis in (1, 2)
        for sign in (-1, 1)
    )


def beyond(here: float, elsewhere: float) -> bool:
    """Whether strokes lie on each other where they should much better than a little aside, both 0..1."""
    return here - elsewhere >= BEYOND * (1 - elsewhere)

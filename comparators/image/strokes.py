"""Strokes: whether edges of two whole pictures lie on each other to a hundredth of the side, place by place.

Outlines (``outline``) are soft, so that they bear with what a copyist's hand adds; independent drawings of one simple
thing (a disc, a page of lines, a battery) are alike in them as well. What they are not is alike in place: a tracing has
its strokes where the original has them, another hand's battery has its cap a few hundredths further down. Direction by
direction, as in ``outline``, at four times its resolution and in sixteen times as many fields.
"""

from __future__ import annotations

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


def agreement(left: NDArray[np.uint8], right: NDArray[np.uint8], k: int) -> float:
    """How well strokes lie on each other under "right is left after ``pdq.ORIENTATIONS[k]``", 0..1.

    The mean correlation of the fields in which the sparser of both holds edges, each weighted by how much of them and
    by the root of how far they run in several directions: frames, rims and bars, which run one way, are common.
    """
    a, b = _fields(oriented(left, k)), _fields(right)
    sparser = a if a.sum() <= b.sum() else b
    amount = sparser.sum(axis=(1, 2))
    ways = np.sqrt(np.maximum(variety(sparser) - ONE_WAY, 0.0))
    weight = np.where(amount >= _EMPTY * _LEVELS * a.shape[2], amount * ways, 0.0)
    a, b = a - a.mean(axis=2, keepdims=True), b - b.mean(axis=2, keepdims=True)
    lengths = np.sqrt((a * a).sum(axis=(1, 2)) * (b * b).sum(axis=(1, 2)))
    agree = (a * b).sum(axis=(1, 2)) / np.maximum(lengths, 1e-9)
    return max(0.0, round(float((agree * weight).sum() / max(1e-9, float(weight.sum()))), 4))


def _fields(edges: NDArray[np.uint8]) -> Floats:
    """(256, 8, 256): field, direction, pixel."""
    side = SIDE // FIELDS
    cut = edges.reshape(DIRECTIONS, FIELDS, side, FIELDS, side).transpose(1, 3, 0, 2, 4)
    return np.ascontiguousarray(cut, np.float64).reshape(FIELDS * FIELDS, DIRECTIONS, side * side)


def aside(left: NDArray[np.uint8], right: NDArray[np.uint8], k: int) -> float:
    """As ``agreement``, of the right picture moved a little along a row or a column; the most of it, 0..1: what lines
    of text, rows of keys and hatching come to wherever they lie."""
    return max(
        agreement(left, np.roll(right, sign * step, axis=axis), k)
        for step in _STEPS
        for axis in (1, 2)
        for sign in (-1, 1)
    )


def beyond(here: float, elsewhere: float) -> bool:
    """Whether strokes lie on each other where they should much better than a little aside, both 0..1."""
    return here - elsewhere >= BEYOND * (1 - elsewhere)

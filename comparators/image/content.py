"""Whether a place tells one picture from another: windows that agree where the map lays them, and do not a step aside.

Lines of text in one typeface, hatching and rows of keys agree with themselves wherever they are laid on each other. So
the pair itself says how many windows agree without being copies: those that agree with what lies one window away.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

ENOUGH = 0.4  # share of the windows with edges in more than one direction that must agree in a region
BEYOND = 1 / 3  # share of those that do not agree a step aside, which must agree where the map lays them
_AROUND = 5  # windows
_STEPS = tuple((round(13 * math.cos(k * math.pi / 4)), round(13 * math.sin(k * math.pi / 4))) for k in range(8))

Plane = NDArray[np.float32]


def window_means(values: Plane, window: int) -> Plane:
    """(rows, columns) of the windows side by side: mean of ``values`` in each; the last ones may go beyond the border,
    where the picture is mirrored."""
    rows, columns = ((each + window // 2) // window for each in values.shape)
    if not rows or not columns:
        return np.zeros((rows, columns), np.float32)
    below, right = (max(0, n * window - each) for n, each in zip((rows, columns), values.shape, strict=True))
    if below or right:
        values = np.asarray(cv2.copyMakeBorder(values, 0, below, 0, right, cv2.BORDER_REFLECT), np.float32)
    strips = values[: rows * window, : columns * window].reshape(rows, window, columns * window)
    sums = strips.sum(axis=1, dtype=np.float64).reshape(rows, columns, window).sum(axis=2)
    return np.asarray(sums / window**2, np.float32)


def aside(a: Plane, b: Plane, inverted: bool, window: int, agrees: float) -> NDArray[np.bool_]:
    """(8, rows, columns) of the windows side by side: whether each of the left picture agrees with what lies one window
    away in the right one, in eight directions. ``a``, ``b``: luminance in the common frame without slow changes."""
    b = -b if inverted else b
    middle = window_means(a, window)
    spread = window_means(a * a, window) - middle * middle
    found = []
    for across, down in _STEPS:
        move = np.array([[1, 0, across], [0, 1, down]], np.float64)
        moved = np.asarray(
            cv2.warpAffine(b, move, b.shape[::-1], flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT), np.float32
        )
        there = window_means(moved, window)
        spread_there = window_means(moved * moved, window) - there * there
        both = window_means(a * moved, window) - middle * there
        found.append(both >= agrees * np.sqrt(np.maximum(spread + 1, 1) * np.maximum(spread_there + 1, 1)))
    return np.stack(found)


def holds(crossed: int, agreeing: int, moved: int) -> bool:
    """Whether enough windows agree, and a third of those that do not agree a step aside (``moved`` of them do, in
    the direction in which most do)."""
    beyond = max(BEYOND * (crossed - moved), math.sqrt(crossed))  # where most agree anywhere, few more say little
    return agreeing >= ENOUGH * crossed and (moved == 0 or agreeing - moved >= beyond)


def telling(
    agrees: NDArray[np.bool_],
    crossed: NDArray[np.bool_],
    elsewhere: NDArray[np.bool_],
    window: int,
    inside: NDArray[np.uint8],
) -> NDArray[np.uint8]:
    """(rows, columns) of the common frame, 0 or 1: where it ``holds`` of the windows around, ``_AROUND`` a row."""
    all_of_it, yes, *moved = (
        cv2.boxFilter(np.asarray(x & crossed, np.float32), -1, (_AROUND, _AROUND), normalize=False)
        for x in (crossed, agrees, *elsewhere)
    )
    most = np.max(moved, axis=0)
    enough = (yes >= ENOUGH * all_of_it) & (yes - most >= BEYOND * (all_of_it - most)) & (all_of_it >= _AROUND)
    spread = np.kron(enough.astype(np.uint8), np.ones((window, window), np.uint8))
    rows, columns = inside.shape
    padded = np.pad(spread, ((0, max(0, rows - len(spread))), (0, max(0, columns - spread.shape[1]))))
    return np.asarray(padded[:rows, :columns] * (inside > 0), np.uint8)

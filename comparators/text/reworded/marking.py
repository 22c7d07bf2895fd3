"""What became of each token of a passage, from the pairs that were kept: kept, changed, moved or dropped.

``match`` and ``exhibit`` both ask here, so a report shows what the figures count.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
DROPPED, CHANGED, MOVED, KEPT = 0, 1, 2, 3
NAMES = ("dropped", "changed", "moved", "kept")
FAR = 40  # tokens off its place at which an equal token still counts as moved
MOVABLE = 0.008  # share of everyday writing above which a token is too common to be called moved
CHUNK = 1 << 14


def marks(left: Array, right: Array, kept: Array, common: Array) -> tuple[Array, Array]:
    """A mark (see ``NAMES``) for each token of both sides.

    ``left``, ``right``: token numbers of the passage. ``kept``: (n, 2) positions in step, ascending. ``common``: share
    of everyday writing by token number. What stands against something on the other side, between the same two kept
    tokens, was changed; against nothing, dropped (or put in).
    """
    roles = np.zeros(len(left), np.uint8), np.zeros(len(right), np.uint8)
    for side, column in ((0, 0), (1, 1)):
        roles[side][kept[:, column]] = KEPT
    for i, j in moves(left, right, kept, common):
        roles[0][i] = roles[1][j] = MOVED
    free = [np.flatnonzero(side == DROPPED) for side in roles]
    gaps = [np.searchsorted(kept[:, side], free[side]) for side in (0, 1)]
    for side in (0, 1):
        opposite = np.isin(gaps[side], gaps[1 - side])
        roles[side][free[side][opposite]] = CHANGED
    return roles


def moves(left: Array, right: Array, kept: Array, common: Array) -> list[tuple[int, int]]:
    """Equal tokens out of step, nearest first, each once; none that are as common as function words."""
    free_left, free_right = np.ones(len(left), np.bool_), np.ones(len(right), np.bool_)
    free_left[kept[:, 0]] = free_right[kept[:, 1]] = False
    mine = np.flatnonzero(free_left & (common[left] < MOVABLE))
    theirs = np.flatnonzero(free_right & (common[right] < MOVABLE))
    theirs = theirs[np.argsort(right[theirs], kind="stable")]
    if not len(mine) or not len(theirs):
        return []
    anchors = np.concatenate([[[0, 0]], kept, [[len(left), len(right)]]])
    there = right[theirs]
    way = np.interp(mine, anchors[:, 0], anchors[:, 1])
    rows: list[tuple[float, int, int]] = []
    low, high = np.searchsorted(there, left[mine], "left"), np.searchsorted(there, left[mine], "right")
    for i, expected, a, b in zip(mine.tolist(), way.tolist(), low.tolist(), high.tolist(), strict=True):
        if a < b:
            some = theirs[a:b]
            first, last = np.searchsorted(some, [expected - FAR, expected + FAR])
            rows += [(abs(j - expected), i, j) for j in some[first:last].tolist()]
    pairs = []
    for _, i, j in sorted(rows):
        if free_left[i] and free_right[j]:
            free_left[i] = free_right[j] = False
            pairs.append((i, j))
    return sorted(pairs)

"""The eight ways a grid can lie: four turns, each plain or mirrored first (left for right)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

TURNS = (
    "unturned",
    "turned 90° counter-clockwise",
    "turned 180°",
    "turned 90° clockwise",
    "mirrored left-right",
    "mirrored left-right, turned 90° counter-clockwise",
    "mirrored top-bottom",
    "mirrored left-right, turned 90° clockwise",
)


def turned(cells: NDArray[Any], turn: int) -> NDArray[Any]:
    """``cells`` (rows × columns) mirrored from 4 on, then turned ``turn`` % 4 times counter-clockwise."""
    return np.rot90(cells[:, ::-1] if turn >= 4 else cells, turn % 4)


def moved(x: NDArray[np.int64], y: NDArray[np.int64], turn: int, shape: tuple[int, int]) -> tuple[Any, Any]:
    """Where the cells (x, y) of a grid of ``shape`` (rows, columns) come to lie."""
    height, width = shape
    if turn >= 4:
        x = width - 1 - x
    for _ in range(turn % 4):
        x, y = y, width - 1 - x
        width, height = height, width
    return x, y


_TEST = np.arange(9).reshape(3, 3)
#: AFTER[a][b]: the one way that does what ``a`` does, then ``b``.
AFTER = tuple(
    tuple(next(c for c in range(8) if (turned(_TEST, c) == turned(turned(_TEST, a), b)).all()) for b in range(8))
    for a in range(8)
)
BACK = tuple(next(b for b in range(8) if AFTER[a][b] == 0) for a in range(8))
#: BETWEEN[a][b]: brings a window that ``b`` makes canonical to one that ``a`` makes canonical.
BETWEEN = np.array([[AFTER[b][BACK[a]] for b in range(8)] for a in range(8)], np.int64)

"""Cells that fall out of their own column: what a copyist takes over and nobody would write twice on his own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparators.software.data.weighing import Values

OUTLIER, PRECISE, MISPLACED, UNSORTED, DOUBLED = 1, 2, 4, 8, 16
NAMES = {
    OUTLIER: "far from its column",
    PRECISE: "more digits than its column",
    MISPLACED: "text among numbers",
    UNSORTED: "out of order",
    DOUBLED: "repeated in a column without repeats",
}
LEAST_ROWS = 10
FAR = 12.0  # median deviations from the median


def find(codes: NDArray[np.int32], values: Values, *, named: frozenset[int]) -> NDArray[np.uint8]:
    """Flags of each cell of the distinct rows ``codes``; 0 for what is like its column."""
    n, width = codes.shape
    flags = np.zeros((n, width), np.uint8)
    if n < LEAST_ROWS:
        return flags
    for column in range(width):
        if column in named:
            continue
        col = codes[:, column]
        numbers = values.numbers[col]
        known = ~np.isnan(numbers)
        distinct, inverse, count = np.unique(col, return_inverse=True, return_counts=True)
        if len(distinct) < 3:
            continue
        if len(distinct) >= 0.9 * n and 0 < np.count_nonzero((count[inverse] > 1) & (col != 0)) <= max(2, n // 20):
            flags[(count[inverse] > 1) & (col != 0), column] |= DOUBLED
        if known.sum() < 0.9 * n:
            continue
        flags[~known & (col != 0), column] |= MISPLACED
        seen = numbers[known]
        middle = float(np.median(seen))
        spread = float(np.median(np.abs(seen - middle)))
        if spread > 0:
            far = np.abs(numbers - middle) > FAR * spread
            _mark(flags, column, far & known, OUTLIER, n)
        digits = values.digits[col]
        _mark(flags, column, known & (digits >= np.percentile(digits[known], 80) + 2), PRECISE, n)
        if known.all():
            falls = np.flatnonzero(np.diff(numbers) < 0)
            if 0 < len(falls) <= max(1, n // 50) and np.count_nonzero(np.diff(numbers) > 0) >= n // 2:
                out = np.zeros(n, bool)
                out[falls] = True
                _mark(flags, column, out, UNSORTED, n)
    return flags


def _mark(flags: NDArray[np.uint8], column: int, found: NDArray[np.bool_], flag: int, n: int) -> None:
    """Set a flag where it is rare enough to be odd: one cell in twenty at most."""
    if 0 < np.count_nonzero(found) <= max(1, n // 20):
        flags[found, column] |= np.uint8(flag)


def names(flags: int) -> list[str]:
    return [name for flag, name in NAMES.items() if flags & flag]

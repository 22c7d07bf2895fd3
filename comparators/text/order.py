"""How far passages stand in the same order in both texts: Kendall's tau of their first places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def kendall(left: Sequence[int], right: Sequence[int]) -> float | None:
    """Kendall's tau-b of two rows of places, six digits: 1 the same order, -1 the reverse; None where it says nothing.

    Kendall (1938, 1945); pairs of equal places on either side leave the denominator. O(n log n) by merging (Knight
    1966).
    """
    n = len(left)
    if n < 2:
        return None
    a, b = np.asarray(left, np.int64), np.asarray(right, np.int64)
    order = np.lexsort((b, a))
    a, b = a[order], b[order]
    pairs = n * (n - 1) // 2
    ties_a, ties_b = _ties(a), _ties(np.sort(b))
    both = _ties(np.unique(np.stack([a, b], 1), axis=0, return_inverse=True)[1].ravel(), ordered=False)
    denominator = ((pairs - ties_a) * (pairs - ties_b)) ** 0.5
    if not denominator:
        return None
    discordant = _inversions(b)
    concordant = pairs - ties_a - ties_b + both - discordant
    return round(float((concordant - discordant) / denominator), 6)


def _ties(values: np.ndarray[tuple[int], np.dtype[np.int64]], ordered: bool = True) -> int:
    """Number of pairs of equal values."""
    counts = np.unique(values if ordered else np.sort(values), return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def _inversions(values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """Number of pairs of which the earlier is greater: sorted halves are merged, each greater one counted at once."""
    total, width = 0, 1
    row = values.copy()
    while width < len(row):
        for start in range(0, len(row), 2 * width):
            one, other = row[start : start + width], row[start + width : start + 2 * width]
            total += int((len(one) - np.searchsorted(one, other, side="right")).sum())
            row[start : start + 2 * width] = np.sort(row[start : start + 2 * width], kind="stable")
        width *= 2
    return total

"""Which name became which: learnt from files that correspond clearly, to tell apart files that differ in names only.

Names are held as 16-bit hashes, so that single entries may be wrong; the dictionary orders proposals and counts for
nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
ALL = 1 << 16
LEAST = 2  # files that must have a pair of names


def keys(left: Array, right: Array) -> Array:
    """Pairs of names as one number each."""
    return (left.astype(np.uint32) << np.uint32(16)) | right


class Dictionary:
    """Pairs of names of which each holds more than half of the votes of both; one vote a pair of files."""

    def __init__(self, votes: Iterable[Array] = ()) -> None:
        listed = [np.zeros(0, np.uint32), *(np.unique(each) for each in votes)]
        pairs, counts = np.unique(np.concatenate(listed), return_counts=True)
        left, right = pairs >> np.uint32(16), pairs & np.uint32(ALL - 1)
        of_left, of_right = np.bincount(left, counts, ALL), np.bincount(right, counts, ALL)
        sure = (counts >= LEAST) & (2 * counts > of_left[left]) & (2 * counts > of_right[right])
        self.left = np.full(ALL, -1, np.int64)
        self.right = np.full(ALL, -1, np.int64)
        self.left[left[sure]] = right[sure]
        self.right[right[sure]] = left[sure]

    def agreement(self, pairs: Array) -> float:
        """Share of these pairs that stand in the dictionary, among those of which either name does; 0 for none."""
        left, right = (pairs >> np.uint32(16)).astype(np.int64), (pairs & np.uint32(ALL - 1)).astype(np.int64)
        known = (self.left[left] >= 0) | (self.right[right] >= 0)
        if not known.any():
            return 0.0
        return float((self.left[left] == right)[known].sum() / known.sum())

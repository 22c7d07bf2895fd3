"""How firmly a token is bound to the one before it, in the two works at hand.

Names and formulae stand in both works again and again: after the first 字 of a name that a book is full of, the second
one says nothing new, and two rosters of the same heroes are no evidence of copying. So what a token in step with its
predecessor tells is measured against how often it follows that one anywhere else in either work.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
DOUBT = 3.0  # times that a token is taken to have been followed by others besides those that were counted
MIX = np.uint64(0x9E3779B97F4A7C15)
BITS = 20


class Binding:
    """Counts of the pairs of neighbours that stand in some stretches of the left strand, in both strands."""

    def __init__(self, left: Array, right: Array, tokens: int, stretches: Iterable[tuple[int, int]]) -> None:
        """``tokens``: how many there are; ``stretches``: half-open positions in ``left``."""
        self._tokens = np.uint64(max(tokens, 1))
        wanted = np.zeros(max(len(left) - 1, 0), np.bool_)
        for start, stop in stretches:
            wanted[start:stop] = True
        self._keys = np.unique(self._pairs(left[:-1][wanted], left[1:][wanted]))
        table = np.zeros(1 << BITS, np.bool_)
        table[self._slots(self._keys)] = True
        self._counts = np.zeros(len(self._keys), np.int64)
        self._single = np.zeros(max(tokens, 1), np.int64)
        for side in (left, right):
            self._single += np.bincount(side, minlength=len(self._single))
            pairs = self._pairs(side[:-1], side[1:])
            pairs = pairs[table[self._slots(pairs)]]
            at = np.searchsorted(self._keys, pairs)
            at[at == len(self._keys)] = 0
            if len(self._keys):
                self._counts += np.bincount(at[self._keys[at] == pairs], minlength=len(self._keys))

    def _pairs(self, first: Array, second: Array) -> Array:
        keys: Array = first.astype(np.uint64) * self._tokens + second.astype(np.uint64)
        return keys

    def _slots(self, keys: Array) -> Array:
        return (keys * MIX >> np.uint64(64 - BITS)).view(np.int64)

    def share(self, first: Array, second: Array) -> Array:
        """Share of the other places of ``first``, in both works, that ``second`` follows; one place on either side is
        the pair in question. 0 for pairs outside of the stretches."""
        pairs = self._pairs(first, second)
        at = np.searchsorted(self._keys, pairs)
        at[at == len(self._keys)] = 0
        counts = np.where(self._keys[at] == pairs, self._counts[at], 0) if len(self._keys) else np.zeros(len(pairs))
        share: Array = np.maximum(counts - 2, 0) / (np.maximum(self._single[first] - 2, 0) + DOUBT)
        return share

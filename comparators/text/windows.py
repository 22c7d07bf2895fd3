"""Windows of folded text: the shortest stretch from each place that is long enough to count, and a hash of it.

The minimum is one integer rule for all scripts: a 字 weighs ``min_letters``, any other letter or digit ``min_zi``,
and a passage counts from weight ``min_zi * min_letters`` on: 13 字, or 40 letters, or a mixture in proportion.

Hashes are polynomial modulo 2^64 (Karp and Rabin 1987) by prefix sums: equal windows always have equal hashes, and
what unequal ones might share is sorted out by exact comparison later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.folding import is_zi

Array = NDArray[Any]
CHUNK = 1 << 15
BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2^64
MIX = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True)
class Minimum:
    """Weights of the two kinds of characters and the ``threshold`` from which on a stretch is long enough."""

    zi: int
    letter: int
    threshold: int

    @classmethod
    def of(cls, min_zi: int, min_letters: int) -> Minimum:
        return cls(min_letters, min_zi, min_zi * min_letters)

    @property
    def shortest(self) -> int:
        """Least number of characters that can reach the threshold."""
        return -(-self.threshold // max(self.zi, self.letter))

    @property
    def longest(self) -> int:
        """Greatest number of characters that a shortest sufficient stretch can have."""
        return -(-self.threshold // min(self.zi, self.letter))


@lru_cache(maxsize=8)
def powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """BASE^i and BASE^-i modulo 2^64 for i < size."""
    up, down = np.empty(size, np.uint64), np.empty(size, np.uint64)
    up[0] = down[0] = 1
    up[1:], down[1:] = BASE, pow(BASE, -1, 1 << 64)
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


def scan(text: Array, minimum: Minimum, breaks: Array, salt: int) -> Iterator[tuple[int, Array, Array]]:
    """Length and hash (uint64) of the window that starts at each position, a chunk at a time.

    ``text`` ends with a break; ``breaks`` are the sorted positions that no window may cross (members' ends, where
    ``text`` is 0). A window that would cross one gets a hash of its own, made from ``salt`` and the break's number, so
    that it equals none on the other side.
    """
    reach = minimum.longest
    up, down = powers(CHUNK + reach)
    unique = np.arange(len(breaks), dtype=np.uint64) * MIX + np.uint64((salt * BASE) & ((1 << 64) - 1))
    for base in range(0, len(text), CHUNK):
        piece = text[base : base + CHUNK + reach]
        size = min(CHUNK, len(piece))
        first, last = np.searchsorted(breaks, [base, base + len(piece)])
        lengths = _lengths(piece, size, minimum, breaks[first:last] - base)
        values = piece.astype(np.uint64)
        values[breaks[first:last] - base] = unique[first:last]
        sums = np.zeros(len(piece) + 1, np.uint64)
        np.cumsum(values * up[: len(piece)], out=sums[1:])
        if isinstance(lengths, int):
            hashed = sums[lengths : lengths + size] - sums[:size]
            lengths = np.full(size, lengths)
        else:
            hashed = sums[np.arange(size) + lengths] - sums[:size]
        hashed *= down[:size]
        yield base, lengths, hashed


def _lengths(piece: Array, size: int, minimum: Minimum, breaks: Array) -> Array | int:
    """Window lengths at the first ``size`` places of ``piece`` (with ``breaks``); one number where all are alike."""
    flags = is_zi(piece)
    end = len(piece)
    most = int(np.count_nonzero(flags)) * 2 >= end  # whether most are 字, or most letters
    other = ~flags if most else flags
    other[breaks] = True
    length = -(-minimum.threshold // (minimum.zi if most else minimum.letter))
    if size + length <= end and not other.any():
        return length
    lengths = np.full(size, length)
    others = np.zeros(end + 1, np.int32)
    np.cumsum(other, out=others[1:])
    sure = max(min(size, end - length + 1), 0)  # from there on windows may run into the end
    odd = np.flatnonzero(others[length : length + sure] != others[:sure])
    odd = np.concatenate([odd, np.arange(sure, size)])
    weights = np.where(flags, minimum.zi, minimum.letter)
    weights[breaks] = minimum.threshold  # a break ends every window
    total = np.zeros(end + 1, np.int64)
    np.cumsum(weights, out=total[1:])
    lengths[odd] = np.minimum(np.searchsorted(total, total[odd] + minimum.threshold), end) - odd
    return lengths

"""Hashes of runs of tokens, and where a stretch of tokens repeats itself.

Hashes are polynomial modulo 2^64 (Karp and Rabin 1987) by prefix sums: equal runs have equal hashes; what unequal ones
might share is sorted out by comparing the tokens.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2^64
MIX = np.uint64(0xD6E8FEB86659FD93)
CHUNK = 1 << 16
SHORT = 6  # tokens of the runs by which repetition is told,
NEAR = 48  # tokens away at the most where the same run stands again,
SHARE = 0.85  # share of such runs in the stretch,
STRETCH = 32  # tokens of the stretch


@lru_cache(maxsize=8)
def _powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """BASE^i and BASE^-i modulo 2^64 for i < size."""
    up, down = np.empty(size, np.uint64), np.empty(size, np.uint64)
    up[0] = down[0] = 1
    up[1:], down[1:] = BASE, pow(BASE, -1, 1 << 64)
    return np.cumprod(up, dtype=np.uint64), np.cumprod(down, dtype=np.uint64)


def mixed(values: Array) -> NDArray[np.uint64]:
    """Numbers scattered over all of 64 bits, so that small ones do not make hashes that look alike."""
    spread = values.astype(np.uint64) * MIX
    spread ^= spread >> np.uint64(32)
    spread *= MIX
    spread ^= spread >> np.uint64(29)
    return spread


def distinct(values: Array) -> Array:
    """Distinct numbers, ascending, as ``numpy.unique`` gives them; that goes by a hash table, which takes twenty times
    as long as sorting where there are millions."""
    ordered = np.sort(values, axis=None)
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def grams(values: Array, size: int) -> NDArray[np.uint64]:
    """Hash of the ``size`` tokens that begin at each place; ``len(values) - size + 1`` of them, none if too short."""
    count = max(len(values) - size + 1, 0)
    hashes = np.empty(count, np.uint64)
    up, down = _powers(CHUNK + size)
    for base in range(0, count, CHUNK):
        piece = mixed(values[base : base + CHUNK + size - 1])
        sums = np.zeros(len(piece) + 1, np.uint64)
        np.cumsum(piece * up[: len(piece)], out=sums[1:])
        some = len(piece) - size + 1
        hashes[base : base + some] = (sums[size:] - sums[:some]) * down[:some]
    return hashes


def windows(inside: Array, size: int, count: int) -> NDArray[np.int64]:
    """How many of the flags are set in each of ``count`` windows of ``size``."""
    total = np.zeros(len(inside) + 1, np.int64)
    np.cumsum(inside, out=total[1:])
    sums: NDArray[np.int64] = total[size : size + count] - total[:count]
    return sums


def repeating(values: Array) -> NDArray[np.bool_]:
    """Tokens that lie in a repetitive stretch: data tables, chains of cases, prototypes, unrolled statements.

    A run of ``SHORT`` tokens is a repeat when the same run begins at most ``NEAR`` tokens before it or after it. A
    stretch of ``STRETCH`` tokens of which at least ``SHARE`` begin such a run is repetitive throughout. Looking both
    ways makes the first row of a table like its others. A file shorter than a stretch has none.
    """
    flags = np.zeros(len(values), np.bool_)
    if len(values) < STRETCH:
        return flags
    hashes = grams(values, SHORT)
    order = np.argsort(hashes, kind="stable")
    near = (hashes[order[1:]] == hashes[order[:-1]]) & (order[1:] - order[:-1] <= NEAR)
    again = np.zeros(len(values), np.bool_)
    again[order[1:]] = near
    again[order[:-1]] |= near
    again[len(hashes) :] = again[len(hashes) - 1]  # the last tokens begin no run
    count = len(values) - STRETCH + 1
    begins = windows(again, STRETCH, count) >= SHARE * STRETCH
    edges = np.zeros(len(values) + 1, np.int32)
    edges[:count] += begins
    edges[STRETCH : STRETCH + count] -= begins
    flags[:] = np.cumsum(edges[:-1]) > 0
    return flags

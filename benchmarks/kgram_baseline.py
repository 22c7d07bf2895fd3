"""The plain k-gram matcher that ``text-exact`` is timed against. Written first; it is never to be slowed.

Polynomial hash of every window of ``k`` folded characters (numpy, modulo 2^64), the right side's hashes sorted, the
left side's looked up in them. It gives the positions whose window occurs on the other side and the share covered, as
the usual quick matcher does: no grouping into passages, no list of places, no verification of hash collisions.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

PRIME = np.uint64(0x9E3779B97F4A7C15)


def hashes(text: NDArray[Any], k: int) -> NDArray[np.uint64]:
    """Hash of each of the ``len(text) - k + 1`` windows, by Horner's rule over whole arrays."""
    count = max(len(text) - k + 1, 0)
    rolled = np.zeros(count, np.uint64)
    for at in range(k):
        rolled *= PRIME
        rolled += text[at : at + count]
    return rolled


def covered(hit: NDArray[np.bool_], k: int) -> int:
    """Number of characters under at least one window that was hit."""
    edges = np.zeros(len(hit) + k, np.int32)
    edges[: len(hit)] += hit
    edges[k:] -= hit
    return int(np.count_nonzero(np.cumsum(edges)))


def match(left: NDArray[Any], right: NDArray[Any], k: int = 13) -> tuple[NDArray[np.intp], NDArray[np.intp], int, int]:
    """Window starts of each side found on the other one, and the characters covered on each side."""
    a, b = hashes(left, k), hashes(right, k)
    a_order, b_order = np.sort(a), np.sort(b)
    at = np.searchsorted(b_order, a_order)  # sorted queries: several times faster than in text order
    common = np.unique(a_order[b_order[np.minimum(at, len(b) - 1)] == a_order]) if len(b) else b
    hit_a, hit_b = member(a, common), member(b, common)
    return np.flatnonzero(hit_a), np.flatnonzero(hit_b), covered(hit_a, k), covered(hit_b, k)


def member(hashed: NDArray[np.uint64], common: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which hashes stand in the sorted array ``common``."""
    if not len(common):
        return np.zeros(len(hashed), np.bool_)
    found: NDArray[np.bool_] = common[np.minimum(np.searchsorted(common, hashed), len(common) - 1)] == hashed
    return found

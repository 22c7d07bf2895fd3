"""Propose: winnowed fingerprints (Schleimer, Wilkerson and Aiken 2003) that stand on both sides."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.grams import distinct

Array = NDArray[Any]
MOST_PAIRS = 64  # places on one side times places on the other of one fingerprint; commoner ones propose nothing


def winnow(hashes: Array, window: int) -> Array:
    """Places of the fingerprints, ascending: of every ``window`` hashes in a row the least, of equal ones the last.

    Any run of ``window`` hashes holds a fingerprint, so two texts with ``window + k - 1`` tokens in common share one
    (k: tokens a hash). Fewer hashes than a window give the least of all of them.
    """
    if not len(hashes):
        return np.zeros(0, np.int64)
    window = min(window, len(hashes))
    least = np.lib.stride_tricks.sliding_window_view(hashes[::-1], window)[::-1]
    chosen = np.arange(len(least)) + window - 1 - np.argmin(least, axis=1)
    return distinct(chosen)


def bounds(ordered: Array, wanted: Array) -> tuple[Array, Array]:
    """Where each wanted number begins and ends among ordered ones. The wanted ones are looked up in their order: jumps
    all over a table of millions would take three times as long."""
    order = np.argsort(wanted, kind="stable")
    rising = wanted[order]
    low, high = np.empty(len(wanted), np.int64), np.empty(len(wanted), np.int64)
    low[order] = np.searchsorted(ordered, rising, side="left")
    high[order] = np.searchsorted(ordered, rising, side="right")
    return low, high


def shared(left: Array, at_left: Array, right: Array, at_right: Array) -> tuple[Array, Array]:
    """Pairs of places with equal hashes, of the fingerprints at ``at_left`` and ``at_right``; sorted.

    A hash with more than ``MOST_PAIRS`` pairs of places is left out: what only such hashes propose is found by
    ``tiling.remaining``.
    """
    one, other = left[at_left], right[at_right]
    order = np.argsort(other, kind="stable")
    ordered = other[order]
    low, high = bounds(ordered, one)
    counts = high - low
    hit = np.flatnonzero(counts)
    _, group, times = np.unique(one[hit], return_inverse=True, return_counts=True)
    hit = hit[times[group] * counts[hit] <= MOST_PAIRS]
    counts, low = counts[hit], low[hit]
    first = np.repeat(at_left[hit], counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    second = at_right[order[np.repeat(low, counts) + within]]
    return first, second

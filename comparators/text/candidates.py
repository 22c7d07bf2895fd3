"""Propose: the places whose window may occur on the other side too.

A table of one byte a slot says which hashes the other side holds; both sides are thinned by turns, with other bits of
the hash each time, until hardly anything goes. No place that truly has a counterpart is ever lost.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.windows import MIX, Minimum, scan

Array = NDArray[Any]
SLOTS_A_PLACE = 4
STEP = 1 << 16
EXACT = 1 << 15  # up to this many survivors the last word is a sorted join


def hashed(text: Array, minimum: Minimum, breaks: Array, salt: int) -> tuple[Array, Array]:
    """Window lengths (the narrowest unsigned type) and hashes (uint64) of all places."""
    kind = np.uint8 if minimum.longest < 1 << 8 else np.uint16 if minimum.longest < 1 << 16 else np.uint32
    lengths = np.empty(len(text), kind)
    hashes = np.empty(len(text), np.uint64)
    for base, some, values in scan(text, minimum, breaks, salt):
        lengths[base : base + len(some)] = some
        hashes[base : base + len(some)] = values
    return lengths, hashes


def common(left: Array, right: Array) -> tuple[Array, Array]:
    """Positions in ``left`` and ``right`` (arrays of hashes) whose hash occurs, as good as surely, in the other one."""
    at_left, left = _present(left, right, 0)
    at_right, right = _present(right, left, 1)
    turn = 2
    while len(left) and len(right):
        before = len(left) + len(right)
        if before <= EXACT:
            kept_left, kept_right = _joined(left, right)
        else:
            kept_left, _ = _present(left, right, turn)
            kept_right, _ = _present(right, left[kept_left], turn + 1)
        at_left, left = at_left[kept_left], left[kept_left]
        at_right, right = at_right[kept_right], right[kept_right]
        turn += 2
        if before <= EXACT or len(left) + len(right) > before * 0.9:
            break
    if not len(left) or not len(right):
        return at_left[:0], at_right[:0]
    return at_left, at_right


def _present(values: Array, others: Array, turn: int) -> tuple[Array, Array]:
    """Positions and hashes of those ``values`` whose slot is also taken by one of ``others``."""
    bits = max(int(len(others) * SLOTS_A_PLACE - 1).bit_length(), 8) if len(others) else 8
    shift = np.uint64(64 - bits)
    factor = np.uint64((int(MIX) * (2 * turn + 1) + 2 * turn) & ((1 << 64) - 1) | 1)
    table = np.zeros(1 << bits, np.bool_)
    for base in range(0, len(others), STEP):
        table[((others[base : base + STEP] * factor) >> shift).view(np.int64)] = True
    found = []
    for base in range(0, len(values), STEP):
        found.append(np.flatnonzero(table[((values[base : base + STEP] * factor) >> shift).view(np.int64)]) + base)
    at = np.concatenate(found) if found else np.zeros(0, np.intp)
    return at, values[at]


def _joined(left: Array, right: Array) -> tuple[Array, Array]:
    """Exact join: positions in each of the values that stand in both."""
    both = np.intersect1d(left, right)
    if not len(both):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    kept = []
    for side in (left, right):
        at = np.minimum(np.searchsorted(both, side), len(both) - 1)
        kept.append(np.flatnonzero(both[at] == side))
    return kept[0], kept[1]

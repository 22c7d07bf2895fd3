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
LEAST_BITS = 17  # 128 KB: a table that the processor's cache holds anyway
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
    """Sorted positions in ``left`` and ``right`` (arrays of hashes) whose hash is on the other side, and a few others.

    Where most positions remain, thinning stops at once: there is little to gain, and copies would cost memory.
    """
    at_left, at_right = _present(left, right, 0), np.zeros(0, np.int32)
    if len(at_left):
        few = len(at_left) * 2 < len(left)
        at_right = _present(right, left[at_left] if few else left, 1)
    turn = 2
    while len(at_left) and len(at_right) and (len(at_left) + len(at_right)) * 2 < len(left) + len(right):
        some_left, some_right = left[at_left], right[at_right]
        before = len(at_left) + len(at_right)
        if before <= EXACT:
            kept_left, kept_right = _joined(some_left, some_right)
        else:
            kept_left = _present(some_left, some_right, turn)
            kept_right = _present(some_right, some_left[kept_left], turn + 1)
        at_left, at_right = at_left[kept_left], at_right[kept_right]
        turn += 2
        if before <= EXACT or len(at_left) + len(at_right) > before * 0.9:
            break
    if not len(at_left) or not len(at_right):
        return at_left[:0], at_right[:0]
    return at_left, at_right


def _present(values: Array, others: Array, turn: int) -> Array:
    """Positions of those ``values`` whose slot is also taken by one of ``others``."""
    bits = max((len(others) * SLOTS_A_PLACE).bit_length(), LEAST_BITS)
    shift = np.uint64(64 - bits)
    factor = np.uint64((int(MIX) * (2 * turn + 1) + 2 * turn) & ((1 << 64) - 1) | 1)
    table = np.zeros(1 << bits, np.bool_)
    for base in range(0, len(others), STEP):
        table[((others[base : base + STEP] * factor) >> shift).view(np.int64)] = True
    kind = np.int32 if len(values) < 1 << 31 else np.int64
    found = [np.zeros(0, kind)]
    for base in range(0, len(values), STEP):
        hit = np.flatnonzero(table[((values[base : base + STEP] * factor) >> shift).view(np.int64)])
        found.append((hit + base).astype(kind))
    return np.concatenate(found)


def _joined(left: Array, right: Array) -> tuple[Array, Array]:
    """Exact join: positions in each of the values that stand in both."""
    at_left = _among(left, np.sort(right))
    return at_left, _among(right, np.sort(left[at_left]))


def _among(values: Array, ordered: Array) -> Array:
    if not len(ordered):
        return np.zeros(0, np.intp)
    return np.flatnonzero(ordered[np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)] == values)

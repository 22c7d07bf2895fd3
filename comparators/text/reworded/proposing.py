"""Propose: where two texts may hold the same passage in other words.

Rare tokens, and pairs of telling tokens that stand near each other in any order, are looked up on the other side.
Those that occur there often say little and would cost most: the rarest are taken until a budget linear in both texts is
spent. Both texts lie in windows that overlap; one sparse product (windows of the left text × features × windows of the
right one) says how much two windows have in common. Pairs of windows that have more than chance brings together are
proposed, and kept when the tokens of the one truly stand in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.sparse import csr_array

Array = NDArray[Any]
CELL = 24  # tokens from one left window to the next: they are two cells long
STEP = 48  # tokens from one right window to the next: they are two steps long
COMMON = 0.006  # share of the text above which a token is no member of a pair
REACH = 3  # telling tokens apart that members of a pair stand at most
BUDGET = 1  # meetings of features for each token of both texts
SPARE = 20_000  # and this many more
MIX = np.uint64(0x9E3779B97F4A7C15)
HEAVIEST = 7.0  # nats that one meeting adds at most
LEAST = 14.0  # nats that a pair of windows must hold
HIGHER = 6.0  # nats more for each e-fold of tokens of both texts above ``ORDINARY``
WINDOWS_A_TOKEN = 0.12  # pairs of windows that are looked at at most for each token of both texts
KEPT = 0.55  # share of tokens that reuse is taken to keep
TELLING = 15.0  # nats by which the tokens of a window must speak for reuse
STEEPER, ORDINARY = 1.5, 50_000  # nats more for each e-fold of tokens of both texts above so many
TOGETHER = 1 << 10  # left windows that are multiplied, pairs of windows that are looked at, at a time
NEAR = 8  # tokens off the middle of what corresponds in a pair of windows


@dataclass(frozen=True)
class Chance:
    """Shares of the tokens in both texts together with everyday writing, and what they say.

    ``share``: probability of each token at any place. A token found among ``around`` tokens of the other side speaks
    for reuse with ln(KEPT / q), one that is not there against it with ln((1 - KEPT) / (1 - q)); q is the probability
    that it stands there by chance. ``in_step``: by token number, among how many tokens one that was kept in its order
    could have stood by chance. ``single``: by token number, whether it is one 字 (or a letter of a script without
    spaces).
    """

    share: Array
    in_step: Array
    single: Array

    def found(self, tokens: Array, around: Array | int, bound: Array | float = 0.0) -> Array:
        """Nats for each of ``tokens`` when it is found. ``bound``: probability that it stands there anyhow, since the
        one before it does."""
        q = np.maximum(-np.expm1(around * np.log1p(-self.share[tokens])), bound)
        nats: Array = np.log(np.maximum(KEPT, q) / q)
        return nats

    def missed(self, tokens: Array, around: Array | int) -> Array:
        """Nats (none above 0) for each of ``tokens`` when it is not found."""
        q = -np.expm1(around * np.log1p(-self.share[tokens]))
        nats: Array = np.log((1 - KEPT) / np.maximum(1 - q, 1 - KEPT))
        return nats


@dataclass(frozen=True)
class Starts:
    """Places to follow, best first: left and right positions that seem to correspond, and the nats of their windows."""

    left: Array
    right: Array
    nats: Array


def features(tokens: Array, share: Array, bits: int) -> tuple[Array, Array]:
    """Slots (of 2^``bits``) of single telling tokens and of pairs, and the position of each (of the pair's first
    token), ascending."""
    telling = np.flatnonzero(share[tokens] < COMMON).astype(np.int32)
    some = tokens[telling].astype(np.uint64) + np.uint64(1)
    size = np.uint64(len(share) + 1)
    keys = np.zeros((len(some), REACH + 1), np.uint64)
    keys[:, 0] = some
    there = np.ones(keys.shape, np.bool_)
    for apart in range(1, REACH + 1):
        one, other = some[:-apart], some[apart:]
        keys[: len(one), apart] = np.minimum(one, other) * size + np.maximum(one, other)
        there[max(len(some) - apart, 0) :, apart] = False
    keys *= MIX
    keys >>= np.uint64(64 - bits)
    wanted = there.ravel()
    return keys.ravel()[wanted].astype(np.int32), np.repeat(telling, REACH + 1)[wanted]


def products(left: Array, right: Array, share: Array) -> Iterator[tuple[Array, Array, Array]]:
    """Numbers of left and right windows that have features in common, and the nats of these, some left windows at a
    time."""
    bits = min(max((2 * max(len(left), len(right))).bit_length(), 12), 30)
    slots, places, counts = [], [], []
    for tokens in (left, right):
        slot, at = features(tokens, share, bits)
        slots.append(slot)
        places.append(at)
        counts.append(np.bincount(slot, minlength=1 << bits).astype(np.int32))
    meetings = np.minimum(counts[0].astype(np.int64) * counts[1], 1 << 16)
    spent = np.cumsum(np.bincount(meetings) * np.arange(int(meetings.max()) + 1))
    most = int(np.searchsorted(spent, BUDGET * (len(left) + len(right)) + SPARE, side="right")) - 1
    meetings[meetings > min(most, (1 << 16) - 1)] = 0
    times = np.arange(1, (1 << 16) + 1)  # by the number of meetings
    worth = np.clip((np.log(len(left)) + np.log(len(right)) - np.log(times)) / 2 - np.log(CELL), 0.3, HEAVIEST)
    nats = np.concatenate([[0], worth]).astype(np.float32)[meetings]
    one, edges = _windows(slots[0], places[0], nats, CELL, len(left))
    other, others = _windows(slots[1], places[1], nats, STEP, len(right))
    number = np.repeat(np.arange(len(others) - 1, dtype=np.int32), np.diff(others))
    right_windows = csr_array((np.ones(len(other), np.float32), (other, number)), (1 << bits, len(others) - 1))
    for first in range(0, len(edges) - 1, TOGETHER):
        some = edges[first : first + TOGETHER + 1]
        column = one[some[0] : some[-1]]
        rows = csr_array((nats[column], column, (some - some[0]).astype(np.int32)), (len(some) - 1, 1 << bits))
        product = rows @ right_windows
        yield product.indptr + 0, product.indices, product.data


def _windows(slots: Array, places: Array, nats: Array, step: int, size: int) -> tuple[Array, Array]:
    """Slots that are worth something, window after window (each lies in two), and where each window of a text of
    ``size`` tokens begins among them, with the end of the last."""
    some = nats[slots] > 0
    slots = slots[some]
    held = np.bincount(places[some] // step, minlength=size // step + 1)
    first = np.cumsum(held) - held
    # Window w holds the cells w and w + 1, which lie one after the other.
    length = held + np.append(held[1:], 0)
    edges = np.concatenate([[0], np.cumsum(length)])
    narrow = np.int32 if edges[-1] < 1 << 31 else np.int64
    where = np.arange(edges[-1], dtype=narrow) + np.repeat((first - edges[:-1]).astype(narrow), length)
    return slots[where], edges


def starts(left: Array, right: Array, chance: Chance) -> Starts:
    """Where to begin to follow the left text in the right one."""
    size = len(left) + len(right)
    least = LEAST + HIGHER * max(0.0, float(np.log(size / ORDINARY)))
    parts = []
    first = 0
    for pointers, indices, nats in products(left, right, chance.share):
        strong = np.flatnonzero(nats >= least)
        row = np.searchsorted(pointers, strong, side="right") - 1 + first
        parts.append((row, indices[strong], nats[strong]))
        first += len(pointers) - 1
    column, row, nats = (np.concatenate([part[k] for part in parts]) for k in range(3))
    most = int(WINDOWS_A_TOKEN * size) + 100
    if len(nats) > most:
        some = np.lexsort((row, column, -nats))[:most]
        column, row = column[some], row[some]
    return verified(left, right, column, row, chance)


def verified(left: Array, right: Array, column: Array, row: Array, chance: Chance) -> Starts:
    """Those pairs of windows in which tokens of one side speak for standing around those of the other, with the
    diagonal on which most of their weight meets."""
    telling = TELLING + STEEPER * max(0.0, float(np.log((len(left) + len(right)) / ORDINARY)))
    everything = np.arange(len(chance.share))
    tables = [
        (chance.found(everything, around).astype(np.float32), chance.missed(everything, around).astype(np.float32))
        for around in (2 * STEP, 2 * CELL)
    ]
    weight = np.minimum(-np.log(chance.share), 8.0).astype(np.float32)
    ones = sliding_window_view(np.concatenate([left, np.full(2 * CELL, -1, left.dtype)]), 2 * CELL)
    others = sliding_window_view(np.concatenate([right, np.full(2 * STEP, -2, right.dtype)]), 2 * STEP)
    parts = [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.float32))]
    for base in range(0, len(column), TOGETHER):
        x, y = (
            column[base : base + TOGETHER].astype(np.int64) * CELL,
            row[base : base + TOGETHER].astype(np.int64) * STEP,
        )
        a, b = ones[x], others[y]
        equal = a[:, :, None] == b[:, None, :]
        best = np.maximum(_peak(a, equal.any(2), *tables[0]), _peak(b, equal.any(1), *tables[1]))
        kept = np.flatnonzero(best >= telling)
        at, centre = _middle(equal[kept], weight[a[kept]])
        parts.append((x[kept] + at, x[kept] + at + (y - x)[kept] + centre, best[kept]))
    i, j, nats = (np.concatenate([part[k] for part in parts]) for k in range(3))
    order = np.lexsort((j, i, -nats))
    return Starts(i[order], j[order], nats[order])


def _peak(tokens: Array, hit: Array, found: Array, missed: Array) -> Array:
    """Most nats of any stretch of each row of tokens."""
    nats = np.where(hit, found[tokens], missed[tokens])
    nats[tokens < 0] = -np.inf
    sums = np.zeros((len(nats), nats.shape[1] + 1), np.float32)
    np.cumsum(np.maximum(nats, -100), axis=1, out=sums[:, 1:])
    peak: Array = (sums - np.minimum.accumulate(sums, axis=1)).max(1)
    return peak


def _middle(equal: Array, weight: Array) -> tuple[Array, Array]:
    """For each pair of windows: the left place (from the start of the window) around which most of the weight lies
    that meets near one diagonal, and how much further on the right one stands."""
    count, width, height = equal.shape
    number, x, y = np.unravel_index(np.flatnonzero(equal), equal.shape)  # faster than nonzero
    votes = weight[number, x].astype(np.float64)
    shift = y - x + width
    span = width + height
    total = np.bincount(number * span + shift, votes, count * span).reshape(count, span)
    sums = np.concatenate([np.zeros((count, NEAR + 1)), np.cumsum(total, axis=1)], axis=1)
    sums = np.concatenate([sums, np.repeat(sums[:, -1:], NEAR, axis=1)], axis=1)
    near = sums[:, 2 * NEAR + 1 :] - sums[:, : -2 * NEAR - 1]
    best = near.argmax(1)
    inside = np.abs(shift - best[number]) <= NEAR
    number, x, shift, votes = number[inside], x[inside], shift[inside], votes[inside]
    whole = np.bincount(number, votes, count).clip(1e-9)
    centre = np.round(np.bincount(number, votes * (shift - width), count) / whole)
    at = np.round(np.bincount(number, votes * x, count) / whole).astype(np.int64)
    return at, centre

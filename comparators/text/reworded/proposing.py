"""Propose: where two texts may hold the same passage in other words.

Rare tokens, and pairs of telling tokens that stand near each other in any order, are looked up on the other side.
Those that occur there often say little and would cost most: the rarest are taken until a budget linear in both texts is
spent.
Their places fall into the cells of a grid; a cell in which more of them meet than chance brings together is proposed,
and kept when the tokens of its stretch on one side truly stand around its stretch on the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
CELL = 24  # tokens a side of a cell
COMMON = 0.006  # share of the text above which a token is no member of a pair
REACH = 3  # telling tokens apart that members of a pair stand at most
BUDGET = 3  # places in the grid for each token of both texts
SPARE = 20_000  # and this many more
MIX = np.uint64(0x9E3779B97F4A7C15)
HEAVIEST = 7.0  # nats that one place in the grid adds at most
LEAST = 14.0  # nats that a cell and its neighbours must hold
ROWS = 512  # rows of cells whose tokens are looked up together
CELLS_A_TOKEN = 0.12  # cells that are looked at at most for each token of both texts
KEPT = 0.55  # share of tokens that reuse is taken to keep
TELLING = 10.0  # nats by which the tokens of a proposed cell must speak for reuse
STEEPER, ORDINARY = 1.5, 50_000  # nats more for each e-fold of tokens of both texts above so many


@dataclass(frozen=True)
class Chance:
    """Shares of the tokens in both texts together with everyday writing, and what they say.

    ``share``: probability of each token at any place. A token found among ``around`` tokens of the other side speaks
    for reuse with ln(KEPT / q), one that is not there against it with ln((1 - KEPT) / (1 - q)); q is the probability
    that it stands there by chance. ``in_step``: by token number, among how many tokens one that was kept in its order
    could have stood by chance.
    """

    share: Array
    in_step: Array

    def found(self, tokens: Array, around: Array | int) -> Array:
        """Nats for each of ``tokens`` when it is found."""
        q = -np.expm1(around * np.log1p(-self.share[tokens]))
        nats: Array = np.log(np.maximum(KEPT, q) / q)
        return nats

    def missed(self, tokens: Array, around: Array | int) -> Array:
        """Nats (none above 0) for each of ``tokens`` when it is not found."""
        q = -np.expm1(around * np.log1p(-self.share[tokens]))
        nats: Array = np.log((1 - KEPT) / np.maximum(1 - q, 1 - KEPT))
        return nats


def features(tokens: Array, share: Array) -> tuple[Array, Array]:
    """Keys (uint64) of single tokens and of pairs, and the position of each (of the pair's first token)."""
    size = np.uint64(len(share) + 1)
    telling = np.flatnonzero(share[tokens] < COMMON).astype(np.int32)
    some = tokens[telling].astype(np.uint64)
    keys, places = [some], [telling]
    for apart in range(1, REACH + 1):
        one, other = some[:-apart], some[apart:]
        keys.append((np.minimum(one, other) + np.uint64(1)) * size + np.maximum(one, other))
        places.append(telling[:-apart])
    return np.concatenate(keys), np.concatenate(places)


def points(left: Array, right: Array, share: Array) -> tuple[Array, Array, Array]:
    """Left and right positions at which rare features of both texts meet, and the nats of each meeting."""
    (keys_a, at_a), (keys_b, at_b) = features(left, share), features(right, share)
    bits = max(int(max(len(keys_a), len(keys_b)) * 4).bit_length(), 12)
    shift = np.uint64(64 - bits)
    slot_a, slot_b = ((keys * MIX >> shift).astype(np.int32) for keys in (keys_a, keys_b))
    count_a = np.bincount(slot_a, minlength=1 << bits).astype(np.int32)
    count_b = np.bincount(slot_b, minlength=1 << bits).astype(np.int32)
    product = np.minimum(count_a.astype(np.int64) * count_b, 1 << 16)
    spent = np.cumsum(np.bincount(product) * np.arange(int(product.max()) + 1))
    budget = BUDGET * (len(left) + len(right)) + SPARE
    most = int(np.searchsorted(spent, budget, side="right")) - 1
    chosen = (product > 0) & (product <= min(most, (1 << 16) - 1))
    take_a, take_b = np.flatnonzero(chosen[slot_a]), np.flatnonzero(chosen[slot_b])
    keys_a, at_a, keys_b, at_b = keys_a[take_a], at_a[take_a], keys_b[take_b], at_b[take_b]
    order = np.argsort(keys_b, kind="stable")
    keys_b, at_b = keys_b[order], at_b[order]
    low, high = np.searchsorted(keys_b, keys_a, "left"), np.searchsorted(keys_b, keys_a, "right")
    times = high - low
    i = np.repeat(at_a, times)
    j = at_b[np.arange(len(i)) + np.repeat(low - (np.cumsum(times) - times), times)]
    weight = np.repeat(np.log(product[slot_a[take_a]].clip(1)), times)
    nats = (np.log(len(left)) + np.log(len(right)) - weight) / 2 - np.log(CELL)
    return i, j, np.clip(nats, 0.3, HEAVIEST).astype(np.float32)


def cells(left: Array, right: Array, chance: Chance) -> tuple[Array, Array, Array]:
    """Column (left), row (right) and nats of the cells kept, by nats, most first."""
    i, j, nats = points(left, right, chance.share)
    width = np.int64(len(right) // CELL + 3)
    key = (i // CELL + 1) * width + (j // CELL + 1)
    order = np.argsort(key, kind="stable")
    key, nats = key[order], nats[order]
    fresh = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
    key = key[fresh]
    own = np.add.reduceat(nats, fresh) if len(fresh) else np.zeros(0, np.float32)
    strong = np.flatnonzero(own > LEAST / 3)
    total = own[strong].astype(np.float64)
    for step in (-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1):
        near = np.searchsorted(key, key[strong] + step)
        near[near == len(key)] = 0
        total += np.where(key[near] == key[strong] + step, own[near], 0)
    strong, total = strong[total >= LEAST], total[total >= LEAST]
    most = int(CELLS_A_TOKEN * (len(left) + len(right))) + 100
    if len(strong) > most:
        strong = strong[np.sort(np.argsort(-total, kind="stable")[:most])]
    column, row = key[strong] // width - 1, key[strong] % width - 1
    return verified(left, right, column, row, chance)


def verified(left: Array, right: Array, column: Array, row: Array, chance: Chance) -> tuple[Array, Array, Array]:
    """Those cells whose left tokens speak for standing around the right stretch, or the other way round."""
    best = np.maximum(
        _around(left, right, column, row, chance),
        _around(right, left, row, column, chance),
    )
    telling = TELLING + STEEPER * max(0.0, np.log((len(left) + len(right)) / ORDINARY))
    kept = np.flatnonzero(best >= telling)
    kept = kept[np.lexsort((row[kept], column[kept], -best[kept]))]
    return column[kept], row[kept], best[kept]


def _around(one: Array, other: Array, column: Array, row: Array, chance: Chance) -> Array:
    """Nats of the tokens of each column of ``one`` against three rows of ``other``.

    Which row holds which token is kept in a table of hashes, a stretch of rows at a time so that it stays in the cache.
    One lookup in a hundred finds what is not there: enough for a proposal.
    """
    everything = np.arange(len(chance.share))
    found, missed = (f(everything, 3 * CELL).astype(np.float32) for f in (chance.found, chance.missed))
    total = np.zeros(len(column), np.float64)
    order = np.argsort(row, kind="stable")
    edges = np.searchsorted(row[order], np.arange(0, len(other) // CELL + ROWS + 1, ROWS))
    padded = np.concatenate([one, np.full(CELL, -1, one.dtype)])
    for number, (low, high) in enumerate(pairwise(edges.tolist())):
        if low == high:
            continue
        some, first = order[low:high], number * ROWS
        start = max((first - 1) * CELL, 0)
        held = other[start : (first + ROWS + 1) * CELL]
        bits = max((len(held) * 128).bit_length(), 10)
        table = np.zeros(1 << bits, np.bool_)
        table[_slots((np.arange(len(held)) + start) // CELL, held, bits)] = True
        tokens = padded[column[some][:, None] * CELL + np.arange(CELL)]
        hit = np.zeros(tokens.shape, np.bool_)
        for step in (-1, 0, 1):
            hit |= table[_slots((row[some] + step)[:, None], tokens, bits)]
        nats = np.where(hit, found[tokens], missed[tokens])
        nats[tokens < 0] = 0
        total[some] = nats.sum(1)
    return total


def _slots(rows: Array, tokens: Array, bits: int) -> Array:
    """Where a table of 2^``bits`` keeps that a row holds a token."""
    mixed = (rows.astype(np.uint64) << np.uint64(32) | (tokens.astype(np.uint64) & np.uint64(0xFFFFFFFF))) * MIX
    slots: Array = ((mixed ^ (mixed >> np.uint64(29))) * MIX >> np.uint64(64 - bits)).astype(np.int64)
    return slots

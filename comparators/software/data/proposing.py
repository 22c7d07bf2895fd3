"""Pairs of tables worth aligning: those with rare values, or rare combinations of values in a row, in common.

Keys of a row do not depend on the order or the names of columns: single values of ten bits and more; and its values in
the order of their hashes, the first two, three, four and five together (min-wise hashing of rows, Broder 1997). Small
tables give every pair of values. A key that many tables hold proposes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from comparators.software.data.features import U64, Table, mixed
from comparators.software.data.weighing import STEPS

RARE = 10 * STEPS
TELLING = 2 * STEPS  # weight of a cell from which on it takes part in combinations
RARELY, COMMON = 4, 32  # tables of a side that a key may stand in: at first, and for those that find nobody so
LEAST_WORTH = 1500  # thousandths of keys that a pair must share
SHARE = 0.3  # of the worth of the best pair of a table
BEST = 6  # tables of the other side that are aligned with one at most
SMALL = 300  # cells of a table that gives all pairs of values
TINY = 2_000  # cells of a table that is aligned with all where there are few
WIDTH = 12  # cells of a row in combinations
FEW_PAIRS = 64  # of small tables: all are aligned
NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


def keys(table: Table) -> U64:
    """Distinct keys of one table, sorted."""
    rows = table.distinct
    cells, bits = table.cells[rows], table.bits[rows]
    salt = np.uint64(0xD1B54A32D192ED03 if table.family else 0)
    parts = [mixed(cells[bits >= RARE])]
    if cells.shape[1] > 1:
        order = np.where(bits >= TELLING, mixed(cells), NONE)
        least = np.sort(order, axis=1)[:, :WIDTH]
        running = least[:, 0].copy()
        with np.errstate(over="ignore"):
            for size in range(1, min(5, least.shape[1])):
                running = mixed(running ^ (least[:, size] * np.uint64(2 * size + 1)))
                parts.append(running[least[:, size] != NONE])
            if cells.size <= SMALL:
                for a in range(least.shape[1]):
                    for b in range(a + 2, least.shape[1]):
                        pair = mixed(least[:, a] ^ (least[:, b] * np.uint64(3)))
                        parts.append(pair[least[:, b] != NONE])
    return np.unique(np.concatenate(parts) ^ salt)


def propose(left: Sequence[Table], right: Sequence[Table]) -> list[tuple[int, int]]:
    """Pairs (number in ``left``, number in ``right``), sorted; symmetrical in the two sides."""
    found: set[tuple[int, int]] = set()
    pairs, worth = _shared(left, right)
    for side in (0, 1):
        order = np.lexsort((pairs[:, 1 - side], -worth, pairs[:, side]))
        mine = pairs[order, side]
        starts = np.flatnonzero(np.diff(mine, prepend=-1))
        sizes = np.diff(np.append(starts, len(mine)))
        best = np.repeat(worth[order][starts], sizes)
        rank = np.arange(len(mine)) - np.repeat(starts, sizes)
        good = (rank < BEST) & (worth[order] >= SHARE * best)
        found.update((int(a), int(b)) for a, b in pairs[order[good]])
    if len(left) * len(right) <= FEW_PAIRS:
        found.update(
            (i, j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if a.family == b.family and a.cells.size <= TINY and b.cells.size <= TINY
        )
    found.update(_twins(left, right))
    return sorted(found)


def _twins(left: Sequence[Table], right: Sequence[Table]) -> Iterator[tuple[int, int]]:
    """Tables of the same content, in their order; those that are left over with the last one of the other side."""
    held: tuple[dict[tuple[int, ...], list[int]], ...] = ({}, {})
    for side, tables in zip(held, (left, right), strict=True):
        for number, table in enumerate(tables):
            side.setdefault((table.family, *table.content), []).append(number)
    for content, mine in held[0].items():
        theirs = held[1].get(content, [])
        for at in range(max(len(mine), len(theirs)) if theirs else 0):
            yield mine[min(at, len(mine) - 1)], theirs[min(at, len(theirs) - 1)]


def _shared(left: Sequence[Table], right: Sequence[Table]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of tables that share keys and what these are worth, in thousandths of a key that stands in no other table.

    First by keys of few tables; tables that find nobody so (there are many like them) by more common ones.
    """
    sides = []
    for tables in (left, right):
        lists = [keys(table) for table in tables]
        number = np.repeat(np.arange(len(lists)), [len(k) for k in lists])
        every = np.concatenate(lists)
        order = np.argsort(every, kind="stable")
        sides.append((every[order], number[order]))
    (one, mine), (other, theirs) = sides
    common = np.intersect1d(one, other)
    start, begin = np.searchsorted(one, common), np.searchsorted(other, common)
    size, extent = np.searchsorted(one, common, "right") - start, np.searchsorted(other, common, "right") - begin
    family = np.array([t.family for t in left]), np.array([t.family for t in right])
    lonely = np.ones(len(left), bool), np.ones(len(right), bool)
    codes, worths = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for least, most in ((0, RARELY), (RARELY, COMMON)):
        now: list[NDArray[np.int64]] = []
        value: list[NDArray[np.int64]] = []
        for i in range(most):
            for j in range(most):
                here = (size > i) & (extent > j) & (size <= most) & (extent <= most)
                here &= (size > least) | (extent > least)
                if not here.any():
                    continue
                a, b = mine[start[here] + i], theirs[begin[here] + j]
                good = (family[0][a] == family[1][b]) & (lonely[0][a] | lonely[1][b])
                now.append((a * len(right) + b)[good])
                value.append((1000 // (size[here] * extent[here]))[good])
        pair, inverse = np.unique(np.concatenate([*now, *codes]), return_inverse=True)
        total = np.bincount(inverse, np.concatenate([*value, *worths]), minlength=len(pair)).astype(np.int64)
        enough = total >= LEAST_WORTH
        codes, worths = [pair], [total]
        lonely[0][np.unique(pair[enough] // len(right))] = False
        lonely[1][np.unique(pair[enough] % len(right))] = False
    good = worths[0] >= LEAST_WORTH
    pairs = np.stack([codes[0][good] // len(right), codes[0][good] % len(right)], axis=1)
    return pairs, worths[0][good]

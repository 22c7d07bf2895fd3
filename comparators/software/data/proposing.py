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
COMMON = 100  # pairs of tables that one key may propose
BEST = 6  # tables of the other side that are aligned with one at most
SMALL = 2_000  # cells of a table that gives all pairs of values
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
    weight = _shared(left, right)
    found: set[tuple[int, int]] = set()
    if weight:
        pairs = np.array(list(weight), np.int64)
        worth = np.array(list(weight.values()))
        for side in (0, 1):
            order = np.lexsort((pairs[:, 1 - side], -worth, pairs[:, side]))
            mine = pairs[order, side]
            starts = np.flatnonzero(np.concatenate([[True], mine[1:] != mine[:-1]]))
            best = np.repeat(worth[order][starts], np.diff(np.append(starts, len(mine))))
            rank = np.arange(len(mine)) - np.repeat(starts, np.diff(np.append(starts, len(mine))))
            # equal worth is kept together, so that the other side's names cannot decide
            good = (rank < BEST) & (worth[order] >= 0.1 * best)
            found.update((int(a), int(b)) for a, b in pairs[order[good]])
    if len(left) * len(right) <= FEW_PAIRS:
        found.update(
            (i, j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if a.family == b.family and a.cells.size <= SMALL and b.cells.size <= SMALL
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


def _shared(left: Sequence[Table], right: Sequence[Table]) -> dict[tuple[int, int], float]:
    """Pairs that share keys, each key worth one over the pairs that it proposes."""
    sides = []
    for tables in (left, right):
        lists = [keys(table) for table in tables]
        number = np.repeat(np.arange(len(lists)), [len(k) for k in lists])
        every = np.concatenate(lists) if lists else np.zeros(0, np.uint64)
        order = np.argsort(every, kind="stable")
        sides.append((every[order], number[order]))
    (one, mine), (other, theirs) = sides
    common = np.intersect1d(one, other)
    spans = [(np.searchsorted(k, common, "left"), np.searchsorted(k, common, "right")) for k in (one, other)]
    sizes = [stop - start for start, stop in spans]
    kept = np.flatnonzero(sizes[0] * sizes[1] <= COMMON)
    totals: dict[tuple[int, int], float] = {}
    firsts: list[NDArray[np.int64]] = []
    lasts: list[NDArray[np.int64]] = []
    worth: list[NDArray[np.float64]] = []
    single = kept[(sizes[0][kept] == 1) & (sizes[1][kept] == 1)]
    firsts.append(mine[spans[0][0][single]])
    lasts.append(theirs[spans[1][0][single]])
    worth.append(np.ones(len(single)))
    for k in kept[(sizes[0][kept] > 1) | (sizes[1][kept] > 1)].tolist():
        a = mine[spans[0][0][k] : spans[0][1][k]]
        b = theirs[spans[1][0][k] : spans[1][1][k]]
        firsts.append(np.repeat(a, len(b)))
        lasts.append(np.tile(b, len(a)))
        worth.append(np.full(len(a) * len(b), 1.0 / (len(a) * len(b))))
    if not len(common):
        return totals
    pair = np.concatenate(firsts) * len(right) + np.concatenate(lasts)
    distinct, inverse = np.unique(pair, return_inverse=True)
    # summed in thousandths: whole numbers give the same total in any order
    summed = np.bincount(inverse, np.round(1000 * np.concatenate(worth))) if len(distinct) else np.zeros(0)
    for code, total in zip(distinct.tolist(), summed.tolist(), strict=True):
        i, j = divmod(code, len(right))
        if left[i].family == right[j].family:
            totals[i, j] = total
    return totals

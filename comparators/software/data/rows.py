"""Rows of two tables that correspond: first whatever the columns, then by paired columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparators.software.data.features import DIFFERENT, SAME, U64, Table, mixed, row_hashes
from comparators.software.data.weighing import STEPS

Ints = NDArray[np.int64]
DENSE = 2_000_000  # pairs of rows that are all looked at
SPACE = 6_000_000  # cells of a table of rows and values
SHARED = 6  # rows on both sides that one value or combination may join
MOST = 30_000_000  # pairs of rows that are weighed
PASSES = 12
LEAST = 2.0  # bits of a pair of rows that may be aligned


def seeds(a: Table, b: Table) -> tuple[Ints, Ints]:
    """Pairs of rows that have more in common than either has with any other, in whatever columns."""
    one, other = a.distinct, b.distinct
    values = np.intersect1d(np.unique(a.cells[one]), np.unique(b.cells[other]))
    values = values[values != 0]
    small = len(one) * len(other) <= DENSE and (len(one) + len(other)) * len(values) <= SPACE
    if not len(values):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    if small:
        held = [_holding(t, rows, values) for t, rows in ((a, one), (b, other))]
        most = np.maximum(held[0].mean(axis=0), held[1].mean(axis=0))
        prior = np.maximum(_weight(a, one, values), _weight(b, other, values))
        weight = np.minimum(-np.log2(np.maximum(most, 2.0**-40)), prior).astype(np.float32)
        common = np.round((held[0] * np.maximum(weight, 0)) @ held[1].T, 2).astype(np.float64)
        common += _nearness(row_hashes(a.cells[one]), row_hashes(b.cells[other]), common.shape)
        return _mutual(common, one, other, 2.0, 1)
    found = _joined(_row_keys(a, one), _row_keys(b, other), 1)
    if not len(found[0]):
        found = _joined(_row_keys(a, one), _row_keys(b, other), 4)
    pair, count = np.unique(found[0] * len(other) + found[1], return_counts=True)
    order = np.lexsort((pair, -count))[:20_000]
    mine, theirs = pair[order] // len(other), pair[order] % len(other)
    keep = _one_to_one(mine, theirs)
    return one[mine[keep]], other[theirs[keep]]


def _holding(table: Table, rows: Ints, values: U64) -> NDArray[np.float32]:
    held = np.zeros((len(rows), len(values)), np.float32)
    for column in range(table.cells.shape[1]):
        cells = table.cells[rows, column]
        at = np.searchsorted(values, cells)
        at[at == len(values)] = 0
        good = values[at] == cells
        held[np.flatnonzero(good), at[good]] = 1
    return held


def _weight(table: Table, rows: Ints, values: U64) -> NDArray[np.float64]:
    """The most that any cell with the value is worth, in bits."""
    best = np.zeros(len(values))
    cells, bits = table.cells[rows].ravel(), table.bits[rows].ravel()
    at = np.searchsorted(values, cells)
    at[at == len(values)] = 0
    good = values[at] == cells
    np.maximum.at(best, at[good], bits[good] / STEPS)
    return best


def _nearness(one: U64, other: U64, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Parts of a thousandth that decide between equal scores: places first, then content; the same from both sides."""
    n, m = shape
    place = np.abs(np.arange(n)[:, None] / n - np.arange(m)[None, :] / m)
    lot = ((one[:, None] ^ other[None, :]) >> np.uint64(44)).astype(np.float64) / 2**20
    return -1e-3 * np.round(place, 6) - 1e-9 * lot


def _mutual(score: NDArray[np.float64], one: Ints, other: Ints, least: float, passes: int) -> tuple[Ints, Ints]:
    """Pairs that are each other's best, again among what is left, down to ``least``."""
    score = score.copy()
    lefts: list[Ints] = []
    rights: list[Ints] = []
    for _ in range(passes):
        best = score.argmax(axis=1)
        back = score.argmax(axis=0)
        mine = np.arange(len(one))
        good = (back[best] == mine) & (score[mine, best] > least)
        if not good.any():
            break
        lefts.append(mine[good])
        rights.append(best[good])
        score[mine[good], :] = -np.inf
        score[:, best[good]] = -np.inf
    if not lefts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    left, right = np.concatenate(lefts), np.concatenate(rights)
    order = np.argsort(left, kind="stable")
    return one[left[order]], other[right[order]]


def _row_keys(table: Table, rows: Ints) -> list[U64]:
    """Keys of each row that do not depend on columns: its rarest values, its least hashes two to four together."""
    cells, bits = table.cells[rows], table.bits[rows]
    order = np.where(bits >= 2 * STEPS, mixed(cells), np.uint64(0))
    least = np.sort(np.where(order == 0, np.uint64(0xFFFFFFFFFFFFFFFF), order), axis=1)[:, :5]
    found = []
    with np.errstate(over="ignore"):
        running = least[:, 0].copy()
        for size in range(1, least.shape[1]):
            running = mixed(running ^ (least[:, size] * np.uint64(2 * size + 1)))
            found.append(running.copy())
    for column in range(cells.shape[1]):
        if np.mean(bits[:, column]) >= 8 * STEPS:
            found.append(np.where(bits[:, column] > 0, cells[:, column], np.uint64(0)))
    return found or [mixed(cells[:, 0])]


def _joined(one: list[U64], other: list[U64], most: int) -> tuple[Ints, Ints]:
    """Pairs of rows with a key in common that at most ``most`` rows of either side hold."""
    keys = [np.concatenate(part) for part in (one, other)]
    rows = [np.tile(np.arange(len(part[0])), len(part)) for part in (one, other)]
    return _join(keys[0], rows[0], keys[1], rows[1], most)


def _join(keys: U64, rows: Ints, others: U64, theirs: Ints, most: int) -> tuple[Ints, Ints]:
    order, turn = np.argsort(keys, kind="stable"), np.argsort(others, kind="stable")
    keys, rows, others, theirs = keys[order], rows[order], others[turn], theirs[turn]
    common = np.intersect1d(keys, others)
    common = common[common != 0]
    start = np.searchsorted(keys, common)
    size = np.searchsorted(keys, common, "right") - start
    begin = np.searchsorted(others, common)
    extent = np.searchsorted(others, common, "right") - begin
    good = (size <= most) & (extent <= most)
    start, size, begin, extent = start[good], size[good], begin[good], extent[good]
    lefts, rights = [], []
    for i in range(int(size.max(initial=0))):
        for j in range(int(extent.max(initial=0))):
            here = (size > i) & (extent > j)
            lefts.append(rows[start[here] + i])
            rights.append(theirs[begin[here] + j])
    empty = np.zeros(0, np.int64)
    return (np.concatenate(lefts), np.concatenate(rights)) if lefts else (empty, empty)


def align(a: Table, b: Table, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Corresponding distinct rows, one to one, by the paired columns ``left`` and ``right``; sorted by the left row."""
    one, other = a.distinct, b.distinct
    mine, theirs = a.cells[np.ix_(one, left)], b.cells[np.ix_(other, right)]
    bits = a.bits[np.ix_(one, left)], b.bits[np.ix_(other, right)]
    if len(one) * len(other) <= DENSE:
        score = np.zeros((len(one), len(other)), np.float64)
        for c in range(len(left)):
            worth = SAME[np.minimum(bits[0][:, c][:, None], bits[1][:, c][None, :])]
            score += np.where(mine[:, c][:, None] == theirs[:, c][None, :], worth, np.float32(DIFFERENT))
        score = np.round(score, 2) + _nearness(row_hashes(a.cells[one]), row_hashes(b.cells[other]), score.shape)
        rows, found = _mutual(score, np.arange(len(one)), np.arange(len(other)), LEAST, PASSES)
    else:
        rows, found = _candidates(mine, theirs, bits, LEAST)
    rows, found = _worthwhile(_scores(mine, theirs, bits, rows, found), rows, found, len(one), len(other))
    rows, found = _extended(mine, theirs, bits, rows, found)
    return one[rows], other[found]


def _worthwhile(score: NDArray[np.float64], rows: Ints, found: Ints, n: int, m: int) -> tuple[Ints, Ints]:
    """The best of the pairs: as many as their worth exceeds the price of naming them among all pairs of rows.

    One more pair on top of k costs log2((n - k)(m - k) / (k + 1)) bits: dear while few are aligned, cheap at the end.
    """
    order = np.lexsort((np.abs(rows / n - found / m).round(6), -score))
    k = np.arange(len(order))
    price = np.log2((n - k) * (m - k) / (k + 1))
    net = np.cumsum(score[order] - price)
    kept = np.sort(order[: int(net.argmax()) + 1]) if len(net) and net.max() > 0 else order[:0]
    return rows[kept], found[kept]


def _scores(
    mine: U64, theirs: U64, bits: tuple[NDArray[np.uint8], NDArray[np.uint8]], rows: Ints, found: Ints
) -> NDArray[np.float64]:
    total = np.zeros(len(rows))
    for c in range(mine.shape[1]):
        same = mine[rows, c] == theirs[found, c]
        worth = SAME[np.minimum(bits[0][rows, c], bits[1][found, c])]
        total += np.where(same, worth, np.float32(DIFFERENT))
    return np.round(total, 2)


def _candidates(
    mine: U64, theirs: U64, bits: tuple[NDArray[np.uint8], NDArray[np.uint8]], least: float
) -> tuple[Ints, Ints]:
    """Alignment of tables too large to look at all pairs: rows that share a value, or two or three neighbours."""
    n, m, width = len(mine), len(theirs), mine.shape[1]
    rows, others = np.arange(n), np.arange(m)
    lots: list[Ints] = []
    for c in range(width):
        for near in ((), (1,), (2,), (1, 2), (3, 5)):
            chosen = [c, *((c + step) % width for step in near)]
            if len(set(chosen)) < len(chosen):
                continue
            with np.errstate(over="ignore"):
                keys = [np.full(len(t), c + 1, np.uint64) for t in (mine, theirs)]
                for k, t in enumerate((mine, theirs)):
                    for step in chosen:
                        keys[k] = mixed(keys[k] ^ t[:, step]) + np.uint64(step)
            left, right = _join(keys[0], rows, keys[1], others, SHARED)
            good = _scores(mine, theirs, bits, left, right) > least  # at once: most of them share no more than that
            lots.append(left[good] * m + right[good])
        if sum(map(len, lots)) > MOST:
            break
    pairs = np.unique(np.concatenate(lots)) if lots else np.zeros(0, np.int64)
    left, right = pairs // m, pairs % m
    score = _scores(mine, theirs, bits, left, right)
    place = np.round(np.abs(left / n - right / m), 6)
    lot = row_hashes(mine)[left] ^ row_hashes(theirs)[right]
    order = np.lexsort((lot, place, -score))
    keep = _one_to_one(left[order], right[order])
    left, right = left[order][keep], right[order][keep]
    order = np.argsort(left, kind="stable")
    return left[order], right[order]


def _one_to_one(left: Ints, right: Ints) -> Ints:
    """Numbers of the pairs that are taken when pairs are taken in order while both rows are free."""
    taken: list[int] = []
    used: tuple[set[int], set[int]] = set(), set()
    for number, (i, j) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            taken.append(number)
    return np.array(taken, np.int64)


def _extended(
    mine: U64, theirs: U64, bits: tuple[NDArray[np.uint8], NDArray[np.uint8]], rows: Ints, found: Ints
) -> tuple[Ints, Ints]:
    """Neighbours of aligned rows, in the same order, as long as they are worth more than nothing."""
    partner = np.full(len(mine), -1, np.int64)
    back = np.full(len(theirs), -1, np.int64)
    partner[rows], back[found] = found, rows
    for step in (1, -1, 1, -1):
        at = np.flatnonzero(partner >= 0)
        while len(at):  # each round goes one row on from what the last one added
            here, there = at + step, partner[at] + step
            good = (here >= 0) & (here < len(mine)) & (there >= 0) & (there < len(theirs))
            here, there = here[good], there[good]
            good = (partner[here] < 0) & (back[there] < 0)
            here, there = here[good], there[good]
            good = _scores(mine, theirs, bits, here, there) > 0
            here, there = here[good], there[good]
            partner[here], back[there] = there, here
            at = here
    at = np.flatnonzero(partner >= 0)
    return at, partner[at]

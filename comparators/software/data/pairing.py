"""Two tables: which columns and rows correspond, and what that is worth against chance.

The evidence is a likelihood ratio: the aligned cells if the rows are copies of which a fifth of all cells was changed,
against cells drawn by the null of ``weighing``. Less the bits that it takes to say which rows and columns were aligned,
it bounds chance: the probability that two independent tables allow *any* alignment worth W bits is at most 2^-W
(Markov's inequality for each alignment, summed over all of them).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import lgamma, log, log2

import numpy as np
from numpy.typing import NDArray

from comparators.software.data.features import DIFFERENT, GATE, SAME, Table, row_hashes
from comparators.software.data.rows import Ints, align, seeds

SAMPLE = 1500  # aligned rows by which columns are paired
CHUNK = 8_000_000  # comparisons at once
MAPPED = 0.75  # share of rows in which a renamed value goes with the same value
ROUNDS = 2


@dataclass(frozen=True)
class Columns:
    """Pairs of columns. ``telling``: their cells are evidence. ``equal``: paired by equal values, else by renamed
    ones."""

    left: Ints
    right: Ints
    telling: NDArray[np.bool_]
    equal: NDArray[np.bool_]

    def turned(self) -> Columns:
        order = np.argsort(self.right, kind="stable")
        return Columns(self.right[order], self.left[order], self.telling[order], self.equal[order])


@dataclass(frozen=True)
class Pairing:
    """Columns and distinct rows of two tables that correspond; ``bits`` of evidence, already less its price."""

    columns: Columns
    left: Ints  # rows, sorted
    right: Ints
    bits: float

    def turned(self) -> Pairing:
        order = np.argsort(self.right, kind="stable")
        return Pairing(self.columns.turned(), self.right[order], self.left[order], self.bits)


_found: OrderedDict[tuple[tuple[int, ...], tuple[int, ...], int], Pairing] = OrderedDict()
_held = 0
MOST_HELD = 8_000_000  # rows of alignments kept in memory: measuring follows matching in the same process


def pair(left: Table, right: Table) -> Pairing:
    """The best correspondence that was found. The same whichever table comes first."""
    global _held
    if right.digest < left.digest:
        return pair(right, left).turned()
    key = (left.digest, right.digest, left.family)
    if key not in _found:
        _found[key] = _pair(left, right)
        _held += len(_found[key].left)
        while _held > MOST_HELD and len(_found) > 1:
            _held -= len(_found.popitem(last=False)[1].left)
    _found.move_to_end(key)
    return _found[key]


def _pair(a: Table, b: Table) -> Pairing:
    if a.content == b.content:
        rows, others = _same_rows(a, b)
        columns = _columns(a, b, rows, others)
        return Pairing(columns, rows, others, evidence(a, b, columns, rows, others))
    rows, others = seeds(a, b)
    nothing = np.zeros(0, np.int64)
    columns = Columns(nothing, nothing, nothing.astype(bool), nothing.astype(bool))
    for _ in range(ROUNDS):
        if not len(rows):
            break
        columns = _columns(a, b, rows, others)
        if not columns.telling.any():
            break
        rows, others = align(a, b, columns.left[columns.telling], columns.right[columns.telling])
    if not len(rows) or not columns.telling.any():
        return Pairing(columns, nothing, nothing, 0.0)
    columns = _columns(a, b, rows, others)
    bits = evidence(a, b, columns, rows, others)
    if bits >= GATE:  # what is reported also says which columns were renamed
        columns = _columns(a, b, rows, others, renamed=True)
    return Pairing(columns, rows, others, bits)


def _same_rows(a: Table, b: Table) -> tuple[Ints, Ints]:
    """Rows of two tables with the same content, by their hashes."""
    rows, others = a.distinct, b.distinct
    one, other = np.argsort(row_hashes(a.cells[rows])), np.argsort(row_hashes(b.cells[others]))
    order = np.argsort(rows[one], kind="stable")
    return rows[one][order], others[other][order]


def _columns(a: Table, b: Table, rows: Ints, others: Ints, *, renamed: bool = False) -> Columns:
    """Pair columns by what their cells in aligned rows are worth, then by equal cells, then by renamed values."""
    if len(rows) > SAMPLE:
        chosen = np.unique(np.linspace(0, len(rows) - 1, SAMPLE).astype(np.int64))
        rows, others = rows[chosen], others[chosen]
    wide = (a.cells.shape[1], b.cells.shape[1])
    worth = np.zeros(wide)
    equal = np.zeros(wide)
    most = max(1, CHUNK // (wide[0] * wide[1]))
    for at in range(0, len(rows), most):
        mine, theirs = a.cells[rows[at : at + most]], b.cells[others[at : at + most]]
        bits = np.minimum(a.bits[rows[at : at + most]][:, :, None], b.bits[others[at : at + most]][:, None, :])
        same = mine[:, :, None] == theirs[:, None, :]
        worth += np.where(same, SAME[bits], np.float32(DIFFERENT)).sum(axis=0, dtype=np.float64)
        equal += same.sum(axis=0)
    for left in a.named:
        worth[left] = 0
    for right in b.named:
        worth[:, right] = 0
    share = equal / max(1, len(rows))
    place = -np.abs(np.arange(wide[0])[:, None] / wide[0] - np.arange(wide[1])[None, :] / wide[1])
    numeric = a.numeric[:, None] == b.numeric[None, :]
    pairs: list[tuple[int, int, bool, bool]] = []
    free = (np.ones(wide[0], bool), np.ones(wide[1], bool))
    for left, right in zip(sorted(a.named), sorted(b.named), strict=False):
        pairs.append((left, right, False, share[left, right] > 0.5))
        free[0][left] = free[1][right] = False
    # worth is rounded, so that the order in which rows were summed cannot decide
    for left, right in _greedy(np.round(worth, 3) + 1e-4 * share + 1e-6 * place, worth > 1e-3, free):
        pairs.append((left, right, True, True))
    for left, right in _greedy(share + 1e-3 * numeric + 1e-6 * place, (share >= 0.5) & (worth > -1e9), free):
        pairs.append((left, right, False, True))
    if renamed:
        likely = _renamed(a, b, rows, others, free)
        for left, right in _greedy(likely + 1e-3 * place, likely > 0, free):
            pairs.append((left, right, False, False))
    pairs.sort()
    found = np.array(pairs, np.int64).reshape(-1, 4)
    return Columns(found[:, 0], found[:, 1], found[:, 2].astype(bool), found[:, 3].astype(bool))


def _greedy(
    score: NDArray[np.float64], allowed: NDArray[np.bool_], free: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> list[tuple[int, int]]:
    """One-to-one pairs of free columns in order of their score."""
    lefts, rights = np.nonzero(allowed & free[0][:, None] & free[1][None, :])
    order = np.lexsort((lefts + rights, -score[lefts, rights]))
    chosen = []
    for left, right in zip(lefts[order].tolist(), rights[order].tolist(), strict=True):
        if free[0][left] and free[1][right]:
            free[0][left] = free[1][right] = False
            chosen.append((left, right))
    return chosen


def _renamed(
    a: Table, b: Table, rows: Ints, others: Ints, free: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> NDArray[np.float64]:
    """Share of rows in which a value goes with the same other value throughout, both ways; 0 where that says nothing.

    Text that never repeats (names, translated or not) goes with any text that never repeats.
    """
    found = np.zeros((len(free[0]), len(free[1])))
    n = len(rows)
    lefts, rights = np.flatnonzero(free[0]), np.flatnonzero(free[1])
    if n < 3 or len(lefts) * len(rights) * n > 20_000_000:
        return found
    mine = {c: np.unique(a.cells[rows, c], return_inverse=True)[1] for c in lefts.tolist()}
    theirs = {d: np.unique(b.cells[others, d], return_inverse=True)[1] for d in rights.tolist()}
    for c, one in mine.items():
        for d, other in theirs.items():
            p, q = int(one.max()) + 1, int(other.max()) + 1
            if min(p, q) < 2 or not 0.5 <= p / q <= 2 or a.numeric[c] != b.numeric[d]:
                continue
            if p >= 0.9 * n and q >= 0.9 * n:
                found[c, d] = 0.0 if a.numeric[c] else 0.8
                continue
            distinct, count = np.unique(one * q + other, return_counts=True)
            best = np.zeros(p, np.int64), np.zeros(q, np.int64)
            np.maximum.at(best[0], distinct // q, count)
            np.maximum.at(best[1], distinct % q, count)
            share = min(best[0].sum(), best[1].sum()) / n
            plain = max(np.bincount(one).max(), np.bincount(other).max()) / n  # what one frequent value gives already
            if share >= MAPPED and share > plain + 0.1:
                found[c, d] = share
    return found


def _choose(n: int, k: int) -> float:
    """log2 of the number of ways to choose."""
    return (lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)) / log(2)


def evidence(a: Table, b: Table, columns: Columns, rows: Ints, others: Ints) -> float:
    """Bits of the aligned cells in telling columns less the price of rows and columns; may be negative."""
    left, right = columns.left[columns.telling], columns.right[columns.telling]
    if not len(rows) or not len(left):
        return 0.0
    total = 0.0
    for c, d in zip(left.tolist(), right.tolist(), strict=True):
        same = a.cells[rows, c] == b.cells[others, d]
        bits = np.minimum(a.bits[rows, c], b.bits[others, d])
        total += float(np.where(same, SAME[bits], np.float32(DIFFERENT)).sum(dtype=np.float64))
    return total - _price_of_rows(a, b, rows, others) - _price_of_columns(a, b, left, right)


def _price_of_rows(a: Table, b: Table, rows: Ints, others: Ints) -> float:
    """Bits to name the aligned rows: as two sets in the same order, as runs, or one by one; the cheapest of three."""
    n, m, k = len(a.distinct), len(b.distinct), len(rows)
    at, to = np.searchsorted(a.distinct, rows), np.searchsorted(b.distinct, others)
    runs = 1 + int(np.count_nonzero((np.diff(at) != 1) | (np.diff(to) != 1)))
    sets = _choose(n, k) + _choose(m, k)
    ways = [sets + lgamma(k + 1) / log(2), runs * (log2(n) + log2(m) + log2(min(n, m) + 1))]
    if bool((np.diff(to) > 0).all()):
        ways.append(sets)
    return min(ways) + log2(3) + 2 * log2(min(n, m) + 1)


def _price_of_columns(a: Table, b: Table, left: Ints, right: Ints) -> float:
    p, q, r = a.cells.shape[1], b.cells.shape[1], len(left)
    sets = _choose(p, r) + _choose(q, r)
    ordered = bool((np.diff(right) > 0).all())
    return 1 + sets + (0 if ordered else lgamma(r + 1) / log(2)) + log2(min(p, q) + 1)

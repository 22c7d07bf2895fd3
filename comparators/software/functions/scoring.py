"""What speaks for a pair of functions: numbers for each candidate, and a fixed formula that makes one of them.

Columns: of each class of keys, how much of what either holds is shared (of the larger and of the smaller), and how many
bits that is; the same of both with what they call; how alike they are in size and shape; then, once some pairs are
taken, how many of those called, calling and next to them are pairs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparators.software.functions.sides import Side, Table

Array = NDArray[Any]


def alone(left: Side, right: Side, tables: list[Table], i: Array, j: Array) -> Array:
    """Columns that follow from the two functions and those that they call (float64, candidates × columns)."""
    columns = []
    for number, table in enumerate(tables):
        shared = table.shared(i, j)
        a, b = table.totals[0][i], table.totals[1][j]
        columns += [_share(shared, np.maximum(a, b)), _share(shared, np.minimum(a, b)), np.log1p(shared)]
        if number < len(tables) - 2:
            columns.append((np.minimum(a, b) > 0) * 1.0)
    own, wide = tables[-2], tables[-1]
    crossed = []
    for first, _second, totals in (
        (Table(own.left, wide.right, own.bits), None, own.totals[0][i]),
        (Table(wide.left, own.right, own.bits), None, own.totals[1][j]),
    ):
        crossed.append(_share(first.shared(i, j), totals))
    columns += [np.minimum(*crossed), np.maximum(*crossed)]
    shapes = left.column("shape").astype(float)[i], right.column("shape").astype(float)[j]
    for k in range(shapes[0].shape[1]):
        columns.append(np.abs(np.log((shapes[0][:, k] + 1) / (shapes[1][:, k] + 1))))
    sizes = left.counts[i], right.counts[j]
    columns += [np.abs(np.log(sizes[0] / sizes[1])), np.log(np.minimum(*sizes))]
    columns.append((left.column("normal")[i] == right.column("normal")[j]) * 1.0)
    return np.stack(columns, axis=1)


def _share(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def around(left: Side, right: Side, i: Array, j: Array, taken: sparse.csr_array) -> Array:
    """Columns that follow from the pairs taken so far (``taken``: functions × functions, certainty of each)."""
    columns = []
    for one, other in (
        (left.calls, right.calls),
        (sparse.csr_array(left.calls.T), sparse.csr_array(right.calls.T)),
        (left.neighbours, right.neighbours),
    ):
        there = sparse.csr_array(one @ taken)
        found = np.zeros(len(i))
        for at in range(0, len(i), 50_000):
            some = slice(at, at + 50_000)
            found[some] = there[i[some]].multiply(other[j[some]]).sum(axis=1)
        a, b = np.asarray(one.sum(axis=1))[i], np.asarray(other.sum(axis=1))[j]
        columns += [_share(found, np.maximum(a, b)), _share(found, np.minimum(a, b)), np.log1p(found)]
        columns.append((np.minimum(a, b) > 0) * 1.0)
    return np.stack(columns, axis=1)


def rivalled(i: Array, j: Array, score: Array, n: int, m: int) -> Array:
    """By how much each pair's score is above the best other one of either of its functions."""
    margins = []
    for of, size in ((i, n), (j, m)):
        best, second = np.full(size, -20.0), np.full(size, -20.0)
        np.maximum.at(best, of, score)
        order = np.lexsort((-score, of))
        first = np.concatenate([[True], of[order][1:] != of[order][:-1]]) if len(of) else np.zeros(0, bool)
        follows = np.flatnonzero(first[:-1] & ~first[1:]) + 1 if len(of) else np.zeros(0, int)
        second[of[order][follows]] = score[order][follows]
        margins.append(score - np.where(score >= best[of], second[of], best[of]))
    margin: Array = np.minimum(*margins)
    return margin

"""Pairs of functions worth a look: an inverted index of keys, weighted by how rare they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparators.software.functions.sides import Table, Tables, pieces

Array = NDArray[Any]
MOST, FEWER = 12, 8  # candidates of one function that one look proposes, on either side
LEAST_BITS = 2.0  # of a key that proposes
SPREAD = 60_000  # pairs that one key proposes at the most: what is commoner proposes none
CHUNK = 2_000_000  # keys in common that are held at a time


def propose(tables: Tables, usable: tuple[Array, Array]) -> tuple[Array, Array]:
    """Numbers of functions (left, right) of the candidates, sorted: by all keys; by what both name, each alone or with
    those that it calls, since one compiler inlines what another calls. ``usable``: functions that may be paired."""
    own, wide = tables.own, tables.wide
    looks = (
        (tables.classes, MOST),
        ([Table(wide.left, own.right, own.bits)], FEWER),
        ([Table(own.left, wide.right, own.bits)], FEWER),
        ([wide], FEWER),
    )
    m = len(usable[1])
    found = np.zeros(0, np.int64)
    for held, most in looks:
        left, right = (_beside([_telling(table, number) for table in held]) for number in (0, 1))
        i, j = _best(left, right, usable[0], usable[1], most)
        b, a = _best(right, left, usable[1], usable[0], most)
        found = np.unique(np.concatenate([found, i * m + j, a * m + b]))
    return found // m, found % m


def best(i: Array, j: Array, score: Array, most: int) -> Array:
    """Rows of the best ``most`` candidates of each function, of either side; equal ones by place."""
    kept = np.zeros(len(i), bool)
    rounded = np.round(score, 6)
    for of in (i, j):
        order = np.lexsort((np.abs(i - j), i + j, -rounded, of))
        first = np.flatnonzero(np.concatenate([[True], of[order][1:] != of[order][:-1]])) if len(of) else order
        rank = np.arange(len(order)) - np.repeat(first, np.diff(np.concatenate([first, [len(order)]])))
        kept[order[rank < most]] = True
    return np.flatnonzero(kept)


def _telling(table: Table, number: int) -> sparse.csr_array:
    """Rare keys of one side (0 left, 1 right), their bits shared out over both so that a product gives bits of what is
    shared, divided by the bits of all keys of either function."""
    spread = np.asarray(table.left.sum(axis=0)) * np.asarray(table.right.sum(axis=0))
    chosen = np.flatnonzero((spread > 0) & (spread <= SPREAD) & (table.bits >= LEAST_BITS))
    held, totals = ((table.left, table.right)[number], table.totals[number])
    part = held[:, chosen] * np.sqrt(table.bits[chosen])
    return sparse.csr_array(sparse.diags_array(1.0 / np.sqrt(totals + 20.0)) @ part)


def _beside(parts: list[sparse.csr_array]) -> sparse.csr_array:
    """Columns of all side by side: as ``hstack``, which takes six times the room."""
    sizes = [np.diff(part.indptr) for part in parts]
    ends = np.concatenate([[0], np.cumsum(sum(sizes), dtype=np.int64)])
    indices, data = np.empty(ends[-1], np.int32), np.empty(ends[-1])
    at, columns = ends[:-1].copy(), 0
    for part, size in zip(parts, sizes, strict=True):
        place = np.arange(len(part.indices)) + np.repeat(at - part.indptr[:-1], size)
        indices[place], data[place] = part.indices + columns, part.data
        at += size
        columns += part.shape[1]
    return sparse.csr_array((data, indices, ends), shape=(len(ends) - 1, columns))


def _best(
    one: sparse.csr_array, other: sparse.csr_array, usable: Array, there: Array, most: int
) -> tuple[Array, Array]:
    """The best ``most`` of the other side for each function; of equal ones at the end all."""
    across = sparse.csr_array(other.T)
    found: list[Array] = []
    counts = np.zeros(one.shape[0], np.int64)
    met = np.diff(across.indptr).astype(np.int64)
    common = sparse.csr_array((np.ones(len(one.data), bool), one.indices, one.indptr), shape=one.shape) @ met
    for part in pieces(common, CHUNK):
        product = sparse.csr_array(one[part] @ across)
        for row in range(product.shape[0]):
            if not usable[part.start + row]:
                continue
            start, stop = product.indptr[row], product.indptr[row + 1]
            columns, values = product.indices[start:stop], np.round(product.data[start:stop], 9)
            kept = there[columns]
            columns, values = columns[kept], values[kept]
            if len(values) > most:
                least = np.partition(values, -most)[-most]
                kept = values >= least
                if np.count_nonzero(kept) > 4 * most:
                    kept = values > least
                columns = columns[kept]
            counts[part.start + row] = len(columns)
            found.append(columns.astype(np.int32))
    rows = np.repeat(np.arange(len(counts)), counts)
    return rows, np.concatenate([np.zeros(0, np.int64), *found])

"""Pairs of functions worth a look: an inverted index of keys, weighted by how rare they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparators.software.functions.sides import Table, Tables

Array = NDArray[Any]
MOST, FEWER = 12, 8  # candidates of one function that one look proposes, on either side
LEAST_BITS = 2.0  # of a key that proposes
SPREAD = 60_000  # pairs that one key proposes at the most: what is commoner proposes none
CHUNK = 2_000_000  # pairs that are held at a time


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
    found = []
    for held, most in looks:
        stacked = [_telling(table) for table in held]
        left = sparse.csr_array(sparse.hstack([one for one, _ in stacked]))
        right = sparse.csr_array(sparse.hstack([other for _, other in stacked]))
        forth = _best(left, right, usable[0], usable[1], most)
        back = _best(right, left, usable[1], usable[0], most)
        found += [forth, back[:, ::-1]]
    rows = np.unique(np.concatenate(found), axis=0)
    return rows[:, 0], rows[:, 1]


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


def _telling(table: Table) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Rare keys of both sides, their bits shared out over both so that a product gives bits of what is shared,
    divided by the bits of all keys of either function."""
    spread = np.asarray(table.left.sum(axis=0)) * np.asarray(table.right.sum(axis=0))
    chosen = np.flatnonzero((spread > 0) & (spread <= SPREAD) & (table.bits >= LEAST_BITS))
    root = np.sqrt(table.bits[chosen])
    made = []
    for held, totals in zip((table.left, table.right), table.totals, strict=True):
        scale = 1.0 / np.sqrt(totals + 20.0)
        part = held[:, chosen] * root
        made.append(sparse.csr_array(sparse.diags_array(scale) @ part))
    return made[0], made[1]


def _best(one: sparse.csr_array, other: sparse.csr_array, usable: Array, there: Array, most: int) -> Array:
    """The best ``most`` of the other side for each function; of equal ones at the end all."""
    found = [np.zeros((0, 2), np.int64)]
    across = sparse.csr_array(other.T)
    step = max(1, CHUNK // max(1, other.shape[0]))
    step = max(step, 64)
    for at in range(0, one.shape[0], step):
        product = sparse.csr_array(one[at : at + step] @ across)
        for row in range(product.shape[0]):
            if not usable[at + row]:
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
            found.append(np.stack([np.full(len(columns), at + row, np.int64), columns.astype(np.int64)], axis=1))
    return np.concatenate(found)

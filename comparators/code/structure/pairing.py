"""Which function of one side is which of the other: sparse candidates, then one partner each.

1. Functions of one name that are equal, as written or once normalised, are paired first; ``correspondence`` adds those
   whose name stands once on each side and that are half alike.
2. Of the others an inverted index of runs of shapes proposes pairs, the rarest runs first, until ``PROPOSALS`` pairs a
   run of either side are proposed; runs that stand in more than ``COMMON`` pairs of functions propose none. Likeness
   is the cosine of their runs, each weighing its bits.
3. Candidates fall into components; in each the pairing with the greatest sum of likeness is taken (Hungarian method,
   Kuhn 1955), in one of more than ``DENSE`` pairs of places the best pairs first. Names never make a candidate likelier
   than ``NAME`` does, so that they decide between equals.
4. What is equal and still has no partner, too short for a run, is paired in its order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from comparators.code.grams import distinct
from comparators.code.structure.side import Side

Array = NDArray[Any]
COMMON = 4096
PROPOSALS, AT_LEAST = 8, 1 << 20  # that runs make: so many for each run that a unit holds, and that many anyway
DENSE = 250_000
NAME, FILE = 0.08, 0.02  # what an equal name, an equal name of the file, adds to the likeness of a candidate
BLOCK = 2048  # units of the left side that are looked up at once


def equal_pairs(left: Side, right: Side, free: tuple[Array, Array], *, named: bool) -> list[tuple[int, int]]:
    """Free units that are equal: as written, then normalised; ``named``: under one name only. Of equals those in files
    of one name come first, the others in their order. What is paired is no longer free."""
    pairs: list[tuple[int, int]] = []
    for kind in ("written", "normal"):
        one, other = getattr(left, kind), getattr(right, kind)
        for files in (True, False):
            for a, b in _in_order(left, right, (one, other), free, named, files):
                pairs.append((a, b))
                free[0][a] = free[1][b] = False
    return pairs


def _in_order(
    left: Side, right: Side, digests: tuple[Array, Array], free: tuple[Array, Array], names: bool, files: bool
) -> Iterator[tuple[int, int]]:
    """Equal units, those of one group in their order on both sides."""
    rows: list[dict[tuple[Any, ...], list[int]]] = []
    for side, own, open_ in ((left, digests[0], free[0]), (right, digests[1], free[1])):
        groups: dict[tuple[Any, ...], list[int]] = {}
        usable = np.flatnonzero(open_ & (side.tokens > 0) & ((side.unit_names > 0) | (not names)))
        for unit in usable.tolist():
            key = (int(own[unit]), int(side.unit_names[unit]) if names else 0,
                   side.names[int(side.file[unit])] if files else "")  # fmt: skip
            groups.setdefault(key, []).append(unit)
        rows.append(groups)
    for key, units in rows[0].items():
        yield from zip(units, rows[1].get(key, ()), strict=False)


def candidates(
    left: Side, right: Side, free: tuple[Array, Array], *, least: float = 0.0, bits: float = 0.0
) -> tuple[Array, Array, Array, Array]:
    """Pairs of free units with a likeness of at least ``least`` that share at least ``bits``: left, right, likeness,
    shared bits. One of the two must be given."""
    one, other, columns = _tables(left, right, free)
    if not columns:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, np.zeros(0), np.zeros(0)
    held = [np.asarray((table > 0).sum(axis=0)).ravel() for table in (one, other)]
    open_ = _open(held[0].astype(np.int64), held[1].astype(np.int64))
    proposing, to = one[:, open_], other[:, open_].T.tocsr()
    if bits:
        to.data[:] = 1.0  # the product is the bits that are shared
    lengths = [np.sqrt(np.asarray(table.power(2).sum(axis=1)).ravel()) for table in (one, other)]
    found: list[tuple[Array, Array, Array, Array]] = []
    for begin in range(0, one.shape[0], BLOCK):
        near = (proposing[begin : begin + BLOCK] @ to).tocoo()
        rows, cols = near.row.astype(np.int64) + begin, near.col.astype(np.int64)
        # What is proposed by rare runs alone is at most this like: most pairs end here.
        hopeful = near.data > (0.6 * bits if bits else 0.3 * least * lengths[0][rows] * lengths[1][cols])
        rows, cols = rows[hopeful], cols[hopeful]
        for piece in range(0, len(rows), 1 << 15):
            a, b = rows[piece : piece + (1 << 15)], cols[piece : piece + (1 << 15)]
            mine, theirs = one[a], other[b]
            dots = np.asarray(mine.multiply(theirs).sum(axis=1)).ravel()
            likeness = dots / np.maximum(lengths[0][a] * lengths[1][b], 1e-12)
            kept = likeness >= least
            shared = np.zeros(len(a))
            shared[kept] = np.asarray(mine[kept].multiply(theirs[kept] > 0).sum(axis=1)).ravel()
            kept &= shared >= bits
            found.append((a[kept], b[kept], likeness[kept], shared[kept]))
    if not found:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, np.zeros(0), np.zeros(0)
    a, b, likeness, shared = (np.concatenate(column) for column in zip(*found, strict=True))
    return a, b, np.minimum(likeness, 1.0), shared


def _open(left: Array, right: Array) -> Array:
    """Columns of the runs that propose pairs, ascending; ``left``, ``right``: units of each side that hold each run.

    Of 50,000 to a million lines a side all that ``COMMON`` lets through makes 3 to 6 proposals a run (measured), which
    is less than the bound; it keeps the work linear where a side repeats itself more than that.
    """
    proposed = left * right
    order = np.argsort(proposed, kind="stable")
    order = order[(proposed[order] > 0) & (proposed[order] <= COMMON)]
    most = max(AT_LEAST, PROPOSALS * int(left.sum() + right.sum()))
    return np.sort(order[np.cumsum(proposed[order]) <= most])


def _tables(left: Side, right: Side, free: tuple[Array, Array]) -> tuple[csr_matrix, csr_matrix, int]:
    """Units by runs that both sides have, with bits; rows of units that are not free are empty."""
    kept = [open_[side.owner] for side, open_ in ((left, free[0]), (right, free[1]))]
    every = distinct(np.concatenate([left.keys[kept[0]], right.keys[kept[1]]]))
    tables = []
    for side, some in ((left, kept[0]), (right, kept[1])):
        columns = np.searchsorted(every, side.keys[some])
        tables.append(coo_matrix((side.bits[some], (side.owner[some], columns)), shape=(len(side), len(every))).tocsr())
    return tables[0], tables[1], len(every)


def assigned(left: Side, right: Side, rows: tuple[Array, Array, Array]) -> list[int]:
    """Numbers of the candidates that are taken, one a unit at the most: the greatest sum of likeness."""
    a, b, likeness = rows
    if not len(a):
        return []
    named = (left.unit_names[a] == right.unit_names[b]) & (left.unit_names[a] > 0)
    numbers = {name: number for number, name in enumerate(sorted({*left.names, *right.names}))}
    of_left, of_right = (np.array([numbers[name] for name in side.names]) for side in (left, right))
    filed = of_left[left.file[a]] == of_right[right.file[b]]
    value = likeness + NAME * named + FILE * filed
    graph = coo_matrix((np.ones(len(a)), (a, b + len(left))), shape=(len(left) + len(right),) * 2)
    _, component = connected_components(graph, directed=False)
    order = np.lexsort((b, a, component[a]))
    groups = np.flatnonzero(np.append(True, np.diff(component[a][order]) != 0))
    taken: list[int] = []
    for begin, end in zip(groups.tolist(), np.append(groups[1:], len(order)).tolist(), strict=True):
        taken += _best(order[begin:end], a, b, value)
    return sorted(taken)


def _best(some: Array, a: Array, b: Array, value: Array) -> list[int]:
    """The pairing of one component."""
    if len(some) == 1:
        return [int(some[0])]
    rows, at_row = np.unique(a[some], return_inverse=True)
    columns, at_column = np.unique(b[some], return_inverse=True)
    if len(rows) * len(columns) <= DENSE:
        table = np.zeros((len(rows), len(columns)))
        number = np.full(table.shape, -1, np.int64)
        table[at_row, at_column], number[at_row, at_column] = value[some], some
        chosen = number[linear_sum_assignment(table, maximize=True)]
        return [int(one) for one in chosen if one >= 0]
    used: tuple[set[int], set[int]] = set(), set()
    taken = []
    for one in some[np.lexsort((b[some], a[some], -np.round(value[some], 9)))].tolist():
        if int(a[one]) not in used[0] and int(b[one]) not in used[1]:
            used[0].add(int(a[one]))
            used[1].add(int(b[one]))
            taken.append(one)
    return taken

"""Which functions of two sides correspond: candidates, evidence, propagation along calls and order, one to one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparators.software.functions import scoring
from comparators.software.functions.proposing import propose
from comparators.software.functions.sides import Side, Table, tables

Array = NDArray[Any]
ROUNDS = 3
SURE = 0.9  # certainty from which a pair proposes those around it
FEW = 8  # functions called, calling or next to one at the most, for that
SAME = 40.0  # added to the score of pairs whose instructions are the same; as much again where all keys are too
LEAST = 8  # instructions of a function that can be paired


@dataclass(frozen=True)
class Formula:
    """Weights of a logistic regression over columns of ``scoring``; made by ``benchmarks/functions_weights.py``."""

    weights: Array
    constant: float

    def __call__(self, columns: Array) -> Array:
        """Score of each row: logarithm of the odds that it is right."""
        found: Array = columns @ self.weights + self.constant
        return found


@cache
def formulas() -> dict[str, Formula]:
    """By name: ``alone``, ``around``, ``final`` and the same for other architectures with ``-across``."""
    text = (files("comparators.software.functions") / "data" / "weights.json").read_text("utf-8")
    return {name: Formula(np.array(one["weights"]), one["constant"]) for name, one in json.loads(text).items()}


@dataclass(frozen=True)
class Pairs:
    """Functions that correspond, sorted. ``certainty``: of the fixed formula; ``own``: score without what is around;
    ``same``: instructions are the same, ``equal``: and all that they name."""

    left: Array
    right: Array
    certainty: Array
    own: Array
    same: Array
    equal: Array


def certain(score: Array) -> Array:
    """Probability of a logarithm of odds."""
    found: Array = 1.0 / (1.0 + np.exp(-np.clip(score, -30, 30)))
    return found


@dataclass
class Candidates:
    """Pairs under consideration with their columns."""

    left: Side
    right: Side
    tables: list[Table]
    i: Array
    j: Array
    columns: Array

    @classmethod
    def of(cls, left: Side, right: Side) -> Candidates:
        """Candidates of the index."""
        held = tables(left, right)
        usable = left.counts >= LEAST, right.counts >= LEAST
        i, j = propose(held[:-2], usable)
        same = _same(left, right, usable)
        rows = np.unique(np.concatenate([np.stack([i, j], axis=1), same]), axis=0)
        i, j = rows[:, 0], rows[:, 1]
        return cls(left, right, held, i, j, scoring.alone(left, right, held, i, j))

    def more(self, taken: sparse.csr_array) -> None:
        """Add pairs of functions around pairs that are taken."""
        sure = sparse.coo_array(taken)
        chosen = sure.data >= SURE
        pairs = list(zip(sure.coords[0][chosen].tolist(), sure.coords[1][chosen].tolist(), strict=True))
        found: set[tuple[int, int]] = set()
        for one, other in (
            (self.left.calls, self.right.calls),
            (sparse.csr_array(self.left.calls.T), sparse.csr_array(self.right.calls.T)),
            (self.left.neighbours, self.right.neighbours),
        ):
            for i, j in pairs:
                a = one.indices[one.indptr[i] : one.indptr[i + 1]]
                b = other.indices[other.indptr[j] : other.indptr[j + 1]]
                if 0 < len(a) <= FEW and 0 < len(b) <= FEW:
                    found.update((x, y) for x in a.tolist() for y in b.tolist())
        counts = self.left.counts, self.right.counts
        held = set(zip(self.i.tolist(), self.j.tolist(), strict=True))
        rows = sorted((x, y) for x, y in found - held if counts[0][x] >= LEAST and counts[1][y] >= LEAST)
        if rows:
            i, j = (np.array(part, np.int64) for part in zip(*rows, strict=True))
            columns = scoring.alone(self.left, self.right, self.tables, i, j)
            order = np.lexsort((np.concatenate([self.j, j]), np.concatenate([self.i, i])))
            self.i, self.j = np.concatenate([self.i, i])[order], np.concatenate([self.j, j])[order]
            self.columns = np.concatenate([self.columns, columns])[order]

    def bonus(self) -> Array:
        """For pairs whose instructions are the same, and more where all that they name is."""
        same = self.columns[:, -1] > 0
        totals = self.tables[-2].totals
        every = np.ones(len(self.i), bool)
        for number, table in enumerate(self.tables[:-2]):
            a, b = table.totals[0][self.i], table.totals[1][self.j]
            every &= self.columns[:, 4 * number] * np.maximum(a, b) >= np.maximum(a, b) - 1e-9
        return SAME * same * (1.0 + every) if len(totals) else np.zeros(len(self.i))

    def matrix(self, chosen: Array, certainty: Array) -> sparse.csr_array:
        """Pairs taken, as functions × functions."""
        place = self.i[chosen], self.j[chosen]
        return sparse.csr_array((certainty[chosen], place), shape=(len(self.left), len(self.right)))


def assign(i: Array, j: Array, score: Array) -> Array:
    """Rows of the pairs that are taken: best first, each function once; equal ones by place, alike on both sides."""
    order = np.lexsort((np.abs(i - j), i + j, -np.round(score, 6)))
    free = set(i.tolist()), set(j.tolist())
    taken = []
    for row, a, b in zip(order.tolist(), i[order].tolist(), j[order].tolist(), strict=True):
        if a in free[0] and b in free[1]:
            free[0].discard(a)
            free[1].discard(b)
            taken.append(row)
    return np.array(sorted(taken), np.int64)


def pair(
    left: Side, right: Side, *, across: bool, progress: Callable[[float], None] = lambda share: None
) -> tuple[Candidates, Pairs]:
    """All pairs with their certainty, of which the caller takes those that are certain enough."""
    known, ending = formulas(), "-across" if across else ""
    found = Candidates.of(left, right)
    progress(0.4)
    columns = found.columns
    score = known["alone" + ending](columns)
    for number in range(ROUNDS):
        bonus = found.bonus()
        taken = found.matrix(assign(found.i, found.j, score + bonus), certain(score + bonus))
        found.more(taken)
        columns = full(found, taken)
        score = known["around" + ending](columns)
        progress(0.4 + 0.15 * (number + 1))
    bonus = found.bonus()
    chosen = assign(found.i, found.j, score + bonus)
    last = known["final" + ending](final(found, columns, score, bonus)[chosen])
    same = found.columns[chosen, -1] > 0
    own = known["alone" + ending](found.columns[chosen])
    equal = bonus[chosen] > SAME
    return found, Pairs(found.i[chosen], found.j[chosen], certain(last), own, same, equal)


def full(found: Candidates, taken: sparse.csr_array) -> Array:
    """Columns of the pair and of what is around it."""
    return np.concatenate([found.columns, scoring.around(found.left, found.right, found.i, found.j, taken)], axis=1)


def final(found: Candidates, columns: Array, score: Array, bonus: Array) -> Array:
    """Columns of the last judgement: all others, the score, how far the best rival is, and how much there is to judge
    by."""
    n, m = len(found.left), len(found.right)
    margin = np.clip(scoring.rivalled(found.i, found.j, score + bonus, n, m), -10, 10)
    bits = np.log1p(sum(table.shared(found.i, found.j) for table in found.tables[:-2]))
    return np.concatenate([columns, np.stack([score, margin, bits], axis=1)], axis=1)


def _same(left: Side, right: Side, usable: tuple[Array, Array]) -> Array:
    """Pairs of functions whose instructions are the same, where that names few."""
    held: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for side, index, may in ((left, held[0], usable[0]), (right, held[1], usable[1])):
        for number, value in enumerate(side.column("normal").tolist()):
            if may[number]:
                index.setdefault(value, []).append(number)
    rows = []
    for value, mine in held[0].items():
        theirs = held[1].get(value, [])
        if len(mine) * len(theirs) <= 64:
            rows += [(a, b) for a in mine for b in theirs]
        else:
            rows += [(a, theirs[k]) for k, a in enumerate(mine[: len(theirs)])]
    return np.array(sorted(rows), np.int64).reshape(-1, 2)

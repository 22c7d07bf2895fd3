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
from comparators.software.functions.proposing import best, propose
from comparators.software.functions.scoring import SURE
from comparators.software.functions.sides import Side, Tables, tables

Array = NDArray[Any]
ROUNDS = 6
MOST = 12  # candidates of one function that are kept after the first look, on either side
WINDOW = 6  # functions before and behind where the order of sure pairs leads
FEW = 8  # functions called, calling or next to one at the most, for that
CHUNK = 200_000  # candidates that are looked at at a time
SAME = 40.0  # added to the score of pairs whose instructions are the same; as much again where all keys are too
LEAST = 8  # instructions of a function that can be paired


@dataclass(frozen=True)
class Formula:
    """Weights of a logistic regression over columns of ``scoring``; made by ``benchmarks/functions_weights.py``."""

    weights: Array
    constant: float

    def __call__(self, columns: Array) -> Array:
        """Score of each row: logarithm of the odds that it is right."""
        found = np.zeros(len(columns))
        for at in range(0, len(columns), CHUNK):
            found[at : at + CHUNK] = columns[at : at + CHUNK] @ self.weights
        return found + self.constant


@cache
def formulas() -> dict[str, Formula]:
    """By name: ``own``, ``alone``, ``around``, ``final`` and the same for other architectures with ``-across``, for
    source text (left) and a program with ``-source``."""
    text = (files("comparators.software.functions") / "data" / "weights.json").read_text("utf-8")
    return {name: Formula(np.array(one["weights"]), one["constant"]) for name, one in json.loads(text).items()}


@dataclass(frozen=True)
class Pairs:
    """Functions that correspond, sorted. ``certainty``: of the fixed formula; ``own``: score of what the two hold
    themselves; ``same``: instructions are the same, ``equal``: and all that they name."""

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
    tables: Tables
    i: Array
    j: Array
    columns: Array

    @classmethod
    def of(cls, left: Side, right: Side, first: Formula) -> Candidates:
        """Candidates of the index, of which the formula of a pair alone keeps the best."""
        held = tables(left, right)
        usable = left.counts >= LEAST, right.counts >= LEAST
        i, j = propose(held, usable)
        same = _same(left, right, usable)
        rows = np.unique(np.concatenate([np.stack([i, j], axis=1), same]), axis=0)
        i, j = rows[:, 0], rows[:, 1]
        score, same = np.zeros(len(i)), np.zeros(len(i))
        for at in range(0, len(i), CHUNK):
            part = slice(at, at + CHUNK)
            columns, score[part] = _scored(left, right, held, first, i[part], j[part])
            same[part] = columns[:, -1]
        kept = best(i, j, score + SAME * (same > 0), MOST)
        i, j = i[kept], j[kept]
        return cls(left, right, held, i, j, _scored(left, right, held, first, i, j)[0])

    def more(self, taken: sparse.csr_array, first: Formula) -> None:
        """Add pairs of functions around pairs that are taken: those called and calling, and those to which the order
        in the file leads."""
        sure = sparse.coo_array(taken)
        chosen = sure.data >= SURE
        a, b = (part[chosen].astype(np.int64) for part in sure.coords)
        found: set[tuple[int, int]] = set()
        for one, other in (
            (self.left.calls, self.right.calls),
            (sparse.csr_array(self.left.calls.T), sparse.csr_array(self.right.calls.T)),
        ):
            for i, j in zip(a.tolist(), b.tolist(), strict=True):
                mine = one.indices[one.indptr[i] : one.indptr[i + 1]]
                theirs = other.indices[other.indptr[j] : other.indptr[j + 1]]
                if 0 < len(mine) <= FEW and 0 < len(theirs) <= FEW:
                    found.update((x, y) for x in mine.tolist() for y in theirs.tolist())
        found |= self._led(a, b) | {(x, y) for y, x in self._led(b, a, back=True)}
        counts = self.left.counts, self.right.counts
        paired = set(a.tolist()), set(b.tolist())
        held = set(zip(self.i.tolist(), self.j.tolist(), strict=True))
        rows = sorted(
            (x, y)
            for x, y in found - held
            if counts[0][x] >= LEAST and counts[1][y] >= LEAST and x not in paired[0] and y not in paired[1]
        )
        if not rows:
            return
        i, j = (np.array(part, np.int64) for part in zip(*rows, strict=True))
        columns, score = _scored(self.left, self.right, self.tables, first, i, j)
        kept = best(i, j, score, MOST)
        i, j, columns = np.concatenate([self.i, i[kept]]), np.concatenate([self.j, j[kept]]), columns[kept]
        order = np.lexsort((j, i))
        self.i, self.j = i[order], j[order]
        self.columns = np.concatenate([self.columns, columns])[order]

    def _led(self, a: Array, b: Array, *, back: bool = False) -> set[tuple[int, int]]:
        """Functions without a sure pair, with what stands around the counterparts of the sure pairs before and behind
        them."""
        one, other = (self.right, self.left) if back else (self.left, self.right)
        order = np.argsort(a, kind="stable")
        a, b = a[order], b[order]
        found: set[tuple[int, int]] = set()
        rest = np.setdiff1d(np.arange(len(one)), a)
        at = np.searchsorted(a, rest)
        for step in (-1, 0):
            k = at + step
            inside = (k >= 0) & (k < len(a))
            for x, anchor in zip(rest[inside].tolist(), k[inside].tolist(), strict=True):
                if abs(int(a[anchor]) - x) <= WINDOW and one.file[a[anchor]] == one.file[x]:
                    y = int(b[anchor])
                    found.update((x, z) for z in range(max(0, y - WINDOW), min(len(other), y + WINDOW + 1)))
        return found

    def bonus(self) -> Array:
        """For pairs whose instructions are the same, and more where all that they name is."""
        same = self.columns[:, -1] > 0
        every = np.ones(len(self.i), bool)
        for number, table in enumerate(self.tables.classes):
            a, b = table.totals[0][self.i], table.totals[1][self.j]
            every &= self.columns[:, 4 * number] * np.maximum(a, b) >= np.maximum(a, b) - 1e-9
        found: Array = SAME * same * (1.0 + every)
        return found

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
    left: Side, right: Side, *, ending: str = "", progress: Callable[[float], None] = lambda share: None
) -> tuple[Candidates, Pairs]:
    """All pairs with their certainty, of which the caller takes those that are certain enough. ``ending``: of the
    formulas, see ``formulas``."""
    known = formulas()
    first = known["alone" + ending]
    found = Candidates.of(left, right, first)
    progress(0.4)
    columns, score = found.columns, first(found.columns)
    certainty = certain(score)
    for number in range(ROUNDS):
        bonus = found.bonus()
        taken = found.matrix(assign(found.i, found.j, score + bonus), certainty)
        found.more(taken, first)
        columns = full(found, taken)
        score = known["around" + ending](columns)
        bonus = found.bonus()
        last = known["final" + ending](final(found, columns, score, bonus, first))
        certainty = certain(last)
        progress(0.4 + 0.5 * (number + 1) / ROUNDS)
    chosen = assign(found.i, found.j, score + bonus)
    same = found.columns[chosen, -1] > 0
    own = known["own" + ending](scoring.own(found.columns[chosen]))
    equal = bonus[chosen] > SAME
    return found, Pairs(found.i[chosen], found.j[chosen], certain(last[chosen]), own, same, equal)


def _scored(left: Side, right: Side, held: Tables, first: Formula, i: Array, j: Array) -> tuple[Array, Array]:
    columns = scoring.alone(left, right, held, i, j)
    return columns, first(columns)


def full(found: Candidates, taken: sparse.csr_array) -> Array:
    """Columns of the pair and of what is around it."""
    return np.concatenate([found.columns, scoring.around(found.left, found.right, found.i, found.j, taken)], axis=1)


def final(found: Candidates, columns: Array, score: Array, bonus: Array, first: Formula) -> Array:
    """Columns of the last judgement: all others, the score, how far the best rivals of either function are, by that
    score and by the pair alone, and how much there is to judge by."""
    n, m = len(found.left), len(found.right)
    margins = scoring.rivalled(found.i, found.j, score + bonus, n, m)
    alone = scoring.rivalled(found.i, found.j, first(found.columns) + bonus, n, m)
    bits = np.log1p(sum(table.shared(found.i, found.j) for table in found.tables.classes))
    return np.concatenate([columns, np.stack([score, *margins, *alone, bits], axis=1).astype(np.float32)], axis=1)


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

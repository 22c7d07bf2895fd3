"""Which functions of two sides correspond: candidates, evidence, propagation along calls and order, one to one within
each two programs."""

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
from comparators.software.functions.scoring import CHUNK, SURE
from comparators.software.functions.sides import Links, Side, Tables, tables

Array = NDArray[Any]
ROUNDS = 6
MOST = 12  # candidates of one function that are kept after the first look, on either side
WINDOW = 6  # functions before and behind where the order of sure pairs leads
FEW = 8  # functions called, calling or next to one at the most, for that
SAME = 40.0  # added to the score of pairs whose instructions are the same; as much again where all keys are too
LEAST = 8  # instructions of a function that can be paired


@dataclass(frozen=True)
class Formula:
    """Weights of a logistic regression over columns of ``scoring``; made by ``benchmarks/functions_weights.py``."""

    weights: Array
    constant: float

    def __call__(self, *blocks: Array) -> Array:
        """Score of each row: logarithm of the odds that it is right. ``blocks``: of columns, side by side."""
        found = np.zeros(len(blocks[0]))
        for at in range(0, len(found), CHUNK):
            found[at : at + CHUNK] = np.concatenate([one[at : at + CHUNK] for one in blocks], axis=1) @ self.weights
        return found + self.constant


@cache
def formulas() -> dict[str, Formula]:
    """By name: ``own``, ``alone``, ``around``, ``final`` and the same for other architectures with ``-across``, for
    source text (left) and a program with ``-source``; ``beyond``, of pairs that share calls (``calls.resting``)."""
    text = (files("comparators.software.functions") / "data" / "weights.json").read_text("utf-8")
    return {name: Formula(np.array(one["weights"]), one["constant"]) for name, one in json.loads(text).items()}


@dataclass(frozen=True)
class Pairs:
    """Functions that correspond, sorted. ``certainty``: of the fixed formula; ``own``: score of what the two hold
    themselves; ``bare``: of that without calls of the system and of libraries, texts and constant data; ``called``:
    how much of these calls they share (``scoring.called``); ``same``: instructions are the same, ``equal``: and all
    that they name."""

    left: Array
    right: Array
    certainty: Array
    own: Array
    bare: Array
    called: Array
    same: Array
    equal: Array


def certain(score: Array) -> Array:
    """Probability of a logarithm of odds."""
    found: Array = 1.0 / (1.0 + np.exp(-np.clip(score, -30, 30)))
    return found


@dataclass
class Candidates:
    """Pairs under consideration, sorted, with their columns. ``bits``: logarithm of how many both hold."""

    left: Side
    right: Side
    tables: Tables
    i: Array
    j: Array
    columns: Array
    bits: Array

    @classmethod
    def of(cls, left: Side, right: Side, first: Formula) -> Candidates:
        """Candidates of the index, of which the formula of a pair alone keeps the best."""
        held = tables(left, right)
        usable = left.counts >= LEAST, right.counts >= LEAST
        i, j = propose(held, usable)
        codes = np.unique(np.concatenate([i * len(right) + j, _same(left, right, usable)]))
        i, j = codes // len(right), codes % len(right)
        del codes
        score, same = np.zeros(len(i)), np.zeros(len(i))
        for at in range(0, len(i), CHUNK):
            part = slice(at, at + CHUNK)
            columns, score[part] = _scored(left, right, held, first, i[part], j[part])
            same[part] = columns[:, -1]
        kept = best(i, j, score + SAME * (same > 0), MOST)
        i, j = i[kept], j[kept]
        return cls(left, right, held, i, j, scoring.alone(left, right, held, i, j), _bits(held, i, j))

    def more(self, taken: sparse.csr_array, first: Formula) -> None:
        """Add pairs of functions around pairs that are taken: those called and calling, and those to which the order
        in the file leads."""
        sure = sparse.coo_array(taken)
        chosen = sure.data >= SURE
        a, b = (part[chosen].astype(np.int64) for part in sure.coords)
        size = len(self.right)
        found = [_crossed(one.near, other.near, a, b, size) for one, other in self._ways()]
        found += [x * size + y for x, y in (self._led(a, b), self._led(b, a, back=True)[::-1])]
        codes = np.concatenate(found)
        codes = codes[(self.left.counts >= LEAST)[codes // size] & (self.right.counts >= LEAST)[codes % size]]
        each = zip(self._within(codes // size, codes % size), self._within(a, b), strict=True)
        paired = [np.isin(one, held) for one, held in each]
        codes = codes[~(paired[0] | paired[1])]
        codes = np.setdiff1d(codes, self.i * size + self.j)
        i, j = codes // size, codes % size
        if not len(i):
            return
        columns, score = _scored(self.left, self.right, self.tables, first, i, j)
        kept = best(i, j, score, MOST)
        i, j, columns = i[kept], j[kept], columns[kept]
        order = np.argsort(np.concatenate([self.i * size + self.j, i * size + j]))
        self.bits = np.concatenate([self.bits, _bits(self.tables, i, j)])[order]
        self.columns = _merged(self.columns, columns, order)
        self.i, self.j = np.concatenate([self.i, i])[order], np.concatenate([self.j, j])[order]

    def _within(self, i: Array, j: Array) -> tuple[Array, Array]:
        """Numbers of each pair's left function with the right one's program, and of the right function with the left
        one's program: what is one to one, since one function may have been copied into several programs."""
        return i * self.right.wholes + self.right.whole[j], j * self.left.wholes + self.left.whole[i]

    def once(self) -> tuple[Array, Array]:
        """The same of all candidates, numbered without gaps."""
        if self.left.wholes == self.right.wholes == 1:
            return self.i, self.j
        one, other = (np.unique(each, return_inverse=True)[1] for each in self._within(self.i, self.j))
        return one, other

    def _ways(self) -> list[tuple[Links, Links]]:
        """Functions called, and calling."""
        return list(zip(self.left.reach[:2], self.right.reach[:2], strict=True))

    def _led(self, a: Array, b: Array, *, back: bool = False) -> tuple[Array, Array]:
        """Functions without a sure pair, with what stands around the counterparts of the sure pairs before and behind
        them."""
        one, other = (self.right, self.left) if back else (self.left, self.right)
        order = np.argsort(a, kind="stable")
        a, b = a[order], b[order]
        found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        rest = np.setdiff1d(np.arange(len(one)), a)
        at = np.searchsorted(a, rest)
        for step in (-1, 0):
            inside = (at + step >= 0) & (at + step < len(a))
            x, anchor = rest[inside], (at + step)[inside]
            near = (np.abs(a[anchor] - x) <= WINDOW) & (one.file[a[anchor]] == one.file[x])
            y = b[anchor[near]][:, None] + np.arange(-WINDOW, WINDOW + 1)
            x = np.broadcast_to(x[near][:, None], y.shape)
            there = (y >= 0) & (y < len(other))
            found.append((x[there], y[there]))
        return np.concatenate([x for x, _ in found]), np.concatenate([y for _, y in found])

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


def _merged(one: Array, other: Array, order: Array) -> Array:
    """Rows of both, end to end, in an order; without a third copy of them."""
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    found = np.empty((len(order), one.shape[1]), one.dtype)
    found[place[: len(one)]] = one
    found[place[len(one) :]] = other
    return found


def assign(i: Array, j: Array, score: Array, once: tuple[Array, Array] | None = None) -> Array:
    """Rows of the pairs that are taken: best first, each function once; equal ones by place, alike on both sides.
    ``once``: what is taken once instead of the functions (``Candidates.once``)."""
    order = np.lexsort((np.abs(i - j), i + j, -np.round(score, 6)))
    one, other = (i, j) if once is None else once
    free = bytearray(b"\1") * (int(one.max(initial=0)) + 1), bytearray(b"\1") * (int(other.max(initial=0)) + 1)
    taken = []
    for at in range(0, len(order), CHUNK):
        rows = order[at : at + CHUNK]
        for row, a, b in zip(rows.tolist(), one[rows].tolist(), other[rows].tolist(), strict=True):
            if free[0][a] and free[1][b]:
                free[0][a] = free[1][b] = 0
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
    score = first(found.columns)
    certainty = certain(score)
    for number in range(ROUNDS):
        bonus = found.bonus()
        taken = found.matrix(assign(found.i, found.j, score + bonus, found.once()), certainty)
        found.more(taken, first)
        blocks = full(found, taken)
        score = known["around" + ending](*blocks)
        bonus = found.bonus()
        last = known["final" + ending](*final(found, blocks, score, bonus, first))
        certainty = certain(last)
        del blocks
        progress(0.4 + 0.5 * (number + 1) / ROUNDS)
    chosen = assign(found.i, found.j, score + bonus, found.once())
    same = found.columns[chosen, -1] > 0
    held = scoring.own(found.columns[chosen])
    own, bare = (known["own" + ending](columns) for columns in (held, scoring.bare(held)))
    equal = bonus[chosen] > SAME
    left.forget()
    right.forget()
    certainty, called = certain(last[chosen]), scoring.called(held)
    return found, Pairs(found.i[chosen], found.j[chosen], certainty, own, bare, called, same, equal)


def _scored(left: Side, right: Side, held: Tables, first: Formula, i: Array, j: Array) -> tuple[Array, Array]:
    columns = scoring.alone(left, right, held, i, j)
    return columns, first(columns)


def full(found: Candidates, taken: sparse.csr_array) -> tuple[Array, ...]:
    """Columns of the pair and of what is around it."""
    return found.columns, scoring.around(found.left, found.right, found.i, found.j, taken)


def final(
    found: Candidates, blocks: tuple[Array, ...], score: Array, bonus: Array, first: Formula
) -> tuple[Array, ...]:
    """Columns of the last judgement: all others, the score, how far the best rivals of either function are, by that
    score and by the pair alone, and how much there is to judge by."""
    one, other = found.once()
    sizes = int(one.max(initial=-1)) + 1, int(other.max(initial=-1)) + 1
    margins = scoring.rivalled(one, other, score + bonus, *sizes)
    alone = scoring.rivalled(one, other, first(found.columns) + bonus, *sizes)
    return *blocks, np.stack([score, *margins, *alone, found.bits], axis=1).astype(np.float32)


def _bits(held: Tables, i: Array, j: Array) -> Array:
    found: Array = np.log1p(sum(table.shared(i, j) for table in held.classes))
    return found


def _crossed(one: sparse.csr_array, other: sparse.csr_array, a: Array, b: Array, size: int) -> Array:
    """What each ``a[k]`` leads to with each that ``b[k]`` leads to, where either are few: left × ``size`` + right."""
    counts = np.diff(one.indptr)[a].astype(np.int64), np.diff(other.indptr)[b].astype(np.int64)
    few = np.flatnonzero((counts[0] > 0) & (counts[0] <= FEW) & (counts[1] > 0) & (counts[1] <= FEW))
    mine, theirs = counts[0][few], counts[1][few]
    pairs = mine * theirs
    of = np.repeat(np.arange(len(few)), pairs)
    number = np.arange(len(of)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    x = one.indices[one.indptr[a[few]][of] + number // theirs[of]].astype(np.int64)
    y = other.indices[other.indptr[b[few]][of] + number % theirs[of]].astype(np.int64)
    found: Array = x * size + y
    return found


def _same(left: Side, right: Side, usable: tuple[Array, Array]) -> Array:
    """Pairs of functions whose instructions are the same, where that names few: left × size of the right + right."""
    held: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for side, index, may in ((left, held[0], usable[0]), (right, held[1], usable[1])):
        for number, value in enumerate(side.normal.tolist()):
            if may[number]:
                index.setdefault(value, []).append(number)
    codes: list[int] = []
    for value, mine in held[0].items():
        theirs = held[1].get(value, [])
        if len(mine) * len(theirs) <= 64:
            codes += [a * len(right) + b for a in mine for b in theirs]
        else:
            codes += [a * len(right) + theirs[k] for k, a in enumerate(mine[: len(theirs)])]
    return np.array(codes, np.int64)

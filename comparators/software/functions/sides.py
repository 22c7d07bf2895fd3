"""All functions of one side, and of two sides what each pair of functions shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.reading import CLASSES, FIELDS, IMPORTS, NUMBERS, TEXTS
from comparators.software.functions.weighing import weights

Array = NDArray[Any]
Sides = Mapping[str, FunctionFeatures]
TELLING = 3.0  # bits of a key that counts among those around
AROUND = (NUMBERS, FIELDS, TEXTS, IMPORTS)  # classes that a function is taken to have of those it calls


@dataclass(frozen=True)
class Side:
    """``names``: files in order; ``file``: of each function the number of its file; ``first``: its first function."""

    names: list[str]
    features: list[FunctionFeatures]

    @classmethod
    def of(cls, side: Sides) -> Side:
        """Files in order of their names."""
        names = sorted(side)
        return cls(names, [side[name] for name in names])

    @cached_property
    def first(self) -> Array:
        """Number of the first function of each file, and how many there are in all."""
        return np.concatenate([[0], np.cumsum([len(f) for f in self.features])]).astype(np.int64)

    @cached_property
    def file(self) -> Array:
        """Number of the file of each function."""
        return np.repeat(np.arange(len(self.names)), np.diff(self.first))

    def __len__(self) -> int:
        return int(self.first[-1])

    def column(self, name: str) -> Array:
        """One array of all files, end to end."""
        return np.concatenate([getattr(one, name) for one in self.features])

    @cached_property
    def counts(self) -> Array:
        """Instructions of each function."""
        return self.column("counts").astype(np.int64)

    @cached_property
    def rows(self) -> tuple[Array, Array, Array]:
        """Function, class and key of every key."""
        of, kinds = [], []
        for one, first in zip(self.features, self.first, strict=False):
            sizes = np.diff(one.bounds)
            slots = np.repeat(np.arange(len(sizes)), sizes)
            of.append(slots // CLASSES + first)
            kinds.append(slots % CLASSES)
        return np.concatenate(of), np.concatenate(kinds), self.column("keys")

    @cached_property
    def calls(self) -> sparse.csr_array:
        """Which function calls which (n × n, bool as float)."""
        of, to = [], []
        for one, first in zip(self.features, self.first, strict=False):
            of.append(np.repeat(np.arange(len(one)), np.diff(one.calls)) + first)
            to.append(one.callees.astype(np.int64) + first)
        row, column = np.concatenate(of), np.concatenate(to)
        return sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(self), len(self)))

    @cached_property
    def neighbours(self) -> sparse.csr_array:
        """Which functions stand next to each other in one file, up to three apart (n × n)."""
        n = len(self)
        steps = [(np.arange(n - d), np.arange(n - d) + d) for d in (1, 2, 3) if n > d]
        if not steps:
            return sparse.csr_array((n, n))
        row, column = (np.concatenate(part) for part in zip(*steps, strict=True))
        same = self.file[row] == self.file[column]
        row, column = row[same], column[same]
        ones = np.ones(2 * len(row))
        return sparse.csr_array((ones, (np.concatenate([row, column]), np.concatenate([column, row]))), shape=(n, n))

    @cached_property
    def reach(self) -> tuple[Links, Links, Links]:
        """Functions called, calling, and next to each."""
        return Links.of(self.calls), Links.of(sparse.csr_array(self.calls.T)), Links.of(self.neighbours)


@dataclass(frozen=True)
class Links:
    """``near``: which function leads to which (n × n); ``far``: in one step or two; ``degree``: to how many in one."""

    near: sparse.csr_array
    far: sparse.csr_array
    degree: Array

    @classmethod
    def of(cls, near: sparse.csr_array) -> Links:
        """Both from the first."""
        return cls(near, _any(near + near @ near), np.asarray(near.sum(axis=1)))


@dataclass(frozen=True)
class Table:
    """Keys of one class of both sides: which function holds which (functions × keys), and bits of each key."""

    left: sparse.csr_array
    right: sparse.csr_array
    bits: Array

    @cached_property
    def totals(self) -> tuple[Array, Array]:
        """Bits of all keys of each function."""
        return self.left @ self.bits, self.right @ self.bits

    def shared(self, i: Array, j: Array) -> Array:
        """Bits of the keys that functions ``i[k]`` and ``j[k]`` both hold."""
        out = np.zeros(len(i))
        for at in range(0, len(i), 50_000):
            some = slice(at, at + 50_000)
            out[some] = self.left[i[some]].multiply(self.right[j[some]]) @ self.bits
        return out


@dataclass(frozen=True)
class Tables:
    """``classes``: a table a class of keys. The others hold what a function names (``AROUND``): ``own`` itself,
    ``wide`` with those that it calls, ``far`` with those that these call, ``above`` of those that call it, ``beside``
    of those next to it in the file. Of far, above and beside only keys that tell something."""

    classes: list[Table]
    own: Table
    wide: Table
    far: Table
    above: Table
    beside: Table

    @property
    def around(self) -> tuple[Table, ...]:
        """All but the classes."""
        return self.own, self.wide, self.far, self.above, self.beside


def tables(left: Side, right: Side) -> Tables:
    """See ``Tables``."""
    found = []
    parts: list[list[Array]] = [[], [], [], []]
    for kind in range(CLASSES):
        made = []
        for side in (left, right):
            of, kinds, keys = side.rows
            chosen = kinds == kind
            made.append((of[chosen], keys[chosen]))
        found.append(_table(made[0], made[1], len(left), len(right)))
        if kind in AROUND:
            for number, (of, keys) in enumerate(made):
                parts[2 * number].append(of)
                parts[2 * number + 1].append(keys)
    flat = [np.concatenate(part) for part in parts]
    own = _table((flat[0], flat[1]), (flat[2], flat[3]), len(left), len(right))
    telling = np.flatnonzero(own.bits >= TELLING)
    bits = own.bits[telling]
    rows: list[list[sparse.csr_array]] = [[], [], [], []]
    for held, side in ((own.left, left), (own.right, right)):
        few = sparse.csr_array(held[:, telling])
        near = _any(few + side.calls @ few)
        rows[0].append(_any(held + side.calls @ held))
        rows[1].append(_any(near + side.calls @ near))
        rows[2].append(_any(sparse.csr_array(side.calls.T) @ few))
        rows[3].append(_any(side.neighbours @ few))
    wide, far, above, beside = (
        Table(one, other, weighed) for (one, other), weighed in zip(rows, (own.bits, bits, bits, bits), strict=True)
    )
    return Tables(found, own, wide, far, above, beside)


def _any(counted: sparse.csr_array) -> sparse.csr_array:
    held = sparse.csr_array(counted)
    held.data = np.ones(len(held.data), np.float32)  # these tables are the largest
    return held


def _table(left: tuple[Array, Array], right: tuple[Array, Array], n: int, m: int) -> Table:
    every, back = np.unique(np.concatenate([left[1], right[1]]), return_inverse=True)
    split = len(left[1])
    made = []
    for of, columns, size in ((left[0], back[:split], n), (right[0], back[split:], m)):
        held = sparse.csr_array((np.ones(len(of)), (of, columns)), shape=(size, len(every)))
        held.data = np.ones_like(held.data)
        made.append(held)
    return Table(made[0], made[1], weights(every))

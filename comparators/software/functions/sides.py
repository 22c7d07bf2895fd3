"""All functions of one side, and of two sides what each pair of functions shares.

Tables of large programs are the most that pairing holds: what is there is a bool, with its column in 32 bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

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
HELD = 4_000_000  # entries of two tables that are looked at at a time: bounds memory, changes nothing


@dataclass(frozen=True)
class Side:
    """``names``: files in order; ``file``: of each function the number of its file; ``first``: its first function.
    ``twice``: whether a text stands with its last line break and without."""

    names: list[str]
    features: list[FunctionFeatures]
    twice: ClassVar[bool] = False

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

    @property
    def wholes(self) -> int:
        """How many programs there are: functions are one to one within each two of them."""
        return len(self.names)

    @property
    def whole(self) -> Array:
        """Number of the program of each function."""
        return self.file

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
    def normal(self) -> Array:
        """Hash of the instructions of each function."""
        return self.column("normal")

    @cached_property
    def shape(self) -> Array:
        """Size and shape of the control flow of each function (float64, n × 4)."""
        return self.column("shape").astype(np.float64)

    def sizes(self, kinds: Sequence[int]) -> Array:
        """How many keys of some classes each function holds."""
        every = [np.diff(one.bounds).reshape(-1, CLASSES)[:, list(kinds)].sum(axis=1) for one in self.features]
        return np.concatenate([np.zeros(0, np.int64), *every])

    def held(self, kinds: Sequence[int]) -> tuple[Array, Array]:
        """Keys of some classes, those of each function together, and where each function's begin (and the last end)."""
        keys = []
        for one in self.features:
            sizes = np.diff(one.bounds)
            keys.append(one.keys[np.repeat(np.isin(np.arange(len(sizes)) % CLASSES, kinds), sizes)])
        return np.concatenate([[0], np.cumsum(self.sizes(kinds))]), np.concatenate(keys)

    @cached_property
    def calls(self) -> sparse.csr_array:
        """Which function calls which (n × n, bool)."""
        of, to = [], []
        for one, first in zip(self.features, self.first, strict=False):
            of.append(np.repeat(np.arange(len(one)), np.diff(one.calls)) + first)
            to.append(one.callees.astype(np.int64) + first)
        row, column = np.concatenate(of), np.concatenate(to)
        return sparse.csr_array((np.ones(len(row), bool), (row, column)), shape=(len(self), len(self)))

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
        ones = np.ones(2 * len(row), bool)
        return sparse.csr_array((ones, (np.concatenate([row, column]), np.concatenate([column, row]))), shape=(n, n))

    @cached_property
    def reach(self) -> tuple[Links, Links, Links]:
        """Functions called, calling, and next to each."""
        return Links.of(self.calls), Links.of(sparse.csr_array(self.calls.T)), Links.of(self.neighbours)

    def forget(self) -> None:
        """Let go of ``reach``, which pairing alone asks for."""
        self.__dict__.pop("reach", None)


@dataclass(frozen=True)
class Links:
    """``near``: which function leads to which (n × n); ``far``: in one step or two; ``degree``: to how many in one."""

    near: sparse.csr_array
    far: sparse.csr_array
    degree: Array

    @classmethod
    def of(cls, near: sparse.csr_array) -> Links:
        """Both from the first."""
        degree = np.asarray(near.sum(axis=1), np.float64)
        near = present(near)
        return cls(near, present(near + near @ near), degree)


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
        for some in pieces(np.diff(self.left.indptr)[i] + np.diff(self.right.indptr)[j], HELD):
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
    found = [_table(left, right, (kind,)) for kind in range(CLASSES)]
    own = _table(left, right, AROUND)
    telling = np.flatnonzero(own.bits >= TELLING)
    bits = own.bits[telling]
    rows: list[list[sparse.csr_array]] = [[], [], [], []]
    for held, side in ((own.left, left), (own.right, right)):
        calls = present(side.calls)
        few = sparse.csr_array(held[:, telling])
        near = present(few + calls @ few)
        rows[0].append(present(held + calls @ held))
        rows[1].append(present(near + calls @ near))
        rows[2].append(present(sparse.csr_array(calls.T) @ few))
        rows[3].append(present(side.neighbours @ few))
    wide, far, above, beside = (
        Table(one, other, weighed) for (one, other), weighed in zip(rows, (own.bits, bits, bits, bits), strict=True)
    )
    return Tables(found, own, wide, far, above, beside)


def pieces(sizes: Array, most: int) -> Iterator[slice]:
    """Cuts rows of these sizes into runs of at most ``most``, of one row at the least."""
    ends = np.cumsum(sizes, dtype=np.int64)
    at = 0
    while at < len(ends):
        before = int(ends[at - 1]) if at else 0
        stop = max(at + 1, int(np.searchsorted(ends, before + most, side="right")))
        yield slice(at, stop)
        at = stop


def present(counted: sparse.csr_array) -> sparse.csr_array:
    """Where something is, columns in order, without room that sums have left over."""
    held = sparse.csr_array(counted)
    indices = held.indices if held.indices.base is None else held.indices.copy()
    found = sparse.csr_array((np.ones(len(indices), bool), indices, held.indptr), shape=held.shape)
    found.sort_indices()
    return found


def _table(left: Side, right: Side, kinds: Sequence[int]) -> Table:
    held = [side.held(kinds) for side in (left, right)]
    every = np.unique(np.concatenate([keys for _, keys in held]))
    made = []
    for ends, keys in held:
        columns = np.searchsorted(every, keys).astype(np.int32)
        one = sparse.csr_array((np.ones(len(keys), bool), columns, ends), shape=(len(ends) - 1, len(every)))
        one.sum_duplicates()
        made.append(one)
    return Table(made[0], made[1], weights(every))

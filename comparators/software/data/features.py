"""Features of one file: its tables as hashes and weights of cells, laid out one after another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.data import oddities
from comparators.software.data.grid import SCHEMA, STRUCT, Book, Grid
from comparators.software.data.weighing import STEPS, Values, weigh

U64 = NDArray[np.uint64]
F32 = NDArray[np.float32]
GATE = 40.0  # bits of evidence that a pair of tables must have: chance at most 2^-40
AGREED, CHANGED = 0.8, 0.2  # of the cells of a copy: equal, changed (the null of the other side of the ratio)
TOLD = 10.0  # bits from which on a value is kept as text
SHOWN = 80  # characters of it


def ratio(bits: F32) -> F32:
    """log2 of the likelihood ratio of an equal cell: copied and kept in 0.8 of all cells against drawn by chance."""
    found: F32 = np.log2(np.float32(CHANGED) + np.float32(AGREED) * np.exp2(bits, dtype=np.float32))
    return found


DIFFERENT = float(np.log2(CHANGED))
SAME = ratio((np.arange(256, dtype=np.float32) / STEPS).astype(np.float32))  # by stored weight


@dataclass(frozen=True)
class Table:
    """One table: ``cells`` hashes (0 is empty), ``bits`` weights, rows × columns, and ``first`` of equal rows."""

    file: str
    number: int
    start: int  # its first cell in the file
    about: Mapping[str, Any]
    cells: U64
    bits: NDArray[np.uint8]
    odd: NDArray[np.uint8]
    group: NDArray[np.int64]  # first row that is equal to this one
    lines: NDArray[np.uint32]
    numeric: NDArray[np.bool_]  # by column

    @property
    def kind(self) -> str:
        return str(self.about["kind"])

    @property
    def family(self) -> int:
        """Tables of descriptions are paired among themselves, tables of values among themselves."""
        return int(self.kind in (SCHEMA, STRUCT))

    @property
    def name(self) -> str:
        return str(self.about["name"])

    @property
    def columns(self) -> list[str]:
        names = list(self.about["columns"])
        return [names[c] if c < len(names) and names[c] else f"#{c + 1}" for c in range(self.cells.shape[1])]

    @property
    def named(self) -> frozenset[int]:
        return frozenset(self.about["named"])

    @cached_property
    def distinct(self) -> NDArray[np.int64]:
        """Rows that are the first of their like."""
        return np.flatnonzero(self.group == np.arange(len(self.group)))

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The same for tables of the same distinct rows in any order."""
        with np.errstate(over="ignore"):
            rows = row_hashes(self.cells[self.distinct])
            return (
                self.cells.shape[1],
                len(rows),
                int(rows.sum(dtype=np.uint64)),
                int((rows * rows).sum(dtype=np.uint64)),
            )

    @cached_property
    def digest(self) -> tuple[int, ...]:
        """The same for tables with the same rows in the same order."""
        with np.errstate(over="ignore"):
            rows = row_hashes(self.cells) * mixed(np.arange(1, len(self.cells) + 1, dtype=np.uint64))
            return (*self.content, len(rows), int(rows.sum(dtype=np.uint64)), *self.named)

    @cached_property
    def heavy(self) -> bool:
        """Whether the table, against itself, reaches the gate: one that does not is evidence against nothing."""
        rows, width = self.cells[self.distinct].shape
        price = 2 * width + 3 + log2(width + 1) + 2 * log2(rows + 1)  # at most what ``pairing`` takes for it
        return bool(float(SAME[self.bits[self.distinct]].sum(dtype=np.float64)) >= GATE + price)


def row_hashes(cells: U64) -> U64:
    """One hash a row, of its cells in their order."""
    with np.errstate(over="ignore"):
        found = np.full(len(cells), 0x9E3779B97F4A7C15, np.uint64)
        for column in range(cells.shape[1]):
            found = mixed(found ^ cells[:, column]) + np.uint64(column + 1)
        return found


def mixed(values: U64) -> U64:
    """A bijection of 64 bits that spreads neighbours (the finaliser of SplitMix, Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed_values: U64 = values ^ (values >> np.uint64(31))
        return mixed_values


@dataclass(frozen=True)
class DataFeatures:
    """All tables of one file. ``about`` is JSON: name, kind, columns, types, key, links, named of each table."""

    about: str
    shapes: NDArray[np.int64]  # tables × (rows, columns)
    cells: U64
    bits: NDArray[np.uint8]
    odd: NDArray[np.uint8]
    group: NDArray[np.int64]  # by row, within its table
    lines: NDArray[np.uint32]
    numeric: NDArray[np.bool_]  # by column, tables one after another
    told: U64  # hashes of rare values, sorted
    texts: str  # their text, one a line, in that order

    @staticmethod
    def of(book: Book) -> DataFeatures:
        values = Values.of(list(book.values))
        about, shapes, parts = [], [], []
        told: set[int] = set()
        for grid in book.grids:
            if not grid.rows:
                continue
            codes = _codes(grid)
            if not codes.shape[1]:
                continue
            parts.append(_part(grid, codes, values))
            shapes.append(codes.shape)
            about.append(
                {
                    "name": grid.name,
                    "kind": grid.kind,
                    "columns": grid.columns[: codes.shape[1]],
                    "types": grid.types,
                    "named": sorted(grid.named),
                    "key": list(grid.key),
                    "links": grid.links,
                }
            )
            told.update(np.unique(codes[(parts[-1][1] >= TOLD * STEPS) | (parts[-1][2] != 0)]).tolist())
        texts = list(book.values)
        hashes = values.hashes[sorted(told)] if told else np.zeros(0, np.uint64)
        words = [" ".join(texts[code].split())[:SHOWN] for code in sorted(told)]
        order = np.argsort(hashes, kind="stable")
        joined = [np.concatenate([part[k].ravel() for part in parts]) if parts else np.zeros(0) for k in range(6)]
        return DataFeatures(
            json.dumps(about, ensure_ascii=True),
            np.array(shapes, np.int64).reshape(-1, 2),
            joined[0].astype(np.uint64, copy=False),
            joined[1].astype(np.uint8, copy=False),
            joined[2].astype(np.uint8, copy=False),
            joined[3].astype(np.int64, copy=False),
            joined[4].astype(np.uint32, copy=False),
            joined[5].astype(np.bool_, copy=False),
            hashes[order],
            "\n".join(words[k] for k in order.tolist()),
        )

    def tables(self, file: str) -> Sequence[Table]:
        """The tables of the file, in their order."""
        if file not in self._listed:
            self._listed[file] = list(self._tables(file))
        return self._listed[file]

    @cached_property
    def _listed(self) -> dict[str, list[Table]]:
        return {}

    def _tables(self, file: str) -> Iterator[Table]:
        start = row = column = 0
        for number, (about, (rows, width)) in enumerate(zip(json.loads(self.about), self.shapes.tolist(), strict=True)):
            at, down, across = slice(start, start + rows * width), slice(row, row + rows), slice(column, column + width)
            cells, shape = self.cells[at].reshape(rows, width), (rows, width)
            bits, odd = self.bits[at].reshape(shape), self.odd[at].reshape(shape)
            yield Table(
                file, number, start, about, cells, bits, odd, self.group[down], self.lines[down], self.numeric[across]
            )
            start, row, column = at.stop, down.stop, across.stop

    def text(self, value: int) -> str:
        """The text of a rare value; empty for others."""
        at = int(np.searchsorted(self.told, np.uint64(value)))
        if at < len(self.told) and int(self.told[at]) == value:
            return self._words[at]
        return ""

    @cached_property
    def _words(self) -> list[str]:
        return self.texts.split("\n")


def _codes(grid: Grid) -> NDArray[np.int32]:
    width = max(map(len, grid.rows))
    if min(map(len, grid.rows)) == width:
        return np.array(grid.rows, np.int32)
    codes = np.zeros((len(grid.rows), width), np.int32)
    for number, row in enumerate(grid.rows):
        codes[number, : len(row)] = row
    return codes


def _part(grid: Grid, codes: NDArray[np.int32], values: Values) -> tuple[NDArray[Any], ...]:
    cells = values.hashes[codes]
    whole = row_hashes(cells)
    _, first, inverse = np.unique(whole, return_index=True, return_inverse=True)
    group = first[inverse]
    distinct = np.sort(first)
    bits = np.zeros(codes.shape, np.uint8)
    odd = np.zeros(codes.shape, np.uint8)
    bits[distinct] = weigh(codes[distinct], values, named=grid.named)
    odd[distinct] = oddities.find(codes[distinct], values, named=grid.named)
    bits, odd = bits[group], odd[group]
    filled = np.count_nonzero(codes, axis=0)
    numeric = np.count_nonzero(~np.isnan(values.numbers[codes]), axis=0) >= np.maximum(1, 0.8 * filled)
    return cells, bits, odd, group, np.array(grid.lines, np.uint32), numeric

"""Figures: cells, rows and tables that correspond, each counted once, under exclusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Lane, Region, Span
from comparators.software.data.features import DataFeatures, Table
from comparators.software.data.grid import CONSTANTS, DATA, LIST, SCHEMA, SETTINGS, STRUCT
from comparators.software.data.pairing import Pairing, pair
from comparators.software.data.weighing import STEPS

ARBITRARY = 8 * STEPS  # weight of a cell whose value has a chance of 1 in 256 at most
KINDS = {DATA: "table", LIST: "list", SETTINGS: "settings", CONSTANTS: "constants", SCHEMA: "schema", STRUCT: "struct"}
ODD = "odd-value"
Sides = Mapping[str, DataFeatures]
Flags = NDArray[np.bool_]


def kind_of(left: Table, right: Table) -> str:
    """The kind of a match of two tables: their own where it is the same."""
    return KINDS[left.kind] if left.kind == right.kind else "table"


def cell(table: Table, start: int, stop: int) -> Span:
    """Cells ``start`` to ``stop`` of a table, row by row, as cells of its file."""
    return Span(table.file, "cell", table.start + start, table.start + stop)


def places(table: Table, rows: Iterable[int]) -> list[Span]:
    """Whole rows, with all that are equal to them, as few spans."""
    wanted = np.zeros(len(table.cells), bool)
    wanted[np.fromiter(rows, np.int64)] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[False], wanted[table.group], [False]]).astype(np.int8)))
    width = table.cells.shape[1]
    return [cell(table, a * width, b * width) for a, b in edges.reshape(-1, 2).tolist()]


def _inside(table: Table, region: Region) -> Flags:
    """Cells of the table (rows × columns) that lie in the region."""
    found = np.zeros(table.cells.size, bool)
    if region.holds_file(table.file):
        found[:] = True
    for start, stop in region.intervals(Lane(table.file, "cell")):
        low, high = max(0, int(start) - table.start), min(table.cells.size, int(np.ceil(stop)) - table.start)
        if low < high:
            found[low:high] = True
    return found.reshape(table.cells.shape)


def equal_cells(left: Table, right: Table, found: Pairing) -> tuple[Flags, Flags]:
    """Cells of all rows of each table that are equal in the counterpart of their row; empty cells are none."""
    one, other = np.zeros(left.cells.shape, bool), np.zeros(right.cells.shape, bool)
    for c, d in zip(found.columns.left.tolist(), found.columns.right.tolist(), strict=True):
        same = (left.cells[found.left, c] == right.cells[found.right, d]) & (left.cells[found.left, c] != 0)
        one[found.left, c] = same
        other[found.right, d] = same
    return one[left.group], other[right.group]


def _partners(table: Table, rows: NDArray[np.int64], others: NDArray[np.int64], kept: Flags, there: Table) -> Flags:
    """Rows of ``table`` whose counterpart still has a cell that is kept (``kept``: rows × columns of ``there``)."""
    alive = np.zeros(len(there.cells), bool)
    np.logical_or.at(alive, there.group, kept.any(axis=1))
    found = np.zeros(len(table.cells), bool)
    found[rows] = alive[others]
    return found[table.group]


@dataclass
class _Side:
    """One side: cells that are equal somewhere, by table."""

    tables: dict[tuple[str, int], Table]
    equal: dict[tuple[str, int], Flags] = field(default_factory=dict)
    arbitrary: dict[tuple[str, int], Flags] = field(default_factory=dict)
    rows: dict[tuple[str, int], Flags] = field(default_factory=dict)

    def add(self, table: Table, cells: Flags, rows: Flags, arbitrary: Flags) -> None:
        key = (table.file, table.number)
        for store, flags in ((self.equal, cells), (self.rows, rows), (self.arbitrary, arbitrary)):
            store[key] = store[key] | flags if key in store else flags

    def counts(self, out: Region, name: str) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for key, table in self.tables.items():
            gone = _inside(table, out) if out else np.zeros(table.cells.shape, bool)
            filled = (table.cells != 0) & ~gone
            rows = filled.any(axis=1)
            if not rows.any():
                continue
            if not table.heavy:
                counts["left_out"] += 1
                counts["cells_left_out"] += int(filled.sum())
                continue
            counts["tables"] += 1
            counts["rows"] += int(rows.sum())
            counts["cells"] += int(filled.sum())
            if key in self.equal and (self.rows[key] & rows).any():
                counts["paired_tables"] += 1
                counts["rows_aligned"] += int((self.rows[key] & rows).sum())
                counts["equal_cells"] += int((self.equal[key] & filled).sum())
                counts["arbitrary_cells"] += int((self.arbitrary[key] & filled).sum())
        keys = ("tables", "rows", "cells", "paired_tables", "rows_aligned", "equal_cells", "arbitrary_cells")
        return {f"{key}_of_{name}": counts[key] for key in (*keys, "left_out", "cells_left_out")}


def tables(side: Sides) -> Iterator[Table]:
    """All tables of one side, files in order."""
    for file in sorted(side):
        yield from side[file].tables(file)


def of_match(match: Match, left: _Side, right: _Side) -> tuple[Table, Table]:
    details = match.details
    return (
        left.tables[match.left.file, int(details["number_of_left"])],
        right.tables[match.right.file, int(details["number_of_right"])],
    )


def measure(left: Sides, right: Sides, matches: Sequence[Match], mask: Mask) -> Measures:
    """See ``SoftwareData.measure``."""
    sides = [_Side({(t.file, t.number): t for t in tables(side)}) for side in (left, right)]
    kinds: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    seen: set[str] = set()
    for number, match in enumerate(matches):
        name = match.id or str(number)
        if name not in seen:  # pieces of a match that was cut keep its id
            seen.add(name)
            kinds[match.kind] += 1
            if match.kind != ODD:
                for key in ("columns_paired", "columns_of_left", "columns_of_right"):
                    columns[key] += int(match.details[key])
        if match.kind == ODD:
            continue
        one, other = of_match(match, *sides)
        found = pair(one, other)
        equal, back = equal_cells(one, other, found)
        kept = _inside(one, Region(match.all_left())), _inside(other, Region(match.all_right()))
        rows = _partners(one, found.left, found.right, kept[1], other) & kept[0].any(axis=1)
        others = _partners(other, found.right, found.left, kept[0], one) & kept[1].any(axis=1)
        for side, table, cells, inside, alive in (
            (sides[0], one, equal, kept[0], rows),
            (sides[1], other, back, kept[1], others),
        ):
            cells = cells & inside & alive[:, None]
            side.add(table, cells, alive, cells & (table.bits >= ARBITRARY))
    values: dict[str, JSON] = {f"pairs_{kind}": kinds[kind] for kind in (*KINDS.values(), ODD)}
    values |= {key: columns[key] for key in ("columns_paired", "columns_of_left", "columns_of_right")}
    counts = sides[0].counts(mask.left, "left") | sides[1].counts(mask.right, "right")
    values |= counts
    both = counts["cells_of_left"] + counts["cells_of_right"]
    common = counts["equal_cells_of_left"] + counts["equal_cells_of_right"]
    return Measures(
        common / both if both else 0.0,
        counts["equal_cells_of_left"] / counts["cells_of_left"] if counts["cells_of_left"] else 0.0,
        counts["equal_cells_of_right"] / counts["cells_of_right"] if counts["cells_of_right"] else 0.0,
        values,
    )

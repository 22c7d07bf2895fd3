"""Aligned rows of two tables for readers: the files are read again, the correspondence is computed again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from appraisal.comparison import Match
from appraisal.exhibit import Listing, Role, Run
from appraisal.span import Span
from appraisal.work import Work
from comparators.software.data.counting import ODD
from comparators.software.data.features import DataFeatures, Table
from comparators.software.data.grid import CONSTANTS, SCHEMA, SETTINGS, STRUCT, Book, Grid
from comparators.software.data.pairing import pair
from comparators.software.data.reading import read

ROWS = 400  # aligned rows that are shown
AROUND = 24  # rows around an odd value
CELL = 200  # characters of a cell that are shown
COLUMNS = 24
READ = frozenset({SETTINGS, CONSTANTS, SCHEMA, STRUCT})  # kinds of table whose columns the reader names

Line = tuple[str, tuple[Run, ...]]


class _Open:
    """One table with its text."""

    def __init__(self, work: Work, span: Span, number: int) -> None:
        self.book: Book = read(work.by_file[span.file])
        self.table: Table = DataFeatures.of(self.book).tables(span.file)[number]
        filled = [g for g in self.book.grids if any(g.rows)]
        self.grid: Grid = filled[number]
        self.texts = list(self.book.values)

    def text(self, row: int, column: int) -> str:
        cells = self.grid.rows[row]
        text = " ".join(self.texts[cells[column]].split()) if column < len(cells) else ""
        return text if len(text) <= CELL else text[: CELL - 1] + "…"

    def number(self, row: int) -> str:
        line = self.grid.lines[row]
        return f"{row + 1} (L{line})" if line else str(row + 1)


def listing(left: Work, right: Work, match: Match) -> Listing:
    """The aligned rows that begin at the match's first place; of an odd value, its row and those around it."""
    one = _Open(left, match.left, int(match.details["number_of_left"]))
    other = _Open(right, match.right, int(match.details["number_of_right"]))
    found = pair(one.table, other.table)
    first = one.table.group[(int(match.left.start) - one.table.start) // one.table.cells.shape[1]]
    at = int(np.searchsorted(found.left, first))
    most = ROWS
    if match.kind == ODD:
        at, most = max(0, at - AROUND // 4), AROUND
    rows = list(zip(found.left[at : at + most].tolist(), found.right[at : at + most].tolist(), strict=True))
    pairs = list(zip(found.columns.left.tolist(), found.columns.right.tolist(), strict=True))[:COLUMNS]
    heads = tuple(
        ("", _runs([(_head(table, c), "context") for c in columns]))
        for table, columns in ((one.table, [c for c, _ in pairs]), (other.table, [d for _, d in pairs]))
    )
    lines: tuple[list[Line], list[Line]] = ([heads[0]], [heads[1]])
    for i, j in rows:
        roles: list[Role] = [
            "same" if one.table.cells[i, c] == other.table.cells[j, d] else "changed" for c, d in pairs
        ]
        lines[0].append((one.number(i), _runs([(one.text(i, c), r) for (c, _), r in zip(pairs, roles, strict=True)])))
        lines[1].append(
            (other.number(j), _runs([(other.text(j, d), r) for (_, d), r in zip(pairs, roles, strict=True)]))
        )
    if match.kind != ODD and (rest := len(found.left) - at - len(rows)):
        for side in lines:
            side.append(("", (Run(f"〔… {rest} …〕", "context"),)))
    return Listing(
        tuple(lines[0]),
        tuple(lines[1]),
        f"{match.left.file} {one.table.name}".strip(),
        f"{match.right.file} {other.table.name}".strip(),
    )


def _head(table: Table, column: int) -> str:
    """The name of a column; in brackets where it is the reader's word and no file's, so that a report has its own."""
    name = table.columns[column]
    return f"({name})" if table.kind in READ and name.isalpha() else name


def _runs(cells: Sequence[tuple[str, Role]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for text, role in cells:
        if runs:
            runs.append(Run(" | ", "context"))
        runs.append(Run(text or "∅", role))
    return tuple(runs)

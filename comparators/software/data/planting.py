"""Known copies of tables for controls, and tables of the same kind that are no copy of anything.

What is written is a new file in a format chosen by the seed: the host's tables, and among them rows of one table of the
source under other names, in another order of rows and columns, with up to a fifth of the cells of each row changed.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import Span
from appraisal.work import Member
from comparators.software.data.features import CHANGED, GATE, SAME, DataFeatures, Table
from comparators.software.data.grid import SCHEMA, STRUCT, Book, Grid
from comparators.software.data.reading import read

LEAST, MOST = 4, 200  # rows of a plant
HOST_CELLS = 20_000
SPARE = 1.5  # times the evidence that is needed at least
DIGITS, LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Sheet:
    """A table to be written: text cells, all rows of one width."""

    name: str
    rows: list[list[str]]


def _csv(sheets: Sequence[Sheet]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for sheet in sheets:
        writer.writerow([f"c{n}" for n in range(len(sheet.rows[0]))])
        writer.writerows(sheet.rows)
    return stream.getvalue()


def _json(sheets: Sequence[Sheet]) -> str:
    body = {s.name: [{f"k{n}": cell for n, cell in enumerate(row)} for row in s.rows] for s in sheets}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _lua(sheets: Sequence[Sheet]) -> str:
    def row(cells: list[str]) -> str:
        return "  {" + ", ".join(json.dumps(cell, ensure_ascii=False) for cell in cells) + "},\n"

    return "".join(f"{sheet.name} = {{\n{''.join(map(row, sheet.rows))}}}\n" for sheet in sheets)


def _sql(sheets: Sequence[Sheet]) -> str:
    def row(name: str, cells: list[str]) -> str:
        quoted = ["'" + cell.replace("'", "''") + "'" for cell in cells]
        return f"INSERT INTO {name} VALUES ({', '.join(quoted)});\n"  # noqa: S608  written to a file, run nowhere

    return "".join(row(sheet.name, cells) for sheet in sheets for cells in sheet.rows)


def _xml(sheets: Sequence[Sheet]) -> str:
    def row(name: str, cells: list[str]) -> str:
        return f"  <{name} " + " ".join(f"a{n}={quoteattr(cell)}" for n, cell in enumerate(cells)) + "/>\n"

    body = "".join(row(sheet.name, cells) for sheet in sheets for cells in sheet.rows)
    return f"<tables>\n{body}</tables>\n"


WRITERS: dict[str, Callable[[Sequence[Sheet]], str]] = {
    "json": _json,
    "lua": _lua,
    "sql": _sql,
    "xml": _xml,
    "csv": _csv,
}


def _texts(book: Book, grid: Grid) -> list[list[str]]:
    """Cells as text without what no format carries: control characters, backslashes."""
    texts = list(book.values)
    width = max(map(len, grid.rows))
    clean = str.maketrans({c: None for c in [*map(chr, range(32)), "\x7f", "\\", "\ufffe", "\uffff"]})
    every = [text.translate(clean).encode("utf-8", "ignore").decode().strip() for text in texts]
    return [[every[code] for code in (*row, *[0] * (width - len(row)))] for row in grid.rows]


def _filled(book: Book) -> list[Grid]:
    return [grid for grid in book.grids if any(grid.rows)]


def plant(source: Member, into: Member, seed: int, out: Path) -> Plant:
    """See ``appraisal.comparator.Plantable``. Raises ``Refused`` when the source has no table with enough in it."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    book = read(source)
    grids = _filled(book)
    tables = DataFeatures.of(book).tables(source.file)
    # Descriptions of tables are left out: written as rows they would be read as rows.
    chosen = [t for t in tables if t.kind not in (SCHEMA, STRUCT) and _stretch(t, dice) is not None]
    if not chosen:
        raise Refused(f"{source.file}: no table with enough in it that is not ordinary to take rows from")
    table = dice.choice(chosen)
    start, stop = _stretch(table, dice) or (0, len(table.cells))
    rows = _texts(book, grids[table.number])[start:stop]
    _change(rows, dice)
    order = list(range(len(rows)))
    dice.shuffle(order)
    across = list(range(len(rows[0])))
    dice.shuffle(across)
    copied = Sheet("planted", [[rows[i][c] for c in across] for i in order])
    hosts = _hosts(into)
    name = dice.choice(sorted(WRITERS.keys() - ({"csv"} if hosts else set())))
    sheets = [*hosts, copied]
    path = out / f"planted-{seed}.{name}"
    path.write_text(WRITERS[name](sheets), "utf-8", newline="")
    alteration = f"rows as {name}, renamed, shuffled, cells changed"
    left = Span(source.file, "cell", table.start + start * len(across), table.start + stop * len(across))
    return Plant(left, _found(path, copied), alteration, path)


def _stretch(table: Table, dice: random.Random) -> tuple[int, int] | None:
    """Rows, one after another, that are worth twice what is needed; None if all together are not."""
    worth = SAME[table.bits].sum(axis=1, dtype=np.float64)
    worth[table.group != np.arange(len(worth))] = 0  # repeated rows are no further evidence
    n, width = table.cells.shape
    price = (1 - CHANGED) if width > 1 else 1.0
    for size in (dice.randint(LEAST, 60), MOST, n):
        size = min(size, n)
        start = dice.randint(0, n - size)
        needed = SPARE * (GATE + 2 * width + 16 + size * np.log2(max(2, n)))
        if size >= LEAST and price * worth[start : start + size].sum() >= needed:
            return start, start + size
    return None


def _change(rows: list[list[str]], dice: random.Random) -> None:
    """Change up to a fifth of the cells of each row, never all that tell rows apart."""
    most = len(rows[0]) // 5
    for row in rows:
        for column in dice.sample(range(len(row)), dice.randint(0, most)):
            row[column] = altered(row[column], dice)


def altered(text: str, dice: random.Random) -> str:
    """Another value of the same shape: each digit another digit, each letter another letter."""
    out = []
    for c in text:
        if c in DIGITS:
            out.append(dice.choice("123456789"))
        elif c.isascii() and c.isalpha():
            letter = dice.choice(LETTERS)
            out.append(letter.upper() if c.isupper() else letter)
        elif "\u4e00" <= c <= "\u9fff":
            out.append(chr(dice.randint(0x4E00, 0x9FA0)))
        else:
            out.append(c)
    return "".join(out)


def _hosts(into: Member) -> list[Sheet]:
    """The host's own tables, up to a size: all that a table is compared against."""
    book = read(into)
    sheets: list[Sheet] = []
    size = 0
    for grid in _filled(book):
        if grid.kind in (SCHEMA, STRUCT):
            continue
        size += sum(map(len, grid.rows))
        if size > HOST_CELLS:
            break
        sheets.append(Sheet(f"host{len(sheets)}", _texts(book, grid)))
    return sheets


def _found(path: Path, copied: Sheet) -> Span:
    """Where the planted rows stand, in cells of the new file as it is read."""
    member = Member(path.name, path, path.stat().st_size, "", None)
    wanted = (len(copied.rows), len(copied.rows[0]))
    for table in reversed(DataFeatures.of(read(member)).tables(path.name)):
        if table.cells.shape[0] == wanted[0] and table.cells.shape[1] >= wanted[1]:
            return Span(path.name, "cell", table.start, table.start + table.cells.size)
    raise Refused(f"{path.name}: rows of this table do not read back as they were written")


def scramble(member: Member, seed: int, out: Path) -> Path:
    """See ``appraisal.comparator.Scrambling``: tables of the same shape, each value another of its shape."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    book = read(member)
    sheets: list[Sheet] = []
    size = 0
    for grid in _filled(book):
        size += sum(map(len, grid.rows))
        if sheets and size > 10 * HOST_CELLS:
            break
        rows = [[altered(cell, dice) for cell in row] for row in _texts(book, grid)]
        sheets.append(Sheet(f"table{len(sheets)}", rows))
    if not sheets:
        raise Refused(f"{member.file}: holds no table")
    path = out / f"scrambled-{seed}.json"
    path.write_text(_json(sheets), "utf-8", newline="")
    return path

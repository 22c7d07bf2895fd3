"""Grids in text files: lines of as many numbers, codes or characters each. Told from data tables by their nature.

A block of lines is a layout when it has at least 8 × 8 cells, few different values for its size, the same values in
all columns (a column of a table has a nature of its own), and when neighbours are alike both along and across the lines
more often than the frequencies of the values would have it (join counts, Moran 1948); numbers in a table are alike
along columns alone, running text and encoded bytes in no direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from comparators.software.assets.map_layers import GRID, Atlas, Cells

SUFFIXES = frozenset(["csv", "tsv", "txt", "tab", "map", "dat", "lvl", "level", "grid", "lev", "layout", "room", "asc"])
LEAST = 8  # columns and rows
MOST_VALUES = 4096
MOST_CELLS = 4_000_000  # of one grid
SEVERAL = 4  # cells a value, on the average, at least
LIKE = 1.15  # joins of equal cells over what frequencies would have, at least, in either direction
CHARACTERS = 40  # different ones of a drawing at most
DRAWN = 0.4  # of neighbours that are equal, in either direction, at least
DIGITS = frozenset("0123456789")
SHARED = 0.9  # of cells: value stands in another column too
LONGEST = 1 << 18  # characters of a line
NUMBER = re.compile(r"[+-]?\d{1,9}$")
TOKEN = re.compile(r"[^\s,;\"]{1,40}(?: [^\s,;\"]{1,40})?$")  # a number before a code marks a start


def grids(atlas: Atlas, text: str) -> None:
    """All layouts of a text file, in order."""
    for number, cells in enumerate(_blocks(atlas, text), 1):
        atlas.add(f"grid {number}", GRID, cells)


def _fields(line: str) -> list[str] | None:
    """Cells of one line: by comma, semicolon, tab or spaces, or single characters; None for another kind of line."""
    line = line.strip("\r\n")
    bare = line.strip()
    if not bare or len(line) > LONGEST:
        return None
    for mark in (",", ";", "\t"):
        if bare.count(mark) >= LEAST - 1:
            parts = [part.strip().strip('"') for part in bare.rstrip(mark).split(mark)]
            return parts if all(not p or TOKEN.match(p) for p in parts) else None
    parts = bare.split()
    if len(parts) >= LEAST and all(NUMBER.match(p) for p in parts):
        return parts
    return list(line.rstrip("\r\n")) if len(line) >= LEAST else None


def _blocks(atlas: Atlas, text: str) -> Iterator[Cells]:
    """Lines of one number of cells, one after another. What has too many values for a layout is not kept."""
    rows: list[list[str]] = []
    values: set[str] = set()
    wide = 0  # cells a line of a block that is being passed over
    for line in [*text.split("\n"), ""]:
        fields = _fields(line)
        if fields is not None and len(fields) == wide:
            continue
        wide = 0
        if fields is not None and (not rows or len(fields) == len(rows[0])):
            values.update(fields)
            rows.append(fields)
            if len(values) > MOST_VALUES or len(rows) * len(fields) > MOST_CELLS:
                rows, wide, values = [], len(fields), set()
            continue
        if len(rows) >= LEAST:
            yield from _grid(atlas, rows)
        rows = [fields] if fields is not None else []
        values = set(fields or ())


def _grid(atlas: Atlas, rows: list[list[str]]) -> Iterator[Cells]:
    width, height = len(rows[0]), len(rows)
    atlas.room(width, height)
    values = {cell for row in rows for cell in row}
    if not 2 <= len(values) <= min(MOST_VALUES, width * height // SEVERAL):
        return
    empty = {"", ".", " ", "0", "-1"} if len(values) > 2 else {"", " ", "0", "-1"}
    found = np.array([[0 if cell in empty else atlas.code(cell) for cell in row] for row in rows], np.int32)
    single = all(len(cell) == 1 for cell in values) and not values <= DIGITS
    if is_layout(found) and (not single or _drawn(found, len(values))):
        yield found


def _drawn(cells: Cells, values: int) -> bool:
    """Whether single characters draw something: few of them, and mostly like their neighbours in both directions.

    Prose and printed tables are lines of one length often enough, but not that.
    """
    alike = float((cells[:, 1:] == cells[:, :-1]).mean()), float((cells[1:] == cells[:-1]).mean())
    return values <= CHARACTERS and min(alike) >= DRAWN


def is_layout(cells: Cells) -> bool:
    """Whether columns are of one nature and neighbours alike in both directions."""
    values, codes = np.unique(cells, return_inverse=True)
    codes = codes.reshape(cells.shape)
    if len(values) < 2:
        return False
    columns = np.zeros((len(values), cells.shape[1]), bool)
    columns[codes, np.arange(cells.shape[1])[None, :]] = True
    if (columns.sum(axis=1)[codes] >= 2).mean() < SHARED:
        return False
    shares = np.bincount(codes.ravel()) / codes.size
    by_chance = float((shares**2).sum())
    # Columns that keep their own values look alike along columns; what is left after their own frequencies counts.
    own = np.stack([np.bincount(column, minlength=len(values)) for column in codes.T]) / cells.shape[0]
    of_columns = float((own**2).sum(axis=1).mean())
    along = float((codes[:, 1:] == codes[:, :-1]).mean())
    across = float((codes[1:] == codes[:-1]).mean())
    return along > min(0.98, LIKE * by_chance) and across > min(0.98, LIKE * max(by_chance, 0.8 * of_columns))

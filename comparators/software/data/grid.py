"""Tables while a file is being read: rows of text cells, one dictionary of values a file, bounded on all sides.

``Tree`` values (mappings, sequences, text) are what JSON, XML, YAML, Lua and the like say; ``spread`` makes tables of
them: one for each path on which records repeat, one of paths and values for all that stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.errors import OverLimit

MOST_CELLS = 20_000_000  # in one file
MOST_COLUMNS = 2_000  # in one table
MOST_TABLES = 20_000  # in one file
MOST_DEPTH = 100  # of values in values
LONGEST = 65_536  # characters of one value that are looked at
FILLED = 0.3  # share of keys that records of one table have in common at least
MOST_GROUPS = 64  # tables that the records of one mapping are told apart into
WIDEST = 24  # numbered values of one record that become columns

DATA, SETTINGS, CONSTANTS, LIST, SCHEMA, STRUCT = "data", "settings", "constants", "list", "schema", "struct"
KINDS = (DATA, SETTINGS, CONSTANTS, LIST, SCHEMA, STRUCT)

Tree = Mapping[str, "Tree"] | Sequence["Tree"] | str | None


@dataclass
class Grid:
    """One table being filled. ``named`` columns hold names and keys of the format: they carry no weight."""

    book: Book
    name: str
    kind: str
    columns: list[str]
    types: list[str]
    named: frozenset[int]
    key: tuple[int, ...]
    links: list[str]
    rows: list[tuple[int, ...]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def add(self, row: Iterable[str | None], line: int = 0) -> None:
        """Append a row; short rows are filled up later. Raises ``OverLimit`` naming the file."""
        codes = tuple(map(self.book.code, row))
        if len(codes) > MOST_COLUMNS:
            raise OverLimit(f"{self.book.file}: a table of {len(codes)} columns, at most {MOST_COLUMNS} are read")
        self.book.cells += len(codes)
        if self.book.cells > MOST_CELLS:
            raise OverLimit(f"{self.book.file}: more than {MOST_CELLS} cells in one file: split it")
        self.rows.append(codes)
        self.lines.append(line)


@dataclass
class Book:
    """All tables of one file. Code 0 is the empty cell."""

    file: str
    values: dict[str, int] = field(default_factory=lambda: {"": 0})
    grids: list[Grid] = field(default_factory=list)
    cells: int = 0

    def code(self, value: str | None) -> int:
        if not value:
            return 0
        if len(value) > LONGEST:
            value = value[:LONGEST]
        return self.values.setdefault(value, len(self.values))

    def open(
        self,
        name: str,
        kind: str,
        *,
        columns: Sequence[str] = (),
        types: Sequence[str] = (),
        named: Iterable[int] = (),
        key: Sequence[int] = (),
    ) -> Grid:
        """A new table. ``key`` numbers the columns of its primary key."""
        if len(self.grids) >= MOST_TABLES:
            raise OverLimit(f"{self.file}: more than {MOST_TABLES} tables in one file: split it")
        if len(columns) > MOST_COLUMNS:
            raise OverLimit(f"{self.file}: a table of {len(columns)} columns, at most {MOST_COLUMNS} are read")
        grid = Grid(self, name[:200], kind, list(columns), list(types), frozenset(named), tuple(key), [])
        self.grids.append(grid)
        return grid


def spread(book: Book, tree: Tree, *, settings: bool = True) -> None:
    """Tables of everything in ``tree``. Raises ``OverLimit`` when values lie deeper than ``MOST_DEPTH``."""
    records: dict[str, list[dict[str, str]]] = {}
    alone: list[tuple[str, str]] = []
    _walk(book, tree, "", records, alone, 0)
    for path, rows in records.items():
        columns: dict[str, None] = {}
        for row in rows:
            columns.update(dict.fromkeys(row))
        if len(columns) > MOST_COLUMNS:
            raise OverLimit(
                f"{book.file}: records of {len(columns)} keys at {path[:80]}, at most {MOST_COLUMNS} are read"
            )
        kind = LIST if list(columns) == [""] else DATA
        grid = book.open(path or "*", kind, columns=list(columns))
        for row in rows:
            grid.add(row.get(column) for column in columns)
    if settings and alone:
        grid = book.open("*", SETTINGS, columns=("key", "value"), named=(0,))
        for key, value in alone:
            grid.add((key, value))


def _deep(book: Book, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise OverLimit(f"{book.file}: values lie more than {MOST_DEPTH} levels deep")


def _walk(
    book: Book,
    tree: Tree,
    path: str,
    records: dict[str, list[dict[str, str]]],
    alone: list[tuple[str, str]],
    depth: int,
) -> None:
    _deep(book, depth)
    if tree is None or isinstance(tree, str):
        alone.append((path, tree or ""))
    elif isinstance(tree, Mapping):
        of = _tables(tree)
        if _lists(list(tree.values())):  # a mapping from names to rows of values
            for key, value in tree.items():
                _record(book, value, f"{path}{{}}", records, depth, key)
            return
        for key, value in tree.items():
            if key in of:
                number = f" {of[key]}" if of[key] else ""
                _record(book, value, f"{path}{{}}{number}", records, depth, key)
            else:
                _walk(book, value, f"{path}.{key}" if path else key, records, alone, depth + 1)
    else:
        for value in tree:
            if isinstance(value, Mapping) or (not isinstance(value, str) and value and _flat(value)):
                _record(book, value, f"{path}[]", records, depth, None)
            elif isinstance(value, str) or value is None:
                records.setdefault(f"{path}[]", []).append({"": value or ""})
            else:
                _walk(book, value, f"{path}[]", records, alone, depth + 1)


def _flat(value: Tree) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and 0 < len(value) <= MOST_COLUMNS
        and all(item is None or isinstance(item, str) for item in value)
    )


def _lists(values: Sequence[Tree]) -> bool:
    return len(values) >= 2 and all(_flat(v) for v in values) and len({len(v) for v in values if v is not None}) == 1


def _tables(tree: Mapping[str, Tree]) -> dict[str, int]:
    """Which of the mappings in ``tree`` are records of one table: key -> number of that table, others left out.

    Records of one table have keys in common: half of those of the smaller one.
    """
    groups: list[tuple[frozenset[str], list[str]]] = []
    counts: list[tuple[set[str], int]] = []
    for key, value in tree.items():
        if not isinstance(value, Mapping) or not value:
            continue
        keys = frozenset(value)
        best = max(
            range(len(groups)),
            key=lambda n: (len(keys & groups[n][0]) / max(len(keys), len(groups[n][0])), -n),
            default=-1,
        )
        if best >= 0 and 2 * len(keys & groups[best][0]) >= min(len(keys), len(groups[best][0])):
            groups[best][1].append(key)
            counts[best] = counts[best][0] | keys, counts[best][1] + len(keys)
        elif len(groups) < MOST_GROUPS:
            groups.append((keys, [key]))
            counts.append((set(keys), len(keys)))
    kept = [
        members
        for (_, members), (every, count) in zip(groups, counts, strict=True)
        if len(members) >= 2 and count >= FILLED * len(every) * len(members)
    ]
    return {key: number for number, members in enumerate(kept) for key in members}


def _record(
    book: Book, value: Tree, path: str, records: dict[str, list[dict[str, str]]], depth: int, key: str | None
) -> None:
    row: dict[str, str] = {} if key is None else {"#": key}
    rows = records.setdefault(path, [])  # before its children's, so that tables stand in the order of the file
    _flatten(book, value, "", path, row, records, depth + 1)
    if row:
        rows.append(row)


def _flatten(
    book: Book,
    value: Tree,
    prefix: str,
    path: str,
    row: dict[str, str],
    records: dict[str, list[dict[str, str]]],
    depth: int,
) -> None:
    """Plain values of a record become its columns, records inside it rows of a table of their own."""
    _deep(book, depth)
    if value is None or isinstance(value, str):
        row[prefix] = value or ""
    elif isinstance(value, Mapping):
        of = _tables(value) if prefix else {}
        for key, item in value.items():
            if key in of:
                _record(book, item, f"{path}.{prefix}{{}}", records, depth, key)
            else:
                _flatten(book, item, f"{prefix}.{key}" if prefix else key, path, row, records, depth + 1)
    else:
        for number, item in enumerate(value):
            if isinstance(item, Mapping):
                _record(book, item, f"{path}.{prefix}[]", records, depth, None)
            elif (number < WIDEST or not prefix) and len(row) <= MOST_COLUMNS:
                _flatten(book, item, f"{prefix}.{number}" if prefix else str(number), path, row, records, depth + 1)
            elif item is None or isinstance(item, str):
                records.setdefault(f"{path}.{prefix}[]", []).append({"": item or ""})
            else:
                _record(book, item, f"{path}.{prefix}[]", records, depth, None)

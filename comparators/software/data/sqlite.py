"""SQLite files, opened read-only and immutable: plain tables row by row; no view, trigger or function runs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from appraisal.errors import OverLimit, Unreadable
from comparators.software.data import sql
from comparators.software.data.grid import DATA, Book

MAGIC = b"SQLite format 3\x00"
MOST_BYTES = 1 << 30
MOST_PAGES = 1 << 20
MOST_STEPS = 2_000_000  # calls of the watch, one every thousand instructions of the database
LONGEST = 1 << 20  # bytes of one value
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}


def read(book: Book, path: Path, size: int) -> None:
    """All ordinary tables. Raises ``Unreadable`` or ``OverLimit`` naming the file."""
    if size > MOST_BYTES:
        raise OverLimit(f"{book.file}: a database of {size} bytes, at most {MOST_BYTES} are read")
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as base:
            _guard(base, book.file)
            _tables(base, book)
    except sqlite3.Error as error:
        raise Unreadable(f"{book.file}: the database cannot be read ({error}): hand in an undamaged copy") from error


def _guard(base: sqlite3.Connection, file: str) -> None:
    base.text_factory = lambda data: data.decode("utf-8", "replace")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    base.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1 << 20)
    base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    base.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100)
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
        base.execute(f"PRAGMA {pragma}")
    pages = base.execute("PRAGMA page_count").fetchone()[0]
    if pages > MOST_PAGES:
        raise OverLimit(f"{file}: a database of {pages} pages, at most {MOST_PAGES} are read")
    steps = 0

    def watch() -> int:
        nonlocal steps
        steps += 1
        return int(steps > MOST_STEPS)

    base.set_progress_handler(watch, 1000)


def _tables(base: sqlite3.Connection, book: Book) -> None:
    wanted = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rowid"
    tables = [(str(name), str(text or "")) for name, text in base.execute(wanted)]
    # Computed columns are left out: reading one would evaluate what the file says.
    stored = "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid"
    plain = {name: [str(row[0]) for row in base.execute(stored, (name,))] for name, _ in tables}
    base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY)
    described = []
    for name, text in tables:
        columns = plain[name]
        if name.lower().startswith("sqlite_") or not columns:
            continue
        scanner = sql.Scanner(text)
        table = sql.Described(name)
        while (token := scanner.next())[0]:
            if token[1].upper() == "TABLE":
                table = sql.create(scanner)
                table.name = name
                break
        wanted = ", ".join(map(_quoted, columns))
        rows = base.execute(f"SELECT {wanted} FROM {_quoted(name)} NOT INDEXED")  # noqa: S608  names are quoted
        types = {row[0]: row[1] for row in table.columns}
        keys = {row[0] for row in table.columns if row[5] == "primary"}
        key = [n for n, column in enumerate(columns) if column in keys]
        grid = book.open(name, DATA, columns=columns, types=[types.get(c, "") for c in columns], key=key)
        grid.links = list(table.links)
        for row in rows:
            grid.add(_text(value) for value in row)
        described.append(table)
    for table in described:
        if table.columns:
            sql.schema(book, table)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value[:2048].hex()
    return repr(value) if isinstance(value, float) else str(value)

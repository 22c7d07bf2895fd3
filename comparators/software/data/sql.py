"""SQL dumps of MySQL, PostgreSQL (``INSERT`` and ``COPY``) and SQLite as tables. Statements are read, never run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from comparators.software.data.grid import DATA, SCHEMA, Book, Grid

# Possessive throughout: a quote that is never closed costs one look to the end, not a search through all splits.
PIECES = r"""(?P<space>\s++|--[^\n]*+|\#[^\n]*+|/\*!\d*+|\*/)
      | (?P<comment>/\*)
      | (?P<text>[eE]'(?:[^'\\]++|''|\\.)*+'|[nNxXbB]?'(?:QUOTED)*+')
      | (?P<name>`[^`]*+`|"(?:[^"]++|"")*+"|\[[^\]\n]{1,128}\])
      | (?P<word>[\w.+-]++)
      | (?P<dollar>\$\w{0,64}\$)
      | (?P<mark>.)"""
FLAGS = re.DOTALL | re.VERBOSE
ESCAPED = re.compile(PIECES.replace("QUOTED", r"[^'\\]++|''|\\."), FLAGS)
STANDARD = re.compile(PIECES.replace("QUOTED", r"[^']++|''"), FLAGS)
POSTGRES = re.compile(r"\b[eE]'|^COPY |\\.\n", re.M)  # where a backslash is plain outside E'…'
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}
COPY = re.compile(
    r"COPY\s+(?:ONLY\s+)?(?P<name>[^\s(]+)\s*(?:\((?P<columns>[^)]{0,100000})\))?\s+FROM\s+stdin[^;\n]*;", re.I
)
TABLE_WORDS = {"primary", "key", "unique", "constraint", "foreign", "index", "check", "fulltext", "spatial", "exclude"}
STARTS = re.compile(r"\b(?:CREATE\s+(?:\w+\s+)?TABLE|(?:INSERT|REPLACE)\s+(?:\w+\s+)?INTO|COPY\s+\S+)\b", re.I)
MOST_TOKENS = 100_000  # of one description of a table, or of one row

Token = tuple[str, str]


@dataclass
class Described:
    """One ``CREATE TABLE``: each column as name, type, size, null, default, key; tables that it refers to."""

    name: str
    columns: list[list[str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def looks_like(text: str) -> bool:
    return bool(STARTS.search(text, 0, 500_000))


@dataclass
class Scanner:
    """Tokens of a dump one by one, without spaces and comments; ``("", "")`` at the end."""

    text: str
    at: int = 0

    def __post_init__(self) -> None:
        backslash = "`" in self.text or ("\\'" in self.text and not POSTGRES.search(self.text))
        self._pattern = ESCAPED if backslash else STANDARD
        self._backslash = backslash

    def next(self) -> Token:
        match = self._pattern.match
        while found := match(self.text, self.at):
            self.at = found.end()
            kind = found.lastgroup or ""
            if kind == "space":
                continue
            if kind == "comment":
                stop = self.text.find("*/", self.at)
                self.at = len(self.text) if stop < 0 else stop + 2
                continue
            if kind == "dollar":
                stop = self.text.find(found[0], self.at)
                body = self.text[self.at : stop if stop >= 0 else len(self.text)]
                self.at = len(self.text) if stop < 0 else stop + len(found[0])
                return "dollar", body
            return kind, found[0]
        return "", ""

    def value(self, token: Token) -> str:
        """What a token stands for: quotes taken off, escapes resolved; NULL is empty."""
        kind, raw = token
        if kind == "dollar":
            return raw
        if kind == "text":
            opened = raw.index("'")
            body = raw[opened + 1 : -1].replace("''", "'")
            if "\\" in body and (self._backslash or raw[0] in "eE"):
                body = ESCAPE.sub(lambda m: ESCAPES.get(m[1], m[1]), body)
            return body
        if kind == "name":
            return raw[1:-1].replace(raw[-1] * 2, raw[-1])
        return "" if raw.upper() == "NULL" else raw


def read(book: Book, text: str) -> None:
    """All tables of a dump: one of rows for each that is filled, one of its columns for each that is created."""
    scanner = Scanner(text)
    described: dict[str, Described] = {}
    grids: dict[str, Grid] = {}
    line, counted, previous = 1, 0, ""
    while (token := scanner.next())[0]:
        word = token[1].upper() if token[0] == "word" else ""
        if word == "TABLE" and previous in ("CREATE", "TEMPORARY", "TEMP", "UNLOGGED"):
            table = create(scanner)
            if table.columns:
                described.setdefault(table.name.casefold(), table)
        elif word == "INTO" and previous in ("INSERT", "REPLACE", "IGNORE", "DELAYED"):
            line, counted = line + text.count("\n", counted, scanner.at), scanner.at
            _insert(book, scanner, line, described, grids)
        elif word == "COPY" and (found := COPY.match(text, scanner.at - 4)):
            line, counted = line + text.count("\n", counted, found.end()), found.end()
            scanner.at = _copy(book, text, found, line, described, grids)
        previous = word
    for table in described.values():
        schema(book, table)


def schema(book: Book, table: Described) -> None:
    """The columns of a table as a table themselves: their names carry no weight."""
    grid = book.open(table.name, SCHEMA, columns=("name", "type", "size", "null", "default", "key"), named=(0,))
    grid.links = list(table.links)
    for row in table.columns:
        grid.add(row)


def _name(scanner: Scanner) -> tuple[str, Token]:
    """A table's name without its database, and the token behind it."""
    token = scanner.next()
    while token[0] == "word" and token[1].upper() in ("IF", "NOT", "EXISTS", "ONLY"):
        token = scanner.next()
    name = scanner.value(token).rsplit(".", 1)[-1]
    token = scanner.next()
    while token in (("mark", "."), ("word", ".")):
        name = scanner.value(scanner.next())
        token = scanner.next()
    return name, token


def create(scanner: Scanner) -> Described:
    name, token = _name(scanner)
    table = Described(name)
    if token[1] != "(":
        return table
    depth, part = 1, list[Token]()
    for _ in range(MOST_TOKENS):
        token = scanner.next()
        if not token[0]:
            break
        mark = token[1] if token[0] == "mark" else ""
        depth += (mark == "(") - (mark == ")")
        if depth == 0 or (depth == 1 and mark == ","):
            _column(scanner, table, part)
            part = []
            if depth == 0:
                break
        else:
            part.append(token)
    return table


def _column(scanner: Scanner, table: Described, part: list[Token]) -> None:
    """One entry of a description: a column, or a rule about some."""
    words = [scanner.value(token) for token in part]
    upper = [raw.upper() if kind == "word" else "" for kind, raw in part]
    if "REFERENCES" in upper[:-1]:
        table.links.append(words[upper.index("REFERENCES") + 1].rsplit(".", 1)[-1])
    if not part or (part[0][0] == "word" and words[0].lower() in TABLE_WORDS):
        if "PRIMARY" in upper[:3]:
            for row in table.columns:
                row[5] = "primary" if row[0] in words else row[5]
        return
    kind = words[1].lower() if len(words) > 1 else ""
    size = ""
    if len(words) > 3 and words[2] == "(" and ")" in words:
        size = "".join(words[3 : words.index(")")])
    default = words[upper.index("DEFAULT") + 1] if "DEFAULT" in upper[:-1] else ""
    key = "primary" if "PRIMARY" in upper else "unique" if "UNIQUE" in upper else ""
    null = "not null" if any(a == "NOT" and b == "NULL" for a, b in pairwise(upper)) else ""
    table.columns.append([words[0], kind, size, null, default, key])


def _grid(book: Book, name: str, columns: list[str], described: dict[str, Described], grids: dict[str, Grid]) -> Grid:
    key = name.casefold()
    if key not in grids:
        table = described.get(key)
        types = {row[0]: row[1] for row in table.columns} if table else {}
        columns = columns or list(types)
        primary = [n for n, column in enumerate(columns) if table for r in table.columns if r[0] == column and r[5]]
        grids[key] = book.open(name, DATA, columns=columns, types=[types.get(c, "") for c in columns], key=primary)
        grids[key].links = list(table.links) if table else []
    return grids[key]


def _insert(book: Book, scanner: Scanner, line: int, described: dict[str, Described], grids: dict[str, Grid]) -> None:
    """Rows of ``INSERT INTO name (columns) VALUES (…), (…)``; expressions stand as they are written."""
    name, token = _name(scanner)
    columns: list[str] = []
    if token[1] == "(":
        while (token := scanner.next())[0] and token[1] != ")":
            if token[0] in ("name", "word"):
                columns.append(scanner.value(token))
            if len(columns) > MOST_TOKENS:
                return
        token = scanner.next()
    if token[1].upper() not in ("VALUES", "VALUE"):
        return
    grid = _grid(book, name, columns, described, grids)
    counted = scanner.at
    while scanner.next()[1] == "(":
        line, counted = line + scanner.text.count("\n", counted, scanner.at), scanner.at
        row = _row(scanner)
        grid.add(row, line)
        if scanner.text[scanner.at : scanner.at + 1] == ";":
            return
        if (token := scanner.next())[1] != ",":
            return


def _row(scanner: Scanner) -> list[str]:
    row: list[str] = []
    cell: list[str] = []
    depth = 1
    for _ in range(MOST_TOKENS):
        token = scanner.next()
        if not token[0]:
            break
        if token[0] == "mark":
            mark = token[1]
            depth += (mark == "(") - (mark == ")")
            if depth == 0 or (depth == 1 and mark == ","):
                row.append(cell[0] if len(cell) == 1 else " ".join(cell))
                cell = []
                if depth == 0:
                    break
                continue
        cell.append(scanner.value(token))
    return row


def _copy(
    book: Book, text: str, found: re.Match[str], line: int, described: dict[str, Described], grids: dict[str, Grid]
) -> int:
    """Rows of ``COPY … FROM stdin`` up to the line ``\\.``; the place behind them."""
    name = found["name"].rsplit(".", 1)[-1].strip('"')
    columns = [c.strip().strip('"') for c in (found["columns"] or "").split(",") if c.strip()]
    grid = _grid(book, name, columns, described, grids)
    start = text.find("\n", found.end()) + 1 or len(text)
    stop = text.find("\n\\.", start - 1)
    stop = len(text) if stop < 0 else stop
    for number, row in enumerate(text[start:stop].split("\n"), line + 1):
        if row:
            cells = ("" if c == "\\N" else ESCAPE.sub(lambda m: ESCAPES.get(m[1], m[1]), c) for c in row.split("\t"))
            grid.add(cells, number)
    return min(stop + 3, len(text))

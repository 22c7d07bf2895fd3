"""Names and numbers in source code: ``#define``, constants, enumerations of C, C#, Java, Go, Rust and protocol files,
and fields of one table set one by one (``Opcode.LOGIN = 0x101``). Nothing is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comparators.software.data.grid import CONSTANTS, Book

LEAST = 4  # assignments to fields of one name that make a table
MOST_ARGUMENTS = 6  # of an enumeration's entry that are kept
NAME = re.compile(r"[A-Za-z_\u0080-\U0010ffff][\w.:]*")
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(\(?[^\n]{1,200})$", re.M)
CONSTANT = re.compile(
    r"^[ \t]*(?:(?:public|private|protected|internal|export|static|final|constexpr|const|let|var|val|local|readonly"
    r"|pub)[ \t]+)+"
    r"(?:[\w:<>]+(?<!:)[ \t]+){0,3}(\w+)[ \t]*(?::[ \t]*\w+[ \t]*)?=[ \t]*([^\n;]{1,200}?)[ \t]*;?[ \t]*(?://[^\n]*)?$",
    re.M,
)
CAPITALS = re.compile(
    r"^[ \t]*([A-Z][A-Z0-9_]{2,})[ \t]*(?::=|=)[ \t]*([^\n;]{1,200}?)[ \t]*;?[ \t]*(?:#[^\n]*)?$", re.M
)
FIELD = re.compile(
    r"^[ \t]*([A-Za-z_]\w{0,80})(?:\.|\[[\"'])([A-Za-z_]\w{0,80})(?:[\"']\])?[ \t]*=[ \t]*([^\n;=]{1,200}?)[ \t]*;?"
    r"[ \t]*(?:(?://|--|\#)[^\n]*)?$",
    re.M,
)
ENUM = re.compile(r"\benum\b(?:[ \t]+(?:class|struct)\b)?[ \t]*(\w*)[^{};()]{0,100}\{([^{}]{0,1000000})")
ENTRY = re.compile(r"\s*(?:\[[^\]]*\]\s*)*(\w+)\s*(?:\(([^()]{0,500})\)|=\s*([^,;]{0,200}))?\s*(?:[,;]|\Z)")
BLOCK = re.compile(r"^[ \t]*const[ \t]*\(([^()]{0,200000}(?:\([^()]{0,200}\)[^()]{0,2000}){0,500})\)", re.M)
COUNTED = re.compile(r"(?:(\d+|0[xX][0-9a-fA-F]+)[ \t]*\+[ \t]*)?iota(?:[ \t]*\+[ \t]*(\d+|0[xX][0-9a-fA-F]+))?")
COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.S)
LITERAL = re.compile(
    r"""[(\s]*(-?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)[uUlLfF]*|"[^"]*"|'[^']*')[)\s]*"""
)
OWN = frozenset({"self", "this", "super", "cls"})  # fields of an object that is being made are no table


def _literal(value: str) -> str | None:
    found = LITERAL.fullmatch(COMMENT.sub("", value).strip())
    return found[1].strip("\"'") if found else None


class Lines:
    """Line numbers of places in one text, asked for in ascending order."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def of(self, at: int) -> int:
        self._line += self._text.count("\n", self._at, at)
        self._at = at
        return self._line


def constants(book: Book, text: str) -> None:
    """All names with numbers of one file: a table a kind of definition, a table an enumeration."""
    for pattern, name in ((DEFINE, "#define"), (CONSTANT, "const"), (CAPITALS, "constants")):
        pairs = [(m[1], value, m.start()) for m in pattern.finditer(text) if (value := _literal(m[2])) is not None]
        if len(pairs) >= 2:
            _table(book, name, pairs, Lines(text))
    _fields(book, text)
    _enumerations(book, text)
    _blocks(book, text)


def _table(book: Book, name: str, pairs: list[tuple[str, str, int]], lines: Lines) -> None:
    grid = book.open(name, CONSTANTS, columns=("name", "value"), named=(0,))
    for key, value, start in pairs:
        grid.add((key, value), lines.of(start))


def _fields(book: Book, text: str) -> None:
    """Fields of one table that are set one by one."""
    groups: dict[str, dict[str, tuple[str, str, int]]] = {}
    for found in FIELD.finditer(text):
        value = _literal(found[3])
        if value is not None and found[1] not in OWN:
            groups.setdefault(found[1], {}).setdefault(found[2], (found[2], value, found.start()))
    for name, pairs in groups.items():
        if len(pairs) >= LEAST:
            _table(book, name, list(pairs.values()), Lines(text))


def _enumerations(book: Book, text: str) -> None:
    lines = Lines(text)
    for found in ENUM.finditer(text):
        line = lines.of(found.start())
        entries = list(_entries(COMMENT.sub("", found[2])))
        widest = max((len(entry) for entry in entries), default=0)
        if not entries:
            continue
        columns = ("name", "value", *(str(at) for at in range(2, widest)))
        grid = book.open(f"enum {found[1]}", CONSTANTS, columns=columns, named=(0,))
        for entry in entries:
            grid.add(entry, line)


def _entries(body: str) -> Iterator[tuple[str, ...]]:
    """Entries of an enumeration: name and value, or name and what stands in brackets behind it (Java)."""
    following: int | None = 0
    at = 0
    called = False
    while found := ENTRY.match(body, at):
        if found.end() == at:
            break
        at = found.end()
        key, arguments, said = found[1], found[2], found[3]
        if not NAME.fullmatch(key):
            continue
        if arguments is not None:
            called = True
            values = [_literal(part) or part.strip() for part in arguments.split(",")[:MOST_ARGUMENTS]]
            yield (key, *values)
        else:
            value = _literal(said) if said else None if following is None else str(following)
            yield key, value or (said or "").strip()
            following = _after(value)
        if called and found[0].rstrip().endswith(";"):
            break  # what follows in Java are fields and methods


def _after(value: str | None) -> int | None:
    try:
        return int((value or "").rstrip("uUlL"), 0) + 1
    except ValueError:
        return None


def _blocks(book: Book, text: str) -> None:
    """``const ( … )`` of Go, with ``iota``."""
    lines = Lines(text)
    for found in BLOCK.finditer(text):
        line = lines.of(found.start())
        pairs: list[tuple[str, str]] = []
        base: int | None = None
        number = 0
        for entry in COMMENT.sub("", found[1]).splitlines():
            key, _, said = entry.partition("=")
            words = key.split()
            if not words or not NAME.fullmatch(words[0]):
                continue
            if counted := COUNTED.search(said):
                base = int(counted[1] or counted[2] or "0", 0)
                pairs.append((words[0], str(base + number)))
            elif said:
                base = None
                if (value := _literal(said)) is not None:
                    pairs.append((words[0], value))
            elif base is not None:
                pairs.append((words[0], str(base + number)))
            number += 1
        if len(pairs) >= 2:
            grid = book.open("const", CONSTANTS, columns=("name", "value"), named=(0,))
            for pair in pairs:
                grid.add(pair, line)

"""What names stand for, over all files of a side: macros, enumerators, constants, tables, types, functions.

A name that a file declares itself goes before the same name of other files; of others the first file in order counts.
Macros are replaced as far as ``DEEPEST`` levels.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from comparators.software.functions.program import X86
from comparators.software.source.literals import floating, single, value_of
from comparators.software.source.reading import Piece, Text

Held = TypeVar("Held")

DEEPEST = 8
MOST_STEPS = 50_000  # of a function with all its macros,
MOST_MACROS = 2_000  # and how many of these are put in
MOST_NAMED = 8  # functions of one name that a call may mean
WIDTHS = {"B": ("char", "uint8_t", "int8_t", "bool", "_Bool"), "H": ("short", "uint16_t", "int16_t")}
WIDTHS |= {"Q": ("uint64_t", "int64_t", "size_t"), "d": ("double",), "f": ("float",)}
_NAME = re.compile(r"[A-Za-z_]\w*")
TABLE = 16  # bytes of constant data that a program is asked for


@dataclass
class Meaning:
    """What a function holds once names are replaced. ``numbers`` with how often; ``steps``: what is computed, with a
    number or None; ``calls``: functions of the side, by number; ``outside``: names that the side does not define."""

    numbers: Counter[int] = field(default_factory=Counter)
    floats: set[float] = field(default_factory=set)
    texts: set[bytes] = field(default_factory=set)
    data: set[bytes] = field(default_factory=set)
    steps: list[tuple[str, int | None]] = field(default_factory=list)
    calls: set[int] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    size: int = 0
    macros: int = 0
    shape: list[int] = field(default_factory=lambda: [0, 0, 0])


class Names:
    """``texts``: files of a side by name; functions are numbered file by file, in that order."""

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self.texts = texts
        self._macros: dict[str, Piece] = {}
        self._strings: dict[str, str] = {}
        self._tables: dict[str, tuple[str, list[str]]] = {}
        self._types: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._functions: dict[str, list[tuple[str, int]]] = {}
        self._values: dict[tuple[str, str], int] = {}
        self._failed: dict[tuple[str, str], int] = {}  # how deep it was looked for in vain
        number = 0
        for file, text in texts.items():
            _add_new(self._macros, text.macros)
            _add_new(self._strings, text.strings)
            _add_new(self._tables, text.tables)
            _add_new(self._types, text.types)
            _add_new(self._written, text.values)
            for piece in text.functions:
                self._functions.setdefault(piece.name.rpartition("::")[2], []).append((file, number))
                number += 1

    def value(self, expression: str, file: str, deep: int = DEEPEST) -> int | None:
        """Value of an expression in a file; None where it is no constant."""
        key = file, expression
        if key in self._values:
            return self._values[key]
        if self._failed.get(key, -1) >= deep:
            return None
        self._failed[key] = deep  # from here on: what is defined by itself has none

        def named(name: str) -> int | None:
            written = self.texts[file].values.get(name, self._written.get(name))
            return self.value(written, file, deep - 1) if written is not None and deep else None

        found = value_of(expression, named)
        if found is not None:
            self._values[key] = found
        return found

    def functions(self, name: str, file: str) -> list[int]:
        """Numbers of the functions that a name may mean."""
        every = self._functions.get(name.rpartition("::")[2], [])
        here = [number for there, number in every if there == file]
        found = here or [number for _, number in every]
        return found if len(found) <= MOST_NAMED else []

    def meaning(self, piece: Piece, file: str) -> Meaning:
        """See ``Meaning``."""
        found = Meaning()
        self._add(found, piece, file, DEEPEST, 1)
        return found

    def _add(self, found: Meaning, piece: Piece, file: str, deep: int, times: int) -> None:
        found.macros += 1
        if found.macros > MOST_MACROS:
            return
        text = self.texts[file]
        found.size += times * piece.size
        for k in range(3):
            found.shape[k] += times * piece.shape[k]
        names = Counter(piece.names)
        for expression in piece.numbers:
            value = self.value(expression, file)
            if value is not None:
                found.numbers[value] += times
            else:  # no constant after all
                names.update(_NAME.findall(expression))
        found.floats.update(piece.floats)
        found.texts.update(one.encode("latin-1") for one in piece.texts)
        if len(found.steps) < MOST_STEPS:
            steps = [(token, self.value(constant, file) if constant else None) for token, constant in piece.steps]
            found.steps += steps * min(times, 4)
        for name, count in piece.calls.items():
            macro = text.macros.get(name, self._macros.get(name)) if name[:1] != "." else None
            if macro is not None and deep:
                found.shape[2] -= times * count
                self._add(found, macro, file, deep - 1, min(times * count, 16))
            elif numbers := self.functions(name.removeprefix("."), file):
                found.calls.update(numbers)
            elif name[:1] != "." and "::" not in name:
                found.outside.add(name)
        for name, count in names.items():
            if count <= 0:
                continue
            macro = text.macros.get(name, self._macros.get(name))
            written = self.value(name, file)
            if written is not None:
                found.numbers[written] += times * count
            elif macro is not None and deep:
                self._add(found, macro, file, deep - 1, min(times * count, 16))
            elif name in text.strings or name in self._strings:
                found.texts.add(text.strings.get(name, self._strings.get(name, "")).encode("latin-1"))
            elif name in text.tables or name in self._tables:
                found.data.update(self.table(*text.tables.get(name, self._tables.get(name, ("", []))), file))
            else:
                found.calls.update(self.functions(name, file))

    def table(self, kind: str, members: list[str], file: str) -> list[bytes]:
        """First bytes of a table as it lies in a little-endian program, where all are known."""
        code = self._code(kind, DEEPEST)
        if code in "df":
            numbers = [floating(one.lstrip("+-")) for one in members]
            if any(one is None for one in numbers):
                return []
            signed = [-(n or 0.0) if m.startswith("-") else (n or 0.0) for n, m in zip(numbers, members, strict=True)]
            data = b"".join(struct.pack("<" + code, single(one) if code == "f" else one) for one in signed)
        else:
            whole = [self.value(one, file) for one in members]
            size = struct.calcsize("<" + code)
            if any(one is None for one in whole):
                return []
            data = b"".join(((one or 0) & ((1 << 8 * size) - 1)).to_bytes(size, "little") for one in whole)
        return [data[:TABLE]] if len(data) >= TABLE else []

    def _code(self, kind: str, deep: int) -> str:
        words = kind.replace("const", " ").split()
        if words.count("long") > 1:
            return "Q"
        for code, names in WIDTHS.items():
            if any(word in names for word in words):
                return code
        for word in words:
            if deep and word in self._types and self._types[word] != kind:
                return self._code(self._types[word], deep - 1)
        return "Q" if "long" in words else "I"


def _add_new(held: dict[str, Held], more: Mapping[str, Held]) -> None:
    for name, one in more.items():
        held.setdefault(name, one)  # what stood before goes first


def parts_of(symbol: str, form: str = "ELF", arch: str = "") -> tuple[str, ...]:
    """Names in a symbol, outermost first: of C the one, of C++ namespaces, class, function; without what compilers add
    (``.part.0``) and without types. ``form``, ``arch``: of the program, as ``functions.program`` tells them. Mach-O and
    32-bit PE set ``_`` before names of C, 32-bit PE also ``@``; names of Microsoft's C++ start with ``?``, those of the
    Itanium ABI with ``_Z``."""
    if symbol.startswith("?"):
        return _microsoft(symbol)
    small = form == "PE" and arch == X86
    name = symbol[1:] if (small and symbol[:1] in "_@") or (form == "Mach-O" and symbol[:1] == "_") else symbol
    name = name.partition(".")[0].partition("@")[0]
    name = name[1:] if name.startswith("__Z") else name
    if not name.startswith("_Z"):
        return (name,)
    at = 3 if name.startswith("_ZN") else 2
    parts: list[str] = []
    while at < len(name):
        if name[at] in "KVrOL":
            at += 1
        elif parts and name[at] in "CD" and name[at + 1 : at + 2].isdigit():
            parts.append("~" * (name[at] == "D") + parts[-1])
            break
        elif (digits := len(name[at:]) - len(name[at:].lstrip("0123456789"))) and digits < 5:
            size = int(name[at : at + digits])
            parts.append(name[at + digits : at + digits + size])
            at += digits + size
            if name[2:3] != "N":
                break
        else:
            break
    return tuple(parts) or (name,)


def _microsoft(symbol: str) -> tuple[str, ...]:
    """The same of Microsoft's C++: ``?function@class@namespace@@…``, constructors ``??0``, destructors ``??1``,
    templates ``?$``; scopes as far as they are plain names, and an operator as its symbol."""
    body = symbol[1:]
    special = body[:2] if body[:2] in ("?0", "?1") else ""
    names: list[str] = []
    for piece in body.removeprefix(special).partition("@@")[0].split("@"):
        plain = piece.removeprefix("?$")
        if not _NAME.fullmatch(plain):
            break
        names.insert(0, plain)
        if plain != piece:  # its arguments stand next
            break
    if not names:
        return (symbol,)
    return (*names, "~" * (special == "?1") + names[-1]) if special else tuple(names)

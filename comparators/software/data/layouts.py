"""Layouts in source code: fields of structures, messages and records, and the order in which packets are read and
written. Each structure is a table of its fields; all layouts of one file are one table more, a row a layout.

A layout reads as letters, one a field, whatever fields and types are called: b h i q whole numbers of 1, 2, 4, 8 bytes,
f d real numbers, s text, p a pointer, o anything else, ``[n]`` an array, a number how often the same comes in a row.
Names, offsets and sizes are shown and weigh nothing, since they follow from the layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from comparators.software.data.grid import STRUCT, Book
from comparators.software.data.opcodes import COMMENT, Lines

LEAST_FIELDS, LEAST_LAYOUTS = 3, 3
APART = 240  # characters between two calls of one packet at the most
BODY = re.compile(r"\b(?:struct|union|message|record|class)\b[ \t]*(\w*)[^{};()=]{0,100}\{([^{}]{0,200000})\}")
TYPED = re.compile(
    r"^\s*((?:[A-Za-z_][\w:<>.]*[\s*&]+)+)([A-Za-z_]\w*)\s*((?:\[[^\]]*\])*)\s*(?::\s*(\d+))?\s*(?:=[^;]*)?$"
)
NAMED = re.compile(r"^\s*(?:pub(?:\([^)]*\))?\s+)?(\w+)\s*:\s*([\w\[\]<>:;& ]+?)\s*$")
PLAIN = re.compile(r"^\s*(\w+)\s+(\*?(?:\[[^\]]*\])*[\w.]+)\s*$")
TAG = re.compile(r"`[^`\n]*`")
MARKED = re.compile(r"^\s*(?:\[[^\]]{0,200}\]\s*|@\w+(?:\([^)]{0,200}\))?\s*)+")
LENGTH = re.compile(r"\[\s*(\w+)\s*\]")
PACKED = re.compile(r"#\s*pragma\s+pack\s*\(|__attribute__\s*\(\(\s*packed|\bPack\s*=\s*1\b|repr\([^)]*packed")
WORDS = re.compile(r"[A-Za-z]\w*")
KINDS = {
    "b": "byte ubyte sbyte char uchar int8 uint8 u8 i8 s8 bool boolean",
    "h": "short ushort int16 uint16 u16 i16 s16 word",
    "i": "int uint int32 uint32 u32 i32 s32 dword integer sint32 fixed32 sfixed32",
    "q": "int64 uint64 u64 i64 s64 qword longlong ulonglong sint64 fixed64 sfixed64 ulong",
    "f": "float float32 single f32",
    "d": "double float64 f64",
    "s": "string str utf utf8 wstring cstring text qstring",
    "l": "long",
}
LETTER = {word: letter for letter, words in KINDS.items() for word in words.split()}
SIZES = {"b": 1, "h": 2, "i": 4, "q": 8, "f": 4, "d": 8}
CALL = re.compile(
    r"\b(read|write|put|get|append|push|pop|send|recv|encode|decode|add)_?"
    r"(u?int(?:8|16|32|64)?|[us](?:8|16|32|64)|i(?:8|16|32|64)|f(?:32|64)|u?byte|u?short|u?long(?:long)?|float|double"
    r"|bool(?:ean)?|c?string|str|utf8?|d?word|qword|char)(?:le|be|_le|_be)?[ \t]*\(",
    re.IGNORECASE,
)
READS = frozenset({"read", "get", "pop", "recv", "decode"})
FORMAT = re.compile(
    r"""\b(?:pack|unpack|Struct|pack_into|unpack_from|calcsize)\s*\(\s*b?["']([<>!=@]?[\dxcbBhHiIlLqQfdsp? ]+)["']"""
)
FORMATS = {
    letter: kind for kind, letters in (("b", "cbB?"), ("h", "hH"), ("i", "iIlL"), ("q", "qQ")) for letter in letters
}
FORMATS |= {"f": "f", "d": "d", "s": "s", "p": "s"}
Field = tuple[str, str, str, str]  # name, type, array, bits


def layouts(book: Book, text: str) -> None:
    """A table for each structure, and one of all layouts of the file."""
    found: list[tuple[int, str, list[str], int | None]] = []
    lines = Lines(text)
    packed = PACKED.search(text) is not None
    for body in BODY.finditer(text):
        fields = list(_fields(COMMENT.sub("", body[2])))
        if len(fields) < 2:
            continue
        line = lines.of(body.start())
        letters = [_letter(field) for field in fields]
        offsets, size = _offsets(fields, letters, packed=packed)
        columns = ("name", "type", "size", "bits", "offset")
        grid = book.open(f"struct {body[1]}", STRUCT, columns=columns, named=(0, 4))
        for field, offset in zip(fields, offsets, strict=True):
            grid.add((*field, offset), line)
        found.append((body.start(), body[1], letters, size))
    found += _sequences(text)
    found += _formats(text)
    rows = sorted(row for row in found if len(row[2]) >= LEAST_FIELDS)
    if len(rows) < LEAST_LAYOUTS:
        return
    lines = Lines(text)
    grid = book.open("layouts", STRUCT, columns=("name", "layout", "fields", "bytes"), named=(0, 2, 3))
    for at, name, letters, size in rows:
        grid.add((name, _signature(letters), str(len(letters)), "" if size is None else str(size)), lines.of(at))


def _fields(body: str) -> Iterator[Field]:
    """Fields of a body without inner braces, none where fewer than half of its parts read as one."""
    pattern, parts = TYPED, body.split(";")
    if ";" not in body:
        body = TAG.sub("", body)
        pattern, parts = (NAMED, body.split(",")) if ":" in body else (PLAIN, body.splitlines())
    parts = [MARKED.sub("", part) for part in parts if part.strip()]
    found = [m for m in map(pattern.match, parts) if m]
    if 2 * len(found) < len(parts):
        return
    for m in found:
        if pattern is TYPED:
            yield m[2], " ".join(m[1].split()), m[3].replace(" ", ""), m[4] or ""
        else:
            yield m[1], m[2].strip(), "", ""


def _letter(field: Field) -> str:
    """The letter of one field's type, an array with its length."""
    _, kind, array, bits = field
    lengths = "".join(f"[{n}]" for n in LENGTH.findall(array or (kind if "[" in kind else "")))
    if "*" in kind or "&" in kind:
        return ("s" if re.search(r"\bw?char(?:_t)?\b", kind) else "p") + lengths
    if "<" in kind or "[]" in kind:
        return "o" + lengths
    words = [word.removesuffix("_t") for word in WORDS.findall(kind.lower().replace("::", " "))]
    known = [LETTER[word] for word in words if word in LETTER]
    letter = "q" if known.count("l") == 2 else known[-1] if known else "o"
    if not known and "unsigned" in words:
        letter = "i"
    if letter == "i" and known[:-1]:
        letter = known[0]  # ``short int``, ``long int``
    if array and letter == "b" and "char" in words:
        letter = "s"
    return letter + lengths + (f":{bits}" if bits else "")


def _offsets(fields: Sequence[Field], letters: Sequence[str], *, packed: bool) -> tuple[list[str], int | None]:
    """Where each field begins, as far as sizes are fixed, fields aligned unless packed; the whole size."""
    offsets: list[str] = []
    at: int | None = 0
    widest = 1
    for field, letter in zip(fields, letters, strict=True):
        unit = 1 if letter[0] == "s" and field[2] else SIZES.get(letter[0])
        count = 1
        for length in LENGTH.findall(field[2]):
            count = count * int(length) if length.isascii() and length.isdigit() and len(length) < 9 else 0
        if at is None or unit is None or not count or field[3]:
            offsets.append("" if at is None else str(at))
            at = None
            continue
        if not packed:
            at += -at % unit
            widest = max(widest, unit)
        offsets.append(str(at))
        at += unit * count
    return offsets, None if at is None else at if packed else at + -at % widest


def _signature(letters: Sequence[str]) -> str:
    """The letters in order; the same several times in a row once, with their number."""
    runs = [(letter, len(list(same))) for letter, same in groupby(letters)]
    return "".join(letter if count == 1 else f"{letter}{count}" for letter, count in runs)


def _size(letters: Sequence[str]) -> int | None:
    sizes = [SIZES.get(letter) for letter in letters]
    return None if None in sizes else sum(size for size in sizes if size is not None)


def _sequences(text: str) -> Iterator[tuple[int, str, list[str], int | None]]:
    """Runs of calls that all read or all write, close behind each other."""
    start, letters, last, direction = 0, list[str](), 0, False
    for call in CALL.finditer(text):
        reads = call[1].lower() in READS
        gap = text[last : call.start()] if letters and call.start() - last <= APART else None
        if gap is None or reads is not direction or "}" in gap or re.search(r"\b(?:def|function|func|fn|end)\b", gap):
            if letters:
                yield start, "read" if direction else "write", letters, _size(letters)
            start, letters, direction = call.start(), [], reads
        letters.append(_called(call[2].lower()))
        last = call.end()
    if letters:
        yield start, "read" if direction else "write", letters, _size(letters)


def _called(word: str) -> str:
    return LETTER.get(word, "i")


def _formats(text: str) -> Iterator[tuple[int, str, list[str], int | None]]:
    """Format strings of Python's ``struct`` and of what is written after it."""
    for found in FORMAT.finditer(text):
        letters: list[str] = []
        for number, letter in re.findall(r"(\d*)([a-zA-Z?])", found[1]):
            if letter == "x":
                continue
            kind = FORMATS[letter]
            count = min(int(number or "1"), 64) if kind != "s" else 1
            letters += [kind + (f"[{number}]" if kind == "s" and number else "")] * count
        yield found.start(), "format", letters, _size(letters)

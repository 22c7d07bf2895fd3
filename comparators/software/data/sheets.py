"""xlsx workbooks: a zip of XML, read with bounds; no formula is computed, the stored value counts."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from appraisal.errors import Encrypted, OverLimit, Unreadable
from comparators.software.data.grid import DATA, MOST_COLUMNS, Book
from comparators.software.data.tabular import put

MOST_BYTES = 512 << 20  # unpacked, of one part
MOST_RATIO = 300  # unpacked to packed, above the first MiB
CHUNK = 1 << 16
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Start = Callable[[str, dict[str, str]], None]


def parser(file: str, encoding: str | None = None) -> expat.XMLParserType:
    """An expat parser that refuses declared entities, so that nothing expands. ``encoding`` overrides the declared."""
    made = expat.ParserCreate(encoding)
    made.buffer_text = True

    def refuse(name: str, *_: object) -> None:
        raise Unreadable(f"{file}: declares the entity {name[:40]!r}, which is not expanded: save it without one")

    made.EntityDeclHandler = refuse
    made.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return made


def looks_like(path: Path, head: bytes) -> bool:
    """A zip that holds a workbook."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.NameToInfo
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):  # the last: zipfile's, of packings it lacks
        return False


def read(book: Book, path: Path) -> None:
    """One table a sheet. Raises ``Unreadable``, ``Encrypted`` or ``OverLimit`` naming the file."""
    try:
        with zipfile.ZipFile(path) as archive:
            shared = _shared(archive, book.file) if "xl/sharedStrings.xml" in archive.NameToInfo else []
            sheets = [n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)]
            for name in sorted(sheets, key=lambda n: (len(n), n)):
                _sheet(book, archive, name, shared)
    # NotImplementedError is zipfile's, of packings that it lacks.
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Unreadable(f"{book.file}: the workbook cannot be unpacked ({error}): save it again") from error
    except RuntimeError as error:  # what zipfile says of a password
        raise Encrypted(f"{book.file}: the workbook is protected ({error}): hand in the password or a copy") from error


def _parse(archive: zipfile.ZipFile, name: str, file: str, made: expat.XMLParserType) -> None:
    info = archive.getinfo(name)
    size = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > MOST_BYTES or size > (1 << 20) + MOST_RATIO * info.compress_size:
                    raise OverLimit(f"{file}: {name} unpacks to more than {size} bytes, too many for its packed size")
                made.Parse(chunk, False)
        made.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(f"{file}: {name} is no well-formed XML ({error}): save the workbook again") from error


def _local(tag: str) -> str:
    return tag.rsplit(":", 1)[-1]


def _shared(archive: zipfile.ZipFile, file: str) -> list[str]:
    texts: list[str] = []
    parts: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, parts
        if _local(tag) == "si":
            parts = []
        inside = _local(tag) == "t"

    def end(tag: str) -> None:
        nonlocal inside
        inside = False
        if _local(tag) == "si":
            texts.append("".join(parts))

    def text(data: str) -> None:
        if inside:
            parts.append(data)

    made = parser(file)
    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, text
    _parse(archive, "xl/sharedStrings.xml", file, made)
    return texts


def _sheet(book: Book, archive: zipfile.ZipFile, name: str, shared: list[str]) -> None:
    rows: list[tuple[list[str | None], int]] = []
    row: list[str | None] = []
    number, at, kind = 0, 0, ""
    parts: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, number, at, kind, parts, inside
        tag = _local(tag)
        if tag == "row":
            row, at = [], 0
            said = attributes.get("r", "")
            number = int(said) if said.isdecimal() and len(said) < 9 else number + 1
        elif tag == "c":
            found = CELL.fullmatch(attributes.get("r", ""))
            if found:
                at = 0
                for letter in found[1]:
                    at = at * 26 + ord(letter) - 64
                at -= 1
            if at >= MOST_COLUMNS:
                raise OverLimit(f"{book.file}: {name} has more than {MOST_COLUMNS} columns")
            kind, parts = attributes.get("t", ""), []
        inside = tag in ("v", "t")

    def end(tag: str) -> None:
        nonlocal at, inside
        tag = _local(tag)
        inside = False
        if tag == "c":
            row.extend([None] * (at + 1 - len(row)))
            value = "".join(parts)
            if kind == "s":
                value = shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
            row[at] = value
            at += 1
        elif tag == "row" and any(row):
            rows.append((list(row), number))
            if len(rows) * len(row) > 50_000_000:
                raise OverLimit(f"{book.file}: {name} has too many cells: split it")

    def text(data: str) -> None:
        if inside:
            parts.append(data)

    made = parser(book.file)
    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, text
    _parse(archive, name, book.file, made)
    put(book, name.rsplit("/", 1)[-1], rows, DATA)

"""Whether the tables of imports of a PE program can be read as its loader reads them (PE Format, "The .idata Section",
"Delay-Load Import Tables"): readers of headers end at the first row that makes no sense and say nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from appraisal.errors import Unreadable

TABLES = {1: False, 13: True}  # number of a directory -> whether its imports are loaded when they are called
MOST_LIBRARIES, MOST_NAMES = 4096, 100_000  # rows that are looked at
_LONGEST = 512  # bytes of the name of a library


class Image(NamedTuple):
    """``placed``: of sections where they lie in memory, where in the file, and how many bytes there. ``areas``: where
    they begin and end in memory. ``word``: bytes of an address. ``base``: where the image begins."""

    data: bytes
    placed: tuple[tuple[int, int, int], ...]
    areas: tuple[tuple[int, int], ...]
    word: int
    base: int

    def at(self, address: int, size: int) -> bytes:
        """Bytes at a distance from the base; zeros where memory is not filled from the file, fewer beyond it."""
        for start, place, raw in self.placed:
            if start <= address < start + raw:
                return self.data[place + address - start :][: min(size, start + raw - address)]
        return bytes(size) if self.holds(address) else b""

    def holds(self, address: int) -> bool:
        """Whether a section lies there."""
        return any(low <= address < high for low, high in self.areas)


class _Row(NamedTuple):
    """Distances from the base: of the name of a library, its functions by name, and where their addresses go."""

    name: int
    names: int
    slots: int


def checked(file: str, image: Image, table: str, start: int, *, late: bool = False) -> None:
    """Refuse a program whose ``table`` at ``start`` names what is no library, or functions where nothing stands.
    ``late``: of imports that are loaded when they are called."""
    rows = _delayed(image, start) if late else _first(image, start)
    steps = iter(range(MOST_NAMES))  # of all rows, which may all name one long list
    for number, row in enumerate(rows, 1):
        wrong = _wrong(image, row) or ("" if late else _names(image, row, steps))
        if wrong:
            raise Unreadable(
                f"{file}: its {table} ({start:#x}) cannot be read: row {number} {wrong}: damaged, or made to mislead;"
                " what it calls of the system cannot be seen; ask for the file again"
            )


def _first(image: Image, start: int) -> Iterator[_Row]:
    """Rows up to the one that ends them for the loader: without a name or a place. One that says something else all
    the same and is the first is no end."""
    for number in range(MOST_LIBRARIES):
        row = image.at(start + 20 * number, 20)
        if len(row) < 20:
            return
        names, _, _, name, slots = struct.unpack("<5L", row)
        if not (name and slots) and (number or not any(row)):
            return
        yield _Row(name, names if image.holds(names) else slots, slots)


def _delayed(image: Image, start: int) -> Iterator[_Row]:
    """The same of delayed imports; older ones hold addresses, not distances."""
    for number in range(MOST_LIBRARIES):
        row = image.at(start + 32 * number, 32)
        if len(row) < 32:
            return
        flags, name, _, slots, names = struct.unpack_from("<5L", row)
        if not name:
            return
        base = 0 if flags & 1 else image.base
        yield _Row(name - base, names - base, slots - base)


def _wrong(image: Image, row: _Row) -> str:
    name = image.at(row.name, _LONGEST).partition(b"\0")[0] if row.name > 0 else b""
    if not name or len(name) == _LONGEST or any(byte < 32 or byte == 127 for byte in name):
        return "names no library"
    if not image.holds(row.slots):
        return "has no place for what is imported"
    return ""


def _names(image: Image, row: _Row, steps: Iterator[int]) -> str:
    """Functions by name or number, up to a zero; where they are bound beforehand, addresses stand in their place.
    ``steps``: as many as may be looked at."""
    ordinal, bound = 1 << 8 * image.word - 1, row.names == row.slots
    for number, _ in enumerate(steps):
        data = image.at(row.names + image.word * number, image.word)
        value = int.from_bytes(data, "little")
        if not value or len(data) < image.word:
            break
        if not value & ordinal and not bound and not image.at(value, 3):
            return "names functions where nothing stands"
    return ""

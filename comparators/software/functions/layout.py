"""Where the sections of a PE program lie in its file, by the header alone (PE Format, "Section Table"): readers of
headers look for tables by the sizes that stand there, and find nothing where one of them is wrong."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from typing import NamedTuple

from appraisal.errors import Unreadable
from comparators.software.functions import imports

MOST = 4096  # sections
ALIGNED = 4096  # bytes by which the last section may be rounded up beyond the end of a whole file
PAGE = 4096
MOST_RELOCATED = 4_000_000
HOLDS_CODE = 0x20000020  # a section that is run, or is said to hold code
# Directories whose content lies in a section: all but signatures (a place in the file), notes for debuggers and bound
# imports, which may lie anywhere, and those that are reserved.
DIRECTORIES = {
    0: "export table", 1: "import table", 2: "resource table", 3: "exception table", 5: "relocation table",
    9: "TLS table", 10: "load configuration", 12: "import addresses", 13: "delay imports", 14: ".NET header",
}  # fmt: skip
BITS = {0x14C: 32, 0x8664: 64, 0xAA64: 64}  # of programs for processors that are read
_STRIPPED = 1  # of the file: its relocations were taken away, whatever the directory says
_HEAD, _ROW = 24, 40  # bytes of the header before the optional one, and of one section


class Section(NamedTuple):
    """``name``: its own, or its number; ``start``: byte of the file; ``raw``: bytes there by the header; ``used``: of
    them those that are loaded."""

    name: str
    start: int
    raw: int
    used: int


def checked(file: str, data: bytes) -> None:
    """Refuse a PE program whose image ends beyond all addresses, whose sections end beyond the file, or lie on the same
    bytes of it, whose entry point or directories lie in none of them, or whose imports cannot be read."""
    base, size, highest = _image(data)
    if base + size > highest:
        raise Unreadable(
            f"{file}: its image ends beyond the highest address by its header: damaged, or made to mislead"
        )
    held = sorted(_sections(data), key=lambda one: (one.start, one.used))
    for one in held:
        if one.start + one.raw >= len(data) + ALIGNED or one.start + one.used > len(data):
            raise Unreadable(f"{file}: section {one.name} ends beyond the file: damaged or cut off")
    for one, other in itertools.pairwise(held):
        if one.start + one.used > other.start:
            raise Unreadable(
                f"{file}: sections {one.name} and {other.name} lie on the same bytes of the file: damaged, or made to"
                " mislead"
            )
    _held(file, data)


def _held(file: str, data: bytes) -> None:
    """Refuse a program whose header names an entry point or tables where its sections put nothing: the one or the
    other is wrong, and what is read by it is not what would run."""
    at = struct.unpack_from("<L", data, 60)[0] if data[:2] == b"MZ" and len(data) >= 64 else len(data)
    if data[at : at + 4] != b"PE\0\0" or not (areas := list(_areas(data, at))):
        return
    optional = data[at + _HEAD : at + _HEAD + struct.unpack_from("<H", data, at + 20)[0]]
    if len(optional) < 96 or optional[:2] not in (b"\x0b\x01", b"\x0b\x02"):
        return
    bits = 64 if optional[:2] == b"\x0b\x02" else 32
    if BITS.get(struct.unpack_from("<H", data, at + 4)[0], bits) != bits:
        raise Unreadable(
            f"{file}: its header is one of {bits} bits, but names a processor of {96 - bits}: damaged, or made to"
            " mislead; ask for the file again"
        )
    (entry,) = struct.unpack_from("<L", optional, 16)
    if entry and not any(start <= entry < stop and flags & HOLDS_CODE for start, stop, flags in areas):
        raise Unreadable(
            f"{file}: its entry point ({entry:#x}) lies in no section that holds code by its header: damaged, or made"
            " to mislead; ask for the file again"
        )
    image, headers = struct.unpack_from("<2L", optional, 56)
    stripped = struct.unpack_from("<H", data, at + 22)[0] & _STRIPPED
    table = 112 if bits == 64 else 96
    held = imports.Image(data, tuple(_placed(data, at)), tuple(area[:2] for area in areas), bits // 8, _image(data)[0])
    for number, name in DIRECTORIES.items():
        row = optional[table + 8 * number : table + 8 * number + 8]
        start, size = struct.unpack("<2L", row) if len(row) == 8 else (0, 0)
        if number in imports.TABLES and start and held.holds(start):  # whatever its size: the loader asks for none
            imports.checked(file, held, name, start, late=imports.TABLES[number])
        if not start or not size or start < headers or start + size > image or (number == 5 and stripped):
            continue  # beyond the image is another fault, of which more can be read
        if not any(low <= start < high for low, high, _ in areas):
            raise Unreadable(
                f"{file}: its {name} ({start:#x}) lies in none of its sections by its header: damaged, or made to"
                " mislead; ask for the file again"
            )


def _areas(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Where sections begin and end in memory, in whole pages, with their properties. ``at``: of the header."""
    if at + _HEAD > len(data):
        return
    count, optional = struct.unpack_from("<H", data, at + 6)[0], struct.unpack_from("<H", data, at + 20)[0]
    table = at + _HEAD + optional
    for number in range(count if count <= MOST else 0):
        row = data[table + number * _ROW : table + (number + 1) * _ROW]
        if len(row) == _ROW:
            size, start, raw = struct.unpack_from("<3L", row, 8)
            yield start, start + -(-max(size, raw) // PAGE) * PAGE, struct.unpack_from("<L", row, 36)[0]


def relocated(data: bytes) -> frozenset[int]:
    """Where the loader of Windows alters a word when it puts a program elsewhere: what stands there is an address of
    the program itself. None of what is no PE program, or has no such table."""
    at = struct.unpack_from("<L", data, 60)[0] if data[:2] == b"MZ" and len(data) >= 64 else len(data)
    optional = data[at + _HEAD : at + _HEAD + 240] if data[at : at + 4] == b"PE\0\0" else b""
    row = (112 if optional[:2] == b"\x0b\x02" else 96) + 8 * 5
    if len(optional) < row + 8:
        return frozenset()
    base, (start, size) = _image(data)[0], struct.unpack_from("<2L", optional, row)
    found: set[int] = set()
    for one in _placed(data, at):
        if one[0] <= start < one[0] + one[2]:
            table = data[one[1] + start - one[0] : one[1] + start - one[0] + size]
            place = 0
            while place + 8 <= len(table) and len(found) < MOST_RELOCATED:
                page, length = struct.unpack_from("<2L", table, place)
                if length < 8:
                    break
                block = table[place + 8 : place + length]
                words = struct.unpack(f"<{len(block) // 2}H", block[: len(block) // 2 * 2])
                found.update(base + page + (word & 0xFFF) for word in words if word >> 12)
                place += length
    return frozenset(found)


def _placed(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Of sections where they lie in memory, where in the file, and how many bytes there."""
    count, optional = struct.unpack_from("<H", data, at + 6)[0], struct.unpack_from("<H", data, at + 20)[0]
    for number in range(min(count, MOST)):
        row = data[at + _HEAD + optional + number * _ROW : at + _HEAD + optional + (number + 1) * _ROW]
        if len(row) == _ROW:
            start, raw, place = struct.unpack_from("<3L", row, 12)
            yield start, place, raw


def _image(data: bytes) -> tuple[int, int, int]:
    """Where the image begins, its size, and how many addresses its processor has; zeros for what is no PE program."""
    at = struct.unpack_from("<L", data, 60)[0] if data[:2] == b"MZ" and len(data) >= 64 else len(data)
    optional = data[at + _HEAD : at + _HEAD + 60] if data[at : at + 4] == b"PE\0\0" else b""
    magic = optional[:2] if len(optional) == 60 else b""
    size = struct.unpack_from("<L", optional, 56)[0] if magic else 0
    if magic == b"\x0b\x02":
        return struct.unpack_from("<Q", optional, 24)[0], size, 1 << 64
    return (struct.unpack_from("<L", optional, 28)[0], size, 1 << 32) if magic == b"\x0b\x01" else (0, 0, 0)


def _sections(data: bytes) -> Iterator[Section]:
    """Sections that have bytes in the file; none of what is no PE program or has no whole table of them."""
    if data[:2] != b"MZ" or len(data) < 64:
        return
    (at,) = struct.unpack_from("<L", data, 60)
    if data[at : at + 4] != b"PE\0\0" or at + _HEAD > len(data):
        return
    count, optional = struct.unpack_from("<H", data, at + 6)[0], struct.unpack_from("<H", data, at + 20)[0]
    table = at + _HEAD + optional
    for number in range(count if count <= MOST else 0):  # more are refused as such
        row = data[table + number * _ROW : table + (number + 1) * _ROW]
        if len(row) < _ROW:
            return
        size, _, raw, start = struct.unpack_from("<4L", row, 8)
        if raw and start:
            name = row[:8].rstrip(b"\0").decode("utf-8", "replace")
            sound = name.strip() and name.isprintable() and "\ufffd" not in name
            yield Section(name if sound else f"#{number + 1}", start, raw, min(raw, size or raw))

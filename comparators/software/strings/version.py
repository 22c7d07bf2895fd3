"""Version resources (VS_VERSIONINFO) of PE files: own reader after the published layout, every offset checked.

Layouts: Microsoft, *PE Format* (resource section) and *VS_VERSIONINFO structure*. What does not fit ends the reading of
that part and never raises: the strings of the file are found without it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

RT_VERSION = 16
MOST_ENTRIES = 256  # of one directory
MOST_VERSIONS = 16  # resources that are read
MOST_BYTES = 1 << 16  # of one resource: its own length field has 16 bits
MOST_FIELDS = 256
MOST_SECTIONS = 96


@dataclass(frozen=True, slots=True)
class Field:
    """One named value, e.g. CompanyName. ``start`` and ``stop`` are the bytes of the value's characters in the file."""

    name: str
    value: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _File:
    stream: BinaryIO
    size: int

    def at(self, place: int, size: int) -> bytes:
        """Bytes at a place, fewer or none beyond the end."""
        if place < 0 or place >= self.size or size <= 0:
            return b""
        self.stream.seek(place)
        return self.stream.read(min(size, self.size - place))

    def numbers(self, layout: str, place: int) -> tuple[int, ...]:
        """Unpacked numbers; empty where the file ends before."""
        data = self.at(place, struct.calcsize(layout))
        return struct.unpack(layout, data) if len(data) == struct.calcsize(layout) else ()


def fields(stream: BinaryIO, size: int) -> list[Field]:
    """All string fields of all version resources, in order of place; empty for what is no PE file or has none."""
    file = _File(stream, size)
    found: dict[int, Field] = {}
    for place, length in _versions(file):
        for field in _strings(file.at(place, min(length, MOST_BYTES)), place):
            found.setdefault(field.start, field)
            if len(found) >= MOST_FIELDS:
                break
    return [found[start] for start in sorted(found)]


def _versions(file: _File) -> Iterator[tuple[int, int]]:
    """Place and size of each version resource: type → name → language, three directories and no more."""
    if file.at(0, 2) != b"MZ":
        return
    header = (file.numbers("<I", 0x3C) or (0,))[0]
    if file.at(header, 4) != b"PE\0\0":
        return
    coff = file.numbers("<HHIIIHH", header + 4)
    if not coff:
        return
    optional = header + 24
    magic = (file.numbers("<H", optional) or (0,))[0]
    directories = optional + (112 if magic == 0x20B else 96)
    count = (file.numbers("<I", directories - 4) or (0,))[0]
    resource = file.numbers("<II", directories + 16) if count > 2 else ()
    if not resource:
        return
    sections = []
    for number in range(min(coff[1], MOST_SECTIONS)):
        row = file.numbers("<8xIIII", optional + coff[5] + 40 * number)
        if row:
            sections.append(row)

    def place_of(address: int) -> int:
        for virtual_size, virtual, raw_size, raw in sections:
            if virtual <= address < virtual + max(virtual_size, raw_size) and address - virtual < raw_size:
                return raw + address - virtual
        return -1

    root = place_of(resource[0])
    if root < 0:
        return
    given = 0
    for kind, types in _entries(file, root, root):
        if kind != RT_VERSION:
            continue
        for _, names in _entries(file, root, types):
            for _, leaf in _entries(file, root, names, leaves=True):
                data = file.numbers("<II", leaf)
                place = place_of(data[0]) if data else -1
                if place >= 0 and given < MOST_VERSIONS:
                    given += 1
                    yield place, data[1]


def _entries(file: _File, root: int, directory: int, *, leaves: bool = False) -> Iterator[tuple[int, int]]:
    """Id and place of what each entry of a directory leads to: directories, or data with ``leaves``."""
    counts = file.numbers("<12xHH", directory)
    if not counts:
        return
    for number in range(min(sum(counts), MOST_ENTRIES)):
        row = file.numbers("<II", directory + 16 + 8 * number)
        if not row:
            return
        if bool(row[1] >> 31) != leaves:
            yield row[0], root + (row[1] & 0x7FFFFFFF)


def _block(data: bytes, at: int, stop: int) -> tuple[str, int, int, int, int] | None:
    """Key, place of the value, its length field, its type and the end of the block that begins at ``at``."""
    if at + 6 > stop:
        return None
    length, value_length, kind = struct.unpack_from("<HHH", data, at)
    end = at + length
    if length < 6 or end > stop:
        return None
    key_end = at + 6
    while key_end + 2 <= end and data[key_end : key_end + 2] != b"\0\0":
        key_end += 2
    key = data[at + 6 : key_end].decode("utf-16-le", "replace")
    return key, _four(key_end + 2), value_length, kind, end


def _four(at: int) -> int:
    return (at + 3) & ~3


def _strings(data: bytes, place: int) -> Iterator[Field]:
    """StringFileInfo → StringTable → String. Each level steps forward by at least six bytes, so this ends."""
    outer = _block(data, 0, len(data))
    if outer is None or outer[0] != "VS_VERSION_INFO":
        return
    at = _four(outer[1] + outer[2])
    while (info := _block(data, at, outer[4])) is not None:
        table_at = info[1] if info[0] == "StringFileInfo" else info[4]
        while (table := _block(data, table_at, info[4])) is not None:
            string_at = table[1]
            while (string := _block(data, string_at, table[4])) is not None:
                name, value_at, _, _, end = string
                value_end = value_at
                while value_end + 2 <= end and data[value_end : value_end + 2] != b"\0\0":
                    value_end += 2
                value = data[value_at:value_end].decode("utf-16-le", "replace")
                if value.strip():
                    yield Field(name[:80], value, place + value_at, place + value_end)
                string_at = max(_four(end), string_at + 6)
            table_at = max(_four(table[4]), table_at + 6)
        at = max(_four(info[4]), at + 6)

"""Version resources of PE files: one built here byte by byte, and broken ones."""

from __future__ import annotations

import io
import random
import struct

from comparators.software.strings.version import Field, fields

FILLED = {
    "CompanyName": "瑶海游戏有限公司",
    "FileDescription": "Lantern server",
    "LegalCopyright": "版权所有 © 2019 瑶海",
}


def block(key: str, value: bytes = b"", children: bytes = b"", *, units: int | None = None) -> bytes:
    """One block of a version resource: length, length of the value, type, key, value, children, each on four bytes."""
    head = key.encode("utf-16-le") + b"\0\0"
    body = head + bytes(-(6 + len(head)) % 4) + value
    body += bytes(-(6 + len(body)) % 4) + children
    count = len(value) // 2 if units is None else units
    return struct.pack("<HHH", 6 + len(body), count, 1 if units is None else 0) + body


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def version(named: dict[str, str]) -> bytes:
    strings = b"".join(padded(block(name, (text + "\0").encode("utf-16-le"))) for name, text in named.items())
    table = block("040904B0", children=strings)
    info = block("StringFileInfo", children=table)
    return block("VS_VERSION_INFO", bytes(52), info, units=52)


def program(named: dict[str, str], body: bytes = b"", *, kind: int = 16) -> bytes:
    """A PE file with one section: resource directories (type, name, language), the version resource, then ``body``."""
    data = version(named)
    rows = [(kind, 0x80000018), (1, 0x80000030), (0x409, 0x48)]
    section = b"".join(bytes(12) + struct.pack("<HH", 0, 1) + struct.pack("<II", *row) for row in rows)
    section += struct.pack("<IIII", 0x1058, len(data), 0, 0) + data
    section = padded(section) + body
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x80)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", 0x14C, 1, 0, 0, 0, 224, 0x102)
    optional = struct.pack("<H", 0x10B).ljust(92, b"\0") + struct.pack("<I", 16)
    optional += bytes(16) + struct.pack("<II", 0x1000, len(section)) + bytes(8 * 13)
    header = b".rsrc".ljust(8, b"\0") + struct.pack("<IIII", len(section), 0x1000, len(section), 0x200) + bytes(16)
    return (dos.ljust(0x80, b"\0") + coff + optional + header).ljust(0x200, b"\0") + section


def read(data: bytes) -> list[Field]:
    return fields(io.BytesIO(data), len(data))


def test_fields_and_their_places() -> None:
    data = program(FILLED)
    found = read(data)
    assert {field.name: field.value for field in found} == FILLED
    for field in found:
        assert data[field.start : field.stop].decode("utf-16-le") == field.value


def test_what_is_no_version_resource() -> None:
    assert read(b"") == read(b"MZ") == read(b"\x7fELF" + bytes(500)) == []
    assert read(program(FILLED, kind=3)) == []


def test_every_cut() -> None:
    """A file that ends anywhere gives fields that are whole or none, and never an error."""
    data = program(FILLED)
    full = read(data)
    for size in range(0, len(data), 7):
        found = read(data[:size])
        assert all(field in full for field in found)
        assert all(field.stop <= size for field in found)


def test_directories_that_lead_back_to_themselves() -> None:
    data = bytearray(program(FILLED))
    for at in (0x200 + 20, 0x218 + 20, 0x230 + 20):
        changed = bytearray(data)
        struct.pack_into("<I", changed, at, 0x80000000)
        assert read(bytes(changed)) == []
    struct.pack_into("<HH", data, 0x200 + 12, 0xFFFF, 0xFFFF)  # entries without number
    assert len(read(bytes(data))) <= 256


def test_blocks_without_length() -> None:
    data = program(FILLED)
    at = data.index("StringFileInfo".encode("utf-16-le")) - 6
    for length in (0, 1, 5, 6, 0xFFFF):
        changed = bytearray(data)
        struct.pack_into("<H", changed, at, length)
        assert len(read(bytes(changed))) <= 3


def test_any_byte_may_be_wrong() -> None:
    data = program(FILLED)
    dice = random.Random(9)
    for _ in range(1500):
        changed = bytearray(data)
        for _ in range(dice.randint(1, 6)):
            changed[dice.randrange(0x3C, len(data))] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
        for field in read(bytes(changed)):
            assert 0 <= field.start <= field.stop <= len(data)

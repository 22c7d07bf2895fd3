"""Ragnarok Online's GRF, version 0x200. Layout: as the documents and readers of its emulators agree on it (rAthena's
wiki, "GRF"): a head of 46 bytes; at the stated place two sizes and a zlib stream with the table; entries of a name that
ends in NUL, packed size, its size in whole blocks, size, flags, place behind the head.

Entries whose first blocks or all blocks are scrambled with the format's own DES are named as encrypted.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress

from appraisal.extract.packages.pieces import Broken, Decoded, File, Piece, inflated

MAGIC = b"Master of Magic"
HEAD = 46
TABLE = 256 << 20  # bytes of the table, unpacked, that are read
RATIO = 250
_FILE, _LOCKED = 1, 6
SPARE = 7  # the count is kept with this added


def is_grf(head: bytes, size: int) -> bool:
    return head[:15] == MAGIC and len(head) >= HEAD


def pieces(file: File) -> Iterator[Piece]:
    """All files in the table's order."""
    offset, seed, raw, version = file.unpack("<4L", 30)
    if version != 0x200:
        raise Broken(f"GRF version {version:#x} is not read here, only 0x200")
    packed, size = file.unpack("<LL", HEAD + offset)
    if size > TABLE or size > (1 << 20) + RATIO * packed:
        raise Broken(f"a table of {size} bytes out of {packed}")
    table = bytearray()
    for chunk in inflated((file.read(HEAD + offset + 8, packed),)):
        table += chunk
        if len(table) > size:
            raise Broken("its table is larger than stated")
    rows = list(_rows(bytes(table)))
    names = names_of([name for name, *_ in rows])
    for (_, short, whole, full, flags, place), name in zip(rows, names, strict=True):
        if not flags & _FILE:
            continue
        piece = Piece(name, HEAD + place, short, full, method="zlib")
        if flags & _LOCKED:
            piece.status, piece.message = "encrypted", "scrambled with DES"
        elif short == full == whole and file.read(HEAD + place, min(1, short)) != b"\x78":
            piece.method = "stored"
        yield piece
    if len(rows) != max(0, raw - seed - SPARE):
        raise Broken(f"it states {raw - seed - SPARE} entries and holds {len(rows)}")


def _rows(table: bytes) -> Iterator[tuple[bytes, int, int, int, int, int]]:
    place = 0
    while place < len(table):
        end = table.find(b"\x00", place)
        if end < 0 or end + 18 > len(table):
            raise Broken("its table ends inside an entry")
        short, whole, full, flags, start = struct.unpack_from("<LLLBL", table, end + 1)
        yield table[place:end], short, whole, full, flags, start
        place = end + 18


def names_of(raws: list[bytes]) -> list[bytes | Decoded]:
    """Names in code page 949 where they are Korean beyond doubt: nothing in the file says so. Hangul has lead bytes
    B0 to C8 in it, which hold only half of the common Chinese characters of GB 2312."""
    leads = [raw[n] for raw in raws for n in _doubles(raw)]
    korean = sum(0xB0 <= lead <= 0xC8 for lead in leads)
    if len(leads) < 8 or korean < 0.97 * len(leads):
        return list(raws)
    found: list[bytes | Decoded] = []
    for raw in raws:
        name: bytes | Decoded = raw
        if not raw.isascii():
            with suppress(UnicodeDecodeError):
                name = (raw.decode("cp949"), "cp949?", raw.hex())
        found.append(name)
    return found


def _doubles(raw: bytes) -> Iterator[int]:
    place = 0
    while place < len(raw):
        if raw[place] >= 0x80:
            yield place
            place += 2
        else:
            place += 1

"""Tables of the Quake family and its kin, all stored uncompressed: PAK, Build's GRP, EA's BIG.

PAK: Quake Specs 3.4 (Olivier Montanuy and others), 3.1: ``PACK``, offset, size of the table; entries of 64 bytes.
GRP: Ken Silverman's build.txt: ``KenSilverman``, count; names of 12 bytes and sizes; contents in that order.
BIG: the layout of Command & Conquer Generals as its modders describe it: ``BIGF`` or ``BIG4``, size of the file (little
end first), then, big end first, count and size of the table; entries of offset, size and a name that ends in NUL.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from appraisal.extract.packages.pieces import Broken, File, Piece, printable, text_in

_NAME = 56
LONG = 4096  # bytes of a name that ends in NUL


def is_pak(head: bytes, size: int) -> bool:
    """``PACK`` with two numbers behind it; a table that lies outside is a damaged package, a text is none."""
    return head[:4] == b"PACK" and len(head) >= 12 and not printable(head[4:12]) and head[8] % 64 == 0


def pak(file: File) -> Iterator[Piece]:
    _, offset, size = file.unpack("<4sLL", 0)
    table = file.read(offset, size)
    for place in range(0, size - size % 64, 64):
        name, start, length = struct.unpack_from(f"<{_NAME}sLL", table, place)
        if name.startswith(b"\x00") and not length:
            continue
        yield Piece(text_in(name), start, length, length)
    if size % 64:
        raise Broken(f"a table of {size} bytes, which is no multiple of 64")


def is_grp(head: bytes, size: int) -> bool:
    return head[:12] == b"KenSilverman" and len(head) >= 16 and not printable(head[12:16])


def grp(file: File) -> Iterator[Piece]:
    (count,) = file.unpack("<L", 12)
    place = 16 + 16 * count
    table = file.read(16, 16 * count)
    for number in range(count):
        name, size = struct.unpack_from("<12sL", table, 16 * number)
        yield Piece(text_in(name), place, size, size)
        place += size


def is_big(head: bytes, size: int) -> bool:
    return head[:4] in (b"BIGF", b"BIG4") and len(head) >= 16 and not printable(head[8:16])


def big(file: File) -> Iterator[Piece]:
    count, _ = file.unpack(">LL", 8)
    place = 16
    for _ in range(count):
        start, size = file.unpack(">LL", place)
        raw = file.read(place + 8, min(LONG, file.size - place - 8))
        name, end, _ = raw.partition(b"\x00")
        if not end:
            raise Broken("a name without an end")
        place += 9 + len(name)
        yield Piece(name, start, size, size)

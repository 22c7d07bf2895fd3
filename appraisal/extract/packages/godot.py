"""Godot's PCK, pack versions 1 (Godot 3) to 3 (4.5). Layout: core/io/file_access_pack.cpp and pck_packer.cpp of the
engine (MIT), of which nothing is used here but the order of the fields.

``GDPC``, pack version, engine version; from version 2 flags and the place that offsets count from; from version 3 the
place of the table; sixteen empty words; count; then path, offset, size, MD5, and from version 2 flags of each file.
"""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.errors import Encrypted
from appraisal.extract.packages.pieces import Broken, File, Piece

MAGIC = b"GDPC"
PATH = 1 << 16
_LOCKED, _RELATIVE = 1, 2
_REMOVED = 2


def is_pck(head: bytes, size: int) -> bool:
    return head[:4] == MAGIC and len(head) >= 8 and 0 < int.from_bytes(head[4:8], "little") < 256


def pieces(file: File, start: int = 0) -> Iterator[Piece]:
    """All files of the pack that begins at ``start``; offsets of old packs count from the start of the whole file."""
    _, version, *_ = file.unpack("<4s4L", start)
    if version > 3:
        raise Broken(f"pack version {version} is not read here")
    base, place = 0, start + 20
    if version >= 2:
        flags, base = file.unpack("<LQ", place)
        place += 12
        if flags & _LOCKED:
            raise Encrypted("its list of files is encrypted")
        if version == 3:
            (table,) = file.unpack("<Q", place)
            place = start + table
        else:
            place += 64
        base += start if flags & _RELATIVE or version == 3 else 0
    else:
        place += 64
    (count,) = file.unpack("<L", place)
    place += 4
    for _ in range(count):
        (length,) = file.unpack("<L", place)
        if length > PATH:
            raise Broken(f"a path of {length} bytes")
        name = file.read(place + 4, length).rstrip(b"\x00").removeprefix(b"res://")
        place += 4 + length
        offset, size, digest = file.unpack("<QQ16s", place)
        place += 32
        flags = 0
        if version >= 2:
            (flags,) = file.unpack("<L", place)
            place += 4
        check = ("md5", digest.hex()) if any(digest) else None
        piece = Piece(name or b"(no name)", base + offset, size, size, check=check)
        if flags & _REMOVED:
            piece.status, piece.message = "skipped:special", "a mark that the file of this name is removed"
        elif flags & _LOCKED:
            piece.status, piece.message = "encrypted", "encrypted with a key of the game's"
        yield piece

"""Doom's WAD, and WAD2 and WAD3 of Quake and Half-Life.

IWAD, PWAD: The Unofficial Doom Specs 1.666 (Matthew S. Fell), chapter 2: count and place of a directory of 16 bytes an
entry. WAD2: Quake Specs 3.4, chapter 7; WAD3: the same layout with textures in colours of their own: 32 bytes an entry.

A directory of Doom has no folders: lumps of each map bear the same names, and what they belong to is told by the order.
So a lump stands here under its map's marker (``MAP01/THINGS``) or between the markers of its kind (``S/TROOA1`` between
``S_START`` and ``S_END``). The markers themselves are members too, mostly empty, and equal names are numbered: no lump
is lost.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from appraisal.extract.packages.pieces import File, Piece, printable, text_in

_OF_A_MAP = frozenset(
    (
        b"THINGS", b"LINEDEFS", b"SIDEDEFS", b"VERTEXES", b"SEGS", b"SSECTORS", b"NODES", b"SECTORS", b"REJECT",
        b"BLOCKMAP", b"BEHAVIOR", b"SCRIPTS", b"LEAFS", b"LIGHTS", b"MACROS", b"DIALOGUE", b"ZNODES", b"TEXTMAP",
        b"ENDMAP",
    )
)  # fmt: skip
_GL = re.compile(rb"GL_(VERT|SEGS|SSECT|NODES|PVS)")
_START = re.compile(rb"([A-Z0-9]{1,3})_START")
NESTED = 8  # markers within markers that make folders


def is_wad(head: bytes, size: int) -> bool:
    return head[:4] in (b"IWAD", b"PWAD", b"WAD2", b"WAD3") and len(head) >= 12 and not printable(head[4:12])


def pieces(file: File) -> Iterator[Piece]:
    """All lumps in the order of the directory."""
    magic, count, offset = file.unpack("<4sLL", 0)
    if magic in (b"WAD2", b"WAD3"):
        yield from _textures(file, count, offset)
        return
    table = file.read(offset, 16 * count)
    rows = [struct.unpack_from("<LL8s", table, 16 * number) for number in range(count)]
    names = [text_in(row[2]) for row in rows]
    folders: list[bytes] = []
    level = b""
    for number, (start, size, _) in enumerate(rows):
        name = names[number]
        after = names[number + 1] if number + 1 < count else b""
        if after in (b"THINGS", b"TEXTMAP") and name not in _OF_A_MAP:
            level = name
            path = name
        elif level and (name in _OF_A_MAP or _GL.fullmatch(name)):
            path = level + b"/" + name
        else:
            level = b""
            if folders and name == folders[-1] + b"_END":
                folders.pop()
            path = b"/".join((*folders, name))
            marker = _START.fullmatch(name)
            if marker and len(folders) < NESTED and marker[1] + b"_END" in names[number:]:
                folders.append(marker[1])
        yield Piece(path, start if size else 0, size, size)


def _textures(file: File, count: int, offset: int) -> Iterator[Piece]:
    table = file.read(offset, 32 * count)
    for number in range(count):
        start, packed, size, _, compression, name = struct.unpack_from("<LLLBBxx16s", table, 32 * number)
        piece = Piece(text_in(name), start, packed, size)
        if compression:
            piece.status, piece.message = "unsupported", f"compression {compression} is not read here"
        yield piece

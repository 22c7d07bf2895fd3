"""Electron's asar. Layout: README of github.com/electron/asar, "Format"; Chromium's Pickle (base/pickle.h).

``uint32 4, uint32 size of the header pickle, uint32 size of its payload, uint32 length of a JSON text``, the text,
then the files; offsets in the text are decimal strings and count from behind the header.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from typing import Any

from appraisal.extract.packages.pieces import Broken, File, Piece

HEADER = 64 << 20  # bytes of the table that are read
DEEP = 256  # folders in folders
_PLACE = re.compile(r"[0-9]{1,18}")


def is_asar(head: bytes, size: int) -> bool:
    """Whether the first bytes of a file of ``size`` bytes are an asar's."""
    if len(head) < 18:
        return False
    one, pickle, payload, text = struct.unpack_from("<4L", head)
    return one == 4 and text + 4 <= payload <= pickle <= size and head[16:17] == b"{"


def pieces(file: File) -> Iterator[Piece]:
    """All files of the table, in its order."""
    _, pickle, _, length = file.unpack("<4L", 0)
    if length > HEADER:
        raise Broken(f"a table of {length} bytes, more than {HEADER}")
    try:
        found = json.loads(file.read(16, length).decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise Broken("its table is nested too deep") from error
    base = 8 + pickle
    waiting: list[tuple[str, Any, int]] = [("", found, 0)]
    while waiting:
        name, node, depth = waiting.pop()
        if not isinstance(node, dict):
            raise Broken("its table is malformed")
        files = node.get("files")
        if isinstance(files, dict):
            if depth >= DEEP:
                raise Broken(f"folders more than {DEEP} deep")
            prefix = f"{name}/" if name else ""
            waiting += [(prefix + str(inner), files[inner], depth + 1) for inner in reversed(list(files))]
        elif name:
            yield _piece(name, node, base)


def _piece(name: str, node: dict[str, Any], base: int) -> Piece:
    raw = name.encode("utf-8", "surrogatepass")
    link, size, offset = node.get("link"), node.get("size", 0), node.get("offset")
    if link is not None:
        return Piece(raw, 0, 0, 0, status="skipped:link", message=f"a symbolic link to {link}")
    if type(size) is not int or not 0 <= size < 1 << 63:
        return Piece(raw, 0, 0, 0, status="corrupt", message="its size is malformed")
    if node.get("unpacked"):
        where = "it lies beside the archive, in the folder .unpacked"
        return Piece(raw, 0, 0, size, status="skipped:link", message=where)
    if not isinstance(offset, str) or not _PLACE.fullmatch(offset):
        return Piece(raw, 0, 0, size, status="corrupt", message="its place is malformed")
    integrity = node.get("integrity")
    check = None
    if isinstance(integrity, dict) and integrity.get("algorithm") == "SHA256":
        check = ("sha256", str(integrity.get("hash")).lower())
    return Piece(raw, base + int(offset), size, size, check=check)

"""Valve's VPK, versions 1 and 2. Layout: Valve Developer Community, "VPK (file format)".

A tree of extension, folder and name, each ending in NUL; contents stand in the tree, behind it, or in files beside it
(``pak01_000.vpk`` beside ``pak01_dir.vpk``). Parts that are not there are named; their members stay in the listing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from appraisal.extract.packages.pieces import Beside, Broken, File, Piece, take
from appraisal.extract.store import Node, Store

HERE = 0x7FFF
TREE = 256 << 20  # bytes of the tree that are read
MAGIC = b"\x34\x12\xaa\x55"


def is_vpk(head: bytes, size: int) -> bool:
    return head[:4] == MAGIC and head[4:8] in (b"\x01\x00\x00\x00", b"\x02\x00\x00\x00")


def read_vpk(path: Path, name: str, node: Node, store: Store, *, beside: Beside) -> None:
    """All members of the tree; of those whose part is missing what is known."""
    with ExitStack() as stack:
        file = File(stack.enter_context(path.open("rb")))
        parts = _Parts(name, beside, stack)
        take(file, _pieces(file, parts), node, store)
    for missing in sorted(parts.missing):
        node.problem("corrupt", f"its part {missing} is not there")


class _Parts:
    """The files beside the one with the tree, opened when they are first wanted."""

    def __init__(self, name: str, beside: Beside, stack: ExitStack) -> None:
        stem = name.rpartition("/")[2]
        self.stem = stem[: -len("_dir.vpk")] if stem.lower().endswith("_dir.vpk") else stem.rpartition(".")[0]
        self.beside = beside
        self.stack = stack
        self.opened: dict[int, File | None] = {}
        self.missing: set[str] = set()

    def get(self, number: int) -> tuple[File | None, str]:
        part = f"{self.stem}_{number:03}.vpk"
        if number not in self.opened:
            found = self.beside(part.encode("utf-8", "surrogateescape")) if len(self.opened) < 128 else None
            self.opened[number] = None if found is None else File(self.stack.enter_context(found.open("rb")))
            if found is None and len(self.missing) < 100:
                self.missing.add(part)
        return self.opened[number], part


def _pieces(file: File, parts: _Parts) -> Iterator[Piece]:
    _, version, size = file.unpack("<3L", 0)
    begin = 12 if version == 1 else 28
    if size > TREE:
        raise Broken(f"a tree of {size} bytes, more than {TREE}")
    tree = file.read(begin, size)
    place = 0

    def text() -> bytes:
        nonlocal place
        end = tree.find(b"\x00", place)
        if end < 0:
            raise Broken("its tree ends inside a name")
        found, place = tree[place:end], end + 1
        return found

    while extension := text():
        while folder := text():
            while stem := text():
                if place + 18 > len(tree):
                    raise Broken("its tree ends inside an entry")
                crc = int.from_bytes(tree[place : place + 4], "little")
                preload, archive = (int.from_bytes(tree[place + n : place + n + 2], "little") for n in (4, 6))
                offset, length = (int.from_bytes(tree[place + n : place + n + 4], "little") for n in (8, 12))
                head = tree[place + 18 : place + 18 + preload]
                place += 18 + preload
                name = (
                    (b"" if folder == b" " else folder + b"/") + stem + (b"" if extension == b" " else b"." + extension)
                )
                piece = Piece(name, offset, length, preload + length, head=head, check=("crc32", f"{crc:08x}"))
                if archive == HERE:
                    piece.offset += begin + size
                elif length:
                    piece.file, part = parts.get(archive)
                    if piece.file is None:
                        piece.status, piece.message = "corrupt", f"its part {part} is not there"
                yield piece

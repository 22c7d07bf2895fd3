"""Packages of programs and games: which there are, what tells them, who reads them.

``may_be_package`` is the parent's quick look; ``package_kind`` decides in the limited child; ``read_package`` reads.
See docs/decisions/0006-packages.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from appraisal.extract.packages import apart, ar, asar, cpio, godot, grf, named, quake, rpm, vpk, wad
from appraisal.extract.packages.pieces import Beside, File, Piece, Window, item_of, put, take
from appraisal.extract.packages.programs import parsed as parsed_program
from appraisal.extract.packages.programs import payload, program_kind
from appraisal.extract.store import Node, Store

HEAD = 4096
_TABLES: Mapping[str, tuple[Callable[[bytes, int], bool], Callable[[File], Iterator[Piece]]]] = {
    "asar": (asar.is_asar, asar.pieces),
    "pak": (quake.is_pak, quake.pak),
    "grp": (quake.is_grp, quake.grp),
    "big": (quake.is_big, quake.big),
    "wad": (wad.is_wad, wad.pieces),
    "pck": (godot.is_pck, godot.pieces),
    "grf": (grf.is_grf, grf.pieces),
    "deb": (ar.is_deb, ar.pieces),
    "ar": (ar.is_ar, ar.pieces),
}
"""Kind: what tells it by its first bytes and size, and the reader of its table. In the order of trying."""

_OTHERS: Mapping[str, Callable[[bytes, int], bool]] = {
    "vpk": vpk.is_vpk,
    "cpio": cpio.is_cpio,
    "rpm": rpm.is_rpm,
    "cab": lambda head, size: head[:8] == b"MSCF\x00\x00\x00\x00" and head[24:26] == b"\x03\x01",
    "rar": lambda head, size: head[:7] == b"Rar!\x1a\x07\x00" or head[:8] == b"Rar!\x1a\x07\x01\x00",
    "lha": lambda head, size: head[2:4] == b"-l" and head[4:5] in b"hz" and head[6:7] == b"-" and len(head) > 21,
}
BACKSLASHES = frozenset(("grf", "big", "grp"))
"""Kinds whose names are parted by backslashes."""
PROGRAMS = "exe+"
LACKING = "needs libarchive (Debian: libarchive13t64 or libarchive13), which this system does not have"
_ANY = 1 << 62


def may_be_package(head: bytes) -> bool:
    """By the first 4096 bytes, without parsing: all that may be done outside the limited child. Programs are always
    suspected, since an archive may stand behind them."""
    if head[:2] == b"MZ" or head[:4] in (b"\x7fELF", b"Cr24"):
        return True
    return any(test(head, _ANY) for test, _ in _TABLES.values()) or any(
        test(head, _ANY) for test in _OTHERS.values()
    ) or named.may_be_named(head)  # fmt: skip


def package_kind(path: Path, head: bytes) -> str | None:
    """The kind of a package: one that is read, or one of ``named.NAMED``; None for all else. Raises ``OSError`` only.

    ``zip`` for a Chrome extension, which is one behind a head of its own.
    """
    if head[:2] == b"MZ" or head[:4] == b"\x7fELF":
        return program_kind(path)
    if head[:4] == b"Cr24" and head[4:8] in (b"\x02\x00\x00\x00", b"\x03\x00\x00\x00"):
        return "zip"
    size = path.stat().st_size
    for kind, (test, _) in _TABLES.items():
        if test(head, size):
            return kind
    return next((kind for kind, test in _OTHERS.items() if test(head, size)), None) or named.named_kind(path, head)


def closed(kind: str) -> tuple[str, str] | None:
    """(reason, message) of a kind that is told and not opened; None for one that is read."""
    if kind in named.NAMED:
        reason, what = named.NAMED[kind]
        return reason, f"{what}: named, not opened"
    if kind.removeprefix(PROGRAMS) in apart.FORMATS and not apart.available():
        return "unsupported", f"{kind}: {LACKING}"
    return None


def is_package(kind: str) -> bool:
    return kind in _TABLES or kind in _OTHERS or kind.startswith(PROGRAMS)


def read_package(path: Path, name: str, node: Node, store: Store, *, beside: Beside) -> None:
    """All members of a package into the store; what is wrong with it into ``node.problems``."""
    node.backslashes = node.kind in BACKSLASHES
    if node.kind.startswith(PROGRAMS):
        _read_program(path, node.kind.removeprefix(PROGRAMS), node, store)
    elif node.kind == "vpk":
        vpk.read_vpk(path, name, node, store, beside=beside)
    elif node.kind == "rpm":
        rpm.read_rpm(path, node, store)
    elif node.kind == "cpio":
        with path.open("rb") as stream:
            cpio.read_cpio(stream, node, store)
    elif node.kind in apart.FORMATS:
        apart.read_apart(path, node.kind, node, store)
    else:
        with path.open("rb") as stream:
            file = File(stream)
            take(file, _TABLES[node.kind][1](file), node, store)


def _read_program(path: Path, kind: str, node: Node, store: Store) -> None:
    """The program itself as ``$program``, then the members of the archive behind it."""
    with path.open("rb") as stream:
        file = File(stream)
        found = payload(file, parsed_program(file))
        if found is None:
            raise ValueError("the archive behind the program is gone")
        _, start, size = found
        front = Piece(b"$program", 0, start, start)
        front.message = f"the program in front of the archive ({kind}), which is listed after it; it was not run"
        item = item_of(front.name)
        if store.add(node, item):
            item.message = front.message
            put(file, front, item, node=node, store=store)
        if kind == "zip":
            from appraisal.extract.zips import read_zip

            read_zip(stream, node, store)
        elif kind == "7z":
            import io

            from appraisal.extract.sevens import read_seven

            read_seven(io.BufferedReader(Window(stream, start, size)), node, store)
        elif kind == "pck":
            take(file, partial(godot.pieces, start=start)(file), node, store)
        else:
            part = _carved(file, start, size, node, store)
            try:
                apart.read_apart(part, kind, node, store)
            finally:
                part.unlink()


def _carved(file: File, start: int, size: int, node: Node, store: Store) -> Path:
    """The archive in a file of its own, which the reader apart needs."""
    path, handle = store.part()
    with open(handle, "wb") as out:
        for at in range(start, start + size, 1 << 20):
            data = file.read(at, min(1 << 20, start + size - at))
            store.decode(node, len(data))
            out.write(data)
    return Path(path)

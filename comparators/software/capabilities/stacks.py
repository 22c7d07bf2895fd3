"""Bytes and texts that a function puts together on its stack, and which argument it gets where."""

from __future__ import annotations

from collections.abc import Mapping

from comparators.software.capabilities.traces import Stack, Value
from comparators.software.functions.program import ARM64, X86, Program

LONGEST = 260


def stacked(cells: Mapping[Stack, tuple[int, Value]], start: Stack, most: int = LONGEST) -> bytes:
    """The bytes from ``start`` on, as far as they are known. ``cells``: address → (width in bytes, value)."""
    data = bytearray()
    while len(data) < most and (cell := cells.get(start.after(len(data)))) is not None:
        if not isinstance(cell[1], int):
            break
        piece = cell[1].to_bytes(max(cell[0], 1), "little")
        if len(piece) > 1 and start.after(len(data) + 1) in cells:
            at = start.after(len(data))
            piece = piece[: next(k for k in range(1, len(piece) + 1) if k == len(piece) or at.after(k) in cells)]
        data += piece
    return bytes(data)


def written(data: bytes) -> str:
    """The text that begins the bytes, of one or two bytes a letter; "" for less than three letters."""
    if len(data) < 3:
        return ""
    plain = data.partition(b"\0")[0]
    wide = data.partition(b"\0\0")[0] + b"\0"
    for text in (plain, wide[: len(wide) & ~1].replace(b"\0", b"") if data[1:2] == b"\0" else plain):
        if len(text) >= 3 and all(32 <= byte < 127 for byte in text):
            return text.decode("ascii")
    return ""


def first(cells: Mapping[Stack, tuple[int, Value]], start: Value) -> int | None:
    """The first four bytes that an address on the stack points to, as a number, where they are known."""
    data = stacked(cells, start, 4) if isinstance(start, Stack) and start in cells else b""
    return int.from_bytes(data[:4], "little") if len(data) >= 4 else None


def parameter(program: Program, base: str) -> int:
    """Number of an argument of a function, from 0, by what it comes in; -1 for none."""
    arch = program.arch
    if arch == X86:
        return int(base.rpartition(" ")[2]) - 1 if base.startswith("argument ") else -1
    if arch == ARM64:
        return int(base[1:])
    order = ("cx", "dx", "r8", "r9") if program.format == "PE" else ("di", "si", "dx", "cx", "r8", "r9")
    return order.index(base) if base in order else -1

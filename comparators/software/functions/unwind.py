"""Where functions begin and end, as the tables for unwinding the stack say: ``.pdata`` of PE, ``.eh_frame`` of ELF and
Mach-O.

Formats: Microsoft, *PE Format* and *x64 exception handling* (RUNTIME_FUNCTION, chained UNWIND_INFO), *ARM64 exception
handling* (packed and full records); Linux Standard Base 5.0, *Exception Frames* (CIE, FDE, pointer encodings).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from comparators.software.functions.program import ARM64, Program

MOST_ENTRIES = 2_000_000
CHAINED = 4  # UNW_FLAG_CHAININFO: the range belongs to the function of another entry


def ranges(program: Program) -> dict[int, int]:
    """Start → stop (virtual addresses) of every range that lies in code. Entries that make no sense are left out."""
    found: dict[int, int] = {}
    for kind, address, size in program.unwind:
        if kind == "pdata":
            every = _pdata(program, address, size)
        elif kind == "eh_frame":
            every = _frames(program, address, size)
        else:
            every = _behind_header(program, address)
        for number, (start, stop) in enumerate(every):
            if number >= MOST_ENTRIES:
                break
            part = program.part(start)
            if part is not None and part.code and start < stop <= part.address + part.size:
                found[start] = max(stop, found.get(start, 0))
    return found


def _pdata(program: Program, address: int, size: int) -> Iterator[tuple[int, int]]:
    data = program.bytes_at(address, size)
    if program.arch == ARM64:
        for start, word in struct.iter_unpack("<II", data[: len(data) // 8 * 8]):
            if word & 3:  # packed: the length stands in the entry
                length = (word >> 2 & 0x7FF) * 4
            else:
                head = program.bytes_at(program.low + word, 4)
                length = (int.from_bytes(head, "little") & 0x3FFFF) * 4
            yield program.low + start, program.low + start + length
        return
    for start, stop, info in struct.iter_unpack("<III", data[: len(data) // 12 * 12]):
        head = program.bytes_at(program.low + info, 4)
        if start and len(head) == 4 and not head[0] >> 3 & CHAINED:
            yield program.low + start, program.low + stop


class _Reader:
    """Numbers of a table that stands at a virtual address. Reading beyond the end gives None for good."""

    def __init__(self, data: bytes, address: int, width: int) -> None:
        self.data, self.address, self.width, self.at = data, address, width, 0

    def number(self, layout: str) -> int | None:
        size = struct.calcsize(layout)
        if self.at + size > len(self.data):
            self.at = len(self.data) + 1
            return None
        value: int = struct.unpack_from(layout, self.data, self.at)[0]
        self.at += size
        return value

    def leb(self) -> int | None:
        value = 0
        for shift in range(0, 70, 7):
            byte = self.number("<B")
            if byte is None:
                return None
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        return None

    def pointer(self, encoding: int, *, relative: bool = True) -> int | None:
        """A pointer as DW_EH_PE says; None for encodings that linkers do not write for code."""
        place = self.address + self.at
        native = "<Q" if self.width == 8 else "<I"
        layouts = {0: native, 2: "<H", 3: "<I", 4: "<Q", 10: "<h", 11: "<i", 12: "<q"}
        layout = layouts.get(encoding & 15)
        if layout is None or encoding & 0x60 or encoding & 0x80:
            return None
        value = self.number(layout)
        if value is not None and encoding & 0x10 and relative:
            value += place
        return value


def _frames(program: Program, address: int, size: int) -> Iterator[tuple[int, int]]:
    """CIEs and FDEs one after another. Every step goes on by four bytes at least, so this ends."""
    data = program.bytes_at(address, size)
    width = 4 if program.arch == "x86" else 8
    encodings: dict[int, int | None] = {}
    at = 0
    while at + 8 <= len(data):
        (length,) = struct.unpack_from("<I", data, at)
        if length == 0:
            at += 4
            continue
        if length == 0xFFFFFFFF or at + 4 + length > len(data):
            return
        body, stop = at + 4, at + 4 + length
        (pointer,) = struct.unpack_from("<I", data, body)
        if pointer == 0:
            encodings[at] = _encoding(data[body + 4 : stop], width)
        else:
            encoding = encodings.get(body - pointer)
            if encoding is not None:
                reader = _Reader(data[:stop], address, width)
                reader.at = body + 4
                start, extent = reader.pointer(encoding), reader.pointer(encoding & 15, relative=False)
                if start is not None and extent is not None and start:
                    start &= (1 << 8 * width) - 1
                    yield start, start + extent
        at = stop


def _encoding(cie: bytes, width: int) -> int | None:
    """How FDEs of this CIE write addresses; None where it is not told in a known way."""
    reader = _Reader(cie, 0, width)
    version = reader.number("<B")
    end = cie.find(b"\0", 1)
    if version not in (1, 3) or end < 0:
        return None
    augmentation = cie[1:end]
    reader.at = end + 1
    for _ in range(2):  # alignment factors of code and data
        reader.leb()
    if version == 1:
        reader.number("<B")
    else:
        reader.leb()
    if not augmentation.startswith(b"z"):
        return 0 if not augmentation else None
    reader.leb()
    for letter in augmentation[1:]:
        if letter == ord("R"):
            return reader.number("<B")
        if letter == ord("L"):
            reader.number("<B")
        elif letter == ord("P"):
            encoding = reader.number("<B")
            if encoding is None or reader.pointer(encoding & 0x1F) is None:
                return None
        elif letter not in b"SB":
            return None
    return 0


def _behind_header(program: Program, address: int) -> Iterator[tuple[int, int]]:
    """``.eh_frame`` found through ``PT_GNU_EH_FRAME`` where section headers were taken off: it ends with its part."""
    head = _Reader(program.bytes_at(address, 16), address, 8)
    if head.number("<B") != 1:
        return
    encoding = head.number("<B")
    head.at = 4
    frames = None if encoding is None else head.pointer(encoding)
    part = None if frames is None else program.part(frames)
    if frames is not None and part is not None:
        yield from _frames(program, frames, part.address + part.size - frames)

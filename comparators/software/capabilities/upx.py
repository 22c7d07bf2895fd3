"""Programs packed with UPX, as they were before: unpacked by reading, never by running their stub.

From the header that UPX leaves ("UPX!", version, format, method, lengths, Adler-32 of both, filter) the code is
decompressed (``nrv``), the distances of calls and jumps are turned back (filters 26 and 49 hexadecimal: calls E8 and
jumps E9, in 49 also the conditional ones, hold big-endian places of their targets under a mark), pointers that were
kept as distances become addresses, and headers, sections and the list of imports are read as UPX kept them behind the
code. Of PE, what does not come out with the checksum stated is not used.
Facts on the form: the documentation of UPX and files that it packs.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import lief

from comparators.software.capabilities import nrv
from comparators.software.capabilities.nrv import NotAsPacked

MARK = b"UPX!"
MOST = 256 << 20  # bytes that come out
MOST_IMPORTS = 200_000
CALLS, JUMPS = 0x26, 0x49  # filters


@dataclass(frozen=True)
class Unpacked:
    """``image``: a program with the code as it was. ``slots``: for PE, pointers that the loader fills, by distance from
    the base of the image; a name, or ``library.dll#ordinal``. ``how``: method of compression."""

    image: bytes
    how: str
    slots: Mapping[int, str] = field(default_factory=dict)


def unpacked(data: bytes) -> Unpacked:
    """The program inside. ``NotAsPacked`` where it is not as UPX writes it."""
    try:
        return _pe(data) if data[:2] == b"MZ" else _elf(data)
    except (struct.error, IndexError, OverflowError, ValueError) as error:
        raise NotAsPacked(str(error)) from error


@dataclass(frozen=True)
class _Head:
    method: int
    packed_sum: int
    plain_sum: int
    plain: int
    packed: int
    filter: int
    mark: int
    stop: int


def _head(data: bytes, start: int, stop: int) -> _Head:
    at = data.find(MARK, start, stop)
    if at < 0:
        raise NotAsPacked("no header of UPX")
    _, _, method, _, plain_sum, packed_sum, plain, packed, _, kind, mark, _, _ = struct.unpack_from(
        "<4BIIIIIBBBB", data, at + 4
    )
    if plain > MOST or packed > len(data):
        raise NotAsPacked(f"{plain} bytes")
    return _Head(method, packed_sum, plain_sum, plain, packed, kind, mark, at + 32)


def unfiltered(code: bytearray, start: int, size: int, kind: int, mark: int, add: int) -> None:
    """Turn targets of calls and jumps in ``code[start : start + size]`` back into distances, in place."""
    if kind == 0:
        return
    if kind not in (CALLS, JUMPS):
        raise NotAsPacked(f"filter {kind:#x}")
    stop = start + size - 5
    at = start
    last = -1  # where the instruction before, if it was turned, ends
    while at <= stop:
        opcode = code[at]
        hit = opcode in (0xE8, 0xE9)
        if not hit and kind == JUMPS and 0x80 <= opcode <= 0x8F:
            hit = at > start and code[at - 1] == 0x0F and at != last
        if hit and code[at + 1] == mark:
            value = int.from_bytes(code[at + 1 : at + 5], "big") - (mark << 24)
            place = at - start + 1
            code[at + 1 : at + 5] = ((value - place - add) & 0xFFFFFFFF).to_bytes(4, "little")
            at += 5
            last = at
        else:
            at += 1


def readdressed(code: bytearray, place: int, base: int, word: int) -> None:
    """Turn pointers that UPX keeps as distances from ``base``, big-endian, back into addresses, in place. Which ones, a
    list at ``place`` says: steps from one to the next, of one byte; F0 to FF: four bits and two bytes more; where these
    are 0, four bytes follow; 0 ends it."""
    at = -4
    while step := code[place]:
        place += 1
        if step >= 0xF0:
            step = (step & 15) << 16 | int.from_bytes(code[place : place + 2], "little")
            place += 2
            if not step:
                (step,) = struct.unpack_from("<I", code, place)
                place += 4
        at += step
        if not 0 <= at <= len(code) - word:
            raise NotAsPacked("a pointer outside of the data")
        value = int.from_bytes(code[at : at + word], "big") + base & ((1 << 8 * word) - 1)
        code[at : at + word] = value.to_bytes(word, "little")


def _pe(data: bytes) -> Unpacked:
    read = lief.PE.parse(data)
    if read is None or len(list(read.sections)) < 2:
        raise NotAsPacked("no sections")
    sections = list(read.sections)
    first, second = sections[0], sections[1]
    head = _head(data, max(0, second.offset - 64), second.offset + 64)
    packed = data[head.stop : head.stop + head.packed]
    if zlib.adler32(packed) != head.packed_sum:
        raise NotAsPacked("the packed bytes have another checksum")
    code = bytearray(nrv.unpack(packed, head.plain, head.method))
    if zlib.adler32(code) != head.plain_sum:
        raise NotAsPacked("the unpacked bytes have another checksum")
    low = first.virtual_address
    (skip,) = struct.unpack_from("<I", code, head.plain - 4)
    wide = code[skip + 24 : skip + 26] == b"\x0b\x02"
    length = 264 if wide else 248
    original = bytearray(code[skip : skip + length])
    if original[:4] != b"PE\0\0":
        raise NotAsPacked("no header of the program inside")
    (count,) = struct.unpack_from("<H", original, 6)
    code_size, code_base = (struct.unpack_from("<I", original, at)[0] for at in (28, 44))
    rows = [bytearray(code[skip + length + 40 * n : skip + length + 40 * n + 40]) for n in range(count)]
    if head.filter:
        if not low <= code_base <= low + len(code):
            raise NotAsPacked("code outside of the data")
        size = min(code_size, len(code) - (code_base - low))
        unfiltered(code, code_base - low, size, head.filter, head.mark, code_base - low)
    directories, word, lists = (136 if wide else 120), (8 if wide else 4), skip + length + 40 * count
    slots = {}
    if any(original[directories + 8 : directories + 12]):
        slots = _imports(data, read, code, lists, low, word)
        lists += 8
    if any(original[directories + 40 : directories + 44]) and not original[22] & 1:
        (place,) = struct.unpack_from("<I", code, lists)
        base = int.from_bytes(original[48:56] if wide else original[52:56], "little")
        readdressed(code, place, base + low, word)
    for number in (0, 1, 2, 4, 5, 6, 9, 10, 11, 12, 14):  # all that UPX moved or that points at what it moved
        original[directories + 8 * number : directories + 8 * number + 8] = bytes(8)
    return Unpacked(_laid(original, rows, code, low), nrv.NAMES[head.method], slots)


def _laid(original: bytearray, rows: list[bytearray], code: bytearray, low: int) -> bytes:
    """A file with these headers, its sections one behind the other."""
    start = (64 + len(original) + 40 * len(rows) + 511) & ~511
    body = bytearray()
    for row in rows:
        virtual, address = struct.unpack_from("<II", row, 8)
        piece = code[max(0, address - low) : max(0, address - low) + virtual] if address >= low else b""
        struct.pack_into("<II", row, 16, len(piece), start + len(body) if piece else 0)
        body += piece
    front = bytearray(b"MZ" + bytes(58) + struct.pack("<I", 64)) + original + b"".join(rows)
    return bytes(front.ljust(start, b"\0") + body)


def _imports(data: bytes, read: lief.PE.Binary, code: bytearray, at: int, low: int, width: int) -> dict[int, str]:
    """The list that UPX keeps: for each library where its name stands and where its pointers begin, then names (1),
    ordinals (FF) or places of the packed import table (others), until a 0."""
    (place,) = struct.unpack_from("<I", code, at)
    table = read.data_directory(lief.PE.DataDirectory.TYPES.IMPORT_TABLE)
    base = read.rva_to_offset(table.rva) if table is not None else 0
    found: dict[int, str] = {}
    while place + 8 <= len(code) and (name := struct.unpack_from("<I", code, place)[0]):
        library = _text(data, base + name).lower()
        (slot,) = struct.unpack_from("<I", code, place + 4)
        slot += low
        place += 8
        while code[place]:
            if len(found) > MOST_IMPORTS:
                raise NotAsPacked("too many imports")
            if code[place] == 1:
                text = _text(code, place + 1)
                found[slot] = text
                place += len(text) + 2
            elif code[place] == 0xFF:
                found[slot] = f"{library}#{struct.unpack_from('<H', code, place + 1)[0]}"
                place += 3
            else:
                (inner,) = struct.unpack_from("<I", code, place + 1)
                number = int.from_bytes(data[base + inner : base + inner + 2], "little")
                found[slot] = f"{library}#{number}"
                place += 5
            slot += width
        place += 1
    return found


def _text(data: bytes | bytearray, at: int) -> str:
    end = data.find(b"\0", at, at + 512)
    if at < 0 or end < 0:
        raise NotAsPacked("a name without an end")
    return bytes(data[at:end]).decode("latin-1")


def _elf(data: bytes) -> Unpacked:
    """Headers first, then each loaded segment, in blocks that each say method, filter and lengths."""
    at = data.find(MARK, 0, 4096)
    if at < 0 or data[:4] != b"\x7fELF" or data[5] != 1:
        raise NotAsPacked("no header of UPX")
    wide = data[4] == 2
    reading = _Blocks(data, at + 20)
    front = bytearray(reading.take())
    if front[:4] != b"\x7fELF":
        raise NotAsPacked("no header of the program inside")
    image = front
    headers, size, count = (
        struct.unpack_from(layout, front, place)[0]
        for layout, place in ((("<Q", 32), ("<H", 54), ("<H", 56)) if wide else (("<I", 28), ("<H", 42), ("<H", 44)))
    )
    for number in range(count):
        row = headers + number * size
        (kind,) = struct.unpack_from("<I", front, row)
        offset, length = (
            struct.unpack_from("<Q16xQ", front, row + 8) if wide else struct.unpack_from("<I8xI", front, row + 4)
        )
        if kind != 1:
            continue
        begins, ends = max(offset, len(front) if offset == 0 else offset), offset + length
        if ends > MOST:
            raise NotAsPacked(f"{ends} bytes")
        while begins < ends:
            piece = reading.take()
            if not piece or begins + len(piece) > ends:
                raise NotAsPacked("a block that does not fit its segment")
            image = image.ljust(begins, b"\0")
            image[begins : begins + len(piece)] = piece
            begins += len(piece)
    image[40:48] = bytes(8) if wide else image[40:48]
    if wide:
        image[58:64] = bytes(6)
    else:
        image[32:36], image[46:52] = bytes(4), bytes(6)
    return Unpacked(bytes(image), reading.how)


class _Blocks:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at, self.how, self.sum = data, at, "", 0

    def take(self) -> bytes:
        """The next block as it was."""
        plain, packed, method, kind, mark, _ = struct.unpack_from("<IIBBBB", self.data, self.at)
        if not 0 < packed <= plain <= MOST or self.at + 12 + packed > len(self.data):
            raise NotAsPacked("a block that does not fit the file")
        body = self.data[self.at + 12 : self.at + 12 + packed]
        self.at += 12 + packed
        if packed == plain:
            return body
        self.how = nrv.NAMES.get(method, "")
        found = bytearray(nrv.unpack(body, plain, method))
        if kind:
            unfiltered(found, 0, len(found), kind, mark, 0)
        return bytes(found)

"""Programs with an archive behind them (self-extracting ones, game engines), and installers told by their marks.

PE: Microsoft, "PE Format"; ELF: gABI. Nothing of the program is run or interpreted: only where its own parts end, what
stands behind them, and what its sections are called. What comes before the archive is a member too, ``$program``.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from appraisal.extract.packages.pieces import CHUNK, DAMAGED, Broken, File
from appraisal.extract.store import Stop
from appraisal.packers import OF_SECTION

LOOKED = 2 << 20  # bytes behind the program in which an archive may begin
SEARCHED = 32 << 20  # bytes of the program that are searched for marks
TAIL = 1 << 16
_SEVEN = b"7z\xbc\xaf\x27\x1c"
_SECTIONS = {section.encode(): key for section, key in OF_SECTION.items()}


@dataclass(frozen=True, slots=True)
class Program:
    """``end``: the first byte behind its own parts. ``sections``: their names."""

    end: int
    sections: tuple[bytes, ...]
    windows: bool


def program_kind(path: Path) -> str | None:
    """``exe+zip``, ``exe+7z``, ``exe+rar``, ``exe+cab``, ``exe+pck``; the name of an installer or packer that is not
    opened; None for a program that is only that, or whose structures do not hold."""
    with path.open("rb") as stream:
        file = File(stream)
        try:
            program = parsed(file)
            behind = file.read(program.end, min(LOOKED, file.size - program.end))
            named = _installer(file, program, behind)
            found = None if named else payload(file, program)
        except DAMAGED:
            return None
    if named:
        return named
    if found is not None:
        return f"exe+{found[0]}"
    return next((_SECTIONS[name] for name in program.sections if name in _SECTIONS), None) or _packed(path, program)


def parsed(file: File) -> Program:
    """Where the program ends. ``Broken`` or ``struct.error`` when its structures do not hold."""
    head = file.read(0, min(4096, file.size))
    if head[:4] == b"\x7fELF":
        return _elf(head, file.size)
    (at,) = struct.unpack_from("<L", head, 0x3C)
    if at + 24 > file.size or file.read(at, 4) != b"PE\x00\x00":
        last, blocks = struct.unpack_from("<HH", head, 2)
        stated = blocks * 512 - (512 - last if last else 0)
        return Program(min(file.size, max(0, stated)), (), True)  # no blocks: it may stand anywhere in the file
    count, optional = file.unpack("<2xH12xH", at + 4)
    if count > 96:
        raise Broken("too many sections")
    place = at + 24 + optional
    end, names = place + 40 * count, []
    for number in range(count):
        name, size, start = file.unpack("<8s8xLL", place + 40 * number)
        names.append(name.rstrip(b"\x00"))
        if size and start:
            end = max(end, start + size)
    return Program(min(end, file.size), tuple(names), True)


def _elf(head: bytes, size: int) -> Program:
    order = "<" if head[5] == 1 else ">"
    if head[4] == 2:
        (table,) = struct.unpack_from(order + "Q", head, 40)
        length, count = struct.unpack_from(order + "HH", head, 58)
    else:
        (table,) = struct.unpack_from(order + "L", head, 32)
        length, count = struct.unpack_from(order + "HH", head, 46)
    return Program(min(size, table + length * count), (), False)


def _installer(file: File, program: Program, behind: bytes) -> str | None:
    if b"\xef\xbe\xad\xdeNullsoftInst" in behind[:LOOKED]:
        return "nsis"
    if behind[:13] == b"InstallShield" or b"ISSetupStream" in behind[:64]:
        return "installshield"
    if b"MEI\x0c\x0b\x0a\x0b\x0e" in file.read(max(0, file.size - TAIL), min(TAIL, file.size)):
        return "pyinstaller"
    if b"AU3!EA0" in behind or (program.windows and _within(file, program, b"AU3!EA0")):
        return "autoit"
    if b"Inno Setup Setup Data" in behind or (program.windows and _within(file, program, b"rDlPtS")):
        return "inno"
    if file.read(0, min(11, file.size))[8:11] in (b"AI\x01", b"AI\x02"):
        return "appimage"
    return None


def _within(file: File, program: Program, mark: bytes) -> bool:
    """Whether the mark of a loader stands in the program, which is read in pieces that overlap."""
    end = min(program.end, SEARCHED)
    return any(mark in file.read(at, min(CHUNK + 64, end - at)) for at in range(0, end, CHUNK))


def _packed(path: Path, program: Program) -> str | None:
    with path.open("rb") as stream:
        head = stream.read(4096)
        stream.seek(max(0, stream.seek(0, 2) - 64))
        return "upx" if not program.windows and b"UPX!" in head + stream.read(64) else None


def payload(file: File, program: Program) -> tuple[str, int, int] | None:
    """(kind, first byte, bytes) of the archive behind a program; None when there is none that holds together."""
    tail = file.read(max(0, file.size - 12), min(12, file.size))
    if tail[8:] == b"GDPC":
        size = int.from_bytes(tail[:8], "little")
        start = file.size - 12 - size
        if start > 0 and file.read(start, 4) == b"GDPC":
            return "pck", start, size
    behind = file.read(program.end, min(LOOKED, file.size - program.end))
    for place in _places(behind, _SEVEN):
        head = behind[place : place + 32]
        if len(head) == 32 and int.from_bytes(head[8:12], "little") == zlib.crc32(head[12:32]):
            return "7z", program.end + place, file.size - program.end - place
    for place in _places(behind, b"Rar!\x1a\x07"):
        if behind[place + 6 : place + 7] in (b"\x00", b"\x01"):
            return "rar", program.end + place, file.size - program.end - place
    return _cab(file, program) or _zip(file)


def _places(data: bytes, mark: bytes) -> Iterator[int]:
    place = -1
    while (place := data.find(mark, place + 1)) >= 0:
        yield place


def _cab(file: File, program: Program) -> tuple[str, int, int] | None:
    """A cabinet behind the program, or in its resources where IExpress puts it."""
    if not program.windows:
        return None
    end = min(file.size, SEARCHED)
    for at in range(0, end, CHUNK):
        data = file.read(at, min(CHUNK + 64, file.size - at))
        for place in _places(data, b"MSCF\x00\x00\x00\x00"):
            head = data[place : place + 36]
            if place >= CHUNK or len(head) < 36 or not is_cab(head, file.size - at - place):
                continue
            return "cab", at + place, int.from_bytes(head[8:12], "little")
    return None


def is_cab(head: bytes, size: int) -> bool:
    """A cabinet's head ([MS-CAB] 2.1), its size not beyond the file."""
    if head[:8] != b"MSCF\x00\x00\x00\x00" or len(head) < 36:
        return False
    stated, files, minor, major = (
        int.from_bytes(head[at : at + n], "little") for at, n in ((8, 4), (16, 4), (24, 1), (25, 1))
    )
    return minor == 3 and major == 1 and 36 <= files < stated <= size


def _zip(file: File) -> tuple[str, int, int] | None:
    from appraisal.extract.zips import directory

    if b"PK\x05\x06" not in file.read(max(0, file.size - TAIL - 22), min(file.size, TAIL + 22)):
        return None
    try:
        first = min((record.offset for record in directory(file.stream, 16 << 20)), default=0)
        if first < 64 or file.read(first, 4) != b"PK\x03\x04":
            return None
    except Stop:
        return None
    except DAMAGED:
        return None
    return "zip", first, file.size - first

"""What headers say beside code: exported names, delay imports, packing. Packed: said, and unpacked where that can be
done without running anything."""

from __future__ import annotations

import itertools
import math
import struct
import warnings
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import lief
import numpy as np

from appraisal import packers
from appraisal.errors import Refused, Unreadable
from appraisal.packers import OF_SECTION
from appraisal.work import Member
from comparators.software.capabilities import upx
from comparators.software.capabilities.nrv import NotAsPacked
from comparators.software.functions import layout
from comparators.software.functions import program as programs

UPX = packers.shown("upx")
DENSE = 7.2  # bits a byte, from which on a section looks compressed or enciphered
FEW = 12  # imports of a program whose own import table was taken away
ET_EXEC, ET_DYN, PT_LOAD = 2, 3, 1  # of ELF
SECTIONS = "table of sections"
LEAST = 4096  # bytes of a section that is judged
MOST_OBJECTS = 200_000  # names of variables that are kept


@dataclass(frozen=True)
class Section:
    """``entropy``: bits a byte, 0 to 8."""

    name: str
    size: int
    entropy: float
    code: bool


@dataclass(frozen=True)
class Area:
    """A section in memory, or a variable that a symbol names, from ``start`` to before ``stop``."""

    name: str
    start: int
    stop: int
    writable: bool


class Beyond(NamedTuple):
    """A directory of the header that names more than the image holds: ``address`` and ``size`` as it states them,
    ``room``: bytes of the image."""

    name: str
    address: int
    size: int
    room: int


@dataclass(frozen=True)
class Headers:
    """``image``: the bytes to read: the file, or what unpacking gave. ``packed``: by what, "" if it is not seen.
    ``unpacked``: by which method of compression. ``left``: why a packed program is read as it is. ``slots``: of an
    unpacked PE, pointers that the loader fills, by distance from its base. ``areas``: sections in memory, also those
    that have no bytes in the file. ``library``: meant to be loaded by another program. ``odd``: directories that name
    more than the image holds, read as far as they go. ``objects``: variables that symbols name, by address. ``moves``:
    the header of a PE lets it be loaded elsewhere (DYNAMIC_BASE, relocations)."""

    image: bytes
    sections: tuple[Section, ...] = ()
    exports: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    delayed: frozenset[str] = field(default_factory=frozenset)
    packed: str = ""
    unpacked: str = ""
    left: str = ""
    slots: Mapping[int, str] = field(default_factory=dict)
    areas: tuple[Area, ...] = ()
    library: bool = False
    odd: tuple[Beyond, ...] = ()
    objects: tuple[Area, ...] = ()
    moves: bool = False

    def variable(self, address: int) -> str:
        """The variable that an address lies in, with how far in it, as symbols name it; "" for none."""
        at = bisect_right(self.objects, address, key=lambda one: one.start) - 1
        if at < 0 or address >= self.objects[at].stop:
            return ""
        one = self.objects[at]
        return one.name + (f"+{address - one.start:#x}" if address > one.start else "")


def entropy(data: bytes) -> float:
    """Bits a byte."""
    if not data:
        return 0.0
    share = np.bincount(np.frombuffer(data, np.uint8), minlength=256) / len(data)
    share = share[share > 0]
    return math.fabs(float(-(share * np.log2(share)).sum()))


def of_member(member: Member) -> Headers:
    """Headers of one file. Raises what ``program.read`` raises, by what the file is."""
    file = member.file
    if not member.size:
        raise Unreadable(f"{file}: empty, 0 bytes: look how it was copied, and ask for it again")
    if not programs.is_program(member):
        raise Refused(f"{file}: no program (PE, ELF, Mach-O) by its first bytes, whatever its name: not examined")
    data = member.bytes(programs.MOST_BYTES)
    _whole(file, data)
    about = read(data)
    if about.packed == UPX and about.left:
        raise Refused(
            f"{file}: packed with UPX, but what is packed does not come out as stated ({about.left}): damaged, cut off"
            " or altered; ask for the file again, or for the program as it was before it was packed"
        )
    layout.checked(file, data)  # behind the packer's name, which says more of a program that was cut off
    return about


def _whole(file: str, data: bytes) -> None:
    """Refuse an ELF program whose header does not say where its segments lie, by what is damaged (gABI, ELF Header)."""
    if data[:4] != b"\x7fELF" or len(data) < 64:
        return
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    (kind,) = struct.unpack_from(order + "H", data, 16)
    (at,) = struct.unpack_from(order + ("Q" if wide else "L"), data, 32 if wide else 28)
    each, count = struct.unpack_from(order + "HH", data, 54 if wide else 42)
    if kind not in (ET_EXEC, ET_DYN):
        return
    if not count or each < (56 if wide else 32) or at + each * count > len(data):
        raise Unreadable(
            f"{file}: its header names {count} segments at byte {at}, which do not lie in the file ({len(data)} bytes):"
            " the header is damaged, or the file cut off; ask for it again"
        )
    if all(struct.unpack_from(order + "L", data, at + each * number)[0] != PT_LOAD for number in range(count)):
        raise Unreadable(
            f"{file}: at byte {at}, where its header places the table of segments, none is one to be loaded: the header"
            " is damaged; ask for it again"
        )


def read(data: bytes) -> Headers:
    """Headers of a program, unpacked where possible. What cannot be read at all, ``program`` refuses."""
    lief.logging.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _unpacked(data, _read(data))
        except Exception:  # LIEF raises what it likes; ``program`` says what is wrong with the file
            return Headers(data)


def _unpacked(data: bytes, about: Headers) -> Headers:
    """The program inside, if UPX packed it; of others what was found, with why it stays as it is."""
    if about.packed not in ("", UPX, "unknown"):
        return about
    if upx.MARK not in data[:4096]:
        return replace(about, left="no header of UPX") if about.packed == UPX else about
    try:
        inside = upx.unpacked(data)
    except NotAsPacked as error:
        bare = data[:4] == b"\x7fELF" and not about.sections  # as UPX leaves a program for Linux
        return replace(about, packed=about.packed or UPX * bare, left=str(error)) if about.packed or bare else about
    within = _read(inside.image)
    return Headers(
        inside.image,
        about.sections,
        about.exports | within.exports,
        frozenset(inside.slots.values()) or within.imports,
        within.delayed,
        UPX,
        inside.how,
        slots=inside.slots,
        areas=within.areas,
        library=about.library,
        odd=about.odd,
        objects=within.objects,
        moves=within.moves,
    )


def _read(data: bytes) -> Headers:
    found: Any = lief.parse(data)
    if found is None:
        return Headers(data)
    if isinstance(found, lief.PE.Binary):
        return _pe(data, found)
    exports = frozenset(_text(one.name) for one in found.exported_symbols)
    imports = frozenset(_text(one.name) for one in found.imported_symbols)
    write = lief.ELF.Section.FLAGS.WRITE
    areas = tuple(
        Area(_text(s.name), s.virtual_address, s.virtual_address + s.size, not hasattr(s, "has") or s.has(write))
        for s in list(found.sections)[:256]
        if s.virtual_address and s.size
    )
    objects = _objects(found) if isinstance(found, lief.ELF.Binary) else ()
    sections = _sections(data, found, lambda one: False)
    return Headers(data, sections, exports, imports, areas=areas, objects=objects, odd=_odd(data))


def _odd(data: bytes) -> tuple[Beyond, ...]:
    """The table of sections of an ELF program, where it lies outside of the file: what runs does not ask for it."""
    if data[:4] != b"\x7fELF":
        return ()
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    (at,) = struct.unpack_from(order + ("Q" if wide else "L"), data, 40 if wide else 32)
    each, count = struct.unpack_from(order + "HH", data, 58 if wide else 46)
    return (Beyond(SECTIONS, at, each * count, len(data)),) if at + each * count > len(data) else ()


def _objects(found: lief.ELF.Binary) -> tuple[Area, ...]:
    """Variables by address, of those at one address the first name in order."""
    rows: dict[int, Area] = {}
    for symbol in itertools.islice(found.symbols, programs.MOST_NAMES):
        if symbol.type == lief.ELF.Symbol.TYPE.OBJECT and symbol.value and symbol.shndx and symbol.size:
            one = Area(_text(symbol.name), symbol.value, symbol.value + symbol.size, True)
            held = rows.get(one.start)
            if one.name and (held is None or (one.name, one.stop) < (held.name, held.stop)):
                rows[one.start] = one
    return tuple(rows[at] for at in sorted(rows)[:MOST_OBJECTS])


def _text(name: str | bytes) -> str:
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else name


def _sections(data: bytes, found: Any, code: Any) -> tuple[Section, ...]:
    return tuple(
        Section(_text(s.name), s.size, round(entropy(data[s.offset : s.offset + s.size]), 2), bool(code(s)))
        for s in list(found.sections)[:256]
        if s.size and s.offset
    )


def _pe(data: bytes, found: lief.PE.Binary) -> Headers:
    sections = _sections(data, found, lambda one: one.characteristics & 0x20000000)
    names = [_text(section.name) for section in found.sections]
    imports = [_text(e.name) for library in found.imports for e in library.entries]
    delayed = frozenset(_text(e.name) for library in found.delay_imports for e in library.entries if not e.is_ordinal)
    export = found.get_export()
    exports = frozenset(_text(e.name) for e in export.entries) if export is not None else frozenset()
    packed = next((packers.shown(OF_SECTION[name]) for name in names if name in OF_SECTION), "")
    if not packed and len(imports) <= FEW:
        dense = [s for s in sections if s.code and s.size >= LEAST and s.entropy >= DENSE]
        packed = "unknown" if dense else ""
    base = found.optional_header.imagebase
    areas = tuple(
        Area(
            _text(one.name),
            base + one.virtual_address,
            base + one.virtual_address + max(one.virtual_size, one.size),
            bool(one.characteristics & 0x80000000),
        )
        for one in list(found.sections)[:256]
    )
    room = found.optional_header.sizeof_image
    odd = tuple(
        Beyond(one.type.name.lower().replace("_", " "), one.rva, one.size, room)
        for one in found.data_directories
        if one.rva and one.type != lief.PE.DataDirectory.TYPES.CERTIFICATE_TABLE and one.rva + one.size > room
    )
    library = bool(found.header.characteristics & 0x2000)
    moves = bool(found.optional_header.dll_characteristics & 0x40) and not found.header.characteristics & 1
    return Headers(
        data, sections, exports, frozenset(imports), delayed, packed,
        areas=areas, library=library, odd=odd, objects=_pe_objects(found, areas), moves=moves,
    )  # fmt: skip


def _pe_objects(found: lief.PE.Binary, areas: Sequence[Area]) -> tuple[Area, ...]:
    """Variables by address, as symbols of mingw and the like name them, which state no size: each goes on to the next
    symbol of its section, or to the end of that."""
    marks: dict[int, set[int]] = {}  # section -> where a symbol stands
    names: dict[tuple[int, int], str] = {}
    for symbol in itertools.islice(found.symbols, programs.MOST_NAMES):
        number, name = symbol.section_idx - 1, _text(symbol.name)
        if not 0 <= number < len(areas) or not areas[number].writable:
            continue
        at = areas[number].start + symbol.value
        marks.setdefault(number, set()).add(at)
        held = names.get((number, at), "_\uffff")  # of several the program's own, not the linker's, which begin with _
        if name and name[0] != "." and at < areas[number].stop and (name[0] == "_", name) < (held[0] == "_", held):
            names[number, at] = name
    rows = []
    ends = {number: [*sorted(held), areas[number].stop] for number, held in marks.items()}
    for (number, at), name in sorted(names.items(), key=lambda one: one[0][1])[:MOST_OBJECTS]:
        stop = ends[number][bisect_right(ends[number], at, hi=len(ends[number]) - 1)]
        rows.append(Area(name, at, max(stop, at + 1), True))
    return tuple(rows)

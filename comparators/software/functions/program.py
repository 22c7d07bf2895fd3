"""A compiled program as this method sees it: where its code lies, what it imports, what it calls things.

LIEF reads headers, symbol tables and import tables; this runs in the limited child. Nothing is executed, and nothing is
unpacked. Sizes that headers state are held against the file before anything is taken from it.
"""

from __future__ import annotations

import itertools
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import lief

from appraisal.errors import AppraisalError, OverLimit, Refused, Unreadable
from appraisal.work import Member
from comparators.software.functions import layout, processor

MOST_BYTES = 256 << 20
MOST_CODE = 96 << 20  # bytes of code: about 25 million instructions
MOST_SECTIONS = layout.MOST
MOST_NAMES = 2_000_000
X86, X64, ARM64 = "x86", "x86-64", "arm64"
WIDTH = {X86: 4, X64: 8, ARM64: 8}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the memory image: virtual ``address`` to ``address + size`` stands in the file from ``offset`` on."""

    address: int
    size: int
    offset: int
    code: bool
    writable: bool
    name: str = ""


@dataclass(frozen=True)
class Program:
    """``parts`` sorted by address, without overlap. ``slots``: address of a pointer that the loader fills → import.

    ``names``: address → symbol, of functions. ``low``, ``high``: bounds of the image in memory. ``unwind``: where the
    unwind data stand, as (kind, address, size). ``starts``: further starts of functions that the file declares.
    ``got``: of ELF, the address that 32-bit code which runs anywhere reckons from, 0 for none. ``loader``: of ELF, from
    where to where texts stand that the loader reads (its own name, names of symbols).
    """

    file: str
    format: str
    arch: str
    data: bytes
    parts: tuple[Part, ...]
    low: int
    high: int
    slots: dict[int, str]
    names: dict[int, str] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    starts: tuple[int, ...] = ()
    unwind: tuple[tuple[str, int, int], ...] = ()
    got: int = 0
    loader: tuple[tuple[int, int], ...] = ()

    def part(self, address: int) -> Part | None:
        """The part that an address lies in."""
        at = bisect_right(self.parts, address, key=lambda part: part.address) - 1
        if at >= 0 and address < self.parts[at].address + self.parts[at].size:
            return self.parts[at]
        return None

    def bytes_at(self, address: int, size: int) -> bytes:
        """Bytes at a virtual address, fewer or none where the file has none there."""
        part = self.part(address)
        if part is None:
            return b""
        start = part.offset + address - part.address
        return self.data[start : min(start + size, part.offset + part.size)]

    def inside(self, value: int) -> bool:
        """Whether a number is an address of the image."""
        return self.low <= value < self.high

    def code(self) -> Iterator[Part]:
        """Parts that hold code."""
        return (part for part in self.parts if part.code)


def read(member: Member) -> Program:
    """Read a program. Raises ``Refused`` for files that are none or that this method cannot read, ``Unreadable`` for
    damaged ones, ``OverLimit`` for what is too large; each names the file."""
    file = member.file
    if not is_program(member):
        raise Refused(f"{file}: not a program (PE, ELF or Mach-O): compare it by another method")
    return parsed(file, member.bytes(MOST_BYTES))


def parsed(file: str, data: bytes) -> Program:
    """A program from its bytes: see ``read``."""
    lief.logging.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # LIEF warns of each number that no name stands for
        return _parsed(file, data)


def _parsed(file: str, data: bytes) -> Program:
    damaged = f"{file}: headers of the program cannot be read: damaged or cut off"
    layout.checked(file, data)
    try:
        program = _of(file, data, _parse(data))
    except AppraisalError:
        raise
    except Exception as error:  # LIEF raises what it likes, also when it is asked for a field of what it has parsed
        raise Unreadable(damaged) from error
    if program is None:
        raise Unreadable(damaged)
    _checked(program)
    return program


def _of(file: str, data: bytes, found: Any) -> Program | None:
    if isinstance(found, lief.PE.Binary):
        return _pe(file, data, found)
    if isinstance(found, lief.ELF.Binary):
        return _elf(file, data, found)
    if isinstance(found, lief.MachO.Binary):
        return _macho(file, data, found)
    return None


def is_program(member: Member) -> bool:
    """Whether a file begins as a program of the formats that are read."""
    with member.path.open("rb") as stream:
        head = stream.read(4)
    return head[:2] == b"MZ" or head in (
        *(b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf"),
    )


def _parse(data: bytes) -> Any:
    if data[:2] == b"MZ":
        pe = lief.PE.ParserConfig()
        pe.parse_signature = pe.parse_rsrc = pe.parse_reloc = pe.parse_exceptions = False
        return lief.PE.parse(data, pe)
    if data[:4] == b"\x7fELF":
        elf = lief.ELF.ParserConfig()
        elf.parse_notes = elf.parse_overlay = elf.parse_symbol_versions = False
        return lief.ELF.parse(data, elf)
    fat = lief.MachO.parse(data)
    if fat is None:
        return None
    slices = [one for number in range(fat.size) if (one := fat.at(number)) is not None]
    order = {lief.MachO.Header.CPU_TYPE.X86_64: 0, lief.MachO.Header.CPU_TYPE.ARM64: 1}
    return min(slices, key=lambda one: order.get(one.header.cpu_type, 2)) if slices else None


def _arch(file: str, known: dict[Any, str], machine: Any) -> str:
    if machine not in known:
        name = str(machine).rpartition(".")[2]
        raise Refused(f"{file}: a program for {name}: this method reads x86, x86-64 and ARM64")
    return known[machine]


def _text(name: str | bytes) -> str:
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else name


def _capped(file: str, every: Iterable[Any]) -> Iterator[Any]:
    for number, one in enumerate(every):
        if number >= MOST_NAMES:
            raise OverLimit(f"{file}: more than {MOST_NAMES} symbols or imports: not read")
        yield one


def _pe(file: str, data: bytes, found: lief.PE.Binary) -> Program:
    machines = lief.PE.Header.MACHINE_TYPES
    known = {machines.I386: X86, machines.AMD64: X64, machines.ARM64: ARM64}
    arch = _arch(file, known, found.header.machine)
    kinds = lief.PE.DataDirectory.TYPES
    if (clr := found.data_directory(kinds.CLR_RUNTIME_HEADER)) is not None and clr.rva:
        raise Refused(f"{file}: holds .NET code, no machine code: decompile it and compare the sources")
    base = found.imagebase
    rows, names = [], [_text(section.name) for section in found.sections]
    if any(name.startswith("UPX") for name in names[:2]):
        raise Refused(f"{file}: packed with UPX, its code cannot be seen: unpack it (upx -d) and hand in both files")
    for name, section in zip(names, found.sections, strict=True):
        size = min(section.size, section.virtual_size or section.size)
        code, writable = bool(section.characteristics & 0x20000000), bool(section.characteristics & 0x80000000)
        rows.append(Part(base + section.virtual_address, size, section.offset, code, writable, name))
    slots: dict[int, str] = {}
    for table in (found.imports, found.delay_imports):
        for library in _capped(file, table):
            for entry in _capped(file, library.entries):
                name = _text(entry.name) if not entry.is_ordinal else f"{_text(library.name).lower()}#{entry.ordinal}"
                address = entry.iat_address if hasattr(entry, "iat_address") else entry.iat_value
                slots[address if address >= base else base + address] = name
    called, export = {}, found.get_export()
    if export is not None:
        for entry in _capped(file, export.entries):
            if entry.address and not entry.is_forwarded:
                called[base + entry.address] = _text(entry.name)
    sections = list(found.sections)
    for symbol in _capped(file, found.symbols):
        number = symbol.section_idx
        if 0 < number <= len(sections) and symbol.type == 0x20:  # a function, as COFF says
            called.setdefault(base + sections[number - 1].virtual_address + symbol.value, _text(symbol.name))
    unwind = found.data_directory(kinds.EXCEPTION_TABLE)
    tables = (("pdata", base + unwind.rva, unwind.size),) if unwind is not None and unwind.size else ()
    entry_point = found.optional_header.addressof_entrypoint
    starts = (base + entry_point,) if entry_point else ()
    high = max((part.address + part.size for part in rows), default=base)
    high = max(high, base + found.optional_header.sizeof_image)
    return Program(file, "PE", arch, data, _sorted(file, data, rows), base, high, slots, called, {}, starts, tables)


def _elf(file: str, data: bytes, found: lief.ELF.Binary) -> Program:
    known = {lief.ELF.ARCH.I386: X86, lief.ELF.ARCH.X86_64: X64, lief.ELF.ARCH.AARCH64: ARM64}
    arch = _arch(file, known, found.header.machine_type)
    kinds = lief.ELF.Header.FILE_TYPE
    if found.header.file_type not in (kinds.EXEC, kinds.DYN):
        raise Refused(f"{file}: an object file or a core dump: link it to a program or library and hand that in")
    loads = [s for s in found.segments if s.type == lief.ELF.Segment.TYPE.LOAD]
    if b"UPX!" in data[: 1 << 12] and not list(found.sections):
        raise Refused(f"{file}: packed with UPX, its code cannot be seen: unpack it (upx -d) and hand in both files")
    flags = lief.ELF.Segment.FLAGS
    rows: list[Part] = []
    text = [s for s in found.sections if int(s.flags) & 4 and s.size and s.type != lief.ELF.Section.TYPE.NOBITS]
    for segment in loads:
        runs, writes = bool(int(segment.flags) & int(flags.X)), bool(int(segment.flags) & int(flags.W))
        place = segment.virtual_address, segment.virtual_address + segment.physical_size
        inner = sorted(
            (s.virtual_address, s.size, _text(s.name)) for s in text if place[0] <= s.virtual_address < place[1]
        )
        at = place[0]
        if runs and not inner:  # section headers were taken off
            inner = [(place[0], segment.physical_size, "")]
        for address, size, name in inner if runs else ():
            size = min(size, place[1] - address)
            if address > at:
                rows.append(Part(at, address - at, segment.file_offset + at - place[0], False, writes))
            if address >= at:
                rows.append(Part(address, size, segment.file_offset + address - place[0], True, writes, name))
                at = address + size
        if at < place[1]:
            rows.append(Part(at, place[1] - at, segment.file_offset + at - place[0], False, writes))
    slots = {}
    for relocation in _capped(file, found.relocations):
        if relocation.has_symbol and relocation.symbol is not None and (name := _text(relocation.symbol.name)):
            slots[relocation.address] = name
    called: dict[int, str] = {}
    sizes: dict[int, int] = {}
    for symbol in _capped(file, found.symbols):
        if symbol.type == lief.ELF.Symbol.TYPE.FUNC and symbol.value and symbol.shndx:
            name = _text(symbol.name)
            if name and (symbol.value not in called or name < called[symbol.value]):
                called[symbol.value] = name
            sizes[symbol.value] = max(sizes.get(symbol.value, 0), min(symbol.size, len(data)))
    tables: list[tuple[str, int, int]] = []
    for section in found.sections:
        if _text(section.name) == ".eh_frame" and section.size:
            tables.append(("eh_frame", section.virtual_address, section.size))
    for segment in found.segments:
        if not tables and segment.type == lief.ELF.Segment.TYPE.GNU_EH_FRAME:
            tables.append(("eh_frame_hdr", segment.virtual_address, segment.physical_size))
    bounds = [(s.virtual_address, s.virtual_address + s.virtual_size) for s in loads]
    low, high = min((a for a, _ in bounds), default=0), max((b for _, b in bounds), default=0)
    starts = (found.header.entrypoint,) if found.header.entrypoint else ()
    parts = _sorted(file, data, rows)
    got = found.get(lief.ELF.DynamicEntry.TAG.PLTGOT)
    reckoned = got.value if got is not None else 0
    tags = lief.ELF.DynamicEntry.TAG
    symbols, length = found.get(tags.STRTAB), found.get(tags.STRSZ)
    read = [
        (s.virtual_address, s.virtual_address + s.virtual_size)
        for s in found.segments
        if s.type == lief.ELF.Segment.TYPE.INTERP
    ]
    if symbols is not None and length is not None:
        read.append((symbols.value, symbols.value + length.value))
    return Program(
        file, "ELF", arch, data, parts, low, high, slots, called, sizes, starts, tuple(tables), reckoned, tuple(read)
    )


def _ends(file: str, data: bytes, found: lief.MachO.Binary) -> None:
    """Refuse a Mach-O program whose header states more than the file has: LIEF reads what is there and says nothing."""
    at, head = found.fat_offset, found.header
    wide = head.magic in (lief.MachO.MACHO_TYPES.MAGIC_64, lief.MachO.MACHO_TYPES.CIGAM_64)
    if at + (32 if wide else 28) + head.sizeof_cmds > len(data):
        raise Unreadable(
            f"{file}: its header names {head.nb_cmds} load commands of {head.sizeof_cmds} bytes, but the file ends"
            f" after {len(data)} bytes: cut off, or the header is damaged; ask for it again"
        )
    for segment in found.segments:
        if at + (stop := segment.file_offset + segment.file_size) > len(data):
            raise Unreadable(
                f"{file}: by its header the segment {_text(segment.name) or '-'} ends at byte {at + stop}, but the file"
                f" after {len(data)} bytes: cut off, or the header is damaged; ask for it again"
            )


def _macho(file: str, data: bytes, found: lief.MachO.Binary) -> Program:
    _ends(file, data, found)
    cpus = lief.MachO.Header.CPU_TYPE
    arch = _arch(file, {cpus.X86: X86, cpus.X86_64: X64, cpus.ARM64: ARM64}, found.header.cpu_type)
    if found.header.file_type == lief.MachO.Header.FILE_TYPE.OBJECT:
        raise Refused(f"{file}: an object file or a core dump: link it to a program or library and hand that in")
    shift = found.fat_offset
    rows: list[Part] = []
    tables: list[tuple[str, int, int]] = []
    for section in found.sections:
        name, flags = _text(section.name), int(section.flags)
        if section.size == 0 or not section.offset or section.type == lief.MachO.Section.TYPE.ZEROFILL:
            continue
        code = bool(flags & 0x80000000 or flags & 0x00000400)
        writable = section.segment is not None and bool(section.segment.init_protection & 2)
        rows.append(Part(section.virtual_address, section.size, shift + section.offset, code, writable, name))
        if name == "__eh_frame":
            tables.append(("eh_frame", section.virtual_address, section.size))
    slots = {}
    for binding in _capped(file, found.bindings):
        if binding.has_symbol and binding.symbol is not None:
            slots[binding.address] = _text(binding.symbol.name).removeprefix("_")
    called = {}
    for symbol in _capped(file, found.symbols):
        if symbol.value and symbol.numberof_sections and symbol.raw_type & 0xE0 == 0:
            called[symbol.value] = _text(symbol.name)
    base = found.imagebase
    table = found.function_starts
    starts = tuple(base + offset for offset in _capped(file, table.functions)) if table is not None else ()
    segments = [(s.virtual_address, s.virtual_address + s.virtual_size) for s in found.segments if s.file_size]
    low, high = min((a for a, _ in segments), default=0), max((b for _, b in segments), default=0)
    parts = _sorted(file, data, rows)
    return Program(file, "Mach-O", arch, data, parts, low, high, slots, called, {}, starts, tuple(tables))


def _sorted(file: str, data: bytes, rows: list[Part]) -> tuple[Part, ...]:
    if len(rows) > MOST_SECTIONS:
        raise OverLimit(f"{file}: {len(rows)} sections, more than {MOST_SECTIONS}: no program that a linker made")
    rows = sorted((row for row in rows if row.size > 0), key=lambda part: (part.address, part.offset))
    for number, one in enumerate(rows, 1):
        if one.offset + one.size > len(data):
            raise Unreadable(f"{file}: section {_told(one, number)} ends beyond the file: damaged or cut off")
    for number, (one, other) in enumerate(itertools.pairwise(rows), 1):
        if one.address + one.size > other.address:
            first, second = _told(one, number), _told(other, number + 1)
            raise Unreadable(f"{file}: sections {first} and {second} overlap: damaged, or made to mislead")
    return tuple(rows)


def _told(part: Part, number: int) -> str:
    """Its name, or its number in order of addresses: a damaged file may give it none, or one that nobody can read."""
    sound = part.name.strip() and part.name.isprintable() and "\ufffd" not in part.name
    return part.name if sound else f"#{number}"


def _checked(program: Program) -> None:
    code = sum(part.size for part in program.code())
    if not code:
        raise Refused(f"{program.file}: holds no machine code: nothing for this method")
    if code > MOST_CODE:
        raise OverLimit(f"{program.file}: {code} bytes of code, more than {MOST_CODE}: compare its libraries apart")
    pieces = (program.bytes_at(part.address, part.size) for part in program.code())
    processor.checked(program.file, pieces, program.arch, program.arch == ARM64)

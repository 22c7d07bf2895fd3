"""Partition tables: MBR with its chain of logical partitions, and GPT (UEFI 2.10, chapter 5)."""

from __future__ import annotations

import struct
import uuid
import zlib
from dataclasses import dataclass

from appraisal.extract.volume import Damaged, Source

SECTORS = (512, 4096)
LOGICAL = 128  # logical partitions that are followed
ENTRIES = 1024  # entries of a GPT that are read; real tables have 128
_EXTENDED = frozenset((0x05, 0x0F, 0x85))
_ENTRY = struct.Struct("<B3sB3sLL")
_TYPES = {
    0x01: "FAT12", 0x04: "FAT16", 0x06: "FAT16", 0x07: "NTFS or exFAT", 0x0B: "FAT32", 0x0C: "FAT32", 0x0E: "FAT16",
    0x11: "hidden FAT12", 0x17: "hidden NTFS", 0x1B: "hidden FAT32", 0x1C: "hidden FAT32", 0x27: "Windows recovery",
    0x82: "Linux swap", 0x83: "Linux", 0x8E: "Linux LVM", 0xA5: "FreeBSD", 0xAF: "Apple HFS+", 0xEE: "GPT protective",
    0xEF: "EFI system", 0xFD: "Linux RAID",
}  # fmt: skip
_GUIDS = {
    "c12a7328-f81f-11d2-ba4b-00a0c93ec93b": "EFI system",
    "21686148-6449-6e6f-744e-656564454649": "BIOS boot",
    "e3c9e316-0b5c-4db8-817d-f92df00215ae": "Microsoft reserved",
    "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7": "Microsoft basic data",
    "de94bba4-06d1-4d40-a16a-bfd50179d6ac": "Windows recovery",
    "0fc63daf-8483-4772-8e79-3d69d8477de4": "Linux",
    "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f": "Linux swap",
    "e6d6d379-f507-44c2-a23c-238f2a3df928": "Linux LVM",
    "48465300-0000-11aa-aa11-00306543ecac": "Apple HFS+",
    "7c3457ef-0000-11aa-aa11-00306543ecac": "Apple APFS",
}
BARE = frozenset(("Linux swap", "BIOS boot", "Microsoft reserved"))
"""Types that never hold a file system."""


@dataclass(frozen=True, slots=True)
class Partition:
    """One entry. ``number`` as Linux counts; ``start`` and ``size`` in bytes; ``name`` is stored in a GPT only."""

    number: int
    start: int
    size: int
    type: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``kind``: GPT or MBR. ``faults``: what is wrong with the table itself."""

    kind: str
    sector: int
    partitions: tuple[Partition, ...]
    faults: tuple[str, ...] = ()


def table(source: Source) -> Table | None:
    """The partition table of a medium; None when there is none that could be one. Reads a few sectors only."""
    return gpt(source) or mbr(source)


def mbr(source: Source) -> Table | None:
    """The table in the first sector: plausible only if each entry is active or not, and lies behind that sector."""
    sector = source.read(0, 512)
    if len(sector) < 512 or sector[510:] != b"\x55\xaa":
        return None
    entries = [_ENTRY.unpack_from(sector, 446 + 16 * n) for n in range(4)]
    if any(status not in (0, 0x80) for status, *_ in entries):
        return None
    used = [(n, e) for n, e in enumerate(entries, 1) if e[2] and e[5]]
    if not used or any(e[4] == 0 for _, e in used):
        return None
    found: list[Partition] = []
    faults: list[str] = []
    for number, (_, _, kind, _, first, count) in used:
        if kind in _EXTENDED:
            more, fault = _logical(source, first)
            found += more
            faults += [fault] if fault else []
        else:
            found.append(Partition(number, first * 512, count * 512, _TYPES.get(kind, f"type {kind:02x}")))
    faults += _crossings(found, source.size)
    return Table("MBR", 512, tuple(sorted(found, key=lambda p: p.number)), tuple(faults))


def _logical(source: Source, first: int) -> tuple[list[Partition], str]:
    """The chain in an extended partition, and what is wrong with it."""
    found: list[Partition] = []
    seen: set[int] = set()
    at = first
    while True:
        if at in seen:
            return found, "its chain of logical partitions is a loop"
        if len(seen) >= LOGICAL:
            return found, f"more than {LOGICAL} logical partitions: the others are not read"
        seen.add(at)
        sector = source.read(at * 512, 512)
        if len(sector) < 512 or sector[510:] != b"\x55\xaa":
            return found, "its chain of logical partitions is damaged"
        _, _, kind, _, start, count = _ENTRY.unpack_from(sector, 446)
        if kind and count:
            shown = _TYPES.get(kind, f"type {kind:02x}")
            found.append(Partition(4 + len(seen), (at + start) * 512, count * 512, shown))
        _, _, kind, _, start, count = _ENTRY.unpack_from(sector, 462)
        if kind not in _EXTENDED or not count:
            return found, ""
        at = first + start


def gpt(source: Source) -> Table | None:
    """The GPT at the beginning, or the spare one at the end when that one is damaged."""
    for size in SECTORS:
        at_end = source.size // size * size - size
        for at in (size, at_end):
            try:
                found = _gpt(source, at, size)
            except Damaged:
                continue
            if found is not None:
                spare = () if at == size else ("its first table is damaged: the spare one at the end is used",)
                faults = (*spare, *_crossings(found, source.size))
                return Table("GPT", size, tuple(found), faults)
    return None


def _gpt(source: Source, at: int, sector: int) -> list[Partition] | None:
    """Partitions of the table at byte ``at``; None or ``Damaged`` when it is none or its checksums do not hold."""
    head = source.read(at, 512) if at >= sector else b""
    if len(head) < 512 or head[:8] != b"EFI PART":
        return None
    size, crc = struct.unpack_from("<LL", head, 12)
    if not 92 <= size <= 512 or zlib.crc32(head[:16] + bytes(4) + head[20:size]) != crc:
        raise Damaged("its GPT header does not match its checksum")
    first, count, width, entries_crc = struct.unpack_from("<QLLL", head, 72)
    if not 128 <= width <= 4096 or not 1 <= count <= ENTRIES or first * sector > source.size:
        raise Damaged("its GPT header is not plausible")
    body = source.read(first * sector, count * width)
    if len(body) < count * width or zlib.crc32(body) != entries_crc:
        raise Damaged("its GPT entries do not match their checksum")
    found = []
    for number in range(count):
        entry = body[number * width : number * width + 128]
        start, end = struct.unpack_from("<QQ", entry, 32)
        if entry[:16] == bytes(16) or end < start:
            continue
        kind = str(uuid.UUID(bytes_le=entry[:16]))
        name = entry[56:128].decode("utf-16-le", "replace").partition("\x00")[0]
        where = (start * sector, (end - start + 1) * sector)
        found.append(Partition(number + 1, *where, _GUIDS.get(kind, f"type {kind}"), name))
    return found


def _crossings(partitions: list[Partition], size: int) -> list[str]:
    """What is odd about where the partitions lie."""
    faults = []
    reached, before = 0, None
    for one in sorted(partitions, key=lambda p: (p.start, p.number)):
        if before is not None and one.start < reached:
            faults.append(f"p{before} and p{one.number} overlap")
        if one.start + one.size > reached:
            reached, before = one.start + one.size, one.number
        if one.start + one.size > size:
            faults.append(f"p{one.number} ends behind the image, which may be cut short")
    return faults

"""NTFS, read only, by its master file table: every record in use is a file, its names say in which folders it lies.

The folders' own indexes hold copies of these names and are not read. After Microsoft's and the Linux-NTFS project's
published layout. Compressed and encrypted streams are named, not read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from appraisal.extract.names import SHOWN, visible
from appraisal.extract.store import Stop
from appraisal.extract.volume import (
    PATH,
    PIECES,
    Area,
    Damaged,
    FileSystem,
    Found,
    Report,
    Run,
    filetime,
    joined,
    utf16,
)

ROOT = 5
RESERVED = 16  # the file system's own records; those of $Extend lie below record 11
RECORDS = 1 << 22  # records that are looked at
NAMES = 1 << 20  # names and streams that are kept
ORPHANS = "$orphans"
_STANDARD, _LIST, _NAME, _DATA, _REPARSE = 0x10, 0x20, 0x30, 0x80, 0xC0
_LINKS = {0xA000000C: "a symbolic link", 0xA0000003: "a junction", 0xA000001D: "a symbolic link (WSL)"}
_SPECIAL = frozenset((0x80000023, 0x80000024, 0x80000025, 0x80000026))
_PACKED = {0x80000017: "compressed by Windows (WOF)", 0x80000013: "deduplicated by Windows"}


@dataclass(slots=True)
class Attribute:
    """One attribute. Resident: ``value``. Else ``runs`` from cluster ``first`` on, as stored."""

    type: int
    name: str
    flags: int
    value: bytes | None = None
    first: int = 0
    size: int = 0
    written: int = 0
    runs: list[tuple[int | None, int]] = field(default_factory=list)
    fault: str = ""


@dataclass(slots=True)
class Record:
    """A file: what its record and the records that go on from it hold."""

    number: int
    sequence: int
    folder: bool
    attributes: list[Attribute]


class Ntfs:
    """Geometry and records. ``Damaged`` when the boot sector or the first record is not that of an NTFS."""

    def __init__(self, area: Area) -> None:
        boot = area.read(0, 512)
        sector, per_cluster = struct.unpack_from("<HB", boot, 11)
        sectors, mft = struct.unpack_from("<QQ", boot, 40)
        (per_record,) = struct.unpack_from("<b", boot, 64)
        clusters = per_cluster if per_cluster <= 0x80 else 1 << min(256 - per_cluster, 32)
        self.cluster = sector * clusters
        self.record = self.cluster * per_record if per_record > 0 else 1 << min(-per_record, 32)
        plausible = sector in (512, 1024, 2048, 4096) and 512 <= self.cluster <= 2 << 20 and sectors
        if boot[3:11] != b"NTFS    " or not plausible or self.record not in (512, 1024, 2048, 4096, 8192, 16384, 65536):
            raise Damaged("not the boot sector of an NTFS file system")
        self.area = area
        (spare,) = struct.unpack_from("<Q", boot, 56)
        self.faults: list[str] = []
        try:
            first = self._whole(area.read(mft * self.cluster, self.record))
        except Damaged as error:
            first = self._whole(area.read(spare * self.cluster, self.record))
            self.faults.append(f"the first record of its file table is damaged ({error}): the spare one is used")
        self.mft = self._table(first)
        self.label = self._label()

    def _whole(self, raw: bytes) -> bytes:
        """A record with the ends of its sectors put back. ``Damaged`` when they do not agree (a torn write)."""
        if raw[:4] != b"FILE":
            raise Damaged("not a record of the file table")
        at, count = struct.unpack_from("<HH", raw, 4)
        if count != len(raw) // 512 + 1 or at < 40 or at + 2 * count > 510:
            raise Damaged("its record is not plausible")
        fixed = bytearray(raw)
        for number in range(1, count):
            end = number * 512 - 2
            if raw[end : end + 2] != raw[at : at + 2]:
                raise Damaged("a sector of its record is of another time than the others")
            fixed[end : end + 2] = raw[at + 2 * number : at + 2 * number + 2]
        return bytes(fixed)

    def _table(self, first: bytes) -> list[Run]:
        """Where the file table lies. Its later pieces may be described by records that lie in earlier ones."""
        parts = [a for a in self.attributes(first) if a.type == _DATA and not a.name]
        if not parts or parts[0].value is not None:
            raise Damaged("its file table does not say where it lies")
        size = next((a.size for a in parts if a.first == 0), 0)
        looked = 0
        while True:
            runs = self._joined(_unbroken(parts))
            have = min(size, sum(length for _, length in runs))
            grown = False
            for number in range(looked, min(have // self.record, 4096)):
                looked = number + 1
                raw = self._at(runs, number)
                if number == 0 or raw[:4] != b"FILE" or struct.unpack_from("<Q", raw, 32)[0] & (1 << 48) - 1:
                    continue
                if struct.unpack_from("<Q", raw, 32)[0] == 0:
                    continue  # a base record itself: a reference to record 0 carries its sequence number
                more = [a for a in self.attributes(self._whole(raw)) if a.type == _DATA and not a.name]
                known = {a.first for a in parts}
                parts += [a for a in more if a.first not in known]
                grown = grown or bool(more)
            if not grown:
                break
        total = 0
        cut: list[Run] = []
        for at, length in runs:
            length = min(length, size - total)
            if length > 0:
                cut.append((at, length))
            total += length
        if total < size:
            self.faults.append(f"only {total} of {size} bytes of its file table have a place")
        return cut

    def _at(self, runs: Sequence[Run], number: int) -> bytes:
        place = number * self.record
        for at, length in runs:
            if place < length:
                return bytes(self.record) if at is None else self.area.read(at + place, self.record)
            place -= length
        raise Damaged(f"there is no record {number}")

    def _label(self) -> str:
        try:
            for attribute in self.attributes(self._whole(self._at(self.mft, 3))):
                if attribute.type == 0x60 and attribute.value:
                    return attribute.value.decode("utf-16-le", "replace")
        except Damaged:
            pass
        return ""

    def attributes(self, record: bytes) -> list[Attribute]:
        """All attributes of a record that was made whole. ``Damaged`` when they do not fit into it."""
        found: list[Attribute] = []
        place = struct.unpack_from("<H", record, 20)[0]
        used = min(len(record), struct.unpack_from("<L", record, 24)[0])
        while place + 4 <= used:
            self.area.steps.take()
            kind = struct.unpack_from("<L", record, place)[0]
            if kind == 0xFFFFFFFF:
                return found
            if place + 24 > used:
                break
            length, resident, name_size, name_at, flags = struct.unpack_from("<LBBHH", record, place + 4)
            if length < 24 or length % 8 or place + length > used:
                break
            body = record[place : place + length]
            name = utf16(body[name_at : name_at + 2 * name_size])[0]
            if not resident:
                size, at = struct.unpack_from("<LH", body, 16)
                if at + size > length:
                    break
                found.append(Attribute(kind, name, flags, body[at : at + size], 0, size))
            else:
                if length < 64:
                    break
                first, _, at = struct.unpack_from("<QQH", body, 16)
                size, written = struct.unpack_from("<QQ", body, 48)
                runs, fault = _runs(body[at:])
                found.append(Attribute(kind, name, flags, None, first, size, min(size, written), runs, fault))
            place += length
        else:
            return found
        raise Damaged("an attribute does not fit into its record")

    def _joined(self, parts: Sequence[Attribute]) -> list[Run]:
        """The pieces of one stream from all records that describe it, in bytes."""
        runs: list[Run] = []
        place = 0
        for part in sorted(parts, key=lambda a: a.first):
            if part.first != place:
                raise Damaged("a record that describes a part of it is missing")
            if part.fault:
                raise Damaged(part.fault)
            for at, clusters in part.runs:
                runs.append((None if at is None else at * self.cluster, clusters * self.cluster))
                place += clusters
        return joined(runs)

    def contents(self, parts: Sequence[Attribute]) -> Sequence[Run]:
        """Pieces of a stream; what lies behind its written length reads as zeros."""
        runs = self._joined(parts)
        head = min(parts, key=lambda a: a.first)
        if head.written >= head.size:
            return runs
        cut: list[Run] = []
        left = head.written
        for at, length in runs:
            if left > 0:
                cut.append((at, min(length, left)))
            left -= length
        return [*cut, (None, head.size - min(head.written, sum(n for _, n in cut)))]

    def records(self, report: Report) -> Iterator[tuple[int, bytes]]:
        """(number, record) of each record in use, in order."""
        number = 0
        for at, length in self.mft:
            for place in range(0, length - self.record + 1, self.record):
                if number >= RECORDS:
                    raise Stop("members", f"more than {RECORDS} records of the file table")
                self.area.steps.take()
                try:
                    raw = b"" if at is None else self.area.read(at + place, self.record)
                    if raw[:4] == b"FILE" and raw[22] & 1:
                        yield number, self._whole(raw)
                    elif raw[:4] == b"BAAD":
                        report("corrupt", f"record {number} of the file table is marked as damaged")
                except Damaged as error:
                    report("corrupt", f"record {number} of the file table cannot be read: {error}")
                number += 1


def _unbroken(parts: Sequence[Attribute]) -> list[Attribute]:
    """The parts of a stream up to the first one that is missing."""
    found: list[Attribute] = []
    place = 0
    for part in sorted(parts, key=lambda a: a.first):
        if part.first != place:
            break
        found.append(part)
        place += sum(count for _, count in part.runs)
    return found


def _runs(data: bytes) -> tuple[list[tuple[int | None, int]], str]:
    """(first cluster or None, clusters) of a list of runs, and what is wrong with it."""
    found: list[tuple[int | None, int]] = []
    place = at = 0
    while place < len(data) and data[place]:
        sizes, offsets = data[place] & 15, data[place] >> 4
        if not 1 <= sizes <= 8 or offsets > 8 or place + 1 + sizes + offsets > len(data):
            return found, "its list of runs is damaged"
        count = int.from_bytes(data[place + 1 : place + 1 + sizes], "little", signed=True)
        place += 1 + sizes
        step = int.from_bytes(data[place : place + offsets], "little", signed=True)
        place += offsets
        at += step
        if count <= 0 or count > 1 << 48 or (offsets and not 0 <= at < 1 << 48):
            return found, "its list of runs is damaged"
        if len(found) >= PIECES:
            return found, f"it lies in more than {PIECES} pieces"
        found.append((at if offsets else None, count))
    return found, ""


def probe(area: Area) -> FileSystem:
    """The NTFS in ``area``; ``Damaged`` when there is none."""
    volume = Ntfs(area)
    return FileSystem("NTFS", "UTC", partial(_files, volume), volume.label)


def _files(volume: Ntfs, report: Report) -> Iterator[Found]:
    for fault in volume.faults:
        report("corrupt", fault)
    gathered = _gather(volume, report)
    folders = {number: (record.sequence, _names(record)) for number, record in gathered.items() if record.folder}
    known: dict[int, str | None] = {ROOT: ""}
    for number, record in gathered.items():
        if number < RESERVED:
            continue
        names = _names(record)
        for parent, sequence, name in names:
            path = _path(folders, known, parent, sequence)
            if path is None:
                continue
            full = f"{path}/{name[0]}" if path else name[0]
            yield from _streams(volume, record, full, name)
        if not names and not record.folder:
            yield from _streams(volume, record, f"{ORPHANS}/record {number}", ("", "utf-8", None))


def _gather(volume: Ntfs, report: Report) -> dict[int, Record]:
    """All files and folders, with the attributes of the records that go on from them."""
    found: dict[int, Record] = {}
    more: list[tuple[int, int, list[Attribute]]] = []
    kept = 0
    for number, raw in volume.records(report):
        try:
            attributes = [a for a in volume.attributes(raw) if a.type in (_STANDARD, _NAME, _DATA, _REPARSE)]
        except Damaged as error:
            report("corrupt", f"record {number} of the file table cannot be read: {error}")
            continue
        kept += len(attributes)
        if kept > 4 * NAMES:
            raise Stop("members", f"more than {4 * NAMES} names and streams")
        (base,) = struct.unpack_from("<Q", raw, 32)
        sequence, flags = struct.unpack_from("<H", raw, 16)[0], struct.unpack_from("<H", raw, 22)[0]
        if base:
            more.append((base & (1 << 48) - 1, base >> 48, attributes))
        else:
            found[number] = Record(number, sequence, bool(flags & 2), attributes)
    for base, sequence, attributes in more:
        record = found.get(base)
        if record is None or record.sequence != sequence:
            report("corrupt", f"a part of record {base} of the file table belongs to no file")
            continue
        record.attributes += attributes
    return found


_Name = tuple[int, int, tuple[str, str, bytes | None]]


def _names(record: Record) -> list[_Name]:
    """(folder, its sequence, name) of each name but the short ones made for DOS beside a long one."""
    found: list[_Name] = []
    for attribute in record.attributes:
        value = attribute.value
        if attribute.type != _NAME or value is None or len(value) < 66:
            continue
        (parent,) = struct.unpack_from("<Q", value)
        if value[65] != 2:
            found.append((parent & (1 << 48) - 1, parent >> 48, utf16(value[66 : 66 + 2 * value[64]])))
    return found


def _path(
    folders: dict[int, tuple[int, list[_Name]]], known: dict[int, str | None], parent: int, sequence: int
) -> str | None:
    """The path of a folder; None for the file system's own. ``$orphans`` where it is gone, or lies within itself."""
    chain: list[tuple[int, str]] = []
    seen: set[int] = set()
    path: str | None = ORPHANS
    while True:
        folder = folders.get(parent)
        if parent in known and (folder is None or folder[0] == sequence or parent == ROOT):
            path = known[parent]
            break
        if parent < RESERVED:
            path = None
            break
        if folder is None or folder[0] != sequence or not folder[1] or parent in seen or len(chain) > PATH:
            break
        seen.add(parent)
        up, up_sequence, name = folder[1][0]
        chain.append((parent, name[0]))
        parent, sequence = up, up_sequence
    for number, name_ in reversed(chain):
        if path is not None:
            path = f"{path}/{name_}" if path else name_
            if len(path) > PATH:
                path = f"{ORPHANS}/{number}"
        known[number] = path
    return path


def _streams(volume: Ntfs, record: Record, path: str, name: tuple[str, str, bytes | None]) -> Iterator[Found]:
    """The contents of a file, and each named stream beside them as ``file:stream``. Of a folder, its streams only."""
    times: list[str | None] = [None] * 4
    streams: dict[str, list[Attribute]] = {} if record.folder else {"": []}
    reparse: bytes | None = None
    for attribute in record.attributes:
        if attribute.type == _STANDARD and attribute.value is not None and len(attribute.value) >= 32:
            times = [filetime(value) for value in struct.unpack_from("<4Q", attribute.value)]
        elif attribute.type == _DATA:
            streams.setdefault(attribute.name, []).append(attribute)
        elif attribute.type == _REPARSE and attribute.value is not None:
            reparse = attribute.value
    if reparse is not None and record.folder:
        streams.setdefault("", [])
    for stream, parts in streams.items():
        found = Found(
            f"{path}:{stream}" if stream else path, record.number, encoding=name[1], raw=name[2],
            created=times[0], modified=times[1], changed=times[2], accessed=times[3], key=(record.number, stream),
        )  # fmt: skip
        if reparse is not None and not stream:
            _reparse(reparse, found)
        if found.status == "ok":
            _contents(volume, parts, found)
        yield found


def _contents(volume: Ntfs, parts: list[Attribute], found: Found) -> None:
    if not parts:
        found.inline = b""
        return
    head = min(parts, key=lambda a: a.first)
    found.size = head.size
    if head.flags & 0x4000:
        found.status, found.message = "encrypted", "encrypted by Windows (EFS)"
    elif head.flags & 0xFF and head.value is None:
        found.status, found.message = "unsupported", "compressed by NTFS, which is not read here"
    elif head.value is not None:
        found.inline = head.value
        if len(parts) > 1:
            found.status, found.message = "corrupt", "it has two contents"
    else:
        found.runs = partial(volume.contents, parts)


def _reparse(value: bytes, found: Found) -> None:
    """What a reparse point says the file is."""
    if len(value) < 8:
        found.status, found.message = "corrupt", "its reparse point is damaged"
        return
    (tag,) = struct.unpack_from("<L", value)
    if tag in _LINKS:
        found.status, found.message = "skipped:link", _LINKS[tag] + _target(tag, value)
    elif tag in _SPECIAL:
        found.status, found.message = "skipped:special", "a device, pipe or socket"
    elif tag in _PACKED:
        found.status, found.message = "unsupported", f"{_PACKED[tag]}, which is not read here"
    elif tag & 0xFFFF0FFF == 0x9000001A:
        found.status, found.message = "unsupported", "a place holder: its contents may lie in a cloud"
    else:
        found.status, found.message = "unsupported", f"a reparse point {tag:#010x}, which is not read here"


def _target(tag: int, value: bytes) -> str:
    if tag == 0xA000001D:
        text = value[12:].decode("utf-8", "replace")
    else:
        head = 20 if tag == 0xA000000C else 16
        if len(value) < head:
            return ""
        at, size = struct.unpack_from("<HH", value, 8)
        text = value[head + at : head + at + size].decode("utf-16-le", "replace")
    return f" to {visible(text)[:SHOWN]}" if text else ""

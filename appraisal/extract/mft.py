"""The file table of NTFS: geometry, records, attributes and runs. After the published layout, as ``ntfs`` says."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from appraisal.extract.store import Stop
from appraisal.extract.volume import PIECES, Area, Damaged, Report, Run, joined, utf16

RECORDS = 1 << 22  # records that are looked at
DATA = 0x80


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
        parts = [a for a in self.attributes(first) if a.type == DATA and not a.name]
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
                more = [a for a in self.attributes(self._whole(raw)) if a.type == DATA and not a.name]
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

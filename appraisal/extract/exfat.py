"""exFAT, read only. Microsoft's exFAT specification, sections 3, 4, 6 and 7."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import partial

from appraisal.extract.volume import PATH, PIECES, Area, Damaged, FileSystem, Found, Report, Run, dos, joined, utf16

FOLDER = 256 << 20  # bytes of one folder, as the specification has it
END = 0xFFFFFFF8


class ExFat:
    """The geometry and the table of clusters. ``Damaged`` when the boot sector is not that of an exFAT."""

    def __init__(self, area: Area) -> None:
        boot = area.read(0, 512)
        if boot[3:11] != b"EXFAT   " or any(boot[11:64]):
            raise Damaged("not the boot sector of an exFAT file system")
        table, size, heap, self.count, self.root = struct.unpack_from("<LLLLL", boot, 80)
        sector_bits, cluster_bits, copies = boot[108], boot[109], boot[110]
        if not 9 <= sector_bits <= 12 or sector_bits + cluster_bits > 25 or copies not in (1, 2) or not self.count:
            raise Damaged("its boot sector is not plausible")
        self.area = area
        self.cluster = 1 << sector_bits + cluster_bits
        self.heap = heap << sector_bits
        active = size if copies == 2 and boot[106] & 1 else 0
        self.table, self.table_size = (table + active) << sector_bits, size << sector_bits
        if area.read(self.table, 4) != b"\xf8\xff\xff\xff":
            raise Damaged("its table does not begin as one of exFAT")

    def runs(self, first: int, size: int | None, chained: bool) -> Sequence[Run]:
        """Pieces of ``size`` bytes (None: a folder's whole chain); ``Damaged`` for loops, gaps and bad clusters."""
        if size == 0:
            return ()
        need = None if size is None else -(-size // self.cluster)
        if not chained and need is not None:
            if not first >= 2 or first + need > self.count + 2:
                raise Damaged("its clusters lie outside the file system")
            return [(self.heap + (first - 2) * self.cluster, need * self.cluster)]
        runs: list[Run] = []
        cluster, taken = first, 0
        while need is None or taken < need:
            if need is None and taken and cluster >= END:
                break
            if not 2 <= cluster < self.count + 2:
                raise Damaged(f"its chain of clusters leads to {cluster}, which is none, after {taken}")
            taken += 1
            if len(runs) >= PIECES or (need is None and taken * self.cluster > FOLDER + self.cluster):
                raise Damaged("its chain of clusters is too long (a loop)")
            at = self.heap + (cluster - 2) * self.cluster
            if runs and runs[-1][0] is not None and runs[-1][0] + runs[-1][1] == at:
                runs[-1] = (runs[-1][0], runs[-1][1] + self.cluster)
            else:
                runs.append((at, self.cluster))
            if cluster * 4 + 4 > self.table_size:
                raise Damaged("its chain of clusters leaves the table")
            cluster = struct.unpack("<L", self.area.read(self.table + cluster * 4, 4))[0]
        return joined(runs)


def probe(area: Area) -> FileSystem:
    """The exFAT in ``area``; ``Damaged`` when there is none."""
    volume = ExFat(area)
    label = ""
    for entry in _entries(volume, volume.runs(volume.root, None, True)):
        if entry[0] == 0x83 and entry[1] <= 11:
            label = entry[2 : 2 + 2 * entry[1]].decode("utf-16-le", "replace")
            break
    note = "times carry the zone they were written in where the system stored it"
    return FileSystem("exFAT", "local", partial(_files, volume), label, note)


def _entries(volume: ExFat, runs: Sequence[Run]) -> Iterator[bytes]:
    """Entries of 32 bytes up to the end mark; a folder is read piece by piece."""
    for at, size in runs:
        for place in range(at or 0, (at or 0) + size, volume.cluster):
            for start in range(0, volume.cluster, 4096):
                block = volume.area.read(place + start, min(4096, volume.cluster))
                for offset in range(0, len(block), 32):
                    if not block[offset]:
                        return
                    yield block[offset : offset + 32]


def _files(volume: ExFat, report: Report) -> Iterator[Found]:
    waiting: list[tuple[str, int, int | None, bool]] = [("", volume.root, None, True)]
    seen = {volume.root}
    while waiting:
        path, first, size, chained = waiting.pop()
        try:
            for found, name, chain in _folder(volume, volume.runs(first, size, chained), path, report):
                if chain is None:
                    yield found
                elif found.number in seen:
                    report("corrupt", f"{name}: a folder that was read already (a loop or a crossed link)")
                elif len(name) > PATH:
                    report("over-limit", f"a path of more than {PATH} characters is not followed")
                elif found.size > FOLDER:
                    report("corrupt", f"the folder {name} states {found.size} bytes")
                elif found.size:
                    seen.add(found.number)
                    waiting.append((name, found.number, found.size, chain))
        except Damaged as error:
            report("corrupt", f"the folder {path or '/'} cannot be read further: {error}")


def _folder(volume: ExFat, runs: Sequence[Run], path: str, report: Report) -> Iterator[tuple[Found, str, bool | None]]:
    """Files (with None) and folders (with whether the table chains them) of one folder, with their paths."""
    group: list[bytes] = []
    for entry in _entries(volume, runs):
        volume.area.steps.take()
        if entry[0] == 0x85:
            group = [entry]
        elif group and entry[0] in (0xC0, 0xC1):
            group.append(entry)
        else:
            group = []
        if group and len(group) == group[0][1] + 1:
            found = _found(volume, group, path)
            if found is None:
                report("corrupt", f"an entry of the folder {path or '/'} does not match its checksum")
            else:
                yield found
            group = []


def _found(volume: ExFat, group: list[bytes], path: str) -> tuple[Found, str, bool | None] | None:
    checksum = 0
    for place, byte in enumerate(b"".join(group)):
        if place not in (2, 3):
            checksum = ((checksum & 1) << 15) + (checksum >> 1) + byte & 0xFFFF
    head = group[0]
    stream = next((entry for entry in group if entry[0] == 0xC0), None)
    if stream is None or checksum != int.from_bytes(head[2:4], "little"):
        return None
    valid, _, first, size = struct.unpack_from("<QLLQ", stream, 8)
    letters = b"".join(entry[2:] for entry in group if entry[0] == 0xC1)[: 2 * stream[3]]
    name, encoding, raw = utf16(letters)
    full = f"{path}/{name}" if path else name
    chained = not stream[1] & 2
    times = [_time(head, *places) for places in ((12, 21, 23), (8, 20, 22), (16, None, 24))]
    found = Found(
        full, first, size, partial(_runs, volume, first, size, min(valid, size), chained),
        modified=times[0], created=times[1], accessed=times[2], encoding=encoding, raw=raw,
    )  # fmt: skip
    return found, full, chained if head[4] & 0x10 else None


def _runs(volume: ExFat, first: int, size: int, valid: int, chained: bool) -> Sequence[Run]:
    """Pieces of a file. What lies behind the valid length was never written and reads as zeros."""
    runs = volume.runs(first, size, chained)
    if valid == size:
        return runs
    cut: list[Run] = []
    left = valid
    for at, length in runs:
        if left > 0:
            cut.append((at, min(left, length)))
        left -= length
    return [*cut, (None, size - valid)]


def _time(head: bytes, place: int, hundredths: int | None, zone: int) -> str | None:
    time, date = struct.unpack_from("<HH", head, place)
    text = dos(date, time, head[hundredths] if hundredths else 0)
    if text is None or not head[zone] & 0x80:
        return text
    quarters = (head[zone] & 0x7F) - (128 if head[zone] & 0x40 else 0)
    sign, minutes = "-" if quarters < 0 else "+", abs(quarters) * 15
    return f"{text}{sign}{minutes // 60:02}:{minutes % 60:02}"

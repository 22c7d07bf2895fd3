"""FAT12, FAT16 and FAT32 with long names, read only. Microsoft's FAT specification 1.03."""

from __future__ import annotations

import struct
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from appraisal.extract.names import guess_encoding
from appraisal.extract.volume import (
    PATH,
    PIECES,
    Area,
    Damaged,
    FileSystem,
    Found,
    Report,
    Run,
    dos,
    joined,
    utf16,
    words,
)

FOLDER = 8 << 20  # bytes of one folder; FAT allows 2 MiB
TABLE = 1 << 16  # bytes of the table read at once
TABLES = 64
_ENTRY = struct.Struct("<11sBBBHHHHHHHL")


class Fat:
    """The geometry and the table of clusters. ``Damaged`` when the boot sector is not that of a FAT."""

    def __init__(self, area: Area) -> None:
        boot = area.read(0, 512)
        (self.sector, per_cluster, reserved, copies, self.root_entries, small, media, per_table) = struct.unpack_from(
            "<HBHBHHBH", boot, 11
        )
        large, wide = struct.unpack_from("<LL", boot, 32)
        plausible = (
            boot[0] in (0xEB, 0xE9)
            and self.sector in (512, 1024, 2048, 4096)
            and per_cluster
            and not per_cluster & (per_cluster - 1)
            and self.sector * per_cluster <= 1 << 18
            and reserved
            and copies in (1, 2)
            and (media == 0xF0 or media >= 0xF8)
            and (small or large)
            and (per_table or wide)
        )
        if not plausible:
            raise Damaged("not the boot sector of a FAT file system")
        self.area = area
        self.cluster = self.sector * per_cluster
        size = per_table or wide
        root_at = (reserved + copies * size) * self.sector
        self.root = (root_at, self.root_entries * 32)
        self.data = root_at + -(-self.root_entries * 32 // self.sector) * self.sector
        sectors = small or large
        self.count = (sectors * self.sector - self.data) // self.cluster
        if self.count <= 0:
            raise Damaged("not the boot sector of a FAT file system")
        self.bits = 12 if self.count < 4085 else 16 if self.count < 65525 else 32
        if not per_table:
            self.bits = 32
        if (self.bits == 32) == bool(self.root_entries):
            raise Damaged("its boot sector contradicts itself about FAT32")
        self.root_cluster = struct.unpack_from("<L", boot, 44)[0] if self.bits == 32 else 0
        self.table = reserved * self.sector
        if self.bits == 32 and boot[40] & 0x80 and boot[40] & 15 < copies:  # one table alone is kept up to date
            self.table += (boot[40] & 15) * size * self.sector
        self.table_size = size * self.sector
        self.label = boot[71:82] if self.bits == 32 else boot[43:54]
        self.end = (1 << min(self.bits, 28)) - 8
        if area.read(self.table, 4)[0] != media:
            raise Damaged("its table does not begin with the medium that the boot sector names")
        self.small = b"" if self.bits == 32 else area.read(self.table, min(self.table_size, (self.count + 2) * 2 + 2))
        self._pages: OrderedDict[int, array[int]] = OrderedDict()

    def next(self, cluster: int) -> int:
        """What the table holds for a cluster."""
        self.area.steps.take()
        if self.bits == 32:
            number, place = divmod(cluster, TABLE // 4)
            page = self._pages.get(number) or self._page(number)
            if place >= len(page):
                raise Damaged("its chain of clusters leaves the table")
            return page[place] & 0x0FFFFFFF
        at = cluster * 3 // 2 if self.bits == 12 else cluster * 2
        if at + 2 > len(self.small):
            raise Damaged("its chain of clusters leaves the table")
        value = self.small[at] | self.small[at + 1] << 8
        if self.bits == 16:
            return value
        return value >> 4 if cluster & 1 else value & 0xFFF

    def _page(self, number: int) -> array[int]:
        at = number * TABLE
        size = min(TABLE, self.table_size - at) // 4 * 4
        if size <= 0:
            raise Damaged("its chain of clusters leaves the table")
        data = self.area.read(self.table + at, size)
        page = self._pages[number] = array("L", struct.unpack(f"<{size // 4}I", data))
        if len(self._pages) > TABLES:
            self._pages.popitem(last=False)
        return page

    def chain(self, first: int, need: int | None) -> list[Run]:
        """Pieces of a chain: ``need`` clusters, or all of a folder's. ``Damaged`` for loops, gaps and bad clusters."""
        runs: list[Run] = []
        cluster, taken = first, 0
        while need is None or taken < need:
            if cluster >= self.end and taken:
                if need is None:
                    break
                raise Damaged(f"its chain of clusters ends after {taken} of {need}")
            if not 2 <= cluster < self.count + 2:
                what = "a free cluster" if cluster == 0 else f"cluster {cluster}, which is none"
                raise Damaged(f"its chain of clusters leads to {what}")
            taken += 1
            if need is None and taken * self.cluster > FOLDER + self.cluster:
                raise Damaged("its chain of clusters is longer than a folder may be (a loop)")
            at = self.data + (cluster - 2) * self.cluster
            if runs and runs[-1][0] is not None and runs[-1][0] + runs[-1][1] == at:
                runs[-1] = (runs[-1][0], runs[-1][1] + self.cluster)
            else:
                if len(runs) >= PIECES:
                    raise Damaged(f"it lies in more than {PIECES} pieces")
                runs.append((at, self.cluster))
            if need is None or taken < need:
                cluster = self.next(cluster)
        return joined(runs)

    def contents(self, first: int, size: int) -> Sequence[Run]:
        if not size:
            return ()
        return self.chain(first, -(-size // self.cluster))


@dataclass(slots=True)
class _Row:
    """An entry of a folder. ``name``: text, or the bytes of a short name whose code page nobody states."""

    parent: int
    name: str | bytes
    raw: bytes | None
    entry: bytes
    first: int


def probe(area: Area) -> FileSystem:
    """The FAT in ``area``; ``Damaged`` when there is none."""
    fat = Fat(area)
    label = words(fat.label)
    return FileSystem(f"FAT{fat.bits}", "local", partial(_files, fat), "" if label == "NO NAME" else label)


def _files(fat: Fat, report: Report) -> Iterator[Found]:
    """Every file in the order of its folder. All folders are read first: a short name is decoded in view of all."""
    rows: list[_Row] = []
    folders: list[tuple[int, str | bytes, int]] = [(-1, "", 0)]  # parent, name, length of the path
    waiting = [(0, fat.root_cluster)]
    seen = {fat.root_cluster}
    while waiting:
        number, first = waiting.pop()
        for row in _folder(fat, number, first, folders, report):
            if not row.entry[11] & 0x10:
                rows.append(row)
                continue
            length = folders[number][2] + len(row.name) + 1
            where = _shown(folders, number, row.name)
            if row.first in seen:
                report("corrupt", f"{where}: a folder that was read already (a loop or a crossed link)")
            elif length > PATH:
                report("over-limit", f"a path of more than {PATH} characters is not followed")
            else:
                seen.add(row.first)
                folders.append((number, row.name, length))
                waiting.append((len(folders) - 1, row.first))
    guess = guess_encoding(name for name in [r.name for r in rows] + [f[1] for f in folders] if isinstance(name, bytes))
    for row in rows:
        yield _found(fat, row, _path(folders, row.parent, row.name, guess), guess)


def _folder(
    fat: Fat, number: int, first: int, folders: list[tuple[int, str | bytes, int]], report: Report
) -> Iterator[_Row]:
    def here() -> str:
        return _shown(folders, number, "")

    try:
        runs = fat.chain(first, None) if first or fat.bits == 32 else [fat.root]
        data = b"".join(fat.area.read(at, size) for at, size in runs if at is not None)
    except Damaged as error:
        report("corrupt", f"the folder {here()} cannot be read: {error}")
        return
    parts: list[bytes] = []
    expected = checksum = 0
    for at in range(0, len(data) - 31, 32):
        fat.area.steps.take()
        entry = data[at : at + 32]
        if entry[0] == 0:
            break
        if entry[0] == 0xE5:
            parts = []
            continue
        attributes = entry[11]
        if attributes & 0x3F == 0x0F:
            order = entry[0]
            if order & 0x40:
                parts, expected, checksum = [], order & 0x3F, entry[13]
            if expected and order & 0x3F == expected and entry[13] == checksum:
                parts.insert(0, entry[1:11] + entry[14:26] + entry[28:32])
                expected -= 1
            else:
                parts = []
            continue
        long, parts = (parts if not expected and _sum(entry[:11]) == checksum else []), []
        if attributes & 0x08 or entry[:11] in (b".          ", b"..         "):
            continue
        high, low = struct.unpack_from("<H", entry, 20)[0], struct.unpack_from("<H", entry, 26)[0]
        start = high << 16 | low if fat.bits == 32 else low  # elsewhere the upper half is OS/2's
        raw = b"".join(long)
        for end in range(0, len(raw), 2):
            if raw[end : end + 2] == b"\x00\x00":
                raw = raw[:end]
                break
        if raw:
            text, _, broken = utf16(raw)
            yield _Row(number, text, broken, entry, start)
        else:
            short = _short(entry)
            yield _Row(number, short.decode("ascii") if short.isascii() else short, None, entry, start)


def _sum(short: bytes) -> int:
    total = 0
    for byte in short:
        total = ((total & 1) << 7) + (total >> 1) + byte & 0xFF
    return total


def _short(entry: bytes) -> bytes:
    """The 8.3 name, in small letters where Windows NT says so."""
    stem, suffix = entry[:8].rstrip(b" "), entry[8:11].rstrip(b" ")
    if stem[:1] == b"\x05":
        stem = b"\xe5" + stem[1:]
    stem = stem.lower() if entry[12] & 8 else stem
    suffix = suffix.lower() if entry[12] & 16 else suffix
    return stem + b"." + suffix if suffix else stem


def _path(folders: list[tuple[int, str | bytes, int]], number: int, name: str | bytes, guess: str) -> str:
    parts = [name]
    while number > 0:
        parts.append(folders[number][1])
        number = folders[number][0]
    return "/".join(p.decode(guess, "backslashreplace") if isinstance(p, bytes) else p for p in reversed(parts))


def _shown(folders: list[tuple[int, str | bytes, int]], number: int, name: str | bytes) -> str:
    return _path(folders, number, name, "cp437") or "/"


def _found(fat: Fat, row: _Row, name: str, guess: str) -> Found:
    entry = _ENTRY.unpack(row.entry)
    _, _, _, hundredths, ctime, cdate, adate, _, mtime, mdate, _, size = entry
    accessed = dos(adate, 0)
    raw = row.name if isinstance(row.name, bytes) else row.raw
    return Found(
        name, row.first, size, partial(fat.contents, row.first, size),
        modified=dos(mdate, mtime), created=dos(cdate, ctime, hundredths),
        accessed=accessed[:10] if accessed else None,
        encoding=f"{guess}?" if isinstance(row.name, bytes) else "utf-16-le" if raw else "utf-8", raw=raw,
    )  # fmt: skip

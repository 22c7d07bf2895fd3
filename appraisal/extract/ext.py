"""ext2, ext3 and ext4, read only: block maps and extents, inline data. The kernel's documentation of ext4's layout."""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator, Sequence
from functools import partial

from appraisal.extract.names import SHOWN, visible
from appraisal.extract.volume import (
    PATH,
    PIECES,
    Area,
    Damaged,
    FileSystem,
    Foreign,
    Found,
    Report,
    Run,
    joined,
    stamp,
    words,
)

ROOT = 2
PADDED = 1 << 16  # bytes of a file with inline data that may be zeros behind them
_FILETYPE, _RECOVER, _META_BG, _EXTENTS, _WIDE = 0x2, 0x4, 0x10, 0x40, 0x80
_READ = 0x2 | 0x4 | 0x10 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x2000 | 0x4000 | 0x8000 | 0x10000 | 0x20000
_INCOMPATIBLE = {0x1: "compression", 0x8: "a journal device", 0x1000: "data in folders"}
_ENCRYPTED, _BY_EXTENTS, _INLINE = 0x800, 0x80000, 0x10000000


class Ext:
    """Geometry and inodes. ``Damaged`` when there is no plausible superblock, ``Foreign`` for features not read."""

    def __init__(self, area: Area) -> None:
        block = area.read(1024, 1024)
        fields = struct.unpack_from("<13L", block)
        self.inodes, blocks, self.first_block, log_size = fields[0], fields[1], fields[5], fields[6]
        self.per_group, self.inodes_per_group = fields[8], fields[10]
        magic, revision = struct.unpack_from("<H18xL", block, 56)[0], struct.unpack_from("<L", block, 76)[0]
        if magic != 0xEF53 or log_size > 6 or not self.per_group or not self.inodes_per_group or not blocks:
            raise Damaged("no superblock of ext2, ext3 or ext4")
        self.area = area
        self.block = 1024 << log_size
        self.compatible, self.features, self.read_only = (
            struct.unpack_from("<LLL", block, 92) if revision else (0, 0, 0)
        )
        self.inode_size = struct.unpack_from("<H", block, 88)[0] if revision else 128
        wide = bool(self.features & _WIDE)
        self.descriptor = max(32, struct.unpack_from("<H", block, 254)[0]) if wide else 32
        self.blocks = blocks | (struct.unpack_from("<L", block, 0x150)[0] << 32 if wide else 0)
        self.first_meta = struct.unpack_from("<L", block, 0x104)[0]
        self.label = words(block[120:136].partition(b"\x00")[0])
        if self.features & ~_READ:
            odd = self.features & ~_READ
            names = ", ".join(_INCOMPATIBLE.get(1 << n, f"feature {1 << n:#x}") for n in range(32) if odd >> n & 1)
            raise Foreign(f"an ext file system with {names}, which is not read here")
        plausible = 128 <= self.inode_size <= self.block and self.inode_size & (self.inode_size - 1) == 0
        if not plausible or not 32 <= self.descriptor <= self.block or self.inodes_per_group > 8 * self.block:
            raise Damaged("its superblock is not plausible")
        if self.area.size < 2048 or not stat.S_ISDIR(self.inode(ROOT).mode):
            raise Damaged("its root is no folder")

    @property
    def name(self) -> str:
        later = self.features & (_EXTENTS | _WIDE | 0x200 | 0x8000) or self.read_only & 0x7F8
        return "ext4" if later else "ext3" if self.compatible & 4 else "ext2"

    def _descriptor_at(self, group: int) -> int:
        per_block = self.block // self.descriptor
        number = group // per_block
        if self.features & _META_BG and number >= self.first_meta:
            first = number * per_block
            at = self.first_block + first * self.per_group + self._has_superblock(first)
            at += not first and self.block == 1024 and not self.first_block
        else:
            at = 1024 // self.block + 1 + number  # behind the superblock, which lies at byte 1024 for every size
        return int(at * self.block + group % per_block * self.descriptor)

    def _has_superblock(self, group: int) -> bool:
        if not self.read_only & 1 or group <= 1:
            return True
        for base in (3, 5, 7):
            power = base
            while power < group:
                power *= base
            if power == group:
                return True
        return False

    def inode(self, number: int) -> Inode:
        """``Damaged`` when there is no such inode, or its table lies outside."""
        if not 1 <= number <= self.inodes:
            raise Damaged(f"there is no inode {number}")
        group, place = divmod(number - 1, self.inodes_per_group)
        described = self.area.read(self._descriptor_at(group), self.descriptor)
        table = struct.unpack_from("<L", described, 8)[0]
        if self.descriptor >= 64:
            table |= struct.unpack_from("<L", described, 40)[0] << 32
        return Inode(self, number, self.area.read(table * self.block + place * self.inode_size, self.inode_size))


class Inode:
    """One inode. Times are UTC; fractions and years after 2038 where the inode is large enough to hold them."""

    def __init__(self, volume: Ext, number: int, raw: bytes) -> None:
        self.volume = volume
        self.number = number
        self.raw = raw
        self.mode = struct.unpack_from("<H", raw)[0]
        low, high = struct.unpack_from("<L", raw, 4)[0], struct.unpack_from("<L", raw, 108)[0]
        self.size = low | high << 32 if stat.S_ISREG(self.mode) or stat.S_ISDIR(self.mode) else low
        self.flags = struct.unpack_from("<L", raw, 32)[0]
        self.body = raw[40:100]
        self.extra = struct.unpack_from("<H", raw, 128)[0] if len(raw) >= 132 else 0

    def time(self, place: int, more: int) -> str:
        (seconds,) = struct.unpack_from("<l", self.raw, place)
        if 128 + self.extra < more + 4 or more + 4 > len(self.raw):
            return stamp(seconds)
        (extra,) = struct.unpack_from("<L", self.raw, more)
        return stamp(seconds + ((extra & 3) << 32), extra >> 2)

    @property
    def created(self) -> str | None:
        return self.time(144, 148) if self.extra >= 24 and any(self.raw[144:148]) else None

    def inline(self) -> bytes:
        """Data kept in the inode: 60 bytes, then an extended attribute ``system.data``."""
        data = self.body
        place = 128 + self.extra
        if self.size > 60 and struct.unpack_from("<L", self.raw.ljust(place + 4, b"\x00"), place)[0] == 0xEA020000:
            first = at = place + 4
            while at + 16 <= len(self.raw) and any(self.raw[at : at + 4]):
                length, index, offset, held, size = struct.unpack_from("<BBHLL", self.raw, at)
                if index == 7 and self.raw[at + 16 : at + 16 + length] == b"data" and not held:
                    data += self.raw[first + offset : first + offset + size]
                    break
                at += 16 + -(-length // 4) * 4
        if len(data) < self.size <= PADDED:
            data += bytes(self.size - len(data))  # as Linux reads it; mke2fs makes such files of zeros
        if len(data) < self.size:
            raise Damaged("its inline data are incomplete")
        return data[: self.size]

    def runs(self) -> Sequence[Run]:
        """Pieces of the contents; holes and what was never written are None."""
        if not self.size:
            return ()
        blocks = -(-self.size // self.volume.block)
        runs: list[Run] = []
        place = 0
        for logical, physical, count in self._mapped(blocks):
            if logical < place:
                raise Damaged("its pieces overlap")
            if logical >= blocks:
                break
            if logical > place:
                runs.append((None, (logical - place) * self.volume.block))
            if physical is not None and not 0 < physical <= physical + count <= self.volume.blocks:
                raise Damaged(f"block {physical} lies outside its file system")
            at = None if physical is None else physical * self.volume.block
            if runs and at is not None and runs[-1][0] is not None and runs[-1][0] + runs[-1][1] == at:
                runs[-1] = (runs[-1][0], runs[-1][1] + count * self.volume.block)
            else:
                runs.append((at, count * self.volume.block))
            place = logical + count
            if len(runs) > 2 * PIECES:
                raise Damaged(f"it lies in more than {PIECES} pieces")
        if place < blocks:
            runs.append((None, (blocks - place) * self.volume.block))
        return joined(runs)

    def _mapped(self, blocks: int) -> Iterator[tuple[int, int | None, int]]:
        """(first block of the file, first block of the medium, blocks) in order."""
        if self.flags & _BY_EXTENTS:
            yield from self._extents(self.body, -1)
            return
        numbers = struct.unpack("<15L", self.body)
        for logical, number in enumerate(numbers[:12]):
            if number:
                yield logical, number, 1
        per_block, place = self.volume.block // 4, 12
        for depth, number in enumerate(numbers[12:], 1):
            if number and place < blocks:
                yield from self._indirect(number, depth, place, blocks)
            place += per_block**depth

    def _indirect(self, number: int, depth: int, place: int, blocks: int) -> Iterator[tuple[int, int, int]]:
        volume = self.volume
        if number >= volume.blocks:
            raise Damaged(f"block {number} lies outside its file system")
        volume.area.steps.take(volume.block // 64)
        span = (volume.block // 4) ** (depth - 1)
        for child in struct.unpack(f"<{volume.block // 4}L", volume.area.read(number * volume.block, volume.block)):
            if place >= blocks:
                return
            if child and depth == 1:
                yield place, child, 1
            elif child:
                yield from self._indirect(child, depth - 1, place, blocks)
            place += span

    def _extents(self, node: bytes, above: int) -> Iterator[tuple[int, int | None, int]]:
        """Leaves of a tree of extents. Its depth falls by one a level, so that it ends."""
        volume = self.volume
        magic, count, _, depth = struct.unpack_from("<4H", node)
        if magic != 0xF30A or depth > 5 or (above >= 0 and depth != above - 1) or 12 + 12 * count > len(node):
            raise Damaged("its tree of extents is damaged")
        for number in range(count):
            volume.area.steps.take()
            if depth:
                _, low, high = struct.unpack_from("<LLH", node, 12 + 12 * number)
                block = low | high << 32
                yield from self._extents(volume.area.read(block * volume.block, volume.block), depth)
                continue
            logical, length, high, low = struct.unpack_from("<LHHL", node, 12 + 12 * number)
            unwritten = length > 32768
            yield logical, None if unwritten else low | high << 32, length - 32768 if unwritten else length

    def contents(self) -> Iterator[bytes]:
        """The bytes of a folder, block by block; holes hold no entries and are left out."""
        if self.flags & _INLINE:
            data = self.inline()
            yield data[4:60]
            yield data[60:]
            return
        for at, size in self.runs():
            if at is not None:
                for place in range(at, at + size, self.volume.block):
                    yield self.volume.area.read(place, self.volume.block)


def probe(area: Area) -> FileSystem:
    """The ext file system in ``area``; ``Damaged`` when there is none, ``Foreign`` when it is not read here."""
    volume = Ext(area)
    note = "its journal was not replayed: the last changes before the image was made may be missing"
    return FileSystem(
        volume.name, "UTC", partial(_files, volume), volume.label, note if volume.features & _RECOVER else ""
    )


def _files(volume: Ext, report: Report) -> Iterator[Found]:
    waiting: list[tuple[bytes, int]] = [(b"", ROOT)]
    seen = {ROOT}
    while waiting:
        path, number = waiting.pop()
        try:
            for name, child in _entries(volume, volume.inode(number), _text(path) or "/", report):
                full = path + b"/" + name if path else name
                try:
                    inode = volume.inode(child)
                except Damaged as error:
                    yield Found(full, child, status="corrupt", message=str(error))
                    continue
                if not stat.S_ISDIR(inode.mode) or inode.flags & _ENCRYPTED:
                    yield _found(inode, full)
                elif child in seen:
                    report("corrupt", f"{_text(full)}: a folder that was read already (a loop or a crossed link)")
                elif len(full) > PATH:
                    report("over-limit", f"a path of more than {PATH} bytes is not followed")
                else:
                    seen.add(child)
                    waiting.append((full, child))
        except Damaged as error:
            report("corrupt", f"the folder {_text(path) or '/'} cannot be read further: {error}")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _entries(volume: Ext, folder: Inode, path: str, report: Report) -> Iterator[tuple[bytes, int]]:
    """(name, inode) of each entry but the folder itself and the one above it."""
    typed = bool(volume.features & _FILETYPE)
    for block in folder.contents():
        place = 0
        while place + 8 <= len(block):
            volume.area.steps.take()
            number, length, name_size, kind = struct.unpack_from("<LHBB", block, place)
            length = 1 << 16 if length in (0, 0xFFFF) and len(block) == 1 << 16 else length
            name_size = name_size if typed else name_size | kind << 8
            if length < 8 or length % 4 or place + length > len(block) or 8 + name_size > length:
                report("corrupt", f"a block of the folder {path} is damaged")
                break
            name = block[place + 8 : place + 8 + name_size]
            if number and name not in (b".", b".."):
                yield name, number
            place += length


def _found(inode: Inode, name: bytes) -> Found:
    found = Found(
        name, inode.number, inode.size, inode.runs, key=(inode.number, ""),
        modified=inode.time(16, 136), created=inode.created,
        accessed=inode.time(8, 140), changed=inode.time(12, 132),
    )  # fmt: skip
    if stat.S_ISLNK(inode.mode):
        found.status, found.message = "skipped:link", f"a symbolic link{_target(inode)}"
    elif stat.S_ISDIR(inode.mode):
        found.status, found.message = "encrypted", "a folder whose names and contents are encrypted"
    elif not stat.S_ISREG(inode.mode):
        found.status, found.message = "skipped:special", "a device, pipe or socket"
        if not stat.S_IFMT(inode.mode):
            found.status, found.message = "corrupt", f"inode {inode.number} says of no kind of file that it is one"
    elif inode.flags & _ENCRYPTED:
        found.status, found.message = "encrypted", "encrypted by the file system"
    elif inode.flags & _INLINE:
        try:
            found.inline = inode.inline()
        except Damaged as error:
            found.status, found.message = "corrupt", str(error)
    return found


def _target(inode: Inode) -> str:
    if inode.flags & _ENCRYPTED or inode.size > 4096:
        return ""
    try:
        if inode.size < 60 and not inode.flags & _BY_EXTENTS:
            raw = inode.body[: inode.size]
        elif inode.flags & _INLINE:
            raw = inode.inline()
        else:
            raw = b"".join(inode.volume.area.contents(inode.runs(), inode.size))
    except Damaged:
        return ""
    return f" to {visible(raw.decode('utf-8', 'replace'))[:SHOWN]}"

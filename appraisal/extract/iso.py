"""ISO 9660 with Joliet and Rock Ridge, read only. ECMA-119; SUSP 1.12 and RRIP 1.12 as published."""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from appraisal.extract.names import SHOWN, visible
from appraisal.extract.volume import PATH, Area, Damaged, FileSystem, Foreign, Found, Report, Run, Source, utf16, words

SECTOR = 2048
FIRST = 16 * SECTOR
DESCRIPTORS = 64
FOLDER = 64 << 20  # bytes of one folder
HOPS = 16  # continuations of the system use area of one entry


def marked(source: Source) -> bool:
    """Whether the descriptors of a disc begin in its seventeenth sector."""
    try:
        return source.read(FIRST + 1, 5) in (b"CD001", b"BEA01")
    except Damaged:
        return False


@dataclass(frozen=True, slots=True)
class Tree:
    """One of the trees of names of a disc: its root, block size, and how its names are to be read."""

    area: Area
    block: int
    root: tuple[int, int]
    joliet: bool
    ridge: bool
    skip: int = 0


def probe(area: Area) -> FileSystem:
    """The disc in ``area``. ``Foreign`` for one with UDF only; ``Damaged`` when its descriptors cannot be read.

    Names: Rock Ridge where the disc has it, else Joliet, else those of ISO 9660.
    """
    primary: Tree | None = None
    joliet: Tree | None = None
    label = ""
    for number in range(DESCRIPTORS):
        data = area.read(FIRST + number * SECTOR, SECTOR)
        if data[1:6] != b"CD001" or data[0] == 255:
            break
        if data[0] not in (1, 2):
            continue
        (block,) = struct.unpack_from("<H", data, 128)
        if block not in (512, 1024, 2048):
            raise Damaged(f"blocks of {block} bytes are not plausible")
        start, size = struct.unpack_from("<L", data, 158)[0], struct.unpack_from("<L", data, 166)[0]
        if data[0] == 1 and primary is None:
            label = words(data[40:72])
            primary = Tree(area, block, (start * block, size), False, False)
        elif data[0] == 2 and data[88:91] in (b"%/@", b"%/C", b"%/E"):
            joliet = Tree(area, block, (start * block, size), True, False)
    if primary is None:
        if area.read(FIRST + 1, 5) == b"BEA01":
            raise Foreign("UDF, which is not read here")
        raise Damaged("the disc has no primary descriptor")
    ridge = _ridge(primary)
    chosen, kind = (ridge, "Rock Ridge") if ridge else (joliet, "Joliet") if joliet else (primary, "")
    note = f"names by {kind}" if kind else "names in ISO 9660's own form"
    return FileSystem("ISO 9660", "local with offset", partial(_files, chosen), label, note)


def _ridge(tree: Tree) -> Tree | None:
    """The tree with Rock Ridge, when its root says that it uses it."""
    try:
        head = tree.area.read(tree.root[0], min(SECTOR, max(34, tree.root[1])))
    except Damaged:
        return None
    use = head[34 : head[0]]
    if len(use) >= 7 and use[:2] == b"SP" and use[4:6] == b"\xbe\xef":
        return Tree(tree.area, tree.block, tree.root, False, True, use[6])
    return None


@dataclass(slots=True)
class _Entry:
    """What a record of a folder says, with its further pieces."""

    name: str
    encoding: str
    raw: bytes | None
    flags: int
    runs: list[Run]
    size: int
    times: dict[str, str | None]
    mode: int = 0
    target: str = ""
    packed: bool = False
    interleaved: bool = False


def _files(tree: Tree, report: Report) -> Iterator[Found]:
    waiting: list[tuple[str, int, int]] = [("", *tree.root)]
    seen = {tree.root[0]}
    while waiting:
        path, start, size = waiting.pop()
        try:
            for entry in _folder(tree, start, size):
                full = f"{path}/{entry.name}" if path else entry.name
                at = entry.runs[0][0] or 0
                if not entry.flags & 2:
                    yield _found(tree, entry, full)
                elif at in seen:
                    report("corrupt", f"{full}: a folder that was read already (a loop or a crossed link)")
                elif len(full) > PATH:
                    report("over-limit", f"a path of more than {PATH} characters is not followed")
                else:
                    seen.add(at)
                    waiting.append((full, at, entry.size))
        except Damaged as error:
            report("corrupt", f"the folder {path or '/'} cannot be read further: {error}")


def _folder(tree: Tree, start: int, size: int) -> Iterator[_Entry]:
    """Entries of a folder, pieces of one file put together. ``Damaged`` for records that do not fit."""
    if size > FOLDER:
        raise Damaged(f"it states {size} bytes")
    going_on: _Entry | None = None
    for at in range(start, start + size, SECTOR):
        block = tree.area.read(at, SECTOR)
        place = 0
        while place < SECTOR and block[place]:
            tree.area.steps.take()
            record = block[place : place + block[place]]
            if len(record) < 34 or len(record) < block[place] or 33 + record[32] > len(record):
                raise Damaged("a record does not fit into its sector")
            place += block[place]
            if record[32] == 1 and record[33] in (0, 1):
                continue
            entry = _record(tree, record)
            if entry is None:
                continue
            if going_on is not None:
                going_on.runs += entry.runs
                going_on.size += entry.size
                entry = going_on
            going_on = entry if record[25] & 0x80 else None
            if going_on is None:
                yield entry
    if going_on is not None:
        raise Damaged("the last piece of a file is missing")


def _record(tree: Tree, record: bytes) -> _Entry | None:
    start, size = struct.unpack_from("<L", record, 2)[0], struct.unpack_from("<L", record, 10)[0]
    stored = record[33 : 33 + record[32]]
    encoding, raw = "utf-8", None
    if tree.joliet:
        swapped = bytearray(len(stored) // 2 * 2)
        swapped[::2], swapped[1::2] = stored[1 : len(swapped) : 2], stored[: len(swapped) : 2]
        name, encoding, raw = utf16(bytes(swapped))
    else:
        try:
            name = stored.decode("utf-8")
        except UnicodeDecodeError:
            name, encoding, raw = stored.decode("gb18030", "backslashreplace"), "gb18030?", stored
    if not record[25] & 2:
        name = name.partition(";")[0]
        name = name[:-1] if name.endswith(".") and not tree.joliet else name
    times: dict[str, str | None] = {"modified": _short(record[18:25])}
    at = (start + record[1]) * tree.block
    entry = _Entry(name, encoding, raw, record[25], [(at, size)], size, times)
    entry.interleaved = bool(record[26] or record[27])
    if tree.ridge:
        use = 33 + record[32] + (1 - record[32] % 2)
        if not _use(tree, record[use + tree.skip :], entry):
            return None
    return entry


def _use(tree: Tree, area: bytes, entry: _Entry) -> bool:
    """Rock Ridge's fields into ``entry``; False for a folder that is listed elsewhere in truth (relocated)."""
    name, named = b"", False
    target: list[str] = []
    for _ in range(HOPS):
        place, following = 0, b""
        while place + 4 <= len(area) and area[place + 2] >= 4:
            field, body = area[place : place + 2], area[place + 4 : place + area[place + 2]]
            place += area[place + 2]
            if field == b"NM" and len(body) >= 1 and not body[0] & 6:
                name, named = name + body[1:], True
            elif field == b"PX" and len(body) >= 4:
                (entry.mode,) = struct.unpack_from("<L", body)
            elif field == b"TF" and body:
                _times(body, entry.times)
            elif field == b"SL" and body:
                _link(body[1:], target)
            elif field == b"CL" and len(body) >= 4:  # the folder itself lies elsewhere
                at = struct.unpack_from("<L", body)[0] * tree.block
                (size,) = struct.unpack_from("<L", tree.area.read(at, 34), 10)
                entry.flags, entry.runs, entry.size = entry.flags | 2, [(at, size)], size
            elif field == b"RE":
                return False
            elif field == b"ZF":
                entry.packed = True
            elif field == b"CE" and len(body) >= 24:
                block, offset, size = (struct.unpack_from("<L", body, n)[0] for n in (0, 8, 16))
                following = tree.area.read(block * tree.block + offset, min(size, SECTOR))
            elif field == b"ST":
                break
        if not following:
            break
        area = following
    if named:
        try:
            entry.name, entry.encoding, entry.raw = name.decode("utf-8"), "utf-8", None
        except UnicodeDecodeError:
            entry.name, entry.encoding, entry.raw = name.decode("gb18030", "backslashreplace"), "gb18030?", name
    entry.target = "/".join(target)
    return True


def _times(body: bytes, times: dict[str, str | None]) -> None:
    width = 17 if body[0] & 0x80 else 7
    place = 1
    for bit, name in ((1, "created"), (2, "modified"), (4, "accessed"), (8, "changed")):
        if body[0] & bit:
            raw = body[place : place + width]
            place += width
            if len(raw) == width:
                times[name] = _short(raw) if width == 7 else _long(raw)


def _link(body: bytes, target: list[str]) -> None:
    place = 0
    while place + 2 <= len(body):
        flags, size = body[place], body[place + 1]
        text = body[place + 2 : place + 2 + size].decode("utf-8", "replace")
        target.append({2: ".", 4: "..", 8: ""}.get(flags & 14, text))
        place += 2 + size


def _offset(quarters: int) -> str:
    quarters = quarters - 256 if quarters > 127 else quarters
    minutes = abs(quarters) * 15
    return f"{'-' if quarters < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _short(raw: bytes) -> str | None:
    if not any(raw[:6]):
        return None
    year, month, day, hour, minute, second = raw[:6]
    return f"{1900 + year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{_offset(raw[6])}"


def _long(raw: bytes) -> str | None:
    text = raw[:16].decode("ascii", "replace")
    if not text.isdecimal() or not int(text):
        return None
    date, time = f"{text[:4]}-{text[4:6]}-{text[6:8]}", f"{text[8:10]}:{text[10:12]}:{text[12:14]}.{text[14:16]}"
    return f"{date}T{time}{_offset(raw[16])}"


def _found(tree: Tree, entry: _Entry, name: str) -> Found:
    found = Found(
        name, (entry.runs[0][0] or 0) // SECTOR, entry.size, lambda: entry.runs, encoding=entry.encoding, raw=entry.raw
    )
    found.modified, found.created = entry.times.get("modified"), entry.times.get("created")
    found.accessed, found.changed = entry.times.get("accessed"), entry.times.get("changed")
    kind = stat.S_IFMT(entry.mode)
    if kind == stat.S_IFLNK:
        found.status, found.message = "skipped:link", f"a symbolic link to {visible(entry.target)[:SHOWN]}"
    elif kind not in (0, stat.S_IFREG):
        found.status, found.message = "skipped:special", "a device, pipe or socket"
    elif entry.packed:
        found.status, found.message = "unsupported", "compressed (zisofs), which is not read here"
    elif entry.interleaved:
        found.status, found.message = "unsupported", "its pieces are interleaved, which is not read here"
    return found

"""NTFS, read only, by its master file table: every record in use is a file, its names say in which folders it lies.

The folders' own indexes hold copies of these names and are not read. After Microsoft's and the Linux-NTFS project's
published layout. Compressed and encrypted streams are named, not read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from appraisal.extract.mft import DATA, Attribute, Ntfs
from appraisal.extract.names import SHOWN, visible
from appraisal.extract.store import Stop
from appraisal.extract.volume import PATH, Area, Damaged, FileSystem, Found, Report, filetime, utf16

ROOT = 5
RESERVED = 16  # the file system's own records; those of $Extend lie below record 11
NAMES = 1 << 20  # names and streams that are kept
ORPHANS = "$orphans"
_STANDARD, _NAME, _REPARSE = 0x10, 0x30, 0xC0
_LINKS = {0xA000000C: "a symbolic link", 0xA0000003: "a junction", 0xA000001D: "a symbolic link (WSL)"}
_SPECIAL = frozenset((0x80000023, 0x80000024, 0x80000025, 0x80000026))
_PACKED = {0x80000017: "compressed by Windows (WOF)", 0x80000013: "deduplicated by Windows"}


@dataclass(slots=True)
class Record:
    """A file: what its record and the records that go on from it hold."""

    number: int
    sequence: int
    folder: bool
    attributes: list[Attribute]


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
            attributes = [a for a in volume.attributes(raw) if a.type in (_STANDARD, _NAME, DATA, _REPARSE)]
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
        elif attribute.type == DATA:
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

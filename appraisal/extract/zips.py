"""Zip, read here rather than by ``zipfile``: names as bytes, one bad entry harms no other, no stated size is trusted.

PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.
"""

from __future__ import annotations

import bz2
import lzma
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from appraisal.extract.kinds import ERRORS, zst_module
from appraisal.extract.names import SHOWN, visible
from appraisal.extract.store import Item, Node, Stop, Store

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
DIRECTORY = 512 << 20  # bytes of a directory that are read
PIECE = 1 << 16
CHUNK = 1 << 20
_METHODS = {0: "stored", 8: "deflate", 9: "deflate64", 12: "bzip2", 14: "lzma", 93: "zstd", 95: "xz"}
DAMAGED: tuple[type[Exception], ...] = (*ERRORS, struct.error)


class BadZip(ValueError):
    """The bytes are not a zip that can be read."""


class Unsupported(Exception):
    """A compression method that is not read here."""


@dataclass(slots=True)
class Record:
    """One entry of the directory. Offsets and sizes in bytes as stated there."""

    name: bytes
    system: int
    flags: int
    method: int
    time: tuple[int, int]
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int
    extra: bytes

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & 0x2041) or self.method == 99

    @property
    def mtime(self) -> str:
        date, time = self.time
        return (
            f"{1980 + (date >> 9):04}-{date >> 5 & 15:02}-{date & 31:02}"
            f"T{time >> 11:02}:{time >> 5 & 63:02}:{2 * (time & 31):02}"
        )


def directory(stream: IO[bytes], most: int = DIRECTORY) -> Iterator[Record]:
    """Entries of the central directory. ``BadZip`` when there is none or it is damaged (after the entries before)."""
    total = stream.seek(0, 2)
    tail_at = max(0, total - (1 << 16) - _END.size)
    stream.seek(tail_at)
    tail = stream.read(total - tail_at)
    place = _end(tail)
    _, _, _, _, count, size, offset, _ = _END.unpack_from(tail, place)
    end = tail_at + place
    if count == 0xFFFF or 0xFFFFFFFF in (size, offset):
        stream.seek(max(0, end - _LOCATOR.size))
        locator = stream.read(_LOCATOR.size)
        if len(locator) == _LOCATOR.size and locator[:4] == b"PK\x06\x07":
            stream.seek(min(_LOCATOR.unpack(locator)[2], total))
            record = stream.read(_END64.size)
            if len(record) < _END64.size or record[:4] != b"PK\x06\x06":
                raise BadZip("its 64-bit directory is damaged")
            found = _END64.unpack(record)
            count, size, offset = found[7], found[8], found[9]
            end = _LOCATOR.unpack(locator)[2]
    before = end - size - offset  # bytes put before the zip, as self-extracting programs do
    if before < 0 or size > total:
        raise BadZip("its directory lies outside the file")
    if size > most:
        raise Stop("members", f"a directory of {size} bytes, more than {most}")
    stream.seek(before + offset)
    text = stream.read(size)
    place = entries = 0
    while place < len(text):
        if len(text) - place < _ENTRY.size or text[place : place + 4] != b"PK\x01\x02":
            raise BadZip(f"its directory is damaged after {entries} entries")
        record_, place = _record(text, place, before)
        entries += 1
        yield record_
    if entries & 0xFFFF != count & 0xFFFF:
        raise BadZip(f"its directory states {count} entries and holds {entries}")


def _end(tail: bytes) -> int:
    """Where the end record begins: one whose comment ends with the file, else the last one."""
    last = -1
    place = len(tail)
    while (place := tail.rfind(b"PK\x05\x06", 0, place)) >= 0:
        if place + _END.size <= len(tail):
            last = max(last, place)
            if place + _END.size + _END.unpack_from(tail, place)[7] == len(tail):
                return place
    if last < 0:
        raise BadZip("it has no directory: cut short, or not a zip")
    return last


def _record(text: bytes, place: int, before: int) -> tuple[Record, int]:
    (_, _, system, _, _, flags, method, time, date, crc, packed, size, name_size, extra_size, comment_size, _, _,
     attributes, offset) = _ENTRY.unpack_from(text, place)  # fmt: skip
    start = place + _ENTRY.size
    name = text[start : start + name_size]
    extra = text[start + name_size : start + name_size + extra_size]
    for kind, body in _extras(extra):
        if kind == 1:
            wide = iter(struct.unpack(f"<{len(body) // 8}Q", body[: len(body) // 8 * 8]))
            size = next(wide, size) if size == 0xFFFFFFFF else size
            packed = next(wide, packed) if packed == 0xFFFFFFFF else packed
            offset = next(wide, offset) if offset == 0xFFFFFFFF else offset
        elif kind == 0x7075 and body[:1] == b"\x01" and body[1:5] == struct.pack("<L", zlib.crc32(name)):
            name = body[5:]  # Info-ZIP: the same name in UTF-8
    found = Record(name, system, flags, method, (date, time), crc, packed, size, attributes, before + offset, extra)
    return found, start + name_size + extra_size + comment_size


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, place)
        yield kind, extra[place + 4 : place + 4 + size]
        place += 4 + size


def read_zip(stream: IO[bytes], node: Node, store: Store) -> None:
    """All members of a zip into the store; what is wrong with the archive into ``node.problems``."""
    node.backslashes = True
    records: list[Record] = []
    problem = ""
    try:
        for record in directory(stream):
            records.append(record)
            if len(records) > store.limits.members:
                break  # the store says so when it gets there
    except ERRORS as error:
        if not records:
            raise
        problem = str(error)
    overlapping = _overlapping(records)
    for number, record in enumerate(records):
        if record.name.endswith((b"/", b"\\")) and not record.size and record.packed <= 16:
            continue
        item = Item(record.name, record.mtime)
        item.stated = record.size
        if not store.add(node, item):
            continue
        mode = record.attributes >> 16 if record.system in (3, 19) else 0
        if record.encrypted:
            item.fail("encrypted", "protected by a password")
        elif stat.S_ISLNK(mode):
            item.fail("skipped:link", "a symbolic link" + _target(stream, record))
        elif stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            item.fail("skipped:special", "a device, pipe or socket")
        else:
            if number in overlapping:
                item.message = "its bytes overlap those of another member"
            _read_member(stream, record, item, node, store)
    if problem:
        node.problem("corrupt", problem)


def _overlapping(records: list[Record]) -> set[int]:
    """Entries whose least extent begins inside an earlier one. Honest archives have none; bombs share bytes so, and
    are stopped by the ratio and the total. It is said of them, and no more: which of the two lies is not known."""
    found: set[int] = set()
    reached = 0
    for number in sorted(range(len(records)), key=lambda n: records[n].offset):
        record = records[number]
        if record.offset < reached:
            found.add(number)
        reached = max(reached, record.offset + _LOCAL.size + record.packed)
    return found


def _read_member(stream: IO[bytes], record: Record, item: Item, node: Node, store: Store) -> None:
    crc = size = 0

    def counted() -> Iterator[bytes]:
        nonlocal crc, size
        for chunk in contents(stream, record):
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
            if size > record.size + CHUNK and size > store.limits.ratio_floor:
                break  # far beyond what it stated: named below
            yield chunk
        if size != record.size or crc != record.crc:
            what = f"{size} bytes" if size == record.size else f"{size} bytes where {record.size} are stated"
            raise BadZip(f"its contents do not match its checksum ({what})")

    try:
        store.put(node, item, counted(), record.packed)
    except Unsupported as error:
        item.fail("unsupported", str(error))
    except MemoryError:
        item.fail("over-limit", "reading it takes more memory than the limit allows")
    except DAMAGED as error:
        item.fail("corrupt", visible(str(error))[:SHOWN] or type(error).__name__)


def _target(stream: IO[bytes], record: Record) -> str:
    try:
        text = b"".join(contents(stream, record)) if record.size <= 4096 and record.packed <= 4096 else b""
    except (Unsupported, MemoryError):
        return ""
    except DAMAGED:
        return ""
    return f" to {visible(text[:4096].decode('utf-8', 'replace'))[:SHOWN]}" if text else ""


def contents(stream: IO[bytes], record: Record) -> Iterator[bytes]:
    """Decompressed bytes in chunks of at most 1 MiB."""
    stream.seek(record.offset)
    local = stream.read(_LOCAL.size)
    if len(local) < _LOCAL.size or local[:4] != b"PK\x03\x04":
        raise BadZip("it is not where the directory says")
    found = _LOCAL.unpack(local)
    stream.seek(found[9] + found[10], 1)
    left = record.packed
    decoder, skipped = _decoder(record, stream)
    left -= skipped
    while left > 0 and not decoder.eof:
        piece = stream.read(min(left, PIECE))
        if not piece:
            raise BadZip("the archive ends inside it")
        left -= len(piece)
        while True:
            chunk = decoder.decompress(piece, CHUNK)
            if chunk:
                yield chunk
            piece = b""
            if decoder.eof or (decoder.needs_input and len(chunk) < CHUNK):
                break


class _Stored:
    eof = False
    needs_input = True

    def decompress(self, data: bytes, size: int) -> bytes:
        return data


class _Deflate:
    """zlib's raw inflate with the interface of the other decompressors."""

    def __init__(self) -> None:
        self._state = zlib.decompressobj(-15)

    @property
    def eof(self) -> bool:
        return self._state.eof

    @property
    def needs_input(self) -> bool:
        return not self._state.unconsumed_tail

    def decompress(self, data: bytes, size: int) -> bytes:
        return self._state.decompress(self._state.unconsumed_tail + data, size)


class _Deflate64:
    """inflate64 gives all that a piece holds at once: at most 64 KiB in, so at most about 64 MiB out."""

    eof = False
    needs_input = True

    def __init__(self, state: Any) -> None:
        self._state = state

    def decompress(self, data: bytes, size: int) -> bytes:
        return bytes(self._state.inflate(data))


def _decoder(record: Record, stream: IO[bytes]) -> tuple[Any, int]:
    """A decompressor, and the bytes of its own header that were read."""
    if record.method == 0:
        return _Stored(), 0
    if record.method == 8:
        return _Deflate(), 0
    if record.method == 12:
        return bz2.BZ2Decompressor(), 0
    if record.method == 95:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ), 0
    if record.method == 14:
        head = stream.read(9)
        if len(head) < 9 or head[2:4] != b"\x05\x00" or head[4] >= 225:
            raise BadZip("its LZMA header is damaged")
        rest, lc = divmod(head[4], 9)
        pb, lp = divmod(rest, 5)
        size = max(4096, int.from_bytes(head[5:9], "little"))
        filters = [{"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": size}]
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters), 9
    if record.method == 93 and zst_module() is not None:
        return zst_module().ZstdDecompressor(), 0
    if record.method == 9:
        try:
            import inflate64
        except ImportError:
            pass
        else:
            return _Deflate64(inflate64.Inflater()), 0
    raise Unsupported(f"compression method {record.method} ({_METHODS.get(record.method, 'unknown')}) is not read here")

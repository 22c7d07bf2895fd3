"""Expert Witness images (EWF-E01, as EnCase and FTK Imager write them), read only, with the digests stored in them.

After the format's public description in the libewf project's documentation. Ex01 and L01 are named, not read.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import sys
import zlib
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from appraisal.extract.names import visible
from appraisal.extract.volume import Damaged

MAGIC = b"EVF\x09\x0d\x0a\xff\x00"
LATER = {b"EVF2\x0d\x0a\x81\x00": "Ex01", b"LEF2\x0d\x0a\x81\x00": "Lx01", b"LVF\x09\x0d\x0a\xff\x00": "L01"}
SEGMENTS = 200  # files that are held open at once
SECTIONS = 100_000
LARGEST = 16 << 20  # bytes of a chunk
TEXT = 1 << 20  # bytes of an inflated header
CACHE = 64 << 20  # bytes of chunks that are kept
_KEYS = {
    "c": "case number", "n": "evidence number", "a": "description", "e": "examiner", "t": "notes", "m": "acquired",
    "u": "system date", "av": "program", "ov": "operating system", "md": "model", "sn": "serial number",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Table:
    """Chunks of one table: where each begins (bit 31: compressed), from ``base`` on; the last ends at ``end``."""

    stream: IO[bytes]
    base: int
    end: int
    offsets: array[int]


class Ewf:
    """The medium in an E01 and the segments beside it. ``size`` in bytes.

    ``stored``: digests that the image states, in hex. ``notes``: what its header says of the acquisition. ``faults``:
    what is wrong with it. Raises ``Damaged`` when its geometry cannot be read. ``count`` is told every byte inflated.
    """

    def __init__(self, path: Path, stack: ExitStack, count: Callable[[int], None]) -> None:
        self.count = count
        self._tables: list[_Table] = []
        self._starts: list[int] = []
        self._chunks = 0
        self._cache: OrderedDict[int, bytes] = OrderedDict()
        self._sectors_end = 0
        self.stored: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.faults: list[str] = []
        self.chunk = self.size = 0
        self.sector = 512
        stream: IO[bytes] = stack.enter_context(path.open("rb"))
        number, going_on = 1, True
        self.segments = 0
        while going_on:
            self.segments = number
            try:
                going_on = self._segment(stream, number)
            except Damaged as error:
                if not self.size:
                    raise
                self.faults.append(f"segment {number}: {error}")
                break
            if going_on:
                number += 1
                if number > SEGMENTS:
                    self.faults.append(f"it has more than {SEGMENTS} segments: the others are not read")
                    break
                following = _following(path, number)
                if following is None:
                    self.faults.append(f"it goes on in segment {number}, which does not lie beside it")
                    break
                stream = stack.enter_context(following)
        if not self.size:
            raise Damaged("it does not say how large its medium is")
        if self._chunks * self.chunk < self.size:
            self.faults.append(f"it holds {self._chunks * self.chunk} of {self.size} bytes of its medium")

    def _segment(self, stream: IO[bytes], number: int) -> bool:
        """Read the sections of a segment; whether the image goes on in another."""
        length = stream.seek(0, 2)
        stream.seek(0)
        head = stream.read(13)
        if len(head) < 13 or head[:8] != MAGIC or struct.unpack_from("<H", head, 9)[0] != number:
            raise Damaged(f"it is not segment {number} of an E01 image")
        at = 13
        for _ in range(SECTIONS):
            stream.seek(at)
            section = stream.read(76)
            if len(section) < 76:
                raise Damaged("it ends without its last section: cut short")
            name = section[:16].partition(b"\x00")[0].decode("latin-1")
            following, size, checksum = struct.unpack("<QQ40xL", section[16:])
            if zlib.adler32(section[:72]) != checksum:
                raise Damaged(f"the section at {at} does not match its checksum")
            if name in ("done", "next"):
                return name == "next"
            if following <= at or following > length or size < 76 or at + size > length:
                raise Damaged(f"the section {visible(name)} states a place outside the file")
            self._section(name, stream, at + 76, size - 76)
            at = following
        raise Damaged(f"it has more than {SECTIONS} sections")

    def _section(self, name: str, stream: IO[bytes], at: int, size: int) -> None:
        if name in ("volume", "disk", "data") and not self.size:
            self._volume(stream.read(min(size, 1052)))
        elif name == "sectors":
            self._sectors_end = at + size
        elif name == "table":
            self._table(stream, at, size)
        elif name in ("header", "header2"):
            self._header(stream.read(min(size, TEXT)))
        elif name == "hash":
            self._digest("md5", stream.read(16))
        elif name == "digest":
            both = stream.read(36)
            self._digest("md5", both[:16])
            self._digest("sha1", both[16:])
        elif name == "error2":
            head = stream.read(4)
            bad = int.from_bytes(head, "little")
            if bad:
                self.notes["unreadable places of the medium"] = str(bad)

    def _digest(self, name: str, value: bytes) -> None:
        if any(value):
            self.stored.setdefault(name, value.hex())

    def _volume(self, data: bytes) -> None:
        if len(data) < 94:
            raise Damaged("its volume section is cut short")
        if zlib.adler32(data[:-4]) != struct.unpack("<L", data[-4:])[0]:
            raise Damaged("its volume section does not match its checksum")
        _, per_chunk, sector = struct.unpack_from("<LLL", data, 4)
        sectors = struct.unpack_from("<Q" if len(data) > 94 else "<L", data, 16)[0]
        if sector not in (512, 1024, 2048, 4096) or not per_chunk >= 1 or per_chunk * sector > LARGEST:
            raise Damaged(f"its chunks of {per_chunk} sectors of {sector} bytes are not plausible")
        if not 0 < sectors < 1 << 48:
            raise Damaged(f"{sectors} sectors are not plausible")
        self.sector, self.chunk, self.size = sector, per_chunk * sector, sectors * sector

    def _table(self, stream: IO[bytes], at: int, size: int) -> None:
        if not self.size:
            raise Damaged("a table stands before its volume section")
        head = stream.read(24)
        if len(head) < 24:
            raise Damaged("a table is cut short")
        count, base = struct.unpack_from("<L4xQ", head)
        if zlib.adler32(head[:20]) != struct.unpack_from("<L", head, 20)[0]:
            raise Damaged("a table does not match its checksum")
        if count * 4 + 24 > size or (self._chunks + count - 1) * self.chunk >= self.size:
            raise Damaged("a table has more chunks than the medium")
        body = stream.read(count * 4)
        tail = stream.read(4) if size >= 28 + count * 4 else b""
        if not count:
            return
        offsets = array("I" if array("I").itemsize == 4 else "L", body)
        if sys.byteorder == "big":
            offsets.byteswap()
        end = at + size
        if base + (offsets[0] & 0x7FFFFFFF) < at:  # the chunks lie in the section of sectors before it
            end = self._sectors_end
            if len(tail) == 4 and zlib.adler32(body) != struct.unpack("<L", tail)[0]:
                raise Damaged("a table does not match its checksum")
        self._starts.append(self._chunks)
        self._tables.append(_Table(stream, base, end, offsets))
        self._chunks += count

    def _header(self, packed: bytes) -> None:
        try:
            raw = zlib.decompressobj().decompress(packed, TEXT)
        except zlib.error:
            self.faults.append("its header of case data is damaged")
            return
        text = raw.decode("utf-16", "replace") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else raw.decode("latin-1")
        lines = [line.rstrip("\r").split("\t") for line in text.split("\n")]
        for number, line in enumerate(lines[:-2]):
            if line == ["main"]:
                for key, value in zip(lines[number + 1], lines[number + 2], strict=False):
                    if key in _KEYS and value.strip("\x00 "):
                        self.notes.setdefault(_KEYS[key], visible(value.strip("\x00 "))[:1000])
                return

    def read(self, offset: int, size: int) -> bytes:
        """Bytes of the medium. ``Damaged`` where a chunk does not match its checksum, or is missing."""
        parts: list[bytes] = []
        end = min(offset + size, self.size)
        while offset < end:
            number, place = divmod(offset, self.chunk)
            piece = self._chunk(number)[place : place + end - offset]
            if not piece:
                break
            parts.append(piece)
            offset += len(piece)
        return b"".join(parts)

    def _chunk(self, number: int) -> bytes:
        found = self._cache.get(number)
        if found is not None:
            self._cache.move_to_end(number)
            return found
        which = bisect_right(self._starts, number) - 1
        if which < 0 or number >= self._chunks:
            raise Damaged(f"chunk {number} of the image is missing")
        table = self._tables[which]
        place = number - self._starts[which]
        first = table.base + (table.offsets[place] & 0x7FFFFFFF)
        last = place + 1 == len(table.offsets)
        end = table.end if last else table.base + (table.offsets[place + 1] & 0x7FFFFFFF)
        want = min(self.chunk, self.size - number * self.chunk)
        if not end - first > 0:
            raise Damaged(f"chunk {number} of the image has no place")
        table.stream.seek(first)
        raw = table.stream.read(min(end - first, self.chunk + self.chunk // 8 + 4096))
        self.count(want)
        if table.offsets[place] >> 31:
            try:
                data = zlib.decompressobj().decompress(raw, self.chunk)
            except zlib.error as error:
                raise Damaged(f"chunk {number} of the image is damaged: {error}") from error
        else:
            data = raw[: min(self.chunk, len(raw) - 4)]
            if want < len(data) and zlib.adler32(raw[:want]) == int.from_bytes(raw[want : want + 4], "little"):
                data = raw[:want]
            elif zlib.adler32(data) != int.from_bytes(raw[len(data) : len(data) + 4], "little"):
                raise Damaged(f"chunk {number} of the image does not match its checksum")
        if len(data) < want:
            raise Damaged(f"chunk {number} of the image is cut short")
        data = data[:want]
        self._cache[number] = data
        if len(self._cache) * self.chunk > CACHE:
            self._cache.popitem(last=False)
        return data

    def digests(self) -> dict[str, str]:
        """MD5 and SHA-1 of the medium, computed anew. ``Damaged`` when a chunk cannot be read."""
        states = [hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False)]
        for number in range(-(-self.size // self.chunk)):
            data = self._chunk(number)
            for state in states:
                state.update(data)
        return {state.name: state.hexdigest() for state in states}


def _following(path: Path, number: int) -> IO[bytes] | None:
    """Segment ``number``, opened, where it lies beside the first one under the format's own name."""
    if len(path.suffix) != 4 or path.suffix[2:] != "01":
        return None
    letter = path.suffix[1]
    if number < 100:
        suffix = f"{letter}{number:02}"
    else:
        high, low = divmod(number - 100, 26)
        middle = divmod(high, 26)
        suffix = "".join(chr(65 + n) for n in (ord(letter.upper()) - 65 + middle[0], middle[1], low))
        suffix = suffix if letter.isupper() else suffix.lower()
    beside = path.with_suffix(f".{suffix}")
    try:
        handle = os.open(beside, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    return os.fdopen(handle, "rb")


def segment_of(head: bytes) -> int:
    """The number of the segment that these first 13 bytes begin; 0 when they begin none."""
    return int(struct.unpack_from("<H", head, 9)[0]) if len(head) >= 13 and head[:8] == MAGIC else 0

"""What readers of packages share: exact reads, tables of members, and their way to the store.

A package here is a file with a table: names, places, sizes. Each reader gives its table as ``Piece`` after ``Piece``;
what all of them need (bounds, overlaps, sizes that lie, checksums, caps) is done once, in ``take``.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from appraisal.extract.kinds import ERRORS
from appraisal.extract.names import SHOWN, visible
from appraisal.extract.store import Item, Node, Store

CHUNK = 1 << 20
DAMAGED: tuple[type[Exception], ...] = (*ERRORS, struct.error, RecursionError)
Decoded = tuple[str, str, str | None]
"""A name whose encoding is known: text, encoding, raw bytes in hex where they are not UTF-8."""
Beside = Callable[[bytes], Path | None]
"""Finds the file of that name that lies beside the package, in the same folder or archive; None when there is none."""


class Broken(ValueError):
    """The bytes are not what the layout promises."""


class File:
    """A package, or the part of a file that is one, read exactly. Offsets count from ``start``."""

    def __init__(self, stream: IO[bytes], start: int = 0, size: int | None = None) -> None:
        self.stream = stream
        self.start = start
        self.size = max(0, stream.seek(0, 2) - start) if size is None else size

    def read(self, offset: int, size: int) -> bytes:
        """Exactly ``size`` bytes. ``Broken`` when they do not all lie inside."""
        if offset < 0 or size < 0 or offset + size > self.size:
            raise Broken(f"bytes {offset} to {offset + size} lie outside its {self.size} bytes")
        self.stream.seek(self.start + offset)
        data = self.stream.read(size)
        if len(data) != size:
            raise Broken(f"the file ends before byte {offset + size}")
        return data

    def unpack(self, layout: str, offset: int) -> tuple[Any, ...]:
        """The values of a ``struct`` layout at ``offset``."""
        return struct.unpack(layout, self.read(offset, struct.calcsize(layout)))


class Window(io.RawIOBase):
    """A part of a file as a file of its own, for readers that want one."""

    def __init__(self, stream: IO[bytes], start: int, size: int) -> None:
        self._stream = stream
        self._start = start
        self._size = size
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._place = max(0, offset + (0, self._place, self._size)[whence])
        return self._place

    def readinto(self, buffer: Any, /) -> int:
        size = min(len(buffer), max(0, self._size - self._place))
        self._stream.seek(self._start + self._place)
        data = self._stream.read(size)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


@dataclass(slots=True)
class Piece:
    """One member of a table. ``offset``, ``packed``: its bytes in the file; ``size``: bytes of its contents as stated.

    ``method``: stored or zlib. ``head``: bytes of it that stand in the table, before those at ``offset``. ``check``:
    (algorithm, value) that the table states, ``crc32`` or a name that ``hashlib`` knows, with hex. ``file``: the file
    that ``offset`` counts in, where it is another one than the table's. ``status`` other than ok: not read, and
    ``message`` says why; of those that are read ``message`` is a remark.
    """

    name: bytes | Decoded
    offset: int
    packed: int
    size: int
    mtime: str | None = None
    method: str = "stored"
    head: bytes = b""
    check: tuple[str, str] | None = None
    file: File | None = None
    status: str = "ok"
    message: str = ""


def take(file: File, pieces: Iterable[Piece], node: Node, store: Store) -> None:
    """List and write all members of a table. What is damaged after the first member is a problem of ``node``."""
    found: list[Piece] = []
    problem = ""
    try:
        for piece in pieces:
            found.append(piece)
            if len(found) > store.limits.members:
                break  # the store says so when it gets there
    except DAMAGED as error:
        if not found:
            raise Broken(visible(str(error))[:SHOWN] or type(error).__name__) from error
        problem = f"its table is damaged after {len(found)} members: {error}"
    shared = overlapping(found)
    for number, piece in enumerate(found):
        item = item_of(piece.name, piece.mtime)
        if not store.add(node, item):
            continue
        item.message = visible(piece.message)[:SHOWN]
        if piece.status != "ok":
            item.fail(piece.status, item.message)
            item.stated = piece.size
            continue
        if number in shared:
            item.message = item.message or "its bytes overlap those of another member"
        put(file, piece, item, node=node, store=store)
    if problem:
        node.problem("corrupt", visible(problem)[: 2 * SHOWN])


def item_of(name: bytes | Decoded, mtime: str | None = None) -> Item:
    """A member of that name; of a decoded name the text is what its length is measured by."""
    if isinstance(name, bytes):
        return Item(name, mtime)
    item = Item(name[0].encode("utf-8", "backslashreplace"), mtime)
    item.decoded = (item.raw.decode(), name[1], name[2])
    return item


def overlapping(pieces: list[Piece]) -> set[int]:
    """Numbers of the members that begin inside an earlier one, or where one ends up. It is said of them and no more:
    tools that keep equal members once write such tables too; bombs are stopped by the ratio and the total."""
    found: set[int] = set()
    reached: dict[int, int] = {}
    numbers = [n for n, piece in enumerate(pieces) if piece.status == "ok" and piece.packed > 0]
    for number in sorted(numbers, key=lambda n: (pieces[n].offset, n)):
        piece = pieces[number]
        if piece.offset < reached.get(id(piece.file), 0):
            found.add(number)
        reached[id(piece.file)] = max(reached.get(id(piece.file), 0), piece.offset + piece.packed)
    return found


def put(file: File, piece: Piece, item: Item, *, node: Node, store: Store) -> None:
    """Write one member; what is wrong with it becomes its status and harms no other."""
    item.stated = piece.size
    if piece.size > store.limits.member:
        item.fail("over-limit", f"{piece.size} bytes, more than {store.limits.member}")
        return
    try:
        store.put(node, item, _checked(piece.file or file, piece), len(piece.head) + max(0, piece.packed))
    except MemoryError:
        item.fail("over-limit", "reading it takes more memory than the limit allows")
    except DAMAGED as error:
        item.fail("corrupt", visible(str(error))[:SHOWN] or type(error).__name__)


def _checked(file: File, piece: Piece) -> Iterator[bytes]:
    size = crc = 0
    algorithm, value = piece.check or ("", "")
    digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm not in ("", "crc32") else None
    for chunk in _contents(file, piece):
        size += len(chunk)
        if digest is not None:
            digest.update(chunk)
        elif algorithm:
            crc = zlib.crc32(chunk, crc)
        yield chunk
        if size > piece.size:
            break
    if size != piece.size:
        more = "more than " if size > piece.size else ""
        raise Broken(f"{more}{min(size, piece.size)} bytes come out where {piece.size} are stated")
    computed = digest.hexdigest() if digest is not None else f"{crc:08x}"
    if algorithm and computed != value:
        raise Broken(f"its contents do not match its {algorithm.upper()}")


def _contents(file: File, piece: Piece) -> Iterator[bytes]:
    if piece.packed < 0 or (piece.packed and not 0 <= piece.offset <= file.size - piece.packed):
        where = f"bytes {piece.offset} to {piece.offset + piece.packed}"
        raise Broken(f"it lies outside the file: {where} of {file.size}")
    if piece.head:
        yield piece.head
    stored = (
        file.read(at, min(CHUNK, piece.offset + piece.packed - at))
        for at in range(piece.offset, piece.offset + piece.packed, CHUNK)
    )
    yield from stored if piece.method == "stored" else inflated(stored)


def inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A zlib stream in chunks of at most 1 MiB. ``Broken`` when it does not end."""
    state = zlib.decompressobj()
    for chunk in chunks:
        rest = chunk
        while rest and not state.eof:
            data = state.decompress(rest, CHUNK)
            if data:
                yield data
            rest = state.unconsumed_tail
    while not state.eof:
        data = state.decompress(state.unconsumed_tail, CHUNK)
        if not data:
            raise Broken("its compressed bytes end too early")
        yield data


def text_in(raw: bytes) -> bytes:
    """A name in a field of fixed size: what stands before the first NUL."""
    return raw.partition(b"\x00")[0]


def printable(raw: bytes) -> bool:
    """Whether bytes that should be numbers look like text, so that a file which begins with a magic word by chance
    stays a text."""
    return all(byte in b"\t\n\r" or 0x20 <= byte < 0x7F or byte >= 0xC2 for byte in raw)

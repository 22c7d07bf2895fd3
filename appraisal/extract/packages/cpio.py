"""cpio in its portable forms: new ASCII (070701, 070702), old ASCII (070707), old binary of both byte orders.

Layout: cpio(5) of FreeBSD; POSIX.1-1988, 10.1.2. It is read as a stream, since it mostly comes compressed (rpm,
initramfs). Of hard links in the new form only the last carries the bytes; the others get them here too.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from appraisal.extract.names import SHOWN, visible
from appraisal.extract.packages.pieces import CHUNK, DAMAGED, Broken
from appraisal.extract.store import Item, Node, Store
from appraisal.extract.tars import utc

NAME = 1 << 20  # bytes of a name that are read
END = b"TRAILER!!!"
_BINARY = 0o070707


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class _Head:
    inode: tuple[int, int]
    mode: int
    links: int
    time: int
    size: int
    name: int
    pad: int  # names and contents end on a multiple of this
    front: int  # bytes of the head
    check: int | None = None


def is_cpio(head: bytes, size: int) -> bool:
    """The magic, with digits behind it where the form is text, a plausible mode where it is binary."""
    if head[:6] in (b"070701", b"070702"):
        return len(head) >= 110 and _digits(head[6:110], 16)
    if head[:6] == b"070707":
        return len(head) >= 76 and _digits(head[6:76], 8)
    for order in "<>":
        if len(head) >= 26 and struct.unpack_from(order + "H", head)[0] == _BINARY:
            mode, size_of_name = (struct.unpack_from(order + "H", head, at)[0] for at in (6, 20))
            return stat.S_IFMT(mode) in _MODES and 1 < size_of_name < 4096
    return False


_MODES = frozenset((stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO))


def _digits(text: bytes, base: int) -> bool:
    return all(chr(byte) in "0123456789abcdefABCDEF"[: 22 if base == 16 else 8] for byte in text)


class _Tape:
    """The stream, counted."""

    def __init__(self, stream: Readable, node: Node, store: Store) -> None:
        self._stream = stream
        self._node = node
        self._store = store
        self.place = 0

    def some(self, size: int) -> bytes:
        data = self._stream.read(min(size, CHUNK))
        self.place += len(data)
        self._store.decode(self._node, len(data))
        return data

    def exactly(self, size: int) -> bytes:
        found = b"".join(self.chunks(size))
        if len(found) != size:
            raise Broken("it ends without its end mark: it may be cut short")
        return found

    def chunks(self, size: int) -> Iterator[bytes]:
        while size > 0 and (data := self.some(size)):
            size -= len(data)
            yield data

    def align(self, pad: int) -> None:
        self.exactly(-self.place % pad)


def read_cpio(stream: Readable, node: Node, store: Store) -> None:
    """All members. Damage ends it: what came before stays, and ``node.problems`` names it."""
    tape = _Tape(stream, node, store)
    done: dict[tuple[int, int], Item] = {}
    waiting: list[tuple[tuple[int, int], Item]] = []
    try:
        while True:
            head = _head(tape)
            if head.name < 1 or head.name > NAME:
                raise Broken(f"a name of {head.name} bytes")
            name = tape.exactly(head.name).rstrip(b"\x00")
            tape.align(head.pad)
            if name == END:
                break
            _member(tape, head, name, node=node, store=store, done=done, waiting=waiting)
        if any(chunk.strip(b"\x00") for chunk in tape.chunks(1 << 62)):
            node.problem("corrupt", "there are bytes behind its end mark, which are not read")
    except DAMAGED as error:
        if not node.items:
            raise Broken(f"not a readable cpio: {error}") from error
        node.problem("corrupt", visible(str(error))[:SHOWN])
    for inode, item in waiting:
        before = done.get(inode)
        if before is not None and before.sha256 is not None:
            item.size, item.sha256, item.maybe_archive = before.size, before.sha256, before.maybe_archive
            item.message = "another name of a file that is listed here (a hard link)"
        else:
            store.put(node, item, ())


def _head(tape: _Tape) -> _Head:
    magic = tape.exactly(6)
    if magic in (b"070701", b"070702"):
        rest = tape.exactly(104)
        if not _digits(rest, 16):
            raise Broken("a damaged head")
        ino, mode, _, _, links, time, size, major, minor, _, _, name, check = (
            int(rest[at : at + 8], 16) for at in range(0, 104, 8)
        )
        value = check if magic == b"070702" else None
        return _Head(((major << 32) | minor, ino), mode, links, time, size, name, 4, 110, value)
    if magic == b"070707":
        rest = tape.exactly(70)
        if not _digits(rest, 8):
            raise Broken("a damaged head")
        dev, ino, mode, links = (int(rest[at : at + 6], 8) for at in (0, 6, 12, 30))
        time, name, size = int(rest[42:53], 8), int(rest[53:59], 8), int(rest[59:70], 8)
        return _Head((dev, ino), mode, links, time, size, name, 1, 76)
    for order in "<>":
        if struct.unpack_from(order + "H", magic)[0] == _BINARY:
            word = struct.unpack(order + "13H", magic + tape.exactly(20))
            time, size = word[8] << 16 | word[9], word[11] << 16 | word[12]
            return _Head((word[1], word[2]), word[3], word[6], time, size, word[10], 2, 26)
    raise Broken("no head of a member where one should be")


def _member(
    tape: _Tape, head: _Head, name: bytes, *, node: Node, store: Store,
    done: dict[tuple[int, int], Item], waiting: list[tuple[tuple[int, int], Item]],
) -> None:  # fmt: skip
    kind = stat.S_IFMT(head.mode)
    if kind == stat.S_IFDIR:
        _skip(tape, head)
        return
    item = Item(name.removeprefix(b"./") or b"(no name)", utc(head.time))
    item.stated = head.size
    named = store.add(node, item)
    if kind == stat.S_IFLNK:
        target = b"".join(tape.chunks(head.size)) if head.size <= 4096 else b""
        if named:
            item.fail("skipped:link", f"a symbolic link to {visible(target.decode('utf-8', 'replace'))[:SHOWN]}")
        if target:
            tape.align(head.pad)
            return
    elif kind not in (stat.S_IFREG, 0):
        if named:
            item.fail("skipped:special", "a device, pipe or socket")
    elif named and head.links > 1 and not head.size and head.pad == 4:
        waiting.append((head.inode, item))
    elif named:
        _put(tape, head, item, node=node, store=store)
        if head.links > 1:
            done[head.inode] = item
        tape.align(head.pad)
        return
    _skip(tape, head)


def _skip(tape: _Tape, head: _Head) -> None:
    left = head.size - sum(map(len, tape.chunks(head.size)))
    if left:
        raise Broken("it ends inside a member")
    tape.align(head.pad)


def _put(tape: _Tape, head: _Head, item: Item, *, node: Node, store: Store) -> None:
    left, summed = head.size, 0

    def counted() -> Iterator[bytes]:
        nonlocal left, summed
        for chunk in tape.chunks(head.size):
            left -= len(chunk)
            if head.check is not None:
                summed += sum(chunk)
            yield chunk
        if left:
            raise Broken("the archive ends inside it")
        if head.check is not None and summed & 0xFFFFFFFF != head.check:
            raise _Differs("its contents do not match their sum")

    try:
        store.put(node, item, counted())
    except _Differs as error:
        item.fail("corrupt", str(error))
    except Broken as error:
        item.fail("corrupt", str(error))
        raise
    for _ in tape.chunks(left):  # of a member over its cap the rest is passed over
        pass


class _Differs(Exception):
    """The bytes of one member do not match; the archive goes on."""

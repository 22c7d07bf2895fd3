"""The four digests of received files, taken in one read; checking files against them.

MD5, SHA-1, SHA-256 and SM3 (GB/T 32905) of the same buffers. ``hashlib`` lets other threads run while it digests, so
several files are read at once, and the digests of one big file are taken side by side.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

from appraisal.errors import CaseError, MaterialError
from appraisal.threads import go_on, in_order

CHUNK = 1 << 18  # bytes read at once; fits the second cache of a core, so that four digests load it from there
WIDE = 1 << 20  # the same where a file's digests are taken in threads of their own
BIG = 1 << 24  # bytes from which a file's digests are taken side by side
RING = 5  # wide buffers of a big file: one is filled and written while the slowest digest is behind
_READ = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe must not hold up who only asks what it is
)
_WRITE = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)  # never overwrites
)
Stamp = tuple[int, int]
"""Size in bytes and time of modification in nanoseconds: what changes when a file is written to."""


@dataclass(frozen=True, slots=True)
class Digests:
    """Digests of one file in lower-case hexadecimal, and its size in bytes."""

    md5: str
    sha1: str
    sha256: str
    sm3: str
    size: int


class _State(Protocol):
    def update(self, data: Any, /) -> None: ...
    def hexdigest(self) -> str: ...


class _OtherSm3:
    """SM3 of the package ``cryptography``, for a Python whose OpenSSL was built without it."""

    def __init__(self) -> None:
        try:
            from cryptography.hazmat.primitives import hashes

            self._state = hashes.Hash(hashes.SM3())
        except Exception as error:  # ImportError, or UnsupportedAlgorithm of an OpenSSL that lacks it too
            raise CaseError(
                "SM3 cannot be computed: neither this Python's OpenSSL nor the package cryptography has it; "
                "install cryptography (pip install cryptography)"
            ) from error

    def update(self, data: Any, /) -> None:
        self._state.update(data)

    def hexdigest(self) -> str:
        return self._state.finalize().hex()


def _sm3() -> _State:
    try:
        return hashlib.new("sm3")
    except ValueError:
        return _OtherSm3()


class _Four:
    """The four states of one file."""

    def __init__(self) -> None:
        self.sm3 = _sm3()
        # MD5 and SHA-1 stand in lists that agencies hand over: they are compared, nothing rests on them.
        self.md5: _State = hashlib.md5(usedforsecurity=False)
        self.sha1: _State = hashlib.sha1(usedforsecurity=False)
        self.sha256: _State = hashlib.sha256()

    def digests(self, size: int) -> Digests:
        md5, sha1, sha256, sm3 = (state.hexdigest() for state in (self.md5, self.sha1, self.sha256, self.sm3))
        return Digests(md5, sha1, sha256, sm3, size)


class _Desk(threading.local):
    """The buffer that one thread reads into."""

    def __init__(self) -> None:
        self.buffer = memoryview(bytearray(CHUNK))


_desk = _Desk()


def shown(path: Path) -> str:
    """A path for messages: bytes that are no UTF-8 are spelt out."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _read(name: str, handle: int, buffer: memoryview) -> int:
    try:
        if hasattr(os, "readv"):
            return os.readv(handle, [buffer])
        data = os.read(handle, len(buffer))  # Windows
    except OSError as error:
        raise MaterialError(f"{name}: cannot be read ({error.strerror})") from error
    buffer[: len(data)] = data
    return len(data)


def _write_all(handle: int, data: memoryview) -> None:
    while data:
        data = data[os.write(handle, data) :]


def _in_turn(name: str, reader: int, writer: int | None) -> Digests:
    """Read, write and digest in this thread: for files that others are read beside."""
    four, size, buffer = _Four(), 0, _desk.buffer
    while count := _read(name, reader, buffer):
        go_on()
        chunk = buffer[:count]
        if writer is not None:
            _write_all(writer, chunk)
        for state in (four.sha256, four.sha1, four.md5, four.sm3):
            state.update(chunk)
        size += count
    return four.digests(size)


def _side_by_side(name: str, reader: int, writer: int | None) -> Digests:
    """Read and write in this thread, digest in others: ``RING`` buffers go round."""
    four, size = _Four(), 0
    free: SimpleQueue[_Buffer] = SimpleQueue()
    for _ in range(RING):
        free.put(_Buffer())
    # SM3 takes longer than the other three together on most processors.
    lanes = [_Lane(free, four.sm3), _Lane(free, four.md5), _Lane(free, four.sha1, four.sha256)]
    try:
        while True:
            go_on()
            buffer = free.get()
            count = _read(name, reader, buffer.all)
            if not count:
                break
            buffer.filled, buffer.users = buffer.all[:count], len(lanes) + 1
            for lane in lanes:
                lane.waiting.put(buffer)
            if writer is not None:
                _write_all(writer, buffer.filled)
            buffer.leave(free)
            size += count
    finally:
        for lane in lanes:
            lane.waiting.put(None)
        for lane in lanes:
            lane.join()
    for lane in lanes:
        if lane.error is not None:
            raise lane.error
    return four.digests(size)


class _Buffer:
    """Bytes that one thread fills and several read; free again when the last has left."""

    def __init__(self) -> None:
        self.all = self.filled = memoryview(bytearray(WIDE))
        self.users = 0
        self.lock = threading.Lock()

    def leave(self, free: SimpleQueue[_Buffer]) -> None:
        with self.lock:
            self.users -= 1
            last = self.users == 0
        if last:
            free.put(self)


class _Lane(threading.Thread):
    """Takes some digests of one file, buffer by buffer."""

    def __init__(self, free: SimpleQueue[_Buffer], *states: _State) -> None:
        super().__init__(daemon=True)
        self.free = free
        self.states = states
        self.waiting: SimpleQueue[_Buffer | None] = SimpleQueue()
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        while (buffer := self.waiting.get()) is not None:
            try:
                for state in self.states if self.error is None else ():
                    state.update(buffer.filled)
            except BaseException as error:  # raised by the reader, who would wait for ever if this thread ended
                self.error = error
            buffer.leave(self.free)


def _opened(path: Path, follow: bool, name: str) -> int:
    try:
        return os.open(path, _READ | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    except OSError as error:
        why = "it is a link" if error.errno == errno.ELOOP and not follow else error.strerror
        raise MaterialError(f"{name}: cannot be read ({why})") from error


def stamp_of(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns


def _stamp(name: str, handle: int) -> Stamp:
    """The stamp of an open file; ``MaterialError`` when it is none of the regular ones."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise MaterialError(f"{name}: not a regular file")
    return stamp_of(status)


def _same(name: str, size: int, *stamps: Stamp) -> None:
    """``MaterialError`` unless all stamps are one and say the size that was read."""
    if len(set(stamps)) != 1 or size != stamps[0][0]:
        raise MaterialError(f"{name}: changed while it was being read: stop what writes to it, read it again")


def _take_in(name: str, reader: int, writer: int | None, listed: Stamp | None) -> Digests:
    """Digests of an open file that is the same before and after; ``MaterialError`` when it is not."""
    before = _stamp(name, reader)
    found = (_side_by_side if before[0] >= BIG else _in_turn)(name, reader, writer)
    _same(name, found.size, listed or before, before, _stamp(name, reader))
    return found


def of_file(path: Path, *, follow: bool = True) -> Digests:
    """The four digests of one regular file, in one read. ``MaterialError`` when that fails or the file changes."""
    handle = _opened(path, follow, shown(path))
    try:
        return _take_in(shown(path), handle, None, None)
    finally:
        os.close(handle)


def copy_file(
    source: Path,
    target: Path,
    *,
    listed: Stamp | None = None,
    follow: bool = True,
    durable: bool = True,
) -> Digests:
    """Copy one regular file to a new place and take its four digests from the very buffers that are written.

    The copy keeps the modification time and is read-only. ``listed`` is what was known of the source before; with
    ``durable`` the bytes are on the disk when this returns (the entry in the folder is not: see ``copying``).
    ``MaterialError`` tells of the source, ``OSError`` of the target; a target that is not whole is taken away.
    """
    reader = _opened(source, follow, shown(source))
    try:
        writer = os.open(target, _WRITE, 0o600)
        try:
            found = _take_in(shown(source), reader, writer, listed)
            times = os.fstat(reader)
            at: Any = writer if os.utime in os.supports_fd else target
            os.utime(at, ns=(times.st_mtime_ns, times.st_mtime_ns))
            os.chmod(writer if os.chmod in os.supports_fd else target, 0o444)
            if durable:
                os.fsync(writer)
        except BaseException:
            os.close(writer)
            os.unlink(target)
            raise
        os.close(writer)
        return found
    finally:
        os.close(reader)


def sha256_of(
    path: Path, *, name: str = "", follow: bool = False, steady: bool = True, head: int = 0
) -> tuple[str, int, bytes]:
    """SHA-256, size and the first ``head`` (at most ``CHUNK``) bytes of a regular file.

    ``MaterialError`` names the file (by ``name``) when it cannot be read, is a link (unless ``follow``) or, if it has
    to be ``steady``, changes meanwhile.
    """
    name = name or shown(path)
    handle = _opened(path, follow, name)
    try:
        before = _stamp(name, handle)
        state, size, first, buffer = hashlib.sha256(), 0, b"", _desk.buffer
        while count := _read(name, handle, buffer):
            go_on()
            state.update(buffer[:count])
            first = first or bytes(buffer[: min(count, head)])
            size += count
        if steady:
            _same(name, size, before, _stamp(name, handle))
        return state.hexdigest(), size, first
    finally:
        os.close(handle)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except (OSError, ValueError):
        return 0  # said when its turn comes


def check_files(pairs: Iterable[tuple[Path, str]], threads: int = 0) -> Iterator[tuple[Path, str, str | MaterialError]]:
    """For each (path, expected SHA-256), in the same order: path, what was expected, and what was found.

    What was found is a SHA-256 in hexadecimal, or the error that says why there is none: a file that is missing,
    cannot be read, is a link or a device, or changes while it is read.
    """

    def check(pair: tuple[Path, str]) -> tuple[Path, str, str | MaterialError]:
        path, expected = pair
        try:
            return path, expected, sha256_of(path)[0]
        except MaterialError as error:
            return path, expected, error
        except ValueError as error:  # a name with a zero in it, which no file has
            return path, expected, MaterialError(f"{shown(path)!r}: cannot be a file: {error}")

    yield from in_order(check, pairs, weigh=lambda pair: _size(pair[0]), threads=threads)

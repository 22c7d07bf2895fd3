"""Where members go, and the counting of what comes out. Nothing here ever sees a stored name as a path."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from appraisal.errors import OverLimit
from appraisal.extract.kinds import LOOK, may_be_archive
from appraisal.extract.listing import ExtractLimits, Image, Origin, Problem

IN_MEMORY = 1 << 20  # bytes of a member held before a file is opened for it
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Stop(Exception):
    """A cap was reached: no more is read of this archive (or of any)."""

    def __init__(self, cap: str, message: str, *, every: bool = False) -> None:
        super().__init__(message)
        self.cap = cap
        self.every = every


class Steps:
    """Counts steps of reading structures, so that what loops ends by count and not by the clock."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0

    def take(self, steps: int = 1) -> None:
        self.taken += steps
        if self.taken > self.most:
            raise Stop("steps", f"more than {self.most} steps to read structures of disk images", every=True)


@dataclass(slots=True, eq=False)
class Item:
    """A member while it is read. ``raw`` is its stored name; ``decoded`` its (text, encoding, raw hex) where known;
    ``stated`` the size that the archive says it has."""

    raw: bytes
    mtime: str | None = None
    status: str = "ok"
    message: str = ""
    size: int | None = None
    sha256: str | None = None
    maybe_archive: bool = False
    inside: Node | None = None
    decoded: tuple[str, str, str | None] | None = None
    origin: Origin | None = None
    stated: int | None = None

    def fail(self, status: str, message: str) -> None:
        self.status, self.message, self.size, self.sha256, self.maybe_archive = status, message, None, None, False


@dataclass(slots=True, eq=False)
class Node:
    """One archive while it is read: its members and what is wrong with it as a whole."""

    kind: str
    depth: int
    packed: int  # bytes of the archive itself
    backslashes: bool = False
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    came_out: int = 0  # bytes
    image: Image | None = None

    def problem(self, reason: str, message: str, cap: str | None = None) -> None:
        self.problems.append(Problem("", reason, message, cap))


def _cut(raw: bytes, size: int) -> bytes:
    """The first bytes of a name, whole characters if it is UTF-8."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw[:size]
    return raw[:size].decode("utf-8", "ignore").encode("utf-8")


@contextmanager
def _writing() -> Iterator[None]:
    """Failures to write are ours, not the archive's: they must not pass for damage."""
    try:
        yield
    except OSError as error:
        raise OverLimit(f"what comes out cannot be written: {error.strerror or error}") from error


class Store:
    """Writes members to ``out``/xx/<sha256> and keeps the counts over all nested archives."""

    def __init__(self, out: Path, limits: ExtractLimits) -> None:
        self.out = out
        self.limits = limits
        self.members = 0
        self.written = 0
        self.decoded = 0
        self.digested = 0  # bytes of media whose stored digests were computed anew
        self.steps = Steps(limits.steps)
        self.ended = False  # a cap on all was reached
        self._parts = 0
        self._there: set[str] = set()
        self.root = os.path.abspath(out)
        with _writing():
            out.mkdir(parents=True, exist_ok=True)

    def add(self, node: Node, item: Item) -> bool:
        """List a member; False when its name is over the cap, so that it is not read."""
        if self.members >= self.limits.members:
            raise Stop("members", f"more than {self.limits.members} members", every=True)
        self.members += 1
        node.items.append(item)
        if len(item.raw) > self.limits.name:
            size = len(item.raw)
            item.raw, item.decoded = _cut(item.raw, self.limits.name), None
            item.fail("over-limit", f"a name of {size} bytes is over the cap of {self.limits.name}")
            return False
        return True

    def decode(self, node: Node, size: int) -> None:
        """Count bytes that a whole stream gave (tar.gz and the like), read or skipped."""
        self.decoded += size
        if self.decoded > self.limits.total:
            raise Stop("total", f"more than {self.limits.total} bytes decompressed", every=True)

    def came_out(self, node: Node, size: int) -> None:
        """Count bytes that members of one archive gave. Members over a cap of their own are not held against it."""
        node.came_out += size
        if node.came_out > self.limits.ratio_floor and node.came_out > self.limits.ratio * node.packed:
            raise Stop("ratio", f"more than {self.limits.ratio} times its own {node.packed} bytes came out")

    def put(self, node: Node, item: Item, chunks: Iterable[bytes], packed: int | None = None) -> None:
        """Write one member. Sets its size and digest, or ``over-limit``. Errors of the decoder pass through."""
        writer = Writer(self, node, item, packed)
        try:
            for chunk in chunks:
                if not writer.write(chunk):
                    break
            writer.finish()
        finally:
            writer.discard()

    def part(self) -> tuple[str, int]:
        """A new file in ``out`` for bytes whose digest is not known yet: its path and descriptor."""
        self._parts += 1
        path = f"{self.root}/.part-{os.getpid()}-{self._parts}"
        return path, os.open(path, _NEW, 0o444)

    def place(self, sha256: str) -> str | None:
        """Where bytes of this digest belong; None when they are there. As text: this runs once a member."""
        if sha256 in self._there:
            return None
        self._there.add(sha256)
        folder = f"{self.root}/{sha256[:2]}"
        if folder not in self._there:
            os.makedirs(folder, exist_ok=True)
            self._there.add(folder)
        target = f"{folder}/{sha256}"
        return None if os.path.lexists(target) else target


class Writer:
    """The bytes of one member on their way: counted, digested, and put under the name of their digest."""

    def __init__(self, store: Store, node: Node, item: Item, packed: int | None = None) -> None:
        self.store = store
        self.node = node
        self.item = item
        self.packed = packed
        self.size = 0
        self.over = False
        self._state = hashlib.sha256()
        self._head = b""
        self._held: list[bytes] | None = []
        self._path: str | None = None
        self._file: int | None = None

    def write(self, chunk: bytes) -> bool:
        """Take a chunk; False once the member is over one of its caps. ``Stop`` for those of the archive or of all."""
        limits, size = self.store.limits, len(chunk)
        self.store.written += size
        if self.store.written > limits.total:
            raise Stop("total", f"more than {limits.total} bytes", every=True)
        if self.over:
            return False
        self.size += size
        if self.size > limits.member:
            return self._over(f"more than {limits.member} bytes")
        if self.packed is not None and self.size > limits.ratio_floor and self.size > limits.ratio * self.packed:
            return self._over(f"more than {limits.ratio} times its {self.packed} packed bytes")
        if self.packed is None:  # else it is the member's own ratio that counts until it is whole
            self.store.came_out(self.node, size)
        self._state.update(chunk)
        if len(self._head) < LOOK:
            self._head = (self._head + chunk[:LOOK])[:LOOK]
        if self._held is not None:
            self._held.append(bytes(chunk))
            if self.size <= IN_MEMORY:
                return True
            chunk = b"".join(self._held)
            self._held = None
        self._append(chunk)
        return True

    def _append(self, data: bytes) -> None:
        with _writing():
            if self._file is None:
                self._path, self._file = self.store.part()
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]

    def _over(self, message: str) -> bool:
        self.over = True
        self.discard()
        self.item.fail("over-limit", message)
        return False

    def finish(self) -> None:
        """The member is whole: give it its place."""
        if self.over:
            return
        if self.packed is not None:
            self.store.came_out(self.node, self.size)
        sha256 = self._state.hexdigest()
        with _writing():
            target = self.store.place(sha256)
        if target is not None:
            if self._held is not None:
                self._append(b"".join(self._held))
            path, self._path = self._path, None
            self.discard()
            if path is not None:
                with _writing():
                    os.replace(path, target)
        self.item.size, self.item.sha256 = self.size, sha256
        self.item.maybe_archive = may_be_archive(self._head)
        self.discard()

    def discard(self) -> None:
        """Drop what has no place yet."""
        self._held = None
        if self._file is not None:
            os.close(self._file)
        if self._path is not None:
            with suppress(OSError):
                os.unlink(self._path)
        self._path = self._file = None

"""Tar, plain or compressed, and single compressed files: one pass, streamed."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self, cast

from appraisal.extract.kinds import ERRORS, STREAMS, opened
from appraisal.extract.names import SHOWN, visible
from appraisal.extract.store import Item, Node, Store

CHUNK = 1 << 20
HEADER_LIMIT = 1 << 20  # bytes of an extended header; real ones are below a few thousand
_EXTENDED = (b"x", b"g", b"X", b"L", b"K")

DAMAGED: tuple[type[Exception], ...] = (*ERRORS, tarfile.TarError, MemoryError, RecursionError)


class _Counted(io.RawIOBase):
    """Counts what a decompressed stream gives, whether a member takes it or it is skipped."""

    def __init__(self, stream: IO[bytes], node: Node, store: Store) -> None:
        self._stream = stream
        self._node = node
        self._store = store

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(CHUNK if size < 0 else min(size, CHUNK))
        self._store.decode(self._node, len(data))
        return data


class _Tar(tarfile.TarFile):
    """Remembers why the members end, which ``tarfile`` itself passes over in silence."""

    ended = ""


class _Header(tarfile.TarInfo):
    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if isinstance(archive, _Tar):
                name = type(error).__name__
                archive.ended = {
                    "EOFHeaderError": "",
                    "EmptyHeaderError": "it ends without its end mark: it may be cut short",
                }.get(name, f"a header is damaged: {error}")
            raise

    def _proc_member(self, archive: tarfile.TarFile) -> Self:
        if self.size < 0 or (self.type in _EXTENDED and self.size > HEADER_LIMIT):
            raise tarfile.HeaderError(f"a header states {self.size} bytes")
        found: Self = super()._proc_member(archive)  # type: ignore[misc]
        return found


def read_tar(path: Path, kind: str, node: Node, store: Store) -> None:
    """All members of a tar. Damage ends it: what came before stays, and ``node.problems`` names it."""
    compression = kind.partition(".")[2]
    with path.open("rb") if not compression else opened(path, compression) as plain:
        counted = _Counted(plain, node, store)
        try:
            with _Tar.open(
                fileobj=cast("IO[bytes]", counted), mode="r|", tarinfo=_Header,
                encoding="utf-8", errors="surrogateescape",
            ) as tar:  # fmt: skip
                while (info := tar.next()) is not None:
                    _member(tar, info, node, store)
                    tar.members.clear()  # type: ignore[attr-defined]  # else a million members stay in memory
                ended = tar.ended or _behind(tar)
        except DAMAGED as error:
            if not node.items:
                raise ValueError(f"not a readable tar: {error}") from error
            ended = f"it cannot be read further: {str(error) or type(error).__name__}"
    if ended:
        node.problem("corrupt", visible(ended)[:SHOWN])


def _behind(tar: _Tar) -> str:
    """Read to the end, so that the checksum of a compressed stream is seen, and say what stands behind the mark."""
    stream: IO[bytes] = tar.fileobj  # type: ignore[assignment]
    found = False
    while rest := stream.read(CHUNK):
        found = found or bool(rest.strip(b"\x00"))
    return "there are bytes behind its end mark, which are not read" if found else ""


def _member(tar: tarfile.TarFile, info: tarfile.TarInfo, node: Node, store: Store) -> None:
    if info.isdir():
        return
    item = Item(info.name.encode("utf-8", "surrogateescape"), utc(info.mtime))
    if not store.add(node, item):
        return
    if info.issym() or info.islnk():
        kind = "a symbolic link" if info.issym() else "a hard link"
        target = info.linkname.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        item.fail("skipped:link", f"{kind} to {visible(target)[:SHOWN]}")
        return
    if not info.isreg():
        item.fail("skipped:special", f"not a file (type {visible(info.type.decode('latin-1'))})")
        return
    stream = tar.extractfile(info)
    if stream is None:
        item.fail("skipped:special", "not a file")
        return
    try:
        store.put(node, item, _chunks(stream))
    except DAMAGED as error:
        item.fail("corrupt", "the archive is damaged inside it")
        raise tarfile.ReadError(f"{error}") from error


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def read_stream(path: Path, kind: str, name: str, node: Node, store: Store) -> None:
    """The one member of a gz, bz2, xz or zst. Its name: gzip's own, else the archive's without its suffix."""
    stored = _gzip_name(path) if kind == "gz" else b""
    stem, dot, suffix = name.rpartition("/")[2].rpartition(".")
    shown = stem + STREAMS[f".{suffix.lower()}"] if dot and stem and f".{suffix.lower()}" in STREAMS else "contents"
    item = Item(stored or shown.encode("utf-8", "surrogateescape"))
    if not store.add(node, item):
        return
    with opened(path, kind) as stream:
        try:
            store.put(node, item, _chunks(stream), node.packed)
        except MemoryError:
            item.fail("over-limit", "reading it takes more memory than the limit allows")
        except ERRORS as error:
            item.fail("corrupt", visible(str(error))[:SHOWN] or type(error).__name__)


def _gzip_name(path: Path) -> bytes:
    with path.open("rb") as stream:
        head = stream.read(1 << 13)
    if len(head) < 10 or not head[3] & 8:
        return b""
    place = 10
    if head[3] & 4:
        place += 2 + int.from_bytes(head[10:12], "little")
    end = head.find(b"\x00", place)
    return head[place:end] if end >= 0 else b""


def utc(seconds: float) -> str:
    """A stored POSIX time as ISO 8601, or the bare number when it is no date."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return f"{seconds:.0f}"

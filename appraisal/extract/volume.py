"""What readers of file systems share: counted reading of an image, the files they find, stored times as text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Protocol

from appraisal.extract.store import Steps

PATH = 4096  # bytes of a path that a reader builds; deeper folders are named and not followed
NAMED = 100  # damages of one file system that are named one by one
PIECES = 1 << 20  # pieces that one file may lie in
PAGE = 1 << 16
PAGES = 512
CHUNK = 1 << 20
Run = tuple[int | None, int]
"""(first byte, bytes) of a piece of a file; None for a hole, which reads as zeros."""


class Damaged(ValueError):
    """The bytes are not what the file system promises."""


class Foreign(Exception):
    """A file system, or a feature of one, that is not read here. ``reason``: unsupported or encrypted."""

    def __init__(self, message: str, reason: str = "unsupported") -> None:
        super().__init__(message)
        self.reason = reason


class Source(Protocol):
    """The medium as its sectors were: ``size`` bytes. ``read`` gives fewer bytes only where the medium ends."""

    size: int

    def read(self, offset: int, size: int) -> bytes: ...


class RawFile:
    """A raw image: the medium is the file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = stream.seek(0, 2)

    def read(self, offset: int, size: int) -> bytes:
        if offset >= self.size:
            return b""
        self._stream.seek(offset)
        return self._stream.read(size)


class Area:
    """A part of the medium that one file system fills: offsets count from its first byte.

    Reads of structures go through ``read`` (exact, counted, kept in pages); contents through ``contents``.
    """

    def __init__(self, source: Source, start: int, size: int, steps: Steps) -> None:
        self.source = source
        self.start = start
        self.size = max(0, size)
        self.steps = steps
        self._pages: OrderedDict[int, bytes] = OrderedDict()

    def read(self, offset: int, size: int) -> bytes:
        """Exactly ``size`` bytes. ``Damaged`` when they lie outside the area or the image ends before them."""
        self.steps.take(1 + size // 512)
        if offset < 0 or size < 0 or offset + size > self.size:
            raise Damaged(f"bytes {offset} to {offset + size} lie outside its file system")
        if size > PAGE:
            data = self.source.read(self.start + offset, size)
        else:
            try:
                data = self._from_pages(offset, size)
            except Damaged:  # of a damaged page, what is whole is still read
                data = self.source.read(self.start + offset, size)
        if len(data) != size:
            raise Damaged(f"the image ends before byte {self.start + offset + size}")
        return data

    def _from_pages(self, offset: int, size: int) -> bytes:
        number, place = divmod(offset, PAGE)
        data = self._page(number)[place : place + size]
        return data + self._page(number + 1)[: place + size - PAGE] if place + size > PAGE else data

    def _page(self, number: int) -> bytes:
        found = self._pages.get(number)
        if found is not None:
            self._pages.move_to_end(number)
            return found
        self.steps.take(PAGE // 4096)
        at = number * PAGE
        found = self._pages[number] = self.source.read(self.start + at, min(PAGE, self.size - at))
        if len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return found

    def contents(self, runs: Sequence[Run], size: int) -> Iterator[bytes]:
        """The first ``size`` bytes of the pieces in order, at most 1 MiB each. ``Damaged`` when there are fewer."""
        left = size
        zeros = bytes(CHUNK)
        for offset, length in runs:
            length = min(length, left)
            if offset is not None and (offset < 0 or offset + length > self.size):
                raise Damaged("a piece of it lies outside its file system")
            done = 0
            while done < length:
                self.steps.take()
                step = min(CHUNK, length - done)
                if offset is None:
                    yield zeros if step == CHUNK else zeros[:step]
                else:
                    data = self.source.read(self.start + offset + done, step)
                    if len(data) != step:
                        raise Damaged("the image ends inside it")
                    yield data
                done += step
            left -= length
        if left:
            raise Damaged(f"its last {left} bytes have no place")


@dataclass(slots=True)
class Found:
    """One file as a file system lists it.

    ``name``: its path; bytes where the file system states no encoding. ``raw``: the stored bytes of a name that its
    ``encoding`` could not read as it should. ``number``: inode, MFT record or first cluster. ``runs`` gives its pieces
    when called; with ``inline`` the bytes lie in the structures. ``key``: equal for names of the same contents (hard
    links). Times: ISO 8601, with Z where the file system stores UTC, without a zone where it stores local time.
    ``status`` other than ok: not read, and ``message`` says why.
    """

    name: str | bytes
    number: int
    size: int = 0
    runs: Callable[[], Sequence[Run]] | None = None
    inline: bytes | None = None
    modified: str | None = None
    created: str | None = None
    accessed: str | None = None
    changed: str | None = None
    status: str = "ok"
    message: str = ""
    encoding: str = "utf-8"
    raw: bytes | None = None
    key: tuple[int, str] | None = None


class Report:
    """Takes what is wrong with a file system as a whole. Names the first ``NAMED`` and counts the others."""

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        self._tell = tell
        self.more = 0
        self._told = 0

    def __call__(self, reason: str, message: str) -> None:
        if self._told >= NAMED:
            self.more += 1
            return
        self._told += 1
        self._tell(reason, message)

    def finish(self) -> None:
        if self.more:
            self._tell("corrupt", f"and {self.more} more such faults")


@dataclass(frozen=True, slots=True)
class FileSystem:
    """A file system that was recognised. ``clock``: UTC or local. ``note``: what a reader of it must know."""

    name: str
    clock: str
    files: Callable[[Report], Iterator[Found]]
    label: str = ""
    note: str = ""


def joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbouring pieces put together. ``Damaged`` when a byte of the medium is used twice."""
    found: list[Run] = []
    for offset, length in runs:
        if found:
            before, size = found[-1]
            if (before is None and offset is None) or (before is not None and offset == before + size):
                found[-1] = (before, size + length)
                continue
        found.append((offset, length))
    reached = -1
    for offset, length in sorted((o, n) for o, n in found if o is not None):
        if offset < reached:
            raise Damaged("its chain of clusters crosses itself (a loop)")
        reached = offset + length
    return found


def stamp(seconds: int, fraction: int = 0, digits: int = 9) -> str:
    """A POSIX time with its stored fraction as ISO 8601 in UTC, or the bare number when it is no date."""
    try:
        text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (OverflowError, ValueError, OSError):
        return str(seconds)
    if len(text) != 19:  # years below 1000 come without zeros on some systems
        text = text.rjust(19, "0")
    return text + (f".{fraction:0{digits}}".rstrip("0") if fraction else "") + "Z"


def filetime(value: int) -> str | None:
    """A Windows time (100 ns since 1601) in UTC; None for 0, which means that there is none."""
    if not value:
        return None
    seconds, fraction = divmod(value, 10**7)
    return stamp(seconds - 11_644_473_600, fraction, 7)


def dos(date: int, time: int, hundredths: int = 0) -> str | None:
    """A FAT date and time as stored: local, without zone, every field unchecked; None when there is no date."""
    if not date:
        return None
    seconds = 2 * (time & 31) + hundredths // 100
    rest = f".{hundredths % 100:02}" if hundredths % 100 else ""
    return (
        f"{1980 + (date >> 9):04}-{date >> 5 & 15:02}-{date & 31:02}"
        f"T{time >> 11:02}:{time >> 5 & 63:02}:{seconds:02}{rest}"
    )


def words(raw: bytes) -> str:
    """A label in an encoding that nobody states: UTF-8 where it is that, else GB 18030."""
    raw = raw.rstrip(b" \x00")
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    return raw.decode("gb18030", "replace")


def utf16(raw: bytes) -> tuple[str, str, bytes | None]:
    """(text, encoding, raw where it is no proper UTF-16) of a name in UTF-16."""
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-16-le"), "utf-8", None
    return raw.decode("utf-16-le", "backslashreplace"), "utf-16-le", raw

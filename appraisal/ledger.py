"""Files that several processes write to: the lock of a case, lines that are only ever appended, the list of digests."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from appraisal.cache import write_whole
from appraisal.errors import CaseError
from appraisal.work import Member

fcntl: Any = importlib.import_module("fcntl") if importlib.util.find_spec("fcntl") else None  # not on Windows
LOCKS = (".lock", ".lock-logs")  # empty files
WAIT = 15.0  # seconds to wait for another process before giving up; its steps are short, a busy machine is not
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def _lock(handle: int, what: str) -> None:
    if fcntl is None:
        warnings.warn("no file locks on this system: let one program at a time work on a case", stacklevel=3)
        return
    until = time.monotonic() + WAIT
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise CaseError(f"another process is working on this case ({what}): wait for it to end") from error
            time.sleep(0.05)


def held(root: Path, name: str = LOCKS[0]) -> bool:
    """Whether the case is held right now, by this process or another; False where the system has no locks."""
    if fcntl is None:
        return False
    handle = os.open(root / name, _OPEN, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)  # and with it the lock
    return False


@contextmanager
def locked(root: Path, name: str = LOCKS[0]) -> Iterator[None]:
    """Hold the case alone: ``CaseError`` when another process holds it for longer than a moment.

    With the second of ``LOCKS`` only its logs, for the time of one entry: experts judge while a run goes on.
    """
    handle = os.open(root / name, _OPEN, 0o644)
    try:
        _lock(handle, str(root))
        yield
    finally:
        os.close(handle)


def whole(line: bytes) -> bool:
    """Whether a line is JSON, and so was not torn while being written."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _mend(handle: int) -> int:
    """End the file after its last whole line (a full disk or a kill may have torn one); its size then."""
    size = os.fstat(handle).st_size
    with open(handle, "rb", closefd=False) as stream:
        held = stream.read()
    if held.endswith(b"\n") or not held:
        return size
    tail = held[held.rfind(b"\n") + 1 :]
    if whole(tail):  # only the end of the line is missing
        os.lseek(handle, 0, os.SEEK_END)
        os.write(handle, b"\n")
        return size + 1
    os.ftruncate(handle, size - len(tail))
    return size - len(tail)


def append(path: Path, line: str) -> None:
    """Append one line of JSON: all of it is on the disk afterwards, or nothing of it when an error is raised."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, _OPEN, 0o644)
    try:
        _lock(handle, path.name)
        size = _mend(handle)
        os.lseek(handle, size, os.SEEK_SET)
        left = (line + "\n").encode()
        try:
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        except BaseException:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Numbered values of a file of JSON lines; a last line that was torn while being written counts for nothing."""
    return parsed(path.read_bytes(), f"{path.parent.name}/{path.name}")


def parsed(held: bytes, name: str) -> Iterator[tuple[int, Any]]:
    """The same of what such a file holds; ``name``: what an error calls it."""
    *ended, tail = held.split(b"\n")
    for number, line in enumerate([*ended, tail] if tail and whole(tail) else ended, 1):
        try:
            yield number, json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise CaseError(f"{name} line {number} cannot be read: {error}") from error


# --- manifest.sha256 --------------------------------------------------------------------------------------------------


def _name(line: bytes) -> bytes:
    return line.removeprefix(b"\\")[66:]


def _below(line: bytes, label: str) -> bool:
    """Whether a line is about a file of work ``label``; file systems that fold case are thought of."""
    return os.fsdecode(_name(line)).casefold().startswith(f"works/{label}/".casefold())


def manifest_names(root: Path, label: str) -> bool:
    """Whether ``manifest.sha256`` holds a file of work ``label``."""
    path = root / "manifest.sha256"
    return path.exists() and any(_below(line, label) for line in path.read_bytes().split(b"\n"))


def write_manifest(root: Path, label: str, members: Iterable[Member]) -> None:
    """Put the files of one work into ``manifest.sha256``, in place of what it said about that work before."""
    path = root / "manifest.sha256"
    held = path.read_bytes().split(b"\n") if path.exists() else []
    kept = {line for line in held if line and not _below(line, label)}
    for member in members:
        name = os.fsencode(member.path.relative_to(root).as_posix())
        escaped = name.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
        kept.add((b"\\" if escaped != name else b"") + member.sha256.encode() + b"  " + escaped)
    ordered = sorted(kept, key=lambda line: (_name(line), line))
    write_whole(path, b"".join(line + b"\n" for line in ordered), durable=True)


def slug(by: str) -> str:
    """A file name for what one expert decides."""
    letters = "".join(c if c.isalnum() or c in "_.-" else "_" for c in by)[:60]
    return letters + "-" + hashlib.sha256(by.encode()).hexdigest()[:8]

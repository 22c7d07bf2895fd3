"""Copying material into a case: one read of the source, four digests, and bytes that are on the disk afterwards."""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from appraisal import digests, threads
from appraisal.cache import sync_folder
from appraisal.digests import Digests, Stamp, stamp_of
from appraisal.errors import MaterialError, OverLimit
from appraisal.work import MAX_MEMBERS, Work, display_name, walk

NAME_BYTES = 200  # of a received name that is no UTF-8 and has to be spelt out
FEW = 64  # files that are synced one by one: syncing the file system would wait for what other programs write
Progress = Callable[[int, int], None]


def name_of(source: Path) -> str:
    """The name a copy gets: that of the original; bytes that are no UTF-8 are spelt out."""
    name = Path(os.path.realpath(source)).name or "work"  # of a loop of links too, which cannot be opened
    shown = display_name(Path(name))
    if shown == name:
        return name
    return shown if len(shown.encode()) <= NAME_BYTES else shown.encode()[-NAME_BYTES:].decode("utf-8", "ignore")


def _silent(files: int, size: int) -> None:
    """No one watches."""


def copy_tree(
    source: Path, target: Path, progress: Progress = _silent, *, label: str = ""
) -> list[tuple[Path, Digests]]:
    """Copy a file or folder to a new place, reading every file once: (name below ``target``, digests), in walk's order.

    Regular files only, with their modification times, read-only; links, devices and empty folders are left out. A
    single file has the name of ``target`` itself. ``progress`` is told files and bytes copied so far, in the thread of
    the caller. All is on the disk when this returns, the entry of ``target`` in its folder too.

    ``MaterialError`` (beginning with ``label``) names a file that cannot be read, or that came, went or changed between
    being listed and the end; ``OSError`` tells of the place written to. Then ``target`` may hold a part: ``remove`` it.
    """
    label = label or name_of(source)
    alone, listed = _listed(source, label)
    target.parent.mkdir(parents=True, exist_ok=True)
    folders = [target.parent] if alone else _folders(target, listed)
    for folder in folders:
        folder.mkdir(exist_ok=True)

    def take(item: tuple[Path, Stamp]) -> tuple[Path, Digests]:
        name, stamp = item
        origin, to = (source, target) if alone else (source / name, target / name)
        return name, digests.copy_file(origin, to, listed=stamp, follow=alone, durable=not together)

    found: list[tuple[Path, Digests]] = []
    size = 0
    with _synced(target.parent, wanted=len(listed) > FEW) as together:
        try:
            # One thread more than processors: some are waiting for the disk.
            copies = threads.in_order(
                take, listed.items(), weigh=lambda item: item[1][0], threads=threads.workers() + 1
            )
            for name, copied in copies:
                found.append((Path(target.name) if alone else name, copied))
                size += copied.size
                progress(len(found), size)
        except MaterialError as error:
            raise MaterialError(f"{label}: {error}") from error
        if not together:
            for folder in folders:
                sync_folder(folder)
    _still(source, listed, label)
    return found


def _listed(source: Path, label: str) -> tuple[bool, dict[Path, Stamp]]:
    """Whether ``source`` is a file, and the regular files below it (or itself) with what is known of them."""
    try:
        status = source.stat()
        if stat.S_ISREG(status.st_mode):
            return True, {source: stamp_of(status)}
        if not stat.S_ISDIR(status.st_mode):
            raise MaterialError(f"{label}: neither a file nor a folder")
        listed: dict[Path, Stamp] = {}
        links = 0
        for path in walk(source):
            status = path.lstat()
            links += stat.S_ISLNK(status.st_mode)
            if stat.S_ISREG(status.st_mode):
                listed[path.relative_to(source)] = stamp_of(status)
            if len(listed) > MAX_MEMBERS:
                raise OverLimit(f"{label}: more than {MAX_MEMBERS} files: split the work")
    except OSError as error:
        where = digests.shown(Path(error.filename or source))
        raise MaterialError(f"{label}: {where} cannot be opened ({error.strerror}): check the path") from error
    if not listed and links:
        raise MaterialError(f"{label}: the folder holds links alone, which are not followed: hand in what they lead to")
    if not listed:
        raise MaterialError(f"{label}: the folder holds no readable file: check the path, or what was handed over")
    return False, listed


def links_in(source: Path) -> tuple[tuple[str, str], ...]:
    """Links and devices below a folder, which no copy holds: name, and where a link leads ("" for a device)."""
    found: list[tuple[str, str]] = []
    for path in walk(source) if source.is_dir() else ():
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            target = os.readlink(path) if stat.S_ISLNK(mode) else ""
            found.append((display_name(path.relative_to(source)), display_name(Path(target)) if target else ""))
    return tuple(found)


def _still(source: Path, listed: Mapping[Path, Stamp], label: str) -> None:
    """``MaterialError`` unless the source is listed now as it was before the first file was read."""
    now = _listed(source, label)[1]
    if now == listed:
        return
    name = min(name for name in now.keys() | listed.keys() if now.get(name) != listed.get(name))
    how = "changed" if name in now and name in listed else "came" if name in now else "went"
    raise MaterialError(
        f"{label}: {display_name(name)} {how} while the files were being received: stop what writes there, receive "
        "the work again"
    )


def _folders(target: Path, names: Iterable[Path]) -> list[Path]:
    """All folders of a copy, the one it lies in too; outer ones first."""
    inner: set[Path] = {Path()}
    for name in names:
        folder = name.parent
        while folder not in inner:
            inner.add(folder)
            folder = folder.parent
    return [target.parent, *(target / folder for folder in sorted(inner))]


# --- on the disk ------------------------------------------------------------------------------------------------------


@contextmanager
def _synced(folder: Path, *, wanted: bool) -> Iterator[bool]:
    """Sync the whole file system of ``folder`` once at the end; False where each file has to be synced by itself.

    Only Linux promises that this waits for the disk and tells of errors in writing (since 5.8, those after the handle
    was opened: so it is opened first).
    """
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if sys.platform == "linux" else None
    if not wanted or syncfs is None:
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield True
        if syncfs(handle) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Take away what a cut-off receipt left behind."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def filled(work: Work) -> Work:
    """The work as it was copied; ``MaterialError`` where there is not one byte in it."""
    if not any(member.size for member in work.members):
        raise MaterialError(f"{work.label}: nothing in it, 0 bytes: look how it was copied, and ask for it again")
    return work

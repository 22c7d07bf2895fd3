"""Works as handed in: a file or a folder, read only, named by digest."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from appraisal import digests, threads
from appraisal.errors import AppraisalError, ChildFailed, Encrypted, MaterialError, OverLimit, Refused, Unreadable
from appraisal.media import EVERY as EVERY
from appraisal.media import SENSED as SENSED
from appraisal.media import SUFFIXES as SUFFIXES
from appraisal.media import Medium as Medium
from appraisal.media import guess_medium as guess_medium

CHUNK = 1 << 20
MAX_MEMBERS = 200_000
MAX_DEPTH = 256  # folders in folders
HEAD = 4096  # bytes by which a medium is told
NO_ENDINGS: Mapping[str, Medium] = MappingProxyType({})


def ending_of(file: str) -> str:
    """What a name ends with, in small letters, without the dot; "" for none."""
    return file.rpartition(".")[2].lower() if "." in file else ""


@dataclass(frozen=True, slots=True)
class View:
    """What a deriver made of a member that has no coordinates of this medium itself: the text of a PDF, say.

    ``name`` is what spans call it: ``text:`` and the first 16 digits of its SHA-256, so that places in one view are
    never taken for places in another. ``path``, ``size``, ``sha256`` are of the view, ``map_path`` and ``map_sha256``
    of the file that leads back to pages, lines, boxes (``placing``). ``deriver``: name, version and libraries.
    ``notes``: what was read, left out, joined. A view that could not be made has a ``problem`` (reason and
    message of the error) and neither name nor bytes.
    """

    medium: Medium
    deriver: str
    name: str = ""
    path: Path = Path()
    size: int = 0
    sha256: str = ""
    map_path: Path = Path()
    map_sha256: str = ""
    notes: Mapping[str, Any] = field(default_factory=dict, hash=False)
    problem: tuple[str, str] | None = None

    def error(self) -> AppraisalError:
        """The error for which it could not be made, from ``problem``."""
        return error_of(self.problem)


def error_of(problem: tuple[str, str] | None) -> AppraisalError:
    """The error whose reason and message a ``problem`` keeps."""
    reason, message = problem or ("crashed", "")
    for kind in (Unreadable, Encrypted, OverLimit, Refused):
        if kind.reason == reason:
            return kind(message)
    return ChildFailed(message, reason)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a work. ``file`` is the name that spans use; ``path`` is where its bytes lie now (never evidence).

    ``views``: what derivers made of it. A member that stands for one of them (``seen``) has it as its ``view``: path,
    size, digest and medium are then the view's.
    """

    file: str
    path: Path
    size: int
    sha256: str
    medium: Medium | None
    views: tuple[View, ...] = ()
    view: View | None = None

    def head(self, size: int = HEAD) -> bytes:
        with self.path.open("rb") as stream:
            return stream.read(size)

    def bytes(self, limit: int | None = None) -> bytes:
        """All bytes; ``OverLimit`` when the file is larger than ``limit``."""
        if limit is not None and self.size > limit:
            raise OverLimit(f"{self.file}: {self.size} bytes is more than the limit of {limit}")
        return self.path.read_bytes()

    @property
    def ending(self) -> str:
        """What its name ends with, in small letters, without the dot; "" for none."""
        return ending_of(self.file)

    def called(self, endings: Mapping[str, Medium]) -> bool:
        """Whether it is text to the program and has one of these endings."""
        return bool(endings) and self.medium is Medium.TEXT and self.ending in endings

    def media(self) -> frozenset[Medium]:
        """Its own medium, and those of its views."""
        return frozenset(medium for medium in (self.medium, *(v.medium for v in self.views)) if medium is not None)

    def seen(self, media: frozenset[Medium], endings: Mapping[str, Medium] = NO_ENDINGS) -> Member:
        """As a comparator of these media sees it: its view of such a medium, else itself. Where all media are
        read, files are taken as they were handed in. ``endings``: see ``comparator.Comparator``."""
        view = None if media == EVERY else next((v for v in self.views if v.medium in media), None)
        if view is None:
            return replace(self, medium=endings[self.ending]) if self.called(endings) else self
        return Member(self.file, view.path, view.size, view.sha256, view.medium, (), view)


def digest_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size of one regular file."""
    state = hashlib.sha256()
    size = 0
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            state.update(chunk)
            size += len(chunk)
    return state.hexdigest(), size


def manifest_digest(members: Iterable[tuple[str, str]]) -> str:
    """Digest of a folder, from pairs (file, sha256): SHA-256 over the sorted lines ``<sha256>  <file>`` (the form
    ``sha256sum`` writes)."""
    state = hashlib.sha256()
    for file, sha256 in sorted(members):
        name = file.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        state.update((("\\" if name != file else "") + sha256 + "  " + name + "\n").encode("utf-8", "surrogateescape"))
    return state.hexdigest()


def display_name(relative: Path) -> str:
    """Member name for spans: POSIX separators; undecodable bytes as \\udcXX escapes made visible."""
    return relative.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def unique(shown: str, taken: dict[str, int]) -> str:
    """``shown``, or with ⟨2⟩, ⟨3⟩ … before its suffix when it is taken.

    Adds it to ``taken``, which holds for each name the last number given to it: a hundred thousand equal names
    take no longer than as many different ones.
    """
    found, number = shown, taken.get(shown, 0)
    while found in taken:
        number += 1
        folder, slash, last = shown.rpartition("/")
        stem, dot, suffix = last.rpartition(".")
        found = f"{folder}{slash}" + (f"{stem}⟨{number}⟩{dot}{suffix}" if stem else f"{last}⟨{number}⟩")
    taken[shown] = max(1, number)
    taken.setdefault(found, 1)
    return found


def walk(root: Path, skipped: list[tuple[Path, str]] | None = None) -> Iterator[Path]:
    """All but folders under ``root``, sorted, depth first; links, devices and sockets are named and not followed.

    What cannot be listed or lies more than ``MAX_DEPTH`` folders deep is added to ``skipped`` with its reason; without
    that list it is an error.
    """
    waiting: list[tuple[Path, bool, int]] = [(root, True, 0)]
    while waiting:
        path, is_folder, depth = waiting.pop()
        if not is_folder:
            yield path
            continue
        try:
            if depth > MAX_DEPTH:
                raise OverLimit(f"{display_name(path.relative_to(root))}: more than {MAX_DEPTH} folders deep")
            with os.scandir(path) as entries:
                found = sorted(entries, key=lambda entry: os.fsencode(entry.name), reverse=True)
            waiting += [(Path(entry.path), entry.is_dir(follow_symlinks=False), depth + 1) for entry in found]
        except (OSError, OverLimit) as error:
            if skipped is None:
                raise
            skipped.append((path, "too-deep" if isinstance(error, OverLimit) else "unreadable"))


@dataclass(frozen=True, slots=True)
class Lost:
    """A member of an archive that was not read, and why. ``stated``: its bytes as the archive says, unchecked, or those
    counted of an archive that was not opened at all; None where nothing says how many."""

    file: str
    reason: str
    stated: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as received that is an archive, image or package (``kind`` empty: it could not be opened), and its bytes.

    ``members`` and ``bytes`` count what came out and is compared, nested archives by their members; ``lost``: the rest.
    """

    file: str
    kind: str
    size: int
    members: int = 0
    bytes: int = 0
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True)
class Work:
    """A copy as handed in. ``members`` are sorted by name, no two alike; ``skipped`` lists what nothing may follow;
    ``opened`` tells what became of each archive among the files received, and no comparison depends on it. One of whose
    archives nothing can be read has a ``problem`` (reason and message of the error) and no members."""

    label: str
    root: Path
    medium: Medium | None
    members: tuple[Member, ...]
    sha256: str
    is_folder: bool
    skipped: tuple[tuple[str, str], ...] = field(default=())
    opened: tuple[Opened, ...] = field(default=(), compare=False)
    problem: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if len(self.members) > 1 and len({member.file for member in self.members}) != len(self.members):
            raise MaterialError(f"{self.label}: two members have the same name")

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        label: str = "",
        medium: Medium | None = None,
        known: Mapping[str, str] | None = None,
    ) -> Work:
        """Read names, sizes and digests of a file or folder. Raises ``MaterialError`` naming what is wrong.

        ``known`` gives the SHA-256 of files by their names below ``path`` (POSIX form; of a single file its own name):
        the caller vouches for them and their bytes are not read again. A file that it does not name is read; one that
        it names must be there.
        """
        root = Path(path)
        label = label or display_name(Path(root.name or str(root)))
        try:
            mode = root.stat().st_mode
        except OSError as error:
            raise MaterialError(f"{label}: cannot be opened ({error.strerror}): check the path") from error
        if stat.S_ISREG(mode):
            _all_there(label, known, {root.name})
            member = _member(root, display_name(Path(root.name)), medium, (known or {}).get(root.name), follow=True)
            return cls(label, root, medium or member.medium, (member,), member.sha256, False)
        if not stat.S_ISDIR(mode):
            raise MaterialError(f"{label}: neither a file nor a folder")
        members: list[Member] = []
        skipped: list[tuple[str, str]] = []
        unlisted: list[tuple[Path, str]] = []
        found = threads.in_order(
            lambda file: _member_or_reason(file, medium), _listed(root, unlisted, known or {}), weigh=lambda f: f.size
        )
        for member_or_reason in found:
            if isinstance(member_or_reason, Member):
                members.append(member_or_reason)
            else:
                skipped.append(member_or_reason)
            if len(members) > MAX_MEMBERS:
                raise OverLimit(f"{label}: more than {MAX_MEMBERS} files: split the work")
        skipped += [(display_name(folder.relative_to(root)), reason) for folder, reason in unlisted]
        if known is not None:
            _all_there(label, known, {member.path.relative_to(root).as_posix() for member in members})
        members.sort(key=lambda m: m.file)
        if not members:
            raise MaterialError(f"{label}: the folder holds no readable file: check the path, or what was handed over")
        sha256 = manifest_digest((m.file, m.sha256) for m in members)
        return cls(label, root, medium, tuple(members), sha256, True, tuple(skipped))

    @cached_property
    def by_file(self) -> Mapping[str, Member]:
        return {member.file: member for member in self.members}

    def media(self) -> frozenset[Medium]:
        """Media present among the members and their views."""
        return frozenset(medium for m in self.members for medium in (m.media() if m.views else (m.medium,)) if medium)

    def only(self, media: frozenset[Medium]) -> tuple[Member, ...]:
        """Members that a comparator of these media reads; all of them when these are all media there are."""
        if media == EVERY:
            return self.members
        return tuple(m for m in self.members if m.medium in media or (m.views and m.media() & media))

    def seen(self, media: frozenset[Medium], endings: Mapping[str, Medium] = NO_ENDINGS) -> Work:
        """The work with its members as a comparator of these media sees them: see ``Member.seen``."""
        if media == EVERY or not any(member.views or member.called(endings) for member in self.members):
            return self
        return replace(self, members=tuple(member.seen(media, endings) for member in self.members))


def _all_there(label: str, known: Mapping[str, str] | None, names: Set[str]) -> None:
    gone = sorted(set(known or ()) - names)
    if gone:
        raise MaterialError(f"{label}: {display_name(Path(gone[0]))} is not there, or cannot be read, any more")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A file of a folder before it is read. ``mode`` is None when the system does not tell it."""

    path: Path
    name: str
    mode: int | None
    size: int
    sha256: str | None


def _listed(root: Path, unlisted: list[tuple[Path, str]], known: Mapping[str, str]) -> Iterator[_Listed]:
    taken: dict[str, int] = {}
    for path in walk(root, unlisted):
        relative = path.relative_to(root)
        name, sha256 = unique(display_name(relative), taken), known.get(relative.as_posix())
        try:
            status = path.lstat()
        except OSError:
            yield _Listed(path, name, None, 0, None)
        else:
            yield _Listed(path, name, status.st_mode, HEAD if sha256 else status.st_size, sha256)


def _member_or_reason(file: _Listed, medium: Medium | None) -> Member | tuple[str, str]:
    if file.mode is not None and not stat.S_ISREG(file.mode):
        return file.name, "link" if stat.S_ISLNK(file.mode) else "special"
    try:
        return _member(file.path, file.name, medium, file.sha256)
    except MaterialError:
        return file.name, MaterialError.reason


def _member(path: Path, name: str, medium: Medium | None, sha256: str | None = None, *, follow: bool = False) -> Member:
    try:
        if sha256 is None:
            # A file that is being written to is taken as it was found: reading the work again will tell.
            sha256, size, head = digests.sha256_of(path, name=name, follow=follow, steady=False, head=HEAD)
        else:
            size, head = path.stat().st_size, b"" if medium else _head(path)
    except OSError as error:
        raise MaterialError(f"{name}: cannot be read ({error.strerror})") from error
    return Member(name, path, size, sha256, medium or guess_medium(name, head))


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)

"""What an archive holds, as data: entries, problems, limits; and the strict reading of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from appraisal.errors import AppraisalError, Encrypted, OverLimit, RecordError, Unreadable
from appraisal.packers import KEYS, PACKED

JSON = Any
STATUSES = frozenset(
    ("ok", "encrypted", "skipped:link", "skipped:special", "over-limit", "corrupt", "unsupported")
)  # fmt: skip
REASONS: Mapping[str, type[AppraisalError]] = {
    "over-limit": OverLimit, "corrupt": Unreadable, "unsupported": Unreadable, "encrypted": Encrypted,
    **{f"{PACKED}{key}": Unreadable for key in KEYS},
}  # fmt: skip
_DIGEST = re.compile(r"[0-9a-f]{64}")
_HEX = re.compile(r"(?:[0-9a-f]{2})*")


@dataclass(frozen=True, slots=True)
class ExtractLimits:
    """Caps, counted while reading; sizes that headers announce are never trusted.

    ``members``: entries of all nested archives together. ``total``: bytes written and bytes decompressed, each over
    all nested archives. ``member``: bytes of one member. ``ratio``: bytes out per byte in, of a member and of an
    archive, looked at once more than ``ratio_floor`` bytes came out. ``depth``: archives inside archives; 1 opens the
    outermost only. ``name``: bytes of a stored name. ``steps``: reads of structures of disk images (chains, folders,
    records), over all nested ones: a count rather than a time, so that the same image ends at the same place.
    """

    members: int = 200_000
    total: int = 8 << 30
    member: int = 2 << 30
    ratio: int = 250
    ratio_floor: int = 32 << 20
    depth: int = 4
    name: int = 4096
    steps: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where on a disk image a member lies. ``part``: ``p1`` and so on, empty without a partition table.

    ``number``: inode (ext), record of the file table (NTFS), first cluster (FAT, exFAT; 0 for an empty file) or first
    sector (ISO 9660). Times as stored, ISO 8601: with Z where the file system stores UTC (NTFS, ext), with an offset
    where it stores that (ISO 9660, mostly exFAT), else local time of the writing machine (FAT). ``changed``: when the
    file's entry was changed, which is not its contents. When the contents were modified stands in ``Entry.mtime``.
    """

    part: str
    filesystem: str
    number: int
    created: str | None = None
    accessed: str | None = None
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored member that is not a directory.

    ``name``: as stored, decoded by ``encoding``; ``raw``: its bytes in hex where they are not UTF-8. ``display``:
    safe, unique in the listing, POSIX, ``outer.zip!/inner`` for nested ones: the name that spans use. ``within``: the
    display name of the archive it lies in, empty for the outermost. ``mtime``: as stored (zip: local time without
    zone; tar and 7z: UTC; disk images: see ``Origin``). ``status``: see ``STATUSES``; only ``ok`` has ``size`` and
    ``sha256``, and its bytes lie at ``sha256[:2]/sha256``. ``archive``: the kind, when it is an archive itself whose
    members follow.
    ``origin``: for members of disk images only. ``stated``: bytes that the archive says a member has which has none
    here (encrypted, over a cap, corrupt, unsupported), where it says so; not checked by anything.
    """

    name: str
    display: str
    status: str
    encoding: str = "utf-8"
    raw: str | None = None
    within: str = ""
    size: int | None = None
    sha256: str | None = None
    mtime: str | None = None
    message: str = ""
    archive: str | None = None
    origin: Origin | None = None
    stated: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that holds for a whole archive: its listing ends early (``over-limit`` with ``cap``, ``corrupt``)
    or it was not opened. ``archive`` is its display name, empty for the outermost."""

    archive: str
    reason: str
    message: str
    cap: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A partition of an image, or its one file system. ``name``: ``p1``, or empty. ``start``, ``size``: bytes.

    ``type`` and ``label`` as the table or file system states them. ``filesystem``: empty where none is read. ``clock``:
    UTC or local, of its times. ``status``: ok, or the reason why it is not read (``empty``: it holds no file system).
    """

    name: str
    start: int
    size: int
    type: str
    label: str
    filesystem: str
    clock: str
    status: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A digest of the whole medium stored in an image, and what its bytes give: None where that was not computed."""

    algorithm: str
    stored: str
    computed: str | None


@dataclass(frozen=True, slots=True)
class Image:
    """A disk image as a whole. ``archive``: its display name, empty for the outermost. ``size``: bytes of the medium.

    ``format``: raw, E01 or ISO 9660. ``table``: MBR, GPT or empty. ``notes``: (what, text) as the image states it.
    """

    archive: str
    format: str
    size: int
    sector: int
    table: str
    parts: tuple[Part, ...]
    digests: tuple[Stated, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """All members in stored order, the members of a nested archive after it. ``problems`` say what is missing.

    ``images``: each disk image among them, outermost first.
    """

    kind: str
    members: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    label: str = ""
    images: tuple[Image, ...] = ()

    @property
    def complete(self) -> bool:
        """Nothing was left out but links and special files."""
        return not self.problems and all(m.status == "ok" or m.status.startswith("skipped") for m in self.members)

    def require(self) -> Listing:
        """Itself, or the error of the first problem: ``OverLimit``, ``Unreadable`` or ``Encrypted``."""
        for problem in self.problems:
            raise self.error(problem)
        return self

    def error(self, problem: Problem) -> AppraisalError:
        where = "!/".join(part for part in (self.label, problem.archive) if part)
        return REASONS[problem.reason](f"{where}: {problem.message}" if where else problem.message)

    def path(self, entry: Entry, out: Path) -> Path:
        """Where the bytes of an ``ok`` entry lie; ``Unreadable`` for the others, which have none."""
        if entry.sha256 is None:
            raise Unreadable(f"{entry.display}: {entry.message or entry.status}")
        return out / entry.sha256[:2] / entry.sha256

    def to_json(self) -> JSON:
        """Plain JSON. What belongs to disk images only is left out where there are none, as it was before them."""
        found: dict[str, JSON] = {
            "kind": self.kind,
            "members": [_plain(member) for member in self.members],
            "problems": [asdict(problem) for problem in self.problems],
        }
        if self.images:
            found["images"] = [asdict(image) for image in self.images]
        return found


def _plain(entry: Entry) -> JSON:
    found = asdict(entry)
    for name in _SOMETIMES:
        if found[name] is None:
            del found[name]
    return found


def listing_from_json(found: JSON, label: str = "") -> Listing:
    """The listing that a child handed back, each field checked. ``RecordError`` names what does not hold."""
    keys = {"kind", "members", "problems"}
    if not isinstance(found, dict) or set(found) - {"images"} != keys or not isinstance(found["kind"], str):
        raise RecordError(f"{label}: the listing of the archive is malformed")
    try:
        members = tuple(_entry(member) for member in found["members"])
        problems = tuple(_problem(problem) for problem in found["problems"])
        images = tuple(_image(image) for image in found.get("images", ()))
    except (TypeError, ValueError, KeyError) as error:
        raise RecordError(f"{label}: the listing of the archive is malformed: {error}") from error
    if len({member.display for member in members}) != len(members):
        raise RecordError(f"{label}: the listing of the archive names two members alike")
    return Listing(found["kind"], members, problems, label, images)


_SOMETIMES = ("origin", "stated")
_ENTRY = {field.name for field in fields(Entry)}
_TEXT = ("name", "display", "status", "encoding", "within", "message")


def _entry(found: JSON) -> Entry:
    if set(found) | set(_SOMETIMES) != _ENTRY:
        raise ValueError("an entry has other fields")
    for name in _TEXT:
        if not isinstance(found[name], str):
            raise TypeError(f"{name} must be text")
    for name in ("raw", "sha256", "mtime", "archive"):
        if not (found[name] is None or isinstance(found[name], str)):
            raise TypeError(f"{name} must be text or null")
    size, sha256 = found["size"], found["sha256"]
    ok = found["status"] == "ok"
    if found["status"] not in STATUSES or not found["display"]:
        raise ValueError("a status or display name is malformed")
    if (sha256 is not None) != ok or (size is not None) != ok:
        raise ValueError("status, size and digest do not agree")
    if ok and (type(size) is not int or size < 0 or not _DIGEST.fullmatch(sha256)):
        raise ValueError("a size or digest is malformed")
    if found["raw"] is not None and not _HEX.fullmatch(found["raw"]):
        raise ValueError("raw must be hex")
    origin = None if found.get("origin") is None else _typed(Origin, found["origin"])
    stated = found.get("stated")
    if stated is not None and (type(stated) is not int or stated < 0 or ok):
        raise ValueError("a stated size is malformed")
    return Entry(**(found | {"origin": origin}))


_KINDS: Mapping[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "str | None": (str, type(None))}
T = TypeVar("T", Origin, Part, Stated)


def _typed(of: type[T], found: JSON) -> T:
    """A flat dataclass, each field of its type."""
    if not isinstance(found, dict) or set(found) != {field.name for field in fields(of)}:
        raise ValueError(f"{of.__name__} has other fields")
    for field in fields(of):
        value = found[field.name]
        if type(value) not in _KINDS[str(field.type)] or (type(value) is int and value < 0):
            raise ValueError(f"{of.__name__}.{field.name} is malformed")
    return of(**found)


def _image(found: JSON) -> Image:
    if set(found) != {field.name for field in fields(Image)}:
        raise ValueError("an image has other fields")
    if not all(isinstance(found[name], str) for name in ("archive", "format", "table")):
        raise TypeError("an image must be described in text")
    if not all(type(found[name]) is int and found[name] >= 0 for name in ("size", "sector")):
        raise TypeError("sizes of an image must be whole numbers")
    notes = tuple((what, text) for what, text in found["notes"])
    if not all(isinstance(word, str) for note in notes for word in note):
        raise TypeError("notes of an image must be text")
    parts = tuple(_typed(Part, part) for part in found["parts"])
    digests = tuple(_typed(Stated, digest) for digest in found["digests"])
    return Image(**(found | {"parts": parts, "digests": digests, "notes": notes}))


def _problem(found: JSON) -> Problem:
    if set(found) != {"archive", "reason", "message", "cap"} or found["reason"] not in REASONS:
        raise ValueError("a problem is malformed")
    if not all(isinstance(found[name], str) for name in ("archive", "reason", "message")):
        raise TypeError("a problem must hold text")
    if not (found["cap"] is None or isinstance(found["cap"], str)):
        raise TypeError("cap must be text or null")
    return Problem(**found)

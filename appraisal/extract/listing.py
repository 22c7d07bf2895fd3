"""What an archive holds, as data: entries, problems, limits; and the strict reading of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from appraisal.errors import AppraisalError, Encrypted, OverLimit, RecordError, Unreadable

JSON = Any
STATUSES = frozenset(
    ("ok", "encrypted", "skipped:link", "skipped:special", "over-limit", "corrupt", "unsupported")
)  # fmt: skip
REASONS: Mapping[str, type[AppraisalError]] = {
    "over-limit": OverLimit, "corrupt": Unreadable, "unsupported": Unreadable, "encrypted": Encrypted,
}  # fmt: skip
_DIGEST = re.compile(r"[0-9a-f]{64}")
_HEX = re.compile(r"(?:[0-9a-f]{2})*")


@dataclass(frozen=True, slots=True)
class ExtractLimits:
    """Caps, counted while reading; sizes that headers announce are never trusted.

    ``members``: entries of all nested archives together. ``total``: bytes written and bytes decompressed, each over
    all nested archives. ``member``: bytes of one member. ``ratio``: bytes out per byte in, of a member and of an
    archive, looked at once more than ``ratio_floor`` bytes came out. ``depth``: archives inside archives; 1 opens the
    outermost only. ``name``: bytes of a stored name.
    """

    members: int = 200_000
    total: int = 8 << 30
    member: int = 2 << 30
    ratio: int = 250
    ratio_floor: int = 32 << 20
    depth: int = 4
    name: int = 4096


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored member that is not a directory.

    ``name``: as stored, decoded by ``encoding``; ``raw``: its bytes in hex where they are not UTF-8. ``display``:
    safe, unique in the listing, POSIX, ``outer.zip!/inner`` for nested ones: the name that spans use. ``within``: the
    display name of the archive it lies in, empty for the outermost. ``mtime``: as stored (zip: local time without
    zone; tar and 7z: UTC). ``status``: see ``STATUSES``; only ``ok`` has ``size`` and ``sha256``, and its bytes lie at
    ``sha256[:2]/sha256``. ``archive``: the kind, when it is an archive itself whose members follow.
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


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that holds for a whole archive: its listing ends early (``over-limit`` with ``cap``, ``corrupt``)
    or it was not opened. ``archive`` is its display name, empty for the outermost."""

    archive: str
    reason: str
    message: str
    cap: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """All members in stored order, the members of a nested archive after it. ``problems`` say what is missing."""

    kind: str
    members: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    label: str = ""

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
        return {
            "kind": self.kind,
            "members": [asdict(member) for member in self.members],
            "problems": [asdict(problem) for problem in self.problems],
        }


def listing_from_json(found: JSON, label: str = "") -> Listing:
    """The listing that a child handed back, each field checked. ``RecordError`` names what does not hold."""
    keys = {"kind", "members", "problems"}
    if not isinstance(found, dict) or set(found) != keys or not isinstance(found["kind"], str):
        raise RecordError(f"{label}: the listing of the archive is malformed")
    try:
        members = tuple(_entry(member) for member in found["members"])
        problems = tuple(_problem(problem) for problem in found["problems"])
    except (TypeError, ValueError, KeyError) as error:
        raise RecordError(f"{label}: the listing of the archive is malformed: {error}") from error
    if len({member.display for member in members}) != len(members):
        raise RecordError(f"{label}: the listing of the archive names two members alike")
    return Listing(found["kind"], members, problems, label)


_ENTRY = {field.name for field in fields(Entry)}
_TEXT = ("name", "display", "status", "encoding", "within", "message")


def _entry(found: JSON) -> Entry:
    if set(found) != _ENTRY:
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
    return Entry(**found)


def _problem(found: JSON) -> Problem:
    if set(found) != {"archive", "reason", "message", "cap"} or found["reason"] not in REASONS:
        raise ValueError("a problem is malformed")
    if not all(isinstance(found[name], str) for name in ("archive", "reason", "message")):
        raise TypeError("a problem must hold text")
    if not (found["cap"] is None or isinstance(found["cap"], str)):
        raise TypeError("cap must be text or null")
    return Problem(**found)

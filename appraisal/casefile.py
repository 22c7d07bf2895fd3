"""``case.toml``: what a case says about itself and its works, checked when it is read."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from datetime import time as moment
from pathlib import Path, PurePosixPath
from typing import Any

from appraisal import toml
from appraisal.cache import write_whole
from appraisal.codec import decode
from appraisal.comparison import Reason
from appraisal.dossier import Role
from appraisal.errors import CaseError, RecordError
from appraisal.work import Medium

SCHEMA = "appraisal.case/1"
_ACTING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
LABEL = re.compile(r"[^\W_][\w.\-]{0,63}")
ROLE_WORDS: Mapping[str, Mapping[str, str]] = {
    "claimed": {"zh": "样本", "en": "claimed work"},
    "accused": {"zh": "检材", "en": "accused work"},
    "ancestor": {"zh": "共同来源", "en": "common ancestor"},
    "excluded": {"zh": "排除材料", "en": "excluded material"},
}


@dataclass(frozen=True, slots=True)
class Received:
    """One work as received: a line of the table of materials. ``path`` is below the case folder."""

    label: str
    role: Role
    path: str
    sha256: str
    files: int
    bytes: int
    name: str = ""
    version: str = ""
    received_from: str = ""
    obtained: str = ""
    seal: str = ""
    received_on: str = ""
    medium: Medium | None = None
    reason: str = ""  # of an excluded work: why its content is no one's to claim
    received_by: str = ""
    md5: str = ""  # of a single file; each file of a folder has its digests in digests/LABEL.tsv
    sha1: str = ""
    sm3: str = ""
    links: tuple[tuple[str, str], ...] = ()  # handed in and not followed: name, where it leads ("" for a device)

    @property
    def digests(self) -> Mapping[str, str]:
        """Digests of the work as a whole by algorithm: four of a single file, of a folder that of its manifest."""
        named = {"md5": self.md5, "sha1": self.sha1, "sha256": self.sha256, "sm3": self.sm3}
        return {name: value for name, value in named.items() if value}

    @property
    def unfollowed(self) -> tuple[tuple[str, str], ...]:
        """Links and devices handed in, as rows of what was not opened: name (and target), and why."""
        return tuple((f"{name} → {target}", "link") if target else (name, "special") for name, target in self.links)


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``case.toml`` holds besides the works."""

    number: str
    title: str = ""
    language: str = "zh"
    watermark: str = ""
    created: str = ""
    commission: Mapping[str, Any] = field(default_factory=dict)
    role_words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: ROLE_WORDS)
    experts: tuple[str, ...] = ()
    backgrounds: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def clean(text: str) -> str:
    """Text that UTF-8 can hold: bytes of another encoding are spelt out, never lost."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")  # as names of files are
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()


def printable(text: str, what: str) -> str:
    """Words that a paper prints, without spaces around them; ``CaseError`` for characters that act on a screen or hide
    how words read: they would be printed as their codes."""
    held = clean(text).strip()
    hidden = [c for c in held if (unicodedata.category(c) in _ACTING and c not in "\n\t") or c in _TURNING]
    if hidden:
        listed = ", ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in hidden))
        raise CaseError(f"{what}: {listed}: control characters (控制字符) cannot be printed: leave them out")
    return held


def _plain(value: Any) -> Any:
    """Settings as JSON has them: lists, tables, texts; dates of TOML as texts."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {_plain(str(key)): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (datetime, date, moment)) else value


def settings_of(body: Mapping[str, Any]) -> Settings:
    """Settings, their types checked."""
    try:
        found: Settings = decode(Settings, {**_plain(body), "is": "Settings"})
    except RecordError as error:
        raise CaseError(f"case.toml: the settings cannot be read: {error}") from error
    if found.language not in ("zh", "en", "both"):
        raise CaseError(f"case.toml: language {found.language!r}: use zh, en or both")
    return found


def check_label(label: str) -> None:
    """``CaseError`` when a label cannot name a folder or a record."""
    if not LABEL.fullmatch(label) or "--" in label:
        raise CaseError(f"label {label!r}: use letters, digits, dot or hyphen, e.g. A1, B2")


def received_of(entry: Any, place: int) -> Received:
    """One work entry, checked: types, label, digest, and that its path lies below ``works/LABEL/``."""
    label = entry.get("label", "") if isinstance(entry, Mapping) else ""
    where = f"case.toml: work entry {place} ({label!r})"
    try:
        found: Received = decode(Received, {**_plain(entry), "is": "Received"})
        check_label(found.label)
        if found.reason:
            Reason(found.reason)
    except (AttributeError, TypeError, ValueError, RecordError, CaseError) as error:
        raise CaseError(f"{where} cannot be read: {error}") from error
    parts = found.path.split("/")
    windows = os.sep != "/" and (os.sep in found.path or ":" in found.path)
    if len(parts) < 3 or parts[:2] != ["works", found.label] or {"", ".", ".."} & set(parts) or windows:
        raise CaseError(f"{where}: path {found.path!r} does not lie below works/{found.label}/")
    if "\x00" in found.path or not re.fullmatch(r"[0-9a-f]{64}", found.sha256):
        raise CaseError(f"{where}: path or digest cannot be right")
    return found


def _no_links(root: Path, entry: Received) -> None:
    place = root
    for part in PurePosixPath(entry.path).parts:
        place /= part
        if place.is_symlink():
            raise CaseError(
                f"case.toml: work {entry.label!r}: {place.relative_to(root)} is a link: restore the copy itself"
            )


def read(root: Path) -> tuple[Settings, tuple[Received, ...]]:
    """What ``case.toml`` says; ``CaseError`` names what is missing, malformed or leads out of the case."""
    path = root / "case.toml"
    try:
        body = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CaseError(f"{root} is no case: it holds no case.toml (make one with: appraisal new {root})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CaseError(f"{path} cannot be read: {error}") from error
    if body.pop("schema", None) != SCHEMA:
        raise CaseError(f"{path} does not say schema = {SCHEMA!r}")
    entries = body.pop("works", [])
    if not isinstance(entries, list):
        raise CaseError(f"{path}: works is no list of tables")
    works = tuple(received_of(entry, place) for place, entry in enumerate(entries, 1))
    labels: set[str] = set()
    for work in works:
        if work.label.casefold() in labels:
            raise CaseError(f"{path}: two works are labelled {work.label!r}")
        labels.add(work.label.casefold())
        _no_links(root, work)
    known = {f.name for f in fields(Settings)}
    if not set(body) <= known:
        raise CaseError(f"{path} holds unknown settings: {sorted(set(body) - known)}")
    return settings_of(body), works


def write(root: Path, settings: Settings, works: Sequence[Received]) -> None:
    """Write ``case.toml``; a reader sees the old one or the new one."""
    listed = [{f.name: getattr(w, f.name) for f in fields(Received)} for w in works]
    for entry in listed:
        entry["role"] = str(entry["role"])
        entry["medium"] = None if entry["medium"] is None else str(entry["medium"])
        entry["links"] = entry["links"] or None  # most works have none
    body = {"schema": SCHEMA, **{f.name: getattr(settings, f.name) for f in fields(Settings)}, "works": listed}
    try:
        text = toml.dumps(body)
    except TypeError as error:
        raise CaseError(f"case.toml: {error}") from error
    write_whole(root / "case.toml", text.encode(), durable=True)

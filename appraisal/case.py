"""A case: a folder that can be copied, zipped and read without the program.

``case.toml`` says what was received; ``works/`` holds the copies; ``manifest.sha256`` lets ``sha256sum -c`` check them;
``comparisons/`` holds records that are never overwritten; ``runs/`` lists every run; ``findings/`` one file an expert.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from appraisal import records, toml
from appraisal.cache import write_whole
from appraisal.codec import decode, encode
from appraisal.comparison import Comparison, Exclusion, Reason
from appraisal.dossier import ExpertText, Role
from appraisal.errors import CaseError, MaterialError, RecordError
from appraisal.finding import Finding, Verdict
from appraisal.span import Span
from appraisal.work import CHUNK, Medium, Work, display_name, walk

SCHEMA = "appraisal.case/1"
LABEL = re.compile(r"[^\W_][\w.\-]{0,63}")
SECTIONS = ("introduction", "process", "analysis", "opinion", "limits")
ROLE_WORDS: Mapping[str, Mapping[str, str]] = {
    "claimed": {"zh": "样本", "en": "claimed work"},
    "accused": {"zh": "检材", "en": "accused work"},
    "ancestor": {"zh": "共同来源", "en": "common ancestor"},
    "excluded": {"zh": "排除材料", "en": "excluded material"},
}
Clock = Callable[[], str]


def now() -> str:
    """The present moment, UTC, to the second, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


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


@dataclass(frozen=True, slots=True)
class Record:
    """One record file of the case. ``key`` is the name findings use."""

    key: str
    path: Path
    sha256: str
    comparison: Comparison


class Case:
    """An open case. ``clock`` gives the times written; everything else on disk follows from what was received."""

    def __init__(self, root: Path, settings: Settings, works: Sequence[Received], clock: Clock = now) -> None:
        self.root = root
        self.settings = settings
        self.works = tuple(works)
        self.clock = clock

    @classmethod
    def create(cls, root: str | Path, *, clock: Clock = now, **settings: Any) -> Case:
        """A new case in a folder that must not exist or be empty. The folder's name is the case number by default."""
        root = Path(root)
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise CaseError(f"{root} is not empty: choose a new folder for the case")
        for name in ("works", "comparisons", "runs", "findings", "notebooks", "report"):
            (root / name).mkdir(parents=True, exist_ok=True)
        filled = {"number": root.resolve().name, "created": clock(), **settings}
        case = cls(root, Settings(**filled), (), clock)
        case._save()
        return case

    @classmethod
    def open(cls, root: str | Path, *, clock: Clock = now) -> Case:
        """An existing case; ``CaseError`` names what is missing or malformed."""
        root = Path(root)
        try:
            body = tomllib.loads((root / "case.toml").read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise CaseError(
                f"{root} is no case: it holds no case.toml (make one with: appraisal new {root})"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CaseError(f"{root / 'case.toml'} cannot be read: {error}") from error
        if body.pop("schema", None) != SCHEMA:
            raise CaseError(f"{root / 'case.toml'} does not say schema = {SCHEMA!r}")
        works = [_received(entry) for entry in body.pop("works", [])]
        known = {f.name for f in fields(Settings)}
        if not set(body) <= known:
            raise CaseError(f"{root / 'case.toml'} holds unknown settings: {sorted(set(body) - known)}")
        body |= {name: tuple(body[name]) for name in ("experts", "backgrounds") if name in body}
        return cls(root, Settings(**body), works, clock)

    def _save(self) -> None:
        settings = {f.name: getattr(self.settings, f.name) for f in fields(Settings)}
        works = [{f.name: getattr(w, f.name) for f in fields(Received)} for w in self.works]
        for entry in works:
            entry["role"] = str(entry["role"])
            entry["medium"] = None if entry["medium"] is None else str(entry["medium"])
        body = {"schema": SCHEMA, **settings, "works": works}
        write_whole(self.root / "case.toml", toml.dumps(body).encode(), durable=True)

    def change(self, **settings: Any) -> None:
        """Write new values of settings (title, commission, experts …) to ``case.toml``."""
        self.settings = replace(self.settings, **settings)
        self._save()

    def received(self, label: str) -> Received:
        for entry in self.works:
            if entry.label == label:
                return entry
        raise CaseError(f"no work {label!r} in this case; it holds {', '.join(w.label for w in self.works) or 'none'}")

    def path_of(self, label: str) -> Path:
        return self.root / self.received(label).path

    def __getitem__(self, label: str) -> Work:
        """The work as received, digests computed anew; ``CaseError`` when they differ from those written on receipt."""
        entry = self.received(label)
        work = Work.open(self.path_of(label), label=label, medium=entry.medium)
        if work.sha256 != entry.sha256:
            raise CaseError(
                f"work {label}: its bytes are not those received (digest now {work.sha256[:16]}…, then "
                f"{entry.sha256[:16]}…): restore it from the carrier"
            )
        return work

    def receive(
        self,
        label: str,
        path: str | Path,
        role: Role | str,
        *,
        medium: Medium | None = None,
        **facts: str,
    ) -> Received:
        """Copy a file or folder into the case as work ``label`` and write its digests down. Never overwrites."""
        if not LABEL.fullmatch(label) or "--" in label:
            raise CaseError(f"label {label!r}: use letters, digits, dot or hyphen, e.g. A1, B2")
        if any(w.label.casefold() == label.casefold() for w in self.works):
            raise CaseError(f"label {label!r} is taken: choose another, works are never overwritten")
        source = Path(path)
        handed = Work.open(source, label=label, medium=medium)
        target = self.root / "works" / label
        shutil.rmtree(target, ignore_errors=True)  # left by a receipt that was cut off: case.toml does not name it
        copied = _copy(source, target / (source.resolve().name or "work"))
        work = Work.open(copied, label=label, medium=medium)
        if work.sha256 != handed.sha256:
            shutil.rmtree(target)
            raise MaterialError(f"{label}: the files changed while they were being received: receive the work again")
        entry = Received(
            label,
            Role(role),
            copied.relative_to(self.root).as_posix(),
            work.sha256,
            len(work.members),
            sum(m.size for m in work.members),
            **{"name": display_name(Path(copied.name)), "received_on": self.clock(), **facts},
            medium=medium,
        )
        self.works = (*self.works, entry)
        self._write_manifest(work, copied)
        self._save()
        return entry

    def _write_manifest(self, work: Work, copied: Path) -> None:
        path = self.root / "manifest.sha256"
        lines: set[bytes] = set(path.read_bytes().splitlines()) if path.exists() else set()
        for member in work.members:
            name = os.fsencode(member.path.relative_to(self.root).as_posix())
            escaped = name.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
            lines.add((b"\\" if escaped != name else b"") + member.sha256.encode() + b"  " + escaped)
        ordered: list[bytes] = sorted(lines, key=_after_digest)
        write_whole(path, b"".join(line + b"\n" for line in ordered), durable=True)

    def with_role(self, role: Role) -> tuple[Received, ...]:
        return tuple(w for w in self.works if w.role is role)

    # --- records and runs -------------------------------------------------------------------------------------------

    def record_path(self, comparator: str, left: str, right: str, key: str) -> Path:
        return self.root / "comparisons" / comparator / f"{left}--{right}.{key[:16]}.json"

    def runs(self) -> list[dict[str, Any]]:
        """All runs, first to last."""
        return [json.loads(path.read_text("utf-8")) for path in sorted((self.root / "runs").glob("*.json"))]

    def records(self) -> Iterator[Record]:
        """All record files, superseded ones too, in order of their names."""
        for path in sorted((self.root / "comparisons").glob("*/*--*.*.json")):
            try:
                text = path.read_text("utf-8")
                found = records.loads(text)
            except (RecordError, UnicodeDecodeError) as error:
                raise CaseError(f"{path.relative_to(self.root)}: {error}") from error
            yield Record(path.name.rsplit(".", 2)[1], path, records.digest(text), found)

    # --- what people decide -----------------------------------------------------------------------------------------

    def _append(self, name: str, line: Any) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as stream:
            stream.write((records.canonical(encode(line)) + "\n").encode())
            stream.flush()
            os.fsync(stream.fileno())

    def _lines(self, path: Path, cls: type[Any]) -> Iterator[Any]:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                yield decode(cls, json.loads(line))
            except ValueError as error:
                raise CaseError(f"{path.relative_to(self.root)} line {number} cannot be read: {error}") from error

    def judge(
        self,
        comparison: str,
        match: str,
        verdict: Verdict | str,
        by: str,
        *,
        reason: Reason | str | None = None,
        note: str = "",
    ) -> Finding:
        """Record an expert's verdict on one match; a later one of the same expert replaces it, both stay on file."""
        finding = Finding(
            comparison, match, Verdict(verdict), by, self.clock(), Reason(reason) if reason else None, note
        )
        slug = re.sub(r"[^\w.\-]", "_", by)[:60] + "-" + hashlib.sha256(by.encode()).hexdigest()[:8]
        self._append(f"findings/{slug}.jsonl", finding)
        return finding

    def findings(self) -> list[Finding]:
        """All findings of all experts, in the order written."""
        files = sorted((self.root / "findings").glob("*.jsonl"))
        return [finding for path in files for finding in self._lines(path, Finding)]

    def exclude(self, label: str, span: Span, reason: Reason | str, by: str, *, note: str = "") -> Exclusion:
        """Take a place of one work out of every comparison from the next run on, for a reason of the closed list."""
        after = any((self.root / "comparisons").glob("*/*--*.*.json"))
        entry = self.received(label)
        exclusion = Exclusion(
            Reason(reason), None, span, label, entry.sha256, by, self.clock(), note, after_results=after
        )
        self._append("exclusions.jsonl", exclusion)
        return exclusion

    def exclusions(self) -> list[Exclusion]:
        """Excluded places: ``work`` is the label of the work in which ``span`` lies."""
        path = self.root / "exclusions.jsonl"
        return list(self._lines(path, Exclusion)) if path.exists() else []

    def texts(self) -> tuple[ExpertText, ...]:
        """Markdown that experts wrote: cells of ``notebooks/report.ipynb`` tagged with the section they belong to."""
        path = self.root / "notebooks" / "report.ipynb"
        if not path.exists():
            return ()
        try:
            cells = json.loads(path.read_text("utf-8"))["cells"]
            marked = [
                (_sections(cell), "".join(cell["source"]), str(cell["metadata"].get("by", "")))
                for cell in cells
                if cell["cell_type"] == "markdown"
            ]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CaseError(f"{path.relative_to(self.root)} is not a notebook: {error}") from error
        for sections, text, _ in marked:
            if len(sections) > 1:
                raise CaseError(f"a cell belongs to one section of the report, not {len(sections)}: {text[:40]}")
        return tuple(ExpertText(sections[0], text, by) for sections, text, by in marked if sections and text.strip())


def _sections(cell: Mapping[str, Any]) -> list[str]:
    return sorted(set(cell["metadata"].get("tags", ())) & set(SECTIONS))


def _after_digest(line: bytes) -> bytes:
    return line[64:]


def _received(entry: Mapping[str, Any]) -> Received:
    try:
        medium = entry.get("medium")
        return Received(**{**entry, "role": Role(entry["role"]), "medium": Medium(medium) if medium else None})
    except (TypeError, KeyError, ValueError) as error:
        raise CaseError(f"case.toml: a work entry cannot be read: {error}") from error


def _copy(source: Path, target: Path) -> Path:
    """Copy regular files only, keeping names and modification times; links are left out."""
    target.parent.mkdir(parents=True)
    if source.is_file():
        _copy_file(source, target)
        return target
    for file in walk(source):
        if stat.S_ISREG(file.lstat().st_mode):
            copy = target / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            _copy_file(file, copy)
    return target


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("xb") as writer:
        shutil.copyfileobj(reader, writer, CHUNK)
    times = source.stat()
    os.utime(target, ns=(times.st_mtime_ns, times.st_mtime_ns))
    target.chmod(0o444)

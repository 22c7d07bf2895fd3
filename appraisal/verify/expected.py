"""What files a case must hold, and with which digests: by its logs, its manifest and the records themselves."""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from appraisal import casefile, procedure, records
from appraisal.casefile import Received
from appraisal.chain import Entry
from appraisal.digest_table import read_table
from appraisal.errors import AppraisalError, CaseError
from appraisal.procedure import Kind
from appraisal.verify.logs import Logs, regular
from appraisal.verify.outcome import Answer, Remark
from appraisal.work import display_name, manifest_digest, unique

MANIFEST = "manifest.sha256"
_LINE = re.compile(rb"(?P<escaped>\\?)(?P<sha256>[0-9a-f]{64})  (?P<name>.+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\(.?)", re.DOTALL)
_ESCAPED = {b"\\": b"\\", b"n": b"\n", b"r": b"\r"}
_CHILD = re.compile(r"[^/]+/[0-9a-f]{8,64}\.json")
_CHILDLESS = b'"children":[],"observations":'  # as every record without nested comparisons has it


@dataclass
class Expected:
    """Digests by path below the case. ``works``: by the manifest; ``logged``: with the entry that says so, as it stands
    last; ``children``: nested records, by the record that refers to them."""

    works: dict[str, str] = field(default_factory=dict)
    logged: Mapping[str, tuple[str, Entry]] = field(default_factory=dict)
    children: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def of(self, path: str) -> str | None:
        """The SHA-256 that a file must have; None when nothing names it."""
        if path in self.logged:
            return self.logged[path][0]
        return self.works.get(path) or self.children.get(path)

    def paths(self) -> Iterator[str]:
        """Every file that must be there."""
        yield from self.logged
        yield from (path for path in self.works if path not in self.logged)
        yield from (path for path in self.children if path not in self.logged)


def expected(root: Path, logs: Logs) -> Expected:
    """What ``root`` must hold. What cannot be read of it is among the remarks."""
    found = Expected(logged=_logged(logs))
    _read_manifest(root, found)
    for path in found.logged:
        if path.startswith("comparisons/"):
            _children(root, path, found)
    found.remarks += _works(root, logs, found)
    return found


def _logged(logs: Logs) -> dict[str, tuple[str, Entry]]:
    """As ``procedure.expected_files``, over all logs; a path that leads out of the case names nothing."""
    files: dict[str, tuple[str, Entry]] = {}
    for log, entries in sorted(logs.entries.items()):
        if log not in (procedure.CUSTODY, procedure.PROCEDURE):
            for entry in entries:
                files |= {path: (sha256, entry) for path, sha256 in entry.files.items() if sha256 is not None}
    files |= procedure.expected_files(logs.history)
    return {path: held for path, held in files.items() if _inside(path) and isinstance(held[0], str)}


def _inside(path: str) -> bool:
    return "\x00" not in path and not {"", ".", ".."} & set(path.split("/"))


# --- the manifest -----------------------------------------------------------------------------------------------------


def _read_manifest(root: Path, found: Expected) -> None:
    if not regular(root, MANIFEST):
        return  # named as missing, or as what it is
    with (root / MANIFEST).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            name = _named(line)
            if name is None or name[0] in found.works:
                found.remarks.append(Remark(Answer.FAILS, "manifest-line", MANIFEST, number))
            else:
                found.works[name[0]] = name[1]


def _named(line: bytes) -> tuple[str, str] | None:
    """File and SHA-256 of a line as ``sha256sum`` writes it; None when it is none, or not of a file of a work."""
    parts = _LINE.fullmatch(line.removesuffix(b"\n"))
    if parts is None or not line.endswith(b"\n"):
        return None
    name = parts["name"]
    if parts["escaped"]:
        if any(m[1] not in _ESCAPED for m in _ESCAPE.finditer(name)):
            return None
        name = _ESCAPE.sub(lambda m: _ESCAPED[m[1]], name)
    path = os.fsdecode(name)
    return (path, parts["sha256"].decode()) if path.startswith("works/") and _inside(path) else None


# --- works ------------------------------------------------------------------------------------------------------------


def stated(root: Path) -> tuple[Received, ...]:
    """The works by ``case.toml``; ``CaseError`` when it cannot be read."""
    if not regular(root, "case.toml"):
        raise CaseError("case.toml is missing")
    return casefile.read(root)[1]


def _works(root: Path, logs: Logs, found: Expected) -> Iterator[Remark]:
    """``case.toml``, the entries of receipt, the manifest and the tables of digests say the same of each work."""
    received = {str(e.body.get("label")): e for e in logs.history.of(Kind.RECEIVED)}
    try:
        works = {work.label: work for work in stated(root)}
    except (AppraisalError, OSError) as error:
        yield Remark(Answer.FAILS, "not-readable", "case.toml", detail=str(error))
        works = {}
    rows = _rows(found.works)
    for label in sorted({*works, *received, *rows}):
        work, entry, held = works.get(label), received.get(label), rows.get(label, [])
        told = [str(work.sha256)] if work else []
        told += [str(entry.body.get("sha256"))] if entry else []
        by_manifest = _digest(held, work.path if work else str(entry.body.get("path", "")) if entry else "")
        told += [by_manifest]
        agree = len(set(told)) == 1 and work is not None and entry is not None
        if agree and work is not None and entry is not None:
            same = ("path", "files", "bytes")
            agree = all(getattr(work, name) == entry.body.get(name) for name in same) and work.files == len(held)
        if not agree and (works or not entry):
            where = f"custody.jsonl {entry.seq}" if entry else "custody.jsonl: –"
            yield Remark(Answer.FAILS, "work-differs", f"works/{label}", detail=where)
        yield from _table(root, label, sorted(sha256 for _, sha256 in held))


def _rows(works: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    rows: dict[str, list[tuple[str, str]]] = {}
    for path, sha256 in works.items():
        rows.setdefault(path.split("/")[1], []).append((path, sha256))
    return rows


def _digest(held: list[tuple[str, str]], path: str) -> str:
    """Digest of a work as a whole, from its lines of the manifest: as ``Work.open`` makes it."""
    if len(held) == 1 and held[0][0] == path:
        return held[0][1]
    taken: dict[str, int] = {}
    inside = [(name, sha256) for name, sha256 in held if name.startswith(f"{path}/")]
    if not path or len(inside) != len(held) or not held:
        return ""
    inside.sort(key=lambda row: [os.fsencode(part) for part in row[0].split("/")])  # the order of ``walk``
    named = [(unique(display_name(Path(name[len(path) + 1 :])), taken), sha256) for name, sha256 in inside]
    return manifest_digest(named)


def _table(root: Path, label: str, digests: list[str]) -> Iterator[Remark]:
    name = f"digests/{label}.tsv"
    if not regular(root, name):
        return
    try:
        rows = read_table((root / name).read_bytes(), where=name)
        if sorted(row.sha256 for _, row in rows) != digests:
            yield Remark(Answer.FAILS, "digests-differ", name)
    except (AppraisalError, OSError, ValueError) as error:
        yield Remark(Answer.FAILS, "digests-differ", name, detail=str(error))


# --- nested records ---------------------------------------------------------------------------------------------------


def _children(root: Path, path: str, found: Expected) -> None:
    """Add the nested records that a record refers to, and those that these refer to."""
    waiting = [path]
    while waiting:
        name = waiting.pop()
        for file, sha256 in _referred(root, name):
            child = f"comparisons/{file}"
            if child not in found.children:
                found.children[child] = sha256
                waiting.append(child)


def _referred(root: Path, path: str) -> Iterator[tuple[str, str]]:
    if not regular(root, path) or (root / path).lstat().st_size == 0:
        return
    with suppress(AppraisalError, OSError, ValueError, AttributeError, KeyError, TypeError):
        with (root / path).open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if data.find(_CHILDLESS) >= 0:  # most are; the big ones are not taken apart for this
                return
        for child in records.framed((root / path).read_bytes())["children"]:
            if child["file"] is not None and _CHILD.fullmatch(child["file"]):
                yield child["file"], str(child["record_sha256"])

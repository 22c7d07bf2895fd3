"""Merging copies of one case that experts worked on apart.

Nobody's step is written again in somebody else's name. What is signed by itself is taken as it stands: the findings of
each expert, and records. All else that the other copy did since both parted (its logs, runs, documents, reports) is
kept whole below ``merged/``, its deliberation below ``closed/merged/``; exclusions made there are listed, for an expert
of this copy to decide on.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from appraisal import chain, examiner, panel, procedure, records
from appraisal.apart import CLOSED_PART, FOLDER
from appraisal.cache import write_whole
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.codec import encode
from appraisal.comparison import Exclusion, Overruled
from appraisal.errors import AppraisalError, CaseError
from appraisal.procedure import CLOSED, CUSTODY, EXCLUSIONS, FINDINGS, PROCEDURE, History, Kind
from appraisal.recorded import EXAMINATIONS

BY_HAND = re.compile(r"case\.toml|scheme\.toml|notebooks/[^/]+")  # files that people edit, and no step may have sealed
RECORD = re.compile(r"(?:comparisons|examinations)/[^/]+/[^/]+\.json")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. ``entry``: None when all that the other copy holds was here already.

    ``findings``: number of verdicts taken, by log; ``unsigned``: those among them that lack the signature of an expert
    who signs otherwise. ``records``: those taken. ``kept``: steps of the other copy that are kept beside.
    ``to_decide``: exclusions made there, and ``overruled``: rules of filtration overruled there, which count here only
    when somebody makes them here.
    """

    entry: Entry | None
    findings: Mapping[str, int] = field(default_factory=dict)
    records: tuple[str, ...] = ()
    kept: tuple[Entry, ...] = ()
    to_decide: tuple[Exclusion, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    unsigned: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Copy:
    """One of both copies, as its logs tell."""

    case: Case
    logs: Mapping[str, Sequence[Entry]]
    history: History

    def of(self, log: str) -> Sequence[Entry]:
        return self.logs.get(log, ())


def _copy(case: Case) -> Copy:
    if faults := procedure.faults(case.root):
        first = faults[0]
        raise CaseError(
            f"{case.root}: {first.path} line {first.line}: {first.what} {first.detail}: only copies whose logs hold "
            "are merged; appraisal verify names all that does not"
        )
    return Copy(case, {log: chain.read(case.root, log) for log in procedure.logs(case.root)}, case.history())


def merge(case: Case, other: Path, by: str = "") -> Merged:
    """Take over what a copy of this case holds beyond it. Doing so again changes nothing.

    ``CaseError`` when it is no copy of this case, does not hold, or when both have new verdicts of one expert; nothing
    has been written then.
    """
    by, _ = case.log.signing(by)
    if other.resolve() == case.root.resolve():
        raise CaseError(f"{other} is this case itself: name the folder of the other copy")
    with case.working():
        ours, theirs = _copy(case), _copy(Case.open(other))
        fork = _fork(ours, theirs)
        _same_material(ours, theirs)
        findings = _findings(ours, theirs, fork)
        taken = _records(ours, theirs)
        new = {log: entries[fork[log] :] for log, entries in theirs.logs.items() if entries[fork[log] :]}
        if not new and not taken:
            return Merged(None)
        kept = _kept(ours, theirs)
        folder = _folder(theirs, kept)
        merged = next((e for e in ours.history.of(Kind.MERGED) if e.body.get("folder") == folder), None)
        if merged is not None and not findings and not taken:
            return Merged(None)
        if merged is None or taken:
            merged = _write(case, ours, theirs, fork=fork, findings=findings, taken=taken, kept=kept, by=by)
        for log, entries in findings.items():
            chain.extend(case.root, log, entries)
        return Merged(
            merged,
            {log: len(entries) for log, entries in findings.items()},
            tuple(sorted(taken)),
            tuple(entry for log in (CUSTODY, PROCEDURE) for entry in new.get(log, ())),
            _to_decide(ours, theirs, fork),
            _overruled(ours, theirs, fork),
            tuple(e for new in findings.values() for e in new if theirs.history.standing(e) == "missing"),
        )


# --- whether both are copies of one case ------------------------------------------------------------------------------


def _fork(ours: Copy, theirs: Copy) -> dict[str, int]:
    """How many entries both have in common at the beginning of each log."""
    found: dict[str, int] = {}
    for log in sorted({*ours.logs, *theirs.logs}):
        pairs = zip(ours.of(log), theirs.of(log), strict=False)
        same = 0
        for mine, yours in pairs:
            if mine != yours:
                break
            same += 1
        found[log] = same
    for log in (PROCEDURE, CUSTODY):
        if not found.get(log) and (ours.of(log) or theirs.of(log)):
            raise CaseError(
                f"{theirs.case.root}: its {log} does not begin as the one here: it is no copy of this case, "
                "or one of both was altered"
            )
    return found


def _same_material(ours: Copy, theirs: Copy) -> None:
    def listed(copy: Copy) -> tuple[Any, ...]:
        path = copy.case.root / "manifest.sha256"
        return copy.case.works, path.read_bytes() if path.is_file() else b""

    if listed(ours) != listed(theirs):
        mine, yours = ({work.label for work in copy.case.works} for copy in (ours, theirs))
        which = ", ".join(sorted(mine ^ yours)) or "the digests of manifest.sha256 or facts of case.toml"
        raise CaseError(
            f"{theirs.case.root}: it does not hold the same works ({which}): receive them in both copies first"
        )


def _findings(ours: Copy, theirs: Copy, fork: Mapping[str, int]) -> dict[str, Sequence[Entry]]:
    """New entries of each expert's log; ``CaseError`` for an expert of whom both copies have new ones."""
    list(theirs.case.findings())  # each can be read, and is of who wrote it
    found: dict[str, Sequence[Entry]] = {}
    for log, entries in theirs.logs.items():
        new = entries[fork[log] :]
        if not log.startswith(f"{FINDINGS}/") or not new:
            continue
        if own := len(ours.of(log)) - fork[log]:
            raise CaseError(
                f"{log}: both copies hold new verdicts of {new[0].by} ({own} here, {len(new)} there): an expert's "
                "verdicts are given in one copy; give those of the other here by hand"
            )
        for entry in new:
            if entry.kind not in (Kind.FINDING, *panel.SEALING) or panel.log_of(entry.by) != log:
                raise CaseError(f"{theirs.case.root}: {log} line {entry.seq} is no verdict of that expert")
            if theirs.history.standing(entry) == "foreign":
                raise CaseError(f"{theirs.case.root}: {log} line {entry.seq} is signed with a key of somebody else")
        found[log] = new
    return found


def _to_decide(ours: Copy, theirs: Copy, fork: Mapping[str, int]) -> tuple[Exclusion, ...]:
    """Exclusions that were made there and not here."""

    def place(exclusion: Exclusion) -> tuple[Any, ...]:
        return exclusion.work, exclusion.span, exclusion.reason

    here = {place(exclusion) for exclusion in ours.case.exclusions()}
    common = theirs.of(EXCLUSIONS)[: fork.get(EXCLUSIONS, 0)]
    new = theirs.case.exclusions()[sum(entry.kind == Kind.EXCLUSION for entry in common) :]
    return tuple(exclusion for exclusion in new if place(exclusion) not in here)


def _overruled(ours: Copy, theirs: Copy, fork: Mapping[str, int]) -> tuple[Overruled, ...]:
    """Rules, and places of rules, that persons kept in the figures there and not here."""

    def place(one: Overruled) -> tuple[Any, ...]:
        return one.rule, one.work, one.span

    here = {place(one) for one in ours.case.overruled()}
    common = theirs.of(EXCLUSIONS)[: fork.get(EXCLUSIONS, 0)]
    new = theirs.case.overruled()[sum(entry.kind == Kind.OVERRULED for entry in common) :]
    return tuple(one for one in new if place(one) not in here)


# --- files ------------------------------------------------------------------------------------------------------------


def _safe(path: str) -> bool:
    parts = path.split("/")
    return not ({"", ".", ".."} & set(parts) or "\x00" in path or "\\" in path or os.path.isabs(path))


def _bytes(copy: Copy, path: str) -> bytes | None:
    """A file of a copy; None when it is missing. ``CaseError`` for what is no file, or reached through a link."""
    place = copy.case.root
    for part in path.split("/"):
        place = place / part
        if place.is_symlink():
            raise CaseError(f"{place} is a link: restore the file itself")
    try:
        return place.read_bytes() if place.is_file() else None
    except OSError as error:
        raise CaseError(f"{place} cannot be read: {error.strerror}") from error


def _expected(copy: Copy) -> dict[str, str]:
    """SHA-256 of each file by the logs, those of the deliberation among them."""
    found = {path: sha256 for path, (sha256, _) in procedure.expected_files(copy.history).items()}
    for entry in copy.of(CLOSED):
        found |= {path: sha256 for path, sha256 in entry.files.items() if sha256 is not None}
    if odd := [path for path in found if not _safe(path)]:
        raise CaseError(f"{copy.case.root}: its logs name {odd[0]!r}, which lies outside the case")
    return found


def _held(copy: Copy, path: str, sha256: str) -> bytes:
    data = _bytes(copy, path)
    if data is None or hashlib.sha256(data).hexdigest() != sha256:
        told = "is missing" if data is None else "is not as its logs have it"
        raise CaseError(f"{copy.case.root}: {path} {told}: restore it from another copy")
    return data


def _records(ours: Copy, theirs: Copy) -> dict[str, str]:
    """Records of theirs that are not here, nested ones too, with their digests. None overwrites another."""
    found: dict[str, str] = {}
    waiting = [(path, sha256) for path, sha256 in _expected(theirs).items() if _is_record(path)]
    while waiting:
        path, sha256 = waiting.pop()
        if path in found:
            continue
        if not RECORD.fullmatch(path) or not _safe(path):
            raise CaseError(f"{theirs.case.root}: its logs name {path!r}, which is no place of a record")
        data = _held(theirs, path, sha256)
        if _bytes(ours, path) not in (None, data):
            raise CaseError(f"{path} differs in both copies: one of them is not the record that was written")
        found[path] = sha256
        waiting += _children(ours, path, data)
    return {path: sha256 for path, sha256 in found.items() if _bytes(ours, path) is None}


def _is_record(path: str) -> bool:
    """Whether a path is below ``comparisons/``, or that of a record, not of a list, below ``examinations/``."""
    return path.startswith("comparisons/") or (path.startswith(f"{EXAMINATIONS}/") and path.count("/") > 1)


def _children(ours: Copy, path: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Nested records that a record refers to; ``CaseError`` when it is none, or of other works than this case has."""
    works = {work.label: work.sha256 for work in ours.case.works}
    try:
        if path.startswith(f"{EXAMINATIONS}/"):
            seen = examiner.loads(data)
            for work in filter(None, (seen.work, seen.against)):
                if works.get(work.label) != work.sha256:
                    raise CaseError(f"{path} is about another {work.label} than the one of this case")
            return
        record = records.loads(data.decode("utf-8"))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AppraisalError) as error:
        raise CaseError(f"{path} cannot be read: {error}") from error
    if "--" in path.rsplit("/", 1)[1]:
        for side in (record.left, record.right):
            if works.get(side.label) != side.sha256:
                raise CaseError(f"{path} compares another {side.label} than the one of this case")
    for child in record.children:
        if child.file is not None:
            yield f"comparisons/{child.file}", child.record_sha256


def _kept(ours: Copy, theirs: Copy) -> dict[str, str]:
    """Files of theirs that are kept beside, by their path there, with their digests: all that is not here under the
    same name and digest. The logs go with them."""
    here, there = _expected(ours), _expected(theirs)
    found: dict[str, str] = {}
    for path, sha256 in sorted(there.items()):
        if _is_record(path) or BY_HAND.fullmatch(path) or here.get(path) == sha256:
            continue
        _held(theirs, path, sha256)
        found[path] = sha256
    for path in ("case.toml", "scheme.toml", *theirs.case.notebooks()):
        data = _bytes(theirs, path) if _safe(path) else None
        sha256 = "" if data is None else hashlib.sha256(data).hexdigest()
        if sha256 and sha256 != here.get(path):
            found[path] = sha256
    return found


def _logs(theirs: Copy) -> dict[str, bytes]:
    """Their logs as they stand, but for the findings, which are taken."""
    lines = {log: "".join(chain.line_of(entry) + "\n" for entry in theirs.of(log)) for log in theirs.logs}
    return {log: text.encode() for log, text in lines.items() if not log.startswith(f"{FINDINGS}/")}


def _folder(theirs: Copy, kept: Mapping[str, str]) -> str:
    """Named by the head of their procedure log, and by all that they hold: another state has another name."""
    heads = {log: entries[-1].digest for log, entries in theirs.logs.items() if entries}
    state = records.digest(records.canonical(records.plain({"heads": heads, "files": kept})))
    return f"{heads[PROCEDURE][:16]}-{state[:8]}"


def _place(path: str, folder: str) -> str:
    """Where a file of theirs is kept. What they had merged themselves keeps its name, so that nothing nests."""
    part, name = (CLOSED_PART, path.removeprefix(CLOSED_PART)) if path.startswith(CLOSED_PART) else ("", path)
    return path if name.startswith(f"{FOLDER}/") else f"{part}{FOLDER}/{folder}/{name}"


def _place_files(case: Case, theirs: Copy, kept: Mapping[str, str], folder: str) -> dict[str, str]:
    """Write what is kept; digests by path here."""
    for part in ("", CLOSED_PART):
        for left in (case.root / f"{part}{FOLDER}").rglob(".*.part"):  # of a merge that was killed
            left.unlink(missing_ok=True)
    placed: dict[str, str] = {}
    for path, sha256 in kept.items():
        placed[_place(path, folder)] = _put(case, _place(path, folder), _held(theirs, path, sha256))
    for log, data in _logs(theirs).items():
        placed[_place(log, folder)] = _put(case, _place(log, folder), data)
    return placed


def _put(case: Case, path: str, data: bytes) -> str:
    if not (case.root / path).exists() or (case.root / path).read_bytes() != data:
        write_whole(case.root / path, data, durable=True)
    return hashlib.sha256(data).hexdigest()


# --- the entry --------------------------------------------------------------------------------------------------------


def _write(
    case: Case,
    ours: Copy,
    theirs: Copy,
    *,
    fork: Mapping[str, int],
    findings: Mapping[str, Sequence[Entry]],
    taken: Mapping[str, str],
    kept: Mapping[str, str],
    by: str,
) -> Entry:
    """Copy the files, then say so in the log: of the deliberation in its own."""
    folder = _folder(theirs, kept)
    files = _place_files(case, theirs, kept, folder)
    for path, sha256 in taken.items():
        files[path] = _put(case, path, _held(theirs, path, sha256))
    closed = {path: sha256 for path, sha256 in files.items() if path.startswith(CLOSED_PART)}
    about = {"from": theirs.of(PROCEDURE)[-1].digest, "folder": folder}
    if closed and not any(entry.body.get("folder") == folder for entry in ours.of(CLOSED)):
        case.log.write(Kind.MERGED, about, by, digests=closed, log=CLOSED)
    persons = [
        {"name": person.name, "key": person.key, "institution": person.institution}
        for name, listed in sorted(theirs.history.persons.items())
        for person in listed
        if person.key not in {known.key for known in ours.history.persons.get(name, ())}
    ]
    digests = procedure.merged_digests(theirs.history)
    for log in (CUSTODY, PROCEDURE, EXCLUSIONS):
        digests[log] = digests.get(log, frozenset()) | {e.digest for e in theirs.of(log)[fork.get(log, 0) :]}
    body = {
        **about,
        "fork": dict(fork),
        "entries": {log: len(entries) for log, entries in theirs.logs.items()},
        "heads": {log: entries[-1].digest for log, entries in theirs.logs.items() if entries},
        "digests": {log: sorted(found) for log, found in digests.items() if found},
        "findings": {log: [new[0].seq, new[-1].seq] for log, new in findings.items()},
        "records": sorted(taken),
        "persons": persons,
        "to_decide": [encode(exclusion) for exclusion in _to_decide(ours, theirs, fork)],
    }
    if overruled := _overruled(ours, theirs, fork):
        body["overruled_to_decide"] = [encode(one) for one in overruled]
    return case.log.write(
        Kind.MERGED, body, by, digests={path: sha256 for path, sha256 in files.items() if path not in closed}
    )

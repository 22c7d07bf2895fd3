"""The logs of a case as a report prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from appraisal import chain, panel, procedure, records
from appraisal.chain import Entry
from appraisal.codec import encode
from appraisal.dossier import LogEntry, LogFault, LogHead, PersonEntry, RunEntry
from appraisal.errors import AppraisalError, CaseError
from appraisal.procedure import History, Kind


def entries(found: History) -> tuple[LogEntry, ...]:
    """All entries of the disclosed logs, each with what its signature and its date are worth."""
    later = {entry.digest: other.on for entry, other in procedure.back_dated(found.entries)}
    opened = False
    listed: list[LogEntry] = []
    for entry in found.entries:
        listed.append(_listed(found, entry, later.get(entry.digest, ""), opened))
        opened = opened or procedure.shows(entry)
    return tuple(listed)


def judged(root: Path, found: History) -> tuple[LogEntry, ...]:
    """Verdicts and exclusions, log by log, each with what its signature and its date are worth."""
    listed: list[LogEntry] = []
    for log in procedure.logs(root):
        if log in (procedure.CUSTODY, procedure.PROCEDURE, procedure.CLOSED):
            continue
        try:
            written = chain.read(root, log)
        except CaseError:  # named among the faults
            continue
        later = {entry.digest: other.on for entry, other in procedure.back_dated(written)}
        keys = panel.keys_in(written)
        late = procedure.late(found, written) if log == procedure.EXCLUSIONS else frozenset()
        listed += [
            _listed(found, _opened(entry, keys), later.get(entry.digest, ""), entry.digest in late) for entry in written
        ]
    return tuple(listed)


def _opened(entry: Entry, keys: Mapping[str, bytes]) -> Entry:
    """An envelope whose key was handed out, as the verdict inside; digest and signature stay those of the envelope.
    Any other entry, and an envelope that does not open (``verify`` names it), as it stands."""
    if entry.kind != Kind.ENVELOPE:
        return entry
    try:
        inside = panel.unsealed(entry, keys)
    except (AppraisalError, ValueError, TypeError, RecursionError):
        return entry
    if inside is None:
        return entry
    body = {name: value for name, value in records.plain(encode(inside)).items() if name != "is"}
    return replace(entry, kind=str(Kind.FINDING), body=body)


def _listed(found: History, entry: Entry, after: str, opened: bool) -> LogEntry:
    person = found.person_of(entry)
    return LogEntry(
        log=entry.log,
        seq=entry.seq,
        on=entry.on,
        kind=entry.kind,
        by=entry.by,
        body=entry.body,
        digest=entry.digest,
        standing=found.standing(entry),
        fingerprint=person.fingerprint if person else "",
        after=after,
        after_results=opened,
    )


def lying(entry: LogEntry, log: str) -> LogEntry:
    """An entry of a copy that was merged, under the name of the log in which it lies here."""
    return replace(entry, log=log)


def run(body: Mapping[str, Any], number: int = 0) -> RunEntry:
    """A run, or an examination, as its file lists it. ``number``: that of its entry, where the file cannot be read."""
    return RunEntry(
        int(body.get("number", number)),
        str(body.get("started", "")),
        str(body.get("finished", "")),
        str(body.get("by", "")),
        tuple(map(str, body.get("made", ()))),
        tuple(map(str, body.get("superseded", ()))),
        int(body.get("failures", 0)),
        body.get("versions", {}),
        tuple(str(body[name]) for name in ("label", "against") if body.get(name)),
    )


def heads(root: Path) -> tuple[LogHead, ...]:
    """Length and head of every log, closed ones too, as the files stand."""
    listed: list[LogHead] = []
    for log in procedure.logs(root):
        try:
            found = chain.read(root, log)
        except CaseError:  # named among the faults
            continue
        listed.append(LogHead(log, len(found), found[-1].digest if found else chain.ZERO))
    return tuple(listed)


def faults(root: Path) -> tuple[LogFault, ...]:
    return tuple(LogFault(fault.path, fault.line, fault.what, fault.detail) for fault in procedure.faults(root))


def persons(found: History) -> tuple[PersonEntry, ...]:
    """Everyone whose key was registered, in the order of registration."""
    since = {p.key: e.on for e in reversed(found.of(Kind.PERSON, Kind.MERGED)) for p in procedure.registered(e)}
    people = [person for same_name in found.persons.values() for person in same_name]
    people.sort(key=lambda person: (since[person.key], person.name))
    return tuple(PersonEntry(p.name, p.institution, p.fingerprint, p.key, since[p.key]) for p in people)

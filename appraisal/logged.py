"""The logs of a case as a report prints them."""

from __future__ import annotations

from pathlib import Path

from appraisal import chain, procedure
from appraisal.chain import Entry
from appraisal.dossier import LogEntry, LogFault, LogHead, PersonEntry
from appraisal.errors import CaseError
from appraisal.procedure import History, Kind


def entries(found: History) -> tuple[LogEntry, ...]:
    """All entries of the disclosed logs, each with what its signature and its date are worth."""
    later = {entry.digest: other.on for entry, other in procedure.back_dated(found.entries)}
    opened = False
    listed: list[LogEntry] = []
    for entry in found.entries:
        listed.append(_listed(found, entry, later.get(entry.digest, ""), opened))
        opened = opened or entry.kind == Kind.RUN
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
        listed += [_listed(found, entry, later.get(entry.digest, ""), False) for entry in written]
    return tuple(listed)


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

"""The logs of a case: what happened to the material (custody) and what the panel did (procedure), step by step.

``custody.jsonl`` and ``procedure.jsonl`` are disclosed (正卷); ``closed/deliberation.jsonl`` holds the internal
deliberation (副卷), of which the disclosed logs name nothing but the head. ``findings/EXPERT.jsonl`` and
``exclusions.jsonl`` are chained likewise. Each step that writes files names their digests, so that the whole folder can
be held against the logs (``expected_files``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from appraisal import chain, ledger
from appraisal.chain import Entry, Fault
from appraisal.errors import CaseError
from appraisal.identity import Person

CUSTODY, PROCEDURE, CLOSED = "custody.jsonl", "procedure.jsonl", "closed/deliberation.jsonl"
EXCLUSIONS, FINDINGS = "exclusions.jsonl", "findings"
_OF_EXPERT = re.compile(rf"{FINDINGS}/[^/.\x00][^/\x00]*\.jsonl")
COMMON = (CUSTODY, PROCEDURE, EXCLUSIONS)  # whose heads every entry names


class Kind(StrEnum):
    """Kinds of entries. The comment says what ``body`` holds."""

    # custody.jsonl
    RECEIVED = "received"  # the work's line of case.toml, with the digests of its files as a whole
    MATERIAL = "material"  # intake.Material: facts of one received work, complete, as they stand from now on
    HANDLED = "handled"  # Step: unsealed, photographed, copied, moved, extracted, returned, destroyed …
    # procedure.jsonl
    CREATED = "created"  # number and title of the case
    PERSON = "person"  # name, key, institution: from here on this key signs for this person
    COMMISSION = "commission"  # intake.Commission
    ACCEPTANCE = "acceptance"  # intake.Acceptance
    CONFLICTS = "conflicts"  # intake.ConflictCheck of persons and institution
    RIGHTS = "rights"  # {"label": …, "identifiers": [rights.Identifier …]} of one work, complete
    DECISION = "decision"  # Decision: what was decided on, by whom, why; e.g. use of uncross-examined material
    DEFECT = "defect"  # defects.Defect: a defect that works share, or do not (缺陷性特征)
    TEST = "functional-test"  # functional.tests.FunctionalTest: a laboratory's test of what a program does
    LEVEL = "level"  # afc.Level: a level of abstraction
    ELEMENT = "element"  # afc.Element: an element of expression, filtered out or compared
    EVENT = "event"  # afc.Event: an event of access and chronology
    REVISED = "revised-view"  # revising.Revision: an expert's version of what was heard or recognised in a work (订正)
    OUTLINE = "plot-outline"  # plots.outline.Outline: the plot points that experts name, complete
    POINT = "plot-finding"  # plots.outline.PointFinding: what one expert holds of one of them
    SCHEME = "scheme"  # scheme.Scheme (比对方案)
    PANEL = "panel"  # panel.Panel: experts whose verdicts lie sealed until all are in, reviewer, signatory
    RELEASED = "released"  # panel.Released: an expert of the panel takes no part any more, and why
    SAMPLE = "sample"  # sampling.Sample: which matches will be read where not all are, fixed beforehand
    RUN_BEGUN = "run-begun"  # {"number": n, "records": [files that it is to make, or has]}, before anything is compared
    RUN = "run"  # {"number": n}
    EXAMINED = "examined"  # {"number": n}: works examined by themselves, as examinations/NNNN.json lists them
    CONTROLS = "controls"  # {"file": …}: in-case controls
    OPERATION = "operation"  # Step: one operation of the examination (检验记录)
    REVIEW = "review"  # Step: 复核
    ISSUE = "issue"  # Step: 签发
    DELIVERY = "delivery"  # Step
    OBJECTION = "objection"  # Step: 异议
    REPLY = "reply"  # Step
    CORRECTION = "correction"  # Step: 补正
    COUNTERSIGNED = "countersigned"  # {"log", "seq", "digest"}: another person signs an entry
    INSTITUTION = "institution"  # papers.institution.Institution: who makes the report, with its licences
    QUALIFICATIONS = "qualifications"  # {"experts": [papers.institution.Expert …]}, complete
    STANDARDS = "standards"  # {"standards": [papers.institution.Standard …]}, complete
    LITERATURE = "literature"  # {"literature": [papers.institution.Source …]}, complete
    OPINION = "opinion"  # papers.opinion.Opinion: what the panel states, in the controlled vocabulary
    ISSUED = "issued"  # issuing.Issued: a report was issued under a number, in a form of paper
    SUPPLEMENTS = "supplements"  # after.follow.Follows: the next report supplements one that was issued
    REAPPRAISES = "reappraises"  # after.follow.Follows: this case is a new appraisal of what another one reported on
    REDACTED = "redacted"  # after.redaction.Redacted: a redacted version of an issued report
    ANNEXED = "annexed"  # after.volumes.Volumes: annex volumes of an issued report
    SIGNED_REPORT = "signed-report"  # countersigning.Signed: a certificate's signature under an issued report
    SCANNED = "scanned"  # countersigning.Scan: a scan of the original that was signed by hand
    REPORT = "report"  # {"heads": {log: digest}}: a report was written; it prints these heads
    SEALED = "sealed"  # files that people edit by hand, as they are now
    MERGED = "merged"  # what a merge took from a copy of the case, and where the rest is kept: see ``merge``
    # closed/deliberation.jsonl
    DELIBERATION = "deliberation"  # Step: 合议
    # findings/EXPERT.jsonl and exclusions.jsonl
    FINDING = "finding"  # finding.Finding
    ENVELOPE = "sealed-finding"  # {"panel": digest of its entry, "key", "digest", "content"}: sealing.Envelope
    SUBMITTED = "submitted"  # {"panel", "key"}: this expert's verdicts are in; the key, by its digest, that opens them
    OPENED = "opened"  # {"panel", "key"}: the key itself, 64 hex digits
    EXCLUSION = "exclusion"  # comparison.Exclusion
    OVERRULED = "overruled"  # comparison.Overruled: a filtration rule, or a place of one, kept in the figures


LOG_OF: Mapping[Kind, str] = {
    **dict.fromkeys((Kind.RECEIVED, Kind.MATERIAL, Kind.HANDLED), CUSTODY),
    Kind.DELIBERATION: CLOSED,
    Kind.EXCLUSION: EXCLUSIONS,
    Kind.OVERRULED: EXCLUSIONS,
}
"""Log of each kind; all others stand in ``procedure.jsonl``, findings in the file of their expert."""

STEPS = frozenset(
    {
        Kind.HANDLED, Kind.OPERATION, Kind.REVIEW, Kind.ISSUE, Kind.DELIVERY, Kind.OBJECTION, Kind.REPLY,
        Kind.CORRECTION, Kind.DELIBERATION,
    }
)  # fmt: skip
"""Kinds whose body is a ``Step``."""

SEEN = (Kind.RUN_BEGUN, Kind.RUN)
"""Kinds from which on results count as seen: a run shows them before it is ended, and may never be."""


@dataclass(frozen=True, slots=True)
class Step:
    """One operation as a record of examination has it. ``on`` and ``by`` stand in the entry.

    ``clock``: what the clock showed against which reference, e.g. "+2 s against the national time service".
    ``documents``: name and SHA-256 of photographs, receipts, minutes. ``answers``: of a reply, the number of the entry
    of the objection that it answers; 0: none. ``texts``: of a review, digests of what experts had written, by section.
    """

    what: str
    labels: tuple[str, ...] = ()
    place: str = ""
    persons: tuple[str, ...] = ()
    equipment: str = ""
    observation: str = ""
    clock: str = ""
    documents: tuple[tuple[str, str], ...] = ()
    note: str = ""
    answers: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise CaseError("a step needs a word on what was done")


@dataclass(frozen=True, slots=True)
class Decision:
    """A recorded decision, e.g. that material which was not cross-examined is used all the same."""

    about: str  # "uncross-examined", or another word that a gate or reader looks for
    reason: str
    labels: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.about.strip() or not self.reason.strip():
            raise CaseError("a decision needs what it is about, and its reason")


class Logged(Protocol):
    """An entry of the log, as the case or a dossier has it."""

    @property
    def kind(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def by(self) -> str: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class History:
    """Entries of both disclosed logs in the order in which they were written."""

    entries: tuple[Entry, ...]
    persons: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)  # by name, as registered

    def of(self, *kinds: Kind) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.kind in kinds)

    def last(self, kind: Kind) -> Entry | None:
        found = self.of(kind)
        return found[-1] if found else None

    def person_of(self, entry: Entry) -> Person | None:
        """Whose signature stands under an entry: a person registered with that key. None: unsigned, or not theirs."""
        if entry.signature is None or not entry.signed:
            return None
        return next((p for p in self.persons.get(entry.by, ()) if p.key == entry.signature.key), None)

    def standing(self, entry: Entry) -> str:
        """What the signature of an entry is worth: ``signed`` by the person it names; ``unsigned``, though nobody of
        that name has a key here; ``missing``, though that person signs in this case; ``foreign``: a key that is not
        registered for that person, or a signature that is not of this entry."""
        if entry.signature is None:
            return "missing" if self.persons.get(entry.by) else "unsigned"
        return "signed" if self.person_of(entry) is not None else "foreign"


def shows(entry: Logged) -> bool:
    """Whether results count as seen from an entry on: of a run here, or of one in a copy whose records were taken."""
    taken = entry.body.get("records") if entry.kind == Kind.MERGED else None
    found = taken if isinstance(taken, list | tuple) else ()
    return entry.kind in SEEN or any(str(one).startswith("comparisons/") for one in found)


def logs(root: Path) -> list[str]:
    """All chained logs of a case that exist or should: paths below the case, sorted."""
    found = {log for log in (CUSTODY, PROCEDURE, EXCLUSIONS, CLOSED) if (root / log).exists()}
    found |= {f"{FINDINGS}/{p.name}" for p in (root / FINDINGS).glob("*.jsonl") if not p.name.startswith(".")}
    with suppress(CaseError):  # an unreadable heads.json is named by ``faults``
        found |= {log for log, head in chain.heads(root).items() if head.count and is_log(log)}
    return sorted(found)


def is_log(path: str) -> bool:
    """Whether a path below a case can be that of a chained log."""
    return path in (CUSTODY, PROCEDURE, EXCLUSIONS, CLOSED) or _OF_EXPERT.fullmatch(path) is not None


def history(root: Path) -> History:
    """Both disclosed logs, read in the order of writing; ``CaseError`` when a line is no entry."""
    custody, procedure = ((root / log).read_bytes() if (root / log).exists() else b"" for log in COMMON[:2])
    return _history(custody, procedure, root.name)


@lru_cache(maxsize=8)  # asked many times of logs that stay as they are; nobody alters an entry
def _history(in_custody: bytes, in_procedure: bytes, folder: str) -> History:
    custody = chain.entries(in_custody, CUSTODY, folder)
    procedure = chain.entries(in_procedure, PROCEDURE, folder)
    place = {entry.digest: entry.seq for entry in procedure}
    # Each custody entry names the head of the procedure log at its time: it comes after that entry, before the next.
    after = [(place.get(e.heads.get(PROCEDURE, ""), 0), 1, e.seq, e) for e in custody]
    keyed = sorted([(e.seq, 0, 0, e) for e in procedure] + after, key=lambda row: row[:3])
    entries = tuple(row[3] for row in keyed)
    persons: dict[str, tuple[Person, ...]] = {}
    for entry in entries:
        for person in registered(entry):
            if person.key not in {p.key for p in persons.get(person.name, ())}:  # two processes may have written it
                persons[person.name] = (*persons.get(person.name, ()), person)
    return History(entries, persons)


def registered(entry: Entry) -> Iterator[Person]:
    """The persons whose keys an entry registers: the one who signs it with that very key, or, when a copy of the case
    was merged, those who did so there."""
    if entry.kind == Kind.PERSON:
        key = entry.body.get("key")
        if entry.signed and entry.signature is not None and entry.signature.key == key:
            yield Person(str(entry.body.get("name")), entry.signature.key, str(entry.body.get("institution", "")))
    elif entry.kind == Kind.MERGED:
        listed = entry.body.get("persons", [])
        for body in listed if isinstance(listed, list) else []:
            if isinstance(body, dict) and re.fullmatch(r"[0-9a-f]{64}", str(body.get("key"))):
                yield Person(str(body.get("name")), str(body["key"]), str(body.get("institution", "")))


def merged_digests(found: History) -> dict[str, frozenset[str]]:
    """Digests of the entries, by log, that copies of the case wrote on their own before they were merged. Verdicts that
    were taken from there name them as heads."""
    digests: dict[str, frozenset[str]] = {}
    for entry in found.of(Kind.MERGED):
        listed = entry.body.get("digests")
        for log, named in listed.items() if isinstance(listed, dict) else ():
            if isinstance(named, list):
                digests[log] = digests.get(log, frozenset()) | {str(digest) for digest in named}
    return digests


def back_dated(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Entries dated before one that was written earlier, each with the latest-dated of those."""
    latest: Entry | None = None
    for entry in entries:
        if latest is not None and entry.on < latest.on:
            yield entry, latest
        elif latest is None or entry.on > latest.on:
            latest = entry


def decided(root: Path, log: str = EXCLUSIONS) -> list[tuple[Entry, bool]]:
    """Entries of the log of exclusions, each with whether it stands after the first run was begun (``late``)."""
    written = chain.read(root, log)
    after = late(history(root), written) if written else frozenset()
    return [(entry, entry.digest in after) for entry in written]


def late(found: History, written: Sequence[Entry]) -> frozenset[str]:
    """Digests of the entries of the log of exclusions (``written``) that stand after the first run was begun, by the
    heads that both logs name of each other: whatever an entry says of itself, and whether or not records lay there. It
    is late when it names a head of the procedure log that is the run's or later, or when the run does not have it yet.
    """
    first = next(filter(shows, found.entries), None)
    if first is None:
        return frozenset()
    place = {entry.digest: entry.seq for entry in found.entries if entry.log == PROCEDURE}
    before = next((entry.seq for entry in written if entry.digest == first.heads.get(EXCLUSIONS)), 0)
    return frozenset(
        entry.digest
        for entry in written
        if entry.seq > before or place.get(entry.heads.get(PROCEDURE, ""), 0) >= first.seq
    )


def expected_files(found: History) -> dict[str, tuple[str, Entry]]:
    """SHA-256 of each file of the case as the logs have it, and the entry that says so."""
    files: dict[str, tuple[str, Entry]] = {}
    for entry in found.entries:
        for path, sha256 in entry.files.items():
            if sha256 is None:
                files.pop(path, None)
            else:
                files[path] = (sha256, entry)
    return files


def faults(root: Path) -> list[Fault]:
    """Everything about the chained logs of a case that does not hold."""
    found = _faults(root)
    if found and (root / ledger.LOCKS[1]).exists() and os.access(root / ledger.LOCKS[1], os.W_OK):
        with ledger.locked(root, ledger.LOCKS[1]):  # an entry may have been written while the logs were read
            found = _faults(root)
    return found


def _faults(root: Path) -> list[Fault]:
    found = [fault for log in logs(root) for fault in chain.check(root, log)]
    with suppress(CaseError):
        if (root / chain.HEADS).exists():
            announced = chain.heads(root)
            if (root / chain.HEADS).read_bytes() != chain.text_of(announced).encode("utf-8", "backslashreplace"):
                found.append(Fault(chain.HEADS, 0, "no-heads", "it is not as the program writes it"))
            found += [Fault(chain.HEADS, 0, "no-heads", f"{log!r} is no log") for log in announced if not is_log(log)]
    if not found:
        found = list(_lost(root))
    return list(dict.fromkeys(found))  # what is wrong with heads.json is said once


def _lost(root: Path) -> Iterator[Fault]:
    """Heads that entries name of other logs, and that no entry there has: all of that log was written anew."""
    held = {log: chain.read(root, log) for log in logs(root)}
    elsewhere = merged_digests(history(root))
    known = {log: {chain.ZERO, *(e.digest for e in entries), *elsewhere.get(log, ())} for log, entries in held.items()}
    for log, entries in held.items():
        for entry in entries:
            for other, head in entry.heads.items():
                if head not in known.get(other, {chain.ZERO, *elsewhere.get(other, ())}):
                    yield Fault(other, 0, "head-lost", f"{log} {entry.seq} names {head}")

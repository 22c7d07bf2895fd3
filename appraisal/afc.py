"""Abstraction, filtration, comparison (抽象、过滤、比较), guided: what experts say of expression, with evidence.

The order of the three steps is that of *Computer Associates v. Altai*, 982 F.2d 693 (2d Cir. 1992), for programs; works
of other kinds are taken apart likewise. An expert names levels of abstraction, from the literal to the idea, and puts
elements on them: what each work expresses there, why it is filtered out or how the works compare, where they differ,
and on what that rests. Beside these stand events of access and chronology. All are entries of the procedure log. What
is said again of the same thing by the same person stands in place of what was said before, which stays on file; so
does what is withdrawn. A level that several named stands as the last of them has it, until all have withdrawn it.

Nothing here concludes: outcomes tell where expressions agree, events what evidence says of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from appraisal import chain, panel
from appraisal.case import Case
from appraisal.codec import decode
from appraisal.completion import digests_of
from appraisal.digest_table import read_table
from appraisal.errors import CaseError, RecordError
from appraisal.panel import Stage
from appraisal.procedure import CUSTODY, EXCLUSIONS, PROCEDURE, History, Kind, expected_files

MOST = 4000  # characters of one field
T = TypeVar("T")


class Source(StrEnum):
    """What a piece of evidence is: a match of a record, a file of a work, a paper on file, an entry of a log, or an
    exhibit of the court's file that the case does not hold."""

    MATCH = "match"
    FILE = "file"
    DOCUMENT = "document"
    ENTRY = "entry"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Evidence:
    """``what``: of a match, key of the record (12 digits or more) and id of the match; of a file, label of the work and
    name of the file; of a document, its path in the case; of an entry, log and number; else words. ``note``: where in
    it, e.g. page or minute."""

    source: Source
    what: str
    note: str = ""

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise CaseError(f"evidence ({self.source}): say which")
        _bounded("evidence", self.what, self.note)


class Filter(StrEnum):
    """Why an element is no protected expression, or not the claimant's: ideas, facts, what is customary in its field
    (scènes à faire, 必要场景), and the reasons for which places are excluded."""

    IDEA = "idea"
    FACT = "fact"
    CUSTOMARY = "customary"
    COMMON_SOURCE = "common-source"
    THIRD_PARTY = "third-party"
    LICENSED = "licensed"
    PUBLIC_DOMAIN = "public-domain"
    QUOTATION = "quotation"
    DICTATED = "dictated-by-function"
    LIMITED_EXPRESSION = "limited-expression"
    TOOL_GENERATED = "tool-generated"


class Outcome(StrEnum):
    """How what remains compares: the same, alike in part, different, or in one work only."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"
    ONE_SIDED = "one-sided"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of abstraction. ``order``: 1 is the most literal. ``about``: what stands on it in these works.
    ``note``: why it is told otherwise than before, or withdrawn."""

    name: str
    order: int
    about: str = ""
    withdrawn: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise CaseError("a level of abstraction needs a name")
        if not 1 <= self.order <= 99:
            raise CaseError(f"level {self.name!r}: its order is a number from 1 (the most literal) to 99")
        _bounded(f"level {self.name!r}", self.name, self.about, self.note)


@dataclass(frozen=True, slots=True)
class Element:
    """One element on a level. ``expressions``: (label of a work, what it expresses there). Either ``filtered``, with
    ``why``, or ``outcome``, with ``evidence`` where expressions agree. ``differences`` are told in both cases.
    ``note``: why it is told otherwise than before, or withdrawn."""

    level: str
    name: str
    expressions: tuple[tuple[str, str], ...]
    filtered: Filter | None = None
    why: str = ""
    outcome: Outcome | None = None
    differences: str = ""
    evidence: tuple[Evidence, ...] = ()
    withdrawn: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        where = f"element {self.name!r}"
        if not self.name.strip() or not self.level.strip():
            raise CaseError("an element needs a name, and the level of abstraction that it stands on")
        labels = [label for label, _ in self.expressions]
        if not labels or len(set(labels)) < len(labels) or not all(said.strip() for _, said in self.expressions):
            raise CaseError(f"{where}: say what each work expresses, each work once")
        if (self.filtered is None) is (self.outcome is None):
            raise CaseError(f"{where}: it is either filtered out, with a reason, or compared, with an outcome")
        if self.filtered is not None and not self.why.strip():
            raise CaseError(f"{where}: say why it is filtered out")
        if (self.outcome is Outcome.ONE_SIDED) is not (len(labels) == 1) and self.filtered is None:
            raise CaseError(f"{where}: one work alone is compared as {Outcome.ONE_SIDED}, two works or more are not")
        if self.outcome in (Outcome.SAME, Outcome.ALIKE) and not self.evidence:
            raise CaseError(f"{where}: name the evidence: a match, a file, a document, an entry or an exhibit")
        told = (self.name, self.level, self.why, self.differences, self.note)
        _bounded(where, *told, *(said for _, said in self.expressions))


class About(StrEnum):
    """What an event is about."""

    CREATION = "creation"
    PUBLICATION = "publication"
    REGISTRATION = "registration"
    LICENCE = "licence"
    CONTACT = "contact"  # dealings between the parties, employment, delivery of drafts
    ACCESS = "access"  # where the claimed work could be had, by whom
    DEVELOPMENT = "development"  # of the accused work: commits, builds, drafts
    RELEASE = "release"
    OTHER = "other"


_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of access and chronology. ``when`` and ``until``: year, month or day (2024, 2024-05, 2024-05-31).
    ``told``: who says so; ``disputed``: who denies it, and how. Evidence is always named."""

    what: str
    when: str
    about: About
    evidence: tuple[Evidence, ...]
    until: str = ""
    label: str = ""
    told: str = ""
    disputed: str = ""
    withdrawn: bool = False

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise CaseError("an event needs words on what happened")
        if bounds(self.when)[0] > bounds(self.until or self.when)[1]:
            raise CaseError(f"event {self.what!r}: it ends ({self.until}) before it begins ({self.when})")
        if not self.evidence:
            raise CaseError(f"event {self.what!r}: add evidence; what somebody says is evidence from outside the case")
        _bounded(f"event {self.what!r}", self.what, self.told, self.disputed)


def bounds(when: str) -> tuple[str, str]:
    """First and last day that a year, month or day covers, as ISO dates; ``CaseError`` for what is none."""
    found = _WHEN.fullmatch(when)
    try:
        if found is None:
            raise ValueError("no date")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None  # noqa: S101 - the expression has four digits; for the type checker
        first = date(year, month or 1, day or 1)
        if day is not None:
            last = first
        elif month is not None:
            last = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else date.max
            last = last if last == date.max else date.fromordinal(last.toordinal() - 1)
        else:
            last = date(year, 12, 31)
    except ValueError:
        raise CaseError(f"{when!r} is no date: write 2024, 2024-05 or 2024-05-31") from None
    return first.isoformat(), last.isoformat()


def _bounded(where: str, *fields: str) -> None:
    if any(len(one) > MOST for one in fields):
        raise CaseError(
            f"{where}: more than {MOST} characters in one field: put a paper on file and name it as evidence"
        )


# --- writing ----------------------------------------------------------------------------------------------------------


def record_level(case: Case, level: Level, by: str) -> chain.Entry:
    """Put a level on file. It may come at any time; the log says whether it came after results."""
    return _record(case, Kind.LEVEL, level, by)


def record_element(case: Case, element: Element, by: str) -> chain.Entry:
    """Put an element on file. ``CaseError`` for a level, work or evidence that there is not, from who is no expert of
    the panel, and while verdicts lie sealed: what one expert thinks of an element would reach the others."""
    held = panel.in_force(case.history())
    if held is not None:
        if by not in held.panel.experts:
            raise CaseError(f"{by or 'nobody'} is no expert of the panel ({', '.join(held.panel.experts)})")
        waiting = [name for name, s in panel.stages(case.root, held).items() if s is not Stage.OPENED]
        if waiting:
            raise CaseError(f"elements are filtered and compared once all verdicts are opened; waiting for {waiting}")
    if element.level not in guided(case.history()).levels:
        raise CaseError(f"element {element.name!r}: no level {element.level!r} on file: name the level first")
    for label, _ in element.expressions:
        case.received(label)
    return _record(case, Kind.ELEMENT, element, by)


def record_event(case: Case, event: Event, by: str) -> chain.Entry:
    """Put an event on file. ``CaseError`` for a work or evidence that there is not."""
    if event.label:
        case.received(event.label)
    return _record(case, Kind.EVENT, event, by)


def _record(case: Case, kind: Kind, body: Level | Element | Event, by: str) -> chain.Entry:
    if not by.strip():
        raise CaseError("say who you are first")
    for one in body.evidence if not isinstance(body, Level) else ():
        check(case, one)
    return case.record(kind, body, by)


def check(case: Case, evidence: Evidence) -> None:
    """``CaseError`` when the case does not hold what the evidence names."""
    what = evidence.what
    if evidence.source is Source.MATCH:
        case.record_of_match(*_two(evidence, "key of a record and id of a match"))
    elif evidence.source is Source.FILE:
        label, file = _two(evidence, "label of a work and name of a file")
        case.received(label)
        table = case.root / digests_of(label)
        names = {name for name, _ in read_table(table.read_bytes(), where=table.name)} if table.exists() else set()
        if file.split("!/")[0] not in names:
            raise CaseError(f"work {label} has no file {file!r}: name it as the match browser and the records do")
    elif evidence.source is Source.DOCUMENT:
        if what not in expected_files(case.history()):
            raise CaseError(f"no document {what!r} on file: add it with appraisal record … --document FILE")
    elif evidence.source is Source.ENTRY:
        log, number = _two(evidence, "log and number of an entry")
        named = {"custody": CUSTODY, "procedure": PROCEDURE, "exclusions": EXCLUSIONS}.get(log, log)
        if named not in (CUSTODY, PROCEDURE, EXCLUSIONS):
            raise CaseError(f"{log!r} is no disclosed log: custody, procedure or exclusions")
        if not number.isdecimal() or not 1 <= int(number) <= len(chain.read(case.root, named)):
            raise CaseError(f"{named} has no entry {number}")


def _two(evidence: Evidence, words: str) -> tuple[str, str]:
    first, _, second = evidence.what.strip().partition(" ")
    if not second.strip():
        raise CaseError(f"evidence ({evidence.source}) {evidence.what!r}: give {words}, with a space between")
    return first, second.strip()


# --- reading ----------------------------------------------------------------------------------------------------------


class Signed(Protocol):
    """An entry, as the logs have it or as a dossier does."""

    @property
    def by(self) -> str: ...


E = TypeVar("E", bound=Signed)


@dataclass(frozen=True)
class Guided(Generic[E]):
    """What stands: levels by name, most literal first; elements with their entries, by level, in the order in which
    they were first named, different persons' of one element beside each other; events by time."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    elements: tuple[tuple[E, Element], ...] = ()
    events: tuple[tuple[E, Event], ...] = ()


def guided(found: History) -> Guided[chain.Entry]:
    """What stands of all that was said. ``CaseError`` for an entry that cannot be read."""
    return standing({kind: _read(found, kind, cls) for kind, cls in _OF.items()})


_OF: Mapping[Kind, type[Any]] = {Kind.LEVEL: Level, Kind.ELEMENT: Element, Kind.EVENT: Event}


def _read(found: History, kind: Kind, cls: type[T]) -> Iterator[tuple[chain.Entry, T]]:
    for entry in found.of(kind):
        try:
            yield entry, decode(cls, {**entry.body, "is": cls.__name__})
        except (RecordError, CaseError) as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error


def standing(said: Mapping[Kind, Iterable[tuple[E, Any]]]) -> Guided[E]:
    """Of what was said, in the order written, the last of each person on each thing, less what is withdrawn."""
    levels = {name: one for (name, _), one in levels_by(said.get(Kind.LEVEL, ())).items() if not one.withdrawn}
    kept = dict(sorted(levels.items(), key=lambda pair: pair[1].order))
    elements: dict[tuple[str, str, str], tuple[E, Element]] = {}
    for entry, element in said.get(Kind.ELEMENT, ()):
        elements[element.level, element.name, entry.by] = entry, element
    events: dict[tuple[str, str], tuple[E, Event]] = {}
    for entry, event in said.get(Kind.EVENT, ()):
        events[event.what, entry.by] = entry, event
    place = {name: at for at, name in enumerate(kept)}
    first: dict[tuple[str, str], int] = {}
    for level, name, _ in elements:
        first.setdefault((level, name), len(first))
    return Guided(
        kept,
        tuple(
            sorted(
                (pair for pair in elements.values() if not pair[1].withdrawn and pair[1].level in place),
                key=lambda pair: (place[pair[1].level], first[pair[1].level, pair[1].name]),
            )
        ),
        tuple(
            sorted(
                (pair for pair in events.values() if not pair[1].withdrawn),
                key=lambda pair: (bounds(pair[1].when), bounds(pair[1].until or pair[1].when)),
            )
        ),
    )


def levels_by(said: Iterable[tuple[E, Level]]) -> dict[tuple[str, str], Level]:
    """What each person said last of each level, by its name and theirs, the last said at the end: who withdraws a level
    takes back no level of somebody else."""
    found: dict[tuple[str, str], Level] = {}
    for entry, level in said:
        found.pop((level.name, entry.by), None)
        found[level.name, entry.by] = level
    return found


def tally(found: Guided[Any]) -> dict[str, dict[str, int]]:
    """By level: how many elements were named, filtered out, and how the others compare; ``divided``: where persons
    differ. Counts of what experts chose to name: no share follows from them."""
    views: dict[tuple[str, str], set[str]] = {}
    for _, element in found.elements:
        said = "filtered" if element.filtered is not None else str(element.outcome)
        views.setdefault((element.level, element.name), set()).add(said)
    counted = {name: dict.fromkeys(("elements", "filtered", *map(str, Outcome), "divided"), 0) for name in found.levels}
    for (level, _), given in views.items():
        counted[level]["elements"] += 1
        counted[level]["divided" if len(given) > 1 else next(iter(given))] += 1
    return counted

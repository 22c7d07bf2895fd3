"""What gates look at: a dossier, with the entries of its logs decoded once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from appraisal import concluding, registry
from appraisal.apart import FOLDER
from appraisal.codec import decode
from appraisal.dossier import Dossier, Filed, LogEntry
from appraisal.errors import AppraisalError
from appraisal.functional import withdrawing
from appraisal.functional.tests import FunctionalTest
from appraisal.gates.readings import Around, Held, readings, unquoted
from appraisal.gates.values import within
from appraisal.intake import Acceptance, Commission, ConflictCheck, Material
from appraisal.keeping import Body
from appraisal.paper import Paper
from appraisal.papers.as_read import stated
from appraisal.papers.institution import Expert, Institution, Part, Source, Standard
from appraisal.papers.opinion import Opinion, Sentence
from appraisal.people import OVERRIDE, deciding, of_case, passes
from appraisal.plots.standing import PlotTable, table_of
from appraisal.procedure import Decision as Decided
from appraisal.procedure import Kind
from appraisal.profile import CONCLUSION, Words
from appraisal.scheme import Scheme

T = TypeVar("T")
_SAYING = (Kind.SCHEME, Kind.COMMISSION, Kind.OPINION)  # what is put on file in words of the case's own
EVIDENCE = "evidence:"  # before a name, what a decision or step is about that puts evidence on file
COMPETENCE = f"{EVIDENCE}competence"  # a decision that says by what licence or qualification


def last_day(moment: str) -> str:
    """The last day that it is anywhere on earth at a moment of the log, which is UTC."""
    try:
        return (datetime.fromisoformat(moment) + timedelta(hours=14)).date().isoformat()
    except ValueError:
        return moment[:10]


def key_of(filed: Filed) -> tuple[str, str, str]:
    """Method and both works of a comparison, whichever run made it."""
    found = filed.comparison
    return found.comparator, found.left.label, found.right.label


@dataclass(frozen=True)
class Filings:
    """What people put on file, decoded once."""

    dossier: Dossier

    def _of(self, kind: Kind) -> tuple[LogEntry, ...]:
        return self._of_each.get(kind, ())

    @cached_property
    def _of_each(self) -> Mapping[str, tuple[LogEntry, ...]]:
        """The entries of each kind, which gates ask for many times."""
        found: dict[str, list[LogEntry]] = {}
        for entry in self.dossier.entries:
            found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    def _rows(self, kind: Kind, key: str, cls: type[T]) -> tuple[T, ...]:
        """The list under a key of the last entry of a kind; rows that cannot be read are left out."""
        found = self._of(kind)
        rows: Any = found[-1].body.get(key) if found else None
        made = [decoded(cls, row) for row in rows] if isinstance(rows, list) else []
        return tuple(one for one in made if one is not None)

    def _last(self, kind: Kind, cls: type[T]) -> T | None:
        found = self._of(kind)
        return decoded(cls, found[-1].body) if found else None

    @cached_property
    def commission(self) -> Commission:
        found = self._last(Kind.COMMISSION, Commission)
        if found is not None:
            return found
        try:
            known = {"by", "kind", "procedure", "number", "on", "questions"}
            return Commission.of({k: v for k, v in self.dossier.commission.items() if k in known})
        except AppraisalError:
            return Commission()

    @cached_property
    def acceptance(self) -> Acceptance | None:
        return self._last(Kind.ACCEPTANCE, Acceptance)

    @cached_property
    def conflicts(self) -> tuple[ConflictCheck, ...]:
        return self._rows(Kind.CONFLICTS, "checks", ConflictCheck)

    @cached_property
    def materials(self) -> Mapping[str, Material]:
        rows = (decoded(Material, entry.body) for entry in self._of(Kind.MATERIAL))
        return {row.label: row for row in rows if row is not None}

    @cached_property
    def institution(self) -> Institution | None:
        return self._last(Kind.INSTITUTION, Institution)

    @cached_property
    def people(self) -> tuple[Expert, ...]:
        return self._rows(Kind.QUALIFICATIONS, "experts", Expert)

    def part(self, part: Part) -> tuple[Expert, ...]:
        return tuple(one for one in self.people if one.part == part)

    @cached_property
    def standards(self) -> tuple[Held, ...]:
        """Standards on file, without what is wrong in the record of their reading (``readings``)."""
        filed = self._of(Kind.STANDARDS)
        entries, dossier = self.dossier.entries, self.dossier
        told = [[text for _, text in within(entry.body, str)] for kind in _SAYING for entry in self._of(kind)]
        paragraphs = [part for one in dossier.texts for part in re.split(r"\n\s*\n", one.markdown)]
        told += [[unquoted(part)] for part in paragraphs]
        shown = (text for one in dossier.comparisons for each in one.shown for _, text in within(each.exhibit, str))
        house, labels = self.institution, tuple(one.label for one in dossier.works)
        around = Around(
            people=of_case(dossier.experts, entries),
            latest=last_day(filed[-1].on) if filed else "",
            works=(*shown, *dossier.lent),
            said=tuple((text, "\n".join(texts)) for texts in told for text in texts),
            names=(dossier.title, *(one.name for one in dossier.works), *((house.name,) if house is not None else ())),
            labels=labels,
            numbers=(
                dossier.number,
                self.commission.number,
                *labels,
                *(one.number for one in (house.licences if house is not None else ())),
            ),
        )
        return readings(self._rows(Kind.STANDARDS, "standards", Standard), around)

    @cached_property
    def literature(self) -> tuple[Source, ...]:
        return self._rows(Kind.LITERATURE, "literature", Source)

    @cached_property
    def opinion(self) -> Opinion | None:
        return self._last(Kind.OPINION, Opinion)

    @cached_property
    def scheme(self) -> Scheme | None:
        """The scheme in force."""
        return self._last(Kind.SCHEME, Scheme)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.opinion.sentences if self.opinion is not None else ()

    @cached_property
    def decisions(self) -> tuple[tuple[LogEntry, Decided], ...]:
        return tuple(self.filed(Kind.DECISION, Decided))

    @cached_property
    def laid(self) -> tuple[LogEntry, ...]:
        """The entries of the log and, behind each merge, those of the copy that was merged: in force nowhere here, yet
        said by those who signed them. What people say is read in all of it; who takes part, and what was commissioned,
        received, fixed, passed over and issued, the case's own entries alone tell."""
        return tuple(sorted((*self.dossier.entries, *self.dossier.apart), key=self.where))

    @cached_property
    def decided_anywhere(self) -> tuple[tuple[LogEntry, Decided], ...]:
        """Decisions of the case and of copies of it, in the order of ``laid``."""
        made = ((one, decoded(Decided, one.body)) for one in self.laid if one.kind == Kind.DECISION)
        return tuple((entry, decision) for entry, decision in made if decision is not None)

    def decided(self, about: str) -> LogEntry | None:
        """The last decision that says why, or step of the procedure, about exactly this."""
        named = [entry for entry, one in self.decisions if one.about == about and stated(one.reason)]
        named += [entry for entry in self._of(Kind.OPERATION) if str(entry.body.get("what")) == about]
        return named[-1] if named else None

    def passing(self, gate: str, by: str = "", since: int = 0) -> LogEntry | None:
        """The last decision by which people who may do so (``by``: that person, who signs it) pass a gate over, with a
        reason in words. ``since``: where what they pass over stands (``first``), which they knew."""
        allowed = deciding(self.dossier.experts, self.dossier.entries)
        known = {id(entry) for entry in self.dossier.entries[since:]}
        named = [
            entry
            for entry, decision in self.decisions
            if decision.about == OVERRIDE + gate
            and id(entry) in known
            and by in ("", entry.by)
            and passes((*decision.decided_by, entry.by), decision.reason, allowed)
        ]
        return named[-1] if named else None

    def first(self, words: str) -> int:
        """Where in the log words were first put on file; 0: in none of its entries, as the words of notebooks."""
        return self._first.get(words, 0)

    @cached_property
    def _first(self) -> Mapping[str, int]:
        """Of words of verdicts' and exclusions' logs, behind the entries that are dated before them."""
        found: dict[str, int] = {}
        for at, entry in enumerate(self.dossier.entries):
            for _, words in within(entry.body, str):
                found.setdefault(words, at)
        placed = [(entry, self.at(entry.on)) for entry in self.dossier.judged]
        for entry, at in (*placed, *((one, self.where(one)) for one in self.dossier.apart)):
            for _, words in within(entry.body, str):
                found.setdefault(words, at)
        return found

    def at(self, moment: str) -> int:
        """Where in the log an entry of this moment would stand."""
        return bisect_left(self._moments, moment)

    def where(self, entry: LogEntry) -> int:
        """Where in the log an entry stands; one of the logs of verdicts or exclusions, by its moment."""
        at = self._where.get(id(entry))
        return self.at(max(entry.on, entry.after)) if at is None else at

    @cached_property
    def _where(self) -> Mapping[int, int]:
        """Of an entry of a copy, where that was merged."""
        entries = self.dossier.entries
        found = {id(entry): at for at, entry in enumerate(entries)}
        merged = {f"{FOLDER}/{one.body.get('folder')}": at for at, one in enumerate(entries) if one.kind == Kind.MERGED}
        last = max(merged.values(), default=0)  # with it came what had been merged there before
        return found | {id(one): merged.get("/".join(one.log.split("/")[:2]), last) for one in self.dossier.apart}

    def last(self, kind: Kind, **fields: str) -> int:
        """Where the last entry of a kind stands that says this in its fields; 0: nowhere."""
        found = (one for one in self._of(kind) if all(one.body.get(name) == said for name, said in fields.items()))
        return max(map(self.where, found), default=0)

    def stands(self, kind: Kind, part: Callable[[Mapping[str, Any]], object] = lambda body: body) -> int:
        """Since which entry of a kind all say of a part what the last one says: the same filed again is no news."""
        at, said = 0, object()
        for entry in self._of(kind):
            if (told := part(entry.body)) != said:
                at, said = self.where(entry), told
        return at

    def made(self, filed: Filed) -> int:
        """Where the first run stands that made a record."""
        numbers = {run.number for run in self.dossier.runs if filed.file in run.made}
        return min((self.where(one) for one in self._of(Kind.RUN) if one.body.get("number") in numbers), default=0)

    def judged_last(self, matches: Collection[str]) -> int:
        """Where the last verdict on one of these matches stands."""
        found = (one.on for one in self.dossier.findings if one.match in matches)
        return max(map(self.at, found), default=0)

    @cached_property
    def _moments(self) -> list[str]:
        return sorted(entry.on for entry in self.dossier.entries)

    @cached_property
    def plots(self) -> PlotTable:
        """The plot table on file."""
        return table_of(self.dossier.entries)

    @cached_property
    def tests(self) -> tuple[FunctionalTest, ...]:
        """Functional tests on file: of each id the last."""
        return tuple({row.id: row for row in self.tests_filed}.values())

    @cached_property
    def tests_filed(self) -> tuple[FunctionalTest, ...]:
        """All records of tests, in the order of the log; a later one of an id takes the place of an earlier one."""
        return tuple(test for _, test in withdrawing.read(self._of(Kind.TEST)) if test is not None)

    @cached_property
    def standing(self) -> tuple[Filed, ...]:
        """Comparisons that no later run replaced."""
        return tuple(filed for filed in self.dossier.comparisons if not filed.superseded)

    @cached_property
    def compared(self) -> tuple[Filed, ...]:
        return tuple(filed for filed in self.standing if filed.comparison.status == "ok")

    def record(self, sentence: Sentence) -> Filed | None:
        """The standing record that a sentence rests on."""
        named = (sentence.comparator, sentence.left, sentence.right)
        return next((filed for filed in self.standing if key_of(filed) == named), None)

    @property
    def rested(self) -> tuple[Filed, ...]:
        """The standing records that sentences rest on, in their order."""
        found = (self.record(sentence) for sentence in self.sentences)
        return tuple(filed for filed in found if filed is not None)

    def called(self, method: str) -> Words:
        """The name of a method by its key, as its records or the installation have it, with the key behind it."""
        held = [filed.counting for filed in self.dossier.comparisons if filed.comparison.comparator == method]
        counting = held[0] if held else registry.counting(method)
        labels = {language: counting.get(language, {}).get("labels", {}) for language in ("zh", "en")}
        zh, en = (said.get("name") if isinstance(said, Mapping) else None for said in labels.values())
        return Words(*(f"{name} {method}" if isinstance(name, str) and name != method else method for name in (zh, en)))

    def written(self, *sections: str) -> str:
        """What experts wrote for these sections of the report."""
        return "\n\n".join(text.markdown for text in self.dossier.texts if text.section in sections)

    @property
    def conclusions(self) -> tuple[str, ...]:
        """What experts concluded on parts of a template, in cells and decisions."""
        cells = [text.markdown for text in self.dossier.texts if text.section.startswith(CONCLUSION)]
        return (*cells, *(one.reason for _, one in concluding.standing(self.decisions)))

    def filed(self, kind: Kind, cls: type[T]) -> list[tuple[LogEntry, T]]:
        """Entries of a kind that can be read, in the order of the log."""
        made = ((entry, decoded(cls, entry.body)) for entry in self._of(kind))
        return [(entry, one) for entry, one in made if one is not None]

    def has_step(self, kind: Kind) -> bool:
        return bool(self._of(kind))

    def steps(self, kind: Kind) -> tuple[LogEntry, ...]:
        return self._of(kind)


@dataclass(frozen=True)
class View(Filings):
    """A dossier to be issued in one form of paper."""

    paper: Paper


def decoded(cls: type[T], body: Any) -> T | None:
    """The body of an entry as what it is; None where it is none."""
    if not isinstance(body, Mapping):
        return None
    try:
        kind: Any = cls
        found: T | None = _read(kind, Body(body))
    except RecursionError:  # a body of tables within tables
        return None
    return found


@lru_cache(maxsize=1024)
def _read(cls: Any, body: Body) -> Any:
    """Most entries stay as they are from one view to the next."""
    try:
        return decode(cls, {**body.held, "is": cls.__name__})
    except (AppraisalError, TypeError, ValueError, RecursionError):
        return None

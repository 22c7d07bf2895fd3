"""A further report of a case that no supplement announced (in another form, in another language) says again what the
one before it said: it rests on the same opinion, dissents, verdicts, exclusions and records, as they stood in the logs
when that one was made. What has come since and bears none of these (delivery, an objection with its reply) alters
nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from appraisal import chain, panel, people, procedure
from appraisal.case import Case
from appraisal.chain import Entry
from appraisal.dissenting import WITHDRAWN, means_dissent
from appraisal.finding import Finding, Verdict
from appraisal.gates.reviewing import BY, REVIEWED
from appraisal.gates.unnamed import known
from appraisal.procedure import Kind
from appraisal.profile import CONCLUSION, Words
from appraisal.records import canonical, plain

FILED = frozenset(
    {Kind.TEST, Kind.DEFECT, Kind.OUTLINE, Kind.POINT, Kind.LEVEL, Kind.ELEMENT, Kind.EVENT, Kind.REVISED}
)
OF_TIME = frozenset({"on", "after_results"})  # of an exclusion, when it was made


def differing(case: Case, issue: Entry) -> tuple[Words, ...]:
    """On what a report made now would rest otherwise than the one that ``issue`` issued."""
    then, now = _Stood(case, _counts(case, issue)), _Stood(case, None)
    return tuple(name for name, of in PARTS if of(then) != of(now))


def _counts(case: Case, issue: Entry) -> Mapping[str, int]:
    """How many entries of each log stood when the report was made. One of old that does not say so has those of its
    day and before."""
    made = next((one for one in case.history().of(Kind.REPORT) if one.seq == issue.body.get("report")), issue)
    heads: Any = made.body.get("heads")
    if isinstance(heads, list | tuple):
        counts = {str(row.get("log")): int(row.get("count") or 0) for row in heads if isinstance(row, Mapping)}
    else:
        logs = procedure.logs(case.root)
        counts = {log: sum(one.on <= issue.on for one in chain.read(case.root, log)) for log in logs}
    return counts | {issue.log: issue.seq}


@dataclass(frozen=True)
class _Stood:
    """What stands in the logs of a case; ``counts``: when they had so many entries, None for now."""

    case: Case
    counts: Mapping[str, int] | None

    def had(self, log: str) -> int:
        return sys.maxsize if self.counts is None else self.counts.get(log, 0)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(one for one in self.case.history().entries if one.seq <= self.had(one.log))

    def body(self, kind: Kind) -> Mapping[str, Any]:
        return next((one.body for one in reversed(self.entries) if one.kind == kind), {})

    def decided(self, wanted: Callable[[Entry], bool]) -> list[str]:
        """Decisions in their order, each where it was filed last: one may take back another."""
        told = [
            canonical(plain([one.by, one.body])) for one in self.entries if one.kind == Kind.DECISION and wanted(one)
        ]
        return [one for at, one in enumerate(told) if one not in told[at + 1 :]]

    def verdicts(self) -> Iterator[Finding]:
        for log in procedure.logs(self.case.root):
            if log.startswith(f"{procedure.FINDINGS}/"):
                yield from (found for entry, found in panel.verdicts(self.case.root, log) if entry.seq <= self.had(log))

    def records(self, kind: Kind, listed: Sequence[Mapping[str, Any]]) -> dict[str, str]:
        """Records that runs, or examinations, which the log has left standing, with their digests."""
        numbers = {one.body.get("number") for one in self.entries if one.kind == kind}
        found: dict[str, str] = {}
        for one in listed:
            if one["number"] in numbers:
                found = {file: sha256 for file, sha256 in found.items() if file not in one["superseded"]}
                found |= one["records"]
        return found


def _opinion(stood: _Stood) -> object:
    return canonical(plain({name: said for name, said in stood.body(Kind.OPINION).items() if name != "dissents"}))


def _dissents(stood: _Stood) -> object:
    """Those that the opinion prints; decisions that are one, or under a head that the program does not know."""
    of_case = {*people.of_case(stood.case.settings.experts, stood.entries)}

    def dissents(entry: Entry) -> bool:
        about = str(entry.body.get("about") or "").strip()
        return means_dissent(about) or about == WITHDRAWN or (not known(about) and entry.by in of_case)

    return canonical(plain(stood.body(Kind.OPINION).get("dissents") or [])), stood.decided(dissents)


def _conclusions(stood: _Stood) -> object:
    return stood.decided(lambda entry: str(entry.body.get("about") or "").startswith(CONCLUSION))


def _questions(stood: _Stood) -> object:
    """Of the commission, by letters and digits alone: signs and blanks ask for nothing else."""
    asked = stood.body(Kind.COMMISSION).get("questions")
    told = asked if isinstance(asked, list | tuple) else ()
    return ["".join(one for one in str(each).casefold() if one.isalnum()) for each in told]


def _scheme(stood: _Stood) -> object:
    return canonical(plain(stood.body(Kind.SCHEME)))


def _verdicts(stood: _Stood) -> object:
    """The last of each person on each match of a method, whichever record of it the verdict was given in."""
    methods = stood.case.comparator_of_key()
    last = {(one.by, methods.get(one.comparison, one.comparison), one.match): one for one in stood.verdicts()}
    said = {about: (one.verdict, one.reason, one.note.strip()) for about, one in last.items()}
    return {about: held for about, held in said.items() if held != (Verdict.UNREVIEWED, None, "")}


def _filed(stood: _Stood) -> object:
    """What else experts found: the last entry of each thing, as the reviewer reads it."""
    found: dict[tuple[str, ...], str] = {}
    for kind, fields, _, _ in REVIEWED:
        for one in stood.entries:
            if kind in FILED and one.kind == kind:
                about = (one.by if name == BY else str(one.body.get(name)) for name in fields)
                found[kind, *about] = canonical(plain(one.body))
    return found


def _exclusions(stood: _Stood) -> object:
    held = chain.read(stood.case.root, procedure.EXCLUSIONS)[: stood.had(procedure.EXCLUSIONS)]
    bodies = ({name: said for name, said in one.body.items() if name not in OF_TIME} for one in held)
    return {canonical(plain([one.kind, body])) for one, body in zip(held, bodies, strict=True)}


def _records(stood: _Stood) -> object:
    case = stood.case
    return stood.records(Kind.RUN, case.runs()) | stood.records(Kind.EXAMINED, case.examinations())


PARTS: tuple[tuple[Words, Callable[[_Stood], object]], ...] = (
    (Words("意见", "opinion"), _opinion),
    (Words("不同意见", "dissents"), _dissents),
    (Words("各部分意见", "conclusions on parts"), _conclusions),
    (Words("委托事项", "questions of the commission"), _questions),
    (Words("比对方案", "scheme"), _scheme),
    (Words("核验结果", "verdicts"), _verdicts),
    (Words("鉴定人的其他认定", "what else experts found"), _filed),
    (Words("排除", "exclusions"), _exclusions),
    (Words("比对与检查记录", "records"), _records),
)
"""What a report rests on, by what it is called."""

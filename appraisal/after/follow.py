"""Supplements (补充鉴定) and new appraisals (重新鉴定): which report they follow, and why.

Both stand as one entry of the log, which the next report prints on its first page and gates look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from appraisal import lateness, logged
from appraisal.after.issues import digest, report
from appraisal.case import Case
from appraisal.casefile import clean, printable
from appraisal.chain import Entry
from appraisal.codec import decode
from appraisal.errors import CaseError
from appraisal.gates import early
from appraisal.gates.agreeing import RECEIPT
from appraisal.lateness import Place
from appraisal.papers.as_read import worded
from appraisal.papers.institution import Part
from appraisal.procedure import History, Kind
from appraisal.span import Span

TAKEN = (*RECEIPT, "obtained", "seal", "reason", "medium")  # of a work, what the new case takes over


@dataclass(frozen=True, slots=True)
class Follows:
    """``number`` and ``sha256``: of the report that is followed (its PDF). ``experts``: who signed it, or any appraisal
    before it, as appraisers. ``late``: labels of works that take places out and came after results there; ``places``:
    what persons took out after results there."""

    number: str
    sha256: str
    reason: str
    experts: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if not worded(self.reason):
            raise CaseError("say why: new material, a new question, or what the court or client asked for")


def supplement(case: Case, number: str, reason: str, *, by: str = "") -> Entry:
    """Announce that the next report supplements ``number``. ``CaseError`` when that was not issued here, or the reason
    concludes on the works."""
    report(case, number)
    follows = Follows(number, digest(case, number), printable(reason, "reason (理由)"))
    early.refuse(case, follows.reason)
    with case.working():
        return case.log.write(Kind.SUPPLEMENTS, follows, clean(by).strip())


def reappraise(first: Case, number: str, target: str | Path, reason: str, *, by: str = "") -> Case:
    """A new case in ``target`` on the works of ``first``, for a panel of other people.

    Works are copied and must have the digests of their receipt. Of commission, scheme, runs, records, verdicts,
    exclusions, notebooks and reports nothing is taken over: what the first panel found stays with it. That a work came
    late there is told here, where it takes places out, and so is what persons took out late.
    """
    entry = report(first, number)
    _refuse_altered(first)
    late = sorted(lateness.works(logged.entries(first.history())) & {work.label for work in first.works})
    follows = Follows(
        number,
        digest(first, number),
        printable(reason, "reason (理由)"),
        tuple(_appraisers(first.history(), entry)),
        tuple(late),
        tuple(_places(first)),
    )
    early.refuse(first, follows.reason)
    case = Case.create(target, title=first.settings.title, language=first.settings.language)
    with case.working():
        case.log.write(Kind.REAPPRAISES, follows, clean(by).strip())
    kept = {f.name for f in fields(first.works[0])} if first.works else set()
    facts = sorted(kept & {"name", "version", "received_from", "obtained", "seal", "reason"})
    for work in first.works:
        given = {name: str(getattr(work, name)) for name in facts if getattr(work, name)}
        first[work.label]
        received = case.receive(work.label, first.path_of(work.label), work.role, medium=work.medium, **given)
        if received.sha256 != work.sha256:
            raise CaseError(f"work {work.label}: the copy has another digest than the work received")
    return case


def _places(first: Case) -> dict[Place, None]:
    """What was taken out after results in a case, or in one that it follows itself."""
    entries, decided = logged.entries(first.history()), first.exclusions()
    late = lateness.late(entries, decided)
    carried = ((label, _span(span)) for label, span in lateness.places(entries))
    here = ((one.work or "", one.span) for one in decided if one.after_results or late.has(one))
    return {Place(*one): None for one in (*carried, *here)}


def _span(body: Mapping[str, Any]) -> Span | None:
    return decode(Span, body) if body else None


def _refuse_altered(first: Case) -> None:
    """``CaseError`` where ``case.toml`` says otherwise of a work than the log of its receipt: what the new case takes
    over is what was received, as the gate of custody holds it before issue."""
    logged = {str(one.body.get("label")): one.body for one in first.history().of(Kind.RECEIVED)}
    listed = {work.label: work for work in first.works}
    odd = [label for label in logged if label not in listed]
    for label, work in listed.items():
        body = logged.get(label, {})
        odd += [f"{label} ({name})" for name in TAKEN if name in body and str(body[name]) != str(getattr(work, name))]
    if odd:
        raise CaseError(
            f"{', '.join(odd)}: case.toml and the log of receipt (收件日志) differ: restore case.toml, and the new case"
            " takes over what was received"
        )


def _appraisers(history: History, report_of: Entry) -> dict[str, None]:
    """Who signed a report as appraiser, any that was issued before it, or one of an appraisal that this one follows."""
    found: dict[str, None] = {}
    for entry in history.of(Kind.REAPPRAISES):
        named = entry.body.get("experts")
        found |= dict.fromkeys(map(str, named if isinstance(named, list) else ()))
    for issue in (one for one in history.of(Kind.ISSUED) if one.seq <= report_of.seq):
        held = [one for one in history.of(Kind.QUALIFICATIONS) if one.seq < issue.seq]
        rows = held[-1].body.get("experts", []) if held else []
        found |= {
            str(row.get("name")): None
            for row in (rows if isinstance(rows, list) else ())
            if isinstance(row, dict) and row.get("part", Part.APPRAISER.value) == Part.APPRAISER.value
        }
    return found

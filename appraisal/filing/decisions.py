"""Decisions of the panel, and what keeps material from being compared until one is on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from appraisal import chain, concluding, dissenting, people
from appraisal.case import Case
from appraisal.codec import decode
from appraisal.dossier import Role
from appraisal.errors import CaseError, RecordError
from appraisal.filing import protecting
from appraisal.filing.intake import materials
from appraisal.intake import CrossExamined, Procedure, UseDecision, may_be_used
from appraisal.procedure import Decision, Kind

UNCROSSED = "uncross-examined"  # what a decision is about that lets such material be used


def decide(case: Case, decision: Decision, by: str) -> chain.Entry:
    """Record a decision of the panel. It needs who decided; on uncross-examined material also which."""
    if not any(name.strip() for name in (*decision.decided_by, by)):
        raise CaseError("a decision needs the name of who decided")
    if decision.about == UNCROSSED and not decision.labels:
        raise CaseError(f"a decision on {UNCROSSED} material needs the labels of that material")
    for label in decision.labels:
        case.received(label)
    dissenting.refuse_misspelt(decision.about)
    people.check_passing(case.settings.experts, case.history().entries, decision, by)
    dissenting.refuse_empty(decision.about, decision.reason)
    protecting.refuse(case, decision.about)
    concluding.refuse_idle(_decided(case), decision, by)
    if dissenting.means_dissent(decision.about):
        people.refuse_stranger(case.settings.experts, case.history().entries, by)
    if decision.about == UNCROSSED:
        _refuse_cross_examined(case, decision.labels)
    return case.record(Kind.DECISION, decision, by)


def beside(case: Case, decision: Decision, by: str) -> list[str]:
    """What is told at once of a conclusion that will stand beside others of the same person, in both languages."""
    if not (numbers := [str(entry.seq) for entry in concluding.beside(_decided(case), decision, by)]):
        return []
    zh, en = concluding.TAKE_BACK.zh, concluding.TAKE_BACK.en
    return [
        f"注意：本人就此部分已登记的结论（程序记录第 {'、'.join(numbers)} 条）仍有效；{zh}",
        f"note: your conclusion on this part (entry {', '.join(numbers)}) stands; {en}",
    ]


def _refuse_cross_examined(case: Case, labels: Sequence[str]) -> None:
    """``CaseError`` for material that is filed as cross-examined: a report would say both of it."""
    filed = materials(case)
    if odd := [one for one in labels if one in filed and filed[one].cross_examined is CrossExamined.YES]:
        raise CaseError(
            f"{', '.join(odd)}: filed as cross-examined, so no decision is needed; if that is wrong, correct the intake"
        )


def _decided(case: Case) -> Iterator[tuple[chain.Entry, Decision]]:
    for entry in case.history().of(Kind.DECISION):
        try:
            yield entry, decode(Decision, {**entry.body, "is": "Decision"})
        except (RecordError, CaseError) as error:
            raise CaseError(f"{entry.log} line {entry.seq} cannot be read: {error}") from error


def use_decisions(case: Case) -> list[UseDecision]:
    """Decisions that material is used though it was not cross-examined."""
    found: list[UseDecision] = []
    for entry, decision in _decided(case):
        if decision.about == UNCROSSED:
            who = "、".join(name for name in decision.decided_by if name.strip()) or entry.by or "?"
            found += [UseDecision(label, who, entry.on[:10], decision.reason) for label in decision.labels]
    return found


def blocked(case: Case, labels: Iterable[str] = ()) -> list[str]:
    """Why material may not be compared now, in Chinese and English; empty when nothing stands in the way."""
    commission = case.history().last(Kind.COMMISSION)
    word = (case.settings.commission if commission is None else commission.body).get("procedure")
    kind = next((each for each in Procedure if str(each) == word), None)
    decisions = use_decisions(case)
    wanted = set(labels) or {w.label for w in case.works if w.role in (Role.CLAIMED, Role.ACCUSED)}
    said = [
        may_be_used(material, decisions, procedure=kind)
        for label, material in sorted(materials(case).items())
        if label in wanted
    ]
    return [f"{sentence.zh} {sentence.en}" for allowed, sentence in said if not allowed]

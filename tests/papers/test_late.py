"""What leaves the figures once results are known, by whatever way, says why; and what came before them is free."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import freeze, run
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.gates import findings
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import COURT, decide, gates


def received(case: Case, tmp_path: Path, role: str) -> Dossier:
    """Seven of the words that both works share, received after results, and compared again."""
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "almanac.txt").write_text(whole.OWN[:40], "utf-8")
    reason = "public-domain" if role == "excluded" else ""
    case.receive("X1", tmp_path / "late", role, received_from="某委托人", received_by=whole.JIA, reason=reason)
    run.run(case, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    return freeze.freeze(case)


@pytest.mark.parametrize("role", ["excluded", "ancestor"])
def test_a_work_received_after_results_to_take_places_out_says_why(own: Case, tmp_path: Path, role: str) -> None:
    late = received(own, tmp_path, role)
    (gap,) = [one for one in findings(late, COURT) if one.gate == "exclusions/X1"]
    assert "X1 在得出结果之后收取" in gap.said.zh and "X1 was received after results" in gap.said.en
    assert "exclusions" not in gates(late), "nobody excluded a place by name"
    passed = decide(late, "gate:exclusions/X1", "被告于庭后提交该书，法院委托一并比对")
    assert "exclusions/X1" not in gates(passed)
    (filed,) = [one for one in late.comparisons if not one.superseded]
    out = [one for one in filed.comparison.excluded if one.work == "X1"]
    assert out and all(one.after_results for one in out), "marked in the table of exclusions"
    assert filed.before_late is not None, "the figures without them stand beside"


def test_a_reference_received_late_and_an_excluded_work_received_before(dossier: Dossier) -> None:
    came = next(one for one in dossier.entries if one.kind == Kind.RECEIVED)

    def told(role: str, late: bool) -> list[str]:
        body = {**came.body, "label": "X1", "role": role}
        return gates(replace(dossier, entries=(*dossier.entries, replace(came, body=body, after_results=late))))

    assert "exclusions/X1" in told("excluded", True)
    assert "exclusions/X1" not in told("excluded", False) + told("reference", True)


def test_a_match_that_was_accepted_and_is_then_excluded_says_why(own: Case) -> None:
    record = next(own.records())
    match = record.comparison.matches[0].id
    own.judge(record.key, match, Verdict.EXCLUDED, whole.YI, reason=Reason.QUOTATION)
    (gap,) = [one for one in findings(freeze.freeze(own), COURT) if one.gate == "exclusions/accepted"]
    assert f"乙 {match}" in gap.said.zh and "and then taken back, without a note" in gap.said.en
    own.judge(record.key, match, Verdict.EXCLUDED, whole.YI, reason=Reason.QUOTATION, note="两书均引自同一公文")
    assert "exclusions/accepted" not in gates(freeze.freeze(own)), "judged again, with a note"


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.DOUBTFUL])
def test_a_match_that_all_accepted_is_not_taken_back_in_silence(own: Case, verdict: Verdict) -> None:
    record = next(own.records())
    match = record.comparison.matches[0].id
    for expert in (whole.JIA, whole.YI):
        own.judge(record.key, match, verdict, expert)
    assert "exclusions/accepted" in gates(freeze.freeze(own))
    for expert in (whole.JIA, whole.YI):
        own.judge(record.key, match, verdict, expert, note="重读后确认：该句为公文套语")
    assert "exclusions/accepted" not in gates(freeze.freeze(own)), "judged again, with a note"


def test_who_corrects_an_own_verdict_before_the_others_read_needs_no_note(dossier: Dossier) -> None:
    given = next(one for one in dossier.judged if one.kind == Kind.FINDING)
    said = [("accepted", given.by), ("rejected", given.by), ("rejected", whole.YI)]
    made = [replace(given, by=by, body={**given.body, "match": "ab" * 8, "verdict": verdict}) for verdict, by in said]
    assert "exclusions/accepted" not in gates(replace(dossier, judged=(*dossier.judged, *made)))


def test_a_match_that_was_excluded_at_once_needs_no_note(dossier: Dossier) -> None:
    given = next(one for one in dossier.judged if one.kind == Kind.FINDING)
    first = replace(given, body={**given.body, "match": "ab" * 8, "verdict": "excluded", "reason": "quotation"})
    assert "exclusions/accepted" not in gates(replace(dossier, judged=(*dossier.judged, first)))

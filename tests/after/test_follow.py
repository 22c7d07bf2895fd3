"""What a new appraisal takes over of those before it: who made them, and which works came late there."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, issuing, lateness, logged, paper_form, registry, run
from appraisal.after import follow
from appraisal.after.issues import folder
from appraisal.case import Case
from appraisal.comparison import Exclusion, Reason
from appraisal.errors import CaseError
from appraisal.freeze import freeze
from appraisal.gates import View, early, findings, unknowing
from appraisal.papers import files
from appraisal.procedure import Kind, Step
from appraisal.span import Span, Unit
from reports.build import build
from tests.after.issued import PAPER, PRINTED
from tests.papers import whole

FORMATS = PRINTED

FORM = files.find(PAPER)


def issue(case: Case, number: str) -> None:
    whole.review(case)
    issuing.issue(case, FORM, by=whole.DING, number=number)


def test_nobody_of_any_appraisal_before_makes_the_third(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case")
    with case.working():
        case.log.write(Kind.REAPPRAISES, follow.Follows("0", "0" * 64, "法院另行委托", ("戊", "己")), "")
    issue(case, "1")
    third = follow.reappraise(case, "1", tmp_path / "third", "法院准许再次鉴定")
    assert third.history().of(Kind.REAPPRAISES)[-1].body["experts"] == ["戊", "己", whole.JIA, whole.YI]


def test_who_signed_a_report_before_the_one_that_is_followed(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case")
    issue(case, "1")
    follow.supplement(case, "1", "法院另行提出问题")
    people = [{**one, "name": "庚"} for one in whole.form()["experts"] if one["name"] == whole.JIA]
    paper_form.file(case, paper_form.read_body(whole.form(experts=people)), whole.JIA)
    with case.working():
        _log_issued(case)
    new = follow.reappraise(case, "2", tmp_path / "new", "法院准许重新鉴定")
    assert new.history().of(Kind.REAPPRAISES)[-1].body["experts"] == [whole.JIA, whole.YI, "庚"]


NO_REASON = (
    "按司法机关要求依据GB/T 36451-2018补充比对",
    "比对已依GB/T 36451-2018重作",
    "comparison redone under ISO/IEC 27037:2012",
    "引文自立案当日即已剔除，本次补充说明",
    "各处剔除均在比对前商定",
    "首先剔除引文，其次运行比对",
)
A_REASON = (
    "法院要求依据GB/T 36451-2018补充鉴定",
    "双方对是否适用GB/T 36451-2018有争议",
    "原报告依据的SF/T 0075-2020条文补充说明",
    "委托人要求补正比对依据的国家标准",
    "法院要求说明结果后排除的引文",
    "委托人补充提供新版本",
    "the court asks for a comparison under ISO/IEC 27037:2012",
)


def test_a_reason_names_no_standard_unread_and_tells_no_other_order(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case")
    for words in NO_REASON[:3]:
        with pytest.raises(CaseError, match="no standard"):
            early.refuse(case, words)
    for words in (*NO_REASON[3:], *A_REASON):
        early.refuse(case, words)  # nothing was left out late
    whole.compare_without(case, "两书均引自同一公文")
    for words in NO_REASON[3:]:
        with pytest.raises(CaseError, match="puts them before"):
            early.refuse(case, words)
    for words in A_REASON:
        early.refuse(case, words)


def _log_issued(case: Case) -> None:
    """A second report on file, of a PDF of some bytes. The case is held."""
    path = folder(case, "2") / "report.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-1.7")
    case.log.write(
        Kind.ISSUED, issuing.Issued("2", PAPER, "2026-02-01", 0), "", files=[path.relative_to(case.root).as_posix()]
    )


@pytest.mark.parametrize("late", [True, False])
def test_a_work_that_came_late_comes_late_to_the_new_appraisal(tmp_path: Path, late: bool) -> None:
    """Received before anything was compared, it stays as early as it was."""
    first = whole.make(tmp_path / "first")
    (tmp_path / "almanac").mkdir()
    (tmp_path / "almanac" / "almanac.txt").write_text(whole.OWN[:40], "utf-8")
    first.receive("C1", tmp_path / "almanac", "excluded" if late else "claimed", reason="public-domain")
    with first.working():
        _log_issued(first)
    new = follow.reappraise(first, "2", tmp_path / "new", "法院准许重新鉴定")
    body = new.history().of(Kind.REAPPRAISES)[-1].body
    assert body["late"] == (["C1"] if late else [])
    assert lateness.works(logged.entries(new.history())) == ({"C1"} if late else set())
    run.run(new, comparators=("text-exact",), jobs=1, by="戊", host="")
    dossier = freeze(new, paper=FORM)
    out = [one for filed in dossier.comparisons for one in filed.comparison.excluded]
    assert all(one.after_results for one in out) and bool(out) is late
    gates = {gap.gate: gap.said for gap in findings(dossier, FORM)}
    assert ("exclusions/C1" in gates) is late
    if late:
        assert "在原鉴定得出结果之后收取" in gates["exclusions/C1"].zh
        assert "of the first appraisal" in gates["exclusions/C1"].en
        assert "原鉴定中结果后收取的材料" in repr(build(dossier, "zh"))


def test_an_early_entry_of_an_older_program_is_read(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case")
    with case.working():
        case.log.write(
            Kind.REAPPRAISES, {"number": "0", "sha256": "0" * 64, "reason": "另行委托", "experts": ["戊"]}, ""
        )
    assert lateness.works(logged.entries(case.history())) == frozenset()
    whole.review(case)
    assert issuing.check(case, FORM) == ()


@pytest.mark.parametrize(
    ("was", "now", "named"),
    [
        ('role = "claimed"', 'role = "excluded"', r"A1 \(role\)"),
        ('role = "accused"', 'role = "ancestor"', r"B1 \(role\)"),
        ('received_from = "某委托人"', 'received_from = "另一人"', r"A1 \(received_from\)"),
        ('label = "B1"', 'label = "B2"', "B1"),
    ],
)
def test_works_are_taken_over_as_they_were_received(tmp_path: Path, was: str, now: str, named: str) -> None:
    first = whole.make(tmp_path / "first")
    with first.working():
        _log_issued(first)
    settings = first.root / "case.toml"
    text = settings.read_text("utf-8")
    settings.write_text(
        text.replace(was, now).replace("works/B1/", "works/B2/" if "B2" in now else "works/B1/"), "utf-8"
    )
    with pytest.raises(CaseError, match=f"{named}.*log of receipt") as told:
        follow.reappraise(Case.open(first.root), "2", tmp_path / "new", "法院准许重新鉴定")
    assert "恢复 case.toml" in registry.spoken(str(told.value), "zh") and not (tmp_path / "new").exists()
    settings.write_text(text, "utf-8")
    new = follow.reappraise(Case.open(first.root), "2", tmp_path / "new", "法院准许重新鉴定")
    assert [(one.label, one.role) for one in new.works] == [(one.label, one.role) for one in first.works]


def _followed(tmp_path: Path) -> Case:
    """A new case after one in which 甲 took out a place of A1 after results."""
    first = whole.make(tmp_path / "first")
    whole.leave_out(first, "两书均引自同一公文")
    with first.working():
        _log_issued(first)
    return follow.reappraise(first, "2", tmp_path / "new", "法院准许重新鉴定")


@pytest.mark.parametrize(
    ("label", "start", "stop", "late"),
    [("A1", 10, 30, True), ("A1", 25, 40, True), ("A1", 30, 40, False), ("B1", 10, 30, False)],
)
def test_a_place_taken_out_late_is_late_for_the_new_appraisal(
    tmp_path: Path, label: str, start: int, stop: int, late: bool
) -> None:
    new = _followed(tmp_path)
    made = new.exclude(label, Span("novel.txt", "char", start, stop), Reason.QUOTATION, "戊")
    assert not made.after_results, "before anything was compared here"
    run.run(new, comparators=("text-exact",), jobs=1, by="戊", host="")
    dossier = freeze(new, paper=FORM)
    out = [one for filed in dossier.comparisons for one in filed.comparison.excluded]
    assert [one.after_results for one in out] == [late]
    gates = {gap.gate: gap.said.zh for gap in findings(dossier, FORM)}
    assert ("结果后作出的排除未写明理由" in gates.get("exclusions", "")) is late
    assert ("exclusions/reappraisal" in gates) is not late, "the first report has its results: a note is asked"


def test_an_exclusion_of_a_new_appraisal_with_a_note_is_asked_nothing(tmp_path: Path) -> None:
    new = _followed(tmp_path)
    new.exclude("B1", Span("novel.txt", "char", 10, 30), Reason.QUOTATION, "戊", note="该句引自公版县志")
    run.run(new, comparators=("text-exact",), jobs=1, by="戊", host="")
    assert not [gap for gap in findings(freeze(new, paper=FORM), FORM) if gap.gate.startswith("exclusions")]


UNKNOWING = (
    "各处排除均在得出任何结果之前作出",
    "戊在不知鉴定结果的情况下剔除引文",
    "未接触任何结果即排除引文",
    "The quotation was left out before any result was known.",
    "The passage was excluded without knowledge of the results.",
)
KNOWING = (
    "引文在本案首次比对之前排除",
    "戊阅读原鉴定的结果之后排除引文",
    "两名鉴定人分别核验，互不知对方的判断",
    "委托人称引文在不知结果时排除",
    "The quotation was left out before the first run of the new case.",
    "At the time the results of our own comparison were not known.",
)


def test_a_new_appraisal_leaves_nothing_out_in_ignorance_of_results(tmp_path: Path) -> None:
    new = _followed(tmp_path)
    for words in (*UNKNOWING, *KNOWING):
        filing.file_step(new, Kind.OPERATION, Step(words, persons=("戊",)), "戊")
    new.exclude("B1", Span("novel.txt", "char", 10, 30), Reason.QUOTATION, "戊", note="该句引自公版县志")
    run.run(new, comparators=("text-exact",), jobs=1, by="戊", host="")
    told = [gap.said.zh for gap in unknowing.unknowing(View(freeze(new, paper=FORM), FORM))]
    assert len(told) == len(UNKNOWING), told


def test_places_are_carried_over_again(tmp_path: Path) -> None:
    second = _followed(tmp_path)
    place = second.history().of(Kind.REAPPRAISES)[-1].body["places"]
    second.exclude("A1", Span("novel.txt", "char", 12, 20), Reason.QUOTATION, "戊")
    with second.working():
        _log_issued(second)
    third = follow.reappraise(second, "2", tmp_path / "third", "法院准许再次鉴定")
    assert isinstance(place, list) and len(place) == 1
    assert [span["start"] for _, span in lateness.places(logged.entries(third.history()))] == [10, 12]


@pytest.mark.parametrize(
    ("unit", "span", "meets"),
    [("line", {"file": "a", "unit": "char"}, True), ("char", {"file": "b"}, False), ("char", {}, True)],
)
def test_places_in_other_units_and_whole_works(unit: Unit, span: dict[str, str], meets: bool) -> None:
    one = Exclusion(Reason.QUOTATION, None, Span("a", unit, 1, 2), "A1", by="戊")
    assert lateness._meets(one, ("A1", span)) is meets and not lateness._meets(one, ("A2", span))

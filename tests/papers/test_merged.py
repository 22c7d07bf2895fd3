"""What people filed in a copy of the case that was merged: printed as theirs, read by gates, runs listed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appraisal import afc, apart, filing, freeze, issuing, merge, paper_form, run
from appraisal.afc import Element, Evidence, Level, Outcome, Source
from appraisal.after import dissented
from appraisal.after.issues import issued
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.dossier import Dossier
from appraisal.gates import View, differing
from appraisal.papers import files
from appraisal.procedure import Decision, Kind, Step
from appraisal.span import Span
from reports.build import build
from reports.wording import WORDS
from tests.papers import test_points as points
from tests.papers import whole

PAPER = files.find("cn-copyright")
DISSENT = "本人认为该处系船家行当里的惯用语，第一句依据不足。"
OPINION: dict[str, Any] = whole.form()["opinion"]


@pytest.fixture
def parted(tmp_path: Path) -> tuple[Case, Case]:
    """A case that could be issued, and a copy of it at another desk."""
    case = whole.make(tmp_path / "case")
    return case, copy(case, "copy")


def copy(case: Case, name: str) -> Case:
    shutil.copytree(case.root, case.root.parent / name)
    return Case.open(case.root.parent / name, clock=case.clock, signers=whole.signer)


def after(case: Case, *copies: Case) -> list[str]:
    """The gates that stand open once the copies are merged and all was reviewed."""
    for one in copies:
        merge.merge(case, one.root, whole.JIA)
    whole.review(case)
    return [gap.gate for gap in issuing.check(case, PAPER) if gap.open]


def printed(case: Case, language: str = "zh") -> str:
    return repr(build(freeze.freeze(case, paper=PAPER, number="1"), language))


@pytest.mark.parametrize(
    "decision",
    [Decision("dissent", DISSENT), Decision("minority opinion", "The passage is a stock phrase of boatmen.")],
)
def test_a_dissent_of_a_copy_is_printed_or_its_author_takes_it_back(
    parted: tuple[Case, Case], decision: Decision
) -> None:
    case, other = parted
    filing.decide(other, decision, whole.YI)
    assert after(case, other) == ["dissent/left-out"]
    said = printed(case)
    assert decision.reason in said and "procedure.jsonl" in said and "合并副本中登记的条目" in said
    filing.decide(case, Decision("dissent:withdrawn", "经复看不再坚持"), whole.JIA)
    assert after(case) == ["dissent/left-out"], "nobody else takes it back"
    filled = whole.form(opinion={**OPINION, "dissents": [{"by": whole.YI, "text": decision.reason}]})
    paper_form.file(case, paper_form.read_body(filled), whole.JIA)
    assert not after(case), "printed in the opinion, word for word"
    paper_form.file(case, paper_form.read_body(whole.form()), whole.JIA)
    filing.decide(case, Decision("dissent:withdrawn", "经复看不再坚持"), whole.YI)
    assert not after(case) and decision.reason in printed(case), "what was filed stays printed"


def test_other_ways_to_differ_in_a_copy(parted: tuple[Case, Case]) -> None:
    case, other = parted
    third = copy(case, "third")
    filing.file_step(other, Kind.OPERATION, Step("本人不同意第一句：该段系惯用语。", persons=(whole.YI,)), whole.YI)
    filing.decide(third, Decision("对第一句的说明", "该段另有出处，见航海谚语集。"), whole.YI)
    assert after(case, other, third) == ["dissent/elsewhere"]
    assert "航海谚语集" in printed(case) and "该段系惯用语" in printed(case)


def test_what_was_taken_back_in_the_copy_itself(parted: tuple[Case, Case]) -> None:
    case, other = parted
    filing.decide(other, Decision("dissent", DISSENT), whole.YI)
    filing.decide(other, Decision("dissent:withdrawn", "经复看不再坚持"), whole.YI)
    assert not after(case, other)


def test_a_copy_takes_back_nothing_that_stands_here(parted: tuple[Case, Case]) -> None:
    case, other = parted
    filing.decide(case, Decision("dissent", DISSENT), whole.YI)
    filing.decide(other, Decision("dissent:withdrawn", "经复看不再坚持"), whole.YI)
    assert after(case, other) == ["dissent/left-out"]


def test_a_copy_of_a_copy(parted: tuple[Case, Case]) -> None:
    case, other = parted
    third = copy(other, "third")
    filing.decide(third, Decision("dissent", DISSENT), whole.YI)
    merge.merge(other, third.root, whole.JIA)
    assert after(case, other) == ["dissent/left-out"] and printed(case).count(DISSENT) == 1
    assert len([*apart.folders(case.root, case.history())]) == 2


def test_runs_and_steps_of_a_copy_are_listed(parted: tuple[Case, Case]) -> None:
    """An honest copy: another parameter was tried there, a step recorded, a place excluded; nothing is open."""
    case, other = parted
    other.change(parameters={"text-exact": {"min_zi": 5}})
    other = Case.open(other.root, clock=case.clock, signers=whole.signer)
    run.run(other, comparators=("text-exact",), jobs=1, by=whole.YI, host="")
    filing.file_step(other, Kind.OPERATION, Step("另台复看原书扫描件", persons=(whole.YI,)), whole.YI)
    match = next(iter(other.records())).comparison.matches[0].left
    place = Span(match.file, match.unit, match.start, match.start + 9, (), match.view)
    other.exclude("A1", place, Reason.QUOTATION, whole.YI, note="该段引自旧志")
    assert not after(case, other)
    dossier = freeze.freeze(case, paper=PAPER, number="1")
    (listed,) = dossier.runs_apart
    assert (listed.number, listed.by) == (2, whole.YI) and listed.made[0] in {one.file for one in dossier.comparisons}
    for language, caption in (("zh", "合并副本中的运行和单件检查"), ("en", "Runs and examinations in copies")):
        said = printed(case, language)
        assert caption in said and "另台复看原书扫描件" in said and "该段引自旧志" in said
        assert WORDS["zh" if language == "zh" else "en"]["departures-none"] not in said, (
            "the copy's run departed from the scheme"
        )
    assert [one.number for one in dossier.runs] == [1], "runs of the case keep their numbers"


def test_an_objection_that_a_copy_received(parted: tuple[Case, Case]) -> None:
    case, other = parted
    filing.file_step(other, Kind.OBJECTION, Step("被告质疑第一处的页码"), whole.YI)
    assert after(case, other) == ["objections/apart"]
    filing.file_step(case, Kind.OBJECTION, Step("被告质疑第一处的页码。"), whole.JIA)
    filing.file_step(case, Kind.REPLY, Step("页码系扫描件的页码，已核对"), whole.JIA)
    assert not after(case)


def test_an_objection_that_was_answered_in_the_copy(parted: tuple[Case, Case]) -> None:
    case, other = parted
    filing.file_step(other, Kind.OBJECTION, Step("被告质疑第一处的页码"), whole.YI)
    filing.file_step(other, Kind.REPLY, Step("页码系扫描件的页码，已核对"), whole.YI)
    assert not after(case, other)


@pytest.mark.parametrize(
    ("said", "gates"),
    [("乙要求在文书中载明其不同意见。", ["dissent/deliberated"]), ("合议：核对记录，二人所见一致。", [])],
)
def test_deliberations_of_a_copy(parted: tuple[Case, Case], said: str, gates: list[str]) -> None:
    case, other = parted
    filing.file_step(other, Kind.DELIBERATION, Step(said, persons=(whole.YI,)), whole.YI)
    assert after(case, other) == gates and said not in printed(case)


def test_a_copy_that_is_merged_after_issue(parted: tuple[Case, Case]) -> None:
    case, other = parted
    issuing.issue(case, PAPER, by=whole.DING, number="X-1")
    filing.decide(other, Decision("dissent", DISSENT), whole.YI)
    merge.merge(case, other.root, whole.JIA)
    entry = issued(case, "X-1")
    (told,) = dissented.told(case, entry, PAPER)
    assert all(whole.YI in words and DISSENT in words for words in (told.zh, told.en))
    filing.decide(case, Decision("dissent:withdrawn", "经复看不再坚持"), whole.YI)
    assert not dissented.since(case, entry)


@pytest.mark.parametrize("early", [True, False])
def test_an_exclusion_of_a_copy_is_late_once_the_case_had_results(tmp_path: Path, early: bool) -> None:
    """Early in the copy, where nothing had been compared; here somebody may have seen what came out before."""
    case = whole.begun(tmp_path / "case")
    other = copy(case, "copy")
    if not early:
        run.run(case, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
        other = Case.open(other.root, clock=case.clock, signers=whole.signer)
    other.exclude("A1", Span("novel.txt", "char", 10, 30), Reason.QUOTATION, whole.YI, note="该段引自旧志")
    run.run(other, comparators=("text-exact",), jobs=1, by=whole.YI, host="")
    if early:
        run.run(case, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    merge.merge(case, other.root, whole.JIA)
    dossier = freeze.freeze(case, paper=PAPER)
    (made,) = (one for one in dossier.apart if one.kind == Kind.EXCLUSION)
    assert made.after_results is made.body["after_results"] is not early
    (out,) = {one for filed in dossier.comparisons for one in filed.comparison.excluded}
    assert out.after_results is not early


def test_elements_of_a_copy_are_held_against_those_of_the_case(parted: tuple[Case, Case]) -> None:
    case, other = parted
    record = next(case.records())
    proof = Evidence(Source.MATCH, f"{record.key} {record.comparison.matches[0].id}")
    made = Element("字句", "挂铃", (("A1", "挂铃"), ("B1", "挂铃")), outcome=Outcome.SAME, evidence=(proof,))
    for one in (case, other):
        afc.record_level(one, Level("字句", 1), whole.JIA)
    afc.record_element(case, made, whole.JIA)
    afc.record_element(other, replace(made, outcome=Outcome.DIFFERENT), whole.YI)
    assert "dissent/contrary element 字句/挂铃" in after(case, other)
    afc.record_element(case, made, whole.YI)
    assert not [gate for gate in after(case) if gate.startswith("dissent/contrary")], "what was filed here since stands"


@pytest.mark.parametrize(("judged", "heard"), [("different", True), ("same", False)])
def test_points_of_a_copy_are_held_against_those_of_the_case(dossier: Dossier, judged: str, heard: bool) -> None:
    held = points.filed(dossier, points.points(**points.PLOTS), *points.BOTH)
    there = points.filed(replace(dossier, entries=()), points.found("丙丁", "P1", judged)).entries
    view = View(replace(held, apart=there), PAPER)
    assert [one.by for one in differing.differing(view)] == (["丙丁"] if heard else [])


TOLD = {
    "读完对照表后，第三处剔除，不再计入。": "told/exclusions",
    "先用别的参数试运行三次，结果不理想，未采用。": "told/changed",
    "看过结果后调整了参数。": "told/changed",
    "B1经镜像翻转、裁剪后再作比对。": "told/altered",
    "The third passage was dropped once the results were known.": "told/exclusions",
    "Je ne partage pas la première phrase, c'est une formule courante.": "language/third",
}


@pytest.mark.parametrize("words", TOLD)
def test_what_a_step_of_a_copy_tells_is_on_file(parted: tuple[Case, Case], words: str) -> None:
    case, other = parted
    filing.file_step(other, Kind.OPERATION, Step(words, persons=(whole.YI,)), whole.YI)
    assert after(case, other) == [TOLD[words]]


def test_a_copy_tells_of_what_was_done_in_it(parted: tuple[Case, Case]) -> None:
    """What was left out or tried there is listed as the copy's; the case itself may not tell of it as its own."""
    case, other = parted
    left, tried = "该段引自旧志，已排除，不再计入。", "调整了参数后另行运行一次。"
    match = next(iter(other.records())).comparison.matches[0].left
    other.exclude("A1", Span(match.file, match.unit, match.start, match.start + 9), Reason.QUOTATION, whole.YI)
    other.change(parameters={"text-exact": {"min_zi": 5}})
    other = Case.open(other.root, clock=case.clock, signers=whole.signer)
    run.run(other, comparators=("text-exact",), jobs=1, by=whole.YI, host="")
    for words in (left, tried, "拆下硬盘，用只读设备复制，封条编号003", "已编码的临时副本用后删去"):
        filing.file_step(other, Kind.OPERATION, Step(words, persons=(whole.YI,)), whole.YI)
    assert not after(case, other)
    filing.file_step(case, Kind.OPERATION, Step(left, persons=(whole.YI,)), whole.YI)
    assert {*after(case)} == {"told/exclusions"}

"""Dissents that were filed otherwise, left out by other ways, or said to be gone; verdicts by whom they are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import filing, freeze, run
from appraisal.case import Case
from appraisal.dissenting import agrees, holds, means_dissent
from appraisal.dossier import Dossier, Role
from appraisal.errors import CaseError
from appraisal.finding import Finding, Verdict
from appraisal.papers.as_read import reasoned
from appraisal.procedure import Decision, Kind
from tests.papers import whole
from tests.papers.test_gates import COURT, edited, gates, text
from tests.papers.test_opposed_facts import REAL, deciding, differing, dissenting, said


@pytest.mark.parametrize(
    "about", ["不同意见", "Dissent", "dissent ", "dissents", "dissent/1", "dissent:2341322526999725", "乙的不同意见"]
)
def test_a_dissent_is_one_however_its_decision_is_called(dossier: Dossier, about: str) -> None:
    assert "dissent/left-out" in gates(deciding(dossier, "乙", about, REAL))


def test_decisions_on_dissents_are_none() -> None:
    for about in ("不同意见的登载方式", "dissent:withdrawn", "gate:dissent/left-out", "handling of dissents"):
        assert not means_dissent(about)


@pytest.mark.parametrize("by", ["丙", "丁", "戊"])
def test_nobody_who_dissents_is_left_out(dossier: Dossier, by: str) -> None:
    """Reviewer, signatory, and an expert whom ``case.toml`` does not name any more."""
    assert "dissent/left-out" in gates(deciding(dossier, by, "dissent", REAL))
    alone = replace(dossier, experts=("甲",))
    assert "dissent/left-out" in gates(deciding(alone, "乙", "dissent", REAL))


DISSENTS = (
    "本人同意第一处而第二处另持看法",
    "赞同第一处计入但第二处应扣除",
    "I agree as to the first passage while the second is stock phrasing of salt tales",
    "不妥",
)


def test_who_agrees_to_a_part_dissents_from_the_rest(dossier: Dossier) -> None:
    for words in DISSENTS:
        assert "dissent/left-out" in gates(deciding(dossier, "乙", "dissent", words)), words
    for words in ("本人完全同意以上意见。", "I fully agree with the opinion of the panel.", "甲、乙均同意。"):
        assert agrees(words.replace("、", ""), {"甲", "乙"}), words


def test_an_empty_dissent_is_refused_and_closes_nothing(own: Case) -> None:
    for words in ("见另页所附", "另有看法。", "不妥", "I have a different view.", "see annex"):
        assert not holds(words), words
        with pytest.raises(CaseError, match="says what you hold"):
            filing.decide(own, Decision("dissent", words), whole.YI)
    with pytest.raises(CaseError, match="takes no part"):
        filing.decide(own, Decision("dissent", REAL), "路人")
    frozen = freeze.freeze(own)
    assert "dissent" in gates(dissenting(differing(frozen), "乙", "另有看法。", filed="乙"))


def test_a_note_where_all_agree_is_no_dissent(dossier: Dossier) -> None:
    differ = differing(dossier, note=REAL)
    same = Finding(differ.findings[0].comparison, "ab" * 8, Verdict.ACCEPTED, "乙", "2026-01-06", note="文字清楚可辨。")
    swapped = dissenting(replace(differ, findings=(*differ.findings, same)), "乙", "文字清楚可辨。")
    assert {"dissent", "dissent/own"} <= set(gates(swapped))


def test_the_report_does_not_say_that_a_dissent_is_gone(dossier: Dossier) -> None:
    held = dissenting(dossier, "乙", REAL, filed="乙")
    for words in (
        "全体鉴定人意见一致，无不同意见。",
        "乙的不同意见经讨论已不再坚持，全体一致。",
        "All experts agree.",
        "乙对其余问题没有不同看法。",
        "The dissent is withdrawn.",
    ):
        assert "contradiction/unanimous" in gates(text(held, "analysis", words)), words
        assert "contradiction/unanimous" not in gates(text(dossier, "analysis", words)), "no dissent is printed"
    for words in (
        "对第二处，鉴定人意见一致。",
        "鉴定人意见不一致。",
        "双方对检材均无不同意见。",
        "乙对其余各处没有不同看法。",
        "甲、乙对其他各段意见一致。",
        "Both experts agree on the remaining passages.",
        "The experts did not agree.",
    ):
        assert "contradiction/unanimous" not in gates(text(held, "analysis", words)), words


def test_verdicts_are_signed_and_by_people_of_the_case(own: Case) -> None:
    record = next(own.records())
    match = record.comparison.matches[0].id
    keyless = Case.open(own.root, clock=own.clock, signers=lambda name: None if name == "乙" else whole.signer(name))
    keyless.judge(record.key, match, Verdict.ACCEPTED, "乙")
    assert "custody" in gates(freeze.freeze(own)), "乙 signs elsewhere"
    own.change(experts=("甲",))
    form = [one for one in whole.form()["experts"] if one["name"] != "乙"]
    frozen = edited(freeze.freeze(own), Kind.QUALIFICATIONS, experts=form)
    (gap,) = said(frozen, "verdicts/strangers")
    assert gap.said.zh.endswith("：乙") and gap.said.en.endswith(": 乙")
    own.judge(record.key, match, Verdict.REJECTED, "路人")
    (gap,) = said(edited(freeze.freeze(own), Kind.QUALIFICATIONS, experts=form), "verdicts/strangers")
    assert "路人" in gap.said.zh


def test_what_is_altered_after_the_review_is_reviewed_again(own: Case) -> None:
    assert "reviewer/late" not in gates(freeze.freeze(own))
    whole.write(own, {"analysis": "相同段落见左右对照，另作补充。"})
    (gap,) = said(freeze.freeze(own), "reviewer/late")
    assert gap.said.zh.endswith("：文字说明") and gap.said.en.endswith(": texts")
    whole.review(own)
    run.run(own, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    assert "reviewer/late" not in gates(freeze.freeze(own)), "the same, reviewed; compared again with the same result"
    record = next(own.records())
    for by in ("甲", "乙"):
        own.judge(record.key, record.comparison.matches[0].id, Verdict.REJECTED, by)
    (gap,) = said(freeze.freeze(own), "reviewer/late")
    assert gap.said.zh.endswith("：核验结果") and gap.said.en.endswith(": verdicts")
    own.exclude("A1", record.comparison.matches[0].left, "quotation", "甲", note="引自公文")
    run.run(own, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    (gap,) = said(freeze.freeze(own), "reviewer/late")
    assert gap.said.en.endswith(": results, verdicts, exclusions")


def test_what_the_opinion_counts_was_read_by_all_experts_without_a_panel(own: Case) -> None:
    record = next(own.records())
    own.judge(record.key, record.comparison.matches[0].id, Verdict.UNREVIEWED, "乙")
    assert "verdicts/experts" in gates(freeze.freeze(own))


def test_placeholders_are_no_reason() -> None:
    for words in (
        "1",
        "a",
        "某",
        "因故",
        "理由",
        "同意",
        "见前",
        "无理由",
        "no reason",
        "none given",
        "not stated",
        "because",
    ):
        assert not reasoned(words), words
    for words in ("引自公文", "第三方已有此文", "both quote the Bible"):
        assert reasoned(words), words


def test_a_work_that_came_late_is_not_what_an_opinion_rests_on(own: Case, tmp_path: Path) -> None:
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "novel.txt").write_text(f"乙书，开头另写。{whole.OWN[:60]}此处改为船。", "utf-8")
    own.receive("B2", tmp_path / "late", "accused", received_from="某委托人", received_by=whole.JIA)
    run.run(own, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    late = freeze.freeze(own)
    assert {one.label for one in late.works if one.role is Role.ACCUSED} == {"B1", "B2"}
    assert "opinion/left-out-B2" in gates(late) and "replaced/B2" not in gates(late)
    told = edited(late, Kind.OPINION, range="其他意见：无。B2 系庭后补交，本意见不涉及。")
    assert "opinion/left-out-B2" not in gates(told)
    row = {"is": "Sentence", "phrase": "text-same", "comparator": "text-exact", "left": "A1", "right": "B2"}
    rests = edited(late, Kind.OPINION, sentences=[row])
    assert {"replaced/B2", "opinion/left-out-B1"} <= set(gates(rests))
    assert COURT.opinion and "replaced/B2" not in gates(deciding(rests, "甲", "gate:replaced/B2", "法院庭后补送此版本"))

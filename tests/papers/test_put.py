"""Propositions that the opinion answers, standing words of own forms, numbers of reports, notes at matches and phrases
of one method are read as prose is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from appraisal import issuing
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.errors import CaseError
from appraisal.gates import early, findings
from appraisal.papers import files
from appraisal.procedure import Kind
from appraisal.profile import Words
from tests.papers.narrow import only
from tests.papers.test_gates import COURT, decide, edited, sentence, stated
from tests.papers.test_opposed_facts import RECORD
from tests.papers.test_settled import answered


def opened(dossier: Dossier, *families: str) -> list[str]:
    return only(dossier, *families)


WORDING = ("words-of-law", "numbers", "hedges")


@pytest.mark.parametrize(
    "put",
    [
        *(
            "检材抄袭样本",
            "检材侵权",
            "检材与样本构成实质性相似",
            "相同的文字占八成以上",
            "检材与样本可能同源",
            "B1 复制自 A1",
        ),
        *("B1 copied A1", "B1 infringes the copyright in A1", "84 per cent of B1 is the same"),
    ],
)
def test_a_proposition_that_is_answered_is_what_the_panel_says(dossier: Dossier, put: str) -> None:
    other = "检材与样本各自独立"
    assert opened(answered(dossier, (put, other), "holds", "does-not-hold"), *WORDING)
    left = opened(answered(dossier, (put, other), "cannot-be-told", "cannot-be-told"), *WORDING)
    assert [*filter(re.compile("八成|84").search, left)] == left, "shares alone"


@pytest.mark.parametrize(
    "put",
    [
        ("检材含有与样本相同的文字", "检材与样本的文字不相同也不相似"),
        ("两者的段落出于共同来源", "两者的段落各自独立"),
        ("The passages stem from a common source", "The passages are independent of each other"),
        ("Both hold passages of 13 characters and more that are the same", "They hold none"),
    ],
)
def test_propositions_put_against_each_other_pass(dossier: Dossier, put: tuple[str, str]) -> None:
    assert opened(answered(dossier, put, "holds", "does-not-hold"), *WORDING) == []


BY_STANDARD = (
    *("二者的文字比对依据GB/T 36451-2018进行，有相同文字", "按照ISO 27037完成的检验可见相同文字"),
    "As compared according to ISO 27037, both hold the same passages",
)
SHARES = ("B1中92%的文字与A1相同", "检材的九成与样本相同", "92 per cent of B1 is the same as A1")


@pytest.mark.parametrize("put", BY_STANDARD)
def test_a_proposition_names_no_standard_that_was_followed(dossier: Dossier, put: str) -> None:
    pair = (put, "二者各自独立")
    for answers in (("holds", "does-not-hold"), ("cannot-be-told", "cannot-be-told"), ()):
        assert opened(answered(dossier, pair, *answers), "standards"), answers


@pytest.mark.parametrize("put", SHARES)
def test_a_proposition_that_is_left_open_names_no_share(dossier: Dossier, put: str) -> None:
    left = answered(dossier, (put, "二者各自独立"), "cannot-be-told", "cannot-be-told")
    assert opened(left, "numbers")
    asked = edited(left, Kind.COMMISSION, questions=[f"{put}，是否属实？"])
    assert not opened(asked, "numbers"), "the commission asks it"
    assert not opened(answered(dossier, (f"原告主张{put}", "二者各自独立"), *["cannot-be-told"] * 2), "standards")


@pytest.mark.parametrize(
    "put",
    [
        *("A1与B1均实现GB/T 28181-2016规定的协议", "两程序按GB/T 28181通信", "Both programs follow RFC 3227"),
        *("检材有13字以上的相同段落", "两者出于同一来源", "B1的第3章取自A1", "The passages stem from one source"),
    ],
)
def test_what_is_put_of_works_is_free(case: Case, dossier: Dossier, put: str) -> None:
    early.refuse_put(case, [put])
    left = answered(dossier, (put, "二者各自独立"), "cannot-be-told", "cannot-be-told")
    assert not opened(left, "standards", "numbers")


@pytest.mark.parametrize("put", [*BY_STANDARD, *SHARES])
def test_such_a_proposition_is_not_fixed(case: Case, put: str) -> None:
    with pytest.raises(CaseError, match="what is to be tested"):
        early.refuse_put(case, ["二者各自独立", put])


@pytest.mark.parametrize("number", ["检材抄袭样本第1号", "B1 copied A1, No. 1", "侵权鉴定第1号", "第1号（相同率84%）"])
def test_a_number_holds_no_conclusion(case: Case, number: str) -> None:
    with pytest.raises(CaseError, match="holds no conclusion"):
        issuing.numbered(case, number)


@pytest.mark.parametrize(
    "number", ["x/../../y", "../1", "/etc/1", "1/", "2026//1", "2026/./1", "a\\1", ".1", "-", "1..2"]
)
def test_a_path_is_no_number(case: Case, number: str) -> None:
    with pytest.raises(CaseError, match="letters and digits"):
        issuing.numbered(case, number)


@pytest.mark.parametrize("number", ["专意〔2026〕第7号", "CA-2026-0007/B", "沪版鉴字〔2026〕第84号", "No. 7/26"])
def test_a_number_is_a_number(case: Case, number: str) -> None:
    assert issuing.numbered(case, number) == number


def test_what_a_form_of_ones_own_adds_is_read_as_prose(dossier: Dossier) -> None:
    def adding(zh: str, en: str) -> list[str]:
        declared = (*COURT.declaration, Words(zh, en))
        return [gap.gate for gap in findings(dossier, replace(COURT, declaration=declared))]

    assert adding("检材侵犯样本的著作权。", "B1 violates the copyright in A1.")
    assert adding("八成文字相同。", "Four fifths of the words are the same.")
    assert adding("鉴定人不就是否侵犯著作权发表意见。", "The experts do not say whether B1 was copied from A1.") == []
    assert adding("鉴定人已阅读全部材料。", "The experts read all material, in 3 sittings.") == []
    assert [gap.gate for gap in findings(dossier, replace(COURT, numbering="侵犯著作权〔{year}〕第{serial}号"))]


@pytest.mark.parametrize(
    ("title", "held"),
    [
        *(("鉴定意见书", True), ("司法检验意见书", True), ("法院委托鉴定意见书", True), ("同一性认定书", True)),
        *(("Expert finding of copying", True), ("Judicial appraisal", True)),
        *(("版权比对报告", False), ("专家意见书", False), ("Report of findings", False)),
    ],
)
def test_a_title_in_a_private_commission_is_none_of_a_court(dossier: Dossier, title: str, held: bool) -> None:
    form = replace(files.find("cn-expert"), title=Words(title, title))
    private = edited(dossier, Kind.COMMISSION, kind="party")
    assert ("procedure/authority" in [gap.gate for gap in findings(private, form)]) is held


@pytest.mark.parametrize(
    ("title", "held"), [("版权鉴定意见书", False), ("司法版权鉴定意见书", True), ("法院鉴定书", True)]
)
def test_an_institution_of_appraisal_calls_its_paper_an_opinion_of_appraisal(
    dossier: Dossier, title: str, held: bool
) -> None:
    form = replace(files.find("cn-copyright"), name="own", base="cn-copyright", title=Words(title, "Report"))
    private = edited(dossier, Kind.COMMISSION, kind="party")
    assert ("procedure/authority" in [gap.gate for gap in findings(private, form)]) is held
    numbered = replace(form, title=Words("版权鉴定报告", "Report"), numbering="某司鉴〔{year}〕第{serial}号")
    assert "procedure/authority" in [gap.gate for gap in findings(private, numbered)]


@pytest.mark.parametrize(
    ("note", "said"),
    [
        *(
            ("此段来自A1", True),
            ("抄来的一段", True),
            ("copied from A1", True),
            ("This came from the claimed work", True),
        ),
        *(("左侧来自A1，右侧为B1", False), ("此段来自民间故事", False), ("书中人物抄写经卷", False)),
        *(("the file was copied from the disc", False), ("Whether it came from A1 was not examined", False)),
    ],
)
def test_a_note_says_nothing_of_where_a_passage_comes_from(dossier: Dossier, note: str, said: bool) -> None:
    told = replace(dossier, findings=tuple(replace(one, note=note) for one in dossier.findings))
    assert bool(opened(told, "words-of-law")) is said


def test_a_phrase_of_one_method_rests_on_its_records(dossier: Dossier) -> None:
    made = stated(dossier, sentence(**{**RECORD, "phrase": "text-reworded"}))
    (gap,) = [one for one in findings(made, COURT) if one.gate == "opinion/1"]
    assert "只能依据 text-reworded" in gap.said.zh and "rests on text-reworded, not text-exact" in gap.said.en


def test_counts_of_a_plot_are_those_of_a_table_on_file(dossier: Dossier) -> None:
    counts: Any = {"listed": "40", "similar": "38", "different": "2", "common": "0"}
    made = stated(dossier, sentence(phrase="text-plot", fill=counts))
    (gap,) = [one for one in findings(decide(made, "evidence:plot"), COURT) if one.gate == "opinion/1"]
    assert "在卷的情节表" in gap.said.zh and "a plot table is on file" in gap.said.en

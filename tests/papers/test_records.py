"""The record of a standard is held against itself and the case: what fills it is a standard that somebody read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal import freeze, paper_form
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates import View, findings, quoting
from appraisal.gates.readings import Held
from appraisal.gates.standards import borrowed, claimed
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import COURT, decide, edited, text
from tests.papers.test_opposed_facts import said

FILED = whole.form()["standards"][0] | {"is": "Standard"}
OTHER = {
    "number": "GB/T 36451-2018",
    "title": "信息技术 网络文学检验规程",
    "edition": "2018",
    "text": "应以连续相同的字数计数。",
}
THIRD = OTHER | {"edition": "第三版"}
ISO = {
    "number": "ISO/IEC 27042:2015",
    "title": "Guidelines for the analysis of digital evidence",
    "edition": "2015",
    "clause": "9.9",
    "text": "Examiners shall record every step of the analysis.",
}


def held(dossier: Dossier, *rows: dict[str, Any]) -> tuple[Held, ...]:
    return View(edited(dossier, Kind.STANDARDS, standards=[FILED | row for row in rows]), COURT).standards


@pytest.mark.parametrize(
    "number",
    [
        *("GB/T 36451-２０３１", "GB/T 36451 (2031)", "GB/T 36451（2031）", "ISO/IEC 27042/2031", "GB/T 36451 2031年"),
        *("ISO/IEC 27042\u20112031", "GB/T 36451-二〇三一", "GB/T 三六四五一—二〇三一", "GB/T 36451-2131"),
    ],
)
def test_a_standard_of_a_year_to_come_was_read_by_nobody(dossier: Dossier, number: str) -> None:
    (one,) = held(dossier, THIRD | {"number": number})
    assert (
        not one.read
        and not one.checked_on
        and "早于该标准的年份 2" in one.why[0]
        and "is before its year" in one.why[1]
    )
    (one,) = held(dossier, THIRD | {"number": "GB/T 36451"})
    assert one.read, "a number without a year names none"


@pytest.mark.parametrize(
    ("changes", "read"),
    [
        ({"edition": "2026年12月1日实施"}, False),
        ({"edition": "1 December 2026"}, False),
        ({"title": "网络文学检验规程（2031年起施行）"}, False),
        ({"text": "本规范自2031年1月1日起施行，相同表述按连续字数计。"}, False),
        ({"text": "This standard comes into force on 1 March 2031. Passages are compared word for word."}, False),
        ({"text": "本规范自2021年1月1日起施行，相同表述按连续字数计。"}, True),
        ({"edition": "2020年8月20日发布，2021年1月1日实施"}, True),
    ],
)
def test_what_was_not_in_force_yet_is_no_basis(dossier: Dossier, changes: dict[str, str], read: bool) -> None:
    assert held(dossier, {"number": "GB/T 36451", **changes})[0].read is read


@pytest.mark.parametrize(
    ("edition", "read"),
    [
        *(("2020（本案相同文字占B1的九成二）", False), ("2020, 92 per cent of B1 is the same", False)),
        *(("2020版，本案适用", False), ("2020 92 of 100", False), ("版", False), ("2020。双方相同", False)),
        *(("2020年版", True), ("第2版（2021年修订）", True), ("SF/T 0075-2020", True), ("1st ed. 2020", True)),
        *(("2020年9月第1版第2次印刷", True), ("v2.1, May 2021", True), ("2020，现行有效", True), ("２０２０", True)),
        *(("2020+A1:2021, reprinted 2022", True), ("Second edition, 2020-09-15, corrected", True)),
    ],
)
def test_an_edition_is_a_year_an_ordinal_or_a_word(dossier: Dossier, edition: str, read: bool) -> None:
    (one,) = held(dossier, {"edition": edition})
    assert one.read is read
    assert read or "版次" in [words.zh for words in one.lacks]


OF_CASE = (
    *("其余依GB/T 36451-2018第5条进行。", "其余均按SF/T 0158的规定执行。", "比对结果为相同文字占检材的百分之九十二。"),
    *(
        "检材抄袭样本的，依此计。",
        "本人不同意第一句。",
        "第二句不成立。",
        "经比对，相同文字占九成二。",
        "检材的文字出自样本。",
    ),
)
OF_CASE_EN = (
    *("For all else ISO/IEC 27037:2012 was followed.", "The accused work copies the claimed work."),
    *("92 per cent of the wording of the accused work is the same.", "I do not agree with the first sentence."),
    "The results are the same for nine tenths of the disputed text.",
)
RULES = (
    *(
        "检材与样本应逐字比对，并记录相同之处。",
        "相同文字占检材文字百分之八十以上的，应逐段说明。",
        "比对结果为一致的，出具相同意见。",
    ),
    *("检材是否抄袭样本，应由委托人另行说明。", "鉴定人本人应在记录上签名。", "应比对各段第一句与末句的表述。"),
    *("取样比例不低于百分之十，检材不足的全部比对。", "检材指被指控的作品，样本指权利人的作品。"),
    "Results shall be stated as a percentage of the questioned document.",
    "The questioned text shall be compared with the known text in full.",
)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        *(({"text": words}, "条款原文") for words in ("7.3 相同表述应按连续字数计。", "第七条 相同表述按连续字数计。")),
        *(({"text": words}, "条款原文") for words in ("Clause 7: Examiners shall count by letters in a row.",)),
        *(({"text": words}, "条款原文") for words in ("SF/T 0075-2020 网络文学作品相似性检验技术规范 5.1",)),
        *(({"text": words}, "条款原文") for words in ("GB/T 36451-2018 9.9 应以连续相同的字数计数。",)),
        *(({"text": words}, "条款原文") for words in ("计字计字计字计字计字", "检验时应当注意哪些连续相同的字？")),
        *(({"text": words}, "条款原文") for words in ("本标准已被GB/T 36451代替，相同表述按字数计。",)),
        *(({"text": words}, "条款原文") for words in ("我们按连续字数计数，鉴定人一致同意。",)),
        *(({"text": words}, "条款原文") for words in ("相同文字占B1的九成二，按连续字数计。",)),
        *(({"text": words}, "条款原文") for words in ("相同 [92%](#0123456789ab) 按连续字数计。",)),
        *(({"text": f"相同表述按连续字数计；{words}"}, "条款原文") for words in OF_CASE),
        *(({"text": f"Analysis shall be repeatable. {words}"}, "条款原文") for words in OF_CASE_EN),
        *(({"text": words}, "条款原文") for words in ("We found that both works are the same throughout.",)),
        *(({"clause": words}, "条款") for words in ("5.1。两书相同文字占九成二", "0.0", "第99999条")),
        *(({"number": words}, "编号") for words in ("GB/T 36451-2018（征求意见稿）", "ISO/DIS 27042:2015")),
        *(({"number": words}, "编号") for words in ("prEN 16775:2014", "GB/T 36451-2018，全文遵循")),
        *(({"number": words}, "编号") for words in ("GB/T 1-202X", "委〔2026〕1号")),
        *(({"title": words}, "名称") for words in ("网络文学检验规程（报批稿）", "样例", whole.HOUSE)),
        *(({"title": words}, "名称") for words in ("网络文学检验规程 GB/T 36451-2018", "本案文字比对规范")),
        *(({"checked_by": words}, "查阅人") for words in ("戊", "甲和戊")),
    ],
)  # fmt: skip
def test_what_is_no_standard_is_named(dossier: Dossier, changes: dict[str, str], what: str) -> None:
    edition = {} if "edition" in changes or "number" not in changes else {"edition": "第一版"}
    (one,) = held(dossier, changes | edition)
    assert what in [words.zh for words in one.lacks]
    filed = edited(dossier, Kind.STANDARDS, standards=[FILED | changes | edition])
    (gap,) = said(filed, f"standards/{one.number}")
    assert what in gap.said.zh and gap.mend.en


@pytest.mark.parametrize(
    "changes",
    [
        *({"text": words} for words in ("5.1 相同表述按连续字数计。", "5.1.2 相同表述按连续字数计。")),
        *({"text": words} for words in ("1. 相同表述按连续字数计；2. 标点不计入。", "a) 相同表述按连续字数计。")),
        *({"text": words} for words in ("相同字数占全文百分之五十以上的，应逐段说明。", "5.1 计数：按连续字数计。")),
        *({"text": words} for words in RULES),
        {"clause": "第五条", "text": "第五条　相同表述按连续字数计。"},
        {"clause": "第五条", "text": "第七条规定的材料应当逐件核对。"},
        *({"clause": words} for words in ("5.1 相同表述的计数", "5.1、5.3至5.6", "附录A")),
        {"title": "网络文学作品相似性检验技术规范（ISO/IEC 27042:2015，IDT）"},
        {"checked_by": "甲和乙"},
        {"number": "GB/T 29362—2012", "title": "电子物证数据搜索检验规程", "edition": "2012"},
        ISO,
        ISO | {"number": "NIST SP 800-86", "edition": "August 2006"},
    ],
)  # fmt: skip
def test_what_an_honest_record_holds_stays(dossier: Dossier, changes: dict[str, str]) -> None:
    assert held(dossier, changes)[0].read


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        *(([{}, OTHER | {"title": FILED["title"]}], [False, False]), ([{}, OTHER], [True, True])),
        ([{}, {"title": "另一名称的检验规程", "clause": "6", "text": "应逐字比对两件作品的表述。"}], [False, False]),
        *(([{}, OTHER | {"text": "相同表述按连续字数计，标点不计入。"}], [False, False]),),
        *(([{}, OTHER | {"text": "按连续字数计相同表述。"}], [False, False]),),
        *(([{}, {"text": "应逐字比对两件作品的表述。"}], [False, False]),),
        *(([{}, {"number": "SF/T 0075 (2020)", "text": "应逐字比对两件作品的表述。"}], [False, False]),),
        *(([{}, {"clause": "5.2", "text": "应逐字比对两件作品的表述。"}], [True, True]),),
        *(([{}, OTHER | {"text": FILED["title"]}], [True, False]),),
    ],
)
def test_titles_and_words_are_those_of_one_standard(
    dossier: Dossier, rows: list[dict[str, Any]], read: list[bool]
) -> None:
    assert [one.read for one in held(dossier, *rows)] == read


def test_words_of_the_case_are_no_clause(dossier: Dossier) -> None:
    def read(made: Dossier, **changes: str) -> bool:
        return View(edited(made, Kind.STANDARDS, standards=[FILED | changes]), COURT).standards[0].read

    words = "相同表述按连续字数计。"
    for bare, named in ((words, f"SF/T 0075规定，{words}"), (words, f"“{words}”")):
        assert not read(text(dossier, "analysis", bare)) and read(text(dossier, "analysis", named))
    for criterion, expected in ((words, False), (f"依SF/T 0075-2020：{words}", True)):
        scheme = edited(dossier, Kind.SCHEME, criteria=[{"reason": "quotation", "text": criterion}])
        assert read(scheme) is expected
    assert not read(dossier, text="两件作品的文字有哪些相同与不同。"), "a question of the commission"
    assert not read(dossier, text="风从河面吹来，带着盐和旧绳索的气味。"), "of an excerpt"
    lent = replace(dossier, lent=("结尾不同，说的是灯",))
    assert not read(lent, text="结尾不同，说的是灯。") and read(dossier, text="结尾不同，应说明其所在。")


def test_what_stands_in_a_file_of_a_work_is_told_when_the_case_is_frozen(own: Case) -> None:
    row = {name: words for name, words in FILED.items() if name != "is"}

    def lent(words: str) -> tuple[str, ...]:
        paper_form.file(own, paper_form.read_body(whole.form(standards=[row | {"text": words}])), whole.JIA)
        frozen = freeze.freeze(own, paper=COURT)
        assert frozen.lent == (), "an excerpt holds them already"
        return quoting.lent(own.root, View(replace(frozen, comparisons=()), COURT))

    assert lent("应当逐字比对两件作品的表述。") == ()
    assert lent("结尾不同，说的是灯。检验应逐字进行。") == ("结尾不同，说的是灯",)


def test_a_standard_among_the_literature_that_is_relied_on_was_read(dossier: Dossier) -> None:
    def open_(title: str, relied_for: str) -> list[str]:
        rows = [{"is": "Source", "title": title, "relied_for": relied_for}]
        found = findings(edited(dossier, Kind.LITERATURE, literature=rows), COURT)
        return [gap.gate for gap in found if gap.gate.startswith("standards")]

    assert "standards/GB/T 36451-2018" in open_("GB/T 36451-2018 网络文学检验规程", "计数方法")
    assert open_("ISO/IEC 27042:2015", "the way of comparing") and open_("《网络文学检验规程》", "遵循其第5条计数")
    for title, why in (
        ("GB/T 36451-2018", "仅供参考"),
        ("SF/T 0075-2020", "计数方法"),
        ("王某：《检验规程研究》，2020", "改写的辨认"),
    ):
        assert not open_(title, why), title


PROSE = (
    *("依据ISO/IEC 27042 (2015)进行比对。", "依据GB/T 36451（2018）进行比对。", "依据GB/T三六四五一进行比对。"),
    *("I.S.O. 27042:2015 was followed.", "IEC 60335-2-29:2002 was followed.", "依据SF/T 0075/2023进行。"),
    *(
        "“GB/T 36451-2018”是本次比对的依据。",
        "`GB/T 36451-2018` 为比对依据。",
        "依据《网络文学作品相似性检验技术规范实施细则》进行。",
    ),
)


@pytest.mark.parametrize("words", PROSE)
def test_a_standard_is_named_in_whatever_spelling(dossier: Dossier, words: str) -> None:
    assert [one for one in findings(text(dossier, "process", words), COURT) if one.gate.startswith("standards/")]


def test_a_field_of_names_can_be_asked_for_standards(dossier: Dossier) -> None:
    view = View(dossier, COURT)
    for words in (
        "examiners following ISO/IEC 27042 (2015)",
        "甲（遵循GB/T三六四五一）",
        "依GB/T 36451-2018操作的人员",
    ):
        assert borrowed(words) and claimed(view, words)
    assert borrowed("依据SF/T 0075-2020操作") and not claimed(view, "依据SF/T 0075-2020操作"), "which was read"
    assert not claimed(view, "甲") and not claimed(view, "参照GB/T 36451-2018")


def test_one_that_was_passed_over_is_printed_without_what_is_none(dossier: Dossier) -> None:
    row = FILED | {"edition": "2020（本案相同文字占B1的九成二）"}
    made = decide(edited(dossier, Kind.STANDARDS, standards=[row]), "gate:standards/SF/T 0075-2020")
    assert View(made, COURT).standards[0].edition == ""

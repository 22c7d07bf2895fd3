"""What people write is read wherever a report prints it, as it reads on paper: words of law, hedges, numbers."""

from __future__ import annotations

from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.procedure import Kind
from tests.papers.narrow import only
from tests.papers.test_gates import COURT, RECORD, decide, edited, gates, people, sentence, stated, text


def opined(dossier: Dossier, **changes: Any) -> Dossier:
    return edited(dossier, Kind.OPINION, **changes)


def printed_places(dossier: Dossier, words: str) -> dict[str, Dossier]:
    """The dossier with words in each place of the form of paper that a report prints."""
    open_ = sentence(phrase="undetermined", fill={"reason": words, "subject": "来源"})
    none = sentence(phrase="none-found", fill={"limit": words}, **RECORD)
    return {
        "range": opined(dossier, range=words),
        "dissent": opined(dossier, dissents=[{"is": "Dissent", "by": "乙", "text": words}]),
        "unanswered": opined(dossier, unanswered=[{"is": "Unanswered", "propositions": [1], "reason": words}]),
        "fill": stated(dossier, open_),
        "limit": stated(dossier, none),
        "qualification": people(dossier, qualification=words),
        "experience": people(dossier, experience=words),
    }


@pytest.mark.parametrize(
    ("words", "gate", "may"),
    [
        ("两者相同率仅87.65%。", "numbers/87.65%", ()),
        ("They agree in eighty-seven percent.", "numbers/eighty-seven percent", ()),
        ("共计42处相同。", "numbers/42", ()),
        ("参加鉴定42件。", "numbers/42", ("qualification", "experience")),
        ("检材抄袭样本。", "words-of-law/抄袭", ()),
        ("It infringes the work.", "words-of-law/infring", ()),
        ("检材也许来自样本。", "hedges/也许", ("range", "dissent")),
        ("It is arguably the same.", "hedges/arguably", ("range", "dissent")),
    ],
)
def test_every_place_that_is_printed_is_read(dossier: Dossier, words: str, gate: str, may: tuple[str, ...]) -> None:
    for place, made in printed_places(dossier, words).items():
        family = gate.partition("/")[0]
        assert (gate in only(made, family)) is (place not in may), place
        quoted = printed_places(dossier, f"“{words}”")[place]
        assert (gate in only(quoted, family)) is (place not in may), f"{place}: words that stand nowhere else"
        asked = edited(quoted, Kind.COMMISSION, questions=[f"“{words}”是否属实？"])
        assert gate not in only(asked, family), f"{place}: what is quoted"


def test_a_slot_may_tell_numbers_of_its_record_and_of_its_parameters(dossier: Dossier) -> None:
    least = next(n for n in dossier.comparisons[0].comparison.parameters.values() if type(n) is int and n > 1)
    for told, odd in ((f"{least}字", False), (f"{least + 1001}字", True)):
        made = stated(dossier, sentence(phrase="none-found", fill={"limit": told}, **RECORD))
        assert any(gate.startswith("numbers") for gate in gates(made)) is odd


@pytest.mark.parametrize(
    "words",
    [
        *("抄**袭**", "侵<b></b>权", "侵\u200b权", "抄&#34989;", "抄&#x200b;袭", "抄`袭`", "[抄](http://a.example/)袭"),
        *("抄\xa0袭", "抄 袭", "抄\n袭", "实 质 性 相 似", "构成实质相似", "侵害著作权", "侵權"),
        *("照搬", "抄自样本", "复制自样本", "系同一作品"),
        *("B1 copied A1.", "It was copied from A1.", "a derivative\nwork", "It is plagiarised.", "pla*giar*ised"),
    ],
)
def test_words_of_law_are_found_in_what_is_printed(dossier: Dossier, words: str) -> None:
    assert only(text(dossier, "analysis", words), "words-of-law")


@pytest.mark.parametrize(
    "words",
    [
        "记录原文：The disk was copied onto another; each copied file kept its name. A working copy of B1 was made.",
        "复制检材至工作盘；抄录封面文字。",
        "A1 与 A2 系同一作品的两个版本。",
        "检材引用“构成侵权”一语，见《侵权责任法》。",
        "`抄袭` 为文件名。",
        "比较第四十二条、十处图标、三成员函数，一成不变，其一成立，万一处理失败。",
        "十年间；ten files on the one hand, a third party on the other.",
    ],
)
def test_ordinary_words_are_no_words_of_law_and_no_numbers(dossier: Dossier, words: str) -> None:
    asked = edited(dossier, Kind.COMMISSION, questions=["被告称不构成侵权，两件作品的文字有哪些相同与不同？"])
    assert gates(text(asked, "analysis", words)) == []


@pytest.mark.parametrize("words", ["恐怕", "或许", "也许", "应当系", "恐 怕", "arguably", "in all\nlikelihood"])
def test_more_hedges(dossier: Dossier, words: str) -> None:
    assert only(text(dossier, "analysis", f"检材{words}来自样本 {words} ."), "hedges")


@pytest.mark.parametrize(
    "words",
    [
        *("百分之八十七", "百分之八十七点六", "四十二处", "一百二十三个字", "十余处", "数百字", "约九成文字", "八成五"),
        *("三分之二", "十之八九", "一半", "过半", "附件87%", "A87%"),
        *("eighty-seven percent", "nine tenths", "forty-two passages", "a dozen passages", "half of the work"),
        *("one hundred and five words", "[八十七处](#{key})"),
    ],
)
def test_numbers_in_words_are_to_be_written_in_digits(dossier: Dossier, words: str) -> None:
    words = words.replace("{key}", dossier.comparisons[0].key[:12])
    found = findings(text(dossier, "analysis", f"双方相同之处计 {words} 。"), COURT)
    assert found and all(gap.gate.startswith("numbers/") for gap in found)
    if "87%" not in words:
        assert "阿拉伯数字" in found[0].said.zh and "in digits" in found[0].said.en


def test_many_hedges_hide_no_word_of_law(dossier: Dossier) -> None:
    many = text(dossier, "analysis", "、".join(f"第{at}项可能相同" for at in range(1, 40)) + "。检材抄袭样本。")
    assert "words-of-law/抄袭" in gates(decide(decide(many, "gate:hedges"), "gate:numbers"))


def test_a_number_that_the_report_prints_of_a_match_is_one_of_it(dossier: Dossier) -> None:
    match = dossier.comparisons[0].comparison.matches[0]
    counted = match.details["zi"]
    assert counted != match.left.length, "without marks of punctuation"
    assert gates(text(dossier, "analysis", f"该处计 [{counted}](#{match.id}) 字。")) == []
    assert gates(text(dossier, "analysis", f"该处计 [1{counted}](#{match.id}) 字。")) == [f"numbers/1{counted}"]

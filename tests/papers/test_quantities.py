"""Quantities in prose, however written, lead to a result, in the unit that they count; numbers on file need no link."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.gates.figures import Figures
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind
from tests.papers.test_gates import COURT, edited, text

IN_WORDS = (
    *("IX of X scenes agree.", "XLII places agree.", "a score of passages agree", "fourscore and seven places agree"),
    *("Almost all of the wording is the same.", "Virtually the whole of A1 stands in B1.", "most of the text agrees"),
    *("All but one of the sentences agree.", "The vast majority of lines coincide.", "The ratio is three to four."),
    *("The agreement is fivefold the usual.", "one sentence in ten differs", "fifty-odd places", "eighty‑seven places"),
    *(
        "几乎全部文字相同",
        "多数语句相同",
        "泰半相同",
        "五句中有三句相同",
        "八折相同",
        "三比四",
        "逾九分相同",
        "十占其九",
    ),
    *(
        "相同处凡肆拾贰。",
        "相同率八七。",
        "四二处相同",
        "⑧⑦处相同",
        "㊿处相同",
        "Ⅻ处相同",
        "除一句外全部相同",
        "一打段落",
    ),
    *(
        "相同者成百上千",
        "几近全部相同",
        "什之八九相同",
        "only a tenth differs",
        "one-in-three sentences agree",
        "仅一成不同",
        "绝大部分语句相同",
        "每十句里头九句一样",
        "五倍",
        "`87 %` of the text",
        "《87%》的文字",
    ),
    *(
        "每五个字里有四个相同",
        "五字之中，四字相同",
        "不同者百无一二",
        "百中有八十四相同",
        "多达数十",
        "eighty-four pct",
    ),
    *("Of five words, four are the same.", "Of every five words four recur."),
)
HONEST = (
    *("每五页拍照一次，有四页模糊", "五人之中，四人到场", "Of five experts, two are retired."),
    "两字之中，后一字不清",
    *("Most of the time was spent on reading.", "Most of the matches were read on the first day.", "a twofold task"),
    *(
        "All passages lie in the first half of A1, which both read.",
        "Chapter IX and scene IV were read.",
        "three to four days",
    ),
    *(
        "CLI functions, CD files and XML files were read apart.",
        "The bulk of the hearing was on costs.",
        "nearly all the light",
    ),
    *("All but the last page were scanned.", "one file in two folders", "The score of the music lists the parts."),
    *(
        "按一比一复制检材后读取。",
        "三处相同均在第二章，两三处短语未计。",
        "①处文字与②处文字相同；①字体相同。",
        "两倍数",
    ),
    *(
        "鉴定组多数意见一致。",
        "大半天用于阅读，意见相同。",
        "十有八年的故事，一致认定",
        "三成员函数，一成不变",
        "相同者一一列出",
    ),
    *("序列号SN20260103-7", "ISBN 978-7-5000-0000-1", "《江河文艺》第10期"),
    "按SF/T 0075-2020第5.1条计数",
    *("共用时3天", "历时5个工作日", "从事文字比对10年", "clause 5.1 of SF/T 0075-2020", "No. 1234 of 2025"),
    *(
        "worked apart for 3 days",
        "250 dollars an hour",
        "testified in 3 cases during the last 4 years",
        "17 U.S.C. 102",
    ),
    *("A third passage agrees with the first.", "a tenth file was not opened"),
    *("除第三页外，其余各页已扫描。", "几乎全部时间用于阅读。", "三处匹配中的第一处"),
)


def slips(dossier: Dossier, words: str) -> list[str]:
    found = findings(text(dossier, "analysis", f"比对说明： {words}"), COURT)
    return [gap.gate for gap in found if gap.gate.startswith("numbers")]


@pytest.mark.parametrize("words", IN_WORDS)
def test_quantities_in_words_are_written_in_digits(dossier: Dossier, words: str) -> None:
    assert slips(dossier, words)


@pytest.mark.parametrize("words", HONEST)
def test_words_that_measure_nothing_compared_pass(dossier: Dossier, words: str) -> None:
    assert slips(dossier, words) == []


@pytest.mark.parametrize(
    "words",
    [
        *("on 28 November 2026 and on March 4, 2026", "published in 2019, sold from 2020", "2019年出版"),
        *("Photographs 1 and 2 show it; see Figures 3, 4 and 5", "照片1、2为外观，图3至5为封面"),
        *(
            "passages of fewer than {limit} letters are not found",
            "少于{limit}字的段落不检出",
            "下限{limit}字由方案确定",
        ),
        *("Python 3.11 on Debian 12", "所用计算机装Debian 12，Python 3.11"),
    ],
)
def test_numbers_on_file_need_no_link(dossier: Dossier, words: str) -> None:
    least = next(n for n in dossier.comparisons[0].comparison.parameters.values() if type(n) is int and n > 1)
    told = edited(dossier, Kind.HANDLED, equipment="one computer, Debian 12, Python 3.11.7")
    assert slips(told, words.format(limit=least)) == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "in 2019 places",
            "in 2019 shared passages",
            "照片42处相同",
            "no fewer than {limit} letters",
            "不少于{limit}字",
        ),
        *("fewer than {other} letters", "{limit}字相同", "Python 2.9", "March 87 %", "图12%"),
    ],
)
def test_a_number_is_not_free_by_the_words_around_it_alone(dossier: Dossier, words: str) -> None:
    least = next(n for n in dossier.comparisons[0].comparison.parameters.values() if type(n) is int and n > 1)
    assert slips(dossier, words.format(limit=least, other=least + 1001))


def test_a_number_is_one_of_its_unit(dossier: Dossier) -> None:
    filed = dossier.comparisons[0]
    match = filed.comparison.matches[0]
    length, kept = match.left.length, filed.key[:12]
    for honest in (
        f"[{length}](#{match.id})字",
        f"[1](#{match.id})处",
        f"[1](#{match.id}) passage",
        f"[{length}字](#{match.id})",
    ):
        assert slips(dossier, honest) == [], honest
    for odd in (f"[{length}](#{match.id})处", f"[{length}](#{match.id}) shared passages", f"[{length}处](#{match.id})"):
        assert slips(dossier, odd) == [f"numbers/{length}"], odd
    (gap,) = [one for one in findings(text(dossier, "analysis", f"计[{length}](#{match.id})处相同"), COURT)]
    assert "不是以此单位计" in gap.said.zh and "not of what it is said to count" in gap.said.en
    count = len(filed.comparison.matches)
    assert slips(dossier, f"[{count}](#{kept})处") == [] and slips(dossier, f"[{count * 100}%](#{kept})"), (
        "a count is no share"
    )
    assert not Figures.of("share", [0.4]).agrees("0"), "a share is no count"
    assert Figures.of("share", [0.4]).agrees("40 %") and Figures.of("share", [0.4]).agrees("0.4")


def test_hyphens_are_one(dossier: Dossier) -> None:
    assert printed("eighty\u2011seven").text == "eighty-seven"


def test_a_unit_of_share_outside_the_link_makes_a_number_a_share(dossier: Dossier) -> None:
    filed = dossier.comparisons[0]
    match, share = filed.comparison.matches[0], filed.comparison.all.coverage_of_left
    assert share is not None
    right, length, kept = f"{100 * share:.2f}", match.left.length, filed.key[:12]
    for honest in (
        "[{n}](#{k}) %",
        "[{n}](#{k}) per cent",
        "[{n}](#{k}) percent",
        "百分之[{n}](#{k})",
        "[{n}％](#{k})",
    ):
        assert slips(dossier, honest.format(n=right, k=kept)) == [], honest
    for odd in (
        *("[{n}](#{k}) % of B1", "[{n}](#{k}) per cent", "[{n}](#{k}) percent", "[{n}](#{k}) pct", "[{n}](#{k})&#37;"),
        *("[{n}](#{k}) hundredths", "百分之[{n}](#{k})", "[{n}](#{k}) ％", "[{n}](#{k})成", "[{n}](#{k})个百分点"),
    ):
        assert slips(dossier, odd.format(n=length, k=match.id)), odd


def test_a_number_counts_nothing_that_its_record_does_not(dossier: Dossier) -> None:
    match = dossier.comparisons[0].comparison.matches[0]
    for odd in ("[{n}](#{k})页", "[{n}](#{k})个情节", "[{n}](#{k}) scenes", "[{n}](#{k}) sentences", "[{n}](#{k})句"):
        assert slips(dossier, odd.format(n=match.left.length, k=match.id)), odd
    told = Figures(Figures.of("rest", [3]).numbers, frozenset({"page"}))
    assert told.agrees("3", " pages") and told.agrees("3", "页") and not told.agrees("3", " scenes")


@pytest.mark.parametrize(
    "words",
    [
        "SN84-7处相同",
        "第10期84处",
        "for 84 words",
        "用时3天，84处相同",
        "No. 84 of the words",
        "从事比对，84处相同",
        "第5.1处",
    ],
)
def test_what_looks_like_a_number_of_papers_or_days_frees_no_count(dossier: Dossier, words: str) -> None:
    assert slips(dossier, words)


def test_a_limit_of_detection_is_told_freely(dossier: Dossier) -> None:
    least = next(n for n in dossier.comparisons[0].comparison.parameters.values() if type(n) is int and n > 1)
    assert slips(dossier, f"The limit of detection is {least} letters.") == []
    assert slips(dossier, f"The limit of detection is {least + 1001} letters.")


@pytest.mark.parametrize(
    "words",
    [
        *(
            "両書文字九割相仝。",
            "双方相同者八割五分。",
            "相同文字佔柒成。",
            "兩書之文，拾之八相同。",
            "百之八十七相同。",
            "9割相同",
        ),
        *("B1 is twice as long as A1.", "The overlap is twice as large.", "Three times as many words recur."),
    ],
)
def test_shares_of_other_forms_and_multiples(dossier: Dossier, words: str) -> None:
    assert slips(dossier, words)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Both texts were read twice as the scheme says.",
            "The run was made three times as agreed.",
            "read twice as usual",
        ),
        *("绳索一刀割断。", "封条逐一割开。", "镜头分割与切割方式不计。", "第三割"),
    ],
)
def test_how_often_something_was_done_is_no_multiple(dossier: Dossier, words: str) -> None:
    assert slips(dossier, words) == []

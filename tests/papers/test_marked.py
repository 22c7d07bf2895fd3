"""What takes back the mark or the day of an exclusion, or says in any order of words that none came after results."""

from __future__ import annotations

import pytest

from appraisal.gates.order import denies
from appraisal.papers.as_read import printed

TAKEN_BACK = (
    *("排除的标注有误。", "“结果后”字样并不表示排除在看到结果之后作出。", "清单里排除的日期因时钟故障不准。"),
    *("剔除其实早于运行。", "该标记系程序故障所致。", "The label “after results” is misleading."),
    *("The exclusion was in fact made earlier.", "The dates in the list of exclusions are wrong."),
    *("The mark comes of a fault of the program; it is an error.", "The mark does not show the real sequence."),
)
NONE_AFTER = (
    "本案没有结果后的排除。",
    "不存在比对结果出来后排除的内容。",
    *(
        "没有在看到结果之后剔除过任何段落。",
        "各项排除均非结果后所为。",
        "排除无一在运行之后作出。",
        "结果后排除的内容：无。",
    ),
    *("The exclusions were never made after the results.", "After the run was known, nothing more was left out."),
    *("Exclusions after results: none.", "The exclusions were not made after the run."),
)
UNSEEN = (
    *(
        "作出排除的人员没有看过任何结果。",
        "引文由不了解比对结果者剔除。",
        "引文由未获悉结果的人员排除。",
        "排除以盲法作出。",
    ),
    *("Those who made the omissions had never been shown the results.", "The exclusions were settled blind."),
    "The quotation was left out by a person unaware of the results.",
)
TRUE = (
    "除A1一处外，没有结果后的排除。",
    "结果后的排除仅有一处。",
    *("“结果后”由程序依日志自动标注。", "“结果后”的标注并无错误。", "排除表所列时间为登记时间。", "排除的顺序见附表。"),
    *("系统时钟经校准，误差小于一秒。", "该标注系程序所加，与日志相符。", "“结果后”不表示该处排除不当。"),
    *("检材标签有误，已更正；引文在结果后排除。", "第一处在结果后排除，标记有误的页码已更正。"),
    *("The mark “after results” is set by the program from the log.", "The mark is not wrong."),
    *("The clock of the computer was checked; no error was found.", "Labels of B1 were wrong and were corrected."),
    *("The table of exclusions gives the day on which each was filed.", "The mark does not say that it was improper."),
    *(
        "The label on the disc was wrong.",
        "Quotation marks were wrong in one line.",
        "The tag of the seal was mistaken.",
    ),
    *("结果后排除的引文没有重新计入。", "未因结果后的排除改变方案。", "没有在看到结果之后改动方案或排除标准。"),
    *("除第一处外，结果后没有排除任何内容。", "引文没有在比对前排除，直到结果后才排除。"),
    *("The quotation was not excluded until after the first run.", "The verdicts were given blind."),
    *("Apart from the quotation, nothing was left out after the results.", "各鉴定人以盲法核验，结果后排除第一处。"),
    *("第二名鉴定人未接触结果即独立核验。", "Reviewers had not seen any result when they fixed the scheme."),
)


@pytest.mark.parametrize("words", [*TAKEN_BACK, *NONE_AFTER, *UNSEEN])
def test_a_late_exclusion_is_denied(words: str) -> None:
    assert denies(printed(words, asides=False).text)


@pytest.mark.parametrize("words", TRUE)
def test_what_the_mark_is_and_what_came_later_may_be_told(words: str) -> None:
    assert not denies(printed(words, asides=False).text)


def test_a_place_that_is_told_apart_is_late_alone() -> None:
    assert not denies("除第一处外，各处排除均非结果后所为", early=True)
    assert denies("各处排除均非结果后所为", early=True)

"""A figure of a record is of its two works, of what they share, and of the whole of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.gates.figures import Figures
from appraisal.gates.wording import numbers
from tests.papers.test_sides import HELD, KEY, WORKS

RECORD = replace(HELD, works=frozenset({"A1", "B1"}))


def slips(words: str, held: Figures = RECORD) -> list[str]:
    return [slip.what for slip in numbers(words.replace("]", f"](#{KEY})"), {KEY: held}, works=WORKS)]


@pytest.mark.parametrize(
    "words",
    [
        "C1与B1相同的文字占B1的[81.16%]。",
        "C1与B1相同的文字计[112]字。",
        "旧志与B1相同的文字计[112]字。",
        "C1与B1相同者，占B1的[81.16%]。",
        "C1中，与B1相同的文字计[112]字。",
        "The wording that C1 shares with B1 comes to [112] letters.",
        "In C1, [112] letters recur in B1.",
    ],
)
def test_a_figure_of_another_pair_of_works(words: str) -> None:
    assert slips(words) == ["side"]


@pytest.mark.parametrize(
    "words",
    [
        "丙书与B1相同的文字计[112]字。",
        "另一书与B1相同的文字计[112]字。",
        "B1的[112]字抄写于另一书。",
        "B1的[112]字，均抄自另一部小说。",
        "其他作品中，与B1相同的文字计[112]字。",
        "第三部作品与B1相同的文字计[112]字。",
        "A1、B1与另一书相同的文字计[112]字。",
        "Another novel shares [112] letters with B1.",
        "[112] letters of B1 recur in some other book.",
        "A1, B1 and a third work have [112] letters in common.",
        "[112] letters of B1 are those of book C.",
    ],
)
def test_a_figure_of_a_work_that_is_none_of_the_case(words: str) -> None:
    assert slips(words) == ["side"]


@pytest.mark.parametrize(
    "words",
    [
        "B1（下称丙书）与A1相同的文字计[112]字。",
        "丙书（即B1）与A1相同的文字计[112]字。",
        "A1与B1相同、且不见于另一书的文字计[112]字。",
        "A1与B1相同的文字计[112]字，其中部分亦见于另一书。",
        "A1与B1相同的文字计[112]字，丙书面复核。",
        "甲书与乙书相同的文字计[112]字。",
        "与另一书不同，A1与B1相同的文字计[112]字。",
        "A1 and B1 share [112] letters, more than any other book does.",
        "A1 and B1 share [112] letters; another novel was read for comparison.",
        "Counted with another program, A1 and B1 share [112] letters.",
    ],
)
def test_other_works_may_be_spoken_of(words: str) -> None:
    assert slips(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "B1中不见于A1的文字计[112]字。",
        "B1中[112]字在A1中找不到。",
        "B1比A1多出[112]字。",
        "A1所无者，B1有[112]字。",
        "B1另有[76]词。",
        "[112] letters of B1 are not found in A1.",
        "[112] letters of B1 are absent from A1.",
        "[112] letters of B1 have no counterpart in A1.",
        "B1 lacks [76] words of A1.",
    ],
)
def test_what_one_work_has_alone_is_no_figure_of_what_is_the_same(words: str) -> None:
    assert slips(words) == ["unit"]


@pytest.mark.parametrize(
    "words",
    [
        "封面上双方相同的文字计[112]字。",
        "第二章中双方相同的文字计[112]字。",
        "The titles of both works share [112] letters.",
        "In chapter two [112] letters are the same.",
        "双方标题相同的字数为[112]字。",
        "第三回中，相同的文字计[112]字。",
        "On the cover, [76] words are the same.",
    ],
)
def test_a_part_takes_no_figure_of_the_whole(words: str) -> None:
    assert slips(words) == ["unit"]


@pytest.mark.parametrize(
    "words",
    [
        "与C1不同，A1与B1相同的文字计[112]字。",
        "A1与B1相同、且不见于C1的文字计[112]字。",
        "A1、B1相同的文字为[112]字，C1中无此文字。",
        "C1另行核对，A1与B1相同的文字计[112]字。",
        "A1的[133]字中有[112]字与B1相同。",
        "C1为二者共同来源，占A1的[84.21%]。",
        "匹配[4]处，位于第三章。",
        "《第三章》与B1相同的文字计[112]字。",
        "含标题在内，相同的文字计[112]字。",
        "未检出其他匹配，列出[4]处。",
        "[4] matches were found; none is in C1.",
        "The wording of A1 that is not in C1 but the same in B1 comes to [112] letters.",
        "除标题外，相同的文字计[112]字。",
        "A1 has [133] letters in all; [112] of them are shared with B1.",
        "相同文字占样本的[84.21%]、占检材的[81.16%]。",
        "见于C1的除外，A1与B1相同的文字计[112]字。",
        "没有排除引文，相同的文字计[112]字。",
    ],
)
def test_what_the_record_says(words: str) -> None:
    assert slips(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "### C1与B1\n\n相同文字[112]字。",
        "## C1\n\n相同文字计[112]字。",
        "## C1 and B1\n\n[112] letters are the same.",
        "## C1与B1\n\n### 字数\n\n相同文字[112]字。",
        "## C1与B1\n\nB1有[112]字相同。",
        "A1与B1相同。C1亦然，计[112]字。",
        "C1同样如此，计[112]字。",
        "The same is true of C1, in which [112] letters recur.",
        "C1 likewise, with [112] letters the same.",
    ],
)
def test_a_figure_under_another_pair_or_of_another_work_likewise(words: str) -> None:
    assert slips(words) == ["side"]


@pytest.mark.parametrize(
    "words",
    [
        "### C1与B1\n\n无相同文字。\n\n### A1与B1\n\n相同文字[112]字。",
        "## C1与B1\n\nC1与B1无相同文字。\n\nA1与B1相反，相同文字[112]字。",
        "## C1与B1\n\n无相同文字。\n\n## 汇总\n\n相同文字[112]字。",
        "## C1\n\n与C1无涉，A1与B1相同的文字计[112]字。",
        "## 扣除C1后\n\n相同文字[112]字。",
        "## A1、C1与B1\n\n相同文字[112]字。",
        "## C1 as a source\n\n[112] letters are the same.",
        "B1亦然，相同文字[112]字。",
        "A1与B1的相同文字计[112]字，C1亦然。",
    ],
)
def test_headings_that_name_no_other_pair(words: str) -> None:
    assert slips(words) == []

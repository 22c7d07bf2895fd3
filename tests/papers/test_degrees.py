"""How much is alike is said by figures: amounts, whole works, grades and chances in words are none."""

from __future__ import annotations

import pytest

from appraisal.gates.degrees import degrees
from appraisal.papers.as_read import printed


def told(words: str) -> list[str]:
    text = printed(words).text
    return [text[start:stop] for start, stop in degrees(text)]


@pytest.mark.parametrize(
    "words",
    [
        *("两部作品有大量文字相同。", "检材通篇与样本一致。", "不同之处寥寥无几。", "两部作品的文字高度重合。"),
        *(
            "偶然重合的概率几近于零。",
            "相同之处俯拾皆是。",
            "相似度评分为甲级。",
            "错字三个，两书相同。",
            "相同的情节有六个。",
        ),
        *("The identical wording is extensive.", "Whole paragraphs are identical.", "Only the odd word differs."),
        *(
            "The texts are virtually identical.",
            "Every paragraph of B1 has its counterpart in A1.",
            "Scarcely anything differs.",
        ),
        *(
            "The chance of such agreement is negligible.",
            "Three misspellings are the same in both.",
            "The overlap is well over half.",
        ),
        *(
            "Sentence after sentence is the same.",
            "There are five shared names.",
            "Shared wording outnumbers the rest.",
        ),
    ],
)
def test_how_much_is_alike_is_no_word(words: str) -> None:
    assert told(words), words


@pytest.mark.parametrize(
    "words",
    [
        *(
            "两处相同表述的先后次序一致。",
            "检材的结尾与样本不同，写众人散去。",
            "每一处由两名鉴定人各看一次，意见一致的方采信。",
        ),
        *(
            "三处相同均在第二章。",
            "标点的相同未计入。",
            "文字相同的原因有多种，本意见不作推断。",
            "全文比对后列出相同之处。",
        ),
        *("The openings have nothing in common.", "Both passages stand in the same order in both works."),
        *("All identical passages are listed in the annex.", "The figures say how much wording is shared."),
        *("We agreed on most points of procedure.", "Whether the whole of B1 is the same was not asked."),
        *("Two works may have wording in common for several reasons.", "Many manuals were read."),
    ],
)
def test_what_says_no_amount_passes(words: str) -> None:
    assert told(words) == [], words

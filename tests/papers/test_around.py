"""A number is read with what leads it: a heading, the words before a list, a head row, the sentence before or after."""

from __future__ import annotations

import pytest

from appraisal.gates.around import bare, led_alike
from appraisal.gates.wording import numbers
from tests.papers.test_referring import KNOWN


def told(words: str) -> list[str]:
    return [slip.words for slip in numbers(words, {}, known=KNOWN)]


@pytest.mark.parametrize(
    "words",
    [
        # the words before a list, and what announces
        *(
            "双方雷同之处：\n\n- 第12至96页\n- 第10至94页\n",
            "一致的行号如下：\n\n1. 第1至920行\n2. 第930至990行\n",
            "The works agree in these:\n\n* Lines 1 to 920 of B1\n* Lines 3 to 922 of A1\n",
            "The passages below are identical.\n\nPages 12 to 96 of B1 hold them.",
            "两书共有的代码如下：\n\n- 288字节\n",
        ),
        # head rows and headings
        *(
            "| 一致处 | B1 | A1 |\n|---|---|---|\n| 文字 | 第12至96页 | 第10至94页 |\n",
            "| shared | B1 |\n|---|---|\n| wording | pages 12 to 96 |\n",
            "### 雷同文字\n\nB1第12至96页；A1第10至94页。",
            "## Identical wording\n\nPages 12 to 96 of B1; pages 10 to 94 of A1.",
            "**The shared code**\n\n94 KB of B1.",
        ),
        # the sentence before, and one that points back
        *(
            "两书文字相同。B1第12至96页，A1第10至94页。",
            "雷同者如下。时长：92分钟。",
            "相同文字的大小如下。92 KB。",
            "The two share text. It fills pages 12 to 96 of B1.",
            "B1第12至96页与A1第10至94页已对读。这几页的文字相同。",
            "Pages 12 to 96 of B1 were read beside A1. The wording is identical in these.",
        ),
    ],
)
def test_a_number_that_another_block_makes_one_of_what_is_alike(words: str) -> None:
    assert told(words)


@pytest.mark.parametrize(
    "words",
    [
        # statements of their own beside what is said of works
        *(
            "两书文字相同。检材第15至18页缺页。",
            "检材第30至31页缺页。该几页未列入相同文字的统计。",
            "检材第30至31页缺页。其余文字与A1相同。",
            "Both share text. Pages 30 to 31 of B1 are torn.",
            "### 相同的文字\n\n相同段落由两人通读，用时3小时。",
            "相同段落位置见左右对照。\n\n2026年3月12日9时30分。",
            "The matches are listed in Annex 2.\n\nThe reading took 3 hours.",
        ),
        # places on file
        *(
            "相同段落如下：\n\n- 第12至14页\n- 第10至12行\n",
            "| 相同段落 | 位置 |\n|---|---|\n| 第一处 | 第12至14页 |",
            "### The same wording\n\nPages 12 to 14 of B1.",
        ),
    ],
)
def test_what_says_something_of_its_own_or_is_on_file(words: str) -> None:
    assert told(words) == []


def test_what_has_no_statement_of_its_own() -> None:
    for words in ("B1第12至96页，A1第10至94页", "pages 12 to 96 of both works", " 92 KB"):
        assert bare(words), words
    for words in ("检材第12至14页缺页", "pages 12 to 14 are torn"):
        assert not bare(words), words
    text = "相同者如下。第3页。"
    assert led_alike(text, text.index("第"), len(text) - 1) and not led_alike(text, 0, 2)

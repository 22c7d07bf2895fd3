"""A quoted number is others' where the sentence gives it to them, and the report's own where it is found to be so."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates.adopting import given
from appraisal.papers.as_read import QUOTED
from tests.papers.test_gates import decide, gates, text


def told(words: str) -> bool:
    hit = next(QUOTED.finditer(words))
    return given(words, *hit.span())


@pytest.mark.parametrize(
    "words",
    [
        "鉴定组的结论是：“X94%”。",
        "经比对，“X94%”。",
        "“X94%”，鉴定组采纳。",
        "“X94%”，经核属实。",
        "“X94%”成立。",
        "“X94%”与本次比对一致。",
        "起诉状称“X94%”，经核属实。",
        "起诉状称“X94%”。经核属实。",
        "起诉状称“X94%”。该数据无误。",
        "原告主张“X94%”，与本次比对结果一致。",
        "鉴定组采纳起诉状所称“X94%”。",
        "the panel concludes: “94 per cent”.",
        "“94 per cent”, which the comparison confirmed.",
        "the claim says “94 per cent”, which the comparison confirmed.",
        "the complaint states that “94 per cent is the same”. this figure is correct.",
        "两者“X94%”。",
    ],
)
def test_words_of_nobody_or_that_the_panel_makes_its_own(words: str) -> None:
    assert not told(words)


@pytest.mark.parametrize(
    "words",
    [
        "起诉状称“X94%”。",
        "起诉状第3页写明“X94.5%”，该数据未经核实。",
        "原告主张“X94%”，本意见不以此为前提。",
        "原告称“X94%”，被告认可。",
        "原告称“X94%”。是否属实由法院认定。",
        "“X94%”，原告如此主张。",
        "原告主张“X94%”，与记录不符。",
        "样本页脚印有“库存仅余 12%”。",
        "B1第二段写道：“数到 92% 就停住”。",
        "the complaint states that “94 per cent is the same”; the comparison does not confirm it.",
        "the letter reads “94 per cent”. whether this is correct is for the court.",
        "counsel for the claimant alleges “94 per cent is the same”.",
        "according to the complaint, “94 per cent is the same”.",
        "针对起诉状所称“X94%”，鉴定组逐处核对，结果见上表。",
        "起诉状称“X94%”。两名鉴定人采信第一处匹配。",
        "起诉状第3页的“X94%”系原告自行统计。",
        "原告提交的对照表以“94%”标注重合比例。",
    ],
)
def test_words_of_others_that_nobody_adopts(words: str) -> None:
    assert told(words)


def test_a_decision_frees_no_number_that_is_said_as_the_panels_own(dossier: Dossier) -> None:
    decided = decide(dossier, "quoted:B1中94%的文字与A1相同", "起诉状第3页（扫描件）")
    quote = "“B1中94%的文字与A1相同”"
    assert "numbers/94%" not in gates(text(decided, "analysis", f"起诉状主张{quote}，鉴定组逐处核对，结果见上表。"))
    assert "numbers/94%" in gates(text(decided, "analysis", f"鉴定组的结论是：{quote}。"))
    both = f"起诉状称{quote}。鉴定组逐处核对，各处见上表。经核，原告所称{quote}属实。"
    assert "numbers/94%" in gates(text(decided, "analysis", both))

"""Addresses in the words of a sentence: those of findings on file may be told, and are printed as code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import gaps
from reports.sections.desk import Desk
from reports.sections.paper import opinion
from tests.papers.test_gates import COURT, gates, sentence, stated, text
from tests.papers.test_opposed_facts import deciding
from tests.reports.test_build import words
from tests.reports.test_examined import examined, observed

PART = "conclusion-values"


def told(dossier: Dossier, way: str) -> Dossier:
    seen = observed(0x14000104B, evidence=[{"address": "0x140001050", "says_zh": "参数 2 = 0x14000A020"}])
    filled = sentence(phrase="plug-in-function", fill={"function": "锁定", "way": way, "times": "3"})
    return stated(replace(dossier, examined=(examined(seen),), paper=COURT), filled)


@pytest.mark.parametrize(
    ("way", "slip"),
    [
        ("改写客户端内存 0x14000a020 处的数值", None),
        ("在 0x14000104b 打开进程，写入`0x14000a020`", None),
        ("改写客户端内存 0x14000a024 处的数值", "numbers/0x14000a024"),
        ("改写 0x14000a020 处的 420 个数值", "numbers/420"),
        ("改写 0x14000a020 处 87.65% 的数值", "numbers/87.65%"),
    ],
)
def test_an_address_of_a_finding_may_be_told_and_no_other_number(dossier: Dossier, way: str, slip: str | None) -> None:
    found = [one for one in gates(told(dossier, way)) if one.startswith("numbers/")]
    assert found == ([slip] if slip else [])


def test_an_address_in_prose_that_leads_nowhere_is_named_whole(dossier: Dossier) -> None:
    assert "numbers/0x14000a020" in gates(text(dossier, "analysis", "该处为 0x14000a020。"))
    assert not [one for one in gates(text(dossier, "analysis", "该处为 `0x14000a020`，型号 RX0x5。")) if "0x" in one]


def test_marks_of_code_are_not_printed(dossier: Dossier) -> None:
    (block,) = [one for one in opinion(Desk(told(dossier, "写入`0x14000a020`处"), "zh")) if "锁定" in words(one)]
    assert "`" not in words(block) and "0x14000a020" in words(block) and "code" in repr(block)
    lone = told(dossier, "写入`处")
    assert "`" in "".join(words(one) for one in opinion(Desk(lone, "zh")))


def test_of_an_address_in_a_conclusion_on_file_it_is_said_how_it_is_mended(dossier: Dossier) -> None:
    """One filed again does not take the place of the first, and an address is written as code."""
    held = deciding(dossier, "甲", PART, "静态发现向 0x140009000 写入数值的能力。")
    again = deciding(held, "甲", PART, "静态发现向 `0x140009000` 写入数值的能力。")
    (gap,) = [one for one in gaps(again, COURT) if one.gate == "numbers/0x140009000"]
    assert "地址写作代码：`0x" in gap.mend.zh and "an address is written as code" in gap.mend.en
    assert "不因另行登记而被取代" in gap.mend.zh and f"{PART[:11]}…:withdrawn" in gap.mend.en
    back = deciding(deciding(held, "甲", f"{PART}:withdrawn", "地址应写作代码"), "甲", PART, "`0x140009000`")
    assert "numbers/0x140009000" not in gates(back)
    (gap,) = [one for one in gaps(text(dossier, "analysis", "写入 0x140009000。"), COURT) if "0x" in one.gate]
    assert "地址写作代码" in gap.mend.zh and "withdrawn" not in gap.mend.en
    (gap,) = [one for one in gaps(text(dossier, "analysis", "共 87 处。"), COURT) if "87" in one.gate]
    assert "地址" not in gap.mend.zh

"""Addresses in the words of a sentence: those of findings on file may be told, and are printed as code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from reports.sections.desk import Desk
from reports.sections.paper import opinion
from tests.papers.test_gates import COURT, gates, sentence, stated, text
from tests.reports.test_build import words
from tests.reports.test_examined import examined, observed


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

"""What an opponent tried with words: asides in markup, conclusions in ordinary words, reasons, slips, redactions."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.papers.as_read import stated
from appraisal.procedure import Kind
from tests.papers.test_claims import entered, noted
from tests.papers.test_gates import gates, text


def open_(made: Dossier, family: str) -> list[str]:
    return [gate for gate in gates(made) if gate.startswith(f"{family}/")]


HIDDEN = (
    "文字相同。<!-- 检材抄袭样本 -->",
    "文字相同。<!-- 检材**抄**袭样本 -->",
    "[文字](http://a.example/1 '检材抄袭样本')相同。",
    '[文字](http://a.example/1 "检材抄袭样本")相同。',
    "[文字](检材抄袭样本)相同。",
    "[文字](http://a.example/B1-plagiarised)相同。",
    '<b title="检材抄袭样本">文字</b>相同。',
    "文字相同。<!-- It infringes: B1 copied A1. -->",
)


@pytest.mark.parametrize("words", HIDDEN)
def test_what_stands_in_markup_is_printed_and_read(dossier: Dossier, words: str) -> None:
    for section in ("analysis", "limits"):
        assert open_(text(dossier, section, words), "words-of-law"), section
    if "http" not in words:
        assert open_(noted(dossier, words), "words-of-law")
        assert open_(entered(dossier, Kind.OPERATION, words)[0], "entries")


def test_other_gates_read_markup_too(dossier: Dossier) -> None:
    assert open_(text(dossier, "analysis", "文字相同。<!-- 可能 -->"), "hedges")
    assert open_(text(dossier, "analysis", "文字相同。<!-- 八成五 -->"), "numbers")
    assert not stated("<!-- 无 -->") and not stated("<!-- 检验 -->"), "a comment alone states nothing"


@pytest.mark.parametrize(
    "words",
    [
        "依据见[法律数据库](https://law.example/copyright-infringement/plagiarism)。",
        "文字<b>相同</b>，见[附件3](#附件3)。<!-- 待核对页码 -->",
        '逐字相同的有 [1](#{key}) 处。`<b title="抄袭">` 为标记。',
    ],
)
def test_honest_markup_passes(dossier: Dossier, words: str) -> None:
    words = words.replace("{key}", dossier.comparisons[0].comparison.matches[0].id)
    assert gates(text(dossier, "analysis", words)) == []

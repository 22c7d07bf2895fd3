"""Prose stands in the language in which a form of paper prevails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.errors import CaseError
from appraisal.gates import findings
from appraisal.papers import files
from appraisal.papers.opinion import Opinion
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import RECORD, decide, edited, gates, sentence, stated, text

CHINESE, ENGLISH = "两件作品的相同段落位置见左右对照。", "The same passages of both works stand side by side."


def written(dossier: Dossier, analysis: str) -> Dossier:
    for section, words in (whole.ENGLISH | {"analysis": analysis}).items():
        dossier = text(dossier, section, words)
    return dossier


@pytest.mark.parametrize("paper", ["us-rule26", "uk-part35"])
def test_chinese_prose_in_a_form_that_prevails_in_english(dossier: Dossier, paper: str) -> None:
    form = files.find(paper)
    for made in (
        written(dossier, f"{ENGLISH}\n\n{CHINESE}"),
        edited(written(dossier, ENGLISH), Kind.OPINION, range=CHINESE),
        edited(written(dossier, ENGLISH), Kind.OPINION, dissents=[{"is": "Dissent", "by": "乙", "text": CHINESE}]),
    ):
        (gap,) = [gap for gap in findings(made, form) if gap.gate == "language"]
        assert "以英文为准，1处文字为中文：两件作品" in gap.said.zh and "; 1 text in Chinese: " in gap.said.en
        assert "language" not in gates(decide(made, "gate:language", "法院要求附中文原文"), paper)
    for honest in (
        ENGLISH,
        f"The work says “{CHINESE}”; see 《网络文学作品相似性检验技术规范》.",
        f"The passage 月亮升上城墙的时候 stands in both works, as {whole.HOUSE} and 甲 saw it there and there again.",
        f"`{CHINESE}` is the name of a file.",
    ):
        assert "language" not in gates(written(dossier, honest), paper), honest


def test_english_prose_in_a_form_that_prevails_in_chinese(dossier: Dossier) -> None:
    (gap,) = findings(text(dossier, "analysis", ENGLISH), files.find("cn-copyright"))
    assert (
        gap.gate == "language" and "以中文为准，1处文字为英文" in gap.said.zh and "prevails in Chinese" in gap.said.en
    )
    for honest in (
        "见 text-exact",
        f"检材写有“{ENGLISH}”一句。",
        "A1 与 B1 的 README 文件 the same lines",
        "MD5, SHA-256",
    ):
        assert gates(text(dossier, "analysis", honest)) == [], honest


def test_no_edition_of_the_opinion_holds_words_of_the_other_language(dossier: Dossier) -> None:
    open_ = {"phrase": "undetermined", "fill": {"reason": "检材残缺", "subject": "乐谱的异同"}}
    english = {"reason": "the typescript is torn", "subject": "what the scores share"}

    def found(language: str, **changes: object) -> list[str]:
        made = stated(
            replace(dossier, language=language), sentence(phrase="text-same", **RECORD), sentence(**(open_ | changes))
        )
        return [gate for gate in gates(made) if gate.startswith("language")]

    long = {"reason": "the second half of the typescript that was handed in is torn and cannot be read at all"}
    assert found("zh", fill_en=english | long) == [] == found("both", fill_en=english | long)
    assert found("zh") == [] and found("both", fill_en=english) == []
    assert found("both") == ["language/en: 2 reason", "language/en: 2 subject"] == found("en")
    assert found("en", fill_en=english | {"subject": "“月光城”"}) == []
    assert found("zh", fill=english) == ["language/zh: 2 reason", "language/zh: 2 subject"]
    assert found("both", fill=english, fill_zh=open_["fill"]) == []
    assert found("zh", fill=english | {"reason": "文件 src/main.c", "subject": "src/main.c, include/game.h"}) == []


def test_words_of_an_edition_fill_the_same_slots_with_the_same_numbers() -> None:
    given = {"phrase": "undetermined", "fill": {"reason": "检材缺 3 页", "subject": "异同"}}
    held = Opinion.of({"sentences": [given | {"fill_en": {"reason": "3 pages are missing"}}]})
    (only,) = held.sentences
    assert only.words("en") == {"reason": "3 pages are missing", "subject": "异同"} and only.words("zh") == only.fill
    for wrong in ({"other": "x"}, {"reason": "4 pages are missing"}, {"reason": ""}):
        with pytest.raises(CaseError, match="fill_en"):
            Opinion.of({"sentences": [given | {"fill_en": wrong}]})

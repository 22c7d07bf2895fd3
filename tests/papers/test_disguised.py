"""Conclusions in other words, and in other letters; what a report may say of two works in the same words passes."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.papers.as_read import printed
from tests.papers.narrow import only
from tests.papers.test_gates import gates, text

CONCLUDED = (
    *("检材包含样本的独创性表达。", "检材复现了样本的表达。", "检材沿用样本文字。", "检材套用样本。", "检材移植样本。"),
    *(
        "检材以样本为蓝本。",
        "检材系在样本基础上修改。",
        "检材与样本同源。",
        "检材与样本基本相同。",
        "检材与样本具有同一性。",
    ),
    *("检材的文字先见于样本，后入检材。", "作者接触并使用了样本。", "被告具有主观故意。", "检材与样本惊人相似。"),
    *("B1 reuses A1.", "B1 incorporates passages of A1.", "B1 contains A1's text.", "The author of B1 used A1."),
    *(
        "The passages in B1 are A1's.",
        "The passages were transferred from A1 to B1.",
        "A1 went into B1.",
        "B1 is derivative.",
    ),
    *("The three passages originate in A1.", "A1 served as the model for B1.", "B1 follows A1 word for word."),
    *("The works are strikingly similar.", "The works are substantially the same.", "B1 is not an independent work."),
    *("The agreement is only explicable by copying.", "Coincidence is excluded.", "Copyright in A1 was breached."),
)
DISGUISED = (
    "B1 сopies A1.",
    "B1 ᴄᴏᴘɪᴇꜱ A1.",
    "B1 c0pies A1.",
    "B1 ｃｏｐｉｅｓ A1.",
    "B1 co\u200bpies A1.",
    "B1 cópies A1.",
    *("Inf ringement is found.", "In-fringement is found.", "lnfringement is found.", "Infr!ngement is found."),
    *("B1 is a co py of A1.", "B1 was c-o-p-i-e-d from A1.", "B1 was cop-\nied from A1.", "Plagi-arism is found."),
    *("检材chaoxi样本。", "检材 chāo xí 样本。", "qin权成立。", "检材chao袭样本。"),
    "inf1ring",
)
HONEST = (
    *("B1 contains text of its own.", "The passages in B1 are longer.", "The disc of A1 was copied into the case."),
    *("The author of B1 used a pen name.", "Two experts did independent work.", "No other explanation was asked for."),
    *("B1 uses passages of verse.", "Whether B1 reuses A1 is for the court.", "We do not say that A1 went into B1."),
    *("检材使用了与样本相同的字体。", "未发现检材沿用样本。", "检材是否移植样本，由法院认定。", "比对以样本为基础。"),
    *("检材与样本的第二段完全相同。", "检材与样本的版本不同。", "不能认定检材与样本同源。", "检材使用样本编号。"),
    *("In fringe cases the lantern shows.", "The cop yelled at the ferryman.", "It is like lying in a boat."),
    *("Li Chaoxi read B1.", "The co-pilot read a photocopy.", "The copy-right page names a year."),
    *("The files mp3s and h264 of A1, md5 and x64.", "Ärger und Café.", "样本与检材均使用了宋体。"),
)


@pytest.mark.parametrize("words", [*CONCLUDED, *DISGUISED[:-1]])
def test_a_conclusion_is_one_in_any_words_and_letters(dossier: Dossier, words: str) -> None:
    assert only(text(dossier, "analysis", words), "words-of-law")


@pytest.mark.parametrize("words", HONEST)
def test_what_concludes_nothing_passes(dossier: Dossier, words: str) -> None:
    assert [gate for gate in gates(text(dossier, "analysis", words)) if not gate.startswith("language")] == []


def test_letters_are_read_as_they_look() -> None:
    assert printed("сору c0py ᴄopy cópy").text == "copy copy copy copy"
    assert printed("Prob-ably a co py").text == "probably a copy" and printed("cop y").at == (0, 1, 2, 4)
    assert printed("B1 A10 2026-01-05 md5").text == "b1 a10 2026-01-05 md5", "labels and numbers stay"
    assert printed("が 月光城 é").text == "が 月光城 e" and printed("с").at == (0,)

"""Names that only the intake gives a work, words that hold a party liable; and questions that are left to the court."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates import early
from appraisal.gates.claims import named
from appraisal.gates.relations import Works
from appraisal.gates.wording import legal
from appraisal.procedure import Kind
from tests.papers.test_claims import entered
from tests.papers.test_gates import gates, text
from tests.papers.test_opposed_words import open_

CONCLUDES = ("Furnace Island is a copy of The Brick Kiln.", "炉岛系自砖窑复制而来。", "炉岛对砖窑进行了复制。")
TELLS = ("炉岛与砖窑的相同段落见对照。", "The text of Furnace Island was not compared with that of The Brick Kiln.")


def test_the_names_of_the_intake_are_names_of_the_works(dossier: Dossier, case: Case) -> None:
    entries = [*dossier.entries]
    at = [i for i, one in enumerate(entries) if one.kind == Kind.MATERIAL]
    for i, name in zip(at, ("砖窑 (The Brick Kiln)", "炉岛 (Furnace Island)"), strict=True):
        entries[i] = replace(entries[i], body={**entries[i].body, "name": name})
    made = replace(dossier, entries=tuple(entries))
    for words in CONCLUDES:
        assert open_(text(made, "analysis", words), "words-of-law"), words
        assert open_(entered(made, Kind.OPERATION, words)[0], "entries"), words
    works = named(case.works, entries)
    assert not [one for words in TELLS for one in legal(words, similarity=False, works=works)]
    assert "words-of-law" not in "".join(gates(made))
    assert early.unfit(case, "The respondent is liable.") and early.concluding(case, "被告应承担责任。")


LEFT = (
    "Legal questions, such as infringement, were not considered.",
    "本意见不涉及侵权与否。",
    "是否构成抄袭由法院认定。",
    "We were not asked whether B1 was copied from A1.",
    "The term 'substantial similarity' is a question of law and not used here.",
    "Whether that is infringement is for the court.",
    "侵权与否，由法院认定。",
    "是否实质性相似属法律问题，本报告未予评价。",
    "被告是否承担责任由法院认定。",
    "The witness was held liable in another matter.",
    "The plaintiff alleges plagiarism. This report does not address that.",
    "The complaint alleges that the defendant copied A1. I express no view on it.",
    "The claimant says that B1 infringes A1. That question is for the court.",
    "委托人称被告抄袭了A1，该主张不在本次鉴定范围内。",
    "委托人主张B1抄袭A1。本文书对此不作评价。",
    "法院问：两书是否实质性相似？本意见按委托不作回答。",
    "本文书不使用抄袭、剽窃等用语。",
    "I use neither the word plagiarism nor the word infringement.",
    "B1 came from A1's disc, in a sealed package.",
    "两名专家未独立完成复核，改为共同复核。",
    "There is no copying of files in the log, and this was copying of the disc.",
)
SAID = (
    "Whether or not it was meant, B1 infringes A1, which was not considered.",
    "是否构成抄袭，一望即知。",
    "抄袭与否已无疑问，不予讨论。",
    "On the question of infringement, B1 infringes A1.",
    "The question of infringement is answered: B1 infringes A1; costs were not considered.",
    "被告应承担责任。",
    "The respondent is liable.",
    "检材对样本进行了复制。",
    "B1 was copied from A1; whether more was taken was not asked.",
    "The infringement of A1 was not considered by the lower court.",
    "The plaintiff alleges and we find that B1 copied A1. This report does not address damages.",
    "The plaintiff alleges that B1 copied A1. The sum is for the court.",
    "B1 plagiarises A1. This report does not address that.",
    "原告主张B1抄袭A1。赔偿数额由法院认定。",
    "B1抄袭A1。该主张不在本次鉴定范围内。",
    "B1 came from A1.",
    *("B1不是独立创作的。", "检材的作者没有独立创作这两段。", "两段相同无法以巧合解释。"),
    *("B1 was not independently created.", "Independent creation is out of the question.", "There was copying."),
    *("The agreement results from copying.", "The agreement cannot be explained by coincidence."),
    "B1's text was copied from A1's disc.",
)


@pytest.mark.parametrize("words", LEFT)
def test_a_question_that_is_left_to_the_court_is_no_word_of_law(words: str) -> None:
    assert not legal(words, similarity=False)


@pytest.mark.parametrize("words", SAID)
def test_what_is_said_beside_a_question_is_one(words: str) -> None:
    assert legal(words, similarity=False, works=Works.of([("A1", "A", "claimed"), ("B1", "B", "accused")]))

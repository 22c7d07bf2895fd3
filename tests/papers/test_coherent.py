"""An opinion agrees with itself: propositions of a pair, a sentence said once, a phrase on records of its medium."""

from __future__ import annotations

from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.gates.quantities import spelled
from appraisal.procedure import Kind
from tests.papers.test_gates import COURT, decide, edited, gates, sentence, stated

RECORD = {"phrase": "text-same", "comparator": "text-exact", "left": "A1", "right": "B1"}


def answered(dossier: Dossier, *answers: str) -> Dossier:
    """Two propositions of the scheme, both named by the sentence, and what the opinion says of each."""
    put = [f"命题{number}" for number in range(1, len(answers) + 1)]
    made = edited(dossier, Kind.SCHEME, propositions=put)
    rows: Any = [{"is": "Answer", "proposition": at, "answer": one} for at, one in enumerate(answers, 1)]
    named = sentence(**RECORD, propositions=list(range(1, len(answers) + 1)))
    return edited(stated(made, named), Kind.OPINION, answers=rows)


def test_both_propositions_of_a_pair_do_not_hold(dossier: Dossier) -> None:
    both = answered(dossier, "holds", "holds")
    (gap,) = [one for one in findings(both, COURT) if one.gate == "contradiction/propositions-1"]
    assert "第1、2项两两相对" in gap.said.zh and "are a pair, and both are said to hold" in gap.said.en
    passed = decide(both, "gate:contradiction/propositions-1", "两项命题分别涉及文字与图片")
    assert "contradiction/propositions-1" not in gates(passed)
    for honest in (("holds", "does-not-hold"), ("holds", "in-part"), ("does-not-hold", "holds", "holds", "in-part")):
        assert not [one for one in gates(answered(dossier, *honest)) if one.startswith("contradiction")], honest


def test_a_sentence_is_said_once(dossier: Dossier) -> None:
    twice = stated(dossier, sentence(**RECORD), sentence(**RECORD))
    assert "contradiction/twice-2" in gates(twice)
    assert gates(stated(dossier, sentence(**RECORD))) == []


def test_a_phrase_rests_on_records_of_its_medium(dossier: Dossier) -> None:
    pictures = stated(dossier, sentence(**RECORD | {"phrase": "art-same"}, fill={"same": "构图", "different": "设色"}))
    found = [one.said for one in findings(pictures, COURT) if one.gate == "opinion/1"]
    assert any("另一类作品" in one.zh and "text-exact does not compare" in one.en for one in found)
    assert "opinion/1" not in gates(stated(dossier, sentence(**RECORD)))


@pytest.mark.parametrize(
    "words", ["two in three sentences agree", "相同率零点八七", "每五句有三句相同", "十有八九相同"]
)
def test_shares_in_words(words: str) -> None:
    assert spelled(words)


@pytest.mark.parametrize(
    "words",
    ["十八九岁的少年", "零点五分到站", "零点二十分", "two files in three folders", "每三年有一次展览", "每章有三节",
     "the two in three volumes", "python 3.11", "八九十年代"],
)  # fmt: skip
def test_words_that_are_no_share(words: str) -> None:
    assert not spelled(words)

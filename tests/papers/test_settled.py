"""What an opinion answers goes with what it finds; what it leaves open says what is missing; phrases on programs need
records of programs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.procedure import Kind
from reports.document import Language
from reports.sections.desk import Desk
from reports.sections.paper import opinion
from tests.papers.test_coherent import RECORD
from tests.papers.test_gates import COURT, decide, edited, gates, sentence, stated
from tests.reports.test_build import words

LACKING: tuple[tuple[Language, str], ...] = (("zh", "有匹配被采信"), ("en", "some match was accepted"))

PAIR = ("检材含有与样本相同的文字", "检材没有与样本相同的文字")
SAME = ("passages of the same wording are in both works", "no passages of the same wording are in both works")


def answered(dossier: Dossier, put: tuple[str, ...], *answers: str) -> Dossier:
    made = edited(dossier, Kind.SCHEME, propositions=list(put))
    rows: Any = [{"is": "Answer", "proposition": at, "answer": one} for at, one in enumerate(answers, 1)]
    return edited(stated(made, sentence(**RECORD, propositions=[1, 2])), Kind.OPINION, answers=rows)


@pytest.mark.parametrize("put", [PAIR, SAME])
def test_opposites_are_not_answered_turned_round(dossier: Dossier, put: tuple[str, str]) -> None:
    for turned in (("does-not-hold", "holds"), ("cannot-be-told", "holds"), ("does-not-hold", "does-not-hold")):
        made = answered(dossier, put, *turned)
        (gap,) = [one for one in findings(made, COURT) if one.gate.startswith("contradiction")]
        assert gap.gate == "contradiction/turned-1" and "一正一反" in gap.said.zh and "other way round" in gap.said.en
        assert not [one for one in gates(decide(made, f"gate:{gap.gate}", "两项命题并非相反")) if "turned" in one]
    assert "contradiction/turned-1" in gates(answered(dossier, put[::-1], "holds", "does-not-hold"))
    for honest in (("holds", "does-not-hold"), ("in-part", "does-not-hold"), ("holds", "cannot-be-told")):
        assert not [one for one in gates(answered(dossier, put, *honest)) if one.startswith("contradiction")], honest


@pytest.mark.parametrize(
    "put",
    [
        ("检材由作者独立完成", "检材并非作者独立完成"),
        ("两者文字全部相同", "两者文字并非全部相同"),
        ("B1 is wholly the same as A1", "B1 is not wholly the same as A1"),
        ("文字相同", "图片相同"),
    ],
)
def test_a_pair_that_no_sentence_settles_may_be_answered_either_way(dossier: Dossier, put: tuple[str, str]) -> None:
    assert not [one for one in gates(answered(dossier, put, "does-not-hold", "holds")) if "turned" in one]


@pytest.mark.parametrize(
    "put",
    [
        ("检材复制自样本", "检材系独立创作"),
        ("passages are the same", "B1 was written independently of A1"),
        ("passages are the same", "the accused work is an independent creation"),
    ],
)
def test_whether_a_work_was_made_independently_is_for_the_court(dossier: Dossier, put: tuple[str, str]) -> None:
    for answer in ("does-not-hold", "holds", "in-part"):
        made = answered(dossier, put, "cannot-be-told", answer)
        (gap,) = [one for one in findings(made, COURT) if one.gate.startswith("words-of-law")]
        assert gap.gate == "words-of-law/proposition-2" and "独立" in gap.said.zh and "independent" in gap.said.en
        assert gap.gate in gates(decide(made, f"gate:{gap.gate}", "法院委托事项明列此问")), "no decision passes it"
    assert gates(answered(dossier, put, "cannot-be-told", "cannot-be-told")) == []
    assert gates(answered(dossier, SAME, "holds", "does-not-hold")) == [], "likeness may be answered"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("法院应支持原告的请求", False),
        ("the panel prefers to leave it", False),
        ("检材只有一页，缺少其余部分", True),
        ("送检材料不含源程序", True),
        ("the recording is too short", True),
        ("the second half was not handed in", True),
    ],
)
def test_what_is_left_open_beside_accepted_matches_says_what_is_missing(
    dossier: Dossier, reason: str, said: bool
) -> None:
    open_ = sentence(phrase="undetermined", fill={"reason": reason, "subject": "相同文字的比例"})
    made = stated(dossier, open_)
    found = [one for one in findings(made, COURT) if one.gate == "opinion/1"]
    assert bool(found) is not said
    for gap in found:
        assert "未说明缺少什么" in gap.said.zh and "what is missing" in gap.said.en
    none = replace(made, comparisons=tuple(replace(one, verdicts={}) for one in made.comparisons))
    assert "opinion/1" not in gates(none), "nothing was accepted"
    both = stated(dossier, sentence(**RECORD), open_)
    assert "opinion/2" not in gates(both), "another sentence answers the question"


def test_phrases_on_programs_need_records_of_programs(dossier: Dossier) -> None:
    for phrase in ("private-server-layer", "plug-in-code-found"):
        layered = sentence(phrase=phrase, fill={"layer": "数据"} if "server" in phrase else {}, **RECORD_ONLY)
        found = [one.said for one in findings(stated(dossier, layered), COURT) if one.gate == "opinion/1"]
        assert any("没有程序的比对" in one.zh and "functional test of any" in one.en for one in found), phrase
    program = replace(dossier.comparisons[0].comparison, comparator="code-tokens")
    other = replace(dossier.comparisons[0], key="f" * 64, comparison=program)
    server = stated(dossier, sentence(phrase="private-server-layer", fill={"layer": "数据"}, **RECORD_ONLY))
    with_code = replace(server, comparisons=(*server.comparisons, other))
    assert "没有程序的比对" not in str([one.said for one in findings(with_code, COURT)])


RECORD_ONLY = {name: word for name, word in RECORD.items() if name != "phrase"}


def test_what_needs_accepted_matches_is_not_said_without_any(dossier: Dossier) -> None:
    """Not in a draft either: it says what is lacking. A decision lets it stand."""
    none = replace(dossier.comparisons[0], verdicts={})
    made = stated(replace(dossier, comparisons=(none,), paper=COURT), sentence(**RECORD))
    for language, lacking in LACKING:
        said = words(tuple(opinion(Desk(made, language))))
        assert lacking in said and not re.search("表述0处|0 passages", said) and none.key[:12] in said
    decided = decide(made, "gate:opinion/1")
    by_panel = (*decided.entries[:-1], replace(decided.entries[-1], by="甲"))
    passed = words(tuple(opinion(Desk(replace(decided, entries=by_panel), "zh")))).replace("\n", "")
    assert "有匹配被采信" not in passed and "表述0处" in passed
    kept = stated(replace(dossier, paper=COURT), sentence(**RECORD))
    assert "有匹配被采信" not in words(tuple(opinion(Desk(kept, "zh"))))

"""Where people's own words stand in a case: every entry but those that are named with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal import afc
from appraisal.dossier import Dossier, LogEntry
from appraisal.gates import View, dissents, opposed, spoken, unheard
from appraisal.procedure import EXCLUSIONS, Kind
from tests.papers.test_gates import COURT, edited
from tests.papers.test_opposed_facts import REAL, deciding, dissenting

SAID = "本人不同意第一句的认定，该段系套话。"
LEFT = "Both quote a public notice; I cannot agree that what remains is the same wording."
WORD = {Kind.ELEMENT: "why", Kind.EVENT: "told", Kind.LEVEL: "about", Kind.EXCLUSION: "note", Kind.OVERRULED: "note"}
NOTED = "该段系船家行当的套话，不是相同表述"


def holding(dossier: Dossier, kind: Kind, by: str, **body: Any) -> Dossier:
    """The dossier with one more entry."""
    log = EXCLUSIONS if kind in (Kind.EXCLUSION, Kind.OVERRULED) else "procedure.jsonl"
    made = LogEntry(log, 77, "2026-01-06T10:00:00Z", kind, by, body, "", "signed")
    if log == EXCLUSIONS or kind == Kind.FINDING:
        return replace(dossier, judged=(*dossier.judged, made))
    return replace(dossier, entries=(*dossier.entries, made))


def elsewhere(dossier: Dossier) -> list[tuple[str, ...]]:
    """Whose dissents stand in other entries."""
    return [gap.only for gap in unheard.elsewhere(View(dossier, COURT))]


def opposing(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    return {gap.gate.removeprefix("dissent/contrary "): gap.only for gap in opposed.contrary(View(dossier, COURT))}


@pytest.mark.parametrize("kind", [one for one in Kind if one not in spoken.UNREAD])
def test_own_words_are_heard_in_every_kind_of_entry(dossier: Dossier, kind: Kind) -> None:
    assert elsewhere(holding(dossier, kind, "乙", **{WORD.get(kind, "what"): SAID})) == [("乙",)]


def test_what_is_not_read_is_named_with_a_reason() -> None:
    assert all(spoken.UNREAD.values())
    assert not (spoken.OF_FINDINGS | spoken.TITLES) & (spoken.UNREAD.keys() - {Kind.FINDING})


def test_words_are_theirs_under_whose_name_they_stand(dossier: Dossier) -> None:
    (filed,) = (one for one in dossier.entries if one.kind == Kind.QUALIFICATIONS)
    rows: Any = filed.body["experts"]
    rows = [
        {**one, "publications": ["I disagree with the first sentence."]} if one["name"] == "乙" else one for one in rows
    ]
    assert elsewhere(edited(dossier, Kind.QUALIFICATIONS, experts=rows)) == [("乙",)]
    (gap,) = unheard.elsewhere(View(holding(dossier, Kind.EXCLUSION, "乙", note=LEFT), COURT))
    assert "exclusions.jsonl" in gap.said.zh and "exclusions.jsonl" in gap.said.en


HONEST: tuple[tuple[Kind, dict[str, Any]], ...] = (
    (Kind.REPLY, {"what": "比对范围见方案，已书面说明。"}),
    (Kind.REPLY, {"what": "本人不同意异议人的看法，第一句有记录支持。"}),
    (Kind.REPLY, {"what": "所提反对意见不成立；不应认定的主张没有依据。"}),
    (Kind.REPLY, {"what": "We do not agree with the objection: the first sentence is borne out."}),
    (Kind.EXCLUSION, {"note": "本人认为该处引自公文，不应计入。"}),
    (Kind.EXCLUSION, {"note": "两书均引自同一公文，不能认定为相同表述。"}),
    (Kind.OVERRULED, {"note": "本人不同意规则将该处剔除。"}),
    (Kind.ELEMENT, {"why": "两书中船长均反对出航，系惯用情节。", "expressions": [["A1", "“我不同意！”船长说。"]]}),
    (Kind.OUTLINE, {"points": [{"id": "P1", "plot": "我反对你去", "work": "A1"}]}),
    (Kind.POINT, {"same": "船长不同意出航，水手反对。", "judgement": "same"}),
    (Kind.SCHEME, {"criteria": [{"reason": "quotation", "text": "引文不应计入"}]}),
    (Kind.LITERATURE, {"literature": [{"title": "Why I Disagree with Rousseau (2019)"}]}),
    (Kind.SUPPLEMENTS, {"reason": "法院收到不同意见后委托补充鉴定。"}),
    (Kind.DELIVERY, {"what": "收件人提出反对意见，已记录。"}),
    (Kind.COMMISSION, {"questions": ["我方不同意第一句的认定，请重新鉴定。"]}),
    (Kind.ACCEPTANCE, {"reason": "第三项不能认定，不予受理。"}),
)


@pytest.mark.parametrize(("kind", "body"), HONEST)
def test_stories_rules_titles_and_replies_are_no_dissent(dossier: Dossier, kind: Kind, body: dict[str, Any]) -> None:
    assert elsewhere(holding(dossier, kind, "乙", **body)) == []


def judged(dossier: Dossier, *verdicts: tuple[str, str]) -> Dossier:
    """Verdicts and notes that 乙 filed on the match that 甲 accepted; the last is the one that stands."""
    first = dossier.findings[0]
    for at, (verdict, note) in enumerate(verdicts):
        body = {"comparison": first.comparison, "match": first.match, "verdict": verdict, "note": note}
        dossier = holding(dossier, Kind.FINDING, "乙", **body)
        dossier = replace(
            dossier, judged=(*dossier.judged[:-1], replace(dossier.judged[-1], on=f"2026-01-06T1{at}:00:00Z"))
        )
    return replace(dossier, findings=tuple(one for one in dossier.findings if one.by != "乙"))


def lost(dossier: Dossier) -> list[tuple[str, ...]]:
    return [gap.only for gap in dissents.taken_back(View(dossier, COURT))]


def test_words_at_a_verdict_that_was_taken_back_are_not_lost(dossier: Dossier) -> None:
    held = judged(dossier, ("rejected", NOTED), ("unreviewed", ""))
    (gap,) = dissents.taken_back(View(held, COURT))
    assert gap.gate == "dissent/taken-back" and gap.only == ("乙",)
    assert NOTED in gap.said.zh and NOTED in gap.said.en
    between = judged(dossier, ("rejected", NOTED), ("accepted", ""), ("unreviewed", ""))
    assert lost(between) == [("乙",)], "nothing says why"


def test_what_was_taken_back_is_answered_by_who_said_it(dossier: Dossier) -> None:
    assert lost(judged(dossier, ("rejected", NOTED), ("unreviewed", ""), ("accepted", "重看原书后认为相同"))) == []
    assert lost(judged(dossier, ("accepted", "文字相同"), ("unreviewed", ""))) == []
    assert lost(judged(dossier, ("rejected", ""), ("unreviewed", ""))) == [], "no words"
    held = judged(dossier, ("rejected", NOTED), ("unreviewed", ""))
    assert lost(dissenting(held, "乙", REAL, filed="乙")) == []
    for by, words, left in (("乙", "重看原书后不再坚持此点", []), ("甲", "乙不再坚持此点", [("乙",)])):
        made = deciding(held, by, "dissent:withdrawn", words)
        later = tuple(replace(one, on="2026-01-07") if one.kind == Kind.DECISION else one for one in made.entries)
        assert lost(replace(made, entries=later)) == left


def element(dossier: Dossier, by: str, **body: Any) -> Dossier:
    told = {"level": "字句", "name": "台阶一节", "expressions": [["A1", "台阶"], ["B1", "台阶"]], **body}
    return holding(dossier, Kind.ELEMENT, by, **told)


def test_two_views_of_an_element_contradict(dossier: Dossier) -> None:
    level = holding(dossier, Kind.LEVEL, "甲", name="字句", order=1)
    alike = {"outcome": "same", "evidence": [{"is": "Evidence", "source": "entry", "what": "procedure 1"}]}
    stock = {"filtered": "customary", "why": "船家行当的通常写法"}
    one = element(level, "甲", **alike)
    assert opposing(element(one, "乙", **stock)) == {"element 字句/台阶一节": ("甲", "乙")}
    assert opposing(element(one, "乙", outcome="different")) == {"element 字句/台阶一节": ("甲", "乙")}
    assert opposing(element(one, "乙", **alike, differences="另有一处不同")) == {}
    assert opposing(element(one, "乙", **stock, withdrawn=True)) == {}
    assert opposing(element(element(level, "甲", **stock), "乙", **{**stock, "filtered": "idea"})) == {}
    both = element(one, "乙", **stock)
    assert opposing(dissenting(both, "乙", REAL, filed="乙")) == {}


def test_levels_and_events_contradict(dossier: Dossier) -> None:
    level = holding(dossier, Kind.LEVEL, "甲", name="字句", order=1)
    assert opposing(holding(level, Kind.LEVEL, "乙", name="字句", order=3)) == {"level 字句": ("甲", "乙")}
    assert opposing(holding(level, Kind.LEVEL, "乙", name="字句", order=1, about="逐字")) == {}
    gone = holding(element(level, "乙", outcome="different"), Kind.LEVEL, "甲", name="字句", order=1, withdrawn=True)
    assert opposing(gone) == {"level 字句": ("乙", "甲")}, "the element of 乙 falls with it"
    seen = {
        "what": "甲书出版",
        "about": "publication",
        "evidence": [{"is": "Evidence", "source": "outside", "what": "卷二"}],
    }
    event = holding(dossier, Kind.EVENT, "甲", when="2019", **seen)
    assert opposing(holding(event, Kind.EVENT, "乙", when="2021", **seen)) == {"event 甲书出版": ("甲", "乙")}
    assert opposing(holding(event, Kind.EVENT, "乙", when="2019", told="某社", **seen)) == {}


def test_nobody_withdraws_a_level_of_somebody_else() -> None:
    level = afc.Level("字句", 1)
    by_jia, by_yi = (LogEntry("procedure.jsonl", 1, "", Kind.LEVEL, by, {}, "", "signed") for by in ("甲", "乙"))
    gone = (by_yi, replace(level, withdrawn=True))
    assert [*afc.standing({Kind.LEVEL: [(by_jia, level), gone]}).levels] == ["字句"]
    assert not afc.standing({Kind.LEVEL: [(by_jia, level), (by_jia, replace(level, withdrawn=True))]}).levels

"""Words of entries of the logs, and titles that people cite, hold no amount and no standard that nobody has read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier, LogEntry
from appraisal.gates import findings
from appraisal.gates.remarks import UNREAD, words_of
from appraisal.procedure import Kind
from tests.papers.narrow import only
from tests.papers.test_gates import COURT, decide, edited, gates, people, text

SHARE, PASSAGES = "去掉此处后，两书相同文字占乙书九成二", "Shared wording of 甲书 and 乙书: 120 passages (2025)"
BASIS = "依据GB/T 36451-2018第六条，公文套语不计"


def entry(kind: Kind, **body: Any) -> LogEntry:
    return LogEntry("procedure", 90, "2026-01-06T00:00:00Z", kind, "甲", body, "", "signed")


def excluded(dossier: Dossier, note: str, kind: Kind = Kind.EXCLUSION) -> Dossier:
    made = entry(kind, note=note, span={"file": "novel.txt", "unit": "char", "start": 10, "stop": 40})
    return replace(dossier, judged=(*dossier.judged, made))


def filed(dossier: Dossier, kind: Kind, **body: Any) -> Dossier:
    return replace(dossier, entries=(*dossier.entries, entry(kind, **body)))


def held(dossier: Dossier) -> list[str]:
    """Gates of numbers and standards that stand open."""
    return only(dossier, "standards", "numbers")


@pytest.mark.parametrize("kind", [Kind.EXCLUSION, Kind.OVERRULED])
def test_notes_of_exclusions_are_read(dossier: Dossier, kind: Kind) -> None:
    assert held(excluded(dossier, SHARE, kind)) == ["numbers/九成二"]
    assert held(excluded(dossier, BASIS, kind)) == ["standards/GB/T 36451-2018"]
    for note in ("两书均引自同一公文", "两书相同的30字引自《庄子》第3页", "GB/T 36451-2018仅供参照"):
        assert "numbers/30" not in held(excluded(dossier, note, kind)), note
    assert held(excluded(dossier, "两书均引自同一公文", kind)) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.OUTLINE, {"points": [{"id": "P1", "plot": "", "work": "A1"}]}),
        (Kind.POINT, {"point": "P1", "accused": "B1", "judgement": "same", "same": ""}),
        (Kind.ELEMENT, {"level": "文字", "name": "台阶", "filtered": "customary", "why": ""}),
        (Kind.EVENT, {"what": "", "when": "2024"}),
        (Kind.DECISION, {"about": "gate:content/limits", "reason": ""}),
        (Kind.DECISION, {"about": "", "reason": "经集体讨论"}),
        (Kind.SUPPLEMENTS, {"number": "X-1", "reason": ""}),
        (Kind.REPLY, {"what": ""}),
    ],
)
def test_every_kind_of_entry_is_read(dossier: Dossier, kind: Kind, body: dict[str, Any]) -> None:
    def said(words: str) -> list[str]:
        def put(value: Any) -> Any:
            if isinstance(value, list):
                return [put(one) for one in value]
            return {k: put(v) for k, v in value.items()} if isinstance(value, dict) else value or words

        return [*words_of(entry(kind, **put(body)))]

    for words in (SHARE, BASIS, "ISO/IEC 27042 was followed"):
        assert words in said(words)
    made = filed(dossier, kind, **{name: value or BASIS for name, value in body.items() if not isinstance(value, list)})
    assert isinstance(body.get("points"), list) or "standards/GB/T 36451-2018" in held(made)


def test_kinds_that_are_not_read_are_named_with_the_reason() -> None:
    """A new kind is read until somebody says here, and in ``kinds``, why not."""
    told = {Kind.EXCLUSION, Kind.OVERRULED, Kind.OUTLINE, Kind.POINT, Kind.LEVEL, Kind.ELEMENT, Kind.EVENT}
    told |= {Kind.DECISION, Kind.SUPPLEMENTS, Kind.REAPPRAISES, Kind.REPLY, Kind.PANEL, Kind.RELEASED, Kind.SAMPLE}
    told |= {Kind.HANDLED, Kind.OPERATION, Kind.REVIEW, Kind.ISSUE, Kind.DELIVERY, Kind.MATERIAL, Kind.ACCEPTANCE}
    told |= {Kind.TEST, Kind.DEFECT, Kind.RECEIVED, Kind.CREATED, Kind.CONFLICTS}
    told |= {Kind.CORRECTION, Kind.OBJECTION, Kind.REVISED}
    assert {*Kind} - told == {*UNREAD} and all(UNREAD.values())


@pytest.mark.parametrize(
    ("title", "gate"),
    [
        ("Concordance of the two novels (92 per cent of the wording in common)", "numbers/92%"),
        (PASSAGES, "numbers/120"),
        ("ISO/IEC 27037:2012, followed throughout", "standards/ISO/IEC 27037:2012"),
        ("ISO/IEC 27037 was strictly applied", "standards/followed ISO/IEC 27037"),
        ("本次依照GB/T 36451-2018", "standards/GB/T 36451-2018"),
        ("ISO/IEC 27037:2012 Guidelines for identification, collection and preservation of digital evidence", ""),
        ("GB/T 22239-2019 网络安全等级保护基本要求", ""),
        ("《依据GB/T 36451-2018的检验研究》，2019年，第12—20页", ""),
        ("A Hundred Proverbs of the River (2019), pp. 12-40", ""),
        ("《北方航海谚语集》（2012）", ""),
    ],
)
def test_titles_are_sources_and_no_results(dossier: Dossier, title: str, gate: str) -> None:
    source = [{"is": "Source", "title": title, "relied_for": "台阶一语的出处"}]
    for made in (edited(dossier, Kind.LITERATURE, literature=source), people(dossier, publications=[title])):
        assert held(made) == ([gate] if gate else [])


@pytest.mark.parametrize(
    ("name", "words", "open_"),
    [
        ("文字作品相似性鉴定方法", "依据《文字作品相似性鉴定方法》进行比对。", True),
        ("文字作品相似性鉴定方法", "《文字作品相似性鉴定方法》予以遵循，据此比对。", True),
        ("文字作品相似性鉴定方法", "委托人移交《文字作品相似性鉴定方法》一册，列于材料清单。", False),
        ("Comparison Manual", "The comparison was made according to the Comparison Manual.", True),
        ("Comparison Manual", "The Comparison Manual was received in a sealed bag.", False),
    ],
)
def test_what_was_handed_in_is_a_basis_only_where_it_was_read(
    dossier: Dossier, name: str, words: str, open_: bool
) -> None:
    handed = edited(dossier, Kind.COMMISSION, documents=[{"is": "Document", "name": name}])
    found = [gate for gate in gates(text(handed, "process", words)) if gate.startswith("standards")]
    assert bool(found) is open_


def test_a_material_called_as_a_standard_is_no_basis(dossier: Dossier) -> None:
    named = edited(dossier, Kind.MATERIAL, name="行业规范")
    assert "standards/followed 行业规范" in gates(text(named, "process", "依据行业规范进行。"))
    assert held(text(named, "process", "比对的检材为行业规范一册。")) == []


def test_a_decision_passes_over_what_stood_there(dossier: Dossier) -> None:
    """What is put on file after it, it does not know; what it says itself it does."""
    said = filed(dossier, Kind.REPLY, what=SHARE)
    before = filed(decide(dossier, "gate:numbers", "已讨论并写明"), Kind.REPLY, what=SHARE)
    assert held(decide(said, "gate:numbers", "已讨论并写明")) == []
    assert held(before) == ["numbers/九成二"]
    assert held(decide(before, "gate:numbers/九成二", "系转述对方的话")) == []
    again = filed(decide(said, "gate:numbers", "已讨论并写明"), Kind.REPLY, what=SHARE)
    assert held(again) == [], "the same words, put on file again"
    early = filed(decide(dossier, "gate:standards", "已讨论并写明"), Kind.REPLY, what=BASIS)
    assert held(early) == ["standards/GB/T 36451-2018"]
    assert held(decide(early, "gate:standards", "已讨论并写明")) == []
    prose = text(decide(dossier, "gate:numbers", "已讨论并写明"), "analysis", "相同文字占B1的92%。")
    assert held(prose) == [], "when a notebook was written no log tells"


def test_no_decision_passes_over_an_exclusion_that_comes_after_it(dossier: Dossier) -> None:
    passed = decide(dossier, "gate:exclusions", "已讨论并写明")
    body = {"work": "A1", "by": "甲", "on": "2026-03-01T00:00:00Z", "after_results": True, "note": ""}
    late = replace(entry(Kind.EXCLUSION, **body), log="exclusions.jsonl", on="2026-03-01T00:00:00Z")
    open_ = {gap.gate for gap in findings(replace(passed, judged=(*passed.judged, late)), COURT)}
    assert {"exclusions", "exclusions/not-counted"} <= open_
    after = replace(passed.entries[-1], on="2026-03-02T00:00:00Z")
    known = replace(passed, judged=(*passed.judged, late), entries=(*passed.entries, after))
    assert not [gap for gap in findings(known, COURT) if gap.family == "exclusions"]

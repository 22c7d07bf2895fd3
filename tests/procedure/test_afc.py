"""Abstraction, filtration, comparison and chronology on file: each with evidence that the case holds; nothing else."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import afc, panel
from appraisal.afc import About, Element, Event, Evidence, Filter, Level, Outcome, Source
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.errors import CaseError, MaterialError
from appraisal.panel import Panel
from appraisal.procedure import Kind

from .test_filing import case as case  # the fixture

pytestmark = pytest.mark.usefixtures("toys")
OUTSIDE = (Evidence(Source.OUTSIDE, "原告证据 3", "第 5 页"),)
BOTH = (("A1", "月光照城"), ("B1", "月光照城，换一词"))
WORDS = Level("字句", 1, "逐字")


def element(**changes: Any) -> Element:
    told = {"level": "字句", "name": "开篇", "expressions": BOTH, "outcome": Outcome.ALIKE, "evidence": OUTSIDE}
    return Element(**{**told, **changes})


def event(**changes: Any) -> Event:
    return Event(**{"what": "交稿", "when": "2023", "about": About.CONTACT, "evidence": OUTSIDE, **changes})


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: Level(" ", 1), "needs a name"),
        (lambda: Level("x", 0), "from 1"),
        (lambda: element(name=""), "needs a name"),
        (lambda: element(expressions=()), "each work once"),
        (lambda: element(expressions=(("A1", "x"), ("A1", "y"))), "each work once"),
        (lambda: element(expressions=(("A1", "x"), ("B1", " "))), "each work once"),
        (lambda: element(outcome=None), "either filtered out"),
        (lambda: element(filtered=Filter.IDEA, why="w"), "either filtered out"),
        (lambda: element(filtered=Filter.IDEA, outcome=None), "say why"),
        (lambda: element(evidence=()), "name the evidence"),
        (lambda: element(outcome=Outcome.ONE_SIDED), "one work alone"),
        (lambda: element(expressions=BOTH[:1]), "one work alone"),
        (lambda: element(why="x" * 4001), "more than 4000"),
        (lambda: event(what=""), "what happened"),
        (lambda: event(evidence=()), "add evidence"),
        (lambda: event(when="2023-02-30"), "is no date"),
        (lambda: event(when="spring"), "is no date"),
        (lambda: event(when="2023-06", until="2023-05"), "before it begins"),
        (lambda: Evidence(Source.FILE, " "), "say which"),
    ],
)  # fmt: skip
def test_what_is_half_said_is_refused(made: Any, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        made()


def test_filters_hold_all_reasons_of_exclusions() -> None:
    of_the_material = {str(one) for one in Reason} - {Reason.OUT_OF_SCOPE}  # which says nothing of the material
    assert of_the_material < {str(one) for one in Filter}


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [("2024", "2024-01-01", "2024-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
     ("2023-12", "2023-12-01", "2023-12-31"), ("2024-05-31", "2024-05-31", "2024-05-31"),
     ("9999-12", "9999-12-01", "9999-12-31")],
)  # fmt: skip
def test_days_that_a_date_covers(when: str, first: str, last: str) -> None:
    assert afc.bounds(when) == (first, last)


@given(st.dates())
def test_a_day_lies_in_its_month_and_its_year(day: Any) -> None:
    text = day.isoformat()
    for part in (text[:4], text[:7], text):
        first, last = afc.bounds(part)
        assert first <= text <= last


def test_the_last_word_of_each_person_stands_and_others_stay_on_file(case: Case) -> None:
    afc.record_level(case, Level("思想", 9), "甲")
    afc.record_level(case, WORDS, "甲")
    afc.record_element(case, element(), "甲")
    afc.record_element(case, element(outcome=Outcome.DIFFERENT, evidence=()), "乙")
    afc.record_element(case, element(differences="换一词"), "甲")
    afc.record_element(case, element(name="题材", outcome=None, filtered=Filter.IDEA, why="属思想"), "甲")
    afc.record_element(case, element(name="误记"), "甲")
    afc.record_element(case, element(name="误记", withdrawn=True), "甲")
    found = afc.guided(case.history())
    assert list(found.levels) == ["字句", "思想"], "the most literal first"
    assert [(e.by, one.name, one.differences) for e, one in found.elements] == [
        ("甲", "开篇", "换一词"), ("乙", "开篇", ""), ("甲", "题材", ""),
    ]  # fmt: skip
    assert len(case.history().of(Kind.ELEMENT)) == 6, "nothing said is ever taken away"
    tally = afc.tally(found)
    assert {name: n for name, n in tally["字句"].items() if n} == {"elements": 2, "filtered": 1, "divided": 1}
    assert set(tally["思想"].values()) == {0}
    afc.record_level(case, Level("字句", 1, withdrawn=True), "甲")
    assert afc.guided(case.history()).elements == ()


def test_events_stand_by_time(case: Case) -> None:
    for what, when, until in (("发布", "2024-05-31", ""), ("创作", "2023", ""), ("往来", "2023-03", "2024-01")):
        afc.record_event(case, event(what=what, when=when, until=until, label="A1"), "甲")
    afc.record_event(case, event(what="发布", when="2024-06-01", disputed="被告不认可"), "甲")
    assert [(one.what, one.when) for _, one in afc.guided(case.history()).events] == [
        ("创作", "2023"), ("往来", "2023-03"), ("发布", "2024-06-01"),
    ]  # fmt: skip


def test_evidence_must_be_in_the_case(case: Case) -> None:
    file = case["A1"].members[0].file
    for source, what in (
        ("file", f"A1 {file}"),
        ("entry", "procedure 1"),
        ("entry", "custody.jsonl 1"),
        ("outside", "x"),
    ):
        afc.check(case, Evidence(Source(source), what))
    for source, what, said in (
        ("file", "A1 nothing.txt", "has no file"), ("file", "Z9 x", "no work"), ("file", "A1", "space between"),
        ("entry", "procedure 999", "no entry 999"), ("entry", "closed/deliberation.jsonl 1", "no disclosed log"),
        ("entry", "procedure -1", "no entry -1"), ("document", "documents/none.png", "no document"),
        ("match", f"{'0' * 16} {'1' * 16}", "holds a match"), ("match", "x", "space between"),
    ):  # fmt: skip
        with pytest.raises((CaseError, MaterialError), match=said):
            afc.record_event(case, event(evidence=(Evidence(Source(source), what),)), "甲")
    assert case.history().of(Kind.EVENT) == ()


def test_a_paper_on_file_is_evidence(case: Case, tmp_path: Any) -> None:
    from appraisal import filing
    from appraisal.procedure import Step

    (tmp_path / "收据.png").write_bytes(b"paper")
    filing.file_step(case, Kind.OPERATION, Step("x"), "甲", documents=[tmp_path / "收据.png"])
    name = f"documents/{hashlib.sha256(b'paper').hexdigest()[:16]}-收据.png"
    afc.check(case, Evidence(Source.DOCUMENT, name))


def test_elements_wait_for_a_level_and_for_verdicts_under_seal(case: Case) -> None:
    with pytest.raises(CaseError, match="name the level first"):
        afc.record_element(case, element(), "甲")
    with pytest.raises(CaseError, match="say who you are"):
        afc.record_level(case, WORDS, " ")
    afc.record_level(case, WORDS, "甲")
    case.record(Kind.SCHEME, {"scope": "x"}, "甲")
    with case.working():
        panel.convene(case.log, Panel(("甲", "乙"), "丙"), "甲")
    with pytest.raises(CaseError, match="once all verdicts are opened; waiting for"):
        afc.record_element(case, element(), "甲")
    with pytest.raises(CaseError, match="no expert of the panel"):
        afc.record_element(case, element(), "丙")
    afc.record_event(case, event(), "丙")
    for step in (panel.submit, panel.open_verdicts):
        for name in ("甲", "乙"):
            step(case.log, name)
    afc.record_element(case, element(), "甲")
    assert len(afc.guided(case.history()).elements) == 1


def test_an_entry_that_cannot_be_read_is_named(case: Case) -> None:
    case.record(Kind.ELEMENT, {"level": "x", "name": 3}, "甲")
    with pytest.raises(CaseError, match=r"procedure\.jsonl line \d+ cannot be read"):
        afc.guided(case.history())

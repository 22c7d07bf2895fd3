"""The session of a panel: guided comparison, verdicts as entries, agreement, looking up matches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from appraisal import panel
from appraisal.errors import CaseError, UsageError
from appraisal.lab.session import Session
from tests.lab.test_session import ids, integrity

from .conftest import EXPERTS, HOSTILE, record_of


def opened(session: Session, folder: Path) -> None:
    """Both experts hand in and open."""
    for action in ("submit", "open_verdicts"):
        for name in ("甲", "乙"):
            session.handle("enter", {"expert": name, "passphrase": EXPERTS[name]})
            session.handle(action, {})


def test_guided_comparison_rests_on_matches_and_says_what_the_panel_found_of_them(
    session: Session, folder: Path
) -> None:
    record = record_of(session, "text-exact")
    first, second = ids(session, record)[:2]
    session.handle("enter", {"expert": "甲", "passphrase": EXPERTS["甲"]})
    session.handle("judge", {"record": record, "matches": [second], "verdict": "excluded", "reason": "quotation"})
    session.handle("say", {"kind": "level", "body": {"name": HOSTILE, "order": 1, "about": "字句"}})
    said: dict[str, Any] = {
        "level": HOSTILE, "name": "开篇", "expressions": [["A1", "甲"], ["B1", HOSTILE]], "outcome": "same",
        "evidence": [{"source": "match", "what": f"{record[:16]} {first}", "note": ""}],
    }  # fmt: skip
    with pytest.raises(CaseError, match="once all verdicts are opened"):
        session.handle("say", {"kind": "element", "body": said})
    opened(session, folder)
    told = session.handle("say", {"kind": "element", "body": said})
    (element,) = told["elements"]
    assert element["expressions"][1] == ["B1", HOSTILE] and element["by"] == "乙"
    (evidence,) = element["evidence"]
    assert (evidence["number"], evidence["comparator"], evidence["verdict"]) == (1, "text-exact", "unreviewed")
    assert told["unsupported"] == [["开篇", 1, "unreviewed"]], "it rests on a match that nobody accepted"
    for name in ("甲", "乙"):
        session.handle("enter", {"expert": name, "passphrase": EXPERTS[name]})
        session.handle("judge", {"record": record, "matches": [first], "verdict": "accepted"})
    filtered = {**said, "name": "题材", "outcome": None, "filtered": "idea", "why": "属思想", "evidence": []}
    told = session.handle("say", {"kind": "element", "body": filtered})
    assert told["unsupported"] == []
    assert {"of": "element", "reason": "idea", "count": 1} in told["ledger"]
    assert {"of": "match", "reason": "quotation", "count": 1} in told["ledger"]
    assert told["tally"][HOSTILE]["same"] == 1 and told["tally"][HOSTILE]["filtered"] == 1
    json.dumps(told, allow_nan=False)
    event = {"what": "交稿", "when": "2023", "about": "contact", "evidence": [{"source": "entry", "what": "custody 1"}]}
    told = session.handle("say", {"kind": "event", "body": event})
    assert [(one["from"], one["to"]) for one in told["events"]] == [("2023-01-01", "2023-12-31")]
    bad: Any
    for bad in ({"kind": "panel", "body": {}}, {"kind": "event", "body": {"what": 3}}, {"kind": "level", "body": []}):
        with pytest.raises(UsageError):
            session.handle("say", bad)
    assert integrity(folder) == []


def test_each_verdict_is_an_entry_that_can_be_looked_up(session: Session, folder: Path) -> None:
    record = record_of(session, "text-exact")
    match = ids(session, record)[0]
    session.handle("enter", {"expert": "甲", "passphrase": EXPERTS["甲"]})
    for seq, (verdict, note) in enumerate((("accepted", HOSTILE), ("unreviewed", ""), ("doubtful", "n")), 1):
        told = session.handle("judge", {"record": record, "matches": [match], "verdict": verdict, "note": note})
        assert (told["log"], told["entry"]) == (panel.log_of("甲"), seq)
    listed = session.handle("history", {"record": record, "match": match})
    assert [(e["seq"], e["verdict"], e["note"], e["sealed"]) for e in listed] == [
        (1, "accepted", HOSTILE, True), (2, "unreviewed", "", True), (3, "doubtful", "n", True),
    ]  # fmt: skip
    session.handle("enter", {"expert": "乙", "passphrase": EXPERTS["乙"]})
    assert session.handle("history", {"record": record, "match": match}) == [], "under seal nobody else sees one"
    opened(session, folder)
    assert len(session.handle("history", {"record": record, "match": match})) == 3
    with pytest.raises(CaseError, match="holds a match"):
        session.handle("history", {"record": record, "match": "x"})


def test_agreement_counts_what_was_judged_apart_and_only_for_the_panel(session: Session, folder: Path) -> None:
    record = record_of(session, "text-exact")
    found = ids(session, record)
    for name, verdicts in (("甲", "accepted accepted rejected"), ("乙", "accepted doubtful rejected doubtful")):
        session.handle("enter", {"expert": name, "passphrase": EXPERTS[name]})
        for match, verdict in zip(found, verdicts.split(), strict=False):
            session.handle("judge", {"record": record, "matches": [match], "verdict": verdict})
    with pytest.raises(CaseError, match="sealed"):
        session.handle("agreement", {})
    opened(session, folder)
    (row,) = session.handle("agreement", {})
    assert (row["both"], row["same"], row["differ"]) == (3, 2, [["accepted", "doubtful", 1]])
    session.handle("judge", {"record": record, "matches": found[1:2], "verdict": "accepted"})
    assert session.handle("agreement", {}) == [row], "what is changed after deliberation is no independent verdict"
    text = "".join(p.read_text("utf-8", "replace") for p in folder.rglob("*.json*") if "comparisons" not in p.parts)
    assert "agreement" not in text


def test_the_court_finds_a_match_by_its_id_in_any_record(session: Session) -> None:
    record, other = record_of(session, "text-exact"), record_of(session, "code-tokens")
    match = session.clerk.opened(other).comparison.matches[4]
    told = session.handle("court", {"record": record, "number": match.id})
    assert (told["number"], told["comparator"], told["recomputed"]["same_match"]) == (5, "code-tokens", True)
    with pytest.raises(UsageError, match="no match"):
        session.handle("court", {"record": record, "number": "f" * 16})


def test_the_place_of_a_match_is_taken_out_of_one_work(session: Session) -> None:
    session.handle("enter", {"expert": "丙"})
    record = record_of(session, "text-exact")
    match = session.clerk.opened(record).comparison.matches[0]
    given = {"record": record, "match": match.id, "side": "right", "reason": "quotation", "polygon": None}
    assert session.handle("exclude", given)["after_results"] is True
    (made,) = session.case.exclusions()
    assert (made.work, made.span, str(made.reason)) == ("B1", match.right, "quotation")

"""What an expert does in the workbench, as calls: verdicts, figures, samples, court, steps; what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from appraisal import chain, panel
from appraisal.case import Case
from appraisal.errors import CaseError, UsageError
from appraisal.finding import Verdict
from appraisal.lab import pages
from appraisal.lab.session import Session
from appraisal.procedure import PROCEDURE, Kind
from appraisal.sampling import interval
from appraisal.span import Span, box
from appraisal.verify.outcome import Answer, Check
from appraisal.verify.verifying import verify

from .conftest import EXPERTS, HOSTILE, MANY, convene, record_of, sign_scheme


def ids(session: Session, record: str) -> list[str]:
    told = session.handle("matches", {"record": record})
    at = told["fields"].index("id")
    return [row[at] for row in told["rows"]]


def integrity(root: Path) -> list[str]:
    (outcome,) = verify(root, checks=(Check.INTEGRITY,))
    return [r.what for r in outcome.remarks if r.answer is Answer.FAILS]


def test_every_answer_is_json_and_holds_hostile_words_as_they_are(session: Session) -> None:
    told = session.handle("open", {})
    assert told["title"] == HOSTILE
    for record in session.clerk.records:
        for action in ("matches", "figures", "samples", "opposing"):
            json.dumps(session.handle(action, {"record": record}), allow_nan=False)
        first = ids(session, record)[0]
        json.dumps(session.handle("exhibit", {"record": record, "match": first}), allow_nan=False)


def test_rows_say_what_stands_where_and_which_are_the_same(session: Session) -> None:
    record = record_of(session, "text-exact")
    told = session.handle("matches", {"record": record[:12]})
    rows = [dict(zip(told["fields"], row, strict=True)) for row in told["rows"]]
    assert told["record"] == record and len(rows) >= MANY
    matches = session.clerk.opened(record).comparison.matches
    assert [(r["number"], r["id"], r["leftStart"]) for r in rows] == [
        (n, m.id, m.left.start) for n, m in enumerate(matches, 1)
    ]
    text = next((session.case.root / "works" / "A1").rglob("*.txt")).read_text("utf-8")
    assert all(" ".join(text[r["leftStart"] : r["leftStop"]].split()).startswith(r["text"][:20]) for r in rows)
    assert told["lengths"]["left"] == [len(text)]
    groups = [r["group"] for r in rows]
    assert len(set(groups)) == len({text[r["leftStart"] : r["leftStop"]] for r in rows})


def test_figures_stay_hidden_until_the_scheme_is_signed(folder: Path) -> None:
    session = Session(Case.open(folder))
    record = record_of(session, "text-exact")
    for action in ("figures", "opposing"):
        assert session.handle(action, {"record": record}) == {"hidden": True}
    sign_scheme(folder)
    assert session.handle("figures", {"record": record})["hidden"] is False
    session.close()


def test_a_scheme_that_nobody_signed_leaves_figures_hidden(folder: Path) -> None:
    case = Case.open(folder, signers=lambda name: None)
    chain.append(case.root, PROCEDURE, on="2026-01-01T00:00:00Z", kind="scheme", by="某人", body={"scope": "x"})
    session = Session(case)
    assert session.hidden() is True
    session.close()


def test_figures_follow_judgement(session: Session) -> None:
    session.handle("enter", {"expert": "甲", "passphrase": EXPERTS["甲"]})
    record = record_of(session, "text-exact")
    found = ids(session, record)

    def steps() -> dict[str, Any]:
        return {s["step"]: s for s in session.handle("figures", {"record": record})["steps"]}

    before = steps()
    assert before["accepted"]["left"] == 0 and before["all"] == {**before["kept"], "step": "all"}
    session.handle("judge", {"record": record, "matches": found[:1], "verdict": "accepted"})
    one = steps()
    session.handle("judge", {"record": record, "matches": found[1:2], "verdict": "accepted", "note": "n"})
    session.handle("judge", {"record": record, "matches": found[2:3], "verdict": "rejected"})
    told = session.handle("figures", {"record": record})
    two = steps()
    assert 0 < one["accepted"]["left"] < two["accepted"]["left"] < two["kept"]["left"] < two["all"]["left"]
    assert told["counts"]["accepted"] == 2 and told["counts"]["rejected"] == 1
    assert told["unread"] == len(found) - 3
    session.handle("judge", {"record": record, "matches": found[:1], "verdict": "unreviewed"})
    assert steps()["accepted"]["left"] < two["accepted"]["left"], "undo is another record, and the figures follow it"
    log = chain.read(session.case.root, panel.log_of("甲"))
    assert [e.kind for e in log] == ["sealed-finding"] * 4
    assert integrity(session.case.root) == []


def test_another_expert_sees_nothing_before_the_opening(session: Session, folder: Path) -> None:
    record = record_of(session, "text-exact")
    found = ids(session, record)
    before = session.handle("matches", {"record": record}), session.handle("figures", {"record": record})
    for name, verdict in (("甲", "accepted"), ("乙", "doubtful")):
        mine = Session(Case.open(folder))
        mine.handle("enter", {"expert": name, "passphrase": EXPERTS[name]})
        mine.handle("judge", {"record": record, "matches": found[:1], "verdict": verdict})
        told = mine.handle("matches", {"record": record})
        assert told["panel"] == {} and set(told["own"]) == set(found[:1]) and told["own"][found[0]][0] == verdict
        mine.handle("submit", {})
        assert mine.handle("state", {})["may_judge"] is False
        mine.close()
    assert (session.handle("matches", {"record": record}), session.handle("figures", {"record": record})) == before
    for name in ("甲", "乙"):
        mine = Session(Case.open(folder))
        mine.handle("enter", {"expert": name, "passphrase": EXPERTS[name]})
        state = mine.handle("open_verdicts", {})
        mine.close()
    assert state["sealed"] is False and state["may_judge"] is True
    told = session.handle("matches", {"record": record})["panel"][found[0]]
    assert {who: v[0] for who, v in told.items()} == {"甲": "accepted", "乙": "doubtful"}
    assert session.handle("figures", {"record": record})["counts"]["doubtful"] == 1
    assert integrity(folder) == []


def test_what_is_refused_says_why(session: Session) -> None:
    record = record_of(session, "text-exact")
    found = ids(session, record)
    judge = {"record": record, "matches": found[:1], "verdict": "accepted"}
    with pytest.raises(CaseError, match="say who you are"):
        session.handle("judge", judge)
    with pytest.raises(UsageError, match="cannot be unlocked"):
        session.handle("enter", {"expert": "甲", "passphrase": "falsch"})
    session.handle("enter", {"expert": "甲", "passphrase": EXPERTS["甲"]})
    with pytest.raises(CaseError, match="needs a reason"):
        session.handle("judge", {**judge, "verdict": "excluded"})
    bad: dict[str, Any]
    for bad in ({"matches": ["no"]}, {"record": "0" * 16}, {"verdict": "copied"}, {"matches": []}):
        with pytest.raises(CaseError):
            session.handle("judge", {**judge, **bad})
    for action, given in (("no", {}), ("judge", {}), ("page", {"record": record, "side": "up", "file": "x"})):
        with pytest.raises(UsageError):
            session.handle(action, given)
    with pytest.raises(CaseError, match="no file"):
        session.handle("page", {"record": record, "side": "left", "file": "../../etc/passwd"})
    session.handle("enter", {"expert": "丙"})
    with pytest.raises(CaseError, match="丙 works here now, not '甲'"):
        session.handle("judge", {**judge, "as": "甲"})
    with pytest.raises(CaseError, match="no expert of the panel"):
        session.handle("judge", judge)
    assert not (session.case.root / panel.log_of("丙")).exists()


def test_a_sample_is_fixed_first_and_concludes_with_an_interval(session: Session) -> None:
    session.handle("enter", {"expert": "甲", "passphrase": EXPERTS["甲"]})
    record = record_of(session, "text-exact")
    (told,) = session.handle("draw", {"record": record, "size": 10, "rule": "十处"})
    assert told["before"] == 0 and told["interval"] is None and len(set(told["ids"])) == 10
    assert set(told["ids"]) <= set(ids(session, record))
    for at, match in enumerate(told["ids"]):
        verdict = "rejected" if at == 3 else "accepted"
        session.handle("judge", {"record": record, "matches": [match], "verdict": verdict})
    (told,) = session.handle("samples", {"record": record})
    assert (told["read"], told["accepted"]) == (10, 9)
    assert told["total"] == 24
    assert told["interval"] == pytest.approx([16 / 24, 23 / 24])  # hypergeometric: 9 of 10 drawn from 24, by hand
    later = session.handle("draw", {"record": record, "size": 5})[-1]
    assert later["before"] == 10, "a sample after verdicts says so"
    for size in (0, 10_000):
        with pytest.raises(CaseError, match="a sample of"):
            session.handle("draw", {"record": record, "size": size})


@pytest.mark.parametrize(
    ("hits", "read", "low", "high"),
    [(0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (5, 10, 0.1871, 0.8129), (0, 0, 0.0, 1.0), (0, 59, 0.0, 0.0606)],
)
def test_intervals(hits: int, read: int, low: float, high: float) -> None:
    assert interval(hits, read) == pytest.approx((low, high), abs=1e-4)


def test_unmatched_parts_are_drawn_and_put_on_file(session: Session) -> None:
    session.handle("enter", {"expert": "甲", "passphrase": EXPERTS["甲"]})
    record = record_of(session, "text-exact")
    told = session.handle("unmatched", {"record": record, "side": "left", "size": 3})
    assert told == session.handle("unmatched", {"record": record, "side": "left", "size": 3})
    opened = session.clerk.opened(record)
    spans = [span for m in opened.comparison.matches for span in m.all_left()]
    assert told["total"] >= 3 and len(told["drawn"]) == 3
    for place in told["drawn"]:
        assert place["file"].endswith(".txt"), "pictures and code are not what this method reads"
        mine = [(s.start, s.stop) for s in spans if s.file == place["file"]]
        assert all(place["stop"] <= start or place["start"] >= stop for start, stop in mine), "no match lies in it"
    seen = [{"file": p["file"], "start": p["start"], "stop": p["stop"], "seen": "nothing"} for p in told["drawn"]]
    session.handle("spot_check", {"record": record, "side": "left", "seed": told["seed"], "places": seen})
    entry = session.case.history().of(Kind.OPERATION)[-1]
    assert entry.body["observation"].startswith("3 places, 0 overlooked") and told["seed"] in entry.body["note"]


def test_pages_lead_from_one_side_to_the_other(session: Session) -> None:
    record = record_of(session, "text-exact")
    opened = session.clerk.opened(record)
    first = opened.comparison.matches[0]
    told = session.handle("page", {"record": record, "side": "left", "file": first.left.file})
    other = session.handle("page", {"record": record, "side": "right", "file": first.right.file})
    assert [first.left.start, first.left.stop, 1, first.right.file, first.right.start, first.right.stop] in told[
        "marks"
    ]
    assert [first.right.start, first.right.stop, 1, first.left.file, first.left.start, first.left.stop] in other[
        "marks"
    ]
    assert HOSTILE in told["text"]
    picture = session.clerk.opened(record_of(session, "image-copy")).comparison.matches[0]
    asked = {"record": record_of(session, "image-copy"), "side": "left", "file": picture.left.file}
    assert session.handle("page", asked) is None


def test_the_court_sees_a_number_and_the_record_computed_again(session: Session) -> None:
    for comparator in ("text-exact", "image-copy"):
        record = record_of(session, comparator)
        told = session.handle("court", {"record": record, "number": 3})
        assert told["number"] == 3 and told["recomputed"]["same_record"] and told["recomputed"]["same_match"]
        with pytest.raises(UsageError, match="no match 0"):
            session.handle("court", {"record": record, "number": 0})


def test_a_region_drawn_on_a_picture_is_excluded_in_the_coordinates_of_the_file(session: Session) -> None:
    session.handle("enter", {"expert": "丙"})
    record = record_of(session, "image-copy")
    first = session.clerk.opened(record).comparison.matches[0]
    ring = [[80, 60], [160, 60], [160, 120], [80, 120]]
    told = session.handle(
        "exclude",
        {"record": record, "match": first.id, "side": "right", "reason": "public-domain", "polygon": ring},
    )
    assert told["after_results"] is True and told["label"] == "B1"
    (made,) = session.case.exclusions()
    assert made.span == box(first.right.file, 80, 60, 160, 120) and made.by == "丙"
    assert session.handle("exclusions", {})[0]["after_results"] is True


def test_regions_are_led_back_through_scale_and_turn() -> None:
    """The file's corners in the order in which the exhibit shows them: here turned a quarter and half the size."""
    span = box("a.png", 0, 0, 200, 100)
    exhibit = {"left": {"polygons": [[[50, 0], [50, 100], [0, 100], [0, 0]]]}}
    found = pages.region(exhibit, "left", span, [[50, 0], [25, 0], [25, 50], [50, 50]])
    assert found.polygon == ((0.0, 0.0), (0.0, 50.0), (100.0, 50.0), (100.0, 0.0))
    out = pages.region(exhibit, "left", span, [[-900, -900], [900, 0], [25, 900]])
    assert all(0 <= x <= 200 and 0 <= y <= 100 for x, y in out.polygon)
    bad: Any
    for bad in ([], [[0, 0]] * 2, [[0, 0], [1, 1], [float("nan"), 0]], [[0, 0, 0]] * 3):
        with pytest.raises(UsageError, match="corners"):
            pages.region(exhibit, "left", span, bad)
    with pytest.raises(UsageError, match="no region"):
        pages.region({"left": {"polygons": []}}, "left", span, [[0, 0]] * 3)
    with pytest.raises(UsageError, match="no region"):
        pages.region(exhibit, "left", Span("a.png", "file"), [[0, 0]] * 3)


def test_steps_of_the_panel_and_the_report(session: Session) -> None:
    session.handle("enter", {"expert": "甲", "passphrase": EXPERTS["甲"]})
    session.handle("step", {"kind": "deliberation", "what": "合议", "note": "保留意见"})
    with pytest.raises(CaseError, match="has not judged"):
        session.handle("step", {"kind": "review", "what": "复核"})
    with pytest.raises(UsageError, match="not recorded here"):
        session.handle("step", {"kind": "finding", "what": "x"})
    session.handle("enter", {"expert": "丙"})
    assert session.handle("step", {"kind": "review", "what": "复核"})["entry"].startswith("procedure.jsonl")
    assert session.case.history().last(Kind.REVIEW) is not None


def test_where_one_stopped_is_remembered_outside_the_case(session: Session, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    session.handle("enter", {"expert": "丙"})
    session.handle("remember", {"place": {"match": "x", "record": "r"}})
    session.handle("remember", {"place": {"match": "x" * 9000}})
    assert session.handle("open", {})["remembered"] == {"match": "x", "record": "r"}
    session.handle("enter", {"expert": "戊"})
    assert session.handle("open", {})["remembered"] == {}
    assert sorted(folder.rglob("*")) == before


def test_without_a_panel_verdicts_stand_in_the_open(folder: Path) -> None:
    session = Session(Case.open(folder), expert="丙")
    record = record_of(session, "code-tokens")
    found = ids(session, record)
    session.handle("judge", {"record": record, "matches": found[:3], "verdict": "accepted"})
    assert [f.verdict for f in session.case.findings()] == [Verdict.ACCEPTED] * 3
    assert session.handle("state", {})["sealed"] is False
    sign_scheme(folder)
    convene(folder)
    assert session.handle("state", {})["sealed"] is True
    session.close()

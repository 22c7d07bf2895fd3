"""Plot points: what a form says, passages proposed by place, order of the story, what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.case import Case
from appraisal.cli import main
from appraisal.comparison import Match
from appraisal.errors import CaseError
from appraisal.plots.filing import file_form, findings_of, judge_point, outline_of, read_form, template
from appraisal.plots.outline import Judgement, Outline, Point, PointFinding, Spot, ends, kendall, panel_of, proposed
from appraisal.procedure import PROCEDURE, Kind
from appraisal.span import char
from tests.procedure.forging import keys

Row = tuple[Mapping[str, Any], Mapping[str, Any]]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case.create(
        tmp_path / "case", clock=lambda: "2026-01-01T00:00:00Z", signers=keys, number="1", experts=("甲",)
    )
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        (tmp_path / f"{label}.txt").write_text(f"{label} 的故事", "utf-8")
        case.receive(label, tmp_path / f"{label}.txt", role)
    return case


POINT = {"id": "P1", "plot": "断指续灯", "work": "A1", "spots": [{"chapter": "第一章"}]}
FOUND = {"point": "P1", "accused": "B1", "judgement": "same", "same": "以血续灯"}


def test_points_and_findings_are_filed_once_and_signed(case: Case) -> None:
    form = {"points": [POINT], "findings": [FOUND]}
    made = file_form(case, form, "甲")
    assert [entry.kind for entry in made] == [Kind.OUTLINE, Kind.POINT]
    assert {entry.log for entry in made} == {PROCEDURE}
    assert [case.history().standing(entry) for entry in made] == ["signed", "signed"]
    assert file_form(case, form, "甲") == []
    (again,) = file_form(case, {"findings": [{**FOUND, "judgement": "相同或相似", "note": "复看"}]}, "甲")
    assert again.kind == Kind.POINT
    assert outline_of(case) == Outline((Point("P1", "断指续灯", "A1", spots=(Spot(chapter="第一章"),)),))
    assert [one.note for _, one in findings_of(case)] == ["", "复看"]


def test_the_printed_form_can_be_read_and_filled_in(case: Case) -> None:
    put_in = [
        line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
        for line in template(case).split("\n")
    ]
    form = read_form("\n".join(put_in).replace('plot = "" ', 'plot = "断指" ').replace('same = "" ', 'same = "血" '))
    file_form(case, form, "甲")
    ((by, finding),) = findings_of(case)
    assert (by, finding.point, finding.accused, finding.judgement) == ("甲", "P1", "B1", Judgement.SAME)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"points": [POINT, POINT]}, "P1 stands there twice"),
        ({"points": [{**POINT, "work": "B1"}]}, "not a work received as claimed"),
        ({"points": [{**POINT, "plot": ""}]}, "what happens"),
        ({"points": [{**POINT, "spots": [{}]}]}, "give a file"),
        ({"points": [{**POINT, "spots": [{"lines": "3"}]}]}, "need the file"),
        ({"points": [{**POINT, "spots": [{"file": "a", "lines": "5-3"}]}]}, "ends before it begins"),
        ({"points": [{**POINT, "spots": [{"file": "a", "lines": "１-3"}]}]}, "no number or range"),
        ({"points": [{**POINT, "plot": "x" * 20_001}]}, "longer than"),
        ({"points": [{**POINT, "odd": 1}]}, "unknown field 'odd'"),
        ({"findings": [FOUND]}, "no plot point 'P1' is on file"),
        ({"points": [POINT], "findings": [{**FOUND, "accused": "A1"}]}, "not a work received as accused"),
        ({"points": [POINT], "findings": [{**FOUND, "judgement": "alike"}]}, "not in the list"),
        ({"points": [POINT], "findings": [{**FOUND, "same": ""}]}, "say what it is"),
        ({"points": [POINT], "findings": [{**FOUND, "accused": "Z9"}]}, "Z9"),
    ],
)
def test_nothing_is_written_of_what_is_wrong(case: Case, form: dict[str, Any], said: str) -> None:
    before = (case.root / PROCEDURE).read_bytes()
    with pytest.raises(CaseError, match=said):
        file_form(case, form, "甲")
    assert (case.root / PROCEDURE).read_bytes() == before


def test_forms_that_are_none() -> None:
    for text in ("points = 3", "[[scenes]]", "points = [", "[" * 5000):
        with pytest.raises(CaseError, match="plot form"):
            read_form(text)


def test_while_verdicts_lie_sealed_no_point_is_judged_in_the_open(case: Case) -> None:
    file_form(case, {"points": [POINT]}, "甲")
    case.record(Kind.PANEL, {"experts": ["甲"], "reviewer": "", "signatory": ""}, "甲")
    with pytest.raises(CaseError, match="lie sealed"):
        judge_point(case, PointFinding("P1", "B1", Judgement.ABSENT), "甲")


def test_the_command(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", str(case.root)]) == 0
    assert "[[points]]" in capsys.readouterr().out
    path = tmp_path / "plot.toml"
    path.write_text('[[points]]\nid = "P1"\nplot = "断指"\nwork = "A1"\n', "utf-8")
    assert main(["plot", str(case.root), str(path)]) == 4  # nobody named
    assert main(["plot", str(case.root), str(path), "--by", "甲"]) == 0
    assert "plot-outline" in capsys.readouterr().out
    path.write_bytes(b"\xff\xfe\x00")
    assert main(["plot", str(case.root), str(path), "--by", "甲"]) == 4


def match(start: int, stop: int, there: int = 0) -> Match:
    return Match(
        char("book/1.txt", start, stop), char("b.txt", there, there + stop - start), "verbatim", id=f"{start:016d}"
    )


def at(chapter: str, page: int, line: int) -> Mapping[str, Any]:
    return {"chapter": chapter, "page": page, "line": line}


ONE, TWO = "第一章 灯影", "第二章 断桥"
PLACES: dict[tuple[str, str, float, float], Row] = {
    ("left", "book/1.txt", 0, 50): (at(ONE, 1, 3), at(ONE, 1, 6)),
    ("left", "book/1.txt", 60, 90): (at(ONE, 2, 1), at(TWO, 3, 2)),
    ("left", "book/1.txt", 200, 210): (at(TWO, 9, 1), at(TWO, 9, 1)),
}


@pytest.mark.parametrize(
    ("spot", "starts"),
    [
        (Spot(chapter="第一章"), [0, 60]),
        (Spot(chapter="第二章"), [60, 200]),
        (Spot(chapter="第三章"), []),
        (Spot(file="1.txt"), [0, 60, 200]),
        (Spot(file="book/1.txt", characters="49-61"), [0, 60]),
        (Spot(file="1.txt", characters="50-60"), []),  # half open on both sides
        (Spot(pages="3-8"), [60]),
        (Spot(pages="1", lines="6-9"), [0]),
        (Spot(file="2.txt"), []),
    ],
)
def test_passages_are_proposed_by_place_the_longest_first(spot: Spot, starts: list[int]) -> None:
    matches = [match(200, 210), match(60, 90), match(0, 50)]
    found = [int(one.left.start) for one in proposed([spot], matches, PLACES)]
    assert found == sorted(starts, key=lambda start: -{0: 50, 60: 30, 200: 10}[start])


def test_experts_who_differ_leave_a_point_unsettled() -> None:
    same = PointFinding("P1", "B1", Judgement.SAME, same="x")
    assert panel_of([]) is None
    assert panel_of([same, same]) is Judgement.SAME
    assert panel_of([same, PointFinding("P1", "B1", Judgement.ABSENT)]) is Judgement.UNSETTLED


def test_ranges() -> None:
    assert ends("", "x") is None
    assert ends("7", "x") == (7, 7) and ends("3–5", "x") == (3, 5)


@pytest.mark.parametrize(
    ("order", "tau"),
    [
        ([1, 2, 3, 4], 1.0),
        ([4, 3, 2, 1], -1.0),
        ([1, 3, 2, 4], 0.666667),
        ([2, 4, 1, 3], 0.0),
        ([5], None),
        ([1, 1], None),
    ],
)
def test_agreement_in_order(order: list[int], tau: float | None) -> None:
    assert kendall([(("a", float(at)), ("b", float(to))) for at, to in enumerate(order)]) == tau


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_order_is_that_of_the_method_for_passages(pairs: list[tuple[int, int]]) -> None:
    from comparators.text.order import kendall as of_passages

    mine = kendall([(("a", float(one)), ("b", float(other))) for one, other in pairs])
    assert mine == of_passages([one for one, _ in pairs], [other for _, other in pairs])

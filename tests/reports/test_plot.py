"""The plot table of a report: what experts wrote, passages with their places, counts and order, no percentage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.gates.conditions import PLOT, unmet
from appraisal.gates.view import View
from appraisal.papers import files
from appraisal.papers.opinion import Sentence
from appraisal.plots.outline import Judgement, PointFinding
from appraisal.procedure import Kind
from reports.build import build
from reports.document import Document, Grid, Language
from reports.sections.desk import Desk
from reports.sections.plot import plot
from reports.wording import WORDS
from tests.reports import proceedings, specimen
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import section, words


@pytest.mark.parametrize("at", [0, 1])
def test_the_table_says_what_experts_wrote(document: Document, at: int) -> None:
    said = words(section(document.parts[at], "plot"))
    for point in proceedings.OUTLINE.points:
        assert point.id in said and point.plot in said and point.expression in said
    for by, finding in proceedings.PLOT_FINDINGS:
        assert by in said
        for piece in (finding.expression, finding.same, finding.different, finding.note):
            assert piece in said
    assert "%" not in said


def test_passages_are_proposed_for_each_point_with_their_matches(document: Document) -> None:
    grids = [block for block in section(document.parts[0], "plot") if isinstance(block, Grid)]
    rows = [["".join(piece.text for piece in cell) for cell in row] for row in grids[2].rows]
    matches = specimen.text_matches()
    assert [row[0] for row in rows] == ["P1", "P1", "P1", "P2", "P2", "P2"]
    assert matches[0].id in rows[0][1] and "字符 0–21" in rows[0][2]
    assert rows[0][5] == "采信"


def test_counts_and_order(document: Document) -> None:
    grids = [block for block in section(document.parts[0], "plot") if isinstance(block, Grid)]
    assert ["".join(piece.text for piece in cell) for cell in grids[1].rows[0]] == ["3", "1", "0", "0", "0", "1", "1"]
    said = words(section(document.parts[0], "plot"))
    out = "不计在内：未认定或存疑，或者其位置专家未写明到字符，所写之处也没有对应段落"
    few = "（肯德尔 τ，1 为完全一致，−1 为完全相反）不足 3 个情节点，不作计算。"
    for told in (f"认定为相同或相似的 1 个情节点中，据以计算次序者 0 个（P1 {out}）", f"者 0 个（P1、P2、P3 {out}）"):
        assert f"{told}：先后次序一致程度{few}" in said


def told_of_order(judgements: str, spots: Sequence[str], paper: str = "cn-copyright") -> tuple[list[str], list[str]]:
    """The sentences on the order of points P1 …, and the points of its table. Of a point the first letter of its
    judgement, and where it stands in the accused work: characters, a file without any, * a match relied on, or none."""
    base = specimen.dossier()
    outline = next(one for one in base.entries if one.kind == Kind.OUTLINE)
    model = next(one for one in base.entries if one.kind == Kind.POINT)
    match = specimen.text_matches()[0]
    blank = {"is": "Spot", "chapter": "", "pages": "", "lines": "", "characters": ""}
    points, findings = [], []
    for n, (letter, spot) in enumerate(zip(judgements, spots, strict=True), 1):
        here = {**blank, "file": match.left.file, "characters": f"{40 * n - 40}-{40 * n - 20}"}
        points.append({**outline.body["points"][0], "id": f"P{n}", "spots": [here]})
        file = spot if spot.endswith(".txt") else match.right.file
        there = [{**blank, "file": file, "characters": "" if file == spot else spot}] if spot not in ("", "*") else []
        verdict = {"s": "same", "u": "unsettled"}.get(letter)
        body = {**model.body, "point": f"P{n}", "judgement": verdict, "spots": there, "matches": []}
        body["matches"] = [match.id] if spot == "*" else []
        findings += [replace(model, body=body)] if verdict else []
    rest = tuple(one for one in base.entries if one.kind not in (Kind.OUTLINE, Kind.POINT))
    entries = (*rest, replace(outline, body={**outline.body, "points": points}), *findings)
    blocks = tuple(plot(Desk(replace(base, entries=entries, paper=files.find(paper)), "zh")))
    said = [words(one) for one in blocks if "据以计算次序者" in words(one) and not isinstance(one, Grid)]
    order = [one for one in blocks if isinstance(one, Grid) and "先后次序所依据" in words(one.caption)]
    return said, [words(row[0]) for grid in order for row in grid.rows]


def test_the_order_rests_on_points_that_experts_placed_and_judged() -> None:
    """Left out: P4 unsettled, P5 without a place, P6 judged by nobody, P7 in a file where no passage stands."""
    spots = ["300-310", "*", "200-210", "0-5", "", "0-5", "elsewhere.txt"]
    (same, every), table = told_of_order("sssus-s", spots)
    assert table == ["P1", "P2", "P3"]
    assert "5 个情节点中，据以计算次序者 3 个（P5、P7 不计在内" in same
    assert "7 个情节点中，据以计算次序者 3 个（P4、P5、P6、P7 不计在内" in every
    # On the left 0, 40, 80; on the right 300, 10 (the match relied on), 200: one pair of three in the same order.
    assert all("−1 为完全相反）−0.333333。" in one for one in (same, every))


def test_two_points_have_no_order() -> None:
    said, table = told_of_order("ss", ["0-5", "40-45"])
    assert len(said) == 2 and not table
    assert all("据以计算次序者 2 个：" in one and "不足 3 个情节点，不作计算。" in one for one in said)


def test_a_paper_without_opinions_goes_by_places_alone() -> None:
    (every,), table = told_of_order("uuu", ["40-45", "0-5", "90-95"], "cn-inspection")
    assert table == ["P1", "P2", "P3"] and "3 个情节点中，据以计算次序者 3 个：" in every and "0.333333" in every


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_of_experts_and_hints_of_the_program_are_told_apart(language: Language) -> None:
    """Each passage with who says so."""
    said, base = WORDS[language], specimen.dossier()
    match = specimen.text_matches()[0]
    model = next(one for one in base.entries if one.kind == Kind.POINT and one.body["point"] == "P1")
    spot = {"is": "Spot", "file": match.right.file, "chapter": "", "pages": "", "lines": "", "characters": "7-9"}
    relying = replace(model, body={**model.body, "matches": [match.id], "spots": [spot]})
    entries = (*(one for one in base.entries if one.kind != Kind.POINT), relying)
    blocks = section(build(replace(base, entries=entries), language).parts[0], "plot")
    (passages,) = [block for block in blocks if isinstance(block, Grid)][2:]
    marks = [said["plot-relied"] in words(row[1]) for row in passages.rows]
    assert marks == [words(row[0]) == "P1" and match.id in words(row[1]) for row in passages.rows] and any(marks)
    assert all(
        (said["plot-hint"] in words(row[1])) is not relied for row, relied in zip(passages.rows, marks, strict=True)
    )
    table = words(next(block for block in blocks if isinstance(block, Grid)).rows)
    assert said["plot-no-place"] in table


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_point_left_open_is_not_like_one_that_nobody_looked_at(language: Language) -> None:
    said, base = WORDS[language], specimen.dossier()
    model = next(one for one in base.entries if one.kind == Kind.POINT)
    blank = dict.fromkeys(("expression", "same", "different", "common", "note"), "")
    open_ = {**model.body, **blank, "point": "P2", "judgement": "unsettled", "spots": [], "matches": []}
    entries = (*(one for one in base.entries if one.kind != Kind.POINT), replace(model, body=open_))
    paper = files.find("cn-inspection")
    desk = Desk(replace(base, entries=entries, paper=paper), language)
    table = next(block for block in tuple(plot(desk)) if isinstance(block, Grid))
    last = [words(row[-1]) for row in table.rows]
    assert last[0] == last[2] == desk.say("plot-unseen")
    assert said["plot-open"] in last[1] and model.by in last[1]


def test_plot_table_and_guided_comparison_name_each_other(document: Document) -> None:
    for at, (points, afc) in enumerate(
        (("情节表", "抽象、过滤与比较"), ("Plot table", "Abstraction, filtration, comparison"))
    ):
        assert f"“{afc}”" in words(section(document.parts[at], "plot"))
        assert f"“{points}”" in words(section(document.parts[at], "afc"))
    base = specimen.dossier()
    for gone, kept in ((Kind.OUTLINE, "afc"), (Kind.ELEMENT, "plot")):
        entries = tuple(one for one in base.entries if one.kind != gone)
        said = words(section(build(replace(base, entries=entries), "zh").parts[0], kept))
        assert "“情节表”" not in said and "“抽象、过滤与比较”" not in said


def test_no_section_without_points_and_a_malformed_entry_is_printed() -> None:
    base = specimen.dossier()
    none = tuple(one for one in base.entries if one.kind not in (Kind.OUTLINE, Kind.POINT))
    assert "情节表" not in [
        block.text for block in build(replace(base, entries=none)).parts[0].blocks if hasattr(block, "text")
    ]
    odd = tuple(
        replace(one, body={"points": "half\u202e"}) if one.kind == Kind.OUTLINE else one for one in base.entries
    )
    said = words(section(build(replace(base, entries=odd)).parts[0], "plot"))
    assert "half" in said and "\u202e" not in said


def test_the_table_of_procedure_says_what_was_filed_in_short(document: Document) -> None:
    for part, said in ((document.parts[0], "情节点 3 项"), (document.parts[1], "3 plot points")):
        told = words(section(part, "procedure"))
        assert said in told
        assert proceedings.OUTLINE.points[0].expression not in told


def view(dossier: Dossier) -> View:
    return View(dossier, files.find("cn-copyright"))


def test_the_opinion_on_plots_rests_on_the_table() -> None:
    """Every point judged, and the numbers of the sentence those of the table."""
    base = specimen.dossier()
    told = Sentence("text-plot", fill={"listed": "3", "similar": "1", "different": "1", "common": "0"})
    assert unmet(view(base), told, (PLOT,))  # P3 is judged by nobody
    bodies = [
        {"point": "P2", "accused": "B1", "judgement": "different", "expression": "", "same": "", "different": "锚"},
        {"point": "P3", "accused": "B1", "judgement": "absent", "expression": "", "same": "", "different": ""},
    ]
    model = next(one for one in base.entries if one.kind == Kind.POINT)
    more = tuple(
        replace(model, by=by, body={**model.body, **body, "note": "", "common": "", "spots": [], "matches": []})
        for body in bodies
        for by in (proceedings.WANG, proceedings.LI)
    )
    whole = replace(base, entries=(*base.entries, *more))
    assert view(whole).plots.counted("B1")[Judgement.DIFFERENT] == 1
    assert unmet(view(whole), told, (PLOT,)) == []
    assert unmet(view(whole), replace(told, fill={**told.fill, "similar": "2"}), (PLOT,))
    assert isinstance(PointFinding("P3", "B1", Judgement.ABSENT), PointFinding)

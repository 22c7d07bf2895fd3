"""The plot table of a report: what experts wrote, passages with their places, counts and order, no percentage."""

from __future__ import annotations

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
from reports.wording import WORDS, say
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
    rows = [["".join(piece.text for piece in cell) for cell in row] for row in grids[3].rows]
    matches = specimen.text_matches()
    assert [row[0] for row in rows] == ["P1", "P1", "P1", "P2", "P2", "P2"]
    assert matches[0].id in rows[0][1] and "字符 0–21" in rows[0][2]
    assert rows[0][5] == "采信"


def test_counts_and_order(document: Document) -> None:
    grids = [block for block in section(document.parts[0], "plot") if isinstance(block, Grid)]
    assert ["".join(piece.text for piece in cell) for cell in grids[1].rows[0]] == ["3", "1", "0", "0", "0", "1", "1"]
    said = words(section(document.parts[0], "plot"))
    assert (
        "认定为相同或相似的 1 个情节点中，1 个在两部作品中均有位置，其中 P1 在情节表中未由专家写明检材 B1 中的位置"
        in said
    )
    assert (
        "全部 3 个情节点中，2 个有对应段落或位置（未必经认定），其中 P1、P2 在情节表中未由专家写明检材 B1 中的位置，"
        "取下表所列程序提示的第一处对应段落：先后次序一致程度（肯德尔 τ）1。" in said
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_of_experts_and_hints_of_the_program_are_told_apart(language: Language) -> None:
    """Each place that the order rests on, and each passage, with who says so."""
    said, base = WORDS[language], specimen.dossier()
    match = specimen.text_matches()[0]
    model = next(one for one in base.entries if one.kind == Kind.POINT and one.body["point"] == "P1")
    spot = {"is": "Spot", "file": match.right.file, "chapter": "", "pages": "", "lines": "", "characters": "7-9"}
    relying = replace(model, body={**model.body, "matches": [match.id], "spots": [spot]})
    entries = (*(one for one in base.entries if one.kind != Kind.POINT), relying)
    blocks = section(build(replace(base, entries=entries), language).parts[0], "plot")
    order, passages = [block for block in blocks if isinstance(block, Grid)][2:4]
    assert said["plot-order-places"] in words(order.caption)
    by_point = {words(row[0]): row for row in order.rows}
    assert said["plot-place-expert"] in words(by_point["P1"][2])
    assert say(language, "plot-from", file=match.right.file, start="7") in words(by_point["P1"][2])
    assert said["plot-place-program"] in words(by_point["P2"][2])
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
    blocks = tuple(plot(Desk(replace(base, entries=entries, paper=paper), language)))
    table = next(block for block in blocks if isinstance(block, Grid))
    last = [words(row[-1]) for row in table.rows]
    assert last[0] == last[2] == said["plot-unseen"]
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

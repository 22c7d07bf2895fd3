"""Trees of both projects and maps of functions: what is paired, what is not, and that folding hides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import registry
from appraisal.case import Case
from appraisal.comparison import Comparison, Exclusion, Match, Reason, WorkRef
from appraisal.dossier import Dossier, Filed
from appraisal.freeze import freeze
from appraisal.run import run
from appraisal.span import line
from reports import docx, html, pdf
from reports.build import build
from reports.document import Block, Document, Grid, Language, OppositeMap, Paragraph, from_json, to_json
from reports.exhibits.opposite import drawing
from reports.sections import figures
from reports.sections.desk import Desk
from reports.sections.projects import function_map, projects
from reports.sections.tree import OVER, tree
from tests.code.programs import BUCKET, CLOCK, RENAMED
from tests.reports import specimen
from tests.reports.test_filtration import cells
from tests.reports.test_pdf import words as printed

EXTRA = """
int tally(const char *text, int least) {
    int found = 0, length = 0;
    for (; *text; text++) {
        if (*text == ' ' || *text == '\\t') { found += length >= least; length = 0; } else length++;
    }
    return found + (length >= least ? 1 : 0);
}
"""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Two projects: one function as it was, one renamed in a file of another name, one on the right alone."""
    root = tmp_path_factory.mktemp("projects")
    held = {
        "A1": {"src/core/a.c": CLOCK, "src/core/b.c": BUCKET},
        "B1": {"lib/x.c": RENAMED, "lib/clock\u202e.c": CLOCK, "lib/deep/er/extra.c": EXTRA},
    }
    case = Case.create(root / "case", number="T-1")
    for label, files in held.items():
        for name, words in files.items():
            path = root / label / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, "utf-8")
        case.receive(label, root / label, "claimed" if label == "A1" else "accused")
    run(case, comparators=["code-structure", "code-tokens"])
    return freeze(Case.open(case.root))


def grids(blocks: Iterator[Block] | tuple[Block, ...]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def structure(dossier: Dossier) -> Filed:
    return next(filed for filed in dossier.comparisons if filed.comparison.comparator == "code-structure")


def test_the_map_pairs_functions_and_names_those_without_a_counterpart(dossier: Dossier) -> None:
    filed = structure(dossier)
    counts, pairs, alone = grids(tuple(function_map(Desk(dossier, "en"), filed, 50)))
    assert [row[1:] for row in cells(counts)] == [
        [str(2), "2", "0", "0", "0"],
        [str(3), "2", "0", "1", "0"],
    ]
    named = {(row[1].split("\n")[0], row[2].split("\n")[0]): row for row in cells(pairs)}
    assert len(named) == 2
    renamed = next(row for (left, right), row in named.items() if left != right)
    assert "src/core/b.c" in renamed[1] and "lib/x.c" in renamed[2]
    assert "names or literals" in renamed[3].lower()
    common, whole = renamed[4].split("\n")[0].split("/")
    assert int(common) == int(whole) > 50  # every token of a function that was only renamed corresponds
    told: dict[Language, str] = {"en": "Code between functions is no function", "zh": "函数以外的代码不是函数"}
    for language, said in told.items():
        notes = [b for b in function_map(Desk(dossier, language), filed, 50) if isinstance(b, Paragraph)]
        assert any(said in piece.text for note in notes for piece in note.content)
    (row,) = cells(alone)
    assert row[1] == "tally" and row[2].startswith("lib/deep/er/extra.c\n") and row[4] == "yes"


def test_functions_that_leave_the_figures_are_marked_with_the_reason(dossier: Dossier) -> None:
    filed = structure(dossier)
    out = [
        Exclusion(Reason.THIRD_PARTY, "left", line("src/core/b.c", 1, 99), by="甲"),
        Exclusion(Reason.DICTATED, "right", line("lib/deep/er/extra.c", 1, 4), by="乙"),
    ]
    filed = replace(filed, comparison=replace(filed.comparison, excluded=out))
    _, pairs, alone = grids(tuple(function_map(Desk(dossier, "en"), filed, 50)))
    marked = [("b.c" in row[1], "excluded: third-party" in row[3].lower()) for row in cells(pairs)]
    assert sorted(marked) == [(False, False), (True, True)]
    (row,) = cells(alone)
    assert "excluded in part" in row[1] and "乙" in row[1]


@pytest.mark.parametrize("most", [1, 2])
def test_pairs_beyond_the_bound_are_counted_with_the_place_where_they_stand(dossier: Dossier, most: int) -> None:
    blocks = tuple(function_map(Desk(dossier, "en"), structure(dossier), most))
    assert len(grids(blocks)[1].rows) == most
    said = " ".join(piece.text for block in blocks if isinstance(block, Paragraph) for piece in block.content)
    assert ("the 1 pair of functions" in said and "of 2" in said) or most == 2


def test_the_drawing_joins_each_pair(dossier: Dossier) -> None:
    (shown,) = (b for b in function_map(Desk(dossier, "en"), structure(dossier), 9) if isinstance(b, OppositeMap))
    files = [axis.file for axis in shown.left.files], [axis.file for axis in shown.right.files]
    assert {(files[0][j.left], files[1][j.right].partition(" ")[0][:9]) for j in shown.joins} == {
        ("src/core/a.c", "lib/clock"), ("src/core/b.c", "lib/x.c"),
    }  # fmt: skip
    greys = {shape.stroke for shape in drawing(shown, "en").shapes if hasattr(shape, "stroke")}
    assert all(grey is None or 0 <= grey <= 255 for grey in greys)  # a grey each: no colour can suggest an outcome


def test_the_trees_have_a_column_a_method_and_both_sides_of_deduction(dossier: Dossier) -> None:
    left, right = grids(tuple(projects(Desk(dossier, "en"))))[:2]
    assert len(left.head) == 5  # name, lines, two methods, files opposite
    names = ["".join(piece.text for piece in row[0]).replace("\u2003", "> ") for row in (*left.rows, *right.rows)]
    assert names[:4] == ["All files", "> src/core/", "> > a.c", "> > b.c"]
    assert "> > deep/er/" in names and "> > > extra.c" in names
    assert cells(left)[2][1] == "11\u00a0lines"  # as ``wc`` counts
    assert cells(left)[2][2] == f"100.00%{OVER}100.00%" and "clock" in cells(left)[2][4]
    extra = cells(right)[names.index("> > > extra.c") - len(left.rows)]
    assert extra[2:] == [f"0.00%{OVER}0.00%"] * 2 + ["—"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_of_the_report_has_the_section_and_shows_hidden_characters(
    dossier: Dossier, language: Language
) -> None:
    document = build(dossier, language)
    assert from_json(to_json(document)) == document
    part = document.parts[0]
    at = next(n for n, b in enumerate(part.blocks) if getattr(b, "level", 0) == 1 and "tally" in _after(part.blocks, n))
    title = str(getattr(part.blocks[at], "text", ""))
    assert ("函数对应图" if language == "zh" else "map of functions") in title
    whole = to_json(document)
    assert "\u202e" not in whole and "U+202E" in whole
    words = html.render(document).decode("utf-8")
    assert "tally" in words and title in words and "data:image/svg+xml" in words
    assert "tally" in printed(pdf.render(document))
    assert docx.render(document)[:2] == b"PK"


def _after(blocks: tuple[Block, ...], at: int) -> str:
    """Text of tables up to the next chapter."""
    said = ""
    for block in blocks[at + 1 :]:
        if getattr(block, "level", 0) == 1:
            break
        if isinstance(block, Grid):
            said += " ".join("".join(row) for row in cells(block))
    return said


def test_what_a_method_warns_of_stands_once_beside_its_figures(dossier: Dossier) -> None:
    beware = registry.counting("code-structure")["zh"]["caution"]
    assert "模板" in str(beware) and "共同来源" in str(beware)
    twice = replace(dossier, comparisons=(structure(dossier), structure(dossier)))
    said = [
        "".join(piece.text for piece in block.content)
        for block in figures.totals(Desk(twice, "zh"))
        if isinstance(block, Paragraph)
    ]
    assert said.count(str(beware)) == 1


def made(files: dict[str, tuple[int, int]], taken: int = 0) -> Filed:
    """A comparison of files of (lines, lines that correspond from the first on); of each ``taken`` lines are out."""
    rows = [[name, "line", lines] for name, (lines, _) in sorted(files.items())]
    matches = tuple(
        Match(line(name, 1, held + 1), line(name, 1, held + 1), "same", id=f"{at:016x}")
        for at, (name, (_, held)) in enumerate(sorted(files.items()))
        if held
    )
    out = tuple(
        Exclusion(Reason.THIRD_PARTY, side, line(name, 1, min(taken, lines) + 1), by="rule:x")
        for name, (lines, _) in sorted(files.items()) for side in ("left", "right") if taken
    )  # fmt: skip
    found = Comparison(
        "toy", "1", {}, WorkRef("A1", "a" * 64), WorkRef("B1", "b" * 64), matches=matches, excluded=out,
        tables={"extents": {"left": rows, "right": rows}},
    )  # fmt: skip
    return Filed("c" * 64, "comparisons/x.json", "1" * 64, found, {}, None, (), {})


PATHS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=5).map(lambda parts: "/".join(parts) + ".c")
FILES = st.dictionaries(
    PATHS, st.tuples(st.integers(1, 50), st.integers(0, 50)).map(lambda p: (p[0], min(p))), min_size=1, max_size=40
)


@settings(max_examples=80, deadline=None)
@given(FILES, st.integers(1, 30), st.integers(0, 3))
def test_folding_hides_nothing(files: dict[str, tuple[int, int]], most: int, taken: int) -> None:
    desk = Desk(specimen.dossier(), "en")
    for grid in grids(tuple(tree(desk, [made(files, taken)], most))):
        rows = cells(grid)
        assert 1 <= len(rows) <= most
        named = [row for row in rows if row[0].strip("\u2003").endswith(".c")]
        folded = [re.search(r"\((\d+) files?", row[0]) for row in rows]
        assert len(named) + sum(int(found[1]) for found in folded if found) == len(files)
        ends = [row for row, found in zip(rows, folded, strict=True) if found or row in named]
        lines = sum(lines for lines, _ in files.values())
        assert sum(int(row[1].split()[0]) for row in ends) == lines == int(rows[0][1].split()[0])
        common = sum(held for _, held in files.values())
        assert sum(int(row[2].split()[0]) for row in ends if row[2] != "—") == common
        out = sum(min(taken, lines) for lines, _ in files.values())
        after = (common - sum(min(taken, held) for _, held in files.values())) / (lines - out) if lines > out else None
        shares = rows[0][4].split(OVER)
        assert shares[0] == f"{common / lines:.2%}"
        assert shares[1] == ("—" if after is None else f"{after:.2%}")


def test_a_record_of_an_earlier_version_has_a_map_without_what_it_lacks(dossier: Dossier) -> None:
    filed = structure(dossier)
    for tables in ({}, {"unpaired": {"rows": [["left"]], "more": "x", "paired": {"left": [1]}}}, {"unpaired": [1]}):
        old = replace(filed, comparison=replace(filed.comparison, tables=tables))
        blocks = tuple(function_map(Desk(dossier, "zh"), old, 9))
        assert len(grids(blocks)) == 1 and any(isinstance(block, OppositeMap) for block in blocks)


def test_a_case_without_code_has_no_such_section() -> None:
    document: Document = build(specimen.dossier(), "en")
    assert not [b for b in document.parts[0].blocks if "map of functions" in str(getattr(b, "text", ""))]

"""What readers of whole reports stumbled over: order of figures, halves of tables, titles, indents, contents."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx.oxml.ns import qn

from appraisal import registry
from appraisal.comparison import Match, Measures
from appraisal.dossier import Dossier, Filed
from appraisal.exhibit import Line, Mark, Plot
from appraisal.span import pixel, whole
from comparators.image.words import LABELS as COPY
from reports import docx, html
from reports.build import build
from reports.document import Grid, Heading, Inline, Language, Paragraph, Part
from reports.exhibits.docx_boxes import boxed
from reports.exhibits.drawing import Path as Stroke
from reports.exhibits.figures import plot
from reports.exhibits.html import lined, style
from reports.indents import INDENT, indented
from reports.places import number, place_in_file, powers
from reports.sections.attached import PLACES, on_page, titled
from reports.sections.desk import Desk
from reports.sections.elsewhere import elsewhere
from reports.sections.figures import machine
from reports.sections.shown import excerpt
from reports.sections.speaking import speaker
from reports.sections.tabled import method_tables
from reports.text import Printed
from reports.view import view
from reports.wording import WORDS
from tests.reports import specimen
from tests.reports.rows import LANGUAGES
from tests.reports.test_build import words


def _figures(labels: dict[str, str], values: dict[str, Any]) -> Filed:
    filed = specimen.text_filed()
    found = replace(filed.comparison, all=Measures(0.5, 0.5, 0.5, values), filtered=Measures(0.5, 0.5, 0.5, values))
    said: dict[str, dict[str, Any]] = {language: {"labels": labels} for language in LANGUAGES}
    return replace(filed, comparison=found, counting=said, by_reason=(), before_late=None)


def _desk(*filed: Filed, language: Language = "zh") -> Desk:
    return Desk(replace(specimen.dossier(), comparisons=filed), language)


def test_what_is_of_these_stands_below_what_it_is_of() -> None:
    labels = {"passages": "段落", "a_part": "其中逐字", "b_part": "其中改写", "tokens": "记号"}
    filed = _figures(labels, {"a_part": 1, "b_part": 2, "odd": 3, "passages": 4, "tokens": 5})
    (grid,) = (block for block in machine(_desk(filed), filed) if isinstance(block, Grid) and len(block.rows) > 4)
    names = [words(row[0]) for row in grid.rows]
    assert names[-5:] == ["段落", "其中逐字", "其中改写", "记号", "odd"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_pictures_are_in_order_and_name_other_things(language: Language) -> None:
    order = list(COPY[language])
    at = order.index("matches")
    assert order[at + 1 : at + 7] == [
        "whole_pictures", "regions", "outlines", "identical_files", "identical_pictures", "turned_or_mirrored",
    ]  # fmt: skip
    assert COPY[language]["matches"].casefold() != WORDS[language]["matches-found"].casefold()


def _sided(left: int, right: int) -> dict[str, Any]:
    rows = [["left", f"a{at}", 1] for at in range(left)] + [["right", f"b{at}", 1] for at in range(right)]
    return {"head": ["side", "file", "lines"], "rows": rows}


@pytest.mark.parametrize(
    ("left", "right", "kept"),
    [
        (40, 30, [0, 1, 2, 3, 40, 41, 42, 43]),
        (2, 30, [0, 1, 2, 3, 4, 5, 6, 7]),
        (30, 1, [0, 1, 2, 3, 4, 5, 6, 30]),
        (30, 0, [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_a_table_that_is_cut_shows_both_sides(left: int, right: int, kept: list[int]) -> None:
    assert on_page(_sided(left, right), PLACES) == kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rest_of_a_cut_table_is_counted_and_named(language: Language) -> None:
    filed = specimen.text_filed()
    filed = replace(filed, comparison=replace(filed.comparison, tables={"list": _sided(20, 12)}))
    blocks = list(method_tables(_desk(filed, language=language)))
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert [words(row[1]) for row in grid.rows] == ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"]
    assert any("24" in said and "table-1-" in said and filed.file in said for said in map(_said, blocks))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cut_table_of_places_keeps_the_strongest(language: Language) -> None:
    filed = specimen.text_filed()
    bits = [12.5, 9, 230.8, 20, 191, None, 82, 10, 11, 13, 14, 9]  # one has none: its kind needs no measure
    body = {"head": ["place", "bits"], "rows": [[f"p{at}", one] for at, one in enumerate(bits)]}
    assert on_page(body, PLACES, "bits") == [0, 2, 3, 4, 5, 6, 9, 10]
    assert on_page(body, PLACES) == on_page(body, PLACES, "digits") == list(range(PLACES))
    assert on_page(_sided(20, 12), PLACES, "lines") == on_page(_sided(20, 12), PLACES)
    counting: dict[str, dict[str, Any]] = {
        name: {**said, "strength": "bits", "labels": {**said["labels"], "bits": "证据"}}
        for name, said in filed.counting.items()
    }
    filed = replace(filed, comparison=replace(filed.comparison, tables={"list": body}), counting=counting)
    blocks = list(method_tables(_desk(filed, language=language)))
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert [words(row[0]) for row in grid.rows] == ["p0", "p2", "p3", "p4", "p5", "p6", "p9", "p10"]
    told = {"zh": "“证据”最高的 8 行", "en": "the 8 rows with the highest “证据”"}[language]
    assert any(told in said and "table-1-" in said and "12" in said for said in map(_said, blocks))


def _wide(language: Language, keys: list[str], row: list[Any]) -> Grid:
    """A table of one row as it stands on the page."""
    filed = specimen.text_filed()
    labels = {"class_files": "文件数", "class_bytes": "字节数", **{key: f"“{key}”" for key in keys}}
    counting = {name: {**said, "labels": {**said["labels"], **labels}} for name, said in filed.counting.items()}
    found = replace(filed.comparison, tables={"classes": {"head": keys, "rows": [row]}})
    made = replace(filed, comparison=found, counting=counting)
    (grid,) = (b for b in method_tables(_desk(made, language=language)) if isinstance(b, Grid))
    return grid


def _cells(row: tuple[tuple[Inline, ...], ...]) -> list[str]:
    return ["".join(piece.text for piece in cell) for cell in row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_wide_table_both_works_share_a_column(language: Language) -> None:
    keys = ["class_zh", "class_en", *(f"class_{a}_{s}" for s in ("left", "right") for a in ("files", "bytes", "odd"))]
    keys += ["more", "less", "rest"]
    grid = _wide(language, keys, ["角色", "Characters", 3, 27049, 5, 4, None, 6, 1, 2, ""])
    none, side = (("—", "（左 / 右）"), ("—", " (left / right)"))[language == "en"]
    heads, cells = map(_cells, (grid.head, grid.rows[0]))
    assert heads[1:3] == [f"文件数{side}", f"字节数{side}"] and len(heads) == len(cells) == 8
    assert cells[1:3] == ["3\u00a0/\u00a04", f"27049 / {none}"], "two numbers do not part"
    assert cells[3:5] == ["5", "6"], "no word for both: two columns"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_page_is_wide_enough_for_is_a_list(language: Language) -> None:
    keys = [f"k{at}" for at in range(10)]
    grid = _wide(language, keys, ["first", *range(8), ""])
    colon = "：" if language == "zh" else ": "
    assert _cells(grid.rows[0]) == ["first", "\n".join(f"“k{at + 1}”{colon}{at}" for at in range(8))]


def _said(block: Any) -> str:
    return words(block.content) if hasattr(block, "content") else ""


def test_no_two_attached_tables_are_titled_alike() -> None:
    filed = specimen.text_filed()
    tables = {"one": _sided(20, 12), "two": _sided(12, 20)}
    filed = replace(filed, comparison=replace(filed.comparison, tables=tables))
    names = [f"table-{at}-{filed.key[:12]}.csv" for at in (1, 2)]
    said = [titled(_desk(filed), name) for name in names]
    assert said[0].endswith("、A1–B1、one") and said[1].endswith("、A1–B1、two")


def test_figures_of_ten_stand_as_people_write_them() -> None:
    assert [number(value) for value in (8e-8, 1e-12, -2.5e-7, 0.25)] == [
        "8\u00a0×\u00a010⁻⁸", "10⁻¹²", "−2.5\u00a0×\u00a010⁻⁷", "0.25",
    ]  # fmt: skip
    assert powers(Printed("≤ 10^-12")) == "≤\u00a010⁻¹²"
    assert powers(Printed("see 10^-12 there")) == "see 10^-12 there"


def test_numbers_below_nought_have_a_minus() -> None:
    assert (number(-3), number(-0.5), number(-1e-9)) == ("−3", "−0.5", "−1\u00a0×\u00a010⁻⁹")
    corner = pixel("a.png", ((-3, 0), (9, 0), (9, 9), (-3, 9)))
    assert "−3" in place_in_file(corner, "zh") and "-" not in place_in_file(corner, "en")


@pytest.mark.parametrize(("language", "name"), [("zh", "名称"), ("en", "Name")])
def test_a_column_of_names_is_not_called_as_the_method(language: Language, name: str) -> None:
    filed = specimen.text_filed()
    counting = {key: {**said, "labels": {"name": "The method"}} for key, said in filed.counting.items()}
    for body in ([{"name": "table.txt", "sha256": "0" * 64}], {"head": ["name"], "rows": [["table.txt"]]}):
        found = replace(filed.comparison, tables={"frequencies": body})
        made = replace(filed, comparison=found, counting=counting)
        (table,) = (b for b in method_tables(_desk(made, language=language)) if isinstance(b, Grid))
        assert table.head[0][0].text == name and table.rows[0][0][0].text == "table.txt"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("method", ["software-functions", "software-source"])
def test_a_table_that_bears_the_name_of_a_figure_is_called_by_what_it_lists(method: str, language: Language) -> None:
    """Functions without a counterpart, not the number of functions."""
    told, base = registry.counting(method), specimen.text_filed()
    labels: Any = told[language]["labels"]
    (name,) = (key for key in labels if key.startswith("table.") and key.endswith(("right", "program")))
    body = {"head": ["virtual_address"], "rows": [["0x10"]]}
    found = replace(base.comparison, comparator=method, tables={name.removeprefix("table."): body})
    made = replace(base, comparison=found, counting=told)
    (heading, table) = (b for b in method_tables(_desk(made, language=language)) if isinstance(b, Heading | Grid))
    assert labels[name] in words((heading,)) and labels[name] in words((table,))
    assert labels[name] != labels[name.removeprefix("table.")]


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "文字：文字逐字比对；图片：图片比对"), ("en", "text: Text, word for word; image: Pictures")],
)
def test_media_given_to_methods_stand_in_words(language: Language, said: str) -> None:
    filed = specimen.text_filed()
    desk = Desk(replace(specimen.dossier(), comparisons=()), language)
    assert desk.setting(filed, "text=text-exact, image=image-copy") == said
    for other in ("text", "text=", "a=b", "", 3):
        assert desk.setting(filed, other) == desk.worded(filed, other)


@pytest.mark.parametrize(("language", "said"), [("zh", "仍可能是同一图片"), ("en", "may still show the same picture")])
def test_files_without_equal_bytes_are_looked_for_in_the_records_of_other_methods(
    language: Language, said: str
) -> None:
    base = specimen.text_filed()
    extents = {"left": [["moon.png", "byte", 9], ["a.c", "byte", 9]], "right": [["m1.png", "byte", 9]]}
    counting = {key: {**one, "absent": "files_only"} for key, one in base.counting.items()}
    bytewise = replace(
        base, comparison=replace(base.comparison, matches=(), tables={"extents": extents}), counting=counting
    )
    alike = Match(whole("moon.png"), whole("m1.png"), "same", id="0" * 16)
    pictures = replace(
        base, key="f" * 64, comparison=replace(base.comparison, comparator="image-copy", matches=(alike,))
    )
    desk = Desk(replace(specimen.dossier(), comparisons=(bytewise, pictures)), language)
    (note,) = elsewhere(desk, bytewise)
    assert isinstance(note, Paragraph)
    told = "".join(piece.text for piece in note.content)
    assert said in told and ("2 个文件" if language == "zh" else "2 files") in told and "f" * 12 in told
    assert not list(elsewhere(desk, pictures)), "says nothing of files that are absent"
    assert not list(elsewhere(_desk(bytewise, language=language), bytewise)), "nothing elsewhere either"


@pytest.mark.parametrize(("count", "many"), [(12, False), (13, True)])
def test_many_details_of_an_excerpt_stand_in_rows(count: int, many: bool) -> None:
    base = specimen.dossier()
    match = replace(base.comparisons[0].comparison.matches[0], details={f"k{at}": at for at in range(count - 1)})
    document = build(base, "zh")
    (part,) = [
        replace(
            document.parts[0],
            blocks=(
                excerpt(
                    _desk(base.comparisons[0]), base.comparisons[0], base.comparisons[0].shown[0], match, paper=True
                ),
            ),
        )
    ]
    document = replace(document, parts=(part,))
    (block,) = view(document)["parts"][0]["blocks"]
    assert (len(block["pairs"]), block["many"]) == (count, many)
    assert ('class="pairs many"' in html.render(document).decode("utf-8")) is many
    body = zipfile.ZipFile(io.BytesIO(docx.render(document))).read("word/document.xml").decode("utf-8")
    rows = [row for row in re.findall("<w:tr>.*?</w:tr>", body) if "k0：" in row]
    assert bool(rows) is many and (not rows or [rows[0].count(f"k{at}：") for at in (0, count - 2)] == [1, 1])
    assert not rows or rows[0].count("<w:tc>") == 3  # columns
    assert f"k{count - 2}：" in body


def test_an_indent_holds_for_all_of_a_name() -> None:
    cell = (
        Inline(Printed(f"{INDENT * 2}server/world_map.py")),
        Inline(Printed("\n")),
        Inline(Printed(f"{INDENT * 2}（3）")),
    )
    depth, bare = indented(cell)
    assert depth == 2 and "".join(piece.text for piece in bare) == "server/world_map.py\n（3）"
    grid = Grid((), ((cell, (Inline(Printed("x")),)),), (30.0, 67.0))
    base = build(specimen.dossier())
    made = replace(base, parts=(Part("zh", base.parts[0].title, (grid,)),), attachments=())
    assert view(made)["parts"][0]["blocks"][0]["rows"][0][0][0]["depth"] == 2
    assert 'style="padding-left:2.45em"' in html.render(made).decode()
    assert re.search(r'<w:ind w:left="340"/>', _document(docx.render(made)))


def _document(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return file.read("word/document.xml").decode()


def test_the_box_of_an_exhibit_stays_within_the_margins() -> None:
    box = boxed(("附件1", "TEST"))
    indent, edge = box.find(f".//{qn('w:ind')}"), box.find(f".//{qn('w:right')}")
    beyond = int(edge.get(qn("w:space"))) * 20 + int(edge.get(qn("w:sz"))) / 8 * 20
    assert int(indent.get(qn("w:right"))) >= beyond


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_have_a_title_each(language: Language) -> None:
    assert WORDS[language]["statement"] != WORDS[language]["declaration"]


def test_citations_stay_on_one_line() -> None:
    assert '<span class="whole">Fed. R. Civ. P. 26(a)(2)(B)</span>' in lined(
        "Expert report, Fed. R. Civ. P. 26(a)(2)(B)"
    )


def test_lines_of_a_plot_differ_without_colour() -> None:
    marks = tuple(Line(((0, at), (9, at)), at) for at in range(4))
    drawn = plot(Plot((0, 9), (0, 4), (*marks, Mark(1, 1, 1, 1, 0)), ("a", "b", "c", "d")), "zh")
    signs = {(one.width, one.dash) for one in drawn.shapes if isinstance(one, Stroke) and one.width > 1}
    assert len(signs) == 4


def test_a_method_speaks_by_a_record_that_stands() -> None:
    old = replace(specimen.text_filed(), superseded=True, counting={"zh": {"labels": {"name": "旧"}}})
    new = replace(old, key="f" * 16, superseded=False, counting={"zh": {"labels": {"name": "新"}}})
    dossier: Dossier = replace(specimen.dossier(), comparisons=(old, new))
    assert Desk(dossier, "zh").label(speaker(dossier, "text-exact"), "name") == "新"
    assert (
        Desk(replace(dossier, comparisons=(old,)), "zh").label(
            speaker(replace(dossier, comparisons=(old,)), "text-exact"), "name"
        )
        == "旧"
    )


def test_collections_of_the_program_are_said_to_be_that() -> None:
    assert Desk(specimen.dossier(), "zh").collection("bundled") == "随程序附带"
    assert Desk(specimen.dossier(), "zh").collection("novels") == "novels"


def test_english_takes_its_quotation_marks_from_a_latin_font() -> None:
    rules = str(style())
    assert "unicode-range: U+2018-2019, U+201C-201D" in rules
    serif, sans = re.findall(r'\[lang="en"\][^{]*\{ font-family: ([^;]+);', rules)[:2]
    assert serif.startswith('"Latin marks", "Noto Serif SC"') and sans.startswith('"Latin marks", "Noto Sans SC"')

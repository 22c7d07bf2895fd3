"""What stays together on pages of the DOCX, and what fonts its quotation marks have."""

from __future__ import annotations

import io
from typing import Any

import docx as reader
import pytest
from docx.oxml.ns import qn

from appraisal.exhibit import Listing, Run
from reports import docx
from reports.document import (
    Block,
    Cover,
    Document,
    Grid,
    Heading,
    Inline,
    Language,
    Line,
    PageBreak,
    Paragraph,
    ParagraphKind,
    Part,
)
from reports.docx_keeping import closing, held
from reports.exhibits.docx_quotes import chinese
from reports.exhibits.docx_shown import above
from reports.exhibits.layout import Sheet, lay_out
from reports.indents import INDENT
from reports.keeping import leading


def line(words: str) -> Line:
    return (Inline(words),)


def said(words: str, kind: ParagraphKind = "plain") -> Paragraph:
    return Paragraph(line(words), kind)


def opened(*blocks: Block, language: Language = "en") -> Any:
    return reader.Document(
        io.BytesIO(docx.render(Document("1", "t", "2026-01-05", "", (Part(language, "t", blocks),))))
    )


def keeps(row: Any) -> bool:
    return row.find(f".//{qn('w:keepNext')}") is not None


ROWS = tuple((line(f"a{at}"), line("b"), line("c")) for at in range(6))
TABLE = Grid((line("A"), line("B"), line("C")), ROWS)


def test_a_closing_note_is_the_last_row_of_its_table() -> None:
    file = opened(TABLE, said("Of the log.", "note"), said("More.", "note"), said("Text."))
    (table,) = file.tables
    rows = table._tbl.findall(qn("w:tr"))
    assert len(rows) == 1 + len(ROWS) + 1 and table.rows[-1].cells[0].text == "Of the log."
    assert keeps(rows[-2]) and not keeps(rows[-1])
    cell = rows[-1].find(qn("w:tc"))
    assert cell.find(f".//{qn('w:gridSpan')}").get(qn("w:val")) == "3"
    assert [one.text for one in file.paragraphs if one.text] == ["More.", "Text."]


def test_text_below_a_table_and_notes_without_one_stay_paragraphs() -> None:
    blocks = (TABLE, said("Text."), said("A note.", "note"), TABLE, said("word " * 400, "note"), TABLE, PageBreak())
    assert [*closing(blocks)] == []
    assert [*closing((TABLE, said("A note.", "note"), TABLE, said("Another.", "note")))] == [1, 3]


def test_rows_that_head_others_stay_with_the_first_of_them() -> None:
    label = (line("By kind"), (), ())
    folder, inside = (line("server/"), line("2"), line("3")), (line(f"{INDENT}a.py"), line("1"), line("1"))
    rows = (*ROWS, label, *ROWS, folder, inside, *ROWS, label)
    assert [*leading(rows)] == [6, 13], "the last one heads nothing"
    made = opened(Grid(TABLE.head, rows)).tables[0]._tbl.findall(qn("w:tr"))
    assert keeps(made[7]) and keeps(made[14]) and not keeps(made[8])


def test_a_long_chain_ends_with_a_remark_of_many_lines() -> None:
    head, remark, long = Heading(1, "h"), said("word " * 20, "note"), said("word " * 110, "note")
    assert [*held((head, remark, TABLE))] == [1]
    assert [*held((head, remark, long, Heading(2, "i"), remark, TABLE))] == [1, 4]
    assert [*held((head, long, said("One line."), TABLE))] == [1], "one line goes with those before it"
    some = said("word " * 60, "note")
    assert [*held((head, some, Heading(2, "i"), remark, TABLE))] == [3], "a heading behind some lines begins anew"
    assert [*held((head, said("One line."), Heading(2, "i"), remark, TABLE))] == [1, 3]


def test_high_rows_do_not_hold_their_head_on_the_next_page() -> None:
    high = tuple((line("\n".join("abcdefgh")), line("b"), line("c")) for _ in range(5))
    rows = opened(Grid(TABLE.head, high)).tables[0]._tbl.findall(qn("w:tr"))
    assert keeps(rows[0]) and not any(keeps(row) for row in rows[1:])


def test_very_many_details_stand_whole_and_may_end_a_page() -> None:
    def details(count: int) -> Any:
        made = [*above([(f"name {at}", "value") for at in range(count)], ": ")]
        return made[0]

    low, high = details(12), details(60)
    assert keeps(low) and low.find(f".//{qn('w:cantSplit')}") is None
    assert not keeps(high) and high.find(f".//{qn('w:keepLines')}") is not None


def test_only_a_short_lead_stays_with_what_it_leads_to() -> None:
    short, long = opened(said("Short.", "lead"), said("word " * 60, "lead"), said("Text.")).paragraphs[:2]
    assert keeps(short._p) and not keeps(long._p)


def test_the_cover_says_once_that_it_is_a_copy() -> None:
    file = opened(Cover("t", "s", ()), said("Text."))
    assert "Editable" not in "".join(one.text for one in file.sections[0].first_page_header.paragraphs)
    assert sum("Editable" in one.text for one in file.paragraphs) == 1


@pytest.mark.parametrize(
    ("told", "language", "marks"),
    [
        ("见“过滤”一节", "zh", [True, True]),
        ("其中“Filtration”一节", "zh", [True, True]),
        ("the witness's ‘note’ and “text”", "zh", [False] * 4),
        ("see “公开” in the expert’s note", "en", [False] * 3),
        ("他说：“走吧。”于是走了", "en", [True, True]),
    ],
)
def test_marks_are_of_the_text_around_them(told: str, language: Language, marks: list[bool]) -> None:
    assert [chinese(told, at, language) for at, sign in enumerate(told) if sign in "‘’“”"] == marks


def test_marks_have_the_font_of_their_text_and_words_stay() -> None:
    for language, words, font in (("en", "see “公开” there", "Times New Roman"), ("zh", "见“note”一节", "宋体")):
        (made,) = [one for one in opened(said(words), language=language).paragraphs if one.text]  # type: ignore[arg-type]
        assert made.text == words
        fonts = [run._r.find(f".//{qn('w:rFonts')}") for run in made.runs if run.text in ("“", "”")]
        assert [one.get(qn("w:eastAsia")) for one in fonts] == [font] * 2 == [one.get(qn("w:ascii")) for one in fonts]
    (head,) = [one for one in opened(Heading(1, "The “公开” one")).paragraphs if one.text]
    assert head.runs[1]._r.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "Arial"


def test_words_of_code_in_a_note_are_smaller_than_its_letters_and_of_their_shade() -> None:
    made = opened(Paragraph((Inline("In "), Inline("a.py", "code")), "note")).paragraphs[0]
    plain, code = ((run.font.size.pt, str(run.font.color.rgb)) for run in made.runs)
    assert plain == (9.0, "444444") and code == (7.5, "444444")


def test_an_empty_cell_makes_no_row_higher() -> None:
    cells = opened(Grid(TABLE.head, ((line("a"), line("b"), ()),))).tables[0].rows[1].cells
    sizes = [cell.paragraphs[0]._p.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:sz')}") for cell in cells]
    assert sizes[:2] == [None, None] and sizes[2].get(qn("w:val")) == "10"


def test_a_row_of_a_listing_with_nothing_on_either_side_is_none() -> None:
    said_so = (("", ()), ("1", (Run("a", "same"),)), ("2", ()))
    body = lay_out(Listing(said_so, said_so, "a", "b", ""), "en").body
    assert isinstance(body, Sheet) and [row[0] for row in body.rows] == ["1", "2"]


def test_nothing_of_a_row_stands_below_its_letters() -> None:
    """What does would slip over a page in LibreOffice, as an empty row under the head of the table."""
    flagged = (Inline("Said first. "), Inline("a status of many words that no line of it holds", "mark"))
    rows = (*ROWS, (flagged, (), line("b")))
    (table,) = opened(Grid(TABLE.head, rows)).tables
    for cell in table._tbl.iter(qn("w:tc")):
        *others, last = (one.find(f"{qn('w:pPr')}/{qn('w:spacing')}") for one in cell.iter(qn("w:p")))
        assert last.get(qn("w:after")) == "0"
        plain = [one for one in (*others, last) if one.get(qn("w:line"))]
        assert all(one.get(qn("w:lineRule")) in ("atLeast", "exact") for one in plain)
    margins = table._tbl.find(f".//{qn('w:tblCellMar')}")
    assert [one.tag for one in margins] == [qn(f"w:{edge}") for edge in ("top", "left", "bottom", "right")]

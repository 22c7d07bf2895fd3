"""Words among numbers, rows held to each other, and what stays on one line of a table."""

from __future__ import annotations

import io
from typing import Any

import docx as reader
from docx.oxml.ns import qn

from reports import docx
from reports.document import Document, Grid, Inline, Line, Part
from reports.prose import prose
from reports.widths import EM, extent, fitted, reference, rooms


def line(words: str, style: str = "plain", result: str | None = None) -> Line:
    return (Inline(words, style, result),)  # type: ignore[arg-type]


def test_only_long_words_in_a_column_of_numbers_are_prose() -> None:
    told = ("92 / 96 = 95.83%", "not applicable\nnot applicable", "music/theme.abc ~ bgm/login.abc", "10⁻¹²", "")
    row = [line("a long name of what is counted here"), *map(line, told)]
    assert [*prose(row, "lrrrrr")] == [3] and [*prose(row, "")] == []


def test_prose_begins_at_the_left_in_the_docx_too() -> None:
    rows = ((line("n"), line("music/theme.abc ~ bgm/login.abc")), (line("n"), line("82")))
    edges = [[one.get(qn("w:val")) for one in row.iter(qn("w:jc"))] for row in _table(rows, "lr").iter(qn("w:tr"))]
    assert edges == [["left", "left"], ["left", "right"]]


def test_no_row_of_a_docx_stands_alone_under_its_head() -> None:
    rows = tuple((line(f"{at}"), line("x")) for at in range(6))
    made = _table(rows, "", head=(line("a"), line("b")))
    held = [row.find(f".//{qn('w:keepNext')}") is not None for row in made.iter(qn("w:tr"))]
    assert held == [True, False, False, False, False, True, False], "the head and the last row but one"


def test_short_heads_status_words_and_quotients_stand_on_one_line() -> None:
    quotient = "917604 / 1064960 = 86.16%"
    head = (line("序号"), line("share"), line("said"))
    row = (line("未核验", "mark"), line(quotient), line("字" * 90))
    held = rooms(fitted(head, [row], (0.4, 0.4, 9.0), align="lrl"))
    assert held[0] >= extent("未核验") + 2 and held[1] >= extent(quotient)
    assert rooms(fitted(head, [(line("1"), *row[1:])], (0.4, 0.4, 9.0), align="lrl"))[0] >= 2 * EM


def test_the_name_of_a_record_stands_beside_its_word() -> None:
    named = Inline("record 76f22bcb2d50", "code", "76f22bcb2d50")
    assert reference(named) and not reference(named, 12.0)
    assert not reference(Inline("76f22bcb2d50", "code", "76f22bcb2d50")) and not reference(Inline("record 1 of 2"))
    held = rooms(fitted((), [((Inline("("), named, Inline(")")), line("words " * 40))], (1.0, 9.0)))
    assert held[0] >= extent(named.text, "code") + 2


def _table(rows: tuple[tuple[Line, ...], ...], align: str, head: tuple[Line, ...] = ()) -> Any:
    data = docx.render(Document("1", "t", "2026-01-05", "", (Part("en", "t", (Grid(head, rows, (1.0, 1.0), align),)),)))
    return next(reader.Document(io.BytesIO(data)).element.iter(qn("w:tbl")))

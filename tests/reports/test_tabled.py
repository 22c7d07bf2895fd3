"""Tables of methods: numbers at the right, columns of both works alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reports.document import Grid, Language, Line
from reports.sections.desk import Desk, text
from reports.sections.tabled import aligned, method_tables, twins
from tests.reports import specimen
from tests.reports.rows import LANGUAGES


def row(*cells: str) -> tuple[Line, ...]:
    return tuple(text(cell) for cell in cells)


def test_a_column_of_numbers_ends_at_the_right() -> None:
    rows = [row("a.py", "12", "33.33% / 100.00%", "—", "1.2.3", ""), row("b1", "—", "0.0%", "—", "7", "")]
    assert aligned(6, rows) == "lrrlll"
    assert aligned(1, [row("1,204")]) == aligned(1, [row("−0.5")]) == "r"
    assert aligned(1, [row("12 px")]) == aligned(1, [row("0x12")]) == aligned(1, [row("2026-01-05")]) == "l"


def test_the_other_side_of_a_column_is_found_by_its_head() -> None:
    assert twins(row("文件", "左侧字节数", "x", "右侧字节数")) == [(1, 3)]
    assert twins(row("Left file", "Right file", "left bytes", "right bytes")) == [(0, 1), (2, 3)]
    assert twins(row("左方", "文件")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_a_method_have_both(language: Language) -> None:
    filed = specimen.text_filed()
    body: Any = [{"left_file": "a/much/longer/name.txt", "right_file": "b.txt", "count": 12}]
    words = {"left_file": {"zh": "左侧文件", "en": "left file"}, "right_file": {"zh": "右侧文件", "en": "right file"}}
    counting: dict[str, dict[str, Any]] = {
        one: {**filed.counting[one], "labels": {key: said[one] for key, said in words.items()}} for one in LANGUAGES
    }
    filed = replace(filed, counting=counting, comparison=replace(filed.comparison, tables={"files": body}))
    desk = Desk(replace(specimen.dossier(language=language), comparisons=(filed,)), language)
    (grid,) = [block for block in method_tables(desk) if isinstance(block, Grid)]
    assert "".join(piece.text for piece in grid.caption).startswith("files"), "what it is, then its record"
    assert grid.align == "llr" and abs(grid.widths[0] - grid.widths[1]) < 0.15


def test_two_numbers_of_both_works_stand_on_one_line() -> None:
    filed = specimen.text_filed()
    keys = [f"k{at}" for at in range(7)]
    body: Any = [
        {"bytes_left": 27049, "bytes_right": 24947, "name_left": "a", "name_right": "b"} | dict.fromkeys(keys, 1)
    ]
    labels = {"bytes": "bytes", "name": "names"}
    counting: dict[str, dict[str, Any]] = {one: {**filed.counting[one], "labels": labels} for one in LANGUAGES}
    filed = replace(filed, counting=counting, comparison=replace(filed.comparison, tables={"files": body}))
    desk = Desk(replace(specimen.dossier(language="en"), comparisons=(filed,)), "en")
    (grid,) = [block for block in method_tables(desk) if isinstance(block, Grid)]
    said = "".join(piece.text for row in grid.rows for cell in row for piece in cell)
    assert "27049\u00a0/\u00a024947" in said and "a / b" in said


def test_what_a_row_is_of_stands_before_what_was_counted() -> None:
    filed = specimen.text_filed()
    body: Any = [{"beyond_cap": 3, "comparator": "code-tokens", "compared": 9, "side": "left"}]
    labels = {"compared": "compared", "side": "side", "comparator": "method", "beyond_cap": "beyond the cap"}
    counting: dict[str, dict[str, Any]] = {one: {**filed.counting[one], "labels": labels} for one in LANGUAGES}
    filed = replace(filed, counting=counting, comparison=replace(filed.comparison, tables={"nested": body}))
    desk = Desk(replace(specimen.dossier(language="en"), comparisons=(filed,)), "en")
    (grid,) = [block for block in method_tables(desk) if isinstance(block, Grid)]
    said = [["".join(piece.text for piece in cell) for cell in row] for row in (grid.head, *grid.rows)]
    assert said[0] == ["Side", "Method", "Compared", "Beyond the cap"], "words first, each as the method has them"
    assert said[1] == ["left", "Tokens of source code", "9", "3"]

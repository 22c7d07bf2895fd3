"""Lines of cells in the DOCX end before dates, names and words of code that would else be parted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.breaks import BREAK
from reports.line_ends import ended
from reports.widths import extent


def lines(words: str, room: float) -> list[str]:
    (made,) = ended([words], ["plain"], room)
    return made.split("\n")


def test_a_date_is_not_parted_at_its_hyphens() -> None:
    assert lines("received 2026-01-05", 15) == ["received ", "2026-01-05"]
    assert lines("received 2026-01-05", 30) == ["received 2026-01-05"], "where a line holds both nothing is put in"
    assert lines("at 2026-01-07T01:00:00Z", 15) == ["at 2026-01-07T", "01:00:00Z"], "one that no line holds, at its T"
    assert lines("text-exact text-reworded", 15) == ["text-exact text-reworded"], "words go on below at a hyphen"


def test_a_record_is_not_parted_by_the_bracket_behind_it() -> None:
    assert lines("比对（记录 7eabd454dff7）", 23) == ["比对（记录 ", "7eabd454dff7）"]
    assert lines("比对（记录 7eabd454dff7）", 40) == ["比对（记录 7eabd454dff7）"]


def test_a_name_stays_whole_or_keeps_its_last_letter_beside_a_word() -> None:
    assert lines("received by Sample Expert A, Sample Reviewer C", 20) == [
        "received by ",
        "Sample Expert A, ",
        "Sample Reviewer C",
    ]
    assert lines("by Sample Reviewer C", 12) == ["by Sample ", "Reviewer C"]


def test_code_ends_its_lines_behind_signs_and_not_in_a_word() -> None:
    assert lines('"target":{"node":0,"path":"translation"}', 15) == ['"target":{', '"node":0,"path":', '"translation"}']
    assert lines('x = conf["network"]["timeout"]', 14) == ["x = conf[", '"network"][', '"timeout"]']
    assert lines("月光城 (Moonlight City)", 8) == ["月光城 (Moonlight City)"], "brackets about words are no code"
    path = "scenes/chapter_01/harbour.json"
    assert lines(path, 12) == ["scenes/chapter_01/harbour.json"], "a path has places to break"


def test_words_go_on_from_piece_to_piece() -> None:
    made = ended(["received 2026", "-01-05"], ["plain", "strong"], 15)
    assert made == ["received \n2026", "-01-05"]
    assert ended([], [], 10) == []


@given(st.lists(st.text('ab A"[{:,20-16 \n光' + BREAK, max_size=30), max_size=4), st.floats(2, 40))
def test_no_character_is_another_and_only_ends_of_lines_are_put_in(texts: list[str], room: float) -> None:
    made = ended(texts, ["plain"] * len(texts), room)
    assert [one.replace("\n", "") for one in made] == [one.replace("\n", "") for one in texts]


def test_a_name_that_a_line_nearly_holds_begins_one() -> None:
    """Behind a sign of full width an office ends no line: it parted the name at its last letter."""
    name = "story/01_dengying.txt，"
    assert lines(f"首处同文：{name}", extent(name) * 1.03) == ["首处同文：", name]
    assert lines(f"首处同文：{name}", 40) == [f"首处同文：{name}"]

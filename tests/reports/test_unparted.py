"""Names in tables of the DOCX, which word processors would part at any letter: room for them, and smaller letters."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import docx
from reports.breaks import BREAK
from reports.document import Document, Grid, Inline, Line, Part
from reports.unparted import longest, parted, widened
from reports.widths import EM, PAGE, extent

NAME = "art/boss_tideking_of_the_gate.png"


def line(*words: str, style: str = "plain") -> Line:
    return tuple(Inline(one, style) for one in words)  # type: ignore[arg-type]


def test_a_name_goes_on_in_the_next_piece_and_takes_its_stop_along() -> None:
    whole = extent(NAME)
    assert longest(line("样本 ", NAME[:8], NAME[8:])) == pytest.approx(whole)
    assert longest(line(f"检材 {NAME}，区域")) == pytest.approx(whole + EM)
    assert longest(line(f"样本 A1：{NAME}")) == pytest.approx(whole + extent("A1") + EM), "offices keep these together"
    assert longest(line("0" * 64, style="digest")) == 0 < longest(line("0" * 16, style="digest"))
    assert longest(()) == 0


def test_a_column_of_names_takes_room_that_others_can_spare() -> None:
    rows = [(line("1"), line(NAME), line("三处文字"))]
    made = widened((20.0, 20.0, 57.0), rows)
    assert sum(made) == pytest.approx(97.0) and made[1] - 1.8 >= extent(NAME) and made[2] > 40
    assert widened((20.0, 20.0, 57.0), [(line("1"), line("a.png"), line("字"))]) == (20.0, 20.0, 57.0)
    tight = widened((9.2, 20.0, 67.8), [(line("序号记录"), *rows[0][1:])])
    assert tight[0] - 1.8 >= 4 * EM and tight[1] > 30, "what stands on one line stays so"
    assert widened((48.5, 48.5), [(line(NAME * 3), line("字"))]) == (48.5, 48.5), "too long for any column"


def test_short_lines_are_whole_where_others_can_spare_the_room() -> None:
    rows = [(line("1"), line("not verified 20\naccepted 1"), line("三处文字" * 20))]
    made = widened((10.0, 13.0, 74.0), rows)
    assert made[1] - 1.8 >= extent("not verified 20") and sum(made) == pytest.approx(97.0)
    crowded = [(line("示例专家乙"), line("some few words"), line("other few word"), line("字" * 99))]
    made = widened((9.0, 9.0, 9.0, 40.0), crowded)
    assert made[0] / sum(made) * PAGE - 1.8 >= 5 * EM, "where not all find it, names do"


def test_of_what_stays_on_one_line_the_least_lack_is_met_first() -> None:
    """One column that lacks more than wide ones can yield kept the room from all others."""
    rows = [(line("字" * 60), line("字" * 60), line("not deducted by Sample Expert A"), line("Sample Expert A"))]
    before = (36.0, 36.0, 9.0, 16.0)
    made = widened(before, [(line("a"), line("b"), line("c"), line("d")), *rows])
    assert made[3] - 1.8 > extent("Sample Expert A") * 1.05 > before[3] - 1.8
    assert made[2] - 1.8 < extent("Sample Expert A"), "that lacks too much"
    assert sum(made) == pytest.approx(97.0)


def test_a_gap_behind_a_number_does_not_part_two_works() -> None:
    """The left column began behind numbers, was wider by that gap, and alone got the room of its names."""
    rows = [(line("1"), line(NAME), line("tables/c.txt"), line("三处文字" * 9))]
    made = widened((6.0, 21.3, 20.0, 49.7), rows, "rlll")
    assert made[1] - made[2] == pytest.approx(1.3, abs=0.2) and made[2] > 25


@given(
    st.lists(st.tuples(st.text("ab/_. 光：", max_size=60), st.floats(1, 60)), min_size=1, max_size=6),
    st.floats(0.1, 3),
)
def test_the_sum_of_the_widths_stays(cells: list[tuple[str, float]], unit: float) -> None:
    total = sum(width for _, width in cells)
    widths = tuple(width / total * PAGE * unit for _, width in cells)
    made = widened(widths, [tuple(line(words) for words, _ in cells)])
    assert sum(made) == pytest.approx(sum(widths)) and all(
        0.7 * old <= new for old, new in zip(widths, made, strict=True)
    )


def test_only_a_path_that_no_line_holds_has_places_to_break() -> None:
    cell = line("样本 ", NAME[:8], NAME[8:], "，a.png")
    assert parted(cell, 60) == [one.text for one in cell], "what fits can be copied as it is"
    made = parted(cell, 20)
    assert [one.replace(BREAK, "") for one in made] == [one.text for one in cell]
    assert made[1] == f"art/{BREAK}boss" and f"tideking_{BREAK}of_{BREAK}" in made[2], "as in the PDF: after its signs"
    for other in ("0" * 64, '{"kind":"scene","name":"harbour/wall"}', "a.very.long.name.of.a.function"):
        assert parted(line(other), 20) == [other], "numbers, data and code have none"
    assert parted((), 20) == []


def test_names_take_room_and_the_letters_of_a_table_stay_as_large() -> None:
    written = _written(Grid((), ((line("字" * 40), line("字" * 40), line(NAME)),), (33.0, 33.0, 31.0)))
    *_, column = re.findall(r'<w:gridCol w:w="(\d+)"', written)
    assert NAME in written and int(column) > 9070 * 31 / 97
    long = "art/boss_tideking_of_the_gate_and_wall.png"
    sizes = [
        re.findall(r'<w:sz w:val="(\d+)"', written[written.index("<w:tbl>") : written.index("</w:tbl>")])
        for written in (_written(Grid((), ((line("字" * 40), line(name)),), (66.0, 31.0))) for name in ("a.png", long))
    ]
    assert set(sizes[0]) == set(sizes[1]) == {"17"}, "tables of one kind are of one size, whatever a name needs"


def _written(table: Grid) -> str:
    body = docx.render(Document("1", "t", "2026-01-05", "", (Part("zh", "t", (table,)),)))
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return file.read("word/document.xml").decode("utf-8")


def test_letters_of_a_table_are_of_one_size() -> None:
    """A long name on one side made the letters of that side alone smaller."""
    long = "art/boss_tideking_of_the_gate_and_wall.png"
    cells = (line("字" * 40), line(long), line("art/a.png"), line("字" * 40))
    written = _written(Grid((), (cells,), (24.0, 24.5, 24.5, 24.0)))
    table = written[written.index("<w:tbl>") : written.index("</w:tbl>")]
    assert len(set(re.findall(r'<w:sz w:val="(\d+)"', table))) == 1
    one, other = re.findall(r'<w:gridCol w:w="(\d+)"', table)[1:3]
    assert abs(int(one) - int(other)) < 20, "columns of both works stay equally wide"


def test_a_flag_of_several_lines_has_one_frame() -> None:
    flag = "已排除：第三方组件（与 C1 相同之处）"
    cell = (*line("17"), Inline("\n"), *line("未核验", style="mark"), Inline("\n"), *line(flag, style="mark"))
    written = _written(Grid((), ((cell, line("字" * 60)),), (12.0, 85.0)))
    assert written.count("<w:pBdr>") == 1 and written.count("<w:bdr ") == 1
    framed = written[written.index("<w:pBdr>") : written.index("</w:p>", written.index("<w:pBdr>"))]
    assert flag in framed and "<w:br/>" not in framed
    wide = _written(Grid((), ((cell, line("字")),), (80.0, 17.0)))
    assert "<w:pBdr>" not in wide and wide.count("<w:bdr ") == 2, "on one line the frame of a run holds"


def test_two_flags_have_two_frames() -> None:
    """Word processors draw one frame around paragraphs with the same borders that follow each other."""
    flags = (Inline("accepted after all", "mark"), Inline("\n"), Inline("excluded: common source", "mark"))
    written = _written(Grid((), (((*line("17"), Inline("\n"), *flags), line("字" * 60)),), (12.0, 85.0)))
    assert written.count("<w:pBdr>") == 2
    between = written[written.index("after all") : written.index("excluded: common")]
    assert between.count("<w:p>") == 2, "a low paragraph, and that of the other flag"

"""Names of files end their lines behind folders, and within a folder or file only where no line holds it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import docx
from reports.breaks import BREAK, breakable, parts
from reports.document import Document, Inline, Paragraph, Part
from reports.exhibits.docx_shown import below
from reports.exhibits.html import lined
from reports.exhibits.html import parted as web_parted
from reports.held import held, in_prose
from reports.line_ends import ended, unspaced
from reports.unparted import parted
from reports.view import _PartView
from reports.whole import NAME, NAMED_IN_WEB
from reports.widths import extent

PLACE = "manual/manual.md:9190-10217"


def kept(made: Iterable[tuple[tuple[Inline, ...], bool]]) -> list[str]:
    return ["".join(piece.text for piece in pieces) for pieces, whole in made if whole]


@pytest.mark.parametrize(
    ("name", "room", "cut"),
    [
        (PLACE, 22.0, ["manual/", "manual.md:9190-10217"]),
        (PLACE, 14.0, ["manual/", "manual.md", ":9190-10217"]),
        ("server/world_map.py:1-122", 20.0, ["server/", "world_map.py:1-122"]),
        ("story/02_duanqiaodu.txt,", 18.0, ["story/", "02_duanqiaodu.txt,"]),
        ("story/02_duanqiaodu.txt", 15.0, ["story/", "02_", "duanqiaodu.txt"]),
        (
            "comparisons/code-literal/A1--B1.7eabd454dff75b39.json",
            40.0,
            ["comparisons/", "code-literal/", "A1--"],
        ),
    ],
)
def test_a_name_breaks_first_behind_folders_then_before_its_numbers(name: str, room: float, cut: list[str]) -> None:
    """ "manual/manual.m | d:9190-10217", "world_map.py:1- | 122", "story/02_ | duanqiaodu.txt" in cells."""
    made = parts(name, room)
    assert "".join(made) == name and made[:-1] == cut[:-1] and made[-1].startswith(cut[-1])
    assert breakable(name, room, own=True).split(BREAK) == made
    (told,) = parted((Inline(name),), room)
    assert told.split(BREAK) == made


def test_other_words_and_those_of_a_work_break_as_before() -> None:
    assert breakable('{"kind":"scene_of","name":1}', own=True) == breakable('{"kind":"scene_of","name":1}')
    assert breakable("story/02_duanqiaodu.txt").split(BREAK) == ["story/", "02_", "duanqiaodu.txt"]


def test_a_name_that_a_line_holds_is_one_piece_with_the_signs_at_its_ends() -> None:
    told = (Inline("name that the library prescribes: __init__"),)
    assert kept(held(told, 30.0))[-1] == "__init__", "its last signs stood below"
    assert "server/world_map.py:1-122" in kept(held((Inline("left, right: server/world_map.py:1-122"),), 30.0))
    for room, parted_so in ((24.0, ["manual/", "manual.md:9190-10217"]), (18.9, ["manual/manual.md", ":9190-10217"])):
        cell = _PartView(Part("en", "t", ())).cell((Inline(PLACE),), room)
        assert [piece["text"].replace(BREAK, "") for piece in cell] == parted_so
        assert cell[1]["whole"], "a box, before which typesetters end a line whatever sign it begins with"


def test_a_folder_or_file_with_hyphens_is_one_piece_in_prose_too() -> None:
    told = "in comparisons/code-literal/A1--B1.7eabd454dff75b39.json and table-2-7eabd454dff7.csv (inside the PDF)"
    assert kept(in_prose((Inline(told),), 16.0)) == [
        "code-literal/",
        "A1--B1.7eabd454dff75b39.json",
        "table-2-7eabd454dff7.csv",
    ]
    assert kept(in_prose((Inline("a well-known, non-literal copy; pages 3-4"),), 16.0)) == []
    block = _PartView(Part("en", "t", ())).block(Paragraph((Inline(told),)))
    assert block["ragged"], "no line is pulled apart for them"


def test_the_web_edition_breaks_names_likewise_and_keeps_signs_with_them() -> None:
    """ "，" and "·" began lines behind names, which are boxes of their own there."""
    inner = '<span class="path">manual.md</span><wbr><span class="path">:9190-10217，</span>'
    assert lined(f"{PLACE}，x") == f'<span class="path">manual/<wbr><span class="path">{inner}</span></span>x'
    assert lined("(a/b.py) · line") == '<span class="path">(a/<wbr><span class="path">b.py) ·</span></span> line'
    assert lined("init: __init__, x") == 'init: <span class="path">__init__,</span> x'
    made = web_parted((Inline("gs/gm.py", "code"), Inline("；"), Inline("gs/a.py", "code")))
    assert [words for _, words in made] == [
        '<span class="path">gs/<wbr>gm.py；</span>',
        "",
        '<span class="path">gs/<wbr>a.py</span>',
    ]
    assert lined("月光城 (Moonlight City)") == '月光城 <span class="whole">(Moonlight City)</span>'
    assert lined("SF/T 0075-2020") == '<span class="whole">SF/T 0075-2020</span>'


def test_numbers_and_units_have_spaces_that_do_not_break_in_the_docx() -> None:
    """第 | 29 行, 另有 | 7 段, 288 × | 240: word processors part them wherever a line is full."""
    assert unspaced(["见第 29 行", "，另有 7 段"], ["plain", "plain"]) == [
        "见第\u00a029\u00a0行",
        "，另有\u00a07\u00a0段",
    ]
    assert unspaced(["共 18", " 处"], ["plain", "plain"]) == ["共 18", "\u00a0处"], "from piece to piece"
    assert unspaced(["第 29 行"], ["same"]) == ["第 29 行"], "words of a work are as they are"
    assert unspaced([f"a/{BREAK}b.py，第 3 行"], ["plain"]) == [f"a/{BREAK}b.py，第 3 行"], "which LibreOffice tears"
    assert unspaced([f"a/{BREAK}b.py, page · line 3"], ["plain"]) == [f"a/{BREAK}b.py, page · line\u00a03"]
    assert unspaced(["(0, 0)–(384, 320) px"], ["plain"], 12.0) == ["(0, 0)–(384, 320) px"], "which no line holds"
    block = Paragraph((Inline("右图尺寸：288 × 240，第 3 行"),))
    with zipfile.ZipFile(
        io.BytesIO(docx.render(Document("1", "t", "2026-01-05", "", (Part("zh", "t", (block,)),))))
    ) as file:
        assert "288\u00a0×\u00a0240，第\u00a03\u00a0行" in file.read("word/document.xml").decode()


def test_a_list_of_numbers_in_the_details_of_the_docx_ends_lines_before_a_minus() -> None:
    """1.16252、−8.02567 × 1 | 0⁻⁵: of signs of full width word processors break behind none that a minus follows."""
    row = below([("变换矩阵（逐行）", "1.16252、−8.02567 × 10⁻⁵、−28.9509、−0.00127845")] * 9, "：")
    told = "".join("\n" if one.tag.endswith("}br") else one.text or "" for one in row.iter())
    assert "：1.16252、\n−8.02567\u00a0×\u00a010⁻⁵、−28.9509、\n−0.00127845" in told


def test_lines_behind_a_name_that_is_parted_end_where_they_are_full() -> None:
    """第 3– | 34 行 behind a name of two lines: its last line begins behind a folder."""
    told = parted((Inline("gs/lib/pondkit/ticker.py，第 13–34 行"),), 15.0)
    (made,) = ended(told, ["plain"], 15.0)
    assert made.replace(BREAK, "").split("\n") == ["gs/lib/pondkit/ticker.py，", "第 13–34 行"]
    assert extent("ticker.py，") <= 15.0 < extent("ticker.py，第 13–34 行")


@given(st.lists(st.text("ab/_-.:1 行第，" + BREAK, max_size=30), max_size=4), st.floats(2, 40))
def test_no_character_is_another(texts: list[str], room: float) -> None:
    assert [one.replace("\u00a0", " ") for one in unspaced(texts, ["plain"] * len(texts), room)] == texts
    words = "".join(texts).replace(BREAK, "")
    assert breakable(words, room, own=True).replace(BREAK, "") == words


def test_a_quotient_of_digits_is_no_name_of_a_file() -> None:
    assert not NAME.fullmatch("46/49") and not NAMED_IN_WEB.search("46/49")
    assert NAME.fullmatch("story/02_bridge.txt") and NAME.fullmatch("2026/scan.png")

"""What stays on one line: found alike for all outputs, and held by each where a line has the room."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import docx
from reports.document import Document, Inline, Line, Paragraph, Part
from reports.exhibits.html import TEMPLATES, lined, parted, quoted, style
from reports.held import held, in_excerpt, in_prose
from reports.line_ends import ended
from reports.view import _PartView
from reports.whole import wholes
from reports.widths import extent, fitted, longest_whole, pieces, rooms


def cell(words: str) -> Line:
    return (Inline(words),)


def said(pieces: Iterable[Inline]) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("收件人：示例专家甲、示例专家乙", ["收件人：", "示例专家甲、", "示例专家乙"]),
        ("A1：29 个、219552 字节", ["A1：29 个、", "219552 字节"]),
        ("软件（A1–B1）", ["软件", "（A1–B1）"]),
        ("2026-01-05 收到", ["2026-01-05", "收到"]),
        ("from 2026-01-08T01:00:00Z on", ["2026-01-08T01:00:00Z"]),
        ("SHA-1 and DVD-R, X-ray-A", ["SHA-1", "DVD-R,"]),
        ("received by Sample Expert A, then", ["Sample Expert A,"]),
        ("A1: 29 files, 219552 bytes.", ["A1: 29 files,", "219552 bytes."]),
        ("第 12–34 行、第 3 行的文字", ["第 12–34 行、", "第 3 行", "文字"]),
        ("story.txt（字符 1138–1247）", ["（字符", "1138–1247）"]),
        ("256 × 384、16 × 16 px", ["256 × 384、", "16 × 16 px"]),
        ("#081929 22%, #113649 1.5%", ["#081929 22%,", "#113649 1.5%"]),
        ("主要颜色：#081929 22%、#113649 13%", ["主要颜色：", "#081929 22%、", "#113649 13%"]),
        ("已核验 8 / 378 处（13792 / 20141 字符）", ["已核验", "8 / 378", "（13792 / 20141", "字符）"]),
        ("pic of B1 (accused work): a.png", ["B1 (accused work):"]),
        ("region (0, 0)–(384, 320) px", ["(0, 0)–", "(384, 320) px"]),
        ("lines 12–34, line 4, v1.2–x", ["12–34,"]),
        ("not verified 20\naccepted 1", ["not verified 20", "accepted 1"]),
        ("Fed. R. Civ. P. 26(a)(2)(B)", ["Fed. R. Civ. P. 26(a)(2)(B)"]),
        ("两部作品的表达在比对范围内相同", ["相同"]),
        ("样本 A1：art/a.png，区域", ["样本 A1：", "区域"]),
        ("Figure 6 and Figure 7 (no. 4)", ["Figure 6", "Figure 7", "no. 4)"]),
        ("8 of 378 matches; 12 more ranges, 9 more in the file", ["8 of 378 matches;", "12 more ranges,", "9 more"]),
        ("文字逐字比对（text-exact，版本 5）", ["文字逐字比对", "版本 5）"]),
        ("data/items.csv，单元 245–260", ["单元", "245–260"]),
        ("pages 3-4, Mr. Noah 5 was no more; versions", []),
        ("one two three", []),
        ("月光城 (Moonlight City) 1.4", ["月光城", "(Moonlight City)"]),
        ("程序记录第 27 条", ["第 27 条"]),
        ("字符 3–9；另有 7 段（另 3 个），共 12 处", ["字符", "3–9；", "另有 7 段", "（另 3 个），", "12 处"]),
        ("依标准 SF/T 0075-2020 与 GB/T 36326-2018。", ["依标准", "SF/T 0075-2020", "GB/T 36326-2018。"]),
        ("编号：1 = 31: 605、2 = 58: 134", ["编号：", "1 = 31: 605、", "2 = 58: 134"]),
        ("编号示例-A1 的图", ["编号示例-A1", "的图"]),
        ("上限 8.2 × 10⁻⁸ 以下", ["上限", "8.2 × 10⁻⁸", "以下"]),
    ],
)
def test_names_dates_units_and_pairs_are_whole(told: str, found: list[str]) -> None:
    assert [told[start:stop] for start, stop in wholes(told)] == found


def test_the_numbers_of_a_place_stay_with_its_file() -> None:
    assert pieces("server/combat.py:17:1") == ["server/", "combat.py:17:1"]
    assert pieces("guide/guide.md:160-1774") == ["guide/", "guide.md:160-1774"]


def test_no_file_is_parted_from_its_ending_nor_one_sign_from_the_next() -> None:
    assert pieces("server/__init__.py") == ["server/", "__init__.py"] and pieces("__init__.py") == ["__init__.py"]
    assert pieces("A1--B1.04d5d4544c2112c3.json") == ["A1--", "B1.", "04d5d4544c2112c3.", "json"], "too long for that"
    assert pieces("excerpts-7eabd454dff7.txt") == ["excerpts-", "7eabd454dff7.txt"]
    assert pieces("http://a.b-c/x_y.html") == ["http://", "a.", "b-", "c/", "x_", "y.html"]


def test_a_column_has_room_for_them_where_all_columns_have_it() -> None:
    words = "收件人：示例专家甲、示例专家乙，" + "此后所见" * 9
    narrow, _ = rooms(fitted((), [(cell(words), cell("字" * 90))], (1.0, 30.0)))
    assert longest_whole(cell(words)) == extent("示例专家甲、") <= narrow


def test_each_output_holds_them_in_a_cell_that_has_more_than_a_line() -> None:
    words, room = "收件人：示例专家甲、示例专家乙", 20.0
    assert [(said(pieces), whole) for pieces, whole in held(cell(words), room)] == [
        ("收件人：", True),
        ("示例专家甲、", True),
        ("示例专家乙", True),
    ]
    assert [whole for _, whole in held(cell(words), 60.0)] == [False], "one line holds all"
    assert [said(pieces) for pieces, whole in held(cell("drops.py，第 37–56 行"), 19.6) if whole] == ["第 37–56 行"], (
        "nearly"
    )
    assert [whole for _, whole in held(cell(words), 4.0)] == [False], "none of them has the room"
    region = "pic/role_01.jpg，区域 (0, 0)–(288, 240) 像素"
    assert [said(pieces) for pieces, _ in held(cell(region), 30.0)][-1] == "区域 (0, 0)–(288, 240) 像素"
    shown = _PartView(Part("zh", "t", ())).cell(cell(words), room)
    assert [one["text"] for one in shown if one.get("whole")] == ["收件人：", "示例专家甲、", "示例专家乙"]
    assert ended([words], ["plain"], room) == ["收件人：示例专家甲、\n示例专家乙"]


def test_figures_of_a_paragraph_stay_on_one_line_where_it_can_take_them_up() -> None:
    words = "共 29 个文件，示例专家甲收到 123456789 字节，见第 3–7 行与"
    block = Paragraph((Inline(words), Inline("记录 7eabd454dff7", "code", "7eabd454dff7")))
    shown = _PartView(Part("zh", "t", ())).block(block)["content"]
    assert [one["text"] for one in shown if one.get("whole")] == ["29 个文件", "第 3–7 行", "记录 7eabd454dff7"]
    assert "".join(one["text"] for one in shown) == words + "记录 7eabd454dff7"
    assert lined("SHA-1 of 256 × 384, 3 files") == (
        '<span class="whole">SHA-1</span> of <span class="whole">256 × 384</span>, <span class="whole">3 files</span>'
    )


def test_a_number_and_its_unit_stay_together_though_a_link_parts_them() -> None:
    """ "100 / 处" and a semicolon at the head of a line: what is held goes on in the next piece, with such a sign."""
    content = (Inline("采信 "), Inline("100", "plain", "7eabd454dff7"), Inline(" 处；合计 9 "), Inline("处。"))
    named = (Inline("记录 7eabd454dff7", "code", "7eabd454dff7"), Inline("；见 9/7"))
    shown = _PartView(Part("zh", "t", ())).block(Paragraph((*content, *named)))["content"]
    whole = [one for one in shown if one.get("whole")]
    assert [one["text"] for one in whole] == ["100 处；", "9 处", "记录 7eabd454dff7；"]
    assert [piece["text"] for piece in whole[0]["pieces"]] == ["100", " 处；"]
    assert "".join(one["text"] for one in shown) == said((*content, *named))
    (quotient,) = (one for _, one in in_prose(cell("is 46% (9262 / 20141 characters)"), 16.0) if one)
    assert quotient


def test_a_quotient_stays_whole_in_every_paragraph_cell_and_in_the_web_edition() -> None:
    """ "13792 / " at the foot of a page and "20141" on the next one; of a Chinese paragraph no line is pulled apart."""
    told = "占样本 A1 的 68.48%（13792 / 20141 字符，其中 8 / 37 处）"
    for block in (Paragraph((Inline(told),)), Paragraph((Inline("is 46% (9262 / 20141 characters)"),))):
        shown = _PartView(Part("zh", "t", ())).block(block)
        whole = [one["text"] for one in shown["content"] if one.get("whole")]
        assert {"13792 / 20141 字符", "9262 / 20141 characters"} & {*whole} and shown["ragged"]
    assert "（13792 / 20141" in [said(pieces) for pieces, whole in held(cell(told), 20.0) if whole]
    assert '<span class="whole">8 / 37 处</span>' in lined(told)
    with zipfile.ZipFile(
        io.BytesIO(docx.render(Document("1", "t", "2026-01-05", "", (Part("zh", "t", (block,)),))))
    ) as file:
        assert "9262\u00a0/\u00a020141" in file.read("word/document.xml").decode()


def test_the_docx_holds_what_a_line_has_the_room_for() -> None:
    """Of a cell, as the PDF does: a unit with its range, a name with its folders; what no line holds is parted."""
    for told, room, lines in (
        ("第 37–43 行（字符 240–314）", 18.0, ["第 37–43 行", "（字符 240–314）"]),
        ("第 37–43 行（字符 240–314）", 12.0, ["第 37–43 行", "（字符 ", "240–314）"]),
        ("见 the file server/combat.py", 18.0, ["见 the file ", "server/combat.py"]),
    ):
        (made,) = ended([told], ["plain"], room)
        assert made.split("\n") == lines
    moment = "2026-01-08T01:00:00Z"
    assert ended([moment], ["plain"], extent(moment) * 1.01) == [moment], "the office's letters are narrower"
    assert ended([moment], ["plain"], extent(moment) * 0.9) == ["2026-01-08T\n01:00:00Z"]


def test_lines_of_excerpts_are_held_as_cells_are_and_their_names_too() -> None:
    told = "art/boss_tide--king.png, region (0, 0)–(384, 320) px, cells 91–128; 乐谱（字符 1383–1829）、1:1–16:1"
    held_whole = [said(pieces) for pieces, whole in in_excerpt(cell(told), 60.0) if whole]
    assert "（字符 1383–1829）、" in held_whole, "with the signs that no line ends before or behind"
    whole = [words.strip("（），、;,") for words in held_whole]
    assert whole[:3] == ["art/boss_tide--king.png", "(0, 0)–(384, 320) px", "cells 91–128"]
    assert {"字符 1383–1829", "1:1–16:1"} <= {*whole}
    template = (TEMPLATES / "report.typ").read_text("utf-8")
    assert "unbroken" not in template and "–\\d" not in template, "one place says what stays on a line"


def test_the_web_edition_holds_figures_dates_and_heads() -> None:
    for told in ("第 37–56 行", "1:1–16:1", "(0, 0)–(384, 320) px", "字符 1383–1829", "cells 91–128", "120 bytes"):
        assert lined(f"x {told}，y") == f'x <span class="whole">{told}</span>，y'
    assert lined("2026-01-07T01:00:00Z") == '<span class="whole">2026-01-07T</span><wbr>01:00:00Z'
    assert [words.count("whole") for _, words in parted(cell("对应段落数"), head=True)] == [2]
    assert quoted("第 37–56 行") == "第 37–56 行", "lines of a work end where they are full"


def test_the_web_edition_keeps_names_of_files_on_one_line_where_they_fit() -> None:
    """With places to break where none has the room, and not in what is struck out, whose line a box would lack."""
    file = '<span class="path">combat_<wbr>of_<wbr>each.py</span><wbr>:17:1，'
    path = f'<span class="path">server/<wbr><span class="path">{file}</span></span>'
    assert lined("见 server/combat_of_each.py:17:1，第 3 行") == f'见 {path}<span class="whole">第 3 行</span>'
    assert ".appraisal .path { display: inline-block; max-width: 100%;" in style()
    (made,) = (words for _, words in parted((Inline("a/b.py", "struck"),)))
    assert made == "a/b.py" == quoted("a/b.py")


def test_no_hanzi_of_a_head_stands_alone_on_its_line() -> None:
    for words, room, lines in (
        ("字符数：相同", 9.0, ["字符数：", "相同"]),
        ("两侧段落", 6.0, ["两侧", "段落"]),
        ("对应段落数", 8.5, ["对应", "段落数"]),
        ("范围（理由）", 8.5, ["范围", "（理由）"]),
    ):
        shown = _PartView(Part("zh", "t", ())).cell(cell(words), room, head=True)
        assert [one["text"] for one in shown if one.get("whole")] == lines
        (told,) = ended([words], ["plain"], room, head=True)
        assert told.split("\n") == lines


def test_prose_of_a_work_ends_its_lines_where_they_are_full() -> None:
    told = "她数了一遍，又数了一遍，直到第三通鼓响"
    quoted = (Inline("第一章 灯影 · ", "context"), Inline(told, "same"))
    assert [said(pieces) for pieces, whole in held(quoted, 12.0) if whole] == ["第一章", "灯影"]
    assert longest_whole((Inline(told, "same"),)) == 0 < longest_whole(cell(told))
    assert ended([told], ["same"], 12.0) == [told] != ended([told], ["plain"], 12.0)


def test_a_framed_remark_is_one_piece() -> None:
    framed = (Inline("已排除：共同来源（与 C1 相同之处），示例专家甲、示例专家乙", "mark"),)
    assert [pieces for pieces, _ in held(framed, 20.0)] == [framed]
    assert len([*held((Inline(framed[0].text),), 20.0)]) > 1


def test_a_record_with_the_word_before_it_is_not_cut() -> None:
    named = (Inline("源代码逐字比对（"), Inline("记录 7eabd454dff7", "code", "7eabd454dff7"), Inline("）"))
    assert [(said(pieces), whole) for pieces, whole in held(named, 22.0)][-2:] == [
        ("记录 7eabd454dff7", True),
        ("）", False),
    ]


@given(st.lists(st.text("ab 甲乙、：1–A\n", max_size=20), max_size=4), st.floats(2, 60))
def test_no_character_is_lost(texts: list[str], room: float) -> None:
    line = tuple(Inline(text) for text in texts)
    assert said([piece for pieces, _ in held(line, room) for piece in pieces]) == "".join(texts)


def test_a_place_in_brackets_stays_whole_only_where_its_brackets_have_room() -> None:
    """No line ends between a bracket and what stays whole in it: both count."""
    line = (Inline("manual.md · line 21 (characters 220–1834)", "context"),)
    words = extent("(characters 220–1834)")

    def kept(room: float) -> set[str]:
        return {"".join(piece.text for piece in pieces) for pieces, stays in held(line, room) if stays}

    assert "(characters 220–1834)" in kept(words * 1.07)
    assert {"line 21", "220–1834)"} <= kept(words * 1.05) and "(characters 220–1834)" not in kept(words * 1.05)

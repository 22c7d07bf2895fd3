"""Widths of columns: proportions as asked for, and no word broken while there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.exhibit import Differences
from reports.breaks import BREAK, breakable, digits
from reports.document import Inline, Line
from reports.exhibits.layout import _cells
from reports.sections import sentences, tree
from reports.sections.desk import Desk
from reports.widths import (
    GAP_BEHIND,
    LEAST_SCALE,
    LONGEST,
    PADDING,
    PAGE,
    SAFE,
    extent,
    fitted,
    pieces,
    rooms,
    scale,
)
from tests.reports import specimen


def lines(*words: str) -> tuple[Line, ...]:
    return tuple((Inline(word),) for word in words)


def test_a_digest_has_two_lines_where_all_columns_have_the_room() -> None:
    """Beside many columns of words: half of it stands on a line, unless a word stands before it."""
    words = (Inline("拆开包装并核对载体"),)
    digest = (Inline("SHA-256"), Inline("\n"), Inline("0123456789abcdef" * 4, "digest"))
    for cell, whole in ((digest, True), ((Inline("SHA-256："), digest[2]), False)):
        row = (words, words, words, cell, words, words)
        wide = rooms(fitted(lines(*"abcdef"), [row], (1.0, 1.0, 1.0, 0.1, 1.0, 1.0)))[3]
        assert (wide >= extent("0" * 32, "digest")) is whole


def test_what_is_asked_for_stands_when_every_word_fits() -> None:
    widths = fitted(lines("a", "b"), [lines("x", "y")], (1.0, 3.0))
    room = PAGE - 2 * PADDING
    first = round(room / 4 + PADDING, 1)
    assert widths == (first, round(PAGE - first, 1))


def test_a_word_takes_its_room_from_the_other_column() -> None:
    narrow, wide = fitted(
        lines("col", "col"), [lines("identification", "some words of which none is long")], (1.0, 30.0)
    )
    assert narrow == round(extent("identification") * SAFE + PADDING, 1)
    assert abs(narrow + wide - PAGE) < 1e-6


def test_hanzi_and_digests_need_little() -> None:
    narrow, _ = fitted((), [lines("0" * 64, "b")], (1.0, 30.0))
    assert narrow == round(extent("00000000") * SAFE + PADDING, 1)  # the digits break after eight
    narrow, _ = fitted((), [lines("比对范围以内的全部文字", "a"), lines("0" * 64, "b")], (1.0, 30.0))
    assert narrow == round(extent("八个字才成一行的") * SAFE + PADDING, 1)


def test_a_digest_beside_words_needs_the_room_of_a_digest() -> None:
    stacked = (Inline("6\n"), Inline("93cf51fea9a1c374", "digest"))
    asked = round(extent("93cf51fe9a1c3740", "digest") * SAFE + PADDING, 1)
    narrow, _ = fitted((), [(stacked, lines("b")[0])], (1.0, 60.0))
    assert narrow == asked < round(extent("93cf51fea9a1c374") * SAFE + PADDING, 1)
    glued = (Inline("(", "plain"), Inline("93cf51fea9a1c374", "digest"))  # one word of two pieces
    assert fitted((), [(glued, lines("b")[0])], (1.0, 60.0))[0] > asked


def test_hanzi_stand_abreast_as_far_as_all_columns_have_the_room() -> None:
    crowded = ["表达相同或相近", *["counterpart"] * 7]
    hanzi, *words = fitted((), [lines(*crowded)])
    assert round(extent("三个字") * SAFE + PADDING, 1) <= hanzi < extent("四个汉字") * SAFE + PADDING
    assert min(words) >= round(extent("counterpart") * SAFE + PADDING, 1) - 0.1


def test_letters_are_as_wide_as_their_font_draws_them() -> None:
    assert extent("WWWW") > 1.5 * extent("aaaa") > 1.5 * extent("iiii")
    assert extent("aaaa", "digest") < extent("aaaa", "code") < extent("mmmm")
    assert extent("中文") == 2 * extent("中") > 3 * extent("a")


def test_a_table_whose_words_do_not_fit_is_set_smaller() -> None:
    words = [lines(*["counterpart"] * 8)]
    widths = fitted((), words)
    assert sum(widths) > PAGE and LEAST_SCALE < scale(widths) < 1
    assert all(room >= extent("counterpart") for room in rooms(widths))
    assert scale(fitted((), [lines(*["counterpart"] * 30)])) == LEAST_SCALE  # then words are broken
    assert scale((1.0, 3.0)) == scale(()) == 1


def test_long_words_break_after_signs_and_short_ones_where_they_must() -> None:
    assert breakable("world/heiweidang_01.png").split(BREAK) == ["world/", "heiweidang_", "01.png"]
    assert breakable('len(record["roles"])').split(BREAK) == ["len", "(record", '["roles"])']
    assert breakable("(code-structure)") == "(code-structure)"
    assert breakable("correspondence", extent("correspondence")) == "correspondence"
    assert breakable("correspondence", extent("correspond")).count(BREAK) == 1
    marks = "a-" + "\u0300" * 40  # marks alone take no room
    assert breakable(marks).replace(BREAK, "") == marks
    assert breakable("0" * 40).split(BREAK) == ["0" * 8] * 5
    assert breakable("表code-structure。", extent("code-structure")).count(BREAK) == 1  # the stop stays with the word
    assert [digits(room) for room in (40, 8, 4, 1)] == [16, 8, 4, 2]


def test_without_widths_by_what_most_cells_hold() -> None:
    rows = [lines("1", "three words here")] * 10
    short, long = fitted(lines("n", "text"), rows)
    assert long > 3 * short


def test_no_columns() -> None:
    assert fitted((), []) == ()


cells = st.text("ab 月/-", max_size=40)


@given(st.integers(1, 7).flatmap(lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=5)), st.data())
def test_a_line_is_filled_and_no_word_is_short_of_room(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    count = len(rows[0])
    wanted = data.draw(st.lists(st.floats(0.1, 9), min_size=count, max_size=count))
    widths = fitted((), [lines(*row) for row in rows], wanted)
    words = [[word for row in rows for word in row[at].split() if not set(word) & set("月-")] for at in range(count)]
    longest = [max((extent(word) for word in column if len(word) <= LONGEST), default=0) for column in words]
    if sum(longest) <= 0.3 * PAGE and all(len(word) <= LONGEST for column in words for word in column):
        assert abs(sum(widths) - PAGE) < 1e-6
        assert scale(widths) == 1
        assert all(width + 0.1 >= one + PADDING for width, one in zip(widths, longest, strict=True))


@given(st.text("ab(/._0 表。", max_size=60), st.floats(2, 40))
def test_places_to_break_are_all_that_is_added(text: str, room: float) -> None:
    shown = breakable(text, room)
    assert shown.replace(BREAK, "") == text
    assert BREAK * 2 not in shown and not shown.startswith(BREAK) and not shown.endswith(BREAK)
    assert "".join(pieces(text)) == text


def test_a_name_of_five_hanzi_and_a_size_with_its_unit_stand_on_one_line() -> None:
    """Columns of who judged and of sizes: 示例专家甲, 1405 行."""
    wanted = sentences.WIDTHS["zh"]
    cell = "示例专家甲"
    widths = fitted(lines(*"12345678"), [lines(*["x"] * 7, cell)], wanted)
    assert rooms(widths)[-1] >= extent(cell) * SAFE
    size = tree._sizes(Desk(specimen.dossier(), "zh"), {"line": 1405.0})
    assert size == "1405\u00a0行"
    assert rooms(fitted(lines("a", "b"), [lines("x", size)], (60.0, 1.0)))[1] >= extent(size)


def test_columns_of_both_works_are_equally_wide() -> None:
    rows = [lines("1", "identification", "x", "some words")]
    widths = fitted(lines("n", "left", "right", "rest"), rows, (1.0, 1.2, 1.2, 9.0))
    assert abs(widths[1] - widths[2]) < 0.15 and rooms(widths)[2] >= extent("identification") - 0.1
    by_words = fitted(lines("n", "left", "right"), [lines("1", "a", "three words here")] * 9, pairs=[(1, 2)])
    assert abs(by_words[1] - by_words[2]) < 0.15 < by_words[1] - by_words[0]
    full = ["counterpart"] * 8
    assert sum(fitted((), [lines(*full, "a")], (1.0,) * 9)) < sum(fitted((), [lines(*full, "counterpart")]))


def test_what_stands_behind_a_number_has_a_gap() -> None:
    rows = [lines("0", "0")]
    plain, behind = (fitted(lines("files", "not"), rows, (1.0, 0.01), align=align) for align in ("lr", "rl"))
    assert behind[1] - plain[1] == pytest.approx(GAP_BEHIND, abs=0.11)


def test_the_gap_behind_a_number_takes_nothing_of_what_is_asked_for() -> None:
    before, behind = fitted(lines("n", "a"), [lines("1", "逐字相同")], (1.0, 1.0), align="rl")
    assert behind - before == pytest.approx(GAP_BEHIND, abs=0.15)
    assert before + behind == pytest.approx(PAGE)
    assert rooms((10.0, 20.0), "rl")[1] == pytest.approx(rooms((10.0, 20.0))[1] - GAP_BEHIND), "no line is longer"


def test_a_list_of_places_that_differ_has_the_gap_too() -> None:
    rows = (("A", "12.5 %", "both"), ("B", "3 %", "left"))
    cells = _cells(Differences(("mark", "share", "lines"), rows, "lrl"))
    flat = _cells(Differences(("mark", "share", "lines"), rows, "lll"))
    assert cells.widths[2] - flat.widths[2] > GAP_BEHIND / 2 and sum(cells.widths) == pytest.approx(sum(flat.widths))


def test_a_date_with_its_time_is_broken_between_both_alone() -> None:
    assert pieces("2026-01-08T01:00:00Z") == ["2026-01-08T", "01:00:00Z"]
    assert pieces("at/2026-01-08T01:00:00+08:00.json") == ["at/", "2026-01-08T", "01:00:00+08:00", ".json"]
    assert pieces("server/world_map.py") == ["server/", "world_", "map.py"]


def test_of_a_short_table_the_longest_name_counts() -> None:
    """服务器程序架构, the one long name among twelve classes, is not stacked letter by letter."""
    names = [
        *("角色", "怪物", "装备", "技能", "地图", "界面", "乐谱", "配置", "文本", "代码", "其他", "美术"),
        "服务器程序架构",
    ]
    rows = [lines(name, *["29928 / 29116"] * 6) for name in names]
    heads = lines("类别", *["字节数"] * 6)
    assert rooms(fitted(heads, rows))[0] >= extent("服务器程")


def test_a_long_head_makes_no_column_wide() -> None:
    """Columns of one digit were as wide as their heads, and the text beside them stood on many lines."""
    head = tuple((Inline(words),) for words in ("Alteration", "Planted, or pairs", "Found, or with match"))
    rows = [((Inline("rows of a map, renumbered, mirrored left-right " * 2),), (Inline("1"),), (Inline("1"),))] * 3
    text, *counts = fitted(head, rows)
    assert text > 70 and max(counts) < 13
    assert len(fitted(head, ())) == 3


def test_a_column_that_says_nothing_leaves_its_room_to_others() -> None:
    head = [(Inline(words),) for words in ("Defect", "Steps", "Recordings")]
    told, none, pen = ((Inline(words),) for words in ("Look for the word recieved in both manuals. " * 3, "—", "\n\n"))
    said, empty, blank = (fitted(head, [(told, told, last)], (1.0, 1.0, 1.0)) for last in (told, none, pen))
    assert empty[2] < said[2] * 0.5 and empty[1] > said[1] * 1.2
    assert blank == said, "room for a pen stays"


def test_a_column_of_long_notes_is_wider_than_those_of_places_beside_it() -> None:
    """All longer lines asked for the same as one of sixty letters: notes of many lines stood in a narrow strip."""
    place, note = (
        "music/theme.abc, the whole of the file, and its parts, too",
        "words of a note, one after another; " * 12,
    )
    short, long = fitted((), [lines(place, note)])
    assert long > 1.5 * short
    same, alike = fitted((), [lines(place, place)])
    assert same == alike


def test_no_column_of_sentences_is_a_strip_where_all_have_the_room() -> None:
    words = "one of the two tells it otherwise than the other"
    narrow, _ = fitted((), [lines(words, words * 9)], (1.0, 30.0))
    assert narrow > 14
    number, _ = fitted((), [lines("12", words * 9)], (1.0, 30.0))
    assert number < 8


def test_columns_of_little_take_little_and_a_region_has_its_line() -> None:
    """A number, a status and a word below each other counted as one line: the place beside them was torn."""
    place = "样本 A1：art/boss_tideking.png，区域 (0, 0)–(384, 320) 像素"
    row = lines(
        "1\n采信\n造型", place, "构图、轮廓与细节", "检材缩小、调亮、转直角", "圆形徽记为常见样式", "同一画面，经改动"
    )
    head = lines("序号\n要素", "位置", "相同点", "不同点", "公有或惯用", "评述")
    widths = fitted(head, [row], (0.8, 3.4, 1.4, 1.6, 1.0, 1.1))
    assert widths[0] < extent("序号要素") + PADDING
    assert widths[1] >= extent("区域 (0, 0)–(384, 320) 像素") + PADDING
    assert min(widths[2:]) > extent("六个汉字宽度") + PADDING


def test_a_head_of_words_stands_on_three_lines_where_all_columns_have_the_room() -> None:
    head = lines("File", "Bytes that the grammar could not follow", "Kind")
    widths = fitted(head, [lines("a/b.py", "0", "text " * 30)], (1.0, 0.2, 9.0))
    assert widths[1] >= extent("Bytes that the", head=True) + PADDING
    assert widths[1] < extent("Bytes that the grammar", head=True)
    place = "manual/manual.md:220-1834"
    _, left, right = fitted((), [lines("words of what the row tells " * 4, place, "1")], (9.0, 1.0, 1.0))
    assert left == right >= extent("manual.md:220-1834") + PADDING, "a place is not parted from its file"
    numbers = [lines(f"Characters in common of part {one}", "12", "13") for one in range(9)]
    name, *_ = fitted((), [*numbers, lines("place of the longest", place, place)], (4.0, 1.0, 1.0))
    assert name >= extent("Characters in common of part 1") + PADDING, "two places make no column of numbers wide"

"""Widths of columns: proportions as asked for, and no word broken while there is room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.document import Inline, Line
from reports.widths import LONGEST, PADDING, PAGE, fitted


def lines(*words: str) -> tuple[Line, ...]:
    return tuple((Inline(word),) for word in words)


def test_what_is_asked_for_stands_when_every_word_fits() -> None:
    widths = fitted(lines("a", "b"), [lines("x", "y")], (1.0, 3.0))
    room = PAGE - 2 * PADDING
    assert widths == (round(room / 4 + PADDING, 1), round(room * 3 / 4 + PADDING, 1))


def test_a_word_takes_its_room_from_the_other_column() -> None:
    narrow, wide = fitted(
        lines("col", "col"), [lines("identification", "some words of which none is long")], (1.0, 30.0)
    )
    assert narrow == round(len("identification") + PADDING, 1)
    assert narrow + wide == PAGE


def test_hanzi_and_digests_need_little() -> None:
    narrow, _ = fitted((), [lines("比对范围以内的全部文字", "a"), lines("0" * 64, "b")], (1.0, 30.0))
    assert narrow == 8 + PADDING  # the digits break after eight


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
    longest = [max((len(word) for row in rows for word in row[at].split() if not set(word) & set("月-")), default=0)
               for at in range(count)]  # fmt: skip
    if sum(min(LONGEST, one) for one in longest) <= 0.5 * PAGE:
        assert abs(sum(widths) - PAGE) < 0.1 * count
        assert all(width + 0.1 >= one + PADDING for width, one in zip(widths, longest, strict=True) if one <= LONGEST)

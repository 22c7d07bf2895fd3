from hypothesis import given
from hypothesis import strategies as st

from reports.columns import BODY, COLUMNS, LEAST, LINE, LINE_OF_TABLE, TITLE, beside, in_columns


@given(st.lists(st.tuples(st.text("a图", max_size=20), st.text("b，", max_size=200)), max_size=40))
def test_columns_keep_the_order_and_are_few(pairs: list[tuple[str, str]]) -> None:
    made = in_columns(pairs)
    assert [pair for column in made for pair in column] == pairs
    assert len(made) <= COLUMNS


def test_a_long_detail_does_not_heighten_the_others() -> None:
    short = [(f"key {at}: ", "1") for at in range(24)]
    assert [len(column) for column in in_columns(short)] == [8, 8, 8]
    first, *rest = in_columns([("key: ", "x" * 200), *short])
    assert len(first) < 8 and sum(len(column) for column in rest) > 16


def test_a_picture_makes_room_for_what_stands_with_it() -> None:
    few, many = [("size: ", "1")] * 3, [("size: ", "1" * 60)] * 14
    assert beside(200, few, 0) == 1
    assert 1 > beside(600, many, 0) > beside(600, many, 3) >= LEAST
    assert beside(600, many * 9, 60) == LEAST
    left = BODY - TITLE - LINE * max(len(column) for column in in_columns(few)) - 600 * beside(600, few, 5)
    assert left >= LINE_OF_TABLE * (5 + 1 + 2) - 1, "a table of five rows, its caption and a head of two lines"

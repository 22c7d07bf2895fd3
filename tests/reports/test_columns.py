from hypothesis import given
from hypothesis import strategies as st

from reports.columns import BAND, COLUMNS, HIGHEST, bands, in_columns, wide


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


@given(st.lists(st.tuples(st.text("a图", max_size=20), st.text("b，", max_size=200)), max_size=40))
def test_bands_keep_the_order(pairs: list[tuple[str, str]]) -> None:
    made = bands(pairs)
    assert [pair for band in made for column in band for pair in column] == pairs
    assert all(band and len(band) <= COLUMNS for band in made)


def test_bands_are_low_and_alike() -> None:
    """36 details in one band took a third of a page, which a picture had to leave to them."""
    made = bands([(f"key {at}: ", "1") for at in range(36)])
    highs = [max(map(len, band)) for band in made]
    assert len(made) == 2 and max(highs) <= BAND and max(highs) - min(highs) <= 1
    assert len(bands([("size: ", "1")] * 3)) == 1 and bands([]) == []


def test_a_picture_is_as_wide_as_the_text_where_a_page_holds_it() -> None:
    assert wide(HIGHEST) == wide(100) == 1
    assert wide(2 * HIGHEST) == 0.5

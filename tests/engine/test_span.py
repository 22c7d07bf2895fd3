"""Span algebra against sets of integers, and polygons against areas known by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.errors import RecordError
from appraisal.span import Region, Span, box, char, from_json, intersect, merge, pixel, subtract, to_json, whole

INTERVALS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


def _set(intervals: Sequence[tuple[float, float]]) -> set[int]:
    return {n for start, stop in intervals for n in range(int(start), int(stop))}


@given(INTERVALS, INTERVALS)
def test_interval_algebra_is_set_algebra(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    one, two = merge(first), merge(second)
    assert _set(one) == _set(first)
    assert _set(subtract(one, two)) == _set(first) - _set(second)
    assert _set(intersect(one, two)) == _set(first) & _set(second)
    assert all(a[1] < b[0] for a, b in pairwise(one))


@given(INTERVALS, INTERVALS)
def test_regions_follow(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    one, two = Region(char("f", a, b) for a, b in first), Region(char("f", a, b) for a, b in second)
    assert one.without(two).length() == len(_set(first) - _set(second))
    assert one.overlap(two).length() == len(_set(first) & _set(second))
    for start, stop in first:
        if start < stop:
            assert two.touches(char("f", start, stop)) == bool(_set([(start, stop)]) & _set(second))


def test_polygons() -> None:
    square = box("p", 0, 0, 10, 10)
    assert square.length == 100
    assert Region([square, box("p", 5, 0, 15, 10)]).length() == 150
    rest = Region([square]).without(Region([box("p", 0, 0, 5, 10)]))
    assert rest.length() == 50
    assert Region([pixel("p", [(0, 0), (10, 10), (10, 0), (0, 10)])]).length() == pytest.approx(50)  # a bow tie
    assert not Region([square]).touches(box("p", 10, 0, 20, 10))


def test_a_whole_file_takes_all_of_it_and_no_other() -> None:
    both = Region([char("a", 0, 5), char("b", 0, 5), box("a", 0, 0, 2, 2)])
    assert both.without(Region([whole("a")])).length() == 5
    assert both.overlap(Region([whole("a")])).length() == 9


def test_lanes_do_not_mix() -> None:
    assert Region([char("a", 0, 5)]).without(Region([Span("a", "line", 0, 5)])).length() == 5
    assert Region([char("a", 0, 5)]).without(Region([char("a", 0, 5, "page-1")])).length() == 5


@pytest.mark.parametrize("span", [char("文.txt", 3, 9), whole("x"), box("p", 0, 0, 1.5, 2), char("a", 0, 1, "view")])
def test_json_round_trip(span: Span) -> None:
    assert from_json(to_json(span)) == span


@pytest.mark.parametrize(
    "body",
    [
        {"unit": "char", "file": "a", "start": 0},
        {"unit": "char", "file": "a", "start": 3, "stop": 1},
        {"unit": "pixel", "file": "a", "polygon": [[0, 0]]},
        {"unit": "furlong", "file": "a", "start": 0, "stop": 1},
        {"unit": "file", "file": "a", "start": 0, "stop": 1},
    ],
)
def test_malformed_spans_are_refused(body: dict[str, object]) -> None:
    with pytest.raises(RecordError):
        from_json(body)


def test_a_polygon_with_a_hole_keeps_its_area_as_spans() -> None:
    frame = Region([box("p", 0, 0, 100, 100)]).without(Region([box("p", 20, 20, 80, 80), box("p", 85, 85, 90, 90)]))
    spans = list(frame.spans())
    assert frame.length() == 6375 and sum(span.length for span in spans) == 6375
    assert Region(spans).length() == 6375


def test_places_in_a_file_and_in_its_view_stand_beside_each_other() -> None:
    mixed = [char("a", 0, 4, "text:1"), char("a", 2, 9), char("a", 2, 6, "text:1")]
    region = Region(mixed)
    assert list(region.spans()) == [char("a", 2, 9), char("a", 0, 6, "text:1")]
    assert list(region.without(Region([char("a", 0, 20)])).spans()) == [char("a", 0, 6, "text:1")]

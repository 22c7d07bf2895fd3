"""A day is read in whatever form a text tells it."""

from __future__ import annotations

from datetime import date

import pytest

from appraisal.after import days
from appraisal.papers import calendar

FIFTH = date(2026, 1, 5)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "2026年1月5日",
            "二〇二六年一月五日",
            "二○二六年元月五号",
            "2026-01-05",
            "2026 - 1 - 5",
            "2026/1/5",
            "2026年1月5",
        ),
        *("5 January 2026", "5th of January, 2026", "the 5th day of January 2026", "January 5, 2026", "Jan. 5th 2026"),
    ],
)
def test_a_day_with_its_year(words: str) -> None:
    [hit] = calendar.DAY.finditer(words)
    assert calendar.read(hit) == FIFTH and calendar.has_year(hit)
    assert days.named(words) == {"2026-01-05": 1}


@pytest.mark.parametrize("words", ["1月5日", "元月五日", "5 January", "January 5th", "5 jan."])
def test_a_day_without_one_is_the_last_that_can_be_meant(words: str) -> None:
    [hit] = calendar.DAY.finditer(words)
    assert calendar.read(hit, date(2026, 1, 9)) == FIFTH
    assert calendar.read(hit, date(2027, 1, 4)) == FIFTH
    assert days.named(words) == {"-01-05": 1}


@pytest.mark.parametrize(
    "words", ["三月一次", "第1月5处", "2026.1.5.3", "GB/T 36451-2018", "2026年2月30日", "二〇二六年"]
)
def test_none_is_told(words: str) -> None:
    assert not days.named(words)


def test_numbers_in_hanzi() -> None:
    told = {"十": 10, "十二": 12, "三十": 30, "廿一": 21, "卅": 30, "二〇二六": 2026, "元": 1}
    assert {words: calendar.figure(words) for words in told} == told

"""Intervals against the definition, and sentences that say no more than was seen."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.controls import interval, percent, sentence
from appraisal.dossier import ControlEntry
from appraisal.errors import CaseError
from appraisal.sampling import interval_among


def at_least(k: int, n: int, p: float) -> float:
    """P(X ≥ k) for X binomial(n, p), summed without rounding."""
    share = Fraction(p)
    return float(sum(comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k, n + 1)))


@pytest.mark.parametrize(
    ("found", "planted", "low", "high"),
    [  # Clopper and Pearson's limits as tables of quality control print them
        (98, 100, 0.9296, 0.9976),
        (100, 100, 0.9638, 1.0),
        (0, 20, 0.0, 0.1684),
        (5, 10, 0.1871, 0.8129),
        (0, 0, 0.0, 1.0),
    ],
)
def test_known_limits(found: int, planted: int, low: float, high: float) -> None:
    assert list(interval(found, planted)) == pytest.approx([low, high], abs=5e-5)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_limits_are_what_they_are_defined_as(drawn: tuple[int, int]) -> None:
    found, planted = drawn
    low, high = interval(found, planted)
    assert 0 <= low <= found / planted <= high <= 1
    if found:
        assert at_least(found, planted, low) == pytest.approx(0.025, rel=1e-6)
    if found < planted:
        assert 1 - at_least(found + 1, planted, high) == pytest.approx(0.025, rel=1e-6)
    assert list(interval(planted - found, planted)) == pytest.approx([1 - high, 1 - low])


def test_many_plants_do_not_underflow() -> None:
    low, high = interval(9_990, 10_000)
    assert 0.997 < low < 0.999 < high < 0.9996


def test_more_found_than_planted_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        interval(3, 2)


@pytest.mark.parametrize(("share", "said"), [(0.0, "0%"), (1.0, "100%"), (0.9296, "93.0%")])
def test_shares(share: float, said: str) -> None:
    assert percent(share) == said


def entry(**figures: object) -> ControlEntry:
    about = {"file": "controls/0001.json", "sha256": "", "on": "", "by": "", "seed": 0, "comparator": "m"}
    return ControlEntry(**{**about, "version": "1", "parameters": {"least": 13}, "labels": (), **figures})  # type: ignore[arg-type]


def test_what_was_found_is_said_in_both_languages() -> None:
    said = sentence(entry(planted=100, found=98, unrelated=20))
    assert said.en == (
        "On this material m 1 (least=13) finds 98 of 100 known copies (95% interval 93.0%–99.8%), "
        "and none in 20 unrelated pairs (95% interval 0%–16.8%)."
    )
    assert "检出 100 处已知复制中的 98 处" in said.zh and "20 对无关材料中无一检出" in said.zh


def test_what_was_not_tried_is_never_said_to_be_found() -> None:
    said = sentence(entry(refused="it makes none"))
    assert "it makes none" in said.en and "finds" not in said.en and "no unrelated material" in said.en
    assert "未能作阳性对照" in said.zh and "未作阴性对照" in said.zh
    none = sentence(entry(refused="no file is left to plant into; files skipped: 1, for example a.java"))
    assert "（没有文件可供植入；1 个文件略去，例如 a.java）" in none.zh and "files skipped: 1" in none.en
    assert "a match in 3 of 20 unrelated pairs" in sentence(entry(planted=1, found=1, unrelated=20, with_match=3)).en


@pytest.mark.parametrize(
    ("hits", "read", "total", "low", "high"),
    [
        (6, 8, 10, 0.6, 0.8),  # whatever the two that were not read are
        (8, 8, 8, 1, 1),
        (0, 0, 5, 0, 1),
        (5, 10, 20, 0.3, 0.7),  # reckoned by hand from the hypergeometric distribution
    ],
)
def test_bounds_among_finitely_many(hits: int, read: int, total: int, low: float, high: float) -> None:
    assert interval_among(hits, read, total) == pytest.approx((low, high))


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n)).flatmap(
    lambda two: st.tuples(st.just(two[0]), st.just(two[1]), st.integers(0, two[1])))))  # fmt: skip
def test_bounds_among_finitely_many_hold_what_was_seen_and_no_more_than_is_known(some: tuple[int, int, int]) -> None:
    total, read, hits = some
    low, high = interval_among(hits, read, total)
    assert hits / total <= low <= hits / read <= high <= (total - (read - hits)) / total
    assert interval_among(read - hits, read, total) == pytest.approx((1 - high, 1 - low))


def test_bounds_among_very_many_are_those_without_a_population() -> None:
    assert interval_among(6, 8, 10**7) == pytest.approx(interval(6, 8), abs=1e-3)


def test_what_is_no_share_among_many() -> None:
    with pytest.raises(CaseError):
        interval_among(3, 4, 3)

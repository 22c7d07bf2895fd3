"""Strength: counts of unrelated pairs and their tails, one scale for all channels; small parts take more evidence."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.comparator import Context
from comparators.image import chance, strength
from comparators.image.copy import ImageCopy
from tests.image.pictures import Pixels
from tests.image.test_regions import art, features, found, pasted, resized

METHOD = ImageCopy()


def test_where_pairs_were_counted_strength_is_the_count() -> None:
    assert strength.of_hash(60) == pytest.approx(-math.log10(113 / 37_232_917))
    assert strength.of_hash(80) == pytest.approx(-math.log10(1193 / 37_232_917))
    assert strength.of_hash(118) == pytest.approx(math.log10(2))
    assert strength.of_hash(256) == 0
    assert strength.of_outline(0.08, 0.0) == pytest.approx(-math.log10(530 / 9908))
    assert strength.of_outline(0.08, 0.1) == pytest.approx(-math.log10(65 / 9908))
    assert strength.of_region(3, 5.0, 0) == pytest.approx(-math.log10(18 / 4969))


def test_beyond_them_it_follows_one_law() -> None:
    # e-fold by 2.75 bits; by .064 of strokes and .0462 of outlines; keypoints to the power 3.4 (Fisher)
    assert strength.of_hash(31) - strength.of_hash(42) == pytest.approx(4 / math.log(10))
    five = strength.of_outline(0.08 + 0.0462, 0.1 + 4 * 0.064)
    assert five == pytest.approx(-math.log10(65 / 9908) + (5 - math.log(6)) / math.log(10))
    assert strength.of_outline(0.33, 0.6) == strength.of_outline(0.9, 0.6)  # what is soft tells no more from there on
    ten = 3.4 * math.log(10)
    far = strength.of_region(30, 25.0, 0)  # five units, ten times the least of .5
    assert far == pytest.approx(-math.log10(18 / 4969) + 3.4 - math.log10(1 + ten))


def test_evidence_is_keypoints_as_far_as_pixels_bear_them_out() -> None:
    assert strength.evidence(6, 5.0) == 1
    assert strength.evidence(12, 5.0) == strength.evidence(12, 99.0) == 2
    assert strength.evidence(12, 2.5) == 1
    assert strength.evidence(0, 99.0) == 0


@given(st.integers(0, 255))
def test_a_closer_hash_is_no_less_rare(distance: int) -> None:
    assert strength.of_hash(distance) >= strength.of_hash(distance + 1) >= 0


@given(st.integers(0, 2000), st.floats(0, 500), st.floats(0, 1), st.integers(0, 50), st.floats(0, 50), st.floats(0, 1))
def test_more_of_anything_is_no_less_rare(
    places: int, digits: float, cover: float, more: int, further: float, wider: float
) -> None:
    low = strength.of_region(places, digits, cover)
    high = strength.of_region(places + more, digits + further, min(1.0, cover + wider))
    assert 0 < low <= high + 1e-9


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_outlines_more_alike_are_no_less_rare(alike: float, strokes: float, more: float, further: float) -> None:
    low = strength.of_outline(alike, strokes)
    assert 0 <= low <= strength.of_outline(min(1.0, alike + more), min(1.0, strokes + further)) + 1e-9


def test_shipped_limits_lie_beyond_all_that_chance_brought() -> None:
    assert chance.of_region(METHOD.min_strength)["chance_seen"] == 0
    assert chance.of_outline(METHOD.min_strokes)["chance_seen"] == 0
    assert strength.of_outline(METHOD.min_outline, METHOD.min_strokes) > METHOD.min_strength
    assert strength.of_hash(METHOD.max_distance) > METHOD.min_strength


def test_a_small_part_takes_more_evidence_than_a_wide_one(tmp_path: Path) -> None:
    """One sign laid on two drawings: weaker than where it fills one of them, though more keypoints follow."""
    sign = resized(art(84, 120, 100), 36, 30)
    small = [pasted(art(seed, 480, 400), sign, 200, 180) for seed in (81, 82)]
    a, b, alone = (
        features(tmp_path, name, one) for name, one in zip("abc", (*small, resized(sign, 144, 120)), strict=True)
    )
    weak, strong = ImageCopy(min_strength=0), ImageCopy(min_strength=5)
    (here,) = weak.match({"l": a}, {"r": b}, Context())
    (wide,) = strong.match({"l": a}, {"r": alone}, Context())
    assert here.details["keypoints"] > wide.details["keypoints"]
    assert here.details["strength"] < 5 < wide.details["strength"]
    assert not list(strong.match({"l": a}, {"r": b}, Context()))


def test_beside_a_region_that_has_the_strength_a_weaker_one_is_told(tmp_path: Path) -> None:
    """The sign that two drawings have in common is no match by itself; it is one where they share half of a picture."""
    sign = resized(art(84, 120, 100), 48, 40)
    drawings = [pasted(art(seed, 480, 400), sign, 390, 330) for seed in (81, 82)]
    sharing = [pasted(each, art(85, 300, 260), x, 20) for each, x in zip(drawings, (20, 60), strict=True)]
    a, b, c, d = (features(tmp_path, name, one) for name, one in zip("abcd", (*drawings, *sharing), strict=True))
    (here,) = ImageCopy(min_strength=0).match({"l": a}, {"r": b}, Context())
    method = ImageCopy(min_strength=float(here.details["strength"]) * 1.2)
    assert not list(method.match({"l": a}, {"r": b}, Context()))
    wide, *further = method.match({"l": c}, {"r": d}, Context())
    assert wide.details["strength"] > method.min_strength
    weaker = [m for m in further if m.details["strength"] < method.min_strength]
    assert weaker
    assert all(min(x for x, _ in m.left.polygon) > 350 for m in weaker)


def lines_of(picture: Pixels) -> Pixels:
    return np.dstack([255 - cv2.dilate(cv2.Canny(picture, 30, 60), np.ones((2, 2), np.uint8))] * 3)


def test_outlines_are_ranked_on_the_scale_of_the_other_channels(tmp_path: Path) -> None:
    picture = art(13, 480, 400)
    (match,) = found(features(tmp_path, "a", picture), features(tmp_path, "b", lines_of(picture)))
    alike = match.details["outline"] * match.details["inner"]
    assert match.details["strength"] == pytest.approx(strength.of_outline(alike, match.details["strokes"]), abs=0.05)

"""``image-icon`` on screens: boxes are found, assigned one to one after scale and shift, and what moved is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from appraisal import contract
from appraisal.work import Work
from comparators.image.icon import layout, screens
from comparators.image.icon.method import ImageIcon
from comparators.image.icon.screens import Boxes
from comparators.image.icon.words import LABELS
from tests.image.pictures import Pixels, save

FIELDS = ((20, 60, 150, 90), (20, 110, 150, 140), (180, 60, 380, 240), (20, 200, 90, 226), (420, 60, 600, 100))
WORDS = (
    (24, 20),
    (200, 20),
    (430, 130),
    (430, 170),
    (430, 210),
    (30, 160),
    (300, 260),
    (40, 300),
    (420, 310),
    (520, 260),
)


def window(
    fields: tuple[tuple[int, int, int, int], ...] = FIELDS, words: tuple[tuple[int, int], ...] = WORDS
) -> Pixels:
    """A form of 640 × 360: fields with a frame, and words of six letters of 3 × 8 pixels."""
    shown = np.full((360, 640, 3), 236, np.uint8)
    for left, top, right, bottom in fields:
        shown[top:bottom, left:right] = 90
        shown[top + 2 : bottom - 2, left + 2 : right - 2] = 252
    for number, (x, y) in enumerate(words):
        for letter in range(5 + number % 3 * 3):
            shown[y : y + 10, x + 6 * letter : x + 6 * letter + 4] = 40
            shown[y + 3 : y + 5, x + 6 * letter + 1 : x + 6 * letter + 3] = 236
    return shown


def altered(shown: Pixels) -> Pixels:
    """Scaled to three quarters, colours turned round."""
    small = Image.fromarray(255 - shown[..., [1, 2, 0]]).resize((480, 270), Image.Resampling.LANCZOS)
    return np.asarray(small, np.uint8)


def test_a_redressed_screen_is_laid_on_its_original_and_what_moved_is_listed(tmp_path: Path) -> None:
    moved = (*FIELDS[:3], (300, 300, 380, 330), FIELDS[4])
    left = save(tmp_path / "l", "left.png", window())
    right = save(tmp_path / "r", "right.png", altered(window(moved)))
    result = contract.run("image-icon", left.path, right.path)
    (match,) = (m for m in result.matches if m.kind == "screen-layout")
    said = match.details
    assert said["boxes_alike"] >= 13 and said["frames_alike"] >= 4
    assert said["scale_horizontal"] == pytest.approx(0.75, rel=0.03) == said["scale_vertical"]
    near = [[float(v) for v in text.replace(" – ", ", ").split(", ")] for text in said["boxes_only_left"]]
    assert any(np.abs(np.array(box) - FIELDS[3]).max() <= 5 for box in near)
    assert len(said["boxes_of_both"]) == said["boxes_alike"] and result.all.values["screens_alike"] == 1
    shown = ImageIcon().exhibit(Work.open(left.path), Work.open(right.path), match)
    assert shown.listed is not None
    for at, name in enumerate(("boxes_only_left", "boxes_only_right")):
        assert [row[at] for row in shown.listed.rows if row[at] != "—"] == list(said[name])
    for language in ("zh", "en"):
        assert {match.kind, *said, *shown.listed.head, *result.all.values} <= set(LABELS[language])
    swapped = contract.run("image-icon", right.path, left.path)
    (other,) = (m for m in swapped.matches if m.kind == "screen-layout")
    assert (other.left, other.right) == (match.right, match.left)
    assert other.details["boxes_only_right"] == said["boxes_only_left"] and other.details["score"] == said["score"]


def test_another_screen_of_the_same_parts_is_laid_out_otherwise() -> None:
    dice = np.random.default_rng(3)
    fields = tuple((x, y, x + 60 + 30 * n, y + 26) for n, (x, y) in enumerate(dice.integers(10, 240, (5, 2)).tolist()))
    words = tuple((int(x), int(y)) for x, y in dice.integers(10, 320, (10, 2)))
    found = layout.lay(screens.boxes(window()), screens.boxes(window(fields, words)))
    assert found is not None and found.agreement < layout.LEAST


def test_small_or_empty_pictures_are_no_screens() -> None:
    assert not len(screens.boxes(window()[:120]).places)
    few = screens.boxes(np.full((300, 300, 3), 200, np.uint8))
    assert not len(few.places) and layout.lay(few, few) is None


PLACES = st.tuples(st.integers(0, 80), st.integers(0, 80), st.integers(1, 20), st.integers(1, 20))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(PLACES, min_size=8, max_size=20),
    st.floats(0.5, 0.95),
    st.floats(0, 0.04),
)
def test_boxes_scaled_and_moved_correspond_all(
    rows: list[tuple[int, int, int, int]], scale: float, shift: float
) -> None:
    places = np.array([[x, y, x + w, y + h] for x, y, w, h in rows], np.float64) / 100
    one = Boxes(places, np.ones(len(rows), np.uint8))
    found = layout.lay(one, Boxes(places * scale + shift, one.frames))
    assert found is not None and found.agreement > 0.97 and len(found.pairs) == len(rows)
    assert len(set(found.pairs[:, 0].tolist())) == len(set(found.pairs[:, 1].tolist())) == len(rows)

"""What is made of two pictures for the eye: the map of agreement, frames that are shown in turn, the list of places."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from appraisal.comparator import Context
from appraisal.exhibit import Overlay
from appraisal.work import Work
from comparators.image import compared
from comparators.image.compared import ALIKE, NOTHING, OUTSIDE, UNLIKE
from comparators.image.copy import ImageCopy
from comparators.image.words import LABELS
from reports.exhibits.html import exhibit_html
from reports.exhibits.layout import lay_out
from reports.exhibits.overlays import KEYS
from tests.image.pictures import Pixels, read, save, scene
from tests.image.test_regions import art, pasted, resized


def _classes(here: Pixels, there: Pixels, within: np.ndarray) -> tuple[np.ndarray, float]:
    return compared.classes(*compared.evened(here, there, within, inverted=False), within)


def test_a_part_drawn_anew_is_dark_in_the_map_and_nothing_else_is() -> None:
    here = art(5)
    there = pasted(here, art(90, 96, 80), 144, 96)
    within = np.zeros(here.shape[:2], bool)
    within[:, :280] = True
    cells, side = _classes(here, there, within)
    rows, columns = (np.indices(cells.shape) + 0.5) * side
    altered = (columns > 144) & (columns < 240) & (rows > 96) & (rows < 176)
    reach = 1.5 * side  # of windows and of the brightness around them
    near = (columns > 144 - reach) & (columns < 240 + reach) & (rows > 96 - reach) & (rows < 176 + reach)
    assert (cells[altered] == UNLIKE).mean() > 0.6
    assert not (cells[~near] == UNLIKE).any() and (cells[~near] == ALIKE).sum() > 50
    assert (cells[columns > 280 + side] == OUTSIDE).all()
    shown = compared.mapped(here, cells, side)
    assert shown.shape == here.shape and (shown[..., 0] == shown[..., 1]).all()  # greys: a print loses nothing
    assert (shown[..., 0] == 40).sum() > altered.sum() * side * side * 0.4


def test_the_greys_of_the_map_are_those_of_its_key_on_dark_and_on_light_pictures() -> None:
    (key,) = (fill for name, fill, hatched in KEYS if name == "alike" and not hatched)
    cells = np.array([[ALIKE, NOTHING], [NOTHING, ALIKE]])
    for level in (0, 30, 128, 255):
        shown = compared.mapped(np.full((40, 40, 3), level, np.uint8), cells, 20.0)[..., 0].astype(int)
        alike, nothing = shown[1:20, 1:20], shown[1:20, 21:]
        assert abs(alike - key).max() <= 16, f"{level}: what agrees is as grey as its key"
        assert nothing.min() >= 235, f"{level}: what shows nothing is nearly white"
    dark, light = np.full((40, 20, 3), 8, np.uint8), np.full((40, 20, 3), 240, np.uint8)
    shown = compared.mapped(np.concatenate([light, dark], axis=1), cells, 20.0)[..., 0].astype(int)
    assert shown[1:20, 1:20].max() + 24 < shown[1:20, 21:].min(), "light and agreeing beside dark and without details"


def test_smooth_places_differ_by_their_tone_alone() -> None:
    here = scene(4, 320, 256)
    here[64:192, 64:256] = 120
    there = here.copy()
    there[64:192, 160:256] = 220
    cells, side = _classes(here, there, np.ones(here.shape[:2], bool))
    rows, columns = (np.indices(cells.shape) + 0.5) * side
    inner = (rows > 90) & (rows < 166)
    assert (cells[inner & (columns > 186) & (columns < 230)] == UNLIKE).all()
    assert (cells[inner & (columns > 90) & (columns < 134)] == NOTHING).all()


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 255))
def test_any_two_pictures_have_a_map(width: int, height: int, level: int) -> None:
    here, there = scene(2, 40, 40)[:height, :width], np.full((height, width, 3), level, np.uint8)
    cells, side = _classes(here, there, np.ones((height, width), bool))
    assert compared.mapped(here, cells, side).shape == here.shape
    assert set(np.unique(cells)) <= {0, 1, 2, 3, 4}


def _shown(tmp_path: Path, one: Pixels, other: Pixels) -> Overlay:
    left, right = save(tmp_path / "l", "l.png", one), save(tmp_path / "r", "r.png", other)
    found = list(ImageCopy().match({"l.png": read(left)}, {"r.png": read(right)}, Context()))
    shown = ImageCopy().exhibit(Work.open(left.path), Work.open(right.path), found[0])
    assert isinstance(shown, Overlay)
    return shown


def _pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), int)


def test_frames_of_a_mirrored_and_enlarged_copy_are_one_picture(tmp_path: Path) -> None:
    """Whole pictures, by orientation and size alone: both frames hold the same drawing at the same place."""
    shown = _shown(tmp_path, art(6), resized(np.ascontiguousarray(np.rot90(art(6)[:, ::-1])), 512, 640))
    further = dict(shown.further)
    first, second = further["frame-left"], further["frame-right"]
    assert (first.width, first.height, first.polygons) == (second.width, second.height, second.polygons)
    assert np.abs(_pixels(first.png) - _pixels(second.png)).mean() < 6
    assert shown.listed is None and shown.left.shares == shown.right.shares == (1.0,)


def test_places_that_differ_are_listed_in_both_pictures(tmp_path: Path) -> None:
    changed = pasted(art(7), np.full((80, 96, 3), 250, np.uint8), 150, 100)
    shown = _shown(tmp_path, art(7), pasted(art(3, 480, 360), resized(changed, 256, 205), 190, 40))
    assert shown.listed is not None
    for row in shown.listed.rows:
        left, right = ([float(v) for v in place.replace(" – ", ", ").split(", ")] for place in row[1:3])
        expected = [190 + 0.8 * left[0], 40 + 0.8 * left[1], 190 + 0.8 * left[2], 40 + 0.8 * left[3]]
        assert np.abs(np.array(right) - expected).max() < 4
    assert {word for row in shown.listed.rows for word in (*shown.listed.head, row[4])} <= LABELS["zh"].keys()
    page, layout = exhibit_html(shown, "zh"), lay_out(shown, "zh")
    assert layout.frames is not None and (layout.frames[0].width, layout.frames[0].height) == (
        layout.frames[1].width,
        layout.frames[1].height,
    )
    assert '<details class="blink"><summary>交替闪现' in page and "<script" not in page
    assert "差异清单" in page

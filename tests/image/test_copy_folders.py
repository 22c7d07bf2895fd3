"""Two folders of pictures: figures, masks, one to one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from appraisal.comparator import Context, parameters_of
from appraisal.comparison import Mask, Match
from appraisal.span import Region, box, whole
from comparators.image import pdq
from comparators.image.fingerprint import PictureFeatures
from comparators.image.words import COUNTING, LABELS
from tests.image.pictures import read, save, scene
from tests.image.test_copy import METHOD


def _folders(tmp_path: Path) -> tuple[dict[str, PictureFeatures], dict[str, PictureFeatures]]:
    left = {
        "a.png": read(save(tmp_path, "a.png", scene(1, 100, 100))),
        "b.png": read(save(tmp_path, "b.png", scene(2, 200, 200))),
    }
    right = {
        "p.jpg": read(save(tmp_path, "p.jpg", np.ascontiguousarray(pdq.orient(scene(2, 200, 200), 1)), quality=80)),
        "q.png": read(save(tmp_path, "q.png", scene(3, 100, 300))),
        "r.png": read(save(tmp_path, "r.png", scene(2, 200, 200))),
    }
    return left, right


def test_figures_of_two_folders(tmp_path: Path) -> None:
    left, right = _folders(tmp_path)
    matches = list(METHOD.match(left, right, Context()))
    assert [(m.left.file, m.right.file) for m in matches] == [("b.png", "p.jpg"), ("b.png", "r.png")]
    figures = METHOD.measure(left, right, matches, Mask())
    assert figures.coverage_of_left == 40_000 / 50_000  # the worked example of the counting rule
    assert figures.coverage_of_right == 80_000 / 110_000
    assert figures.values == {
        "pictures_left": 2, "pictures_matched_left": 1, "area_left": 50_000, "area_matched_left": 40_000,
        "pictures_right": 3, "pictures_matched_right": 2, "area_right": 110_000, "area_matched_right": 80_000,
        "matched_one_to_one": 1, "matches": 2, "identical_files": 1, "identical_pictures": 1,
        "turned_or_mirrored": 1, "patterns": 0, "smallest_distance": 0,
        "whole_pictures": 2, "regions": 0, "outlines": 0, "inverted": 0,
    }  # fmt: skip
    assert 0 < figures.score < 1


def test_mask_leaves_both_sides_of_the_fraction(tmp_path: Path) -> None:
    left, right = _folders(tmp_path)
    matches = list(METHOD.match(left, right, Context()))
    half = METHOD.measure(left, right, matches, Mask(left=Region([box("b.png", 0, 0, 200, 100)])))
    assert half.coverage_of_left == pytest.approx(20_000 / 30_000)
    assert half.coverage_of_right == 80_000 / 110_000
    stranger = METHOD.measure(left, right, matches, Mask(left=Region([whole("a.png")])))
    assert stranger.coverage_of_left == 1
    assert stranger.values["pictures_left"] == 1
    everything = Mask(Region(whole(f) for f in left), Region(whole(f) for f in right))
    none = METHOD.measure(left, right, [], everything)
    assert (none.score, none.coverage_of_left, none.coverage_of_right) == (0, 0, 0)
    empty = METHOD.measure({}, {}, [], Mask())
    assert (empty.score, empty.coverage_of_left, empty.coverage_of_right) == (0, 0, 0)


def test_clipped_spans_count_their_own_area(tmp_path: Path) -> None:
    left, right = _folders(tmp_path)
    (first, _) = METHOD.match(left, right, Context())
    clipped = Match(box("b.png", 0, 0, 200, 50), first.right, first.kind, details=first.details)
    assert METHOD.measure(left, right, [clipped], Mask()).coverage_of_left == 10_000 / 50_000


def test_one_to_one_uses_no_picture_twice(tmp_path: Path) -> None:
    copies = {name: read(save(tmp_path, f"{name}.png", scene(4))) for name in "abc"}
    two = {name: copies[name] for name in "ab"}
    matches = list(METHOD.match(copies, two, Context()))
    assert len(matches) == 6
    assert METHOD.measure(copies, two, matches, Mask()).values["matched_one_to_one"] == 2


def test_every_key_has_a_label(tmp_path: Path) -> None:
    left, right = _folders(tmp_path)
    matches = list(METHOD.match(left, right, Context()))
    words = {
        METHOD.name,
        "name",
        "fits_equally",
        "notes_left",
        "notes_right",
        *parameters_of(METHOD),
        *pdq.ORIENTATIONS,
    }
    for match in matches:
        words |= {match.kind, *match.details}
    words |= METHOD.measure(left, right, matches, Mask()).values.keys()
    for language in ("zh", "en"):
        assert words <= LABELS[language].keys()
        assert set(COUNTING[language]) == {
            *("method", "rule", "example", "alike", "unlike", "shares", "counted", "told", "weighed")
        }
    assert LABELS["zh"].keys() == LABELS["en"].keys()

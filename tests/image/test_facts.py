"""Palette and composition: what a person would say of these pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from comparators.image.facts import busy, palette
from comparators.image.words import LABELS
from tests.image.test_regions import art, features, found, pasted


def test_palette_names_the_commonest_colours_first() -> None:
    flag = np.zeros((50, 100, 3), np.uint8)
    flag[:, :60] = (200, 20, 30)
    flag[:, 60:90] = (250, 250, 250)
    flag[0, 99] = (0, 255, 0)  # one pixel is no colour of the picture
    assert palette(flag) == "#c8141e, #fafafa, #000000"


def test_shades_of_one_colour_are_one() -> None:
    shades = np.full((10, 10, 3), 100, np.uint8)
    shades[::2] = 110
    assert palette(shades) == "#696969"


def test_the_fields_where_something_is_drawn() -> None:
    board = np.full((90, 90), 128, np.uint8)
    board[30:60, 60:90] = np.indices((30, 30)).sum(axis=0) % 2 * 255
    assert busy(board) == "6"
    board[75:90, 0:15] = np.indices((15, 15)).sum(axis=0) % 2 * 255
    assert busy(board) == "6, 7"
    assert busy(np.full((9, 9), 7, np.uint8)) == ""
    assert busy(np.zeros((1, 1), np.uint8)) == ""


def test_a_match_tells_both_pictures_apart_from_each_other(tmp_path: Path) -> None:
    whole = pasted(np.full((256, 320, 3), 120, np.uint8), art(1, 100, 80), 2, 2)
    mirrored = np.ascontiguousarray(255 - whole[:, ::-1])
    (match,) = found(features(tmp_path, "a", whole), features(tmp_path, "b", mirrored))
    told = {name: match.details[name] for name in ("palette_left", "palette_right", "busy_left", "busy_right")}
    assert (told["busy_left"], told["busy_right"]) == ("1", "3")
    assert (told["palette_left"][:7], told["palette_right"][:7]) == ("#787878", "#878787")
    for language in ("zh", "en"):
        assert told.keys() <= LABELS[language].keys()

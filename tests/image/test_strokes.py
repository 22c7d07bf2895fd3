"""Strokes: what lies on what, in every orientation, and two drawings of one thing told from a tracing."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from comparators.image import pdq
from comparators.image.strokes import SIDE, agreement, strokes
from tests.image.test_regions import art

Grey = NDArray[np.uint8]


def drawing() -> Grey:
    return np.asarray(cv2.cvtColor(art(3, 400, 400), cv2.COLOR_RGB2GRAY), np.uint8)


def test_a_picture_lies_on_itself_in_every_orientation_and_inverted() -> None:
    grey = drawing()
    edges = strokes(grey)
    assert edges.shape == (8, SIDE, SIDE) and edges.dtype == np.uint8
    assert agreement(edges, edges, 0) == 1
    assert agreement(edges, strokes(255 - grey), 0) > 0.99
    for k in range(8):
        other = strokes(np.ascontiguousarray(pdq.orient(grey, k)))
        assert agreement(edges, other, k) > 0.95
        assert agreement(other, edges, pdq.INVERSE[k]) == pytest.approx(agreement(edges, other, k), abs=1e-3)
        assert agreement(edges, other, (k + 1) % 8) < 0.5


def battery(half: int, cap: int, stripe: int) -> Grey:
    """A battery as icons have it: a body of twice ``half``, a cap, a stripe."""
    drawn = np.full((256, 256), 255, np.uint8)
    cv2.rectangle(drawn, (128 - half, 50), (128 + half, 236), 0, 3)
    cv2.rectangle(drawn, (128 - cap, 30), (128 + cap, 50), 0, 3)
    cv2.line(drawn, (128 - half, stripe), (128 + half, stripe), 0, 3)
    return drawn


def test_a_tracing_has_its_strokes_where_the_original_has_them_another_hands_drawing_does_not() -> None:
    original = battery(58, 20, 120)
    moved = np.roll(original, (1, 1), (0, 1))  # a pixel of 256 aside, as a hand traces
    other = battery(63, 26, 128)  # the same thing, a fiftieth wider
    assert agreement(strokes(original), strokes(moved), 0) > 0.6
    assert agreement(strokes(original), strokes(other), 0) < 0.5


def test_nothing_lies_on_nothing() -> None:
    empty = strokes(np.full((300, 200), 200, np.uint8))
    assert not empty.any()
    assert agreement(empty, strokes(drawing()), 0) == 0
    assert agreement(empty, empty, 5) == 0

"""Outlines: drawings of the contours of a picture, what rims and straight edges are worth."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from comparators.image import outline, pdq, strokes
from comparators.image.agreement import agreement
from tests.image.pictures import Pixels
from tests.image.test_regions import METHOD, art, features, found, pasted


def test_a_drawing_of_the_contours_is_a_match_of_outlines(tmp_path: Path) -> None:
    picture = art(13, 480, 400)
    lines = 255 - cv2.dilate(cv2.Canny(picture, 30, 60), np.ones((2, 2), np.uint8))
    assert 0.005 < (lines == 0).mean() < 0.4
    (match,) = found(features(tmp_path, "a", picture), features(tmp_path, "b", np.dstack([lines] * 3)))
    assert match.kind == "whole-outline"
    assert match.details["outline"] * match.details["inner"] >= METHOD.min_outline
    assert match.details["orientation"] == "none"
    assert "tone" not in match.details


def disc(within: Pixels) -> Pixels:
    """A picture seen through a round hole in white: what icons of one theme have in common."""
    hole = np.zeros(within.shape[:2], np.uint8)
    cv2.circle(hole, (within.shape[1] // 2, within.shape[0] // 2), within.shape[1] // 2 - 12, 1, -1)
    out = np.where(hole[..., None] > 0, within, 255).astype(np.uint8)
    cv2.circle(out, (within.shape[1] // 2, within.shape[0] // 2), within.shape[1] // 2 - 12, (20, 20, 20), 6)
    return out


def flat_with(seed: int) -> Pixels:
    return pasted(np.full((256, 256, 3), 190, np.uint8), art(seed, 120, 120), 68, 68)


def test_a_common_rim_is_no_match() -> None:
    """Two discs with different drawings in them are alike as a whole; what is within them, stroke by stroke, tells."""
    discs = disc(flat_with(60)), disc(flat_with(61))
    a, b = map(outline.outline, discs)
    assert outline.likeness(a, b)[0] > 0.6
    assert outline.inner(a, b, 0) < 0.5
    drawn = [strokes.strokes(np.asarray(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), np.uint8)) for each in discs]
    assert strokes.agreement(drawn[0], drawn[1], 0) < METHOD.min_strokes


def test_inner_agreement_follows_the_orientations_and_both_sides() -> None:
    edges, other = outline.outline(art(12, 256, 256)), outline.outline(art(13, 256, 256))
    assert outline.inner(edges, np.zeros_like(edges), 0) == 0
    for k in range(8):
        turned = outline.outline(np.ascontiguousarray(pdq.orient(art(12, 256, 256), k)))
        assert outline.inner(edges, turned, k) > 0.9
        assert outline.inner(turned, edges, pdq.INVERSE[k]) == pytest.approx(outline.inner(edges, turned, k), abs=1e-5)
        assert outline.inner(edges, other, k) < 0.3
    assert 0.9 < outline.inner(edges, edges, 0) < 1


def test_nearly_empty_drawings_agree_less() -> None:
    """A page with a picture and the bare one: each agrees with itself block by block, the bare one has fewer blocks."""
    page = np.full((256, 256, 3), 250, np.uint8)
    cv2.rectangle(page, (60, 40), (196, 216), (40, 40, 40), 3)
    drawn = pasted(page, art(5, 110, 120), 73, 70)
    bare, full = (outline.outline(each) for each in (page, drawn))
    assert 0.3 < outline.inner(bare, bare, 0) < 0.8 < outline.inner(full, full, 0)


def test_straight_edges_are_no_evidence() -> None:
    """Stripes laid on stripes agree in every window, and count for nothing; checks laid on checks count."""
    place = np.array([[150.0, 150.0]])
    for crossed in (False, True):
        rows, columns = np.indices((300, 300)) // 24 % 2
        drawn = ((columns ^ rows if crossed else columns) * 120 + 60).astype(np.uint8)
        agreed = agreement((drawn, 300.0, 300.0), (drawn, 300.0, 300.0), np.eye(3), False, place)
        assert agreed is not None
        assert agreed.windows == agreed.agreeing > 100
        assert (agreed.digits > 50) == crossed
        assert crossed or agreed.digits == agreed.crossed == 0


@pytest.mark.parametrize("seed", [70, 71, 72])
def test_crossed_windows_are_some_of_all(seed: int) -> None:
    one = art(seed)
    grey = np.asarray(cv2.cvtColor(one, cv2.COLOR_RGB2GRAY), np.uint8)
    agreed = agreement((grey, 320.0, 256.0), (grey, 320.0, 256.0), np.eye(3), False, np.array([[160.0, 128.0]]))
    assert agreed is not None
    assert agreed.entire
    assert 0 < agreed.crossed == agreed.crossed_agreeing <= agreed.windows == agreed.agreeing
    assert agreed.digits == pytest.approx(agreed.crossed, abs=1e-6)  # every one at odds of one in ten

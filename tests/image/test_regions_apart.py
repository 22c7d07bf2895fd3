"""What differs within and beside a region."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from comparators.image.agreement import agreement
from comparators.image.local import (
    Pairs,
)
from comparators.image.overlay import lettered
from comparators.image.regions import Found, _unexplained
from tests.image.test_regions import art, features, found, pasted


def test_places_that_differ_are_listed_apart(tmp_path: Path) -> None:
    """An L of two altered strips is two places or more, not one frame around everything between them."""
    changed = pasted(art(92, 480, 400), art(93, 300, 60), 60, 60)
    changed = pasted(changed, art(94, 60, 260), 60, 120)
    a, b = (
        features(tmp_path, "a", art(92, 480, 400)),
        features(tmp_path, "b", pasted(art(95, 640, 560), changed, 80, 70)),
    )
    (match,) = found(a, b)
    boxes = [[int(v) for v in text.replace(" – ", ", ").split(", ")] for text in match.details["differences"]]
    assert len(boxes) >= 2
    assert max((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes) < 0.6 * 300 * 320
    # Strips differ, what lies between them does not.
    assert any(x0 <= 250 <= x1 and y0 <= 90 <= y1 for x0, y0, x1, y1 in boxes)
    assert any(x0 <= 90 <= x1 and y0 <= 300 <= y1 for x0, y0, x1, y1 in boxes)
    assert not any(x0 <= 300 <= x1 and y0 <= 330 <= y1 for x0, y0, x1, y1 in boxes)


def test_the_listed_differences_are_lettered_in_the_picture() -> None:
    """In the order of the list, at its places, on a picture that is drawn at half its size."""
    blank = np.zeros((200, 300, 3), np.uint8)
    shown = lettered(blank, ["100, 100 – 200, 180", "400, 20 – 500, 100"], (600, 400))
    for x0, y0, x1, y1 in ((50, 50, 100, 90), (200, 10, 250, 50)):
        assert (shown[y0, x0:x1] == 255).all(axis=-1).mean() > 0.8
        assert (shown[y1, x0:x1] == 255).all(axis=-1).mean() > 0.8
        assert shown[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3].any()
    assert not shown[100:].any()
    assert np.array_equal(blank, lettered(blank, [], (600, 400)))


def test_what_lies_in_a_region_but_far_off_its_map_is_left_for_others() -> None:
    """Correspondences of a neighbour within the outline of a region stay; those that follow its map, or nearly, go."""
    grey = np.asarray(cv2.cvtColor(art(70), cv2.COLOR_RGB2GRAY), np.uint8)
    agreed = agreement((grey, 320.0, 256.0), (grey, 320.0, 256.0), np.eye(3), False, np.array([[160.0, 128.0]]))
    assert agreed is not None
    region = Found(np.eye(3), "similarity", False, False, 9, np.zeros((9, 4)), agreed, 1.0)
    left = np.array([[50.0, 60.0, 5.0, 0.0], [50.0, 60.0, 5.0, 0.0], [50.0, 60.0, 5.0, 0.0], [400.0, 60.0, 5.0, 0.0]])
    right = left + np.array([[0.0, 0, 0, 0], [20, 20, 0, 0], [0, 90, 0, 0], [0, 0, 0, 0]])  # area 320 × 256: 43 is far
    kept = _unexplained(Pairs(left, right, np.full(4, 0.5)), region, False, 320)
    assert kept.right[:, :2].tolist() == [[50, 150], [400, 60]]

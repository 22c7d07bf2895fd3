"""What is left undone because nothing could come of it, and what is done in a cheaper way: the same comes out."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from comparators.image import fingerprint
from comparators.image import strokes as drawn
from comparators.image.agreement import agreement
from comparators.image.content import window_means
from comparators.image.geometry import around, wider
from comparators.image.gradients import DIRECTIONS, ONE_WAY, oriented, variety
from comparators.image.local import PERMUTED, Keypoints, keypoints_of
from tests.image.test_regions import art, features, found, pasted


def _grey(seed: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(art(seed, 400, 320), cv2.COLOR_RGB2GRAY), np.uint8)


def test_a_picture_and_its_negative_have_equal_keypoints() -> None:
    """Whichever of the two holds more white; gradients point the other way."""
    grey = _grey(5)
    grey[:80] = 255
    one, other = keypoints_of(grey, 400, 320), keypoints_of(255 - grey, 400, 320)
    assert len(one) > 50
    assert np.array_equal(one.places[:, :3], other.places[:, :3])
    assert np.allclose((one.places[:, 3] - other.places[:, 3]) % 360, 180)
    assert np.array_equal(one.descriptors[:, PERMUTED[False, True]], other.descriptors)


def test_keypoints_along_edges_are_not_looked_for_where_a_region_is_the_whole_of_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing flat was pasted beside it; beside a part of a picture something may have been. Either way round."""
    asked: list[int] = []

    def counted(plain: Keypoints, *_: object) -> Keypoints:
        asked.append(len(plain))
        return plain

    monkeypatch.setattr(fingerprint, "filled", counted)
    whole = art(31, 480, 400)
    a = features(tmp_path, "a", whole)
    b = features(tmp_path, "b", np.asarray(cv2.GaussianBlur(whole, (0, 0), 1.0)))
    assert found(a, b) and found(b, a) and not asked
    part = features(tmp_path, "c", pasted(art(32, 900, 800), whole, 100, 90))
    assert found(a, part) and len(asked) == 2
    assert found(part, a) and len(asked) == 2  # once for each picture


def test_one_picture_does_not_wait_for_the_keypoints_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = (features(tmp_path, name, art(seed)) for name, seed in (("a", 41), ("b", 42)))
    both = threading.Barrier(2, timeout=20)

    def met(plain: Keypoints, *_: object) -> Keypoints:
        both.wait()
        return plain

    monkeypatch.setattr(fingerprint, "filled", met)
    got: list[int] = []
    asking = [threading.Thread(target=lambda one=one: got.append(len(one.every))) for one in (a, b)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert sorted(got) == sorted([len(a.keypoints), len(b.keypoints)])
    assert replace(a, notes="").keypoints.places is a.places  # a copy begins anew, and has none in hand


def test_pixels_are_not_looked_at_where_no_region_could_be_of_use() -> None:
    """What ``wanted`` is asked beforehand is never less than the cover that comes out."""
    one = (_grey(51), 400.0, 320.0)
    seen = np.array([[30.0, 40.0], [60.0, 30.0]])
    for matrix in (np.eye(3), np.array([[1.0, 0, -310], [0, 1, -200], [0, 0, 1]]), np.diag([0.3, 0.3, 1])):
        asked: list[tuple[float, float]] = []

        def noted(digits: float, cover: float, into: list[tuple[float, float]] = asked) -> bool:
            into.append((digits, cover))
            return True

        moved = np.asarray(cv2.warpPerspective(one[0], matrix, (400, 320), borderMode=cv2.BORDER_REFLECT), np.uint8)
        plain = agreement(one, (moved, 400.0, 320.0), matrix, False, seen)
        told = agreement(one, (moved, 400.0, 320.0), matrix, False, seen, noted)
        assert (plain is None) == (told is None)
        assert asked[0][0] == np.inf and all(cover <= asked[0][1] for _, cover in asked)
        assert agreement(one, (moved, 400.0, 320.0), matrix, False, seen, lambda digits, cover: False) is None


def test_an_outline_is_never_wider_than_it_was_reckoned() -> None:
    chance = np.random.default_rng(3)
    for _ in range(60):
        overlap = cv2.convexHull(chance.uniform(0, 90, (5, 2)).astype(np.float32)).reshape(-1, 2).astype(np.float64)
        mask = np.zeros((100, 100), np.uint8)
        cv2.fillPoly(mask, [np.rint(overlap).astype(np.int32)], 1)
        shape = around(mask)
        if shape is not None:
            own = abs(cv2.contourArea(overlap.astype(np.float32)))
            assert abs(cv2.contourArea(shape.astype(np.float32))) <= own * wider(overlap) + 1e-6


def _plainly(left: NDArray[np.uint8], right: NDArray[np.uint8], k: int) -> float:
    """Of strokes, field by field, as docs/methods/image-copy.md says it."""

    def fields(edges: NDArray[np.uint8]) -> NDArray[np.float64]:
        cut = edges.reshape(DIRECTIONS, 16, 16, 16, 16).transpose(1, 3, 0, 2, 4)
        return np.ascontiguousarray(cut, np.float64).reshape(256, DIRECTIONS, 256)

    a, b = fields(oriented(left, k)), fields(right)
    sparser = a if a.sum() <= b.sum() else b
    amount = sparser.sum(axis=(1, 2))
    weight = np.where(amount >= 512, amount * np.sqrt(np.maximum(variety(sparser) - ONE_WAY, 0.0)), 0.0)
    a, b = a - a.mean(axis=2, keepdims=True), b - b.mean(axis=2, keepdims=True)
    lengths = np.sqrt((a * a).sum(axis=(1, 2)) * (b * b).sum(axis=(1, 2)))
    agree = (a * b).sum(axis=(1, 2)) / np.maximum(lengths, 1e-9)
    return max(0.0, round(float((agree * weight).sum() / max(1e-9, float(weight.sum()))), 4))


def test_strokes_are_laid_on_each_other_exactly() -> None:
    one, other = drawn.strokes(_grey(61)), drawn.strokes(np.asarray(cv2.GaussianBlur(_grey(61), (0, 0), 2.0)))
    for k in (0, 4):
        assert drawn.agreement(one, other, k) == _plainly(one, other, k)
        steps = [(sign * step, axis) for step in (6, 10, 16) for axis in (1, 2) for sign in (-1, 1)]
        assert drawn.aside(one, other, k) == max(_plainly(one, np.roll(other, s, axis=x), k) for s, x in steps)


def test_windows_side_by_side_have_the_means_that_a_box_around_each_middle_has() -> None:
    for shape in ((400, 637), (6, 40), (7, 13), (3, 3)):
        values = np.random.default_rng(1).random(shape).astype(np.float32) * 255
        blurred = cv2.blur(values, (13, 13), borderType=cv2.BORDER_REFLECT)[6::13, 6::13]
        assert np.allclose(window_means(values, 13), blurred, atol=1e-3)
        assert window_means(values, 13).shape == blurred.shape

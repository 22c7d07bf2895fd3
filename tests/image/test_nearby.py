"""Proposals of pairs of pictures: votes that agree in scale, rotation and place, weighed by how rare keypoints are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from comparators.image import nearby
from comparators.image.local import PERMUTED, Keypoints


@pytest.fixture(autouse=True)
def _folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "ALL", 0)


def keypoints(seed: int, number: int = 12) -> Keypoints:
    """Places on 300 × 200 pixels, and descriptors of length 512 as SIFT has them, no two alike."""
    drawn = np.random.default_rng(seed)
    places = np.column_stack([drawn.uniform((0, 0, 4, 0), (300, 200, 20, 360), (number, 4))])
    rows = drawn.exponential(1.0, (number, 128)) ** 2
    rows *= 512 / np.linalg.norm(rows, axis=1, keepdims=True)
    return Keypoints(places.astype(np.float32), np.clip(np.rint(rows), 0, 255).astype(np.uint8))


def laid(one: Keypoints, scale: float, turn: float, mirrored: bool = False, inverted: bool = False) -> Keypoints:
    """The keypoints of a picture mirrored, inverted, scaled, turned and moved."""
    z = (one.places[:, 0] * (-1 if mirrored else 1)) + 1j * one.places[:, 1]
    z = z * scale * np.exp(1j * math.radians(turn)) + (500 + 90j)
    angle = (180 - one.places[:, 3] if mirrored else one.places[:, 3]) + turn + (180 if inverted else 0)
    places = np.column_stack([z.real, z.imag, one.places[:, 2] * scale, angle % 360])
    return Keypoints(places.astype(np.float32), one.descriptors[:, PERMUTED[mirrored, inverted]])


def joined(*parts: Keypoints) -> Keypoints:
    return Keypoints(np.concatenate([p.places for p in parts]), np.concatenate([p.descriptors for p in parts]))


def first(one: Keypoints, number: int) -> Keypoints:
    return Keypoints(one.places[:number], one.descriptors[:number])


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("inverted", [False, True])
def test_a_part_laid_elsewhere_is_proposed(mirrored: bool, inverted: bool) -> None:
    left = [keypoints(seed) for seed in range(4)]
    part = laid(first(left[2], 4), 0.6, 70, mirrored, inverted)
    right = [keypoints(10), joined(keypoints(11), part), keypoints(12)]
    assert nearby.candidates(left, right) == {(2, 1)}
    assert nearby.candidates(right, left) == {(1, 2)}


def test_collisions_that_agree_in_nothing_are_no_proposal() -> None:
    """The same descriptors, each at a place, of a size and in a direction of its own."""
    left = [keypoints(1)]
    scattered = Keypoints(keypoints(2).places, left[0].descriptors)
    assert nearby.candidates(left, [scattered]) == set()
    assert nearby.candidates(left, [laid(left[0], 1.0, 0.0)]) == {(0, 0)}


def test_two_collisions_are_too_few() -> None:
    left = [keypoints(1)]
    assert nearby.candidates(left, [joined(keypoints(5), laid(first(left[0], 2), 1.0, 20))]) == set()


def test_what_stands_in_many_pictures_says_nothing() -> None:
    """A sign of six keypoints in each of thirty pictures proposes none; with a part of its own beside it one does."""
    sign, own = keypoints(1, 6), keypoints(2, 4)
    left = [joined(sign, keypoints(100 + n)) for n in range(30)]
    right = [joined(laid(sign, 1.1, 5), keypoints(200 + n)) for n in range(30)]
    assert nearby.candidates(left, right) == set()
    assert nearby.candidates(left, right, common=(np.inf, np.inf)), "key frames of one shot are like each other"
    left[3], right[8] = joined(left[3], own), joined(right[8], laid(own, 2.0, 100))
    assert nearby.candidates(left, right) == {(3, 8)}


def test_sure_pairs_and_the_best_of_each_picture() -> None:
    weights = {0: 9.0, 1: 1.0, 2: 0.9, 3: 0.8, 4: 2.5, 8: 0.1}  # left · 4 + right
    assert nearby._chosen(weights, 4, 2.0, 2) == {(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (2, 0)}
    crowded = {left * 4: 1.0 - left / 10 for left in range(4)} | {left * 4 + 1: 1.5 - left / 10 for left in range(4)}
    crowded |= {left * 4 + 2: 1.9 for left in range(4)}
    found = nearby._chosen(crowded, 4, 2.0, 2)
    assert {(left, 0) for left in (0, 1)} <= found and (2, 0) not in found and (3, 0) not in found
    assert nearby._chosen(weights, 4, 2.5, 0) == {(0, 0), (1, 0)}
    assert nearby._chosen(crowded, 4, 2.0, 1) == {(0, 2), (0, 1), (0, 0), (1, 2), (2, 2), (3, 2)}


def test_pictures_without_keypoints() -> None:
    empty = Keypoints(np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8))
    assert nearby.candidates([empty], [keypoints(1)]) == nearby.candidates([], [empty]) == set()
    assert nearby.candidates([empty, keypoints(1)], [keypoints(1), empty]) == {(1, 0)}

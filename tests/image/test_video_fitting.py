"""Lines of time on time, places of small pictures, and passages that vie for the same seconds: on frames drawn here."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from comparators.image.video import aligning, insets, maps
from comparators.image.video.features import VideoFeatures
from comparators.image.video.fitting import course, mended, moving

RATE = 8.0
Frames = NDArray[np.uint8]


def view(seed: int) -> NDArray[np.float64]:
    """A ground that does not move: 54 × 96."""
    rough = np.random.default_rng(seed).integers(30, 220, (9, 16)).astype(np.float64)
    return np.asarray(np.kron(rough, np.ones((6, 6))), np.float64)


def crossing(seconds: float, ground: int, walkers: int, speed: float = 1.0, start: float = 0.0) -> Frames:
    """Small bright things that cross a view of their own, each second as every second of their course."""
    dice = np.random.default_rng(walkers)
    things = [(*dice.uniform((0, 0, -9, -6), (96, 54, 9, 6)), dice.integers(0, 255)) for _ in range(8)]
    frames = []
    for n in range(round(seconds * RATE)):
        at = start + n / RATE * speed
        frame = view(ground)
        for x, y, dx, dy, shade in things:
            column, row = int(x + dx * at) % 90, int(y + dy * at) % 48
            frame[row : row + 7, column : column + 7] = shade
        frames.append(frame)
    return np.clip(np.stack(frames), 0, 255).astype(np.uint8)


def video(thumbs: Frames) -> VideoFeatures:
    """A video without keypoints."""
    return VideoFeatures(
        thumbs=thumbs,
        blank=np.zeros(len(thumbs), np.uint8),
        keys=np.zeros(0, np.int64),
        counts=np.zeros(0, np.int64),
        places=np.zeros((0, 4), np.float32),
        descriptors=np.zeros((0, 128), np.uint8),
        hashes=np.zeros((0, 2, 32), np.uint8),
        parts=np.zeros((0, 4), np.float32),
        rate=RATE,
        file_sha256="",
    )


WHOLE = np.eye(3)


@pytest.mark.parametrize("speed", [0.75, 1.0, 1.5])
def test_a_line_has_the_speed_and_the_ends_that_a_path_only_nears(speed: float) -> None:
    """Seconds 4 to 10 of a camera that stands, at another speed, between five seconds of another view."""
    original = crossing(16, 1, 2)
    copy = np.concatenate([crossing(5, 3, 4), crossing(6 / speed, 1, 2, speed, 4), crossing(5, 3, 4)])
    # a path that a picture which hardly changes drew out at its beginning, one frame for one frame
    steps = min(round(6 / speed * RATE), round(6 * RATE))
    path = np.stack([28 + np.arange(steps), 40 + np.arange(steps)], axis=1)
    line = course(original, copy, WHOLE, path, RATE)
    assert line is not None
    assert line.speed == pytest.approx(speed, abs=0.05)
    assert (line.first / RATE, line.last / RATE) == pytest.approx((5, 5 + 6 / speed), abs=0.13)
    begin, end = ((line.at + line.speed * n) / RATE for n in (line.first, line.last))
    assert (begin, end) == pytest.approx((4, 10), abs=0.3)


def test_the_ends_of_a_long_path_give_the_line_of_all_of_it() -> None:
    long = crossing(200, 1, 2)
    path = np.stack([np.arange(0, 1400, 2), np.arange(0, 1400, 2)], axis=1)
    line = course(long, long[:1408], WHOLE, path, RATE)
    assert line is not None
    assert (line.at, line.speed, line.first, line.last) == pytest.approx((0, 1, 0, 1408), abs=0.3)


def test_of_a_camera_that_stands_only_the_passage_that_moves_alike_is_a_segment() -> None:
    original = crossing(40, 1, 2)
    copy = np.concatenate([crossing(3, 7, 8), original[160:224], crossing(3, 7, 8)])
    (segment,) = aligning.segments(video(original), video(copy), seconds=2.0)
    assert segment.left == pytest.approx((20, 28), abs=0.2) and segment.right == pytest.approx((3, 11), abs=0.2)


def test_a_passage_that_comes_twice_is_found_twice() -> None:
    passage = crossing(6, 1, 2)
    original = np.concatenate([passage, crossing(4, 3, 4), passage])
    copy = np.concatenate([crossing(3, 7, 8), passage, crossing(3, 7, 8)])
    found = aligning.segments(video(original), video(copy), seconds=2.0)
    assert [s.left for s in found] == [pytest.approx((0, 6), abs=0.2), pytest.approx((10, 16), abs=0.2)]


def test_one_view_with_other_things_crossing_it_is_no_segment() -> None:
    assert aligning.segments(video(crossing(12, 1, 2)), video(crossing(12, 1, 9)), seconds=2.0) == []


def test_what_moves_is_told_from_what_stands() -> None:
    one = crossing(4, 1, 2)
    still = np.repeat(one[:1], len(one), axis=0)
    same, other, none = (moving(one, two, WHOLE) for two in (one, crossing(4, 1, 9), still))
    assert same is not None and other is not None and none is not None
    assert same.together > 0.8 and same.left > 0.05 and same.right > 0.05
    assert other.together < 0.2 and none.right == pytest.approx(0, abs=1e-9) and none.together == 0


def test_a_small_picture_in_another_is_found_without_keypoints_and_laid_exactly() -> None:
    small = crossing(6, 1, 2)
    ground = crossing(6, 3, 4)
    shrunk = small.reshape(len(small), 27, 2, 48, 2).mean(axis=(2, 4)).astype(np.uint8)
    ground[:, 6:33, 40:88] = shrunk
    true = np.array([[0.5, 0, 40], [0, 0.5, 6], [0, 0, 1]])
    corners = maps.corners_of((96, 54))
    best = insets.places(video(small), video(ground))[0]
    assert maps.apart(best, true, corners) < 5
    path = np.stack([np.arange(48), np.arange(48)], axis=1)
    assert maps.apart(mended(small, ground, best, path), true, corners) < 1.5


def test_a_picture_of_another_shape_may_fill_the_other() -> None:
    """Four to three on sixteen to nine, what stands over cut off above and below."""
    tall = np.random.default_rng(1).integers(0, 255, (8, 72, 96)).astype(np.uint8)
    wide = np.random.default_rng(2).integers(0, 255, (8, 54, 96)).astype(np.uint8)
    filled = np.array([[1.0, 0, 0], [0, 1.0, -9], [0, 0, 1]])
    found = [matrix for matrix, is_mirrored in maps.hypotheses(video(tall), video(wide)) if not is_mirrored]
    assert min(maps.apart(matrix, filled, maps.corners_of((96, 72))) for matrix in found) < 0.01

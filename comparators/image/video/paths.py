"""Paths through a matrix of similarity of time against time: local alignment (T. Smith and M. Waterman 1981)."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.video.features import VideoFeatures
from comparators.image.video.likeness import unit

LIKE = 0.62  # correlation of two frames from where on they count for a path
NEARLY = 0.4  # the same, where a map is still to be made exact
STILL = 0.9  # the same at the most, where a picture is like most of the other video
OTHER, PICTURES, FEW = 0.7, 64, 5  # correlation below which a frame is another picture; of a video at most, at least
LOSS, BENT = -0.3, 0.04  # of a frame that is unlike; of a step that is not one to one
SEGMENTS = 40
Floats = NDArray[np.float32]
Pictures = tuple[NDArray[np.int64], NDArray[np.int64]] | None


def distinct(video: VideoFeatures) -> NDArray[np.int64]:
    """Numbers of the steps that show something else than those before them, the first of each picture, ``PICTURES`` at
    the most: a camera that stands gives one."""
    cells = np.stack(
        [cv2.resize(frame, (16, 12), interpolation=cv2.INTER_AREA) for frame in video.thumbs[:: video.phases]]
    )
    units = unit(cells.reshape(len(cells), -1).astype(np.float32))
    found = [0]
    for n in range(1, len(units)):
        if len(found) == PICTURES:
            break
        if float((units[found] @ units[n]).max()) < OTHER:
            found.append(n)
    return np.array(found, np.int64)


def gains(table: Floats, pictures: Pictures = None) -> Floats:
    """What a pair of frames adds to a path. A frame like most of the other video must be nearly equal.

    ``pictures``: ``distinct`` of the left and of the right video. Each picture counts once among most of a video, so
    that a video of one picture does not make that picture usual; with fewer than ``FEW`` nothing is usual.
    """
    left, right = pictures or (np.arange(table.shape[0]), np.arange(table.shape[1]))
    usual = np.full(table.shape, -1.0, np.float32)
    if len(right) >= FEW:
        usual = np.maximum(usual, np.median(table[:, right], axis=1)[:, None])
    if len(left) >= FEW:
        usual = np.maximum(usual, np.median(table[left], axis=0)[None, :])
    needed = np.clip((1 + usual) / 2, LIKE, STILL)
    return np.maximum(table - needed, LOSS).astype(np.float32)


def paths(table: Floats, least: int, pictures: Pictures = None) -> Iterator[tuple[NDArray[np.int64], float]]:
    """Paths (k, 2) of frame numbers through the matrix, best first, each outside the boxes of those before it."""
    gain = gains(table, pictures)
    for _ in range(SEGMENTS):
        path, total = _best(gain)
        if len(path) < 3 or total < 0.05 * least:
            return
        (top, start), (bottom, stop) = path[0], path[-1] + 1
        if bottom - top >= least / 2 and stop - start >= least / 2 and max(bottom - top, stop - start) >= least:
            yield path, total
        gain[top:bottom, start:stop] = LOSS * 10


def nearly(table: Floats) -> tuple[NDArray[np.int64], float]:
    """The best path of frames that are somewhat alike: under a map that is nearly right."""
    return _best(np.maximum(table - NEARLY, LOSS).astype(np.float32))


_STEPS = ((1, 1), (2, 1), (1, 2))


def _best(gain: Floats) -> tuple[NDArray[np.int64], float]:
    """The local alignment of the largest sum, row by row (steps lead from earlier rows alone)."""
    n, m = gain.shape
    sums = [np.zeros(m + 2, np.float32), np.zeros(m + 2, np.float32)]  # two rows before, two columns of margin
    came = np.zeros((n, m), np.int8)  # 0: begins here; 1..3: the step it came by
    best, at = 0.0, (0, 0)
    for row in range(n):
        here = gain[row]
        options = np.stack(
            [np.zeros(m, np.float32), sums[1][1:-1], sums[0][1:-1] - np.float32(BENT), sums[1][:-2] - np.float32(BENT)]
        )
        if row < 1:
            options[2] = 0
        step = options.argmax(axis=0)
        total = options.max(axis=0) + here
        came[row] = np.where(total > 0, step, -1)
        total = np.maximum(total, 0)
        top = int(total.argmax())
        if float(total[top]) > best:
            best, at = float(total[top]), (row, top)
        sums = [sums[1], np.concatenate([np.zeros(2, np.float32), total]).astype(np.float32)]
    if best <= 0:
        return np.zeros((0, 2), np.int64), 0.0
    path = [at]
    while (step_taken := int(came[path[-1]])) > 0:
        down, across = _STEPS[step_taken - 1]
        before = path[-1][0] - down, path[-1][1] - across
        if min(before) < 0:
            break
        path.append(before)
    return np.array(path[::-1], np.int64), best

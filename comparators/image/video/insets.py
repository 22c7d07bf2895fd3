"""Where the small picture of one video may stand in the pictures of the other, without keypoints.

Small or soft pictures have few keypoints, and pictures in quick motion have them at other places a moment later. Frames
of one video, drawn small, are searched for in frames of the other by normalised correlation; a place and a size that
several pairs of frames agree on is a map to try.
"""

from __future__ import annotations

from collections import defaultdict

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.local import settle
from comparators.image.video.features import VideoFeatures

SMALL, GROUND = 14, 28  # frames of the one and of the other that are looked at
SCALES = (0.3, 0.35, 0.41, 0.48, 0.56, 0.66, 0.77)  # of the longer side of the other picture
FOUND = 0.6  # correlation from where on a place counts
AGREED = 3  # pairs of frames that a map needs
TRIED = 2  # maps of either direction
NEAR = 2  # pixels of a thumb within which two places are one
Wide = NDArray[np.float64]
Floats = NDArray[np.float32]


def places(left: VideoFeatures, right: VideoFeatures) -> list[Wide]:
    """Maps from left thumbs to right thumbs, those that most pairs of frames agree on first."""
    settle()
    inner = [matrix for _, matrix in _searched(left, right)]
    outer = [np.asarray(np.linalg.inv(matrix), np.float64) for _, matrix in _searched(right, left)]
    return [*inner, *outer]


def _searched(one: VideoFeatures, other: VideoFeatures) -> list[tuple[float, Wide]]:
    """Of the maps that lay all of a picture of the one on a part of a picture of the other, the best."""
    high, wide = one.thumbs.shape[1:]
    rows, columns = other.thumbs.shape[1:]
    votes: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    small, ground = _chosen(one, SMALL), _chosen(other, GROUND)
    for number, share in enumerate(SCALES):
        factor = share * max(rows, columns) / max(high, wide)
        size = (round(wide * factor), round(high * factor))
        if size[0] > columns or size[1] > rows or min(size) < 8:
            continue
        sigma = max(size) / 8
        grounds = [_sharp(frame.astype(np.float32), sigma) for frame in ground]
        for frame in small:
            shrunk = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(np.float32)
            piece = _sharp(shrunk, sigma)
            if float(piece.std()) < 2:
                continue
            for behind in grounds:
                _, top, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(behind, piece, cv2.TM_CCOEFF_NORMED))
                if top >= FOUND:
                    votes[number, x, y].append(top - FOUND / 2)
    found: list[tuple[float, Wide]] = []
    taken: list[tuple[int, int, int]] = []
    summed = {at: _around(votes, at) for at in votes}
    for at in sorted(summed, key=lambda a: (-summed[a][0], a)):
        if len(found) == TRIED or summed[at][1] < AGREED:
            break
        if any(abs(at[0] - t[0]) <= 1 and max(abs(at[1] - t[1]), abs(at[2] - t[2])) <= 4 * NEAR for t in taken):
            continue
        taken.append(at)
        factor = SCALES[at[0]] * max(rows, columns) / max(high, wide)
        found.append((summed[at][0], np.array([[factor, 0.0, at[1]], [0.0, factor, at[2]], [0.0, 0.0, 1.0]])))
    return found


def _around(votes: dict[tuple[int, int, int], list[float]], at: tuple[int, int, int]) -> tuple[float, int]:
    """Sum and number of the votes for this size and places near by."""
    scale, x, y = at
    near = [
        vote
        for dx in range(-NEAR, NEAR + 1)
        for dy in range(-NEAR, NEAR + 1)
        for vote in votes.get((scale, x + dx, y + dy), ())
    ]
    return sum(near), len(near)


def _chosen(video: VideoFeatures, most: int) -> list[NDArray[np.uint8]]:
    """Frames that are not blank, spread over the video."""
    numbers = np.flatnonzero(video.blank == 0)
    if len(numbers) > most:
        numbers = numbers[np.linspace(0, len(numbers) - 1, most).round().astype(np.int64)]
    return [video.thumbs[n] for n in numbers]


def _sharp(frame: Floats, sigma: float) -> Floats:
    return np.asarray(frame - cv2.GaussianBlur(frame, (0, 0), sigma), np.float32)

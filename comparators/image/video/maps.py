"""How the pictures of two videos may lie on one another: maps from thumbs to thumbs that are worth trying."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comparators.image import nearby
from comparators.image.geometry import apply, fit, mirror, mirrored
from comparators.image.local import Keypoints, correspond
from comparators.image.video import insets
from comparators.image.video.features import WHOLE, VideoFeatures

ALL_PAIRS = 144  # pairs of key frames below which each is tried; above, those that keypoints vote for
MOST_PAIRS = 600
PLACES = 6  # keypoints that a map needs
MAPS = 6  # tried, besides the whole picture as it is and mirrored
EVERY = (np.inf, np.inf)  # a shot has as many like key frames as it is long
SAME = 0.04  # of the picture: corners of two maps that are one
Wide = NDArray[np.float64]


def hypotheses(left: VideoFeatures, right: VideoFeatures) -> list[tuple[Wide, bool]]:
    """Maps from thumbs to thumbs: whole picture on whole picture, without bars, filled, each mirrored too; those that
    keypoints of key frames agree on, most agreed on first; and places where small pictures of one video stand in the
    other (``insets``)."""
    size, other = left.thumbs.shape[:0:-1], right.thumbs.shape[:0:-1]
    found = plain(left, right)
    first = len(found)
    here, there = list(left.keyed()), list(right.keyed())
    pairs = [(i, j) for i in range(len(here)) for j in range(len(there))]
    if len(pairs) > ALL_PAIRS:
        keys = [[points for _, points in side] for side in (here, there)]
        pairs = sorted(nearby.candidates(*keys, common=EVERY))
        pairs = pairs[:: max(1, len(pairs) // MOST_PAIRS)]
    corners = corners_of(size)
    extents = (float(np.sqrt(size[0] * size[1])), float(np.sqrt(other[0] * other[1])))
    voted: list[_Voted] = []
    for i, j in pairs:
        for is_mirrored in (False, True):
            one = _map(here[i][1], there[j][1], is_mirrored, size, extents, corners)
            if one is None:
                continue
            for entry in voted:
                if entry.mirrored is is_mirrored and apart(entry.matrix, one[0], corners) < SAME * max(other):
                    entry.keypoints += one[1]
                    break
            else:
                voted.append(_Voted(one[0], is_mirrored, one[1]))
    for entry in sorted(voted, key=lambda e: -e.keypoints)[: 2 * MAPS]:
        new = all(apart(known, entry.matrix, corners) >= SAME * max(other) for known, _ in found)
        if new and len(found) < first + MAPS:
            found.append((entry.matrix, entry.mirrored))
    for matrix in insets.places(left, right):
        if all(turned or apart(known, matrix, corners) >= SAME * max(other) for known, turned in found):
            found.append((matrix, False))
    return found


def plain(left: VideoFeatures, right: VideoFeatures) -> list[tuple[Wide, bool]]:
    """Of these maps those that need no search: whole pictures, without bars, filled; each mirrored too."""
    size, other = left.thumbs.shape[:0:-1], right.thumbs.shape[:0:-1]
    whole = np.diag([other[0] / size[0], other[1] / size[1], 1.0])
    found: list[tuple[Wide, bool]] = [(whole, False), (whole @ mirror(float(size[0])), True)]
    for part, onto in [(p, o) for p in left.frames() for o in right.frames()] + _filled(size, other):
        inner = _onto(part, size, onto, other)
        if all(apart(known, inner, corners_of(size)) >= SAME * max(other) for known, _ in found):
            found += [(inner, False), (_onto(part, size, onto, other, turned=True), True)]
    return found


def _filled(size: tuple[int, ...], other: tuple[int, ...]) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Parts of both pictures where one of another shape fills the other, what stands over cut off on both sides."""
    shapes = size[0] / size[1], other[0] / other[1]
    share = min(shapes) / max(shapes)
    part = (0.0, 0.5 - share / 2, 1.0, 0.5 + share / 2)  # of the picture that is higher
    across = (0.5 - share / 2, 0.0, 0.5 + share / 2, 1.0)  # of the picture that is wider
    if shapes[0] < shapes[1]:
        return [(part, WHOLE), (WHOLE, across)]
    return [(WHOLE, part), (across, WHOLE)]


def corners_of(size: tuple[int, ...]) -> Wide:
    return np.array([[0.0, 0.0], [size[0], 0.0], [size[0], size[1]], [0.0, size[1]]])


def _onto(
    one: tuple[float, ...], size: tuple[int, ...], two: tuple[float, ...], other: tuple[int, ...], turned: bool = False
) -> Wide:
    """The map that lays the part ``one`` (left, top, right, bottom; shares) on the part ``two``, mirrored if asked."""
    (a, b, c, d), (e, f, g, h) = one, two
    across, down = (g - e) / (c - a), (h - f) / (d - b)
    unit = np.array([[across, 0.0, e - a * across], [0.0, down, f - b * down], [0.0, 0.0, 1.0]])
    if turned:
        unit = unit @ np.array([[-1.0, 0.0, a + c], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(np.diag([*map(float, other), 1.0]) @ unit @ np.diag([1 / size[0], 1 / size[1], 1.0]), np.float64)


@dataclass
class _Voted:
    """A map, and the keypoints of all pairs of key frames that agree on it."""

    matrix: Wide
    mirrored: bool
    keypoints: int


def _map(
    one: Keypoints,
    other: Keypoints,
    is_mirrored: bool,
    size: tuple[int, ...],
    extents: tuple[float, float],
    corners: Wide,
) -> tuple[Wide, int] | None:
    pairs = correspond(one, other, is_mirrored, False)
    if len(pairs) < PLACES:
        return None
    if is_mirrored:
        pairs = replace(pairs, left=mirrored(pairs.left, float(size[0])))
    found = fit(pairs, extents, corners)
    if found is None or found[1] < PLACES:
        return None
    return (found[0].matrix @ mirror(float(size[0])) if is_mirrored else found[0].matrix), found[1]


def apart(one: Wide, other: Wide, corners: Wide) -> float:
    return float(np.abs(apply(one, corners) - apply(other, corners)).max())

"""A screen taken apart into its boxes, without reading a word: panels and fields by their frames, labels and icons by
what stands together. Which boxes two screens have in common says ``layout``.

The picture is brought to a working size; edges are where colours step. Frames are contours of edges that fill a
rectangle; the rest of the edges, joined over the gaps between letters, gives the boxes of words and icons.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.local import settle

LEAST_SIDE = 160  # pixels of the shorter side of a picture that is looked at as a screen
FEWEST = 8  # boxes of a screen that can be compared
MOST = 160  # boxes of a screen, the largest first
LONGEST = 800  # pixels of the longer side at which boxes are looked for
STEP = 18  # levels between pixels two apart that make an edge
_LEAST = 7  # pixels at that size of a box's shorter side
_LARGEST = 0.9  # of the screen: what is larger is the screen itself
_FILLED = 0.8  # of its box, that a contour covers which is a frame
_SAME = 0.8  # overlap ÷ both, from which on two boxes are one
_GAP = 15  # pixels at that size, over which letters are joined to a word

Pixels = NDArray[np.uint8]
Wide = NDArray[np.float64]


@dataclass(frozen=True)
class Boxes:
    """``places`` (n, 4): left, top, right, bottom as shares of width and height; ``frames`` (n,): 1 for a frame."""

    places: Wide
    frames: NDArray[np.uint8]


NONE = Boxes(np.zeros((0, 4)), np.zeros(0, np.uint8))


def boxes(rgb: Pixels) -> Boxes:
    """Boxes of (rows, columns, 3) uint8, in reading order; none of a picture too small to be a screen."""
    if min(rgb.shape[:2]) < LEAST_SIDE:
        return NONE
    settle()
    factor = LONGEST / max(rgb.shape[:2])
    size = max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    edges = _edges(cv2.medianBlur(cv2.resize(np.ascontiguousarray(rgb), size, interpolation=how), 3))
    found = [(box, True) for box in _frames(edges)]
    found += [(box, False) for box in _words(edges)]
    limit = _LARGEST * size[0] * size[1]
    kept = [
        (box, frame)
        for box, frame in found
        if min(box[2] - box[0], box[3] - box[1]) >= _LEAST and (box[2] - box[0]) * (box[3] - box[1]) <= limit
    ]
    kept = _parted(sorted(kept, key=lambda e: (-_area(e[0]), not e[1], e[0])))
    kept.sort(key=lambda e: (e[0][1], e[0][0], e[0]))
    places = np.array([box for box, _ in kept], np.float64).reshape(-1, 4) / [size[0], size[1], size[0], size[1]]
    return Boxes(np.round(places, 6), np.array([frame for _, frame in kept], np.uint8))


Box = tuple[int, int, int, int]


def _edges(rgb: cv2.typing.MatLike) -> Pixels:
    """(rows, columns) 1 where a colour steps within two pixels to the right or downwards."""
    wide = rgb.astype(np.int16)
    edge = np.zeros(rgb.shape[:2], np.uint8)
    edge[:, 1:-1] |= (np.abs(wide[:, 2:] - wide[:, :-2]).max(axis=2) >= STEP).astype(np.uint8)
    edge[1:-1] |= (np.abs(wide[2:] - wide[:-2]).max(axis=2) >= STEP).astype(np.uint8)
    return edge


def _frames(edges: Pixels) -> list[Box]:
    contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    made: list[Box] = []
    for contour in contours:
        x, y, wide, high = cv2.boundingRect(contour)
        if min(wide, high) >= 2 * _LEAST and cv2.contourArea(contour) >= _FILLED * (wide - 1) * (high - 1):
            made.append((x, y, x + wide, y + high))
    return made


def _words(edges: Pixels) -> list[Box]:
    """What is no long straight line, joined over gaps."""
    lines = np.zeros_like(edges)
    for shape in ((1, 41), (41, 1)):
        lines |= np.asarray(cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), np.uint8)
    rest = np.asarray(edges & (1 - np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), np.uint8)), np.uint8)
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((3, _GAP), np.uint8))
    number, _, figures, _ = cv2.connectedComponentsWithStats(joined)
    rows = figures[1:number].tolist()
    return [(x, y, x + wide, y + high) for x, y, wide, high, _ in rows]


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _parted(ranked: list[tuple[Box, bool]]) -> list[tuple[Box, bool]]:
    """The first ``MOST`` of which no two are one."""
    kept: list[tuple[Box, bool]] = []
    places = np.zeros((0, 4))
    for box, frame in ranked:
        if len(kept) and overlaps(np.array([box], np.float64), places).max() >= _SAME:
            continue
        kept.append((box, frame))
        places = np.concatenate([places, [box]])
        if len(kept) == MOST:
            break
    return kept


def overlaps(one: Wide, other: Wide) -> Wide:
    """(n, m) overlap ÷ both together of boxes (n, 4) and (m, 4)."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
    both = np.prod(np.maximum(high - low, 0), axis=2)
    areas = [np.prod(np.maximum(each[:, 2:] - each[:, :2], 0), axis=1) for each in (one, other)]
    return np.asarray(both / np.maximum(areas[0][:, None] + areas[1][None, :] - both, 1e-12), np.float64)

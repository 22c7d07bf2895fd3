"""Surroundings of points on strokes, described so that turning, scaling and mirroring do not matter.

A square around the point, turned to the direction of its stroke, is cut into cells; of each: how much stroke lies in it
and in which directions, doubled and fourfold (an oriented shape context: S. Belongie, J. Malik and J. Puzicha 2002,
*Shape matching and object recognition using shape contexts*, with the directions of G. Mori and others 2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.contour.strokes import Floats, Strokes

REACHES = (26.0, 37.0, 52.0, 73.0, 104.0, 147.0)  # pixels of the frame from the point to the side of its square
CELLS = 6  # along a side
FOURFOLD = 0.7  # weight of fourfold beside doubled directions
DISTINCT = 0.12  # variety of directions from which on a point says anything
APART = (14.0, 8.0)  # pixels between described points: of the first and of the second drawing
MOST = (220, 520)  # points described at the most


@dataclass(frozen=True)
class Drawing:
    """Strokes in their own frame: ``at`` (n, 2) pixels of the frame from the picture's corner; ``turns``, ``variety``
    as in ``strokes.Strokes``."""

    at: Floats
    turns: Floats
    variety: Floats

    def __len__(self) -> int:
        return len(self.at)

    def mirrored(self) -> Drawing:
        """x counted to the left: (x, y) becomes (-x, y)."""
        return Drawing(self.at * np.array([-1, 1], np.float32), (np.pi - self.turns) % np.float32(np.pi), self.variety)


def drawing(strokes: Strokes) -> Drawing:
    return Drawing((strokes.points / strokes.unit).astype(np.float32), strokes.turns, strokes.variety)


@dataclass(frozen=True)
class Surroundings:
    """``places`` (n, 4): x, y, reach, direction in radians; ``values`` (n, 5 * CELLS²) of unit length."""

    places: Floats
    values: Floats


def spots(drawn: Drawing, apart: float, most: int) -> NDArray[np.int64]:
    """Numbers of points, one a square of ``apart`` pixels (the one nearest its middle), where directions vary."""
    numbers = np.flatnonzero(drawn.variety >= DISTINCT)
    if not len(numbers):
        return numbers
    corner = drawn.at.min(axis=0)
    while True:
        place = (drawn.at[numbers] - corner) / apart
        cell = np.floor(place).astype(np.int64)
        off = np.hypot(*(place - cell - 0.5).T)
        order = np.lexsort((numbers, off, cell[:, 1], cell[:, 0]))
        _, first = np.unique(cell[order], axis=0, return_index=True)
        if len(first) <= most:
            return np.asarray(np.sort(numbers[order[first]]))
        apart *= 1.15


def described(drawn: Drawing, numbers: NDArray[np.int64], *, both_ways: bool) -> Surroundings:
    """Surroundings of the points at all ``REACHES``; ``both_ways``: also turned by half a turn, since a stroke has no
    beginning."""
    corner = np.floor(drawn.at.min(axis=0)) - 4
    wide, high = (np.ceil(drawn.at.max(axis=0)) - corner + 5).astype(int).tolist()
    places, values = [], []
    turns = drawn.turns[numbers].astype(np.float64)
    if both_ways:
        turns = np.concatenate([turns, turns + np.pi])
        numbers = np.concatenate([numbers, numbers])
    grid = (np.arange(CELLS) - (CELLS - 1) / 2) * (2 / CELLS)
    u, v = np.meshgrid(grid, grid)
    cosine, sine = np.cos(turns)[:, None], np.sin(turns)[:, None]
    x = cosine * u.ravel() - sine * v.ravel()
    y = sine * u.ravel() + cosine * v.ravel()
    middle = drawn.at[numbers].astype(np.float64) - corner
    phases = [np.ones((len(numbers), 1), np.complex128), np.exp(-2j * turns)[:, None], np.exp(-4j * turns)[:, None]]
    for reach in REACHES:
        shrink = 2 if reach < 50 else 4
        maps = _maps(drawn, corner, shrink, (wide // shrink + 2, high // shrink + 2), reach / 5)
        across = ((middle[:, :1] + reach * x) / shrink).astype(np.float32)
        down = ((middle[:, 1:] + reach * y) / shrink).astype(np.float32)
        taken = [
            cv2.remap(each, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT).astype(np.float64)
            for each in maps
        ]
        double = (taken[1] + 1j * taken[2]) * phases[1]
        four = (taken[3] + 1j * taken[4]) * phases[2] * FOURFOLD
        values.append(np.concatenate([taken[0], double.real, double.imag, four.real, four.imag], axis=1))
        there = drawn.at[numbers]
        places.append(np.column_stack([there, np.full(len(numbers), reach), turns]))
    joined = np.concatenate(values)
    joined /= np.maximum(np.linalg.norm(joined, axis=1, keepdims=True), 1e-9)
    return Surroundings(np.concatenate(places).astype(np.float32), joined.astype(np.float32))


def _maps(drawn: Drawing, corner: Floats, shrink: int, size: tuple[int, int], blur: float) -> list[Floats]:
    columns, rows = ((drawn.at - corner) / shrink).astype(np.int64).T
    turns = drawn.turns
    softened = []
    for value in (None, np.cos(2 * turns), np.sin(2 * turns), np.cos(4 * turns), np.sin(4 * turns)):
        flat = np.bincount(rows * size[0] + columns, weights=value, minlength=size[0] * size[1])
        plain = flat[: size[0] * size[1]].reshape(size[1], size[0]).astype(np.float32)
        soft = cv2.GaussianBlur(plain, (0, 0), blur / shrink, borderType=cv2.BORDER_CONSTANT)
        softened.append(np.asarray(soft, np.float32))
    return softened

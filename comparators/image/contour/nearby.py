"""Which drawings of two folders are worth comparing: all, or where there are many, those that look alike as a whole."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.contour.features import ContourFeatures
from comparators.image.contour.strokes import Floats
from comparators.image.pdq import orient

ALL = 600  # pairs that are all compared
NEAREST = 12  # drawings of the other side that each is compared with, where there are more pairs
GRID = 12  # cells of a side of the map of a whole drawing


def outlook(features: ContourFeatures) -> NDArray[np.float32]:
    """(8, GRID² · 3): length of stroke and doubled directions in the cells of the drawn box, after each of the eight
    alterations of ``pdq.ORIENTATIONS``; unit vectors."""
    points = features.points.astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    cells = np.minimum((points - low) / np.maximum(high - low, 1) * GRID, GRID - 1).astype(int)
    maps = np.zeros((GRID, GRID, 3), np.float32)
    waves = (np.ones(len(points)), np.cos(2 * features.turns), np.sin(2 * features.turns))
    np.add.at(maps, (cells[:, 1], cells[:, 0]), np.column_stack(waves).astype(np.float32))
    soft = cv2.GaussianBlur(maps, (0, 0), 0.8)
    views = []
    for k in range(8):
        view: Floats = np.array(orient(soft, k), np.float32)
        # Directions turn with the picture: by a quarter, doubled ones by half a turn; mirroring turns sines over.
        quarter, diagonal, flip = k in (1, 3), k in (6, 7), k in (4, 5)
        if quarter:
            view[..., 1:] *= -1
        elif flip:
            view[..., 2] *= -1
        elif diagonal:
            view[..., 1] *= -1
        flat = view.ravel()
        views.append(flat / max(float(np.linalg.norm(flat)), 1e-9))
    return np.stack(views)


def proposed(left: dict[str, ContourFeatures], right: dict[str, ContourFeatures]) -> Iterator[tuple[str, str]]:
    """Pairs of names; with more than ``ALL`` possible, of each drawing on either side its ``NEAREST``."""
    if len(left) * len(right) <= ALL:
        for name in left:
            for other in right:
                yield name, other
        return
    here = np.stack([outlook(f) for f in left.values()])
    there = np.stack([outlook(f)[0] for f in right.values()])
    alike = (here.reshape(-1, here.shape[2]) @ there.T).reshape(len(left), 8, len(right)).max(axis=1)
    alike = np.round(alike, 5)  # what rounding of products decides must not decide pairs
    kept = np.zeros(alike.shape, bool)
    for axis in (0, 1):
        count = min(NEAREST, alike.shape[axis])
        limit = np.sort(alike, axis=axis).take([alike.shape[axis] - count], axis=axis)
        kept |= alike >= limit
    names, others = list(left), list(right)
    for i, j in np.argwhere(kept).tolist():
        yield names[i], others[j]

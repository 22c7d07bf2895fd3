"""Edges of a picture by direction, in strength relative to what lies around: what outlines and small drawings share."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

DIRECTIONS = 8  # unsigned, 22.5° each
Plane = NDArray[Any]


def planes(across: Plane, down: Plane, strength: Plane, *, around: float, flat: float) -> NDArray[np.float32]:
    """(8, rows, columns) float32, 0 to 2: strength of edges by direction, 1 being usual within ``around`` pixels; each
    edge is shared by the two directions next to its own. ``flat``: levels a pixel below which a place has no edge.
    ``across``, ``down``: gradients, ``strength``: their length, all (rows, columns).
    """
    usual = np.sqrt(cv2.GaussianBlur(strength * strength, (0, 0), around))
    weight = np.minimum(strength / (usual + flat), 2.0)
    angle = np.arctan2(down, across) % np.pi / np.pi * DIRECTIONS
    low = np.floor(angle)
    share = angle - low
    result = np.zeros((DIRECTIONS, *strength.shape), np.float32)
    for direction in range(DIRECTIONS):
        result[direction] = weight * (
            np.where(low % DIRECTIONS == direction, 1 - share, 0)
            + np.where((low + 1) % DIRECTIONS == direction, share, 0)
        )
    return result

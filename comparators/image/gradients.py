"""Edges of a picture by direction, in strength relative to what lies around: what outlines and small drawings share."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.pdq import orient

DIRECTIONS = 8  # unsigned, 22.5° each
ONE_WAY = 0.1  # variety of directions that a single edge or a piece of a large curve has as well
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
    first = low.astype(np.int64) % DIRECTIONS
    result = np.zeros((DIRECTIONS, *strength.shape), np.float32)
    np.put_along_axis(result, first[None], (weight * (1 - share))[None], axis=0)
    np.put_along_axis(result, (first[None] + 1) % DIRECTIONS, (weight * share)[None], axis=0)
    return result


def oriented(edges: Plane, k: int) -> Plane:
    """Planes (8, side, side) after the alteration ``pdq.ORIENTATIONS[k]``: cells move, directions turn or change sign.

    A direction is that of the gradient, plane d for the angle d · 22.5°; a quarter turn adds half of the planes.
    """
    of = np.arange(DIRECTIONS)
    half = DIRECTIONS // 2
    came = {0: of, 1: of - half, 2: of, 3: of - half, 4: -of, 5: -of, 6: half - of, 7: half - of}[k] % DIRECTIONS
    return np.stack([orient(plane, k) for plane in edges])[came]


def variety(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each block (blocks, 8, cells): 0 where all its edges run one way, 1 where they run all ways or cross at right
    angles."""
    of = blocks.sum(axis=2)
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    mean = np.hypot((of * np.cos(angles)).sum(axis=1), (of * np.sin(angles)).sum(axis=1))
    return np.asarray(1 - mean / np.maximum(of.sum(axis=1), 1e-9), np.float64)

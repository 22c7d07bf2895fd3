"""A map between two pictures in numbers and words: mirror, scale, rotation, stretch, perspective, crop, colour."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON
from comparators.image.geometry import apply

Wide = NDArray[np.float64]
Flags = NDArray[np.bool_]
STRETCHED = 1.03  # ratio of the two scales from which on a stretch is named
TILTED = 1.05  # ratio of the largest to the smallest scale over the region from which on a perspective is named


def local(matrix: Wide, x: float, y: float) -> Wide:
    """(2, 2) derivative of a (3, 3) map at a point."""
    u, v, depth = matrix @ np.array([x, y, 1.0])
    gradient = [[matrix[i, j] / depth - (u, v)[i] * matrix[2, j] / depth**2 for j in (0, 1)] for i in (0, 1)]
    return np.array(gradient)


def described(matrix: Wide, outline: Wide) -> dict[str, JSON]:
    """What was done to the left picture to get the right one, at the middle of the region and over it.

    ``scale`` (right ÷ left), ``rotation`` in degrees clockwise -180..180 after mirroring left-right where
    ``mirrored``, ``stretch`` (larger ÷ smaller scale of the two axes) and ``perspective`` (largest ÷ smallest scale
    over the region's corners) where they are more than rounding.
    """
    middle = outline.mean(axis=0)
    here = local(matrix, float(middle[0]), float(middle[1]))
    determinant = float(np.linalg.det(here))
    mirrored = determinant < 0
    turned = here @ np.diag([-1.0, 1.0]) if mirrored else here
    u, values, v = np.linalg.svd(turned)
    rotation = u @ v
    angle = math.degrees(math.atan2(rotation[1, 0], rotation[0, 0]))
    scales = [math.sqrt(abs(float(np.linalg.det(local(matrix, float(x), float(y)))))) for x, y in outline]
    details: dict[str, JSON] = {
        "scale": _figures(math.sqrt(abs(determinant))),
        "rotation": round(angle, 2) + 0.0,
        "mirrored": mirrored,
    }
    if values[0] / values[1] >= STRETCHED:
        details["stretch"] = _figures(float(values[0] / values[1]))
    if max(scales) / min(scales) >= TILTED:
        details["perspective"] = _figures(max(scales) / min(scales))
    return details


def _figures(value: float) -> float:
    """Four significant figures."""
    return float(f"{value:.4g}")


def colours(
    left: tuple[NDArray[np.uint8], float, float],
    right: tuple[NDArray[np.uint8], float, float],
    matrix: Wide,
    outline: Wide,
    agrees: Callable[[Wide], Flags] | None = None,
) -> dict[str, JSON]:
    """How colours changed over the region: both thumbnails (RGB) with their picture's size, left outline; where
    ``agrees`` tells which places (n, 2) of the left picture have the same drawing, over these alone.

    ``brightness``: difference of mean luminance, right less left, grey levels; ``contrast``, ``saturation``: ratio of
    spreads and of mean chroma, right ÷ left; ``hue``: how far hues turned, degrees -180..180, where both have colour.
    """
    (thumb, wide, high), (thumb_there, wide_there, high_there) = left, right
    rows, columns = thumb.shape[:2]
    mask = np.zeros((rows, columns), np.uint8)
    cv2.fillPoly(mask, [np.rint(outline * [columns / wide, rows / high] - 0.5).astype(np.int32)], 1)
    y, x = np.nonzero(mask)
    if len(x) < 4:
        return {}
    here = np.column_stack([(x + 0.5) * wide / columns, (y + 0.5) * high / rows])
    places = apply(matrix, here)
    u = np.floor(places[:, 0] * thumb_there.shape[1] / wide_there).astype(np.int64)
    v = np.floor(places[:, 1] * thumb_there.shape[0] / high_there).astype(np.int64)
    inside = (u >= 0) & (v >= 0) & (u < thumb_there.shape[1]) & (v < thumb_there.shape[0])
    if agrees is not None:
        inside &= agrees(here)
    if inside.sum() < 4:
        return {}
    a = thumb[y[inside], x[inside]].astype(np.float64)
    b = thumb_there[v[inside], u[inside]].astype(np.float64)
    details: dict[str, JSON] = {}
    luma = np.array([0.299, 0.587, 0.114])
    of_a, of_b = a @ luma, b @ luma
    details["brightness"] = round(float(of_b.mean() - of_a.mean()), 1) + 0.0
    if of_a.std() >= 1:
        details["contrast"] = _figures(float(of_b.std() / of_a.std()))
    chroma_a, chroma_b = _chroma(a), _chroma(b)
    strong_a, strong_b = np.abs(chroma_a), np.abs(chroma_b)
    if strong_a.mean() >= 4:
        details["saturation"] = _figures(float(strong_b.mean() / strong_a.mean()))
        if strong_b.mean() >= 4:
            turn = complex((np.conj(chroma_a) * chroma_b).sum())
            details["hue"] = round(math.degrees(math.atan2(turn.imag, turn.real)), 1) + 0.0
    return details


def _chroma(colour: Wide) -> NDArray[np.complex128]:
    """Colours on the plane across the grey axis: distance from grey, and hue as an angle."""
    red, green, blue = colour[:, 0], colour[:, 1], colour[:, 2]
    return np.asarray((red - (green + blue) / 2) + 1j * (math.sqrt(3) / 2) * (green - blue), np.complex128)

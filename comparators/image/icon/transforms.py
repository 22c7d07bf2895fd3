"""``transform`` of SVG elements as matrices (W3C, *CSS Transforms 1*, 2019, the grammar of presentation attributes)."""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

Matrix = tuple[float, float, float, float, float, float]  # x' = a x + c y + e, y' = b x + d y + f
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MOST = 64  # functions of one attribute
_CALL = re.compile(r"\s*,?\s*([A-Za-z]+)\s*\(([^()]*)\)")
_NUMBER = re.compile(r"[-+]?(?:[0-9]*\.[0-9]+|[0-9]+\.?)(?:[eE][-+]?[0-9]+)?")


def then(outer: Matrix, inner: Matrix) -> Matrix:
    """What an element under ``inner`` inside a group under ``outer`` is drawn by."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    made = (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f)
    return made if all(math.isfinite(v) for v in made) else outer


def read(text: str) -> Matrix:
    """The matrix of a list of functions; what is malformed is as if the attribute were not there, as the standard has
    it."""
    matrix, at = SAME, 0
    for _ in range(MOST):
        call = _CALL.match(text, at)
        if call is None:
            break
        at = call.end()
        made = _of(call.group(1), [float(n) for n in _NUMBER.findall(call.group(2))])
        if made is None:
            return SAME
        matrix = then(matrix, made)
    return matrix if not text[at:].strip() else SAME


def _of(name: str, v: list[float]) -> Matrix | None:
    if not all(abs(n) < 1e9 for n in v):
        return None
    count = len(v)
    if name == "matrix" and count == 6:
        return v[0], v[1], v[2], v[3], v[4], v[5]
    if name == "translate" and count in (1, 2):
        return 1.0, 0.0, 0.0, 1.0, v[0], v[1] if count == 2 else 0.0
    if name == "scale" and count in (1, 2):
        return v[0], 0.0, 0.0, v[-1], 0.0, 0.0
    if name == "rotate" and count in (1, 3):
        cos, sin = math.cos(math.radians(v[0])), math.sin(math.radians(v[0]))
        turn = (cos, sin, -sin, cos, 0.0, 0.0)
        if count == 1:
            return turn
        return then(then((1.0, 0.0, 0.0, 1.0, v[1], v[2]), turn), (1.0, 0.0, 0.0, 1.0, -v[1], -v[2]))
    if name in ("skewX", "skewY") and count == 1:
        lean = math.tan(math.radians(v[0]))
        return (1.0, 0.0, lean, 1.0, 0.0, 0.0) if name == "skewX" else (1.0, lean, 0.0, 1.0, 0.0, 0.0)
    return None


def applied(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) points under (6,) a matrix."""
    a, b, c, d, e, f = matrix.tolist()
    return np.asarray(points @ np.array([[a, b], [c, d]]) + np.array([e, f]), np.float64)


def keeps_shape(matrix: NDArray[np.float64]) -> bool:
    """Whether it only moves, turns, mirrors and scales by one factor."""
    a, b, c, d = (float(v) for v in matrix[:4])
    size = a * a + b * b
    if size <= 0:
        return False
    return abs(c * c + d * d - size) < 1e-6 * size and abs(a * c + b * d) < 1e-6 * size

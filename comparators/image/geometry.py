"""Which correspondences follow one transformation: every hypothesis is tried, none is drawn by lot.

A keypoint has a place, a size and a direction, so a single correspondence says how the left picture was scaled, turned
and moved (D. Lowe 2004, section 7). All of them are tried against all others (so the result does not depend on a seed);
the best are fitted again by least squares as a similarity, an affine map and, with points enough, a perspective. The
method of consensus is that of Fischler and Bolles 1981, *Random sample consensus*. Mirroring is laid into the left
picture before, never left to the fit: a fit with keypoint directions cannot flip.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.local import Pairs

Wide = NDArray[np.float64]

MOST = 1200  # correspondences looked at; the closest
SEEDS = 24  # best hypotheses that are fitted again
TURN = 30.0  # degrees that a correspondence's own rotation may differ
SCALE = 0.5  # and its own scale, as a natural logarithm
REACH = 0.12  # share of the distance to the seed by which a place may be off, since its direction is only rough
CLOSE = 0.007  # final tolerance, share of the root of the area of the place's own picture
FEWEST = 3  # correspondences of a similarity, with one to spare
FULL = 0.85  # of a box: what fills it so far has the box for its outline
FOR_AFFINE, FOR_PERSPECTIVE = 6, 14  # inliers that such a map takes


@dataclass(frozen=True)
class Fit:
    """``matrix`` (3, 3) takes left pixels (mirrored where the hypothesis says so) to right pixels; ``inliers``: numbers
    of the correspondences that follow it; ``form``: similarity, affine or projective."""

    matrix: Wide
    inliers: NDArray[np.int64]
    form: str


def apply(matrix: Wide, points: Wide) -> Wide:
    """(n, 2) points through a (3, 3) map; points at infinity come out as large numbers, never as NaN."""
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    depth = moved[:, 2:]
    return np.asarray(moved[:, :2] / np.where(np.abs(depth) < 1e-9, 1e-9, depth), np.float64)


def area(polygon: Wide) -> float:
    """Of a polygon without crossings, (n, 2), by the shoelace formula."""
    x, y = polygon.T
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def inverse(matrix: Wide) -> Wide:
    """The map back. Maps that ``sane`` lets pass have one."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def mirror(width: float) -> Wide:
    """Left-right mirroring of a picture of this width."""
    return np.array([[-1.0, 0.0, width], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def mirrored(places: Wide, width: float) -> Wide:
    """(n, 4) places of the mirrored picture."""
    turned = places.copy()
    turned[:, 0] = width - places[:, 0]
    turned[:, 3] = 180.0 - places[:, 3]
    return turned


def following(left: Wide, right: Wide, tolerance: float) -> NDArray[np.bool_]:
    """(n, n): does correspondence j follow the similarity that correspondence i says?"""
    z, w = (np.ascontiguousarray(each[:, :2]).view(np.complex128)[:, 0] for each in (left, right))
    scale = right[:, 2] / np.maximum(left[:, 2], 1e-6)
    turn = np.deg2rad(right[:, 3] - left[:, 3])
    logs = np.log(np.maximum(scale, 1e-6))
    factor = (scale * np.exp(1j * turn)).astype(np.complex64)
    apart = (z[None, :] - z[:, None]).astype(np.complex64)  # from the seed, in the left picture
    off = np.abs(factor[:, None] * apart - (w[None, :] - w[:, None]).astype(np.complex64))
    allowed = tolerance + REACH * np.abs(apart) * scale[:, None].astype(np.float32)
    angle = np.abs((turn[None, :] - turn[:, None] + np.pi) % (2 * np.pi) - np.pi) <= np.deg2rad(TURN)
    agreed: NDArray[np.bool_] = (off <= allowed) & angle & (np.abs(logs[None, :] - logs[:, None]) <= SCALE)
    return agreed


def _similarity(a: Wide, b: Wide) -> Wide | None:
    z, w = a[:, 0] + 1j * a[:, 1], b[:, 0] + 1j * b[:, 1]
    middle, there = z.sum() / len(z), w.sum() / len(w)
    spread = float((np.abs(z - middle) ** 2).sum())
    if spread < 1e-9:
        return None
    m = complex((np.conj(z - middle) * (w - there)).sum() / spread)
    move = complex(there - m * middle)
    return np.array([[m.real, -m.imag, move.real], [m.imag, m.real, move.imag], [0.0, 0.0, 1.0]])


def _affine(a: Wide, b: Wide) -> Wide | None:
    middle = a.mean(axis=0)
    design = np.column_stack([a - middle, np.ones(len(a))])
    if np.linalg.matrix_rank(design) < 3:
        return None
    solution = np.linalg.lstsq(design, b, rcond=None)[0].T
    solution[:, 2] -= solution[:, :2] @ middle
    return np.vstack([solution, [0.0, 0.0, 1.0]])


def _perspective(a: Wide, b: Wide) -> Wide | None:
    found: Any = cv2.findHomography(a.reshape(-1, 1, 2), b.reshape(-1, 1, 2), 0)[0]  # None where points are in line
    return None if found is None or not np.isfinite(found).all() else np.asarray(found, np.float64)


def sane(matrix: Wide, corners: Wide) -> bool:
    """Whether a map keeps the corners in order, in front, and neither shears nor squeezes beyond reason."""
    if not np.isfinite(matrix).all() or abs(matrix[2, 2]) < 1e-9:
        return False
    if matrix[2].tolist() == [0.0, 0.0, 1.0]:  # the same at every place
        return _orderly(*matrix[0, :2].tolist(), *matrix[1, :2].tolist())
    depth = corners @ matrix[2, :2] + matrix[2, 2]
    if (depth * np.sign(matrix[2, 2]) <= 1e-6).any() or np.abs(depth).max() > 4 * np.abs(depth).min():
        return False
    local = _jacobians(matrix, np.vstack([corners, corners.mean(axis=0)]))
    return all(_orderly(a, b, c, d) for (a, b), (c, d) in local.tolist())


def _orderly(a: float, b: float, c: float, d: float) -> bool:
    """Of what a map does to a small square, (a, b), (c, d). Half the sum and half the difference of what it does by
    turning and by mirroring are its singular values, the lesser one with the sign of the determinant."""
    turning, mirroring = math.hypot(a + d, c - b) / 2, math.hypot(a - d, b + c) / 2
    small = turning - mirroring
    return small >= 1e-4 and turning + mirroring <= 4 * small


def _jacobians(matrix: Wide, points: Wide) -> Wide:
    """(n, 2, 2): what a map does to a small square around each of (n, 2) points."""
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    depth = moved[:, 2, None, None]
    return np.asarray(matrix[:2, :2] / depth - moved[:, :2, None] * matrix[2, :2] / depth**2, np.float64)


def _distinct(left: Wide, right: Wide, inliers: NDArray[np.int64], cells: tuple[float, float]) -> int:
    """Inliers at places of their own on both sides: several directions of one keypoint are one place."""
    a = {tuple(each) for each in np.floor(left[inliers, :2] / cells[0]).astype(np.int64).tolist()}
    b = {tuple(each) for each in np.floor(right[inliers, :2] / cells[1]).astype(np.int64).tolist()}
    return min(len(a), len(b))


def fit(pairs: Pairs, sides: tuple[float, float], corners: Wide) -> tuple[Fit, int] | None:
    """The transformation that most correspondences follow, and at how many places of their own; None if none do.

    ``pairs``: left places mirrored already; ``sides``: roots of the areas of both pictures, pixels; ``corners`` (4, 2):
    of the left picture.
    """
    if len(pairs) < FEWEST:
        return None
    left, right = pairs.left[:MOST], pairs.right[:MOST]
    votes = following(left, right, 2 * CLOSE * sides[1])
    order = np.lexsort((np.arange(len(left)), -votes.sum(axis=1)))[:SEEDS]
    cells = (CLOSE * sides[0], CLOSE * sides[1])
    best: tuple[Fit, int] | None = None
    taken = np.zeros(len(left), bool)
    for seed in order:
        if taken[seed] or votes[seed].sum() < FEWEST:
            continue
        found = _refined(left, right, np.flatnonzero(votes[seed]), sides, corners)
        if found is None:
            continue
        taken[found.inliers] = True
        places = _distinct(left, right, found.inliers, cells)
        if best is None or places > best[1]:
            best = (found, places)
    return best


def _refined(
    left: Wide, right: Wide, inliers: NDArray[np.int64], sides: tuple[float, float], corners: Wide
) -> Fit | None:
    """Fitted again with ever closer tolerance, then with a richer map where that gains followers."""
    kept: Fit | None = None
    a, b = left[:, :2], right[:, :2]
    for form, least, step in (("similarity", 3, 4), ("similarity", 3, 2), ("affine", FOR_AFFINE, 2),
                              ("affine", FOR_AFFINE, 1), ("projective", FOR_PERSPECTIVE, 1.5),
                              ("projective", FOR_PERSPECTIVE, 1)):  # fmt: skip
        if len(inliers) < least:
            break
        solve = {"similarity": _similarity, "affine": _affine, "projective": _perspective}[form]
        matrix = solve(a[inliers], b[inliers])
        if matrix is None or not sane(matrix, corners):
            break
        back = inverse(matrix)
        off = np.hypot(*(apply(matrix, a) - b).T) / sides[1]
        off_back = np.hypot(*(apply(back, b) - a).T) / sides[0]
        follow = np.flatnonzero(np.maximum(off, off_back) <= step * CLOSE)
        if len(follow) < FEWEST:
            break
        inliers = follow
        if step == 1 or form == "similarity":
            if kept is not None and form == "projective" and len(follow) < len(kept.inliers):
                break
            kept = Fit(matrix, follow, form)
    return kept


def corners(width: float, height: float) -> Wide:
    return np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])


def clip(polygon: Wide, width: float, height: float) -> Wide:
    """A convex polygon cut to a picture's frame (Sutherland and Hodgman 1974)."""
    points = [(float(x), float(y)) for x, y in polygon]
    for axis, limit, sign in ((0, 0.0, 1.0), (0, width, -1.0), (1, 0.0, 1.0), (1, height, -1.0)):
        cut: list[tuple[float, float]] = []
        for at, point in enumerate(points):
            before = points[at - 1]
            inside, was = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                cut.append(tuple(before[k] + share * (point[k] - before[k]) for k in (0, 1)))  # type: ignore[arg-type]
            if inside:
                cut.append(point)
        points = cut
    return np.array(points, np.float64).reshape(-1, 2)


def around(part: NDArray[np.uint8]) -> Wide | None:
    """The upright box around a part where it fills that, otherwise the smallest box, otherwise its convex hull."""
    contours, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    points = cv2.convexHull(np.concatenate(contours)).reshape(-1, 2).astype(np.float32)
    if len(points) < 3:
        return None
    own = float(cv2.contourArea(points))
    low, high = points.min(axis=0), points.max(axis=0)
    if own >= FULL * float(np.prod(high - low)):  # pasted and cropped parts are upright boxes more often than not
        return np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]], np.float64)
    box = cv2.boxPoints(cv2.minAreaRect(points))
    if own >= FULL * float(cv2.contourArea(box)):
        return np.asarray(box, np.float64)
    simple = cv2.approxPolyDP(points.reshape(-1, 1, 2), 3.0, True).reshape(-1, 2)
    return np.asarray(simple if len(simple) >= 3 else points, np.float64)


def wider(overlap: Wide) -> float:
    """How many times the area of an overlap in the common frame an outline has at the most (see ``around``): what fills
    ``FULL`` of a box becomes the box, and drawing takes the pixels of the rim in."""
    drawn = area(overlap)
    return (drawn + 2 * float(np.ptp(overlap, axis=0).sum() + 2)) / max(drawn, 1e-9) / FULL

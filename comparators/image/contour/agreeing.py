"""Do the strokes of two drawings lie on each other? Distances between strokes of one direction, fitting, chance.

Distances are those of an oriented chamfer (M.-Y. Liu and others 2010, *Fast directional chamfer matching*): to the
nearest point whose direction is nearly the same. A laying is fitted by iterating the closest points (P. Besl and
N. McKay 1992, *A method for registration of 3-D shapes*).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from comparators.image.contour.align import Laying, Wide, fitted
from comparators.image.contour.describe import Drawing
from comparators.image.contour.strokes import Floats
from comparators.image.geometry import apply, inverse

BINS = 12  # of directions
SHRINK = 2  # pixels of the frame a cell of the distance fields
FAR = 60.0  # pixels: distances are not told apart beyond
TURNED = 40.0  # pixels that half a right angle counts as, for the closest points


def turned(turns: Wide, matrix: Wide) -> Wide:
    """Directions after a map."""
    x, y = np.cos(turns), np.sin(turns)
    a = matrix[:2, :2]
    return np.asarray(np.arctan2(a[1, 0] * x + a[1, 1] * y, a[0, 0] * x + a[0, 1] * y) % np.pi)


@dataclass(frozen=True)
class Field:
    """One drawing, ready to be laid upon."""

    drawing: Drawing

    @cached_property
    def corner(self) -> Wide:
        return np.asarray(np.floor(self.drawing.at.min(axis=0)) - FAR / 2, np.float64)

    @cached_property
    def distances(self) -> NDArray[np.float32]:
        """(BINS, rows, columns): pixels of the frame to the nearest point whose direction is the bin's or next to
        it."""
        drawn = self.drawing
        wide, high = (((drawn.at.max(axis=0) + FAR / 2 - self.corner) / SHRINK).astype(int) + 1).tolist()
        columns, rows = ((drawn.at - self.corner) / SHRINK).astype(np.int64).T
        own = np.floor(drawn.turns / np.pi * BINS).astype(np.int64) % BINS
        fields = np.empty((BINS, high, wide), np.float32)
        for at in range(BINS):
            free = np.ones((high, wide), np.uint8)
            chosen = np.isin(own, [(at - 1) % BINS, at, (at + 1) % BINS])
            free[rows[chosen], columns[chosen]] = 0
            fields[at] = FAR
            if chosen.any():
                far = cv2.distanceTransform(free, cv2.DIST_L2, 3) * SHRINK
                fields[at] = np.minimum(far, FAR)
        return fields

    @cached_property
    def tree(self) -> Any:
        return cKDTree(_lifted(self.drawing.at.astype(np.float64), self.drawing.turns.astype(np.float64)))

    def off(self, points: Wide, turns: Wide) -> Wide:
        """Distances of points with directions from the nearest stroke of that direction, ``FAR`` at the most."""
        fields = self.distances
        columns, rows = np.floor((points - self.corner) / SHRINK).astype(np.int64).T
        inside = (columns >= 0) & (rows >= 0) & (columns < fields.shape[2]) & (rows < fields.shape[1])
        own = np.floor(turns / np.pi * BINS).astype(np.int64) % BINS
        found = np.full(len(points), FAR)
        found[inside] = fields[own[inside], rows[inside], columns[inside]]
        return found


def _lifted(points: Wide, turns: Wide) -> Wide:
    return np.column_stack([points, TURNED * np.cos(2 * turns) / 2, TURNED * np.sin(2 * turns) / 2])


def laid(drawn: Drawing, matrix: Wide) -> tuple[Wide, Wide]:
    return apply(matrix, drawn.at.astype(np.float64)), turned(drawn.turns.astype(np.float64), matrix)


def scale_of(matrix: Wide) -> float:
    return math.sqrt(abs(float(np.linalg.det(matrix[:2, :2]))))


CELL = 8.0  # pixels of the second frame a cell of the map of agreement
SMOOTH = 20.0  # pixels (standard deviation) over which agreement is looked at together
HELD = 0.6  # share of the strokes around that agree, from which on a place belongs to the region
SMALL = 0.12  # of the largest piece of a region: smaller pieces are left out
STEPS = (18.0, 12.0, 8.0, 7.0, 6.0, 6.0)  # pixels of the second frame within which points are fitted, in turn
AFFINE_FROM = 4  # step from which on a stretch is fitted
STRETCH = 1.3  # ratio of scales of a stretch at the most
TRIED = 10  # proposals that are fitted
TOLERANCE = 6.0  # pixels, a hundredth of a frame, within which strokes lie on each other
LEAST = 2.5  # pixels: below, pixels and thinning decide
SAMPLED = 2200  # points of a drawing that proposals are weighed by

#: Turns (degrees), shifts (shares of the region's size) and scales of other placements of the same pair.
PLACED = tuple(
    (turn, shift_x, shift_y, scale)
    for turn, shift_x, shift_y, scale in (
        (0, 0.09, 0.05, 1.0), (0, -0.07, 0.1, 1.0), (0, 0.14, -0.08, 1.0), (0, -0.12, -0.13, 1.0),
        (9, 0.03, 0.02, 1.0), (-9, -0.02, 0.03, 1.0), (17, 0, 0, 1.06), (-17, 0.04, 0, 0.94),
        (31, 0, 0.05, 1.0), (-31, 0.06, 0, 1.0), (58, 0, 0, 1.0), (-58, 0, 0.03, 1.0),
        (90, 0, 0, 1.0), (-90, 0, 0.04, 1.0), (133, 0.02, 0, 1.0), (180, 0, 0, 1.0),
    )
)  # fmt: skip


def tolerance(scale: float) -> float:
    """Pixels of the second frame for a laying of this scale: those of the frame in which they are fewer."""
    return max(LEAST, TOLERANCE * min(1.0, scale))


@dataclass(frozen=True)
class Overlap:
    """What lies on each other under one laying. ``here``/``there``: of each point of the first and of the second
    drawing, whether it is in the region; ``common_here``/``common_there``: and whether it lies on a stroke of the
    other; ``off_here``/``off_there``: distances, pixels of the second frame; ``weight``: common points weighed by their
    variety, as many as they are in the second frame, of the side with less."""

    laying: Laying
    here: NDArray[np.bool_]
    there: NDArray[np.bool_]
    off_here: Wide
    off_there: Wide
    common_here: NDArray[np.bool_]
    common_there: NDArray[np.bool_]
    weight: float


def overlap(one: Field, other: Field, laying: Laying, *, sampled: bool = False) -> Overlap | None:
    """The places where most strokes of both drawings agree; None if there are none. ``sampled``: of ``SAMPLED`` points
    of each drawing only."""
    scale = scale_of(laying.matrix)
    limit = tolerance(scale)
    first, second = (_thinned(each.drawing) if sampled else each.drawing for each in (one, other))
    points, turns = laid(first, laying.matrix)
    points_back, turns_back = laid(second, inverse(laying.matrix))
    off_here = other.off(points, turns)
    off_there = one.off(points_back, turns_back) * scale
    there = second.at.astype(np.float64)
    corner = there.min(axis=0) - 2 * CELL
    wide, high = ((there.max(axis=0) - corner + 2 * CELL) / CELL).astype(int).tolist()

    def cells(at: Wide) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        found = np.floor((at - corner) / CELL).astype(np.int64)
        inside = (found >= 0).all(axis=1) & (found[:, 0] < wide) & (found[:, 1] < high)
        return np.where(inside, found[:, 1] * wide + found[:, 0], 0), inside

    (cell_here, in_here), (cell_there, in_there) = cells(points), cells(there)
    good_here, good_there = in_here & (off_here <= limit), in_there & (off_there <= limit)

    def mapped(cell: NDArray[np.int64], weights: NDArray[Any]) -> Floats:
        plain = np.bincount(cell, weights=weights, minlength=wide * high).reshape(high, wide).astype(np.float32)
        return np.asarray(
            cv2.GaussianBlur(plain, (0, 0), SMOOTH * min(1.0, max(scale, 0.3)) / CELL, borderType=cv2.BORDER_CONSTANT)
        )

    every = [len(each.drawing) / len(drawn) for each, drawn in ((one, first), (other, second))]
    every[0] *= scale  # points of the first drawing are a scale as far apart in the second frame
    all_here, all_there = mapped(cell_here, in_here * every[0]), mapped(cell_there, in_there * every[1])
    ok_here, ok_there = mapped(cell_here, good_here * every[0]), mapped(cell_there, good_there * every[1])
    share = np.minimum(ok_here / np.maximum(all_here, 1e-6), ok_there / np.maximum(all_there, 1e-6))
    mask = ((share >= HELD) & (ok_here + ok_there > 0.02)).astype(np.uint8)
    count, pieces = cv2.connectedComponents(mask, connectivity=8)
    if count < 2:
        return None
    sizes = np.bincount(pieces.ravel()[cell_there[good_there]], minlength=count).astype(np.float64)
    sizes[0] = 0
    kept = sizes >= SMALL * sizes.max()
    kept[0] = False
    chosen = kept[pieces].ravel()
    region_here, region_there = in_here & chosen[cell_here], in_there & chosen[cell_there]
    if not region_here.any() or not region_there.any():
        return None
    common_here, common_there = good_here & region_here, good_there & region_there
    weight = min(
        float(drawn.variety[common].sum()) * each
        for drawn, common, each in ((first, common_here, every[0]), (second, common_there, every[1]))
    )
    return Overlap(laying, region_here, region_there, off_here, off_there, common_here, common_there, weight)


def best(one: Field, other: Field, layings: list[Laying]) -> Overlap | None:
    """Of the layings, the one under which most lies on each other, after fitting."""
    valued = []
    for at, laying in enumerate(layings):
        found = overlap(one, other, laying, sampled=True)
        if found is not None:
            valued.append((-found.weight, at))
    valued.sort()
    chosen: Overlap | None = None
    tried: list[Wide] = []
    corners = _corners(one.drawing)
    for _, at in valued:
        if len(tried) >= TRIED:
            break
        places = apply(layings[at].matrix, corners)
        if any(np.abs(places - each).max() < 10 for each in tried):
            continue
        tried.append(places)
        closer = overlap(one, other, refined(one, other, layings[at]))
        if closer is not None and (chosen is None or closer.weight > chosen.weight):
            chosen = closer
    return chosen


def _corners(drawn: Drawing) -> Wide:
    low, high = drawn.at.min(axis=0), drawn.at.max(axis=0)
    return np.array([low, [high[0], low[1]], high, [low[0], high[1]]], np.float64)


def _thinned(drawn: Drawing) -> Drawing:
    every = -(-len(drawn) // SAMPLED)
    return Drawing(drawn.at[::every], drawn.turns[::every], drawn.variety[::every])


def refined(one: Field, other: Field, laying: Laying) -> Laying:
    """Fitted by closest points, ever closer, at last with a stretch; of both drawings, so that neither shrinks away."""
    matrix = laying.matrix
    flip = np.diag([-1.0 if laying.mirrored else 1.0, 1.0, 1.0])
    for number, step in enumerate(STEPS):
        scale = scale_of(matrix)
        limit = max(LEAST, step * min(1.0, scale))
        points, turns = laid(one.drawing, matrix)
        off, nearest = other.tree.query(_lifted(points, turns), distance_upper_bound=limit)
        hit = np.isfinite(off)
        back_points, back_turns = laid(other.drawing, inverse(matrix))
        off_back, nearest_back = one.tree.query(_lifted(back_points, back_turns), distance_upper_bound=limit / scale)
        hit_back = np.isfinite(off_back)
        here = np.concatenate([one.drawing.at[hit], one.drawing.at[nearest_back[hit_back]]]).astype(np.float64)
        there = np.concatenate([other.drawing.at[nearest[hit]], other.drawing.at[hit_back]]).astype(np.float64)
        weights = 0.05 + np.concatenate([one.drawing.variety[hit], one.drawing.variety[nearest_back[hit_back]]]).astype(
            np.float64
        )
        if len(here) < 12:
            break
        flipped = here * [flip[0, 0], 1.0]
        closer = fitted(flipped, there, weights)
        if closer is None:
            break
        if number >= AFFINE_FROM:
            closer = _affine(flipped, there, weights, closer)
        matrix = closer @ flip
    return Laying(matrix, laying.mirrored)


def _affine(here: Wide, there: Wide, weights: Wide, similar: Wide) -> Wide:
    """The affine map of least squares where it is no more than a slight stretch; else the similarity."""
    middle = (here * weights[:, None]).sum(axis=0) / weights.sum()
    root = np.sqrt(weights)[:, None]
    design = np.column_stack([here - middle, np.ones(len(here))])
    solution, _, rank, _ = np.linalg.lstsq(design * root, there * root, rcond=None)
    if rank < 3:
        return similar
    linear = solution[:2].T
    large, small = np.linalg.svd(linear, compute_uv=False)
    if small < 1e-6 or large / small > STRETCH or np.linalg.det(linear) <= 0:
        return similar
    matrix = np.eye(3)
    matrix[:2, :2] = linear
    matrix[:2, 2] = solution[2] - linear @ middle
    return matrix


def by_chance(one: Field, other: Field, found: Overlap) -> tuple[float, float]:
    """Shares of the region's strokes, weighted by variety, that lie on strokes of the other under ``PLACED``, mean."""
    matrix = found.laying.matrix
    limit = tolerance(scale_of(matrix))
    points, turns = laid(one.drawing, matrix)
    points, turns = points[found.here], turns[found.here]
    weight = one.drawing.variety[found.here].astype(np.float64) + 1e-3
    back = other.drawing.at[found.there].astype(np.float64)
    back_turns = other.drawing.turns[found.there].astype(np.float64)
    back_weight = other.drawing.variety[found.there].astype(np.float64) + 1e-3
    low, high = points.min(axis=0), points.max(axis=0)
    middle, size = (low + high) / 2, float((high - low).max())
    back_again = inverse(matrix)
    scale = scale_of(matrix)
    shares = []
    for turn, x, y, factor in PLACED:
        angle = math.radians(turn)
        c, s = factor * math.cos(angle), factor * math.sin(angle)
        # by three tolerances at the least, so that no other placement is the same one
        shift = np.array([x, y]) * max(size, 3 * limit / 0.1 if (x or y) else 0.0)
        around = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        around[:2, 2] = middle + shift - around[:2, :2] @ middle
        off = other.off(apply(around, points), turned(turns, around))
        moved = back_again @ around
        off_back = one.off(apply(moved, back), turned(back_turns, moved)) * scale
        shares.append(
            (float(weight[off <= limit].sum() / weight.sum()),
             float(back_weight[off_back <= limit].sum() / back_weight.sum()))
        )  # fmt: skip
    mean = np.array(shares).mean(axis=0)
    return float(mean[0]), float(mean[1])

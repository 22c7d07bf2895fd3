"""Similarities that may lay one drawing on another: proposed by surroundings that look alike, and by whole frames."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparators.image.contour.describe import APART, MOST, Drawing, described, spots

PAIRS = 1200  # closest pairs of surroundings that vote
SEEDS = 40  # of these, the ones that most others follow are fitted
REACH = 0.22  # share of the distance to the seed by which a place may be off
TURN = math.radians(25)
SCALE = 0.45  # natural logarithm by which scales of two pairs may differ
SMALLEST, LARGEST = 0.12, 8.0  # scales between the frames that are believed

Wide = NDArray[np.float64]


@dataclass(frozen=True)
class Laying:
    """``matrix`` (3, 3): frame of the first drawing to the frame of the second, mirroring included."""

    matrix: Wide
    mirrored: bool


def similarity(factor: complex, move: complex) -> Wide:
    return np.array([[factor.real, -factor.imag, move.real], [factor.imag, factor.real, move.imag], [0.0, 0.0, 1.0]])


def fitted(here: Wide, there: Wide, weights: Wide | None = None) -> Wide | None:
    """The similarity without mirroring that takes (n, 2) points to others with the least squares."""
    z, w = here[:, 0] + 1j * here[:, 1], there[:, 0] + 1j * there[:, 1]
    share = np.ones(len(z)) if weights is None else weights
    total = float(share.sum())
    if total <= 0:
        return None
    middle, beyond = (z * share).sum() / total, (w * share).sum() / total
    spread = float((share * np.abs(z - middle) ** 2).sum())
    if spread < 1e-6:
        return None
    factor = complex((share * np.conj(z - middle) * (w - beyond)).sum() / spread)
    return similarity(factor, complex(beyond - factor * middle))


def proposals(one: Drawing, other: Drawing) -> list[Laying]:
    """Layings of ``one`` on ``other``, best supported first; none is verified here."""
    found: list[Laying] = []
    targets = spots(other, APART[1], MOST[1])
    for flip in (False, True):
        drawn = one.mirrored() if flip else one
        numbers = spots(drawn, APART[0], MOST[0])
        back = np.diag([-1.0 if flip else 1.0, 1.0, 1.0])
        found += [Laying(matrix @ back, flip) for matrix in _frames(drawn, other)]
        if len(numbers) < 3 or len(targets) < 3:
            continue
        found += [Laying(matrix @ back, flip) for matrix in _voted(drawn, numbers, other, targets)]
    return found


def _frames(one: Drawing, other: Drawing) -> list[Wide]:
    """The frame of what is drawn laid on the other's frame, in four quarter turns."""
    boxes = [(each.at.min(axis=0).astype(np.float64), each.at.max(axis=0).astype(np.float64)) for each in (one, other)]
    middles = [complex(*((low + high) / 2)) for low, high in boxes]
    sizes = [high - low for low, high in boxes]
    matrices = []
    for quarter in range(4):
        wide, high = sizes[0] if quarter % 2 == 0 else sizes[0][::-1]
        scale = math.sqrt(max(sizes[1][0], 1) * max(sizes[1][1], 1) / (max(wide, 1) * max(high, 1)))
        factor = scale * 1j**quarter
        matrices.append(similarity(factor, middles[1] - factor * middles[0]))
    return matrices


def _voted(one: Drawing, numbers: NDArray[np.int64], other: Drawing, targets: NDArray[np.int64]) -> list[Wide]:
    a = described(one, numbers, both_ways=True)
    b = described(other, targets, both_ways=False)
    alike = a.values @ b.values.T
    chosen: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    chosen.append((np.arange(len(alike)), alike.argmax(axis=1)))
    chosen.append((alike.argmax(axis=0), np.arange(alike.shape[1])))
    pairs = np.unique(np.concatenate([np.column_stack(each) for each in chosen]), axis=0)
    value = alike[pairs[:, 0], pairs[:, 1]]
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -value))[:PAIRS]
    left, right = a.places[pairs[order, 0]].astype(np.float64), b.places[pairs[order, 1]].astype(np.float64)
    trust = np.clip((value[order] - 0.5) / 0.5, 0.02, 1).astype(np.float64)
    return _agreed(left, right, trust)


def _agreed(left: Wide, right: Wide, trust: Wide) -> list[Wide]:
    """Similarities that many pairs (x, y, reach, direction) follow; each is fitted to its followers."""
    z, w = left[:, 0] + 1j * left[:, 1], right[:, 0] + 1j * right[:, 1]
    factor = right[:, 2] / left[:, 2] * np.exp(1j * (right[:, 3] - left[:, 3]))
    logs, turn = np.log(np.abs(factor)), np.angle(factor)
    away = np.abs(z[None, :] - z[:, None])
    off = np.abs(factor[:, None] * (z[None, :] - z[:, None]) - (w[None, :] - w[:, None]))
    near = off <= 6 + REACH * away * np.abs(factor)[:, None]
    alike = np.abs((turn[None, :] - turn[:, None] + np.pi) % (2 * np.pi) - np.pi) <= TURN
    follow = near & alike & (np.abs(logs[None, :] - logs[:, None]) <= SCALE)
    places = np.floor(left[:, :2] / 12).astype(np.int64)
    _, place = np.unique(places, axis=0, return_inverse=True)
    place = place.ravel()
    weight = follow * trust[None, :]
    order = np.lexsort((np.arange(len(z)), -weight.sum(axis=1)))
    found: list[tuple[float, Wide]] = []
    taken = np.zeros(len(z), bool)
    for seed in order:
        if len(found) >= SEEDS:
            break
        if taken[seed]:
            continue
        inliers = follow[seed]
        matrix: Wide | None = None
        for reach in (24.0, 14.0):
            if len(np.unique(place[inliers])) < 3:
                break
            closer = fitted(left[inliers, :2], right[inliers, :2], trust[inliers])
            if closer is None or not SMALLEST <= abs(complex(closer[0, 0], closer[1, 0])) <= LARGEST:
                break
            matrix = closer
            g, move = complex(matrix[0, 0], matrix[1, 0]), complex(matrix[0, 2], matrix[1, 2])
            close = np.abs(g * z + move - w) <= reach * max(1.0, abs(g))
            same = np.abs(np.angle(factor / g)) <= TURN
            inliers = close & same & (np.abs(logs - math.log(abs(g))) <= SCALE)
        taken[seed] = True
        taken |= inliers & follow[seed]
        if matrix is not None:
            best = np.zeros(place.max() + 1)
            np.maximum.at(best, place[inliers], trust[inliers])
            found.append((float(best.sum()), matrix))
    found.sort(key=lambda each: -each[0])
    return [matrix for _, matrix in found]

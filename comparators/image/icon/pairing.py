"""Which pieces of two sets correspond: candidates by a coarse descriptor, laid, assigned one to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from comparators.image.gradients import DIRECTIONS
from comparators.image.icon.likeness import Laid, lay
from comparators.image.icon.tile import SIDE, Drawn
from comparators.image.local import settle
from comparators.image.pdq import orient

CELLS = 8  # of a row of the coarse descriptor
NEAREST = 6  # candidates of a piece, of either side
BLOCK = 256  # pieces whose products are held at once
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Piece:
    """One piece of a side: its file, number there, tile and digest of its pixels."""

    file: str
    number: int
    drawn: Drawn
    content: bytes


@dataclass(frozen=True)
class Pairing:
    """Two pieces assigned to each other, by their numbers."""

    one: int
    other: int
    laid: Laid


def assigned(one: Sequence[Piece], other: Sequence[Piece], least: float) -> list[Pairing]:
    """The assignment with the largest sum of agreement above ``least``; no piece twice. In the order of ``one``."""
    laid = {(i, j): lay(one[i].drawn, other[j].drawn, ks) for (i, j), ks in candidates(one, other).items()}
    kept = {pair: found.agreement for pair, found in laid.items() if found.agreement >= least}
    if not kept:
        return []
    rows, columns = sorted({i for i, _ in kept}), sorted({j for _, j in kept})
    at_row, at_column = ({n: k for k, n in enumerate(each)} for each in (rows, columns))
    gain = np.zeros((len(rows), len(columns)))
    for (i, j), value in kept.items():
        gain[at_row[i], at_column[j]] = value - least + 0.01 + (one[i].content == other[j].content)
    chosen = zip(*linear_sum_assignment(gain, maximize=True), strict=True)
    pairs = [(rows[a], columns[b]) for a, b in chosen if gain[a, b] > 0]
    return [Pairing(i, j, laid[i, j]) for i, j in sorted(pairs)]


def candidates(one: Sequence[Piece], other: Sequence[Piece]) -> dict[tuple[int, int], tuple[int, ...]]:
    """(numbers) -> orientations to lay: those of either side's ``NEAREST``, and pieces with the same pixels."""
    found: dict[tuple[int, int], set[int]] = {}
    if not one or not other:
        return {}
    by_content: dict[bytes, list[int]] = {}
    for j, piece in enumerate(other):
        by_content.setdefault(piece.content, []).append(j)
    for i, piece in enumerate(one):
        for j in by_content.get(piece.content, [])[:NEAREST]:
            found.setdefault((i, j), set()).add(0)
    there = np.stack([coarse(piece.drawn.pixels) for piece in other])
    few = min(NEAREST, len(other)), min(NEAREST, len(one))
    best_of_other: list[list[tuple[float, int, int]]] = [[] for _ in other]
    for start in range(0, len(one), BLOCK):
        part = one[start : start + BLOCK]
        values = np.full((len(part), len(other)), -1.0, np.float32)
        turn = np.zeros(values.shape, np.int8)
        for k in range(8):
            here = np.stack([coarse(np.ascontiguousarray(orient(p.drawn.pixels, k))) for p in part])
            product = np.round(here @ there.T, 4)
            turn[product > values] = k
            np.maximum(values, product, out=values)
        for i, row in enumerate(values):
            for j in np.argsort(-row, kind="stable")[: few[0]].tolist():
                found.setdefault((start + i, j), set()).add(int(turn[i, j]))
        for j, column in enumerate(values.T):
            near = np.argsort(-column, kind="stable")[: few[1]].tolist()
            both = best_of_other[j] + [(float(column[i]), start + i, int(turn[i, j])) for i in near]
            best_of_other[j] = sorted(both, key=lambda e: (-e[0], e[1]))[: few[1]]
    for j, near_of_j in enumerate(best_of_other):
        for _, i, k in near_of_j:
            found.setdefault((i, j), set()).add(k)
    return {pair: tuple(sorted(ks)) for pair, ks in sorted(found.items())}


def coarse(pixels: NDArray[np.uint8]) -> Floats:
    """(DIRECTIONS · CELLS²,) of length 1: where which directions of edge stand, roughly."""
    settle()
    planes = Drawn(pixels).edges
    small = np.stack(
        [
            cv2.resize(cv2.GaussianBlur(p, (0, 0), SIDE / CELLS / 2), (CELLS, CELLS), interpolation=cv2.INTER_AREA)
            for p in planes
        ]
    ).reshape(DIRECTIONS, -1)
    small -= small.mean(axis=1, keepdims=True)
    flat = small.reshape(-1)
    length = float(np.linalg.norm(flat))
    return np.asarray(flat / length if length > 0 else flat, np.float32)

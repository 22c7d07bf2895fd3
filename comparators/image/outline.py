"""Gradient and edge descriptor of a whole picture: where which directions of edge stand, whatever their strength.

A histogram of oriented gradients (N. Dalal and B. Triggs 2005), made for copies whose tone is gone: directions are
unsigned, so that an inverted picture has the same edges; each place is measured against its neighbourhood, so that a
faint contour counts like a strong one and a line drawn along it (two edges, back to back) like the contour itself.
Pencil versions, tracings and inverted copies of whole pictures come out, which hashes and keypoints do not see.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.gradients import DIRECTIONS, ONE_WAY, oriented, planes, variety
from comparators.image.local import settle

SIDE = 128  # the picture is brought to SIDE × SIDE
CELLS = 32  # cells of a row
_AROUND = 6.0  # pixels of SIDE: the neighbourhood that strength is measured against
_FLAT = 4.0  # grey levels a pixel below which a place counts as flat
_SOFT = 1.2  # cells: how far a contour may be off
BLOCKS = 8  # blocks of a row, which are compared by themselves
_EMPTY = 12  # mean of a block's cells, summed over directions, below which it holds nothing to compare
_DOUBT = 1.0  # weight of blocks that agree in nothing, added to those that are there: of few blocks the mean says less

Floats = NDArray[np.float64]


def outline(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(8, 32, 32) uint8: direction, row, column; 64 stands for an edge of usual strength. (rows, columns, 3) in."""
    settle()
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    soft = cv2.GaussianBlur(small, (0, 0), 1.0)
    across, down = (cv2.Scharr(soft, cv2.CV_32F, *axis) / 16 for axis in ((1, 0), (0, 1)))
    strength = np.hypot(across, down)
    edges = planes(across, down, strength, around=_AROUND, flat=_FLAT)
    result = np.empty((DIRECTIONS, CELLS, CELLS), np.uint8)
    for direction, plane in enumerate(edges):
        blurred = cv2.GaussianBlur(plane, (0, 0), _SOFT * SIDE / CELLS / 2)
        cells = cv2.resize(blurred, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
        result[direction] = np.clip(np.rint(cells * 128), 0, 255).astype(np.uint8)
    return result


def altered(edges: NDArray[np.uint8], k: int) -> NDArray[np.uint8]:
    """The descriptor after the alteration ``pdq.ORIENTATIONS[k]``; see ``gradients.oriented``."""
    return np.ascontiguousarray(edges.reshape(-1)[_orders()[k]].reshape(edges.shape))


@lru_cache(maxsize=2048)  # of 64 KB each: a picture is asked of once for each picture of the other side
def _centred(edges: bytes) -> tuple[Floats, float]:
    """Cells less the mean of their direction, times the number of cells (whole numbers), and the length of that."""
    cells = CELLS * CELLS
    values = np.frombuffer(edges, np.uint8).reshape(DIRECTIONS, cells).astype(np.float64)
    flat = (values * cells - values.sum(axis=1, keepdims=True)).reshape(-1)
    return flat, float(np.sqrt(float((flat * flat).sum())))


@lru_cache(maxsize=16)  # of 512 KB each: pairs of one left picture come one after the other
def _every_way(edges: bytes) -> Floats:
    """(8, 8192): ``_centred`` after each alteration, which moves cells and whole directions, so what is less the mean,
    too."""
    return np.asarray(_centred(edges)[0][_orders()], np.float64)


def likeness(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> Floats:
    """(8,) correlation of "right is left after k", -1..1; 0 for a picture without edges.

    Sums of whole numbers below 2**53 are exact in any order, so exchanging sides changes nothing but the order.
    """
    one, other = left.tobytes(), right.tobytes()
    length, (there, length_there) = _centred(one)[1], _centred(other)
    if not (length > 0 and length_there > 0):
        return np.zeros(8)
    return np.round(_every_way(one) @ there / (length * length_there), 6)


def inner(left: NDArray[np.uint8], right: NDArray[np.uint8], k: int) -> float:
    """How well what the outlines are made of agrees under "right is left after k", block by block, 0..1.

    The mean correlation of the blocks in which the sparser of the two holds edges, each weighted by how far its edges
    run in several directions (one less the length of the mean of doubled angles; the greater of both pictures). Discs,
    frames and folders are alike as a whole; on their rims, where edges run one way, little is told, and within them
    nothing agrees. A tracing leaves out what is soft: what only the other picture has speaks in ``likeness``, and not
    here once more. Blocks of the weight ``_DOUBT`` that agree in nothing are added, so that the little that two nearly
    empty drawings hold must agree the better.
    """
    a, b = _blocks(left.tobytes(), k), _blocks(right.tobytes(), 0)
    ways = np.maximum(np.maximum(a.variety, b.variety) - ONE_WAY, 0.0)
    sparser = a if a.total <= b.total else b
    weight = np.where(sparser.held >= _EMPTY, ways, 0.0)
    lengths = np.sqrt(a.squares * b.squares)
    agree = (a.centred * b.centred).sum(axis=(1, 2)) / np.maximum(lengths, 1e-9)
    return max(0.0, round(float((agree * weight).sum() / (_DOUBT + float(weight.sum()))), 6))


@dataclass(frozen=True)
class _Blocks:
    """Of each of the 64 blocks of one picture: ``centred`` (64, 8, 16) cells less their mean, ``squares`` their sum of
    squares, ``variety`` of directions, ``held`` the mean of the cells, summed over directions; ``total`` of all."""

    centred: Floats
    squares: Floats
    variety: Floats
    held: Floats
    total: float


@lru_cache(maxsize=2048)  # of 70 KB each: a picture is asked of once for each picture of the other side
def _blocks(edges: bytes, k: int) -> _Blocks:
    """Of the picture after alteration ``k``."""
    side = CELLS // BLOCKS
    cells = np.frombuffer(edges, np.uint8).reshape(DIRECTIONS, CELLS, CELLS)
    cut = altered(cells, k).reshape(DIRECTIONS, BLOCKS, side, BLOCKS, side).transpose(1, 3, 0, 2, 4)
    blocks = np.ascontiguousarray(cut, np.float64).reshape(BLOCKS * BLOCKS, DIRECTIONS, side * side)
    centred = blocks - blocks.mean(axis=(1, 2), keepdims=True)
    held = blocks.sum(axis=1).mean(axis=1)
    return _Blocks(centred, (centred * centred).sum(axis=(1, 2)), variety(blocks), held, float(blocks.sum()))


@lru_cache(maxsize=1)
def _orders() -> NDArray[np.int64]:
    """(8, 8192): numbers of the cells after each alteration."""
    number = np.arange(DIRECTIONS * CELLS * CELLS).reshape(DIRECTIONS, CELLS, CELLS)
    return np.stack([oriented(number, k).reshape(-1) for k in range(8)])


def alike(left: NDArray[np.uint8], right: NDArray[np.uint8], least: float) -> NDArray[np.int64]:
    """(pairs, 2) numbers of the descriptors (n, 8, 32, 32) of both sides that are alike in some orientation."""
    if not len(left) or not len(right):
        return np.zeros((0, 2), np.int64)

    def unit(edges: NDArray[np.uint8]) -> NDArray[np.float32]:
        values = edges.reshape(len(edges), DIRECTIONS, -1).astype(np.float32)
        values -= values.mean(axis=2, keepdims=True)
        flat = values.reshape(len(edges), -1)
        length = np.linalg.norm(flat, axis=1, keepdims=True)
        return np.asarray(flat / np.maximum(length, 1e-6), np.float32)

    here, there = unit(left), unit(right)
    best = np.full((len(left), len(right)), -1.0, np.float32)
    for order in _orders():
        np.maximum(best, here[:, order] @ there.T, out=best)
    return np.argwhere(best >= least - 1e-3).astype(np.int64)  # rounding; ``likeness`` decides

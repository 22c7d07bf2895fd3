"""Features of one file: its layers, how far each cell can be foreseen, and keys that propose places."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.assets.map_layers import KINDS, Atlas, Cells
from comparators.software.assets.map_turns import turned

STEPS = 4  # steps of a stored weight to a bit
MOST_BITS = 20.0  # of one cell
GATE = 40.0  # bits that a correspondence must have: chance at most 2^-40 under the null
CHANGED, AGREED = 0.2, 0.8  # of the cells of a copy
MISS = log2(CHANGED)
TELLING = 1.0  # bits from which on a cell is counted: its value has a chance of at most 1/2
WINDOW = 5  # cells each way of the window that keys are made of
ONES = (4, 21)  # cells of the middle's own kind in a window that proposes
MOST_KEYS = 8192  # of one layer
REPEATED = 8  # times that a window may stand in its layer, at least allowed
SHARE = 1000  # … and one in so many cells more


def gain(bits: NDArray[Any]) -> NDArray[np.float64]:
    """log2 of the likelihood ratio of a corresponding cell: kept in 0.8 of a copy against drawn by chance."""
    return np.log2(CHANGED + AGREED * np.exp2(bits.astype(np.float64)))


@dataclass(frozen=True)
class Layer:
    """One layer: ``cells``, ``bits``, ``slack`` (rows × columns), its first cell in the file, its worth at the most."""

    file: str
    number: int
    start: int
    name: str
    kind: str
    cells: Cells
    bits: NDArray[np.float64]
    slack: NDArray[np.float64]
    worth: float

    @property
    def heavy(self) -> bool:
        return self.worth >= GATE

    @property
    def telling(self) -> NDArray[np.bool_]:
        """Cells that count: filled, and not to be foreseen from their neighbours."""
        found: NDArray[np.bool_] = (self.cells != 0) & (self.bits >= TELLING)
        return found


@dataclass(frozen=True, eq=False)
class MapFeatures:
    """``heads`` (layers × 4): rows, columns, first cell, kind. ``keys`` with layer, x, y and canonical turn of each."""

    cells: NDArray[np.int32]
    bits: NDArray[np.uint8]
    slack: NDArray[np.uint8]
    heads: NDArray[np.int64]
    worth: NDArray[np.float64]
    keys: NDArray[np.uint64]
    at: NDArray[np.int32]
    labels: str
    tokens: str
    notes: str

    @classmethod
    def of(cls, atlas: Atlas) -> MapFeatures:
        heads: list[list[int]] = []
        bits: list[NDArray[np.uint8]] = []
        slack: list[NDArray[np.uint8]] = []
        keys: list[NDArray[np.uint64]] = []
        at: list[NDArray[np.int32]] = []
        start = 0
        worth: list[float] = []
        for number, (_, kind, cells) in enumerate(atlas.layers):
            heads.append([*cells.shape, start, KINDS.index(kind)])
            start += cells.size
            weights, loose = (np.round(w * STEPS).astype(np.uint8) for w in foresee(cells))
            slack.append(loose.ravel())
            bits.append(weights.ravel())
            worth.append(_worth(cells, weights / STEPS))
            here, places = windows(cells)
            keys.append(here)
            at.append(np.column_stack([np.full(len(here), number, np.int32), places]))
        return cls(
            np.concatenate([c.ravel() for _, _, c in atlas.layers] or [np.zeros(0, np.int32)]),
            np.concatenate(bits or [np.zeros(0, np.uint8)]),
            np.concatenate(slack or [np.zeros(0, np.uint8)]),
            np.array(heads, np.int64).reshape(-1, 4),
            np.array(worth, np.float64),
            np.concatenate(keys or [np.zeros(0, np.uint64)]),
            np.concatenate(at or [np.zeros((0, 4), np.int32)]),
            json.dumps([name for name, _, _ in atlas.layers]),
            json.dumps(list(atlas.names)),
            json.dumps(atlas.notes),
        )

    @cached_property
    def _layers(self) -> list[tuple[Any, ...]]:
        found = []
        names = json.loads(self.labels)
        for number, (height, width, start, kind) in enumerate(self.heads.tolist()):
            part = slice(start, start + height * width)
            cells = self.cells[part].reshape(height, width)
            bits, slack = (w[part].reshape(height, width) / STEPS for w in (self.bits, self.slack))
            found.append((number, start, names[number], KINDS[kind], cells, bits, slack, float(self.worth[number])))
        return found

    def layers(self, file: str) -> list[Layer]:
        return [Layer(file, *parts) for parts in self._layers]


def naming(shape: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Bits that say which of eight ways, which shift and which rectangle of the first grid were chosen."""
    shifts = (shape[0] + other[0]) * (shape[1] + other[1])
    return 3 + log2(shifts) + max(0.0, 2 * log2(shape[0] * shape[1]) - 2)


def _worth(cells: Cells, bits: NDArray[Any]) -> float:
    """Bits of the layer against itself with its own numbers: more no copy of it can have."""
    return float(gain(bits).sum()) - naming(cells.shape, cells.shape)


def _counted(*codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often each combination of the given codes occurs, at its places."""
    combined = codes[0]
    for more in codes[1:]:
        combined = np.unique(combined, return_inverse=True)[1].reshape(combined.shape) * (int(more.max()) + 1) + more
    _, inverse, counts = np.unique(combined, return_inverse=True, return_counts=True)
    found: NDArray[np.int64] = counts[inverse.reshape(combined.shape)]
    return found


def foresee(cells: Cells) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bits of each cell, 0 to ``MOST_BITS``: -log2 of the greatest chance by which its layer lets it be foreseen.

    The chances: frequency in the layer; frequency beside the same western, the same northern neighbour and beside both
    (the cell itself left out, escaping to the shorter context); frequency of the step from either neighbour, since
    tiles of one picture are numbered in order. Plain areas, straight walls and stamps are foreseen and weigh nothing.

    Second: how much likelier a cell is as a change (drawn by frequency) than beside its neighbours, in bits, 0 to 2.3:
    a cell that differs and that its own layer does not foresee either says little against a copy with changed cells.
    """
    values, codes = np.unique(cells, return_inverse=True)
    codes = codes.reshape(cells.shape).astype(np.int64)
    west = np.concatenate([np.full((len(codes), 1), len(values)), codes[:, :-1]], axis=1)
    north = np.concatenate([np.full((1, west.shape[1]), len(values)), codes[:-1]], axis=0)
    plain = _counted(codes) / cells.size
    best = plain.copy()
    single = []
    for side in (west, north):
        chance = (_counted(side, codes) - 1 + plain) / _counted(side)
        single.append(chance)
        np.maximum(best, chance, out=best)
    escape = np.maximum(*single)
    beside = (_counted(west, north, codes) - 1 + escape) / _counted(west, north)
    np.maximum(best, beside, out=best)
    for axis in (1, 0):
        step = np.diff(cells.astype(np.int64), axis=axis)
        both = (cells[:, 1:] != 0) & (cells[:, :-1] != 0) if axis == 1 else (cells[1:] != 0) & (cells[:-1] != 0)
        real = both & (step != 0)
        if real.any():
            chance = np.zeros(cells.shape)
            part = np.zeros(step.shape)
            part[real] = (_counted(step[real] - step.min()) - 1) / real.sum()
            chance[(slice(None), slice(1, None)) if axis == 1 else (slice(1, None),)] = part
            np.maximum(best, chance, out=best)
    bits = np.clip(-np.log2(np.maximum(best, 2.0**-MOST_BITS)), 0.0, MOST_BITS)
    return bits, np.clip(np.log2(plain / np.maximum(beside, 2.0**-MOST_BITS)), 0.0, -MISS)


_SPOTS = np.arange(WINDOW * WINDOW).reshape(WINDOW, WINDOW)
#: weight of each cell of a window in the code of each turned window
_PLACES = [np.argsort(turned(_SPOTS, turn).ravel()) for turn in range(8)]


def windows(cells: Cells) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Keys of a layer and (x, y, turn) of each: where, in the 5 × 5 cells around, the middle's own kind stands.

    The pattern says nothing of numbers, so any renumbering keeps it, and changes only where the middle's kind comes or
    goes. Of the eight ways to read it the smallest code is taken; patterns that look alike in two ways, and those that
    fill the layer, propose nothing.
    """
    nothing = np.zeros(0, np.uint64), np.zeros((0, 3), np.int32)
    height, width = cells.shape[0] - WINDOW + 1, cells.shape[1] - WINDOW + 1
    if height < 1 or width < 1:
        return nothing
    edge = WINDOW // 2
    middle = cells[edge : edge + height, edge : edge + width]
    codes = np.zeros((8, height, width), np.uint32)
    ones = np.zeros((height, width), np.int8)
    for spot in range(WINDOW * WINDOW):
        y, x = divmod(spot, WINDOW)
        same = cells[y : y + height, x : x + width] == middle
        ones += same
        for turn in range(8):
            codes[turn] |= same.astype(np.uint32) << np.uint32(_PLACES[turn][spot])
    wanted = (ones >= ONES[0]) & (ones <= ONES[1])
    flat = codes[:, wanted]
    if not flat.size:
        return nothing
    ordered = np.sort(flat, axis=0)
    good = ordered[0] != ordered[1]
    flat, ys, xs = flat[:, good], *(axis[good] for axis in np.nonzero(wanted))
    if not flat.size:
        return nothing
    turn, key = flat.argmin(axis=0), flat.min(axis=0).astype(np.uint64)
    kept = _counted(key.astype(np.int64)) <= max(REPEATED, cells.size // SHARE)
    key, turn, xs, ys = key[kept], turn[kept], xs[kept] + edge, ys[kept] + edge
    if len(key) > MOST_KEYS:  # the same ones on both sides, whatever else stands there
        mixed = (key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)
        chosen = np.sort(np.argsort(mixed, kind="stable")[:MOST_KEYS])
        key, turn, xs, ys = key[chosen], turn[chosen], xs[chosen], ys[chosen]
    return key, np.column_stack([xs, ys, turn]).astype(np.int32)

"""Extend proposed cells along both texts, and join the pieces into passages.

From the middle of a cell the tokens of the left text are followed stretch by stretch; for each stretch, those found in
a window of the right text that moves along speak for reuse, those missing against it (``Chance``). Where the sum has
fallen too far below its best, the piece ends at its best (X-drop, as in sequence alignment: Altschul et al. 1990).
Pieces that follow one another on both sides are joined; a gap costs little where it is one-sided (something was left
out or put in) and much where both texts go on differently.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.reworded.proposing import CELL, KEPT, Chance, Starts

Array = NDArray[Any]
STRETCH = 24  # tokens that are followed at a time
SLACK = 24  # tokens before and after the expected stretch in which they may stand
DROP = 14.0  # nats below the best at which a piece ends
STEEPEST = 4.0
LONGEST_GAP = 500  # tokens on the side that goes on alone
BOTH_DIFFER = 40  # tokens that both sides may go on differently within a passage
MOST_TOGETHER = 256  # starts that are followed at a time
OPENING, BOTH, ONE = 3.0, 0.25, 0.012  # nats that a gap costs: at all, per token on both sides, per token on one


Interval = tuple[int, int]


def overlap(one: Interval, other: Interval) -> float:
    """Share of the first interval that lies in the second (below 0: how far apart they are)."""
    return (min(one[1], other[1]) - max(one[0], other[0])) / max(one[1] - one[0], 1)


class Crossings:
    """Pairs of intervals that were taken, and which of them another one lies across (by stretches of the left)."""

    WIDTH = 256
    TOUCH = 0.1  # share of an interval below which two only touch

    def __init__(self) -> None:
        self.pairs: list[tuple[Interval, Interval]] = []
        self.stretches: dict[int, list[int]] = {}

    def add(self, left: Interval, right: Interval) -> None:
        for stretch in range(left[0] // self.WIDTH, max(left[1] - 1, left[0]) // self.WIDTH + 1):
            self.stretches.setdefault(stretch, []).append(len(self.pairs))
        self.pairs.append((left, right))

    def across(self, left: Interval, right: Interval, share: float, together: float = 2.0) -> int | None:
        """Number of the first pair in which more than ``share`` lies on both sides, or a tenth on both and more than
        ``together`` if both shares are added."""
        marks = {left[0] + (left[1] - 1 - left[0]) * k // 10 for k in range(11)}  # one of them lies in any tenth
        numbers = {n for mark in marks for n in self.stretches.get(mark // self.WIDTH, ())}
        for number in sorted(numbers):
            shares = [overlap(own, other) for own, other in zip((left, right), self.pairs[number], strict=True)]
            if min(shares) > share or (min(shares) > self.TOUCH and sum(shares) > together):
                return number
        return None


@dataclass(frozen=True, slots=True)
class Piece:
    """Left tokens [``left``[0], ``left``[1]) and right ones that they were followed through; ``path``: the middles of
    the stretches, ascending on the left; ``nats`` for reuse."""

    left: tuple[int, int]
    right: tuple[int, int]
    path: tuple[tuple[int, int], ...]
    nats: float


@dataclass(frozen=True)
class Strands:
    """Both sides end to end; ``breaks``: sorted positions at which a file ends and the next one begins."""

    left: Array
    right: Array
    left_breaks: Array
    right_breaks: Array
    chance: Chance

    def bounds(self, i: int, j: int) -> tuple[int, int, int, int]:
        """The file of either side that holds a position: left start and stop, right start and stop."""
        k = int(np.searchsorted(self.left_breaks, i, side="right"))
        m = int(np.searchsorted(self.right_breaks, j, side="right"))
        return (
            int(self.left_breaks[k - 1]) if k else 0,
            int(self.left_breaks[k]) if k < len(self.left_breaks) else len(self.left),
            int(self.right_breaks[m - 1]) if m else 0,
            int(self.right_breaks[m]) if m < len(self.right_breaks) else len(self.right),
        )


Bounds = tuple[Array, Array, Array, Array]


class Trail:
    """What was followed from many starts in one direction: the stretches up to the best sum of each."""

    def __init__(self, count: int) -> None:
        self.rows: list[tuple[Array, Array, Array, Array, Array]] = []  # of each turn: start, left and right edges
        self.reached = np.zeros(count, np.int64)  # stretches up to the best sum
        self.nats = np.zeros(count)

    def turn(self, starts: Array, x0: Array, x1: Array, y0: Array, y1: Array, sums: Array) -> None:
        """Add one stretch for each of ``starts`` (ascending); ``sums``: nats with it."""
        self.rows.append((starts, x0, x1, y0, y1))
        better = sums > self.nats[starts]
        self.reached[starts[better]] = len(self.rows)
        self.nats[starts[better]] = sums[better]

    def of(self, start: int) -> list[tuple[int, int, int, int]]:
        """Left start and stop, right start and stop of its stretches."""
        out = []
        for starts, *edges in self.rows[: int(self.reached[start])]:
            at = int(np.searchsorted(starts, start))
            out.append((int(edges[0][at]), int(edges[1][at]), int(edges[2][at]), int(edges[3][at])))
        return out


class Extension:
    """Follows starts, many at a time."""

    def __init__(self, strands: Strands) -> None:
        self.strands = strands
        self.weight = np.minimum(-np.log(strands.chance.share), 8.0) ** 2

    def pieces(self, i: Array, j: Array) -> list[Piece | None]:
        """The piece around each start; None where nothing speaks for one."""
        s = self.strands
        k = np.searchsorted(s.left_breaks, i, side="right")
        m = np.searchsorted(s.right_breaks, j, side="right")
        edges = np.concatenate([[0], s.left_breaks]), np.concatenate([[0], s.right_breaks])
        stops = np.append(s.left_breaks, len(s.left)), np.append(s.right_breaks, len(s.right))
        bounds = edges[0][k], stops[0][k], edges[1][m], stops[1][m]
        back, on = (self._follow(i, j.astype(np.float64), way, bounds) for way in (-1, 1))
        total = back.nats + on.nats
        return [
            _piece(back.of(start), on.of(start), float(total[start])) if total[start] > 0 else None
            for start in range(len(i))
        ]

    def _follow(self, i: Array, j: Array, way: int, bounds: Bounds) -> Trail:
        """Stretch by stretch from all (i, j), forwards or backwards, as long as the sum holds."""
        trail = Trail(len(i))
        alive: Array = np.arange(len(i))
        slope: Array = np.ones(len(i))
        total: Array = np.zeros(len(i))
        low_i, high_i, low_j, high_j = bounds
        while len(alive):
            reach = slope * STRETCH
            if way > 0:
                x0, x1 = i, np.minimum(i + STRETCH, high_i)
                y0, y1 = j.astype(np.int64) - SLACK, (j + reach).astype(np.int64) + SLACK
            else:
                x0, x1 = np.maximum(i - STRETCH, low_i), i
                y0, y1 = (j - reach).astype(np.int64) - SLACK, j.astype(np.int64) + SLACK
            around = y1 - y0
            y0, y1 = np.maximum(y0, low_j), np.minimum(y1, high_j)
            going = (x0 < x1) & (y0 < y1)
            if not going.all():
                alive, slope, total, i, j, reach, x0, x1, y0, y1, around, low_i, high_i, low_j, high_j = (
                    some[going]
                    for some in (
                        alive, slope, total, i, j, reach, x0, x1, y0, y1, around, low_i, high_i, low_j, high_j,
                    )
                )  # fmt: skip
                if not len(alive):
                    break
            nats, drift = self._stretch(x0, x1, y0, y1, around, j - slope * i, slope)
            total = total + nats
            moved = np.clip(reach + way * drift, 0, STEEPEST * STRETCH)
            after = j + way * moved
            trail.turn(
                alive, x0, x1, np.maximum(low_j, np.minimum(j, after).astype(np.int64)),
                np.minimum(high_j, np.maximum(j, after).astype(np.int64) + 1), total,
            )  # fmt: skip
            slope = np.clip(0.7 * slope + 0.3 * moved / STRETCH, 0.25, STEEPEST)
            i, j = (x1 if way > 0 else x0), after
            going = total >= trail.nats[alive] - DROP
            alive, slope, total, i, j, low_i, high_i, low_j, high_j = (
                some[going] for some in (alive, slope, total, i, j, low_i, high_i, low_j, high_j)
            )
        return trail

    def _stretch(
        self, x0: Array, x1: Array, y0: Array, y1: Array, around: Array, offset: Array, slope: Array
    ) -> tuple[Array, Array]:
        """Nats of each stretch of the left text against its window of the right one, and how far off the expected
        place (``offset`` + ``slope`` · left) the tokens found there lie (weighted median; 0 where there are none)."""
        s = self.strands
        at, to = x0[:, None] + np.arange(STRETCH), y0[:, None] + np.arange(int((y1 - y0).max()))
        a, b = s.left[np.minimum(at, len(s.left) - 1)], s.right[np.minimum(to, len(s.right) - 1)]
        inside = at < x1[:, None]
        equal = (a[:, :, None] == b[:, None, :]) & inside[:, :, None] & (to < y1[:, None])[:, None, :]
        hit = equal.any(2)
        chance = np.log1p(-s.chance.share[a])
        q = -np.expm1(around[:, None] * chance)
        nats = np.where(hit, np.log(np.maximum(KEPT, q) / q), np.log((1 - KEPT) / np.maximum(1 - q, 1 - KEPT)))
        nats[~inside] = 0
        number, x, y = np.unravel_index(np.flatnonzero(equal), equal.shape)  # faster than nonzero
        drift = np.zeros(len(x0))
        if len(number):
            votes = self.weight[a[number, x]]
            off = to[number, y] - (offset[number] + slope[number] * at[number, x])
            order = np.lexsort((off, number))
            number, votes, off = number[order], votes[order], off[order]
            sums = np.cumsum(votes)
            first = np.searchsorted(number, np.arange(len(x0)))
            last = np.searchsorted(number, np.arange(len(x0)), side="right")
            some = np.flatnonzero(last > first)
            before = np.where(first[some] > 0, sums[first[some] - 1], 0.0)
            half = np.searchsorted(sums, before + (sums[last[some] - 1] - before) / 2)
            drift[some] = off[np.clip(half, first[some], last[some] - 1)]
        return nats.sum(1), drift


def _piece(back: list[tuple[int, int, int, int]], on: list[tuple[int, int, int, int]], nats: float) -> Piece:
    """The best reach of both ways, as one piece."""
    chosen = [*reversed(back), *on]
    path = tuple(((p[0] + p[1]) // 2, (p[2] + p[3]) // 2) for p in chosen)
    right = min(p[2] for p in chosen), max(p[3] for p in chosen)
    return Piece((chosen[0][0], chosen[-1][1]), right, path, nats)


def pieces(strands: Strands, begin: Starts, least: float) -> list[Piece]:
    """Pieces of at least ``least`` nats from proposed starts (best first); starts on the way of one are done.

    They are followed in rounds that double in size: one long passage is followed once and not from each of its starts.
    """
    extension = Extension(strands)
    cells = list(zip((begin.left // CELL).tolist(), (begin.right // CELL).astype(np.int64).tolist(), strict=True))
    waiting = list(range(len(cells)))
    done: set[tuple[int, int]] = set()
    found: list[Piece] = []
    size = 1
    while waiting:
        some: list[int] = []
        near: set[tuple[int, int]] = set()
        later: list[int] = []
        for number in waiting:
            column, row = cells[number]
            if (column, row) in done:
                continue
            if len(some) == size or (column, row) in near:
                later.append(number)
                continue
            some.append(number)
            near.update((column + dc, row + dr) for dc in (-1, 0, 1) for dr in (-1, 0, 1))
        for number, piece in zip(some, extension.pieces(begin.left[some], begin.right[some]), strict=True):
            done.add(cells[number])
            if piece is None or piece.nats < least:
                continue
            found.append(piece)
            for i, j in piece.path:
                done.update((i // CELL + dc, j // CELL + dr) for dc in (-1, 0, 1) for dr in (-1, 0, 1))
        waiting = later
        size = min(2 * size, MOST_TOGETHER)
    return found


def _gap(one: Piece, other: Piece) -> float | None:
    """Cost of going on with ``other`` after ``one``; None when it does not follow."""
    gi, gj = other.left[0] - one.left[1], other.right[0] - one.right[1]
    if gi < -STRETCH or gj < -STRETCH or max(gi, gj) > LONGEST_GAP or min(gi, gj) > BOTH_DIFFER:
        return None
    if other.left[1] <= one.left[1] or other.right[1] <= one.right[1] or other.right[0] <= one.right[0]:
        return None
    gi, gj = max(gi, 0), max(gj, 0)
    return OPENING + BOTH * min(gi, gj) + ONE * max(gi, gj)


def chains(found: Sequence[Piece], strands: Strands) -> list[tuple[list[Piece], float]]:
    """Pieces joined so that each chain is the best one left; (pieces, nats), best first.

    A piece inside what is taken already, on both sides, is the same passage followed again: it is left out.
    """
    kept, places = [], Crossings()
    for piece in sorted(found, key=lambda p: (-p.nats, p.left, p.right, p.path)):
        if places.across(piece.left, piece.right, 0.5) is None:
            places.add(piece.left, piece.right)
            kept.append(piece)
    order = sorted(kept, key=lambda p: (p.left, p.right, p.path))
    total = [p.nats for p in order]
    before = [-1] * len(order)
    starts = [p.left[0] for p in order]
    for k, piece in enumerate(order):
        for m in range(bisect_right(starts, piece.left[0] - LONGEST_GAP * 8), k):
            cost = _gap(order[m], piece)
            if cost is None or total[m] + piece.nats - cost <= total[k] or total[m] - cost <= 0:
                continue
            if strands.bounds(order[m].left[0], order[m].right[0]) != strands.bounds(piece.left[0], piece.right[0]):
                continue
            total[k], before[k] = total[m] + piece.nats - cost, m
    used = [False] * len(order)
    out = []
    for k in sorted(range(len(order)), key=lambda k: (-total[k], order[k].left, order[k].right)):
        if used[k]:
            continue
        chain, at, worth = [], k, total[k]
        while at >= 0 and not used[at]:
            used[at] = True
            chain.append(order[at])
            at = before[at]
        if at >= 0:
            worth -= total[at]
        out.append((chain[::-1], worth))
    return out

"""Extend proposed cells along both texts, and join the pieces into passages.

From the middle of a cell the tokens of the left text are followed stretch by stretch; for each stretch, those found in
a window of the right text that moves along speak for reuse, those missing against it (``Chance``). Where the sum has
fallen too far below its best, the piece ends at its best (X-drop, as in sequence alignment: Altschul et al. 1990).
Pieces that follow one another on both sides are joined; a gap costs little where it is one-sided (something was left
out or put in) and much where both texts go on differently.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.reworded.proposing import CELL, Chance

Array = NDArray[Any]
STRETCH = 24  # tokens that are followed at a time
SLACK = 24  # tokens before and after the expected stretch in which they may stand
DROP = 14.0  # nats below the best at which a piece ends
STEEPEST = 4.0
LONGEST_GAP = 500  # tokens
OPENING, BOTH, ONE = 3.0, 0.25, 0.012  # nats that a gap costs: at all, per token on both sides, per token on one


Interval = tuple[int, int]


def overlap(one: Interval, other: Interval) -> float:
    """Share of the first interval that lies in the second (below 0: how far apart they are)."""
    return (min(one[1], other[1]) - max(one[0], other[0])) / max(one[1] - one[0], 1)


class Crossings:
    """Pairs of intervals that were taken, and which of them another one lies across (by stretches of the left)."""

    WIDTH = 256

    def __init__(self) -> None:
        self.pairs: list[tuple[Interval, Interval]] = []
        self.stretches: dict[int, list[int]] = {}

    def add(self, left: Interval, right: Interval) -> None:
        for stretch in range(left[0] // self.WIDTH, max(left[1] - 1, left[0]) // self.WIDTH + 1):
            self.stretches.setdefault(stretch, []).append(len(self.pairs))
        self.pairs.append((left, right))

    def across(self, left: Interval, right: Interval, share: float) -> int | None:
        """Number of the first pair in which more than ``share`` (at least a quarter) lies on both sides."""
        marks = {left[0] + (left[1] - left[0]) * k // 8 for k in range(1, 8)}  # one of them lies in any quarter
        numbers = {n for mark in marks for n in self.stretches.get(mark // self.WIDTH, ())}
        for number in sorted(numbers):
            mine, theirs = self.pairs[number]
            if overlap(left, mine) > share and overlap(right, theirs) > share:
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


class Extension:
    """Follows cells; keeps per token what is needed again and again."""

    def __init__(self, strands: Strands) -> None:
        self.strands = strands
        share = strands.chance.share
        everything = np.arange(len(share))
        self.weight = np.minimum(-np.log(share), 8.0)
        self.tables = {
            around: (strands.chance.found(everything, around), strands.chance.missed(everything, around))
            for around in range(2 * SLACK, 2 * SLACK + int(STEEPEST * STRETCH) + 1, 8)
        }

    def nats(self, tokens: Array, hit: Array, around: int) -> float:
        low = 2 * SLACK
        found, missed = self.tables[max(low, min(low + (around - low + 4) // 8 * 8, max(self.tables)))]
        return float(np.where(hit, found[tokens], missed[tokens]).sum())

    def piece(self, column: int, row: int) -> Piece | None:
        """The piece around one cell; None when there is nothing to follow."""
        s = self.strands
        i, j = column * CELL, row * CELL
        bounds = s.bounds(i, j)
        a = s.left[i : min(i + CELL, bounds[1])]
        start = max(j - CELL, bounds[2])
        b = s.right[start : min(j + 2 * CELL, bounds[3])]
        x, y = np.nonzero(a[:, None] == b[None, :])
        if not len(x):
            return None
        shift = (y + start) - (x + i)
        votes = self.weight[a[x]]
        order = np.argsort(shift, kind="stable")
        shift, votes = shift[order], votes[order]
        total = np.concatenate([[0], np.cumsum(votes)])
        near = total[np.searchsorted(shift, shift + 8, "right")] - total[np.searchsorted(shift, shift - 8, "left")]
        at = int(np.argmax(near))
        inside = np.abs(shift - shift[at]) <= 8
        centre = int(np.round((shift[inside] * votes[inside]).sum() / votes[inside].sum()))
        middle = i + len(a) // 2
        back = list(self._follow(middle, middle + centre, -1, bounds))
        on = list(self._follow(middle, middle + centre, 1, bounds))
        return _best(back, on)

    def _follow(self, i: int, j: float, way: int, bounds: tuple[int, int, int, int]) -> Iterator[tuple[Any, ...]]:
        """Stretches from (i, j) on, forwards or backwards: left start and stop, right start and stop, nats."""
        s = self.strands
        slope, total, best = 1.0, 0.0, 0.0
        low_i, high_i, low_j, high_j = bounds
        while total >= best - DROP:
            reach = slope * STRETCH
            if way > 0:
                x0, x1 = i, min(i + STRETCH, high_i)
                y0, y1 = int(j) - SLACK, int(j + reach) + SLACK
            else:
                x0, x1 = max(i - STRETCH, low_i), i
                y0, y1 = int(j - reach) - SLACK, int(j) + SLACK
            around = y1 - y0
            y0, y1 = max(y0, low_j), min(y1, high_j)
            if x0 >= x1 or y0 >= y1:
                return
            a, b = s.left[x0:x1], s.right[y0:y1]
            x, y = np.nonzero(a[:, None] == b[None, :])
            hit = np.zeros(len(a), np.bool_)
            hit[x] = True
            nats = self.nats(a, hit, around)
            total += nats
            best = max(best, total)
            moved = reach
            if len(x):
                votes = self.weight[a[x]] ** 2
                expected = j + slope * (x + x0 - i)
                off = (y + y0) - expected
                order = np.argsort(off, kind="stable")
                half = np.searchsorted(np.cumsum(votes[order]), votes.sum() / 2)
                drift = float(off[order[min(half, len(order) - 1)]])
                moved = float(np.clip(reach + way * drift, 0, STEEPEST * STRETCH))
            after = j + way * moved
            yield (x0, x1, max(low_j, int(min(j, after))), min(high_j, int(max(j, after)) + 1), nats)
            slope = float(np.clip(0.7 * slope + 0.3 * moved / STRETCH, 0.25, STEEPEST))
            i, j = (x1 if way > 0 else x0), after


def _best(back: list[tuple[Any, ...]], on: list[tuple[Any, ...]]) -> Piece | None:
    """The best reach of both ways, as one piece."""
    parts = []
    for some in (back, on):
        total = np.cumsum([part[4] for part in some]) if some else np.zeros(0)
        parts.append(some[: int(np.argmax(total)) + 1] if len(total) and total.max() > 0 else [])
    chosen = [*reversed(parts[0]), *parts[1]]
    if not chosen:
        return None
    path = tuple(((p[0] + p[1]) // 2, (p[2] + p[3]) // 2) for p in chosen)
    right = min(p[2] for p in chosen), max(p[3] for p in chosen)
    return Piece((chosen[0][0], chosen[-1][1]), right, path, float(sum(p[4] for p in chosen)))


def pieces(strands: Strands, column: Array, row: Array, least: float) -> list[Piece]:
    """Pieces of at least ``least`` nats from proposed cells (best first); cells on the way of one are done."""
    extension = Extension(strands)
    done: set[tuple[int, int]] = set()
    found: list[Piece] = []
    for c, r in zip(column.tolist(), row.tolist(), strict=True):
        if (c, r) in done:
            continue
        piece = extension.piece(c, r)
        if piece is None or piece.nats < least:
            continue
        found.append(piece)
        for i, j in piece.path:
            for dc in (-1, 0, 1):
                for dr in (-1, 0, 1):
                    done.add((i // CELL + dc, j // CELL + dr))
    return found


def _gap(one: Piece, other: Piece) -> float | None:
    """Cost of going on with ``other`` after ``one``; None when it does not follow."""
    gi, gj = other.left[0] - one.left[1], other.right[0] - one.right[1]
    if gi < -STRETCH or gj < -STRETCH or max(gi, gj) > LONGEST_GAP:
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

"""Align a passage token by token, and find where it begins and ends.

Equal tokens that stand near the way along which the passage was followed form runs; the heaviest sequence of runs that
go forward on both sides is what was kept in its order. Of the rest, equal tokens near each other were moved. What is
then left against something on the other side was changed, against nothing dropped (or put in).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.reworded.extending import Strands

Array = NDArray[Any]
BAND = 40  # tokens off the way at which a token still counts as the same place
IN_STEP = 80  # tokens among which a token that was kept in its order could have stood by chance
MARGIN = 48  # tokens before and after that are looked at for the ends
ADJACENT = 2.0  # nats that two tokens in step add
MOVABLE = 0.01  # share above which a token is too common to be called moved
BONUS = np.array([0.0, 1.0, 3.0, 3.5])  # nats for ending where a clause, a sentence, a line ends
CHUNK = 1 << 14
DROPPED, CHANGED, MOVED, KEPT = 0, 1, 2, 3


@dataclass(frozen=True)
class Alignment:
    """Tokens of a passage: ``left`` and ``right`` half-open; ``kept``: pairs of positions in step, ascending on both
    sides, ``moved``: pairs out of step; ``nats`` for reuse, the mean of both sides. ``also``: further places on either
    side that a weaker passage across this one gives (a refrain, a formula that stands again)."""

    left: tuple[int, int]
    right: tuple[int, int]
    kept: Array
    moved: Array
    nats: float
    also: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]] = ((), ())


def _ways(path: Array, i: Array) -> Array:
    """Right position expected at each left position: along the path, and on in step beyond its ends."""
    j = np.interp(i, path[:, 0], path[:, 1])
    j = np.where(i < path[0, 0], path[0, 1] - (path[0, 0] - i), j)
    return np.round(np.where(i > path[-1, 0], path[-1, 1] + (i - path[-1, 0]), j)).astype(np.int64)


def _near(left: Array, right: Array, way: Array, low: int, high: int) -> tuple[Array, Array]:
    """Pairs (index in ``left``, position in ``right``) of equal tokens within ``BAND`` of the way."""
    ones, others = [], []
    offsets = np.arange(-BAND, BAND + 1)
    for base in range(0, len(left), CHUNK):
        at = way[base : base + CHUNK, None] + offsets
        inside = (at >= low) & (at < high)
        x, y = np.nonzero((right[np.clip(at, low, high - 1)] == left[base : base + CHUNK, None]) & inside)
        ones.append(x + base)
        others.append(at[x, y])
    return np.concatenate(ones), np.concatenate(others)


def _runs(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Runs of pairs in step: start on both sides, length. ``x``, ``y`` sorted by neither."""
    order = np.lexsort((x, y - x))
    x, y = x[order], y[order]
    fresh = np.ones(len(x), np.bool_)
    fresh[1:] = (np.diff(y - x) != 0) | (np.diff(x) != 1)
    at = np.flatnonzero(fresh)
    return x[at], y[at], np.diff(np.append(at, len(x)))


def _forward(x: Array, y: Array, length: Array, worth: Array) -> list[int]:
    """Numbers of the runs of the heaviest sequence that goes forward on both sides without overlap."""
    order = np.lexsort((y, x)).tolist()
    xs, ys, ls, ws = x.tolist(), y.tolist(), length.tolist(), worth.tolist()
    waiting: list[tuple[int, int, float, int]] = []
    ends: list[int] = [-1 << 62]
    totals: list[float] = [0.0]
    lasts: list[int] = [-1]
    before: dict[int, int] = {}

    def settle(end: int, total: float, number: int) -> None:
        at = bisect_right(ends, end)
        if totals[at - 1] >= total:
            return
        worse = at
        while worse < len(totals) and totals[worse] <= total:
            worse += 1
        if ends[at - 1] == end:
            at -= 1
        ends[at:worse], totals[at:worse], lasts[at:worse] = [end], [total], [number]

    for k in order:
        while waiting and waiting[0][0] <= xs[k]:
            _, end, total, number = heappop(waiting)
            settle(end, total, number)
        at = bisect_right(ends, ys[k]) - 1
        before[k] = lasts[at]
        heappush(waiting, (xs[k] + ls[k], ys[k] + ls[k], totals[at] + ws[k], k))
    while waiting:
        _, end, total, number = heappop(waiting)
        settle(end, total, number)
    out, at = [], lasts[-1]
    while at >= 0:
        out.append(at)
        at = before[at]
    return out[::-1]


def _pairs(x: Array, y: Array, length: Array) -> Array:
    """All pairs of positions of runs, shape (n, 2)."""
    total = int(length.sum())
    inside = np.arange(total) - np.repeat(np.cumsum(length) - length, length)
    return np.stack([np.repeat(x, length) + inside, np.repeat(y, length) + inside], 1)


def _moves(x: Array, y: Array, way: Array, free_x: Array, free_y: Array) -> Array:
    """Of the pairs with both tokens still free, nearest to the way first, each token once; shape (n, 2)."""
    open_ = free_x[x] & free_y[y]
    x, y = x[open_], y[open_]
    order = np.lexsort((y, x, np.abs(y - way[x])))
    pairs = []
    for i, j in zip(x[order].tolist(), y[order].tolist(), strict=True):
        if free_x[i] and free_y[j]:
            free_x[i] = free_y[j] = False
            pairs.append((i, j))
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def align(
    strands: Strands, path: Array, left: tuple[int, int], right: tuple[int, int], ends: tuple[Array, Array]
) -> Alignment:
    """Align the tokens around a way, and choose the ends of the passage on both sides.

    ``path``: (n, 2) positions, ascending. ``ends``: per token of each strand what mark follows it.
    """
    low_i, high_i, low_j, high_j = strands.bounds(left[0], right[0])
    i0, i1 = max(left[0] - MARGIN, low_i), min(left[1] + MARGIN, high_i)
    j0, j1 = max(right[0] - MARGIN, low_j), min(right[1] + MARGIN, high_j)
    a, b = strands.left[i0:i1], strands.right[j0:j1]
    way = _ways(path - np.array([i0, j0]), np.arange(i1 - i0))
    x, y = _near(a, b, way, 0, j1 - j0)
    share = strands.chance.share
    if not len(x):
        return Alignment((i0, i0), (j0, j0), np.zeros((0, 2), np.int64), np.zeros((0, 2), np.int64), 0.0)
    run_x, run_y, length = _runs(x, y)
    total = np.concatenate([[0.0], np.cumsum(np.minimum(-np.log(share[a]), 8.0))])
    worth = total[run_x + length] - total[run_x] + ADJACENT * (length - 1)
    chosen = np.array(_forward(run_x, run_y, length, worth), np.int64)
    kept = _pairs(run_x[chosen], run_y[chosen], length[chosen])
    free_x, free_y = np.ones(len(a), np.bool_), np.ones(len(b), np.bool_)
    free_x[kept[:, 0]] = free_y[kept[:, 1]] = False
    rare = share[a[x]] < MOVABLE
    moved = _moves(x[rare], y[rare], way, free_x, free_y)
    bonus = np.repeat(np.where(length[chosen] > 1, 1.0, 0.0), length[chosen])
    sides = []
    for tokens, column, marks in ((a, 0, ends[0][i0:i1]), (b, 1, ends[1][j0:j1])):
        nats = strands.chance.missed(tokens, 2 * BAND)
        nats[moved[:, column]] = strands.chance.found(tokens[moved[:, column]], 2 * BAND)
        nats[kept[:, column]] = strands.chance.found(tokens[kept[:, column]], IN_STEP) + bonus
        sides.append((nats, marks))
    first, last, nats_a = _ends(*sides[0], (left[0] - i0, left[1] - i0), i0 > low_i)
    first_b, last_b, nats_b = _ends(*sides[1], (right[0] - j0, right[1] - j0), j0 > low_j)
    kept = kept[(kept[:, 0] >= first) & (kept[:, 0] < last) & (kept[:, 1] >= first_b) & (kept[:, 1] < last_b)]
    moved = moved[(moved[:, 0] >= first) & (moved[:, 0] < last) & (moved[:, 1] >= first_b) & (moved[:, 1] < last_b)]
    base = np.array([i0, j0])
    return Alignment(
        (first + i0, last + i0), (first_b + j0, last_b + j0), kept + base, moved + base, (nats_a + nats_b) / 2
    )


def _ends(nats: Array, marks: Array, about: tuple[int, int], cut: bool) -> tuple[int, int, float]:
    """First token and the one after the last, so that the nats between them and the marks at both ends are most.

    Only ends near those that were found by following (``about``) are tried; ``cut``: something stands before the first.
    """
    total = np.concatenate([[0.0], np.cumsum(nats)])
    before = np.concatenate([[0 if cut else 3], marks])[: len(nats) + 1]
    after = np.concatenate([[0], marks])
    middle = (max(about[0], 0) + min(about[1], len(nats))) // 2
    starts = np.arange(0, max(middle, 1))
    stops = np.arange(min(middle + 1, len(nats)), len(nats) + 1)
    first = int(starts[np.argmax(BONUS[before[starts]] - total[starts])])
    last = int(stops[len(stops) - 1 - np.argmax((BONUS[after[stops]] + total[stops])[::-1])])
    return first, max(last, first), float(total[max(last, first)] - total[first])

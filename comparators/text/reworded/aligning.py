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

from comparators.text.reworded.binding import Binding
from comparators.text.reworded.extending import Strands
from comparators.text.reworded.tokens import SENTENCE

Array = NDArray[Any]
Reach = tuple[int, int, int, int]
BAND = 40  # tokens off the way at which a token still counts as the same place
MARGIN = 48  # tokens before and after that are looked at for the ends
RUN = 1.0  # nats that each token of a run of several adds
ADJACENT = 2.0  # nats that two tokens in step add
MOVABLE = 0.01  # share above which a token is too common to be called moved
BONUS = np.array([0.0, 1.5, 5.0, 5.5])  # nats for ending where a clause, a sentence, a line ends
STRICTEST, DENSE = 2.5, 0.4  # times that missing tokens count at most where an end is sought; a found nat for a missing
CLOSE = (1.6, 8.0)  # nats that a moved token right at its place adds; tokens off its place that take one away
CHUNK = 1 << 14


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


def _between(kept: Array, left: int, right: int) -> Array:
    """Right position expected at each of ``left`` positions, between what was kept."""
    anchors = np.concatenate([[[-1, -1]], kept, [[left, right]]])
    step: Array = np.interp(np.arange(left), anchors[:, 0], anchors[:, 1])
    return step


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


def _bound(tokens: Array, kept: Array, moved: Array, binding: Binding) -> tuple[Array, Array]:
    """For each pair that was kept, and each that was moved: how firmly it is bound to the pair just before it (0 where
    the tokens before it are no pair)."""
    partner = np.full(len(tokens) + 1, -9)
    for pairs in (kept, moved):
        partner[pairs[:, 0]] = pairs[:, 1]
    out = []
    for pairs in (kept, moved):
        i, j = pairs[:, 0], pairs[:, 1]
        share = binding.share(tokens[np.maximum(i - 1, 0)], tokens[i])
        out.append(np.where((i > 0) & (partner[i - 1] == j - 1), share, 0.0))
    return out[0], out[1]


def align(
    strands: Strands, path: Array, left: Reach, right: Reach, ends: tuple[Array, Array], binding: Binding
) -> Alignment:
    """Align the tokens around a way, and choose the ends of the passage on both sides.

    ``path``: (n, 2) positions, ascending. ``left``, ``right``: where the first piece begins and ends, and the last one.
    ``ends``: per token of each strand what mark follows it.
    """
    low_i, high_i, low_j, high_j = strands.bounds(left[0], right[0])
    i0, i1 = max(left[0] - MARGIN, low_i), min(left[3] + MARGIN, high_i)
    j0, j1 = max(right[0] - MARGIN, low_j), min(right[3] + MARGIN, high_j)
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
    step = _between(kept, len(a), len(b))
    moved = _moves(x[rare], y[rare], step, free_x, free_y)
    near = CLOSE[0] - np.abs(moved[:, 1] - step[moved[:, 0]]) / CLOSE[1]
    bonus = np.repeat(np.where(length[chosen] > 1, RUN, 0.0), length[chosen])
    bound, bound_moved = _bound(a, kept, moved, binding)
    sides = []
    for tokens, column, marks in ((a, 0, ends[0][i0:i1]), (b, 1, ends[1][j0:j1])):
        nats = strands.chance.missed(tokens, 2 * BAND)
        there = tokens[moved[:, column]]
        far = strands.chance.found(there, 2 * BAND, bound_moved) + near * (1 - bound_moved)
        nats[moved[:, column]] = np.maximum(far, nats[moved[:, column]])
        there = tokens[kept[:, column]]
        nats[kept[:, column]] = strands.chance.found(there, strands.chance.in_step[there], bound) + bonus * (1 - bound)
        sides.append((nats, marks))
    first, last, nats_a = _ends(*sides[0], left, i0, i0 > low_i)
    first_b, last_b, nats_b = _ends(*sides[1], right, j0, j0 > low_j)
    kept = kept[(kept[:, 0] >= first) & (kept[:, 0] < last) & (kept[:, 1] >= first_b) & (kept[:, 1] < last_b)]
    moved = moved[(moved[:, 0] >= first) & (moved[:, 0] < last) & (moved[:, 1] >= first_b) & (moved[:, 1] < last_b)]
    met = np.concatenate([kept, moved])
    if len(met):
        first, last = _trimmed(met[:, 0], sides[0][1], first, last)
        first_b, last_b = _trimmed(met[:, 1], sides[1][1], first_b, last_b)
    base = np.array([i0, j0])
    return Alignment(
        (first + i0, last + i0), (first_b + j0, last_b + j0), kept + base, moved + base, (nats_a + nats_b) / 2
    )


def _trimmed(met: Array, marks: Array, first: int, last: int) -> tuple[int, int]:
    """The passage without whole sentences at its ends that hold none of the tokens ``met`` on the other side: what
    seemed to speak for them was met beyond the end of the other side."""
    sentences = np.flatnonzero(marks[:last] >= SENTENCE) + 1
    before = sentences[(sentences > first) & (sentences <= met.min())]
    after = sentences[sentences > met.max()]
    return int(before[-1]) if len(before) else first, int(after[0]) if len(after) else last


def _ends(nats: Array, marks: Array, about: Reach, origin: int, cut: bool) -> tuple[int, int, float]:
    """First token and the one after the last, so that the nats between them and the marks at both ends are most.

    The first is sought up to the end of the first piece that was followed, the last from the beginning of the last one
    (``about``, counted from ``origin``): what lies between was joined for its reasons. ``cut``: something stands before
    the first token. Missing tokens count up to ``STRICTEST`` times, the more the denser the passage: stray finds beyond
    the end of a close copy do not draw it on.
    """
    start, inner, outer, stop = (min(max(at - origin, 0), len(nats)) for at in about)
    core = nats[start:stop]
    dense = core[core > 0].sum() / max(-core[core < 0].sum(), 1e-9)
    strictness = float(np.clip(dense * DENSE, 1.0, STRICTEST))
    strict = np.concatenate([[0.0], np.cumsum(np.where(nats < 0, strictness * nats, nats))])
    before = np.concatenate([[0 if cut else 3], marks])[: len(nats) + 1]
    after = np.concatenate([[0], marks])
    if inner >= outer:
        inner = outer = (start + stop) // 2
    starts, stops = np.arange(0, max(inner, 1)), np.arange(min(outer + 1, len(nats)), len(nats) + 1)
    first = int(starts[np.argmax(BONUS[before[starts]] - strict[starts])])
    last = int(stops[len(stops) - 1 - np.argmax((BONUS[after[stops]] + strict[stops])[::-1])])
    return first, max(last, first), float(nats[first : max(last, first)].sum())

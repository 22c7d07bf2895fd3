"""Verify: proposals grown to the longest runs of equal tokens, and a tiling of both sides by them.

Greedy string tiling (Wise 1993) over maximal runs instead of all positions: the longest run is taken first and its
tokens are used up on both sides; a run that is partly used is cut to what is free. What is shared beyond that (a
passage that stands more often on one side than on the other) is added by ``remaining``, so that every token that lies
in a run of ``size`` tokens which also stands on the other side is in some tile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.tokens.winnowing import bounds

Array = NDArray[Any]
MOST_TRIED = 24  # counterparts of one run that ``remaining`` tries
MOST_REMAINING = 200_000  # tiles that ``remaining`` makes of one side


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """``size`` equal tokens from ``left`` and ``right`` on (places in the two strands)."""

    left: int
    right: int
    size: int


def grown(left: Array, right: Array, at_left: Array, at_right: Array, size: int) -> tuple[Array, Array, Array]:
    """Maximal runs of equal tokens that hold the pairs of places from which ``size`` tokens are equal.

    ``left``, ``right``: tokens, with separators that differ from everything on the other side; both end with one.
    Returns left place, right place and length of each run, no two alike; pairs that are not equal (chance hits of
    hashes) are dropped.
    """
    # Pairs on one diagonal whose runs touch are one run: only its ends are left to be grown.
    diagonal = at_right - at_left
    order = np.lexsort((at_left, diagonal))
    first, second = at_left[order], at_right[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (np.diff(diagonal[order]) != 0) | (np.diff(first) > size)
    begin = np.flatnonzero(new)
    last = np.append(begin[1:], len(order)) - 1 if len(order) else begin
    start, shift, stop = first[begin], (second - first)[begin], first[last] + size
    if len(start):
        equal = _equal(left, right, start, stop, shift)
        start, shift, stop = start[equal], shift[equal], stop[equal]
    start = _moved(left, right, start, shift, -1)
    stop = _moved(left, right, stop, shift, 1)
    rows = np.unique(np.stack([start, start + shift, stop - start], axis=1), axis=0)
    return rows[:, 0], rows[:, 1], rows[:, 2]


def _equal(left: Array, right: Array, start: Array, stop: Array, shift: Array) -> Array:
    """Whether all tokens of each run are equal."""
    sizes = stop - start
    owner = np.repeat(np.arange(len(start)), sizes)
    places = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + start[owner]
    wrong = owner[left[places] != right[places + shift[owner]]]
    equal = np.ones(len(start), np.bool_)
    equal[wrong] = False
    return equal


def _moved(left: Array, right: Array, edge: Array, shift: Array, step: int) -> Array:
    """Edges of runs moved outward (``step`` 1: stops, -1: starts) as long as the tokens there are equal."""
    edge = edge.copy()
    going = np.arange(len(edge))
    look = 0 if step > 0 else -1
    while len(going):
        here = edge[going] + look
        there = here + shift[going]
        inside = (here >= 0) & (there >= 0) & (here < len(left)) & (there < len(right))
        going, here, there = going[inside], here[inside], there[inside]
        going = going[left[here] == right[there]]
        edge[going] += step
    return edge


def tiled(
    runs: tuple[Array, Array, Array], used: tuple[Array, Array], size: int, preferred: Array | None = None
) -> list[Tile]:
    """Tiles of at least ``size`` tokens, the longest run first, then ``preferred`` ones, then the first on the left.

    ``used`` (flags of both strands) says which tokens are taken and is brought up to date.
    """
    liked = np.zeros(len(runs[0]), np.bool_) if preferred is None else preferred
    waiting = [
        (-n, not like, a, b)
        for a, b, n, like in zip(*(column.tolist() for column in (*runs, liked)), strict=True)
        if n >= size
    ]
    heapify(waiting)
    found: list[Tile] = []
    left, right = used
    while waiting:
        negative, like, a, b = heappop(waiting)
        n = -negative
        taken = left[a : a + n] | right[b : b + n]
        if not taken.any():
            left[a : a + n] = right[b : b + n] = True
            found.append(Tile(a, b, n))
            continue
        for start, stop in free(taken):
            if stop - start >= size:
                heappush(waiting, (start - stop, like, a + start, b + start))
    return found


def free(taken: Array) -> Iterator[tuple[int, int]]:
    """Stretches of flags that are not set, as half-open ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], taken, [True]]).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def remaining(
    left: Array,
    right: Array,
    hashes: tuple[Array, Array],
    usable: tuple[Array, Array],
    used: Array,
    size: int,
    better: Callable[[int, int], int],
) -> tuple[list[Tile], bool]:
    """Tiles for what of the left side is shared and not ``used``: each has a counterpart that may be in others too.

    ``better`` of a left and a right place ranks counterparts of equal length, the highest first. Says whether all were
    made. Called with the sides exchanged it does the same for the right side.
    """
    mine, theirs = hashes
    places = np.flatnonzero(usable[1])
    order = places[np.argsort(theirs[places], kind="stable")]
    ordered = theirs[order]
    covered = np.zeros(len(used) + 1, np.int64)
    np.cumsum(used, out=covered[1:])
    whole = covered[size : size + len(mine)] - covered[: len(mine)] == size
    wanted = np.flatnonzero(usable[0] & ~whole)
    low, high = bounds(ordered, mine[wanted])
    hit = np.flatnonzero(high > low)
    wanted, low, high = wanted[hit], low[hit], high[hit]
    found: list[Tile] = []
    at = 0
    while at < len(wanted):
        if len(found) >= MOST_REMAINING:
            return found, False
        place = int(wanted[at])
        best: tuple[int, int, int] | None = None
        for other in order[low[at] : min(high[at], low[at] + MOST_TRIED)].tolist():
            length = common_length(left, right, place, other)
            if length >= size and (best is None or (length, better(place, other), -other) > best):
                best = length, better(place, other), -other
        if best is None:
            at += 1
            continue
        found.append(Tile(place, -best[2], best[0]))
        at = int(np.searchsorted(wanted, place + best[0] - size + 1))
    return found, True


def common_length(left: Array, right: Array, a: int, b: int) -> int:
    """How many tokens are equal from two places on."""
    most = min(len(left) - a, len(right) - b)
    done, step = 0, 32
    while done < most:
        step = min(step, most - done)
        unlike = np.flatnonzero(left[a + done : a + done + step] != right[b + done : b + done + step])
        if len(unlike):
            return done + int(unlike[0])
        done += step
        step *= 4
    return done

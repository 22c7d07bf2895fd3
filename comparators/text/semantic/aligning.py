"""Chains of corresponding segments, extended into passages: both in the order of both texts.

Seeds are pairs of segments that weigh for correspondence; those that follow one another closely are chained (dynamic
programming over the pairs, as in sparse chaining). Around each chain segments are aligned one to one, one to two or
three and the other way round, or left out (Gale and Church 1993), and the best stretch is taken (Smith and Waterman
1981): it may begin and end anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.semantic.weighing import Side, Weigher

Array = NDArray[Any]
REACH = 6  # segments that may be left out between two seeds of a chain
GAP = 1.2  # nats that each segment left out costs
SEED = 0.5  # nats of a pair that may begin or go on with a chain
PROMISE = 0.62  # share of a lead's nats that its seeds bring: more than one pair of segments can
CHAIN = 4.0  # nats of a chain that is followed
BAND = 5  # segments off the chain in which the alignment is sought
EDGE = 1.0  # nats of the first and the last bead
AROUND = 8  # segments before and after the chain
BEADS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
JOINING = 0.6  # nats that each further segment brings which makes a bead's vectors agree better

Bead = tuple[int, int, int, int]  # left segment, how many, right segment, how many


@dataclass(frozen=True, slots=True)
class Lead:
    """Aligned beads in order, of ``nats`` in all, ``words`` of them those of words, names and numbers."""

    beads: tuple[Bead, ...]
    nats: float
    words: float

    @property
    def left(self) -> tuple[int, int]:
        """Segments [start, stop) of the left side."""
        return self.beads[0][0], self.beads[-1][0] + self.beads[-1][1]

    @property
    def right(self) -> tuple[int, int]:
        return self.beads[0][2], self.beads[-1][2] + self.beads[-1][3]


Cell = tuple[int, int, float]  # left segment, right segment, nats


def cells(weigher: Weigher, pairs: Array) -> list[Cell]:
    """Pairs that may be seeds, with their nats."""
    out = []
    for i, j in pairs.tolist():
        nats, _ = weigher.weigh((i,), (j,))
        if nats >= SEED:
            out.append((i, j, nats))
    return out


def chains(seeds: list[Cell], files: tuple[Array, Array]) -> list[tuple[list[tuple[int, int]], float]]:
    """Chains of seeds within one file of either side, best first; each seed is in one chain."""
    one, other = (some.tolist() for some in files)
    order = sorted(seeds)
    total = [nats for _, _, nats in order]
    before = [-1] * len(order)
    rows: dict[int, list[int]] = {}
    for k, (i, j, nats) in enumerate(order):
        for row in range(i - REACH, i):
            for m in rows.get(row, ()):
                column = order[m][1]
                if not 0 < j - column <= REACH or one[row] != one[i] or other[column] != other[j]:
                    continue
                cost = GAP * max(i - row - 1, j - column - 1) + 0.5 * GAP * min(i - row - 1, j - column - 1)
                if total[m] - cost > 0 and total[m] + nats - cost > total[k]:
                    total[k], before[k] = total[m] + nats - cost, m
        rows.setdefault(i, []).append(k)
    used = [False] * len(order)
    out = []
    for k in sorted(range(len(order)), key=lambda k: (-total[k], order[k][:2])):
        if total[k] < CHAIN:
            break
        if used[k]:
            continue
        path, at, worth = [], k, total[k]
        while at >= 0 and not used[at]:
            used[at] = True
            path.append(order[at][:2])
            at = before[at]
        if at >= 0:
            worth -= total[at]
        if worth >= CHAIN:
            out.append((path[::-1], worth))
    return out


def align(weigher: Weigher, path: list[tuple[int, int]]) -> Lead | None:
    """The best alignment near a chain; None when nothing is left of it."""
    bounds = _bounds(weigher.left, path[0][0]), _bounds(weigher.right, path[0][1])
    first, last = max(path[0][0] - AROUND, bounds[0][0]), min(path[-1][0] + AROUND + 1, bounds[0][1])
    rows = list(range(first, last + 1))
    centre = np.interp(
        rows,
        [path[0][0] - AROUND, *(i for i, _ in path), path[-1][0] + AROUND],
        [path[0][1] - AROUND, *(j for _, j in path), path[-1][1] + AROUND],
    )
    low, high = bounds[1]
    spans = [(max(int(c) - BAND, low), min(int(c) + BAND + 1, high)) for c in centre.tolist()]
    best: dict[tuple[int, int], tuple[float, Any]] = {}
    top: tuple[float, int, int] | None = None
    for i, (start, stop) in zip(rows, spans, strict=True):
        for j in range(start, stop + 1):  # i and j segments are behind
            value = 0.0
            how: Any = None  # where it came from, and the bead between
            for di, dj in ((1, 0), (0, 1)):
                previous = best.get((i - di, j - dj))
                if previous and previous[0] - GAP > value:
                    value, how = previous[0] - GAP, (i - di, j - dj, None)
            for di, dj in BEADS:
                previous = best.get((i - di, j - dj))
                if previous is None:
                    continue
                nats, words = weigher.weigh(tuple(range(i - di, i)), tuple(range(j - dj, j)))
                sum_ = previous[0] + nats + JOINING * (di + dj - 2)
                if nats > 0 and sum_ > value:
                    value, how = sum_, (i - di, j - dj, (i - di, di, j - dj, dj, nats, words))
            best[i, j] = value, how
            if top is None or value > top[0] + 1e-9:
                top = value, i, j
    return _traced(best, top) if top else None


def _traced(best: dict[tuple[int, int], tuple[float, Any]], top: tuple[float, int, int]) -> Lead | None:
    beads: list[Bead] = []
    told: list[tuple[float, float]] = []
    value, i, j = top
    while (how := best[i, j][1]) is not None:
        i, j, bead = how
        if bead:
            beads.append(bead[:4])
            told.append(bead[4:])
    for end in (0, -1):  # what is weak at an end is left out
        while beads and told[end][0] < EDGE:
            value -= told[end][0]
            beads.pop(end)
            told.pop(end)
    return Lead(tuple(beads[::-1]), value, sum(words for _, words in told)) if beads else None


def _bounds(side: Side, at: int) -> tuple[int, int]:
    """Segments [start, stop) of the file that holds a segment."""
    number = side.files[at]
    return int(np.searchsorted(side.files, number)), int(np.searchsorted(side.files, number, side="right"))


def leads(weigher: Weigher, seeds: list[Cell], least: float) -> Iterator[Lead]:
    """Leads of at least ``least`` nats, best chains first; none lies for the most part across an earlier one."""
    taken: list[Lead] = []
    by_row: dict[int, list[int]] = {}
    for path, worth in chains(seeds, (weigher.left.files, weigher.right.files)):
        if worth < PROMISE * least or _inside(path, taken, by_row):
            continue
        lead = align(weigher, path)
        if lead is None or lead.nats < least or _crosses(lead, taken, by_row):
            continue
        for row in range(*lead.left):
            by_row.setdefault(row, []).append(len(taken))
        taken.append(lead)
        yield lead


def _inside(path: list[tuple[int, int]], taken: list[Lead], by_row: dict[int, list[int]]) -> bool:
    """Whether most seeds of a chain lie in a lead already."""
    hit = sum(
        any(taken[n].right[0] <= j < taken[n].right[1] for n in by_row.get(i, ()))
        for i, j in path
    )  # fmt: skip
    return 2 * hit > len(path)


def _crosses(lead: Lead, taken: list[Lead], by_row: dict[int, list[int]]) -> bool:
    for n in sorted({n for row in range(*lead.left) for n in by_row.get(row, ())}):
        other = taken[n]
        rows = min(lead.left[1], other.left[1]) - max(lead.left[0], other.left[0])
        columns = min(lead.right[1], other.right[1]) - max(lead.right[0], other.right[0])
        if (
            rows > 0
            and columns > 0
            and 2 * max(rows, columns) > min(lead.left[1] - lead.left[0], lead.right[1] - lead.right[0])
        ):
            return True
    return False

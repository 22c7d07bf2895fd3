"""Of two places of the same seconds of the accused work: at which do far more signs of the wave agree?

Under speech or noise hardly a landmark survives, and bars that resemble each other are not told apart by them
(``pairing``); the signs of the wave (``signs``) still are. Both places are asked on the very seconds of the right work
that they share, tenth of a second by tenth, so that what lies over the copy weakens both alike. The difference of the
shares that agree must be more than ``SURE`` standard errors above 0 on all seconds of the right work at which the same
two passages of the left one lie (a loop says at each of its rounds which bar it is), and on its own seconds not a
standard error below. The error is that of the tenths as they vary, never less than that of independent signs, and
tones go on, so that neighbouring tenths vary together (``TOGETHER``, measured).
Asked where neither pitch nor pace was altered, of places that are in the record; it finds and drops none.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from comparators.audio.recording.ending import PIECE, STILL, Signs, delay
from comparators.audio.recording.pairing import POSSIBLE, SURE, order
from comparators.audio.recording.signs import SIGN_RATE

BLOCK = 40  # pieces that are laid by one delay, four seconds: the pace is told to 5 of 100,000
FEWEST = 5  # pieces that two places share, half a second
APART = 0.05  # seconds by which maps of one passage may differ
MOST = 50  # stronger places of the same seconds that a place is asked against
TOGETHER = 2.0  # variance of sums of half a second ÷ that of independent tenths: 1.5 to 2.4 (music, speech, noise)
CHANCE = math.sqrt(2 / PIECE)  # standard deviation of the difference of two pieces, were all signs independent

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heard:
    """A place as signs: seconds of the left work, how far they lie behind the right one, the first piece on the right
    work, and of each piece agreeing less disagreeing signs ÷ all (-1 to 1; an inverted polarity turned)."""

    left: tuple[float, float]
    behind: float
    first: int
    agree: Floats


def weighed(matches: Sequence[Match], signs: tuple[Signs, Signs]) -> list[Match]:
    """The same matches of one pair of files; where another place agrees far better, the detail ``better_at``:
    ``number`` and ``occurrence`` of each such place. ``signs``: of both recordings (``ending.waves``)."""
    ranked = sorted((n for n, m in enumerate(matches) if m.kind != POSSIBLE), key=lambda n: order(matches[n]))
    heard = {n: one for n in ranked if (one := _heard(matches[n], *signs)) is not None}
    better: dict[int, list[list[int]]] = defaultdict(list)
    numbers = list(heard)
    for less, more in _far_better([heard[n] for n in numbers]):
        of, by = numbers[less], numbers[more]
        better[of].append([matches[by].details["number"], matches[by].details["occurrence"]])
    return [
        replace(m, details={**m.details, "better_at": better[n]}) if n in better else m for n, m in enumerate(matches)
    ]


def _heard(match: Match, mine: Signs, theirs: Signs) -> Heard | None:
    """None where pitch or pace was altered, or too little is left."""
    if abs(match.details.get("pitch", 0.0)) > STILL or match.details.get("tempo") != 1.0:
        return None
    behind = float(match.left.start) - float(match.right.start)
    first = math.ceil(float(match.right.start) * SIGN_RATE / PIECE)
    last = min(math.floor(float(match.right.stop) * SIGN_RATE / PIECE), len(theirs) // PIECE)
    if last - first < FEWEST:
        return None
    pieces: list[Floats] = []
    edges = [*range(first, max(first + 1, last - BLOCK // 2), BLOCK), last]
    for begin, end in itertools.pairwise(edges):
        at = np.arange(begin * PIECE, end * PIECE)
        to = at + round(behind * SIGN_RATE)
        to += delay(theirs[at], mine, to)
        inside = (to >= 0) & (to < len(mine))
        product = np.where(inside, mine[np.clip(to, 0, len(mine) - 1)] * theirs[at], 0)
        pieces.append(product.reshape(-1, PIECE).mean(axis=1, dtype=np.float64))
    agree = np.concatenate(pieces)
    left = float(match.left.start), float(match.left.stop)
    return Heard(left, behind, first, -agree if agree.sum() < 0 else agree)


def _far_better(places: Sequence[Heard]) -> Iterator[tuple[int, int]]:
    """Numbers of a place and of one that agrees far better, be it listed as the weaker one: digits of the wave do not
    compare repeats. ``places``: the strongest first."""
    asked: list[tuple[int, int, float]] = []
    rounds: dict[int, list[tuple[float, ...]]] = defaultdict(list)  # by how far the two passages lie apart
    firsts = np.array([one.first for one in places])
    lasts = np.array([one.first + len(one.agree) for one in places])
    behind = np.array([one.behind for one in places])
    for weaker, one in enumerate(places):
        shared = np.minimum(lasts[:weaker], lasts[weaker]) - np.maximum(firsts[:weaker], firsts[weaker])
        rivals = np.flatnonzero((shared >= FEWEST) & (np.abs(behind[:weaker] - one.behind) > APART))[:MOST]
        for stronger in map(int, rivals):
            other = places[stronger]
            begin, count = max(one.first, other.first), int(shared[stronger])
            apart = other.behind - one.behind
            here, there = one.agree[begin - one.first :][:count], other.agree[begin - other.first :][:count]
            more = there - here
            total, squares = float(more.sum()), float(more @ more)
            rounds[_cell(apart)].append((apart, *one.left, count, total, squares))
            rounds[_cell(-apart)].append((-apart, *other.left, count, -total, squares))
            error = CHANCE * math.sqrt(TOGETHER * count)
            asked += [(weaker, stronger, apart)] if total > -error else []
            asked += [(stronger, weaker, -apart)] if total < error else []
    near: dict[int, Floats] = {}
    for less, better, apart in asked:
        cell = _cell(apart)
        if cell not in near:
            near[cell] = np.array([row for at in (cell - 1, cell, cell + 1) for row in rounds.get(at, ())])
        if _errors(near[cell], apart, places[less].left) > SURE:
            yield less, better


def _cell(apart: float) -> int:
    return round(apart / APART)


def _errors(rows: Floats, apart: float, left: tuple[float, float]) -> float:
    """Standard errors by which the other passage agrees better, on all seconds at which both lie."""
    common = np.minimum(rows[:, 2], left[1]) - np.maximum(rows[:, 1], left[0])
    shorter = np.minimum(rows[:, 2] - rows[:, 1], left[1] - left[0])
    same = (np.abs(rows[:, 0] - apart) <= APART) & (common >= shorter / 2)
    count, total, squares = rows[same, 3:].sum(axis=0)
    spread = math.sqrt(max(0.0, squares - total * total / count) / max(1.0, count - 1))
    return float(total / math.sqrt(TOGETHER * count) / max(CHANCE, spread))

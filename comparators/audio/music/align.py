"""Alignment of two lines of melody that needs no common key.

``chains``: local passages. Two notes follow on two others where the step in pitch is the same on both sides; up to two
notes a side may stand between. So every passage has one transposition, whatever the keys are. A step that is common in
songs is worth few bits, a rare leap many (``BITS``); notes between cost ``SKIP`` each. In the manner of Smith and
Waterman (1981), with jumps in place of gaps, as in melodic alignment by Mongeau and Sankoff (1990).

``identity``: global alignment of all intervals with affine gaps (Needleman and Wunsch 1970, Gotoh 1982).

All scores are whole numbers (hundredths of a bit), so that sums are exact in whatever order they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Steps of −12 … 12 semitones among 101,348 in the melodies of songs 001–300 of POP909 (MIT licence; the counts are
# facts, made by benchmarks/music.py --part steps); the first and last stand for all larger ones.
STEPS = (
    303, 5, 169, 520, 429, 2222, 8, 3445, 2027, 7559, 19156, 4553, 23763,
    3775, 16609, 7059, 1772, 3476, 36, 2103, 524, 798, 325, 29, 683,
)  # fmt: skip
WIDEST = 12
RELATED = 32  # hundredths of a bit that a common step costs even between copies: one step in five was altered
SKIP = 300  # hundredths of a bit for each note that stands between
MOST_BETWEEN = 2
APART = 10_000  # semitones between works that stand in one array: no step reaches across
MOVES = tuple((a, b) for a in range(1, MOST_BETWEEN + 2) for b in range(1, MOST_BETWEEN + 2))
_TOTAL = sum(STEPS) + len(STEPS) / 2
BITS = np.array([round(-100 * float(np.log2((count + 0.5) / _TOTAL))) - RELATED for count in STEPS], np.int32)
MATCH, MISMATCH, OPEN, EXTEND = 10, -8, 12, 3  # of the global alignment; a gap of n costs OPEN + (n − 1) · EXTEND
_ROOM = 1 << 20  # counts of equal intervals ride in the low bits of its scores


def worth(steps: Array) -> Array:
    """Hundredths of a bit that an equal step tells."""
    found: Array = BITS[np.clip(steps, -WIDEST, WIDEST) + WIDEST]
    return found


def own(pitch: Array) -> int:
    """Hundredths of a bit of all steps of a line. A passage that leaves notes out can tell more: see ``SKIP``."""
    return int(worth(np.diff(pitch.astype(np.int64))).sum())


@dataclass(frozen=True, slots=True)
class Chain:
    """A passage: pairs of notes that correspond (numbers within the two lines), ascending; ``score`` in hundredths."""

    score: int
    pairs: tuple[tuple[int, int], ...]


def filled(pairs: Sequence[tuple[int, int]], p: Array, q: Array) -> tuple[tuple[int, int], ...]:
    """The pairs of a passage, with notes between that are equal in its transposition: where a rare leap tells more than
    the common steps that make it up the chain leaves these out, though both works have them. They add no bits."""
    shift = int(q[pairs[0][1]]) - int(p[pairs[0][0]])
    made = [pairs[0]]
    for (a, b), (c, d) in pairwise(pairs):
        last = b
        for i in range(a + 1, c):
            j = next((j for j in range(last + 1, d) if int(q[j]) - int(p[i]) == shift), None)
            if j is not None:
                made.append((i, j))
                last = j
        made.append((c, d))
    return tuple(made)


def _steps(q: Array) -> list[Array]:
    return [q[b:] - q[:-b] for b in range(1, MOST_BETWEEN + 2)]


def _row(i: int, p: Array, steps: Sequence[Array], rows: Sequence[Array], size: int) -> tuple[Array, Array]:
    """Best score of chains that end at note ``i`` and each note of the other side, and the move that led there."""
    best = np.zeros(size, np.int32)
    moves = np.full(size, -1, np.int8)
    for number, (a, b) in enumerate(MOVES):
        if i < a or b >= size:
            continue
        step = int(p[i] - p[i - a])
        gain = int(worth(np.array([step]))[0]) - SKIP * (a + b - 2)
        before = rows[a - 1][:-b]
        found = np.where(steps[b - 1] == step, before + gain, 0)
        better = found > best[b:]
        if better.any():
            best[b:][better] = found[better]
            moves[b:][better] = number
    return best, moves


def best(p: Array, q: Array, starts: Array) -> Array:
    """Best local score of ``p`` with each work in ``q``: works one after the other, ``starts`` their first notes.

    Works must lie ``APART`` from each other in pitch (``joined``).
    """
    p, q = p.astype(np.int32), q.astype(np.int32)
    size = len(q)
    top = np.zeros(size, np.int32)
    steps = _steps(q)
    rows = [np.zeros(size, np.int32) for _ in range(MOST_BETWEEN + 1)]
    for i in range(len(p)):
        row = np.zeros(size, np.int32)
        for a, b in MOVES:
            if i < a or b >= size:
                continue
            step = int(p[i] - p[i - a])
            found = rows[a - 1][:-b] + np.int32(int(worth(np.array([step]))[0]) - SKIP * (a + b - 2))
            found *= steps[b - 1] == step
            np.maximum(row[b:], found, out=row[b:])
        rows = [row, *rows[:-1]]
        np.maximum(top, row, out=top)
    found_best: Array = np.maximum.reduceat(top, starts) if size else np.zeros(0, np.int32)
    return found_best


def joined(lines: Sequence[Array]) -> tuple[Array, Array]:
    """Lines one after the other, so far apart that no step of any line leads from one to the next; their starts."""
    starts = np.cumsum([0, *(len(line) for line in lines)])[:-1]
    parts = [line.astype(np.int64) + APART * (n + 1) for n, line in enumerate(lines)]
    return (np.concatenate(parts) if parts else np.zeros(0, np.int64)), starts


def chains(p: Array, q: Array, least: int, most: int) -> list[Chain]:
    """Passages of at least ``least`` hundredths of a bit, best first, at most ``most``; no pair of notes is in two.

    From each end, the best first, the chain is followed back until it meets one that was taken already.
    """
    p, q = p.astype(np.int64), q.astype(np.int64)
    if not len(p) or not len(q):
        return []
    steps = _steps(q)
    rows = [np.zeros(len(q), np.int32) for _ in range(MOST_BETWEEN + 1)]
    scores = np.zeros((len(p), len(q)), np.int32)
    moves = np.full((len(p), len(q)), -1, np.int8)
    for i in range(len(p)):
        scores[i], moves[i] = _row(i, p, steps, rows, len(q))
        rows = [scores[i], *rows[:-1]]
    ends = np.argwhere(scores >= least)
    order = np.lexsort((ends[:, 1], ends[:, 0], ends.sum(axis=1), -scores[ends[:, 0], ends[:, 1]]))
    taken = np.zeros(scores.shape, bool)
    found: list[Chain] = []
    for i, j in ends[order].tolist():
        if len(found) >= most:
            break
        if taken[i, j]:
            continue
        chain = _followed(i, j, scores, moves, taken)
        if chain.score >= least:
            found.append(chain)
            for at in chain.pairs:
                taken[at] = True
    return sorted(found, key=lambda c: (-c.score, c.pairs))


def _followed(i: int, j: int, scores: Array, moves: Array, taken: Array) -> Chain:
    pairs = []
    top = int(scores[i, j])
    while True:
        if taken[i, j]:
            top -= int(scores[i, j])
            break
        pairs.append((i, j))
        move = int(moves[i, j])
        if move < 0:
            break
        a, b = MOVES[move]
        i, j = i - a, j - b
    return Chain(top, tuple(reversed(pairs)))


def identity(x: Array, y: Array, costs: tuple[int, int, int, int] = (MATCH, MISMATCH, OPEN, EXTEND)) -> int:
    """How many values stand opposite an equal one in the best global alignment of two sequences of steps, ratios of
    length or changes of chord. ``costs``: of equal and unequal values, of beginning and of lengthening a gap."""
    if not len(x) or not len(y):
        return 0
    same_worth, other_worth, begin, longer = costs
    y = y.astype(np.int64)
    columns = np.arange(len(y) + 1, dtype=np.int64)
    low = np.int64(-(1 << 60))
    row = np.where(columns > 0, -(begin + longer * (columns - 1)), 0) * _ROOM
    up = np.full(len(y) + 1, low)
    for n, value in enumerate(x.astype(np.int64).tolist(), 1):
        same = y == value
        diagonal = row[:-1] + np.where(same, same_worth * _ROOM + 1, other_worth * _ROOM)
        up = np.maximum(row - begin * _ROOM, up - longer * _ROOM)
        fresh = np.empty_like(row)
        fresh[0] = -(begin + longer * (n - 1)) * _ROOM
        fresh[1:] = np.maximum(diagonal, up[1:])
        reach = np.maximum.accumulate(fresh - begin * _ROOM + longer * _ROOM * (columns + 1))
        fresh[1:] = np.maximum(fresh[1:], reach[:-1] - longer * _ROOM * columns[1:])
        row = fresh
    return int(row[-1] % _ROOM)

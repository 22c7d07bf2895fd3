"""Where two sets of landmarks may correspond: pairs of landmarks vote for place, pitch and tempo, all cells searched.

Two landmarks of one recording lie an interval and a time apart. Where a copy holds both, the interval is the same
whatever was done to pitch, and the ratio of the times is the tempo; so each pair of pairs with one interval votes for a
pitch shift and a place. Votes are counted per window of the left recording, a cell each for place and pitch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparators.audio.recording.landmarks import Floats

MAX_PITCH = 3.2  # semitones up or down
MAX_TEMPO = 1.2  # the factor, or its inverse
FAN = 8  # pairs that begin at a landmark
NEAR, FAR, WIDE = 0.09, 1.6, 18.0  # seconds between landmarks of a pair; semitones
SAME = 0.3  # semitones by which intervals may differ
WINDOW = 2.0  # seconds of the left recording whose votes are counted together
PLACE, SHIFT = 0.06, 0.25  # seconds and semitones of a cell; two cells either way are taken together
BEST = 10  # cells a window that are looked at
FEWEST = 4  # votes
BLOCK_LEFT, BLOCK_RIGHT = 40.0, 300.0  # seconds that vote together; bounds the memory


@dataclass(frozen=True, slots=True)
class Proposal:
    """At second ``left`` of the left recording lies second ``right`` of the right one, ``shift`` semitones higher."""

    votes: int
    left: float
    right: float
    shift: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of landmarks: time and pitch of the first, seconds and semitones to the second."""

    at: Floats
    pitch: Floats
    apart: Floats
    interval: Floats


def pairs_of(times: Floats, pitches: Floats) -> Pairs:
    """Each landmark with the next ``FAN`` in time, near in pitch. ``times`` ascending."""
    begun = np.zeros(len(times), np.int64)
    firsts, seconds = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for step in range(1, min(len(times), 120)):
        apart = times[step:] - times[:-step]
        near = (apart >= NEAR) & (apart <= FAR) & (np.abs(pitches[step:] - pitches[:-step]) <= WIDE)
        first = np.nonzero(near & (begun[: len(times) - step] < FAN))[0]
        begun[first] += 1
        firsts.append(first)
        seconds.append(first + step)
    i, j = np.concatenate(firsts), np.concatenate(seconds)
    order = np.lexsort((j, i))
    i, j = i[order], j[order]
    return Pairs(times[i], pitches[i], times[j] - times[i], pitches[j] - pitches[i])


def proposals(left: Pairs, right: Pairs, seconds: tuple[float, float]) -> Iterator[Proposal]:
    """Cells with the most votes, window by window. ``seconds``: how long both recordings are."""
    for start in np.arange(0.0, seconds[1], BLOCK_RIGHT):
        stop = min(start + BLOCK_RIGHT, seconds[1]) + 1.0
        inside = (right.at >= start - 1.0) & (right.at < stop)
        table = _Table(Pairs(right.at[inside], right.pitch[inside], right.apart[inside], right.interval[inside]))
        for begin in np.arange(0.0, seconds[0], BLOCK_LEFT):
            low, high = np.searchsorted(left.at, (begin, begin + BLOCK_LEFT))
            # In the order of the table, since what is searched for in order is found from place to place.
            order = low + np.lexsort(
                (left.pitch[low:high], _Table.classes(left.apart[low:high]), _Table.steps(left.interval[low:high]))
            )
            block = Pairs(left.at[order], left.pitch[order], left.apart[order], left.interval[order])
            yield from _cells(block, table, begin, float(start) - 3.0, stop - start + 6.0)


class _Table:
    """Pairs sorted by interval and ratio class, then pitch, so that one range holds all candidates of a class."""

    CLASS = 0.2  # of the logarithm of the time apart
    STRIDE = 256.0  # more than any difference of pitches

    def __init__(self, pairs: Pairs) -> None:
        key = self.key(self.steps(pairs.interval), self.classes(pairs.apart)) * self.STRIDE + pairs.pitch
        self.order = np.argsort(key, kind="stable")
        self.keys = key[self.order]
        self.pairs = pairs

    @staticmethod
    def steps(interval: Floats) -> NDArray[np.int64]:
        found: NDArray[np.int64] = np.floor(interval / (2 * SAME)).astype(np.int64)
        return found

    @classmethod
    def classes(cls, apart: Floats) -> NDArray[np.int64]:
        found: NDArray[np.int64] = np.floor(np.log(apart) / cls.CLASS).astype(np.int64)
        return found

    @staticmethod
    def key(step: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.float64]:
        return ((step + 128) * 64 + group + 32).astype(np.float64)

    def meet(self, left: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of left and right pairs that agree in interval, and in time and pitch within the search."""
        mine: list[NDArray[np.int64]] = []
        theirs: list[NDArray[np.int64]] = []
        step = self.steps(left.interval)
        nearer = np.where(left.interval / (2 * SAME) - step < 0.5, -1, 1)
        group = self.classes(left.apart)
        for at_step in (step, step + nearer):
            for by in (-1, 0, 1):
                aim = self.key(at_step, group + by) * self.STRIDE + left.pitch
                low = np.searchsorted(self.keys, aim - MAX_PITCH)
                count = np.searchsorted(self.keys, aim + MAX_PITCH, side="right") - low
                total = int(count.sum())
                if not total:
                    continue
                numbers = np.repeat(np.arange(len(low)), count)
                found = self.order[
                    np.arange(total) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
                ]
                ratio = self.pairs.apart[found] / left.apart[numbers]
                agree = np.abs(self.pairs.interval[found] - left.interval[numbers]) <= SAME
                agree &= (ratio <= MAX_TEMPO + 0.03) & (ratio >= 1 / (MAX_TEMPO + 0.03))
                mine.append(numbers[agree])
                theirs.append(found[agree])
        if not mine:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.concatenate(mine), np.concatenate(theirs)


def _cells(left: Pairs, table: _Table, begin: float, first: float, length: float) -> Iterator[Proposal]:
    """Local maxima of the votes of one block. ``first``, ``length``: seconds of the right one that are counted."""
    i, j = table.meet(left)
    if len(i) < FEWEST:
        return
    windows, places, shifts = round(BLOCK_LEFT / WINDOW), int(length / PLACE) + 2, int(2 * MAX_PITCH / SHIFT) + 2
    window = np.clip(((left.at[i] - begin) / WINDOW).astype(np.int64), 0, windows - 1)
    centre = begin + (window + 0.5) * WINDOW
    # Over short pairs the ratio says little, so the tempo is taken from it only as far as the pair is long.
    ratio = table.pairs.apart[j] / left.apart[i]
    certain = np.clip(left.apart[i] / 0.8, 0, 1)
    at = table.pairs.at[j] + (centre - left.at[i]) * (1 + (ratio - 1) * certain)
    place = np.clip(((at - first) / PLACE).astype(np.int64), 0, places - 1)
    shift = ((table.pairs.pitch[j] - left.pitch[i] + MAX_PITCH) / SHIFT).astype(np.int64)
    shift = np.clip(shift, 0, shifts - 1)
    votes = np.bincount((window * places + place) * shifts + shift, minlength=windows * places * shifts)
    votes = votes.reshape(windows, places, shifts)
    summed = votes[:, :-1, :-1] + votes[:, 1:, :-1] + votes[:, :-1, 1:] + votes[:, 1:, 1:]
    for number in range(windows):
        field = summed[number].copy()
        for _ in range(BEST):
            best = int(field.argmax())
            row, column = divmod(best, field.shape[1])
            count = int(field[row, column])
            if count < FEWEST:
                break
            middle = begin + (number + 0.5) * WINDOW
            yield Proposal(count, middle, first + (row + 1) * PLACE, (column + 1) * SHIFT - MAX_PITCH)
            field[max(0, row - 3) : row + 4, max(0, column - 2) : column + 3] = 0

"""Copies with neither pitch nor pace altered, by their waves: every place of one laid on every place of the other.

Windows of the shorter recording are correlated with the whole of the other, sign by sign (``signs``). Where both hold
the same sound, signs agree at one delay and no other; chance agrees in half of them. The correlation of unrelated music
is not quite that of coin throws, since tones go on; so its scale is asked of the pair itself: the value that one of a
thousand delays exceeds, against the 3.29 of a normal law, or that one of a hundred exceeds within .4 seconds of the
place, against 2.58, whichever is larger. Digits are those of the normal tail at that scale, less a quarter (``TAIL``:
without it, of 7,854 windows of unrelated tracks twelve reached what eight were expected to), less all delays, windows
and stretches that were tried.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft
from scipy.special import log_ndtr

from comparators.audio.recording.landmarks import Recording
from comparators.audio.recording.signs import SIGN_RATE, unpacked

WINDOW, EVERY = 4.0, 2.0  # seconds of the shorter recording that are laid on the other, and from one to the next
SIZE = 1 << 16  # of the transforms
BATCH = 16  # windows at a time
PEAKS, APART = 3, 200  # places of a block that are kept, and samples between them
TRACED = 4  # places of a window that are followed
PIECE = 413  # signs, a tenth of a second
REACH = 300  # pieces to both sides that are looked at, then four times as many
SHORTEST = 15  # pieces of a stretch
SPARSE = 8  # of so many delays one is asked for the scale
RARE, NORMAL = 0.999, 3.29
NEAR, FAR = 83, 1654  # signs, .02 and .4 seconds: the neighbourhood of a delay
LOCAL, LOCAL_NORMAL = 0.99, 2.576
LONGEST = 33075  # signs of a stretch, eight seconds, that its neighbourhood is asked with
TAIL = 0.75
HOPELESS = -2.0  # digits below which a place is not looked at further

Signs = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Coincidence:
    """Seconds of both recordings, right = left + ``offset``; how many of ``signs`` agree (or, with the polarity
    inverted, disagree); ``digits``: decimal digits of evidence, its search paid."""

    left: tuple[float, float]
    offset: float
    signs: int
    agreeing: int
    digits: float
    inverted: bool


def coincidences(left: Recording, right: Recording) -> list[Coincidence]:
    """The strongest places of each window of the shorter recording, none told twice, strongest first."""
    if left.seconds > right.seconds:
        return [_turned(one) for one in coincidences(right, left)]
    mine, theirs = (unpacked(one.signs, one.sounding) for one in (left, right))
    size = min(round(WINDOW * SIGN_RATE), len(mine))
    if size < SHORTEST * PIECE or len(theirs) < SHORTEST * PIECE:
        return []
    starts = np.unique(np.append(np.arange(0, len(mine) - size, round(EVERY * SIGN_RATE)), len(mine) - size))
    searched = math.log10(2.0 * len(starts) * (len(theirs) + size))
    found: list[Coincidence] = []
    for start, scale, lags in _places(mine, theirs, starts, size):
        for lag in lags:
            middle = (start + size / 2) / SIGN_RATE
            if any(abs(one.offset * SIGN_RATE - lag) <= 4 and one.left[0] <= middle <= one.left[1] for one in found):
                continue
            one = _followed(mine, theirs, (start, size), lag, scale, searched)
            if one is not None and not any(_same(one, other) for other in found):
                found.append(one)
    return sorted(found, key=lambda one: (-one.digits, one.left, one.offset))


def _places(mine: Signs, theirs: Signs, starts: NDArray[np.int64], size: int) -> Iterator[tuple[int, float, list[int]]]:
    """Of each window that sounds: where it begins, the scale of its correlations, and the delays that stand out."""
    half = size // 2
    padded = np.concatenate([np.zeros(half, np.int8), theirs, np.zeros(SIZE, np.int8)])
    hop = SIZE - size
    for at in range(0, len(starts), BATCH):
        some = [int(start) for start in starts[at : at + BATCH]]
        windows = np.stack([mine[start : start + size] for start in some]).astype(np.float32)
        heard = np.count_nonzero(windows, axis=1)
        turned = np.conj(rfft(windows, SIZE, axis=1))
        strong: list[list[tuple[float, int]]] = [[] for _ in some]
        usual: list[list[NDArray[np.float32]]] = [[] for _ in some]
        for begin in range(0, len(theirs), hop):
            block = rfft(padded[begin : begin + SIZE].astype(np.float32), SIZE)
            valid = min(hop, len(theirs) - begin)
            across = np.abs(irfft(turned * block, SIZE, axis=1)[:, :valid])
            for row, values in enumerate(across):
                usual[row].append(values[::SPARSE].copy())
                for _ in range(PEAKS):
                    best = int(values.argmax())
                    strong[row].append((float(values[best]), begin + best - half))
                    values[max(0, best - APART) : best + APART] = 0
        for row, start in enumerate(some):
            if heard[row] * 2 < size:
                continue
            values = np.concatenate(usual[row])
            rank = min(len(values) - 1, int(RARE * len(values)))
            scale = float(np.partition(values, rank)[rank]) / math.sqrt(float(heard[row])) / NORMAL
            strong[row].sort(key=lambda one: (-one[0], one[1]))
            yield start, max(1.0, scale), [lag - start for _, lag in strong[row][:TRACED]]


def _followed(
    mine: Signs, theirs: Signs, window: tuple[int, int], lag: int, scale: float, searched: float
) -> Coincidence | None:
    """The stretch around a window in which the signs go on agreeing at one delay."""
    start, size = window
    first, last = max(0, -lag), min(len(mine), len(theirs) - lag)
    reach = REACH
    while True:
        low = max(first, start - reach * PIECE)
        high = min(last, start + size + reach * PIECE)
        pieces = (high - low) // PIECE
        if pieces < SHORTEST:
            return None
        here = mine[low : low + pieces * PIECE].reshape(-1, PIECE)
        there = theirs[low + lag : low + lag + pieces * PIECE].reshape(-1, PIECE)
        product = here * there
        agree = product.sum(axis=1, dtype=np.int64)
        count = np.count_nonzero(product, axis=1)
        begin, end = (min(max((x - low) // PIECE, 0), pieces) for x in (start, start + size))
        total = int(count[begin:end].sum())
        if total < SHORTEST * PIECE // 2:
            return None
        share = float(agree[begin:end].sum()) / total
        worth = (agree * share - count * (share * share / 2)) / scale**2
        summed = np.concatenate([[0.0], np.cumsum(worth)])
        middle = _middle(worth, begin, end)
        one = int(summed[: middle + 1].argmin())
        other = middle + int(summed[middle:].argmax())
        if (one == 0 and low > first) or (other == pieces and high < last):
            reach *= 4
            continue
        break
    signs, excess = int(count[one:other].sum()), int(agree[one:other].sum())
    if other - one < SHORTEST or not signs:
        return None
    searched += math.log10(max(1.0, pieces * PIECE / SIGN_RATE))
    z = abs(excess) / math.sqrt(signs)
    if _digits(z / scale) - searched < HOPELESS:
        return None
    scale = max(scale, _around(mine, theirs, (low + one * PIECE, low + other * PIECE), lag))
    digits = _digits(z / scale) - searched
    return Coincidence(
        ((low + one * PIECE) / SIGN_RATE, (low + other * PIECE) / SIGN_RATE),
        lag / SIGN_RATE, signs, (signs + abs(excess)) // 2, digits, excess < 0,
    )  # fmt: skip


def _digits(z: float) -> float:
    """Of the chance that a normal variable is as far from 0 as ``z`` either way, less a quarter."""
    return -(float(log_ndtr(-z)) / math.log(10) + math.log10(2.0)) * TAIL


def _around(mine: Signs, theirs: Signs, stretch: tuple[int, int], lag: int) -> float:
    """The scale of the correlations near a delay: one note held by two works agrees at each of its periods."""
    start, stop = stretch
    cut = max(0, stop - start - LONGEST) // 2
    one = mine[start + cut : stop - cut].astype(np.float32)
    first = start + cut + lag - FAR
    other = np.zeros(len(one) + 2 * FAR, np.float32)
    inside = theirs[max(0, first) : max(0, first + len(other))]
    other[max(0, -first) : max(0, -first) + len(inside)] = inside
    size = 1 << (len(other) - 1).bit_length()
    across = np.abs(irfft(np.conj(rfft(one, size)) * rfft(other, size), size)[: 2 * FAR + 1])
    near = np.abs(np.arange(-FAR, FAR + 1)) >= NEAR
    return float(np.quantile(across[near], LOCAL)) / math.sqrt(max(1, int(np.count_nonzero(one)))) / LOCAL_NORMAL


def _middle(worth: NDArray[np.float64], begin: int, end: int) -> int:
    """A place inside the window's best stretch, so that a window half outside of a passage leads to it too."""
    summed = np.concatenate([[0.0], np.cumsum(worth[begin:end])])
    stop = int((summed - np.minimum.accumulate(summed)).argmax())
    start = int(summed[: stop + 1].argmin())
    return begin + (start + stop) // 2


def _same(one: Coincidence, other: Coincidence) -> bool:
    """Whether both say the same of the same stretch: tones agree at neighbouring delays too."""
    middle = (one.left[0] + one.left[1]) / 2
    return other.left[0] <= middle <= other.left[1] and abs(one.offset - other.offset) <= 0.03


def _turned(one: Coincidence) -> Coincidence:
    places = one.left[0] + one.offset, one.left[1] + one.offset
    return Coincidence(places, -one.offset, one.signs, one.agreeing, one.digits, one.inverted)

"""Where a segment begins and ends, told by the wave where it can, else by stretches in which nothing corresponds.

The search ends a segment at the last landmark that pays for all those before it. Under speech or noise few landmarks of
a copy are left, so that one or two which correspond by chance carry an end seconds too far. Two things tell better:

- the wave, of a copy with neither pitch nor pace altered: signs (``signs``) agree at one delay as long as the copy
  lasts, and in half of the cases beyond it. Each end is put where their agreement, tenth of a second by tenth, ends;
- the landmarks behind a stretch in which nothing corresponds (``tracing.gaps``): an end is drawn back before it, unless
  what lies behind has ``TAIL`` digits of its own.

The evidence of a segment stays that of the stretch that was found, for which the search is paid.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from comparators.audio.recording.coinciding import FAR, LOCAL, LOCAL_NORMAL, NEAR
from comparators.audio.recording.landmarks import Recording
from comparators.audio.recording.signs import SIGN_RATE, unpacked
from comparators.audio.recording.tracing import TOLERANCES, Trace, corresponding, counted, gaps

Signs = NDArray[np.int8]

TAIL = 2.0  # digits
LOOKED = 8.0  # seconds inside an end that its delay is asked of
BEYOND = 3.0  # seconds past an end that the wave is followed
LAG = 165  # signs either way, .04 seconds, that the delay may be off the landmarks
PIECE = 413  # signs, a tenth of a second
HALF = 5  # pieces
AGREEING = 6.0  # standard deviations of chance, of a stretch of agreement before it is believed
AGAIN = 5.0  # of one behind a gap, whose delay is known
MOVED = 0.15  # seconds that an end has to move for it to be moved
SHORTEST = 1.0  # seconds of a segment that has been drawn in
UNALTERED, BENT = 0.002, 0.02  # share of the pace that the wave follows, and by which chance can bend it
STILL = 0.15  # semitones


@dataclass(frozen=True, slots=True)
class End:
    """Second of the left recording; signs by which the delay is off the map; signs that agree more than chance has."""

    second: float
    lag: int
    agreement: float


Ends = tuple[End | None, End | None]


def waves(left: Recording, right: Recording) -> tuple[Signs, Signs]:
    """Signs of both recordings, for ``ended``."""
    return unpacked(left.signs, left.sounding), unpacked(right.signs, right.sounding)


def ended(left: Recording, right: Recording, one: Trace, signs: tuple[Signs, Signs]) -> Trace:
    """The same segment with ends that the wave or the landmarks bear out; as it was, where neither says otherwise.

    ``signs``: ``waves`` of both."""
    one, told = _told(one, signs)
    start, stop = one.left
    tail_start, tail_stop = _drawn_in(left, right, one)
    start = _moved(start, tail_start if told[0] is None else told[0].second)
    stop = _moved(stop, tail_stop if told[1] is None else told[1].second)
    if (start, stop) == one.left or stop - start < min(SHORTEST, one.left[1] - one.left[0]):
        return one
    made = replace(one, left=(start, stop), right=(one.at(start), one.at(stop)))
    return counted(left, right, made)


def _told(one: Trace, signs: tuple[Signs, Signs]) -> tuple[Trace, Ends]:
    """What the wave says of both ends, and the map by which it agrees best: that of ``one``, or the pace 1 through its
    middle, which chance behind an end can have bent."""
    tried: list[tuple[float, Trace, Ends]] = []
    if abs(one.shift) <= STILL and abs(one.tempo - 1) <= BENT:
        middle = (one.left[0] + one.left[1]) / 2
        for tempo in dict.fromkeys((one.tempo, 1.0) if abs(one.tempo - 1) <= UNALTERED else (1.0,)):
            line = replace(one, tempo=tempo, offset=one.at(middle) - tempo * middle)
            ends = _end(*signs, line, forward=False), _end(*signs, line, forward=True)
            if ends[0] is not None and ends[1] is not None and tempo == 1.0 != one.tempo:
                line = replace(line, offset=line.offset + (ends[0].lag + ends[1].lag) / 2 / SIGN_RATE)
                line = replace(line, right=(line.at(one.left[0]), line.at(one.left[1])))
            elif tempo != one.tempo:
                continue
            tried.append((sum(end.agreement for end in ends if end is not None), line, ends))
    if not tried:
        return one, (None, None)
    _, line, ends = max(tried, key=lambda each: each[0])
    return line, ends


def _moved(old: float, new: float) -> float:
    return new if abs(new - old) > MOVED else old


def _end(mine: Signs, theirs: Signs, one: Trace, *, forward: bool) -> End | None:
    """Where agreement ends (``forward``) or begins; None where the wave cannot tell."""
    first, last = one.left
    low, high = (max(first, last - LOOKED), last + BEYOND) if forward else (first - BEYOND, min(last, first + LOOKED))
    at = np.arange(max(0, round(low * SIGN_RATE)), min(len(mine), round(high * SIGN_RATE)))
    there = np.rint(one.offset * SIGN_RATE + one.tempo * at).astype(np.int64)
    inside = (at >= first * SIGN_RATE) & (at < last * SIGN_RATE)
    lag, scale = _lag(mine[at[inside]], theirs, there[inside])
    there += lag
    kept = (there >= 0) & (there < len(theirs))
    at, there = at[kept], there[kept]
    pieces = len(at) // PIECE
    if pieces < HALF:
        return None
    if not forward:
        at, there = at[::-1], there[::-1]
    product = (mine[at] * theirs[there])[: pieces * PIECE].reshape(-1, PIECE)
    agree, count = product.sum(axis=1, dtype=np.int64), np.count_nonzero(product, axis=1)
    if agree.sum() < 0:  # polarity inverted
        agree = -agree
    stop = _best(agree, count, AGREEING * scale)
    if stop == 0:
        return None
    while stop < pieces and (more := _best(agree[stop:], count[stop:], AGAIN * scale)):
        stop += more  # what agrees again behind a stretch that does not
    edge = at[min(stop * PIECE, len(at)) - 1]
    return End(float(edge + (1 if forward else 0)) / SIGN_RATE, lag, float(agree[:stop].sum()) / scale)


def _lag(mine: Signs, theirs: Signs, there: NDArray[np.int64]) -> tuple[int, float]:
    """Signs by which the delay of a stretch is off, within ``LAG``: where most signs agree, or fewest; and the scale of
    chance, of all delays around: one note held by two works agrees at each of its periods."""
    if not len(there):
        return 0, 1.0
    low = int(there[0]) - FAR
    around = np.zeros(int(there[-1]) + FAR + 1 - low, np.float32)
    inside = theirs[max(0, low) : max(0, low + len(around))]
    around[max(0, -low) : max(0, -low) + len(inside)] = inside
    laid = np.zeros(int(there[-1]) - int(there[0]) + 1, np.float32)
    laid[there - there[0]] = mine
    size = 1 << (len(around) + len(laid) - 1).bit_length()
    across = np.abs(irfft(np.conj(rfft(laid, size)) * rfft(around, size), size)[: 2 * FAR + 1])
    lag = int(across[FAR - LAG : FAR + LAG + 1].argmax()) - LAG
    off = np.abs(np.arange(-FAR, FAR + 1) - lag) >= NEAR
    scale = float(np.quantile(across[off], LOCAL)) / math.sqrt(max(1, int(np.count_nonzero(laid)))) / LOCAL_NORMAL
    return lag, max(1.0, scale)


def delay(mine: Signs, theirs: Signs, there: NDArray[np.int64]) -> int:
    """Signs by which a stretch laid at ``there`` is off, within ``LAG``: where most signs agree, or fewest."""
    return _lag(mine, theirs, there)[0]


def _best(agree: NDArray[np.int64], count: NDArray[np.int64], least: float) -> int:
    """Where the stretch of pieces with the most evidence of agreement ends; 0 where it has fewer than ``least``
    standard deviations. The share that agrees is first that of the better quarter of all windows of half a second."""
    if len(agree) < HALF:
        return 0
    heard = np.convolve(count, np.ones(HALF), "valid")
    share = max(0.02, float(np.quantile(np.convolve(agree, np.ones(HALF), "valid") / np.maximum(heard, 1), 0.75)))
    for _ in range(3):
        total = np.concatenate([[0.0], np.cumsum(agree * share - count * (share * share / 2))])
        stop = int((total - np.minimum.accumulate(total)).argmax())
        start = int(total[: stop + 1].argmin())
        signs = int(count[start:stop].sum())
        if not signs:
            return 0
        share = max(0.02, float(agree[start:stop].sum()) / signs)
    return stop if float(agree[start:stop].sum()) / math.sqrt(signs) >= least else 0


def _drawn_in(left: Recording, right: Recording, one: Trace) -> tuple[float, float]:
    """Ends before the first and behind the last stretch without counterpart that has too little outside of it."""
    start, stop = one.left
    between = gaps(left, right, one)
    for first, last, _, _ in between:
        if _digits(left, right, one, (start, first)) >= TAIL:
            break
        start = last
    for first, last, _, _ in reversed(between):
        if first <= start or _digits(left, right, one, (last, stop)) >= TAIL:
            break
        stop = first
    return start, stop


def _digits(left: Recording, right: Recording, one: Trace, part: tuple[float, float]) -> float:
    """Decimal digits of the hits of a part of a segment, for a copy of which as much survived as of the whole."""
    count, line = max(1, one.landmarks), (one.tempo, one.offset, one.shift)
    chance = min(max(one.expected / count, 0.005), 0.6)
    kept = min(max((one.hits / count - chance) / (1 - chance), 0.02), 0.95)
    low, high = np.searchsorted(left.times, (part[0] - 1e-3, part[1] + 1e-3))
    here, _, _ = corresponding(left, right, (part[0] - 1e-3, part[1] + 1e-3), line, *TOLERANCES[0])
    hits = len(np.unique(here))
    worth = hits * math.log((chance + (1 - chance) * kept) / chance) + (int(high - low) - hits) * math.log1p(-kept)
    return worth / math.log(10) / one.together

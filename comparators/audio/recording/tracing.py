"""From a proposed place to a segment: the line that its landmarks follow, how far it reaches, and what chance gives.

A segment is a map of time, right = ``offset`` + ``tempo`` · left, and a shift of pitch. A landmark of the left
recording *hits* when the right one has a landmark where the map puts it. How often chance gives a hit is asked of the
pair itself: of how many landmarks of the right recording have that pitch around there, and of the same landmarks laid
at all other places within ±``ELSEWHERE`` seconds, so that two works in one key and one beat are no surprise.

Evidence is a likelihood ratio in decimal digits: each landmark hits with its own chance p, or, in a copy, with
p + (1 - p) q, where q is the share that survived. The ratio over the best stretch bounds the chance of so much evidence
by 10^-digits at one place (Markov's inequality, as for any likelihood ratio); ``searched`` places, pitches, tempi and
stretches are paid for by as many digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from comparators.audio.recording.landmarks import Recording
from comparators.audio.recording.voting import MAX_PITCH, MAX_TEMPO, Proposal

REACH = 3.0  # seconds to both sides of a proposed place
TEMPI = np.exp(np.arange(-20, 21) * (math.log(MAX_TEMPO) / 20))
COARSE_PITCH = 0.6
FINE = 0.02  # seconds, half a cell of the search for tempo and place
#: Seconds and semitones within which a landmark hits: what changes of time leave, what noise and codecs leave.
TOLERANCES = ((0.035, 0.35), (0.016, 0.2))
ELSEWHERE = (0.4, 12.0)  # seconds
HIGH = 0.95  # quantile of the hits elsewhere that counts as chance
EDGE = 1.0  # seconds
CORE = 1.2  # digits that a core must have to be followed
FAINT = 0.5  # digits at the wider tolerance below which the narrower one is not tried
WRONG_PITCHES = (-7.0, -5.0, -3.0, -1.0, 1.0, 2.0, 4.0, 6.0)  # semitones
AT_MOST = 0.6  # chance of a hit, at the most


@dataclass(frozen=True, slots=True)
class Trace:
    """A segment: seconds of both sides, the map, and its evidence. ``digits``: before the search is paid for, hits that
    come ``together`` by chance counted once. ``signs``, ``agreeing``: where the wave is the stronger evidence."""

    left: tuple[float, float]
    right: tuple[float, float]
    tempo: float
    offset: float
    shift: float
    hits: int
    landmarks: int
    expected: float
    digits: float
    together: float = 1.0
    signs: int = 0
    agreeing: int = 0

    @property
    def plain(self) -> bool:
        """Neither pitch nor tempo altered, as far as can be told."""
        drift = abs(self.tempo - 1) * (self.left[1] - self.left[0])
        return abs(self.shift) <= 0.15 and abs(self.tempo - 1) <= 0.01 and drift <= 0.03

    def at(self, second: float) -> float:
        """Second of the right recording for one of the left."""
        return self.offset + self.tempo * second


def searched(left: float, right: float, *, plain: bool = False) -> float:
    """Decimal digits of how many maps the search tells apart: places, pitches, tempi, stretches, of so many seconds.

    ``plain``: of those with neither pitch nor tempo altered, which are searched by themselves (half of the trust)."""
    digits = math.log10(max(1.0, right / 0.04)) + math.log10(2 * len(TOLERANCES) * max(1.0, min(left, right)))
    return digits if plain else digits + math.log10(2 * MAX_PITCH / 0.4) + math.log10(20.0)


def locate(left: Recording, right: Recording, proposal: Proposal) -> tuple[float, float] | None:
    """Tempo and offset that most landmarks around a proposed place follow; None when hardly any do."""
    low, high = np.searchsorted(left.times, (proposal.left - REACH, proposal.left + REACH))
    wide = REACH * MAX_TEMPO + 0.3
    first, last = np.searchsorted(right.times, (proposal.right - wide, proposal.right + wide))
    i, j = _same_pitch(left.pitches[low:high], right.pitches[first:last], proposal.shift, COARSE_PITCH)
    if len(i) < 6:
        return None
    here = left.times[low:high][i].astype(np.float64) - proposal.left
    there = right.times[first:last][j].astype(np.float64) - proposal.right
    cells = int(0.6 / FINE)
    place = np.multiply.outer(TEMPI, here)
    np.subtract(there, place, out=place)
    place += 0.3
    place /= FINE
    cell = np.floor(place, out=place).astype(np.int64)
    inside = cell.view(np.uint64) < cells  # those below 0 too are large without their sign
    cell += np.arange(0, len(TEMPI) * cells, cells)[:, None]
    votes = np.bincount(cell[inside], minlength=len(TEMPI) * cells).reshape(-1, cells)
    votes = votes[:, :-1] + votes[:, 1:]
    best, at = divmod(int(votes.argmax()), cells - 1)
    if votes[best, at] < 5:
        return None
    tempo = float(TEMPI[best])
    return tempo, proposal.right + (at + 1) * FINE - 0.3 - tempo * proposal.left


def trace(left: Recording, right: Recording, proposal: Proposal, told: Callable[[Trace], bool]) -> Trace | None:
    """The segment around a proposed place; None when its core is no better than chance, or ``told`` already."""
    found = locate(left, right, proposal)
    if found is None:
        return None
    low, high = proposal.left - REACH, proposal.left + REACH
    line = _fitted(left, right, (low, high), (*found, proposal.shift), 0.04, 0.5)
    if line is None:
        return None
    best: Trace | None = None
    for tolerance in TOLERANCES:
        core = _weighed(left, right, (low, high), line, tolerance, proposal.left)
        if core is None or core.digits < FAINT:
            break
        if core.digits < CORE or told(core):
            continue
        grown = _grown(left, right, core, line, tolerance, proposal.left)
        together = _together(left, right, grown, tolerance)
        grown = replace(grown, digits=grown.digits / together, together=together)
        if best is None or grown.digits > best.digits:
            best = grown
    return best


def _together(left: Recording, right: Recording, one: Trace, tolerance: tuple[float, float]) -> float:
    """How many hits come at once where they come by chance: variance ÷ mean of the hits at wrong places, at least 1.

    The partials and voices of one attack hit or miss together, so that so many hits are one piece of evidence. It is
    asked at wrong pitches, where material that repeats itself does not stand beside itself again.
    """
    low, high = np.searchsorted(left.times, one.left)
    times, pitches = left.times[low:high].astype(np.float64), left.pitches[low:high].astype(np.float64)
    if len(times) > 600:  # twenty seconds of it tell as much
        middle = len(times) // 2
        times, pitches = times[middle - 300 : middle + 300], pitches[middle - 300 : middle + 300]
    aim = one.at(0.0) + one.tempo * times
    first, last = np.searchsorted(right.times, (aim[0] - ELSEWHERE[1], aim[-1] + ELSEWHERE[1]))
    wrong = pitches + (one.shift + np.array(WRONG_PITCHES))[:, None]
    i, j = _same_pitch(wrong.ravel(), right.pitches[first:last], 0.0, tolerance[1])
    row, i = np.divmod(i, len(times))
    everywhere = _elsewhere(right.times[first:last][j] - aim[i], tolerance[0], row, len(WRONG_PITCHES)).ravel()
    mean = float(everywhere.mean())
    return max(1.0, float(everywhere.var()) / mean) if mean > 0 else 1.0


Line = tuple[float, float, float]  # tempo, offset, shift


def _grown(
    left: Recording, right: Recording, core: Trace, line: Line, tolerance: tuple[float, float], middle: float
) -> Trace:
    """The core carried on to both sides, fitted again each time, while its evidence grows."""
    best = core
    reach = 2 * REACH
    while True:
        ends = (max(0.0, best.left[0] - reach), min(left.seconds, best.left[1] + reach))
        better = _fitted(left, right, best.left, line, 2.0 * tolerance[0], 1.5 * tolerance[1])
        if better is None:
            return best
        grown = _weighed(left, right, ends, better, tolerance, middle)
        if grown is None or grown.digits <= best.digits + 0.01:
            return best
        best, line, reach = grown, better, min(4 * reach, 120.0)
        if ends[0] + EDGE < best.left[0] and best.left[1] < ends[1] - EDGE:
            return best  # both ends were found inside what was looked at


def _fitted(
    left: Recording, right: Recording, ends: tuple[float, float], line: Line, within: float, semitones: float
) -> Line | None:
    """Least squares over the landmarks that follow the line, three times, ever more narrowly."""
    tempo, offset, shift = line
    for narrow in (1.0, 0.8, 0.6):
        here, there, off = corresponding(left, right, ends, (tempo, offset, shift), within * narrow, semitones * narrow)
        if len(here) < 5:
            return None
        shift += _median(off)
        if here[-1] - here[0] > 0.5:
            centre = float(here.mean())
            spread = here - centre
            tempo = float(np.dot(spread, there - there.mean()) / np.dot(spread, spread))
            offset = float(there.mean()) - tempo * centre
    if not (1 / (MAX_TEMPO + 0.02) <= tempo <= MAX_TEMPO + 0.02 and abs(shift) <= MAX_PITCH + 0.2):
        return None
    return tempo, offset, shift


def corresponding(
    left: Recording, right: Recording, ends: tuple[float, float], line: Line, within: float, semitones: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Times of both sides, and semitones off the shift, of landmarks that correspond."""
    tempo, offset, shift = line
    low, high = np.searchsorted(left.times, ends)
    times, pitches = left.times[low:high].astype(np.float64), left.pitches[low:high].astype(np.float64)
    aim = offset + tempo * times
    first = np.searchsorted(right.times, aim - within)
    count = np.searchsorted(right.times, aim + within) - first
    total = int(count.sum())
    i = np.repeat(np.arange(len(times)), count)
    j = np.arange(total) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    off = right.pitches[j] - pitches[i] - shift
    near = np.abs(off) <= semitones
    return times[i[near]], right.times[j[near]].astype(np.float64), off[near]


def _weighed(
    left: Recording,
    right: Recording,
    ends: tuple[float, float],
    line: Line,
    tolerance: tuple[float, float],
    middle: float,
) -> Trace | None:
    """The stretch around ``middle`` within ``ends`` that has the most evidence for the line."""
    tempo, offset, shift = line
    within, semitones = tolerance
    low, high = np.searchsorted(left.times, ends)
    times, pitches = left.times[low:high].astype(np.float64), left.pitches[low:high].astype(np.float64)
    aim = offset + tempo * times
    reach = float(ELSEWHERE[1])
    first, last = np.searchsorted(right.times, (offset + tempo * ends[0] - reach, offset + tempo * ends[1] + reach))
    # What lies beyond the right recording cannot hit and says nothing; so does what was shifted out of its band.
    there = (aim >= 0) & (aim <= right.seconds) & (pitches + shift >= 0) & (pitches + shift <= 64.0)
    times, pitches, aim = times[there], pitches[there], aim[there]
    if len(times) < 8 or last - first < 8:
        return None
    span = max(1.0, min(right.seconds, float(right.times[last - 1])) - max(0.0, float(right.times[first])))
    sorted_pitches = np.sort(right.pitches[first:last].astype(np.float64))
    around = np.searchsorted(sorted_pitches, pitches + shift + semitones) - np.searchsorted(
        sorted_pitches, pitches + shift - semitones
    )
    chance = -np.expm1(-np.maximum(around, 0.5) / span * 2 * within)
    hit, elsewhere = _counted(times, pitches, aim, right, slice(first, last), shift, tolerance)
    # The mean of many places has to be right too: it is scaled to what the pair gives at its better wrong places.
    common = max(1.0, _quantile(elsewhere, HIGH) / max(1e-9, float(chance.sum())))
    chance = np.minimum(chance * common, AT_MOST)
    expected = float(chance.mean())
    best: Trace | None = None
    core = np.abs(times - middle) <= REACH
    for sample in (core, np.ones(len(times), bool)):
        if not sample.any():
            continue
        rate = (float(hit[sample].mean()) - float(chance[sample].mean())) / (1 - expected)
        kept = min(max(rate, 0.02), 0.95)
        worth = np.where(hit, np.log((chance + (1 - chance) * kept) / chance), math.log1p(-kept))
        start, stop = _stretch(worth, int(np.searchsorted(times, middle)))
        digits = float(worth[start:stop].sum()) / math.log(10)
        if stop - start < 6 or (best is not None and digits <= best.digits):
            continue
        begin, end = float(times[start]), float(times[stop - 1])
        best = Trace(
            (begin, end), (offset + tempo * begin, offset + tempo * end), tempo, offset, shift,
            int(hit[start:stop].sum()), stop - start, float(chance[start:stop].sum()), digits,
        )  # fmt: skip
    return best


def _counted(
    times: NDArray[np.float64],
    pitches: NDArray[np.float64],
    aim: NDArray[np.float64],
    right: Recording,
    part: slice,
    shift: float,
    tolerance: tuple[float, float],
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which landmarks hit, and how many would if the right recording were laid elsewhere, for many such places."""
    within, semitones = tolerance
    hit = np.zeros(len(times), bool)
    high = ELSEWHERE[1]
    elsewhere = _elsewhere(np.zeros(0), within)
    for begin in range(0, len(times), 512):  # bounds the memory of long segments
        here = slice(begin, begin + 512)
        first = int(np.searchsorted(right.times, aim[here][0] - high))
        last = int(np.searchsorted(right.times, aim[here][-1] + high))
        first, last = max(first, part.start), min(last, part.stop)
        if last <= first:
            continue
        i, j = _same_pitch(pitches[here], right.pitches[first:last], shift, semitones)
        off = right.times[first:last][j] - aim[here][i]
        hit[begin + i[np.abs(off) <= within]] = True
        elsewhere = elsewhere + _elsewhere(off, within)
    return hit, elsewhere[0]


def _elsewhere(
    off: NDArray[np.float64], within: float, row: NDArray[np.int64] | int = 0, rows: int = 1
) -> NDArray[np.float64]:
    """(rows, places) how many of these times off their aim hit, were the right recording laid at each wrong place."""
    low, high = ELSEWHERE
    width = 2 * within
    cells = int(2 * high / width)
    cell = np.floor((off + high) / width).astype(np.int64)
    inside = (cell >= 0) & (cell < cells)
    counts = np.bincount((row * cells + cell)[inside], minlength=rows * cells).reshape(rows, cells)
    centres = (np.arange(cells) + 0.5) * width - high
    return counts[:, np.abs(centres) >= low].astype(np.float64)


def _same_pitch(
    left: NDArray[np.floating], right: NDArray[np.floating], shift: float, semitones: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of all landmarks of both sides whose pitches differ by ``shift``, give or take ``semitones``."""
    order = np.argsort(right, kind="stable")
    keys = right[order].astype(np.float64)
    aim = left.astype(np.float64) + shift
    low = np.searchsorted(keys, aim - semitones)
    count = np.searchsorted(keys, aim + semitones, side="right") - low
    total = int(count.sum())
    i = np.repeat(np.arange(len(left)), count)
    j = order[np.arange(total) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)]
    return i, j


def _median(values: NDArray[np.floating]) -> float:
    """What ``np.median`` gives, without what it spends on each of some thousand short arrays."""
    half = len(values) // 2
    parted = np.partition(values, (half, half - 1))
    return float(parted[half]) if len(values) % 2 else float((parted[half - 1] + parted[half]) / 2)


def _quantile(values: NDArray[np.float64], share: float) -> float:
    """What ``np.quantile`` gives, likewise."""
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    parted = np.partition(values, (low, high))
    one, other, part = float(parted[low]), float(parted[high]), place - low
    return other - (other - one) * (1 - part) if part >= 0.5 else one + (other - one) * part


def _stretch(worth: NDArray[np.float64], middle: int) -> tuple[int, int]:
    """The stretch through ``middle`` whose sum is largest: half-open."""
    total = np.concatenate([[0.0], np.cumsum(worth)])
    middle = min(max(middle, 0), len(worth))
    start = int(total[: middle + 1].argmin())
    stop = middle + int(total[middle:].argmax())
    return start, max(stop, start)


def counted(left: Recording, right: Recording, one: Trace) -> Trace:
    """A trace that was found by its wave, with the landmarks along it: how many hit, and how many would by chance."""
    low, high = np.searchsorted(left.times, one.left)
    times, pitches = left.times[low:high].astype(np.float64), left.pitches[low:high].astype(np.float64)
    if not len(times):
        return one
    aim = one.at(0.0) + one.tempo * times
    hit, elsewhere = _counted(times, pitches, aim, right, slice(0, len(right.times)), one.shift, TOLERANCES[0])
    return replace(one, hits=int(hit.sum()), landmarks=len(times), expected=float(elsewhere.mean()))


def gaps(left: Recording, right: Recording, one: Trace) -> list[tuple[float, float, float, float]]:
    """Stretches inside a segment where nothing corresponds though five landmarks were to be expected to: seconds of the
    left and the right recording. What was cut out, overdubbed or replaced there is for the ear."""
    tolerance = TOLERANCES[0]
    here, _, _ = corresponding(left, right, one.left, (one.tempo, one.offset, one.shift), *tolerance)
    rate = one.hits / max(1, one.landmarks)
    edges = np.unique(np.concatenate([[one.left[0]], here, [one.left[1]]]))
    found = []
    for start, stop in pairwise(edges.tolist()):
        low, high = np.searchsorted(left.times, (start + 0.05, stop - 0.05))
        if stop - start >= 0.7 and (high - low) * rate >= 5:
            found.append((float(start), float(stop), one.at(float(start)), one.at(float(stop))))
    return found[:50]

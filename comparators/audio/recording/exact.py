"""Ends of a passage whose samples are equal: where a copy was cut to the sample, it is told to the sample.

Landmarks and signs tell ends to a tenth of a second or two. Where waves cancel below ``EQUAL`` and neither pace nor
pitch was altered, the decoded samples at the files' own rate say more. Within each end the delay is taken at which they
agree best; from there samples are followed outward as long as those of both sides differ by no more than ``STEPS``
steps of 16 bits, the level and polarity of one side brought to those of the other (the louder one to the quieter one's,
so that neither is blown up). An end moves outward by no more than ``FAR`` seconds, inward by no more than ``NEAR``;
silence, where everything is equal, moves none.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from comparators.audio.recording.landmarks import Floats
from comparators.audio.recording.tracing import Trace

EQUAL = -60.0  # dB of the residual
STEPS = 2.0 / 32768  # by which equal samples may differ: rounding of a level, and dither
LOUD = 4 * STEPS  # of a sample that is no silence
INSIDE, NEAR, FAR = 1.0, 0.25, 2.0  # seconds from an end: inside, where samples are laid on each other; outside
LAG = 0.05  # seconds by which the map may be off
PACE = 1e-3  # share of the pace that is none

Read = Callable[[float, float], tuple[Floats, float]]  # seconds from, to: samples, and the second of the first


def extended(one: Trace, reads: tuple[Read, Read], rates: tuple[int, int], lengths: tuple[float, float]) -> Trace:
    """The same segment with ends as far out as samples are equal; as it was, where rates differ or none are.

    ``reads``: a stretch of either side at its own rate; ``lengths``: seconds of both."""
    if rates[0] != rates[1] or abs(one.tempo - 1) > PACE or abs(one.shift) > 0.05:
        return one
    rate = rates[0]
    start, delay = _end(one, reads, rate, lengths, forward=False)
    stop, other = _end(one, reads, rate, lengths, forward=True)
    delays = [d for d in (delay, other) if d is not None]
    if not delays or max(delays) - min(delays) > 1.5 / rate:  # two delays: samples were put in or left out between
        return one
    ends = start, stop
    shift = delays[0]
    right = max(0.0, ends[0] + shift), min(lengths[1], ends[1] + shift)
    return replace(one, left=ends, right=right, tempo=1.0, offset=shift)


def _end(
    one: Trace, reads: tuple[Read, Read], rate: int, lengths: tuple[float, float], *, forward: bool
) -> tuple[float, float | None]:
    """Where equal samples end on the left, and the delay of the right side (seconds); None where none are equal."""
    at = one.left[1] if forward else one.left[0]
    low, high = (at - INSIDE, at + FAR) if forward else (at - FAR, at + INSIDE)
    low, high = max(0.0, low), min(lengths[0], high)
    mine, first = reads[0](low, high)
    theirs, second = reads[1](max(0.0, one.at(low) - LAG), min(lengths[1], one.at(high) + LAG))
    edge, far, near = (round(x * rate) for x in (at - first, INSIDE, NEAR))
    anchor = slice(max(0, edge - far), edge - near) if forward else slice(edge + near, min(len(mine), edge + far))
    if anchor.stop <= anchor.start:
        return at, None
    expected = round((one.at(first) - second) * rate)
    lag = _lag(mine[anchor], theirs, anchor.start + expected, round(LAG * rate))
    if lag is None:
        return at, None
    shift = expected + lag
    begin, end = max(0, -shift), min(len(mine), len(theirs) - shift)
    x, y = mine[begin:end].astype(np.float64), theirs[begin + shift : end + shift].astype(np.float64)
    inside = slice(max(0, anchor.start - begin), max(0, anchor.stop - begin))
    if not len(x[inside]):
        return at, None
    equal = _equal(x, y, inside)
    if not equal[inside].all():
        return at, None
    delay = second + shift / rate - first
    loud = np.maximum(np.abs(x), np.abs(y)) > LOUD
    edge -= begin
    outward, heard = (
        (some[inside.stop :] if forward else some[: inside.start][::-1]) for some in (equal, loud)
    )  # fmt: skip
    told = edge - inside.stop if forward else inside.start - edge
    run = len(outward) if outward.all() else int(outward.argmin())
    if run > told:
        last = np.flatnonzero(heard[:run])
        run = max(told, int(last[-1]) + 1 if len(last) else 0)
    return first + (begin + (inside.stop + run if forward else inside.start - run)) / rate, delay


def _equal(x: NDArray[np.float64], y: NDArray[np.float64], inside: slice) -> NDArray[np.bool_]:
    """Which samples of both sides are equal but for level and polarity, which those ``inside`` say."""
    a, b = x[inside], y[inside]
    gain = math.sqrt(float(np.square(b).sum()) / max(1e-12, float(np.square(a).sum())))
    sign = -1.0 if float((a * b).sum()) < 0 else 1.0
    apart = y - sign * gain * x if gain <= 1 else x - sign * y / gain
    found: NDArray[np.bool_] = np.abs(apart) <= STEPS
    return found


def _lag(mine: Floats, theirs: Floats, expected: int, most: int) -> int | None:
    """Samples by which a stretch lies off ``expected`` in the other side, at the largest correlation."""
    low, high = expected - most, expected + most + len(mine)
    around = np.zeros(high - low)
    kept = theirs[max(0, low) : max(0, high)].astype(np.float64)
    around[max(0, -low) : max(0, -low) + len(kept)] = kept
    if not len(mine) or not np.abs(mine).max(initial=0.0) > LOUD:
        return None
    size = 1 << (len(around) + len(mine) - 1).bit_length()
    across = np.abs(irfft(np.conj(rfft(mine.astype(np.float64), size)) * rfft(around, size), size)[: 2 * most + 1])
    energy = np.concatenate([[0.0], np.cumsum(np.square(around))])
    return int((across / np.sqrt(energy[len(mine) :] - energy[: -len(mine)] + 1e-9)).argmax()) - most

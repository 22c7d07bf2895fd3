"""The plainer pace, where landmarks cannot tell it from the one that was found.

The pace of a segment is that of the line that its landmarks follow best. In a second or two, under other sound, a few
that correspond by chance move it by a percent. So a pace that is known otherwise is tried on the same landmarks: none
(1), and for a further occurrence of a stretch that of its strongest one. Both lines are weighed by how near to them the
landmarks lie: a likelihood ratio, each pair of landmarks a mixture of a normal law of ``SPREAD`` and of chance. What
was found stands where it is better by more than ``NOISE`` digits: a pace altered by 1 % is, over two seconds.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from comparators.audio.recording.landmarks import Recording
from comparators.audio.recording.tracing import TOLERANCES, Trace, corresponding

NEAR = 0.02  # share by which a pace may be off the plainer one
DRIFT = 0.1  # seconds over the length of a segment, beyond which nobody takes one pace for the other
LONGEST = 30.0  # seconds, beyond which landmarks tell a pace to a few hundredths of a percent
SHIFT = 0.15  # semitones, beyond which a copy was altered in any case
NOISE = 1.5  # decimal digits of a likelihood ratio
SPREAD = 0.006  # seconds by which a landmark of a copy is off its place
WITHIN = 0.05  # seconds from the line that was found, and its drift, that are looked at
STEP = 0.001  # seconds


def plain(left: Recording, right: Recording, one: Trace) -> Trace:
    """``one`` at the pace 1 where its landmarks cannot tell, else as it was."""
    return one if abs(one.shift) > SHIFT else paced(left, right, one, 1.0)


def paced(left: Recording, right: Recording, one: Trace, tempo: float) -> Trace:
    """``one`` at another pace, ``tempo``, where its landmarks cannot tell both apart, else as it was."""
    seconds = one.left[1] - one.left[0]
    drift = abs(one.tempo - tempo) * seconds
    if one.tempo == tempo or abs(one.tempo / tempo - 1) > NEAR or drift > DRIFT or seconds > LONGEST:
        return one
    line = one.tempo, one.offset, one.shift
    here, there, _ = corresponding(left, right, one.left, line, WITHIN + drift / 2, TOLERANCES[0][1])
    if len(here) < 3:
        return one
    odds = _odds(one)
    found, _ = _likely(here, there, one.tempo, one.offset, odds)
    middle = (one.left[0] + one.left[1]) / 2
    other, offset = _likely(here, there, tempo, one.at(middle) - tempo * middle, odds)
    if (found - other) / math.log(10) > NOISE:
        return one
    made = replace(one, tempo=tempo, offset=offset)
    return replace(made, right=(made.at(one.left[0]), made.at(one.left[1])))


def _odds(one: Trace) -> float:
    """How many times as dense the landmarks of a copy lie right at the line as those of chance."""
    count = max(1, one.landmarks)
    chance = min(max(one.expected / count, 0.01), 0.9)
    kept = min(max((one.hits / count - chance) / (1 - chance), 0.05), 0.95)
    return kept / (SPREAD * math.sqrt(2 * math.pi)) / (chance / (2 * TOLERANCES[0][0]))


def _likely(
    here: NDArray[np.float64], there: NDArray[np.float64], tempo: float, offset: float, odds: float
) -> tuple[float, float]:
    """The logarithm of the likelihood against chance, and the offset within ``WITHIN`` seconds where it is largest."""
    count = round(WITHIN / STEP)
    tried = offset + STEP * np.arange(-count, count + 1)
    off = (there - tempo * here)[None, :] - tried[:, None]
    worth = np.log1p(odds * np.exp(-np.square(off / SPREAD) / 2)).sum(axis=1)
    best = int(worth.argmax())
    return float(worth[best]), float(tried[best])

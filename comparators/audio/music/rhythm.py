"""Rhythm apart from pitch: each time from one beginning to the next against the one before."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
SHORTEST = 1 / 32  # quarters: nearer beginnings count as this far apart
NEAR = 0.35  # of an octave of time: 1.27 times as long is still the same, since people do not play like clocks


def ratios(onset: Array) -> Array:
    """log2 of each inter-onset time over the one before, in halves, between −8 and 8; n − 2 of n notes."""
    times = np.maximum(np.diff(onset), SHORTEST)
    if len(times) < 2:
        return np.zeros(0, np.int64)
    found: Array = np.clip(np.round(2 * np.log2(times[1:] / times[:-1])), -16, 16).astype(np.int64)
    return found


def same(left: Array, right: Array) -> tuple[Array, float]:
    """Of the times between corresponding notes, which are alike at one tempo; and that tempo (right over left).

    ``left``, ``right``: onsets of the same number of notes. The tempo is the median of the ratios of times.
    """
    one = np.maximum(np.diff(np.asarray(left, np.float64)), SHORTEST)
    other = np.maximum(np.diff(np.asarray(right, np.float64)), SHORTEST)
    if not len(one):
        return np.zeros(0, bool), 1.0
    ratio = np.log2(one / other)
    middle = float(np.median(ratio))
    return np.abs(ratio - middle) <= NEAR, round(float(2**middle), 4)

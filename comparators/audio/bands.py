"""Bands of a spectrum on an axis of log frequency."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray


@cache
def triangles(rate: int, frame: int, lowest: float, per_octave: int, count: int) -> NDArray[np.float32]:
    """(frame // 2 + 1, count): triangles over the bins of a spectrum, each of sum 1, at least a bin wide.

    ``rate``, ``lowest``: hertz; band n has its centre ``n / per_octave`` octaves above ``lowest``.
    """
    hertz = np.arange(frame // 2 + 1) * (rate / frame)
    centres = lowest * 2 ** (np.arange(count) / per_octave)
    half = np.maximum(centres * (2 ** (1 / per_octave) - 1), rate / frame)
    weights = np.clip(1 - np.abs(hertz[:, None] - centres) / half, 0, None)
    return np.asarray(weights / weights.sum(axis=0), np.float32)

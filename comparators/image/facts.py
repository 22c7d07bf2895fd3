"""Colours and composition of a picture in words, beside a match: facts that a person sees anyway, no likeness.

Both are of the whole picture as it is seen. What is conventional in them (a blue sky, a subject in the middle) is for
experts to say.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

COLOURS = 5  # of a palette
STEP = 32  # levels of red, green and blue that count as one colour
THIRDS = 3  # fields of a row and of a column


def palette(thumb: NDArray[np.uint8]) -> str:
    """The commonest colours of (rows, columns, 3) RGB, commonest first, as ``#rrggbb``: each the mean of what lies
    within ``STEP`` levels, none that less than one pixel of fifty has."""
    colours = thumb.reshape(-1, 3).astype(np.int64)
    codes = (colours // STEP * np.array([64, 8, 1])).sum(axis=1)
    values, group, counts = np.unique(codes, return_inverse=True, return_counts=True)
    order = np.lexsort((values, -counts))[:COLOURS]
    means = [np.rint(colours[group == at].mean(axis=0)).astype(int) for at in order if 50 * counts[at] >= len(colours)]
    return ", ".join("#{:02x}{:02x}{:02x}".format(*mean) for mean in means)


def busy(grey: NDArray[np.uint8]) -> str:
    """Which of nine fields, 1 to 9 row by row, hold more detail (steps between neighbouring pixels of (rows, columns)
    luminance) than an even share; empty for a picture without any."""
    values = grey.astype(np.int64)
    steps = np.zeros(grey.shape, np.int64)
    steps[1:] += np.abs(np.diff(values, axis=0))
    steps[:, 1:] += np.abs(np.diff(values, axis=1))
    rows = np.array_split(steps, THIRDS, axis=0)
    fields = [(int(f.sum()), f.size) for row in rows for f in np.array_split(row, THIRDS, axis=1)]
    whole = int(steps.sum())
    return ", ".join(str(at) for at, (own, size) in enumerate(fields, 1) if own * steps.size > whole * size)

"""A match side by side, line by line: what is equal as written, equal once normalised, or stands on one side alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.exhibit import Listing
from appraisal.work import Work
from comparators.code import listing as drawing
from comparators.code.features import numbers
from comparators.code.listing import ALONE, CHANGED, SAME
from comparators.code.source import Source

Array = NDArray[Any]


def listing(left: Work, right: Work, match: Match) -> Listing:
    """Rows of both sides, lines that run in step opposite each other. Raises ``MaterialError`` for another work."""
    one, other = drawing.read(left, match.left), drawing.read(right, match.right)
    blocks = match.details["token_blocks"]
    marks = _marks(one, other, blocks), _marks(other, one, [[b, a, n] for a, b, n in blocks])
    return drawing.listing(
        (one, other), marks, match, (match.details["from_to_of_left"], match.details["from_to_of_right"])
    )


def _marks(own: Source, other: Source, blocks: list[list[int]]) -> Array:
    """How each character of the text is shown (uint8)."""
    marks = np.zeros(len(own.text), np.uint8)
    mine, theirs = numbers(own)[1], numbers(other)[1]
    levels = np.full(len(mine), ALONE, np.uint8)
    for a, b, size in blocks:
        same = mine[a : a + size] == theirs[b : b + size]
        levels[a : a + size] = np.where(same, SAME, CHANGED)
    for start, stop, level in zip(own.tokens.starts.tolist(), own.tokens.stops.tolist(), levels.tolist(), strict=True):
        marks[start:stop] = level
    return marks

"""Tables of numbers, and long stretches that repeat themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code import kinds
from comparators.code.features import CodeFeatures
from comparators.code.filters.marks import REPETITION, TABLE, Mark
from comparators.code.kinds import Kind

Array = NDArray[Any]
BETWEEN = tuple(kinds.symbol(Kind.SIGN, sign) for sign in (",", "{", "}", "[", "]", "(", ")", "-", "+", "|", "~"))
TABLE_TOKENS = 80  # in a row that are numbers, strings or what stands between them,
NUMBERS = 0.3  # share of them that are numbers (half of a table of one column is commas)
HEAD_TOKENS = 16  # of its declaration, on the line on which it begins, go with it
RUN_TOKENS = 200  # of a repetitive stretch


def marks(features: CodeFeatures) -> Iterator[Mark]:
    """Whole lines of tables and repetitive runs."""
    is_number = features.kinds == Kind.NUMBER
    inside = is_number | (features.kinds == Kind.STRING) | np.isin(features.symbols, BETWEEN)
    for start, stop in stretches(inside):
        numbers = int(np.count_nonzero(is_number[start:stop]))
        if stop - start >= TABLE_TOKENS and numbers >= NUMBERS * (stop - start):
            first, last = _lines(features, start, stop, before=HEAD_TOKENS, after=1)
            if first < last:
                yield Mark(TABLE, first, last, f"table of numbers: {numbers}")
    for start, stop in stretches(features.repetitive > 0):
        if stop - start >= RUN_TOKENS:
            first, last = _lines(features, start, stop)
            if first < last:
                yield Mark(REPETITION, first, last, f"stretch that repeats itself: {stop - start} tokens")


def stretches(flags: Array) -> list[tuple[int, int]]:
    """Half-open stretches of set flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _lines(features: CodeFeatures, start: int, stop: int, *, before: int = 0, after: int = 0) -> tuple[int, int]:
    """Lines that hold tokens of the stretch and no others, but for a few before it and after it on its edges."""
    first, last = int(features.lines[start]), int(features.last_lines[stop - 1]) + 1
    if start - 1 - before >= 0 and int(features.last_lines[start - 1 - before]) == first:
        first += 1
    if stop + after < len(features) and int(features.lines[stop + after]) == last - 1:
        last -= 1
    return first, last

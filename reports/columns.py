"""Details of an excerpt in columns, one below the other, so that many of them take little height."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reports.widths import PAGE, letters

COLUMNS = 3
APART = 4.0  # letters between two columns
Pair = tuple[str, str]


def in_columns(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """``pairs`` in their order, divided so that the highest of ``COLUMNS`` columns is as low as it can be."""
    room = (PAGE - APART * (COLUMNS - 1)) / COLUMNS
    lines = [max(1, math.ceil(letters("".join(pair)) / room)) for pair in pairs]
    high = max([math.ceil(sum(lines) / COLUMNS), *lines], default=0)
    while len(made := _filled(pairs, lines, high)) > COLUMNS:
        high += 1
    return made


def _filled(pairs: Sequence[Pair], lines: Sequence[int], high: int) -> list[list[Pair]]:
    made: list[list[Pair]] = [[]]
    used = 0
    for pair, size in zip(pairs, lines, strict=True):
        if used + size > high:
            made.append([])
            used = 0
        made[-1].append(pair)
        used += size
    return made

"""Details of an excerpt in columns, one below the other, so that many of them take little height."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reports.widths import PAGE, letters

COLUMNS = 3
APART = 4.0  # letters between two columns
ROOM = (PAGE - APART * (COLUMNS - 1)) / COLUMNS
BAND = 8  # lines of details, in columns, that stay on one page
HIGHEST = 590.0  # points of a picture that stands on the page of its title: 690 are between header and footer
Pair = tuple[str, str]


def in_columns(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """``pairs`` in their order, divided so that the highest of ``COLUMNS`` columns is as low as it can be."""
    lines = [*map(_lines, pairs)]
    high = max([math.ceil(sum(lines) / COLUMNS), *lines], default=0)
    while len(made := _filled(pairs, lines, high)) > COLUMNS:
        high += 1
    return made


def bands(pairs: Sequence[Pair]) -> list[list[list[Pair]]]:
    """``pairs`` in their order in bands of columns, about ``BAND`` lines high and one like the other: pages break
    between them, so that a column is read to its end before the next one."""
    total = sum(map(_lines, pairs))
    count = math.ceil(total / (BAND * COLUMNS))
    made: list[list[Pair]] = []
    used = 0
    for pair in pairs:
        if not made or used >= total * len(made) / count:
            made.append([])
        made[-1].append(pair)
        used += _lines(pair)
    return [in_columns(some) for some in made]


def wide(high: float) -> float:
    """How wide a picture is that is ``high`` points high as wide as the text, as a share of this."""
    return round(min(1.0, HIGHEST / max(1.0, high)), 3)


def lines(column: Sequence[Pair]) -> int:
    """Lines of a column."""
    return sum(map(_lines, column))


def _lines(pair: Pair) -> int:
    return max(1, math.ceil(letters("".join(pair)) / ROOM))


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

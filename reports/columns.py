"""Details of an excerpt in columns, one below the other, so that many of them take little height."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reports.widths import PAGE, letters

COLUMNS = 3
APART = 4.0  # letters between two columns
ROOM = (PAGE - APART * (COLUMNS - 1)) / COLUMNS
BODY = 690.0  # points between header and footer of a page, as in report.typ, a little less
TITLE = 62.0  # of the title of an excerpt with its places
LINE = 12.5  # of a line of details
LINE_OF_TABLE = 17.0
OVER_TABLE = 4  # lines of it that its caption and its head take, which has two lines, and the room below
LEAST = 0.6
Pair = tuple[str, str]


def in_columns(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """``pairs`` in their order, divided so that the highest of ``COLUMNS`` columns is as low as it can be."""
    lines = [*map(_lines, pairs)]
    high = max([math.ceil(sum(lines) / COLUMNS), *lines], default=0)
    while len(made := _filled(pairs, lines, high)) > COLUMNS:
        high += 1
    return made


def beside(high: float, pairs: Sequence[Pair], rows: int) -> float:
    """How wide a picture of an excerpt is, as a share of the text: such that ``high`` points of it (were it as wide as
    the text) stand on one page with its details and with a table of so many rows; ``LEAST`` at the least."""
    details = max((sum(map(_lines, column)) for column in in_columns(pairs)), default=0) if pairs else 0
    room = BODY - TITLE - LINE * details - (LINE_OF_TABLE * (rows + OVER_TABLE) if rows else 0)
    return round(min(1.0, max(LEAST, room / max(1.0, high))), 3)


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

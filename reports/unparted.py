"""Names of files in tables of the DOCX. Word processors break a long name at none of its signs, but at any letter where
a column has no room for it, and a place to break would stay in what a reader copies: so columns are widened as far as
the others can spare room, and the letters of the table are made smaller."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reports.document import Line
from reports.indents import indented
from reports.widths import EM, PAGE, extent, rooms, scale

NAME = re.compile("[!-~\u00a1-\u2e7f](?:[!-~\u00a1-\u2e7f]|：(?=[!-~]))*[、。，：；）]?")  # with the sign that it keeps
WHOLLY = 1.06  # sizes are half points in a DOCX, and its fonts are others
LONGEST = 44  # letters; a longer name is parted in any column
ID = 16  # digits of the name of a match, which stays whole
SPARED = 0.75  # of its width that a column keeps for the sake of names in others
NUMBER = 5.0  # letters of a number; what takes more is a name
SAME = 0.15  # by which widths of one size differ, since they are rounded
LEAST = 0.78  # letters of a cell are made no smaller than this


def longest(line: Line) -> float:
    """Letters of a line that the longest name of a cell takes; long digests, which may be parted anywhere, are none."""
    words = "".join(" " * len(one.text) if one.style == "digest" and len(one.text) > ID else one.text for one in line)
    styles = [piece.style for piece in line for _ in piece.text]
    found = (range(*match.span()) for match in NAME.finditer(words))
    return max((sum(extent(words[at], styles[at]) for at in name) for name in found), default=0.0)


def lines(line: Line, room: float) -> float:
    """Letters of the longest line of a cell that has room now."""
    told = "".join(piece.text for piece in line).split("\n")
    return max((size for size in map(extent, told) if size <= room), default=0.0)


def widened(widths: Sequence[float], rows: Iterable[Sequence[Line]]) -> tuple[float, ...]:
    """``widths`` of the same sum, in which a column has room for its longest name where others can spare it: these keep
    what they have on one line there. ``rows``: the head among them."""
    held, size, unit = rooms(widths), scale(widths), (sum(widths) or 1.0) / PAGE
    needs = [0.0] * len(widths)
    for row in rows:
        for at, cell in enumerate(row[: len(needs)]):
            if (name := longest(cell)) <= LONGEST:
                needs[at] = max(needs[at], name * WHOLLY)
            needs[at] = max(needs[at], lines(cell, held[at]))
    named = [at for at, need in enumerate(needs) if need >= NUMBER]
    for at in named:  # columns of one width hold the same of both works, and stay so; those of numbers may be as wide
        needs[at] = max(needs[other] for other in named if abs(widths[other] - widths[at]) < SAME)
    short = [max(0.0, need - room) * size for need, room in zip(needs, held, strict=True)]  # letters of ``PAGE``
    spare = [
        0.0 if lacks else max(0.0, min((room - need) * size, (1 - SPARED) * width / unit))
        for lacks, need, room, width in zip(short, needs, held, widths, strict=True)
    ]
    if not any(short) or not any(spare):
        return tuple(widths)
    given, taken = (min(1.0, sum(one) / sum(other)) for one, other in ((spare, short), (short, spare)))
    return tuple(
        width + unit * (lacks * given - has * taken) for width, lacks, has in zip(widths, short, spare, strict=True)
    )


def smaller(line: Line, room: float) -> float:
    """How large the letters of a cell are, in [``LEAST``, 1], so that its longest name stands on one line of so many
    letters; 1 where that is of no avail."""
    name = longest(line) * WHOLLY
    return 1.0 if name <= room or room < EM or name * LEAST > room else room / name


def even(rows: Iterable[Sequence[Line]], held: Sequence[float]) -> float:
    """How large the letters of a table are: of one size, since a reader holds its columns beside each other; such that
    every name that smaller letters keep whole is whole. ``held``: letters that a line of each column has room for."""
    sizes = (smaller(bare, max(2.0, room - depth * EM)) for row in rows for (depth, bare), room in
             zip(map(indented, row), held, strict=False))  # fmt: skip
    return min(sizes, default=1.0)

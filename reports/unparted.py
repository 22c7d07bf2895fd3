"""Names of files in tables of the DOCX. Word processors break a long name at none of its signs, but at any letter where
a column has no room for it, and a place to break would stay in what a reader copies: so columns are widened as far as
the others can spare room, and only a path that has none even then gets places to break. Letters are made no smaller for
it, since tables of one kind would be of different sizes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from reports.breaks import BREAK, parts
from reports.document import Line
from reports.widths import FRAME, GAP_BEHIND, PAGE, behind_number, extent, longest_whole, rooms, scale

NAME = re.compile("[!-~\u00a1-\u2e7f](?:[!-~\u00a1-\u2e7f]|：(?=[!-~]))*[、。，：；）]?")  # with the sign that it keeps
PATH = re.compile(r"[^\"'{}<>|*?=;]*/[^\"'{}<>|*?=;]*")  # of a file, not code or data
WHOLLY = 1.06  # sizes are half points in a DOCX, and its fonts are others
LONGEST = 44  # letters; a longer name is parted in any column
ID = 16  # digits of the name of a match, which stays whole
SPARED = 0.75  # of its width that a column keeps for the sake of names in others
NUMBER = 5.0  # letters of a number; what takes more is a name
LEFT = 16.0  # letters that a column of text on several lines is left with
SHORT = 16.0  # letters of a line of a cell that stays whole where others can spare all that this takes
EDGED = 1.02  # by which such a line may be longer in the fonts of an office
YIELD = 0.06  # of its room that a wide column yields for such lines
SAME = 0.15  # by which widths of one size differ, since they are rounded


def longest(line: Line) -> float:
    """Letters of a line that the longest name of a cell takes; long digests, which may be parted anywhere, are none."""
    return max((size for _, size in _names(line)), default=0.0)


def _names(line: Line) -> Iterator[tuple[range, float]]:
    """Where the names of a cell stand in its text, and the letters that each takes."""
    words = "".join(" " * len(one.text) if one.style == "digest" and len(one.text) > ID else one.text for one in line)
    styles = [piece.style for piece in line for _ in piece.text]
    for match in NAME.finditer(words):
        yield range(*match.span()), sum(extent(words[at], styles[at]) for at in range(*match.span()))


def lines(line: Line, room: float) -> float:
    """Letters of the longest line of a cell that has room now, the frame of a status word among them."""
    told = "".join(piece.text for piece in line).split("\n")
    framed = [piece.text for piece in line if piece.style == "mark"]
    sizes = (extent(one) + FRAME * (one in framed) for one in told)
    return max((size for size in sizes if size <= room), default=0.0)


def widened(widths: Sequence[float], rows: Iterable[Sequence[Line]], align: str = "") -> tuple[float, ...]:
    """``widths`` of the same sum, in which a column has room for its longest name where others can spare it: these keep
    what they have on one line there. So it is with its short lines, where all of them find the room, and then with what
    should not be parted (``whole``). ``rows``: the head among them; ``align``: of the columns, for behind a number
    there is a gap that is room for no letter."""
    every = [*rows]
    made, all_find_it = _spared(widths, every, align, SHORT)
    return _whole(made if all_find_it else _spared(widths, every, align)[0], every, align)


def _whole(widths: Sequence[float], rows: Sequence[Sequence[Line]], align: str) -> tuple[float, ...]:
    """Widths with room for what should not be parted (``whole``), as far as wide columns can yield it: those columns
    go without that lack most."""
    size, unit = scale(widths), (sum(widths) or 1.0) / PAGE
    gaps = [GAP_BEHIND * behind_number(align, at) for at in range(len(widths))]
    held = [room - gap / size for room, gap in zip(rooms(widths), gaps, strict=True)]
    needs = [0.0] * len(widths)
    for row in rows[1:] or rows:  # heads may stand on several lines
        for at, cell in enumerate(row[: len(needs)]):
            needs[at] = max(needs[at], longest_whole(cell) * WHOLLY)
    lacks = [max(0.0, need - room) for need, room in zip(needs, held, strict=True)]
    gives = [0.0 if lack else max(0.0, min(YIELD * room, room - LEFT)) for lack, room in zip(lacks, held, strict=True)]
    while sum(lacks) > sum(gives):
        lacks[lacks.index(max(lacks))] = 0.0
    if not any(lacks):
        return tuple(widths)
    share = sum(lacks) / sum(gives)
    return tuple(
        width + unit * size * (lack - give * share) for width, lack, give in zip(widths, lacks, gives, strict=True)
    )


def _spared(
    widths: Sequence[float], rows: Sequence[Sequence[Line]], align: str, most: float = 0.0
) -> tuple[tuple[float, ...], bool]:
    """Widths with room for names and for lines of at most so many letters, as far as others can spare it, and whether
    they can spare all."""
    size, unit = scale(widths), (sum(widths) or 1.0) / PAGE
    gaps = [GAP_BEHIND * behind_number(align, at) for at in range(len(widths))]
    held = [max(1.0, room - gap / size) for room, gap in zip(rooms(widths), gaps, strict=True)]
    bare = [width - gap * unit for width, gap in zip(widths, gaps, strict=True)]
    needs = [0.0] * len(widths)
    for row in rows:
        for at, cell in enumerate(row[: len(needs)]):
            if (name := longest(cell)) <= LONGEST:
                needs[at] = max(needs[at], name * WHOLLY)
            needs[at] = max(needs[at], lines(cell, held[at]), lines(cell, most / EDGED) * EDGED)
            if any(extent(one) > held[at] for one in "".join(piece.text for piece in cell).split("\n")):
                needs[at] = max(needs[at], min(LEFT, held[at]))
    named = [at for at, need in enumerate(needs) if need >= NUMBER]
    for at in named:  # columns of one width hold the same of both works, and stay so; those of numbers may be as wide
        needs[at] = max(needs[other] for other in named if abs(bare[other] - bare[at]) < SAME)
    short = [max(0.0, need - room) * size for need, room in zip(needs, held, strict=True)]  # letters of ``PAGE``
    spare = [
        0.0 if lacks else max(0.0, min((room - need) * size, (1 - SPARED) * width / unit))
        for lacks, need, room, width in zip(short, needs, held, widths, strict=True)
    ]
    if not any(short) or not any(spare):
        return tuple(widths), not any(short)
    given, taken = (min(1.0, sum(one) / sum(other)) for one, other in ((spare, short), (short, spare)))
    made = tuple(
        width + unit * (lacks * given - has * taken) for width, lacks, has in zip(widths, short, spare, strict=True)
    )
    return made, given == 1.0


def parted(line: Line, room: float) -> list[str]:
    """The texts of a cell's pieces, with places to break (``BREAK``) in paths that no line of so many letters holds
    (``breaks.parts``) and in nothing else, for whoever copies it; an office's letters are narrower than ours."""
    words = "".join(piece.text for piece in line)
    paths = (
        places for places, size in _names(line) if size > room and PATH.fullmatch(words[places.start : places.stop])
    )
    cut = ((span.start, parts(words[span.start : span.stop], room)[:-1]) for span in paths)
    ends = {start + end for start, some in cut for end in accumulate(map(len, some))}
    texts, at = [], 0
    for piece in line:
        cuts = [0, *(end - at for end in sorted(ends) if at < end <= at + len(piece.text)), len(piece.text)]
        texts.append(BREAK.join(piece.text[a:b] for a, b in pairwise(dict.fromkeys(cuts))))
        at += len(piece.text)
    return texts

"""What of a line is drawn as one thing that stays on one line, where there is the room for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.document import Inline, Line
from reports.whole import ABREAST as PAIRS
from reports.whole import BEHIND, IN_TEXT, NUMBERS, OF, PARTS, ROOMY, STAYS, wholes
from reports.widths import FRAME, LINE, SAFE, SURELY, extent, own_words, reference

CELLS = (ROOMY, PARTS, NUMBERS, STAYS)  # what stays whole in cells, earlier ones first
Held = tuple[tuple[Inline, ...], bool]  # pieces of a line, and whether they stay on one


def held(line: Line, room: float, *, head: bool = False) -> Iterator[Held]:
    """A cell cut into what stays on one line and what need not; ``room``: letters of a line. Of what surely takes no
    more than one line nothing is cut. Of the ``head`` of a column no hanzi stays alone on a line."""
    told = "".join(piece.text for piece in line).split("\n")
    high = any(extent(each, head=head) * SURELY > room for each in told)
    return _cut(line, room, ((PAIRS,) if head else CELLS) if high else (), room)


def in_prose(line: Line, most: float) -> Iterator[Held]:
    """A paragraph cut likewise: what is a figure stays on one line, where its lines can take up ``most`` letters
    unseen, a quotient and a folder or file wherever they stand, and the name of a record with the word before it."""
    return _cut(line, most, (OF, PARTS, IN_TEXT), LINE)


def in_excerpt(line: Line, room: float) -> Iterator[Held]:
    """A line of an excerpt cut likewise, where lines are not set to both margins."""
    return _cut(line, room, CELLS, room)


def _cut(line: Line, most: float, kinds: Sequence[re.Pattern[str]], room: float) -> Iterator[Held]:
    """The pieces of a line in their order, alone or as many as make up what stays whole."""
    at, stop_of_all = 0, sum(len(piece.text) for piece in line)
    for start, stop in [*sorted(_kept(line, most, kinds, room)), (stop_of_all, stop_of_all)]:
        yield from (((piece,), False) for piece in _sliced(line, at, start))
        if stop > start:
            yield tuple(_sliced(line, start, stop)), True
        at = stop


def _kept(line: Line, most: float, kinds: Sequence[re.Pattern[str]], room: float) -> Iterator[tuple[int, int]]:
    """Where in a line stands what stays whole: names of records, and what is of one of the ``kinds``, earlier ones
    first, and has at the ``most`` so many letters; each with the signs ``BEHIND`` it where the room holds them."""
    words, at = own_words(line), 0
    spans, frames = [], []
    for piece in line:
        span = at, at + len(piece.text)
        spans += [span] if reference(piece, room) else []
        frames += [span] if piece.style == "mark" else []
        at = span[1]
    for kind in kinds:
        surely = {ROOMY: SURELY, PARTS: SAFE}.get(kind, 1.0)  # long enough to run over into the next column
        least = room if kind in (OF, PARTS) else most
        found = [span for span in wholes(words, kind) if _extent(line, *span) * surely <= least]
        spans += [span for span in found if all(span[1] <= a or b <= span[0] for a, b in (*spans, *frames))]
    for start, stop in (*spans, *frames):
        signed = max(match.end() for match in [BEHIND.match(words, stop)] if match)
        fits = _extent(line, start, signed) + FRAME <= room
        if (start, stop) in spans or (signed > stop and fits):
            yield start, signed if fits else stop


def _extent(line: Line, start: int, stop: int) -> float:
    return sum(extent(piece.text, piece.style) for piece in _sliced(line, start, stop))


def _sliced(line: Line, start: int, stop: int) -> Iterator[Inline]:
    """The pieces of a line from one letter to another."""
    at = 0
    for piece in line:
        if text := piece.text[max(0, start - at) : max(0, stop - at)]:
            yield replace(piece, text=text)
        at += len(piece.text)

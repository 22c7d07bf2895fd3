"""Which notes of two scores count: each note of one tune is laid on one of another tune, by the strongest passage.

Songs repeat their passages. A phrase of the accused work that stands once corresponds to every repeat of it in the
claimed one, and a share that added them up would say that so much was taken as often as the work repeats it. So the
passages of two tunes are gone through from the strongest (most bits, then the longest, then the earliest): what of a
passage lies, on both sides, outside all that was laid before counts, the rest repeats it.

Of the places of one passage that with which it was found is laid first, then wholly free ones on wholly free ones from
the earliest on, then what of the others is free. Keys do not count: a repeat in another key is a repeat. Of a place
that others cut, stretches of at least ``least`` corresponding notes count, as of a passage. Notes between, which differ
or stand on one side alone, do not count. A tune (one piece of a file, with all its parts that are compared) is a work
of its own: between two other tunes nothing is taken off. Which tune goes first is decided by their notes, so that works
which change sides change figures and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Block, Match
from appraisal.span import Span
from comparators.audio.music.passages import Line

Array = NDArray[Any]
WHOLE, PART, REPEAT = "counted-whole", "counted-part", "repeat"  # what of the places of a passage counts
MOST_PLACES = 12  # that count and are named
Piece = tuple[str, int]  # file, and number of the tune in it
Pair = tuple[tuple[Span, ...], tuple[Span, ...]]


@dataclass
class Side:
    """Notes of one file that nothing is laid on yet."""

    free: Array

    def wholly(self, place: Span) -> bool:
        return bool(self.free[int(place.start) : int(place.stop)].all())

    def room(self, place: Span, least: int) -> bool:
        """Whether enough of a place is free for a stretch of it to count."""
        return bool(self.free[int(place.start) : int(place.stop)].sum() >= min(least, place.length))


def laid(lines: tuple[Sequence[Line], Sequence[Line]], matches: Sequence[Match], least: int) -> list[Pair]:
    """Of each match, in their order, the notes that count on the left and on the right, as places.

    ``lines``: those that are compared; ``least``: notes that a cut stretch must have.
    """
    pieces = _pieces(lines[0]), _pieces(lines[1])
    groups: dict[tuple[Piece, Piece], list[int]] = {}
    for number, match in enumerate(matches):
        ends = _piece(lines[0], match.left), _piece(lines[1], match.right)
        groups.setdefault(ends, []).append(number)
    found: list[Pair] = [((), ())] * len(matches)
    for (one, other), numbers in groups.items():
        turned = pieces[1].get(other, (0, [])) < pieces[0].get(one, (0, []))
        sizes = max(_end(matches[n].all_left()) for n in numbers), max(_end(matches[n].all_right()) for n in numbers)
        sides = Side(np.ones(sizes[turned], bool)), Side(np.ones(sizes[not turned], bool))
        for number in sorted(numbers, key=lambda n: _order(matches[n], turned)):
            match = matches[number]
            places = (match.all_right(), match.all_left()) if turned else (match.all_left(), match.all_right())
            blocks = tuple((b, a, n) for a, b, n in match.blocks) if turned else match.blocks
            x, y = _lay(sides, places, blocks, least)
            spans = _spans(places[0][0].file, x), _spans(places[1][0].file, y)
            found[number] = (spans[1], spans[0]) if turned else spans
    return found


def marked(lines: tuple[Sequence[Line], Sequence[Line]], matches: Sequence[Match], least: int) -> Iterator[Match]:
    """The same matches in the same order, each with details that say what of it counts: ``counted``, notes of notes in
    ``counted_left`` and ``counted_right``, and where, in ``counted_at_left`` and ``counted_at_right``."""
    for match, (left, right) in zip(matches, laid(lines, matches, least), strict=True):
        said: dict[str, JSON] = {}
        rests = []
        for name, side, places, spans in (
            ("left", lines[0], match.all_left(), left),
            ("right", lines[1], match.all_right(), right),
        ):
            every = sum(b - a for a, b in _merged(places))
            some = sum(int(s.length) for s in spans)
            differ = int(places[0].length) - sum(block[2] for block in match.blocks) if match.blocks else 0
            rests.append(every - some > differ)
            said[f"counted_{name}"] = f"{some}/{every}"
            if spans and len(places) > 1:
                tune = next(line.tune for line in side if line.file == places[0].file)
                named: list[JSON] = [tune.between(int(s.start), int(s.stop) - 1) for s in spans[:MOST_PLACES]]
                said[f"counted_at_{name}"] = [*named, *(["…"] if len(spans) > MOST_PLACES else [])]
        counted = REPEAT if not left else PART if any(rests) else WHOLE
        yield replace(match, details={**match.details, "counted": counted, **said})


def _pieces(lines: Sequence[Line]) -> dict[Piece, tuple[int, list[int]]]:
    """Each tune with its notes, by which the order of two tunes is decided."""
    found: dict[Piece, tuple[int, list[int]]] = {}
    for line in lines:
        count, pitches = found.get(_of(line), (0, []))
        found[_of(line)] = count + len(line.pitch), [*pitches, *line.pitch.tolist()]
    return found


def _of(line: Line) -> Piece:
    return line.file, int(line.tune.info["parts"][line.number]["tune"])


def _piece(lines: Sequence[Line], span: Span) -> Piece:
    """The tune in which a place lies."""
    for line in lines:
        here = line.tune.line(line.number)
        if line.file == span.file and here.start <= span.start < here.stop:
            return _of(line)
    return span.file, -1


def _end(places: Sequence[Span]) -> int:
    return max(int(place.stop) for place in places)


def _order(match: Match, turned: bool) -> tuple[float, ...]:
    places = (match.right, match.left) if turned else (match.left, match.right)
    return (
        -match.weight, -max(p.length for p in places), *(p.start for p in places), *(p.stop for p in places),
    )  # fmt: skip


def _lay(
    sides: tuple[Side, Side], places: tuple[Sequence[Span], Sequence[Span]], blocks: Sequence[Block], least: int
) -> tuple[Array, Array]:
    """Numbers of the notes that one match lays, and that are free no longer."""
    found: tuple[list[Array], list[Array]] = [], []

    def lay(x: Span, y: Span, exact: Sequence[Block] = ()) -> None:
        for held, notes in zip(found, _laid(sides, (x, y), exact, least), strict=True):
            held.append(notes)

    first = places[0][0], places[1][0]
    lay(*first, blocks)
    others = [sorted(set(some), key=lambda s: (s.start, s.stop)) for some in places]
    for x, y in zip(*(_apart(side, some) for side, some in zip(sides, others, strict=True)), strict=False):
        lay(x, y)
    for x in others[0]:
        for y in others[1]:
            if not sides[0].room(x, least):
                break
            if sides[1].room(y, least) and (x, y) != first:
                lay(x, y)
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *found[0]]), np.concatenate([none, *found[1]])


def _apart(side: Side, places: Sequence[Span]) -> list[Span]:
    """Places that are wholly free and do not overlap each other, from the earliest."""
    kept: list[Span] = []
    for place in places:
        if side.wholly(place) and (not kept or kept[-1].stop <= place.start):
            kept.append(place)
    return kept


def _laid(
    sides: tuple[Side, Side], pair: tuple[Span, Span], blocks: Sequence[Block], least: int
) -> tuple[Array, Array]:
    """Notes of two places that are laid on each other. ``blocks``: which correspond, where that is known; else in
    proportion to the lengths of both."""
    if blocks:
        heads = [np.concatenate([np.arange(b[side], b[side] + b[2]) for b in blocks]).astype(int) for side in (0, 1)]
    else:
        count = int(min(place.length for place in pair))
        heads = [int(p.start) + np.arange(count) * int(p.length) // max(1, count) for p in pair]
    both = sides[0].free[heads[0]] & sides[1].free[heads[1]]
    if not both.all():
        edges = np.flatnonzero(np.diff(np.concatenate([[0], both.astype(np.int8), [0]])))
        for start, stop in edges.reshape(-1, 2).tolist():
            if stop - start < least:
                both[start:stop] = False
    for side, head in zip(sides, heads, strict=True):
        side.free[head[both]] = False
    return heads[0][both], heads[1][both]


def _merged(places: Sequence[Span]) -> list[tuple[int, int]]:
    notes = np.unique(np.concatenate([np.arange(int(p.start), int(p.stop)) for p in places]))
    return _runs(notes)


def _runs(notes: Array) -> list[tuple[int, int]]:
    parts = np.split(notes, np.flatnonzero(np.diff(notes) > 1) + 1) if len(notes) else []
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]


def _spans(file: str, notes: Array) -> tuple[Span, ...]:
    return tuple(Span(file, "note", a, b) for a, b in _runs(np.unique(notes)))

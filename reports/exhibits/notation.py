"""Two passages as notes people read: on two staves in one key, and in numbered notation (简谱) below.

Columns, not time: notes that correspond stand one above the other with the number of their pair, whatever their
lengths; a note without a counterpart has a column of its own. A long passage goes on in further rows of both staves.
Bar numbers, notes, numbers of pairs and syllables have rows of their own, as far apart as the notes of a row ask for.
Notes heard in a recording have pitches and seconds, and neither bars nor lengths that anybody wrote: none are drawn.
Drawn here from lines and ellipses: no music font. Staves have the signature of the common key. Where a staff is
written in another octave, the clef has its 8 and words say so; numbered notation never is: its dots are absolute.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from appraisal.exhibit import Note, Score
from reports.document import Language
from reports.exhibits.drawing import BLACK, DARK, MIDDLE, WHITE, Box, Path, Point, Shape, Words, extent
from reports.exhibits.pitches import SIGNS, TONICS, Spelled, accidentals, home, signature, spelled
from reports.places import MINUS
from reports.wording import say

SPACE = 4.6  # points between two lines of a staff
COLUMN = 21.0
SIGN = 4.6  # points that a sign of the key takes
MARGIN = 38.0
SYSTEMS = 24  # rows of two staves that one exhibit shows, some 450 columns; the piano rolls show all
SUNG, LYRIC = 52.0, 6.5  # points that a syllable takes at the most, and its size
SECONDS = re.compile(r"\d+(?:\.\d+)? s")  # the place of a note that was heard
BOTTOM = 30  # step of the lowest line, E4: 7 · octave + letter, C is 0
LENGTHS = (8.0, 6.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.75, 0.5, 0.375, 0.25, 0.1875, 0.125)
DOTTED = (6.0, 3.0, 1.5, 0.75, 0.375, 0.1875)
CLEF = (
    (0.1, -1.9), (-0.35, -2.1), (-0.5, -1.7), (-0.2, -1.5), (0.15, -1.8), (0.2, -1.2), (-0.05, 0.6), (-0.2, 2.2),
    (0.05, 3.2), (0.35, 3.4), (0.45, 2.8), (0.2, 1.9), (-0.5, 1.0), (-0.9, 0.2), (-0.75, -0.6), (0.0, -1.0),
    (0.75, -0.6), (0.8, 0.1), (0.35, 0.55), (-0.2, 0.4), (-0.35, -0.1), (0.0, -0.4),
)  # fmt: skip
Column = tuple[Note | None, Note | None]
Placed = tuple[float, Note]  # the middle of a note's column, and the note


@dataclass(frozen=True, slots=True)
class Written:
    """How the notes of one work are written: in a key, moved by ``shift`` semitones, on staves by ``lift`` octaves
    more; ``number`` 0 for the left work and 1 for the right one; ``heard`` in a recording; ``signs``: what
    stands before each of its notes and its number, by their ids."""

    fifths: int
    shift: int
    lift: int
    number: int
    heard: bool
    signs: dict[int, tuple[str, str]] = field(default_factory=dict)

    def spelled(self, note: Note) -> Spelled:
        """The note's pitch in the common key."""
        return spelled(round(note.pitch) + self.shift, self.fifths, note.fifth)

    def step(self, note: Note) -> int:
        """Its step above the lowest line of the staff."""
        return self.spelled(note).step + 7 * self.lift - BOTTOM


def columns(exhibit: Score) -> list[Column]:
    """Pairs one above the other; between two pairs notes of one side alone, and those of both that stand opposite."""
    made: list[Column] = []
    at = {note.number: n for n, note in enumerate(exhibit.right) if note.number}
    lone: list[Note] = []
    reached = 0

    def flush(others: Sequence[Note]) -> None:
        made.extend(zip_longest(lone, others))
        lone.clear()

    for note in exhibit.left:
        place = at.get(note.number, -1)
        if place < reached:
            lone.append(note)
            continue
        flush(exhibit.right[reached:place])
        made.append((note, exhibit.right[place]))
        reached = place + 1
    flush(exhibit.right[reached:])
    return made


def length(duration: float) -> float:
    """The nearest length that notes have, by its ratio."""
    return min(LENGTHS, key=lambda one: abs(math.log2(max(duration, 0.02) / one)))


def heard(notes: Sequence[Note]) -> bool:
    """Whether notes come from a recording: their places are seconds, as comparators print them, and not bars."""
    return any(SECONDS.fullmatch(note.bar) for note in notes)


def rows(every: Sequence[Column], width: float, margin: float = MARGIN) -> list[list[Column]]:
    """Columns in rows as wide as the page; one ends before a bar of the left work where the last third has such."""
    made: list[list[Column]] = []
    at = 0
    while at < len(every):
        stop, used = at, margin
        while stop < len(every) and (stop == at or used + _wide(every[stop]) <= width):
            used += _wide(every[stop])
            stop += 1
        if stop < len(every):
            bars = [n for n in range(at + 1 + (stop - at) * 2 // 3, stop + 1) if _begins_bar(every, n)]
            stop = bars[-1] if bars else stop
        made.append(list(every[at:stop]))
        at = stop
    return made


def _begins_bar(every: Sequence[Column], at: int) -> bool:
    if at >= len(every) or (note := every[at][0]) is None or ":" not in note.bar:
        return False
    before = next((pair[0] for pair in reversed(every[:at]) if pair[0] is not None), None)
    return before is not None and before.bar.split(":")[0] != note.bar.split(":")[0]


def _wide(pair: Column) -> float:
    """Points of a column: as wide as its syllables, and as the dashes of a long note."""
    held = [note for note in pair if note is not None]
    sung = max((extent(_sung(note), LYRIC) + 4 for note in held), default=0.0)
    return max(COLUMN, sung, *(21 + 2.0 * _dashes(note) for note in held))


def _sung(note: Note) -> str:
    """The syllable, cut where it is wider than a column may be."""
    words = note.lyric[:60]
    while extent(words, LYRIC) > SUNG:
        words = words[:-2] + "…"
    return words


def systems(exhibit: Score, width: float, language: Language) -> list[tuple[list[Shape], float]]:
    """Rows of two staves and two lines of numbered notation, each with its height; the first below what is said of all.
    None of an exhibit without notes."""
    fifths = exhibit.fifths or 0
    every = columns(exhibit)
    found = rows(every, width, _margin(fifths))
    sides = []
    for number, notes in enumerate((exhibit.left, exhibit.right)):
        shift = -exhibit.shift if number else 0
        steps = [spelled(round(note.pitch) + shift, fifths).step for note in notes]
        side = Written(fifths, shift, _lift(steps), number, heard(notes))
        signs = accidentals((side.spelled(note), bar_of(note, side)) for note in notes)
        side.signs.update(zip(map(id, notes), signs, strict=True))
        sides.append(side)
    made: list[tuple[list[Shape], float]] = []
    for row in found[:SYSTEMS]:
        shapes: list[Shape] = []
        y = 0.0
        if not made:
            said = _said(exhibit, sides, language)
            for line in said:
                shapes.append(Words(0, y + 8, line, 7.5))
                y += 11
        for draw in (_staff, _digits):
            for side in sides:
                drawn, y = draw(_placed(row, side), y, side, say(language, ("left", "right")[side.number]))
                shapes += drawn
        made.append((shapes, y + 4))
    if left := sum(map(len, found[SYSTEMS:])):
        shapes, y = made[-1]
        shapes.append(Words(0, y + 8, say(language, "more-columns", count=left), 7))
        made[-1] = shapes, y + 12
    return made


def _said(exhibit: Score, sides: Sequence[Written], language: Language) -> list[str]:
    """What holds for all rows: the key, where its octave begins, and what is written in another octave."""
    fifths = exhibit.fifths or 0
    moved = f"{-exhibit.shift:+d}".replace("-", MINUS)
    said: list[str] = [say(language, "common-key", tonic=TONICS[fifths], shift=moved)]
    said.append(say(language, "octave-rule", tonic=f"{TONICS[fifths]}{home(fifths) // 7}"))
    said.append(say(language, "staves-signature"))
    for side in sides:
        word = ("left", "right")[side.number]
        if side.heard:
            said.append(say(language, f"heard-{word}"))
        if side.lift:
            away = abs(side.lift)
            octaves = say(language, "octave-one") if away == 1 else say(language, "octave-many", count=away)
            key = f"written-{'low' if side.lift < 0 else 'high'}-{word}"
            said.append(say(language, key, octaves=octaves, mark=_clef_mark(side)))
    return said


def _margin(fifths: int) -> float:
    """Points before the first column: clef and signature, with room for two signs of the first note."""
    return MARGIN + (SIGN * abs(fifths) + 9 if fifths else 0)


def _clef_mark(side: Written) -> str:
    """8 for one octave, 15 for two: above the clef where notes sound higher than written, else below it."""
    return str(7 * abs(side.lift) + 1)


def _placed(row: Sequence[Column], side: Written) -> tuple[list[Placed], float]:
    """Notes of one side with the middle of their columns, and where the row ends."""
    number = side.number
    x = _margin(side.fifths)
    notes: list[Placed] = []
    for pair in row:
        wide = _wide(pair)
        if (note := pair[number]) is not None:
            notes.append((x + wide / 2 - 1.5, note))
        x += wide
    return notes, x


def _lift(steps: Sequence[int]) -> int:
    """Octaves by which staves have a line higher than it sounds: its middle lies more than an octave from theirs."""
    if not steps:
        return 0
    middle = sorted(steps)[len(steps) // 2]
    away = middle - BOTTOM - 4
    return -round(away / 7) if abs(away) > 7 else 0


def _ellipse(x: float, y: float, wide: float, high: float) -> tuple[Point, ...]:
    turn = -0.35
    points = []
    for n in range(14):
        a, b = wide * math.cos(n * math.pi / 7), high * math.sin(n * math.pi / 7)
        points.append((x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn)))
    return tuple(points)


def _stem(note: Note, side: Written) -> bool:
    return not side.heard and length(note.duration) < 4


def _reach(notes: Sequence[Placed], side: Written) -> tuple[float, float]:
    """Points above and below the lowest line that a staff takes with its notes, ledger lines, stems and frames."""
    above, below = 4 * SPACE + 2, 6.0
    for _, note in notes:
        step = side.step(note)
        y = step * SPACE / 2
        up, down = (16.0, 5.5) if step < 4 else (5.5, 16.0)
        above = max(above, y + (up if _stem(note, side) else 5.5))
        below = max(below, -y + (down if _stem(note, side) else 5.5))
    return above, below


def bar_of(note: Note, side: Written) -> str:
    """The bar of a note; of a recording none."""
    return "" if side.heard else note.bar.split(":")[0]


def _marks(notes: Sequence[Placed], side: Written) -> Iterator[tuple[float, str, bool]]:
    """Where a bar begins (or, of a recording, the row), what stands there, and whether a line is drawn before it."""
    bar = None
    for at, (x, note) in enumerate(notes):
        if side.heard:
            if not at:
                yield x, note.bar, False
            continue
        here = bar_of(note, side)
        if here != bar and here:
            yield x, here, bool(at)
        bar = here


def _staff(placed: tuple[list[Placed], float], top: float, side: Written, word: str) -> tuple[list[Shape], float]:
    """Bar numbers, the staff, numbers of pairs (left work), syllables; and the lower edge."""
    notes, stop = placed
    above, below = _reach(notes, side)
    base = top + 9 + above  # the lowest line
    shapes: list[Shape] = [
        Path(((18, base - line * SPACE), (stop, base - line * SPACE)), MIDDLE, 0.5) for line in range(5)
    ]
    shapes.append(Path(tuple((27 + x * SPACE, base - SPACE - y * SPACE) for x, y in CLEF), BLACK, 0.9))
    for n, step in enumerate(signature(side.fifths)):
        sign = SIGNS[1 if side.fifths > 0 else -1]
        shapes.append(Words(34 + SIGN * n, base - step * SPACE / 2 + 2.5, sign, 7))
    if side.lift:
        at = base - 4.4 * SPACE - 2 if side.lift < 0 else base + 12
        shapes.append(Words(27, at, _clef_mark(side), 6, "middle"))
    shapes.append(Words(0, base - 2 * SPACE + 2.5, word, 7))
    for x, said, line in _marks(notes, side):
        left = x - 9
        if line:
            shapes.append(Path(((left, base), (left, base - 4 * SPACE)), DARK, 0.6))
        shapes.append(Words(left + 1, base - above - 2, said, 5.5, "start", 90))
    for x, note in notes:
        shapes += _head(note, side, x, base)
    y = base + below
    if not side.number and any(note.number for _, note in notes):
        y += 6.5
        shapes += [Words(x, y, str(note.number), 6, "middle") for x, note in notes if note.number]
    lyrics, y = _lyrics(notes, y)
    return [*shapes, *lyrics], y + 3


def _lyrics(notes: Sequence[Placed], y: float) -> tuple[list[Shape], float]:
    """Syllables in a row of their own below ``y``, where there are any; and its lower edge."""
    sung = [(x, _sung(note)) for x, note in notes if note.lyric]
    return [Words(x, y + 8, words, LYRIC, "middle") for x, words in sung], y + 9.5 * bool(sung)


def _head(note: Note, side: Written, x: float, base: float) -> Iterator[Shape]:
    step = side.step(note)
    y = base - step * SPACE / 2
    for ledger in [*range(-2, step - 1, -2), *range(10, step + 1, 2)]:
        at = base - ledger * SPACE / 2
        yield Path(((x - 5, at), (x + 5, at)), MIDDLE, 0.5)
    long = length(note.duration)
    hollow = long >= 2 and not side.heard
    same = note.role == "same"
    shade = BLACK if same else MIDDLE
    yield Path(_ellipse(x, y, 3.1, 2.2), shade, 0.9, True, 0, WHITE if hollow else shade)
    if not same:  # a frame, so that print tells it from the others
        yield Path(((x - 5.5, y - 5), (x + 5.5, y - 5), (x + 5.5, y + 5), (x - 5.5, y + 5)), DARK, 0.7, True, 2)
    if sign := side.signs[id(note)][0]:
        yield Words(x - 4, y + 2.5, sign, 7, "end")
    if long in DOTTED and not side.heard:
        yield Box(x + 5, y - 1.6, 1.3, 1.3, shade)
    if not _stem(note, side):
        return
    up = step < 4
    edge, end = (x + 2.8, y - 15) if up else (x - 2.8, y + 15)
    yield Path(((edge, y), (edge, end)), shade, 0.7)
    for flag in range(_flags(long)):
        at = end + (flag * 3.2 if up else -flag * 3.2)
        yield Path(((edge, at), (edge + 4.5, at + (4.5 if up else -4.5))), shade, 0.9)


def _flags(long: float) -> int:
    return sum(long < limit for limit in (1.0, 0.5, 0.25))


def _dashes(note: Note) -> int:
    """Dashes after a number: one for each quarter beyond the first, three at the most."""
    long = length(note.duration)
    return min(3, int(long) - 1) if long >= 2 else 0


def _digits(placed: tuple[list[Placed], float], top: float, side: Written, word: str) -> tuple[list[Shape], float]:
    """One line of numbered notation with its syllables; and the lower edge."""
    notes, _ = placed
    octaves = [side.spelled(note).dots for _, note in notes]
    y = top + 13 + 2.5 * max([0, *octaves])
    lowest = y + 4
    shapes: list[Shape] = [Words(0, y, word, 7)]
    shapes += [Path(((x - 8, y - 9), (x - 8, y + 3)), DARK, 0.6) for x, _, line in _marks(notes, side) if line]
    for (x, note), octave in zip(notes, octaves, strict=True):
        shapes += _digit(note, side, x - 2, y)
        flags = 0 if side.heard else _flags(length(note.duration))
        shade = BLACK if note.role == "same" else MIDDLE
        for dot in range(abs(octave)):
            below = y + 4 + 2 * flags + 2.5 * dot
            shapes.append(Box(x + 0.2, y - 11.5 - 2.5 * dot if octave > 0 else below, 1.4, 1.4, shade))
        lowest = max(lowest, y + 4 + 2 * flags + 2.5 * max(0, -octave))
    lyrics, lowest = _lyrics([(x + 1, note) for x, note in notes], lowest)
    return [*shapes, *lyrics], lowest + 3


def _digit(note: Note, side: Written, x: float, y: float) -> Iterator[Shape]:
    """A number with what tells its length and whether it leaves the scale, its left edge at ``x``."""
    pitch = side.spelled(note)
    long = length(note.duration)
    dotted = long in DOTTED and long < 3 and not side.heard
    shade = BLACK if note.role == "same" else MIDDLE
    aside = 0 if note.role == "same" else 1.5  # beside the frame
    if sign := side.signs[id(note)][1]:
        yield Words(x - 0.5 - aside, y - 3, sign, 5.5, "end", shade)
    yield Words(x, y, str(pitch.degree) + ("·" if dotted else ""), 10, "start", shade)
    if note.role != "same":
        yield Path(((x - 1.5, y - 10), (x + 8, y - 10), (x + 8, y + 2), (x - 1.5, y + 2)), DARK, 0.7, True, 2)
    if side.heard:
        return
    for dash in range(_dashes(note)):
        start = x + 7.5 + aside + dash * 3
        yield Path(((start, y - 3.5), (start + 2, y - 3.5)), shade, 0.8)
    for line in range(_flags(long)):
        yield Path(((x, y + 2.5 + 2 * line), (x + 6, y + 2.5 + 2 * line)), shade, 0.6)

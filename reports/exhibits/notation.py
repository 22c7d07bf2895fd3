"""Two passages as notes people read: on two staves in one key, and in numbered notation (简谱) below.

Columns, not time: notes that correspond stand one above the other with the number of their pair, whatever their
lengths; a note without a counterpart has a column of its own. Drawn here from lines and ellipses: no music font.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from appraisal.exhibit import Note, Score
from reports.document import Language
from reports.exhibits.drawing import BLACK, DARK, MIDDLE, WHITE, Box, Path, Point, Shape, Words
from reports.wording import say

SPACE = 4.6  # points between two lines of a staff
COLUMN = 21.0
MARGIN = 38.0
STAFF = 56.0  # height that one staff has, ledger lines and numbers included
DIGITS = 22.0
SYSTEMS = 2  # rows of two staves that one exhibit shows; the piano rolls show all
BOTTOM = 30  # step of the lowest line, E4: 7 · octave + letter, C is 0
LENGTHS = (8.0, 6.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.75, 0.5, 0.375, 0.25, 0.1875, 0.125)
DOTTED = (6.0, 3.0, 1.5, 0.75, 0.375, 0.1875)
SIGNS = {-2: "♭♭", -1: "♭", 0: "♮", 1: "♯", 2: "♯♯"}
TONICS = dict(enumerate(["♭C", "♭G", "♭D", "♭A", "♭E", "♭B", "F", "C", "G", "D", "A", "E", "B", "♯F", "♯C"], -7))
CLEF = (
    (0.1, -1.9), (-0.35, -2.1), (-0.5, -1.7), (-0.2, -1.5), (0.15, -1.8), (0.2, -1.2), (-0.05, 0.6), (-0.2, 2.2),
    (0.05, 3.2), (0.35, 3.4), (0.45, 2.8), (0.2, 1.9), (-0.5, 1.0), (-0.9, 0.2), (-0.75, -0.6), (0.0, -1.0),
    (0.75, -0.6), (0.8, 0.1), (0.35, 0.55), (-0.2, 0.4), (-0.35, -0.1), (0.0, -0.4),
)  # fmt: skip
Column = tuple[Note | None, Note | None]


@dataclass(frozen=True, slots=True)
class Spelled:
    """A pitch as it is written in a key: ``step`` 7 · octave + letter; ``sign`` what stands before it, None for
    nothing; ``degree`` 1 to 7 from the tonic, ``bend`` semitones by which it leaves the scale, ``octave`` of it."""

    step: int
    sign: str
    degree: int
    bend: int
    octave: int


def spelled(pitch: int, fifths: int) -> Spelled:
    """In a major key or its relative minor. Notes outside the scale as sharps up to the raised tonic, else flats."""
    place = (pitch * 7) % 12  # along the line of fifths, C is 0
    place += 12 * math.floor((fifths + 7 - place) / 12)
    letter, alter = place * 4 % 7, (place + 1) // 7
    natural = (0, 2, 4, 5, 7, 9, 11)[letter]
    octave = (pitch - alter - natural) // 12 - 1
    low = fifths - 1  # of the seven places that the scale has
    own = low + (place - low) % 7
    bend = (place - own) // 7
    tonic = fifths * 4 % 7
    step = 7 * octave + letter
    return Spelled(step, SIGNS.get(alter, "") if bend else "", (letter - tonic) % 7 + 1, bend, (step - tonic) // 7)


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


def systems(exhibit: Score, width: float, top: float, language: Language) -> tuple[list[Shape], float]:
    """Rows of two staves and two lines of numbered notation; also the lower edge."""
    fifths = exhibit.fifths or 0
    every = columns(exhibit)
    room = int((width - MARGIN) // COLUMN)
    rows = [every[at : at + room] for at in range(0, len(every), room)]
    said = say(language, "common-key", tonic=TONICS[fifths], shift=f"{-exhibit.shift:+d}")
    shapes: list[Shape] = [Words(0, top + 8, said, 7.5)]
    y = top + 12
    lifts = [_lift([n for n in side]) for side in _sides(exhibit, every, fifths)]
    for row in rows[:SYSTEMS]:
        for number in range(2):
            shift = -exhibit.shift if number else 0
            notes = [(at, pair[number]) for at, pair in enumerate(row)]
            shapes += _staff(notes, y, fifths, shift, lifts[number], len(row), number)
            shapes.append(Words(0, y + 28, say(language, ("left", "right")[number]), 7))
            y += STAFF
        for number in range(2):
            shift = -exhibit.shift if number else 0
            notes = [(at, pair[number]) for at, pair in enumerate(row)]
            shapes.append(Words(0, y + 12, say(language, ("left", "right")[number]), 7))
            shapes += _digits(notes, y, fifths, shift, lifts[number])
            y += DIGITS
        y += 6
    if len(rows) > SYSTEMS:
        shapes.append(Words(0, y + 8, say(language, "more-columns", count=sum(map(len, rows[SYSTEMS:]))), 7))
        y += 12
    return shapes, y


def _sides(exhibit: Score, every: Sequence[Column], fifths: int) -> Iterator[list[int]]:
    for number in range(2):
        shift = -exhibit.shift if number else 0
        yield [spelled(round(pair[number].pitch) + shift, fifths).step for pair in every if pair[number] is not None]  # type: ignore[union-attr]  # it is one


def _lift(steps: Sequence[int]) -> int:
    """Octaves by which a line is written higher, so that its middle lies on the staff."""
    if not steps:
        return 0
    middle = sorted(steps)[len(steps) // 2]
    return -round((middle - BOTTOM - 4) / 7)


def _ellipse(x: float, y: float, wide: float, high: float) -> tuple[Point, ...]:
    turn = -0.35
    points = []
    for n in range(14):
        a, b = wide * math.cos(n * math.pi / 7), high * math.sin(n * math.pi / 7)
        points.append((x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn)))
    return tuple(points)


def _staff(
    notes: Sequence[tuple[int, Note | None]], top: float, fifths: int, shift: int, lift: int, size: int, side: int
) -> Iterator[Shape]:
    base = top + 16 + 4 * SPACE  # the lowest line
    stop = MARGIN + size * COLUMN
    for line in range(5):
        yield Path(((18, base - line * SPACE), (stop, base - line * SPACE)), MIDDLE, 0.5)
    yield Path(tuple((27 + x * SPACE, base - SPACE - y * SPACE) for x, y in CLEF), BLACK, 0.9)
    if lift:
        yield Words(20, base + 12, f"{'8' if abs(lift) == 1 else '15'}{'vb' if lift > 0 else 'va'}", 6)
    bar = ""
    for at, note in notes:
        if note is None:
            continue
        x = MARGIN + at * COLUMN + 9
        here = note.bar.split(":")[0]
        if here != bar:
            yield Path(((x - 9, base), (x - 9, base - 4 * SPACE)), DARK, 0.6)
            yield Words(x - 8, base - 4 * SPACE - 10, here, 5.5, "start", 90)
            bar = here
        yield from _head(note, spelled(round(note.pitch) + shift, fifths), x, base, lift)
        if note.number and not side:
            yield Words(x, base + 19, str(note.number), 6, "middle")
        if note.lyric:
            yield Words(x, base + 26 if not side else base + 19, note.lyric[:3], 6.5, "middle")


def _head(note: Note, pitch: Spelled, x: float, base: float, lift: int) -> Iterator[Shape]:
    step = pitch.step + 7 * lift - BOTTOM
    y = base - step * SPACE / 2
    for ledger in [*range(-2, step - 1, -2), *range(10, step + 1, 2)]:
        at = base - ledger * SPACE / 2
        yield Path(((x - 5, at), (x + 5, at)), MIDDLE, 0.5)
    long = length(note.duration)
    hollow = long >= 2
    same = note.role == "same"
    shade = BLACK if same else MIDDLE
    yield Path(_ellipse(x, y, 3.1, 2.2), shade, 0.9, True, 0, WHITE if hollow else shade)
    if not same:  # a frame, so that print tells it from the others
        yield Path(((x - 5.5, y - 5), (x + 5.5, y - 5), (x + 5.5, y + 5), (x - 5.5, y + 5)), DARK, 0.7, True, 2)
    if pitch.sign:
        yield Words(x - 4, y + 2.5, pitch.sign, 7, "end")
    if long in DOTTED:
        yield Box(x + 5, y - 1.6, 1.3, 1.3, shade)
    if long >= 4:
        return
    up = step < 4
    edge, end = (x + 2.8, y - 15) if up else (x - 2.8, y + 15)
    yield Path(((edge, y), (edge, end)), shade, 0.7)
    for flag in range(_flags(long)):
        at = end + (flag * 3.2 if up else -flag * 3.2)
        yield Path(((edge, at), (edge + 4.5, at + (4.5 if up else -4.5))), shade, 0.9)


def _flags(long: float) -> int:
    return sum(long < limit for limit in (1.0, 0.5, 0.25))


def _digits(
    notes: Sequence[tuple[int, Note | None]], top: float, fifths: int, shift: int, lift: int
) -> Iterator[Shape]:
    bar = ""
    for at, note in notes:
        if note is None:
            continue
        x, y = MARGIN + at * COLUMN + 7, top + 13
        here = note.bar.split(":")[0]
        if here != bar:
            yield Path(((x - 6, y - 9), (x - 6, y + 3)), DARK, 0.6)
            bar = here
        pitch = spelled(round(note.pitch) + shift, fifths)
        long = length(note.duration)
        said = str(pitch.degree) + ("·" if long in DOTTED and long < 3 else "")
        shade = BLACK if note.role == "same" else MIDDLE
        if pitch.bend:
            yield Words(x - 0.5, y - 3, SIGNS[max(-2, min(2, pitch.bend))], 5.5, "end", shade)
        yield Words(x, y, said, 10, "start", shade)
        if note.role != "same":
            yield Path(((x - 1.5, y - 10), (x + 8, y - 10), (x + 8, y + 2), (x - 1.5, y + 2)), DARK, 0.7, True, 2)
        for dash in range(int(long) - 1 if long >= 2 else 0):
            if dash < 3:
                yield Path(((x + 7.5 + dash * 3, y - 3.5), (x + 9.5 + dash * 3, y - 3.5)), shade, 0.8)
        for line in range(_flags(long)):
            yield Path(((x, y + 2.5 + 2 * line), (x + 6, y + 2.5 + 2 * line)), shade, 0.6)
        octave = pitch.octave + lift - 4 - (fifths * 4 % 7 > 4)
        for dot in range(min(abs(octave), 3)):
            below = y + 4 + 2 * _flags(long) + 2.5 * dot
            yield Box(x + 2.2, y - 11.5 - 2.5 * dot if octave > 0 else below, 1.4, 1.4, shade)

"""Exhibits: what a panel is shown of one match, as data. ``reports.exhibits`` draws them, comparators return them.

All text in an exhibit is evidence and hostile: whoever draws it escapes it. ``Excerpt.runs`` are consecutive pieces
of the work's own text with the role each plays. Pictures travel as PNG bytes that the engine made in the limited child.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["same", "changed", "moved", "dropped", "folded", "context"]
"""``dropped``: stands here and not in the counterpart. ``folded``: not counted by the method (punctuation, spacing)."""

Token = Literal["keyword", "name", "string", "comment", "number", "operator"]
"""Part of speech of source code, which helps the eye along a listing and says nothing about a match."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive text of one ``role``; of source code, of one ``token`` (None: spacing, prose, or not told)."""

    text: str
    role: Role = "same"
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of one work. ``place`` reads for people: file, chapter, line and offset as handed in."""

    file: str
    place: str
    runs: tuple[Run, ...]
    first_line: int | None = None


@dataclass(frozen=True, slots=True)
class AlignedText:
    """Two texts side by side, with the characters that agree marked."""

    left: Excerpt
    right: Excerpt
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture with outlined regions; ``png`` is a re-encoded copy, scaled to fit; polygons in its pixels.

    ``shares``: of the picture that each polygon takes, 0 to 1; empty where that is not told.
    """

    file: str
    png: bytes
    width: int
    height: int
    polygons: tuple[tuple[tuple[float, float], ...], ...] = ()
    alt: str = ""
    shares: tuple[float, ...] = ()


Further = Literal["laid-over", "difference", "agreement", "frame-left", "frame-right", "detail-left", "detail-right"]


@dataclass(frozen=True, slots=True)
class Differences:
    """Places of a match that differ: rows of plain strings; ``align`` has one of l, r, c a column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Places of one work against places of the other: a picture that fills two axes, dark where both are alike.

    The first polygon of the picture outlines the match, the others what was found beside it; ``series`` names both.
    Both axes have one scale where the page has room for it. The picture's rows run downwards, the y axis upwards.
    """

    picture: Picture
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_label: str = ""
    y_label: str = ""
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """Two pictures side by side, the right one brought to the left one's frame where a transformation is known.

    ``transformation`` in words and numbers, one (name, value) pair a line, e.g. ("mirror", "left-right"). ``further``:
    pictures made of both, by what they are: ``laid-over`` (half of each), ``difference`` (dark where both are alike),
    ``agreement`` (a map in cells: light grey agrees, slanted lines partly, nearly black differs, bare nothing drawn),
    ``frame-left`` and ``frame-right``: the matched part of either work at one size and place, which a screen shows in
    turn and paper side by side; ``detail-left`` and ``detail-right``: a place that differs, cut out of both (its letter
    as ``file``), drawn large below. ``listed``: places that differ, under names that the method has words for.
    ``matrix``: drawn below the pictures.
    """

    left: Picture
    right: Picture
    aligned: Picture | None = None
    transformation: tuple[tuple[str, str], ...] = ()
    caption: str = ""
    further: tuple[tuple[Further, Picture], ...] = ()
    matrix: Matrix | None = None
    listed: Differences | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Two numbered listings side by side (code, disassembly, hex): rows of (number or address, runs)."""

    left: tuple[tuple[str, tuple[Run, ...]], ...]
    right: tuple[tuple[str, tuple[Run, ...]], ...]
    left_place: str = ""
    right_place: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: MIDI pitch, onset and duration in quarters; ``role`` says whether its counterpart agrees.

    ``bar``: bar and beat as printed, ``5:2.5``; ``number``: of the pair that it is of, from 1, 0 for none.
    ``fifth``: its letter and sign in the key that the score is drawn in, along the line of fifths (C 0, G 1, A♯ 10);
    None where the work has no letters: by the key.
    """

    pitch: float
    onset: float
    duration: float
    role: Role = "same"
    bar: str = ""
    lyric: str = ""
    number: int = 0
    fifth: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Aligned notes of two passages, drawn as two piano rolls on one time axis; lyrics under them where known.

    ``fifths``: sharps less flats (−7 to 7) of the key in which both are also drawn on staves and in numbered notation,
    the right one transposed by −``shift`` semitones; None for piano rolls alone.
    """

    left: tuple[Note, ...]
    right: tuple[Note, ...]
    left_place: str = ""
    right_place: str = ""
    caption: str = ""
    fifths: int | None = None
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawing primitive of a plot in axis units: a filled box from (x, y) of size (width, height)."""

    x: float
    y: float
    width: float
    height: float
    series: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    points: tuple[tuple[float, float], ...]
    series: int = 0


@dataclass(frozen=True, slots=True)
class Clip:
    """A passage to be heard: a whole FLAC file, made in the limited child; ``start`` to ``stop`` seconds of ``file``.

    A clip of two works (``file`` names both) holds the left one on the left channel and the right one on the right.
    """

    file: str
    start: float
    stop: float
    flac: bytes


@dataclass(frozen=True, slots=True)
class Plot:
    """A plain plot: boxes and lines in x_range × y_range, named series, axis labels; no colour implies an outcome.

    Where both labels are the same, x is of the left work and y of the right one; reports then name the works.
    """

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    marks: tuple[Mark | Line, ...]
    series: tuple[str, ...] = ()
    x_label: str = ""
    y_label: str = ""
    y_ticks: tuple[tuple[float, str], ...] = ()
    caption: str = ""
    alt: str = ""
    below: tuple[Matrix, ...] = ()
    clips: tuple[Clip, ...] = ()
    x_ticks: tuple[tuple[float, str], ...] = ()  # named places across, below the numbers


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain strings; ``align`` has one of l, r, c a column. ``clips``: what it tells of, to be heard."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str = ""
    caption: str = ""
    clips: tuple[Clip, ...] = ()


@dataclass(frozen=True, slots=True)
class Knot:
    """One thing of a network. ``weight`` ≥ 0 ranks it; ``mark``: a sign that its counterpart has too, "" for none."""

    name: str
    weight: float = 1.0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Things and how strongly two of them hang together: ties are numbers of two knots and a weight > 0."""

    title: str
    knots: tuple[Knot, ...]
    ties: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Networks:
    """Networks beside each other, their knots in circles; knots with the same mark stand at the same place."""

    networks: tuple[Network, ...]
    caption: str = ""
    alt: str = ""


Exhibit = AlignedText | Overlay | Listing | Score | Plot | Table | Networks


def describe(exhibit: Exhibit) -> str:
    """Alternative text for readers who do not see the drawing."""
    match exhibit:
        case (
            AlignedText(left, right)
            | Listing(left_place=left, right_place=right)
            | Score(left_place=left, right_place=right)
        ):
            return " / ".join(str(getattr(part, "place", part)) for part in (left, right))
        case Overlay(left, right):
            return f"{left.alt or left.file} / {right.alt or right.file}"
        case Plot() | Networks():
            return exhibit.alt or exhibit.caption
        case _:
            return exhibit.caption


Exhibits = Sequence[Exhibit]

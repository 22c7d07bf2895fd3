"""Each exhibit laid out once: as a sheet of two columns, as drawings, or as a plain table, whatever then prints it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from appraisal.exhibit import AlignedText, Excerpt, Exhibit, Listing, Overlay, Plot, Run, Score
from reports.document import Language
from reports.exhibits import figures
from reports.exhibits.drawing import Drawing

Runs = tuple[Run, ...]
Row = tuple[str, Runs, str, Runs]  # number and text on the left, number and text on the right


@dataclass(frozen=True, slots=True)
class Sheet:
    """Two columns of marked text. ``numbered`` sheets are code: monospaced, spaces kept, numbers beside the text."""

    heads: tuple[str, str]
    rows: tuple[Row, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """A plain table; ``align`` has l, r or c for each column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str


@dataclass(frozen=True, slots=True)
class Layout:
    body: Sheet | Drawing | Cells
    caption: str
    pairs: tuple[tuple[str, str], ...] = ()  # name and value, one a line: a transformation


def lay_out(exhibit: Exhibit, language: Language) -> Layout:
    """The exhibit as any output draws it."""
    match exhibit:
        case AlignedText():
            heads = (_head(exhibit.left), _head(exhibit.right))
            row = ("", exhibit.left.runs, "", exhibit.right.runs)
            return Layout(Sheet(heads, (row,), False), exhibit.caption)
        case Listing():
            blank: tuple[str, Runs] = ("", ())
            pairs = zip_longest(exhibit.left, exhibit.right, fillvalue=blank)
            rows = tuple((left[0], left[1], right[0], right[1]) for left, right in pairs)
            return Layout(Sheet((exhibit.left_place, exhibit.right_place), rows, True), exhibit.caption)
        case Overlay():
            return Layout(figures.overlay(exhibit, language), exhibit.caption, exhibit.transformation)
        case Score():
            return Layout(figures.score(exhibit, language), exhibit.caption)
        case Plot():
            return Layout(figures.plot(exhibit, language), exhibit.caption)
        case _:
            width = max([len(exhibit.head), *(len(row) for row in exhibit.rows)], default=1)
            table = tuple((row + ("",) * width)[:width] for row in exhibit.rows)
            return Layout(Cells((exhibit.head + ("",) * width)[:width], table, exhibit.align), exhibit.caption)


def side(align: str, at: int) -> str:
    """l, r or c for column ``at``; l where nothing better is said."""
    said = align[at : at + 1]
    return said if said in ("l", "r", "c") else "l"


def _head(excerpt: Excerpt) -> str:
    """File and place, the file once."""
    if not excerpt.place or excerpt.place == excerpt.file:
        return excerpt.file
    return excerpt.place if excerpt.place.startswith(excerpt.file) else f"{excerpt.file}\n{excerpt.place}"

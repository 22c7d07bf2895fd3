"""Details and plain tables of an excerpt in the DOCX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.oxml.ns import qn

from reports.columns import COLUMNS, Pair, bands, in_columns
from reports.exhibits.docx import Element, close, kept, loose, paragraph, run, space, table
from reports.exhibits.layout import Cells, low
from reports.view import breakable
from reports.widths import rooms, scale

CELL = 8.5  # size of letters in tables
DETAILS = 11.0  # points from line to line of the details of an excerpt, which else fill half of its page


def run_in(pairs: Sequence[Pair], colon: str) -> Element:
    """Few details in one paragraph."""
    return close(paragraph(_told(pairs, colon, "    "), keep=True, after=20), DETAILS)


def above(pairs: Sequence[Pair], colon: str) -> Element:
    """Many details in columns, which begin the page of a text."""
    columns = [_told(column, colon, "\n") for column in in_columns(pairs)]
    return kept(_closer(loose(table((), [columns], (1.0,) * len(columns)))))


def below(pairs: Sequence[Pair], colon: str) -> Element:
    """Many details in bands of columns, a row each, which follow pictures and go on on the next page."""
    made = [[_told(column, colon, "\n") for column in band] for band in bands(pairs)]
    return _closer(table((), made, (1.0,) * COLUMNS))


def plain(cells: Cells) -> Iterator[Element]:
    """A plain table."""
    held, size = rooms(cells.widths), CELL * scale(cells.widths)

    def row(texts: Sequence[str], style: str) -> list[list[Element]]:
        return [[run(breakable(*each), style, size=size)] for each in zip(texts, held, strict=True)]

    rows = [row(each, "plain") for each in cells.rows]
    yield table(row(cells.head, "strong"), rows, cells.widths, cells.align, whole=low(cells))
    yield space()


def _told(pairs: Sequence[Pair], colon: str, apart: str) -> list[Element]:
    """Runs of details, names before what they say."""
    shown = [[run(f"{a}{colon}", "strong", size=8.2), run(b, "note", size=8.2), run(apart, "note")] for a, b in pairs]
    return [piece for pair in shown for piece in pair][: -1 if apart == "\n" else None]


def _closer(made: Element) -> Element:
    """A table with its lines as close as those of a text."""
    for one in made.iter(qn("w:p")):
        close(one, DETAILS)
    return made

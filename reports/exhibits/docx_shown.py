"""Details, plain tables and marked text of an excerpt in the DOCX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle

from docx.oxml.ns import qn

from reports.breaks import breakable
from reports.columns import COLUMNS, Pair, bands, in_columns, lines
from reports.exhibits.docx import (
    INSET,
    TEXT_WIDTH,
    Element,
    close,
    element,
    kept,
    loose,
    paragraph,
    run,
    space,
    table,
)
from reports.exhibits.layout import Cells, Runs, Sheet, low
from reports.line_ends import ended, unspaced
from reports.unparted import WHOLLY
from reports.widths import extent, letters, rooms, scale

CELL = 8.5  # size of letters in tables
CODE, MONO_WIDE, LEAST = 7.5, 0.6, 0.85  # size of code, width of its letters in squares, smallest beside others
HANGING = 180  # twentieths of a point that a line of code stands in which goes on from the one above
NUMBER = 90  # twentieths of a point of one sign of a number beside the text
LOW = 40  # lines of an excerpt in one row that is surely lower than a page, in 9.5 points
DETAILED = 8  # lines of details that stay with what they are about
DETAIL = 8.2  # size of the letters of details
ROOM = rooms((1.0,) * COLUMNS)[0] * CELL / DETAIL  # letters of a line of a column of them
DETAILS = 11.0  # points from line to line of the details of an excerpt, which else fill half of its page


def places(side: Sequence[str], apart: str) -> Element:
    """Where an excerpt stands in a work, behind its name."""
    name, said = unspaced([side[0] + "  ", apart.join(side[1:])], ["plain", "plain"])
    return paragraph([run(name, "strong", size=9), run(said, size=9)], keep=True, after=20)


def run_in(pairs: Sequence[Pair], colon: str) -> Element:
    """Few details in one paragraph."""
    return close(paragraph(_told(pairs, colon, "    "), keep=True, after=20), DETAILS)


def above(pairs: Sequence[Pair], colon: str) -> Iterator[Element]:
    """Many details in columns, which begin the page of a text; those of very many lines can do so without it."""
    columns = in_columns(pairs)
    made = _closer(table((), [[_told(one, colon, "\n") for one in columns]], (1.0,) * len(columns)))
    if max(map(lines, columns)) > DETAILED:
        yield from (made, space())
    else:
        yield from (kept(loose(made)), kept(space()))


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
    texts = [words for a, b in pairs for words in (f"{a}{colon}", b, apart)]
    plain = ["plain"] * len(texts)
    texts = unspaced(ended(texts, plain, ROOM) if apart == "\n" else texts, plain)
    shown = [
        run(words, style, size=size)
        for words, (style, size) in zip(texts, cycle((("strong", DETAIL), ("note", DETAIL), ("note", None))))
    ]
    return shown[: -1 if apart == "\n" else None]


def _closer(made: Element) -> Element:
    """A table with its lines as close as those of a text."""
    for one in made.iter(qn("w:p")):
        close(one, DETAILS)
    return made


def _beside(body: Sheet) -> float:
    """Twentieths of a point that the numbers beside the text take: ten signs of them at the most stand on a line."""
    longest = max((len(number) for row in body.rows for number in (row[0], row[2])), default=0)
    return 2 * INSET + NUMBER * min(10, max(2, longest))


def _smaller(body: Sheet) -> float:
    """How large the letters of code are, the same on both sides, so that no word of it is torn that this can keep
    whole."""
    room = (TEXT_WIDTH / 2 - _beside(body) - 2 * INSET) / 20 / (CODE * MONO_WIDE)
    made = 1.0
    for runs in (runs for row in body.rows for runs in (row[1], row[3])):
        word = max(map(letters, "".join(piece.text for piece in runs).split()), default=0)
        if word > room >= word * LEAST:
            made = min(made, room / word * 0.98)
    return made


def _hung(made: Element) -> Element:
    """A table of code in which lines that go on from the one above stand in a little, so that they are seen to do."""
    for row in [*made.iter(qn("w:tr"))][1:]:
        for cell in [*row.iter(qn("w:tc"))][1::2]:
            for at, pr in enumerate(cell.iter(qn("w:pPr"))):
                edge = pr.find(qn("w:jc"))
                indent = element("ind", left=HANGING, **({} if at else {"hanging": HANGING}))
                pr.append(indent) if edge is None else edge.addprevious(indent)
    return made


def sheet(body: Sheet) -> Element:
    """Two columns of marked text."""
    size = CODE * _smaller(body) if body.numbered else 9.5

    beside = _beside(body) if body.numbered else 0.0
    signs = (TEXT_WIDTH / 2 - beside - 2 * INSET - HANGING) / 20 / (size * MONO_WIDE)
    room = signs * extent("x", "code") * WHOLLY

    def marked(runs: Runs) -> list[Element]:
        texts = [piece.text for piece in runs]
        texts = ended(texts, ["code"] * len(texts), room) if body.numbered else texts
        return [
            run(words, piece.role, size=size, token=piece.token, mono=body.numbered)
            for piece, words in zip(runs, texts, strict=True)
        ]

    heads = [[run(head, "head")] for head in body.heads]
    if body.numbered:
        rows = [
            [[run(ln, "number")], marked(left), [run(rn, "number")], marked(right)] for ln, left, rn, right in body.rows
        ]
        return _hung(table([[], heads[0], [], heads[1]], rows, (beside, TEXT_WIDTH / 2 - beside) * 2))
    return table(heads, [[marked(left), marked(right)] for _, left, _, right in body.rows], (1, 1), low=LOW)

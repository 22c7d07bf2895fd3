"""What of a page stays together: remarks with what they introduce, names with a seal, rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports import document as model
from reports.document import Block, Grid, Heading, Line
from reports.widths import letters, rooms

ONE_LINE = 90  # letters of a paragraph that is hardly longer than a line
WHOLE = 1200  # letters of a paragraph that is surely shorter than a page
SIGNED = 14  # rows of a table of signatures that leave room for a seal on their page
INTRODUCING = 420  # letters of a paragraph that stays with the table that it is about
ROW = 24  # lines of a row that is surely shorter than half a page


def introducing(blocks: Sequence[Block]) -> Iterator[int]:
    """Numbers of the paragraphs that stand between a heading and what it is the heading of, and stay with both: remarks
    on it, and one line alone."""
    level = 0  # of the heading that these stand under; 0: under none
    for at, (here, after) in enumerate(pairwise(blocks)):
        if isinstance(here, Heading):
            level = here.level
        elif level and isinstance(here, model.Paragraph) and _leads_to(after, level) and _short(here, after):
            yield at
        else:
            level = 0


def _leads_to(after: Block, level: int) -> bool:
    """Whether a block goes on with what a heading of this level began: a heading below it does."""
    return after.level > level if isinstance(after, Heading) else not isinstance(after, model.PageBreak)


def _short(remark: model.Paragraph, after: Block) -> bool:
    most = INTRODUCING if isinstance(after, Grid) else ONE_LINE
    return remark.kind in ("note", "notice") or letters("".join(piece.text for piece in remark.content)) <= most


def short_enough(paragraph: model.Paragraph) -> bool:
    """Whether a paragraph is surely shorter than a page, so that it need not be torn apart."""
    return sum(len(piece.text) for piece in paragraph.content) <= WHOLE


def sealed(names: Block, place: Block) -> bool:
    """Whether these are the table of who signs and the place of the seal, and stand on one page together."""
    return (
        isinstance(names, Grid)
        and len(names.rows) <= SIGNED
        and isinstance(place, model.Paragraph)
        and place.kind == "seal"
    )


def stamped(place: Block, remark: Block) -> bool:
    """Whether this is the place of the seal and a line on another stamp, which stands on its page."""
    return isinstance(place, model.Paragraph) and place.kind == "seal" and isinstance(remark, model.Paragraph)


def fits(block: Grid) -> bool:
    """Whether a table is surely shorter than a page, so that it need not be torn apart."""
    letters = sum(len(piece.text) for row in block.rows for cell in row for piece in cell)
    return len(block.rows) <= 8 and letters <= 700


def provenance(table: Block, remark: Block) -> bool:
    """Whether a remark says where a short table is from, and stands on its page."""
    return isinstance(table, Grid) and fits(table) and isinstance(remark, model.Paragraph) and remark.kind == "note"


def together(row: Sequence[Line], widths: Sequence[float]) -> bool:
    """Whether a row is so low that it is not torn over two pages."""
    cells = ("".join(piece.text for piece in cell) for cell in row)
    return all(high(words, room) <= ROW for words, room in zip(cells, rooms(widths), strict=False))


def high(words: str, room: float) -> float:
    """Lines of a cell that has room for so many letters, roughly."""
    return sum(1 + letters(line) // room for line in words.split("\n"))

"""What of a page stays together: remarks with what they introduce, names with a seal, rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports import document as model
from reports.document import Block, Grid, Heading, Line
from reports.indents import indented
from reports.widths import letters, rooms

ONE_LINE = 90  # letters of a paragraph that is hardly longer than a line
WHOLE = 1200  # letters of a paragraph that is surely shorter than a page
SIGNED = 14  # rows of a table of signatures that leave room for a seal on their page
INTRODUCING = 420  # letters of a paragraph that stays with the table that it is about
ROW = 24  # lines of a row that is surely shorter than half a page
HALF = 28  # lines of several rows that are surely lower than half a page
THIRD = 16  # the same of a third of a page: of higher rows each may stand alone under its head
QUARTER = 12  # the same of a quarter
ENDS = 2  # rows that a table has on each of its pages at the least, below its head
# Points of what stands in a page, rather too many than too few in any output
PAGE = 640.0  # between header and footer
LINE, LETTERS, BESIDE = 17.0, 88, 9.0  # a line of text, its letters, and what a paragraph takes besides
CELL, BORDER = 12.0, 7.0  # a line of a table, and what a row takes besides
HEADINGS = (56.0, 40.0, 36.0, 34.0)  # by level
SEAL = 170.0  # its place


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


def fronting(blocks: Sequence[Block]) -> Iterator[int]:
    """Numbers of the remarks behind a cover that lead to a table: what a version or a volume is stays with what it
    leaves out or holds."""
    if not blocks or not isinstance(blocks[0], model.Cover):
        return
    end = next((at for at, block in enumerate(blocks[1:], 1) if not _remarks(block)), len(blocks))
    if end < len(blocks) and isinstance(blocks[end], Grid):
        yield from range(1, end)


def _leads_to(after: Block, level: int) -> bool:
    """Whether a block goes on with what a heading of this level began: a heading below it does."""
    return after.level > level if isinstance(after, Heading) else not isinstance(after, model.PageBreak)


def _short(remark: model.Paragraph, after: Block) -> bool:
    most = INTRODUCING if isinstance(after, Grid) else 2 * ONE_LINE if _remarks(after) else ONE_LINE
    return _remarks(remark) or letters("".join(piece.text for piece in remark.content)) <= most


def _remarks(block: Block) -> bool:
    return isinstance(block, model.Paragraph) and block.kind in ("note", "notice")


def short_enough(paragraph: model.Paragraph) -> bool:
    """Whether a paragraph is surely shorter than a page, so that it need not be torn apart."""
    return sum(len(piece.text) for piece in paragraph.content) <= WHOLE


def listing(blocks: Sequence[Block]) -> Iterator[int]:
    """Numbers of the headings of lists whose first item is hardly longer than a line: the second one begins on their
    page, so that no single line stands below a heading."""
    for at, (here, after) in enumerate(pairwise(blocks)):
        if isinstance(here, Heading) and isinstance(after, model.Listed) and len(after.items) > 1:
            first = after.items[0]
            said = ("".join(piece.text for piece in one.content) for one in first if isinstance(one, model.Paragraph))
            if len(first) == 1 and all(letters(words) <= ONE_LINE for words in said):
                yield at


def sealed(names: Block, place: Block) -> bool:
    """Whether these are the table of who signs and the place of the seal, and stand on one page together."""
    return (
        isinstance(names, Grid)
        and len(names.rows) <= SIGNED
        and isinstance(place, model.Paragraph)
        and place.kind == "seal"
    )


def blank(cell: Line) -> bool:
    """Whether a cell is room to write in by hand: empty lines."""
    words = "".join(piece.text for piece in cell)
    return "\n" in words and not words.strip()


def on_one_page(blocks: Sequence[Block]) -> bool:
    """Whether all blocks surely stand on one page."""
    return sum(map(_points, blocks)) <= PAGE


def roomed(blocks: Sequence[Block]) -> Iterator[range]:
    """Numbers of the blocks between two page breaks behind that of the cover, where they surely stand on one page: they
    follow what is before them where its last page has the room, which would else be nearly empty. In the DOCX they do
    not: office programs lose rows of tables that are held to what follows them."""
    breaks = [at for at, block in enumerate(blocks) if isinstance(block, model.PageBreak)]
    for before, after in pairwise(breaks[1:]):
        if before + 1 < after and on_one_page(blocks[before + 1 : after]):
            yield range(before + 1, after)


def _points(block: Block) -> float:
    """Points that a block takes, roughly; no end of them where they are not reckoned."""
    match block:
        case Heading():
            return HEADINGS[block.level - 1]
        case model.Paragraph():
            said = "".join(piece.text for piece in block.content)
            return SEAL if block.kind == "seal" else BESIDE + LINE * high(said, LETTERS)
        case model.Listed():
            return sum(_points(inner) for item in block.items for inner in item)
        case Grid():
            return LINE + sum(BORDER + CELL * highest(row, block.widths) for row in (block.head, *block.rows))
    return float("inf")


def stamped(place: Block, remark: Block) -> bool:
    """Whether this is the place of the seal and a line on another stamp, which stands on its page."""
    return isinstance(place, model.Paragraph) and place.kind == "seal" and isinstance(remark, model.Paragraph)


def fits(block: Grid) -> bool:
    """Whether a table is so short that it need not be torn apart: few words in few rows, or a quarter of a page."""
    letters = sum(len(piece.text) for row in block.rows for cell in row for piece in cell)
    lines = sum(max(1, highest(row, block.widths)) for row in (block.head, *block.rows))
    return (len(block.rows) <= 8 and letters <= 700) or lines <= QUARTER


def provenance(table: Block, remark: Block) -> bool:
    """Whether a remark says where a short table is from, and stands on its page."""
    return isinstance(table, Grid) and fits(table) and isinstance(remark, model.Paragraph) and remark.kind == "note"


def together(row: Sequence[Line], widths: Sequence[float]) -> bool:
    """Whether a row is so low that it is not torn over two pages."""
    return highest(row, widths) <= ROW


def highest(row: Sequence[Line], widths: Sequence[float]) -> float:
    """Lines of the highest cell of a row, roughly."""
    cells = ("".join(piece.text for piece in cell) for cell in row)
    return max((high(words, room) for words, room in zip(cells, rooms(widths), strict=False)), default=0)


def high(words: str, room: float) -> float:
    """Lines of a cell that has room for so many letters, roughly."""
    return sum(1 + letters(line) // room for line in words.split("\n"))


def ends(lines: Sequence[float], groups: Sequence[range] = ()) -> tuple[int, int]:
    """How many rows at the beginning and at the end of a table each stay on one page, by the lines of its rows, so that
    no low row stands alone under a head; ``groups``: of rows that stay together (``headed``). None where they are too
    high for that (``THIRD``), and of few rows all at its beginning."""
    count = len(lines)
    fitting = (some for some in (count if count < 2 * ENDS else 0, ENDS) if ENDS <= some <= count)
    first = next((some for some in fitting if sum(lines[:some]) <= THIRD), 0)
    first = next((group.stop for group in groups if group.start < first < group.stop), first)
    last = ENDS if count >= 2 * ENDS and sum(lines[-ENDS:]) <= THIRD else 0
    last = next((count - group.start for group in groups if group.start < count - last < group.stop), last)
    return (first if sum(lines[:first]) <= HALF else 0), (last if sum(lines[count - last :]) <= HALF else 0)


def leading(rows: Sequence[Sequence[Line]]) -> Iterator[int]:
    """Numbers of the rows that head the one below them: labels of a group, and folders before what stands in them."""
    for at, (row, below) in enumerate(pairwise(rows)):
        label = len(row) > 1 and not _empty(row[0]) and all(map(_empty, row[1:]))
        if label or (row and below and indented(below[0])[0] > indented(row[0])[0]):
            yield at


def headed(rows: Sequence[Sequence[Line]], lines: Sequence[float]) -> Iterator[range]:
    """Rows that no page parts, so far as they are low enough: those that head the next one, with this."""
    heads, start = frozenset(leading(rows)), 0
    for at in range(len(rows)):
        while start < at and sum(lines[start : at + 1]) > HALF:
            start += 1
        if at not in heads:
            if at > start:
                yield range(start, at + 1)
            start = at + 1


def _empty(cell: Line) -> bool:
    return not any(piece.text.strip() for piece in cell)

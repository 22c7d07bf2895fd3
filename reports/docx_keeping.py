"""What of a page of the DOCX stays together, beyond what all outputs hold (``keeping``): notes with the table above
them; and where such chains end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports.document import Block, Grid, Heading, Line, Paragraph
from reports.keeping import WHOLE, fronting, introducing
from reports.widths import letters

LINE = 95  # letters of a line of text
CHAIN = 7  # lines of headings and remarks that may stand at the end of a page without what follows them
LEAD = 2  # lines of what leads to what follows, and may not end a page
HEADING = 2  # lines that a heading takes


def held(blocks: Sequence[Block]) -> Iterator[int]:
    """Numbers of the paragraphs that stay with what follows: those between a heading and its table, but the last of
    many lines, which leave no page half empty for what they introduce, and some lines above a heading, which begins
    anew: else the heading behind them ended a page with what is said below it. Those behind a cover likewise."""
    yield from fronting(blocks)
    led, lines = frozenset(introducing(blocks)), 0
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            lines += HEADING
        elif at in led and isinstance(block, Paragraph):
            own = math.ceil(letters(_words(block.content)) / LINE)
            lines += own
            if own > LEAD and isinstance(blocks[at + 1], Heading):
                lines = 0
            elif lines <= CHAIN or block.kind == "notice" or _small(blocks[at + 1]):
                yield at
            else:
                lines = 0
        else:
            lines = 0


def _small(block: Block) -> bool:
    return isinstance(block, Paragraph) and letters(_words(block.content)) <= LINE


def leads(paragraph: Paragraph) -> bool:
    """Whether a paragraph stays with what follows it for its kind, and is not of lines enough to end a page."""
    return paragraph.kind == "lead" and letters(_words(paragraph.content)) <= LEAD * LINE


def closing(blocks: Sequence[Block]) -> Iterator[int]:
    """Numbers of the notes that close the table above them, and stand in it as its last row: office programs hold no
    table to a paragraph below it without holding all of it."""
    for at, (table, note) in enumerate(pairwise(blocks), 1):
        if isinstance(table, Grid) and table.rows and _is_note(note):
            yield at


def _is_note(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind == "note" and len(_words(block.content)) <= WHOLE


def _words(line: Line) -> str:
    return "".join(piece.text for piece in line)

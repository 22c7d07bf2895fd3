"""What the contents of a part list: chapters and their sections, on no more than two pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reports.document import Block, Heading, PageBreak, Part
from reports.widths import letters

PAGES = 2  # that the contents take at the most; beyond, sections are left out, of annexes first
PAGE, TITLE = 690.0, 34.0  # points of a page between header and footer, and of the title of the contents
HIGH = {1: 17.0, 2: 13.0}  # points of a line, as in report.typ and in the DOCX
CLOSER = {1: 14.5, 2: 12.0}  # the same where they would leave a few lines for a page of their own
WIDE = {1: 78, 2: 88}  # letters of a line
FEW = 90.0  # points of these few lines
SPILL = 0.03  # of a page by which an office may need more than is reckoned here
NESTED = 2  # levels


def listed(part: Part) -> tuple[Heading, ...]:
    """Chapters and their sections; without the sections of the annexes where that takes more than ``PAGES``, without
    any where it still does."""
    body, annexes = _halves(part.blocks)
    every = tuple(one for one in (*body, *annexes) if one.level <= NESTED)
    chapters = tuple(one for one in every if one.level == 1)
    fewer = (*(one for one in body if one.level <= NESTED), *(one for one in annexes if one.level == 1))
    return next((some for some in (every, fewer) if high(some) <= PAGES * PAGE), chapters)


def closer(some: Sequence[Heading]) -> bool:
    """Whether lines stand closer, so that the last page of the contents does not hold a few of them alone."""
    whole, left = divmod(high(some) / PAGE, 1)
    spilt = (whole >= 1 and left * PAGE < FEW) or left > 1 - SPILL
    return spilt and high(some, CLOSER) < PAGE * (1 - SPILL) * max(1.0, whole + (left > 1 - SPILL))


def high(some: Sequence[Heading], lines: dict[int, float] = HIGH) -> float:
    """Points that the contents take."""
    return TITLE + sum(lines[one.level] * math.ceil(max(1, letters(one.text)) / WIDE[one.level]) for one in some)


def _halves(blocks: Sequence[Block]) -> tuple[list[Heading], list[Heading]]:
    """Headings of the body, which a page break ends, and of the annexes behind it; of a part without annexes all."""
    breaks = [at for at, block in enumerate(blocks) if isinstance(block, PageBreak)]
    end = breaks[1] if len(breaks) > 1 else len(blocks)
    body, annexes = ([block for block in some if isinstance(block, Heading)] for some in (blocks[:end], blocks[end:]))
    return body, annexes

"""What the contents of a part list: chapters and their sections, on no more than two pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports.document import Block, Heading, PageBreak, Part
from reports.widths import letters

PAGES = 2  # that the contents take at the most; beyond, sections are left out, of annexes first
PAGE, TITLE = 700.0, 34.0  # points of a page between header and footer, and of the title of the contents
WIDE = {1: 78, 2: 88}  # letters of a line
FEW = 230.0  # points of lines that are too few for a page of their own: a third of it
SPILL = 0.03  # of a page by which an office may need more than is reckoned here
NESTED = 2  # levels


@dataclass(frozen=True, slots=True)
class Setting:
    """How lines of the contents are set, by their level: points from one to the next, and of their letters."""

    high: tuple[float, float]
    size: tuple[float, float]


SETTINGS = (
    Setting((17.0, 13.0), (10.5, 9.2)),
    Setting((14.5, 12.0), (10.5, 9.2)),
    Setting((12.2, 10.5), (9.8, 8.8)),
)


def listed(part: Part) -> tuple[Heading, ...]:
    """Chapters and their sections; without the sections of the annexes where that takes more than ``PAGES``, without
    any where it still does. The same where a few lines would stand on a page of their own and fewer take one page."""
    body, annexes = _halves(part.blocks)
    every = tuple(one for one in (*body, *annexes) if one.level <= NESTED)
    chapters = tuple(one for one in every if one.level == 1)
    fewer = (*(one for one in body if one.level <= NESTED), *(one for one in annexes if one.level == 1))
    choices = [some for some in (every, fewer) if high(some) <= PAGES * PAGE] or [chapters]
    return next((some for some in choices if not all(_few(some, one) for one in SETTINGS)), choices[0])


def setting(some: Sequence[Heading]) -> Setting:
    """The widest in which the last page of the contents does not hold a few lines alone."""
    return next((one for one in SETTINGS if not _few(some, one)), SETTINGS[0])


def high(some: Sequence[Heading], lines: Setting = SETTINGS[0]) -> float:
    """Points that the contents take."""
    return TITLE + sum(
        lines.high[one.level - 1] * math.ceil(max(1, letters(one.text)) / WIDE[one.level]) for one in some
    )


def _few(some: Sequence[Heading], lines: Setting) -> bool:
    """Whether the last of several pages holds few lines, or would in an office that needs a little more."""
    whole, left = divmod(high(some, lines) / PAGE, 1)
    return (whole >= 1 and left * PAGE < FEW) or left > 1 - SPILL


def _halves(blocks: Sequence[Block]) -> tuple[list[Heading], list[Heading]]:
    """Headings of the body, which the last page break ends, and of the annexes behind it; of a part without annexes
    all."""
    breaks = [at for at, block in enumerate(blocks) if isinstance(block, PageBreak)]
    end = breaks[-1] if len(breaks) > 1 else len(blocks)
    body, annexes = ([block for block in some if isinstance(block, Heading)] for some in (blocks[:end], blocks[end:]))
    return body, annexes

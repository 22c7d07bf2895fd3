"""Maps of a comparison as drawings, in groups that each stand on one page."""

from __future__ import annotations

from reports.document import CoverageMap, Language, OppositeMap
from reports.exhibits import figures, opposite
from reports.exhibits.drawing import Drawing

ABOVE = 12.0  # points above each of several drawings
ROOM = 620.0  # points of a page that these have room for, below a heading and their caption


def charts(block: CoverageMap | OppositeMap, language: Language) -> tuple[tuple[Drawing, ...], ...]:
    """Groups of drawings, each of which stands on one page with the caption: those of both works together where a page
    has room for that, else one by one."""
    if isinstance(block, OppositeMap):
        return ((opposite.drawing(block, language),),)
    drawings = figures.coverage(block, language)
    return (drawings,) if sum(one.height + ABOVE for one in drawings) <= ROOM else tuple((one,) for one in drawings)

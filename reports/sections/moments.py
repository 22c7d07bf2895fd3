"""What times of the record are in, said once: where the first of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reports.document import Block, Grid, Listed, Paragraph
from reports.sections.desk import Desk, paragraph

STAMP = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z")


def explained(desk: Desk, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with a note on UTC beside the first that has a time: before a table, behind anything else."""
    told = False
    for block in blocks:
        note = () if told or not _timed(block) else (paragraph(desk.say("utc-note"), "note"),)
        told = told or bool(note)
        yield from (*note, block) if isinstance(block, Grid) else (block, *note)


def _timed(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return STAMP.search("".join(piece.text for piece in block.content)) is not None
    if isinstance(block, Grid):
        return any(STAMP.search("".join(piece.text for piece in cell)) for row in block.rows for cell in row)
    return isinstance(block, Listed) and any(_timed(one) for item in block.items for one in item)

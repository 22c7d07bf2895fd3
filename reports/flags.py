"""Status words in frames (style ``mark``) that are longer than a line, and need one frame about all of their lines."""

from __future__ import annotations

from collections.abc import Iterator

from reports.document import Line
from reports.widths import FRAME, extent


def flagged(line: Line, room: float) -> Iterator[int]:
    """Numbers of the pieces of a cell that are such, and stand on lines of their own. ``room``: letters of a line."""
    texts = ["\n", *(piece.text for piece in line), "\n"]
    for at, piece in enumerate(line, 1):
        alone = texts[at - 1].endswith("\n") and texts[at + 1].startswith("\n")
        if piece.style == "mark" and alone and extent(piece.text) + FRAME > room:
            yield at - 1

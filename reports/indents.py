"""How far the text of a cell stands in: em spaces that begin each of its lines, printed as an indent, so that what of a
long name goes on below stands in as far."""

from __future__ import annotations

from dataclasses import replace

from reports.document import Line
from reports.text import Printed

INDENT = "\u2003"  # an em space a level
MOST = 12  # levels; deeper ones keep the rest of their spaces, so that no cell is pushed off its column


def indented(line: Line) -> tuple[int, Line]:
    """Levels that every line of a cell stands in, and the cell without them."""
    rows = "".join(piece.text for piece in line).split("\n")
    depth = min((len(row) - len(row.lstrip(INDENT)) for row in rows if row), default=0)
    depth = min(depth, MOST)
    if not depth:
        return 0, line
    made, left = [], depth  # em spaces of this row that are still to be left out
    for piece in line:
        kept = ""
        for letter in piece.text:
            if letter == INDENT and left:
                left -= 1
                continue
            left = depth if letter == "\n" else 0
            kept += letter
        made.append(replace(piece, text=Printed(kept)))
    return depth, tuple(made)

"""Files in which a method finds nothing and another method does: what has no byte in common may look or sound alike."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.dossier import Filed
from reports.accounts import SIDES
from reports.document import Block, Inline, Line, Paragraph
from reports.extents import matched_files
from reports.sections.attached import unmatched
from reports.sections.desk import Desk, result_of, text


def elsewhere(desk: Desk, filed: Filed) -> Iterator[Block]:
    """Beside tables in which a method tells of every file what became of it (it has figures of the files that are
    ``absent``): how many of those without a match have one in the records of other methods, and in which."""
    if not desk.counting(filed, "absent"):
        return
    free = unmatched(filed)
    found: list[tuple[Filed, int]] = []
    for other in desk.found:
        if other is not filed and _same_works(other, filed):
            count = sum(len(matched_files(other.comparison, side) & set(free[side])) for side in SIDES)
            found += [(other, count)] if count else []
    if not found:
        return
    line: Line = text(desk.say("elsewhere"))
    for at, (other, count) in enumerate(found):
        line += (Inline(desk.say("listing-comma")),) if at else ()
        said = desk.say("elsewhere-of", method=desk.method_name(other), count=count)
        line += (*text(said, result=result_of(other)), *desk.reference(result_of(other)))
    yield Paragraph((*line, Inline(desk.say("elsewhere-end"))), "note")


def _same_works(one: Filed, other: Filed) -> bool:
    return (one.comparison.left, one.comparison.right) == (other.comparison.left, other.comparison.right)

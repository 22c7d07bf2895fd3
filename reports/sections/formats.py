"""One content handed in in two formats: two files of a work that a method counts each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from appraisal.comparison import Side
from appraisal.dossier import Filed
from appraisal.span import Region, Span
from reports.accounts import SIDES
from reports.document import Block
from reports.extents import matched_files
from reports.sections.desk import Desk, paragraph, result_of
from reports.text import Printed, printable

MOST = 6  # pairs of files that are named


def formats(desk: Desk, filed: Filed) -> Iterator[Block]:
    """A line below the figures: files of one name in two formats that correspond to the same places are counted twice.

    Equal bytes are one content to every method; whether two formats hold one content, no digest says.
    """
    for side in SIDES:
        pairs = _pairs(filed, side)
        if pairs:
            comma = desk.say("listing-comma")
            listed = [desk.say("in-two-formats", one=printable(a), other=printable(b)) for a, b in pairs[:MOST]]
            said = {"files": Printed(comma.join(listed)), "count": len(pairs)}
            yield paragraph(desk.about("two-formats", desk.side(filed, side), **said), "note", result_of(filed))


def _pairs(filed: Filed, side: Side) -> list[tuple[str, str]]:
    """Files of one side with a name in common and endings apart, matched to places of the other side that meet."""
    by_stem: dict[str, list[str]] = {}
    for file in sorted(matched_files(filed.comparison, side)):
        by_stem.setdefault(str(PurePosixPath(file).with_suffix("")), []).append(file)
    alike = [some for some in by_stem.values() if len(some) > 1]
    if not alike:
        return []
    opposite: dict[str, list[Span]] = {file: [] for some in alike for file in some}
    for match in filed.comparison.matches:
        own, other = (match.all_left(), match.all_right())
        own, other = (own, other) if side == "left" else (other, own)
        for file in {span.file for span in own} & opposite.keys():
            opposite[file] += other
    return [
        (some[0], file)
        for some in alike
        for file in some[1:]
        if any(map(Region(opposite[some[0]]).touches, opposite[file]))
    ]

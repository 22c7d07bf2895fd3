"""What verified figures do not count: files that no accepted match touches, by why that is so; matches without a share.

A method's own figures of what has no match (its ``absent`` ones) would, over accepted matches alone, count whatever
nobody has read.
"""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.comparison import Measures, Side
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from reports.document import Block, Line
from reports.places import number
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.sentences import SIDES
from reports.sections.shares import units
from reports.text import Printed


def kept(desk: Desk, filed: Filed, measures: Measures) -> tuple[str, ...]:
    """Keys of the figures that hold over accepted matches too."""
    stems = desk.counting(filed, "absent").split()
    out = {f"{stem}_{side}" for stem in stems for side in SIDES}
    return tuple(key for key in measures.values if key not in out)


def rows(desk: Desk, filed: Filed) -> Iterator[tuple[Line, ...]]:
    """Files of either side with matches that count of which nobody has read one; of which some are read, none accepted.

    Only for methods that have figures of what no match covers.
    """
    if not desk.counting(filed, "absent"):
        return
    sides = [_files(desk, filed, side) for side in SIDES]
    for at, name in enumerate(("verified-unread", "verified-none-accepted")):
        said = Printed(" / ".join(number(files[at]) for files in sides))
        yield text(desk.say("both-sides", name=desk.say(name))), text(said, result=result_of(filed))


def taken_out(desk: Desk, filed: Filed) -> Iterator[Block]:
    """How many accepted matches ancestors and exclusions take out whole: no figure but the number of matches has
    them."""
    gone = desk.deducted(filed)
    count = sum(said is Verdict.ACCEPTED and gone.get(match) == "whole" for match, said in filed.verdicts.items())
    if count:
        yield paragraph(desk.say("verified-taken", count=count), "note", result_of(filed))


def uncounted(desk: Desk, filed: Filed) -> Iterator[Block]:
    """Why accepted matches of which exclusions leave something make no share: they hold nothing that it counts."""
    taken = desk.deducted(filed)
    accepted = (match.id for match in filed.comparison.matches if filed.verdicts.get(match.id) is Verdict.ACCEPTED)
    count = sum(taken.get(match) != "whole" for match in accepted)
    made, unit = filed.accepted, units(desk, filed)
    shares = {made.coverage_of_left, made.coverage_of_right} if made is not None else set()
    if unit and count and shares and not any(shares) and shares != {None}:
        yield paragraph(desk.say("verified-uncounted", unit=unit, count=count), "note", result_of(filed))


def _files(desk: Desk, filed: Filed, side: Side) -> tuple[int, int]:
    verdicts: dict[str, set[Verdict]] = {}
    for match in filed.comparison.matches:
        if desk.deducted(filed).get(match.id) != "whole":
            for span in match.all_left() if side == "left" else match.all_right():
                verdicts.setdefault(span.file, set()).add(filed.verdicts.get(match.id, Verdict.UNREVIEWED))
    unread = sum(found == {Verdict.UNREVIEWED} for found in verdicts.values())
    accepted = sum(Verdict.ACCEPTED in found for found in verdicts.values())
    return unread, len(verdicts) - unread - accepted

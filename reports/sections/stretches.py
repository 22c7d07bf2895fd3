"""Passages in time as a table for notebooks: where each lies in both works, what was measured of it, its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.span import Span
from reports.document import Block, Line
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.sections.shown import weighed
from reports.sections.verdicts import earlier
from reports.text import Printed

FIRST = 3  # places of one side that are written out; the rest is counted
_EXPLAINED = re.compile(r"(.{2,}?)(?:（(.{12,})）| \((.{24,})\))")  # a kind, and what it means


def stretches(desk: Desk, filed: Filed, matches: Sequence[Match], columns: Sequence[str]) -> Iterator[Block]:
    """A row for each of ``matches``; ``columns``: details of a match, in the method's words. What a match does not say
    is left empty, and a column of which no match says anything left out. What a method explains of a kind in brackets
    stands once below the table, not in each row."""
    numbers = {match.id: number for number, match in enumerate(filed.comparison.matches, 1)}
    told = {match.id: match for match in filed.comparison.matches}
    matches = [told.get(match.id, match) for match in matches]
    kept = [name for name in columns if any(match.details.get(name) not in (None, "", [], ()) for match in matches)]
    left, right = (desk.named(ref.label) for ref in (filed.comparison.left, filed.comparison.right))
    head = [desk.say("col.number"), desk.say("col.kind"), left, right, *(desk.label(filed, name) for name in kept)]
    rows, meant = [], {}
    for match in matches:
        kind = desk.label(filed, match.kind)
        if explained := _EXPLAINED.fullmatch(kind):
            kind = Printed(explained[1])
            meant[kind] = explained[2] or explained[3]
        verdict = filed.verdicts.get(match.id, Verdict.UNREVIEWED)
        row: list[Line] = [
            stacked(text(str(numbers[match.id])), text(match.id, "digest", match.id)),
            text(kind),
            *(_places(desk, filed, side, spans) for side, spans in match.sides()),
            *(text(desk.worded(filed, match.details[n], n)) if n in match.details else () for n in kept),
            stacked(text(desk.say(f"verdict.{verdict.value}")), *earlier(desk, filed, match.id)),
        ]
        rows.append(tuple(row))
    yield desk.grid(
        [*head, desk.say("col.verdict")], rows, caption=desk.say("numbers-by-place"), result=result_of(filed)
    )
    if {"strength", "digits", "chance"} & set(kept):
        yield from weighed(desk, filed)
    yield from (paragraph(f"{kind}{desk.say('colon')}{more}", "note") for kind, more in meant.items())


def _places(desk: Desk, filed: Filed, side: Side, spans: Sequence[Span]) -> Line:
    more = len(spans) - FIRST
    rest = [text(desk.say("further-places", count=more))] if more > 0 else []
    return stacked(*(text(desk.place(filed, side, span)) for span in spans[:FIRST]), *rest)

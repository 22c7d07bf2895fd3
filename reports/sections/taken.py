"""What of a match leaves the figures, and why: the mark beside every place where a match is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from appraisal.comparison import RULE, Match, Side
from appraisal.dossier import Filed
from appraisal.span import Region, Span
from reports.sections.desk import Desk
from reports.text import Printed

TOLD = 3  # reasons in the mark beside an excerpt


def reasons(desk: Desk, filed: Filed, match: Match) -> list[Printed]:
    """Each reason once, with the rule or person behind it, in the order of the record."""
    return _reasons(desk, filed, match.sides())


def _reasons(desk: Desk, filed: Filed, sides: Iterable[tuple[Side, Sequence[Span]]]) -> list[Printed]:
    rows: dict[Printed, None] = {}

    def within(said: str) -> str:
        return desk.say("open") + said + desk.say("close")

    for side, spans in sides:
        files = {span.file for span in spans}
        for one in filed.comparison.excluded:
            if one.side != side or one.span is None or one.span.file not in files:
                continue
            region = Region([one.span])
            if not any(region.touches(span) for span in spans):
                continue
            reason = str(desk.say(f"reason.{one.reason.value}"))
            if one.by.startswith(RULE):
                reason += within(desk.say("sentence-rule", rule=desk.label(filed, one.by[len(RULE) :])))
            elif one.by:
                reason += within(desk.say("sentence-by", by=one.by))
            elif one.work and one.work not in (filed.comparison.left.label, filed.comparison.right.label):
                reason += within(desk.say("excluded-as-in", label=one.work))
            rows.setdefault(Printed(reason))
    return list(rows)


def mark(desk: Desk, filed: Filed, match: Match) -> Printed:
    """已排除 / excluded with the first reasons; empty where all of the match counts."""
    state = desk.deducted(filed).get(match.id)
    if state is None:
        return Printed("")
    return _marked(desk, state, reasons(desk, filed, match))


def mark_of_place(desk: Desk, filed: Filed, side: Side, span: Span) -> Printed:
    """The same of a place of one side that is in no match."""
    taken = (one.span for one in filed.comparison.excluded if one.side == side and one.span is not None)
    region = Region(one for one in taken if one.file == span.file)
    if not region.touches(span):
        return Printed("")
    state = "part" if not region.holds_file(span.file) and Region([span]).without(region).length() else "whole"
    return _marked(desk, state, _reasons(desk, filed, [(side, [span])]))


def _marked(desk: Desk, state: str, said: Sequence[Printed]) -> Printed:
    listed = Printed(desk.say("semicolon").join(said[:TOLD]))
    if len(said) > TOLD:
        listed = desk.say("taken-more", reasons=listed, count=len(said) - TOLD)
    return desk.say(f"taken-{state}", reasons=listed)


def marks(desk: Desk, filed: Filed, match: Match) -> Iterator[Printed]:
    """The same, one for each reason, for a cell of a table."""
    state = desk.deducted(filed).get(match.id)
    for reason in reasons(desk, filed, match) if state else ():
        yield desk.say(f"sentence-{state}", reason=reason)

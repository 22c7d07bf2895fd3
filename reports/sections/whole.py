"""Tables that a report shortens, whole, for its annex volumes: one row each place taken out, each observation."""

from __future__ import annotations

from appraisal.comparison import RULE
from appraisal.dossier import Filed
from reports.accounts import SIDES
from reports.document import Line
from reports.places import place_in_file
from reports.sections import scope
from reports.sections.attached import placed
from reports.sections.desk import Desk, text
from reports.sections.filtration import evidence
from reports.text import Printed, printable

Table = tuple[list[Printed], list[tuple[Line, ...]], tuple[float, ...]]  # head, rows, widths


def excluded(desk: Desk, filed: Filed) -> Table:
    """Every place that left the figures: work and place, reason, who took it out and what was said of it."""
    rows: list[tuple[Line, ...]] = []
    for at, (group, span) in enumerate(placed(filed), 1):
        reason, work, by, on, note, late, side, _ = group
        words = [desk.say(f"reason.{reason}"), *([desk.say("after-results")] if late else [])]
        if work and work not in (filed.comparison.left.label, filed.comparison.right.label):
            words.append(desk.say("excluded-as-in", label=work))
        told = (printable(by), printable(on), printable(note))
        if by.startswith(RULE):  # its name and what it saw, in words of the reader
            rule = desk.say("sentence-rule", rule=desk.label(filed, by[len(RULE) :]))
            told = (rule, printable(on), evidence(desk, filed, note))
        rows.append(
            (
                text(str(at)),
                text(desk.named(desk.side(filed, "left" if side == "left" else "right")) if side else desk.say("none")),
                text(place_in_file(span, desk.language)),
                text(Printed(desk.say("semicolon").join(words))),
                text(Printed(desk.say("semicolon").join(filter(None, told))) or desk.say("none")),
            )
        )
    head = [desk.say(f"col.{name}") for name in ("number", "work", "place", "reason", "note")]
    return head, rows, (0.6, 1.2, 3.0, 2.0, 2.4)


def files(desk: Desk, filed: Filed) -> Table:
    """Every file of either work, whether the method compared it, with its length; who left it out, and why."""
    rows: list[tuple[Line, ...]] = []
    for side in SIDES:
        for one in scope.scoped(desk, filed, side):
            words = [desk.say(f"scope.{one.state}"), *([desk.say("after-results")] if one.late else [])]
            unread = one.state == scope.UNSEEN
            words += [desk.told(one.why, one.told)] if unread else [printable(one.why)] if one.why else []
            rows.append(
                (
                    text(desk.named(desk.side(filed, side))),
                    text(one.file),
                    text(scope.amounts(desk, [one]) or desk.say("none")),
                    text(Printed(desk.say("semicolon").join(words))),
                    text(Printed(desk.say("semicolon").join(printable(who) for who in (one.by, one.on) if who)))
                    or text(desk.say("none")),
                )
            )
    head = [desk.say(f"col.{name}") for name in ("work", "member", "extent", "state", "who")]
    return head, rows, (1.2, 3.0, 1.4, 2.4, 1.6)


def observed(desk: Desk, filed: Filed) -> Table:
    """Every one-sided observation of a comparison: work, place, kind, what was seen."""
    rows: list[tuple[Line, ...]] = [
        (
            text(desk.named(desk.side(filed, seen.side))),
            text(place_in_file(seen.span, desk.language)),
            text(desk.label(filed, seen.kind)),
            text(desk.worded(filed, dict(seen.details))),
        )
        for seen in filed.comparison.observations
    ]
    return [desk.say(f"col.{name}") for name in ("work", "place", "kind", "content")], rows, (1.0, 2.4, 1.2, 3.4)

"""The custody and the procedure table: every entry of the disclosed logs, in the order written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from appraisal.dossier import LogEntry
from appraisal.intake import Material
from appraisal.procedure import CUSTODY, STEPS, Kind, Step
from reports.document import Block, Line
from reports.sections.desk import Desk, lines, paragraph, text
from reports.sections.entries import (
    decoded,
    kind_word,
    labelled,
    remarks,
    signatures,
    stacked,
    unstated,
    when,
)
from reports.sections.said import content, step_said
from reports.text import printable


def custody(desk: Desk) -> Iterator[Block]:
    entries = [entry for entry in desk.dossier.entries if entry.log == CUSTODY]
    if not entries:
        yield paragraph(desk.say("custody-none"))
        return
    yield paragraph(desk.say("custody-note"), "note")
    head = [desk.say(f"col.{key}") for key in ("seq", "time", "event", "labels", "persons", "seen", "signature")]
    shown, note = desk.capped(entries)
    rows = [_handled(desk, entry) for entry in shown]
    yield desk.grid(head, rows, widths=(0.6, 3.0, 2.0, 0.9, 3.4, 7.2, 2.5), align="rllllll")
    yield from note


def procedure(desk: Desk) -> Iterator[Block]:
    entries = [entry for entry in desk.dossier.entries if entry.log != CUSTODY]
    if entries:
        yield paragraph(desk.say("procedure-note"), "note")
        yield from _steps(desk, entries)
    else:
        yield paragraph(desk.say("procedure-none"))
    yield from _apart(desk)


def _steps(desk: Desk, entries: Sequence[LogEntry], caption: str = "") -> Iterator[Block]:
    """``caption``: of entries of copies, which say in which log they lie."""
    head = [desk.say(f"col.{key}") for key in ("seq", "time", "event", "content", "signed-as", "signature")]
    shown, note = desk.capped(entries)
    rows = [
        (
            text(str(entry.seq)),
            when(desk, entry),
            text(kind_word(desk, entry)),
            stacked(*([text(entry.log, "code")] if caption else []), content(desk, entry), *remarks(desk, entry)),
            lines(entry.by) if entry.by else unstated(desk),
            signatures(desk, entry),
        )
        for entry in shown
    ]
    yield desk.grid(head, rows, widths=(0.6, 1.9, 2.0, 9.0, 1.7, 2.4), align="rlllll", caption=caption)
    yield from note


def _apart(desk: Desk) -> Iterator[Block]:
    """What people put on file in copies of the case that were merged, as theirs and with where it lies."""
    if desk.dossier.apart:
        yield paragraph(desk.say("apart-note"), "note")
        yield from _steps(desk, desk.dossier.apart, desk.say("apart"))


def _handled(desk: Desk, entry: LogEntry) -> tuple[Line, ...]:
    """One line of the custody table."""
    event, label = kind_word(desk, entry), entry.body.get("label")
    labels: tuple[str, ...] = (label,) if isinstance(label, str) else ()
    persons: tuple[str, ...] = ()
    place = clock = ""
    seen = content(desk, entry)
    if entry.kind in STEPS and (step := decoded(Step, entry.body)):
        event, labels, persons, place, clock = printable(step.what), step.labels, step.persons, step.place, step.clock
        seen = step_said(desk, step, table=True)
    elif entry.kind == Kind.MATERIAL and (material := decoded(Material, entry.body)):
        persons = material.received_by
    elif entry.kind == Kind.RECEIVED:  # who signs a receipt too received with the first
        persons = tuple(one.by for one in desk.seconds.get(entry.digest, ()))
    people = dict.fromkeys(one for one in (entry.by, *persons) if one)
    return (
        text(str(entry.seq)),
        stacked(when(desk, entry), labelled(desk, desk.say("field.clock"), lines(clock) if clock else unstated(desk))),
        text(event),
        stacked(*map(text, labels)) or text(desk.say("none")),
        stacked(
            *(map(text, people) if people else (unstated(desk),)),
            labelled(desk, desk.say("field.place"), lines(place) if place else unstated(desk)),
        ),
        stacked(seen, *remarks(desk, entry)) or text(desk.say("none")),
        signatures(desk, entry),
    )

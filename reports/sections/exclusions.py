"""Exclusions: what was taken out, by whom and why; places of one file with one reason are one row.

What rules took out stands in the section on filtration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from appraisal.comparison import RULE, Exclusion
from appraisal.dossier import Filed
from appraisal.span import Span
from reports.document import Block, Heading, Inline, Language, Line
from reports.origins import Origins, origins
from reports.places import amount, ranges
from reports.sections.attached import Group, exclusions_name, groups
from reports.sections.desk import MAX_ROWS, Desk, lines, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.text import Printed, printable

RANGES = 4  # of one file written out; the rest is counted, and attached
FILES = 60  # of which the program took something out: rows of the whole section, shared among comparisons
FILES_THERE = 1  # of an ancestor or excluded work, that places of one file come from
RANGES_THERE = 3  # of each of them
WIDTHS: dict[Language, tuple[float, ...]] = {  # "B1 (accused work)" on one line
    "zh": (1.2, 2.7, 0.7, 1.2, 4.2),
    "en": (2.0, 2.6, 0.7, 1.2, 3.5),
}


def exclusions(desk: Desk) -> Iterator[Block]:
    """By comparison a table a reason, person and work; one row a file: how many places, how much, and where."""
    excluded = [filed for filed in desk.current if any(not e.by.startswith(RULE) for e in filed.comparison.excluded)]
    if not excluded:
        ruled = any(filed.comparison.excluded for filed in desk.current)
        yield paragraph(desk.say("exclusions-rules" if ruled else "exclusions-none", title=desk.say("filtration")))
        return
    yield paragraph(desk.say("exclusions-note"), "note")
    for filed in excluded:
        yield Heading(2, desk.title(filed))
        works = [_work(desk, one) for one in filed.comparison.excluded if one.span is None]
        if works:
            head = [desk.say(f"col.{name}") for name in ("what", "reason", "who", "note")]
            yield desk.grid(
                head, works, widths=(2.4, 1.6, 1.5, 2.0), caption=desk.method(filed), result=result_of(filed)
            )
        grouped = {group: spans for group, spans in groups(filed).items() if not group[2].startswith(RULE)}
        sources = origins(filed.comparison)
        tables: dict[Group, list[tuple[Line, ...]]] = {}
        for group, spans in sorted(grouped.items(), key=_order):
            tables.setdefault(group[:6], []).append(_places(desk, filed, group, spans, sources))
        for said, rows in tables.items():
            head = [desk.say(f"col.{name}") for name in ("side", "member", "places", "taken-out", "place")]
            by_program = not said[2]
            at_most = files_listed(desk) if by_program else MAX_ROWS
            made = desk.grid(head, rows[:at_most], widths=WIDTHS[desk.language], align="llrll", result=result_of(filed))
            yield replace(made, caption=(*_said(desk, filed, said), *made.caption))
            if len(rows) > at_most:
                places = sum(len(spans) for group, spans in grouped.items() if group[:6] == said)
                note = desk.say(
                    "exclusions-more", shown=at_most, total=len(rows), count=places, file=exclusions_name(filed)
                )
                yield paragraph(note, "note", result_of(filed))
        count = sum(map(len, grouped.values()))
        if count > len(grouped):
            named = {"file": exclusions_name(filed), "record": filed.file}
            yield paragraph(desk.say("exclusions-grouped", count=count, **named), "note", result_of(filed))
        if any(exclusion.after_results for exclusion in filed.comparison.excluded):
            key = "late-figures" if filed.before_late is not None else "late-figures-none"
            yield paragraph(desk.say(key, title=desk.say("totals")), "note", result_of(filed))


def _order(each: tuple[Group, list[Span]]) -> tuple[str, Group, float, Group]:
    """What persons took out first, by file; of what the program did the files of which most is taken out."""
    group, spans = each
    return ("" if group[2] else "-"), group[:6], 0.0 if group[2] else -sum(span.length for span in spans), group


def files_listed(desk: Desk) -> int:
    """Files of one table of what the program took out that stand on the page."""
    return desk.room(FILES, 3, 20)


def _work(desk: Desk, one: Exclusion) -> tuple[Line, ...]:
    """A work excluded as a whole."""
    people = [part for part in (printable(one.by), printable(one.on)) if part]
    return (
        text(desk.say("whole-work", label=one.work or one.sha256 or "")),
        _reason(desk, one.reason.value, late=one.after_results),
        text(Printed("\n".join(people)) or desk.say("none")),
        lines(one.note) if one.note else text(desk.say("none")),
    )


def _places(desk: Desk, filed: Filed, group: Group, spans: list[Span], sources: Origins) -> tuple[Line, ...]:
    side, file = group[6:]
    there = sources.get((group[1], side, file), {})
    named = desk.named(desk.side(filed, "left" if side == "left" else "right")) if side else desk.say("none")
    return (
        text(named),
        text(file),
        text(str(len(spans)), result=result_of(filed)),
        text(amount(spans, desk.language)),
        stacked(text(ranges(spans, desk.language, RANGES)), *_there(desk, group[1], there)),
    )


def _there(desk: Desk, label: str, found: Mapping[str, list[Span]]) -> Iterator[Line]:
    """Where the places of one file stand in the work that they agree with: the files that hold most of them first."""
    ordered = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    for file, spans in ordered[:FILES_THERE]:
        places = ranges(spans, desk.language, RANGES_THERE)
        yield text(desk.say("excluded-there", label=label, file=file, places=places))
    if len(ordered) > FILES_THERE:
        yield text(desk.say("excluded-there-more", label=label, count=len(ordered) - FILES_THERE))


def _said(desk: Desk, filed: Filed, said: Group) -> Line:
    """What the rows of one table have in common: reason, work, person, date, note."""
    reason, work, by, on, note, late = said
    derived = bool(work) and work not in (filed.comparison.left.label, filed.comparison.right.label)
    parts = [desk.say("excluded-as-in", label=work)] if derived else []
    if derived and not by:
        parts.append(desk.say("excluded-by-program", label=work))
    parts += [part for part in (printable(by), printable(on), printable(note)) if part]
    line = _reason(desk, reason, late=bool(late))
    for part in parts:
        line = (*line, Inline(desk.say("semicolon")), *text(part))
    return line


def _reason(desk: Desk, reason: str, *, late: bool) -> Line:
    words = text(desk.say(f"reason.{reason}"))
    return (*words, *text(" "), *text(desk.say("after-results"), "mark")) if late else words

"""Abstraction, filtration and comparison as experts put them on file, and the chronology of access, with evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from appraisal.afc import Element, Event, Evidence, Guided, Level, Source, standing, tally
from appraisal.dossier import LogEntry
from appraisal.plots.standing import table_of
from appraisal.procedure import Kind
from reports.document import Block, Heading, Inline, Line
from reports.sections import results
from reports.sections.desk import Desk, lines, paragraph, result_of, text
from reports.sections.entries import decoded, labelled, name, of_kind, signatures, stacked, whole
from reports.text import Printed, printable

TALLIED = ("elements", "filtered", "same", "alike", "different", "one-sided", "divided")


def abstraction(desk: Desk) -> Iterator[Block]:
    """A table a level of abstraction: each element with what works express, why it is filtered out or how it compares,
    differences, and what that rests on; then how many elements stand on each level."""
    found, odd = _said(desk)
    yield from _odd(desk, odd, (Kind.LEVEL, Kind.ELEMENT))
    if not found.levels:
        yield from () if results.only(desk) else Before.of(desk).gone(desk, found)
        return
    seen_only = results.only(desk)
    before = Before.of(desk)
    yield paragraph(desk.say("afc-note-results" if seen_only else "afc-note"), "note")
    if seen_only:
        yield from results.kept(desk, "afc-kept", [entry for entry, _ in found.elements])
    if table_of(desk.dossier.entries).points:
        yield paragraph(desk.say("afc-see-plot", title=desk.say("plot")), "note")
    middle = "differences" if seen_only else "finding"
    head = [desk.say(f"col.afc-{key}") for key in ("element", "expressions", middle, "evidence", "entry")]
    for level in found.levels.values():
        yield Heading(2, desk.say("afc-level", order=level.order, name=level.name))
        if level.about:
            yield paragraph(level.about)
        rows = [_element(desk, entry, one, before) for entry, one in found.elements if one.level == level.name]
        kept, more = desk.capped(rows)
        if kept:
            yield desk.grid(head, kept, widths=(1.3, 2.6, 2.2, 2.0, 1.2))
        else:
            yield paragraph(desk.say("afc-none"), "note")
        yield from more
    if seen_only:
        return
    yield from before.gone(desk, found)
    names = [desk.say("col.afc-level"), *(desk.say(f"col.afc-{key}") for key in TALLIED)]
    counted = [(text(level), *(text(str(row[key])) for key in TALLIED)) for level, row in tally(found).items()]
    yield desk.grid(names, counted, align="l" + "r" * len(TALLIED), caption=desk.say("afc-tally"))


@dataclass(frozen=True)
class Before:
    """All that each person filed of each element, in the order of the log: by level, name and person."""

    filed: Mapping[tuple[str, str, str], list[tuple[LogEntry, Element]]]

    @classmethod
    def of(cls, desk: Desk) -> Before:
        filed: dict[tuple[str, str, str], list[tuple[LogEntry, Element]]] = {}
        for entry in of_kind(desk, Kind.ELEMENT):
            if (one := decoded(Element, entry.body)) is not None:
                filed.setdefault((one.level, one.name, entry.by), []).append((entry, one))
        return cls(filed)

    def lines(self, desk: Desk, key: tuple[str, str, str]) -> Iterator[Line]:
        """What was held of an element before, where it was something else."""
        for (entry, one), (_, after) in pairwise(self.filed.get(key, ())):
            if not one.withdrawn and (after.withdrawn or _held(desk, one) != _held(desk, after)):
                yield text(desk.say("verdict-before", verdict=_held(desk, one), on=entry.on))

    def gone(self, desk: Desk, found: Guided[LogEntry]) -> Iterator[Block]:
        """Elements that stand no longer, withdrawn or with their level: what was held of them, and why they went."""
        stand = {(one.level, one.name, entry.by) for entry, one in found.elements}
        rows: list[tuple[Line, ...]] = []
        for key, filed in self.filed.items():
            entry, last = filed[-1]
            said = list(self.lines(desk, key))
            if not last.withdrawn:  # it went with its level
                said.append(text(desk.say("verdict-before", verdict=_held(desk, last), on=entry.on)))
            if key not in stand and said:
                notes = [labelled(desk, desk.say("col.note"), lines(last.note))] if last.note else []
                rows.append((text(f"{key[0]}/{key[1]}"), stacked(*said, *notes), _source(desk, entry)))
        if rows:
            head = [desk.say(f"col.afc-{name}") for name in ("element", "finding", "entry")]
            kept, more = desk.capped(rows)
            yield desk.grid(head, kept, widths=(1.6, 3.4, 1.4), caption=desk.say("afc-gone"))
            yield from more


def _held(desk: Desk, one: Element) -> Printed:
    """Whether an element is filtered out, for what, or how it compares."""
    if one.filtered is not None:
        return desk.say("afc-filtered", reason=desk.say(f"filter.{one.filtered}"))
    return desk.say(f"outcome.{one.outcome}")


def chronology(desk: Desk) -> Iterator[Block]:
    """Events of access and chronology by time, each with its evidence, who says so and who denies it."""
    found, odd = _said(desk)
    yield from _odd(desk, odd, (Kind.EVENT,))
    if not found.events:
        return
    yield paragraph(desk.say("chronology-note"), "note")
    head = [desk.say(f"col.afc-{key}") for key in ("time", "event", "told", "evidence", "entry")]
    kept, more = desk.capped([_event(desk, entry, one) for entry, one in found.events])
    yield desk.grid(head, kept, widths=(1.0, 2.6, 1.8, 2.4, 1.2))
    yield from more


def _said(desk: Desk) -> tuple[Guided[LogEntry], list[LogEntry]]:
    """What stands, and entries whose bodies are not what their kind promises."""
    classes: dict[Kind, type[Any]] = {Kind.LEVEL: Level, Kind.ELEMENT: Element, Kind.EVENT: Event}
    said: dict[Kind, list[tuple[LogEntry, Any]]] = {}
    odd: list[LogEntry] = []
    for kind, cls in classes.items():
        for entry in of_kind(desk, kind):
            body = decoded(cls, entry.body)
            if body is None:
                odd.append(entry)
            else:
                said.setdefault(kind, []).append((entry, body))
    return standing(said), odd


def _odd(desk: Desk, odd: list[LogEntry], kinds: tuple[Kind, ...]) -> Iterator[Block]:
    rows = [(text(name(desk, entry)), whole(desk, entry.body)) for entry in odd if entry.kind in kinds]
    if rows:
        yield desk.grid(
            [desk.say("fact"), desk.say("col.content")], rows, widths=(1.0, 4.0), caption=desk.say("odd-body")
        )


def _element(desk: Desk, entry: LogEntry, one: Element, before: Before) -> tuple[Line, ...]:
    said = text(_held(desk, one), "strong")
    told = [labelled(desk, desk.say("afc-differences"), lines(one.differences))] if one.differences else []
    told += [labelled(desk, desk.say("col.note"), lines(one.note))] if one.note else []
    earlier = before.lines(desk, (one.level, one.name, entry.by))
    held = stacked(said, *([lines(one.why)] if one.why else []), *told, *earlier)
    if results.only(desk):
        held = lines(one.differences) if one.differences else text(desk.say("none"))
    return (
        lines(one.name),
        stacked(*(labelled(desk, desk.named(label), lines(words)) for label, words in one.expressions)),
        held,
        stacked(*(_evidence(desk, each) for each in one.evidence)) or text(desk.say("none")),
        _source(desk, entry),
    )


def _event(desk: Desk, entry: LogEntry, one: Event) -> tuple[Line, ...]:
    work = [text(desk.named(one.label))] if one.label else []
    denied = [labelled(desk, desk.say("afc-disputed"), lines(one.disputed))] if one.disputed else []
    return (
        text(one.when if not one.until else f"{one.when} – {one.until}"),
        stacked(text(desk.say(f"event-about.{one.about}"), "strong"), lines(one.what), *work),
        stacked(lines(one.told) if one.told else text(desk.say("not-stated")), *denied),
        stacked(*(_evidence(desk, each) for each in one.evidence)),
        _source(desk, entry),
    )


def _source(desk: Desk, entry: LogEntry) -> Line:
    return stacked(text(entry.by), text(name(desk, entry)), signatures(desk, entry))


def _evidence(desk: Desk, one: Evidence) -> Line:
    """A piece of evidence in words; of a match, its number in the report, the panel's verdict, and the link to it."""
    said: Line = (Inline(desk.say(f"evidence.{one.source}", what=one.what)),)
    if one.source is Source.MATCH:
        key, _, match = one.what.partition(" ")
        filed = next((f for f in desk.dossier.comparisons if len(key) >= 12 and f.key.startswith(key)), None)
        ids = [m.id for m in filed.comparison.matches] if filed else []
        if filed is not None and match in ids:
            verdict = desk.say(f"verdict.{filed.verdicts.get(match, 'unreviewed')}")
            number = ids.index(match) + 1
            said = (
                Inline(desk.say("evidence.match-number", method=desk.method_name(filed), number=number)),
                *desk.reference(result_of(filed)),
                Inline(desk.say("evidence.verdict", verdict=verdict)),
            )
    return (*said, *((Inline(printable(f" · {one.note}")),) if one.note else ()))

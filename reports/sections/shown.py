"""Excerpts side by side, the coverage map, exclusions, observations and tables of the methods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from appraisal.comparison import Exclusion, Match
from appraisal.dossier import Filed
from appraisal.dossier import Shown as Chosen
from appraisal.exhibit import Overlay
from appraisal.finding import Verdict
from reports.document import Block, CoverageMap, Grid, Heading, Legend, Line, Shown
from reports.extents import TABLE, work_bars
from reports.places import RANKING, place_in_file
from reports.sections.desk import BODY_ROWS, Desk, lines, paragraph, result_of, text
from reports.text import Printed, printable, printable_all

MAX_SHOWN = 300  # excerpts in one report
FURTHER = 5  # places written out for one side of an excerpt; the rest is counted


def excerpts(desk: Desk) -> Iterator[Block]:
    chosen = [filed for filed in desk.current if filed.shown]
    at_most = max(1, MAX_SHOWN // max(1, len(chosen)))
    if not chosen:
        yield paragraph(desk.say("excerpts-none"))
    else:
        yield Legend()
    for filed in chosen:
        yield Heading(2, desk.title(filed))
        total = len(filed.comparison.matches)
        some = _some(filed.shown, at_most)
        if len(some) < total:
            note = desk.say("excerpts-more", shown=len(some), total=total)
            yield paragraph(note, "lead", result_of(filed))
        matches = {match.id: match for match in filed.comparison.matches}
        for shown in some:
            yield _excerpt(desk, filed, shown, matches.get(shown.match))


def alone(desk: Desk, chosen: Sequence[Chosen]) -> Iterator[Block]:
    """Chosen matches without their record, for a notebook."""
    yield Legend()
    for shown in chosen:
        verdict = desk.say(f"verdict.{shown.verdict.value}")
        yield Shown(printable_all(shown.exhibit), shown.match, "", shown.number, verdict)


def _some(shown: Sequence[Chosen], at_most: int) -> list[Chosen]:
    """At most so many excerpts, in the order of the record: first those accepted, then those judged, then the rest."""
    ranks = {Verdict.ACCEPTED: 0, Verdict.UNREVIEWED: 2}
    kept = sorted(shown, key=lambda one: ranks.get(one.verdict, 1))[:at_most]
    return [one for one in shown if any(one is other for other in kept)] if len(kept) < len(shown) else list(shown)


def _excerpt(desk: Desk, filed: Filed, shown: Chosen, match: Match | None) -> Block:
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    exhibit = shown.exhibit
    if match is not None:
        if isinstance(exhibit, Overlay):
            exhibit = replace(exhibit, transformation=_transformation(desk, filed, exhibit, match))
        left = _places(desk, filed.comparison.left.label, match.all_left())
        right = _places(desk, filed.comparison.right.label, match.all_right())
        details = ((desk.say("col.kind"), desk.label(filed, match.kind)), *desk.details(filed, match))
    return Shown(
        exhibit=printable_all(exhibit),
        result=shown.match,
        comparison=result_of(filed),
        number=shown.number,
        verdict=desk.say(f"verdict.{shown.verdict.value}"),
        left_places=left,
        right_places=right,
        details=details,
    )


def _transformation(desk: Desk, filed: Filed, exhibit: Overlay, match: Match) -> tuple[tuple[str, str], ...]:
    """What the match's own details do not say already, in the method's words."""
    said = [(name, words) for name, words in exhibit.transformation if name not in match.details]
    return tuple((desk.label(filed, name), desk.label(filed, words)) for name, words in said)


def _places(desk: Desk, label: str, spans: tuple[Any, ...]) -> tuple[str, ...]:
    """The work, then its places in words."""
    written = [desk.named(label), *(place_in_file(span, desk.language) for span in spans[:FURTHER])]
    if len(spans) > FURTHER:
        written.append(desk.say("further-places", count=len(spans) - FURTHER))
    return tuple(written)


def coverage(desk: Desk) -> Iterator[Block]:
    drawable = [filed for filed in desk.current if filed.comparison.status == "ok" and filed.comparison.matches]
    if not drawable:
        yield paragraph(desk.say("coverage-none"))
        return
    yield paragraph(desk.say("coverage-note"), "note")
    for filed in drawable:
        found = filed.comparison
        left, right = desk.named(found.left.label), desk.named(found.right.label)
        bars = (
            work_bars(found, "left", left, desk.language),
            work_bars(found, "right", right, desk.language),
        )
        alt = desk.say(
            "coverage-alt", left=left, right=right, left_files=len(bars[0].files), right_files=len(bars[1].files)
        )
        yield Heading(2, desk.title(filed))
        caption = desk.say("coverage-caption", left=left, right=right)
        yield CoverageMap(result_of(filed), *bars, alt, caption)


def exclusions(desk: Desk) -> Iterator[Block]:
    any_made = False
    for filed in desk.current:
        if not filed.comparison.excluded:
            continue
        if not any_made:
            yield paragraph(desk.say("exclusions-note"), "note")
        any_made = True
        shown, note = desk.capped([_exclusion(desk, filed, exclusion) for exclusion in filed.comparison.excluded])
        yield Heading(2, desk.title(filed))
        head = [desk.say(f"col.{name}") for name in ("what", "reason", "who", "note")]
        yield desk.grid(head, shown, widths=(2.4, 1.6, 1.5, 2.0), caption=desk.method(filed), result=result_of(filed))
        yield from note
        if any(exclusion.after_results for exclusion in filed.comparison.excluded):
            key = "late-figures" if filed.before_late is not None else "late-figures-none"
            yield paragraph(desk.say(key, title=desk.say("totals")), "note", result_of(filed))
    if not any_made:
        yield paragraph(desk.say("exclusions-none"))


def _exclusion(desk: Desk, filed: Filed, exclusion: Exclusion) -> tuple[Line, ...]:
    what = []
    if exclusion.span is None:
        what.append(desk.say("whole-work", label=exclusion.work or exclusion.sha256 or ""))
    if exclusion.side is not None:
        what.append(desk.named(desk.side(filed, exclusion.side)))
    if exclusion.span is not None:
        what.append(place_in_file(exclusion.span, desk.language))
    sides = (filed.comparison.left.label, filed.comparison.right.label)
    derived = exclusion.work is not None and exclusion.work not in sides
    if derived and exclusion.span is not None:
        what.append(desk.say("excluded-as-in", label=exclusion.work))
    by_program = derived and not exclusion.by
    who = desk.say("excluded-by-program", label=exclusion.work) if by_program else _signed(exclusion)
    return _exclusion_row(desk, exclusion, what, who)


def _signed(exclusion: Exclusion) -> Printed:
    return Printed("\n".join(part for part in (printable(exclusion.by), printable(exclusion.on)) if part))


def _exclusion_row(desk: Desk, exclusion: Exclusion, what: list[Printed], who: Printed) -> tuple[Line, ...]:
    reason = text(desk.say(f"reason.{exclusion.reason.value}"))
    if exclusion.after_results:
        reason += (*text(" "), *text(desk.say("after-results"), "mark"))
    return (
        text(Printed("\n".join(what)) or desk.say("none")),
        reason,
        text(who or desk.say("none")),
        lines(exclusion.note) if exclusion.note else text(desk.say("none")),
    )


def observations(desk: Desk) -> Iterator[Block]:
    observed = [filed for filed in desk.current if filed.comparison.observations]
    if observed:
        yield paragraph(desk.say("observations-note"), "note")
    for filed in observed:
        rows = [
            (
                text(desk.named(desk.side(filed, seen.side))),
                text(place_in_file(seen.span, desk.language)),
                text(desk.label(filed, seen.kind)),
                text(desk.worded(filed, dict(seen.details))),
            )
            for seen in filed.comparison.observations
        ]
        shown, note = desk.capped(rows, BODY_ROWS)
        yield Heading(2, desk.title(filed))
        head = [desk.say(f"col.{name}") for name in ("side", "place", "kind", "details")]
        yield desk.grid(head, shown, widths=(1.0, 2.0, 1.2, 2.6), caption=desk.method(filed), result=result_of(filed))
        yield from note


def method_tables(desk: Desk) -> Iterator[Block]:
    """Named tables that a method put into its record, as it made them."""
    for filed in desk.current:
        tables = {name: rows for name, rows in filed.comparison.tables.items() if name != TABLE}
        for name, body in tables.items():
            head, rows = desk.folded(*_tabular(desk, filed, body))
            shown, note = desk.capped(rows, BODY_ROWS)
            caption = Printed(f"{desk.method(filed)}{desk.say('colon')}{desk.label(filed, name)}")
            yield Heading(2, caption)
            yield Grid(head, tuple(shown), caption=desk.reference(result_of(filed)), result=result_of(filed))
            yield from note


def _tabular(desk: Desk, filed: Filed, body: Any) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    """Head and rows of a JSON table: a list of mappings, a list of lists, a mapping, or anything else in one cell."""
    if isinstance(body, Mapping) and isinstance(body.get("rows"), list) and isinstance(body.get("head"), list):
        head = tuple(text(desk.label(filed, str(name)), "strong") for name in body["head"])
        return head, _even(
            [tuple(text(desk.worded(filed, cell)) for cell in _list(row)) for row in body["rows"]], len(head)
        )
    if isinstance(body, list) and body and all(isinstance(row, Mapping) for row in body):
        keys = [key for key in dict.fromkeys(key for row in body for key in row) if key != RANKING]
        rows = [tuple(text(desk.worded(filed, row.get(key))) for key in keys) for row in body]
        return tuple(text(desk.label(filed, str(key)), "strong") for key in keys), rows
    if isinstance(body, list):
        rows = [tuple(text(desk.worded(filed, cell)) for cell in _list(row)) for row in body]
        return (), _even(rows, max((len(row) for row in rows), default=1))
    if isinstance(body, Mapping):
        rows = [(text(desk.label(filed, str(k))), text(desk.worded(filed, v))) for k, v in body.items() if k != RANKING]
        return (text(desk.say("name"), "strong"), text(desk.say("value"), "strong")), rows
    return (text(desk.say("value"), "strong"),), [(text(desk.value(body)),)]


def _list(row: Any) -> list[Any]:
    return row if isinstance(row, list) else [row]


def _even(rows: list[tuple[Line, ...]], width: int) -> list[tuple[Line, ...]]:
    """Rows of equal width, which every output needs."""
    return [(row + (text(""),) * width)[:width] for row in rows]

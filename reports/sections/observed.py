"""What was seen in one work alone: what could not be read, once for all methods; the rest by method, work and kind."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.comparison import Observation
from appraisal.dossier import Filed
from reports.document import Block, Heading, Line
from reports.messages import spoken
from reports.places import RANKING, place_in_file
from reports.sections.attached import SEEN, observations_name
from reports.sections.desk import BODY_ROWS, Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.sections.views import DERIVED
from reports.text import Printed, shortened
from reports.wording import WORDS

UNREAD, SKIPPED = "unread", "skipped"  # observations that the engine makes of members that no method could compare
ELSEWHERE = (UNREAD, SKIPPED, DERIVED)  # in tables of their own, the last among the materials
FIRST_SEEN = 2  # observations of one kind written out
LETTERS = 90  # of each
NOT_APPLIED = "exclusion-not-applied"  # likewise, of places that persons exclude and that are none here
COUNTED = "places are counted here in "  # how the reason begins that such a place is in another unit
HANDED_IN = "the file as handed in"
FREE = frozenset({"text", "line", "message", "file", "name"})  # details that quote a work: never words of the method


def observations(desk: Desk) -> Iterator[Block]:
    observed = [filed for filed in desk.current if filed.comparison.observations]
    if observed:
        yield paragraph(desk.say("observations-note"), "note")
        yield from _unread(desk, observed)
    by_method: dict[Printed, list[Filed]] = {}
    for filed in observed:
        if any(seen.kind not in ELSEWHERE for seen in filed.comparison.observations):
            by_method.setdefault(desk.method(filed), []).append(filed)
    for method, some in by_method.items():
        yield Heading(2, method)
        few = [filed for filed in some if len(filed.comparison.observations) <= SEEN]
        many = [filed for filed in some if filed not in few]
        if few:
            yield _singly(desk, few)
        if many:
            yield from _together(desk, many)


def of_kind(desk: Desk, filed: Filed, kind: str) -> Iterator[Block]:
    """What a method observed of one kind in either work, one by one, for notebooks; nothing where it has none."""
    rows = [
        (text(desk.named(desk.side(filed, seen.side))), text(seen.span.file), text(_details(desk, filed, seen)))
        for seen in filed.comparison.observations
        if seen.kind == kind
    ]
    if rows:
        head = [desk.say(f"col.{name}") for name in ("work", "member", "details")]
        yield desk.grid(head, rows, widths=(1.2, 2.0, 5.0), result=result_of(filed))


def _unread(desk: Desk, observed: list[Filed]) -> Iterator[Block]:
    """Each file that was not read once, with the methods of which that is said and why."""
    found: dict[tuple[str, str, str], dict[Printed, Filed]] = {}
    for filed in observed:
        for seen in filed.comparison.observations:
            if seen.kind in (UNREAD, SKIPPED):
                why = desk.why(seen.details)
                where = (desk.side(filed, seen.side), seen.span.file, why)
                found.setdefault(where, {}).setdefault(desk.method_name(filed), filed)
    if not found:
        return
    rows = [
        (
            text(desk.named(label)),
            text(file),
            text(why),
            text(Printed(desk.say("listing-comma").join(methods)), result=result_of(next(iter(methods.values())))),
        )
        for (label, file, why), methods in sorted(found.items(), key=lambda each: each[0])
    ]
    shown, note = desk.capped(rows, BODY_ROWS)
    head = [desk.say(f"col.{name}") for name in ("work", "member", "reason", "comparator")]
    yield Heading(2, desk.say("unread-title"))
    yield desk.grid(head, shown, widths=(0.9, 2.6, 2.6, 2.4))
    yield from note


def _own(filed: Filed) -> list[Observation]:
    return [seen for seen in filed.comparison.observations if seen.kind not in ELSEWHERE]


def _singly(desk: Desk, some: list[Filed]) -> Block:
    rows = [
        (
            (*text(desk.named(desk.side(filed, seen.side))), *desk.reference(result_of(filed))),
            text(place_in_file(seen.span, desk.language)),
            text(_kind(desk, filed, seen.kind)),
            text(_details(desk, filed, seen)),
        )
        for filed in some
        for seen in _own(filed)
    ]
    head = [desk.say(f"col.{name}") for name in ("side", "place", "kind", "details")]
    return desk.grid(head, rows, widths=(1.3, 1.8, 1.0, 4.6), caption=desk.method(some[0]))


def _together(desk: Desk, some: list[Filed]) -> Iterator[Block]:
    """One row a work and kind: how many, in how many files, and the first of them; all are attached.

    A work that was compared with several others is seen alike each time: then one row names all records.
    """
    found: list[tuple[str, str, list[Observation], list[Filed]]] = []
    for filed in some:
        groups: dict[tuple[str, str], list[Observation]] = {}
        for seen in _own(filed):
            groups.setdefault((desk.side(filed, seen.side), seen.kind), []).append(seen)
        for (label, kind), seen_here in groups.items():
            alike = next((one for one in found if one[:2] == (label, kind) and _alike(one[2], seen_here)), None)
            if alike is None:
                found.append((label, kind, seen_here, [filed]))
            else:
                alike[3].append(filed)
    rows = []
    for label, kind, group, records in sorted(found, key=lambda each: each[:2]):
        first = records[0]
        references: Line = ()
        for one in records:
            references += desk.reference(result_of(one))
        rows.append(
            (
                (*text(desk.named(label)), *references),
                text(_kind(desk, first, kind)),
                text(str(len(group)), result=result_of(first)),
                text(str(len({seen.span.file for seen in group})), result=result_of(first)),
                stacked(*(_seen(desk, first, seen) for seen in group[:FIRST_SEEN])),
            )
        )
    head = [desk.say(f"col.{name}") for name in ("side", "kind", "count", "files", "first")]
    yield desk.grid(head, rows, widths=(1.4, 1.1, 0.7, 0.7, 4.2), align="llrrl", caption=desk.method(some[0]))
    names = Printed(desk.say("listing-comma").join(Printed(observations_name(filed)) for filed in some))
    yield paragraph(desk.say("observations-more", count=sum(len(_own(one)) for one in some), file=names), "note")


def _alike(one: list[Observation], other: list[Observation]) -> bool:
    return [(seen.span, seen.kind) for seen in one] == [(seen.span, seen.kind) for seen in other]


def _kind(desk: Desk, filed: Filed, kind: str) -> Printed:
    return desk.say(kind) if kind == NOT_APPLIED else desk.label(filed, kind)


def _details(desk: Desk, filed: Filed, seen: Observation) -> Printed:
    """What was seen, in words: reasons of the engine in this language, fixed words of the method in its own."""
    if seen.kind == NOT_APPLIED:
        reason = str(seen.details.get("reason", ""))
        where = reason.removeprefix(COUNTED) if reason.startswith(COUNTED) else ""
        if where == HANDED_IN or ":" in where:  # a view is named by its kind and its digest
            return desk.say("not-applied-view" if ":" in where else "not-applied-original")
        units = where.split(", ") if where else []
        if units and all(f"unit.{unit}" in WORDS[desk.language] for unit in units):
            named = Printed(desk.say("listing-comma").join(desk.say(f"unit.{unit}") for unit in units))
            return desk.say("not-applied-unit", units=named)
        return spoken(reason, desk.language)
    said = [
        f"{desk.label(filed, key)}{desk.say('colon')}{desk.value(one) if key in FREE else desk.worded(filed, one, key)}"
        for key, one in seen.details.items()
        if key != RANKING
    ]
    return Printed(desk.say("semicolon").join(said)) or desk.say("none")


def _seen(desk: Desk, filed: Filed, seen: Observation) -> Line:
    short = shortened(_details(desk, filed, seen), LETTERS)
    return text(Printed(f"{place_in_file(seen.span, desk.language)}{desk.say('semicolon')}{short}"))

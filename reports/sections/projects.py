"""Projects of source code: a tree of both, and the map of units (functions) that a method paired, from its record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.span import line
from reports.accounts import SIDES
from reports.document import Block, Heading, Line
from reports.extents import extents
from reports.places import number
from reports.sections import taken
from reports.sections.annexed import annex
from reports.sections.attached import LISTED, long_tables, matches_name, table_name
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.sections.opposite import opposite
from reports.sections.tree import tree
from reports.text import Printed, printable

ROWS = 100  # of all trees of a report, shared among works
PAIRS = 32  # rows of all maps of functions
JOINED = 400  # pairs that one drawing joins
ALONE = 16  # units without a counterpart that are named, of one comparison
OUTSIDE = "outside"  # the sort of a unit that is no function


@dataclass(frozen=True, slots=True)
class _Named:
    """The details that a map is made of, as the method declares them (``units``)."""

    name: str
    sort: str
    common: str
    whole: str
    changes: str
    alone: str


def named_units(desk: Desk, filed: Filed) -> _Named | None:
    """What the method declares; ``None`` where it pairs no units."""
    words = desk.counting(filed, "units").split()
    return _Named(*words) if len(words) == 6 else None


def projects(desk: Desk) -> Iterator[Block]:
    """For each two works whose files a method counts in lines: trees of both, and maps of functions."""
    pairs: dict[tuple[str, str], list[Filed]] = {}
    for filed in desk.current:
        if filed.comparison.status == "ok" and _in_lines(filed):
            pair = filed.comparison.left.label, filed.comparison.right.label
            pairs.setdefault(pair, []).append(filed)
    mapped = [filed for some in pairs.values() for filed in some if _mapped(desk, filed)]
    if not pairs:
        return
    yield paragraph(desk.say("projects-note"), "note")
    for some in pairs.values():
        yield Heading(2, Printed(desk.say("projects-tree") + desk.say("colon") + desk.pair(some[0])))
        yield from tree(desk, some, max(12, ROWS // (2 * len(pairs))))
    for filed in mapped:
        yield Heading(2, Printed(desk.say("projects-map") + desk.say("colon") + desk.title(filed)))
        yield from function_map(desk, filed, max(10, PAIRS // len(mapped)))


def _in_lines(filed: Filed) -> bool:
    units = {unit for files in extents(filed.comparison).values() for unit, _ in files.values()}
    return units == {"line"}


def _mapped(desk: Desk, filed: Filed) -> bool:
    return named_units(desk, filed) is not None and bool(filed.comparison.matches)


def function_map(desk: Desk, filed: Filed, most: int) -> Iterator[Block]:
    """How many units are paired, a drawing, the pairs with most in common, and units without a counterpart."""
    keys = named_units(desk, filed)
    if keys is None:
        yield paragraph(desk.say("projects-map-none"))
        return
    held: Any = filed.comparison.tables.get(keys.alone)
    yield from _counts(desk, filed, held)
    numbered = [(at, match) for at, match in enumerate(filed.comparison.matches, 1) if _is_unit(match, keys)]
    ranked = sorted(numbered, key=lambda each: (-_tokens(each[1], keys), each[0]))
    if ranked:
        yield opposite(desk, filed, [match for _, match in sorted(ranked[:JOINED])])
        if len(ranked) > JOINED:
            said = desk.say("projects-drawn", shown=JOINED, total=len(ranked))
            yield paragraph(said, "note", result_of(filed))
        yield _pairs(desk, filed, sorted(ranked[:most]), keys)
        others = len(filed.comparison.matches) - len(ranked[:most])
        if others:
            key = "projects-pairs-more" if len(filed.comparison.matches) > LISTED else "projects-pairs-more-here"
            said = desk.say(
                key, shown=len(ranked[:most]), total=len(ranked), outside=len(filed.comparison.matches) - len(ranked),
                file=matches_name(filed), annex=annex(desk, "annex-matches"),
            )  # fmt: skip
            yield paragraph(said, "note", result_of(filed))
    if isinstance(held, Mapping):
        yield from _alone(desk, filed, held, keys)


def _is_unit(match: Match, keys: _Named) -> bool:
    return OUTSIDE not in (match.details.get(f"{keys.sort}_left"), match.details.get(f"{keys.sort}_right"))


def _tokens(match: Match, keys: _Named) -> float:
    """What corresponds on the side that has less of it."""
    return min(_size(match.details.get(f"{keys.common}_{side}")) for side in SIDES)


def _size(data: Any) -> float:
    return float(data) if isinstance(data, int | float) else 0.0


def _two(data: Any) -> bool:
    return isinstance(data, list | tuple) and len(data) == 2 and all(isinstance(one, int) for one in data)


def _counts(desk: Desk, filed: Filed, held: Any) -> Iterator[Block]:
    """Units paired and alone, those that count and those that do not, of both works."""
    told = [held.get(key) for key in ("paired", "alone")] if isinstance(held, Mapping) else [None]
    if not all(isinstance(one, Mapping) and all(_two(one.get(side)) for side in SIDES) for one in told):
        return  # a record of an earlier version
    result = result_of(filed)
    rows = []
    for side in SIDES:
        paired, alone = held["paired"][side], held["alone"][side]
        numbers = (sum(paired) + sum(alone), *paired, *alone)
        rows.append((text(desk.named(desk.side(filed, side))), *(text(number(n), result=result) for n in numbers)))
    head = [desk.say(f"col.{name}") for name in ("work", "units", "paired", "paired-small", "alone", "alone-small")]
    yield desk.grid(
        head, rows, widths=(1.6, 1.0, 1.3, 1.3, 1.3, 1.3), align="lrrrrr", caption=desk.say("projects-counts"),
        result=result,
    )  # fmt: skip
    yield paragraph(desk.say("projects-counts-note"), "note", result)


def _pairs(desk: Desk, filed: Filed, numbered: Sequence[tuple[int, Match]], keys: _Named) -> Block:
    left, right = (desk.named(desk.side(filed, side)) for side in SIDES)
    rows = []
    for at, match in numbered:
        said = desk.label(filed, match.kind)
        held = match.details.get(keys.changes)
        changes = [desk.label(filed, str(one)) for one in held] if isinstance(held, list | tuple) else []
        more = [one for one in changes if one.lower() not in said.lower()]  # what the kind does not say already
        kind = [text(said), *([text(Printed(desk.say("listing-comma").join(more)))] if more else [])]
        kind += [text(out, "mark") for out in (taken.mark(desk, filed, match),) if out]
        rows.append(
            (
                text(str(at), result=match.id),
                _unit(desk, filed, match, "left", keys),
                _unit(desk, filed, match, "right", keys),
                stacked(*kind),
                stacked(*(_amount(match, side, keys, result_of(filed)) for side in SIDES)),
            )
        )
    head = [desk.say("col.number"), left, right, desk.say("col.between"), desk.say("col.common-of")]
    return desk.grid(
        head, rows, widths=(0.6, 2.5, 2.5, 2.1, 1.1), align="rlllr", caption=desk.say("projects-pairs"),
        result=result_of(filed),
    )  # fmt: skip


def _unit(desk: Desk, filed: Filed, match: Match, side: Side, keys: _Named) -> Line:
    """The unit's name, or what it is where it has none, over its place."""
    name = printable(str(match.details.get(f"{keys.name}_{side}") or ""))
    sort = str(match.details.get(f"{keys.sort}_{side}") or "")
    spans = match.all_left() if side == "left" else match.all_right()
    rows = [text(name, "code") if name else text(desk.label(filed, sort)), text(desk.place(filed, side, spans[0]))]
    if len(spans) > 1:
        rows.append(text(desk.say("further-places", count=len(spans) - 1)))
    return stacked(*rows)


def _amount(match: Match, side: Side, keys: _Named, result: str) -> Line:
    common, whole = match.details.get(f"{keys.common}_{side}"), match.details.get(f"{keys.whole}_{side}")
    said = number(_size(common))
    return text(f"{said}/{number(float(whole))}" if isinstance(whole, int | float) else said, result=result)


def _out(desk: Desk, filed: Filed, side: Side, file: Any, first: Any, last: Any) -> Iterator[Line]:
    """That a unit without a counterpart leaves the figures, and why."""
    if _two([first, last]) and 0 < first <= last:
        said = taken.mark_of_place(desk, filed, side, line(str(file), first, last + 1))
        if said:
            yield text(said, "mark")


def _alone(desk: Desk, filed: Filed, held: Mapping[str, Any], keys: _Named) -> Iterator[Block]:
    """Units without a counterpart: those with most tokens of either work, the rest counted."""
    given = held.get("rows")
    table = [row for row in given if isinstance(row, list | tuple) and len(row) == 8] if isinstance(given, list) else []
    total = len(table) + int(_size(held.get("more")))
    if not table:
        yield paragraph(desk.say("projects-alone-none"), result=result_of(filed))
        return
    by_side = {side: [row for row in table if row[0] == side] for side in SIDES}
    shown = [row for side in SIDES for row in by_side[side][: ALONE // 2]]
    rows = [
        (
            text(desk.named(desk.side(filed, "left" if side == "left" else "right"))),
            stacked(
                text(str(name), "code") if name else text(desk.label(filed, str(sort))),
                *_out(desk, filed, "left" if side == "left" else "right", file, first, last),
            ),
            text(Printed(f"{printable(str(file))}\n{desk.say('place.line', start=first, stop=last)}")),
            text(number(_size(tokens)), result=result_of(filed)),
            text(desk.say("yes" if counts else "no")),
        )
        for side, file, name, sort, first, last, tokens, counts in shown
    ]
    head = [desk.say("col.work"), desk.label(filed, "function"), desk.say("col.place")]
    head += [desk.label(filed, "tokens"), desk.label(filed, "counts")]
    yield desk.grid(
        head, rows, widths=(1.2, 2.2, 3.0, 0.9, 0.9), align="lllrl", caption=desk.label(filed, keys.alone),
        result=result_of(filed),
    )  # fmt: skip
    if total > len(shown):
        long = list(long_tables(filed))
        where = table_name(filed, long.index(keys.alone) + 1) if keys.alone in long else filed.file
        said = desk.say("projects-alone-more", shown=len(shown), total=total, where=where, record=filed.file)
        yield paragraph(said, "note", result_of(filed))

"""The scope of files of each method: which files of either work it compared, which were left out, by whom and why.

From the record: the lengths of what was read (``extents``), the files that the scheme or a person left out
(``Reason.OUT_OF_SCOPE``), those that could not be read. From the materials: the files of other media, which a method
does not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from appraisal.comparison import Exclusion, Reason, Side
from appraisal.dossier import Filed
from reports.accounts import SIDES
from reports.document import Block, Heading, Line
from reports.extents import extents, matched_files
from reports.places import number, plain
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.text import Printed
from reports.widths import longest_line

ROWS = 60  # comparisons with a row; the files of each are attached
UNREAD, SKIPPED = "unread", "skipped"  # observations of the engine
IN, EMPTY, OUT, BEYOND, UNSEEN = "compared", "nothing-in-it", "left-out", "other-medium", "not-read"


@dataclass(frozen=True, slots=True)
class Scoped:
    """One file of a work in one comparison. ``length`` in ``unit``, 0 where the record does not say; ``bytes``: None
    where the dossier does not know."""

    file: str
    state: str
    unit: str = ""
    length: float = 0.0
    medium: str = ""
    bytes: int | None = None
    by: str = ""
    on: str = ""
    why: str = ""
    late: bool = False
    told: str = ""  # what was said of it, of a file that was not read


def scoped(desk: Desk, filed: Filed, side: Side) -> list[Scoped]:
    """Every file of a side with what became of it, sorted by name."""
    found, work = filed.comparison, desk.works.get(desk.side(filed, side))
    known, touched = extents(found)[side], matched_files(found, side)
    members = {file: (medium, size) for file, medium, size in (work.members if work else ())}
    out = {file: one for one in found.excluded if (file := _left_out(one, side))}
    unread = {
        seen.span.file: (str(seen.details.get("reason") or ""), str(seen.details.get("message") or ""))
        for seen in found.observations
        if seen.side == side and seen.kind in (UNREAD, SKIPPED)
    }
    made = []
    for file in sorted({*known, *members, *out, *unread, *touched}):
        unit, length = known.get(file, ("", 0.0))
        medium, size = members.get(file, ("", None))
        one = Scoped(file, IN, unit, length, medium, size)
        if file in out:
            held = out[file]
            one = Scoped(file, OUT, unit, length, medium, size, held.by, held.on, held.note, held.after_results)
        elif file in unread and file not in known:
            why, told = unread[file]
            one = Scoped(file, UNSEEN, "", 0.0, medium, size, why=why, told=told)
        elif file not in known and file not in touched:
            one = Scoped(file, BEYOND, "", 0.0, medium, size)
        elif length <= 0 and file not in touched:
            one = Scoped(file, EMPTY, unit, 0.0, medium, size)
        made.append(one)
    return made


def _left_out(one: Exclusion, side: Side) -> str:
    whole = one.span is not None and one.span.unit == "file"
    return one.span.file if one.span and whole and one.side == side and one.reason is Reason.OUT_OF_SCOPE else ""


def is_known(filed: Filed) -> bool:
    """Whether the record says which files were read."""
    return filed.comparison.status == "ok" and any(extents(filed.comparison).values())


def is_scoped(filed: Filed) -> bool:
    """Whether files are left out of the scope, or parts of them."""
    return any(one.reason is Reason.OUT_OF_SCOPE for one in filed.comparison.excluded)


def files(desk: Desk) -> Iterator[Block]:
    """One row a comparison: of either work the files in its scope with their length, and those that are not, by why."""
    some = [filed for filed in desk.current if is_known(filed)]
    if not some:
        return
    yield Heading(2, desk.say("scope-files"))
    yield paragraph(desk.say("scope-note"), "note")
    counted = {filed.key: [scoped(desk, filed, side) for side in SIDES] for filed in some[:ROWS]}
    states = [state for state in (OUT, BEYOND, EMPTY, UNSEEN) if _any(counted.values(), state)]
    rows: list[tuple[Line, ...]] = []
    for filed in some[:ROWS]:
        named = text(desk.method_name(filed), result=result_of(filed))
        labels = [desk.side(filed, side) for side in SIDES]
        cells = [
            stacked(*(_said(desk, filed, label, held, state)
                      for label, held in zip(labels, counted[filed.key], strict=True)))
            for state in (IN, *states)
        ]  # fmt: skip
        rows.append((stacked(named, desk.reference(result_of(filed))), *cells))
    head = [desk.say("col.comparator"), desk.say("scope.compared"), *(desk.say(f"scope.{state}") for state in states)]
    longest = tuple(
        max(map(longest_line, column)) for column in zip(*rows, strict=True)
    )  # heads may take several lines
    yield desk.grid(head, rows, widths=longest, caption=desk.say("scope-caption"))
    if len(some) > ROWS:
        yield paragraph(desk.say("rows-capped-case", shown=ROWS, total=len(some)), "note")
    yield from _reasons(desk, some)
    if any(map(_listed, counted.values())):
        yield paragraph(desk.say("scope-attached"), "note")


def _any(counted: Iterable[list[list[Scoped]]], state: str) -> bool:
    return any(one.state == state for sides in counted for files in sides for one in files)


def _said(desk: Desk, filed: Filed, label: str, held: list[Scoped], state: str) -> Line:
    """A1: 12 files, 25000 characters"""
    some = [one for one in held if one.state == state]
    if not some and state != IN:
        return text(Printed(f"{label}{desk.say('colon')}0"), result=result_of(filed))
    said = desk.say("scope-count", label=label, count=len(some))
    sizes = amounts(desk, some)
    return text(Printed(said + desk.say("listing-comma") + sizes) if sizes else said, result=result_of(filed))


def amounts(desk: Desk, some: Iterable[Scoped]) -> Printed:
    """How much files hold: in the method's units where it read them, else in bytes."""
    sums: dict[str, float] = {}
    for one in some:
        if one.unit and one.unit != "file":
            sums[one.unit] = sums.get(one.unit, 0.0) + one.length
        elif not one.unit and one.bytes is not None:
            sums["byte"] = sums.get("byte", 0.0) + one.bytes
    return Printed(desk.say("listing-comma").join(
        desk.say("extent", length=number(size), unit=desk.known(f"unit.{unit}", unit, number(size)))
        for unit, size in sorted(sums.items())))  # fmt: skip


def _reasons(desk: Desk, some: Iterable[Filed]) -> Iterator[Block]:
    """Who left files out, when and why: a sentence a reason, with the methods that it is about."""
    told: dict[tuple[str, str, str, bool], list[Printed]] = {}
    for filed in some:
        for one in filed.comparison.excluded:
            if one.reason is Reason.OUT_OF_SCOPE:
                methods = told.setdefault((one.note, one.by, one.on, one.after_results), [])
                if (name := desk.method_name(filed)) not in methods:
                    methods.append(name)
    for (note, by, on, late), methods in told.items():
        listed = Printed(desk.say("listing-comma").join(methods))
        said = desk.say("scope-why", methods=listed, why=text(note)[0].text, by=text(by)[0].text, on=text(on)[0].text)
        yield paragraph(Printed(said + desk.say("scope-late")) if late else said)


def outside(filed: Filed, side: Side) -> frozenset[str]:
    """Files of a side that were compared and lie outside the scope as a whole."""
    return frozenset(filter(None, (_left_out(one, side) for one in filed.comparison.excluded)))


def counts(desk: Desk, filed: Filed) -> Mapping[Side, int]:
    """How many files of either side are in the scope: those that the method compared and nobody left out."""
    return {side: sum(one.state == IN for one in scoped(desk, filed, side)) for side in SIDES}


# --- the list of files, as it travels inside the report --------------------


def name_of(result: str) -> str:
    return f"scope-{result}.csv"


def _listed(sides: Iterable[list[Scoped]]) -> bool:
    return sum(map(len, sides)) > len(SIDES)


def has_list(desk: Desk, filed: Filed) -> bool:
    """Whether the files are attached: of two single files the table says it all."""
    return is_known(filed) and _listed(scoped(desk, filed, side) for side in SIDES)


def listed(desk: Desk, filed: Filed, most: int) -> Iterator[list[str]]:
    """Rows of the attached list."""
    yield ["side", "work", "file", "state", "unit", "length", "medium", "bytes", "by", "on", "after_results", "why"]
    for side in SIDES:
        for one in scoped(desk, filed, side)[:most]:
            size = "" if one.bytes is None else str(one.bytes)
            length = plain(one.length) if one.unit else ""
            told = [one.by, one.on, "yes" if one.late else "", one.why]
            yield [side, desk.side(filed, side), one.file, one.state, one.unit, length, one.medium, size, *told]

"""Files of a group in a template's part: how many correspond, by lines first, with and without deduction.

In a renamed fork the names of the accused work tell nothing, and rules that go by names put its files nowhere. There a
file also counts in the group of its counterpart, the file of the claimed work with which it shares most; such a figure
stands in a row of its own and is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from appraisal.comparison import Side
from appraisal.dossier import Filed
from appraisal.profile import Groups
from reports.accounts import SIDES, Account, Sum, total
from reports.document import Block, Line, Paragraph
from reports.places import number, percent
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.sections.part_tables import (
    BY_COUNTERPART,
    Absent,
    Row,
    grouped_rows,
    lacking,
    machine_sentence,
    over,
    records,
)
from reports.sections.reviewed import mark_of
from reports.text import Printed

LINE = "line"


Listed = tuple[Filed, Side, bool, list[Account]]  # a record, a side, whether by counterpart, the files


def groups(desk: Desk, item: Groups) -> Iterator[Block | Absent]:
    """A sentence a pair, by lines first; then one table of all pairs: files and lengths before and after deduction."""
    listed: list[Listed] = []
    for filed in records(desk, item.comparator):
        if not isinstance(filed, Filed):
            yield filed
            continue
        title = item.caption.read(desk.language) if item.caption else desk.label(filed, item.table)
        rows = grouped_rows(desk, filed, item)
        if rows is None:
            yield lacking(desk, filed, title)
            continue
        if not rows:
            yield Absent(title, filed)
            continue
        here = list(_listed(desk, filed, rows))
        yield from _sentences(desk, filed, here)
        listed += here
    if listed:
        yield _table(desk, item, listed)
        yield paragraph(desk.say("group-note"), "note")


def _listed(desk: Desk, filed: Filed, rows: Sequence[Row]) -> Iterator[Listed]:
    held = desk.accounts(filed)
    for side in SIDES:
        for counterpart in (False, True):
            files = [
                held[side][str(row.get("file"))]
                for row in rows
                if row.get("side") == side
                and bool(row.get(BY_COUNTERPART)) is counterpart
                and str(row.get("file")) in held[side]
            ]
            if files or not counterpart:
                yield filed, side, counterpart, files


def _sentences(desk: Desk, filed: Filed, here: Sequence[Listed]) -> Iterator[Paragraph]:
    """What corresponds of either work by lines, with both denominators; files after that, as what they are."""
    right = [one for _, side, _, files in here if side == "right" for one in files]
    left = [one for _, side, _, files in here if side == "left" for one in files]
    told = []
    for side, files, other in (("right", right, "left"), ("left", left, "right")):
        if not files:
            continue
        names = {"here": _named(desk, filed, side), "there": _named(desk, filed, other)}
        before, after = total(files, after=False), total(files, after=True)
        said = _by_lines(desk, before, after)
        told.append(desk.say("group-sentence" if said else "group-sentence-files", **names, lengths=said,
                             files=over(desk, before.with_place, before.files)))  # fmt: skip
    yield machine_sentence(desk, Printed("".join(told)), result_of(filed))


def _named(desk: Desk, filed: Filed, side: str) -> Printed:
    return desk.named(desk.side(filed, "left" if side == "left" else "right"))


def _by_lines(desk: Desk, before: Sum, after: Sum) -> Printed:
    """Corresponding lines of all lines, before and after deduction; of files without lines nothing."""
    part, whole = before.lengths.get(LINE, (0.0, 0.0))
    if not whole:
        return Printed("")
    rest, left = after.lengths.get(LINE, (0.0, 0.0))
    share_after = percent(rest / left) if left else desk.say("none")
    return desk.say(
        "lines-of", part=number(part), whole=number(whole), share=percent(part / whole),
        part_after=number(rest), whole_after=number(left), share_after=share_after,
    )  # fmt: skip


def _table(desk: Desk, item: Groups, listed: Sequence[Listed]) -> Block:
    """One row a pair, side and way of grouping. Files that only count whole have no length."""
    names = ("pair", "side", "length-before", "length-after", "files-before", "files-after")
    head = [desk.say(f"col.{key}") for key in names]
    rows: list[tuple[Line, ...]] = []
    for filed, side, counterpart, files in listed:
        before, after = total(files, after=False), total(files, after=True)
        work = text(_named(desk, filed, side))
        if counterpart:
            work = stacked(work, text(desk.say("by-counterpart"), "mark"))
        result = result_of(filed)
        cells = (_length(desk, before), _length(desk, after), _files(desk, before), _files(desk, after))
        pair = text(f"{filed.comparison.left.label}–{filed.comparison.right.label}")
        rows.append((stacked(pair, text(result, "code", result)), work, *(text(cell, result=result) for cell in cells)))
    title = item.caption.read(desk.language) if item.caption else desk.method_name(listed[0][0])
    marked = mark_of(desk, (result_of(one[0]) for one in listed))
    caption = desk.say("group-caption", title=title, method=desk.method(listed[0][0]), mark=marked)
    return desk.grid(head, rows, widths=(1.3, 1.4, 1.9, 1.9, 1.5, 1.5), align="llrrrr", caption=caption)


def _files(desk: Desk, found: Sum) -> Printed:
    return over(desk, found.with_place, found.files)


def _length(desk: Desk, found: Sum) -> Printed:
    said = [
        Printed(f"{over(desk, part, whole)} {desk.known(f'unit.{unit}', unit)}")
        for unit, (part, whole) in found.lengths.items()
    ]
    return Printed(desk.say("semicolon").join(said)) or desk.say("none")

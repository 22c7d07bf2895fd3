"""Tables of the methods, whole or cut to what a page has room for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from appraisal.dossier import Filed
from appraisal.profile import Groups, Table
from reports.document import Block, Grid, Heading, Inline, Line, Paragraph
from reports.extents import ENGINES, NOT_COMPARED, not_compared
from reports.places import RANKING
from reports.sections.attached import PLACES, long_tables, on_page, table_name
from reports.sections.desk import BODY_ROWS, MAX_COLUMNS, Desk, paragraph, result_of, text
from reports.sections.elsewhere import elsewhere
from reports.sections.entries import stacked
from reports.sections.part_tables import column
from reports.sections.projects import named_units
from reports.sections.tree import OVER
from reports.text import Printed
from reports.widths import fitted

LEFT_RIGHT = (("左侧", "右侧"), ("左方", "右方"), ("左", "右"), ("left", "right"), ("Left", "Right"))
NUMBER = r"[-\u2212+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[ \u00a0]?%)?"
NUMBERS = re.compile(rf"{NUMBER}(?:[ \u00a0]?/[ \u00a0]?{NUMBER})?")  # or those of both works: 12 / 15
NO_NUMBER = ("—", "–", "-", "…")
Head = tuple[Line, ...]
Rows = Sequence[tuple[Line, ...]]


def method_tables(desk: Desk) -> Iterator[Block]:
    """Named tables that a method put into its record, as it made them; those that a part has are named alone."""
    mapped = {(one.comparison.comparator, keys.alone) for one in desk.current if (keys := named_units(desk, one))}
    placed = _in_parts(desk)
    here = [one for one in desk.current if any((one.comparison.comparator, name) in placed for name in _tables(one))]
    if here:
        yield paragraph(desk.say("tables-in-parts", listed=desk.listing(here)), "note")
    for filed in desk.current:
        measure = desk.counting(filed, "strength")
        tables = {
            name: rows
            for name, rows in _tables(filed).items()
            if (filed.comparison.comparator, name) not in placed | mapped
            and rows not in ([], {})
            and not _headless(rows)
        }
        long = list(long_tables(filed))
        made: dict[str, tuple[Head, list[tuple[Line, ...]], Rows, Sequence[int], list[Paragraph]]] = {}
        for name, body in tables.items():
            if name == NOT_COMPARED:
                continue
            head, rows = _whole(desk, filed, body)
            at_most = PLACES if name in long else BODY_ROWS
            shown, note = desk.capped(rows, at_most)
            kept: Sequence[int] = ()
            if name in long and note:
                kept = on_page(body, at_most, measure)
                shown = [rows[at] for at in kept if at < len(rows)]
            made[name] = head, rows, shown, kept, note
        for name, body in tables.items():
            if name == NOT_COMPARED:
                yield from _not_compared(desk, filed)
                continue
            head, rows, shown, kept, note = made[name]
            alike = [row for other, _, some, _, _ in made.values() if _words(other) == _words(head) for row in some]
            title = desk.of_table(filed, name)
            caption = Printed(f"{desk.method(filed)}{desk.say('colon')}{title}")
            yield Heading(2, caption)
            align = aligned(len(head), alike)
            reference = (*text(title), *desk.reference(result_of(filed)))
            widths = fitted(head, alike, align=align, pairs=twins(head))  # tables of either work are as wide
            yield Grid(head, tuple(shown), widths, align, caption=reference, result=result_of(filed))
            if name in long and note:
                named = {"file": table_name(filed, long.index(name) + 1), "record": filed.file}
                yield paragraph(_capped(desk, filed, body, kept, len(rows), named), "note")
            else:
                yield from note
        if tables:
            yield from elsewhere(desk, filed)


def _words(head: Sequence[Line]) -> list[str]:
    return ["".join(piece.text for piece in name) for name in head]


def aligned(columns: int, rows: Sequence[tuple[Line, ...]]) -> str:
    """One letter a column: r where every cell holds a number, or none."""
    made = ""
    for at in range(columns):
        cells = ["".join(piece.text for piece in row[at]).strip() for row in rows]
        told = [cell for cell in cells if cell and cell not in NO_NUMBER]
        made += "r" if told and all(map(NUMBERS.fullmatch, told)) else "l"
    return made


def twins(head: Sequence[Line]) -> list[tuple[int, int]]:
    """Columns that hold the same of the left and of the right work, by their heads."""
    names, found = _words(head), []
    for at, name in enumerate(names):
        for left, right in LEFT_RIGHT:
            other = re.sub(rf"\b{left}\b" if left.isascii() else left, right, name, count=1)
            if other != name and other in names:
                found.append((at, names.index(other)))
                break
    return found


def _capped(desk: Desk, filed: Filed, body: Any, kept: Sequence[int], total: int, named: Mapping[str, str]) -> Printed:
    """How many rows stand on the page, by what they were taken, and where the others are."""
    measure, keys = desk.counting(filed, "strength"), _keys(desk, filed, body)
    counts = {"shown": len(kept), "total": total, "more": total - len(kept)}
    if measure in keys and kept != on_page(body, len(kept)):
        return desk.say("table-capped-strongest", column=desk.label(filed, measure), **counts, **named)
    return desk.say("table-capped" if list(kept) == list(range(len(kept))) else "table-capped-sides", **counts, **named)


def _whole(desk: Desk, filed: Filed, body: Any) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    head, rows, keys = _spoken(desk, *_tabular(desk, filed, body), _keys(desk, filed, body))
    if len(head) > MAX_COLUMNS:
        head, rows = _sided(desk, filed, head, rows, keys)
    return _folded(desk, head, rows)


def long_tabulated(desk: Desk, filed: Filed, number: int) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    """Head and all rows of the long table of a method that is attached under that number, from 1."""
    return _whole(desk, filed, filed.comparison.tables[list(long_tables(filed))[number - 1]])


def _not_compared(desk: Desk, filed: Filed) -> Iterator[Block]:
    """Ancestors and excluded works, or files of them, that took no part; a table of the engine's."""
    yield Heading(2, Printed(f"{desk.method(filed)}{desk.say('colon')}{desk.say('table-not-compared')}"))
    shown, note = desk.capped(not_compared(filed.comparison), BODY_ROWS)
    made = [
        (
            text(desk.named(work)),
            text(file) if file else text(desk.say("every-file")),
            text(desk.told(reason, message)),
        )
        for work, file, reason, message in shown
    ]
    head = [desk.say("col.work"), desk.say("col.member"), desk.say("col.reason")]
    caption = desk.say("table-not-compared")
    yield desk.grid(head, made, widths=(1.0, 2.0, 4.0), caption=caption, result=result_of(filed))
    yield from note


def _keys(desk: Desk, filed: Filed, body: Any) -> list[str]:
    """Keys of the columns, as ``_tabular`` reads them; none where it has no such. A record keeps the keys of its rows
    by their letters: printed are what a row is of, its words, before what is told of that, each as the method has them.
    """
    if isinstance(body, Mapping) and isinstance(body.get("rows"), list) and isinstance(body.get("head"), list):
        return [str(name) for name in body["head"]]
    if isinstance(body, list) and body and all(isinstance(row, Mapping) for row in body):
        keys = desk.in_order(filed, dict.fromkeys(str(key) for row in body for key in row if key != RANKING))
        worded = {key for key in keys if all(isinstance(row.get(key, ""), str) for row in body)}
        return sorted(keys, key=lambda key: key not in worded)
    return []


def _spoken(
    desk: Desk, head: tuple[Line, ...], rows: list[tuple[Line, ...]], keys: Sequence[str]
) -> tuple[tuple[Line, ...], list[tuple[Line, ...]], Sequence[str]]:
    """The table and its keys. Of columns that say the same in both languages (``class`` or ``class_zh``, and
    ``class_en``) the one of this language."""
    both = {key: f"{key.removesuffix('_zh')}_en" for key in keys if f"{key.removesuffix('_zh')}_en" in keys}
    both = {key: other for key, other in both.items() if key != other}
    left_out = set(both.values() if desk.language == "zh" else both)
    kept = [at for at, key in enumerate(keys) if key not in left_out]
    if len(kept) == len(head) or len(keys) != len(head):
        return head, rows, keys
    left = [keys[at] for at in kept]
    return tuple(head[at] for at in kept), [tuple(row[at] for at in kept) for row in rows], left


def _sided(
    desk: Desk, filed: Filed, head: tuple[Line, ...], rows: list[tuple[Line, ...]], keys: Sequence[str]
) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    """The same of both works in one column, left / right, where the method has a word for what both say."""
    if len(keys) != len(head):
        return head, rows
    pairs: dict[int, int] = {}  # number of the left column: of the right one
    named: dict[int, Line] = {}
    for at, key in enumerate(keys):
        stem, _, side = key.rpartition("_")
        if side == "left" and f"{stem}_right" in keys and desk.label(filed, stem, otherwise=""):
            pairs[at] = keys.index(f"{stem}_right")
            named[at] = text(desk.say("both-sides", name=_column(desk, filed, stem)), "strong")
    kept = [at for at in range(len(head)) if at not in pairs.values()]

    def both(row: tuple[Line, ...], at: int) -> Line:
        if at not in pairs or not any(piece.text for piece in (*row[at], *row[pairs[at]])):
            return row[at]
        none = text(desk.say("none"))
        cells = row[at] or none, row[pairs[at]] or none
        numbers = all(NUMBERS.fullmatch("".join(piece.text for piece in cell)) for cell in cells)
        return (*cells[0], Inline(OVER if numbers else " / "), *cells[1])  # two numbers stand on one line

    return tuple(named.get(at, head[at]) for at in kept), [tuple(both(row, at) for at in kept) for row in rows]


def _tables(filed: Filed) -> Mapping[str, Any]:
    """Those of the method that no section of their own prints."""
    said = filed.counting.get("zh", {})
    own = {named for key in ("sentences", "people") if isinstance(held := said.get(key), Mapping)
           for named in held.values() if isinstance(named, str)}  # fmt: skip
    return {name: rows for name, rows in filed.comparison.tables.items() if name not in ENGINES and name not in own}


def _headless(body: Any) -> bool:
    """A table that has a head and no row."""
    return isinstance(body, Mapping) and isinstance(body.get("head"), list) and body.get("rows") == []


def _in_parts(desk: Desk) -> frozenset[tuple[str, str]]:
    """Method and name of the tables that parts of the template print."""
    profile = desk.dossier.profile
    items = [item for part in profile.parts for item in part.show] if profile else []
    return frozenset((item.comparator, item.table) for item in items if isinstance(item, Table | Groups) and item.table)


def _folded(
    desk: Desk, head: tuple[Line, ...], rows: list[tuple[Line, ...]]
) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    """A table as it is; with too many columns for a page, each row is its first cell and a list of the others, with
    what they are: one a line, empty ones left out."""
    if len(head) <= MAX_COLUMNS:
        return head, rows
    colon = Inline(desk.say("colon"))
    made: list[tuple[Line, ...]] = []
    for row in rows:
        told = [
            (*(replace(piece, style="plain") for piece in name), colon, *cell)
            for name, cell in zip(head[1:], row[1:], strict=True)
            if any(piece.text for piece in cell)
        ]
        made.append((row[0], stacked(*told)))
    return (head[0], text(desk.say("col.details"), "strong")), made


def _tabular(desk: Desk, filed: Filed, body: Any) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    """Head and rows of a JSON table: a list of mappings, a list of lists, a mapping, or anything else in one cell."""
    if isinstance(body, Mapping) and isinstance(body.get("rows"), list) and isinstance(body.get("head"), list):
        head = tuple(text(_column(desk, filed, str(name)), "strong") for name in body["head"])
        names = [str(name) for name in body["head"]]
        rows = [
            tuple(text(desk.worded(filed, cell, name)) for name, cell in zip_longest(names, _list(row), fillvalue=""))
            for row in body["rows"]
        ]
        return head, _even(rows, len(head))
    if isinstance(body, list) and body and all(isinstance(row, Mapping) for row in body):
        keys = _keys(desk, filed, body)
        rows = [tuple(text(desk.worded(filed, row.get(key), key)) for key in keys) for row in body]
        return tuple(text(_column(desk, filed, key), "strong") for key in keys), rows
    if isinstance(body, list):
        rows = [tuple(text(desk.worded(filed, cell)) for cell in _list(row)) for row in body]
        return (), _even(rows, max((len(row) for row in rows), default=1))
    if isinstance(body, Mapping):
        rows = [
            (text(desk.label(filed, str(k))), text(desk.worded(filed, v, str(k))))
            for k, v in body.items()
            if k != RANKING
        ]
        return (text(desk.say("name"), "strong"), text(desk.say("value"), "strong")), rows
    return (text(desk.say("value"), "strong"),), [(text(desk.value(body)),)]


def _column(desk: Desk, filed: Filed, key: str) -> Printed:
    """The head of a column, begun with a capital, as other heads are."""
    head = column(desk, filed, key)
    return (
        Printed(head[0].upper() + head[1:]) if head.split(" ")[0].isascii() and head.split(" ")[0].islower() else head
    )


def _list(row: Any) -> list[Any]:
    return row if isinstance(row, list) else [row]


def _even(rows: list[tuple[Line, ...]], width: int) -> list[tuple[Line, ...]]:
    """Rows of equal width, which every output needs."""
    return [(row + (text(""),) * width)[:width] for row in rows]

"""Tables, figures and factual sentences of a template's part, from the records, by the names the template gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.comparison import JSON, Measures
from appraisal.dossier import Filed
from appraisal.profile import Ancestors, Figures, Groups, Item, Sentence, Table, Versions, Where
from reports.document import Block, Grid, Heading, Inline, Line, Paragraph
from reports.places import RANKING, number, percent
from reports.sections import figures as totals
from reports.sections.annexed import annex
from reports.sections.attached import long_tables, table_name
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.reviewed import mark, mark_of
from reports.text import Printed, printable
from reports.widths import fitted

Row = Mapping[str, JSON]
BY_COUNTERPART = "by_counterpart"  # column of a derived row: the file is in the group for its counterpart's sake
AFTER = "_after"  # behind the name of a figure: after deduction
SENTENCES = 40  # of one item; the table it is made of stands in the record
_NAME = re.compile(r"{([\w.-]+)}")


def methods(item: Item) -> tuple[str, ...]:
    """Names of the methods whose records an item shows."""
    if isinstance(item, Ancestors):
        return item.comparators
    if isinstance(item, Versions):
        return tuple(reading.comparator for reading in item.readings)
    name = getattr(item, "comparator", "") or getattr(item, "examiner", "")
    return (name,) if name else ()


@dataclass(frozen=True, slots=True)
class Absent:
    """What an item of a template has nothing to show of: a method without record (``filed`` None), a comparison without
    result (``what`` empty), or one that holds nothing of what the item asks for. A part says it in one place."""

    what: str
    filed: Filed | None = None


def absent(desk: Desk, gathered: Sequence[Absent]) -> Iterator[Paragraph]:
    """All that a part has nothing to show of: a sentence for methods without record, one for comparisons without
    result, one for those that hold nothing of what was asked for."""
    distinct = list(dict.fromkeys((one.what, one.filed.key if one.filed else "") for one in gathered))
    filed = {one.filed.key: one.filed for one in gathered if one.filed}
    if methods := [what for what, key in distinct if not key]:
        names = Printed(desk.say("listing-comma").join(map(desk.keyed, methods)))
        yield paragraph(desk.say("part-no-record", method=names), "note")
    if failed := [filed[key] for what, key in distinct if key and not what]:
        listed, where = desk.listing(failed), annex(desk, "annex-failures")
        yield paragraph(desk.say("part-no-result", listed=listed, annex=where), "note")
    nothing: dict[str, list[Filed]] = {}
    for what, key in distinct:
        if key and what:
            nothing.setdefault(what, []).append(filed[key])
    by_pairs: dict[str, list[str]] = {}  # the same pairs once, with all that they hold nothing of
    for what, some in nothing.items():
        pairs = (f"{printable(one.comparison.left.label)}–{printable(one.comparison.right.label)}" for one in some)
        by_pairs.setdefault(desk.say("listing-comma").join(dict.fromkeys(pairs)), []).append(printable(what))
    if by_pairs:
        said = [
            f"{desk.say('listing-comma').join(whats)}{desk.say('open')}{pairs}{desk.say('close')}"
            for pairs, whats in by_pairs.items()
        ]
        yield paragraph(desk.say("part-nothing", listed=Printed(desk.say("semicolon").join(said))), "note")


def records(desk: Desk, comparator: str) -> Iterator[Filed | Absent]:
    """Standing records of one method that have a result; of the others, and where there are none, what is absent."""
    found = [filed for filed in desk.current if filed.comparison.comparator == comparator]
    if not found:
        yield Absent(comparator)
    for filed in found:
        yield filed if filed.comparison.status == "ok" else Absent("", filed)


def rows_of(body: JSON) -> list[Row]:
    """The rows of a table of a record, whatever its shape, as mappings without the ranking value."""
    if isinstance(body, Mapping) and isinstance(body.get("head"), list) and isinstance(body.get("rows"), list):
        head = [str(name) for name in body["head"]]
        rows = [dict(zip(head, row, strict=False)) for row in body["rows"] if isinstance(row, list)]
    elif isinstance(body, list):
        rows = [
            {str(key): value for key, value in row.items()}
            if isinstance(row, Mapping)
            else {str(at): cell for at, cell in enumerate(row if isinstance(row, list) else [row], 1)}
            for row in body
        ]
    elif isinstance(body, Mapping):
        rows = [{"name": key, "value": value} for key, value in body.items()]
    else:
        rows = [{"value": body}]
    return [{key: value for key, value in row.items() if key != RANKING} for row in rows]


def fits(row: Row, where: Where) -> bool:
    """Whether each named column holds one of its values (a list: any of its items)."""

    def held(value: JSON) -> set[str]:
        return {str(item) for item in value} if isinstance(value, list | tuple) else {str(value)}

    return all(held(row.get(key)) & set(values) for key, values in where.items())


def held_rows(filed: Filed, table: str, where: Where) -> list[Row] | None:
    """Rows of a table that fit; None where the record holds no such table, or one without the columns asked about."""
    if table not in filed.comparison.tables:
        return None
    rows = rows_of(filed.comparison.tables[table])
    if rows and not all(key in row for row in rows[:1] for key in where):
        return None
    return [row for row in rows if fits(row, where)]


def grouped_rows(desk: Desk, filed: Filed, item: Groups | Table) -> list[Row] | None:
    """Rows of the files that fit, and of the accused side those whose counterpart fits, marked ``BY_COUNTERPART``.

    None where the record holds no such table. A file that its own name puts into the group is in it once. Where the
    item says which names tell nothing (``untold``), only files of such names follow their counterpart, and they are in
    its group alone.
    """
    rows = held_rows(filed, item.table, item.where)
    if rows is None or not item.by_counterpart:
        return rows
    where = {key: values for key, values in item.where.items() if key != "side"}
    every = rows_of(filed.comparison.tables[item.table])
    grouped = {str(row.get("file")): fits(row, where) for row in every if row.get("side") == "left"}
    partner = desk.counterparts(filed)

    def followed(row: Row) -> bool | None:
        """Whether the counterpart of a file that follows it is in the group; None of a file that follows none."""
        if row.get("side") != "right" or (item.untold and not fits(row, item.untold)):
            return None
        return grouped.get(partner.get(str(row.get("file")), ""))

    own = [row for row in rows if not (item.untold and followed(row) is False)]
    return own + [{**row, BY_COUNTERPART: True} for row in every if followed(row) and not fits(row, where)]


def ordered(rows: Sequence[Row], keys: Sequence[str]) -> list[Row]:
    """Rows by several columns, the first counting most; ``-`` before one: falling. Numbers before words before none."""

    def rank(value: JSON) -> tuple[int, float, str]:
        if isinstance(value, bool | int | float):
            return 0, float(value), ""
        return (2, 0.0, "") if value is None else (1, 0.0, str(value))

    made = list(rows)
    for key in reversed(keys):
        name = key.removeprefix("-")
        if key.startswith("-"):
            held = [row for row in made if row.get(name) is not None]
            lacking = [row for row in made if row.get(name) is None]
            made = sorted(held, key=lambda row: rank(row.get(name)), reverse=True) + lacking
        else:
            made = sorted(made, key=lambda row: rank(row.get(name)))
    return made


def spoken(desk: Desk, names: Sequence[str]) -> list[str]:
    """Column names of this language: ``zh:name`` and ``en:name`` stand in one only."""
    other = "en:" if desk.language == "zh" else "zh:"
    return [name.removeprefix(f"{desk.language}:") for name in names if not name.startswith(other)]


def table(desk: Desk, item: Table) -> Iterator[Block | Absent]:
    for filed in records(desk, item.comparator):
        if not isinstance(filed, Filed):
            yield filed
            continue
        named = item.caption.read(desk.language) if item.caption else desk.label(filed, item.table)
        if item.table not in filed.comparison.tables:
            yield lacking(desk, filed, named)
            continue
        fitting = grouped_rows(desk, filed, item)
        if fitting is None:
            fitting = [row for row in rows_of(filed.comparison.tables[item.table]) if fits(row, item.where)]
        rows = ordered([row for row in fitting if not item.having or row.get(item.having)], item.sort)
        caption = Printed(f"{printable(named)}{desk.say('semicolon')}{mark(desk, filed)}")
        if not rows:
            yield Absent(named, filed)
            continue
        columns = spoken(desk, item.columns) or list(dict.fromkeys(key for row in rows for key in row))
        yield from _grid(desk, filed, item, columns, rows, caption)


def lacking(desk: Desk, filed: Filed, named: str) -> Paragraph:
    said = desk.say("part-no-table", table=named, method=desk.method(filed), record=result_of(filed))
    return paragraph(said, "note", result_of(filed))


def _grid(
    desk: Desk, filed: Filed, item: Table, columns: Sequence[str], rows: Sequence[Row], caption: Printed
) -> Iterator[Block]:
    shown = rows[: item.most]
    columns = [name for name in columns if "/" in name or any(row.get(name) not in (None, "", []) for row in rows)]
    heads = tuple(text(_head(desk, filed, item, name), "strong") for name in columns)
    cells = [tuple(text(cell(desk, filed, item, name, row)) for name in columns) for row in shown]
    head, folded = desk.folded(heads, cells)
    sides = desk.say(
        "part-sides", left=desk.named(filed.comparison.left.label), right=desk.named(filed.comparison.right.label)
    )
    said: Line = (Inline(Printed(f"{caption}{desk.say('semicolon')}{sides}")), *desk.reference(result_of(filed)))
    numeric = "".join("r" if all(_is_number(row.get(name)) for row in shown) else "l" for name in columns)
    plain = len(head) == len(columns)
    yield Grid(
        head, tuple(folded), fitted(head, folded) if plain else (), numeric if plain else "", said, result_of(filed)
    )
    if len(rows) > item.most:
        listed = list(long_tables(filed))
        named = {"shown": item.most, "total": len(rows), "record": filed.file}
        if item.table in listed:
            note = desk.say("table-capped-part", file=table_name(filed, listed.index(item.table) + 1), **named)
        else:
            note = desk.say("rows-capped-record", **named)
        yield paragraph(note, "note", result_of(filed))


def _is_number(value: JSON) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _head(desk: Desk, filed: Filed, item: Table, name: str) -> Printed:
    if name in item.heads:
        return printable(item.heads[name].read(desk.language))
    return Printed(" / ".join(column(desk, filed, part) for part in name.split("/")))


def column(desk: Desk, filed: Filed, key: str) -> Printed:
    """The head of a column in the method's words. Its word for ``name`` is what it is called itself: columns of names,
    and of values where it has no word for these, have the word that all tables have."""
    if key == "name":
        return desk.say("name")
    return desk.label(filed, key, otherwise=desk.say("value") if key == "value" else key)


def cell(desk: Desk, filed: Filed, item: Table, name: str, row: Row) -> Printed:
    """One cell: a share as per cent, a part over its whole, a side by the name of its work, else the value in words."""
    if "/" in name:
        part, whole = (row.get(key) for key in name.split("/", 1))
        return _over(desk, part, whole)
    value = row.get(name)
    if name in item.share and isinstance(value, int | float):
        return Printed(percent(value))
    if name == "side" and value in ("left", "right"):
        return desk.named(desk.side(filed, "left" if value == "left" else "right"))
    if name == "file" and row.get(BY_COUNTERPART):
        return Printed(f"{printable(str(value))}{desk.say('open')}{desk.say('by-counterpart')}{desk.say('close')}")
    if name == "file" and isinstance(value, str):
        return printable(value)  # a file may be called like a word of the method
    return desk.worded(filed, value, name)


def _over(desk: Desk, part: JSON, whole: JSON) -> Printed:
    if not isinstance(part, int | float) or not isinstance(whole, int | float):
        return desk.say("none")
    return over(desk, part, whole)


def over(desk: Desk, part: float, whole: float) -> Printed:
    """12/14 (85.71%); of nothing, no share."""
    if not whole:
        return Printed(f"{number(part)}/{number(whole)}")
    return Printed(f"{number(part)}/{number(whole)}{desk.say('open')}{percent(part / whole)}{desk.say('close')}")


def figures(desk: Desk, item: Figures) -> Iterator[Block | Absent]:
    """Figures of a method, and once what they do not say."""
    warned = False
    for filed in records(desk, item.comparator):
        if not isinstance(filed, Filed):
            yield filed
        else:
            yield Heading(2, desk.title(filed), anchor=None if item.keys else result_of(filed))
            yield from totals.machine(desk, filed, item.keys)
            if not warned and not item.keys and (beware := desk.counting(filed, "caution")):
                warned = True
                yield paragraph(beware, "note", result_of(filed))


def sentence(desk: Desk, item: Sentence) -> Iterator[Block | Absent]:
    """Factual sentences with their record, each marked as the machine's and unverified."""
    for filed in records(desk, item.comparator):
        if not isinstance(filed, Filed):
            yield filed
            continue
        rows: list[Row]
        if item.table:
            held = held_rows(filed, item.table, item.where)
            if held is None:
                yield lacking(desk, filed, desk.label(filed, item.table))
                continue
            rows = held
        else:
            found = filed.comparison.all if item.figures == "before" else filed.comparison.filtered
            rest = _figures(desk, filed.comparison.filtered)
            rows = [{**{f"{name}{AFTER}": value for name, value in rest.items()}, **_figures(desk, found)}]
        for row in rows[:SENTENCES]:
            yield _sentence(desk, filed, item, row)
        if not rows:
            yield Absent(desk.label(filed, item.table), filed)


def _figures(desk: Desk, found: Measures) -> Row:
    shares = {"coverage_of_left": found.coverage_of_left, "coverage_of_right": found.coverage_of_right}
    words = {key: desk.say("no-share") if share is None else percent(share) for key, share in shares.items()}
    return {**{key: value for key, value in found.values.items() if key != RANKING}, **words}


def _sentence(desk: Desk, filed: Filed, item: Sentence, row: Row) -> Paragraph:
    named = {"left": desk.named(filed.comparison.left.label), "right": desk.named(filed.comparison.right.label)}
    pattern = item.text.read(desk.language)
    absent = [name for name in _NAME.findall(pattern) if name not in named and row.get(name) is None]
    if absent:
        said = desk.say("part-no-figure", name=absent[0], method=desk.method(filed))
        return paragraph(said, "note", result_of(filed))

    def filled(found: re.Match[str]) -> str:
        return named.get(found[1]) or desk.worded(filed, row[found[1]], found[1].removesuffix(AFTER))

    return machine_sentence(desk, Printed(_NAME.sub(filled, printable(pattern))), result_of(filed))


def machine_sentence(desk: Desk, words: Printed, result: str) -> Paragraph:
    """A sentence made by the program: its record behind it, and how far that was reviewed."""
    marked: list[Any] = [Inline(words, "plain", result), *desk.reference(result), Inline(" ")]
    return Paragraph((*marked, Inline(mark_of(desk, [result]), "mark")))

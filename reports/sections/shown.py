"""Excerpts side by side, the coverage map, observations and tables of the methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.dossier import Shown as Chosen
from appraisal.exhibit import Differences, Listing, Matrix, Overlay, Plot
from appraisal.profile import Groups, Table
from reports.document import Block, CoverageMap, Grid, Heading, Inline, Legend, Line, Shown
from reports.extents import ENGINES, FILES, NOT_COMPARED, work_bars
from reports.places import RANKING, numbers
from reports.sections import taken
from reports.sections.attached import PLACES, excerpts_name, long_tables, on_page, table_name
from reports.sections.chosen import divided, is_brief
from reports.sections.desk import BODY_ROWS, MAX_COLUMNS, Desk, paragraph, result_of, text
from reports.sections.elsewhere import elsewhere
from reports.sections.entries import stacked
from reports.sections.projects import named_units
from reports.text import Printed, printable_all
from reports.widths import fitted

BARS = 100  # files drawn for the whole report, shared among comparisons and sides
FURTHER = 5  # places written out for one side of an excerpt; the rest is counted


def excerpts(desk: Desk) -> Iterator[Block]:
    """Of each comparison the excerpts of the main report; those beyond its bound, which paper leaves to attachments."""
    chosen = [filed for filed in desk.current if filed.shown and not _of_people(filed)]
    if not chosen:
        yield paragraph(desk.say("excerpts-none"))
    else:
        yield paragraph(desk.say("excerpts-rule"), "note")
        yield _legend(one for filed in chosen for one in filed.shown)
    for filed in chosen:
        yield Heading(2, desk.title(filed))
        brief = is_brief(desk, filed)
        here, beyond = divided(desk, filed)
        yield paragraph(_where(desk, filed, here, beyond), "lead", result_of(filed))
        matches = {match.id: match for match in filed.comparison.matches}
        if brief:
            yield from _brief(desk, filed, [(one, matches[one.match]) for one in here if one.match in matches])
            continue
        printed, left = frozenset(map(id, here)), frozenset(map(id, beyond))
        for shown in filed.shown:
            if id(shown) in printed | left:
                yield excerpt(desk, filed, shown, matches.get(shown.match), paper=id(shown) in printed)


def _where(desk: Desk, filed: Filed, here: Sequence[Chosen], beyond: Sequence[Chosen]) -> Printed:
    """How many excerpts stand here, which stand elsewhere and where, and where all matches are listed."""
    total = len(filed.comparison.matches)
    if beyond:
        listed, file = numbers([one.number for one in beyond], desk.language, len(beyond)), excerpts_name(filed)
        counts = {"shown": len(here) + len(beyond), "here": len(here), "count": len(beyond), "total": total}
        said = [desk.say("excerpts-beyond", numbers=listed, file=file, **counts)]
    else:
        said = [desk.say("excerpts-here", shown=len(here), total=total)]
    if len(here) + len(beyond) < total:
        said.append(desk.say("excerpts-rest"))
    return Printed(desk.say("sentence-space").join(said))


def _legend(chosen: Iterable[Chosen]) -> Legend:
    listings = (one.exhibit for one in chosen if isinstance(one.exhibit, Listing))
    return Legend(any(run.token for shown in listings for _, runs in (*shown.left, *shown.right) for run in runs))


def alone(desk: Desk, chosen: Sequence[Chosen], filed: Filed | None = None) -> Iterator[Block]:
    """Chosen matches for a notebook; without their record in the exhibits' own words."""
    yield _legend(chosen)
    matches = {match.id: match for match in filed.comparison.matches} if filed else {}
    for shown in chosen:
        if filed and shown.match in matches:
            yield excerpt(desk, filed, shown, matches[shown.match], paper=False)
            continue
        verdict = desk.say(f"verdict.{shown.verdict.value}")
        yield Shown(printable_all(shown.exhibit), shown.match, "", shown.number, verdict)


def excerpt(desk: Desk, filed: Filed, shown: Chosen, match: Match | None, *, paper: bool) -> Shown:
    """One match with its exhibit, as the record has both."""
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    exhibit = shown.exhibit
    if match is not None:
        if isinstance(exhibit, Overlay):
            exhibit = replace(
                exhibit,
                transformation=_transformation(desk, filed, exhibit, match),
                matrix=None if exhibit.matrix is None else _named(desk, filed, exhibit.matrix),
                listed=_listed(desk, filed, exhibit.listed),
            )
        if isinstance(exhibit, Plot):
            exhibit = _in_words(desk, filed, exhibit)
        left, right = (_places(desk, filed, side, spans) for side, spans in match.sides())
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
        paper=paper,
        deducted="" if match is None else taken.mark(desk, filed, match),
    )


def _listed(desk: Desk, filed: Filed, table: Differences | None) -> Differences | None:
    """Places that differ, with the method's own words for columns and cells."""
    if table is None:
        return None
    head = tuple(desk.label(filed, name) for name in table.head)
    rows = tuple(tuple(desk.label(filed, cell) for cell in row) for row in table.rows)
    return replace(table, head=head, rows=rows)


def _in_words(desk: Desk, filed: Filed, plot: Plot) -> Plot:
    """A plot with the method's own words for its series and ticks, where it has any."""
    return replace(
        plot,
        series=tuple(desk.label(filed, name) for name in plot.series),
        y_ticks=tuple((at, desk.label(filed, name)) for at, name in plot.y_ticks),
        below=tuple(_named(desk, filed, one) for one in plot.below),
    )


def _named(desk: Desk, filed: Filed, matrix: Matrix) -> Matrix:
    """A matrix with the method's own words for its axes and outlines."""
    x, y, *series = (desk.label(filed, name) for name in (matrix.x_label, matrix.y_label, *matrix.series))
    return replace(matrix, x_label=x, y_label=y, series=tuple(series))


def _brief(desk: Desk, filed: Filed, chosen: Sequence[tuple[Chosen, Match]]) -> Iterator[Block]:
    """Excerpts of a method that names ``columns``, the details that tell a match: one row each, a table for each kind.

    The first of the columns has a column of its own, the rest stand together.
    """
    first, *others = desk.counting(filed, "columns").split()
    yield paragraph(desk.say("excerpts-brief", file=excerpts_name(filed)), "note", result_of(filed))
    left, right = (desk.named(ref.label) for ref in (filed.comparison.left, filed.comparison.right))
    head = [desk.say("col.number"), desk.label(filed, first), left, right, desk.say("col.details")]
    for kind in dict.fromkeys(match.kind for _, match in chosen):
        rows = []
        for shown, match in chosen:
            if match.kind != kind:
                continue
            said = {key: match.details[key] for key in others if key in match.details}
            verdict = text(desk.say(f"verdict.{shown.verdict.value}"), "mark")
            out = [text(words, "mark") for words in (taken.mark(desk, filed, match),) if words]
            rows.append(
                (
                    stacked(text(str(shown.number)), text(match.id, "digest"), verdict, *out),
                    text(desk.worded(filed, match.details.get(first), first), "plain", match.id),
                    *(text(Printed("\n".join(_first(desk, filed, side, spans)))) for side, spans in match.sides()),
                    stated(desk, filed, said),
                )
            )
        yield desk.grid(
            head, rows, widths=(1.2, 3.0, 1.5, 1.5, 2.2), caption=desk.label(filed, kind), result=result_of(filed)
        )


def _first(desk: Desk, filed: Filed, side: Side, spans: Sequence[Any]) -> Iterator[Printed]:
    yield desk.place(filed, side, spans[0])
    if len(spans) > 1:
        yield desk.say("further-places", count=len(spans) - 1)


def stated(desk: Desk, filed: Filed, said: Mapping[str, Any]) -> Line:
    """Details one a line; where both sides agree they stand once, if the method has a word for that (``…_of``)."""
    rows: list[Line] = []
    for key, content in said.items():
        stem, _, side = key.rpartition("_")
        together = side in ("left", "right") and said.get(f"{stem}_left") == said.get(f"{stem}_right")
        both = desk.label(filed, stem, otherwise="") if together else ""
        if both and side == "right":
            continue
        name = both or desk.label(filed, key)
        rows.append((Inline(Printed(f"{name}{desk.say('colon')}")), *text(desk.worded(filed, content, key))))
    return stacked(*rows)


def _transformation(desk: Desk, filed: Filed, exhibit: Overlay, match: Match) -> tuple[tuple[str, str], ...]:
    """What the match's own details do not say already, in the method's words."""
    said = [(name, words) for name, words in exhibit.transformation if name not in match.details]
    return tuple((desk.label(filed, name), desk.label(filed, words)) for name, words in said)


def _places(desk: Desk, filed: Filed, side: Side, spans: tuple[Any, ...]) -> tuple[str, ...]:
    """The work, then its places in words."""
    written = [desk.named(desk.side(filed, side)), *(desk.place(filed, side, span) for span in spans[:FURTHER])]
    if len(spans) > FURTHER:
        written.append(desk.say("further-places", count=len(spans) - FURTHER))
    return tuple(written)


def coverage(desk: Desk) -> Iterator[Block]:
    drawable = [filed for filed in desk.found if not _of_people(filed)]
    if not drawable:
        yield paragraph(desk.say("coverage-none"))
        return
    yield paragraph(desk.say("coverage-note"), "note")
    for filed in drawable:
        found = filed.comparison
        left, right = desk.named(found.left.label), desk.named(found.right.label)
        most = desk.room(BARS // 2, 3, FILES)
        bars = (
            work_bars(found, "left", left, desk.language, most),
            work_bars(found, "right", right, desk.language, most),
        )
        alt = desk.say(
            "coverage-alt", left=left, right=right, left_files=len(bars[0].files), right_files=len(bars[1].files)
        )
        yield Heading(2, desk.title(filed))
        caption = desk.say("coverage-caption", left=left, right=right)
        yield CoverageMap(result_of(filed), *bars, alt, caption)


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
        for name, body in tables.items():
            if name == NOT_COMPARED:
                yield from _not_compared(desk, filed, body)
                continue
            head, rows = _whole(desk, filed, body)
            long = list(long_tables(filed))
            at_most = PLACES if name in long else BODY_ROWS
            shown, note = desk.capped(rows, at_most)
            if name in long and note:
                kept = on_page(body, at_most, measure)
                shown = [rows[at] for at in kept if at < len(rows)]
            caption = Printed(f"{desk.method(filed)}{desk.say('colon')}{desk.label(filed, name)}")
            yield Heading(2, caption)
            widths = fitted(head, shown)
            yield Grid(head, tuple(shown), widths, caption=desk.reference(result_of(filed)), result=result_of(filed))
            if name in long and note:
                named = {"file": table_name(filed, long.index(name) + 1), "record": filed.file}
                yield paragraph(_capped(desk, filed, body, kept, len(rows), named), "note")
            else:
                yield from note
        if tables:
            yield from elsewhere(desk, filed)


def _capped(desk: Desk, filed: Filed, body: Any, kept: Sequence[int], total: int, named: Mapping[str, str]) -> Printed:
    """How many rows stand on the page, by what they were taken, and where the others are."""
    measure, keys = desk.counting(filed, "strength"), _keys(body)
    counts = {"shown": len(kept), "total": total, "more": total - len(kept)}
    if measure in keys and kept != on_page(body, len(kept)):
        return desk.say("table-capped-strongest", column=desk.label(filed, measure), **counts, **named)
    return desk.say("table-capped" if list(kept) == list(range(len(kept))) else "table-capped-sides", **counts, **named)


def _whole(desk: Desk, filed: Filed, body: Any) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    return _folded(desk, *_spoken(desk, *_tabular(desk, filed, body), _keys(body)))


def long_tabulated(desk: Desk, filed: Filed, number: int) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    """Head and all rows of the long table of a method that is attached under that number, from 1."""
    return _whole(desk, filed, filed.comparison.tables[list(long_tables(filed))[number - 1]])


def _not_compared(desk: Desk, filed: Filed, body: Any) -> Iterator[Block]:
    """Ancestors and excluded works, or files of them, that took no part; a table of the engine's."""
    rows = [row for row in body if isinstance(row, list | tuple) and len(row) == 4] if isinstance(body, list) else []
    yield Heading(2, Printed(f"{desk.method(filed)}{desk.say('colon')}{desk.say('table-not-compared')}"))
    shown, note = desk.capped(rows, BODY_ROWS)
    made = [
        (
            text(desk.named(str(work))),
            text(str(file)) if file else text(desk.say("every-file")),
            text(desk.told(str(reason), str(message))),
        )
        for work, file, reason, message in shown
    ]
    head = [desk.say("col.work"), desk.say("col.member"), desk.say("col.reason")]
    yield desk.grid(head, made, widths=(1.0, 2.0, 4.0), result=result_of(filed))
    yield from note


def _keys(body: Any) -> list[str]:
    """Keys of the columns, as ``_tabular`` reads them; none where it has no such."""
    if isinstance(body, Mapping) and isinstance(body.get("rows"), list) and isinstance(body.get("head"), list):
        return [str(name) for name in body["head"]]
    if isinstance(body, list) and body and all(isinstance(row, Mapping) for row in body):
        return [str(key) for key in dict.fromkeys(key for row in body for key in row) if key != RANKING]
    return []


def _spoken(
    desk: Desk, head: tuple[Line, ...], rows: list[tuple[Line, ...]], keys: Sequence[str]
) -> tuple[tuple[Line, ...], list[tuple[Line, ...]]]:
    """Of columns that say the same in both languages (``class`` or ``class_zh``, and ``class_en``) the one of this
    language."""
    both = {key: f"{key.removesuffix('_zh')}_en" for key in keys if f"{key.removesuffix('_zh')}_en" in keys}
    both = {key: other for key, other in both.items() if key != other}
    left_out = set(both.values() if desk.language == "zh" else both)
    kept = [at for at, key in enumerate(keys) if key not in left_out]
    if len(kept) == len(head) or len(keys) != len(head):
        return head, rows
    return tuple(head[at] for at in kept), [tuple(row[at] for at in kept) for row in rows]


def _of_people(filed: Filed) -> bool:
    """Whether its matches are people who may correspond: the table of people shows each with its places."""
    return bool(filed.counting.get("zh", {}).get("people"))


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
    """A table as it is; with too many columns for a page, each row is its first cell and one sentence."""
    if len(head) <= MAX_COLUMNS:
        return head, rows
    colon, end = Inline(desk.say("colon")), Inline(desk.say("semicolon"))
    made: list[tuple[Line, ...]] = []
    for row in rows:
        pieces: list[Inline] = []
        for name, cell in list(zip(head, row, strict=True))[1:]:
            if not any(piece.text for piece in cell):
                continue  # an empty cell is no clause
            pieces += [*([end] if pieces else []), *(replace(piece, style="plain") for piece in name), colon, *cell]
        made.append((row[0], tuple(pieces)))
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
        keys = [key for key in dict.fromkeys(key for row in body for key in row) if key != RANKING]
        rows = [tuple(text(desk.worded(filed, row.get(key), str(key))) for key in keys) for row in body]
        return tuple(text(_column(desk, filed, str(key)), "strong") for key in keys), rows
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
    """The head of a column in the method's words. Its word for ``name`` is what it is called itself: a column of names
    has the word that all tables have."""
    return desk.say("name") if key == "name" else desk.label(filed, key)


def _list(row: Any) -> list[Any]:
    return row if isinstance(row, list) else [row]


def _even(rows: list[tuple[Line, ...]], width: int) -> list[tuple[Line, ...]]:
    """Rows of equal width, which every output needs."""
    return [(row + (text(""),) * width)[:width] for row in rows]

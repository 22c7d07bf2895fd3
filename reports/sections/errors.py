"""Rare strings in both texts, leads to shared errors (共同错误表): where each stands, whether it was put on file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from appraisal.comparison import Match, Side
from appraisal.defects import Defect
from appraisal.dossier import Filed
from appraisal.media import Medium, guess_medium
from appraisal.placing import key
from appraisal.procedure import Kind
from appraisal.span import Span
from reports.document import Block, Heading, Line
from reports.places import number
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import decoded, name, of_kind, stacked
from reports.sections.part_tables import rows_of
from reports.sections.sentences import SIDES, rules

ROWS = 60  # of the whole report, shared among comparisons; the rest stands in the record's own table
Row = Mapping[str, Any]


def shared_errors(desk: Desk) -> Iterator[Block]:
    """A row a string that both texts have and everyday writing has not; those on file as shared defects first, those
    that may be of a file format last."""
    held = [(filed, rows) for filed in desk.current if (rows := _rows(desk, filed))]
    if not held:
        return
    yield paragraph(desk.say("shared-errors-note"), "note")
    for filed, rows in held:
        yield Heading(2, desk.title(filed))
        filings = {str(row["string"]): _on_file(desk, str(row["string"])) for row in rows}
        ranked = sorted(rows, key=lambda row: (not filings[str(row["string"])], not _in_text(row)))
        most = desk.room(ROWS, 12, 30)
        inside = {side: _inside(filed, side) for side in SIDES}
        made = [
            (
                text(str(at)),
                text(str(row["string"]), "strong"),
                stacked(
                    text(desk.label(filed, str(row["kind"]))),
                    *([] if _in_text(row) else [text(desk.say("of-format"), "mark")]),
                ),
                *(_place(desk, filed, side, row, inside[side]) for side in SIDES),
                filings[str(row["string"])] or text(desk.say("not-on-file")),
            )
            for at, row in enumerate(ranked[:most], 1)
        ]
        names = [desk.named(desk.side(filed, side)) for side in SIDES]
        head = [
            desk.say("col.number"),
            desk.say("col.string"),
            desk.say("col.kind"),
            *names,
            desk.say("col.error-filed"),
        ]
        yield desk.grid(
            head, made, widths=(0.5, 1.3, 0.8, 2.7, 2.7, 1.4), align="rlllll",
            caption=desk.say("shared-errors-of", method=desk.method(filed)), result=result_of(filed),
        )  # fmt: skip
        if beside := sum(not _in_text(row) for row in rows):
            said = desk.say("shared-errors-formats", count=beside, total=len(rows))
            yield paragraph(said, "note", result_of(filed))
        if len(rows) > most:
            said = desk.say("shared-errors-more", shown=most, total=len(rows))
            yield paragraph(said, "note", result_of(filed))


def _in_text(row: Row) -> bool:
    """Whether a string stands in a file of text on both sides. In data, models and settings words are often those that
    the format or the program prescribes (keys, types), which are in no table of everyday writing and no slips; words of
    the author's stand there too, so they are marked and come last, and none is left out."""
    return all(guess_medium(str(row[f"file_of_{side}"])) is Medium.TEXT for side in SIDES)


def _rows(desk: Desk, filed: Filed) -> list[Row]:
    """Rows of the table that a text method names as that of rare strings."""
    table = str((rules(desk, filed) or {}).get("rare", ""))
    return [row for row in rows_of(filed.comparison.tables.get(table, [])) if row.get("string")] if table else []


def _on_file(desk: Desk, string: str) -> Line:
    """Entries of shared defects that name the string."""
    found = []
    for entry in of_kind(desk, Kind.DEFECT):
        defect = decoded(Defect, entry.body)
        if defect is not None and any(string in said for said in (defect.defect, *dict(defect.observations).values())):
            found.append(stacked(text(name(desk, entry)), text(entry.by)))
    return stacked(*found)


def _inside(filed: Filed, side: Side) -> list[tuple[Span, Match]]:
    return [(span, m) for m in filed.comparison.matches for span in (m.all_left() if side == "left" else m.all_right())]


def _place(desk: Desk, filed: Filed, side: Side, row: Row, inside: list[tuple[Span, Match]]) -> Line:
    """First place and how many; the passage in which it stands, which the record places by chapter and line."""
    at = Span(str(row[f"file_of_{side}"]), "char", row[f"start_of_{side}"], row[f"stop_of_{side}"])
    held = next((each for each in inside if each[0].file == at.file and each[0].start <= at.start < each[0].stop), None)
    lines = [text(desk.place(filed, side, at)), text(desk.say("times", count=number(float(row[f"places_of_{side}"]))))]
    if held is not None:
        where = desk.located(filed).get(key(side, held[0]), "")
        lines.append(text(desk.say("in-passage", place=where or held[1].id), "context", held[1].id))
    return stacked(*lines)

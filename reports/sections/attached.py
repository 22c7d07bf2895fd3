"""Tables that the page has no room for, as CSV and text files inside the PDF and in ``report.json``."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from appraisal import placing
from appraisal.comparison import RULE, Side
from appraisal.dossier import Filed
from appraisal.exhibit import AlignedText, Exhibit, Listing, Plot, Table
from appraisal.finding import Verdict
from appraisal.folding import repeats
from appraisal.span import Span
from reports.accounts import SIDES
from reports.document import Attachment
from reports.extents import ENGINES, compared, extents, matched_files
from reports.places import RANKING, plain
from reports.sections import scope
from reports.sections.chosen import WRITABLE, divided, is_brief
from reports.sections.desk import Desk, result_of
from reports.text import Printed, printable, printable_all

MAX_ATTACHED = 100_000  # rows of one file
LISTED = 24  # matches of one comparison that its annex lists one by one; more are grouped
PLACES = 8  # rows of a long table of a method that stand on the page
WHOLE = 60  # likewise of a table that the method says is needed whole, such as that of languages
FEW = 3  # files of which something was taken out that always stand on the page
SEEN = 8  # observations of one comparison that are listed one by one; more are grouped
UNMATCHED = 6  # files of one side without a match that are named on the page
APART = re.compile("[,\"\r\n']")  # what makes a cell stand in quotes
FORMULA = tuple("=+-@\t\r＝＋－＠")  # a spreadsheet runs cells that begin so


def attachments(desk: Desk) -> Iterator[Attachment]:
    """Of each comparison what its sections shorten: matches, excluded places, tables of the method, excerpts."""
    for filed in desk.current:
        found = filed.comparison
        if scope.has_list(desk, filed):
            yield _csv(desk, filed, "scope", scope.listed(desk, filed, MAX_ATTACHED))
        if len(found.matches) > LISTED or any(repeats(match, filed.counting) for match in found.matches):
            yield _csv(desk, filed, "matches", _matches(filed))
        ruled = any(one.by.startswith(RULE) for one in found.excluded)
        if ruled or len(list(placed(filed))) > len(groups(filed)) or len(groups(filed)) > FEW:
            yield _csv(desk, filed, "exclusions", _exclusions(filed))
        for at, rows in enumerate(long_tables(filed).values(), 1):
            yield _csv(desk, filed, f"table-{at}", rows)
        if len(found.observations) > SEEN:
            yield _csv(desk, filed, "observations", _observed(desk, filed))
        if any(len(files) > UNMATCHED for files in unmatched(filed).values()):
            yield _csv(desk, filed, "unmatched", _unmatched(filed))
        if is_brief(desk, filed) or divided(desk, filed)[1]:
            body, name = "".join(_excerpt(filed)), excerpts_name(filed)
            yield Attachment(name, "text/plain", titled(desk, name), body)


def titled(desk: Desk, name: str) -> Printed:
    """What the attached file of that name holds, of which method and pair, and which of its tables: no two are titled
    alike."""
    kind, _, rest = name.partition("-")
    number, _, record = rest.rpartition(".")[0].rpartition("-")
    said = desk.say(f"attachment-{kind}", id=record)
    filed = next((filed for filed in desk.current if result_of(filed) == record), None)
    if filed is None:
        return said
    found, names = filed.comparison, list(long_tables(filed))
    parts = [desk.method_name(filed), printable(f"{found.left.label}–{found.right.label}")]
    if number.isdecimal() and 0 < int(number) <= len(names):
        parts.append(desk.of_table(filed, names[int(number) - 1]))
    return Printed(f"{said}{desk.say('colon')}{desk.say('listing-comma').join(parts)}")


def matches_name(filed: Filed) -> str:
    return f"matches-{result_of(filed)}.csv"


def exclusions_name(filed: Filed) -> str:
    return f"exclusions-{result_of(filed)}.csv"


def observations_name(filed: Filed) -> str:
    return f"observations-{result_of(filed)}.csv"


def unmatched_name(filed: Filed) -> str:
    return f"unmatched-{result_of(filed)}.csv"


def unmatched(filed: Filed) -> dict[Side, list[str]]:
    """Files of each side that the method compared and that hold no match, as far as the record lists what it read."""
    touched = {side: matched_files(filed.comparison, side) for side in SIDES}
    return {side: [file for file in compared(filed.comparison, side) if file not in touched[side]] for side in SIDES}


def _unmatched(filed: Filed) -> Iterator[list[str]]:
    yield ["side", "work", "file", "unit", "length"]
    labels = {"left": filed.comparison.left.label, "right": filed.comparison.right.label}
    known = extents(filed.comparison)
    for side, files in unmatched(filed).items():
        for file in files[:MAX_ATTACHED]:
            unit, length = known[side][file]
            yield [side, labels[side], file, unit, plain(length)]


def _observed(desk: Desk, filed: Filed) -> Iterator[list[str]]:
    yield ["side", "kind", "file", "unit", "start", "stop", "details"]
    for seen in filed.comparison.observations[:MAX_ATTACHED]:
        yield [seen.side, seen.kind, *_place(seen.span), _cell(dict(seen.details))]


def table_name(filed: Filed, at: int) -> str:
    return f"table-{at}-{result_of(filed)}.csv"


def excerpts_name(filed: Filed) -> str:
    return f"excerpts-{result_of(filed)}.txt"


def _csv(desk: Desk, filed: Filed, name: str, rows: Iterable[Sequence[str]]) -> Attachment:
    """One CSV; ``name`` begins its file name. No cell of it can run in a spreadsheet."""
    body = "".join(",".join(map(csv_cell, row)) + "\r\n" for row in rows)
    file = f"{name}-{result_of(filed)}.csv"
    return Attachment(file, "text/csv", titled(desk, file), body)


def csv_cell(words: str) -> str:
    """One RFC 4180 cell; a cell that a spreadsheet would run as a formula gets a leading apostrophe."""
    shown = printable(words)
    if shown.startswith(FORMULA):
        shown = Printed("'" + shown)
    return '"' + shown.replace('"', '""') + '"' if APART.search(shown) else shown


def _matches(filed: Filed) -> Iterator[list[str]]:
    head = ["number", "match", "kind", "weight", "verdict"]
    head += [f"{side}_{part}" for side in ("left", "right") for part in ("file", "unit", "start", "stop", "places")]
    located = placing.located(filed.comparison.tables, "en")
    if located:
        head += ["left_view", "left_place", "right_view", "right_place"]
    yield [*head, "details"]
    for at, match in enumerate(filed.comparison.matches[:MAX_ATTACHED], 1):
        verdict = filed.verdicts.get(match.id, Verdict.UNREVIEWED).value
        row = [str(at), match.id, match.kind, plain(match.weight), verdict]
        for spans in (match.all_left(), match.all_right()):
            row += [*_place(spans[0]), str(len(spans))]
        for side, spans in match.sides() if located else ():
            row += [spans[0].view or "", located.get(placing.key(side, spans[0]), "")]
        yield [*row, _cell({key: value for key, value in match.details.items() if key != RANKING})]


def _place(span: Span) -> list[str]:
    return [span.file, span.unit, plain(span.start), plain(span.stop)]


Group = tuple[str, ...]


def placed(filed: Filed) -> Iterator[tuple[Group, Span]]:
    """Excluded places of a comparison, each with what it is grouped by: all that is said of it but the place."""
    for one in filed.comparison.excluded:
        if one.span is not None:
            late = "late" if one.after_results else ""
            group = (one.reason.value, one.work or "", one.by, one.on, one.note, late, one.side or "", one.span.file)
            yield group, one.span


def groups(filed: Filed) -> dict[Group, list[Span]]:
    found: dict[Group, list[Span]] = {}
    for group, span in placed(filed):
        found.setdefault(group, []).append(span)
    return found


def _exclusions(filed: Filed) -> Iterator[list[str]]:
    yield ["number", "reason", "work", "by", "on", "note", "after_results", "side", "file", "unit", "start", "stop"]
    for at, (group, span) in enumerate(placed(filed), 1):
        if at > MAX_ATTACHED:
            break
        yield [str(at), *group, *_place(span)[1:]]


def long_tables(filed: Filed) -> dict[str, list[list[str]]]:
    """Tables of the method that have too many rows for the page, by name; those that it wants ``whole`` stand there
    with up to ``WHOLE`` rows."""
    whole = str(filed.counting.get("zh", {}).get("whole", "")).split()
    tables = {name: _rows(body) for name, body in sorted(filed.comparison.tables.items()) if name not in ENGINES}
    return {name: rows for name, rows in tables.items() if len(rows) > (WHOLE if name in whole else PLACES) + 1}


def _rows(body: Any) -> list[list[str]]:
    """Head and rows of a table that is one; of anything else nothing."""
    if isinstance(body, dict) and isinstance(body.get("head"), list) and isinstance(body.get("rows"), list):
        rows = [row if isinstance(row, list) else [row] for row in body["rows"]]
        return [[_cell(cell) for cell in row] for row in [body["head"], *rows[:MAX_ATTACHED]]]
    if isinstance(body, list) and body and all(isinstance(row, dict) for row in body):
        keys = [key for key in dict.fromkeys(key for row in body for key in row) if key != RANKING]
        return [[str(key) for key in keys], *([_cell(row.get(key)) for key in keys] for row in body[:MAX_ATTACHED])]
    return []


def on_page(body: Any, most: int, strength: str = "") -> list[int]:
    """Numbers of the rows of a table that stand on the page: its first ``most``; where a column says of which ``side``
    a row is, the first of either side, half of each, so that no page shows one work alone; where it has the column
    that the method calls its ``strength``, the strongest ones, in the order of the table."""
    head, *rows = _rows(body) or [[]]
    told = [row[head.index("side")] for row in rows if len(row) == len(head)] if "side" in head else []
    held = {side: [at for at, word in enumerate(told) if word == side] for side in SIDES}
    if len(rows) > most and sum(map(len, held.values())) == len(rows) and all(held.values()):
        room = {"left": most - min(len(held["right"]), most // 2), "right": most - min(len(held["left"]), most // 2)}
        return [at for side in SIDES for at in held[side][: room[side]]]
    if len(rows) > most and strength and strength in head:
        at = head.index(strength)
        return sorted(sorted(range(len(rows)), key=lambda row: -_strong(rows[row][at : at + 1]))[:most])
    return list(range(min(most, len(rows)) if rows else most))


def _strong(cell: Sequence[str]) -> float:
    """The number of a cell; what has none is of a kind that needs no measure, as in ``counted.strength``."""
    try:
        return float(cell[0])
    except (IndexError, ValueError):
        return math.inf


def _cell(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, int | float) and not isinstance(content, bool):
        return plain(content)
    return "" if content is None else json.dumps(content, ensure_ascii=False, sort_keys=True)


def _excerpt(filed: Filed) -> Iterator[str]:
    """The excerpts in full, one after another, as plain text; pictures stand on paper, and of plots, which the web
    edition draws, their places."""
    for shown in filed.shown:
        if not isinstance(shown.exhibit, WRITABLE | Plot):
            continue
        yield f"#{shown.number}  {shown.match}  {shown.verdict.value}\n"
        yield from (line + "\n" for line in _written(printable_all(shown.exhibit)))
        yield "\n"


def _written(exhibit: Exhibit) -> Iterator[Printed]:
    if isinstance(exhibit, Listing):
        for place, rows in ((exhibit.left_place, exhibit.left), (exhibit.right_place, exhibit.right)):
            yield Printed(place)
            for name, runs in rows:
                yield Printed(f"  {name}  {''.join(run.text for run in runs)}")
    elif isinstance(exhibit, AlignedText):
        for side in (exhibit.left, exhibit.right):
            yield Printed(f"{side.file}  {side.place}")
            yield Printed("".join(run.text for run in side.runs))
    elif isinstance(exhibit, Plot):
        yield Printed(exhibit.caption or exhibit.alt)
    elif isinstance(exhibit, Table):
        for cells in (exhibit.head, *exhibit.rows):
            yield Printed(" | ".join(cells))

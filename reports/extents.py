"""Where matches and exclusions lie in each file of a work, as shares of its length, for the coverage map.

A record tells how long its members are in the table ``extents``: ``{"left": [[file, unit, length], …], "right": …}``.
Where it does not, a file's axis ends at the last place seen, and the map says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from appraisal import placing
from appraisal.comparison import Comparison, Side
from appraisal.span import Region, Span, merge
from reports import origins
from reports.document import Bar, FileBars, Language, WorkBars
from reports.places import number
from reports.text import printable
from reports.wording import known, say

TABLE = "extents"
# Tables that the engine makes, and sections of their own print.
ENGINES = frozenset({TABLE, origins.TABLE, placing.TABLE, "waterfall", "overruled"})
NOT_COMPARED = "not_compared"  # another, printed among the tables of methods
STEPS = 600  # bars closer than one step of the drawing run together
FILES = 28  # drawn for one work: as many as one page holds

Extents = Mapping[str, tuple[str, float]]


def not_compared(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    """Label, file (empty: the whole work), reason and message of each ancestor or excluded work that took no part."""
    rows: Any = comparison.tables.get(NOT_COMPARED)
    listed = [row for row in rows if isinstance(row, list | tuple) and len(row) == 4] if isinstance(rows, list) else []
    return [(str(work), str(file), str(reason), str(message)) for work, file, reason, message in listed]


def extents(comparison: Comparison) -> Mapping[str, Extents]:
    """Unit and length of each member, by side; empty where the record does not say."""
    table: Any = comparison.tables.get(TABLE)
    found: dict[str, dict[str, tuple[str, float]]] = {"left": {}, "right": {}}
    if isinstance(table, Mapping):
        for side, files in found.items():
            for row in table.get(side) or ():
                if isinstance(row, list | tuple) and len(row) == 3 and isinstance(row[2], int | float):
                    files[str(row[0])] = (str(row[1]), float(row[2]))
    return found


def compared(comparison: Comparison, side: Side) -> list[str]:
    """Files of which the method had something to compare: of the others (a picture for a method about tables) the
    record says that their length is 0."""
    matched = matched_files(comparison, side)
    return [file for file, (_, length) in extents(comparison)[side].items() if length > 0 or file in matched]


def spans(comparison: Comparison, side: Side) -> Iterable[Span]:
    """All places of all matches on one side."""
    for match in comparison.matches:
        yield from match.all_left() if side == "left" else match.all_right()


def matched_files(comparison: Comparison, side: str) -> frozenset[str]:
    return frozenset(span.file for span in spans(comparison, "left" if side == "left" else "right"))


def work_bars(comparison: Comparison, side: Side, label: str, language: Language, most: int = FILES) -> WorkBars:
    """Bars of one work: files with matched or excluded places, in name order, at most ``most`` of those with most.

    The rest is counted; files without a match are named in the section on differences.
    """
    matched: dict[str, list[Span]] = defaultdict(list)
    taken: dict[str, list[Span]] = defaultdict(list)
    for span in spans(comparison, side):
        matched[span.file].append(span)
    for exclusion in comparison.excluded:
        if exclusion.side == side and exclusion.span is not None:
            taken[exclusion.span.file].append(exclusion.span)
    lengths = extents(comparison)[side]
    names = sorted({*matched, *taken}, key=lambda file: (-len(matched[file]), -len(taken[file]), file))
    drawn = sorted(names[:most])
    files = tuple(_file(file, matched[file], taken[file], lengths.get(file), language) for file in drawn)
    return WorkBars(printable(label), files, len({*names, *lengths}) - len(drawn))


def _file(
    file: str, matched: list[Span], taken: list[Span], length: tuple[str, float] | None, language: Language
) -> FileBars:
    unit, most = length or ("", 0.0)
    pieces = [(span, "matched") for span in matched] + [(span, "excluded") for span in taken]
    units = {span.unit for span, _ in pieces if span.unit != "file"}
    if not units:
        words = (
            say(language, "extent", length=number(most), unit=known(language, f"unit.{unit}", unit, number(most)))
            if length
            else say(language, "extent-whole")
        )
    elif units == {unit} == {"pixel"} and most > 0:
        return FileBars(printable(file), say(language, "extent-pixel"), _shares(matched, taken, most))
    elif units == {unit} and most > 0:
        words = say(language, "extent", length=number(most), unit=known(language, f"unit.{unit}", unit, number(most)))
    else:
        words = say(language, "extent-seen")
        most = max((_reach(span)[1] for span, _ in pieces if span.unit != "file"), default=1.0)
    bars = tuple(
        Bar(start / STEPS, stop / STEPS, "excluded" if kind == "excluded" else "matched")
        for kind in ("matched", "excluded")
        for start, stop in merge(_steps(span, most) for span, of in pieces if of == kind)
    )
    return FileBars(printable(file), words, bars)


def _shares(matched: list[Span], taken: list[Span], area: float) -> tuple[Bar, ...]:
    """Of a picture, which has no one axis: the share of its area that is matched, then the share that is excluded."""
    if any(span.unit == "file" for span in taken):
        return (Bar(0.0, 1.0, "excluded"),)
    out = Region(taken)
    of_taken = min(1.0, out.length() / area)
    of_matched = min(1.0 - of_taken, Region(matched).without(out).length() / area)
    if any(span.unit == "file" for span in matched):
        of_matched = 1.0 - of_taken
    bars = (Bar(0.0, of_matched, "matched"), Bar(of_matched, of_matched + of_taken, "excluded"))
    return tuple(bar for bar in bars if bar.stop > bar.start)


def _reach(span: Span) -> tuple[float, float]:
    """Begin and end on the file's axis; a region's extent along the horizontal."""
    if span.unit == "pixel":
        xs = [x for x, _ in span.polygon]
        return max(0.0, min(xs)), max(0.0, *xs)
    start = span.start - 1 if span.unit == "line" else span.start
    return float(start), float(span.stop - 1 if span.unit == "line" else span.stop)


def _steps(span: Span, most: float) -> tuple[int, int]:
    """The steps of the drawing that a span touches: at least one, so that no place vanishes."""
    if span.unit == "file" or most <= 0:
        return 0, STEPS
    start, stop = _reach(span)
    first = min(int(start / most * STEPS), STEPS - 1)
    return max(first, 0), min(max(first + 1, -int(-stop / most * STEPS // 1)), STEPS)

"""Where in an ancestor or excluded work the places stand that left the figures.

A record says so in the table ``origins``: rows of work, side, file, unit, start, stop, and file, start, stop there.
Records made before that table say nothing; reports then name the work alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.comparison import Comparison
from appraisal.span import LINEAR, Span, whole

TABLE = "origins"
Origins = Mapping[tuple[str, str, str], Mapping[str, list[Span]]]
"""(work, side, file) -> file of that work -> places in it."""


def origins(comparison: Comparison) -> Origins:
    """By work, side and file; rows that are no places are passed over. Places that are not on a line
    (regions of pictures) stand for their file."""
    table: Any = comparison.tables.get(TABLE)
    rows = table.get("rows") if isinstance(table, Mapping) else None
    found: dict[tuple[str, str, str], dict[str, list[Span]]] = {}
    for row in rows if isinstance(rows, list | tuple) else ():
        span = _there(row)
        if span is not None:
            found.setdefault((row[0], row[1], row[2]), {}).setdefault(span.file, []).append(span)
    return found


def _there(row: Any) -> Span | None:
    if not isinstance(row, list | tuple) or len(row) != 9:
        return None
    work, side, file, unit, _, _, there, start, stop = row
    if not all(isinstance(one, str) for one in (work, side, file, unit, there)):
        return None
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in (start, stop)) or start > stop:
        return None
    return Span(there, unit, start, stop) if unit in LINEAR else whole(there)

"""Tables and entries of the specimen case, found and altered."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from appraisal.dossier import Dossier, LogEntry
from reports.document import Block, Grid, Language
from tests.reports.test_build import words

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def grids(blocks: tuple[Block, ...]) -> Iterator[Grid]:
    return (block for block in blocks if isinstance(block, Grid))


def row(blocks: tuple[Block, ...], *starts: str) -> str:
    """The row of a table whose first cells are these."""
    for grid in grids(blocks):
        for cells in grid.rows:
            if [words(cell) for cell in cells[: len(starts)]] == list(starts):
                return words(cells)
    raise AssertionError(f"no row begins with {starts}")


def entry(dossier: Dossier, kind: str) -> LogEntry:
    return next(one for one in reversed(dossier.entries) if one.kind == kind)


def with_entries(base: Dossier, *made: LogEntry) -> Dossier:
    return replace(base, entries=made)


def edited(base: Dossier, kind: str, **changes: Any) -> Dossier:
    """The case with the last entry of a kind changed."""
    old = entry(base, kind)
    return with_entries(base, *(replace(one, **changes) if one is old else one for one in base.entries))

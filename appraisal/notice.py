"""A short paper beside a report: what it says, in both languages, before any exporter gives it a form."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.paper import Size
from appraisal.profile import Words


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain text. ``widths`` are relative; every row has as many cells as ``head``."""

    title: Words
    head: tuple[Words, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """``lines``: label and value, on the first page. ``dated`` is an ISO date, the only time in it. ``paper``: of the
    report that it belongs to, if it belongs to one; ``prevails``: which language does, where it is in both."""

    title: Words
    number: str
    dated: str
    lines: tuple[tuple[Words, str], ...]
    blocks: tuple[Words | Table, ...]
    paper: Size = "a4"
    prevails: str = "zh"


@dataclass(frozen=True, slots=True)
class Hidden:
    """One expression that a redacted version does not show. ``shown`` stands in its place; ``why``: the reason."""

    text: str
    why: str
    shown: str = "■■■"

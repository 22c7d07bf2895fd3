"""What a form of paper that states results and no opinion leaves out of the experts' tables, and where it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from appraisal.dossier import LogEntry
from reports.document import Block
from reports.sections.desk import Desk, paragraph
from reports.sections.entries import name
from reports.text import Printed


def only(desk: Desk) -> bool:
    """Whether the paper states results and no opinion (检验报告): then tables print what was seen, not what experts
    hold of it."""
    return desk.dossier.paper is not None and not desk.dossier.paper.opinion


def kept(desk: Desk, key: str, entries: Sequence[LogEntry]) -> Iterator[Block]:
    """The line that says what a table leaves out and which entries of the case have it; nothing where none has."""
    if entries:
        listed = Printed(desk.say("listing-comma").join(name(desk, entry) for entry in entries))
        yield paragraph(desk.say(key, entries=listed), "note")

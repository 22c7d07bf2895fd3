"""What a form of paper that states results and no opinion leaves out of the experts' tables, and where it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from appraisal.dossier import LogEntry
from reports.document import Block
from reports.places import numbers
from reports.sections.desk import Desk, paragraph


def only(desk: Desk) -> bool:
    """Whether the paper states results and no opinion (检验报告): then tables print what was seen, not what experts
    hold of it."""
    return desk.dossier.paper is not None and not desk.dossier.paper.opinion


def kept(desk: Desk, key: str, entries: Sequence[LogEntry]) -> Iterator[Block]:
    """The line that says what a table leaves out and which entries of the procedure log have it; nothing else."""
    if entries:
        listed = desk.say("entry-procedure", seq=numbers([entry.seq for entry in entries], desk.language, len(entries)))
        yield paragraph(desk.say(key, entries=listed), "note")

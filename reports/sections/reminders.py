"""What a match may innocently be, as its method reminds: once below a table that would repeat it in its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from appraisal.comparison import Match
from appraisal.dossier import Filed
from reports.document import Paragraph
from reports.sections.desk import Desk, paragraph, result_of
from reports.text import Printed

EXPLANATION = "explanation"  # detail that holds the method's reminder of an innocent explanation
BELOW = 20  # characters of a reminder from which on it stands below a table rather than in several of its rows


def reminder(desk: Desk, filed: Filed, match: Match) -> Printed:
    """The method's reminder of what a match may innocently be; empty for none."""
    said = match.details.get(EXPLANATION)
    return desk.label(filed, str(said)) if said else Printed("")


def below(desk: Desk, filed: Filed, some: Sequence[Match]) -> dict[Printed, int]:
    """Long reminders that several rows of a table have: they stand once below it, under these numbers."""
    counted = Counter(said for match in some if len(said := reminder(desk, filed, match)) > BELOW)
    return {said: number for number, said in enumerate((s for s, count in counted.items() if count > 1), 1)}


def notes(desk: Desk, filed: Filed, said: Mapping[Printed, int]) -> Iterator[Paragraph]:
    """The notes below a table."""
    for words, number in said.items():
        yield paragraph(desk.say("reminder-note", number=number, said=words), "note", result_of(filed))


def told(desk: Desk, words: Printed, said: Mapping[Printed, int]) -> Printed:
    """A reminder as a row has it: itself, or where it stands below."""
    return desk.say("reminder-below", number=said[words]) if words in said else words

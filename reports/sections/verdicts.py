"""Verdicts of experts on the matches of a method, whichever of its records they were given on.

A match has its id from both works, its kind and its places: matches of two methods on the same places have the same id,
and a verdict on one is none on the other. It goes on standing when a later run replaced the record.
"""

from __future__ import annotations

from collections.abc import Iterable

from appraisal.dossier import Filed
from appraisal.finding import Finding
from reports.document import Line
from reports.sections.desk import Desk, text
from reports.text import printable


def method_of(desk: Desk, key: str) -> str:
    """The method of a record by its key, of superseded ones too; the key itself where no record has it."""
    return next((one.comparison.comparator for one in desk.dossier.comparisons if one.key == key), key)


def findings_of(desk: Desk, filed: Filed, match: str) -> list[Finding]:
    """What experts hold of a match of this method, in the order of the panel; of whoever is no expert, behind."""
    method = filed.comparison.comparator
    given = (one for one in desk.dossier.findings if one.match == match)
    return of_panel(desk, (one for one in given if method_of(desk, one.comparison) in (method, one.comparison)))


def of_panel(desk: Desk, given: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of the panel; of whoever is no expert, behind."""
    panel = {name: at for at, name in enumerate(desk.dossier.experts)}
    return sorted(given, key=lambda one: panel.get(one.by, len(panel)))


def earlier(desk: Desk, filed: Filed, match: str) -> list[Line]:
    """What experts had found of the same notes at that place before a view was revised; it counts nowhere."""
    return [
        text(
            desk.say(
                "verdict-earlier",
                verdict=desk.say(f"verdict.{one.verdict.value}"),
                by=printable(one.by),
                on=one.on,
            )
        )
        for one in filed.earlier.get(match, ())
    ]

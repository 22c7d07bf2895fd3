"""Annexes of a report by number, for whoever refers to one: their keys in the order in which they stand."""

from __future__ import annotations

from appraisal.profile import Section
from reports.sections.desk import Desk
from reports.text import Printed, printable

KEYS = (
    "annex-records",
    "annex-runs",
    "annex-failures",
    "annex-findings",
    "annex-stale",
    "annex-environment",
    "annex-manifest",
    "annex-anchors",
    "annex-persons",
    "annex-matches",
)


def mark(desk: Desk, at: int) -> Printed:
    """The number of the annex or file at that place, from 1; nothing without a form of paper."""
    paper = desk.dossier.paper
    return Printed("") if paper is None else printable(paper.page.exhibit.read(desk.language).format(number=at))


def sections(desk: Desk) -> tuple[str, ...]:
    """Sections of the body that the form of paper puts among the annexes; what a part of the template shows stays."""
    paper, profile = desk.dossier.paper, desk.dossier.profile
    inside = {
        item.section for part in (profile.parts if profile else ()) for item in part.show if isinstance(item, Section)
    }
    return tuple(name for name in (paper.annexed if paper else ()) if name not in inside)


def number_of(desk: Desk, key: str) -> int:
    """Which annex it is, from 1: sections of the body first, then those that every report has."""
    first = sections(desk)
    return first.index(key) + 1 if key in first else len(first) + KEYS.index(key) + 1


def annex(desk: Desk, key: str) -> Printed:
    """The annex ``key`` by title, under its number where the form of paper has numbers: 附件10“全部对应明细”."""
    number = mark(desk, number_of(desk, key)) or desk.say("annex-unnumbered")
    return desk.say("annex-reference", number=number, title=desk.say(key))

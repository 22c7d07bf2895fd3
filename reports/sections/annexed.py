"""Annexes of a report by number, for whoever refers to one: their keys in the order in which they stand."""

from __future__ import annotations

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


def annex(desk: Desk, key: str) -> Printed:
    """The annex ``key`` by title, under its number where the form of paper has numbers: 附件10“全部对应明细”."""
    number = mark(desk, KEYS.index(key) + 1) or desk.say("annex-unnumbered")
    return desk.say("annex-reference", number=number, title=desk.say(key))

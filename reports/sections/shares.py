"""Shares in words: with what was divided, and as percentages wherever a figure of a method is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.comparison import JSON, Measures, Side
from appraisal.counted import counted
from appraisal.dossier import Filed
from reports.places import number, percent
from reports.sections.desk import Desk
from reports.text import Printed

_SHARE = frozenset({"share", "shares"})  # words in the names of figures that are shares in [0, 1]


def share_said(desk: Desk, filed: Filed, side: Side, measures: Measures, *, unmatched: bool = False) -> Printed:
    """The share of one side, or what is ``unmatched`` of it; in words where there is nothing that it could be of."""
    found = measures.coverage_of_left if side == "left" else measures.coverage_of_right
    if found is None:
        return desk.say("no-share")
    parts = counted(measures, desk.counting(filed, "shares"), side)
    if parts is not None and not parts[1]:
        return desk.say("no-denominator")
    return Printed(percent(1 - found if unmatched else found))


def quotient(desk: Desk, filed: Filed, side: Side, measures: Measures) -> Printed:
    """A share with what it counts: 155 / 155 = 100.00%; the share alone where the method does not say of what it is."""
    said = share_said(desk, filed, side, measures)
    found = counted(measures, desk.counting(filed, "shares"), side)
    if found is None or not found[1]:
        return said
    return desk.say("quotient", some=number(found[0]), every=number(found[1]), share=said)


def percents(key: str, found: JSON) -> Any:
    """A figure by its key: figures in [0, 1] that are named shares, as percentages like all other shares."""
    if not _SHARE & set(key.split("_")):
        return found
    if isinstance(found, Mapping):
        return {name: percents(key, one) for name, one in found.items()}
    is_share = isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= 1
    return Printed(percent(found)) if is_share else found

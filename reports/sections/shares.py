"""Shares in words: with what was divided, and as percentages wherever a figure of a method is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.comparison import JSON, Measures, Side
from appraisal.dossier import Filed
from reports.places import number, percent
from reports.sections.desk import Desk
from reports.text import Printed

_SHARE = frozenset({"share", "shares"})  # words in the names of figures that are shares in [0, 1]


def quotient(desk: Desk, filed: Filed, side: Side, measures: Measures) -> Printed:
    """A share with what it counts: 155 / 155 = 100.00%; the share alone where the method does not say of what it is."""
    share = measures.coverage_of_left if side == "left" else measures.coverage_of_right
    if share is None:
        return desk.say("no-share")
    said = percent(share)
    parts = [_added(measures, stems, side) for stems in desk.counting(filed, "shares").split()]
    if len(parts) != 2 or parts[0] is None or parts[1] is None:
        return Printed(said)
    some, every = parts[0], parts[1]
    # Pieces that an exclusion cuts may count in part: then the whole numbers are not what was divided. Lengths in
    # records are rounded, so that equal is what is equal as printed.
    if abs((some / every if every else 0.0) - share) > 5e-5:
        return Printed(said)
    return desk.say("quotient", some=number(some), every=number(every), share=said)


def _added(measures: Measures, stems: str, side: Side) -> float | None:
    """The sum of figures of one side, named by stems; a figure that is the same for both sides has no side."""
    found = [measures.values.get(f"{stem}_{side}", measures.values.get(stem)) for stem in stems.split("+")]
    numbers = [float(one) for one in found if isinstance(one, int | float)]
    return sum(numbers) if len(numbers) == len(found) else None


def percents(key: str, found: JSON) -> Any:
    """A figure by its key: figures in [0, 1] that are named shares, as percentages like all other shares."""
    if not _SHARE & set(key.split("_")):
        return found
    if isinstance(found, Mapping):
        return {name: percents(key, one) for name, one in found.items()}
    is_share = isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= 1
    return Printed(percent(found)) if is_share else found

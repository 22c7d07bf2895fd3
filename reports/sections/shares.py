"""Shares in words: with what was divided."""

from __future__ import annotations

from appraisal import counted as counts
from appraisal.comparison import Measures, Side
from appraisal.counted import counted
from appraisal.dossier import Filed
from reports.places import number, percent
from reports.sections.desk import Desk
from reports.text import Printed


def share_said(desk: Desk, filed: Filed, side: Side, measures: Measures, *, unmatched: bool = False) -> Printed:
    """The share of one side, or what is ``unmatched`` of it; in words where there is nothing that it could be of."""
    found = measures.coverage_of_left if side == "left" else measures.coverage_of_right
    if found is None:
        return desk.say("no-share")
    parts = counted(measures, desk.counting(filed, "shares"), side)
    if parts is not None and not parts[1]:
        return desk.say("no-denominator")
    again = counts.repeated(measures, filed.counting.get(desk.language, {}), side)
    # Records keep nine digits of a share: what these lack is nothing that has no counterpart.
    return Printed(percent(max(0.0, round(1 - found - again, 8)) if unmatched else found))


def quotient(desk: Desk, filed: Filed, side: Side, measures: Measures) -> Printed:
    """A share with what it counts: 155 / 155 = 100.00%; the share alone where the method does not say of what it is.
    Where some of it comes from another kind of source, how many of either number."""
    said = share_said(desk, filed, side, measures)
    found = counted(measures, desk.counting(filed, "shares"), side)
    if found is None or not found[1]:
        return said
    words = desk.say("quotient", some=number(found[0]), every=number(found[1]), share=said)
    other = counts.apart(measures, filed.counting.get(desk.language, {}), side)
    if other is None:
        return words
    named = desk.counting(filed, "apart_said")
    return desk.say("quotient-apart", quotient=words, named=named, some=number(other[0]), every=number(other[1]))


def within(desk: Desk, filed: Filed, side: Side, measures: Measures) -> Printed:
    """How much of a share lies in the stronger matches that the method counts once more, of what corresponds and of
    all, each with its denominator; "" where the method counts none or nothing corresponds."""
    found = counts.within(measures, filed.counting.get(desk.language, {}), side)
    for part, some, every in found:
        said = {"some": number(some), "every": number(every), "part": number(part)}
        return desk.say("within-share", of_some=percent(part / some), of_every=percent(part / every), **said)
    return Printed("")


def unit(desk: Desk, filed: Filed, side: Side, measures: Measures) -> str:
    """What the share of one side is counted in; "" where the method does not say."""
    return counts.unit(measures, filed.counting.get(desk.language, {}), side)


def units(desk: Desk, filed: Filed) -> str:
    """What shares of the method are counted in: of works that are counted in different units, both."""
    each = desk.counting(filed, "counted").split(counts.BETWEEN)
    return desk.say("listing-comma").join(Printed(one) for one in each)

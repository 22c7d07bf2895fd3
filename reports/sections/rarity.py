"""How rare what corresponds is elsewhere, and what common ancestors hold of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from appraisal.comparison import Match
from appraisal.dossier import Filed
from reports.document import Block, Heading, Line
from reports.places import number
from reports.sections.desk import BODY_ROWS, Desk, paragraph, result_of, text
from reports.sections.figures import by_method, short_pair
from reports.text import Printed

RARITY = ("background", "rarity", "works", "holding", "holding_at_most")  # details that tell of a background


def rarity(desk: Desk) -> Iterator[Block]:
    """A table only where a method measured rarity against a named background."""
    for filed in desk.current:
        matches = [match for match in filed.comparison.matches if any(key in match.details for key in RARITY[:2])]
        if not matches:
            continue
        rows = [
            (text(match.id, "code", match.id), text(rarity_of(desk, filed, match), result=match.id))
            for match in matches
        ]
        shown, note = desk.capped(rows, BODY_ROWS)
        yield Heading(2, desk.title(filed))
        yield paragraph(desk.say("rarity-note"), "note")
        head = [desk.say("col.match"), desk.say("col.rarity")]
        yield desk.grid(head, shown, widths=(1.0, 3.0), result=result_of(filed), caption=desk.method(filed))
        yield from note


def rarity_of(desk: Desk, filed: Filed, match: Match) -> Printed:
    return desk.worded(filed, {key: match.details[key] for key in RARITY if key in match.details})


def ancestors(desk: Desk) -> Iterator[Block]:
    """One table a method: of each pair and ancestor what either work shares beyond the ancestor, and with it."""
    held = [filed for filed in desk.current if filed.comparison.ancestors]
    if held:
        yield paragraph(desk.say("ancestors-note"), "note")
        yield paragraph(desk.say("ancestors-differ"), "notice")
    for method, some in by_method(desk, held).items():
        yield Heading(2, method)
        keys = dict.fromkeys(
            key for filed in some for one in filed.comparison.ancestors for key in (*one.left, *one.right)
        )
        rows = [row for filed in some for row in _partition(desk, filed, list(keys))]
        head = [desk.say("col.pair"), desk.say("ancestor-column"), desk.say("col.side")]
        head += [desk.known(key, key) for key in keys]
        widths = (2.9, 0.8, 0.7, *(1.5 for _ in keys))  # what only the common origin has stands on one line of a head
        yield desk.grid(head, rows, widths=widths, align="lll" + "r" * len(keys), caption=_in_units(desk, method, some))


def _in_units(desk: Desk, method: Printed, some: Sequence[Filed]) -> Printed:
    """The method, and what its places are counted in: lines, characters, pixels …"""
    spans = (span for filed in some for match in filed.comparison.matches for span in (match.left, match.right))
    units = sorted({span.unit for span in spans})
    named = desk.say("listing-comma").join(desk.known(f"unit.{unit}", unit) for unit in units)
    return desk.say("ancestors-units", method=method, units=Printed(named)) if units else method


def _partition(desk: Desk, filed: Filed, keys: Sequence[str]) -> Iterator[tuple[Line, ...]]:
    """A row an ancestor and side."""
    for ancestor in filed.comparison.ancestors:
        for label, share in (
            (filed.comparison.left.label, ancestor.left),
            (filed.comparison.right.label, ancestor.right),
        ):
            yield (
                short_pair(desk, filed),
                text(ancestor.label),
                text(label),
                *(
                    text(number(share[key]) if key in share else desk.say("none"), result=result_of(filed))
                    for key in keys
                ),
            )

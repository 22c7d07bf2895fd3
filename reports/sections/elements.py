"""The element table for art (要素对比表): region by region what is alike, what differs, and what nobody owns.

A method whose regions make such a table names details of its matches in its ``counting``: ``alike`` and ``unlike``.
These are measured, and stand in a table of their own, as wide as the page. Which element a region is (line, colour,
composition, figure), what is the same, what differs, what nobody owns and what is to be made of it the experts say, in
the note of their verdict (``said_of_region``). What nobody said is said to be so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.span import Region, Span
from reports.document import Block, Heading, Inline, Line
from reports.sections import results
from reports.sections.annexed import annex
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import labelled, stacked
from reports.sections.said_of_region import told
from reports.sections.sentences import SIDES
from reports.sections.shown import stated
from reports.sections.verdicts import findings_of
from reports.text import Printed

ROWS = 60  # of the whole report, shared among comparisons
RATIO = re.compile("scale|stretch|perspective|contrast|saturation")


def elements(desk: Desk) -> Iterator[Block]:
    """A table for each comparison whose method says what is alike and what differs of its regions."""
    held = [filed for filed in desk.found if desk.counting(filed, "alike")]
    if not held:
        return
    key = "elements-note-results" if results.only(desk) else "elements-note"
    yield paragraph(desk.say(key, annex=annex(desk, "annex-findings")), "note")
    for filed in held:
        yield Heading(2, desk.title(filed))
        yield from of_record(desk, filed)


def of_record(desk: Desk, filed: Filed) -> Iterator[Block]:
    """One row a region under its number: all that experts accepted, since an opinion rests on them, then the largest of
    the left work; in this order, each of the two by number."""
    found = filed.comparison
    most = desk.room(ROWS, 6, 30)

    def rank(match: Match) -> tuple[bool, float, str]:
        return filed.verdicts.get(match.id) is not Verdict.ACCEPTED, -float(match.left.length), match.id

    ranked = sorted(found.matches, key=rank)
    most = max(most, min(ROWS, sum(one is Verdict.ACCEPTED for one in filed.verdicts.values())))
    numbers = {match.id: at for at, match in enumerate(found.matches, 1)}  # as excerpts and annexes count them
    ordered = sorted(ranked[:most], key=lambda match: (rank(match)[0], numbers[match.id]))
    chosen = [(numbers[match.id], match) for match in ordered]
    number = Printed(f"{desk.say('col.number')}\n{desk.say('col.element')}")  # one column: words need the room
    caption, result = desk.say("elements-of", method=desk.method(filed)), result_of(filed)
    rows: list[tuple[Line, ...]]
    if results.only(desk):  # what is the same, what nobody owns, what is to be made of it, experts hold
        head = [number, desk.say("col.place"), desk.say("col.measured")]
        rows = [(*_region(desk, filed, at, match), _measured(desk, filed, match)) for at, match in chosen]
        yield desk.grid(head, rows, widths=(0.8, 2.8, 4.0), caption=caption, result=result)
    else:
        head = [number, *(desk.say(f"col.{name}") for name in ("place", "alike", "unlike", "not-owned", "remark"))]
        rows = [(*_region(desk, filed, at, match), *_held_of(desk, filed, match)) for at, match in chosen]
        yield desk.grid(head, rows, widths=(0.8, 3.4, 1.4, 1.6, 1.0, 1.1), caption=caption, result=result)
        measured = [(text(str(at), "strong", match.id), _measured(desk, filed, match)) for at, match in chosen]
        head = [desk.say("col.number"), desk.say("col.measured")]
        caption = desk.say("elements-measured", method=desk.method(filed))
        yield desk.grid(head, measured, widths=(0.5, 9.0), caption=caption, result=result)
    if len(ranked) > most:
        yield paragraph(_left_out(desk, filed, ranked[most:], most), "note", result_of(filed))


def _left_out(desk: Desk, filed: Filed, without: Sequence[Match], shown: int) -> Printed:
    """How many regions have no row, by verdict, and by what rule."""
    counted = Counter(filed.verdicts.get(match.id, Verdict.UNREVIEWED) for match in without)
    listed = desk.say("listing-comma").join(
        desk.say("elements-left-out", verdict=desk.say(f"verdict.{verdict.value}"), count=counted[verdict])
        for verdict in Verdict
        if counted[verdict]
    )
    numbers = {"shown": shown, "total": shown + len(without), "count": len(without)}
    return desk.say("elements-more", **numbers, listed=Printed(listed))


def _region(desk: Desk, filed: Filed, number: int, match: Match) -> tuple[Line, Line]:
    """Number, verdict and element of a region; its places in both works."""
    element = told(desk, findings_of(desk, filed, match.id), "element")
    verdict = text(desk.say(f"verdict.{filed.verdicts.get(match.id, Verdict.UNREVIEWED).value}"), "mark")
    places = (_place(desk, filed, side, span) for side, span in zip(SIDES, (match.left, match.right), strict=True))
    return stacked(text(str(number), "strong", match.id), verdict, *([element] if element else [])), stacked(*places)


def _held_of(desk: Desk, filed: Filed, match: Match) -> tuple[Line, ...]:
    """What experts hold of it."""
    given, blank = findings_of(desk, filed, match.id), text(desk.say("elements-no-remark"))
    return (
        told(desk, given, "alike") or blank,
        told(desk, given, "unlike") or blank,
        _not_owned(desk, filed, match, told(desk, given, "common")),
        told(desk, given, "remark") or blank,
    )


def _measured(desk: Desk, filed: Filed, match: Match) -> Line:
    """What the program measured: what agrees, then what differs; no finding of a person."""
    alike, unlike = (
        {key: match.details[key] for key in desk.counting(filed, which).split() if key in match.details}
        for which in ("alike", "unlike")
    )
    alike = {key: value for key, value in alike.items() if value is not False and value != "no"}
    unlike = {key: value for key, value in unlike.items() if not _no_difference(match, key, value)}
    differs = _run_in(desk, stated(desk, filed, unlike)) if unlike else text(desk.say("elements-none-seen"))
    both = (("measured-alike", _run_in(desk, stated(desk, filed, alike))), ("measured-unlike", differs))
    named = ((Inline(Printed(desk.say(key) + desk.say("colon")), "strong"), *said) for key, said in both if said)
    return stacked(*named)


def _run_in(desk: Desk, said: Line) -> Line:
    """Details one after another: one a line, a row would fill a page."""
    return tuple(replace(piece, text=desk.say("semicolon")) if piece.text == "\n" else piece for piece in said)


def _no_difference(match: Match, key: str, value: object) -> bool:
    """Whether a detail says that nothing differs: no, nought, a ratio of one, or the same of both sides."""
    stem, _, side = key.rpartition("_")
    if side in ("left", "right") and match.details.get(f"{stem}_left") == match.details.get(f"{stem}_right"):
        return True
    return value in (False, 0, "no", "none", "as it is") or (value == 1 and bool(RATIO.search(key)))


def _place(desk: Desk, filed: Filed, side: Side, span: Span) -> Line:
    """The work, and its place in it."""
    return labelled(desk, desk.named(desk.side(filed, side)), text(desk.place(filed, side, span)))


def _not_owned(desk: Desk, filed: Filed, match: Match, said: Line) -> Line:
    """What experts hold to be public domain or common stock, and reasons for which places within were taken out."""
    reasons = {
        exclusion.reason.value
        for exclusion in filed.comparison.excluded
        for side, span in (("left", match.left), ("right", match.right))
        if exclusion.side == side and exclusion.span is not None and Region([exclusion.span]).touches(span)
    }
    taken = [text(desk.say(f"reason.{reason}")) for reason in sorted(reasons)]
    return stacked(*([said] if said else []), *taken) if said or taken else text(desk.say("elements-no-remark"))

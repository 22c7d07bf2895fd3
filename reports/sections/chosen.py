"""Which excerpts stand in the main report, and which the web edition and attachments hold alone (decision 0014).

A report does not grow with the number of verdicts: its main part has so many excerpts, shared evenly among
comparisons, accepted ones first, those that are taken out last, and in each rank the strongest by the method's own
measure, in turns of the pairs of files, or the longest where it has none. What paper leaves out is named there by
number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from appraisal.counted import files_of, strength, turns
from appraisal.dossier import Filed, Shown
from appraisal.exhibit import AlignedText, Listing, Plot, Table
from appraisal.finding import Verdict
from appraisal.folding import repeats
from reports.sections.desk import Desk

WRITABLE = AlignedText | Listing | Table  # what a text file holds whole; pictures, and MOST plots, stand on paper
MAX_SHOWN = 300  # excerpts in one report, those beyond paper among them
JUDGED = 60  # excerpts of one comparison that somebody has judged
UNJUDGED = 6  # excerpts of one comparison that nobody has judged, at the most: a sample, the strongest
SAMPLES = 24  # such excerpts of the whole report, shared among comparisons
BRIEF = 60  # rows of the whole report for such matches where a method tells them in one row
ON_PAPER, LEAST, MOST = 24, 2, 12  # excerpts of the main report; of one comparison at least and at the most


def is_brief(desk: Desk, filed: Filed) -> bool:
    """Whether a method's excerpts stand as rows of one table: it names columns, and all can be written."""
    writable = all(isinstance(one.exhibit, WRITABLE) for one in filed.shown)
    return bool(filed.shown) and writable and bool(desk.counting(filed, "columns"))


def divided(desk: Desk, filed: Filed) -> tuple[list[Shown], list[Shown]]:
    """Excerpts of one comparison on paper, and those beyond, both in the order of the record."""
    brief = is_brief(desk, filed)
    chosen = sum(bool(one.shown) for one in desk.current)
    at_most = len(filed.shown) if brief else max(1, min(JUDGED, MAX_SHOWN // max(1, chosen)))
    gone = {match for match, state in desk.deducted(filed).items() if state == "whole"}
    order = _order(filed, gone)
    some = _some(filed.shown, order, at_most, desk.room(BRIEF, 4, 12) if brief else desk.room(SAMPLES, 1, UNJUDGED))
    if brief:
        return some, []
    texts = sorted((one for one in some if isinstance(one.exhibit, WRITABLE)), key=order)
    room = max(LEAST, min(MOST, ON_PAPER // max(1, chosen)))
    # A plot fills a page; the web edition draws all of them, with what can be heard.
    plots = sorted((one for one in some if isinstance(one.exhibit, Plot)), key=order)
    pictures = len(some) - len(texts)
    beyond = frozenset(map(id, (*texts[max(0, room - pictures) :], *plots[MOST:])))
    return [one for one in some if id(one) not in beyond], [one for one in some if id(one) in beyond]


def _rank(one: Shown) -> int:
    return {Verdict.ACCEPTED: 0, Verdict.UNREVIEWED: 2}.get(one.verdict, 1)


Order = Callable[[Shown], tuple[int, bool, bool, int, float, int, int]]


def _order(filed: Filed, gone: Set[str]) -> Order:
    """By verdict; in each rank those of which something counts before those that are taken out whole, then those that
    only repeat others behind these, the strongest first; where the method says what is strong, the strongest of each
    pair of files before the second ones."""
    strong = {match.id: strength(match, filed.counting) for match in filed.comparison.matches}
    again = {match.id for match in filed.comparison.matches if repeats(match, filed.counting)}
    turn: dict[str, int] = {}

    def order(one: Shown) -> tuple[int, bool, bool, int, float, int, int]:
        rest = (-strong.get(one.match, 0.0), *_longest(one))
        return (_rank(one), one.match in gone, one.match in again, turn.get(one.match, 0), *rest)

    if filed.counting.get("zh", {}).get("strength"):
        pairs = {match.id: files_of(match) for match in filed.comparison.matches}
        ranked = sorted(filed.shown, key=order)
        alike = turns((*order(one)[:3], pairs.get(one.match)) for one in ranked)
        turn.update((one.match, at) for one, at in zip(ranked, alike, strict=True))
    return order


def _longest(one: Shown) -> tuple[int, int]:
    """Long excerpts first."""
    exhibit = one.exhibit
    rows = len(exhibit.left) if isinstance(exhibit, Listing) else 0
    if isinstance(exhibit, AlignedText):
        rows = sum(len(run.text) for run in exhibit.left.runs)
    return -rows, one.number


def _some(shown: Sequence[Shown], order: Order, at_most: int, sample: int) -> list[Shown]:
    """At most so many excerpts, in the order of the record: accepted ones, judged ones, then ``sample``."""
    kept = sorted(shown, key=order)[:at_most]
    unjudged = [one for one in kept if one.verdict is Verdict.UNREVIEWED]
    kept = [one for one in kept if one.verdict is not Verdict.UNREVIEWED] + unjudged[:sample]
    return [one for one in shown if any(one is other for other in kept)] if len(kept) < len(shown) else list(shown)

"""All matches of each comparison: few of them one by one; of many those that were judged, the rest by pair of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.folding import Place, folded, repeats
from appraisal.span import Span
from reports.accounts import SIDES
from reports.document import Block, Grid, Heading, Line
from reports.places import numbers, ranges
from reports.sections.attached import LISTED, MAX_ATTACHED, matches_name
from reports.sections.desk import MAX_ROWS, Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.sections.verdicts import earlier
from reports.text import Printed, printable

RANGES = 2  # of one file written out in a group of matches
RUNS = 3  # of numbers of matches
GROUPS = 100  # rows of the whole annex, shared among comparisons


def matches(desk: Desk) -> Iterator[Block]:
    """All matches of each comparison, whole in an attachment and the record where the page groups them."""
    filled = [filed for filed in desk.current if filed.comparison.matches]
    if not filled:
        yield paragraph(desk.say("nothing"))
    for filed in filled:
        yield Heading(2, desk.title(filed))
        numbered = list(enumerate(filed.comparison.matches, 1))
        if len(numbered) <= LISTED:
            yield singly(desk, filed, numbered, fold=True)
            continue
        total, file = len(numbered), matches_name(filed)
        key = "matches-grouped" if total <= MAX_ATTACHED else "matches-grouped-some"
        yield paragraph(
            desk.say(key, total=total, file=file, record=filed.file, attached=MAX_ATTACHED), "note", result_of(filed)
        )
        judged = [(at, match) for at, match in numbered if match.id in filed.verdicts or match.id in filed.earlier]
        if judged:
            shown, note = desk.capped(judged, MAX_ROWS // 2)
            yield singly(desk, filed, shown)
            yield from note
        yield from _grouped(desk, filed, numbered)


def singly(desk: Desk, filed: Filed, numbered: Sequence[tuple[int, Match]], *, fold: bool = False) -> Grid:
    """One row a match: its number in the record, id, kind, places on both sides, what the panel said. ``fold``: what
    nobody judged and only repeats another stands together in a row below that."""
    left, right = filed.comparison.left.label, filed.comparison.right.label
    head = [
        desk.say("col.number"), desk.say("col.match"), desk.say("col.kind"),
        desk.named(left), desk.named(right), desk.say("col.verdict"),
    ]  # fmt: skip
    at = {match.id: number for number, match in numbered}
    listed = [match for _, match in numbered]
    gone = {match for match, state in desk.deducted(filed).items() if state == "whole"}
    every = [Place(match) for match in listed]
    if fold:
        every = folded(listed, filed.counting, {*at} - gone, {*filed.verdicts, *filed.earlier})
    rows = []
    for one in every:
        match = one.match
        rows.append(
            (
                text(str(at[match.id])),
                text(match.id, "code", match.id),
                text(desk.label(filed, match.kind)),
                *(text(_all_places(desk, filed, side, spans)) for side, spans in match.sides()),
                stacked(
                    text(desk.say(f"verdict.{filed.verdicts.get(match.id, Verdict.UNREVIEWED).value}")),
                    *earlier(desk, filed, match.id),
                ),
            )
        )
        if one.repeats:
            rows.append(_repeats(desk, filed, at, one))
    return desk.grid(
        head, rows, widths=(0.6, 2.0, 1.1, 2.2, 2.2, 1.0), align="rlllll",
        caption=desk.method(filed), result=result_of(filed),
    )  # fmt: skip


def _repeats(desk: Desk, filed: Filed, at: Mapping[str, int], one: Place) -> tuple[Line, ...]:
    """What repeats a match, in one row: numbers, how many, places, and where each stands by itself."""
    many = len(one.repeats)
    return (
        text(numbers([at[match.id] for match in one.repeats], desk.language, many)),
        text(matches_name(filed)),
        text(desk.say("repeats-of", count=many, number=at[one.match.id])),
        *(
            text(ranges([match.left if side == "left" else match.right for match in one.repeats], desk.language, many))
            for side in SIDES
        ),
        text(desk.say("verdict.unreviewed")),
    )


def _all_places(desk: Desk, filed: Filed, side: Side, spans: Sequence[Span]) -> Printed:
    first = desk.place(filed, side, spans[0])
    if len(spans) == 1:
        return first
    return Printed(f"{first}{desk.say('semicolon')}{desk.say('further-places', count=len(spans) - 1)}")


@dataclass(slots=True)
class _Group:
    """Matches of one kind whose first places lie in one pair of files."""

    numbers: list[int] = field(default_factory=list)
    left: list[Span] = field(default_factory=list)
    right: list[Span] = field(default_factory=list)
    verdicts: Counter[Verdict] = field(default_factory=Counter)


def _grouped(desk: Desk, filed: Filed, numbered: Sequence[tuple[int, Match]]) -> Iterator[Block]:
    """One row a kind and pair of files, in the order of the record; what only repeats others apart."""
    found: dict[tuple[str, bool, str, str], _Group] = {}
    for at, match in numbered:
        key = match.kind, repeats(match, filed.counting), match.left.file, match.right.file
        group = found.setdefault(key, _Group())
        group.numbers.append(at)
        group.left.append(match.left)
        group.right.append(match.right)
        group.verdicts[filed.verdicts.get(match.id, Verdict.UNREVIEWED)] += 1
    left, right = filed.comparison.left.label, filed.comparison.right.label
    head = [
        desk.say("col.kind"), desk.say("col.matches"), desk.named(left), desk.named(right),
        desk.say("col.number"), desk.say("col.verdict"),
    ]  # fmt: skip
    at_most = desk.room(GROUPS, 5, 60)
    ranked = sorted(found.items(), key=lambda each: (-len(each[1].numbers), each[1].numbers))
    shown = sorted(ranked[:at_most], key=lambda each: each[1].numbers)
    rows = [
        (
            stacked(text(desk.label(filed, kind)), *([text(desk.say("repeats-others"))] if again else [])),
            text(str(len(group.numbers)), result=result_of(filed)),
            _places(desk, one, group.left),
            _places(desk, other, group.right),
            text(numbers(group.numbers, desk.language, RUNS)),
            text(_verdicts(desk, group.verdicts)),
        )
        for (kind, again, one, other), group in shown
    ]
    yield desk.grid(
        head, rows, widths=(1.0, 0.6, 2.6, 2.6, 1.4, 1.3), align="lrllll",
        caption=desk.say("matches-by-files"), result=result_of(filed),
    )  # fmt: skip
    if len(found) > len(shown):
        count = sum(len(group.numbers) for _, group in ranked[at_most:])
        said = desk.say("groups-more", shown=len(shown), total=len(found), count=count, file=matches_name(filed))
        yield paragraph(said, "note", result_of(filed))


def _places(desk: Desk, file: str, spans: Sequence[Span]) -> Line:
    """The file, and first places in it."""
    if all(span.unit == "file" for span in spans):
        return text(file)
    return text(Printed(f"{printable(file)}\n{ranges(spans, desk.language, RANGES)}"))


def _verdicts(desk: Desk, counted: Counter[Verdict]) -> Printed:
    """Each verdict with its number, which stand on one line."""
    said = [f"{desk.say(f'verdict.{verdict.value}')} {counted[verdict]}" for verdict in Verdict if counted[verdict]]
    return Printed("\n".join(said).replace(" ", "\u00a0"))

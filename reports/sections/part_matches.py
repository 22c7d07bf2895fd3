"""Rows of single matches: features of common origin, each with its background count and its innocent explanation.

What is deducted stays in the table, behind what is not, and says what it is: an expert who looks for copied code is not
to read fifty functions of a run-time library first. Where a template asks so, what is wholly deducted is counted alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from appraisal.clip import clip_all
from appraisal.comparison import RULE, Exclusion, Match, Side
from appraisal.dossier import Filed
from appraisal.finding import Finding, Verdict
from appraisal.lineage import mask_of
from appraisal.profile import Matches, Within
from appraisal.span import Region, Span
from reports.document import Block, Line
from reports.sections import reminders
from reports.sections.attached import LISTED, matches_name
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import labelled, notes, stacked
from reports.sections.filtration import evidence
from reports.sections.part_tables import Absent, Row, fits, held_rows, ordered, records
from reports.sections.rarity import rarity_of
from reports.sections.verdicts import findings_of
from reports.text import Printed, printable, shortened

LETTERS = 160  # of one detail in a cell
CAUSES = 2  # of a deduction that a cell names
_JUDGED = {Verdict.ACCEPTED: 0, Verdict.DOUBTFUL: 1, Verdict.UNREVIEWED: 2, Verdict.EXCLUDED: 3, Verdict.REJECTED: 4}


def matches(desk: Desk, item: Matches) -> Iterator[Block | Absent]:
    """Matches of a method that the template asks for: accepted ones first, then as the template sorts them."""
    for filed in records(desk, item.comparator):
        if not isinstance(filed, Filed):
            yield filed
            continue
        files = _files(desk, filed, item.within)
        if files is None:
            continue  # the table of files itself is asked for in the same part, and said to be lacking there
        fitting = _chosen(filed, item, files)
        named = item.caption.read(desk.language) if item.caption else desk.say("part-matches")
        if not fitting:
            yield Absent(named, filed)
            continue
        apart = _apart(filed, fitting) if item.deducted_apart else []
        aside = {match.id for match in apart}
        fitting = [match for match in fitting if match.id not in aside]
        if not fitting:
            yield _counted_apart(desk, filed, named, apart)
            continue
        numbers = {match.id: at for at, match in enumerate(filed.comparison.matches, 1)}
        rows = []
        below = reminders.below(desk, filed, fitting[: item.most]) if item.common_origin else {}
        for match in fitting[: item.most]:
            verdict = filed.verdicts.get(match.id, Verdict.UNREVIEWED)
            row: list[Line] = [
                stacked(text(str(numbers[match.id])), text(match.id, "code", match.id)),
                _feature(desk, filed, item, match),
                stacked(
                    *(
                        labelled(desk, printable(desk.side(filed, side)), _place(desk, filed, side, spans))
                        for side, spans in match.sides()
                    )
                ),
            ]
            if item.common_origin:
                row.append(stacked(_background(desk, filed, match), text(_deducted(desk, filed, match))))
                row += _explained(desk, filed, match, findings_of(desk, filed, match.id), below)
            rows.append((*row, text(desk.say(f"verdict.{verdict.value}"))))
        names = ["number-match", "feature", "match-places"]
        names += ["background-count", "innocent", "expert-note"] if item.common_origin else []
        head = [desk.say(f"col.{name}") for name in (*names, "verdict")]
        widths = (1.2, 2.65, 1.7, 1.3, 1.6, 1.55, 0.95) if item.common_origin else (1.3, 3.0, 3.4, 1.15)
        caption = Printed(f"{printable(named)}{desk.say('semicolon')}{desk.method(filed)}")
        yield desk.grid(head, rows, widths=widths, caption=caption, result=result_of(filed))
        yield from reminders.notes(desk, filed, below)
        if apart:
            yield _counted_apart(desk, filed, named, apart)
        if len(fitting) > item.most:
            counts = {"shown": item.most, "total": len(fitting)}
            listed = len(filed.comparison.matches) > LISTED  # the annex attaches them then
            note = (
                desk.say("rows-capped-matches", file=matches_name(filed), **counts)
                if listed
                else desk.say("rows-capped-record", record=filed.file, **counts)
            )
            yield paragraph(note, "note", result_of(filed))


def _apart(filed: Filed, some: Sequence[Match]) -> list[Match]:
    """Those of which deduction leaves nothing; not what an expert upholds or doubts, which stays in the table."""
    left = _left(filed, some)
    held = (Verdict.ACCEPTED, Verdict.DOUBTFUL)
    return [one for one in some if one.id not in left and filed.verdicts.get(one.id) not in held]


def _counted_apart(desk: Desk, filed: Filed, named: str, apart: Sequence[Match]) -> Block:
    """How many lie wholly in what is deducted, and for which reasons."""
    reasons = Counter(reason for match in apart for reason in {one.reason for one in _deductions(filed, match)})
    told = [Printed(f"{desk.say(f'reason.{reason}')} {count}") for reason, count in sorted(reasons.items())]
    why = Printed(desk.say("listing-comma").join(told)) or desk.say("none")
    if sum(reasons.values()) > len(apart):  # who adds them up must not wonder
        why = Printed(f"{why}{desk.say('semicolon')}{desk.say('deducted-twice')}")
    said = desk.say("deducted-apart", caption=named, count=len(apart), why=why, record=filed.file)
    return paragraph(said, "note", result_of(filed))


def _left(filed: Filed, some: Sequence[Match]) -> set[str]:
    """Ids of matches of which deduction leaves something."""
    return {piece.id for piece in clip_all(some, mask_of(filed.comparison))}


def _deductions(filed: Filed, match: Match) -> Iterator[Exclusion]:
    """Exclusions that a match meets."""
    for side, spans in match.sides():
        for one in filed.comparison.excluded:
            if one.side == side and one.span is not None and any(_meet(one.span, span) for span in spans):
                yield one


Files = tuple[frozenset[str], frozenset[str]]


def _files(desk: Desk, filed: Filed, within: Within | None) -> Files | None:
    """Files of either side that matches must touch; empty sets: any. None where no record lists them."""
    if within is None:
        return frozenset(), frozenset()
    for other in desk.current:
        same = (other.comparison.left, other.comparison.right) == (filed.comparison.left, filed.comparison.right)
        if other.comparison.comparator == within.comparator and same:
            rows = held_rows(other, within.table, within.where)
            if rows is None:
                return None
            left, right = (
                frozenset(str(row.get(within.file)) for row in rows if row.get(within.side) == side) or frozenset({""})
                for side in ("left", "right")
            )
            return left, right
    return None


def _touches(match: Match, files: Files) -> bool:
    return not any(files) or any(
        span.file in listed
        for spans, listed in zip((match.all_left(), match.all_right()), files, strict=True)
        for span in spans
    )


def _chosen(filed: Filed, item: Matches, files: Files) -> list[Match]:
    """Those of the kinds, details and files asked for."""
    held = [
        match
        for match in filed.comparison.matches
        if (not item.kinds or match.kind in item.kinds) and fits(match.details, item.where) and _touches(match, files)
    ]
    names = [key.removeprefix("-") for key in item.sort]
    left = _left(filed, held)
    rows: list[Row] = [
        {
            **{name: match.details.get(name) for name in names},
            "length": float(max(match.left.length, match.right.length)),
            "weight": match.weight,
            "verdict": _JUDGED[filed.verdicts.get(match.id, Verdict.UNREVIEWED)],
            "deducted": match.id not in left,
            "": at,
        }
        for at, match in enumerate(held)
    ]
    return [held[int(row[""])] for row in ordered(rows, ("verdict", "deducted", *item.sort))]


def _feature(desk: Desk, filed: Filed, item: Matches, match: Match) -> Line:
    """Kind of the match, and in one line the details that say what agrees."""
    said: list[str] = []
    names = item.feature or tuple(match.details)
    for name in names:
        value = match.details.get(name)
        if value not in (None, "", []) and name != reminders.EXPLANATION:
            if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
                words = Printed(desk.say("listing-comma").join(desk.label(filed, item) for item in value))
            else:
                words = desk.worded(filed, value, name)
            said.append(f"{desk.label(filed, name)}{desk.say('colon')}{shortened(words, LETTERS)}")
    kind = text(desk.label(filed, match.kind), "strong")
    return stacked(kind, text(Printed(desk.say("semicolon").join(said)))) if said else kind


def _place(desk: Desk, filed: Filed, side: Side, spans: Sequence[Span]) -> Line:
    first = desk.place(filed, side, spans[0])
    if len(spans) == 1:
        return text(first)
    return text(Printed(f"{first}{desk.say('semicolon')}{desk.say('further-places', count=len(spans) - 1)}"))


def _background(desk: Desk, filed: Filed, match: Match) -> Line:
    """In how many works of the named background it stands; without a background that is said."""
    counted = rarity_of(desk, filed, match)
    return text(desk.say("background-none") if counted == desk.say("none") else counted)


def _deducted(desk: Desk, filed: Filed, match: Match) -> Printed:
    """Whether the match lies in what is deducted, and if so as what: the component that a rule names, or the reason."""
    causes: dict[Printed, None] = {}
    for one in _deductions(filed, match):
        causes.setdefault(_cause(desk, filed, one))
    if not causes:
        return desk.say("not-in-deducted")
    said = desk.say("listing-comma").join(list(causes)[:CAUSES])
    return desk.say("also-in-deducted", what=Printed(said))


def _meet(one: Span, other: Span) -> bool:
    if one.file != other.file or one.view != other.view:
        return False
    if one.unit == other.unit and not one.polygon:
        return one.unit == "file" or (one.start < other.stop and other.start < one.stop)
    return Region([one]).touches(other)


def _cause(desk: Desk, filed: Filed, one: Exclusion) -> Printed:
    if one.by.startswith(RULE) and one.note:
        return evidence(desk, filed, one.note)
    reason = desk.say(f"reason.{one.reason.value}")
    return desk.say("reason-of-work", reason=reason, work=desk.named(one.work)) if one.work else reason


def _explained(
    desk: Desk, filed: Filed, match: Match, given: Sequence[Finding], below: Mapping[Printed, int]
) -> tuple[Line, Line]:
    """The method's reminder of what a match may innocently be, and, apart, what experts wrote, which may be the
    contrary; 未填写 where none did."""
    said = reminders.reminder(desk, filed, match)
    told = text(reminders.told(desk, said, below))
    innocent = labelled(desk, desk.say("reminder"), told) if said else text(desk.say("none"))
    return innocent, stacked(*(notes(desk, given) or [text(desk.say("not-filled-in"), "mark")]))

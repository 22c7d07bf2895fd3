"""Machine totals, verified figures, differences, rarity, ancestors: every number with its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from appraisal.comparison import Match, Measures
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from reports.document import Block, Heading, Inline, Line, Paragraph
from reports.extents import extents, matched_files
from reports.places import RANKING, number, percent
from reports.sections.controls import bearing
from reports.sections.desk import BODY_ROWS, Desk, paragraph, result_of, text
from reports.sections.logs import repeated
from reports.text import Printed

LISTED_FILES = 200
RARITY = ("background", "rarity", "works", "holding", "holding_at_most")  # details that tell of a background


def totals(desk: Desk) -> Iterator[Block]:
    yield from repeated(desk)
    yield paragraph(desk.say("totals-notice"), "notice")
    if not desk.dossier.comparisons:
        yield paragraph(desk.say("comparisons-none"))
    for filed in desk.dossier.comparisons:
        yield Heading(2, desk.title(filed), anchor=result_of(filed))
        if filed.superseded:
            yield paragraph(desk.say("superseded"), "note")
        yield from machine(desk, filed)


def machine(desk: Desk, filed: Filed, keys: Sequence[str] = ()) -> Iterator[Block]:
    """The machine totals of one record, before and after deduction, with both denominators; ``keys``: only these."""
    found = filed.comparison
    if found.status != "ok":
        yield not_compared(desk, filed)
        return
    columns = _columns(desk, filed)
    rows = [*_shares(desk, filed, columns), *_values(desk, filed, columns, keys)]
    caption = Printed(f"{desk.method(filed)}{desk.say('semicolon')}{desk.say('unverified')}")
    yield desk.grid(
        [desk.say("item"), *(name for name, _ in columns)], rows,
        widths=(2.4, *(1.2 for _ in columns)), align="l" + "r" * len(columns), caption=caption, result=result_of(filed),
    )  # fmt: skip
    if len(columns) > 2:
        yield paragraph(desk.say("before-late-note"), "note", result_of(filed))
    if not found.matches:
        yield paragraph(desk.say("not-found"))
        yield bearing(desk, filed)
    else:
        yield from _verdicts(desk, filed)


def not_compared(desk: Desk, filed: Filed) -> Paragraph:
    found = filed.comparison
    status = desk.say(f"status.{found.status}")
    return paragraph(
        desk.say("not-compared", status=status, reason=found.reason or "", message=found.message or ""),
        result=result_of(filed),
    )


Columns = Sequence[tuple[str, Measures]]


def _columns(desk: Desk, filed: Filed) -> Columns:
    """All and filtered; where exclusions were made after results, what the earlier ones alone leave stands between."""
    found = filed.comparison
    if filed.before_late is None:
        return (desk.say("all"), found.all), (desk.say("filtered"), found.filtered)
    before = (desk.say("filtered-before"), filed.before_late)
    return (desk.say("all"), found.all), before, (desk.say("filtered-late"), found.filtered)


def _shares(desk: Desk, filed: Filed, columns: Columns) -> Iterator[tuple[Line, ...]]:
    """Number of matches, then the share of either work, each naming its denominator."""
    result = result_of(filed)
    if columns[0][1] is filed.comparison.all:
        total = number(len(filed.comparison.matches))
        yield (
            text(desk.say("matches-found")),
            text(total, result=result),
            *(text(desk.say("none")) for _ in columns[1:]),
        )
    left, right = filed.comparison.left.label, filed.comparison.right.label
    for label, shares in (
        (left, [measures.coverage_of_left for _, measures in columns]),
        (right, [measures.coverage_of_right for _, measures in columns]),
    ):
        cells = [text(desk.say("no-share") if s is None else percent(s), result=result) for s in shares]
        yield (text(desk.about("share-of", label)), *cells)


def _values(desk: Desk, filed: Filed, columns: Columns, wanted: Sequence[str] = ()) -> Iterator[tuple[Line, ...]]:
    """The method's own figures, in the order of the record, each with the columns side by side."""
    result = result_of(filed)
    keys = dict.fromkeys(key for _, measures in columns for key in measures.values if key != RANKING)
    for key in keys:
        if wanted and key not in wanted:
            continue
        cells = [
            text(
                desk.worded(filed, measures.values[key]) if key in measures.values else desk.say("none"), result=result
            )
            for _, measures in columns
        ]
        yield (text(desk.label(filed, key)), *cells)


def _verdicts(desk: Desk, filed: Filed) -> Iterator[Block]:
    """How many matches have been reviewed, and with what verdict."""
    ids = {match.id for match in filed.comparison.matches}
    counted: Counter[Verdict] = Counter(filed.verdicts.get(match, Verdict.UNREVIEWED) for match in ids)
    read = len(ids) - counted[Verdict.UNREVIEWED]
    head = [desk.say("verdict-row"), *(desk.say(f"verdict.{v.value}") for v in Verdict)]
    row = (text(desk.say("count")), *(text(str(counted[v]), result=result_of(filed)) for v in Verdict))
    yield desk.grid(
        head, [row], align="l" + "r" * len(Verdict), result=result_of(filed),
        caption=desk.say("reviewed", total=len(ids), read=read),
    )  # fmt: skip


def verified(desk: Desk) -> Iterator[Block]:
    accepted = [filed for filed in desk.current if filed.accepted is not None]
    if not accepted:
        yield paragraph(desk.say("no-opinion"), "notice")
        yield paragraph(desk.say("no-opinion-detail"))
        return
    yield paragraph(desk.say("verified-note"), "note")
    for filed in desk.current:
        if filed.accepted is None:
            if filed.comparison.status == "ok" and filed.comparison.matches:
                yield paragraph(desk.say("no-accepted", pair=desk.title(filed)), result=result_of(filed))
            continue
        yield Heading(2, desk.title(filed))
        columns = ((desk.say("accepted"), filed.accepted),)
        accepted_count = sum(1 for verdict in filed.verdicts.values() if verdict is Verdict.ACCEPTED)
        first = (text(desk.say("matches-found")), text(str(accepted_count), result=result_of(filed)))
        rows = [first, *_shares(desk, filed, columns), *_values(desk, filed, columns)]
        caption = Printed(f"{desk.method(filed)}{desk.say('semicolon')}{desk.say('verified-mark')}")
        head = [desk.say("item"), desk.say("accepted")]
        yield desk.grid(head, rows, widths=(2.4, 1.6), align="lr", caption=caption, result=result_of(filed))


def differences(desk: Desk) -> Iterator[Block]:
    yield paragraph(desk.say("differences-note"), "note")
    for filed in desk.current:
        found = filed.comparison
        if found.status != "ok":
            continue
        yield Heading(2, desk.title(filed))
        rows = []
        columns = _columns(desk, filed)
        for label, shares in (
            (found.left.label, [measures.coverage_of_left for _, measures in columns]),
            (found.right.label, [measures.coverage_of_right for _, measures in columns]),
        ):
            cells = [desk.say("no-share") if share is None else percent(1 - share) for share in shares]
            rows.append((text(desk.about("unmatched-of", label)), *(text(c, result=result_of(filed)) for c in cells)))
        head = [desk.say("item"), *(name for name, _ in columns)]
        widths, align = (2.4, *(1.2 for _ in columns)), "l" + "r" * len(columns)
        yield desk.grid(
            head, rows, widths=widths, align=align, result=result_of(filed),
            caption=Printed(f"{desk.method(filed)}{desk.say('semicolon')}{desk.say('unverified')}"),
        )  # fmt: skip
        yield from _without_match(desk, filed)


def _without_match(desk: Desk, filed: Filed) -> Iterator[Block]:
    known = extents(filed.comparison)
    if not known["left"] and not known["right"]:
        yield paragraph(desk.say("files-unknown"), "note")
        return
    for side in ("left", "right"):
        label = desk.side(filed, "left" if side == "left" else "right")
        members = list(known[side])
        touched = matched_files(filed.comparison, side)
        free = [file for file in members if file not in touched]
        if not free:
            yield paragraph(desk.about("all-with-match", label, total=len(members)), result=result_of(filed))
            continue
        heading = desk.about("without-match", label, count=len(free), total=len(members))
        yield paragraph(heading, "lead", result_of(filed))
        comma = Inline(desk.say("semicolon"))
        names = [piece for file in free[:LISTED_FILES] for piece in (comma, *text(file, "code"))]
        yield Paragraph(tuple(names[1:]), "note")
        if len(free) > LISTED_FILES:
            yield paragraph(desk.say("and-more", count=len(free) - LISTED_FILES), "note")


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
    for filed in desk.current:
        if filed.comparison.ancestors:
            yield Heading(2, desk.title(filed))
            yield paragraph(desk.say("ancestors-note"), "note")
            yield from ancestor_tables(desk, filed)


def ancestor_tables(desk: Desk, filed: Filed) -> Iterator[Block]:
    """What both works share beyond each common ancestor, and with it."""
    left, right = filed.comparison.left.label, filed.comparison.right.label
    for ancestor in filed.comparison.ancestors:
        rows = [
            (
                text(desk.known(key, key)),
                *(
                    text(number(share[key]) if key in share else desk.say("none"), result=result_of(filed))
                    for share in (ancestor.left, ancestor.right)
                ),
            )
            for key in dict.fromkeys([*ancestor.left, *ancestor.right])
        ]
        caption = desk.say("ancestor", label=ancestor.label, digest=ancestor.sha256[:12])
        head = [desk.say("partition"), desk.named(left), desk.named(right)]
        yield desk.grid(head, rows, widths=(2.0, 1.2, 1.2), align="lrr", caption=caption, result=result_of(filed))

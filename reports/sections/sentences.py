"""Passages of texts as courts read them: 语句对照表, 字符数汇总; ``dots`` draws where the passages stand.

A method takes part when its ``counting`` says under ``sentences`` what its own keys count (``comparator.Comparator``).
Nothing is counted here: figures come from the record, and from the same method over the record's own matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appraisal.comparison import Match, Measures, Side
from appraisal.dossier import Filed
from appraisal.dossier import Shown as Chosen
from appraisal.exhibit import AlignedText, Excerpt
from appraisal.finding import Verdict
from appraisal.span import Span
from reports.document import Block, Grid, Heading, Inline, Line
from reports.places import number, percent
from reports.sections import taken
from reports.sections.annexed import annex
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.dots import dots
from reports.sections.entries import stacked
from reports.sections.reviewed import mark
from reports.sections.verdicts import findings_of
from reports.text import Printed, bound, printable

LETTERS = 110  # of one passage in a cell; the whole of it stands in the excerpts
SAMPLE = 36  # rows of the whole report for matches that nobody judged, shared among comparisons
LINE_ENDS = re.compile(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")  # and the indent of the next line
FURTHER = 20  # places of one side of a match that a cell names beside the first; the rest is counted
WIDTHS = {  # English words are wider than the cells of a Chinese table
    "zh": (0.55, 2.7, 2.7, 1.2, 1.0, 1.9, 2.0),
    "en": (0.5, 3.0, 3.0, 1.0, 1.1, 2.1, 1.3),
}
SIDES: tuple[Side, Side] = ("left", "right")
Rules = Mapping[str, Any]


def rules(desk: Desk, filed: Filed) -> Rules | None:
    """What a method's own keys count; None where its matches are no passages of text."""
    found = filed.counting.get(desk.language, {}).get("sentences")
    return found if isinstance(found, Mapping) else None


def sentences(desk: Desk) -> Iterator[Block]:
    """Of each text method the table of passages, the tally of characters, the dot plot."""
    some = [(filed, said) for filed in desk.found if (said := rules(desk, filed)) is not None]
    if some:
        yield paragraph(desk.say("sentences-note", annex=annex(desk, "annex-matches")), "note")
    for filed, said in some:
        yield from of_record(desk, filed, said)


def of_record(desk: Desk, filed: Filed, said: Rules, *, most: int | None = None) -> Iterator[Block]:
    """All three of one record; ``most``: rows for matches that nobody judged."""
    yield Heading(2, desk.title(filed))
    if "total" in said:
        yield tally(desk, filed, said)
        yield paragraph(desk.say("tally-note"), "note", result_of(filed))
    yield from table(desk, filed, said, most)
    yield from dots(desk, filed, said)


# --- 语句对照表 ------------------------------------------------------------


def table(desk: Desk, filed: Filed, said: Rules, most: int | None = None) -> Iterator[Block]:
    """One row a match that has an excerpt: judged ones, and the longest of the rest."""
    numbered = {match.id: (at, match) for at, match in enumerate(filed.comparison.matches, 1)}
    rows, several = [], 0
    for shown in chosen(desk, filed, most):
        at, match = numbered.get(shown.match, (0, None))
        if match is not None and isinstance(shown.exhibit, AlignedText):
            rows.append(_row(desk, filed, said, at, match, shown.exhibit))
            several += bool(match.also.left or match.also.right)
    if not rows:
        return
    if said.get("lead"):
        yield paragraph(desk.say("sentences-leads"), "notice", result_of(filed))
    names = [desk.named(desk.side(filed, side)) for side in SIDES]
    head = [desk.say("col.number"), *names]
    head += [desk.say(f"col.{name}") for name in ("counts", "wording", "taken-why", "verifier")]
    yield desk.grid(
        head, rows, widths=WIDTHS[desk.language], align="rllrlll",
        caption=desk.say("sentences-of", method=desk.method(filed)), result=result_of(filed),
    )  # fmt: skip
    if several:
        key = "sentences-several" if "total" in said else "sentences-several-leads"
        yield paragraph(desk.say(key, count=several), "note", result_of(filed))
    total = len(filed.comparison.matches)
    if len(rows) < total:
        where = annex(desk, "annex-matches")
        more = desk.say("sentences-more", shown=len(rows), total=total, annex=where)
        yield paragraph(more, "note", result_of(filed))


def chosen(desk: Desk, filed: Filed, most: int | None = None) -> list[Chosen]:
    """All judged excerpts, and as many of the rest as the report has room for, in the order of the record."""
    judged = [one for one in filed.shown if one.verdict is not Verdict.UNREVIEWED]
    others = [one for one in filed.shown if one.verdict is Verdict.UNREVIEWED]
    sizes = {match.id: match.left.length for match in filed.comparison.matches}
    state = desk.deducted(filed)
    others.sort(key=lambda one: (state.get(one.match) == "whole", -sizes.get(one.match, 0), one.number))
    return sorted([*judged, *others[: desk.room(SAMPLE, 6, 12) if most is None else most]], key=lambda one: one.number)


def _row(desk: Desk, filed: Filed, said: Rules, at: int, match: Match, shown: AlignedText) -> tuple[Line, ...]:
    counts = [summed(match, said.get("same"), n) for n in (0, 1)]
    sizes = [summed(match, said.get("size"), n) for n in (0, 1)]
    kind = stacked(
        text(desk.label(filed, match.kind)), *([text(desk.say("sentence-lead"), "mark")] * bool(said.get("lead")))
    )
    return (
        text(str(at), "plain", match.id),
        _passage(desk, filed, "left", match.all_left(), shown.left),
        _passage(desk, filed, "right", match.all_right(), shown.right),
        stacked(
            text(_counted(desk, counts), result=match.id),
            text(desk.say("sentence-size", left=_count(desk, sizes[0]), right=_count(desk, sizes[1])), result=match.id),
        ),
        kind,
        _taken(desk, filed, match),
        verifiers(desk, filed, match.id),
    )


def summed(match: Match, keys: Any, side: int) -> float | None:
    """What the details of a match count on one side; None where the method counts no such thing."""
    if not isinstance(keys, list | tuple) or len(keys) != 2:
        return None
    values = [value for key in keys[side] if isinstance(value := match.details.get(key), int | float)]
    return float(sum(values)) if values and len(values) == len(keys[side]) else None


def _count(desk: Desk, value: float | None) -> str:
    return desk.say("none") if value is None else number(value)


def _counted(desk: Desk, counts: Sequence[float | None]) -> Printed:
    """One number where both sides have the same."""
    if counts[0] == counts[1]:
        return Printed(_count(desk, counts[0]))
    return desk.say("sentence-size", left=_count(desk, counts[0]), right=_count(desk, counts[1]))


def _passage(desk: Desk, filed: Filed, side: Side, spans: Sequence[Span], excerpt: Excerpt) -> Line:
    """Where it stands, and its own words with what agrees marked; the middle of a long one is left out. Further places
    of the match on this side follow: they are in the method's figures, and no excerpt holds their words."""
    place = Inline(desk.place(filed, side, spans[0]), "context")
    named = [desk.say("sentence-also", place=desk.place(filed, side, span)) for span in spans[1 : FURTHER + 1]]
    if (rest := len(spans) - 1 - FURTHER) > 0:
        named.append(desk.say("further-places", count=rest))
    also = [piece for one in named for piece in (Inline("\n"), Inline(one, "context"))]
    return (place, Inline("\n"), *passage(excerpt, LETTERS), *also)


def passage(excerpt: Excerpt, letters: int) -> Line:
    """The words of a passage without what stands around it, at most ``letters``, roles as styles."""
    made: list[Inline] = []
    left, before = letters, " "
    for run in excerpt.runs:
        if run.role == "context":
            continue
        words = _on_one_line(run.text, before)
        if not words:
            continue
        before = words[-1]
        if len(words) > left:
            left = bound(words, left)
            made += [Inline(printable(words[:left].rstrip()), run.role)] if left else []
            made.append(Inline("…"))
            break
        made.append(Inline(printable(words), run.role))
        left -= len(words)
    return tuple(made)


def _on_one_line(words: str, before: str) -> str:
    """The words with each line end as one space (a table keeps none of the work's); no space where ``before``, the
    sign in front of them, is one already."""
    made = LINE_ENDS.sub(" ", words)
    return made.removeprefix(" ") if before == " " else made


def _taken(desk: Desk, filed: Filed, match: Match) -> Line:
    """Why it, or a part of it, leaves the figures: by exclusion, rule or common source. An expert's verdict stands in
    the column of verdicts. What the panel does not count stays in the figures of the program and is in none of what
    experts accepted: where nothing else takes it out, both are said."""
    if marks := tuple(taken.marks(desk, filed, match)):
        return stacked(*map(text, marks))
    left_out = filed.verdicts.get(match.id) is Verdict.EXCLUDED
    return text(desk.say("sentence-none-left-out" if left_out else "sentence-none"))


def verifiers(desk: Desk, filed: Filed, match: str) -> Line:
    """The panel's verdict, why a match was left out, and who judged; 未核验 where nobody did."""
    verdict = filed.verdicts.get(match, Verdict.UNREVIEWED)
    given = findings_of(desk, filed, match)
    reasons = dict.fromkeys(
        desk.say("verdict-because", reason=desk.say(f"reason.{one.reason.value}"))
        for one in given
        if one.reason is not None
    )
    names = dict.fromkeys(one.by for one in given)
    return stacked(text(desk.say(f"verdict.{verdict.value}"), "mark"), *map(text, reasons), *map(text, names))


# --- 字符数汇总 ------------------------------------------------------------


def tally(desk: Desk, filed: Filed, said: Rules) -> Grid:
    """All characters, what each reason takes out, what is left; what corresponds of each, both denominators."""
    found = filed.comparison
    totals, commons = said["total"], said["common"]

    def values(measures: Measures, keys: Sequence[str]) -> list[float]:
        return [float(measures.values.get(key) or 0) for key in keys]

    def row(name: Printed, counts: Sequence[float], sign: str = "") -> tuple[Line, ...]:
        shown = [text(Printed(f"{sign if count else ''}{number(count)}"), result=result_of(filed)) for count in counts]
        return (text(name), *shown)

    rows = [row(desk.say("tally-total"), values(found.all, totals))]
    before = values(found.all, totals)
    for reason, measures in filed.by_reason:
        after = values(measures, totals)
        name = desk.say("tally-less", reason=desk.say(f"reason.{reason}"))
        late = any(one.after_results for one in found.excluded if one.reason.value == reason)
        cells = row(name, [one - other for one, other in zip(before, after, strict=True)], "−")
        marked = stacked(cells[0], *([text(desk.say("after-results"), "mark")] * late))
        rows.append((marked, *cells[1:]))
        before = after
    rows.append(row(desk.say("tally-left"), values(found.filtered, totals)))
    rows.append(row(desk.say("tally-common"), values(found.all, commons)))
    rows.append(row(desk.say("tally-kept"), values(found.filtered, commons)))
    for key, measures in (("tally-share", found.all), ("tally-kept-share", found.filtered)):
        shares = []
        for n, whole in zip(values(measures, commons), values(measures, totals), strict=True):
            share = percent(n / whole) if whole else desk.say("no-share")
            shares.append(text(Printed(f"{number(n)} / {number(whole)} = {share}"), result=result_of(filed)))
        rows.append((text(desk.say(key)), *shares))
    head = [desk.say("tally-item"), *(desk.named(desk.side(filed, side)) for side in SIDES)]
    caption = Printed(f"{desk.say('tally-of', method=desk.method(filed))}{desk.say('semicolon')}{mark(desk, filed)}")
    return desk.grid(head, rows, widths=(2.0, 2.0, 2.0), align="lrr", caption=caption, result=result_of(filed))

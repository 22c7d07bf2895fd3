"""The plot table (情节表): points as experts named them, what they hold of each, passages that records propose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import pairwise
from typing import Any

from appraisal import placing
from appraisal.comparison import Match, Side
from appraisal.dossier import Filed, LogEntry, Role
from appraisal.finding import Verdict
from appraisal.plots.outline import Judgement, Point, PointFinding, Spot, ends, kendall, lies_in, proposed
from appraisal.plots.standing import PlotTable, table_of
from appraisal.procedure import Kind
from appraisal.span import Span
from reports.document import Block, Heading, Line
from reports.places import number
from reports.sections import results
from reports.sections.desk import Desk, lines, once, paragraph, text
from reports.sections.entries import decoded, labelled, of_kind, stacked, whole
from reports.sections.sentences import SIDES, Rules, rules, summed
from reports.text import Printed, printable

PASSAGES, LEADS = 3, 2  # of one point and method that are written out
LEAST = 3  # points below which nothing is said of their order
Located = Mapping[placing.Key, tuple[Mapping[str, Any], Mapping[str, Any]]]
Place = tuple[str, float]
Standing = tuple[Place, str]  # a place, and who says so
FIELDS = ("expression", "same", "different", "common")


def plot(desk: Desk) -> Iterator[Block]:
    """Nothing where no points are on file."""
    held = table_of(desk.dossier.entries)
    if not held.points and not held.odd:
        return
    seen_only = results.only(desk)
    yield paragraph(desk.say("plot-note-results" if seen_only else "plot-note"), "note")
    if seen_only:
        yield from results.kept(desk, "plot-kept", of_kind(desk, Kind.POINT))
    if desk.by_kind.get(Kind.ELEMENT):
        yield paragraph(desk.say("plot-see-afc", title=desk.say("afc")), "note")
    accused = held.accused or tuple(work.label for work in desk.dossier.works if work.role is Role.ACCUSED)[:1]
    for label in accused:
        yield Heading(2, desk.say("plot-against", work=desk.named(label)))
        yield _table(desk, held, label)
        yield from _counts(desk, held, label)
        yield from _proposals(desk, held, label)
    for entry in held.odd:
        rows = [(text(desk.say(f"kind.{entry.kind}")), whole(desk, entry.body))]
        yield desk.grid(
            [desk.say("fact"), desk.say("col.content")], rows, widths=(1.0, 4.0), caption=desk.say("odd-body")
        )


def _table(desk: Desk, held: PlotTable, accused: str) -> Block:
    rows = []
    for point in held.points:
        given = held.findings.get((point.id, accused), {})
        cells = [_said(desk, given, field) for field in FIELDS]
        held_of: tuple[Line, ...] = (cells[3], _judged(desk, held, point, accused))
        if results.only(desk):
            held_of = (_seen_by(desk, given),)
        rows.append(
            (
                stacked(text(point.id, "strong"), lines(point.plot), *_spots(desk, point.work, point.spots)),
                lines(point.expression) if point.expression else text(desk.say("not-stated")),
                stacked(cells[0], *_places(desk, accused, given)),
                *cells[1:3],
                *held_of,
            )
        )
    head = [desk.say("col.point"), desk.say("col.expression-of", work=desk.named(held.points[0].work))] if rows else []
    head += [desk.say("col.expression-of", work=desk.named(accused))]
    last: tuple[tuple[str, float], ...] = (("plot-common", 1.15), ("plot-judged", 1.3))
    if results.only(desk):
        last = (("plot-by", 1.0),)
    head += [desk.say(f"col.{name}") for name in ("plot-same", "plot-different", *(name for name, _ in last))]
    widths = (1.4, 1.5, 1.5, 1.3, 1.3, *(width for _, width in last))
    return desk.grid(head if rows else [], rows, widths=widths, caption=desk.say("plot-caption"))


def _seen_by(desk: Desk, given: Mapping[str, PointFinding]) -> Line:
    """Who looked at a point: that nobody did, or that somebody did and left open what is the same, is said so."""
    if not given:
        return text(desk.say("plot-unseen"), "mark")
    told = (one.expression or one.same or one.different for one in given.values())
    rows = [text(by) if said else stacked(text(by), text(desk.say("plot-open"), "mark"))
            for by, said in zip(given, told, strict=True)]  # fmt: skip
    return stacked(*rows)


def _places(desk: Desk, accused: str, given: Mapping[str, PointFinding]) -> Iterator[Line]:
    """Where experts say that a point stands in the accused work; that none does."""
    named = [line for one in given.values() for line in _spots(desk, accused, one.spots)]
    yield from named or [text(desk.say("plot-no-place"), "context")]


def _said(desk: Desk, given: Mapping[str, PointFinding], field: str) -> Line:
    """What experts wrote into one field, each under its name where several did."""
    written = {by: str(getattr(one, field)) for by, one in given.items() if getattr(one, field)}
    if not written:
        return text(desk.say("none"))
    if len(given) == 1:
        return lines(next(iter(written.values())))
    return stacked(*(labelled(desk, printable(by), lines(words)) for by, words in written.items()))


def _spots(desk: Desk, work: str, spots: Sequence[Spot]) -> Iterator[Line]:
    for spot in spots:
        said = [printable(part) for part in (spot.file, spot.chapter) if part]
        said += [
            desk.say(f"spot-{name}", range=told, count=1 if told.strip().isdecimal() else 2)
            for name in ("pages", "lines", "characters")
            if (told := getattr(spot, name))
        ]
        yield text(Printed(f"{printable(work)}{desk.say('colon')}{desk.say('listing-comma').join(said)}"), "context")


def _judged(desk: Desk, held: PlotTable, point: Point, accused: str) -> Line:
    given = held.findings.get((point.id, accused), {})
    if not given:
        return text(desk.say("plot-unjudged"), "mark")
    judgement = held.judged(point.id, accused) or Judgement.UNSETTLED
    word = _word(desk, judgement)
    names = [text(by) for by in given]
    if len({one.judgement for one in given.values()}) > 1:
        names = [labelled(desk, printable(by), text(_word(desk, one.judgement))) for by, one in given.items()]
    notes = [labelled(desk, desk.say("col.note"), lines(one.note)) for one in given.values() if one.note]
    return stacked(text(word, "mark"), *names, *notes, *_before(desk, held, point, accused))


def _before(desk: Desk, held: PlotTable, point: Point, accused: str) -> Iterator[Line]:
    """What an expert held of a point before, where it was another judgement, and what was said of it then."""
    entries: dict[str, list[tuple[LogEntry, PointFinding]]] = {}
    for entry in of_kind(desk, Kind.POINT):
        one = decoded(PointFinding, entry.body)
        if one is not None and (one.point, one.accused) == (point.id, accused) and (entry.by, one) in held.said:
            entries.setdefault(entry.by, []).append((entry, one))
    for by, told in entries.items():
        for (entry, one), (_, after) in pairwise(told):
            if one.judgement is not after.judgement:
                said = desk.say("verdict-before", verdict=_word(desk, one.judgement), on=entry.on)
                words = [lines(each) for each in (one.same, one.different, one.common) if each]
                yield labelled(desk, printable(by), stacked(text(said), *words))


def _word(desk: Desk, judgement: Judgement) -> Printed:
    return Printed(desk.spell(judgement.zh if desk.language == "zh" else judgement.en))


# --- proposals --------------------------------------------------------------------------------------------------------


def located(filed: Filed) -> Located:
    """Places of the first and last character of each match, as the record has them."""
    body = filed.comparison.tables.get(placing.TABLE)
    found: dict[placing.Key, tuple[Mapping[str, Any], Mapping[str, Any]]] = {}
    for row in body.get("rows", ()) if isinstance(body, Mapping) else ():
        if isinstance(row, list | tuple) and len(row) == 6 and all(isinstance(r, Mapping) for r in row[4:]):
            found[str(row[0]), str(row[1]), row[2], row[3]] = (row[4], row[5])
    return found


Proposal = tuple[Filed, Rules, Match]


def _of(desk: Desk, held: PlotTable, accused: str) -> dict[str, list[Proposal]]:
    """Passages of all text methods for each point: those that experts rely on, then in the accused work's spots, then
    the longest; leads last."""
    found: dict[str, list[Proposal]] = {point.id: [] for point in held.points}
    for filed in desk.found:
        said, pair = rules(desk, filed), filed.comparison
        if said is None or pair.right.label != accused:
            continue
        places = located(filed)
        for point in held.points:
            if point.work != pair.left.label:
                continue
            given = held.findings.get((point.id, accused), {}).values()
            relied = {match for one in given for match in one.matches}
            spots = [spot for one in given for spot in one.spots]
            some = proposed(point.spots, pair.matches, places)
            some += [match for match in pair.matches if match.id in relied and match not in some]

            there = {
                m.id for m in some if any(lies_in(s, "right", span, places) for s in spots for span in m.all_right())
            }
            some = sorted(some, key=partial(_rank, relied, there))
            found[point.id] += [(filed, said, match) for match in some]
    return {point: sorted(rows, key=lambda row: bool(row[1].get("lead"))) for point, rows in found.items()}


def _rank(relied: Set[str], there: Set[str], match: Match) -> tuple[bool, bool]:
    """First what experts rely on, then what lies in the accused work where they say; else as it was."""
    return match.id not in relied, match.id not in there


def _proposals(desk: Desk, held: PlotTable, accused: str) -> Iterator[Block]:
    found = _of(desk, held, accused)
    rows: list[tuple[Line, ...]] = []
    hidden = 0
    for point, proposals in found.items():
        shown: dict[str, int] = {}
        for filed, said, match in proposals:
            lead = bool(said.get("lead"))
            shown[filed.key] = shown.get(filed.key, 0) + 1
            if shown[filed.key] > (LEADS if lead else PASSAGES):
                hidden += 1
                continue
            relied = {name for one in held.findings.get((point, accused), {}).values() for name in one.matches}
            rows.append(_proposal(desk, point, filed, said, match, relied))
    if not rows:
        yield paragraph(desk.say("plot-none"), "note")
        return
    names = [desk.named(label) for label in (held.points[0].work, accused)]
    head = [desk.say("col.point"), desk.say("col.match"), *names, desk.say("col.sizes"), desk.say("col.verdict")]
    yield desk.grid(
        head, rows, widths=(0.75, 1.9, 2.5, 2.5, 1.05, 1.3), align="llllrl", caption=desk.say("plot-proposals")
    )
    if hidden:
        yield paragraph(desk.say("plot-more", count=hidden), "note")


def _proposal(desk: Desk, point: str, filed: Filed, said: Rules, match: Match, relied: Set[str]) -> tuple[Line, ...]:
    """One passage; ``relied``: matches that experts name for the point, marked apart from what the program proposes."""
    lead = [text(desk.say("sentence-lead"), "mark")] if said.get("lead") else []
    lead.append(text(desk.say("plot-relied" if match.id in relied else "plot-hint"), "mark"))
    sizes = [summed(match, said.get("size"), side) for side in (0, 1)]
    counts = [desk.say("none") if size is None else number(size) for size in sizes]
    verdict = filed.verdicts.get(match.id, Verdict.UNREVIEWED)
    return (
        text(point, "strong"),
        stacked(
            text(Printed(f"{desk.method_name(filed)}{desk.say('semicolon')}{desk.label(filed, match.kind)}")),
            text(match.id, "digest", match.id),
            *lead,
        ),
        text(desk.place(filed, "left", match.left)),
        text(desk.place(filed, "right", match.right)),
        text(desk.say("sentence-size", left=counts[0], right=counts[1]), result=match.id),
        text(desk.say(f"verdict.{verdict.value}")),
    )


# --- counts and order -------------------------------------------------------------------------------------------------


def _counts(desk: Desk, held: PlotTable, accused: str) -> Iterator[Block]:
    """How many points by judgement, and how far those that agree come in the same order: counts, no share. Where the
    paper states no opinion, the order of all points alone."""
    seen_only = results.only(desk)
    counted = held.counted(accused)
    head = [desk.say("plot-points"), *(_word(desk, one) for one in Judgement), desk.say("plot-unjudged")]
    row = [str(len(held.points)), *(str(counted[one]) for one in Judgement), str(counted[None])]
    if not seen_only:
        cells = tuple(text(cell) for cell in row)
        yield desk.grid(head, [cells], align="r" * len(row), caption=desk.say("plot-counts"))
    found, places = _of(desk, held, accused), once(located)
    same = [point for point in held.points if held.judged(point.id, accused) is Judgement.SAME]
    orders: list[tuple[str, Sequence[Point]]] = [("plot-order", same), ("plot-order-proposed", held.points)]
    for key, points in orders[1:] if seen_only else orders:
        placed = {
            point.id: pair for point in points if (pair := _firm(desk, held, point, accused, found[point.id], places))
        }
        tau = kendall([(left[0], right[0]) for left, right in placed.values()])
        words = desk.say("none") if tau is None else number(tau)
        if len(placed) < LEAST:
            words = desk.say("plot-order-few", least=LEAST)
        out = desk.say("listing-comma").join(point.id for point in points if point.id not in placed)
        beside = desk.say("plot-out-seen" if seen_only else "plot-out", points=out) if out else Printed("")
        said = {"points": len(points), "placed": len(placed), "tau": words, "beside": beside}
        yield paragraph(desk.say(key, **said), "note")
    if len(placed) >= LEAST:  # those of all points, the last
        yield _order(desk, held, accused, placed)


def _firm(
    desk: Desk,
    held: PlotTable,
    point: Point,
    accused: str,
    some: Sequence[Proposal],
    places: Callable[[Filed], Located],
) -> tuple[Standing, Standing] | None:
    """Both places of a point where experts determined them; None where the program alone proposes one, or where nobody
    judged the point or its judgement is open (which a paper without opinions does not go by)."""
    if not results.only(desk) and held.judged(point.id, accused) in (None, Judgement.UNSETTLED):
        return None
    pair = _where(held, point, accused, some, places)
    return None if pair is None or any(by == "program" for _, by in pair) else pair


def _order(desk: Desk, held: PlotTable, accused: str, placed: Mapping[str, tuple[Standing, Standing]]) -> Block:
    """The places that the order rests on: as an expert wrote it, or the passage where an expert says that it is."""
    rows: list[tuple[Line, ...]] = []
    for point, pair in placed.items():
        cells = [
            stacked(
                text(desk.say("plot-from", file=printable(place[0]), start=number(place[1]))),
                text(desk.say(f"plot-place-{by}"), "mark" if by == "expert" else "context"),
            )
            for place, by in pair
        ]
        rows.append((text(point, "strong"), *cells))
    head = [desk.say("col.point"), *(desk.named(label) for label in (held.points[0].work, accused))]
    return desk.grid(head, rows, widths=(0.75, 3.0, 3.0), align="lll", caption=desk.say("plot-order-places"))


def _where(
    held: PlotTable, point: Point, accused: str, some: Sequence[Proposal], places: Callable[[Filed], Located]
) -> tuple[Standing, Standing] | None:
    """Where a point stands in both works: as an expert said by file and characters, else at its first passage; and by
    whom: ``expert``; ``within``, the passage lies where an expert said without characters; ``relied``, an expert relies
    on it; ``program``, none of these."""
    given = held.findings.get((point.id, accused), {}).values()
    relied = {match for one in given for match in one.matches}
    spots = (tuple(point.spots), tuple(spot for one in given for spot in one.spots))
    stated = [_stated(named) for named in spots]
    passages = [(match, places(filed)) for filed, said, match in some if not said.get("lead")]
    inside = [[_inside(match, named, side, where) for side, named in zip(SIDES, spots, strict=True)]
              for match, where in passages]  # fmt: skip
    by_match = ["relied" if match.id in relied
                else "within" if all(place or span for place, span in zip(stated, spans, strict=True))
                else "program" for (match, _), spans in zip(passages, inside, strict=True)]  # fmt: skip
    best = min(range(len(passages)), key=lambda at: ("relied", "within", "program").index(by_match[at]), default=None)
    found: list[Standing] = []
    for n, place in enumerate(stated):
        if place is not None:
            found.append((place, "expert"))
        elif best is not None:
            span = inside[best][n] or passages[best][0].sides()[n][1][0]
            found.append(((span.file, float(span.start)), by_match[best]))
    return (found[0], found[1]) if len(found) == 2 else None


def _inside(match: Match, named: Sequence[Spot], side: Side, places: Located) -> Span | None:
    """The first place of a match on one side that lies in one of the spots named there."""
    return next(
        (span for span in dict(match.sides())[side] if any(lies_in(s, side, span, places) for s in named)), None
    )


def _stated(spots: Sequence[Spot]) -> Place | None:
    for spot in spots:
        found = ends(spot.characters, "")
        if spot.file and found:
            return spot.file, float(found[0])
    return None

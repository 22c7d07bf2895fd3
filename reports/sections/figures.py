"""Machine totals, verified figures, differences, rarity, ancestors: every number with its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from appraisal.comparison import Measures, Side
from appraisal.dossier import Filed
from appraisal.finding import Verdict
from appraisal.profile import Figures
from reports.accounts import SIDES
from reports.document import Block, Grid, Heading, Inline, Line, Paragraph
from reports.extents import compared, extents
from reports.indents import INDENT
from reports.places import RANKING, number, percents
from reports.sections import absent, common_places, paper, scope
from reports.sections.attached import UNMATCHED, unmatched, unmatched_name
from reports.sections.controls import bearing
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.elsewhere import elsewhere
from reports.sections.formats import formats
from reports.sections.logs import repeated
from reports.sections.pieces import parted
from reports.sections.reviewed import mark, stated
from reports.sections.sampled import sampled
from reports.sections.shares import quotient, share_said, within
from reports.text import Printed


def totals(desk: Desk) -> Iterator[Block]:
    yield from repeated(desk)
    yield paragraph(stated(desk, "totals-notice"), "notice")
    if not desk.dossier.comparisons:
        yield paragraph(desk.say("comparisons-none"))
    elsewhere = [filed for filed in desk.found if filed.comparison.comparator in in_parts(desk)]
    if elsewhere:
        yield paragraph(desk.say("totals-in-parts", listed=desk.listing(elsewhere)), "note")
    warned: set[str] = set()
    for filed in desk.current:
        if filed.comparison.status != "ok" or (filed.comparison.matches and filed not in elsewhere):
            yield Heading(2, desk.title(filed), anchor=result_of(filed))
            yield from machine(desk, filed)
            beware = desk.counting(filed, "caution")
            if beware and filed.comparison.matches and beware not in warned:
                warned.add(beware)
                yield paragraph(beware, "note", result_of(filed))
    yield from scope.files(desk)
    yield from common_places.machine(desk)
    yield from _nothing_found(desk)
    yield from _superseded(desk)


def in_parts(desk: Desk) -> frozenset[str]:
    """Methods of which a part of the template prints all figures, so that they need not stand twice."""
    profile = desk.dossier.profile
    items = [item for part in profile.parts for item in part.show] if profile else []
    return frozenset(item.comparator for item in items if isinstance(item, Figures) and not item.keys)


def _nothing_found(desk: Desk) -> Iterator[Block]:
    """Comparisons that found nothing, a paragraph a method, with what the controls mean for that."""
    by_method: dict[str, list[Filed]] = {}
    for filed in desk.empty:
        by_method.setdefault(desk.method(filed), []).append(filed)
    if by_method:
        yield Heading(2, desk.say("totals-none"))
        yield paragraph(desk.say("not-found"), "note")
    for some in by_method.values():
        content: Line = text(desk.say("totals-none-of", listed=desk.listing(some)), "plain", result_of(some[0]))
        for one in some:
            content += desk.reference(result_of(one))
        yield Paragraph(content)
        yield from dict.fromkeys(bearing(desk, one) for one in some)


def _superseded(desk: Desk) -> Iterator[Block]:
    """Records that later runs replaced: one row each, with both shares before and after deduction."""
    old = [filed for filed in desk.dossier.comparisons if filed.superseded]
    if not old:
        return
    yield Heading(2, desk.say("superseded-title"))
    yield paragraph(desk.say("superseded"), "note")
    rows = [
        (
            text(result_of(filed), "code", result_of(filed)),
            text(desk.method(filed)),
            text(desk.pair(filed)),
            text(number(len(filed.comparison.matches)), result=result_of(filed)),
            *(text(said, result=result_of(filed)) for said in both_shares(desk, filed)),
        )
        for filed in old
    ]
    head = [desk.say(f"col.{name}") for name in ("record", "comparator", "pair", "matches")]
    head += [desk.say("share-claimed"), desk.say("share-accused")]
    shown, note = desk.capped(rows)
    yield desk.grid(head, shown, widths=(1.5, 1.8, 1.6, 0.8, 1.5, 1.5), align="lllrrr")
    yield from note


def both_shares(desk: Desk, filed: Filed) -> tuple[Printed, Printed]:
    """Of either work the share before and after deduction, in one line: 38.00 % / 31.00 %; or why there is none."""
    found = filed.comparison
    if found.status != "ok":
        return (desk.say(f"status.{found.status}"),) * 2
    made = [" / ".join(share_said(desk, filed, side, one) for one in (found.all, found.filtered)) for side in SIDES]
    return Printed(made[0]), Printed(made[1])


def machine(desk: Desk, filed: Filed, keys: Sequence[str] = ()) -> Iterator[Block]:
    """The machine totals of one record, before and after deduction, with both denominators; ``keys``: only these."""
    found = filed.comparison
    if found.status != "ok":
        yield not_compared(desk, filed)
        return
    columns = _columns(desk, filed)
    rows = [*_shares(desk, filed, columns), *_values(desk, filed, columns, keys)]
    caption = Printed(f"{desk.method(filed)}{desk.say('semicolon')}{mark(desk, filed)}")
    yield desk.grid(
        [desk.say("item-counted"), *(name for name, _ in columns)], rows,
        widths=(2.4, *(1.2 for _ in columns)), align="l" + "r" * len(columns), caption=caption, result=result_of(filed),
    )  # fmt: skip
    yield from parted(desk, filed, found.matches, [measures for _, measures in columns])
    if zeros := _zeros(desk, filed, columns, keys):
        listed = Printed(desk.say("listing-comma").join(zeros))
        yield paragraph(desk.say("totals-zero", listed=listed), "note", result_of(filed))
    yield from formats(desk, filed)
    if filed.before_late is not None:
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
        desk.say("not-compared", status=status, reason=desk.told(found.reason or "", found.message or "")),
        result=result_of(filed),
    )


Columns = Sequence[tuple[str, Measures]]


def _columns(desk: Desk, filed: Filed) -> Columns:
    """All and filtered; between them, where files are left out of the scope, the figures of the files in it, and where
    exclusions were made after results, what the earlier ones alone leave."""
    found = filed.comparison
    scoped = [(desk.say("in-scope"), filed.in_scope)] if filed.in_scope is not None else []
    if filed.before_late is not None:
        last = [(desk.say("filtered-before"), filed.before_late), (desk.say("filtered-late"), found.filtered)]
    elif scope.is_scoped(filed) and not scoped:
        last = [(desk.say("in-scope-alone"), found.filtered)]
    else:
        last = [(desk.say("filtered-scope" if scoped else "filtered"), found.filtered)]
    return ((desk.say("all"), found.all), *scoped, *last)


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
    for side, label in zip(SIDES, (left, right), strict=True):
        said = quotient if columns[0][1] is filed.accepted else share_said
        cells = [text(said(desk, filed, side, measures), result=result) for _, measures in columns]
        yield (text(desk.about("share-of", label)), *cells)
        parts = [within(desk, filed, side, measures) for _, measures in columns]
        if any(parts):
            named = desk.say("share-within-row", named=desk.counting(filed, "within_said"))
            yield (text(named), *(text(part or desk.say("none"), result=result) for part in parts))


def _values(desk: Desk, filed: Filed, columns: Columns, wanted: Sequence[str] = ()) -> Iterator[tuple[Line, ...]]:
    """The method's own figures, in the order in which it declares their words, each with the columns side by side.

    A number of the left work and the same of the right one share a row: 122 / 140.
    """
    result = result_of(filed)
    for name, keys in _figures(desk, filed, columns, wanted):
        if all(_is_zero(columns, key) for key in keys):
            continue
        if parts := _by_kind(desk, filed, columns, keys):
            yield text(name), *(text("") for _ in columns)
            yield from parts
            continue
        cells = [
            text(Printed(" / ".join(_said(desk, filed, measures, key) for key in keys)), result=result)
            for _, measures in columns
        ]
        yield (text(name), *cells)


def _by_kind(desk: Desk, filed: Filed, columns: Columns, keys: Sequence[str]) -> list[tuple[Line, ...]]:
    """Of a figure that is several numbers by kind (``{kind: number}``) a row a kind, standing in: prose would stand in
    columns of numbers. None where it is no such."""
    key = keys[0]
    held = [found if isinstance(found := measures.values.get(key), Mapping) else {} for _, measures in columns]
    kinds = list(dict.fromkeys(kind for one in held for kind in one if kind != RANKING))
    if not all(type(one[kind]) in (int, float) for one in held for kind in one if kind != RANKING):
        return []
    said = [percents(key, {kind: one[kind] for kind in kinds if kind in one}) for one in held]
    result, none = result_of(filed), desk.say("none")
    return [
        (
            text(Printed(INDENT + desk.worded(filed, kind))),
            *(text(desk.value(one[kind]) if kind in one else none, result=result) for one in said),
        )
        for kind in kinds
    ]


def _said(desk: Desk, filed: Filed, measures: Measures, key: str) -> Printed:
    if key not in measures.values:
        return desk.say("none")
    found = measures.values[key]
    return desk.worded(filed, found, key)


def _figures(
    desk: Desk, filed: Filed, columns: Columns, wanted: Sequence[str]
) -> Iterator[tuple[Printed, tuple[str, ...]]]:
    """Figures in words with their keys: two where the method has a word for both works' number."""
    keys = dict.fromkeys(key for _, measures in columns for key in measures.values if key != RANKING)
    listed = desk.in_order(filed, [key for key in keys if not wanted or key in wanted])
    joined: set[str] = set()
    for key in listed:
        stem, _, side = key.rpartition("_")
        other = f"{stem}_right"
        both = desk.heading(filed, stem, otherwise="") if side == "left" and other in listed else ""
        if both and all(_is_number(measures, one) for _, measures in columns for one in (key, other)):
            joined.add(other)
            yield desk.say("both-sides", name=both), (key, other)
        elif key not in joined:
            yield desk.heading(filed, key), (key,)


def _is_number(measures: Measures, key: str) -> bool:
    return type(measures.values.get(key)) in (int, float)


def _is_zero(columns: Columns, key: str) -> bool:
    """Whether a figure is the number 0 in every column, and says by it that nothing was found: the smallest distance of
    all says the contrary."""
    return not key.startswith("smallest_") and all(
        _is_number(measures, key) and not measures.values[key] for _, measures in columns
    )


def _zeros(desk: Desk, filed: Filed, columns: Columns, wanted: Sequence[str]) -> list[Printed]:
    """Figures that are 0 in every column, which one sentence names."""
    return [
        name for name, keys in _figures(desk, filed, columns, wanted) if all(_is_zero(columns, key) for key in keys)
    ]


def _verdicts(desk: Desk, filed: Filed) -> Iterator[Block]:
    """How many matches have been reviewed, and with what verdict."""
    ids = {match.id for match in filed.comparison.matches}
    counted: Counter[Verdict] = Counter(filed.verdicts.get(match, Verdict.UNREVIEWED) for match in ids)
    read = len(ids) - counted[Verdict.UNREVIEWED]
    if not read:
        yield paragraph(desk.say("reviewed-none", total=len(ids)), "note", result_of(filed))
        return
    head = [desk.say("verdict-row"), *(desk.say(f"verdict.{v.value}") for v in Verdict)]
    row = (text(desk.say("count")), *(text(str(counted[v]), result=result_of(filed)) for v in Verdict))
    yield desk.grid(
        head, [row], align="l" + "r" * len(Verdict), result=result_of(filed),
        caption=desk.say("reviewed", total=len(ids), read=read),
    )  # fmt: skip
    yield from sampled(desk, filed)


def verified(desk: Desk) -> Iterator[Block]:
    accepted = [filed for filed in desk.current if filed.accepted is not None]
    if not accepted:
        if not paper.opines(desk):
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
        upheld = [one for one in filed.comparison.matches if filed.verdicts.get(one.id) is Verdict.ACCEPTED]
        first = (text(desk.say("matches-found")), text(str(len({one.id for one in upheld})), result=result_of(filed)))
        wanted = absent.kept(desk, filed, filed.accepted)
        rows = [first, *_shares(desk, filed, columns), *_values(desk, filed, columns, wanted)]
        rows += absent.rows(desk, filed)
        caption = Printed(f"{desk.method(filed)}{desk.say('semicolon')}{desk.say('verified-mark')}")
        head = [desk.say("item-counted"), desk.say("accepted")]
        yield desk.grid(head, rows, widths=(2.4, 1.6), align="lr", caption=caption, result=result_of(filed))
        yield from parted(desk, filed, upheld, [filed.accepted])
        yield from absent.taken_out(desk, filed)
        yield from absent.uncounted(desk, filed)
    yield from common_places.judged(desk)


def differences(desk: Desk) -> Iterator[Block]:
    yield paragraph(desk.say("differences-note"), "note")
    for method, some in by_method(desk, desk.found).items():
        yield Heading(2, method)
        by_columns: dict[tuple[str, ...], list[Filed]] = {}
        for one in some:
            by_columns.setdefault(tuple(name for name, _ in _columns(desk, one)), []).append(one)
        for filed in by_columns.values():
            yield _unmatched_shares(desk, method, filed)
            if any("repeated" in one.counting.get(desk.language, {}) for one in filed):
                yield paragraph(desk.say("unmatched-repeated"), "note")
        for one in some:
            yield from _without_match(desk, one)
    if desk.empty:
        yield paragraph(desk.say("differences-none", listed=desk.listing(desk.empty)))


def by_method(desk: Desk, filed: Sequence[Filed]) -> dict[Printed, list[Filed]]:
    found: dict[Printed, list[Filed]] = {}
    for one in filed:
        found.setdefault(desk.method(one), []).append(one)
    return found


def _unmatched_shares(desk: Desk, method: Printed, filed: Sequence[Filed]) -> Grid:
    """One table a method: of each pair the unmatched share of either work."""
    rows = []
    for one in filed:
        columns = _columns(desk, one)
        for side in SIDES:
            label = desk.side(one, side)
            cells = [share_said(desk, one, side, measures, unmatched=True) for _, measures in columns]
            rows.append(
                (
                    short_pair(desk, one),
                    text(desk.about("unmatched-of", label)),
                    *(text(cell, result=result_of(one)) for cell in cells),
                )
            )
    head = [desk.say("col.pair"), desk.say("item"), *(name for name, _ in _columns(desk, filed[0]))]
    widths, align = (2.2, 2.2, *(1.1 for _ in head[2:])), "ll" + "r" * len(head[2:])
    caption = Printed(f"{method}{desk.say('semicolon')}{mark(desk, *filed)}")
    return desk.grid(head, rows, widths=widths, align=align, caption=caption)


def _without_match(desk: Desk, filed: Filed) -> Iterator[Block]:
    known = extents(filed.comparison)
    if not known["left"] and not known["right"]:
        yield paragraph(desk.say("files-unknown"), "note")
        return
    for side, free in unmatched(filed).items():
        label, total = desk.side(filed, side), len(compared(filed.comparison, side))
        beside = len(known[side]) - total
        if beside:
            yield paragraph(desk.about("not-looked-at", label, count=beside), "note", result_of(filed))
        if not free:
            if total:
                yield paragraph(desk.about("all-with-match", label, total=total), "note", result_of(filed))
            continue
        heading = desk.about("without-match", label, count=len(free), total=total, outside=_outside(desk, filed, side))
        line: Line = (*text(heading, "plain", result_of(filed)), Inline(" "))
        for at, file in enumerate(free[:UNMATCHED]):
            line += (*((Inline(desk.say("semicolon")),) if at else ()), *text(file, "code"))
        if len(free) > UNMATCHED:
            more = desk.say("unmatched-more", count=len(free) - UNMATCHED, file=unmatched_name(filed))
            line += (Inline(desk.say("semicolon")), *text(more))
        yield Paragraph(line, "note")
    yield from elsewhere(desk, filed)


def _outside(desk: Desk, filed: Filed, side: Side) -> Printed:
    """How many of the files without a match, and of all that were compared, lie outside the scope; nothing where it
    leaves no file out."""
    out, free = scope.outside(filed, side), unmatched(filed)[side]
    total = sum(file in out for file in compared(filed.comparison, side))
    return (
        desk.say("without-match-outside", count=sum(file in out for file in free), total=total)
        if total
        else Printed("")
    )


def short_pair(desk: Desk, filed: Filed) -> Line:
    """A1–B1 and the record."""
    found = filed.comparison
    return (*text(f"{found.left.label}–{found.right.label}"), *desk.reference(result_of(filed)))

"""In front of every report: works, what each method found of either, what is verified, what was not compared.

Nothing stands here that is not in the sections behind it; every figure carries its record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from appraisal.comparison import Side
from appraisal.dossier import Filed, WorkEntry
from appraisal.finding import Verdict
from appraisal.media import Medium, guess_medium
from appraisal.packers import PACKED, shown
from reports.accounts import SIDES, Account, total
from reports.document import Block, Grid, Line
from reports.indents import INDENT
from reports.places import number
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked, work_name
from reports.sections.observed import NOT_APPLIED, UNREAD
from reports.sections.part_tables import over
from reports.sections.reviewed import mark, stated
from reports.sections.shares import quotient, share_said, units, within
from reports.sections.summary_examined import examined
from reports.text import Printed, printable

LINE = "line"
PAIRS = 12  # pairs of works of which the summary says how many lines correspond
OUTSIDE = frozenset({"refused", "over-limit"})  # reasons that say of a file that it was read, and is not judged
_LEFT = ("not-read", "outside")
ROWS = 60  # comparisons with a row; the sections behind list all


def summary(desk: Desk) -> Iterator[Block]:
    yield paragraph(stated(desk, "summary-unverified"), "notice")
    yield _works(desk)
    yield paragraph(_explained(desk), "note")
    yield from examined(desk)
    yield from _by_lines(desk)
    if desk.found:
        yield _methods(desk)
        if len(desk.found) > ROWS:
            yield paragraph(desk.say("summary-more", count=len(desk.found) - ROWS, title=desk.say("totals")), "note")
        yield from _kept(desk)
    yield from _rest(desk)


def _works(desk: Desk) -> Grid:
    rows = [
        (
            text(desk.named(work.label), "strong"),
            text(" ".join(filter(None, (work_name(desk, work.label), work.version)))),
            text(str(work.files)),
            text(str(work.bytes)),
            text(str(len(work.skipped))),
            _unread(desk, work),
        )
        for work in desk.dossier.works
    ]
    head = [desk.say(f"col.{name}") for name in ("work", "name", "files", "bytes", "not-opened", "not-read")]
    return desk.grid(head, rows, widths=(1.3, 2.4, 0.8, 1.3, 1.0, 2.2), align="llrrrl")


def _explained(desk: Desk) -> Printed:
    """The words of the table, as far as they stand in it."""
    cells = [_unread_files(desk, work) for work in desk.dossier.works]
    there = {key for found in cells for files, _ in found.values() for key in _LEFT if files[key]}
    ends = [f"summary-works-{key}" for key in _LEFT if key in there]
    if any(found and not _left_out(desk, work) for work, found in zip(desk.dossier.works, cells, strict=True)):
        ends.append("summary-works-0")
    return Printed("".join(map(desk.say, ("summary-works-note", *ends))))


Unread = dict[Printed, tuple[dict[str, set[str]], str]]  # by method: files by what of them was left, and the record


def _unread_files(desk: Desk, work: WorkEntry) -> Unread:
    found: Unread = {}
    for filed in desk.current:
        for side in SIDES:
            if desk.side(filed, side) == work.label:
                files, _ = found.setdefault(desk.method_name(filed), ({key: set() for key in _LEFT}, result_of(filed)))
                for seen in filed.comparison.observations:
                    if seen.side == side and seen.kind == UNREAD:
                        kept = "outside" if seen.details.get("reason") in OUTSIDE else "not-read"
                        files[kept].add(seen.span.file)
    return found


def _unread(desk: Desk, work: WorkEntry) -> Line:
    """What methods left of the work, a line each; 0 where they compared all of it."""
    said = _left_out(desk, work)
    return stacked(*said) if said else text(desk.say("none") if not _unread_files(desk, work) else "0")


def _left_out(desk: Desk, work: WorkEntry) -> list[Line]:
    """For each method how many files of the work, or members of its archives, it could not read, and apart from them
    how many it could but does not judge; methods that came to no result; why, where the files are packed programs."""
    found = _unread_files(desk, work)
    comma = desk.say("semicolon")
    counted = [
        text(
            desk.say(
                "summary-not-read",
                method=method,
                count=Printed(
                    comma.join(desk.say(f"summary-{key}-count", count=len(files[key])) for key in _LEFT if files[key])
                ),
            ),
            result=result,
        )
        for method, (files, result) in found.items()
        if any(files.values())
    ]
    return [*counted, *_resultless(desk, work), *_packed(desk, work)]


def _resultless(desk: Desk, work: WorkEntry) -> Iterator[Line]:
    """Methods of which no comparison of the work came to a result."""
    about = [one for one in desk.current if work.label in (one.comparison.left.label, one.comparison.right.label)]
    came = {desk.method_name(one) for one in about if one.comparison.status == "ok"}
    for method in dict.fromkeys(map(desk.method_name, about)):
        if method not in came:
            yield text(desk.say("summary-resultless", method=method))


def _packed(desk: Desk, work: WorkEntry) -> Iterator[Line]:
    """How many programs of the work each packer has packed: no method that compares sees their own code."""
    kinds = Counter(reason.removeprefix(PACKED) for _, reason in work.closed if reason.startswith(PACKED))
    for kind, count in sorted(kinds.items()):
        yield text(desk.say("summary-packed", packer=shown(kind), count=count))


def _by_lines(desk: Desk) -> Iterator[Block]:
    """One row a pair: corresponding lines of all lines of either work, by the method that counted most lines.

    Lines of scores (abc, krn, MusicXML) are how notes are written down, and left to methods that compare notes: how
    many a pair has is said below, since the table of files counts them."""
    best: dict[tuple[str, str], tuple[float, Filed]] = {}
    for filed in desk.found:
        lines = sum(_lines(_written(desk, filed, side))[1] for side in SIDES)
        pair = (filed.comparison.left.label, filed.comparison.right.label)
        if lines > best.get(pair, (0.0, filed))[0]:
            best[pair] = (lines, filed)
    rows: list[tuple[Line, ...]] = []
    for _, filed in list(best.values())[:PAIRS]:
        cells = []
        for side in SIDES:
            here = _written(desk, filed, side)
            for after in (False, True):
                cells.append(text(over(desk, *_lines(here, after=after)), result=result_of(filed)))
        named = text(f"{filed.comparison.left.label}–{filed.comparison.right.label}")
        rows.append((named, *cells))
    if rows:
        head = [desk.say("col.pair")]
        head += [desk.say(f"summary-lines-{when}", work=role) for role in _roles(desk) for when in ("all", "filtered")]
        methods = dict.fromkeys(desk.method_name(filed) for _, filed in best.values())
        method = Printed(desk.say("listing-comma").join(methods))
        marked = mark(desk, *(filed for _, filed in list(best.values())[:PAIRS]))
        caption = Printed(f"{desk.say('summary-by-lines', method=method)}{desk.say('semicolon')}{marked}")
        yield desk.grid(head, rows, widths=(0.8, 1.9, 1.9, 1.9, 1.9), align="lrrrr", caption=caption)
        yield from _scores(desk, [filed for _, filed in list(best.values())[:PAIRS]])


def _scores(desk: Desk, counted: list[Filed]) -> Iterator[Block]:
    """How many lines of scores a table by lines leaves out, of each pair that has any."""
    listed = []
    for filed in counted:
        every = {side: _lines(desk.accounts(filed)[side].values())[1] for side in SIDES}
        left, right = (every[side] - _lines(_written(desk, filed, side))[1] for side in SIDES)
        if left or right:
            pair = printable(f"{filed.comparison.left.label}–{filed.comparison.right.label}")
            listed.append(desk.say("summary-scores-pair", pair=pair, left=number(left), right=number(right)))
    if listed:
        said = desk.say("listing-comma").join(listed)
        yield paragraph(desk.say("summary-scores", listed=Printed(said), title=desk.say("scope-files")), "note")


def _lines(files: Iterable[Account], *, after: bool = False) -> tuple[float, float]:
    """Lines of files that correspond, of all."""
    return total(files, after=after).lengths.get(LINE, (0.0, 0.0))


def _written(desk: Desk, filed: Filed, side: Side) -> list[Account]:
    """The files of a side that are no scores by their names."""
    files = desk.accounts(filed)[side]
    return [account for file, account in files.items() if guess_medium(file) is not Medium.SCORE]


def _roles(desk: Desk) -> list[Printed]:
    """What the left and the right works are, where all of a side are the same."""
    roles = [{desk.role(getattr(one.comparison, side).label) for one in desk.found} for side in SIDES]
    return [next(iter(role)) if len(role) == 1 else desk.say(side) for role, side in zip(roles, SIDES, strict=True)]


def _methods(desk: Desk) -> Grid:
    """One row a method and pair: both shares, each before and after deduction, and what of it experts accepted. The
    only pair stands in the caption."""
    heads = [desk.say("summary-share", work=role) for role in _roles(desk)]
    rows: list[tuple[Line, ...]] = []
    pairs = list(dict.fromkeys(f"{one.comparison.left.label}–{one.comparison.right.label}" for one in desk.found))
    several = len(pairs) > 1
    for filed in sorted(desk.found, key=lambda one: (one.comparison.left.label, one.comparison.right.label))[:ROWS]:
        named = [text(f"{filed.comparison.left.label}–{filed.comparison.right.label}")] * several
        shares = [_share(desk, filed, side) for side in SIDES]
        rows.append((*named, _method(desk, filed), *shares, text(_verified(desk, filed))))
        rows += [(*[text("")] * several, *row) for row in _within(desk, filed)]
    head = [desk.say("col.comparator"), *heads, desk.say("summary-verified-column")]
    if several:
        head, widths, align = [desk.say("col.pair"), *head], (0.8, 1.7, 2.4, 2.4, 1.9), "llrrl"
        return desk.grid(head, rows, widths=widths, align=align, caption=desk.say("summary-caption"))
    caption = Printed(f"{desk.say('summary-caption')}{desk.say('semicolon')}{printable(pairs[0])}")
    return desk.grid(head, rows, widths=(2.9, 2.4, 2.4, 2.2), align="lrrl", caption=caption)


def _kept(desk: Desk) -> Iterator[Block]:
    """Methods whose rules take nothing out where those of others do, and exclusions that took nothing out."""
    without = [filed for filed in desk.found if not _has_rules(filed)]
    if without and len(without) < len(desk.found):
        listed = Printed(desk.say("listing-comma").join(dict.fromkeys(map(desk.method_name, without))))
        yield paragraph(desk.say("summary-no-rules", listed=listed), "note")
    idle = [one for one in desk.found if any(seen.kind == NOT_APPLIED for seen in one.comparison.observations)]
    if idle:
        listed = Printed(desk.say("listing-comma").join(dict.fromkeys(map(desk.method_name, idle))))
        yield paragraph(desk.say("summary-not-applied", listed=listed, title=desk.say("observations")), "note")


def _has_rules(filed: Filed) -> bool:
    """Whether rules of filtration went through the works of a comparison."""
    return any(one.get("kind") == "screener" for one in filed.comparison.resources)


def _share(desk: Desk, filed: Filed, side: Side) -> Line:
    """The share of one side before and after deduction, a line each, with its numerator and denominator."""
    return stacked(
        *(
            text(quotient(desk, filed, side, measures), result=result_of(filed))
            for measures in (filed.comparison.all, filed.comparison.filtered)
        )
    )


def _within(desk: Desk, filed: Filed) -> Iterator[tuple[Line, ...]]:
    """A row below a method, standing in, that counts its stronger matches once more: both shares that lie in these,
    before and after deduction; none where it counts none."""
    found = filed.comparison
    parts = [[within(desk, filed, side, measures) for measures in (found.all, found.filtered)] for side in SIDES]
    if any(map(any, parts)):
        named = desk.say("share-within-row", named=desk.counting(filed, "within_said"))
        none = desk.say("none")
        cells = [stacked(*(text(part or none, result=result_of(filed)) for part in both)) for both in parts]
        yield text(Printed(INDENT + named)), *cells, text(none)


def _method(desk: Desk, filed: Filed) -> Line:
    """The method's own short name, linked to its record, and what it counts."""
    raw = filed.comparison.comparator
    named = text(desk.label(filed, "name", otherwise=raw), result=result_of(filed))
    counted = units(desk, filed)
    return stacked(named, text(desk.say("summary-counted", unit=counted))) if counted else named


def _verified(desk: Desk, filed: Filed) -> Printed:
    """Shares of either work over the matches that experts accepted; how many matches nobody has looked at."""
    ids = {match.id for match in filed.comparison.matches}
    read = sum(1 for match in ids if filed.verdicts.get(match, Verdict.UNREVIEWED) is not Verdict.UNREVIEWED)
    state = desk.say("summary-read", read=read, total=len(ids))
    if filed.accepted is None:
        return state
    said = " / ".join(share_said(desk, filed, side, filed.accepted) for side in SIDES)
    return Printed(f"{said}{desk.say('semicolon')}{state}")


def _rest(desk: Desk) -> Iterator[Block]:
    """What found nothing, what came to no result and why, what of the works was not read, why methods differ."""
    if desk.empty:
        yield paragraph(desk.say("summary-empty", listed=desk.listing(desk.empty)))
    failed = [filed for filed in desk.current if filed.comparison.status != "ok"]
    for reason in dict.fromkeys(str(filed.comparison.reason) for filed in failed):
        some = [filed for filed in failed if str(filed.comparison.reason) == reason]
        said = desk.say("summary-failed", reason=desk.cause(reason), listed=desk.listing(some))
        yield paragraph(said)
    unread = [work for work in desk.dossier.works if work.skipped]
    if unread:
        listed = Printed(desk.say("listing-comma").join(
            Printed(f"{printable(work.label)} {len(work.skipped)}") for work in unread))  # fmt: skip
        yield paragraph(desk.say("summary-unread", listed=listed, title=desk.say("materials")))
    closed = [work for work in desk.dossier.works if work.closed]
    if closed:
        listed = Printed(desk.say("listing-comma").join(
            Printed(f"{printable(work.label)} {len(work.closed)}") for work in closed))  # fmt: skip
        yield paragraph(desk.say("summary-closed", listed=listed, title=desk.say("materials")))
    said = desk.say("summary-note")
    if any(filed.comparison.ancestors for filed in desk.current):
        said = Printed(said + desk.say("ancestors-differ-short", title=desk.say("ancestors")))
    yield paragraph(said, "note")

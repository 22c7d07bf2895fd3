"""Excerpts side by side and the coverage map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from appraisal.comparison import Match, Side
from appraisal.dossier import Filed
from appraisal.dossier import Shown as Chosen
from appraisal.exhibit import AlignedText, Differences, Exhibit, Listing, Matrix, Overlay, Plot, Run, Table
from appraisal.finding import Verdict
from appraisal.profile import Matches
from reports.accounts import SIDES
from reports.document import Block, CoverageMap, Heading, Inline, Legend, Line, Shown
from reports.exhibits.crops import crops
from reports.extents import FILES, work_bars
from reports.places import numbers
from reports.sections import reminders, taken
from reports.sections.annexed import annex
from reports.sections.attached import excerpts_name
from reports.sections.chosen import divided, is_brief
from reports.sections.desk import Desk, paragraph, result_of, text
from reports.sections.entries import stacked
from reports.text import Printed, printable_all

BARS = 100  # files drawn for the whole report, shared among comparisons and sides
ROOM = ((24, 1.5), (90, 2.2))  # width of the first column by its longest cell: of an address, of a short text
JOINED = " / "  # between the series of a plot in a caption that names no more than them
Row = tuple[str, tuple[Run, ...]]  # of a listing: number, and what stands there
OF_TEXT = AlignedText | Listing | Table  # exhibits that are not drawn
FURTHER = 5  # places written out for one side of an excerpt; the rest is counted


def excerpts(desk: Desk) -> Iterator[Block]:
    """Of each comparison the excerpts of the main report; those beyond its bound, which paper leaves to attachments."""
    chosen = [filed for filed in desk.current if filed.shown and not of_people(filed)]
    if not chosen:
        yield paragraph(desk.say("excerpts-none"))
    else:
        yield paragraph(desk.say("excerpts-rule", web=_in_web(desk, chosen)), "note")
        yield paragraph(desk.say("numbers-by-place"), "note")
        yield _legend(one for filed in chosen for one in filed.shown)
    for filed in chosen:
        yield Heading(2, desk.title(filed))
        brief = is_brief(desk, filed)
        here, beyond = divided(desk, filed)
        yield paragraph(_where(desk, filed, here, beyond), "lead", result_of(filed))
        yield from weighed(desk, filed)
        matches = {match.id: match for match in filed.comparison.matches}
        if brief:
            rows = [(one, matches[one.match]) for one in here if one.match in matches]
            if heading := _in_part(desk, filed):  # the table of a part has their like, and the attached file them all
                judged = [row for row in rows if row[0].verdict is not Verdict.UNREVIEWED]
                if len(judged) < len(rows):
                    said = {"count": len(rows) - len(judged), "part": heading, "file": excerpts_name(filed)}
                    yield paragraph(desk.say("excerpts-in-part", **said), "note", result_of(filed))
                rows = judged
            if rows:
                yield from _brief(desk, filed, rows)
            continue
        printed, left = frozenset(map(id, here)), frozenset(map(id, beyond))
        for shown in filed.shown:
            if id(shown) in printed | left:
                yield excerpt(desk, filed, shown, matches.get(shown.match), paper=id(shown) in printed)


def weighed(desk: Desk, filed: Filed) -> Iterator[Block]:
    """What strength and share of chance say, and what they do not, where matches of the record have them."""
    said = desk.counting(filed, "weighed")
    if said and any("chance" in match.details for match in filed.comparison.matches):
        yield paragraph(said, "note", result_of(filed))


def _in_web(desk: Desk, chosen: Iterable[Filed]) -> Printed:
    """What the web edition shows of the excerpts that paper does not: drawings and sounds where there are any."""
    exhibits = [one.exhibit for filed in chosen for one in filed.shown]
    if any(isinstance(one, Plot | Table) and one.clips for one in exhibits):
        return desk.say("excerpts-heard")
    return desk.say("excerpts-drawn") if any(not isinstance(one, OF_TEXT) for one in exhibits) else Printed("")


def _in_part(desk: Desk, filed: Filed) -> str:
    """Heading of the part of the template that has a table of single matches of this method, "" for none."""
    profile = desk.dossier.profile
    held = (
        part.heading.read(desk.language)
        for part in (profile.parts if profile is not None else ())
        for item in part.show
        if isinstance(item, Matches) and item.comparator == filed.comparison.comparator
    )
    return next(held, "")


def _where(desk: Desk, filed: Filed, here: Sequence[Chosen], beyond: Sequence[Chosen]) -> Printed:
    """How many excerpts stand here, which stand elsewhere and where, and where all matches are listed."""
    total = len(filed.comparison.matches)
    if beyond:
        listed, file = numbers([one.number for one in beyond], desk.language, len(beyond)), excerpts_name(filed)
        counts = {"shown": len(here) + len(beyond), "here": len(here), "count": len(beyond), "total": total}
        said = [desk.say("excerpts-beyond", numbers=listed, file=file, **counts)]
    else:
        said = [desk.say("excerpts-here", shown=len(here), total=total)]
    if len(here) + len(beyond) < total:
        said.append(desk.say("excerpts-rest", annex=annex(desk, "annex-matches")))
    return Printed(desk.say("sentence-space").join(said))


def _legend(chosen: Iterable[Chosen]) -> Legend:
    listings = (one.exhibit for one in chosen if isinstance(one.exhibit, Listing))
    return Legend(any(run.token for shown in listings for _, runs in (*shown.left, *shown.right) for run in runs))


def alone(desk: Desk, chosen: Sequence[Chosen], filed: Filed | None = None) -> Iterator[Block]:
    """Chosen matches for a notebook; without their record in the exhibits' own words."""
    yield _legend(chosen)
    if filed and chosen:
        yield paragraph(desk.say("numbers-by-place"), "note")
    matches = {match.id: match for match in filed.comparison.matches} if filed else {}
    for shown in chosen:
        if filed and shown.match in matches:
            yield excerpt(desk, filed, shown, matches[shown.match], paper=False)
            continue
        verdict = desk.say(f"verdict.{shown.verdict.value}")
        yield Shown(printable_all(shown.exhibit), shown.match, "", shown.number, verdict)


def excerpt(desk: Desk, filed: Filed, shown: Chosen, match: Match | None, *, paper: bool) -> Shown:
    """One match with its exhibit, as the record has both."""
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    exhibit = shown.exhibit
    if match is not None:
        if isinstance(exhibit, Overlay):
            exhibit = replace(
                exhibit,
                transformation=_transformation(desk, filed, exhibit, match),
                matrix=None if exhibit.matrix is None else _named(desk, filed, exhibit.matrix),
                listed=_listed(desk, filed, exhibit.listed),
                further=(*exhibit.further, *crops(exhibit, match.details)),
            )
        if isinstance(exhibit, Plot):
            exhibit = _in_words(desk, filed, exhibit)
        if isinstance(exhibit, Listing):
            exhibit = replace(exhibit, left=_rows(desk, filed, exhibit.left), right=_rows(desk, filed, exhibit.right))
        left, right = (_places(desk, filed, side, spans) for side, spans in match.sides())
        said = {key: value for key, value in match.details.items() if not _beside(exhibit, value)}
        details = (
            (desk.say("col.kind"), desk.label(filed, match.kind)),
            *desk.details(filed, replace(match, details=said)),
        )
    return Shown(
        exhibit=printable_all(exhibit),
        result=shown.match,
        comparison=result_of(filed),
        number=shown.number,
        verdict=desk.say(f"verdict.{shown.verdict.value}"),
        left_places=left,
        right_places=right,
        details=details,
        paper=paper,
        deducted="" if match is None else taken.mark(desk, filed, match),
    )


def _beside(exhibit: Exhibit, said: object) -> bool:
    """Whether a detail stands in full in a column of the exhibit's own list."""
    if not (isinstance(exhibit, Overlay) and exhibit.listed and isinstance(said, list | tuple) and said):
        return False
    return any({*map(str, said)} <= {*column} for column in zip(*exhibit.listed.rows, strict=True))


def _listed(desk: Desk, filed: Filed, table: Differences | None) -> Differences | None:
    """Places that differ, with the method's own words for columns and cells."""
    if table is None:
        return None
    head = tuple(desk.label(filed, name) for name in table.head)
    rows = tuple(tuple(desk.label(filed, cell) for cell in row) for row in table.rows)
    return replace(table, head=head, rows=rows)


def _in_words(desk: Desk, filed: Filed, plot: Plot) -> Plot:
    """A plot with the method's own words for its axes, series, ticks and clips, where it has any; a name in a form that
    the method knows is worded in the caption too."""
    across, up = (
        desk.label(filed, name, otherwise=desk.known(f"axis.{name}", name)) for name in (plot.x_label, plot.y_label)
    )
    if plot.x_label == plot.y_label:  # the same of both works: which of them is which
        across, up = (
            desk.say("axis-of", work=desk.named(desk.side(filed, side)), label=label)
            for side, label in zip(SIDES, (across, up), strict=True)
        )
    series = tuple(desk.formed(filed, name) or desk.label(filed, name) for name in plot.series)
    named = dict(zip(plot.series, series, strict=True))
    of_series = plot.caption == JOINED.join(plot.series)
    return replace(
        plot,
        series=series,
        x_label=across,
        y_label=up,
        caption=JOINED.join(series) if of_series else plot.caption,
        alt=named.get(plot.alt, plot.alt),
        y_ticks=tuple((at, desk.label(filed, name)) for at, name in plot.y_ticks),
        below=tuple(_named(desk, filed, one) for one in plot.below),
        clips=tuple(replace(one, file=desk.formed(filed, one.file) or one.file) for one in plot.clips),
    )


def _rows(desk: Desk, filed: Filed, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows of a listing: what is no line of the work, a head above or a name beside its lines, in the method's words
    where it has any (it keeps them in brackets); all else as the work has it."""

    def worded(said: str) -> str:
        return desk.label(filed, said) if said.startswith("(") and said.endswith(")") else said

    return tuple(
        (worded(number), runs if number else tuple(replace(run, text=worded(run.text)) for run in runs))
        for number, runs in rows
    )


def _named(desk: Desk, filed: Filed, matrix: Matrix) -> Matrix:
    """A matrix with the method's own words for its axes and outlines."""
    x, y, *series = (desk.label(filed, name) for name in (matrix.x_label, matrix.y_label, *matrix.series))
    return replace(matrix, x_label=x, y_label=y, series=tuple(series))


def _brief(desk: Desk, filed: Filed, chosen: Sequence[tuple[Chosen, Match]]) -> Iterator[Block]:
    """Excerpts of a method that names ``columns``, the details that tell a match: one row each, a table for each kind.

    The first of the columns has a column of its own, the rest stand together below what is deducted.
    """
    first, *others = desk.counting(filed, "columns").split()
    yield paragraph(desk.say("excerpts-brief", file=excerpts_name(filed)), "note", result_of(filed))
    left, right = (desk.named(ref.label) for ref in (filed.comparison.left, filed.comparison.right))
    head = [desk.say("col.number"), desk.label(filed, first), left, right, desk.say("col.details")]
    for kind in dict.fromkeys(match.kind for _, match in chosen):
        rows = []
        of_kind = [(shown, match) for shown, match in chosen if match.kind == kind]
        below = reminders.below(desk, filed, [match for _, match in of_kind])
        for shown, match in of_kind:
            said = {key: match.details[key] for key in others if key in match.details}
            if reminders.EXPLANATION in said:
                words = reminders.reminder(desk, filed, match)
                said[reminders.EXPLANATION] = reminders.told(desk, words, below)
            verdict = text(desk.say(f"verdict.{shown.verdict.value}"), "mark")
            out = [text(words, "mark") for words in (taken.mark(desk, filed, match),) if words]
            rows.append(
                (
                    stacked(text(str(shown.number)), verdict),
                    text(desk.worded(filed, match.details.get(first), first), "plain", match.id),
                    *(text(Printed("\n".join(_first(desk, filed, side, spans)))) for side, spans in match.sides()),
                    stacked(*out, *_running(desk, filed, said), text(match.id, "digest")),
                )
            )
        # A column of addresses or names needs little room, one of texts much.
        longest = max((len(_words_of(row[1])) for row in rows), default=0)
        room = next((width for letters, width in ROOM if longest <= letters), 3.2)
        widths = (1.0, room, 1.4, 1.4, 6.2 - room)  # most stands in the last, the details
        yield desk.grid(head, rows, widths=widths, caption=desk.label(filed, kind), result=result_of(filed))
        yield from reminders.notes(desk, filed, below)


def _words_of(line: Line) -> str:
    return "".join(part.text for part in line)


def _running(desk: Desk, filed: Filed, said: Mapping[str, Any]) -> list[Line]:
    """Details one after another in one line, as far as there are any."""
    if not (told := _words_of(stated(desk, filed, said))):
        return []
    held = [one for one in told.split("\n") if not one.endswith(desk.say("colon").strip())]  # no symbol: none is told
    return [text(Printed(desk.say("semicolon").join(map(Printed, held))))]


def _first(desk: Desk, filed: Filed, side: Side, spans: Sequence[Any]) -> Iterator[Printed]:
    yield desk.place(filed, side, spans[0])
    if len(spans) > 1:
        yield desk.say("further-places", count=len(spans) - 1)


def stated(desk: Desk, filed: Filed, said: Mapping[str, Any]) -> Line:
    """Details one a line; where both sides agree they stand once, if the method has a word for that (``…_of``)."""
    rows: list[Line] = []
    for key, content in said.items():
        stem, _, side = key.rpartition("_")
        together = side in ("left", "right") and said.get(f"{stem}_left") == said.get(f"{stem}_right")
        both = desk.heading(filed, stem, otherwise="") if together else ""
        if both and side == "right":
            continue
        name = both or desk.heading(filed, key)
        rows.append((Inline(Printed(f"{name}{desk.say('colon')}")), *text(desk.worded(filed, content, key))))
    return stacked(*rows)


def _transformation(desk: Desk, filed: Filed, exhibit: Overlay, match: Match) -> tuple[tuple[str, str], ...]:
    """What the match's own details do not say already, in the method's words."""
    said = [(name, words) for name, words in exhibit.transformation if name not in match.details]
    return tuple((desk.heading(filed, name), desk.label(filed, words)) for name, words in said)


def _places(desk: Desk, filed: Filed, side: Side, spans: tuple[Any, ...]) -> tuple[str, ...]:
    """The work, then its places in words."""
    written = [desk.named(desk.side(filed, side)), *(desk.place(filed, side, span) for span in spans[:FURTHER])]
    if len(spans) > FURTHER:
        written.append(desk.say("further-places", count=len(spans) - FURTHER))
    return tuple(written)


def coverage(desk: Desk) -> Iterator[Block]:
    drawable = [filed for filed in desk.found if not of_people(filed)]
    if not drawable:
        yield paragraph(desk.say("coverage-none"))
        return
    yield paragraph(desk.say("coverage-note"), "note")
    for filed in drawable:
        found = filed.comparison
        left, right = desk.named(found.left.label), desk.named(found.right.label)
        most = desk.room(BARS // 2, 3, FILES)
        bars = (
            work_bars(found, "left", left, desk.language, most),
            work_bars(found, "right", right, desk.language, most),
        )
        alt = desk.say(
            "coverage-alt", left=left, right=right, left_files=len(bars[0].files), right_files=len(bars[1].files)
        )
        yield Heading(2, desk.title(filed))
        caption = desk.say("coverage-caption", left=left, right=right)
        yield CoverageMap(result_of(filed), *bars, alt, caption)


def of_people(filed: Filed) -> bool:
    """Whether its matches are people who may correspond: the table of people shows each with its places."""
    return bool(filed.counting.get("zh", {}).get("people"))

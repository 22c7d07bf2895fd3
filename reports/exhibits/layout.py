"""Each exhibit laid out once: as a sheet of two columns, as drawings, or as a plain table, whatever then prints it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from string import ascii_uppercase

from appraisal.errors import ReportError
from appraisal.exhibit import (
    AlignedText,
    Clip,
    Differences,
    Excerpt,
    Exhibit,
    Listing,
    Networks,
    Overlay,
    Plot,
    Role,
    Run,
    Score,
    Table,
)
from reports.document import Inline, Language, Shown
from reports.exhibits import coinciding, figures, networks, overlays
from reports.exhibits.drawing import Drawing
from reports.keeping import ROW, high
from reports.widths import fitted, letters, rooms
from reports.wording import say

LETTERS = frozenset(ascii_uppercase)  # of places that differ
ON_PAGE, SAMPLE = 18, 8  # rows of a listing that paper shows of a match that was judged, and of one that was not
TEXT, TEXT_SAMPLE = 900, 400  # the same of a text, in letters of one side; a hanzi is two
AROUND = 2  # rows left beside those that differ
FEW = 10  # rows of a table that stays on one page
EVEN: frozenset[Role] = frozenset({"same", "context", "folded"})

Runs = tuple[Run, ...]
Row = tuple[str, Runs, str, Runs]  # number and text on the left, number and text on the right


@dataclass(frozen=True, slots=True)
class Sheet:
    """Two columns of marked text. ``numbered`` sheets are code: monospaced, spaces kept, numbers beside the text."""

    heads: tuple[str, str]
    rows: tuple[Row, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """A plain table; ``align`` has l, r or c for each column, ``widths`` how wide each is beside the others."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    body: Sheet | Drawing | Cells
    caption: str
    pairs: tuple[tuple[str, str], ...] = ()  # name and value, one a line: a transformation
    listed: Cells | None = None  # what stands below the body: places that differ,
    list_title: str = ""  # and how that is headed
    frames: tuple[Drawing, Drawing] | None = None  # shown in turn where the output can; the body has both already
    further: tuple[Drawing, ...] = ()  # what follows the body, page breaks between: rows of a score, places that differ
    clips: tuple[Clip, ...] = ()  # heard where the output can; elsewhere ``pairs`` says where
    rows: tuple[Drawing, ...] = ()  # the body again, in drawings that pages break between

    @property
    def pictures(self) -> tuple[Drawing, ...]:
        """What is drawn of the exhibit on paper; none of text and tables."""
        return self.rows or ((self.body, *self.further) if isinstance(self.body, Drawing) else ())

    @property
    def enlarged(self) -> tuple[Drawing, ...]:
        """Places that differ, drawn large: the facts of the match stand before them."""
        return self.further if self.rows else ()


def lay_out(exhibit: Exhibit, language: Language) -> Layout:
    """The exhibit as any output draws it."""
    match exhibit:
        case AlignedText():
            heads = (_head(exhibit.left), _head(exhibit.right))
            row = ("", exhibit.left.runs, "", exhibit.right.runs)
            return Layout(Sheet(heads, (row,), False), exhibit.caption)
        case Listing():
            blank: tuple[str, Runs] = ("", ())
            pairs = zip_longest(exhibit.left, exhibit.right, fillvalue=blank)
            said = (pair for pair in pairs if any(side[0] or side[1] for side in pair))  # a row of nothing is none
            rows = tuple((left[0], left[1], right[0], right[1]) for left, right in said)
            return Layout(Sheet((exhibit.left_place, exhibit.right_place), rows, True), exhibit.caption)
        case Overlay():
            return Layout(
                overlays.overlay(exhibit, language),
                exhibit.caption,
                exhibit.transformation,
                None if exhibit.listed is None else _cells(exhibit.listed),
                frames=overlays.frames(exhibit, language),
                further=overlays.details(exhibit, language),
                rows=overlays.rows(exhibit, language),
                list_title=_title(exhibit.listed, language),
            )
        case Score():
            first, *others = figures.score(exhibit, language)
            return Layout(first, exhibit.caption, further=tuple(others))
        case Plot():
            told = _heard(exhibit.clips, language)
            return Layout(
                figures.plot(coinciding.told(exhibit, language), language), exhibit.caption, told, clips=exhibit.clips
            )
        case Networks():
            return Layout(networks.networks(exhibit), exhibit.caption)
        case Table():
            return Layout(_cells(exhibit), exhibit.caption, _heard(exhibit.clips, language), clips=exhibit.clips)


def low(cells: Cells) -> bool:
    """Whether a table is so low that it need not be torn over two pages."""
    lines = (max(map(high, row, rooms(cells.widths)), default=1.0) for row in cells.rows)
    return len(cells.rows) <= FEW and sum(lines) <= ROW


def _title(listed: Differences | None, language: Language) -> str:
    """The head of a list of places that differ: with letters, as they stand in the difference of both, or without."""
    rows = listed.rows if listed else ()
    return say(language, "listed" if any(row[0] in LETTERS for row in rows) else "listed-plain")


def _heard(clips: tuple[Clip, ...], language: Language) -> tuple[tuple[str, str], ...]:
    """One pair, name and what can be heard in the edition that can be listened to; none without clips."""
    if not clips:
        return ()
    return (
        (
            say(language, "clips"),
            say(language, "clips-where", places=say(language, "semicolon").join(place(one) for one in clips)),
        ),
    )


def place(clip: Clip) -> str:
    """File and seconds of a clip, as people read them."""
    return f"{clip.file} {clip.start:.3f}–{clip.stop:.3f} s"


def _cells(table: Table | Differences) -> Cells:
    """A table with rows of equal width."""
    columns = max([len(table.head), *(len(row) for row in table.rows)], default=1)
    head, *rows = [(row + ("",) * columns)[:columns] for row in (table.head, *table.rows)]
    names, *lines = [tuple((Inline(cell),) for cell in row) for row in (head, *rows)]
    longest = [float(max(map(letters, column))) for column in zip(*rows, strict=True)]  # heads may take several lines
    align = "".join(side(table.align, at) for at in range(columns))
    return Cells(head, tuple(rows), table.align, fitted(names, lines, longest, align=align))


def drawn(exhibit: Exhibit, language: Language) -> Drawing:
    """The drawing of an exhibit that is one. ``ReportError`` for one that is text or a table, or several drawings."""
    layout = lay_out(exhibit, language)
    body = layout.body
    if not isinstance(body, Drawing) or (layout.further and not isinstance(exhibit, Overlay)):
        raise ReportError(f"{type(exhibit).__name__} is no drawing: show it as a table or excerpt")
    return body


def for_page(exhibit: Exhibit, verdict: str, language: Language) -> Layout:
    """An exhibit for paper. Of long listings rows alike on both sides are folded away, or, where fewer rows are alike
    than not, those that are unlike; then what is past the page.

    The whole listing stands in the report model and in the HTML edition; each gap says how many rows it stands for.
    """
    layout = lay_out(exhibit, language)
    body = layout.body
    unjudged = verdict == say(language, "verdict.unreviewed")
    most = SAMPLE if unjudged else ON_PAGE
    if isinstance(body, Sheet) and not body.numbered:
        return replace(layout, body=_cut(body, TEXT_SAMPLE if unjudged else TEXT, language))
    if not isinstance(body, Sheet) or not body.numbered or len(body.rows) <= most:
        return layout
    telling = [at for at, row in enumerate(body.rows) if any(run.role not in EVEN for run in (*row[1], *row[3]))]
    same = [at for at, row in enumerate(body.rows) if all(_same(runs) for runs in (row[1], row[3]))]
    few = len(same) < len(telling)  # two remarks that agree, and between them what does not: the match is what agrees
    near = {at + step for at in (same if few and same else telling) for step in range(-AROUND, AROUND + 1)}
    near = near or set(range(most))
    folded = "rows-folded-unlike" if few and same else "rows-folded"
    stood: list[tuple[Row, int]] = []  # what is printed, and how many rows it stands for
    for kept, group in groupby(range(len(body.rows)), key=near.__contains__):
        numbers = list(group)
        if kept or len(numbers) <= 2 * AROUND:
            stood += [(body.rows[at], 1) for at in numbers]
        else:
            stood.append((_gap(say(language, folded, count=len(numbers))), len(numbers)))
    left = len(body.rows) - sum(count for _, count in stood[:most])
    rows = [row for row, _ in stood[:most]] + ([_gap(say(language, "rows-left", count=left))] if left else [])
    return replace(layout, body=replace(body, rows=tuple(rows)))


def _same(runs: Runs) -> bool:
    written = [run.role for run in runs if run.text.strip()]
    return bool(written) and set(written) == {"same"}


def paged(block: Shown, language: Language) -> Layout:
    """An excerpt as it stands on paper: shortened, but where the whole of it is wanted. The list of places that differ
    can begin on the next page, so it bears the number of its match."""
    laid = lay_out(block.exhibit, language) if block.whole else for_page(block.exhibit, block.verdict, language)
    return numbered(laid, block.number, language)


def numbered(laid: Layout, number: int, language: Language) -> Layout:
    """With the number of the match before the list of places that differ, if there is one."""
    if not laid.list_title:
        return laid
    head = say(language, "excerpt", number=number) + say(language, "colon")
    return replace(laid, list_title=head + laid.list_title)


def _cut(body: Sheet, most: int, language: Language) -> Sheet:
    """Both columns down to the same share of them, where the longer one has more than ``most`` letters."""
    longest = max((_letters(runs) for row in body.rows for runs in (row[1], row[3])), default=0)
    if longest <= most:
        return body

    def shortened(runs: Runs) -> Runs:
        room = _letters(runs) * most / longest
        kept: list[Run] = []
        for at, run in enumerate(runs):
            stop = 0
            while stop < len(run.text) and room > 0:
                room -= 2 if run.text[stop] > "\u2e7f" else 1
                stop += 1
            kept.append(replace(run, text=run.text[:stop]))
            if stop < len(run.text):
                left = len(run.text) - stop + sum(len(other.text) for other in runs[at + 1 :])
                kept.append(Run(say(language, "text-left", count=left), "folded"))
                break
        return tuple(run for run in kept if run.text)

    return replace(body, rows=tuple((row[0], shortened(row[1]), row[2], shortened(row[3])) for row in body.rows))


def _letters(runs: Runs) -> int:
    return sum(2 if letter > "\u2e7f" else 1 for run in runs for letter in run.text)


def _gap(words: str) -> Row:
    return "", (Run(words, "folded"),), "", ()


def side(align: str, at: int) -> str:
    """l, r or c for column ``at``; l where nothing better is said."""
    said = align[at : at + 1]
    return said if said in ("l", "r", "c") else "l"


def _head(excerpt: Excerpt) -> str:
    """File and place, the file once."""
    if not excerpt.place or excerpt.place == excerpt.file:
        return excerpt.file
    return excerpt.place if excerpt.place.startswith(excerpt.file) else f"{excerpt.file}\n{excerpt.place}"

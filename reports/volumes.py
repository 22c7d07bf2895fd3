"""Annex volumes (附件分册): the files inside a report's PDF printed whole, in PDFs of bounded size.

A report does not grow with its matches (decision 0014): what its tables shorten travels inside it as files. Where paper
is wanted, the same is printed as volumes, each with the number and digest of the report, annexes under their numbers. A
volume holds about ``MOST`` lines, so that no annex is too large for the typesetter's memory.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from appraisal.dossier import Dossier, Filed
from appraisal.errors import ReportError
from reports.build import annexed
from reports.document import (
    Attachment,
    Block,
    Cover,
    Document,
    Grid,
    Heading,
    Inline,
    Language,
    Legend,
    Line,
    Paragraph,
    Part,
    Shown,
)
from reports.exhibits.layout import Cells, Runs, Sheet, lay_out
from reports.sections import logs
from reports.sections.attached import unmatched
from reports.sections.desk import Desk, result_of, text
from reports.sections.matched import singly
from reports.sections.shown import excerpt
from reports.sections.tabled import long_tabulated
from reports.sections.whole import excluded, files, observed
from reports.spelling import spelled
from reports.text import Printed, printable

MOST = 7_000  # lines of a volume: about 120 pages
CHUNK = 100  # rows of one table; the next one repeats its head
LINE = 100  # letters across a page in the type of tables; a hanzi is two
DRAWN, ROW = 30, 12  # lines that a drawing stands for, and each further row of a score


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one attached file, by its number among them: a block, and the lines that it fills."""

    file: int
    block: Block
    lines: float


def volumes(dossier: Dossier, model: bytes, sha256: str, *, most: float = MOST) -> Iterator[Document]:
    """The volumes in order, one made when it is asked for. ``model``: the report as issued (``report.json``);
    ``sha256``: of its PDF.

    ``ReportError`` when the case no longer gives the files that travel inside the report, or when there are none.
    """
    issued: Any = json.loads(model)
    language: Language = issued["parts"][0]["language"]
    desk = Desk(spelled(logs.settled(dossier)), language)
    files = annexed(desk)
    _check(files, issued.get("attachments", []))
    if not files:
        raise ReportError(
            "nothing is printed as volumes: no file travels inside this report, all stands in its annexes"
        )
    sizes = [(piece.file, piece.lines) for piece in _pieces(desk, files)]
    bounds = _packed([lines for _, lines in sizes], most)
    pieces = _pieces(desk, files)
    for at, (start, stop) in enumerate(bounds, 1):
        held = sorted({file for file, _ in sizes[start:stop]})
        some = list(islice(pieces, stop - start))
        blocks = (*_front(desk, issued, sha256, [files[one] for one in held], at, len(bounds)), *_under(files, some))
        title = desk.say("volume-title")
        yield Document(
            number=printable(issued["number"]),
            title=title,
            dated=printable(issued["dated"]),
            watermark=printable(issued.get("watermark", "")),
            parts=(Part(language, desk.say("volume-of", at=at, count=len(bounds)), blocks),),
            pages=printable(issued.get("pages", "")),
            paper="us-letter" if issued.get("paper") == "us-letter" else "a4",
        )


def _check(files: Sequence[Attachment], issued: Sequence[Any]) -> None:
    held = {one.name: one.text for one in files}
    if {str(one["name"]): str(one["text"]) for one in issued} != held:
        raise ReportError(
            "the case has gone on since the report was issued: volumes print what travels inside the report, "
            "so make them before anything else is recorded, or issue a supplement"
        )


def _packed(sizes: Sequence[float], most: float) -> list[tuple[int, int]]:
    """Stretches [start, stop) of pieces that fill at most ``most`` lines, or are one piece."""
    bounds: list[tuple[int, int]] = []
    start, filled = 0, 0.0
    for at, size in enumerate(sizes):
        if at > start and filled + size > most:
            bounds.append((start, at))
            start, filled = at, 0.0
        filled += size
    return [*bounds, (start, len(sizes))]


def _front(desk: Desk, issued: Any, sha256: str, files: Sequence[Attachment], at: int, count: int) -> Iterator[Block]:
    """Cover, and what the volume holds."""
    lines = (
        (desk.say("report-number"), printable(issued["number"])),
        (desk.say("dated"), printable(issued["dated"])),
        (desk.say("volume-report"), printable(issued["title"])),
        (desk.say("volume-digest"), printable(sha256)),
    )
    yield Cover(desk.say("volume-title"), desk.say("volume-of", at=at, count=count), lines)
    yield Paragraph((Inline(desk.say("volume-note")),), "note")
    head = [desk.say(f"col.exhibit-{name}") for name in ("number", "title", "digest")]
    rows = [
        (
            text(one.mark or desk.say("none"), "strong"),
            (Inline(printable(one.name), "code"), Inline(Printed(f"\n{printable(one.description)}"))),
            text(hashlib.sha256(one.text.encode("utf-8")).hexdigest(), "digest"),
        )
        for one in files
    ]
    yield desk.grid(head, rows, widths=(1.0, 3.4, 2.6))


def _under(files: Sequence[Attachment], pieces: Sequence[_Piece]) -> Iterator[Block]:
    """The pieces, each file under its heading."""
    last = -1
    for piece in pieces:
        if piece.file != last:
            one = files[piece.file]
            yield Heading(1, Printed(f"{one.mark}\u3000{one.description}".strip()))
            last = piece.file
        yield piece.block


def _pieces(desk: Desk, files: Sequence[Attachment]) -> Iterator[_Piece]:
    by_id = {result_of(filed): filed for filed in desk.current}
    for at, one in enumerate(files):
        kind, _, rest = one.name.partition("-")
        filed = by_id[rest.rpartition(".")[0].rpartition("-")[2]]
        number = int(rest.split("-")[0]) if kind == "table" else 0
        for block in _printed(desk, filed, kind, number):
            yield _Piece(at, block, _lines(block, desk.language))


def _printed(desk: Desk, filed: Filed, kind: str, number: int) -> Iterator[Block]:
    """All that one file holds, in tables of ``CHUNK`` rows and whole excerpts."""
    if kind == "excerpts":
        yield Legend(True)
        matches = {match.id: match for match in filed.comparison.matches}
        for shown in filed.shown:
            made = excerpt(desk, filed, shown, matches.get(shown.match), paper=True)
            yield replace(made, whole=True)
    elif kind == "matches":
        numbered = list(enumerate(filed.comparison.matches, 1))
        for start in range(0, len(numbered), CHUNK):
            yield singly(desk, filed, numbered[start : start + CHUNK])
    elif kind == "table":
        head, rows = long_tabulated(desk, filed, number)
        yield from _tables(desk, head, rows)
    elif kind == "unmatched":
        names = [desk.say("col.work"), desk.say("col.member")]
        sides = unmatched(filed).items()
        listed = [(text(desk.named(desk.side(filed, side))), text(file)) for side, some in sides for file in some]
        yield from _tables(desk, tuple(text(name, "strong") for name in names), listed, (1.0, 5.0))
    else:
        writers: dict[str, Callable[[Desk, Filed], tuple[list[Printed], list[tuple[Line, ...]], tuple[float, ...]]]]
        writers = {"exclusions": excluded, "observations": observed, "scope": files}
        said, found, widths = writers[kind](desk, filed)
        yield from _tables(desk, tuple(text(name, "strong") for name in said), found, widths)


def _tables(
    desk: Desk, head: tuple[Line, ...], rows: Sequence[tuple[Line, ...]], widths: tuple[float, ...] = ()
) -> Iterator[Block]:
    for start in range(0, len(rows), CHUNK):
        some = tuple(rows[start : start + CHUNK])
        said = desk.say("volume-rows", first=start + 1, last=start + len(some), total=len(rows))
        yield Grid(head, some, widths, caption=text(said))


def _lines(block: Block, language: Language) -> float:
    """About how many lines of a page a block fills."""
    if isinstance(block, Grid):
        columns = max([1, *(len(row) for row in block.rows)])
        widths = block.widths or (1.0,) * columns
        room = [max(4.0, LINE * width / sum(widths)) for width in widths]
        rows = (
            max(sum(math.ceil(max(1, _letters(part)) / wide) for part in _said(cell).split("\n"))
                for cell, wide in zip(row, room, strict=False))
            for row in block.rows
        )  # fmt: skip
        return 3 + sum(row + 0.4 for row in rows)
    if isinstance(block, Shown):
        layout = lay_out(block.exhibit, language)
        body = layout.body
        if isinstance(body, Sheet):
            return 6 + sum(max(_column(left), _column(right)) for _, left, _, right in body.rows)
        return 6 + (len(body.rows) if isinstance(body, Cells) else DRAWN + ROW * len(layout.further))
    return 3


def _column(runs: Runs) -> int:
    """Lines of one row in one of two columns."""
    return math.ceil(max(1, _letters("".join(run.text for run in runs))) / (LINE / 2))


def _said(line: Line) -> str:
    return "".join(piece.text for piece in line)


def _letters(words: str) -> int:
    return sum(2 if letter > "\u2e7f" else 1 for letter in words)

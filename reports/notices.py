"""A short paper (``appraisal.notice``) as a document: a cover with its lines, then paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.errors import ReportError
from appraisal.notice import Notice, Table
from appraisal.profile import Words
from reports.document import Block, Cover, Document, Grid, Inline, Language, Paragraph, Part
from reports.text import printable
from reports.wording import say

SPOKEN: dict[str, tuple[Language, ...]] = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}


def document_of(notice: Notice, language: str) -> Document:
    """The paper in Chinese, English or both. ``ReportError`` for any other language."""
    if language not in SPOKEN:
        raise ReportError(f"a paper is written in zh, en or both, not in {language!r}")
    spoken = SPOKEN[language]
    parts = tuple(Part(one, printable(notice.title.read(one)), tuple(_blocks(notice, one, spoken))) for one in spoken)
    return Document(
        number=printable(notice.number),
        title=parts[0].title,
        dated=printable(notice.dated),
        watermark="",
        parts=parts,
        paper=notice.paper,
    )


def _blocks(notice: Notice, language: Language, spoken: tuple[Language, ...]) -> Iterator[Block]:
    rows = [
        (say(language, "report-number"), printable(notice.number)),
        (say(language, "dated"), printable(notice.dated)),
    ]
    rows += [(printable(label.read(language)), printable(value)) for label, value in notice.lines]
    key = "prevails-en" if notice.prevails == "en" else "prevails"
    note = say(language, key) if len(spoken) > 1 else ""
    yield Cover(printable(notice.title.read(language)), "", tuple(rows), note)
    for block in notice.blocks:
        if isinstance(block, Words):
            yield Paragraph((Inline(printable(block.read(language))),))
        else:
            yield _grid(block, language)


def _grid(table: Table, language: Language) -> Grid:
    return Grid(
        head=tuple((Inline(printable(one.read(language)), "strong"),) for one in table.head),
        rows=tuple(tuple((Inline(printable(cell, lines=True)),) for cell in row) for row in table.rows),
        widths=table.widths,
        caption=(Inline(printable(table.title.read(language))),),
    )

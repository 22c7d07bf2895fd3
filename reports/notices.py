"""A short paper (``appraisal.notice``) as a document: a cover with its lines, then paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator

from appraisal.errors import ReportError
from appraisal.notice import Issuer, Notice, Table, read
from appraisal.profile import Words
from reports.document import Block, Cover, Document, Grid, Inline, Language, Paragraph, Part
from reports.text import printable
from reports.wording import say

SIGNED = 4  # lines of a row of the table of signatures: room for a name written by hand on a paper of a page or two
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
    called = say(language, "report-number") if notice.called is None else printable(notice.called.read(language))
    rows = [(called, printable(notice.number)), (say(language, "dated"), printable(notice.dated))]
    rows += [(printable(label.read(language)), printable(read(value, language))) for label, value in notice.lines]
    issuer = notice.issuer
    if issuer is not None and issuer.name is not None:
        rows.append((printable(issuer.house.read(language)), printable(issuer.name.read(language))))
    key = "prevails-en" if notice.prevails == "en" else "prevails"
    note = say(language, key) if len(spoken) > 1 else ""
    head = tuple(map(printable, issuer.letterhead)) if issuer is not None else ()
    yield Cover(printable(notice.title.read(language)), "", tuple(rows), note, head)
    for block in notice.blocks:
        if isinstance(block, Words):
            yield Paragraph((Inline(printable(block.read(language))),))
        else:
            yield _grid(block, language)
    if issuer is not None:
        yield from _signing(issuer, language)


def _signing(issuer: Issuer, language: Language) -> Iterator[Block]:
    """A place to sign for everybody who does, and for the seal."""
    blank = printable("\n".join(["\u3000"] * SIGNED), lines=True)
    head = tuple(
        (Inline(say(language, f"col.{name}"), "strong"),)
        for name in ("part", "person", "certificate", "signature", "date")
    )
    rows = tuple(
        (
            (Inline(printable(one.part.read(language)), "strong"),),
            (Inline(printable(one.name)),),
            (Inline(printable(one.certificate) or say(language, "none")),),
            (Inline(blank),),
            (Inline(blank),),
        )
        for one in issuer.signing
    )
    yield Grid(head, rows, (1.9, 1.3, 1.7, 2.2, 1.5))
    if issuer.seal:
        name = printable(issuer.name.read(language)) if issuer.name is not None else say(language, "not-stated")
        yield Paragraph((Inline(say(language, "seal-place", name=name)),), "seal")


def _grid(table: Table, language: Language) -> Grid:
    return Grid(
        head=tuple((Inline(printable(one.read(language)), "strong"),) for one in table.head),
        rows=tuple(tuple((Inline(printable(read(cell, language), lines=True)),) for cell in row) for row in table.rows),
        widths=table.widths,
        caption=(Inline(printable(table.title.read(language))),),
    )

"""DOCX, marked as an editable copy of the PDF.

Evidence is literal text; zip dates are fixed, so equal models give equal bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, get_args

import docx
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.text.paragraph import Paragraph as DocxParagraph

from appraisal.errors import ReportError
from appraisal.exhibit import Role, Token
from reports import document as model
from reports import docx_page
from reports.columns import wide
from reports.contents import listed, setting
from reports.document import (
    RUN_IN,
    Block,
    CoverageMap,
    Document,
    Grid,
    Inline,
    Language,
    Line,
    Listed,
    OppositeMap,
    Part,
    Quote,
    Shown,
    checked,
)
from reports.docx_keeping import closing, held, leads
from reports.exhibits.docx import (
    Element,
    close,
    element,
    kept,
    link,
    noted,
    paragraph,
    run,
    space,
    stand_in,
    table,
)
from reports.exhibits.docx_boxes import EDGE, boxed, flag, framed, ruled, seal
from reports.exhibits.docx_quotes import quoted
from reports.exhibits.docx_shown import CELL, above, below, places, plain, run_in, sheet
from reports.exhibits.drawing import Drawing, png
from reports.exhibits.layout import Cells, Sheet, drawn, paged
from reports.exhibits.maps import charts
from reports.exporting import DocumentExporter
from reports.flags import flagged
from reports.indents import indented
from reports.keeping import blank, leading, sealed, stamped
from reports.line_ends import ended, unspaced
from reports.prose import prose
from reports.unparted import parted, widened
from reports.view import anchors, on_paper
from reports.widths import EM, reference, rooms, scale
from reports.wording import say

SMALL = {"code": 7.0, "digest": 6.5}  # sizes in tables, in which the rule of widths holds as it does in the PDF
NOTED = {"code": 7.5, "digest": 7.0}  # and in notes, whose letters are smaller than those of the text
SIGNED = 9.5  # points of a line of the room for a signature, which is so high whatever the font asks for
BETWEEN = 30  # twentieths of a point between the frames of two flags
ROLES = get_args(Role)


def render(document: Document) -> bytes:
    """The DOCX file. Same document, same bytes."""
    checked(document)
    file = docx.Document()
    docx_page.styles(file)
    docx_page.properties(file, document)
    for at, part in enumerate(document.parts):
        section = file.sections[0] if at == 0 else docx_page.next_section(file)
        docx_page.page(section, document, part)
        _Writer(file, part).write()
    out = io.BytesIO()
    file.save(out)
    return docx_page.repacked(out.getvalue())


class _Writer:
    """Appends the blocks of one part to the body, before its section's end."""

    def __init__(self, file: Any, part: Part) -> None:
        self.file = file
        self.body = file.element.body
        self.language: Language = part.language
        self.part = on_paper(part)
        self.known = anchors(self.part)
        self.placed: set[str] = set()
        self.tops = listed(self.part)
        self.begun = 0  # of these, how many are written

    def write(self) -> None:
        blocks, fresh = self.part.blocks, False
        kept_on, within = frozenset(held(blocks)), frozenset(closing(blocks))
        for at, block in enumerate(blocks):
            if isinstance(block, model.PageBreak):
                fresh = True
                continue
            if at in within:
                continue
            note, *_ = blocks[at + 1 : at + 2] if at + 1 in within else [None]
            after, *_ = *blocks[at + 1 + (note is not None) :][:1], None
            for number, made in enumerate(self.one(block, after, at in kept_on, note)):
                if fresh and number == 0:
                    made = self.begins(made)
                self.add(made)
            fresh = False
            if isinstance(block, model.Cover) and self.tops:
                for made in self.contents():
                    self.add(made)

    def one(self, block: Block, after: Block | None, leads: bool, note: Block | None) -> Iterator[Element]:
        """A block of the part itself: a table with its closing note, a remark held to what it introduces, signatures
        held to the place of a seal, this to the line on another stamp; nothing below a table that ends a page."""
        made = list(self.block(block))
        if isinstance(note, model.Paragraph):
            (table_made,) = [each for each in made if each.tag == qn("w:tbl")]
            noted(table_made, paragraph(self.line(note.content, "note"), before=60, after=20))
        if leads:
            made = [kept(each) for each in made]
        if after is not None and (sealed(block, after) or stamped(block, after)):
            made = [kept(each) for each in made]
        elif isinstance(block, Grid) and isinstance(after, model.PageBreak):
            made.pop()
        yield from made

    def begins(self, made: Element) -> Element:
        """The paragraph as the first of a page; a table is put below one that is."""
        first = made if made.tag == qn("w:p") else space(0)
        pr = first.find(qn("w:pPr"))
        pr.insert(len([one for one in pr if one.tag in (qn("w:pStyle"), qn("w:keepNext"))]), element("pageBreakBefore"))
        if first is not made:
            self.add(first)
        return made

    def contents(self) -> Iterator[Element]:
        """Chapters and sections, each a link with the page that it begins on: a field, which offices fill when they lay
        out."""
        yield paragraph([run(say(self.language, "contents"), "strong", size=15)], keep=True, page=True)
        lines = setting(self.tops)
        for number, top in enumerate(self.tops, 1):
            name, level = self.name(f"top{number}"), top.level
            title = link(name, [run(top.text, size=lines.size[level - 1])])
            yield docx_page.entry(title, name, level, lines.high[level - 1])

    def add(self, made: Element) -> None:
        self.body.insert(len(self.body) - 1, quoted(made, self.language))

    def name(self, result: str) -> str:
        return f"{self.language}_{result}"[:40]

    def line(self, line: Line, style: str | None = None) -> Iterator[Element]:
        texts = unspaced([piece.text for piece in line], [piece.style for piece in line])
        for piece, words in zip(line, texts, strict=True):
            words = piece.text.replace(" ", "\u00a0") if reference(piece) else words
            own = style if style and piece.style == "plain" else piece.style
            made = run(words, own, size=NOTED.get(own) if style else None, within=style)
            yield link(self.name(piece.result), [made]) if piece.result in self.known else made

    def marked(self, made: Element, result: str | None) -> Element:
        """The paragraph as the place that links to ``result`` lead to."""
        if result and result not in self.placed:
            number = len(self.placed) + (10_000 if self.language == "zh" else 20_000)
            self.placed.add(result)
            made.append(element("bookmarkStart", id=number, name=self.name(result)))
            made.append(element("bookmarkEnd", id=number))
        return made

    def block(self, block: Block, indent: int = 0) -> Iterator[Element]:
        match block:
            case model.Cover():
                yield from self.cover(block)
            case model.Heading():
                if block.sticker:
                    yield boxed(block.sticker)
                made = paragraph([run(block.text)], style=f"Heading{block.level}", keep=True)
                if any(block is top for top in self.tops):
                    self.begun += 1
                    made = self.marked(made, f"top{self.begun}")
                yield self.marked(made, block.anchor)
            case model.Paragraph():
                if block.kind == "seal":
                    yield seal(list(self.line(block.content, "note")))
                    yield space()
                    return
                if block.kind == "notice":
                    yield framed(paragraph(self.line(block.content, "head"), indent=max(indent, EDGE)))
                    return
                style = {"note": "note"}.get(block.kind)
                first = 420 if block.kind == "plain" and self.language == "zh" and not indent else 0
                yield paragraph(self.line(block.content, style), indent=indent, first=first, keep=leads(block))
            case Listed():
                yield from self.listed(block, indent)
            case Quote():
                for inner in block.blocks:
                    yield from self.block(inner, indent + 420)
            case model.Code():
                yield paragraph([run(block.text, "code")], indent=indent + 200)
            case model.Rule():
                yield paragraph([run("———")], align="center")
            case model.PageBreak():  # within a list or a quotation it has no place
                return
            case model.Legend():
                words = [run(say(self.language, "legend"), "strong")]
                words += [r for role in ROLES for r in (run("    "), run(say(self.language, f"legend-{role}"), role))]
                yield paragraph(words, keep=True)
                if block.code:
                    words = [run(say(self.language, "legend-tokens"))]
                    for token in get_args(Token):
                        words += [run("   "), run(say(self.language, f"token-{token}"), token=token, mono=True)]
                    yield paragraph(words, keep=True)
            case Grid():
                yield from self.grid(block)
            case Shown():
                yield from self.shown(block)
            case CoverageMap() | OppositeMap():
                groups = charts(block, self.language)
                for at, some in enumerate(groups, 1):
                    which = f" ({at}/{len(groups)})" if len(groups) > 1 else ""
                    caption = [run(f"{block.caption}{which}  ", "note"), *self.reference(block.result, "note")]
                    yield paragraph(caption, keep=True)
                    yield from (kept(self.drawing(drawing)) for drawing in some[:-1])
                    yield self.drawing(some[-1])
            case model.Figure():
                yield paragraph(self.line(block.caption, "note"), keep=True)
                yield self.drawing(drawn(block.exhibit, self.language))
            case _:
                raise ReportError(f"DOCX has no form for {type(block).__name__}")

    def cover(self, block: model.Cover) -> Iterator[Element]:
        for at, words in enumerate(block.letterhead):
            yield paragraph([run(words, "head" if at == 0 else "plain", size=15 if at == 0 else 10)], align="center")
        yield paragraph([run(docx_page.titled(block.title))], style="Title", align="center", before=2400, after=400)
        yield paragraph([run(block.subtitle, size=15)], align="center", after=1200)
        for label, words in block.lines:
            yield paragraph(
                [run(f"{label}{say(self.language, 'colon')}", "head", size=11), run(words, size=11)], align="center"
            )
        yield paragraph([run(say(self.language, "editable"), "strong")], align="center", before=1200)
        if block.note:
            yield paragraph([run(block.note, "note")], align="center")

    def listed(self, block: Listed, indent: int) -> Iterator[Element]:
        for at, item in enumerate(block.items, 1):
            sign = f"{at}. " if block.ordered else "• "
            for number, inner in enumerate(item):
                if number == 0 and isinstance(inner, model.Paragraph):
                    keep = at == 1 < len(block.items)  # no single line below a heading
                    line = [run(sign), *self.line(inner.content)]
                    yield paragraph(line, indent=indent + 420, hanging=280, after=60, keep=keep)
                else:
                    yield from self.block(inner, indent + 420)

    def grid(self, block: Grid) -> Iterator[Element]:
        if block.caption:
            yield paragraph(self.line(block.caption, "note"), keep=True, before=120, after=40)
        columns = max([len(block.head), *(len(row) for row in block.rows)], default=1) or 1
        widths: Sequence[float] = block.widths if len(block.widths) == columns else (1.0,) * columns
        widths = widened(widths, (block.head, *block.rows), block.align)
        room_of = rooms(widths, block.align)
        size = scale(widths)

        def row(cells: Sequence[Line], *, head: bool = False) -> list[list[Element]]:
            return [self.cell(cell, room, size, head=head) for cell, room in zip(cells, room_of, strict=False)]

        made = table(row(block.head, head=True), [row(cells) for cells in block.rows], widths, block.align)
        heads = frozenset(leading(block.rows))
        for number, (cells, row_made) in enumerate(
            zip(block.rows, [*made.iter(qn("w:tr"))][bool(block.head) :], strict=True)
        ):
            if number in heads:
                kept(row_made)
            words = frozenset(prose(cells, block.align))
            for at, (cell, shown) in enumerate(zip(cells, row_made.iter(qn("w:tc")), strict=False)):
                if depth := indented(cell)[0]:
                    stand_in(shown, round(20 * CELL * size * depth))
                for edge in shown.iter(qn("w:jc")) if at in words else ():
                    edge.set(qn("w:val"), "left")
                for line in shown.iter(qn("w:p")) if blank(cell) else ():
                    close(line, SIGNED)
        yield made
        yield space()

    def cell(self, line: Line, room: float, size: float, *, head: bool = False) -> list[Element]:
        """Runs of a cell; names that no line of it holds have places to break. Of two flags each has its own frame:
        with nothing between, word processors draw one around both."""
        depth, line = indented(line)
        room = max(2.0, room - depth * EM)
        made: list[Element] = []
        flags = frozenset(flagged(line, room))
        texts = [
            words.replace(" ", "\u00a0") if reference(piece, room) else words
            for piece, words in zip(line, parted(line, room), strict=True)
        ]
        styles = [piece.style for piece in line]
        texts = unspaced(ended(texts, styles, room, head=head), styles, room)
        for at, (piece, words) in enumerate(zip(line, texts, strict=True)):
            points = SMALL.get(piece.style, CELL) * size
            if at in flags:
                made += [space(BETWEEN)] if made and made[-1].tag == qn("w:p") else []
                made.append(flag(piece.text, points))
            elif not (piece.text == "\n" and flags & {at - 1, at + 1}):  # that line is a paragraph of its own
                shown = run(words, piece.style, size=points, breaks=True)
                made.append(link(self.name(piece.result), [shown]) if piece.result in self.known else shown)
        return made

    def reference(self, result: str, style: str | None = None) -> list[Element]:
        words = say(self.language, "record" if len(result) == 12 else "match", id=result)
        return list(self.line((Inline(words, "code", result),), style))

    def shown(self, block: Shown) -> Iterator[Element]:
        layout = paged(block, self.language)
        title = [
            run(say(self.language, "excerpt", number=block.number), "strong"),
            run("  "),
            run(block.verdict, "mark"),
            run("  "),
        ]
        title += [*self.reference(block.result, "head"), run("  "), *self.reference(block.comparison, "head")]
        yield self.marked(ruled(paragraph(title, keep=True, before=200, after=40)), block.result)
        if block.deducted:
            yield kept(flag(block.deducted, 8.5))
        for side in (block.left_places, block.right_places):
            if side:
                yield places(side, say(self.language, "semicolon"))
        pairs, colon = (*block.details, *layout.pairs), say(self.language, "colon")
        if 0 < len(pairs) <= RUN_IN:
            yield run_in(pairs, colon)
        elif pairs and not layout.pictures:
            yield from above(pairs, colon)
        if layout.caption:
            yield paragraph([run(layout.caption, "note")], keep=True, after=40)
        yield from map(self.drawing, layout.pictures)
        if layout.pictures and len(pairs) > RUN_IN:
            yield below(pairs, colon)
            yield space()
        yield from map(self.drawing, layout.enlarged)
        if isinstance(layout.body, Cells):
            yield from plain(layout.body)
        elif isinstance(layout.body, Sheet):
            yield sheet(layout.body)
            yield space()
        if layout.listed:
            yield paragraph([run(layout.list_title, "note")], keep=True, after=40)
            yield from plain(layout.listed)

    def drawing(self, drawing: Drawing) -> Element:
        """A picture as wide as the text where a page is high enough for it, with its description."""
        made = paragraph([], after=80)
        picture = (
            DocxParagraph(made, self.file._body)
            .add_run()
            .add_picture(io.BytesIO(png(drawing)), width=Emu(int(drawing.width * wide(drawing.height) * 12700)))
        )
        picture._inline.docPr.set("descr", drawing.alt)
        for side in ("distT", "distB", "distL", "distR"):
            picture._inline.set(side, "0")  # some word processors otherwise add a margin of their own
        return made


class DocxExporter(DocumentExporter):
    """An editable copy."""

    name: ClassVar[str] = "docx"
    suffix: ClassVar[str] = ".docx"

    def render(self, document: Document) -> bytes:
        return render(document)

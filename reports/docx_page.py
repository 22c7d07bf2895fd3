"""Pages of the DOCX: paper, fonts, what stands above and below the text, what the file says of itself."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.document import Cover, Document, Part
from reports.exhibits.docx import SANS, SERIF, TEXT_WIDTH, Element, element, run
from reports.pdf import moment
from reports.text import CITATION
from reports.watermark import watermark
from reports.widths import extent, letters
from reports.wording import say, template

STYLES = (
    ("Normal", 10.5, SERIF),
    ("Heading 1", 15, SANS),
    ("Heading 2", 12.5, SANS),
    ("Heading 3", 11, SANS),
    ("Heading 4", 10.5, SANS),
    ("Title", 26, SANS),
)
TITLE = 31.0  # letters, as ``extent`` counts them, that a line holds in the size of a title
HEADER, ROOM = 8.0, 110  # size of a header, and letters of that size that a line of it has room for
ENTRY = 480  # twentieths of a point at the right of the contents that titles leave to page numbers
INNER = 360  # twentieths of a point that a section stands in below its chapter
EPOCH = (1980, 1, 1, 0, 0, 0)
PROPERTY = 255  # characters that a document property holds


def styles(file: Any) -> None:
    """Sizes and fonts of the text; Chinese glyphs for Chinese."""
    for name, size, fonts in STYLES:
        style = file.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = None
        style.font.italic = False  # slanted hanzi are no letters of print
        pr = style.element.get_or_add_rPr()
        for old in [*pr.findall(qn("w:rFonts")), *pr.findall(qn("w:color"))]:
            pr.remove(old)
        pr.insert(0, element("rFonts", ascii=fonts[0], hAnsi=fonts[0], cs=fonts[0], eastAsia=fonts[1]))
    for stops in [*file.styles["Header"].element.iter(qn("w:tabs"))]:
        stops.getparent().remove(stops)
    for lang in file.styles.element.iter(qn("w:lang")):  # else offices take the glyphs of another region
        lang.set(qn("w:eastAsia"), "zh-CN")
    for border in file.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def titled(title: str) -> str:
    """The title of a cover. One that no line holds is parted before what word processors would tear: before
    brackets at its end that a line holds, as （英国民事诉讼规则第35部分）, or behind the comma before a citation, as
    26(a)(2)(B)."""
    before, comma, after = title.rpartition(", ")
    name, bracket, inside = title.partition("（")
    if extent(title, head=True) <= TITLE:
        return title
    if name and inside.endswith("）") and extent(bracket + inside, head=True) <= TITLE:
        return f"{name}\n{bracket}{inside}"
    cited = comma and CITATION.search(after) and not CITATION.search(before)
    return f"{before},\n{after}" if cited else title


def properties(file: Any, document: Document) -> None:
    """What a file manager shows of the file; its only time is the document's."""
    core = file.core_properties
    when = moment(document).replace(tzinfo=None)
    core.title, core.author, core.comments, core.last_modified_by = document.title[:PROPERTY], "", "", ""
    core.subject, core.created, core.modified, core.revision = document.number[:PROPERTY], when, when, 1
    core.language = "zh-CN" if document.parts[0].language == "zh" else "en"


def page(section: Any, document: Document, part: Part) -> None:
    """Paper, margins, a header of two lines and a footer with numbers."""
    if document.paper == "us-letter":  # text as wide and as high as on A4, headers nearer to the edge
        section.page_width, section.page_height = Mm(215.9), Mm(279.4)
        section.left_margin = section.right_margin = Mm(27.95)
        section.top_margin, section.bottom_margin = Mm(18.4), Mm(14)
        section.header_distance, section.footer_distance = Mm(9), Mm(7)
    else:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    upper, lower = (part.title, document.number), (say(part.language, "editable"), document.watermark)
    _header(section.header, (upper, lower), document.watermark)
    if any(isinstance(block, Cover) for block in part.blocks[:1]):  # names itself, and has no page number
        section.different_first_page_header_footer = True
        section.first_page_header.is_linked_to_previous = section.first_page_footer.is_linked_to_previous = False
        _header(section.first_page_header, (("", document.watermark),), document.watermark)
    foot = section.footer.paragraphs[0]
    foot.alignment = 1
    for piece in re.split(r"[{}]", template(part.language, "page")):
        field = {"page": "PAGE", "total": "NUMPAGES"}.get(piece)
        if field:
            foot._p.append(_field(field))
        elif piece:
            foot._p.append(run(piece, "note"))


def _header(header: Any, pairs: Sequence[tuple[str, str]], mark: str) -> None:
    """Lines of a header, what stands at the left and at the right of each, and a watermark."""
    head = header.paragraphs[0]._p
    _stops(head.get_or_add_pPr())
    for at, pair in enumerate(pairs):
        size = round(2 * min(HEADER, HEADER * ROOM / max(1, letters("".join(pair)) + 4))) / 2
        head.append(run(("\n" if at else "") + pair[0], "note", size=size))
        head.append(_tab())
        head.append(run(pair[1], "note", size=size))
    if mark:
        head.append(watermark(mark))


def _stops(pr: Element) -> None:
    """Properties of a header's paragraph: what follows a tab stands at the right margin."""
    stops = element("tabs")
    stops.append(element("tab", val="right", pos=TEXT_WIDTH))
    pr.append(stops)
    pr.append(element("spacing", before=0, after=0))


def entry(title: Element, name: str, level: int, high: float) -> Element:
    """A line of the contents, ``high`` points from the next one, whatever the font asks for, and set in below the first
    level: title, dots, and the page of the bookmark ``name``. Its
    field is marked as not reckoned yet, since only an office knows its pages: Word and WPS fill it when the file is
    opened, LibreOffice always does."""
    made, pr = element("p"), element("pPr")
    stops = element("tabs")
    stops.append(element("tab", val="right", leader="dot", pos=TEXT_WIDTH))
    pr.append(stops)
    pr.append(element("spacing", before=0, after=0, line=round(20 * high), lineRule="exact"))
    pr.append(element("ind", left=INNER * (level - 1), right=ENTRY))
    made.append(pr)
    made.append(title)
    made.append(_tab())
    made.append(element("fldSimple", instr=f"PAGEREF {name}", dirty="true"))
    made[-1].append(run("…"))
    return made


def _tab() -> Element:
    made = element("r")
    made.append(element("tab"))
    return made


def next_section(file: Any) -> Any:
    """A section from a new page on; the paragraph that ends the one before is one that stands there already, so that it
    cannot fall on a page of its own."""
    made = file.add_section()
    end = file.element.body.findall(qn("w:p"))[-1]
    last = end.getprevious()
    if last is not None and last.tag == qn("w:p"):
        last.get_or_add_pPr().append(end.find(qn("w:pPr")).find(qn("w:sectPr")))
        end.getparent().remove(end)
    return made


def _field(code: str) -> Element:
    made = element("fldSimple", instr=code)
    made.append(run("1", "note"))
    return made


def repacked(data: bytes) -> bytes:
    """The same zip members in name order with fixed dates; the content type list stays first, as readers expect."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            new.writestr(info, old.read(name), compresslevel=6)
    return out.getvalue()

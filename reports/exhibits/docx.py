"""WordprocessingML pieces: runs, paragraphs, tables, sheets, pictures. Text goes in as text nodes, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.breaks import BREAK
from reports.exhibits.layout import side
from reports.keeping import ROW, ends, high
from reports.widths import PADDING, PAGE, behind_number

Element = Any  # lxml elements as python-docx types them
TEXT_WIDTH = 9070  # twentieths of a point: A4 with margins of 25 mm
SERIF = ("Times New Roman", "宋体")
SANS = ("Arial", "黑体")
MONO = ("Courier New", "黑体")
SHADES = {"context": "666666", "number": "666666", "note": "444444", "dropped": "444444"}
TOKENS = {"keyword": "1F2C52", "comment": "565664", "string": "5F4A24", "number": "5F4A24", "operator": "3C3C3C"}


def element(tag: str, **attributes: str | int) -> Element:
    """``w:tag`` with ``w:`` attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def properties(
    style: str,
    *,
    size: float | None = None,
    token: str | None = None,
    mono: bool = False,
    within: str | None = None,
) -> Element:
    """Run properties for a style of the model or a role of an excerpt; roles differ without colour.

    ``token``: part of speech of source code; weight and slant tell it as well as a muted shade. ``mono``: monospaced.
    ``within``: the style of the text around it, of whose shade a word of no shade is.
    """
    made = element("rPr")
    fonts = MONO if mono else {"code": MONO, "digest": MONO, "number": MONO, "head": SANS}.get(style)
    if fonts:
        made.append(element("rFonts", ascii=fonts[0], hAnsi=fonts[0], cs=fonts[0], eastAsia=fonts[1]))
    if style == "strong" or token == "keyword":  # noqa: S105 - a part of speech, no secret
        made.append(element("b"))
    if token == "comment":  # noqa: S105 - a part of speech, no secret
        made.append(element("i"))
    if style in ("struck", "dropped"):
        made.append(element("strike"))
    shade = {"same": "1F4E8C", "moved": "7A4A1E"}.get(style) if token is None and not mono else None
    shade = shade or SHADES.get(style) or TOKENS.get(token or "") or SHADES.get(within or "")
    if shade:
        made.append(element("color", val=shade))
    points = size or {"digest": 7.5, "number": 7.0, "code": 9.0, "note": 9.0, "head": 9.0}.get(style)
    if points:
        made.append(element("sz", val=round(points * 2)))
    line = {"same": "single", "moved": "dash", "emphasis": "dotted"}.get(style)
    if line:
        made.append(element("u", val=line))
    if style == "mark":
        made.append(element("bdr", val="single", sz=4, space=0, color="000000"))
    if style == "changed":
        made.append(element("bdr", val="single", sz=4, space=0, color="6E6E6E"))
        made.append(element("shd", val="clear", color="auto", fill="DEDEDE"))
    return made


def run(
    text: str,
    style: str = "plain",
    *,
    size: float | None = None,
    token: str | None = None,
    mono: bool = False,
    breaks: bool = False,
    within: str | None = None,
) -> Element:
    """A run of literal text; line ends become breaks. Places to break are left out unless ``breaks``: word processors
    break what no line holds by themselves, though at any letter, and a sign that prints nothing would stay in the words
    that a reader searches or copies."""
    made = element("r")
    made.append(properties(style, size=size, token=token, mono=mono, within=within))
    for at, line in enumerate(text.split("\n")):
        if at:
            made.append(element("br"))
        words = element("t")
        words.text = line if breaks else line.replace(BREAK, "")
        words.set(qn("xml:space"), "preserve")
        made.append(words)
    return made


def link(target: str, runs: Iterable[Element]) -> Element:
    """A link to a bookmark of the same document."""
    made = element("hyperlink", anchor=target, history=1)
    made.extend(runs)
    return made


def paragraph(
    runs: Iterable[Element],
    *,
    style: str | None = None,
    align: str | None = None,
    indent: int = 0,
    hanging: int = 0,
    first: int = 0,
    keep: bool = False,
    whole: bool = False,
    page: bool = False,
    before: int | None = None,
    after: int | None = None,
) -> Element:
    """A paragraph; measures in twentieths of a point. ``keep`` holds it on the page of what follows;
    ``whole``: its lines stand on one page; ``page``: it begins one."""
    made, pr = element("p"), element("pPr")
    if style:
        pr.append(element("pStyle", val=style))
    if keep:
        pr.append(element("keepNext"))
    if whole:
        pr.append(element("keepLines"))
    if page:
        pr.append(element("pageBreakBefore"))
    if before is not None or after is not None:
        spacing = {name: value for name, value in (("before", before), ("after", after)) if value is not None}
        pr.append(element("spacing", **spacing))
    if indent or hanging or first:
        pr.append(
            element("ind", left=indent, hanging=hanging) if hanging else element("ind", left=indent, firstLine=first)
        )
    if align:
        pr.append(element("jc", val=align))
    made.append(pr)
    made.extend(runs)
    return made


def close(made: Element, points: float) -> Element:
    """The paragraph with its lines so many points apart, whatever the font asks for."""
    spacing = made.find(qn("w:pPr")).find(qn("w:spacing"))
    spacing.set(qn("w:line"), str(round(points * 20)))
    spacing.set(qn("w:lineRule"), "exact")
    return made


def space(after: int = 120) -> Element:
    """What parts a table from what follows: as low as a paragraph can be, so that it begins no page of its own."""
    made = paragraph([], before=0, after=after)
    pr = made.find(qn("w:pPr"))
    spacing = pr.find(qn("w:spacing"))
    spacing.set(qn("w:line"), "20")
    spacing.set(qn("w:lineRule"), "exact")
    mark = element("rPr")
    mark.append(element("sz", val=2))
    pr.append(mark)
    return made


def kept(made: Element) -> Element:
    """A table whose rows all stay on the page of what follows it."""
    for one in made.iter(qn("w:pPr")):
        if one.find(qn("w:keepNext")) is None:
            one.insert(1 if one.find(qn("w:pStyle")) is not None else 0, element("keepNext"))
    return made


def loose(made: Element) -> Element:
    """A table whose rows may be torn: LibreOffice holds no other to what follows it (``kept``). The lines of each of
    its paragraphs stay together all the same."""
    for pr in [*made.iter(qn("w:trPr"))]:
        pr.getparent().remove(pr)
    return made


HELD = 12  # lines of a table of few rows that stays whole, and of the last rows of others
BEHIND = 120  # more of it behind a number at the right of its column, as in report.typ
END = 10  # half points of the end of a paragraph of nothing in a table
INSET = 80  # left and right of a cell, as in report.typ
ABOVE = 20  # above and below what stands in a cell
LEADING = 1.32  # squares of its letters from a line of a cell to the next one, at the least
SIZE = 21  # half points of letters of no size of their own
ALIGN = {"l": "left", "r": "right", "c": "center"}


def table(
    head: Sequence[Sequence[Element]],
    rows: Iterable[Sequence[Sequence[Element]]],
    widths: Sequence[float],
    align: str = "",
    *,
    whole: bool = False,
    low: float = ROW,
) -> Element:
    """Thin rules above and below each row, the head repeated on each page. Cells are sequences of runs.

    Lines of a row of ``low`` lines or fewer are marked to stay together (``keepLines``); LibreOffice may tear it
    over two pages. A lock of the row (``cantSplit``) would hold it there too, but LibreOffice 25.2 lost all rows behind
    a locked one that began within the last lines of a page: none but the head has one. The head stays with the first
    row (``keepNext``), so that none stands alone, also the last with the one before it, or all of a table that is
    ``whole`` or of few rows. LibreOffice has lost rows at the end of a page where rows were held to the next one, so no
    other row is, nor more than two lines that lead to a table (``benchmarks/page_layout.py`` looks for lost rows).
    """
    made, pr = element("tbl"), element("tblPr")
    pr.append(element("tblW", w=5000, type="pct"))
    borders = element("tblBorders")
    for edge, weight in (("top", 8), ("bottom", 8), ("insideH", 4)):
        borders.append(element(edge, val="single", sz=weight, space=0, color="666666"))
    pr.append(borders)
    pr.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for edge, inset in (("top", ABOVE), ("left", INSET), ("bottom", ABOVE), ("right", INSET)):
        margins.append(element(edge, w=inset, type="dxa"))
    pr.append(margins)
    made.append(pr)
    columns, total = element("tblGrid"), sum(widths) or 1
    shares = [round(TEXT_WIDTH * width / total) for width in widths]
    for share in shares:
        columns.append(element("gridCol", w=share))
    made.append(columns)
    if head:
        made.append(_row(head, shares, align, head=True))
    every = [*rows]
    lines = [max((_lines(*each) for each in zip(row, shares, strict=False)), default=1.0) for row in every]
    first, last = (len(every), 0) if whole else ends(lines) if head else (0, 0)
    if not whole:  # of longer tables none is held to its second row: LibreOffice 25.2 lost all rows of one below that
        first = first if first == len(every) and sum(lines) <= HELD else 0
        last = last if sum(lines[-last:]) <= HELD else 0
    for at, row in enumerate(every, 1):
        one = _row(row, shares, align, low=low)
        made.append(kept(one) if at < first or len(every) - last < at < len(every) else one)
    return made


def _row(
    cells: Sequence[Sequence[Element]], shares: Sequence[int], align: str, *, head: bool = False, low: float = ROW
) -> Element:
    made = element("tr")
    together = head or all(_lines(runs, share) <= low for runs, share in zip(cells, shares, strict=False))
    if head:
        pr = element("trPr")
        pr.extend((element("cantSplit"), element("tblHeader")))
        made.append(pr)
    for at, share in enumerate(shares):
        cell, cell_pr = element("tc"), element("tcPr")
        cell_pr.append(element("tcW", w=share, type="dxa"))
        if behind_number(align, at):
            margins = element("tcMar")
            margins.append(element("left", w=INSET + BEHIND, type="dxa"))
            cell_pr.append(margins)
        cell.append(cell_pr)
        edge = ALIGN[side(align, at)]
        runs = cells[at] if at < len(cells) else ()
        cell.extend(_paragraphs(runs, edge, keep=head, whole=together))
        made.append(cell)
    return made


def noted(made: Element, note: Element) -> None:
    """Put a note below a table into it, as a row without a rule below that stays with the row above it."""
    *_, last = made.iter(qn("w:tr"))
    kept(last)
    columns = len(made.find(qn("w:tblGrid")))
    row, cell, pr, edges = element("tr"), element("tc"), element("tcPr"), element("tcBorders")
    pr.append(element("tcW", w=TEXT_WIDTH, type="dxa"))
    pr.append(element("gridSpan", val=columns))
    edges.append(element("top", val="single", sz=8, space=0, color="666666"))
    edges.append(element("bottom", val="nil"))
    pr.append(edges)
    cell.extend((pr, note))
    row_pr = element("trPr")
    row_pr.append(element("cantSplit"))
    row.extend((row_pr, cell))
    made.append(row)


def _paragraphs(content: Sequence[Element], edge: str, *, keep: bool, whole: bool) -> Iterator[Element]:
    """The paragraphs of a cell, of which there is always one, and one last: runs between paragraphs are one."""
    held: list[Element] = []
    last = None
    for last in content:
        if last.tag != qn("w:p"):
            held.append(last)
            continue
        if held:
            yield _even(paragraph(held, align=edge, keep=keep, whole=whole, before=0, after=0))
            held = []
        yield last
    if held:
        yield _even(paragraph(held, align=edge, keep=keep, whole=whole, before=0, after=0))
    elif last is None:
        yield _low(paragraph([], align=edge, keep=keep, whole=whole, before=0, after=0))
    else:
        last.find(qn("w:pPr")).find(qn("w:spacing")).set(qn("w:after"), "0")


def _even(made: Element) -> Element:
    """The paragraph of a cell with lines apart by what stands above their letters only, and nothing below the last one:
    LibreOffice puts a row whose letters alone fit the page there, and what stands below them, an empty row under the
    head of the table, on the next one."""
    largest = max((int(size.get(qn("w:val"))) for size in made.iter(qn("w:sz"))), default=SIZE)
    spacing = made.find(qn("w:pPr")).find(qn("w:spacing"))
    spacing.set(qn("w:line"), str(round(10 * largest * LEADING)))
    spacing.set(qn("w:lineRule"), "atLeast")
    return made


def _low(made: Element) -> Element:
    """A paragraph of nothing that makes no row higher, though its end is else of the size of the text."""
    mark = element("rPr")
    mark.append(element("sz", val=END))
    made.find(qn("w:pPr")).append(mark)
    return made


def _lines(runs: Sequence[Element], share: int) -> float:
    """Lines of a cell ``share`` twentieths of a point wide, roughly."""
    room = max(2.0, PAGE * share / TEXT_WIDTH - PADDING)
    words = "".join(  # of a run itself, too, python-docx tells the text
        "\n" if one.tag == qn("w:br") else one.text or "" for run in runs for one in run.iter(qn("w:br"), qn("w:t"))
    )
    return high(words, room)


def stand_in(cell: Element, indent: int) -> None:
    """Move the text of a cell in by so many twentieths of a point."""
    for pr in cell.iter(qn("w:pPr")):
        if pr.find(qn("w:ind")) is not None:  # a frame stands in already
            continue
        place = [at for at, one in enumerate(pr) if one.tag == qn("w:jc")]
        pr.insert(place[0] if place else len(pr), element("ind", left=indent))

"""Boxes of the DOCX: numbers of exhibits, warnings, status words, rules above excerpts, the place of a seal."""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml.ns import qn

from reports.exhibits.docx import INSET, Element, element, paragraph, run

EDGE = 160  # twentieths of a point from the text of a box to the margin: space, line, and a little
SEAL = 2948  # 52 mm


def boxed(lines: Sequence[str]) -> Element:
    """A box at the right with the number of an exhibit, and smaller lines below it; held to what follows. Its edge
    stands outside the text, and the text as far from the margin."""
    made = [run(lines[0] + ("\n" if lines[1:] else ""), "strong", size=11), run("\n".join(lines[1:]), size=8)]
    found = paragraph(made, keep=True, align="center", indent=6400)
    found.find(qn("w:pPr")).find(qn("w:ind")).set(qn("w:right"), str(EDGE))
    return _edged(found, top=8, left=8, bottom=8, right=8)


def framed(made: Element) -> Element:
    """The paragraph in a frame that is heavy at the left, as warnings are."""
    made.find(qn("w:pPr")).find(qn("w:ind")).set(qn("w:right"), str(EDGE))
    return _edged(made, top=4, left=24, bottom=4, right=4)


def ruled(made: Element) -> Element:
    """The paragraph below a rule that parts an excerpt from the details of the one before it."""
    return _edged(made, top=8)


def _edged(made: Element, apart: int = 4, **weights: int) -> Element:
    """The paragraph with an edge of a weight at some of its sides, ``apart`` points from it."""
    pr, border = made.find(qn("w:pPr")), element("pBdr")
    for edge, weight in weights.items():
        border.append(element(edge, val="single", sz=weight, space=apart, color="000000"))
    before = (qn("w:pStyle"), qn("w:keepNext"))  # as the schema orders them
    pr.insert(len([one for one in pr if one.tag in before]), border)
    return made


def flag(text: str, size: float, indent: int = 0) -> Element:
    """A status word that is longer than a line, in one frame about all of its lines: the border of a run, which one
    line has, is broken at the end of each."""
    made = paragraph([run(text, size=size)], before=40, after=40, indent=indent + INSET // 2)
    made.find(qn("w:pPr")).find(qn("w:ind")).set(qn("w:right"), str(INSET // 2))
    return _edged(made, 1, top=4, left=4, bottom=4, right=4)


def seal(runs: Sequence[Element]) -> Element:
    """The place of a seal: a square with a dashed edge at the right."""
    made, pr = element("tbl"), element("tblPr")
    pr.append(element("tblW", w=SEAL, type="dxa"))
    pr.append(element("jc", val="right"))
    borders = element("tblBorders")
    for edge in ("top", "left", "bottom", "right"):
        borders.append(element(edge, val="dashed", sz=4, space=0, color="777777"))
    pr.append(borders)
    pr.append(element("tblLayout", type="fixed"))
    made.append(pr)
    columns = element("tblGrid")
    columns.append(element("gridCol", w=SEAL))
    made.append(columns)
    row, row_pr = element("tr"), element("trPr")
    row_pr.append(element("cantSplit"))
    row_pr.append(element("trHeight", val=SEAL, hRule="exact"))
    row.append(row_pr)
    cell, cell_pr = element("tc"), element("tcPr")
    cell_pr.append(element("tcW", w=SEAL, type="dxa"))
    cell_pr.append(element("vAlign", val="center"))
    cell.append(cell_pr)
    cell.append(paragraph(runs, align="center"))
    row.append(cell)
    made.append(row)
    return made

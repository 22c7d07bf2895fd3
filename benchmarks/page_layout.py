"""Faults of layout in reports as they were drawn: headings and heads of tables last on their page, pages with nothing
or little on them, rows of a table alone under its head, headers of more than two lines, words and numbers torn over two
lines, lines of hanzi pulled apart, words on words, rows that an office lost.

    .venv/bin/python benchmarks/page_layout.py report.json FILE.pdf …

Words are those of the report model; a word is torn when a line ends with one part of it and the line below begins with
the other. Words of more than ``LONG`` letters, which no narrow column holds, are not looked at. ``sample_forms.py``
does the same for each form. Prints a line a fault, with its page.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import docx as reader
import pypdfium2
import pypdfium2.raw as raw
from docx.oxml.ns import qn

from reports.document import from_json

LONG = 16
EDGE = 10  # letters of the beginning and the end of a cell that tell it from others
BEGIN, END = slice(EDGE), slice(-EDGE, None)
SPACE = re.compile("[\\s\u200b\u00ad\ufffe]+")
RUN = r"[0-9A-Za-z\u00c0-\u024f]+"
HEADER, FOOTER = 62.0, 52.0  # points from the upper and lower edge in which headers and footers stand
WATERMARK = 30.0  # points: letters as large as this belong to no line
HEADER_LINES = 2
HYPHENS = "\u00ad\ufffe\x02"  # what PDFium makes of a hyphen at the end of a line
TOPMOST = 110.0  # points below the header within which the first heading of a page stands, below a sticker
ALONE = 30  # letters of a page that has no picture and is as good as empty
LITTLE = 0.2  # of the height between header and footer
APART = 1.06  # squares from one hanzi to the next, in the middle of all of a line
HANZI = "\u4e00"
UPON = 0.5  # of its height that a line covers of another one, and of its size that letters of a word stand apart


Box = tuple[float, float, float, float]  # left, low, right, high, in points from the lower left corner
NOTHING: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Drawn:
    """A line of text as it stands on a page, in points from the lower left corner."""

    text: str
    left: float
    right: float
    low: float
    size: float


@dataclass(frozen=True)
class Fault:
    page: int
    kind: str
    words: str

    def __str__(self) -> str:
        return f"p. {self.page}: {self.kind}: {self.words}"


def drawn(page: pypdfium2.PdfPage) -> list[Drawn]:
    """Lines in the order in which they were written: a cell after the other."""
    text = page.get_textpage()
    made: list[Drawn] = []
    letters: list[tuple[str, float, float, float, float]] = []

    def end() -> None:
        if letters:
            words = "".join(letter[0] for letter in letters)
            made.append(Drawn(words, letters[0][1], letters[-1][2], letters[0][3], letters[0][4]))
            letters.clear()

    for at in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, at))
        size = raw.FPDFText_GetFontSize(text, at)
        if letter in HYPHENS and letters:
            letters.append(("-", letters[-1][2], letters[-1][2], *letters[-1][3:]))
        if letter in HYPHENS + "\r\n\u200b" or size > WATERMARK:
            continue
        left, low, right, _ = text.get_charbox(at, loose=True)
        if letter.isspace():
            if letters:
                letters.append((" ", letters[-1][2], letters[-1][2], *letters[-1][3:]))
            continue
        if letters and (abs(low - letters[-1][3]) > 0.45 * max(size, 4) or left < letters[-1][2] - size):
            end()
        elif letters and left > letters[-1][2] + 3 * size:
            end()  # the next column
        letters.append((letter, left, right, low, size))
    end()
    return made


def torn(lines: Sequence[Drawn], words: Counter[str]) -> Iterator[str]:
    """Words of which a line holds the beginning and the next line of the same cell the rest."""
    for upper, lower in pairwise(lines):
        if not 0.5 * upper.size < upper.low - lower.low < 2.4 * upper.size or lower.left > upper.right:
            continue
        if lower.right < upper.left or upper.text.endswith(" "):
            continue
        first, rest = re.search(RUN + "$", upper.text), re.match(RUN, lower.text)
        if first is None or rest is None or len(first[0] + rest[0]) > LONG:
            continue
        if first[0] + rest[0] in words and not (first[0] in words and rest[0] in words):
            yield f"{first[0]}/{rest[0]}"


def heads(document: pypdfium2.PdfDocument) -> dict[int, list[tuple[float, str]]]:
    """Headings of each page by its outline: distance from the lower edge, and words."""
    found: dict[int, list[tuple[float, str]]] = {}
    for item in document.get_toc():
        to: Any = item.get_dest()
        if to is not None and (place := to.get_view()[1]):
            height = place[1] if len(place) > 1 else place[0]
            found.setdefault(to.get_index(), []).append((height, item.get_title()))
    return found


def pulled(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Lines whose hanzi stand further apart than they are wide."""
    text = page.get_textpage()
    line: list[tuple[str, float, float, float]] = []  # letter, left, low, size

    def end() -> Iterator[str]:
        steps = [(b[1] - a[1]) / a[3] for a, b in pairwise(line) if min(a[0], b[0]) >= HANZI and a[3]]
        if len(steps) > EDGE and median(steps) > APART:
            yield "".join(letter[0] for letter in line)[:40]
        line.clear()

    for at in range(text.count_chars()):
        letter, size = chr(raw.FPDFText_GetUnicode(text, at)), raw.FPDFText_GetFontSize(text, at)
        if letter in "\r\n" or size > WATERMARK:
            continue
        left, low, _, _ = text.get_charbox(at, loose=True)
        if line and (abs(low - line[-1][2]) > 0.45 * max(size, 4) or left < line[-1][1]):
            yield from end()
        line.append((letter, left, low, size))
    yield from end()


def runs(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Box]]:
    """Letters of a page that follow each other, with the box of all. Signs end one: those of full width are set closer
    than their boxes are."""
    text = page.get_textpage()
    said, made, last, size = "", NOTHING, NOTHING, 0.0
    for at in range(text.count_chars()):
        letter, points = chr(raw.FPDFText_GetUnicode(text, at)), raw.FPDFText_GetFontSize(text, at)
        if points > WATERMARK:
            continue
        box = text.get_charbox(at, loose=True)
        if said and box == last:  # of a ligature each letter has the box of all
            said += letter
            continue
        # The boxes of slanted letters overlap: what begins behind the beginning of the letter before it follows.
        follows = abs(box[1] - last[1]) < 0.45 * size and last[0] < box[0] < last[2] + UPON * size
        if said and not (follows and letter.isalnum()):
            yield said, made
            said = ""
        if letter.isalnum():
            made = (made[0], min(made[1], box[1]), box[2], max(made[3], box[3])) if said else box
            said, last, size = said + letter, box, points
    if said:
        yield said, made


def upon(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Words that stand on other words."""
    found = sorted(runs(page), key=lambda one: one[1][1])
    for at, (said, (left, low, right, high)) in enumerate(found):
        for other, (start, foot, stop, top) in islice(found, at + 1, None):
            if foot >= high:
                break
            flat = min(high - low, top - foot)
            across, down = min(right, stop) - max(left, start), min(high, top) - foot
            if across > UPON * flat / 2 and down > UPON * flat:
                yield " | ".join(sorted((said, other)))


def tables(page: pypdfium2.PdfPage) -> list[Counter[str]]:
    """What each table of a page has there by the structure of a tagged PDF: rows (``TR``), and ``THead`` for a head
    that is not repeated; none where a PDF has no structure."""
    found: list[Counter[str]] = []

    def read(part: Any) -> None:
        name = (ctypes.c_ushort * 64)()
        size = raw.FPDF_StructElement_GetType(part, name, 128)
        kind = bytes(name)[: max(0, size - 2)].decode("utf-16-le")
        if kind == "Table":
            found.append(Counter())
        if found:
            found[-1][kind] += 1
        for at in range(raw.FPDF_StructElement_CountChildren(part)):
            if inner := raw.FPDF_StructElement_GetChildAtIndex(part, at):
                read(inner)

    tree = raw.FPDF_StructTree_GetForPage(page)
    if tree:
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            if part := raw.FPDF_StructTree_GetChildAtIndex(tree, at):
                read(part)
        raw.FPDF_StructTree_Close(tree)
    return found


def alone(before: Sequence[Counter[str]], here: Sequence[Counter[str]]) -> Iterator[tuple[int, str]]:
    """A row that a table has alone on the page before (0) or on this one (1), where heads are told from rows; one row
    torn over both counts, too."""
    if not here or here[0]["THead"] or not any(table["THead"] for table in before):
        return
    if before[-1]["THead"] and before[-1]["TR"] - before[-1]["THead"] == 1:
        yield 0, "last on its page"
    if here[0]["TR"] == 1:
        yield 1, "first on its page"


def faults(pdf: Path, words: Counter[str]) -> Iterator[Fault]:
    """All faults of a PDF, page by page; ``words`` of the model and how often they stand there."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        outline = heads(document)
        before: list[str] = []
        parted: list[Counter[str]] = []
        for at, page in enumerate(document):
            high = page.get_height()
            lines = drawn(page)
            body = [line for line in lines if FOOTER < line.low < high - HEADER]
            pictures = [o.get_bounds() for o in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM], 3)]
            if len("".join(line.text for line in body)) < ALONE and not pictures:
                yield Fault(at + 1, "empty", " ".join(line.text for line in body))
            lowest = min(
                [line.low for line in body] + [box[1] for box in pictures if box[3] < high - HEADER], default=0
            )
            if high - HEADER - lowest < LITTLE * (high - HEADER - FOOTER) and at + 1 < len(document):
                yield Fault(at + 1, "little on it", body[0].text if body else "")
            held = tables(page)
            for later, where in alone(parted, held):
                yield Fault(at + later, "one row of a table", where)
            parted = held
            for both in upon(page):
                yield Fault(at + 1, "words on words", both)
            for words_of_line in pulled(page):
                yield Fault(at + 1, "pulled apart", words_of_line)
            following = outline.get(at + 1, [(0.0, "")])[0][0]
            for height, title in outline.get(at, ()):
                below = {round(line.low / 4) for line in body if line.low < height - 24}
                whole = bool(below) and following > high - HEADER - TOPMOST  # a line, and the next heading
                if len(below) < 2 and not whole and not any(box[1] < height - 30 for box in pictures):
                    yield Fault(at + 1, "heading last on its page", title)
            top = {round(line.low) for line in lines if line.low >= high - HEADER}
            if at and len(top) > HEADER_LINES:
                yield Fault(at + 1, "header of several lines", str(len(top)))
            texts = [line.text.strip() for line in sorted(body, key=lambda line: (-round(line.low / 3), line.left))]
            if before and texts and before[-1] == texts[0] and len(texts[0]) > 1:
                yield Fault(at, "head of a table last on its page", texts[0])
            for word in torn(lines, words):
                yield Fault(at + 1, "torn", word)
            before = texts
    finally:
        document.close()


def lost(docx: Path, pdf: Path) -> Iterator[str]:
    """Rows of tables of a DOCX that do not stand in the PDF that an office made of it, by the longest lines of their
    cells, since a page may end between two: fewer of their beginnings and fewer of their ends than the file has."""
    cells = []
    for row in reader.Document(str(docx)).element.iter(qn("w:tr")):
        parts = row.iter(qn("w:p"), qn("w:br"), qn("w:t"))
        words = "".join(one.text or "" if one.tag == qn("w:t") else "\n" for one in parts)
        cells.append(max((SPACE.sub("", line) for line in words.split("\n")), key=len))
    document = pypdfium2.PdfDocument(pdf)
    try:
        said = SPACE.sub("", "".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()
    starts, ends = (Counter(cell[part] for cell in cells if len(cell) >= EDGE) for part in (BEGIN, END))
    for cell in dict.fromkeys(cells):
        fewer = [said.count(cell[at]) < many[cell[at]] for at, many in ((BEGIN, starts), (END, ends))]
        if len(cell) >= EDGE and all(fewer):
            yield cell[:40]


def words_of(model: Path) -> Counter[str]:
    """Words and numbers of a report, however often each."""
    found: Counter[str] = Counter()

    def read(value: Any) -> None:
        if isinstance(value, str):
            found.update(re.findall(RUN, value))
        elif isinstance(value, list):
            for one in value:
                read(one)
        elif isinstance(value, dict):
            for key, one in value.items():
                if key not in ("png", "flac", "attachments"):
                    read(one)

    from_json(model.read_bytes())
    read(json.loads(model.read_bytes()))
    return found


def main(model: Path, pdfs: list[Path]) -> int:
    words = words_of(model)
    bad = 0
    for pdf in pdfs:
        for fault in faults(pdf, words):
            bad += 1
            print(f"{pdf}: {fault}")
    return int(bool(bad))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), list(map(Path, sys.argv[2:]))))

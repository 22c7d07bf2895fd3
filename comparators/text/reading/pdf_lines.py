"""Lines of one page of a PDF as PDFium puts its characters together, with their boxes."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low
from typing import Any

from comparators.text.reading.layout import WIDE, Line

ORDER = 0.3  # character sizes by which a character may begin before the one it follows
WORD = 0.18  # of a character's size: a gap as wide as this is a blank
SHARED = 0.6  # of its height (in a column its width) that a piece of a broken line shares with the piece before
DOWN = 1.6  # times its width that a line written downwards is high
BESIDE = 0.9  # of a character's size to the left where the next column begins
SHORT = 2  # characters of a column that cannot be told from a level line by its box
MOST_LINES = 3000  # of a page that are looked at again
HYPHEN = 0x02  # PDFium's sign for a hyphen at a line's end; the line break behind it is left out
MOST_LINE = 10_000  # characters; a longer line is cut
LOOK = 40  # text objects of a page that are asked whether they are drawn
INVISIBLE = 3  # text render mode


@dataclass
class Page:
    """``characters`` that are no blanks; ``unmapped`` of these, whose font does not say what they mean; ``invisible``
    when the text is not drawn, as where a scanner put recognised text over a picture; ``pictures``: number of them."""

    lines: list[Line]
    characters: int
    unmapped: int
    pictures: int
    invisible: bool


def lines_of(page: Any, number: int) -> Page:
    """All lines of a page (``number`` from 1) in the order of the file. Boxes of turned pages are left out."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        reader = _Reader(raw, text_page, number, page.get_height(), page.get_rotation() == 0)
        reader.read()
    finally:
        text_page.close()
    images = texts = hidden = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT], max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
        elif texts < LOOK:
            texts += 1
            hidden += raw.FPDFTextObj_GetTextRenderMode(item) == INVISIBLE
    return Page(settled(reader.lines), reader.characters, reader.unmapped, images, texts > 0 and hidden == texts)


class _Reader:
    def __init__(self, raw: Any, text_page: Any, page: int, height: float, upright: bool) -> None:
        self.raw, self.text_page, self.page, self.height, self.upright = raw, text_page, page, height, upright
        self.lines: list[Line] = []
        self.characters = self.unmapped = 0
        self._box_of = raw.FS_RECTF()

    def read(self) -> None:
        start = 0
        text: list[int] = []
        count = max(0, self.raw.FPDFText_CountChars(self.text_page))
        for at in range(count):
            code = self.raw.FPDFText_GetUnicode(self.text_page, at)
            if code in (10, 13, HYPHEN) or len(text) >= MOST_LINE:
                self._line(start, at, text, code == HYPHEN)
                start, text = at + 1, []
                continue
            if code > 32:
                self.characters += 1
                self.unmapped += self._unmapped(at, code)
            text.append(code)
        self._line(start, count, text, False)

    def _unmapped(self, at: int, code: int) -> bool:
        if 0xE000 <= code <= 0xF8FF or code == 0xFFFD or code >= 0xF0000:
            return True
        return code < 128 and bool(self.raw.FPDFText_HasUnicodeMapError(self.text_page, at) == 1)

    def _line(self, start: int, stop: int, codes: list[int], hyphen: bool) -> None:
        chars = [
            _Char(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd", self._box(start + at),
                  bool(self.raw.FPDFText_IsGenerated(self.text_page, start + at) == 1))
            for at, code in enumerate(codes)
        ]  # fmt: skip
        pieces = list(_columns(chars))
        for number, piece in enumerate(pieces, 1):
            self._piece(piece, hyphen and number == len(pieces))

    def _piece(self, chars: Sequence[_Char], hyphen: bool) -> None:
        inked = [char for char in chars if not char.blank]
        if not inked:
            return
        left, top = min(c.box[0] for c in inked), max(c.box[3] for c in inked)
        right, bottom = max(c.box[2] for c in inked), min(c.box[1] for c in inked)
        size = _size(inked)
        box = (left, self.height - top, right, self.height - bottom)
        vertical = _downwards(inked)
        text = _ordered(chars, size, vertical)
        self.lines.append(Line(text, self.page, len(self.lines) + 1, box, size, vertical, hyphen, boxed=self.upright))

    def _box(self, at: int) -> tuple[float, float, float, float]:
        """As high as the type and as wide as the character's step, so that it says what size the type is."""
        box = self._box_of
        self.raw.FPDFText_GetLooseCharBox(self.text_page, at, ctypes.byref(box))
        return min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)


@dataclass(frozen=True, slots=True)
class _Char:
    """``box``: left, bottom, right, top. ``generated``: PDFium put it there, for a gap or the end of a line."""

    text: str
    box: tuple[float, float, float, float]
    generated: bool

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def blank(self) -> bool:
        return self.text.isspace() or self.text < " "


def _size(inked: Sequence[_Char]) -> float:
    return median_low(max(c.box[2] - c.box[0], c.box[3] - c.box[1]) for c in inked)


def _downwards(inked: Sequence[_Char]) -> bool:
    if len(inked) <= SHORT:
        return False
    height = max(c.box[3] for c in inked) - min(c.box[1] for c in inked)
    return height > DOWN * max(max(c.box[2] for c in inked) - min(c.box[0] for c in inked), 0.1)


def _columns(chars: Sequence[_Char]) -> Iterator[Sequence[_Char]]:
    """What PDFium took for one line, parted where it goes on in the next column: it does so after short ones."""
    inked = [char for char in chars if not char.blank]
    if not _downwards(inked):
        yield chars
        return
    size, start, before = _size(inked), 0, inked[0]
    for at, char in enumerate(chars):
        if not char.blank and before.middle - char.middle > BESIDE * size:
            yield chars[start:at]
            start = at
        before = before if char.blank else char
    yield chars[start:]


def _ordered(chars: Sequence[_Char], size: float, vertical: bool) -> str:
    """The line's text in the order in which it is read. Some writers set what is of another font (quotation marks
    between Chinese characters) after the rest of its line: then the places decide, and gaps say where blanks are."""

    def at(char: _Char) -> float:
        return -char.box[3] if vertical else char.box[0]

    inked = [char for char in chars if not char.blank]
    if all(at(b) >= at(a) - ORDER * size for a, b in pairwise(inked)) or any(map(_from_right, inked)):
        return "".join(char.text for char in chars).strip()
    parts: list[str] = []
    for before, char in pairwise([None, *sorted((c for c in chars if not c.generated), key=at)]):
        if char is None:
            continue
        gap = 0.0 if before is None or vertical else char.box[0] - before.box[2]
        if before is not None and gap > WORD * size and not (WIDE.match(before.text) or WIDE.match(char.text)):
            parts.append(" ")
        parts.append(char.text)
    return "".join(parts).strip()


def _from_right(char: _Char) -> bool:
    return unicodedata.bidirectional(char.text) in ("R", "AL")


def settled(lines: list[Line]) -> list[Line]:
    """The lines of a page of which most is written downwards, where PDFium breaks level lines (running heads) into
    pieces and takes short columns and signs at their ends for level lines."""
    written = sum(len(line.text) for line in lines)
    if 2 * sum(len(line.text) for line in lines if line.vertical) <= written or len(lines) > MOST_LINES:
        return lines
    found: list[Line] = []
    for line in lines:
        if not line.vertical:
            at = next((n for n in range(len(found) - 1, -1, -1) if _one_column(found[n], line)), -1)
            if at >= 0:
                found[at] = _joined(found[at], line, vertical=True)
                continue
            if found and _one_level(found[-1], line):
                found[-1] = _joined(found[-1], line, vertical=False)
                continue
            if len(line.text) <= SHORT and WIDE.match(line.text):
                line = replace(line, vertical=True)
        elif found and _one_column(found[-1], line):
            found[-1] = _joined(found[-1], line, vertical=True)
            continue
        found.append(line)
    return [replace(line, number=number) for number, line in enumerate(found, 1)]


def _one_column(before: Line, line: Line) -> bool:
    """Pieces of one column: one below the other, or a sign at the end of it."""
    if not before.vertical and len(before.text) > SHORT:
        return False
    width = min(before.box[2] - before.box[0], line.box[2] - line.box[0])
    shared = min(before.box[2], line.box[2]) - max(before.box[0], line.box[0])
    gap = line.box[1] - before.box[3]
    return shared > SHARED * width and -ORDER * before.size < gap < before.size and len(line.text) >= 1


def _one_level(before: Line, line: Line) -> bool:
    """Pieces of one level line."""
    shared = min(before.box[3], line.box[3]) - max(before.box[1], line.box[1])
    gap = line.box[0] - before.box[2]
    return not before.vertical and shared > SHARED * line.size and gap > -ORDER * line.size


def _joined(before: Line, line: Line, *, vertical: bool) -> Line:
    (a, b, c, d), (e, f, g, h) = before.box, line.box
    blank = " " if not vertical and line.box[0] - before.box[2] > WORD * line.size else ""
    box = (min(a, e), min(b, f), max(c, g), max(d, h))
    return replace(before, text=before.text + blank + line.text, box=box, vertical=vertical, hyphen=line.hyphen)

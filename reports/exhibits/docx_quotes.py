"""Quotation marks in the font of the text that they belong to. Chinese and English share them as characters, and word
processors choose their font, and with it their width, by a neighbour or not at all: so each stands in a run that names
one font for both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from docx.oxml.ns import qn

from reports.document import Language
from reports.exhibits.docx import SANS, SERIF, Element, element
from reports.widths import WIDE

MARKS = re.compile("[‘’“”]")
HEADED = re.compile("Heading|Title")  # styles whose text is sans serif


def quoted(made: Element, language: Language) -> Element:
    """A block with the quotation marks of its paragraphs in the font of their text; no character is another."""
    for paragraph in [made] if made.tag == qn("w:p") else [*made.iter(qn("w:p"))]:
        told = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        if MARKS.search(told) and (language == "zh" or any(letter >= WIDE for letter in told)):
            _set(paragraph, told, language)
    return made


def chinese(told: str, at: int, language: Language) -> bool:
    """Whether the mark at this place of a paragraph is of Chinese text: in a Chinese part where hanzi stand on one of
    its sides, in an English one where they stand on both."""
    sides = [side for side in (_next(told[:at][::-1]), _next(told[at + 1 :])) if side]
    wide = [side >= WIDE for side in sides]
    return any(wide) if language == "zh" else bool(wide) and all(wide)


def _next(told: str) -> str:
    return next((letter for letter in told if not letter.isspace() and not MARKS.match(letter)), "")


def _set(paragraph: Element, told: str, language: Language) -> None:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    fonts = SANS if style is not None and HEADED.match(style.get(qn("w:val"))) else SERIF
    at = 0
    for run in [*paragraph.iter(qn("w:r"))]:
        pieces = [*_pieces(run, told, at, language)]
        at += sum(len(one.text or "") for one in run.findall(qn("w:t")))
        if all(mark is None for _, mark in pieces):
            continue
        properties = run.find(qn("w:rPr"))
        for child, mark in pieces:
            new = element("r")
            if properties is not None:
                new.append(deepcopy(properties))
            if mark is not None:
                _name(new, fonts, mark)
            new.append(child)
            run.addprevious(new)
        run.getparent().remove(run)


def _pieces(run: Element, told: str, at: int, language: Language) -> Iterator[tuple[Element, bool | None]]:
    """What a run holds, its texts parted at their marks, and of each mark whether it is of Chinese text."""
    for child in run:
        if child.tag == qn("w:rPr"):
            continue
        words = (child.text or "") if child.tag == qn("w:t") else ""
        if not MARKS.search(words):
            yield child, None
            at += len(words)
            continue
        for piece in re.split(f"({MARKS.pattern})", words):
            if piece:
                text = deepcopy(child)
                text.text = piece
                yield text, chinese(told, at, language) if MARKS.match(piece) else None
            at += len(piece)


def _name(run: Element, fonts: tuple[str, str], of_chinese: bool) -> None:
    """Both fonts of a run the same; those that it names go before those of the paragraph (``fonts``)."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = element("rPr")
        run.append(properties)
    old = properties.find(qn("w:rFonts"))
    if old is not None:
        fonts = (old.get(qn("w:ascii")), old.get(qn("w:eastAsia")))
        properties.remove(old)
    name = fonts[of_chinese]
    hint = {"hint": "eastAsia"} if of_chinese else {}
    properties.insert(0, element("rFonts", ascii=name, hAnsi=name, cs=name, eastAsia=name, **hint))

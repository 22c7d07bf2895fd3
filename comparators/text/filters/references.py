"""References: lists of works cited, footnotes that cite, citations in the text, and titles of works (书名号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comparators.text.filters.marks import REFERENCE, Mark, Read
from comparators.text.filters.quotations import YEAR
from comparators.text.reading.chapters import HEADING

LISTS = re.compile(
    r"\s*(?:#{1,6}\s*)?[【\[]?(?:参考文献|引用文献|参考书目|征引书目"
    r"|references|bibliography|works cited)[】\]]?[：:]?\s*"
)
ENTRY = re.compile(r"\s*(?:\[\d{1,3}\]|[（(]?\d{1,3}[.、)）]|[①-⑳]|[-*•]\s|[^\n]{0,200}(?:1[5-9]|20)\d\d)")
MISSES = 2  # lines in a row of a list that are no entries: it is over
TYPED = re.compile(r"[^\n]{5,300}\[(?:J|M|D|C|N|R|S|P|Z|G|EB/OL|J/OL|M/OL|DB/OL|N/OL)\][^\n]{0,200}")  # GB/T 7714
NOTE = re.compile(
    r"\s*(?:[①-⑳]|〔\d{1,3}〕|\[\d{1,3}\]|\[\^\w{1,12}\]:)\s*"
    r"(?:见|参见|參見|參閱|参阅|参看|转引自|轉引自|引自|同上|[Cc]f\.|[Ss]ee\s|[Ii]bid|[^。\n]{0,40}《)[^\n]{0,400}"
)
IN_TEXT = re.compile(
    r"\[\d{1,3}(?:[,，–-]\s?\d{1,3}){0,6}\]"
    rf"|\((?:see\s)?[A-Z][\w’'-]+(?:(?:,\s|\s(?:and|&)\s)[A-Z][\w’'-]+){{0,3}}(?:\set\sal\.)?,?\s{YEAR}[a-z]?"
    r"(?:[,:]\s?(?:pp?\.\s?)?\d[\d–-]{0,9})?\)"
    rf"|（[^（）\n，,]{{1,20}}[，,]\s?{YEAR}[^（）\n]{{0,12}}）"
)
TITLE = re.compile(r"《[^《》\n\r]{1,60}》")


def marks(read: Read) -> Iterator[Mark]:
    """All references of one file."""
    text, plain = read.text, read.plain
    listed, missed, last = False, 0, -1
    for start, stop in read.lines:
        if LISTS.fullmatch(plain, start, stop):
            listed, missed = True, 0
            yield Mark(REFERENCE, start, stop, "list of works cited")
            continue
        if listed and HEADING.match(text, start, stop):
            listed = False
        if listed and ENTRY.match(text, start, stop):
            missed, last = 0, stop
            yield Mark(REFERENCE, start, stop, "list of works cited")
        elif listed:
            missed += 1
            listed = missed < MISSES
        if stop > last and stop - start <= 520:
            if TYPED.fullmatch(text, start, stop):
                yield Mark(REFERENCE, start, stop, "entry of a list of works")
            elif NOTE.fullmatch(text, start, stop):
                yield Mark(REFERENCE, start, stop, "footnote that cites a work")
    for found in IN_TEXT.finditer(text):
        yield Mark(REFERENCE, *found.span(), "citation")
    for found in TITLE.finditer(text):
        yield Mark(REFERENCE, *found.span(), f"title of a work: {read.said(*found.span())}")

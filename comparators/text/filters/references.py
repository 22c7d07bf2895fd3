"""References: lists of works cited, footnotes that cite, citations in the text, and titles of works (书名号)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from appraisal.media import SUFFIXES
from appraisal.work import Medium
from comparators.text.filters.marks import LINE_END, REFERENCE, Mark, Read
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
NO_PROSE = SUFFIXES[Medium.CODE] | set(
    "json jsonl ndjson json5 csv tsv psv yaml yml toml ini cfg conf properties sql gltf tmx log".split()  # noqa: SIM905 a list
)  # suffixes of files of code and data
AROUND = 80  # characters of a line on either side of a number in brackets that tell whether it stands in prose
ZI = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]")
WORDS = re.compile(r"(?:^|(?<=[\s(（\"“']))[^\W\d_]{2,}")
LEAST_ZI, LEAST_WORDS, LEAST_GLUED = 4, 3, 5  # of prose around a number; of words where it follows one without a space
SIGNS = re.compile(r"[={}<>|\\&$]|;\s*$")  # of formulas and code; prose has few on one line
OPENED = re.compile(r"(?:[=(\[{+\-*/<>|&!]|[\"'\])}]\s*[:：])\s*$")  # in front of a list of numbers
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
        if found[0].startswith("[") and not _cites(read, *found.span()):
            continue
        yield Mark(REFERENCE, *found.span(), "citation")
    for found in TITLE.finditer(text):
        yield Mark(REFERENCE, *found.span(), f"title of a work: {read.said(*found.span())}")


def _cites(read: Read, start: int, stop: int) -> bool:
    """Whether numbers in brackets are a citation: in running prose, with numbers from 1 on, not an index or a list.

    ``words [12]`` and ``words[12]`` are both common in prose, and so are ``a[0]`` and ``"x": [0]`` in code and data:
    what stands around them on their line decides.
    """
    text = read.text
    if read.file.rpartition(".")[2].lower() in NO_PROSE or any(
        number.startswith("0") for number in re.findall(r"\d+", text[start:stop])
    ):
        return False
    before = LINE_END.split(text[max(0, start - AROUND) : start])[-1]
    behind = LINE_END.split(text[stop : stop + AROUND])[0]
    if OPENED.search(before):
        return False
    around = f"{before} {behind}"
    words, signs = len(WORDS.findall(around)), len(SIGNS.findall(around))
    if len(ZI.findall(around)) >= LEAST_ZI:
        return signs < 2
    glued = before[-1:].isalnum() or before.endswith(("_", ")", "]"))
    return signs == 0 and words >= LEAST_GLUED if glued else signs < 2 and words >= LEAST_WORDS

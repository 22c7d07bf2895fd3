"""Sentences of a text, cut where they are very long, joined where they are very short: what is encoded and aligned."""

from __future__ import annotations

import re
from collections.abc import Iterator

STOP = "。！？!?；;｡．"
CLOSING = "”’」』）)\"'》〉】"
END = re.compile(rf"[{STOP}]+[{CLOSING}]*|\.+[{CLOSING}]*(?=\s|$)|…{{1,2}}[{CLOSING}]+")
CLAUSE = re.compile(r"[，、,：:—]+|\s+-+\s+")
LINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
WRAPPED = 30  # columns of a line that may have been broken for its length alone
LEAST, MOST, HARDEST = 8, 110, 220  # weight (see ``weight``) of a segment: joined below, cut above, in any case above


def weight(text: str) -> int:
    """字 and thirds of letters or digits, whole: a word of English is about as much as two 字."""
    wide = sum(c > "\u2e7f" and c.isalnum() for c in text)
    return wide + sum(c.isalnum() for c in text if c <= "\u2e7f") // 3


def segments(text: str) -> list[tuple[int, int]]:
    """Code points [start, stop) of each segment, in order, without blanks at their ends; none is without letters."""
    found: list[tuple[int, int]] = []
    for start, stop in _paragraphs(text):
        pieces = [piece for sentence in _cut(text, start, stop, END) for piece in _short(text, *sentence)]
        joined: list[tuple[int, int]] = []
        for piece in pieces:
            light = joined and (weight(text[slice(*joined[-1])]) < LEAST or weight(text[slice(*piece)]) < LEAST // 2)
            if joined and light:
                joined[-1] = joined[-1][0], piece[1]
            else:
                joined.append(piece)
        found += [trimmed for piece in joined if (trimmed := _trimmed(text, *piece))]
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, joined where a line seems to have been broken only because it was full."""
    start = begin = 0
    for end in [*LINE.finditer(text), None]:
        at, after = (end.start(), end.end()) if end else (len(text), len(text))
        line = text[begin:at].rstrip()
        begin = after
        columns = sum(2 if c > "\u2e7f" else 1 for c in line)
        following = text[after : after + 1]
        goes_on = columns >= WRAPPED and not END.search(line[-3:] + " ") and following.isalnum()
        if end is None or not goes_on:
            yield start, at
            start = after


def _cut(text: str, start: int, stop: int, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for end in mark.finditer(text, start, stop):
        if end.end() > start:
            yield start, end.end()
            start = end.end()
    if start < stop:
        yield start, stop


def _short(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A sentence as it is, or in pieces of whole clauses, or, where it has none, of so many characters."""
    if weight(text[start:stop]) <= MOST:
        yield start, stop
        return
    begin = start
    heavy = 0
    for low, high in _cut(text, start, stop, CLAUSE):
        more = weight(text[low:high])
        if heavy and heavy + more > MOST:
            yield begin, low
            begin, heavy = low, 0
        heavy += more
        while heavy > HARDEST:
            end = _reach(text, begin, high)
            yield begin, end
            begin, heavy = end, weight(text[end:high])
    if begin < stop:
        yield begin, stop


def _reach(text: str, start: int, stop: int) -> int:
    """Where the first ``MOST`` of weight end, at least one character after ``start``."""
    total = 0
    for at in range(start, stop):
        total += 3 if text[at] > "\u2e7f" else 1
        if total >= 3 * MOST:
            return at + 1
    return stop


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int] | None:
    piece = text[start:stop]
    if not any(c.isalnum() for c in piece):
        return None
    return start + len(piece) - len(piece.lstrip()), stop - len(piece) + len(piece.rstrip())

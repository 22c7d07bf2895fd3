"""Two passages side by side in their own words: what agrees, what only agrees after folding, and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise

import numpy as np

from appraisal.errors import MaterialError
from appraisal.exhibit import AlignedText, Excerpt, Role, Run
from appraisal.span import Span
from appraisal.work import Member, Work
from comparators.text.decoding import decode
from comparators.text.features import Array
from comparators.text.folding import fold

AROUND = 60
MOST = 2000  # characters of a passage that are shown: of longer ones the middle is named by its place instead
HEADING = re.compile(
    r"^[ \t　]*(?:第[ 　]*[0-9０-９零〇一二三四五六七八九十百千两兩廿卅]{1,9}[ 　]*[回章节節卷集部折出篇话話]"
    r"|卷之?[一二三四五六七八九十百]{1,4}"
    r"|(?:chapter|part|book|act|scene)[ \t]+(?:[0-9]{1,4}|[ivxlc]{1,8})\b|#{1,6}[ \t])[^\n\r]{0,60}$",
    re.IGNORECASE | re.MULTILINE,
)
ROLES: tuple[Role, ...] = ("same", "changed", "folded", "moved", "dropped")
WITHIN = re.compile("[0-9A-Za-zÀ-ɏ'’]{2}")  # both signs belong to one word
BLANK = " \t"
LINE = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def aligned(left: Work, right: Work, left_span: Span, right_span: Span) -> AlignedText:
    """The passage at both places. Raises ``MaterialError`` when a span names a file that the work does not hold."""
    texts = [read(work, span) for work, span in ((left, left_span), (right, right_span))]
    bodies = [text[int(span.start) : int(span.stop)] for text, span in zip(texts, (left_span, right_span), strict=True)]
    folds = [fold(body) for body in bodies]
    agree = np.array_equal(folds[0].text, folds[1].text)
    roles = []
    for number, body in enumerate(bodies):
        own = np.full(len(body), 2, np.uint8)
        at = folds[number].offsets
        own[at] = 0
        if agree:  # letter for letter; else (a passage cut by an exclusion) all that is kept counts as the same
            other = np.frombuffer(bodies[1 - number].encode("utf-32-le"), np.uint32)[folds[1 - number].offsets]
            mine = np.frombuffer(body.encode("utf-32-le"), np.uint32)[at]
            own[at[mine != other]] = 1
        own[folds[number].absorbed] = own[folds[number].absorbed - 1]
        roles.append(own)
    return AlignedText(excerpt(texts[0], left_span, roles[0]), excerpt(texts[1], right_span, roles[1]))


@lru_cache(maxsize=4)
def _decoded(member: Member) -> str:
    """Many passages of one file are shown one after another: it is decoded once."""
    return decode(member).text


def text_of(work: Work, file: str) -> str:
    """Decoded text of a file. Raises ``MaterialError`` when the work does not hold it."""
    member = work.by_file.get(file)
    if member is None:
        raise MaterialError(f"{work.label}: holds no file {file}: is it the work that was compared?")
    return _decoded(member)


def read(work: Work, span: Span) -> str:
    """Text of the file that a span names. Raises ``MaterialError`` when the work does not hold it, or not so much."""
    text = text_of(work, span.file)
    if span.stop > len(text):
        raise MaterialError(f"{span.file}: ends at character {len(text)}, not {span.stop}: it is not what was compared")
    return text


def excerpt(text: str, span: Span, roles: Array) -> Excerpt:
    """A passage with what stands around it. ``roles``: a number in ``ROLES`` for each of its code points."""
    start, stop = int(span.start), int(span.stop)
    runs = [Run(_before(text, start), "context")]
    pieces = [(0, stop - start)]
    if stop - start > MOST:
        pieces = [(0, MOST * 2 // 3), (stop - start - MOST // 3, stop - start)]
    for number, (begin, end) in enumerate(pieces):
        if number:
            runs.append(Run(_left_out(text, start + pieces[0][1], start + begin), "folded"))
        runs += _runs(text[start + begin : start + end], roles[begin:end])
    runs.append(Run(_behind(text, stop), "context"))
    first_line = _line(text, start)
    return Excerpt(span.file, place(text, span, first_line), tuple(run for run in runs if run.text), first_line)


def _before(text: str, start: int) -> str:
    """What stands before a passage; … where it is cut, which is never inside a word."""
    at = max(start - AROUND, 0)
    while 0 < at < start and WITHIN.match(text, at - 1):
        at += 1
    return text[:start] if not at else f"…{text[at:start].lstrip(BLANK)}"


def _behind(text: str, stop: int) -> str:
    """What stands behind a passage, likewise."""
    at = min(stop + AROUND, len(text))
    while stop < at < len(text) and WITHIN.match(text, at - 1):
        at -= 1
    return text[stop:] if at == len(text) else f"{text[stop:at].rstrip(BLANK)}…"


def _left_out(text: str, start: int, stop: int) -> str:
    """What stands where the middle of a long passage is not shown, in signs alone, since an excerpt knows no language:
    how many characters that are, their numbers, and the lines (L, as above the excerpt), so that the whole can be read
    in the file."""
    lines = f"L{_line(text, start)}–{_line(text, stop - 1)}"
    return f"〔… {stop - start} … {lines} · {start}–{stop} …〕"


def _runs(text: str, roles: Array) -> list[Run]:
    edges = [0, *(np.flatnonzero(np.diff(roles)) + 1).tolist(), len(text)]
    return [Run(text[a:b], ROLES[int(roles[a])]) for a, b in pairwise(edges) if a < b]


@lru_cache(maxsize=4)
def _landmarks(text: str) -> tuple[list[int], list[int], list[str]]:
    """Where lines end; where headings begin, and what they say."""
    headings = list(HEADING.finditer(text))
    return (
        [found.end() for found in LINE.finditer(text)],
        [found.start() for found in headings],
        [" ".join(found.group().split()) for found in headings],
    )


def _line(text: str, at: int) -> int:
    """1-based line in which a character stands."""
    return 1 + bisect_right(_landmarks(text)[0], at)


def place(text: str, span: Span, line: int) -> str:
    """File, nearest heading before the passage if one is recognisable, line, code points."""
    _, starts, headings = _landmarks(text)
    ends = LINE.search(text, int(span.start))  # the heading may be the line in which the passage begins
    at = bisect_left(starts, ends.start() if ends else len(text))
    parts = [span.file]
    if at:
        parts.append(headings[at - 1])
    parts.append(f"L{line}")
    parts.append(f"{span.start}–{span.stop}")
    return " · ".join(parts)

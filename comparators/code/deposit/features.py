"""One file as printed lines: where each stands, on which page, and what of the print is no source text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal import placing
from appraisal.errors import OverLimit
from appraisal.work import Medium, Member
from comparators.code.decoding import decode

Array = NDArray[Any]
MOST_LINES = 2_000_000
PAGE_LINES = 50  # lines of a page where the print does not say: what registration rules ask of a full page
LEAST = 4  # letters and digits that a line needs to take part; one 字 counts three
PRINTED_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")  # as lines of texts are counted
SOURCE_END = re.compile("\r\n?|\n")  # as editors count lines of source
NUMBER = re.compile(r"[ \t]*(\d{1,7})(?:[ \t]*[:|.)][ \t]?|[ \t]+|$)")
NUMBERED = 0.6  # share of the lines with text that carry their number, each one more than the one before
PAGE_NUMBER = re.compile(
    r"\W*(?:第\s*(\d{1,5})\s*[页頁]|page\s*(\d{1,5})|p\.\s*(\d{1,5})|[-–—]\s*(\d{1,5})\s*[-–—])\W*"
    r"(?:(?:of|/|共|total)?\s*\d{1,5}\s*[页頁]?)?\W*|.{0,80}?(?:第\s*(\d{1,5})\s*[页頁]|page\s*(\d{1,5})\s*(?:of|/)).{0,40}",
    re.IGNORECASE,
)
EDGE = 3  # lines from the top and the bottom of a page that may be heads and feet
RECUR = 3  # pages on which a head or foot stands at least
APART = 20  # lines with text between one page number and the next, at least
BY_PAGES, BY_FEEDS, BY_NUMBERS, BY_LINES = range(4)
PAGED = ("pages", "form-feeds", "page-numbers", "lines")


@dataclass(frozen=True)
class DepositFeatures:
    """``text`` of the file. Of each printed line, from 0: ``starts``, ``stops`` int32, characters between which its
    source text stands (blanks at both ends and a printed line number left out; equal where there is none); ``pages``
    int32 and ``rows`` int32, page and line of the page, from 1; ``heads`` uint8, 1 where it is a running head or foot;
    ``weights`` int32, letters and digits, a 字 as three. ``numbered``: lines whose printed number was left out.
    ``paged``: index into ``PAGED``, by what pages are told. ``is_code``: 1 where the file is one of source code.
    """

    text: str
    starts: Array
    stops: Array
    pages: Array
    rows: Array
    heads: Array
    weights: Array
    numbered: int
    paged: int
    is_code: int
    encoding: str

    def lines(self) -> list[str]:
        """Source text of each printed line."""
        return [self.text[a:b] for a, b in zip(self.starts.tolist(), self.stops.tolist(), strict=True)]

    @property
    def counts(self) -> Array:
        """Which lines take part in the figures (bool)."""
        taking_part: Array = (self.weights >= LEAST) & (self.heads == 0)
        return taking_part


def read(member: Member) -> DepositFeatures:
    """Printed lines of one file. Raises ``OverLimit`` or ``Unreadable`` naming it."""
    found = decode(member)
    places = None
    if member.view is not None:
        places = placing.loads(member.view.map_path.read_bytes())
    return of(member.file, found.text, member.medium is Medium.CODE, found.encoding, places)


def of(
    file: str, text: str, is_code: bool, encoding: str = "utf-8", places: placing.Placing | None = None
) -> DepositFeatures:
    """Features of a decoded text; ``places``: its map, where it is the view of a document."""
    cuts, feeds = _cuts(text, is_code, places)
    if len(cuts) > MOST_LINES:
        raise OverLimit(f"{file}: {len(cuts)} lines, more than {MOST_LINES}: split the work")
    spans = [_stripped(text, a, b) for a, b in pairwise(cuts)]
    numbered = 0
    if not is_code:
        spans, numbered = _without_numbers(text, spans)
    lines = [text[a:b] for a, b in spans]
    pages, paged = _pages(cuts, feeds, places, lines)
    heads = _heads(lines, pages, paged) if not is_code or feeds else np.zeros(len(lines), np.uint8)
    rows = np.ones(len(lines), np.int32)
    known = places.columns.get("line") if places is not None and paged == BY_PAGES else None
    for at in range(1, len(lines)):
        rows[at] = rows[at - 1] + 1 if pages[at] == pages[at - 1] else 1
    if known is not None and places is not None:
        own = np.searchsorted(np.array(places.starts), [a for a, _ in spans], side="right") - 1
        rows = np.array(
            [known[k] or row if k >= 0 else row for k, row in zip(own, rows.tolist(), strict=True)], np.int32
        )
    return DepositFeatures(
        text,
        np.array([a for a, _ in spans], np.int32),
        np.array([b for _, b in spans], np.int32),
        pages, rows, heads, np.array([weight(line) for line in lines], np.int32),
        numbered, paged, int(is_code), encoding,
    )  # fmt: skip


def weight(line: str) -> int:
    """Letters and digits of a line, a 字 as three."""
    if line.isascii():
        return sum(map(str.isalnum, line))
    return sum(3 if "\u3400" <= sign <= "\u9fff" else 1 for sign in line if sign.isalnum())


def _cuts(text: str, is_code: bool, places: placing.Placing | None) -> tuple[list[int], list[int]]:
    """Where lines begin, and the end of the text; and where a form feed begins a page. Rows of a page of a PDF are
    lines, however its text was put together to paragraphs."""
    ends = {found.end() for found in (SOURCE_END if is_code else PRINTED_END).finditer(text)}
    if places is not None:
        ends.update(int(start) for start in places.starts if 0 < start < len(text))
    feeds = [at + 1 for at, sign in enumerate(text) if sign == "\f"] if "\f" in text else []
    return [*sorted({0, *ends} - {len(text)}), len(text)], feeds


def _stripped(text: str, start: int, stop: int) -> tuple[int, int]:
    line = text[start:stop]
    left = line.lstrip()
    begin = start + len(line) - len(left)
    return begin, begin + len(left.rstrip())


def _without_numbers(text: str, spans: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], int]:
    """Lines without the numbers printed before them, where most lines carry one and these count up."""
    found = [(at, m) for at, (a, b) in enumerate(spans) if a < b and (m := NUMBER.match(text, a, b))]
    filled = sum(a < b for a, b in spans)
    values = [int(m[1]) for _, m in found]
    rising = {k for k, (a, b) in enumerate(pairwise(values), 1) if b == a + 1}
    rising |= {k - 1 for k in rising}
    if len(rising) < 10 or len(rising) < NUMBERED * filled:
        return list(spans), 0
    kept = list(spans)
    for k, (at, m) in enumerate(found):
        if k in rising:
            kept[at] = _stripped(text, m.end(), spans[at][1])
    return kept, len(rising)


def _pages(
    cuts: Sequence[int], feeds: Sequence[int], places: placing.Placing | None, lines: Sequence[str]
) -> tuple[Array, int]:
    count = len(lines)
    if places is not None and "page" in places.columns:
        at = np.searchsorted(np.array(places.starts), np.array(cuts[:-1]), side="right") - 1
        column = places.columns["page"]
        return np.array([column[k] or 1 if k >= 0 else 1 for k in at], np.int32), BY_PAGES
    if feeds:
        return 1 + np.searchsorted(np.array(feeds), np.array(cuts[:-1]), side="right").astype(np.int32), BY_FEEDS
    numbers = page_numbers(lines)
    if numbers:
        filled = [at for at, line in enumerate(lines) if line]
        first = numbers[0] in filled[: EDGE + 1]
        begins = np.array(numbers if first else [at + 1 for at in numbers])
        pages = np.searchsorted(begins, np.arange(count), side="right") + (0 if first else 1)
        return np.maximum(pages, 1).astype(np.int32), BY_NUMBERS
    seen = np.cumsum([bool(line) for line in lines]) if count else np.zeros(0)
    return (np.maximum(seen - 1, 0) // PAGE_LINES + 1).astype(np.int32), BY_LINES


def page_numbers(lines: Sequence[str]) -> list[int]:
    """Lines that say the number of their page: ``RECUR`` or more, each one more than the one before, well apart."""
    rows: list[tuple[int, int, int]] = []
    filled = 0
    for at, line in enumerate(lines):
        filled += bool(line)
        found = PAGE_NUMBER.fullmatch(line) if 2 < len(line) <= 160 else None
        if found is not None:
            rows.append((at, filled, int(next(n for n in found.groups() if n))))
    best: list[int] = []
    run: list[tuple[int, int, int]] = []
    for row in rows:
        follows = run and row[2] == run[-1][2] + 1 and row[1] - run[-1][1] >= APART
        if run and not follows and row[1] - run[-1][1] < APART:
            continue  # a line of the text between that looks alike
        run = [*run, row] if follows else [row]
        if len(run) >= max(RECUR, len(best)):
            best = [at for at, _, _ in run]
    return best


def _heads(lines: Sequence[str], pages: Array, paged: int) -> Array:
    """Lines at the edge of pages that recur there but for their digits, and lines that number pages."""
    heads = np.zeros(len(lines), np.uint8)
    heads[page_numbers(lines)] = 1
    if paged == BY_LINES:
        return heads
    by_page: dict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line:
            by_page[int(pages[at])].append(at)
    seen: dict[tuple[bool, str], dict[int, int]] = defaultdict(dict)
    for page, own in by_page.items():
        for top, edge in ((True, own[:EDGE]), (False, own[-EDGE:])):
            for at in edge:
                seen[top, re.sub(r"\d+", "#", "".join(lines[at].split()).casefold())].setdefault(page, at)
    for on in seen.values():
        # A third of the pages: a line of code that ends three pages of sixty by chance is no head.
        if len(on) >= max(RECUR, len(by_page) / 3) or (len(on) == len(by_page) == 2):
            for at in on.values():
                if weight(lines[at]) >= LEAST or re.fullmatch(r"\W*\d+\W*(?:\d+\W*)?", lines[at]):
                    heads[at] = 1
    return heads

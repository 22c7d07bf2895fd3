"""Lines on pages to running text: which lines are running heads, and how each line goes on into the next.

All by geometry and form, of pages as they are set: a line that could have taken the next line's first word was the last
of its paragraph; lines at the edge of several neighbouring pages that differ in numbers only are running heads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

Box = tuple[float, float, float, float]
Joint = Literal["paragraph", "space", "hyphen", ""]
OUTER = 3  # lines from the top and the bottom of a page that may be running heads
ZONE = 0.15  # share of the page's used height in which they lie
NEIGHBOURS = 2  # pages from one running head to the next: they may stand on left or right pages only
PAGES = 3  # pages on which a line must recur
APART = 1.25  # times the usual step that parts them from the text
SLACK = 0.6  # of a character's width that may be left at the end of a full line
GAP = 1.6  # times the usual step from line to line that parts paragraphs
SIZES = 1.15  # ratio of two sizes of type that parts paragraphs
COLUMN = 3  # lines that a column has at least
SPANNING = 8  # lines over the columns that are tried, and under them
INDENT = 0.8  # characters by which a paragraph's first line is moved in, at least
WIDE = re.compile(
    r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
DIVIDED = re.compile(r"\w+-\w+")
CLOSING = re.compile(r"[。！？」』”’…—、，；：》）)】!?.]")
NUMBER_ONLY = re.compile(
    r"[\W_]*(?:第\s*)?(?:page\s+|p\.\s*)?(?:\d{1,5}|[ivxlc]{1,7}|[一二三四五六七八九十百〇零]{1,5})"
    r"(?:\s*页|\s*頁)?(?:\s*(?:of|/|，?共)\s*\d{1,5}(?:\s*页|\s*頁)?)?[\W_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """``box``: left, top, right, bottom from the page's top left corner, in points or pixels. ``size``: of a
    character. ``vertical``: written downwards, lines from right to left. ``hyphen``: it ends in one, which is not in
    ``text``. ``boxed``: whether the box is one of the page as it is shown."""

    text: str
    page: int
    number: int
    box: Box
    size: float
    vertical: bool = False
    hyphen: bool = False
    recognised: bool = False
    boxed: bool = True

    @property
    def box_of_page(self) -> list[float] | None:
        return [round(value, 1) for value in self.box] if self.boxed else None

    @property
    def along(self) -> tuple[float, float]:
        """Begin and end in the direction of reading."""
        return (self.box[1], self.box[3]) if self.vertical else (self.box[0], self.box[2])

    @property
    def across(self) -> tuple[float, float]:
        """Begin and end in the direction in which line follows line."""
        return (-self.box[2], -self.box[0]) if self.vertical else (self.box[1], self.box[3])


def heads_and_feet(pages: Sequence[Sequence[Line]]) -> tuple[list[set[int]], list[str]]:
    """For each page the lines (by their index) that are running heads, feet or page numbers, and examples of them.

    A line counts when it lies at the edge of its page and recurs there, but for its numbers, on ``PAGES`` pages or more
    of which two are neighbours; a bare number when ``PAGES`` pages, or all of two, have one there.
    """
    seen: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for edge, at in _outer(page):
            seen[edge, _form(page[at].text)].append((number, at))
    left: list[set[int]] = [set() for _ in pages]
    examples: list[str] = []
    for (_, form), places in sorted(seen.items(), key=lambda item: (item[1][0], item[0])):
        on = sorted({number for number, _ in places})
        enough = len(on) >= PAGES or (form == "#" and len(on) == len(pages) == 2)
        if not enough or min(b - a for a, b in pairwise(on)) > NEIGHBOURS:
            continue
        for number, at in places:
            left[number].add(at)
        examples.append(pages[places[0][0]][places[0][1]].text[:80])
    return left, examples


def _outer(page: Sequence[Line]) -> list[tuple[str, int]]:
    """Outermost lines of a page by where they lie, not by their order in the file: those beyond a gap that is wider
    than the page's lines are apart, and the very outermost if it is a bare number."""
    upright = [at for at, line in enumerate(page) if not line.vertical] or list(range(len(page)))
    order = sorted(upright, key=lambda at: (page[at].box[1], at))
    if not order:
        return []
    top, bottom = page[order[0]].box[1], max(line.box[3] for line in page)
    room = ZONE * max(bottom - top, 1.0)
    steps = [page[b].box[1] - page[a].box[1] for a, b in pairwise(order)]
    usual = median(wide) if (wide := [step for step in steps if step > 0.3 * page[order[0]].size]) else 0.0
    first, last = _beyond(order, steps, usual, page), _beyond(order[::-1], steps[::-1], usual, page)
    if 2 * len(upright) < len(page):  # level lines of a page that is written downwards
        first = last = order
    heads = [at for at in first if page[at].box[1] <= top + room]
    feet = [at for at in last if page[at].box[3] >= bottom - room]
    return [("top", at) for at in heads] + [("bottom", at) for at in feet]


def _beyond(order: Sequence[int], steps: Sequence[float], usual: float, page: Sequence[Line]) -> list[int]:
    """Up to ``OUTER`` lines from one edge that a gap parts from the rest."""
    for count, step in enumerate(steps[:OUTER], 1):
        if step > APART * usual:
            return list(order[:count])
    return [at for at in order[:1] if _form(page[at].text) == "#"]


def _form(text: str) -> str:
    """What of a line recurs from page to page; ``#`` for a bare number."""
    if NUMBER_ONLY.fullmatch(text.strip()):
        return "#"
    return re.sub(r"\d+", "#", "".join(text.split()).casefold())


def in_reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indices of upright boxes as they are read: column by column where a gutter parts them, else from top to bottom.

    A recursive cut: lines over and under a part with a gutter (titles, feet) are read before and after its columns.
    """
    return _cut(_rows(boxes), boxes)


def _rows(boxes: Sequence[Box]) -> list[int]:
    """From top to bottom, what stands on one level from left to right."""
    rows: list[list[int]] = []
    for at in sorted(range(len(boxes)), key=lambda at: (boxes[at][1] + boxes[at][3], boxes[at][0])):
        box, first = boxes[at], boxes[rows[-1][0]] if rows else None
        height = min(box[3] - box[1], first[3] - first[1]) if first else 0.0
        if first and min(box[3], first[3]) - max(box[1], first[1]) > 0.5 * height:
            rows[-1].append(at)
        else:
            rows.append([at])
    return [at for row in rows for at in sorted(row, key=lambda at: boxes[at][0])]


def _cut(order: list[int], boxes: Sequence[Box]) -> list[int]:
    for first in range(min(SPANNING, len(order) - 2 * COLUMN + 1)):
        for last in range(len(order), max(first + 2 * COLUMN, len(order) - SPANNING) - 1, -1):
            gutter = _gutter(order[first:last], boxes)
            if gutter is None:
                continue
            left = [at for at in order[first:last] if boxes[at][2] <= gutter]
            right = [at for at in order[first:last] if boxes[at][2] > gutter]
            return order[:first] + _cut(left, boxes) + _cut(right, boxes) + _cut(order[last:], boxes)
    return order


def _gutter(part: Sequence[int], boxes: Sequence[Box]) -> float | None:
    """Where an upright gap as wide as a line is high parts lines that stand beside each other; None where none does."""
    spans = sorted((boxes[at][0], boxes[at][2]) for at in part)
    height = median(boxes[at][3] - boxes[at][1] for at in part)
    reach = spans[0][1]
    for count, (start, stop) in enumerate(spans):
        if start - reach > height and count >= COLUMN and len(spans) - count >= COLUMN:
            middle = (start + reach) / 2
            left = [boxes[at] for at in part if boxes[at][2] <= middle]
            right = [boxes[at] for at in part if boxes[at][2] > middle]
            beside = min(max(b[3] for b in left), max(b[3] for b in right)) - max(
                min(b[1] for b in left), min(b[1] for b in right)
            )
            if beside > COLUMN * height:
                return middle
        reach = max(reach, stop)
    return None


def joints(lines: Sequence[Line]) -> list[Joint]:
    """How each line goes on: with a new paragraph, a blank, a word that was divided, or at once (Chinese)."""
    blocks = _blocks(lines)
    found: list[Joint] = []
    for at, line in enumerate(lines):
        if at + 1 == len(lines):
            found.append("paragraph")
            continue
        after = lines[at + 1]
        found.append("paragraph" if _ends(line, after, blocks[at], blocks[at + 1]) else _joint(line, after))
    return found


def keeps_hyphen(text: str, after: str, whole: Set[str]) -> bool:
    """Whether a hyphen at a line's end belongs to the word: before a capital or a figure, or where the text has the
    same word with its hyphen elsewhere (``whole``, in small letters)."""
    first, second = re.search(r"\w+$", text), re.match(r"\w+", after)
    if not first or not second:
        return True
    return not second.group()[0].islower() or f"{first.group()}-{second.group()}".casefold() in whole


def _joint(line: Line, after: Line) -> Joint:
    if line.hyphen or line.text.endswith(("\u00ad", "\u2010")):
        return "hyphen"
    if not line.text or not after.text:
        return "space"
    if line.text.endswith("-") and len(line.text) > 1 and line.text[-2].isalpha() and after.text[0].isalpha():
        return ""
    wide = (WIDE.match(line.text[-1]), WIDE.match(after.text[0]))
    if all(wide) or (any(wide) and (CLOSING.match(line.text[-1]) or not (line.text[-1] + after.text[0]).isalnum())):
        return ""
    return "" if line.text[-1] in "—…" and any(wide) else "space"


@dataclass
class _Block:
    """Lines that follow each other in one column: its edges in the direction of reading, its usual step."""

    start: float
    stop: float
    step: float
    lines: int


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """For each line the block it belongs to."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _same_column(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    found: list[_Block] = []
    for group in groups:
        wide = group
        if len(group) < 3:  # too few to say how wide the column is
            wide = [one for one in pages[group[0].page] if _overlap(one, group[0])]
        starts, stops = sorted(one.along[0] for one in wide), sorted(one.along[1] for one in wide)
        steps = [b.across[0] - a.across[0] for a, b in pairwise(group) if b.across[0] > a.across[0]]
        block = _Block(starts[0], stops[-1], median(steps) if steps else 0.0, len(group))
        found += [block] * len(group)
    return found


def _overlap(line: Line, other: Line) -> bool:
    (a, b), (c, d) = line.along, other.along
    return line.vertical == other.vertical and min(b, d) - max(a, c) > 0


def _same_column(line: Line, after: Line) -> bool:
    return line.page == after.page and after.across[0] > line.across[0] - 0.5 * line.size and _overlap(line, after)


def _ends(line: Line, after: Line, block: _Block, next_block: _Block) -> bool:
    """Whether a paragraph ends with ``line``."""
    if line.hyphen:
        return False
    if max(line.size, after.size) > SIZES * max(min(line.size, after.size), 0.1):
        return True
    if line.vertical != after.vertical:
        return True
    step = after.across[0] - line.across[0]
    if block is next_block and block.lines > 2 and step > GAP * block.step:
        return True
    if after.along[0] - next_block.start > INDENT * after.size and next_block.lines > 1:
        return line.along[0] - block.start <= INDENT * line.size or CLOSING.search(line.text[-1:]) is not None
    return _room(line, block) > _first_word(after) + SLACK * line.size


def _room(line: Line, block: _Block) -> float:
    return block.stop - line.along[1]


def _first_word(line: Line) -> float:
    """How much room the first word would have taken: a Chinese character with the signs that may not begin a line."""
    text = line.text
    if not text:
        return 0.0
    begin, end = line.along
    each = (end - begin) / len(text)
    if WIDE.match(text[0]):
        count = 1
        while count < len(text) and count < 4 and CLOSING.match(text[count]):
            count += 1
        return each * (count + 0.5)
    word = re.match(r"\S+", text)
    return each * (len(word.group()) + 1 if word else 1)

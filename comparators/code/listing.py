"""Two places of source code side by side, line by line, with marks on their characters: what listings share."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Listing, Role, Run, Token
from appraisal.span import Span
from appraisal.work import Work
from comparators.code import source
from comparators.code.hidden import shown
from comparators.code.kinds import Kind
from comparators.code.source import Source

Array = NDArray[Any]
MOST = 240  # rows that are shown; longer matches lose their middle
WIDEST = 400  # characters of a line that are shown: of a longer one the part that matters
ALIKE = 0.5  # of two lines, from which on they stand opposite each other
BETWEEN_MOST = 2500  # pairs of lines between two blocks, of which those alike are sought
Row = tuple[str, tuple[Run, ...]]
BLANK: Row = ("", ())
MOVED, SAME, CHANGED, ALONE, BETWEEN = 4, 3, 2, 1, 0
ROLES: dict[int, Role] = {MOVED: "moved", SAME: "same", CHANGED: "changed", ALONE: "dropped", BETWEEN: "folded"}
TOKENS: dict[int, Token | None] = {
    int(Kind.KEYWORD): "keyword", int(Kind.SIGN): "operator", int(Kind.NAME): "name", int(Kind.NUMBER): "number",
    int(Kind.STRING): "string", int(Kind.COMMENT): "comment", int(Kind.TEXT): None,
}  # fmt: skip
NO_TOKEN = 255  # of a character between tokens


def read(work: Work, span: Span, *, keep_tree: bool = False) -> Source:
    """The file that a span lies in. Raises ``MaterialError`` where the work has none of that name."""
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{work.label}: holds no file {span.file}: is it the work that was compared?")
    return source.read(member, keep_tree=keep_tree)


def place(span: Span, more: str = "") -> str:
    """File and lines, for people."""
    first, last = int(span.start), int(span.stop) - 1
    lines = f"L{first}–{last}" if first < last else f"L{first}"
    return f"{span.file} · {lines}" + (f" ({more})" if more else "")


def parts_of_speech(own: Source) -> Array:
    """Of each character of the text the ``Kind`` of its token, or ``NO_TOKEN`` (uint8)."""
    kinds = np.full(len(own.text), NO_TOKEN, np.uint8)
    for some in (own.tokens, own.comments):
        for start, stop, kind in zip(some.starts.tolist(), some.stops.tolist(), some.kinds.tolist(), strict=True):
            kinds[start:stop] = kind
    return kinds


def coloured(text: str, kinds: Array, role: Role) -> tuple[Run, ...]:
    """Text of one role as a run for each stretch of one part of speech; ``kinds``: of each character (uint8)."""
    edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(text)]
    return tuple(Run(shown(text[a:b]), role, TOKENS.get(int(kinds[a]))) for a, b in pairwise(edges) if a < b)


def listing(sources: tuple[Source, Source], marks: tuple[Array, Array], match: Match, more: tuple[str, str]) -> Listing:
    """Rows of both sides, lines of blocks opposite each other. ``marks``: how each character is shown (uint8)."""
    rows = _rows(sources[0], match.left, marks[0]), _rows(sources[1], match.right, marks[1])
    pairs = _aligned(rows[0], rows[1], match)
    return Listing(
        tuple(row for row, _ in pairs), tuple(row for _, row in pairs), place(match.left, more[0]),
        place(match.right, more[1]), f"{match.left.file} / {match.right.file}",
    )  # fmt: skip


def _rows(own: Source, span: Span, marks: Array) -> dict[int, Row]:
    starts = np.append(own.line_starts, len(own.text)).tolist()
    kinds = parts_of_speech(own)
    return {
        number: (str(number), _runs(own.text, starts[number - 1], starts[number], marks, kinds))
        for number in range(int(span.start), int(span.stop))
        if number < len(starts)
    }


def _runs(text: str, start: int, stop: int, marks: Array, kinds: Array) -> tuple[Run, ...]:
    while stop > start and text[stop - 1] in "\r\n":
        stop -= 1
    cut_before = cut_after = False
    if stop - start > WIDEST:
        matter = np.flatnonzero(marks[start:stop] >= CHANGED)
        first = start + (int(matter[0]) if len(matter) else 0)
        first = max(start, min(first - 20, stop - WIDEST))
        cut_before, cut_after = first > start, first + WIDEST < stop
        start, stop = first, first + WIDEST
    edges = [start, *(np.flatnonzero(np.diff(marks[start:stop])) + start + 1).tolist(), stop]
    runs = [run for a, b in pairwise(edges) if a < b for run in coloured(text[a:b], kinds[a:b], ROLES[int(marks[a])])]
    return (
        *([Run("…", "context")] if cut_before else []), *runs, *([Run("…", "context")] if cut_after else []),
    )  # fmt: skip


def _said(row: Row) -> str:
    return "".join(run.text for run in row[1])


def opposite(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Which lines that lie between blocks stand opposite each other, by their numbers in either text, -1 for none:
    those that are alike, in their order, and what lies between such one after the other."""
    made: list[tuple[int, int]] = []
    at, there = 0, 0
    for a, b in [*_alike(one, other), (len(one), len(other))]:
        for n in range(max(a - at, b - there)):
            made.append((at + n if at + n < a else -1, there + n if there + n < b else -1))
        made += [(a, b)] if a < len(one) and b < len(other) else []
        at, there = a + 1, b + 1
    return made


def _alike(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of lines that are alike, in their order, such that they have most letters in common."""
    if len(one) * len(other) > BETWEEN_MOST:
        return []
    most = np.zeros((len(one) + 1, len(other) + 1))
    worth = np.zeros((len(one), len(other)))
    for a in reversed(range(len(one))):
        for b in reversed(range(len(other))):
            worth[a, b] = _worth(one[a].strip(), other[b].strip())
            most[a, b] = max(most[a + 1, b], most[a, b + 1], most[a + 1, b + 1] + worth[a, b])
    pairs, a, b = [], 0, 0
    while a < len(one) and b < len(other):
        if worth[a, b] and most[a, b] == most[a + 1, b + 1] + worth[a, b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif most[a, b] == most[a + 1, b]:
            a += 1
        else:
            b += 1
    return pairs


def _worth(mine: str, theirs: str) -> float:
    """How much two lines have in common, 0 for lines that are not alike; empty ones count least."""
    found = SequenceMatcher(None, mine, theirs, autojunk=False)
    if found.real_quick_ratio() < ALIKE or found.quick_ratio() < ALIKE or found.ratio() < ALIKE:
        return 0.0
    return 1.0 + found.ratio() * (len(mine) + len(theirs))


def _aligned(left: dict[int, Row], right: dict[int, Row], match: Match) -> list[tuple[Row, Row]]:
    """Lines of blocks opposite each other; what lies between them one side after the other where it does not fit."""
    rows: list[tuple[Row, Row]] = []
    at, other = int(match.left.start), int(match.right.start)

    def between(stop: int, other_stop: int) -> None:
        nonlocal at, other
        mine = [left.get(number, BLANK) for number in range(at, stop)]
        theirs = [right.get(number, BLANK) for number in range(other, other_stop)]
        for a, b in opposite(*([_said(row) for row in some] for some in (mine, theirs))):
            rows.append((mine[a] if a >= 0 else BLANK, theirs[b] if b >= 0 else BLANK))
        at, other = max(at, stop), max(other, other_stop)

    for first, second, count in match.blocks:
        between(int(first), int(second))
        between(int(first + count), int(second + count))
    between(int(match.left.stop), int(match.right.stop))
    if len(rows) > MOST:
        head, tail = rows[: MOST * 2 // 3], rows[-MOST // 3 :]
        gap: Row = ("…", (Run(f"〔… {len(rows) - len(head) - len(tail)} …〕", "folded"),))
        rows = [*head, (gap, gap), *tail]
    return rows

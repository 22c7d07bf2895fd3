"""A match side by side: the lines of both places with what they have in common, unseen characters spelt out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Listing, Role, Run
from appraisal.span import Span
from appraisal.work import Work
from comparators.code import source
from comparators.code.lines import lines
from comparators.code.listing import coloured, opposite, parts_of_speech, place
from comparators.code.literal.matching import BESIDE

AROUND = 1  # lines before and after the places
MOST = 200  # lines of a match that are shown
WIDEST = 300  # characters of a line that are shown
TRIED = 12  # places of a side among which the two are sought that are most alike
TOKEN = re.compile(r"[^\W\u2e80-\U0010ffff]+|\s+|.", re.DOTALL)  # a word or number, spacing, a sign, a hanzi
Row = tuple[str, tuple[Run, ...]]
BLANK: Row = ("", ())
Text = tuple[str, NDArray[Any]]  # a line, and of each character its part of speech (uint8)


def listing(left: Work, right: Work, match: Match) -> Listing:
    """Rows of both sides, equal lines opposite each other; of a piece that stands in several places the two that are
    most alike. Raises ``MaterialError`` for another work."""
    match = _nearest(left, right, match)
    one, other = _lines(left, match.left), _lines(right, match.right)
    pairs = _pairs(match, one, other)
    shown = [_row(one, other, a, b, match) for a, b in pairs[:MOST]]
    if len(pairs) > MOST:
        more: Row = ("…", (Run(f"〔… {len(pairs) - MOST} …〕", "folded"),))
        shown.append((more, more))
    return Listing(
        tuple(row for row, _ in shown), tuple(row for _, row in shown), place(match.left), place(match.right),
        f"{match.left.file} / {match.right.file}",
    )  # fmt: skip


def _nearest(left: Work, right: Work, match: Match) -> Match:
    """The match with the two of its places in front whose lines are most alike, the first ones where several are."""
    sides = [match.all_left()[:TRIED], match.all_right()[:TRIED]]
    if match.blocks or all(len(places) == 1 for places in sides):
        return match
    held = [[_words(work, span) for span in spans] for work, spans in zip((left, right), sides, strict=True)]
    best = max(
        product(range(len(held[0])), range(len(held[1]))),
        key=lambda at: (SequenceMatcher(None, held[0][at[0]], held[1][at[1]], autojunk=False).ratio(), -sum(at)),
    )
    return replace(match, left=sides[0][best[0]], right=sides[1][best[1]])


def _words(work: Work, span: Span) -> list[str]:
    """Tokens of the lines of a place, no more of each than is shown."""
    text = _lines(work, span)[int(span.start) - 1 : int(span.stop) - 1]
    return [token for line, _ in text for token in TOKEN.findall(line[:WIDEST])]


def _lines(work: Work, span: Span) -> list[Text]:
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{work.label}: holds no file {span.file}: is it the work that was compared?")
    own = source.read(member)
    kinds = parts_of_speech(own)
    return [
        (text, kinds[start : start + len(text)])
        for text, start in zip(lines(own.text), own.line_starts.tolist(), strict=True)
    ]


def _pairs(match: Match, mine: Sequence[Text], theirs: Sequence[Text]) -> list[tuple[int, int]]:
    """Line numbers opposite each other, 0 for none, with a line around."""
    blocks = match.blocks or ((match.left.start, match.right.start, 1),)
    at, there = int(blocks[0][0]) - AROUND, int(blocks[0][1]) - AROUND
    pairs: list[tuple[int, int]] = []
    for a, b, size in [*blocks, (match.left.stop + AROUND, match.right.stop + AROUND, 0)]:
        one, two = list(range(at, int(a))), list(range(there, int(b)))
        said = ([_line(some, n) for n in numbers] for some, numbers in ((mine, one), (theirs, two)))
        pairs += [(one[n] if n >= 0 else 0, two[m] if m >= 0 else 0) for n, m in opposite(*said)]
        pairs += [(int(a) + n, int(b) + n) for n in range(int(size))]
        at, there = int(a + size), int(b + size)
    return pairs


def _line(some: Sequence[Text], number: int) -> str:
    return some[number - 1][0][:WIDEST] if 0 < number <= len(some) else ""


def _row(one: list[Text], other: list[Text], a: int, b: int, match: Match) -> tuple[Row, Row]:
    mine = one[a - 1] if 0 < a <= len(one) else None
    theirs = other[b - 1] if 0 < b <= len(other) else None
    inside = match.left.start <= a < match.left.stop and match.right.start <= b < match.right.stop
    if mine is not None and theirs is not None and inside:
        left, right = _runs(mine, theirs, _pieces(match))
    else:
        left, right = (() if text is None else _cut(text, "context") for text in (mine, theirs))
    return (
        (str(a), left) if mine is not None else BLANK,
        (str(b), right) if theirs is not None else BLANK,
    )


def _cut(line: Text, role: Role) -> tuple[Run, ...]:
    return *coloured(line[0][:WIDEST], line[1][:WIDEST], role), *_rest(line[0])


def _rest(text: str) -> tuple[Run, ...]:
    return (Run("…", "context"),) if len(text) > WIDEST else ()


def _pieces(match: Match) -> list[str]:
    """Texts that a match is about; none for runs of lines."""
    return [] if match.blocks else [one for one in str(match.details.get("text", "")).split(BESIDE) if one]


def _runs(mine: Text, theirs: Text, pieces: Sequence[str] = ()) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both lines with the tokens marked that they have in common, in one order, and with the ``pieces`` that both hold
    in whatever order; letters that words share by chance are none."""
    if mine[0] == theirs[0]:
        return _cut(mine, "same"), _cut(theirs, "same")
    shown = [line[0][:WIDEST] for line in (mine, theirs)]
    one, other = map(TOKEN.findall, shown)
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    places = [[[*re.finditer(re.escape(piece), text)] for piece in pieces] for text in shown]
    made: list[tuple[Run, ...]] = []
    for side, (line, tokens) in enumerate(((mine, one), (theirs, other))):
        edges, alike = [0, *accumulate(map(len, tokens))], np.zeros(len(shown[side]), bool)
        for block in blocks:
            first = (block.a, block.b)[side]
            alike[edges[first] : edges[first + block.size]] = True
        for here, there in zip(places[side], places[1 - side], strict=True):
            for found in here if there else ():
                alike[found.start() : found.end()] = True
        ends = [0, *(np.flatnonzero(np.diff(alike)) + 1).tolist(), len(alike)]
        runs: list[Run] = []
        for start, stop in pairwise(ends):
            text = line[0][start:stop]
            role: Role = "same" if text and alike[start] else "dropped" if text.strip() else "folded"
            runs += coloured(text, line[1][start:stop], role)
        made.append((*runs, *_rest(line[0])))
    return made[0], made[1]

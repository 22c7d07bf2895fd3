"""A match side by side: the lines of both places with what they have in common, unseen characters spelt out."""

from __future__ import annotations

from difflib import SequenceMatcher

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Listing, Run
from appraisal.span import Span
from appraisal.work import Work
from comparators.code import source
from comparators.code.hidden import shown as seen
from comparators.code.lines import lines

AROUND = 1  # lines before and after the places
MOST = 200  # lines of a match that are shown
WIDEST = 300  # characters of a line that are shown
Row = tuple[str, tuple[Run, ...]]
BLANK: Row = ("", ())


def listing(left: Work, right: Work, match: Match) -> Listing:
    """Rows of both sides, equal lines opposite each other. Raises ``MaterialError`` for another work."""
    one, other = _lines(left, match.left), _lines(right, match.right)
    pairs = _pairs(match)
    shown = [_row(one, other, a, b, match) for a, b in pairs[:MOST]]
    if len(pairs) > MOST:
        more: Row = ("…", (Run(f"〔… {len(pairs) - MOST} …〕", "folded"),))
        shown.append((more, more))
    return Listing(
        tuple(row for row, _ in shown), tuple(row for _, row in shown), _place(match.left), _place(match.right),
        f"{match.left.file} / {match.right.file}",
    )  # fmt: skip


def _lines(work: Work, span: Span) -> list[str]:
    member = work.by_file.get(span.file)
    if member is None:
        raise MaterialError(f"{work.label}: holds no file {span.file}: is it the work that was compared?")
    return lines(source.read(member).text)


def _place(span: Span) -> str:
    return f"{span.file} · L{int(span.start)}–{int(span.stop) - 1}"


def _pairs(match: Match) -> list[tuple[int, int]]:
    """Line numbers opposite each other, 0 for none, with a line around."""
    blocks = match.blocks or ((match.left.start, match.right.start, 1),)
    at, there = int(blocks[0][0]) - AROUND, int(blocks[0][1]) - AROUND
    pairs: list[tuple[int, int]] = []
    for a, b, size in [*blocks, (match.left.stop + AROUND, match.right.stop + AROUND, 0)]:
        one, two = list(range(at, int(a))), list(range(there, int(b)))
        for n in range(max(len(one), len(two))):
            pairs.append((one[n] if n < len(one) else 0, two[n] if n < len(two) else 0))
        pairs += [(int(a) + n, int(b) + n) for n in range(int(size))]
        at, there = int(a + size), int(b + size)
    return pairs


def _row(one: list[str], other: list[str], a: int, b: int, match: Match) -> tuple[Row, Row]:
    mine = one[a - 1] if 0 < a <= len(one) else None
    theirs = other[b - 1] if 0 < b <= len(other) else None
    inside = match.left.start <= a < match.left.stop and match.right.start <= b < match.right.stop
    if mine is not None and theirs is not None and inside:
        left, right = _runs(mine, theirs)
    else:
        left, right = (
            (Run(_cut(text), "context"),) if text is not None else () for text in (mine, theirs)
        )  # fmt: skip
    return (
        (str(a), left) if mine is not None else BLANK,
        (str(b), right) if theirs is not None else BLANK,
    )


def _cut(text: str) -> str:
    return seen(text[:WIDEST]) + ("…" if len(text) > WIDEST else "")


def _runs(mine: str, theirs: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    if mine == theirs:
        return (Run(_cut(mine)),), (Run(_cut(theirs)),)
    one, other = mine[:WIDEST], theirs[:WIDEST]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    left: list[Run] = []
    right: list[Run] = []
    at = there = 0
    for block in blocks:
        for runs, text, start, stop in ((left, one, at, block.a), (right, other, there, block.b)):
            if start < stop:
                piece = text[start:stop]
                runs.append(Run(seen(piece), "dropped" if piece.strip() else "folded"))
        if block.size:
            left.append(Run(seen(one[block.a : block.a + block.size])))
            right.append(Run(seen(other[block.b : block.b + block.size])))
        at, there = block.a + block.size, block.b + block.size
    for runs, text in ((left, mine), (right, theirs)):
        if len(text) > WIDEST:
            runs.append(Run("…", "context"))
    return tuple(left), tuple(right)

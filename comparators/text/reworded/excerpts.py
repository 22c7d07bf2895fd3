"""A passage side by side, token by token: kept, changed, moved, dropped, and where it stands."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.exhibit import AlignedText
from appraisal.work import Work
from comparators.matching.encodings import Decoded
from comparators.text import excerpts
from comparators.text.reworded import frequency
from comparators.text.reworded.marking import CHANGED, DROPPED, KEPT, MOVED, marks
from comparators.text.reworded.tokens import RewordedFeatures

Array = NDArray[Any]
SAME, OTHER, FOLDED, ELSEWHERE, GONE = range(5)  # as in ``excerpts.ROLES``
SHOWN = {KEPT: SAME, CHANGED: OTHER, MOVED: ELSEWHERE, DROPPED: GONE}


def aligned(left: Work, right: Work, match: Match) -> AlignedText:
    """Both places of a match. Raises ``MaterialError`` when a span names a file that the work does not hold.

    What was kept is read from the blocks, and marked as the same where the characters are, as changed where only the
    stem or the folded character is.
    """
    texts = [excerpts.read(work, span) for work, span in ((left, match.left), (right, match.right))]
    spans = match.left, match.right
    bodies = [text[int(span.start) : int(span.stop)] for text, span in zip(texts, spans, strict=True)]
    sides = [RewordedFeatures.read(Decoded(body, "utf-8")) for body in bodies]
    (ones, others), names = frequency.joined([sides[:1], sides[1:]])
    kept = _kept(match, sides, (ones[0], others[0]))
    roles = marks(ones[0], others[0], kept, frequency.prior(names))
    shown = [_roles(side, role, len(body)) for side, role, body in zip(sides, roles, bodies, strict=True)]
    forms = [
        [body[slice(*side.span(int(k), int(k)))] for k in kept[:, n]]
        for n, (side, body) in enumerate(zip(sides, bodies, strict=True))
    ]
    for row, (one, other) in enumerate(zip(*forms, strict=True)):
        if one != other:
            for n in (0, 1):
                start, stop = sides[n].span(int(kept[row, n]), int(kept[row, n]))
                part = shown[n][start:stop]
                part[part == SAME] = OTHER
    cut = [excerpts.excerpt(text, span, role) for text, span, role in zip(texts, spans, shown, strict=True)]
    return AlignedText(cut[0], cut[1])


def _kept(match: Match, sides: list[RewordedFeatures], tokens: tuple[Array, Array]) -> Array:
    """Pairs of tokens that the blocks align: their first characters stand in step in a block, and they are equal."""
    starts = [side.offsets[side.begins] for side in sides]
    pairs: list[tuple[int, int]] = []
    for at_left, at_right, length in match.blocks:
        low, high = int(at_left - match.left.start), int(at_right - match.right.start)
        mine = np.arange(*np.searchsorted(starts[0], [low, low + int(length)]))
        theirs = np.searchsorted(starts[1], starts[0][mine] - low + high)
        theirs = np.minimum(theirs, max(len(starts[1]) - 1, 0))
        same = (starts[1][theirs] == starts[0][mine] - low + high) & (tokens[0][mine] == tokens[1][theirs])
        pairs += zip(mine[same].tolist(), theirs[same].tolist(), strict=True)
    return np.array(sorted(set(pairs)), np.int64).reshape(-1, 2)


def _roles(side: RewordedFeatures, marked: Array, size: int) -> Array:
    """A role for each code point of the body: that of its token, punctuation and spacing not counted."""
    shown = np.full(size, FOLDED, np.uint8)
    lengths = np.diff(np.append(side.begins, len(side.text)))
    table = np.array([SHOWN[k] for k in range(4)], np.uint8)
    shown[side.offsets] = np.repeat(table[marked], lengths)
    shown[side.absorbed] = shown[side.absorbed - 1]
    return shown

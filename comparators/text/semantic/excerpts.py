"""A lead side by side: words, names and numbers of each side that stand, or may be meant, on the other."""

from __future__ import annotations

import re

import numpy as np

from appraisal.comparison import Match
from appraisal.exhibit import AlignedText
from appraisal.work import Work
from comparators.text import excerpts
from comparators.text.features import Array
from comparators.text.folding import fold
from comparators.text.semantic import dictionary, keys

SAME, OTHER, FOLDED = 0, 1, 2  # as in ``excerpts.ROLES``
PIECE = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|[0-9]+|[\u2e80-\U0003ffff]")


def aligned(left: Work, right: Work, match: Match) -> AlignedText:
    """Both places of a match. Raises ``MaterialError`` when a span names a file that the work does not hold."""
    spans = match.left, match.right
    texts = [excerpts.read(work, span) for work, span in zip((left, right), spans, strict=True)]
    bodies = [text[int(span.start) : int(span.stop)] for text, span in zip(texts, spans, strict=True)]
    roles = [_roles(one, other) for one, other in (bodies, bodies[::-1])]
    cut = [excerpts.excerpt(text, span, role) for text, span, role in zip(texts, spans, roles, strict=True)]
    return AlignedText(cut[0], cut[1])


def _folded(text: str) -> str:
    return "".join(map(chr, fold(text).text.tolist()))


def _spaced(text: str) -> str:
    return " ".join(_folded(piece) for piece in PIECE.findall(text))


def _roles(mine: str, theirs: str) -> Array:
    """A role for each code point of ``mine``: the same where the other side has it or a word for it."""
    there = keys.own(theirs, _spaced(theirs))
    joined = re.sub(r"(?<=[\u2e80-\U0003ffff]) (?=[\u2e80-\U0003ffff])", "", _spaced(theirs))
    there |= keys.own(theirs, joined) | keys.meant(joined)
    roles = np.full(len(mine), FOLDED, np.uint8)
    places = [(m.start(), m.end(), m.group()) for m in PIECE.finditer(mine)]
    for start, stop, piece in places:
        alike = not keys.own(piece, _folded(piece)).isdisjoint(there)
        roles[start:stop] = SAME if alike else OTHER
    words = dictionary.glosses()
    for run in re.finditer("[\u2e80-\U0003ffff]+", mine):
        body = _folded(run.group())
        if len(body) != len(run.group()):
            continue
        at = 0
        while at < len(body):
            size = next((n for n in range(dictionary.LONGEST, 0, -1) if body[at : at + n] in words), 1)
            size = min(size, len(body) - at)
            if not there.isdisjoint(words.get(body[at : at + size], ())):
                roles[run.start() + at : run.start() + at + size] = SAME
            at += size
    return roles

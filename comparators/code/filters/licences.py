"""Wording of standard licences in comments (see ``comparators.matching.licences``).

Lines with a copyright notice are left in: who they name is evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from comparators.code.filters.marks import LICENCE, Mark
from comparators.code.source import Source
from comparators.matching.licences import WORD, notices

COPYRIGHT = re.compile(r"copyright\s*(?:\(c\)|©|[\d?]{1,4}\b|by\b)|\(c\)\s*\d{4}|©|&copy;", re.IGNORECASE)
SHORT = re.compile(
    r"SPDX-License-Identifier:|\b(?:licen[sc]ed|released|distributed|available|free software) under (?:the )?"
    r"(?:terms of )?(?:the )?(?:GNU|[AL]?GPL|MIT|BSD|Apache|Mozilla|MPL|Boost|ISC|zlib|Eclipse|Artistic"
    r"|CDDL|WTFPL|Unlicense)\b"
    r"|\bsee (?:the )?(?:file )?(?:COPYING|LICEN[SC]E)\b",
    re.IGNORECASE,
)


def marks(found: Source, lines: Sequence[str]) -> Iterator[Mark]:
    """Lines of licence wording in the comments of a file."""
    taken: set[int] = set()
    for words, places in _comments(found):
        for start, stop, licence in notices(words):
            for first, last in _without(places[start], places[stop - 1] + 1, lines):
                taken.update(range(first, last))
                yield Mark(LICENCE, first, last, f"wording of a licence: as in {licence}")
    spans = zip(found.comments.starts.tolist(), found.comments.stops.tolist(), strict=True)
    for start, stop in spans:
        for hit in SHORT.finditer(found.text, start, stop):
            number = int(found.line_starts.searchsorted(hit.start(), side="right"))
            said = " ".join(hit[0].split())
            if number not in taken and not COPYRIGHT.search(lines[number - 1]):
                taken.add(number)
                yield Mark(LICENCE, number, number + 1, f"reference to a licence: {said}")


def _comments(found: Source) -> Iterator[tuple[list[str], list[int]]]:
    """Words and their lines of comments that follow each other with no code between."""
    codes = found.tokens.starts
    words: list[str] = []
    places: list[int] = []
    before = 0
    for start, stop in zip(found.comments.starts.tolist(), found.comments.stops.tolist(), strict=True):
        if words and int(codes.searchsorted(before)) != int(codes.searchsorted(start)):
            yield words, places
            words, places = [], []
        hits = list(WORD.finditer(found.text, start, stop))
        words += [hit[0] for hit in hits]
        places += np.searchsorted(found.line_starts, [hit.start() for hit in hits], side="right").tolist()
        before = stop
    if words:
        yield words, places


def _without(start: int, stop: int, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines but for those with a copyright notice."""
    first = start
    for number in range(start, stop):
        if COPYRIGHT.search(lines[number - 1]):
            if first < number:
                yield first, number
            first = number + 1
    if first < stop:
        yield first, stop

"""Wording of standard licences in comments, recognised by hashed runs of words: no licence text stands here.

``data/licences.npz`` holds a 32-bit hash of each run of five words of some eighty texts, ``data/licences.json`` their
names. Both are made by ``bundling``. Lines with a copyright notice are left in: who they name is evidence.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.filters.marks import LICENCE, Mark
from comparators.code.source import Source

Array = NDArray[Any]
WORD = re.compile(r"[A-Za-z]+")
RUN = 5  # words of a run
GAP = 14  # words between runs of one notice: names of holders, of programs
LEAST = 16  # words of a notice that stand in runs
SHARE = 0.5  # of the words from its first to its last
COPYRIGHT = re.compile(r"copyright\s*(?:\(c\)|©|[\d?]{1,4}\b|by\b)|\(c\)\s*\d{4}|©|&copy;", re.IGNORECASE)
SHORT = re.compile(
    r"SPDX-License-Identifier:|\b(?:licen[sc]ed|released|distributed|available|free software) under (?:the )?"
    r"(?:terms of )?(?:the )?(?:GNU|[AL]?GPL|MIT|BSD|Apache|Mozilla|MPL|Boost|ISC|zlib|Eclipse|Artistic"
    r"|CDDL|WTFPL|Unlicense)\b"
    r"|\bsee (?:the )?(?:file )?(?:COPYING|LICEN[SC]E)\b",
    re.IGNORECASE,
)


@cache
def known() -> tuple[Array, Array, tuple[str, ...]]:
    """Sorted hashes (uint32), the first licence of each (uint8), names."""
    folder = files("comparators.code.filters").joinpath("data")
    with np.load(io.BytesIO(folder.joinpath("licences.npz").read_bytes()), allow_pickle=False) as stored:
        hashes = np.cumsum(stored["deltas"], dtype=np.uint64).astype(np.uint32)
        return hashes, stored["licences"], tuple(json.loads(folder.joinpath("licences.json").read_bytes()))


def runs_of(words: Sequence[str]) -> Array:
    """Hash (uint32) of the ``RUN`` words from each place on, small letters."""
    said = [word.lower() for word in words]
    rows = (" ".join(said[at : at + RUN]).encode() for at in range(len(said) - RUN + 1))
    hashes = [int.from_bytes(hashlib.blake2b(row, digest_size=4).digest(), "big") for row in rows]
    return np.array(hashes, np.uint32)


def marks(found: Source, lines: Sequence[str]) -> Iterator[Mark]:
    """Lines of licence wording in the comments of a file."""
    taken: set[int] = set()
    for words, places in _comments(found):
        for start, stop, licence in _notices(words):
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


def _notices(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Stretches [start, stop) of words that are a notice, and the licence that most of its runs are of first."""
    hashes, licences, names = known()
    if len(words) < LEAST:
        return
    runs = runs_of(words)
    at = np.minimum(np.searchsorted(hashes, runs), len(hashes) - 1)
    hit = hashes[at] == runs
    covered = np.zeros(len(words), np.bool_)
    for shift in range(RUN):
        covered[shift : shift + len(hit)] |= hit
    places = np.flatnonzero(covered)
    if not len(places):
        return
    cuts = np.flatnonzero(np.diff(places) > GAP) + 1
    for group in np.split(places, cuts):
        start, stop = int(group[0]), int(group[-1]) + 1
        if len(group) >= LEAST and len(group) >= SHARE * (stop - start):
            counted = Counter(licences[at[start:stop][hit[start:stop]]].tolist())
            yield start, stop, names[min(counted, key=lambda number: (-counted[number], number))]


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

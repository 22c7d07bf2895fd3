"""What counts as truth in the sets of ``text_sets``: what was planted, and natural repeats, found by brute force, apart
from every method.

Common stretches of 13 字 or 40 letters (``exact`` sets: they are truth, but for those across a longer one, see
``apart``); these, and lines that in the same wording share half of their words (character pairs) or such a stretch
(other sets: what a method reports there is neither right nor wrong, see ``judged``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from benchmarks.text_plagdet import Interval, Passage

Truth = tuple[Interval, Interval]
NATURAL_ZI, NATURAL_LETTERS = 13, 40
EDGE = 8  # characters that the end of a correspondence may lie off: marks and spaces


@dataclass
class Pair:
    left: str
    right: str
    cases: list[Truth] = field(default_factory=list)
    natural: list[Truth] = field(default_factory=list)


def _folded(text: str) -> tuple[str, list[int]]:
    kept = [(c.lower(), at) for at, c in enumerate(text) if c.isalnum()]
    return "".join(c for c, _ in kept), [at for _, at in kept]


def common_stretches(left: str, right: str, least: int) -> list[Truth]:
    """All pairs of places of maximal common stretches of at least ``least`` letters or 字, by an index of all grams."""
    (a, at_a), (b, at_b) = _folded(left), _folded(right)
    index: dict[str, list[int]] = {}
    for j in range(len(b) - least + 1):
        index.setdefault(b[j : j + least], []).append(j)
    found = []
    for i in range(len(a) - least + 1):
        for j in index.get(a[i : i + least], ()):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            size = least
            while i + size < len(a) and j + size < len(b) and a[i + size] == b[j + size]:
                size += 1
            found.append(((at_a[i], at_a[i + size - 1] + 1), (at_b[j], at_b[j + size - 1] + 1)))
    return found


def _grams(line: str) -> set[str]:
    words = re.findall(r"[a-z]+", line.lower())
    return set(words) if words else {line[at : at + 2] for at in range(len(line) - 1)}


def parallel_lines(left: Sequence[str], right: Sequence[str], least: float = 0.5) -> list[tuple[int, int]]:
    """Numbers of lines of which the larger set of words (character pairs) lies to ``least`` in the other one, or which
    have a stretch of 40 letters or 13 字 in common."""
    mine, theirs = [_grams(line) for line in left], [_grams(line) for line in right]
    length = NATURAL_LETTERS if any(re.search("[a-z]{3}", line) for line in left[:5]) else NATURAL_ZI
    long_a, long_b = ([_stretches(line, length) for line in lines] for lines in (left, right))
    common, stretches = _in_common(mine, theirs), _in_common(long_a, long_b)
    large_a, large_b = (np.array([len(grams) for grams in side]) for side in (mine, theirs))
    alike = (common >= least * np.maximum(large_a[:, None], large_b)) & (large_a[:, None] > 3) & (large_b > 3)
    return [(int(i), int(j)) for i, j in np.argwhere(alike | (stretches > 0))]


def _in_common(left: Sequence[set[str]], right: Sequence[set[str]]) -> Any:
    """How many members each left set has in common with each right one, shape (left, right)."""
    numbers: dict[str, int] = {}
    for one in left:
        for member in one:
            numbers.setdefault(member, len(numbers))
    sides = []
    for sets in (left, right):
        held = [[numbers[member] for member in one if member in numbers] for one in sets]
        pointers = np.cumsum([0, *map(len, held)])
        columns = np.array([number for some in held for number in some], np.int64)
        sides.append(csr_array((np.ones(len(columns), np.int32), columns, pointers), (len(held), max(len(numbers), 1))))
    return (sides[0] @ sides[1].T).toarray()


def _stretches(line: str, length: int) -> set[str]:
    folded = _folded(line)[0]
    return {folded[at : at + length] for at in range(len(folded) - length + 1)}


def judged(pairs: Sequence[Pair], found: Sequence[Sequence[Truth]], exact: bool) -> tuple[list[Passage], list[Passage]]:
    """Cases and detections for ``plagdet``.

    In exact sets natural repeats are cases, but for those that ``apart`` leaves out; a detection that is one of these
    is left out too. In other sets a detection that meets no case and lies on a natural repeat on both sides is.
    """
    cases, detections = [], []
    for number, (pair, hits) in enumerate(zip(pairs, found, strict=True)):
        truth, crossing = apart(pair) if exact else (pair.cases, [])
        cases += [Passage(number, *case) for case in truth]
        for hit in hits:
            if not exact and not _meets(hit, pair.cases) and _meets(hit, pair.natural):
                continue
            if any(_in_step(hit, repeat) for repeat in crossing):
                continue
            detections.append(Passage(number, *hit))
    return cases, detections


def apart(pair: Pair) -> tuple[list[Truth], list[Truth]]:
    """What was planted and what recurs by nature, so that no two share characters on both sides; and the repeats that
    were left out for that, the shorter ones of those that do. Where the host happens to go on as the source does, the
    longer repeat stands for what was planted.

    plagdet wants one detection a case, and takes two that share characters on both sides for the same: cases are
    expected to lie apart, as PAN's do. Where a work repeats itself they do not (what recurs in the left text, copied
    once, corresponds at both places there): the truth itself, given as detections, would be marked down.
    """
    repeats = sorted(pair.natural, key=lambda one: (one[0][0] - one[0][1], one))
    kept = [next((repeat for repeat in repeats if inside(case, [repeat])), case) for case in pair.cases]
    crossing: list[Truth] = []
    for repeat in repeats:
        if repeat in kept:
            continue
        (crossing if _meets(repeat, kept) else kept).append(repeat)
    return kept, crossing


def _in_step(hit: Truth, repeat: Truth) -> bool:
    """Whether a detection lies inside a repeat on both sides and begins and ends at the same distance from its ends,
    but for marks and spaces. A detection of a part of the case that the repeat crosses does neither."""
    (a, b), (c, d) = hit
    (e, f), (g, h) = repeat
    return inside(hit, [repeat]) and abs((a - e) - (c - g)) <= EDGE and abs((f - b) - (h - d)) <= EDGE


def _meets(hit: Truth, places: Sequence[Truth]) -> bool:
    return any(all(max(h[0], p[0]) < min(h[1], p[1]) for h, p in zip(hit, place, strict=True)) for place in places)


def inside(truth: Truth, cases: Sequence[Truth]) -> bool:
    """Whether a repeat is (nearly) the case itself, or a part of it on the same diagonal."""
    return any(
        all(c[0] - EDGE <= t[0] and t[1] <= c[1] + EDGE for t, c in zip(truth, case, strict=True)) for case in cases
    )

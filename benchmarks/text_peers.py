"""What ``text-exact``, ``text-reworded`` and peers report of a pair of texts, as pairs of places.

copy-spotter 0.1.16 is installed apart from this project: ``pip install --target DIR copy-spotter``, given as
``--copy-spotter DIR``. Its own steps are run (words by its rule, blocks of at least two words by its function); it
keeps no offsets, so its words are looked up in the text again. difflib compares characters (``autojunk`` off would
take hours; blocks of at least 13 字 or 40 letters count). The plain matcher joins k-grams (8 字, 20 letters) to
diagonal runs.
"""

from __future__ import annotations

import difflib
import importlib
import re
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from appraisal.comparator import Context
from appraisal.errors import Refused
from benchmarks.text_truth import EDGE
from comparators.matching.encodings import Decoded
from comparators.text.exact import TextExact
from comparators.text.features import TextFeatures
from comparators.text.reworded import TextReworded
from comparators.text.reworded.tokens import RewordedFeatures

Found = list[tuple[tuple[int, int], tuple[int, int]]]
Detector = Callable[[str, str], Found]
MOST_PLACES = 50  # of one passage of text-exact that are taken on each side


def exact(left: str, right: str) -> Found:
    """Every pair of places of every passage; a pair inside a longer one is no second correspondence."""
    sides = ({"t": TextFeatures.of(Decoded(text, "utf-8"))} for text in (left, right))
    return outer(
        [
            ((int(a.start), int(a.stop)), (int(b.start), int(b.stop)))
            for m in _matches(TextExact(), *sides)
            for a in m.all_left()[:MOST_PLACES]
            for b in m.all_right()[:MOST_PLACES]
        ]
    )


def outer(found: Found) -> Found:
    """Those pairs of places that do not lie inside a longer one on both sides, but for ``EDGE`` characters: the truth
    of the sets leaves these out likewise."""
    kept: Found = []
    for pair in sorted(found, key=lambda place: (place[0][0] - place[0][1], place)):
        if not any(
            all(o[0] - EDGE <= p[0] and p[1] <= o[1] + EDGE for p, o in zip(pair, one, strict=True)) for one in kept
        ):
            kept.append(pair)
    return kept


def reworded(left: str, right: str) -> Found:
    """The first places of every passage that the method calls verbatim or reworded."""
    return _passages(left, right, ("verbatim", "reworded"))


def reworded_and_lists(left: str, right: str) -> Found:
    """The same, and those of lists that agree in names or terms alone, which the method counts apart."""
    return _passages(left, right, ("verbatim", "reworded", "list"))


def _passages(left: str, right: str, kinds: Collection[str]) -> Found:
    sides = ({"t": RewordedFeatures.read(Decoded(text, "utf-8"))} for text in (left, right))
    return [
        ((int(m.left.start), int(m.left.stop)), (int(m.right.start), int(m.right.stop)))
        for m in _matches(TextReworded(), *sides)
        if m.kind in kinds
    ]


def _matches(method: Any, left: Any, right: Any) -> list[Any]:
    try:
        return list(method.match(left, right, Context()))
    except Refused:
        return []


def characters(left: str, right: str) -> Found:
    """difflib's matching blocks of at least 13 字 or 40 characters."""
    least = 13 if _is_zh(left) else 40
    blocks = difflib.SequenceMatcher(None, left, right).get_matching_blocks()
    return [((b.a, b.a + b.size), (b.b, b.b + b.size)) for b in blocks if b.size >= least]


def kgram(left: str, right: str) -> Found:
    """Diagonal runs of equal k-grams of letters and 字."""
    k = 8 if _is_zh(left) else 20
    (a, at_a), (b, at_b) = _folded(left), _folded(right)
    index: dict[str, list[int]] = {}
    for j in range(len(b) - k + 1):
        index.setdefault(b[j : j + k], []).append(j)
    open_: dict[int, tuple[int, int]] = {}
    found: Found = []
    for i in range(len(a) - k + 1):
        going = {j - i: j for j in index.get(a[i : i + k], ())}
        for diagonal in [d for d in open_ if d not in going]:
            first, last = open_.pop(diagonal)
            found.append(_places(at_a, at_b, first, last + k, diagonal))
        for diagonal in going:
            open_[diagonal] = (open_.get(diagonal, (i, i))[0], i)
    found += [_places(at_a, at_b, first, last + k, diagonal) for diagonal, (first, last) in open_.items()]
    return outer(found)


def _places(
    at_a: list[int], at_b: list[int], start: int, stop: int, diagonal: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    return (
        (at_a[start], at_a[stop - 1] + 1),
        (at_b[start + diagonal], at_b[stop + diagonal - 1] + 1),
    )


def _folded(text: str) -> tuple[str, list[int]]:
    kept = [(c.lower(), at) for at, c in enumerate(text) if c.isalnum()]
    return "".join(c for c, _ in kept), [at for _, at in kept]


def _is_zh(text: str) -> bool:
    return sum(ord(c) > 0x2E7F for c in text[:1000]) > 300


def copy_spotter(folder: Path) -> Detector:
    """The matching blocks of copy-spotter as installed in ``folder``."""
    sys.path.insert(0, str(folder))
    blocks: Any = importlib.import_module("scripts.html_utils").get_real_matching_blocks

    def detect(left: str, right: str) -> Found:
        words = [[m for m in re.finditer(r"\w+", text.lower())] for text in (left, right)]
        found = blocks([m.group() for m in words[0]], [m.group() for m in words[1]], 2)
        return [
            (
                (words[0][b.a].start(), words[0][b.a + b.size - 1].end()),
                (words[1][b.b].start(), words[1][b.b + b.size - 1].end()),
            )
            for b in found
        ]

    return detect

"""Why two functions are a pair, in words and numbers that can be checked in the disassembly."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Match
from comparators.software.functions.pairing import Pairs
from comparators.software.functions.reading import FIELDS, GRAMS, IMPORTS, NUMBERS, STEPS, TEXTS
from comparators.software.functions.sides import Side
from comparators.software.functions.weighing import weights

Array = NDArray[Any]
SHOWN = 8  # texts, imports and numbers of one pair that are listed, rarest first
KINDS = {NUMBERS: "numbers", TEXTS: "texts", IMPORTS: "imports"}
COUNTED = {FIELDS: "fields", STEPS: "steps", GRAMS: "sequences"}
ALONE = "numbers-alone"
CALLS, BOTH = "calls-alone", "calls-and-numbers-alone"
OUTWEIGHED = "texts-outweighed"
AROUND = " \t\r\n:.!()'\"%s"  # what may stand around the name of a call in a message
DATA = re.compile("data [0-9a-f]{1,32}")  # how constant data is told (``_words``)
BY_CALLS, BY_DATA = APART = "by-calls", "by-data"  # ``counted`` of pairs that are listed and in no share


class Told:
    """Reasons of the pairs that are reported. It holds no candidates and tables, the most that pairing takes."""

    def __init__(self, left: Side, right: Side, pairs: Pairs, kept: Array) -> None:
        self.left, self.right, self.pairs = left, right, pairs
        self._partners: dict[int, set[int]] = {}
        for i, j in zip(pairs.left[kept].tolist(), pairs.right[kept].tolist(), strict=True):
            self._partners.setdefault(i, set()).add(j)

    def details(self, row: int) -> dict[str, JSON]:
        """``numbers``, ``texts``, ``imports``: shared ones in words, a number as the left code has it, where the right
        one has its negative as ``left | right``; ``fields``, ``steps``, ``sequences``: how many of
        those of either function are shared, ``3 of 5 | 7``; ``calls``, ``callers``: pairs among those called and
        calling; ``beside``: pairs among the functions next to it."""
        i, j = int(self.pairs.left[row]), int(self.pairs.right[row])
        told: dict[str, JSON] = {}
        mine, theirs = keys_of(self.left, i), keys_of(self.right, j)
        words, others = words_of(self.left, i), words_of(self.right, j)
        for kind, name in KINDS.items():
            shared = np.intersect1d(mine[kind], theirs[kind])
            bits = weights(shared)
            order = np.lexsort((shared, -bits))
            listed = [_both(words[key], others.get(key)) for key in shared[order].tolist() if key in words]
            if listed:
                told[name] = listed[:SHOWN]
        for kind, name in COUNTED.items():
            both = len(np.intersect1d(mine[kind], theirs[kind]))
            if both:
                told[name] = f"{both} of {len(mine[kind])} | {len(theirs[kind])}"
        left, right = self.left, self.right
        for name, one, other in (("calls", left.calls, right.calls), ("beside", left.neighbours, right.neighbours)):
            around = one.indices[one.indptr[i] : one.indptr[i + 1]].tolist()
            there = set(other.indices[other.indptr[j] : other.indptr[j + 1]].tolist())
            pairs = sum(not there.isdisjoint(self._partners.get(k, ())) for k in around)
            if pairs:
                told[name] = f"{pairs} of {len(around)} | {len(there)}"
        return told


def explained(matches: Iterable[Match], *, same: str = "") -> tuple[Match, ...]:
    """The same matches; of those that name nothing in common but numbers (constant data among them: a key of a protocol
    is), or calls of the system and of libraries (and texts that only name these), or these two, ``explanation`` says
    so: a protocol prescribes numbers to programs that were written independently, too, and these call the system alike.
    Of those that are in no share (``counted``) although they have other texts in common it says that, too.
    ``same``: kind of those whose instructions are the same."""
    found = []
    for one in matches:
        texts, calls = ([str(word) for word in one.details.get(kind) or ()] for kind in ("texts", "imports"))
        data = [text for text in texts if DATA.fullmatch(text)]
        named = {name.lower() for name in calls}
        telling = [text for text in texts if text not in data and text.strip(AROUND).lower() not in named]
        held = bool(one.details.get("numbers") or data), bool(calls)
        why = {(True, False): ALONE, (False, True): CALLS, (True, True): BOTH}.get(held)
        if telling:
            why = OUTWEIGHED if one.details.get("counted") in APART else None
        found.append(replace(one, details={**one.details, "explanation": why}) if why and one.kind != same else one)
    return tuple(found)


def _both(mine: str, theirs: str | None) -> str:
    return mine if theirs in (None, mine) else f"{mine} | {theirs}"


def keys_of(side: Side, number: int) -> list[Array]:
    """Keys of one function, a class each."""
    file = int(side.file[number])
    features, own = side.features[file], number - int(side.first[file])
    bounds = features.bounds[6 * own : 6 * own + 7]
    return [features.keys[a:b] for a, b in itertools.pairwise(bounds)]


def words_of(side: Side, number: int) -> dict[int, str]:
    """What keys stand for in the program of one function."""
    return side.features[int(side.file[number])].words

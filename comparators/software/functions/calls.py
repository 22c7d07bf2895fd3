"""Pairs that rest on calls of the system and of libraries, or on constant data: programs of one kind call alike, and
one protocol or format prescribes its keys and tables to programs that were written apart.

Such a pair has to hold as if neither function called anything, or named a text; and a formula asks what speaks against
it: calls that only one of the two makes, texts that only one has. It was fitted on small programs of one kind and on
rebuilt ones (``benchmarks/functions_kinds.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.functions.pairing import Pairs, formulas
from comparators.software.functions.reading import IMPORTS, TEXTS
from comparators.software.functions.reasons import BY_CALLS, BY_DATA, DATA, keys_of, words_of
from comparators.software.functions.sides import Side
from comparators.software.functions.weighing import weights

Array = NDArray[Any]
LEAST_BARE = -1.75  # score of what two functions hold beside calls, texts and constant data,
ALIKE = 1 / 3  # unless so much of their telling texts is shared
LEAST_BEYOND = 0.5  # score of the formula ``beyond``
AROUND = " \t\r\n:.!()'\"%s"  # what may stand around a word in a message
WORD = re.compile("[a-z_]{2,12}")  # a text that tells nothing: a call's name (perror("bind")), a mode, a key


def resting(left: Side, right: Side, pairs: Pairs, rows: Array, *, ending: str = "") -> list[str]:
    """Of each of these rows of ``pairs`` what it rests on alone: ``BY_CALLS``, ``BY_DATA`` (constant data, with calls
    or without), or "" where there is more. ``ending``: of the formulas (``pairing.formulas``)."""
    beyond = formulas()["beyond" + ending]
    none = np.zeros(len(rows))
    least = beyond(np.stack([pairs.bare[rows], *pairs.called[rows].T, none, none + 1], axis=1))
    found = [""] * len(rows)
    for at in np.flatnonzero((pairs.bare[rows] < LEAST_BARE) | (least < LEAST_BEYOND)).tolist():
        one = Evidence.of(left, right, pairs, int(rows[at]))
        holds = one.columns[0] >= LEAST_BARE or one.columns[3] >= ALIKE
        if one.calls:
            holds &= bool(beyond(one.columns[None])[0] >= LEAST_BEYOND)
        if not holds and (one.calls or one.data):
            found[at] = BY_DATA if one.data else BY_CALLS
    return found


@dataclass(frozen=True)
class Evidence:
    """What two functions share: ``calls``, ``data`` (constant data) or not. ``columns``: what the formula asks:
    ``bare``, ``called`` of the pair, then ``texts``."""

    calls: bool
    data: bool
    columns: Array

    @classmethod
    def of(cls, left: Side, right: Side, pairs: Pairs, row: int) -> Evidence:
        """Of one row of ``pairs``."""
        i, j = int(pairs.left[row]), int(pairs.right[row])
        mine, theirs = keys_of(left, i), keys_of(right, j)
        words = {key: words_of(left, i).get(key, "") for key in mine[TEXTS].tolist()}
        words |= {key: words_of(right, j).get(key, "") for key in theirs[TEXTS].tolist()}
        data = any(DATA.fullmatch(words[key]) for key in np.intersect1d(mine[TEXTS], theirs[TEXTS]).tolist())
        own = once(mine[TEXTS], theirs[TEXTS], words) if left.twice else mine[TEXTS]
        columns = np.array([pairs.bare[row], *pairs.called[row], *texts(own, theirs[TEXTS], words)])
        return cls(bool(len(np.intersect1d(mine[IMPORTS], theirs[IMPORTS]))), data, columns)


def texts(mine: Array, theirs: Array, words: dict[int, str]) -> tuple[float, float]:
    """How much of the telling texts of two functions is shared, in bits of the one with more of them, and whether (1,
    0) both have any. ``mine``, ``theirs``: keys; telling is what can be read and is more than a word (``WORD``)."""
    sides = [
        {key for key in keys.tolist() if not (DATA.fullmatch(words[key]) or WORD.fullmatch(bare_text(words[key])))}
        for keys in (mine, theirs)
    ]
    totals = [bits(side) for side in sides]
    both = min(totals) > 0
    return (bits(sides[0] & sides[1]) / max(totals) if both else 0.0), float(both)


def once(mine: Array, theirs: Array, words: dict[int, str]) -> Array:
    """Of keys of texts that stand with their last line break and without (source text: compilers make ``puts`` of
    ``printf``) one each, that which the other function has where it has one."""
    there = set(theirs.tolist())
    chosen = {words[key].removesuffix("\n"): key for key in sorted(mine.tolist(), key=lambda key: (key in there, key))}
    return np.array(sorted(chosen.values()), np.uint64)


def bare_text(text: str) -> str:
    """A text without the signs around it, in small letters."""
    return text.strip(AROUND).lower()


def bits(keys: set[int]) -> float:
    """What keys weigh together."""
    return float(weights(np.array(sorted(keys), np.uint64)).sum())

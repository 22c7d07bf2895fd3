"""Structure: stretches of four bars by letters, as musicians write forms (AABA)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
BARS = 4
ALIKE = 0.6  # Dice of pairs of neighbouring steps from which two stretches have the same letter
MOST = 200
NOTHING_REPEATS = "nothing-repeats"  # instead of figures, where no stretch is like another
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def form(pitch: Array, bar: Array) -> str:
    """A letter for each four bars in which notes begin; ``·``: fewer than four notes, ``…``: what follows."""
    if not len(pitch):
        return ""
    group = (bar - int(bar.min())) // BARS
    kinds: list[Counter[tuple[int, int]]] = []
    said = []
    numbers = np.unique(group)
    for number in numbers[:MOST].tolist():
        steps = np.diff(pitch[group == number].astype(np.int64)).tolist()
        pairs = Counter(pairwise(steps))
        if len(steps) < 3:
            said.append("·")
            continue
        likeness = [_dice(pairs, kind) for kind in kinds]
        best = int(np.argmax(likeness)) if likeness else -1
        if best < 0 or likeness[best] < ALIKE:
            if len(kinds) == len(LETTERS):
                said.append("·")
                continue
            kinds.append(pairs)
            best = len(kinds) - 1
        said.append(LETTERS[best])
    return "".join(said) + ("…" if len(numbers) > MOST else "")


def _dice(one: Counter[tuple[int, int]], other: Counter[tuple[int, int]]) -> float:
    both = sum((one & other).values())
    return 2 * both / (sum(one.values()) + sum(other.values()))


def agreement(one: str, other: str) -> tuple[int, int]:
    """Of the pairs of stretches that are alike in either form: how many are in both; and all. Most pairs of any two
    tunes are unlike in both, which says nothing, and is not counted."""
    size = min(len(one), len(other))
    pairs = [(a, b) for b in range(size) for a in range(b) if "·" not in (one[a], one[b], other[a], other[b])]
    alike = [(one[a] == one[b], other[a] == other[b]) for a, b in pairs]
    return sum(x and y for x, y in alike), sum(x or y for x, y in alike)

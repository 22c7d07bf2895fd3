"""Statements of two functions opposite each other, and what kind of change lies between.

Levels: ``WRITTEN`` (equal as written), ``NORMAL`` (once names and literals are one each), ``SHAPE`` (the same shapes:
another form of loop, operands or signs exchanged), ``CHANGED`` (the same kind of statement between statements that
correspond, at least half of its shapes alike). First what is in step (longest common subsequences, as ``difflib``
finds them), then what moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.structure.features import StructureFeatures

Array = NDArray[Any]
LONGEST = 1500  # statements of a function that are put in step by difflib, whose time grows with the square
MOVED_TOKENS = 4  # of a statement that is followed when it moved
ALIKE = 0.5


class Level(IntEnum):
    """How much alike two statements are."""

    CHANGED = 1
    SHAPE = 2
    NORMAL = 3
    WRITTEN = 4


@dataclass(frozen=True, slots=True)
class Step:
    """Two statements, by their numbers in their files; ``moved``: out of step with the others."""

    left: int
    right: int
    level: Level
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Statements of one unit of a file that are aligned: the features, the numbers of the statements ascending, and
    between which places all shapes of the unit stand."""

    features: StructureFeatures
    numbers: Array
    stretch: tuple[int, int]

    def column(self, name: str) -> list[int]:
        found: list[int] = getattr(self.features, name)[self.numbers].tolist()
        return found


class Bags:
    """Shapes of each statement of a part, counted when they are asked for: most statements never are."""

    def __init__(self, part: Part) -> None:
        begin, end = part.stretch
        owners = part.features.shape_of[begin:end]
        order = np.argsort(owners, kind="stable")
        self._shapes = part.features.shapes[begin:end][order]
        self._begins = np.searchsorted(owners[order], part.numbers).tolist()
        self._ends = np.searchsorted(owners[order], part.numbers, side="right").tolist()
        self._kept: dict[int, Counter[int]] = {}

    def __getitem__(self, place: int) -> Counter[int]:
        """``place`` among the statements of the part."""
        if place not in self._kept:
            self._kept[place] = Counter(self._shapes[self._begins[place] : self._ends[place]].tolist())
        return self._kept[place]


def align(left: Part, right: Part) -> list[Step]:
    """Steps in the order of the left side; each statement in one at the most."""
    written = left.column("statement_written"), right.column("statement_written")
    normal = left.column("statement_normal"), right.column("statement_normal")
    shape = left.column("statement_shape"), right.column("statement_shape")
    pairs: dict[int, int] = {}
    if normal[0] == normal[1]:
        pairs = {k: k for k in range(len(normal[0]))}
    else:
        for keys in (normal, shape):
            _between(keys, pairs)
    moved = _moved(left, right, (normal, shape), pairs)
    if len(pairs) + len(moved) < min(len(normal[0]), len(normal[1])):
        _changed(left, right, pairs, moved)
    steps = []
    for group, is_moved in ((pairs, False), (moved, True)):
        for a, b in group.items():
            level = (
                Level.WRITTEN if written[0][a] == written[1][b]
                else Level.NORMAL if normal[0][a] == normal[1][b]
                else Level.SHAPE if shape[0][a] == shape[1][b] else Level.CHANGED
            )  # fmt: skip
            steps.append(Step(int(left.numbers[a]), int(right.numbers[b]), level, is_moved))
    return sorted(steps, key=lambda step: step.left)


def _between(keys: tuple[Sequence[int], Sequence[int]], pairs: dict[int, int]) -> None:
    """Add runs of equal keys in every gap between the pairs that are there."""
    found: dict[int, int] = {}
    for (a, a_end), (b, b_end) in _gaps(pairs, len(keys[0]), len(keys[1])):
        one, other = keys[0][a:a_end], keys[1][b:b_end]
        if max(len(one), len(other)) > LONGEST:
            found |= {a + k: b + m for k, m in _unique(one, other)}
            continue
        for k, m, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
            found |= {a + k + step: b + m + step for step in range(size)}
    pairs |= found


def _unique(one: Sequence[int], other: Sequence[int]) -> list[tuple[int, int]]:
    """Keys that stand once on each side, in step (the longest ascending run; patience, as in version control)."""
    counts = Counter(one), Counter(other)
    where = {key: place for place, key in enumerate(other)}
    rows = [(k, where[key]) for k, key in enumerate(one) if counts[0][key] == 1 and counts[1].get(key) == 1]
    piles: list[int] = []
    tops: list[int] = []
    before = [-1] * len(rows)
    for number, (_, place) in enumerate(rows):
        at = int(np.searchsorted(tops, place))
        before[number] = piles[at - 1] if at else -1
        if at == len(tops):
            tops.append(place)
            piles.append(number)
        else:
            tops[at], piles[at] = place, number
    found, number = [], piles[-1] if piles else -1
    while number >= 0:
        found.append(rows[number])
        number = before[number]
    return found[::-1]


def _gaps(pairs: dict[int, int], count: int, other: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Stretches between pairs in step that hold statements on both sides."""
    gaps, a, b = [], 0, 0
    for k, m in [*sorted(pairs.items()), (count, other)]:
        if k > a and m > b:
            gaps.append(((a, k), (b, m)))
        a, b = k + 1, m + 1
    return gaps


def _moved(
    left: Part, right: Part, levels: tuple[tuple[list[int], list[int]], ...], pairs: dict[int, int]
) -> dict[int, int]:
    """Statements left over that stand elsewhere on the other side, the nearest levels first, in their order."""
    moved: dict[int, int] = {}
    sizes = left.column("statement_tokens"), right.column("statement_tokens")
    for own, theirs in levels:
        taken = {*pairs.values(), *moved.values()}
        where: dict[int, list[int]] = {}
        for place in range(len(theirs) - 1, -1, -1):
            if place not in taken and sizes[1][place] >= MOVED_TOKENS:
                where.setdefault(theirs[place], []).append(place)
        for place, key in enumerate(own):
            if place not in pairs and place not in moved and sizes[0][place] >= MOVED_TOKENS and where.get(key):
                moved[place] = where[key].pop()
    return moved


def _changed(left: Part, right: Part, pairs: dict[int, int], moved: dict[int, int]) -> None:
    """Add statements of one kind that lie in the same gap and have at least half of their shapes in common."""
    taken = set(moved.values())
    gaps = _gaps(pairs, len(left.numbers), len(right.numbers))
    if not gaps:
        return
    heads = left.column("statement_head"), right.column("statement_head")
    bags = Bags(left), Bags(right)
    for (a, a_end), (b, b_end) in gaps:
        begin = b
        for k in range(a, a_end):
            if k in moved:
                continue
            for m in range(begin, min(b_end, begin + 40)):
                if m in taken or heads[0][k] != heads[1][m]:
                    continue
                both = sum((bags[0][k] & bags[1][m]).values())
                if 2 * both >= ALIKE * (bags[0][k].total() + bags[1][m].total()):
                    pairs[k], begin = m, m + 1
                    break

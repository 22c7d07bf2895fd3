"""Runs of equal lines: from lines that stand once on each side outward, as far as the lines agree.

Anchors are lines that are unique on both sides, as a whole or in files of one name (patience diff; Cohen 2009 on unique
lines); a run is a longest stretch of lines of code (or of comments) in step around them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.grams import mixed
from comparators.code.literal.hashing import of_words
from comparators.code.literal.sides import Column, Side

Array = NDArray[Any]
GAP = 4  # rows that may differ between two runs of one match, on either side


@dataclass(frozen=True, slots=True)
class Run:
    """Rows [left, left + size) and [right, right + size) are equal one by one."""

    left: int
    right: int
    size: int


def runs(left: Side, right: Side, one: Column, other: Column) -> list[list[Run]]:
    """Groups of runs in step, of one pair of files each; mirrored when the sides are exchanged."""
    if right.digest < left.digest:
        return [[Run(run.right, run.left, run.size) for run in group] for group in _runs(right, left, other, one)]
    return _runs(left, right, one, other)


def _runs(left: Side, right: Side, one: Column, other: Column) -> list[list[Run]]:
    if not len(one) or not len(other):
        return []
    anchors = _anchors(left, right, one, other)
    found = _grown(one, other, anchors)
    return _joined(one, other, found)


def _anchors(left: Side, right: Side, one: Column, other: Column) -> Array:
    """Pairs (row, row) of equal rows that count and are unique on both sides: throughout, or in files of one name."""
    pairs = []
    for name_of in (lambda name: "", lambda name: name.rsplit("/", 1)[-1].lower(), lambda name: name):
        mine, theirs = (
            column.hashes ^ mixed(of_words([name_of(name) + "." for name in side.names]))[column.files]
            for side, column in ((left, one), (right, other))
        )
        pairs.append(_unique_pairs(mine, theirs))
    every = np.unique(np.concatenate(pairs), axis=0)
    counted: Array = every[one.counts[every[:, 0]] & other.counts[every[:, 1]]]
    return counted


def _unique_pairs(mine: Array, theirs: Array) -> Array:
    (first, at, times), (second, there, others) = (
        np.unique(values, return_index=True, return_counts=True) for values in (mine, theirs)
    )
    _, a, b = np.intersect1d(first[times == 1], second[others == 1], assume_unique=True, return_indices=True)
    return np.stack([at[times == 1][a], there[others == 1][b]], axis=1).reshape(-1, 2)


def _grown(one: Column, other: Column, anchors: Array) -> list[Run]:
    mine, theirs = one.hashes.tolist(), other.hashes.tolist()
    files, others = one.files.tolist(), other.files.tolist()
    reached: dict[int, int] = {}  # of each diagonal, where the last run ended
    found: list[Run] = []
    for a, b in anchors.tolist():
        if reached.get(b - a, -1) > a:
            continue
        low, floor = a, reached.get(b - a, 0)
        while low > floor and b - a + low > 0 and _same(mine, theirs, files, others, low - 1, b - a + low - 1, a, b):
            low -= 1
        high = a + 1
        while (
            high < len(mine)
            and b - a + high < len(theirs)
            and _same(mine, theirs, files, others, high, b - a + high, a, b)
        ):
            high += 1
        reached[b - a] = high
        found.append(Run(low, b - a + low, high - low))
    return found


def _same(
    mine: list[int], theirs: list[int], files: list[int], others: list[int], at: int, there: int, a: int, b: int
) -> bool:
    return mine[at] == theirs[there] and files[at] == files[a] and others[there] == others[b]


def _joined(one: Column, other: Column, found: list[Run]) -> list[list[Run]]:
    """Runs of one pair of files that follow each other closely on both sides."""
    found.sort(key=lambda run: (one.files[run.left], other.files[run.right], run.left, run.right))
    groups: list[list[Run]] = []
    for run in found:
        if groups:
            last = groups[-1][-1]
            same = one.files[last.left] == one.files[run.left] and other.files[last.right] == other.files[run.right]
            before, beside = run.left - last.left - last.size, run.right - last.right - last.size
            if same and 0 <= before <= GAP and 0 <= beside <= GAP:
                groups[-1].append(run)
                continue
        groups.append([run])
    return groups

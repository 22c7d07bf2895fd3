"""Strings that link other places than the longest passages do, such as a formula within them that stands elsewhere too.

The longest passage at every place covers all that is common, but leaves out pairs of places: where a formula stands in
a longer passage on both sides, each time in another one, the two places are not linked. Such a string is a passage of
its own when at least one pair of its places (one in either text) can be extended on neither side (a maximal pair,
Gusfield 1997, section 7.12) and does not lie inside the places of one longest passage on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.matching.suffixes import STEP, Suffixes

Array = NDArray[Any]
MOST_PAIRS = 1000  # of one string: what links more is a stock phrase, reached through the passages that it stands in
MOST_STRINGS = 1 << 14  # that are looked at, the longest first
BUDGET = 1 << 20  # pairs of places that are looked at in all


@dataclass(frozen=True)
class Strings:
    """Distinct strings: one position, length, and the half-open range of ranks of each."""

    sample: Array
    length: Array
    low: Array
    high: Array

    def places(self, order: Array, numbers: Array) -> tuple[Array, Array]:
        """Number and position of every place of the strings ``numbers``; ``order``: the suffix array."""
        sizes = (self.high - self.low)[numbers]
        owner = np.repeat(numbers, sizes)
        ranks = np.arange(len(owner)) + np.repeat(self.low[numbers] - (np.cumsum(sizes) - sizes), sizes)
        return owner, order[ranks].astype(np.int64)

    def counted(self, suffixes: Suffixes) -> Array:
        """Places of each string in the left and in the right text, shape (2, strings)."""
        left_sum = np.zeros(len(suffixes.order) + 1, suffixes.order.dtype)
        np.cumsum(suffixes.order < suffixes.split, out=left_sum[1:])
        left = (left_sum[self.high] - left_sum[self.low]).astype(np.int64)
        return np.stack([left, self.high - self.low - left])

    def followed_by(self, other: Strings) -> Strings:
        return Strings(*(np.append(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)))

    def __getitem__(self, numbers: Array) -> Strings:
        return Strings(*(getattr(self, f.name)[numbers] for f in fields(self)))


def linking(suffixes: Suffixes, text: Array, needed: Array, longest: Strings, places: tuple[Array, Array]) -> Strings:
    """The strings that link places which no longest passage links.

    ``text``: what the suffixes are of; ``needed``: the sufficient length at each of its positions; ``places``: string
    number and position of the listed places of the ``longest`` ones.
    """
    strings = _candidates(suffixes, text, needed, longest)
    if not len(strings.length):
        return strings
    owner, at = places
    stops = at + longest.length[owner]
    around = tuple(Around(at[side], stops[side], owner[side]) for side in (at < suffixes.split, at >= suffixes.split))
    kept = []
    for number, (length, low, high) in enumerate(
        zip(strings.length.tolist(), strings.low.tolist(), strings.high.tolist(), strict=True)
    ):
        spots = np.sort(suffixes.order[low:high]).astype(np.int64)
        left, right = np.split(spots, [int(np.searchsorted(spots, suffixes.split))])
        if _links(text, left, right, length, around):
            kept.append(number)
    return strings[np.array(kept, np.int64)]


def _links(text: Array, left: Array, right: Array, length: int, around: tuple[Around, ...]) -> bool:
    """Whether a pair of these places can be extended on neither side and lies inside no passage's places on both."""
    whole = np.ones((len(left), len(right)), np.bool_)
    for shift in (-1, length):  # before the first position stands, by wrapping round, the last separator
        mine, theirs = text[left + shift][:, None], text[right + shift]
        whole &= (mine != theirs) | (mine == 0)
    rows, columns = np.nonzero(whole)
    holders: tuple[dict[int, set[int]], ...] = {}, {}
    for pair in zip(left[rows].tolist(), right[columns].tolist(), strict=True):
        for side, at in enumerate(pair):
            if at not in holders[side]:
                holders[side][at] = around[side].holders(at, at + length)
        if holders[0][pair[0]].isdisjoint(holders[1][pair[1]]):
            return True
    return False


def _candidates(suffixes: Suffixes, text: Array, needed: Array, longest: Strings) -> Strings:
    """Common strings that differ in what precedes and in what follows them, without the longest, long ones first."""
    mask = _long(suffixes, needed)
    for change in (_sides, _before):
        if mask.any():
            mask &= suffixes.holding(change(suffixes, text))
    ranks = _longest(suffixes.prefix, mask)
    del mask
    length = suffixes.prefix[ranks].astype(np.int64)
    if not len(ranks):
        return longest[ranks]
    low, high = suffixes.interval(ranks, length)
    known = np.repeat([True, False], [len(longest.low), len(low)])
    low, high = np.append(longest.low, low), np.append(longest.high, high + 1)
    length = np.append(longest.length, length)
    order = np.lexsort((~known, low, -length))
    fresh = np.append(True, (np.diff(low[order]) != 0) | (np.diff(length[order]) != 0)) & ~known[order]
    order = order[fresh]
    strings = Strings(suffixes.order[low[order]].astype(np.int64), length[order], low[order], high[order])
    pairs = strings.counted(suffixes).prod(axis=0)
    strings, pairs = strings[pairs <= MOST_PAIRS], pairs[pairs <= MOST_PAIRS]
    return strings[np.flatnonzero(np.cumsum(pairs) <= BUDGET)[:MOST_STRINGS]]


def _long(suffixes: Suffixes, needed: Array) -> Array:
    mask = np.zeros(len(suffixes.order), np.bool_)
    for base in range(0, len(mask), STEP):
        here = slice(base, base + STEP)
        mask[here] = suffixes.prefix[here] >= np.maximum(needed[suffixes.order[here]], 1)
    return mask


def _sides(suffixes: Suffixes, _: Array) -> Array:
    """Ranks whose suffix and the next one are of different sides."""
    left = suffixes.order < suffixes.split
    change = np.zeros(len(left), np.bool_)
    np.not_equal(left[1:], left[:-1], out=change[:-1])
    return change


def _before(suffixes: Suffixes, text: Array) -> Array:
    """Ranks whose suffix and the next one follow different symbols, or of which one begins a piece."""
    change = np.zeros(len(text), np.bool_)
    for base in range(0, len(text) - 1, STEP):
        at = suffixes.order[base : base + STEP + 1]
        symbols = text[at - 1]  # that before the first position is the last separator
        change[base : base + len(at) - 1] = (symbols[1:] != symbols[:-1]) | (symbols[1:] == 0)
    return change


def _longest(prefix: Array, mask: Array) -> Array:
    """Ranks in the mask; of very many those with the longest prefixes, equal ones together or not at all."""
    count = np.count_nonzero(mask)
    most = 4 * MOST_STRINGS
    if count > most:
        lengths = prefix[mask]
        lengths.partition(count - most - 1)
        mask &= prefix > lengths[count - most - 1]
    return np.flatnonzero(mask)


class Around:
    """Places of the longest passages on one side, asked for those that hold a stretch: a tree of maximal stops."""

    def __init__(self, starts: Array, stops: Array, owners: Array) -> None:
        order = np.lexsort((owners, stops, starts))
        self.starts, self.owners = starts[order], owners[order]
        self.levels = [stops[order]]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            even = len(below) & ~1
            above = np.maximum(below[0:even:2], below[1:even:2])
            self.levels.append(np.append(above, below[-1]) if len(below) & 1 else above)

    def holders(self, start: int, stop: int) -> set[int]:
        """Owners of the places that start at or before ``start`` and end at or after ``stop``."""
        count = int(np.searchsorted(self.starts, start, side="right"))
        found: set[int] = set()
        waiting = [(len(self.levels) - 1, 0)] if count else []
        while waiting:
            level, at = waiting.pop()
            if at << level >= count or self.levels[level][at] < stop:
                continue
            if not level:
                found.add(int(self.owners[at]))
                continue
            waiting += [(level - 1, k) for k in (2 * at, 2 * at + 1) if k < len(self.levels[level - 1])]
        return found

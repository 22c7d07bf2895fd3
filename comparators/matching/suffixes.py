"""Suffix arrays of integer texts and the questions that common passages need answered by them.

Suffix array by divsufsort (Mori; wheel ``pydivsufsort``), longest common prefixes after Kasai et al. 2001.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydivsufsort import divsufsort, kasai

Array = NDArray[Any]
STEP = 1 << 20


def compact(text: Array) -> Array:
    """The same order with symbols renumbered from 0, in the narrowest of uint8, uint16 and uint32."""
    seen = np.zeros(int(text.max()) + 1, np.bool_)
    seen[text] = True
    symbols = np.flatnonzero(seen)
    kind = np.uint8 if len(symbols) <= 1 << 8 else np.uint16 if len(symbols) <= 1 << 16 else np.uint32
    renumbered = np.zeros(len(seen), kind)
    renumbered[symbols] = np.arange(len(symbols))
    return renumbered[text]


def suffix_array(text: Array) -> Array:
    """Start positions of all suffixes in order (int32, or int64 beyond 2 GB). ``text``: uint8, uint16 or uint32.

    Wider symbols are sorted as big-endian bytes; the suffixes that start inside a symbol are thrown out again.
    """
    width = text.dtype.itemsize
    if width == 1:
        return np.asarray(divsufsort(np.ascontiguousarray(text)))
    order = np.asarray(divsufsort(text.astype(text.dtype.newbyteorder(">")).view(np.uint8)))
    count = 0
    for base in range(0, len(order), STEP):  # in place: the array of all bytes is the largest of all
        piece = order[base : base + STEP]
        piece = piece[piece % width == 0] // width
        order[count : count + len(piece)] = piece
        count += len(piece)
    return order[:count].copy()


def pyramid(values: Array) -> list[Array]:
    """Minima of ``values`` over blocks of 1, 2, 4, 8, … items; the last block of a level may be a partial one."""
    levels = [values]
    while len(levels[-1]) > 1:
        below = levels[-1]
        even = len(below) & ~1
        above = np.minimum(below[0:even:2], below[1:even:2])
        levels.append(np.append(above, below[-1]) if len(below) & 1 else above)
    return levels


def minima(levels: list[Array], low: Array, high: Array) -> Array:
    """Least value in each half-open range [low, high) (arrays, no range empty) of the values under a ``pyramid``."""
    low, high = low.astype(np.int64), high.astype(np.int64)
    least = np.full(len(low), np.iinfo(levels[0].dtype).max, levels[0].dtype)
    for block in levels:
        open_ = low < high
        first = open_ & ((low & 1) == 1)
        least[first] = np.minimum(least[first], block[low[first]])
        last = open_ & ((high & 1) == 1)
        least[last] = np.minimum(least[last], block[high[last] - 1])
        low, high = (low + 1) >> 1, high >> 1
    return least


class Suffixes:
    """Suffix array with the common prefix lengths of neighbours, capped at separators.

    ``text``: symbols as ``compact`` gives them, of which 0 separates pieces that no match may cross; it must end with
    0. The first ``split`` symbols are the left side. Fields: ``order`` (suffix array), ``prefix`` (``prefix[k]``:
    length common to ``order[k]`` and ``order[k + 1]``; 0 at the end).
    """

    def __init__(self, text: Array, split: int) -> None:
        self.split = split
        self.order = suffix_array(text)
        self.prefix = np.asarray(kasai(text, self.order))
        stops = np.flatnonzero(text == 0).astype(self.order.dtype)
        for base in range(0, len(text), STEP):
            at = self.order[base : base + STEP]
            piece = self.prefix[base : base + STEP]
            np.minimum(piece, stops[np.searchsorted(stops, at)] - at, out=piece)
        self.prefix[-1] = 0
        self._levels: list[Array] = []

    def longest(self) -> Array:
        """For each position of the text, the length of the longest match that starts there into the other side."""
        found = np.zeros(len(self.order), self.prefix.dtype)
        self._nearest(found, forward=True)
        self._nearest(found, forward=False)
        best = np.empty_like(found)
        best[self.order] = found
        return best

    def _nearest(self, best: Array, *, forward: bool) -> None:
        """Raise ``best`` to the common prefix with the nearest suffix of the other side before (after) each one.

        Within a run of suffixes of one side it is the running minimum of the neighbours' prefixes since the run began.
        """
        count = len(self.order)
        carry_side, carry = None, 0
        for base in range(0, count, STEP):
            if forward:
                here = slice(base, min(base + STEP, count))
                joined = self.prefix[max(here.start - 1, 0) : here.stop - 1]
                joined = np.concatenate([[0], joined]) if base == 0 else joined
                sides = self.order[here] < self.split
            else:
                here = slice(max(count - base - STEP, 0), count - base)
                joined = self.prefix[here][::-1]
                sides = self.order[here][::-1] < self.split
            changes = np.empty(len(sides), np.bool_)
            changes[0] = carry_side is not None and sides[0] != carry_side
            np.not_equal(sides[1:], sides[:-1], out=changes[1:])
            run = np.cumsum(changes)
            height = np.int64(1) << 40
            keys = joined + (run[-1] - run) * height
            if not changes[0]:
                keys[0] = min(int(keys[0]), carry + int(run[-1] * height))
            values = np.minimum.accumulate(keys) - (run[-1] - run) * height
            carry_side, carry = bool(sides[-1]), int(values[-1])
            best[here] = np.maximum(best[here], values if forward else values[::-1])

    def holding(self, change: Array) -> Array:
        """For each rank k, whether the suffixes around it that share ``prefix[k]`` symbols hold a neighbour pair (k',
        k' + 1) with ``change[k']``. Bool, as long as the text."""
        found = np.zeros(len(self.order), np.bool_)
        self._since(change, found, forward=True)
        self._since(change, found, forward=False)
        return found

    def _since(self, change: Array, found: Array, *, forward: bool) -> None:
        """Set ``found`` where no prefix since the last change before (after) it, that of the change included, is
        less than its own."""
        count, carry = len(self.order), -1
        height = np.int64(1) << 40
        for base in range(0, count, STEP):
            here = slice(base, min(base + STEP, count)) if forward else slice(max(count - base - STEP, 0), count - base)
            joined, begins = self.prefix[here].astype(np.int64), change[here]
            if not forward:
                joined, begins = joined[::-1], begins[::-1]
            run = np.cumsum(begins)
            above = (run[-1] - run) * height
            keys = joined + above
            if carry >= 0 and not begins[0]:
                keys[0] = min(int(keys[0]), carry + int(run[-1] * height))
            least = np.minimum.accumulate(keys) - above
            kept = (least == joined) & ((run > 0) | (carry >= 0))
            found[here] |= kept if forward else kept[::-1]
            if carry >= 0 or run[-1]:
                carry = int(least[-1])

    def ranks(self, at: Array) -> Array:
        """Ranks of the suffixes that start at the sorted positions ``at``."""
        wanted = np.zeros(len(self.order), np.bool_)
        wanted[at] = True
        ranks = np.flatnonzero(wanted[self.order])
        return ranks[np.argsort(self.order[ranks])]

    def interval(self, ranks: Array, lengths: Array) -> tuple[Array, Array]:
        """First and last rank of the suffixes that share ``lengths`` symbols with those at ``ranks`` (arrays)."""
        return self._below(ranks, lengths, forward=False) + 1, self._below(ranks, lengths, forward=True)

    def _below(self, ranks: Array, lengths: Array, *, forward: bool) -> Array:
        """Nearest k ≥ rank (forward) or k < rank (else; -1 if none) with ``prefix[k] < length``."""
        self._levels = levels = self._levels or pyramid(self.prefix)
        at = ranks.astype(np.int64) - (0 if forward else 1)
        level = np.zeros(len(at), np.int64)
        found = np.zeros(len(at), np.bool_) if forward else at < 0
        step = 1 if forward else -1
        for rising in range(len(levels)):  # climb while whole blocks hold nothing smaller
            block = levels[rising]
            going = np.flatnonzero(~found & (level == rising))
            if not len(going):
                continue
            here = at[going]
            inside = (here >= 0) & (here < len(block))
            small = inside & (block[np.clip(here, 0, len(block) - 1)] < lengths[going])
            found[going[small]] = True
            rest = going[~small]
            # step over this block, then go on one level higher once the position is the start of a greater block
            moved = at[rest] + step
            aligned = (moved & 1) == (0 if forward else 1)
            again = rest[~aligned]
            at[rest] = moved
            if len(again):
                here = at[again]
                inside = (here >= 0) & (here < len(block))
                small = inside & (block[np.clip(here, 0, len(block) - 1)] < lengths[again])
                found[again[small]] = True
                over = again[~small]
                at[over] += step
            up = rest[~found[rest]]
            at[up] >>= 1
            level[up] = rising + 1
        for falling in range(len(levels) - 1, 0, -1):  # descend to the nearest half that does
            going = np.flatnonzero(found & (level == falling))
            if not len(going):
                continue
            block = levels[falling - 1]
            near = at[going] * 2 + (0 if forward else 1)
            near = np.minimum(near, len(block) - 1)
            far = near + step
            take = block[near] < lengths[going]
            at[going] = np.where(take, near, far)
            level[going] = falling - 1
        return np.where(found, at, -1)

"""All common passages of two folded texts, each distinct passage once, with every place where it stands.

A passage is reported when, at some place of either text, it is the longest stretch that starts there and occurs in the
other text, and no longer one that starts earlier contains it. Their number never exceeds the number of characters,
also where a text repeats itself without end, and their places cover all that is common. Shorter ones that link other
places are added (``nested``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.matching.suffixes import Suffixes, compact, minima, pyramid
from comparators.text.candidates import common, hashed
from comparators.text.folding import is_zi
from comparators.text.nested import Strings, linking
from comparators.text.windows import Minimum

Array = NDArray[Any]
MOST_PLACES = 1000


@dataclass(frozen=True)
class Strand:
    """One side end to end: ``text`` holds the folded members, each followed by a 0; ``breaks``: where those stand."""

    text: Array
    breaks: Array

    @classmethod
    def of(cls, members: Sequence[Array]) -> Strand:
        kind = np.result_type(np.uint8, *(member.dtype for member in members))
        text = np.zeros(sum(len(member) + 1 for member in members), kind)
        breaks = np.zeros(len(members), np.int64)
        at = 0
        for number, member in enumerate(members):
            text[at : at + len(member)] = member
            at += len(member)
            breaks[number] = at
            at += 1
        return cls(text, breaks)


@dataclass(frozen=True, slots=True)
class Passage:
    """``length`` folded characters, ``zi`` of them 字, at ``left`` and ``right`` (sorted positions in the strands).

    ``left_places`` and ``right_places`` count all places. Where a side has more than ``MOST_PLACES`` of them (fewer in
    very repetitive texts), ``left`` and ``right`` list the first one and enough of the others to cover every character
    that they cover and no longer passage does.
    """

    length: int
    zi: int
    left: Array
    right: Array
    left_places: int
    right_places: int


@dataclass(frozen=True)
class Reduced:
    """Where the parts of a strand that can hold common passages stand in it, and in a text of these parts alone.

    In that text, of ``size`` characters, each part is followed by a 0.
    """

    starts: Array  # in the strand
    within: Array  # in the reduced text
    size: int

    def origin(self, at: Array) -> Array:
        """Position in the strand of positions in the reduced text."""
        part = np.searchsorted(self.within, at, side="right") - 1
        origin: Array = self.starts[part] + (at - self.within[part])
        return origin

    @classmethod
    def of(cls, strand: Strand, at: Array, lengths: Array) -> tuple[Reduced, Array, Array]:
        """Cut out the windows that start at the sorted positions ``at``; ``lengths`` are those of all windows.

        Returns the places, the reduced text and the window lengths at its positions.
        A passage may end with light characters that no window begins early enough to hold: each window is taken up to
        where the next one would end, less one character.
        """
        ends = strand.breaks[np.searchsorted(strand.breaks, at)]
        legal = at + lengths[at] <= ends  # a chance hit may run over a break
        at, ends = at[legal], ends[legal]
        stops = np.minimum(at + lengths[at + 1], ends)
        fresh = np.ones(len(at), np.bool_)
        fresh[1:] = at[1:] > stops[:-1]
        starts = at[fresh]
        ends = stops[np.append(fresh[1:], True)]
        edges = np.zeros(len(strand.text) + 1, np.int8)
        edges[starts] += 1
        edges[ends + 1] -= 1
        inside = np.cumsum(edges[:-1], dtype=np.int8).view(np.bool_)
        text = strand.text[inside]
        within = np.zeros(len(starts), np.int64)
        np.cumsum((ends - starts + 1)[:-1], out=within[1:])
        text[within + (ends - starts)] = 0
        return cls(starts, within, len(text)), text, lengths[inside]


def reduce(left: Strand, right: Strand, minimum: Minimum) -> tuple[tuple[Reduced, Reduced], Array, Array] | None:
    """Where both sides' candidate parts stand, their text, and the window length at each of its positions.

    Text and lengths are of the left side, then of the right one. None if there are no candidates.
    """
    left_lengths, left_hashes = hashed(left.text, minimum, left.breaks, 1)
    right_lengths, right_hashes = hashed(right.text, minimum, right.breaks, 2)
    at_left, at_right = common(left_hashes, right_hashes)
    del left_hashes, right_hashes  # the largest of all
    if not len(at_left):
        return None
    one, left_text, left_needed = Reduced.of(left, at_left, left_lengths)
    del at_left
    other, right_text, right_needed = Reduced.of(right, at_right, right_lengths)
    return (one, other), np.concatenate([left_text, right_text]), np.concatenate([left_needed, right_needed])


def passages(left: Strand, right: Strand, minimum: Minimum) -> Iterator[Passage]:
    """Every distinct common passage that reaches the minimum, in the order of their first places on the left."""
    reduced = reduce(left, right, minimum)
    if reduced is None:
        return
    parts, text, needed = reduced
    del reduced
    zi = is_zi(text)
    text = compact(text)
    suffixes = Suffixes(text, parts[0].size)
    kept, longest = _longest_at(suffixes, needed)
    if not len(kept):
        return
    strings, group, kept, longest = _distinct(suffixes, kept, longest)
    counts = strings.counted(suffixes)
    owner, places = _places(suffixes, strings, counts.max(axis=0), (group, kept, longest))
    more = linking(suffixes, text, needed, strings, (owner, places))
    del text, needed, group, kept, longest
    if len(more.length):
        fresh, at = more.places(suffixes.order, np.arange(len(more.length)))
        owner, places = np.append(owner, fresh + len(strings.length)), np.append(places, at)
        order = np.lexsort((places, owner))
        owner, places = owner[order], places[order]
        strings, counts = strings.followed_by(more), np.append(counts, more.counted(suffixes), axis=1)
    yield from _told(zi, suffixes.split, parts, strings, counts, owner, places)


def _longest_at(suffixes: Suffixes, needed: Array) -> tuple[Array, Array]:
    """Positions at which a passage is the longest one and inside no earlier one, and its length there."""
    best = suffixes.longest()
    new = best >= needed
    new[1:] &= best[1:] != best[:-1] - 1
    # the first of the right side follows the last separator of the left, whose longest match is 0: always new
    kept = np.flatnonzero(new)
    return kept, best[kept].astype(np.int64)


def _distinct(suffixes: Suffixes, kept: Array, longest: Array) -> tuple[Strings, Array, Array, Array]:
    """The strings at kept positions, each once; then their numbers, positions and lengths, sorted by string."""
    low, high = suffixes.interval(suffixes.ranks(kept), longest)
    order = np.lexsort((kept, longest, low))
    kept, longest, low, high = kept[order], longest[order], low[order], high[order]
    first = np.ones(len(kept), np.bool_)
    first[1:] = (low[1:] != low[:-1]) | (longest[1:] != longest[:-1])
    return Strings(kept[first], longest[first], low[first], high[first] + 1), np.cumsum(first) - 1, kept, longest


def _told(
    is_zi_at: Array, split: int, parts: tuple[Reduced, Reduced], strings: Strings, counts: Array,
    owner: Array, places: Array,
) -> Iterator[Passage]:  # fmt: skip
    """Strings with their places (sorted by ``owner``, the number of the string) in the whole texts."""
    is_left = places < split
    places = np.where(
        is_left, parts[0].origin(np.where(is_left, places, 0)), parts[1].origin(np.where(is_left, 0, places - split))
    )
    zi_sum = np.zeros(len(is_zi_at) + 1, np.int32 if len(is_zi_at) < 1 << 31 else np.int64)
    np.cumsum(is_zi_at, out=zi_sum[1:])
    length = strings.length
    zi = zi_sum[strings.sample + length] - zi_sum[strings.sample]
    del zi_sum
    starts = np.searchsorted(owner, np.arange(len(length) + 1))
    middles = starts[:-1] + np.bincount(owner[is_left], minlength=len(length))
    for number in np.lexsort((length, places[starts[:-1]])).tolist():
        start, middle, stop = starts[number], middles[number], starts[number + 1]
        yield Passage(
            int(length[number]), int(zi[number]), places[start:middle], places[middle:stop],
            int(counts[0, number]), int(counts[1, number]),
        )  # fmt: skip


def _places(
    suffixes: Suffixes, strings: Strings, most: Array, longest_at: tuple[Array, Array, Array]
) -> tuple[Array, Array]:
    """Passage number and position of every place that is listed, sorted by both."""
    low, high = strings.low, strings.high
    group, kept, longest = longest_at
    cap = MOST_PLACES
    while (high - low)[most <= cap].sum() > max(4 * len(suffixes.order), 1 << 16):
        cap //= 2  # so repetitive that lists of all places would outgrow the texts many times over
    few = np.flatnonzero(most <= cap)
    owner, places = strings.places(suffixes.order, few)
    if len(few) < len(low):
        many = np.flatnonzero(most > cap)
        top = np.iinfo(suffixes.order.dtype).max
        is_left = suffixes.order < suffixes.split
        firsts = [
            minima(pyramid(np.where(side, suffixes.order, top)), low[many], high[many]) for side in (is_left, ~is_left)
        ]
        listed = np.flatnonzero((most > cap)[group])
        listed = listed[_outermost(group[listed], kept[listed], longest[listed], kept[listed] < suffixes.split)]
        owner = np.concatenate([owner, group[listed], many, many])
        places = np.concatenate([places, kept[listed], *firsts])
    order = np.lexsort((places, owner))
    owner, places = owner[order], places[order]
    same = np.zeros(len(owner), np.bool_)
    same[1:] = (owner[1:] == owner[:-1]) & (places[1:] == places[:-1])
    return owner[~same], places[~same]


def _outermost(group: Array, at: Array, length: Array, is_left: Array) -> Array:
    """Which of the places of each passage (``group`` and ``at`` sorted) cover all that these places cover.

    Of places less than a length apart the first and the last do: they overlap, and the rest lies between them.
    """
    cell = at // length
    first = np.ones(len(at), np.bool_)
    first[1:] = (group[1:] != group[:-1]) | (cell[1:] != cell[:-1]) | (is_left[1:] != is_left[:-1])
    kept: Array = first | np.append(first[1:], True)[: len(first)]
    return kept

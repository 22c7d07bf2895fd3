"""Figures of ``text-exact``: what the matches cover of each side, counted in folded characters, each once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.span import Interval, Lane, Region, Span, merge, subtract
from comparators.text.features import TextFeatures, sought
from comparators.text.folding import is_zi
from comparators.text.windows import Minimum

Array = NDArray[Any]
Intervals = tuple[Array, Array]  # starts and stops: sorted, disjoint, half open


@dataclass(frozen=True, slots=True)
class Tally:
    """Folded ``characters``, ``zi`` of them 字, and ``words`` of letters or digits that begin there."""

    characters: int = 0
    zi: int = 0
    words: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.characters + other.characters, self.zi + other.zi, self.words + other.words)

    def __sub__(self, other: Tally) -> Tally:
        return Tally(self.characters - other.characters, self.zi - other.zi, self.words - other.words)


def union(starts: Array, stops: Array) -> Intervals:
    """Union of half-open intervals."""
    filled = stops > starts
    starts, stops = starts[filled], stops[filled]
    order = np.argsort(starts, kind="stable")
    starts, stops = starts[order], np.maximum.accumulate(stops[order]) if len(order) else stops
    fresh = np.ones(len(starts), np.bool_)
    fresh[1:] = starts[1:] > stops[:-1]
    last = np.append(fresh[1:], True)[: len(fresh)]
    return starts[fresh], stops[last]


def tally(features: TextFeatures, intervals: Intervals) -> Tally:
    """What stands in disjoint folded intervals of one file."""
    starts, stops = intervals
    sizes = stops - starts
    total = int(sizes.sum())
    words = int((sought(features.words, stops) - sought(features.words, starts)).sum())
    if total == len(features.text):
        return Tally(total, features.zi, words)
    if features.zi == len(features.text):
        return Tally(total, total, words)
    inside = np.arange(total) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    return Tally(total, int(np.count_nonzero(is_zi(features.text[inside]))), words)


def masked(features: TextFeatures, file: str, mask: Region) -> Intervals:
    """Folded intervals of one file that a mask takes out."""
    if mask.holds_file(file):
        return np.array([0]), np.array([len(features.text)])
    parts = mask.intervals(Lane(file, "char"))
    starts, stops = (np.array([part[end] for part in parts], np.int64) for end in (0, 1))
    return union(*features.folded(starts, stops))


def totals(files: Mapping[str, TextFeatures], minimum: Minimum, mask: Region) -> tuple[Tally, Tally]:
    """Size of one side without the mask; files too short to hold any passage are tallied apart (second)."""
    counted = short = Tally()
    for name, features in files.items():
        size = Tally(len(features.text), features.zi, len(features.words))
        if mask:
            size = size - tally(features, masked(features, name, mask))
        if features.weight(minimum) < minimum.threshold:
            short = short + size
        else:
            counted = counted + size
    return counted, short


def covered(files: Mapping[str, TextFeatures], spans: Sequence[Span], mask: Region) -> Tally:
    """What the spans cover of one side, overlaps once, without the mask."""
    by_file: dict[str, list[Span]] = {}
    for span in spans:
        by_file.setdefault(span.file, []).append(span)
    sum_ = Tally()
    for file, some in by_file.items():
        features = files[file]
        starts = np.fromiter((span.start for span in some), np.int64, len(some))
        stops = np.fromiter((span.stop for span in some), np.int64, len(some))
        intervals = union(*features.folded(starts, stops))
        if mask:
            out = masked(features, file, mask)
            kept = subtract(merge(_pairs(intervals)), _pairs(out))
            intervals = np.array([a for a, _ in kept], np.int64), np.array([b for _, b in kept], np.int64)
        sum_ = sum_ + tally(features, intervals)
    return sum_


def _pairs(intervals: Intervals) -> list[Interval]:
    return list(zip(intervals[0].tolist(), intervals[1].tolist(), strict=True))


def placed(files: Mapping[str, TextFeatures], spans: Sequence[Span]) -> Intervals:
    """Folded start and stop of each span, counted through all files of the side in their order."""
    base, at = {}, 0
    for name in sorted(files):
        base[name] = at
        at += len(files[name].text)
    starts, stops = np.zeros(len(spans), np.int64), np.zeros(len(spans), np.int64)
    by_file: dict[str, list[int]] = {}
    for number, span in enumerate(spans):
        by_file.setdefault(span.file, []).append(number)
    for file, numbers in by_file.items():
        begin = np.fromiter((spans[number].start for number in numbers), np.int64, len(numbers))
        end = np.fromiter((spans[number].stop for number in numbers), np.int64, len(numbers))
        first, last = files[file].folded(begin, end)
        starts[numbers], stops[numbers] = first + base[file], last + base[file]
    return starts, stops


def in_order(left: Intervals, right: Intervals) -> int:
    """Most characters in passages that follow one another on both sides without overlap (first places).

    Heaviest chain of boxes, sweeping the left side; the best chain up to each right end is kept as a staircase.
    """
    sizes = np.minimum(left[1] - left[0], right[1] - right[0])
    rows = sorted(zip(*(a.tolist() for a in (*left, *right, sizes)), strict=True))
    waiting: list[tuple[int, int, int]] = []  # left stop, right stop, chain
    ends: list[int] = [-1]
    chains: list[int] = [0]
    for left_start, left_stop, right_start, right_stop, size in rows:
        while waiting and waiting[0][0] <= left_start:
            _, end, chain = heappop(waiting)
            at = bisect_right(ends, end)
            if chains[at - 1] >= chain:
                continue
            worse = at
            while worse < len(chains) and chains[worse] <= chain:
                worse += 1
            if ends[at - 1] == end:
                at -= 1
            ends[at:worse] = [end]
            chains[at:worse] = [chain]
        best = chains[bisect_right(ends, right_start) - 1]
        heappush(waiting, (left_stop, right_stop, best + size))
    return max([chains[-1], *(chain for _, _, chain in waiting)])

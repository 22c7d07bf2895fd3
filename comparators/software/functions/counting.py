"""Figures: functions that correspond and their instructions, each counted once, under exclusions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Interval, Lane, Span
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.reasons import APART

Array = NDArray[Any]
SAME, PAIRED = "function-same", "function"
Sides = Mapping[str, FunctionFeatures]


def places(file: str, features: FunctionFeatures, number: int) -> list[Span]:
    """Bytes of a function: its own, then those of pieces that lie apart."""
    rows = features.parts[slice(*np.searchsorted(features.parts[:, 0], (number, number + 1)))]  # in order of functions
    found = [Span(file, "byte", int(features.starts[number]), int(features.stops[number]))]
    return found + [Span(file, "byte", int(start), int(stop)) for _, start, stop in rows.tolist()]


def remaining(features: FunctionFeatures, intervals: Sequence[Interval]) -> Array:
    """Instructions of each function whose first byte is in none of the intervals (sorted, apart)."""
    if not intervals:
        return features.counts.astype(np.int64)
    owner = np.repeat(np.arange(len(features)), features.counts)
    at = features.starts[owner] + features.places
    starts, stops = (np.array(part, np.float64) for part in zip(*intervals, strict=True))
    before = np.searchsorted(starts, at, side="right") - 1
    out = (before >= 0) & (at < stops[np.maximum(before, 0)])
    return np.bincount(owner[~out], minlength=len(features))


def by_sort(matches: Sequence[Match]) -> dict[str, int]:
    """How many pairs are in no share, by what says so: ``pairs_by_calls``, ``pairs_by_data``."""
    pairs = {m.id or str(n): m.details.get("counted") for n, m in enumerate(matches)}
    return {f"pairs_{stem(sort)}": sum(one == sort for one in pairs.values()) for sort in APART}


def stem(sort: str) -> str:
    """A sort of ``APART`` as figures name it."""
    return sort.replace("-", "_")


def numbers_of(pairs: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, set[int]]]:
    """Numbers of the functions of one side by sort of pair ("" before ``APART``) and file. ``pairs``: sort, file and
    number each."""
    found: dict[str, dict[str, set[int]]] = {sort: {} for sort in ("", *APART)}
    for sort, file, number in pairs:
        found[sort].setdefault(file, set()).add(number)
    return found


def told(numbers: Mapping[str, Mapping[str, set[int]]], file: str, kept: Array, large: Array) -> dict[str, Array]:
    """Functions of one file, and what is ``kept`` of them, by sort of pair (2, int64): each that is ``large`` once,
    with the first sort that it has a pair of."""
    free = large & (kept > 0)
    found = {}
    for sort, held in numbers.items():
        chosen = np.zeros(len(kept), bool)
        chosen[sorted(held.get(file, ()))] = True
        chosen &= free
        free &= ~chosen
        found[sort] = np.array([np.count_nonzero(chosen), kept[chosen].sum()], np.int64)
    return found


def measure(left: Sides, right: Sides, matches: Sequence[Match], mask: Mask, least: int) -> Measures:
    """Coverage: instructions of functions with a counterpart ÷ instructions of all functions of at least ``least``.
    Pairs that calls or constant data alone make (``counted``) are in no share; functions that have no other stand
    beside it, those with a pair of either sort by calls."""
    values: dict[str, JSON] = {}
    same = {m.id or str(n) for n, m in enumerate(matches) if m.kind == SAME}
    every = {m.id or str(n) for n, m in enumerate(matches)}
    values["pairs"], values["pairs_same"] = len(every), len(same)
    values |= by_sort(matches)
    shares = []
    paired_of_both = counted_of_both = 0
    for name, side, out in (("left", left, mask.left), ("right", right, mask.right)):
        spans = [(match.details, match.left if name == "left" else match.right) for match in matches]
        numbers = numbers_of((str(d.get("counted", "")), s.file, int(d[f"number_of_{name}"])) for d, s in spans)
        functions = counted = small = 0
        sums = {sort: np.zeros(2, np.int64) for sort in numbers}
        for file, features in side.items():
            kept = np.zeros(len(features), np.int64)
            if not out.holds_file(file):
                kept = remaining(features, out.intervals(Lane(file, "byte")))
            large = features.counts >= least
            functions += int(np.count_nonzero(large & (kept > 0)))
            counted += int(kept[large].sum())
            small += int(kept[~large].sum())
            for sort, found in told(numbers, file, kept, large).items():
                sums[sort] += found
        paired, held = sums.pop("").tolist()
        values[f"functions_of_{name}"], values[f"functions_paired_of_{name}"] = functions, paired
        values[f"instructions_of_{name}"], values[f"instructions_paired_of_{name}"] = counted, held
        for sort, found in sums.items():
            number, size = found.tolist()
            values[f"functions_{stem(sort)}_of_{name}"], values[f"instructions_{stem(sort)}_of_{name}"] = number, size
        values[f"instructions_left_out_of_{name}"] = small
        shares.append(held / counted if counted else 0.0)
        paired_of_both += held
        counted_of_both += counted
    score = paired_of_both / counted_of_both if counted_of_both else 0.0
    return Measures(score, shares[0], shares[1], values)

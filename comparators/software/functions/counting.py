"""Figures: functions that correspond and their instructions, each counted once, under exclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def measure(left: Sides, right: Sides, matches: Sequence[Match], mask: Mask, least: int) -> Measures:
    """Coverage: instructions of functions with a counterpart ÷ instructions of all functions of at least ``least``.
    Pairs that calls alone make (``counted``) are in no share; functions that have no other stand beside it."""
    values: dict[str, JSON] = {}
    apart = {m.id or str(n) for n, m in enumerate(matches) if m.details.get("counted") == APART}
    same = {m.id or str(n) for n, m in enumerate(matches) if m.kind == SAME}
    every = {m.id or str(n) for n, m in enumerate(matches)}
    values["pairs"], values["pairs_same"], values["pairs_by_calls"] = len(every), len(same), len(apart)
    shares = []
    paired_of_both = counted_of_both = 0
    for name, side, out in (("left", left, mask.left), ("right", right, mask.right)):
        numbers: tuple[dict[str, set[int]], dict[str, set[int]]] = ({}, {})
        for match in matches:
            span = match.left if name == "left" else match.right
            of = numbers[match.details.get("counted") == APART]
            of.setdefault(span.file, set()).add(int(match.details[f"number_of_{name}"]))
        functions = paired = counted = held = small = called = beside = 0
        for file, features in side.items():
            kept = np.zeros(len(features), np.int64)
            if not out.holds_file(file):
                kept = remaining(features, out.intervals(Lane(file, "byte")))
            large = features.counts >= least
            functions += int(np.count_nonzero(large & (kept > 0)))
            counted += int(kept[large].sum())
            small += int(kept[~large].sum())
            chosen, by_calls = np.zeros((2, len(features)), bool)
            for part, found in zip((chosen, by_calls), numbers, strict=True):
                part[sorted(found.get(file, ()))] = True
                part &= large & (kept > 0)
            by_calls &= ~chosen
            paired += int(np.count_nonzero(chosen))
            held += int(kept[chosen].sum())
            called += int(np.count_nonzero(by_calls))
            beside += int(kept[by_calls].sum())
        values[f"functions_of_{name}"], values[f"functions_paired_of_{name}"] = functions, paired
        values[f"instructions_of_{name}"], values[f"instructions_paired_of_{name}"] = counted, held
        values[f"functions_by_calls_of_{name}"], values[f"instructions_by_calls_of_{name}"] = called, beside
        values[f"instructions_left_out_of_{name}"] = small
        shares.append(held / counted if counted else 0.0)
        paired_of_both += held
        counted_of_both += counted
    score = paired_of_both / counted_of_both if counted_of_both else 0.0
    return Measures(score, shares[0], shares[1], values)

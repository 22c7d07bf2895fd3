"""Figures: functions of the source in lines, functions of the program in instructions, each once, under exclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Interval, Lane
from comparators.software.functions.counting import remaining
from comparators.software.source.features import SourceFeatures

Array = NDArray[Any]
PAIRED = "source-function"
Sides = Mapping[str, SourceFeatures]


def rows_of(text: SourceFeatures, number: int) -> Array:
    """Lines of a function that hold code."""
    first = int(text.counts[:number].sum())
    return text.places[first : first + int(text.counts[number])]


def remaining_lines(text: SourceFeatures, intervals: Sequence[Interval]) -> Array:
    """Lines of each function that are in none of the intervals (sorted, apart)."""
    if not intervals:
        return text.counts.astype(np.int64)
    owner = np.repeat(np.arange(len(text)), text.counts)
    starts, stops = (np.array(part, np.float64) for part in zip(*intervals, strict=True))
    before = np.searchsorted(starts, text.places, side="right") - 1
    out = (before >= 0) & (text.places < stops[np.maximum(before, 0)])
    return np.bincount(owner[~out], minlength=len(text))


def measure(
    source: Sides, program: Sides, matches: Sequence[Match], mask: Mask, source_is_left: bool, least: tuple[int, int]
) -> Measures:
    """Coverage of the source: lines of functions with a counterpart ÷ lines of all functions of ``least[0]`` lines up;
    of the program the same in instructions, from ``least[1]`` up."""
    values: dict[str, JSON] = {"pairs": len({m.id or str(n) for n, m in enumerate(matches)})}
    named = {m.id or str(n): bool(m.details["same_name"]) for n, m in enumerate(matches) if "same_name" in m.details}
    values["pairs_with_symbol"], values["pairs_of_same_name"] = len(named), sum(named.values())
    shares: list[float] = []
    for side, is_source in ((source, True), (program, False)):
        masked = mask.left if is_source == source_is_left else mask.right
        numbers: dict[str, set[int]] = {}
        for match in matches:
            span = match.left if is_source == source_is_left else match.right
            own = match.details["number_in_text" if is_source else "number_in_program"]
            numbers.setdefault(span.file, set()).add(int(own))
        functions = paired = counted = held = 0
        for file, features in side.items():
            kept = np.zeros(len(features), np.int64)
            if not masked.holds_file(file):
                out = masked.intervals(Lane(file, "line" if is_source else "byte"))
                kept = remaining_lines(features, out) if is_source else remaining(features, out)
            large = (features.counts >= least[0 if is_source else 1]) & (kept > 0)
            of = np.zeros(len(features), bool)
            of[sorted(numbers.get(file, ()))] = True
            of &= large
            functions, paired = functions + int(large.sum()), paired + int(of.sum())
            counted, held = counted + int(kept[large].sum()), held + int(kept[of].sum())
        unit, stem = ("lines", "source") if is_source else ("instructions", "program")
        values |= {
            f"functions_of_{stem}": functions,
            f"functions_paired_of_{stem}": paired,
            f"{unit}_of_{stem}": counted,
            f"{unit}_paired_of_{stem}": held,
        }
        shares.append(held / counted if counted else 0.0)
    one, other = shares if source_is_left else shares[::-1]
    return Measures(sum(shares) / 2, one, other, values)

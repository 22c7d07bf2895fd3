"""Figures: functions of the source in lines, functions of the program in instructions, each once, under exclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Interval, Lane
from comparators.software.functions.counting import by_sort, numbers_of, remaining, stem, told
from comparators.software.source.features import SourceFeatures

Array = NDArray[Any]
PAIRED = "source-function"
Sides = Mapping[str, SourceFeatures]


def rows_of(text: SourceFeatures, number: int) -> Array:
    """Lines of a function that hold code."""
    first = int(text.counts[:number].sum())
    return text.places[first : first + int(text.counts[number])]


def by_statement(text: SourceFeatures) -> Array:
    """Which functions are written on so few lines that each of their statements counts as one (``reading.DENSE``)."""
    owner = np.repeat(np.arange(len(text)), text.counts)
    lines = np.unique(np.stack([owner, text.places.astype(np.int64)]), axis=1)[0]
    return np.bincount(lines, minlength=len(text)) < text.counts


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
    of the program the same in instructions, from ``least[1]`` up. Pairs that calls or constant data alone make
    (``counted``) are in no share; functions that have no other stand beside it. Functions are counted by what they are
    of (``_of_source``), their lines and instructions by the side that they stand on (``_of_left``), as shares are."""
    values: dict[str, JSON] = {"pairs": len({m.id or str(n) for n, m in enumerate(matches)})}
    named = {m.id or str(n): bool(m.details["same_name"]) for n, m in enumerate(matches) if "same_name" in m.details}
    values["pairs_with_symbol"], values["pairs_of_same_name"] = len(named), sum(named.values())
    values |= by_sort(matches)
    shares: list[float] = []
    for side, is_source in ((source, True), (program, False)):
        where, masked = ("left", mask.left) if is_source == source_is_left else ("right", mask.right)
        key = "number_in_text" if is_source else "number_in_program"
        spans = [(match.details, match.left if is_source == source_is_left else match.right) for match in matches]
        numbers = numbers_of((str(d.get("counted", "")), s.file, int(d[key])) for d, s in spans)
        functions = counted = dense = 0
        sums = {sort: np.zeros(2, np.int64) for sort in numbers}
        for file, features in side.items():
            kept = np.zeros(len(features), np.int64)
            if not masked.holds_file(file):
                out = masked.intervals(Lane(file, "line" if is_source else "byte"))
                kept = remaining_lines(features, out) if is_source else remaining(features, out)
            large = (features.counts >= least[0 if is_source else 1]) & (kept > 0)
            functions, counted = functions + int(large.sum()), counted + int(kept[large].sum())
            if is_source:
                dense += int(kept[large & by_statement(features)].sum())
            for sort, found in told(numbers, file, kept, large).items():
                sums[sort] += found
        unit, name = ("lines", "source") if is_source else ("instructions", "program")
        paired, held = sums.pop("").tolist()
        values |= {
            f"functions_of_{name}": functions,
            f"functions_paired_of_{name}": paired,
            f"{unit}_of_{where}": counted,
            f"{unit}_paired_of_{where}": held,
        }
        values |= {f"lines_by_statement_of_{where}": dense} if is_source else {}
        for sort, found in sums.items():
            number, size = found.tolist()
            values |= {f"functions_{stem(sort)}_of_{name}": number, f"{unit}_{stem(sort)}_of_{where}": size}
        shares.append(held / counted if counted else 0.0)
    one, other = shares if source_is_left else shares[::-1]
    return Measures(sum(shares) / 2, one, other, values)

"""Figures of ``code-structure``: functions, lines and tokens in statements that correspond, each once on its side.

A unit counts when it holds at least ``least_bits`` of information: below that, two authors who do the same write the
same. Units that do not are in neither number and are listed apart. What is common is the tokens of the statements in
correspondences that share as much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Lane, Region
from comparators.code.structure import ranking
from comparators.code.structure.correspondence import least_bits
from comparators.code.structure.details import KINDS
from comparators.code.structure.features import StructureFeatures, UnitKind

Array = NDArray[Any]
Flags = dict[str, Array]
Files = Mapping[str, StructureFeatures]


def masked(files: Files, mask: Region) -> Flags:
    """Statements on lines that a mask takes out, by file; files that it leaves alone are not named."""
    found: Flags = {}
    if not mask:
        return found
    for name, features in files.items():
        if mask.holds_file(name):
            found[name] = np.ones(len(features.statement_unit), np.bool_)
            continue
        parts = mask.intervals(Lane(name, "line"))
        if parts:
            flags = np.zeros(len(features.statement_unit), np.bool_)
            for start, stop in parts:
                flags |= (features.statement_first < stop) & (features.statement_last >= start)
            found[name] = flags
    return found


def richest(files: Files) -> float:
    """Information of the richest unit."""
    return max((float(features.unit_bits.max(initial=0.0)) for features in files.values()), default=0.0)


class Tally:
    """Common statements of both sides under a mask, added match by match."""

    def __init__(self, left: Files, right: Files, mask: Mask) -> None:
        self.files = left, right
        self.out = masked(left, mask.left), masked(right, mask.right)
        self.least = least_bits(richest(left), richest(right))
        self.common: tuple[Flags, Flags] = {}, {}
        self.any: tuple[Flags, Flags] = {}, {}

    def add(self, match: Match) -> int:
        """Count a match or a piece of one; the number of tokens of its left statements that are left."""
        names = match.left.file, match.right.file
        one, other = self.files[0][names[0]], self.files[1][names[1]]
        total = 0
        for a, b, size, moved, rare in match.details["steps"]:
            mine, theirs = slice(a, a + size), slice(b, b + size)
            inside = [
                (features.statement_first[some] < span.stop) & (features.statement_last[some] >= span.start)
                for features, some, span in ((one, mine, match.left), (other, theirs, match.right))
            ]
            # A statement that moved has no block to be clipped through: where its function is left, so is it.
            kept = inside[0] | inside[1] if moved else inside[0] & inside[1]
            for number, some in ((0, mine), (1, theirs)):
                out = self.out[number].get(names[number])
                if out is not None:
                    kept &= ~out[some]
            total += int(one.statement_tokens[mine][kept].sum())
            for number, some in ((0, mine), (1, theirs)):
                self._mark(self.any, number, names[number], some, kept)
                if rare:
                    self._mark(self.common, number, names[number], some, kept)
        return total

    def _mark(self, flags: tuple[Flags, Flags], number: int, name: str, some: slice, kept: Array) -> None:
        if name not in flags[number]:
            flags[number][name] = np.zeros(len(self.files[number][name].statement_unit), np.bool_)
        flags[number][name][some] |= kept

    def figures(self, number: int) -> dict[str, int]:
        """Of one side (0 left, 1 right)."""
        sums = dict.fromkeys(
            ("files", "files_with_common", "functions", "functions_with_common", "lines", "common_lines", "tokens",
             "common_tokens", "small_functions", "small_functions_with_counterpart", "small_tokens"), 0,
        )  # fmt: skip
        for name, features in self.files[number].items():
            size = len(features.statement_unit)
            out = self.out[number].get(name)
            left = (np.ones(size, np.bool_) if out is None else ~out) & (features.statement_tokens > 0)
            counts = features.unit_bits >= self.least
            inside = left & counts[features.statement_unit]
            nothing = np.zeros(size, np.bool_)
            common = self.common[number].get(name, nothing) & inside
            small = left & ~inside
            units = len(features.unit_kind)
            is_function = features.unit_kind != UnitKind.OUTSIDE
            present, shared = (_units(features, flags, units) for flags in (inside, common))
            little, found = (
                _units(features, flags, units) for flags in (small, small & self.any[number].get(name, nothing))
            )
            lines = [_lines(features, flags) for flags in (inside, common)]
            sums["files"] += bool(inside.any())
            sums["files_with_common"] += bool(common.any())
            sums["functions"] += int(np.count_nonzero(present & is_function))
            sums["functions_with_common"] += int(np.count_nonzero(shared & is_function))
            sums["lines"] += len(lines[0])
            sums["common_lines"] += len(lines[1])
            sums["tokens"] += int(features.statement_tokens[inside].sum())
            sums["common_tokens"] += int(features.statement_tokens[common].sum())
            sums["small_functions"] += int(np.count_nonzero(little & is_function))
            sums["small_functions_with_counterpart"] += int(np.count_nonzero(found & is_function))
            sums["small_tokens"] += int(features.statement_tokens[small].sum())
        return sums


def _units(features: StructureFeatures, flags: Array, count: int) -> Array:
    return np.bincount(features.statement_unit[flags], minlength=count) > 0


def _lines(features: StructureFeatures, flags: Array) -> Array:
    """Lines on which the first tokens of the statements stand."""
    first, last = features.statement_first[flags], features.statement_last[flags]
    lengths = np.maximum(last - first + 1, 0)
    begins = np.cumsum(lengths) - lengths
    return np.unique(np.repeat(first - begins, lengths) + np.arange(int(lengths.sum())))


def figures(left: Files, right: Files, matches: Sequence[Match], mask: Mask) -> Measures:
    """See ``CodeStructure.measure``."""
    tally = Tally(left, right, mask)
    by_kind = dict.fromkeys(KINDS, 0)
    seen: set[object] = set()
    chance = 0
    for number, match in enumerate(sorted(matches, key=lambda match: (match.left, match.right, match.kind))):
        if tally.add(match) and (match.id or number) not in seen:
            seen.add(match.id or number)
            by_kind[match.kind] += 1
            chance += not match.details["rarer_than_chance"]
    sides = tally.figures(0), tally.figures(1)
    values: dict[str, JSON] = {
        "correspondences": len(seen), "correspondences_by_kind": by_kind, "correspondences_within_chance": chance,
        "least_bits": round(tally.least, 2),
    }  # fmt: skip
    for name, side in zip(("left", "right"), sides, strict=True):
        values |= {f"{key}_of_{name}": value for key, value in side.items()}
    shares = [side["common_tokens"] / side["tokens"] if side["tokens"] else 0.0 for side in sides]
    sample = ranking.one_in(left.values(), right.values())
    profiles = [
        ranking.profile(((features, tally.out[number].get(name)) for name, features in sorted(side.items())), sample)
        for number, side in enumerate((left, right))
    ]
    return Measures(ranking.likeness(profiles[0], profiles[1]), shares[0], shares[1], values)

"""Figures of a deposit: lines that take part, how those that are found stand in the source, and their order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from appraisal.comparator import Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Side
from appraisal.span import Region, Span, char, line
from comparators.code.deposit.aligning import How, Pair
from comparators.code.deposit.features import DepositFeatures

NAMES = {How.WRITTEN: "as_written", How.SPACING: "spacing_only", How.WRAPPED: "wrapped", How.CHANGED: "changed"}
RANGES = re.compile(r"(\d+)(?:\+(\d+))?:(\d+)(?:x(\d+))?")


def place(file: str, features: DepositFeatures, first: int, last: int) -> Span:
    """Printed lines from ``first`` to ``last`` (from 0): lines of a source file, characters of any other text."""
    if features.is_code:
        return line(file, first + 1, last + 2)
    return char(file, int(features.starts[first]), int(features.stops[last]))


def packed(pairs: Sequence[Pair]) -> str:
    """``12:40x5 30+2:61``: lines 12 to 16 of the print are 40 to 44 of the source, 30 and 31 together are 61."""
    rows: list[list[int]] = []
    for one in pairs:
        last = rows[-1] if rows else None
        if (
            last
            and one.pieces == last[1] == 1
            and (one.first + 1, one.line + 1) == (last[0] + last[3], last[2] + last[3])
        ):
            last[3] += 1
        else:
            rows.append([one.first + 1, one.pieces, one.line + 1, 1])
    return " ".join(f"{a}" + (f"+{n}" if n > 1 else "") + f":{b}" + (f"x{k}" if k > 1 else "") for a, n, b, k in rows)


def unpacked(text: str) -> list[tuple[int, int, int]]:
    """First line of the print, number of lines, line of the source, from 0: what ``packed`` wrote."""
    found = []
    for item in RANGES.finditer(text):
        first, pieces, other, count = (int(item[n] or 1) for n in range(1, 5))
        found += [(first - 1 + k, pieces, other - 1 + k) for k in range(count)]
    return found


def figures(
    left: Sided[DepositFeatures], right: Sided[DepositFeatures], matches: Sequence[Match], mask: Mask
) -> Measures:
    """See ``CodeDeposit.measure``."""
    sides: dict[Side, tuple[Sided[DepositFeatures], Region]] = {"left": (left, mask.left), "right": (right, mask.right)}
    counted = {side: _counted(files, gone) for side, (files, gone) in sides.items()}
    found: dict[Side, dict[str, set[int]]] = {"left": {}, "right": {}}
    lines = dict.fromkeys(NAMES.values(), 0)
    order: list[tuple[str, int, str, int]] = []
    on: Side = "left"
    for match in matches:
        on = "left" if match.details["deposit_on"] == "left" else "right"
        other: Side = "right" if on == "left" else "left"
        ours, theirs = (match.left, match.right) if on == "left" else (match.right, match.left)
        mine, there = counted[on][ours.file], counted[other][theirs.file]
        for name in NAMES.values():
            for first, pieces, row in unpacked(str(match.details.get(name, ""))):
                own = [at for at in range(first, first + pieces) if mine[at]]
                if own and not _gone(sides[other], theirs.file, row):
                    found[on].setdefault(ours.file, set()).update(own)
                    lines[name] += len(own)
                    order.append((ours.file, first, theirs.file, row))
                    if there[row]:
                        found[other].setdefault(theirs.file, set()).add(row)
    total = {side: int(sum(c.sum() for c in counted[side].values())) for side in sides}
    have = {side: sum(map(len, found[side].values())) for side in sides}
    share = {side: have[side] / total[side] if total[side] else 0.0 for side in sides}
    values: dict[str, JSON] = {}
    for side in sides:
        values[f"lines_of_{side}"] = total[side]
        values[f"found_lines_of_{side}"] = have[side]
        values[f"not_found_lines_of_{side}"] = total[side] - have[side]
    values |= {f"{name}_lines": count for name, count in lines.items()}
    values |= _order(sorted(order))
    return Measures(min(1.0, max(share.values())), share["left"], share["right"], values)


def _counted(files: Sided[DepositFeatures], gone: Region) -> dict[str, np.ndarray]:
    kept = {}
    for name, one in files.items():
        counts = one.counts.copy()
        if gone:
            for at in np.flatnonzero(counts).tolist():
                counts[at] = not gone.touches(place(name, one, at, at))
        kept[name] = counts
    return kept


def _gone(side: tuple[Sided[DepositFeatures], Region], file: str, row: int) -> bool:
    files, gone = side
    return bool(gone) and gone.touches(place(file, files[file], row, row))


def _order(rows: Sequence[tuple[str, int, str, int]]) -> Mapping[str, JSON]:
    """Of found lines that follow each other in the print: in the same file further on, further back, in another."""
    forward = sum(a[2] == b[2] and b[3] > a[3] for a, b in pairwise(rows))
    files = sum(a[2] != b[2] for a, b in pairwise(rows))
    return {
        "neighbouring_lines": max(0, len(rows) - 1), "neighbouring_in_order": forward,
        "neighbouring_in_another_file": files, "neighbouring_further_back": max(0, len(rows) - 1) - forward - files,
    }  # fmt: skip

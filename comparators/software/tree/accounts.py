"""Every file and every byte of both sides, by what became of it; and the figures over matches that are clipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Interval, Lane, Region, Span, merge, subtract
from comparators.software.tree.features import TreeFeatures

Array = NDArray[Any]
Side = Mapping[str, TreeFeatures]
KINDS = {"identical": 0, "identical-moved": 1, "normalised": 2, "similar": 3, "similar-alike": 3}  # into ``KEYS``
PARTIAL = ("similar", "similar-alike")
KEYS = ("identical", "moved", "normalised", "similar", "only")  # the same in names of figures, and what has no match
ONLY = KEYS.index("only")
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Account:
    """One file. ``state``: a number into ``KEYS``, or -1 where all of it is excluded. Bytes as handed in: ``common``
    of ``counted``; ``lines`` that are not empty and count, ``common_lines`` of them."""

    state: int
    size: int
    counted: int
    common: int
    lines: int
    common_lines: int


def accounts(side: Side, matches: Sequence[Match], mask: Region, which: str) -> dict[str, Account]:
    """Account of each file of one side over clipped matches, without what the mask takes out."""
    spans: dict[str, list[tuple[Span, int, int]]] = {name: [] for name in side}
    for match in matches:
        kind = KINDS[match.kind]
        shared = match.details.get(f"bytes_of_{which}")
        for span in match.all_left() if which == "left" else match.all_right():
            features = side[span.file]
            spans[span.file].append((span, kind, features.size if shared is None else int(shared)))
    if not mask:
        return {name: _whole(features, spans[name]) for name, features in side.items()}
    return {name: _account(name, features, spans[name], mask) for name, features in side.items()}


def _whole(features: TreeFeatures, found: list[tuple[Span, int, int]]) -> Account:
    """A file of a side of which nothing is taken out."""
    state = min([kind for _, kind, _ in found]) if found else ONLY
    return _unmasked(state, features, found) if features.count else _file(state, features, found)


def _file(state: int, features: TreeFeatures, found: list[tuple[Span, int, int]]) -> Account:
    size = features.size
    return Account(state, size, size, min(size, sum([shared for _, _, shared in found])), 0, 0)


def _account(name: str, features: TreeFeatures, found: list[tuple[Span, int, int]], mask: Region) -> Account:
    state = min((kind for _, kind, _ in found), default=ONLY)
    if mask.holds_file(name):
        return Account(-1, features.size, 0, 0, 0, 0)
    if not features.count:
        return _file(state, features, found)
    out = mask.intervals(Lane(name, "line"))
    if not out:
        return _unmasked(state, features, found)
    counted = subtract([(1, features.count + 1)], out)
    common = subtract(merge((s.start, s.stop) for s, _, _ in found if s.unit == "line"), out)
    bytes_counted, lines_counted = _within(features, counted)
    bytes_common, lines_common = _within(features, common)
    if not counted:
        return Account(-1, features.size, 0, 0, 0, 0)
    total = int(features.sizes.sum())
    return Account(
        state,
        features.size,
        features.size * bytes_counted // total,
        features.size * bytes_common // total,
        lines_counted,
        lines_common,
    )


def _unmasked(state: int, features: TreeFeatures, found: list[tuple[Span, int, int]]) -> Account:
    """A text of which nothing is taken out: most of them are in no match, or in one as a whole."""
    lines, size = features.filled_count, features.size
    if not found:
        return Account(state, size, size, 0, lines, 0)
    span = found[0][0]
    if span.unit == "line" and span.start <= 1 and span.stop > features.count:
        return Account(state, size, size, size, lines, lines)
    if any(span.unit == "line" and span.start <= 1 and span.stop > features.count for span, _, _ in found[1:]):
        return Account(state, size, size, size, lines, lines)
    bytes_common, lines_common = _within(features, merge((s.start, s.stop) for s, _, _ in found if s.unit == "line"))
    return Account(state, size, size, size * bytes_common // int(features.sizes.sum()), lines, lines_common)


def _within(features: TreeFeatures, intervals: Sequence[Interval]) -> tuple[int, int]:
    """Bytes of the normal form, and lines that are not empty, in 1-based intervals of lines."""
    if not intervals:
        return 0, 0
    inside = np.zeros(features.count, bool)
    for start, stop in intervals:
        inside[int(start) - 1 : int(stop) - 1] = True
    return int(features.sizes[inside].sum()), int(np.count_nonzero(features.filled & inside))


def measured(left: Side, right: Side, matches: Sequence[Match], mask: Mask) -> Measures:
    """Coverage: bytes of corresponding lines and files, as a share of all bytes of that side. ``score``: of both."""
    values: dict[str, JSON] = {}
    sums = []
    for which, side, out in (("left", left, mask.left), ("right", right, mask.right)):
        found = accounts(side, matches, out, which)
        counted, common = sum(a.counted for a in found.values()), sum(a.common for a in found.values())
        sums.append((counted, common))
        values |= {
            f"files_{which}": len(found),
            f"bytes_{which}": sum(a.size for a in found.values()),
            f"lines_counted_{which}": sum(a.lines for a in found.values()),
            f"bytes_counted_{which}": counted,
            f"bytes_common_{which}": common,
            f"lines_common_{which}": sum(a.common_lines for a in found.values()),
            f"files_excluded_{which}": sum(a.state < 0 for a in found.values()),
            f"files_half_{which}": sum(0 < a.counted <= 2 * a.common for a in found.values()),
        }
        for number, key in enumerate(KEYS):
            here = [a for a in found.values() if a.state == number]
            values[f"files_{key}_{which}"] = len(here)
            values[f"bytes_of_files_{key}_{which}"] = sum(a.size for a in here)
    for key, kind in (("pairs_similar", "similar"), ("pairs_alike", "similar-alike")):
        values[key] = len({(m.left.file, m.right.file) for m in matches if m.kind == kind})
    values["lines_literal"], values["lines_abstract"] = _levels(left, right, matches)
    (left_counted, left_common), (right_counted, right_common) = sums
    both = left_counted + right_counted
    return Measures(
        (left_common + right_common) / both if both else 0.0,
        left_common / left_counted if left_counted else 0.0,
        right_common / right_counted if right_counted else 0.0,
        values,
    )


def _levels(left: Side, right: Side, matches: Sequence[Match]) -> tuple[int, int]:
    """Lines of files that correspond in part: equal but for spacing, and corresponding when abstracted."""
    literal = abstract = 0
    for match in matches:
        if match.kind not in PARTIAL:
            continue
        a, b = left[match.left.file], right[match.right.file]
        for at_left, at_right, length in match.blocks:
            own = a.lines[int(at_left) - 1 : int(at_left + length) - 1]
            other = b.lines[int(at_right) - 1 : int(at_right + length) - 1]
            equal = int(np.count_nonzero((own == other) & (own != 0)))
            literal += equal
            abstract += int(np.count_nonzero(own != 0)) - equal
    return literal, abstract

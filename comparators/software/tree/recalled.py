"""Alignments and diffs of two texts, each made once: kept for the comparison, and beyond it where the engine remembers.

They follow from the bytes of both files and the code of this package alone, so they may be taken up from an earlier
comparison: after one changed file only what that file takes part in is aligned again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Memo
from comparators.software.tree.align import VALUES, Aligned, Prepared, align, prepare
from comparators.software.tree.features import TreeFeatures
from comparators.software.tree.lcs import common_lines

Array = NDArray[Any]
HELD_READY = 6_000_000  # tokens of prepared texts that are kept for the next pair
HELD_FOUND = 12_000_000  # lines and names of alignments that are kept in memory
LONG = 4096  # lines times lines: a diff of less is made faster than it is looked up


class Recalled:
    """What was made already of files by their digests; the least recently used leaves memory first."""

    def __init__(self, memo: Memo) -> None:
        self.memo = memo
        self._ready: OrderedDict[str, Prepared] = OrderedDict()
        self._tokens = 0
        self._found: OrderedDict[tuple[str, str], Aligned] = OrderedDict()
        self._lines = 0

    def aligned(self, a: TreeFeatures, b: TreeFeatures) -> Aligned:
        """``align`` of two texts."""
        pair = (a.sha256, b.sha256)
        found = self._found.get(pair)
        if found is not None:
            return found
        key = f"align:{a.sha256}:{b.sha256}".encode()
        found = _from(self.memo.get(key), a, b)
        if found is None:
            found = align(self._prepared(a), self._prepared(b))
            self.memo.put(key, _value(found))
        self._found[pair] = found
        self._lines += len(found.left) + len(found.names)
        while self._lines > HELD_FOUND and len(self._found) > 1:
            gone = self._found.popitem(last=False)[1]
            self._lines -= len(gone.left) + len(gone.names)
        return found

    def common(self, a: TreeFeatures, b: TreeFeatures) -> int:
        """Lines that a plain diff of two texts leaves as they are; empty ones aside."""
        key = f"diff:{a.sha256}:{b.sha256}".encode()
        long = a.count * b.count > LONG
        kept = self.memo.get(key) if long else None
        if kept is not None and isinstance(kept.get("lines"), int) and 0 <= kept["lines"] <= min(a.count, b.count):
            return int(kept["lines"])
        found = common_lines(a.lines[a.filled].tolist(), b.lines[b.filled].tolist())
        if long:
            self.memo.put(key, {"lines": found})
        return found

    def _prepared(self, features: TreeFeatures) -> Prepared:
        made = self._ready.get(features.sha256)
        if made is not None:
            self._ready.move_to_end(features.sha256)
            return made
        made = self._ready[features.sha256] = prepare(features)
        self._tokens += len(made.line_of)
        while self._tokens > HELD_READY and len(self._ready) > 2:
            self._tokens -= len(self._ready.popitem(last=False)[1].line_of)
        return made


def _value(found: Aligned) -> dict[str, Any]:
    places = {name: getattr(found, name).astype(np.int32) for name in ("left", "right")}
    return {**places, "level": found.level, "names": found.names, "same": found.same, "in_step": found.in_step}


def _from(value: Mapping[str, Any] | None, a: TreeFeatures, b: TreeFeatures) -> Aligned | None:
    """The alignment again; None when the value is none of these two files."""
    kinds = {"left": np.int32, "right": np.int32, "level": np.uint8, "names": np.uint32}
    if value is None or value.keys() != {*kinds, "same", "in_step"}:
        return None
    if any(getattr(value[name], "dtype", None) != kind or value[name].ndim != 1 for name, kind in kinds.items()):
        return None
    left, right, level = value["left"], value["right"], value["level"]
    if not (len(left) == len(right) == len(level)) or not isinstance(value["same"], int):
        return None
    if len(left):
        seen = np.bincount(right, minlength=b.count) if right.min() >= 0 else np.full(1, 2)
        if left[0] < 0 or left[-1] >= a.count or (left[1:] <= left[:-1]).any() or len(seen) > b.count:
            return None
        if seen.max() > 1 or level.max() > VALUES:
            return None
    if not isinstance(value["in_step"], float):
        return None
    places = left.astype(np.int64), right.astype(np.int64)
    return Aligned(*places, level, value["same"], value["names"], value["in_step"])

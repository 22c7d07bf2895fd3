"""复核表: what plain hashes and a plain diff give on the same material, beside our figures, and why they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON
from comparators.software.tree.align import EDITED, LITERAL, RENAMED, VALUES
from comparators.software.tree.features import TreeFeatures
from comparators.software.tree.pairing import Pairing
from comparators.software.tree.recalled import Recalled

Array = NDArray[Any]
Side = Mapping[str, TreeFeatures]
MOST_CELLS = 4_000_000_000  # lines times lines of one pair: above, a plain diff is not counted here


def cross_check(left: Side, right: Side, found: Pairing, recalled: Recalled) -> list[dict[str, JSON]]:
    """Rows of the table: ``check``, ``files_left``, ``files_right``, ``lines`` where a row counts them, ``note``."""
    same_path = [name for name in sorted(left) if name in right]
    equal_path = [name for name in same_path if left[name].sha256 == right[name].sha256]
    hashes = {f.sha256 for f in left.values()}, {f.sha256 for f in right.values()}
    by_hash = sum(f.sha256 in hashes[1] for f in left.values()), sum(f.sha256 in hashes[0] for f in right.values())
    texts = [name for name in same_path if left[name].count and right[name].count]
    diffed, uncounted = 0, 0
    for name in texts:
        a, b = left[name], right[name]
        if a.normal == b.normal:
            diffed += int(np.count_nonzero(a.filled))
        elif a.count * b.count > MOST_CELLS:
            uncounted += 1
        else:
            diffed += recalled.common(a, b)
    rows = [
        _row("path_and_hash", len(equal_path), len(equal_path)),
        _row("hash_alone", *by_hash),
        _row("plain_diff", len(texts), len(texts), diffed, uncounted),
    ]
    return rows + _ours(left, right, found)


def _row(
    check: str, files_left: int | None, files_right: int | None, lines: int | None = None, uncounted: int = 0
) -> dict[str, JSON]:
    row: dict[str, JSON] = {"check": check, "files_left": files_left, "files_right": files_right, "lines": lines}
    return row | ({"not_counted": uncounted} if uncounted else {})


def _ours(left: Side, right: Side, found: Pairing) -> list[dict[str, JSON]]:
    names: tuple[set[str], set[str]] = (set(), set())
    kinds: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for group in found.groups:
        names[0].update(group.left)
        names[1].update(group.right)
        for side, listed in (("left", group.left), ("right", group.right)):
            kinds[group.kind + side] += len(listed)
        equal = int(np.count_nonzero(left[group.left[0]].filled)) * len(group.left) if left[group.left[0]].count else 0
        lines["all"] += equal
        lines[group.kind] += equal
    elsewhere: tuple[set[str], set[str]] = (set(), set())
    for pair in found.pairs:
        names[0].add(pair.left)
        names[1].add(pair.right)
        if not left[pair.left].is_text:
            continue
        filled = left[pair.left].filled[pair.aligned.left]
        count = int(np.count_nonzero(filled))
        lines["all"] += count
        if pair.left != pair.right:
            elsewhere[0].add(pair.left)
            elsewhere[1].add(pair.right)
            lines["elsewhere"] += count
        for level, key in ((LITERAL, "literal"), (EDITED, "edited"), (RENAMED, "renamed"), (VALUES, "values")):
            lines[key] += int(np.count_nonzero(filled & (pair.aligned.level == level)))
    similar = {p.left for p in found.pairs}, {p.right for p in found.pairs}
    return [
        _row("ours", len(names[0]), len(names[1]), lines["all"]),
        _row("of_these_moved", kinds["identical-movedleft"], kinds["identical-movedright"], lines["identical-moved"]),
        _row("of_these_normalised", kinds["normalisedleft"], kinds["normalisedright"], lines["normalised"]),
        _row(
            "of_these_similar",
            len(similar[0]),
            len(similar[1]),
            sum(lines[k] for k in ("literal", "edited", "renamed", "values")),
        ),
        _row("similar_elsewhere", len(elsewhere[0]), len(elsewhere[1]), lines["elsewhere"]),
        _row("similar_literal", None, None, lines["literal"]),
        _row("similar_edited", None, None, lines["edited"]),
        _row("similar_renamed", None, None, lines["renamed"]),
        _row("similar_values", None, None, lines["values"]),
    ]

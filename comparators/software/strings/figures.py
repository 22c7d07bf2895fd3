"""Figures of ``software-strings``: distinct strings and their bytes, with and without the common ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Lane, Region
from comparators.software.strings.features import StringFeatures
from comparators.software.strings.kinds import CATEGORIES

Array = NDArray[Any]
OWN, COMMON = "shared-string", "common-string"


@dataclass(frozen=True, slots=True)
class Side:
    """Distinct strings of a side that have a place outside the mask, and the bytes of all such places."""

    own: int
    common: int
    own_bytes: int
    common_bytes: int
    by_category: dict[str, int]  # distinct own strings


def counted(files: Mapping[str, StringFeatures], mask: Region) -> Side:
    """Count one side without the mask."""
    hashes, own, categories = [], [], []
    sums = [0, 0]
    for name in sorted(files):
        features = files[name]
        left = features.sizes.astype(np.int64)
        if mask:
            left = left - _masked(features, name, mask)
        kept = left > 0
        mine = features.reasons == 0
        sums[0] += int(left[kept & mine].sum())
        sums[1] += int(left[kept & ~mine].sum())
        hashes.append(features.hashes[kept])
        own.append(mine[kept])
        categories.append(features.categories[kept])
    if not hashes:
        return Side(0, 0, 0, 0, {})
    all_hashes, all_own, all_categories = np.concatenate(hashes), np.concatenate(own), np.concatenate(categories)
    order = np.argsort(all_categories, kind="stable")  # a string that stands as several kinds counts as the first
    distinct, first = np.unique(all_hashes[order], return_index=True)
    mine = all_own[order][first]
    found = Counter(all_categories[order][first][mine].tolist())
    by_category = {CATEGORIES[number]: count for number, count in sorted(found.items())}
    return Side(int(mine.sum()), len(distinct) - int(mine.sum()), sums[0], sums[1], by_category)


def _masked(features: StringFeatures, file: str, mask: Region) -> Array:
    """Bytes of each string that the mask takes out."""
    if mask.holds_file(file):
        return features.sizes.astype(np.int64)
    parts = mask.intervals(Lane(file, "byte"))
    if not parts:
        return np.zeros(len(features.sizes), np.int64)
    starts, stops = (np.array([part[end] for part in parts], np.int64) for end in (0, 1))
    before = np.concatenate([[0], np.cumsum(stops - starts)])

    def until(at: Array) -> Array:
        number = np.searchsorted(starts, at, side="right")
        inside = np.minimum(at, stops[np.maximum(number - 1, 0)]) - starts[np.maximum(number - 1, 0)]
        total: Array = before[np.maximum(number - 1, 0)] + np.where(number > 0, inside, 0)
        return total

    taken: Array = until(features.starts + features.sizes) - until(features.starts)
    return taken


def figures(
    left: Mapping[str, StringFeatures], right: Mapping[str, StringFeatures], matches: Sequence[Match], mask: Mask
) -> Measures:
    """See ``SoftwareStrings.measure``."""
    sides = {"left": counted(left, mask.left), "right": counted(right, mask.right)}
    own = {match.id or str(number): match for number, match in enumerate(matches) if match.kind == OWN}
    common = {match.id or str(number): match for number, match in enumerate(matches) if match.kind == COMMON}
    values: dict[str, JSON] = {"shared_strings": len(own), "shared_common_strings": len(common)}
    for name, side in sides.items():
        spans = [
            (match.kind, span)
            for match in matches
            for span in (match.all_left() if name == "left" else match.all_right())
        ]
        total = side.own + side.common
        values |= {
            f"strings_of_{name}": side.own,
            f"common_strings_of_{name}": side.common,
            f"share_with_common_of_{name}": round((len(own) + len(common)) / total, 6) if total else 0.0,
            f"bytes_of_{name}": side.own_bytes,
            f"shared_bytes_of_{name}": sum(int(span.length) for kind, span in spans if kind == OWN),
            f"bytes_with_common_of_{name}": side.own_bytes + side.common_bytes,
            f"shared_bytes_with_common_of_{name}": sum(int(span.length) for _, span in spans),
            f"by_category_of_{name}": side.by_category,
        }
    values["shared_by_category"] = _tally(own, "category", CATEGORIES)
    values["common_by_reason"] = _tally(common, "common", None)
    values["shared_across_encodings"] = sum(
        match.details.get("encoding_of_left") != match.details.get("encoding_of_right") for match in own.values()
    )
    sizes = sides["left"].own, sides["right"].own
    return Measures(
        2 * len(own) / sum(sizes) if sum(sizes) else 0.0,
        len(own) / sizes[0] if sizes[0] else 0.0,
        len(own) / sizes[1] if sizes[1] else 0.0,
        values,
    )


def _tally(matches: Mapping[str, Match], key: str, order: Sequence[str] | None) -> dict[str, int]:
    found = Counter(str(match.details.get(key, "")) for match in matches.values())
    names = sorted(found) if order is None else [name for name in order if name in found]
    return {name: found[name] for name in names}

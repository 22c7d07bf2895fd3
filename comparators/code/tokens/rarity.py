"""How rare a passage is: the rarest of its fingerprints in a named background bounds the works that can hold it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Background
from appraisal.comparison import Match
from comparators.code.features import CodeFeatures
from comparators.code.grams import grams, mixed, windows
from comparators.code.tokens.winnowing import winnow

Array = NDArray[Any]


def lengths(size: int) -> tuple[int, int]:
    """Tokens of a key and window, such that every run of ``size`` tokens holds a key."""
    gram = max(size * 4 // 5, 1)
    return gram, size - gram + 1


def keys(features: CodeFeatures, size: int) -> list[bytes]:
    """Winnowed fingerprints of the normalised tokens, 8 bytes each, without those of repetitive stretches."""
    return [hashed.tobytes() for _, hashed in _placed(features, size)]


def _placed(features: CodeFeatures, size: int) -> list[tuple[int, Array]]:
    gram, window = lengths(size)
    compared = np.where(features.repetitive > 0, mixed(features.values), mixed(features.symbols))
    hashes = grams(compared, gram)
    usable = np.flatnonzero(windows(features.repetitive < 2, gram, len(hashes)) == gram)
    chosen = usable[winnow(hashes[usable], window)]
    return [(int(at), value) for at, value in zip(chosen, hashes[chosen].astype(">u8"), strict=True)]


def weighed(
    matches: Sequence[Match], left: dict[str, CodeFeatures], backgrounds: Sequence[Background], size: int
) -> list[Match]:
    """Matches with weight ln((works + 1) / (holding_at_most + 1)): a work that holds the passage holds all its keys."""
    works = sum(background.works for background in backgrounds)
    name = " + ".join(background.name for background in backgrounds)
    places: dict[str, tuple[Array, Array]] = {}
    for file in {match.left.file for match in matches}:
        rows = _placed(left[file], size)
        wanted = [hashed.tobytes() for _, hashed in rows]
        held = np.zeros(len(rows), np.int64)
        for background in backgrounds:
            held += np.array(background.lookup(wanted), np.int64) if wanted else 0
        places[file] = np.array([at for at, _ in rows], np.int64), held
    gram = lengths(size)[0]
    found = []
    for match in matches:
        at, held = places[match.left.file]
        least = works
        for start, _, count in match.details["token_blocks"]:
            low, high = np.searchsorted(at, [start, start + count - gram + 1])
            least = min(least, int(held[low:high].min())) if high > low else least
        details = {**match.details, "background": name, "works": works, "holding_at_most": least}
        found.append(replace(match, weight=round(math.log((works + 1) / (least + 1)), 6), details=details))
    return found

"""Public-domain works: stretches whose fingerprints stand, in a row, in one file of a named index of such works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import ComponentFile, Components
from comparators.text.features import TextFeatures
from comparators.text.filters.marks import PUBLIC, Mark
from comparators.text.folding import is_zi
from comparators.text.rarity import scramble
from comparators.text.windows import Minimum, scan

Array = NDArray[Any]
GRAM = Minimum.of(8, 24)  # 字, letters of a fingerprint; of ``WINDOW`` neighbouring ones one is kept
WINDOW = 4
STRETCH = Minimum.of(13, 40)  # 字, letters that a stretch covers at least
MISSES = 2  # fingerprints in a row inside a stretch that are not in the file


def grams(text: Array, minimum: Minimum) -> tuple[Array, Array, Array]:
    """Start, length and hash (uint64) of every whole run of one folded text that just reaches ``minimum``."""
    ended = np.append(text, np.zeros(1, text.dtype))
    starts: list[Array] = [np.zeros(0, np.int64)]
    sizes: list[Array] = [np.zeros(0, np.int64)]
    hashes: list[Array] = [np.zeros(0, np.uint64)]
    for base, lengths, values in scan(ended, minimum, np.array([len(text)]), 0):
        whole = np.flatnonzero(np.arange(base, base + len(lengths)) + lengths <= len(text))
        starts.append(whole + base)
        sizes.append(lengths[whole].astype(np.int64))
        hashes.append(scramble(values[whole]))
    return np.concatenate(starts), np.concatenate(sizes), np.concatenate(hashes)


def fingerprints(text: Array) -> tuple[Array, Array, Array]:
    """Start, length and hash of the fingerprints that winnowing keeps (Schleimer, Wilkerson and Aiken 2003)."""
    starts, sizes, hashes = grams(text, GRAM)
    if len(hashes) <= WINDOW:
        return starts, sizes, hashes
    windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
    kept = np.unique(np.arange(len(windows)) + np.argmin(windows, axis=1))
    return starts[kept], sizes[kept], hashes[kept]


def marks(
    features: TextFeatures, starts: Array, sizes: Array, keys: Sequence[bytes], index: Components
) -> Iterator[Mark]:
    """Stretches of one file, those of the file of the index that has most first."""
    held = [set(one or ()) for one in index.lookup(keys)]
    while True:
        counted = Counter(number for holders in held for number in holders)
        if not counted:
            return
        best = min(counted, key=lambda number: (-counted[number], number))
        for first, last in _stretches([best in holders for holders in held]):
            start, stop = int(starts[first]), int(starts[last] + sizes[last])
            if _weight(features.text[start:stop]) >= STRETCH.threshold:
                begin, end = int(features.offsets[start]), int(features.stops(np.array([stop - 1]))[0])
                yield Mark(
                    PUBLIC, begin, end, f"stands in a public-domain work: {_said(index.files[best], index.name)}"
                )
        for holders in held:
            holders.discard(best)


def _weight(text: Array) -> int:
    zi = int(np.count_nonzero(is_zi(text)))
    return STRETCH.zi * zi + STRETCH.letter * (len(text) - zi)


def _stretches(hit: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last fingerprint of runs of hits."""
    first = last = -1
    for at, one in enumerate(hit):
        if one and (first < 0 or at - last > MISSES + 1):
            if first >= 0:
                yield first, last
            first = at
        last = at if one else last
    if first >= 0:
        yield first, last


def _said(one: ComponentFile, name: str) -> str:
    work = " ".join(filter(None, (one.component, one.version)))
    where = "" if one.file in (work, one.component) else f", {one.file}"
    return f"{work}{where} ({name})"

"""Components: stretches of a file whose fingerprints stand, in a row, in one file of a known package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from numpy.typing import NDArray

from appraisal.comparator import ComponentFile, Components
from comparators.code.filters.marks import COMPONENT, Mark

Array = NDArray[Any]
WHOLE = 0.75  # share of a file's fingerprints that stand in one file of a component: all of it is the component's
LEAST_WHOLE = 4  # fingerprints of such a file
LEAST = 4  # fingerprints of a stretch
MISSES = 2  # in a row inside a stretch
SHARE = 0.8  # of a stretch


def marks(keys: Sequence[bytes], first: Array, last: Array, count: int, index: Components) -> Iterator[Mark]:
    """``first``, ``last``: lines of the fingerprints, in order; ``count``: lines of the file."""
    held = index.lookup(keys)
    seen = [(holders, int(a), int(b)) for holders, a, b in zip(held, first, last, strict=True) if holders is not None]
    while True:
        counted = Counter(number for holders, _, _ in seen for number in holders)
        if not counted:
            return
        best = min(counted, key=lambda number: (-counted[number], number))
        hits = counted[best]
        if hits < LEAST_WHOLE:
            return
        if hits >= LEAST_WHOLE and hits >= WHOLE * len(held_known(held)):
            yield Mark(COMPONENT, 1, count + 1, _said(index.files[best], hits, len(held_known(held))))
            return
        for start, stop, there in _stretches([best in holders for holders, _, _ in seen]):
            yield Mark(COMPONENT, seen[start][1], seen[stop - 1][2] + 1, _said(index.files[best], there, stop - start))
        seen = [
            (tuple(n for n in holders if n != best), a, b) if best in holders else (holders, a, b)
            for holders, a, b in seen
        ]


def held_known(held: Sequence[tuple[int, ...] | None]) -> list[tuple[int, ...]]:
    """Fingerprints that the index can say something of."""
    return [holders for holders in held if holders is not None]


def _stretches(hit: Sequence[bool]) -> Iterator[tuple[int, int, int]]:
    """[start, stop) of fingerprints and how many of them are hits."""
    start, last, there, missed = -1, -1, 0, 0
    for at, one in enumerate([*hit, *[False] * (MISSES + 1)]):
        if one:
            start = at if start < 0 else start
            last, there, missed = at, there + 1, 0
        elif start >= 0:
            missed += 1
            if missed > MISSES:
                if there >= LEAST and there >= SHARE * (last + 1 - start):
                    yield start, last + 1, there
                start, last, there, missed = -1, -1, 0, 0


def _said(one: ComponentFile, hits: int, of: int) -> str:
    name = " ".join(filter(None, (one.component, one.version)))
    return f"stands in a known component: {name}, {one.file} ({hits} of {of} fingerprints)"

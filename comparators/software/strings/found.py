"""Strings as found in one stretch of bytes, the least length that counts, and which of several readings stands."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Minimum:
    """A string counts from ``letters`` letters and digits on, or ``zi`` 字, mixed ones in proportion."""

    letters: int
    zi: int

    @property
    def threshold(self) -> int:
        return self.letters * self.zi

    def weight(self, letters: Array, zi: Array) -> Array:
        weight: Array = letters * self.zi + zi * self.letters
        return weight


@dataclass(frozen=True, slots=True)
class Found:
    """Strings in order of place. ``starts`` (byte, int64), ``sizes`` (bytes), ``hashes`` (uint64), ``lengths``
    (characters), ``encodings`` (number in ``NAMES``), ``cut`` (whether the run goes on after ``LONGEST``)."""

    starts: Array
    sizes: Array
    hashes: Array
    lengths: Array
    encodings: Array
    weights: Array
    cut: Array

    @classmethod
    def nothing(cls) -> Found:
        kinds = (np.int64, np.int64, np.uint64, np.int64, np.uint8, np.int64, np.bool_)
        return cls(*(np.zeros(0, kind) for kind in kinds))

    @classmethod
    def joined(cls, parts: list[Found]) -> Found:
        if not parts:
            return cls.nothing()
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    def take(self, at: Array) -> Found:
        return Found(*(getattr(self, name)[at] for name in Found.__slots__))


def undisputed(found: Found) -> Found:
    """In order of place; of readings that overlap the heaviest, then the one at an even place, then the first encoding.

    A UTF-16 reading shifted by a byte holds the same letters: even places win there.
    """
    order = np.lexsort((found.encodings, found.starts))
    found = found.take(order)
    stops = found.starts + found.sizes
    if not len(stops):
        return found
    reach = np.maximum.accumulate(stops)
    fresh = np.ones(len(stops), np.bool_)
    fresh[1:] = found.starts[1:] >= reach[:-1]
    begins = np.flatnonzero(fresh)
    ends = np.append(begins[1:], len(stops))
    kept = np.ones(len(stops), np.bool_)
    for begin, end in zip(begins[ends - begins > 1].tolist(), ends[ends - begins > 1].tolist(), strict=True):
        rows = sorted(
            range(begin, end),
            key=lambda k: (-int(found.weights[k]), int(found.starts[k]) & 1, int(found.encodings[k]), k),
        )
        begun: list[int] = []  # of the chosen ones, in order of place
        ended: list[int] = []
        for k in rows:
            start, stop = int(found.starts[k]), int(stops[k])
            at = bisect_left(begun, start)
            if (at and ended[at - 1] > start) or (at < len(begun) and begun[at] < stop):
                kept[k] = False
            else:
                begun.insert(at, start)
                ended.insert(at, stop)
    return found.take(kept)

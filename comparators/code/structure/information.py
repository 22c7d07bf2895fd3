"""How rare a run of shapes is, in bits: from a named background, or from the table that comes with the program.

A run that ``n`` of ``works`` documents hold tells log2((works + 1) / (n + 1/2)) bits. The information of a function is
the sum over its distinct runs of ``RUN`` shapes, each divided by ``RUN`` since that many runs overlap in each shape. A
correspondence that shares ``b`` bits is expected by chance about once in 2^b pairs of functions: ``LEAST_BITS`` is once
in sixteen million, the pairs of two projects of four thousand functions each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Resources
from comparators.code.grams import grams, mixed
from comparators.code.structure import bundled

Array = NDArray[Any]
RUN = 4
LEAST_BITS = 24.0
RUNS = (3, 4, 6)  # shapes of the runs by which bodies of code are ranked,
CHAINS = (1, 2, 3, 4)  # uses in a row of one name
NAME_SALT, CHAIN_SALT = np.uint64(0x6E616D65), np.uint64(0x63686169)
FLAT = 4.0  # bits of a run where no table speaks of the language: one bit a shape


@dataclass(frozen=True)
class Weights:
    """Sorted ``keys`` (uint64, or their upper half as uint32) with the number of ``works`` that hold each."""

    keys: Array
    counts: Array
    works: int

    @classmethod
    def of(cls, language: str, keys: Array, counts: Array, works: int) -> Weights:
        """What a file brings along of a named background (``works`` > 0), else the table of its language."""
        return cls(keys, counts, works) if works else cls(*bundled.table(language))

    def bits(self, hashes: Array) -> NDArray[np.float64]:
        """Information of each run."""
        if not self.works:
            return np.full(len(hashes), FLAT)
        held = np.zeros(len(hashes))
        if len(self.keys):
            wanted = hashes if self.keys.dtype == np.uint64 else (hashes >> np.uint64(32)).astype(np.uint32)
            at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
            held = np.where(self.keys[at] == wanted, self.counts[at], 0).astype(np.float64)
        found: NDArray[np.float64] = np.log2((self.works + 1) / (held + 0.5))
        return found


def runs(shapes: Array, units: Array, size: int) -> tuple[NDArray[np.uint64], Array]:
    """Hashes of runs of ``size`` shapes that lie in one unit, and where each begins."""
    hashes = grams(mixed(shapes) + np.uint64(size), size)
    places = np.flatnonzero(units[: len(hashes)] == units[size - 1 :]) if len(hashes) else np.zeros(0, np.int64)
    return hashes[places], places


def chains(names: Array, contexts: Array, units: Array, size: int) -> NDArray[np.uint64]:
    """Hashes of ``size`` uses in a row of one name in one unit: where it is read, written, called, compared."""
    order = np.lexsort((names, units))
    name, unit = names[order], units[order]
    hashes = grams(mixed(contexts[order]) + (CHAIN_SALT + np.uint64(size)), size)
    if not len(hashes):
        return hashes
    count = len(hashes)
    same = (name[:count] == name[size - 1 :]) & (unit[:count] == unit[size - 1 :])
    found: NDArray[np.uint64] = hashes[same]
    return found


def named(names: Array) -> NDArray[np.uint64]:
    """Keys of names as written."""
    return mixed(names ^ NAME_SALT)


def all_keys(rows: Mapping[str, Any]) -> Iterator[NDArray[np.uint64]]:
    """Distinct keys of all sorts that a file holds; ``rows`` are its features by name."""
    units = rows["statement_unit"][rows["shape_of"]]
    for size in RUNS:
        yield np.unique(runs(rows["shapes"], units, size)[0])
    unit = rows["statement_unit"][rows["use_of"]]
    for size in CHAINS:
        yield np.unique(chains(rows["use_name"], rows["use_context"], unit, size))
    yield np.unique(named(rows["use_name"]))


def known(rows: Mapping[str, Any], resources: Resources) -> tuple[Array, Array, int]:
    """Keys of a file, and how many works of the named backgrounds hold them; nothing without a background."""
    works = sum(background.works for background in resources.backgrounds)
    if not works:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint32), 0
    keys = np.unique(np.concatenate(list(all_keys(rows))))
    wanted = [key.tobytes() for key in keys.astype(">u8")]
    counts = np.zeros(len(keys), np.uint32)
    for background in resources.backgrounds:
        counts += np.array(background.lookup(wanted), np.uint32) if wanted else np.uint32(0)
    return keys, counts, works


def unit_bits(shapes: Array, units: Array, count: int, weights: Weights) -> NDArray[np.float32]:
    """Information of each unit."""
    hashes, places = runs(shapes, units, RUN)
    owner = units[places].astype(np.int64)
    order = np.lexsort((hashes, owner))
    hashes, owner = hashes[order], owner[order]
    new = np.append(True, (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1]))[: len(hashes)]
    found = np.bincount(owner[new], weights.bits(hashes[new]) / RUN, minlength=count)
    return found.astype(np.float32)

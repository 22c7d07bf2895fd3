"""Which files of two sides are worth aligning: those that share fingerprints which few files hold.

The number of files that hold a fingerprint orders proposals only. It is no weight of evidence: what counts is decided
by aligning the two files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.tree.features import TreeFeatures

Array = NDArray[Any]
HELD = (100, 400, 2500)  # files that hold a fingerprint, left times right, above which it proposes nothing; by round
BEST = 8  # proposals kept for each file
FAINTEST = 0.02  # below it a proposal is not tried in the first round
MOST = 8_000_000  # fingerprints of a side that are held at once; of more, one in two, four …
BLOCK = 1 << 22  # pairs added up at once


def proposals(
    left: Mapping[str, TreeFeatures],
    right: Mapping[str, TreeFeatures],
    free: tuple[Sequence[str], Sequence[str]],
    held: int = HELD[0],
) -> list[tuple[float, str, str]]:
    """(likeness, left file, right file) of the pairs of ``free`` files worth trying, in order of names.

    Likeness: fingerprints in common, each shared out among the pairs of files that hold it, as a share of the
    geometric mean of both files' fingerprints.
    """
    names = [sorted(side) for side in (left, right)]
    most = max(sum(len(features.prints) for features in side.values()) for side in (left, right))
    sparse = max(0, (most // MOST).bit_length())
    tables = [_table(side, listed, sparse) for side, listed in zip((left, right), names, strict=True)]
    pairs, weights = _shared(tables[0], tables[1], held)
    wanted = [frozenset(each) for each in free]
    chosen = [np.array([name in wanted[k] for name in names[k]], bool) for k in (0, 1)]
    rows, columns = (pairs >> 32), (pairs & 0xFFFFFFFF)
    sizes = [np.array([len(side[n].prints) for n in listed]) for side, listed in zip((left, right), names, strict=True)]
    kept = chosen[0][rows] & chosen[1][columns] if len(rows) else np.zeros(0, bool)
    rows, columns, weights = rows[kept], columns[kept], weights[kept]
    likeness = weights / np.sqrt(sizes[0][rows] * sizes[1][columns].astype(float)) if len(rows) else weights
    best = _best(rows, columns, likeness) & (likeness >= (FAINTEST if held == HELD[0] else 0))
    listed = zip(likeness[best].tolist(), rows[best].tolist(), columns[best].tolist(), strict=True)
    return [(round(value, 6), names[0][i], names[1][j]) for value, i, j in listed]


def _table(side: Mapping[str, TreeFeatures], names: Sequence[str], sparse: int) -> tuple[Array, Array]:
    """Fingerprints of a side, one in ``2**sparse``, sorted, with the number of the file that holds each."""
    prints = [side[name].prints for name in names]
    if sparse:
        prints = [each[(each >> np.uint64(40)) & np.uint64((1 << sparse) - 1) == 0] for each in prints]
    hashes = np.concatenate([np.zeros(0, np.uint64), *prints])
    files = np.repeat(np.arange(len(names), dtype=np.int32), [len(each) for each in prints])
    order = np.argsort(hashes, kind="stable")
    return hashes[order], files[order]


def _shared(left: tuple[Array, Array], right: tuple[Array, Array], held: int) -> tuple[Array, Array]:
    """Pairs of file numbers (left << 32 | right) and the sum of what each fingerprint gives them."""
    unique_left, from_left, held_left = _runs(left[0])
    unique_right, from_right, held_right = _runs(right[0])
    _, i, j = np.intersect1d(unique_left, unique_right, assume_unique=True, return_indices=True)
    products = held_left[i] * held_right[j]
    few = products <= held
    i, j, products = i[few], j[few], products[few]
    total_pairs: Array = np.zeros(0, np.int64)
    total_weights: Array = np.zeros(0)
    ends = np.cumsum(products)
    at = 0
    while at < len(i):
        done = int(ends[at - 1]) if at else 0
        stop = max(at + 1, int(np.searchsorted(ends, done + BLOCK, side="right")))
        part = slice(at, stop)
        which = np.repeat(np.arange(at, stop), products[part])
        nth = np.arange(len(which)) - np.repeat(ends[part] - products[part] - done, products[part])
        rows = left[1][from_left[i[which]] + nth // held_right[j[which]]].astype(np.int64)
        columns = right[1][from_right[j[which]] + nth % held_right[j[which]]]
        keys = np.concatenate([total_pairs, (rows << 32) | columns])
        given = np.concatenate([total_weights, 1.0 / products[which]])
        total_pairs, inverse = np.unique(keys, return_inverse=True)
        total_weights = np.bincount(inverse, given, len(total_pairs))
        at = stop
    return total_pairs, total_weights


def _runs(ordered: Array) -> tuple[Array, Array, Array]:
    """Different values of a sorted array, where each begins and how often it stands."""
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else np.zeros(0, int)
    return ordered[starts], starts, np.diff(np.append(starts, len(ordered)))


def _best(rows: Array, columns: Array, likeness: Array) -> Array:
    """Which pairs are among the ``BEST`` of either file."""
    kept = np.zeros(len(rows), bool)
    for keys, others in ((rows, columns), (columns, rows)):
        order = np.lexsort((others, -likeness, keys))
        ordered = keys[order]
        rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
        kept[order[rank < BEST]] = True
    return kept

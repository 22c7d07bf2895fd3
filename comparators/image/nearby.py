"""Which pictures of two folders may share a region: keypoints vote for pairs, nothing is compared picture by picture.

Locality-sensitive hashing (M. Charikar 2002, *Similarity estimation techniques from rounding algorithms*): signs of
differences between sums of descriptor entries make a short code; codes of like descriptors collide often. A pair of
pictures that collides at several keypoints is worth comparing. Mirrored and inverted copies are looked up too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comparators.image.local import PERMUTED, Keypoints

TABLES = 6
BITS = 22
STRONGEST = 500  # keypoints of a picture that vote
VOTES = 4  # keypoints that must collide
CLOSE = 230  # distance of two descriptors (length 512) that collide, at the most: codes of plain corners collide too
CROWDED = 64  # a code that more keypoints of one side have says nothing


def _projection() -> NDArray[np.float32]:
    """(128, TABLES * BITS) of +1 and -1, as many of each in a column, from digests: the same with every library."""
    columns = []
    for column in range(TABLES * BITS):
        order = sorted(range(128), key=lambda row: hashlib.sha256(f"{column} {row}".encode()).digest())
        signs = np.full(128, -1.0, np.float32)
        signs[order[:64]] = 1.0
        columns.append(signs)
    return np.stack(columns, axis=1)


_PROJECTION = _projection()
_WEIGHTS = 1 << np.arange(BITS, dtype=np.int64)


def codes(descriptors: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(n, TABLES) codes of descriptors, each with the number of its table in its upper bits."""
    above = (descriptors.astype(np.float32) @ _PROJECTION > 0).reshape(len(descriptors), TABLES, BITS)
    return np.asarray(above @ _WEIGHTS + (np.arange(TABLES, dtype=np.int64) << BITS), np.int64)


def candidates(left: Sequence[Keypoints], right: Sequence[Keypoints]) -> set[tuple[int, int]]:
    """Numbers of pairs that at least ``VOTES`` keypoints vote for, under one of the four hypotheses."""
    here, owner = _laid_out(left)
    there, owner_there = _laid_out(right)
    found: set[tuple[int, int]] = set()
    if not len(here) or not len(there):
        return found
    coded = codes(there)
    tables = [_table(coded[:, table]) for table in range(TABLES)]
    for order in PERMUTED.values():
        turned = codes(here[:, order])
        votes: list[NDArray[np.int64]] = []
        for table in range(TABLES):
            votes.append(_collisions(turned[:, table], tables[table]))
        pairs = np.unique(np.concatenate(votes), axis=0)  # a pair of keypoints votes once, in however many tables
        near = [_close(here[:, order], there, part) for part in np.array_split(pairs, len(pairs) // 65536 + 1)]
        pairs = np.concatenate(near)
        if not len(pairs):
            continue
        # One vote a keypoint of either side for one pair of pictures.
        ballots = owner[pairs[:, 0]] * len(right) + owner_there[pairs[:, 1]]
        seen = np.unique(np.column_stack([ballots, pairs[:, 0]]), axis=0)[:, 0]
        number, count = np.unique(seen, return_counts=True)
        for each in number[count >= VOTES]:
            found.add((int(each) // len(right), int(each) % len(right)))
    return found


def _close(here: NDArray[np.uint8], there: NDArray[np.uint8], pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those pairs of keypoints whose descriptors are near each other."""
    apart = here[pairs[:, 0]].astype(np.int32) - there[pairs[:, 1]]
    return np.asarray(pairs[(apart * apart).sum(axis=1) <= CLOSE * CLOSE], np.int64)


def _laid_out(side: Sequence[Keypoints]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    counts = [min(STRONGEST, len(each)) for each in side]
    empty = np.zeros((0, 128), np.uint8)
    laid = np.concatenate([empty, *(each.descriptors[:STRONGEST] for each in side)])
    return laid, np.repeat(np.arange(len(side)), counts)


Table = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _table(code: NDArray[np.int64]) -> Table:
    order = np.argsort(code, kind="stable")
    values, start, count = np.unique(code[order], return_index=True, return_counts=True)
    return values, start, count, order


def _collisions(code: NDArray[np.int64], table: Table) -> NDArray[np.int64]:
    """(n, 2) numbers of keypoints of both sides with equal codes, crowded codes left out."""
    values, start, count, order = table
    at = np.minimum(np.searchsorted(values, code), len(values) - 1)
    _, inverse, many = np.unique(code, return_inverse=True, return_counts=True)
    hit = (values[at] == code) & (count[at] <= CROWDED) & (many[inverse] <= CROWDED)
    mine = np.flatnonzero(hit)
    times = count[at[mine]]
    first = np.repeat(mine, times)
    offset = np.arange(len(first)) - np.repeat(np.cumsum(times) - times, times)
    return np.column_stack([first, order[np.repeat(start[at[mine]], times) + offset]])

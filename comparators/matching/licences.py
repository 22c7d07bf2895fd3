"""Wording of standard licences, recognised by hashed runs of words: no licence text stands here.

``data/licences.npz`` holds a 32-bit hash of each run of five words of some seventy texts, ``data/licences.json`` their
names. Both are made by ``comparators.code.filters.bundling`` of the npm package spdx-license-list 6.9.0 (CC0-1.0).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
WORD = re.compile(r"[A-Za-z]+")
RUN = 5  # words of a run
GAP = 14  # words between runs of one notice: names of holders, of programs
LEAST = 16  # words of a notice that stand in runs
SHARE = 0.5  # of the words from its first to its last


@cache
def known() -> tuple[Array, Array, tuple[str, ...]]:
    """Sorted hashes (uint32), the first licence of each (uint8), names."""
    folder = files("comparators.matching").joinpath("data")
    with np.load(io.BytesIO(folder.joinpath("licences.npz").read_bytes()), allow_pickle=False) as stored:
        hashes = np.cumsum(stored["deltas"], dtype=np.uint64).astype(np.uint32)
        return hashes, stored["licences"], tuple(json.loads(folder.joinpath("licences.json").read_bytes()))


def runs_of(words: Sequence[str]) -> Array:
    """Hash (uint32) of the ``RUN`` words from each place on, small letters."""
    said = [word.lower() for word in words]
    rows = (" ".join(said[at : at + RUN]).encode() for at in range(len(said) - RUN + 1))
    hashes = [int.from_bytes(hashlib.blake2b(row, digest_size=4).digest(), "big") for row in rows]
    return np.array(hashes, np.uint32)


def notices(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Stretches [start, stop) of words that are a notice, and the licence that most of its runs are of first."""
    hashes, licences, names = known()
    if len(words) < LEAST:
        return
    runs = runs_of(words)
    at = np.minimum(np.searchsorted(hashes, runs), len(hashes) - 1)
    hit = hashes[at] == runs
    covered = np.zeros(len(words), np.bool_)
    for shift in range(RUN):
        covered[shift : shift + len(hit)] |= hit
    places = np.flatnonzero(covered)
    if not len(places):
        return
    cuts = np.flatnonzero(np.diff(places) > GAP) + 1
    for group in np.split(places, cuts):
        start, stop = int(group[0]), int(group[-1]) + 1
        if len(group) >= LEAST and len(group) >= SHARE * (stop - start):
            counted = Counter(licences[at[start:stop][hit[start:stop]]].tolist())
            yield start, stop, names[min(counted, key=lambda number: (-counted[number], number))]

"""All pairs of many files at once: which of them are worth comparing, and in which order.

The score of a pair is the share of tokens of both that lie in a run of ``size`` tokens which both have, as in
``CodeTokens.measure`` but without the short runs beside it: hashes alone are looked at, nothing is tiled. One table of
all runs of all files takes the place of a comparison a pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.features import CodeFeatures
from comparators.code.grams import grams, mixed, windows

Array = NDArray[Any]
MOST_FILES = 0.5  # share of all files above which a run is commonplace and proposes nothing
STEP = 1 << 22  # pairs of a run and a file that are counted at once


def all_scores(files: Mapping[str, CodeFeatures], size: int) -> NDArray[np.float64]:
    """Scores in [0, 1] of each file (sorted by name) with each; symmetric; a file with itself is 1 if it has any run.

    Runs that more than ``MOST_FILES`` of the files have, at least three, are left out: what most of a class hand in was
    handed out, or is dictated by the task.
    """
    names = sorted(files)
    hashes, owners, places = _runs([files[name] for name in names], size)
    count = len(names)
    covered = np.zeros((count, count), np.float64)
    sizes = np.array([len(files[name]) for name in names], np.float64)
    if not len(hashes):
        return covered
    order = np.lexsort((places, owners, hashes))
    hashes, owners, places = hashes[order], owners[order], places[order]
    run = np.cumsum(np.append(True, hashes[1:] != hashes[:-1])) - 1
    held = np.unique(run * count + owners)  # a run and a file that has it, each once
    held_run, held_file = held // count, held % count
    begins = np.searchsorted(held_run, np.arange(run[-1] + 2))
    many = np.diff(begins)
    useful = np.flatnonzero((many[run] > 1) & (many[run] <= max(3, MOST_FILES * count)))
    by_file = useful[np.lexsort((places[useful], owners[useful]))]
    bounds = np.searchsorted(owners[by_file], np.arange(count + 1))
    for number in range(count):
        mine = by_file[bounds[number] : bounds[number + 1]]
        covered[number] = _covered(places[mine], run[mine], begins, held_file, count, size)
    for number in range(count):
        covered[number, number] = sizes[number] if bounds[number + 1] > bounds[number] else 0
    both = covered + covered.T
    return np.asarray(both / np.maximum(sizes[:, None] + sizes[None, :], 1))


def _runs(files: list[CodeFeatures], size: int) -> tuple[Array, Array, Array]:
    """Hash, file and place of every run of counted tokens."""
    hashes, owners, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for number, file in enumerate(files):
        compared = np.where(file.repetitive > 0, mixed(file.values), mixed(file.symbols))
        found = grams(compared, size)
        at = np.flatnonzero(windows(file.repetitive < 2, size, len(found)) == size)
        hashes.append(found[at])
        owners.append(np.full(len(at), number))
        places.append(at)
    return np.concatenate(hashes), np.concatenate(owners), np.concatenate(places)


def _covered(places: Array, runs: Array, begins: Array, held_file: Array, count: int, size: int) -> Array:
    """How many tokens of one file lie in runs that each other file has. ``places`` ascending, with their ``runs``."""
    total = np.zeros(count, np.float64)
    if not len(places):
        return total
    many = begins[runs + 1] - begins[runs]
    owner = np.repeat(np.arange(len(places)), many)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(many) - many, many)
    other = held_file[begins[runs][owner] + within]
    order = np.lexsort((owner, other))
    other, at = other[order], places[owner[order]]
    step = np.full(len(at), size, np.int64)  # tokens that this run adds to those before it
    same = other[1:] == other[:-1]
    step[1:][same] = np.minimum(at[1:] - at[:-1], size)[same]
    np.add.at(total, other, step)
    return total

"""The ranking value: how alike two bodies of code are in all their short runs of tokens, for sorting and screening.

Each distinct run of ``SIZE`` normalised tokens weighs 1 + ln(times it stands there); the value is the Dice coefficient
2 · Σ min ÷ (Σ left + Σ right). Unlike the passages it needs no long run, so that it ranks rearranged copies of small
programs too; unlike them it says nothing of where, and unrelated code of one language has much in common: it ranks,
and is no share of anything. ``SIZE`` and the logarithm were chosen on ConPlag train (docs/methods/code-tokens.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.features import CodeFeatures
from comparators.code.grams import grams, mixed, windows

Array = NDArray[Any]
Profile = tuple[NDArray[np.uint64], NDArray[np.float64]]  # distinct hashes ascending, weights
SIZE = 6


def profile(files: Iterable[tuple[CodeFeatures, Array | None]], size: int = SIZE) -> Profile:
    """Runs of one side; with each file the flags of the tokens that are taken out, or None. No run leaves its file."""
    found = [np.zeros(0, np.uint64)]
    for features, out in files:
        hashes = grams(mixed(features.symbols), size)
        found.append(hashes if out is None else hashes[windows(out, size, len(hashes)) == 0])
    distinct, times = np.unique(np.concatenate(found), return_counts=True)
    return distinct, 1 + np.log(times)


def likeness(left: Profile, right: Profile) -> float:
    """In [0, 1]; 1 for equal profiles, 0 where there are none."""
    _, one, other = np.intersect1d(left[0], right[0], assume_unique=True, return_indices=True)
    both = float(left[1].sum() + right[1].sum())
    return 2 * float(np.minimum(left[1][one], right[1][other]).sum()) / both if both else 0.0


def all_scores(files: Mapping[str, CodeFeatures], size: int = SIZE) -> NDArray[np.float64]:
    """``likeness`` of each file (sorted by name) with each, from one table of all runs, not a comparison a pair."""
    profiles = [profile([(files[name], None)], size) for name in sorted(files)]
    count = len(profiles)
    totals = np.array([weights.sum() for _, weights in profiles])
    owners = np.repeat(np.arange(count), [len(hashes) for hashes, _ in profiles])
    hashes = np.concatenate([np.zeros(0, np.uint64), *(one[0] for one in profiles)])
    weights = np.concatenate([np.zeros(0), *(one[1] for one in profiles)])
    order = np.argsort(hashes, kind="stable")
    owners, weights = owners[order], weights[order]
    new = np.append(True, np.diff(hashes[order]) != 0)[: len(order)]
    run = np.empty(len(order), np.int64)  # number of the run of each row, in the order of the files
    run[order] = np.cumsum(new) - 1
    begins = np.append(np.flatnonzero(new), len(order))
    common = np.zeros((count, count))
    at = 0
    for number, (mine, own) in enumerate(profiles):
        runs = run[at : at + len(mine)]
        at += len(mine)
        many = begins[runs + 1] - begins[runs]
        places = np.arange(many.sum()) + np.repeat(begins[runs] - (np.cumsum(many) - many), many)
        least = np.minimum(np.repeat(own, many), weights[places])
        common[number] = np.bincount(owners[places], least, minlength=count)
    both = totals[:, None] + totals[None, :]
    return np.asarray(2 * common / np.where(both > 0, both, 1))

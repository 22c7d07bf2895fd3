"""The ranking value: how alike two bodies of code are in their structure, for sorting and screening.

Seven bags of keys of each side, each key weighing (1 + ln(times)), in the first three times its bits. Functions that
are called from one place are put there first (``inlining``).

- runs of shapes (``RUNS``); chains of uses of a name (``CHAINS``: what is done with a variable, whatever it is called
  and whatever stands between); the names themselves;
- three skeletons: runs of 3 to 8 shapes of only those that make up the course of a program (loops, branches, calls,
  assignments), of these with signs and numbers, and with signs, operations and indexing. What is left out may change
  without breaking a run;
- literals as written, each weighing four times the root of its length.

Of each of the first six the Dice coefficient 2 · Σ min ÷ (Σ left + Σ right) and, three times as heavy, Σ min ÷ the
lesser of both sums, so that what was put beside a copy hardly matters; of these a mean with fixed weights. The Dice
coefficient of literals then stands beside it in the proportion of the squares of what literals and structure tell in
bits: in a program of ten lines the texts tell more, in others hardly anything. See docs/methods/code-structure.md.
The value ranks, and is no share of anything; no report prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.structure.features import StructureFeatures
from comparators.code.structure.information import CHAINS, RUNS, Weights, chains, named, runs
from comparators.code.structure.vocabulary import number

Array = NDArray[Any]
Channel = tuple[NDArray[np.uint64], NDArray[np.float64]]  # distinct keys ascending, weights
Profile = tuple[Channel, ...]
PARTS = (1.0, 2.0, 0.4, 2.0, 2.0, 2.0)  # weight of each channel of structure
COURSE = "loop /loop if /if return break continue function /function assign call"
SIGNS = "< <= == != + - * / % && ||"
SKELETONS = tuple(
    np.array(sorted({number(word) for word in words.split()}), np.uint32)
    for words in (COURSE, f"{COURSE} {SIGNS} number", f"{COURSE} {SIGNS} binary index")
)
SIZES = (3, 4, 6, 8)
MOST = 2_000_000
INSIDE = 0.75  # how much the share of the lesser sum counts
LITERAL_BITS = 160.0  # that literals count for at the most
OVERLAP = 16.0  # by which the bits of runs are divided, since they overlap in three sizes
LITERALS, LONGEST = 6, 63  # channel, and characters of a literal that count: they are the lowest bits of its key
WEIGHTED = 3  # channels whose keys weigh their bits


def one_in(left: Iterable[StructureFeatures], right: Iterable[StructureFeatures]) -> int:
    """Of how many keys one is taken, so that the larger side has about ``MOST`` shapes left; by hash, so that both
    sides take the same ones. 1 for all but very large works."""
    return max(1, *(-(-sum(len(one.shapes) for one in side) // MOST) for side in (left, right)))


def profile(files: Iterable[tuple[StructureFeatures, Array | None]], sample: int = 1) -> Profile:
    """Of one side; with each file the flags of the statements that are taken out, or None. ``sample``: ``one_in``."""
    found: tuple[list[Channel], ...] = tuple([] for _ in range(len(PARTS) + 1))
    for features, out in files:
        weights = Weights.of(features.language, features.known_keys, features.known_counts, features.known_works)
        for place, (channel, hashes) in enumerate(zip(found, keys(features, out), strict=True)):
            if sample > 1:
                hashes = hashes[(hashes >> np.uint64(11)) % np.uint64(sample) == 0]
            distinct, times = np.unique(hashes, return_counts=True)
            bits = weights.bits(distinct) if place < WEIGHTED else np.ones(len(distinct))
            if place == LITERALS:
                bits = 4.0 * np.sqrt((distinct & np.uint64(LONGEST)).astype(np.float64))
            channel.append((distinct, np.stack([times, bits])))
    return tuple(map(_joined, found))


def keys(features: StructureFeatures, out: Array | None = None) -> list[Array]:
    """Hashes of a file for each channel, as often as they stand there."""
    flat, units = features.flat, features.flat_unit
    names, contexts, users = features.use_name, features.use_context, features.use_of
    literals, lengths, holders = features.literals, features.literal_length, features.literal_of
    if out is not None:
        kept, used, held = ~out[features.shape_of[flat]], ~out[users], ~out[holders]
        flat, units, literals, lengths = flat[kept], units[kept], literals[held], lengths[held]
        names, contexts, users = names[used], contexts[used], users[used]
    shapes, unit = features.shapes[flat], features.statement_unit[users]
    found = [
        np.concatenate([runs(shapes, units, size)[0] for size in RUNS]),
        np.concatenate([chains(names, contexts, unit, size) for size in CHAINS]),
        named(names),
    ]
    for skeleton in SKELETONS:
        some = np.isin(shapes, skeleton)
        found.append(np.concatenate([runs(shapes[some], units[some], size)[0] for size in SIZES]))
    found.append((literals & ~np.uint64(LONGEST)) | np.minimum(lengths, LONGEST).astype(np.uint64))
    return found


def _joined(parts: list[Channel]) -> Channel:
    """Files of one side as one bag: a key's times are added, its bits are the least that a language gives it."""
    if not parts:
        return np.zeros(0, np.uint64), np.zeros(0)
    hashes = np.concatenate([part[0] for part in parts])
    times, bits = np.concatenate([part[1] for part in parts], axis=1)
    order = np.argsort(hashes, kind="stable")
    hashes, times, bits = hashes[order], times[order], bits[order]
    begins = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)])
    if not len(begins):
        return hashes, times
    weights = (1 + np.log(np.add.reduceat(times, begins))) * np.minimum.reduceat(bits, begins)
    return hashes[begins], weights


def likeness(left: Profile, right: Profile) -> float:
    """In [0, 1]; 1 for equal profiles, 0 where there are none. A channel that neither side has is left out."""
    common = [np.array([[_common(one, other)]]) for one, other in zip(left, right, strict=True)]
    sums = [(np.array([one[1].sum()]), np.array([other[1].sum()])) for one, other in zip(left, right, strict=True)]
    return float(_combined(common, sums)[0, 0])


def _common(left: Channel, right: Channel) -> float:
    _, one, other = np.intersect1d(left[0], right[0], assume_unique=True, return_indices=True)
    return float(np.minimum(left[1][one], right[1][other]).sum())


def all_scores(files: Mapping[str, StructureFeatures]) -> NDArray[np.float64]:
    """``likeness`` of each file (sorted by name) with each, from one table a channel, not a comparison a pair."""
    profiles = [profile([(files[name], None)]) for name in sorted(files)]
    channels = [[one[place] for one in profiles] for place in range(len(PARTS) + 1)]
    sums = [np.array([weights.sum() for _, weights in channel]) for channel in channels]
    return _combined([_all_common(channel) for channel in channels], [(some, some) for some in sums])


def _combined(common: list[Array], sums: list[tuple[Array, Array]]) -> NDArray[np.float64]:
    """Scores of all pairs: ``common`` weights of each channel, n × m, and the sums of both sides."""
    value, total = np.zeros(common[0].shape), np.zeros(common[0].shape)
    shares = []
    for some, (left, right) in zip(common, sums, strict=True):
        both, least = left[:, None] + right[None, :], np.minimum(left[:, None], right[None, :])
        dice = np.divide(2 * some, both, out=np.zeros_like(value), where=both > 0)
        inside = np.divide(some, least, out=np.zeros_like(value), where=least > 0)
        shares.append((dice, inside, both / 2))
    for weight, (dice, inside, size) in zip(PARTS, shares, strict=False):
        total += weight * (size > 0)
        value += weight * ((1 - INSIDE) * dice + INSIDE * inside)
    structure = np.divide(value, total, out=np.zeros_like(value), where=total > 0)
    told, literal = shares[0][2] / OVERLAP, np.minimum(shares[LITERALS][2], LITERAL_BITS)
    both = told**2 + literal**2
    part = np.divide(literal**2, both, out=np.zeros_like(value), where=both > 0)
    found = (1 - part) * structure + part * shares[LITERALS][0]
    return np.where(found > 1 - 1e-9, 1.0, np.clip(found, 0.0, 1.0))


def _all_common(channel: list[Channel]) -> NDArray[np.float64]:
    """Of each with each: of every key the lesser weight, added up over those who hold it."""
    count = len(channel)
    owners = np.repeat(np.arange(count), [len(hashes) for hashes, _ in channel])
    hashes = np.concatenate([hashes for hashes, _ in channel])
    weights = np.concatenate([weights for _, weights in channel])
    order = np.lexsort((owners, hashes))
    owners, weights = owners[order], weights[order]
    new = np.append(True, np.diff(hashes[order]) != 0)[: len(order)]
    begins = np.append(np.flatnonzero(new), len(order))
    run = np.empty(len(order), np.int64)  # number of the key of each row, in the order of the files
    run[order] = np.cumsum(new) - 1
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    common = np.zeros((count, count))
    at = 0
    for one, (mine, own) in enumerate(channel):
        first = place[at : at + len(mine)]  # rows of this file; those after it hold the same key in later files
        many = begins[run[at : at + len(mine)] + 1] - first
        at += len(mine)
        others = np.arange(many.sum()) + np.repeat(first - (np.cumsum(many) - many), many)
        least = np.minimum(np.repeat(own, many), weights[others])
        common[one] = np.bincount(owners[others], least, minlength=count)
    return np.maximum(common, common.T)

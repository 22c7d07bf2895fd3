"""The ranking value: how alike two bodies of code are in their rarer structure, for sorting and screening.

Three profiles of each side, each a bag of keys that weigh (1 + ln(times)) · bits: runs of shapes (``RUNS``), chains of
uses of a name (``CHAINS``: what is done with a variable, whatever it is called and whatever stands between), and the
names themselves. Of each the cosine of both sides; the value is their mean with fixed weights. The weights were chosen
on ConPlag train (docs/methods/code-structure.md). It ranks, and is no share of anything; no report prints it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.structure.features import StructureFeatures
from comparators.code.structure.information import CHAINS, RUNS, Weights, chains, named, runs

Array = NDArray[Any]
Channel = tuple[NDArray[np.uint64], NDArray[np.float64]]  # distinct keys ascending, weights
Profile = tuple[Channel, ...]
PARTS = (0.35, 0.45, 0.2)  # weight of each channel
MOST = 1 << 22  # keys of a channel that are taken of one side; of more, those whose hash falls into a fixed share


def profile(files: Iterable[tuple[StructureFeatures, Array | None]]) -> Profile:
    """Of one side; with each file the flags of the statements that are taken out, or None."""
    found: tuple[list[Channel], ...] = ([], [], [])
    for features, out in files:
        weights = Weights.of(features.language, features.known_keys, features.known_counts, features.known_works)
        for channel, hashes in zip(found, keys(features, out), strict=True):
            distinct, times = np.unique(hashes, return_counts=True)
            channel.append((distinct, np.stack([times, weights.bits(distinct)])))
    return tuple(map(_joined, found))


def keys(features: StructureFeatures, out: Array | None = None) -> tuple[Array, Array, Array]:
    """Hashes of all runs, chains and names of a file, as often as they stand there."""
    shapes, owners = features.shapes, features.shape_of
    names, contexts, users = features.use_name, features.use_context, features.use_of
    if out is not None:
        kept, used = ~out[owners], ~out[users]
        shapes, owners, names, contexts, users = shapes[kept], owners[kept], names[used], contexts[used], users[used]
    units, unit = features.statement_unit[owners], features.statement_unit[users]
    return (
        np.concatenate([runs(shapes, units, size)[0] for size in RUNS]),
        np.concatenate([chains(names, contexts, unit, size) for size in CHAINS]),
        named(names),
    )


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


def cosine(left: Channel, right: Channel) -> float:
    """In [0, 1]; 0 where a side has nothing."""
    lengths = math.sqrt(float(left[1] @ left[1])) * math.sqrt(float(right[1] @ right[1]))
    if not lengths:
        return 0.0
    _, one, other = np.intersect1d(left[0], right[0], assume_unique=True, return_indices=True)
    return min(1.0, float(left[1][one] @ right[1][other]) / lengths)


def likeness(left: Profile, right: Profile) -> float:
    """In [0, 1]; 1 for equal profiles, 0 where there are none. A channel that neither side has is left out."""
    total = value = 0.0
    for part, one, other in zip(PARTS, left, right, strict=True):
        if len(one[0]) or len(other[0]):
            total += part
            value += part * cosine(one, other)
    return 0.0 if not total else 1.0 if value > total * (1 - 1e-12) else value / total


def all_scores(files: Mapping[str, StructureFeatures]) -> NDArray[np.float64]:
    """``likeness`` of each file (sorted by name) with each, from one table a channel, not a comparison a pair."""
    profiles = [profile([(files[name], None)]) for name in sorted(files)]
    count = len(profiles)
    value, total = np.zeros((count, count)), np.zeros((count, count))
    for number, part in enumerate(PARTS):
        channel = [one[number] for one in profiles]
        some = np.array([len(hashes) > 0 for hashes, _ in channel])
        total += part * (some[:, None] | some[None, :])
        value += part * _cosines(channel)
    return np.divide(value, total, out=np.zeros_like(value), where=total > 0)


def _cosines(channel: list[Channel]) -> NDArray[np.float64]:
    from scipy.sparse import csr_matrix

    lengths = np.array([math.sqrt(float(weights @ weights)) or 1.0 for _, weights in channel])
    _, columns = np.unique(np.concatenate([hashes for hashes, _ in channel]), return_inverse=True)
    begins = np.append(0, np.cumsum([len(hashes) for hashes, _ in channel]))
    values = np.concatenate([weights / length for (_, weights), length in zip(channel, lengths, strict=True)])
    table = csr_matrix((values, columns, begins), shape=(len(channel), int(columns.max(initial=0)) + 1))
    found: NDArray[np.float64] = np.minimum((table @ table.T).toarray(), 1.0)
    return found

"""What one pair of segments says for or against correspondence, in nats.

Two sides of it: how near the vectors lie, also against the nearest neighbours of both (margin: Artetxe and Schwenk
2019), and which words, names and numbers of one stand, or may be meant, in the other. The words are weighed by how
often the segments of the other work hold them anyway. Both are joined by a logistic model whose coefficients were
fitted on development data; the constant is the prior odds left out, so that 0 says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.semantic.encoder import SCALE
from comparators.text.semantic.features import SemanticFeatures

Array = NDArray[Any]
HIT = {True: 0.6, False: 0.45}  # share of words that are found again: in one language, across two
MOST_WORD = 3.5  # nats of one word
LEXICAL = (-5.0, 20.0)  # bounds of the nats of all words of a pair
# constant, margin, nats of words, difference of the logarithms of lengths; by scripts of both sides
MODELS = {
    (0, 0): (-2.0, 27.6, 0.12, 0.0),
    (1, 1): (-1.0, 23.7, 0.2, 0.0),
    (0, 1): (-2.3, 34.5, 0.14, -0.3),
}
GAIN = 0.03  # of cosine, that a further segment must bring to be joined
BOUND = 7.0  # nats that one pair of segments can bring
FAR = -4.0  # nats of a pair that is not looked at
TYPICAL = 0.4  # cosine of the nearest of segments that have nothing to do with each other
MOST_PLACES = 64  # pairs of places of two segments that stand in several places
NEAR = 0.15  # cosine below which a pair is not looked at


@dataclass(frozen=True)
class Side:
    """The segments of one work, file after file; ``files``: number of the file of each."""

    names: list[str]
    features: list[SemanticFeatures]

    @classmethod
    def of(cls, files: Any) -> Side:
        names = sorted(files)
        return cls(names, [files[name] for name in names])

    @cached_property
    def files(self) -> Array:
        return np.repeat(np.arange(len(self.features)), [len(f.begins) for f in self.features])

    def joined(self, name: str) -> Array:
        parts = [getattr(f, name) for f in self.features]
        return np.concatenate(parts)

    @cached_property
    def vectors(self) -> Array:
        return self.joined("vectors").astype(np.float32)

    @cached_property
    def sizes(self) -> Array:
        return np.maximum(self.joined("sizes"), 1)

    @cached_property
    def script(self) -> Array:
        return self.joined("script")

    def keys(self, name: str) -> list[frozenset[int]]:
        """Sets of ``own`` or ``meant`` keys, segment by segment."""
        out: list[frozenset[int]] = []
        for f in self.features:
            values, at = getattr(f, name).tolist(), getattr(f, f"{name}_at").tolist()
            out += [frozenset(values[a:b]) for a, b in pairwise(at)]
        return out

    @cached_property
    def own(self) -> list[frozenset[int]]:
        return self.keys("own")

    @cached_property
    def meant(self) -> list[frozenset[int]]:
        return self.keys("meant")

    @cached_property
    def both(self) -> list[frozenset[int]]:
        """Keys that stand, or may be meant, in each segment."""
        return [own | meant for own, meant in zip(self.own, self.meant, strict=True)]

    @cached_property
    def held(self) -> dict[int, int]:
        """Key -> in how many segments it stands or may be meant."""
        counts: dict[int, int] = {}
        for some in self.both:
            for key in some:
                counts[key] = counts.get(key, 0) + 1
        return counts


def _told(held: int, wide: int, count: int, hit: float) -> tuple[float, float]:
    """Nats of a key that is found in ``wide`` of the other side's ``count`` segments, and of one that is not.

    ``held``: segments that hold it; ``hit``: how often a word is found again where segments correspond. What the other
    side hardly ever holds says less when it is missing: it may just not be in the dictionary.
    """
    chance = min((held + 0.5) / count * wide, 0.9)
    missed = math.log((1 - hit) / (1 - chance)) * (0.5 if held else 0.25) if chance < hit else 0.0
    return max(min(math.log(hit / chance), MOST_WORD), 0.0), missed


@dataclass
class Weigher:
    """Weighs segments of ``left`` against segments of ``right``; ``hubs``: mean cosine of the nearest of each."""

    left: Side
    right: Side
    hubs: tuple[Array, Array]

    def __post_init__(self) -> None:
        self._known: dict[tuple[int, int, int, int], tuple[float, float]] = {}
        self._told: dict[tuple[bool, int, bool], dict[int, tuple[float, float]]] = {}
        self._missed: dict[tuple[bool, int, bool], dict[tuple[int, ...], float]] = {}
        self._numbers = [hub.tolist() for hub in self.hubs]

    def words(self, mine: Sequence[int], theirs: Sequence[int]) -> float:
        """Nats of the words of segments ``mine`` of the left and ``theirs`` of the right, within ``LEXICAL``."""
        scripts = self.left.script[mine[0]], self.right.script[theirs[0]]
        if scripts[0] == scripts[1]:
            one = self._found(self.left, mine, self.right, theirs, True)
            nats = (one + self._found(self.right, theirs, self.left, mine, True)) / 2
        elif scripts[0]:
            nats = self._found(self.right, theirs, self.left, mine, False)
        else:
            nats = self._found(self.left, mine, self.right, theirs, False)
        return min(max(nats, LEXICAL[0]), LEXICAL[1])

    def _found(self, one: Side, mine: Sequence[int], other: Side, theirs: Sequence[int], same: bool) -> float:
        """What the keys of ``mine`` say that are found in ``theirs``, less what those say that are not."""
        first = one is self.left
        known = self._told.setdefault((first, len(theirs), same), {})
        sums = self._missed.setdefault((first, len(theirs), same), {})
        wanted = one.own[mine[0]] if len(mine) == 1 else frozenset().union(*(one.own[i] for i in mine))
        nats = sums.get(tuple(mine))
        if nats is None:
            nats = 0.0
            for key in sorted(wanted):
                if key not in known:
                    known[key] = _told(other.held.get(key, 0), len(theirs), len(other.own) + 2, HIT[same])
                nats += known[key][1]
            sums[tuple(mine)] = nats
        there = other.both[theirs[0]] if len(theirs) == 1 else frozenset().union(*(other.both[j] for j in theirs))
        return nats + sum(known[key][0] - known[key][1] for key in sorted(wanted & there))

    def measured(self, mine: Sequence[int], theirs: Sequence[int]) -> tuple[float, float, float]:
        """Cosine and margin of the segments joined, and how far their lengths differ (absolute logarithm)."""
        a = self.left.vectors[mine[0]] if len(mine) == 1 else self.left.vectors[list(mine)].sum(0)
        b = self.right.vectors[theirs[0]] if len(theirs) == 1 else self.right.vectors[list(theirs)].sum(0)
        dot, square_a, square_b = float(a @ b), float(a @ a), float(b @ b)
        cosine = dot / math.sqrt(square_a * square_b) if square_a and square_b else 0.0
        near = sum(self._numbers[0][i] for i in mine) / len(mine) + sum(self._numbers[1][j] for j in theirs) / len(
            theirs
        )
        sizes = sum(int(self.left.sizes[i]) for i in mine), sum(int(self.right.sizes[j]) for j in theirs)
        return cosine, cosine - near / 2, abs(math.log(sizes[0] / sizes[1]))

    def weigh(self, mine: Sequence[int], theirs: Sequence[int]) -> tuple[float, float]:
        """Nats for correspondence of some segments in a row, and those of their words."""
        key = (mine[0], len(mine), theirs[0], len(theirs))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._weighed(mine, theirs)
        return known

    def _weighed(self, mine: Sequence[int], theirs: Sequence[int]) -> tuple[float, float]:
        cosine, margin, lengths = self.measured(mine, theirs)
        scripts = sorted((int(self.left.script[mine[0]]), int(self.right.script[theirs[0]])))
        constant, of_margin, of_words, of_lengths = MODELS[scripts[0], scripts[1]]
        total = constant + of_margin * margin + of_lengths * lengths
        if cosine < NEAR or total + of_words * LEXICAL[1] <= 0:  # no words could make up for it
            return FAR, 0.0
        if len(mine) + len(theirs) > 2 and cosine < self._without_one(mine, theirs) + GAIN:
            return FAR, 0.0
        nats = self.words(mine, theirs)
        total += of_words * nats
        return round(min(max(total, FAR), BOUND), 6), nats

    def _without_one(self, mine: Sequence[int], theirs: Sequence[int]) -> float:
        """The best cosine that is left when the first or the last of several segments is taken away."""
        fewer = [(some, theirs) for some in (mine[1:], mine[:-1]) if some]
        fewer += [(mine, some) for some in (theirs[1:], theirs[:-1]) if some]
        return max(self.measured(*both)[0] for both in fewer)


def nearest(left: Array, right: Array, count: int) -> tuple[tuple[Array, Array], Array]:
    """Hub of each vector, and the pairs (n × 2) in which one is among the ``count`` nearest of the other.

    Hub: mean cosine with the ``count`` nearest distinct vectors of the other side; stand-ins of the cosine ``TYPICAL``
    take part, so that it means the same where the other side is short. Memory is linear: rows of the product are
    computed a block at a time. Vectors that occur again are looked at once, see ``_spread``.
    """
    one, at_one = np.unique(left, axis=0, return_inverse=True)
    other, at_other = np.unique(right, axis=0, return_inverse=True)
    hubs, pairs = _distinct(one, other, count)
    at_one, at_other = at_one.reshape(-1), at_other.reshape(-1)
    return (hubs[0][at_one], hubs[1][at_other]), _spread(pairs, at_one, at_other)


def _distinct(left: Array, right: Array, count: int) -> tuple[tuple[Array, Array], Array]:
    norm = 1.0 / SCALE**2
    stand_in = np.float32(round(TYPICAL * SCALE**2))
    k_left, k_right = min(count, len(right)), min(count, len(left))
    hub_left = np.zeros(len(left))
    best = np.full((count, len(right)), stand_in, np.float32)
    turned = np.ascontiguousarray(right.T)
    block = max(64, (1 << 22) // max(len(right), 1))
    pairs: list[Array] = []
    for begin in range(0, len(left), block):
        product = left[begin : begin + block] @ turned
        top = np.partition(product, len(right) - k_left, axis=1)[:, len(right) - k_left :]
        padded = np.concatenate([top, np.full((len(top), count), stand_in, np.float32)], axis=1)
        hub_left[begin : begin + block] = np.sort(padded, axis=1)[:, -count:].mean(1, dtype=np.float64) * norm
        rows, columns = np.nonzero(product >= top.min(1)[:, None])
        pairs.append(_few(rows, columns, 2 * count) + np.array([begin, 0]))
        # Of each column its nearest of this block; a later one may hold nearer ones: more is looked at than need be.
        most = min(k_right, len(product))
        top = np.partition(product, len(product) - most, axis=0)[len(product) - most :]
        best = np.sort(np.concatenate([best, top]), axis=0)[-count:]
        least = np.maximum(top.min(0), best[0] if begin else -np.inf)
        columns, rows = np.nonzero((product >= least).T)
        pairs.append(_few(columns, rows, 2 * count)[:, ::-1] + np.array([begin, 0]))
    return (hub_left, best.mean(0, dtype=np.float64) * norm), np.unique(np.concatenate(pairs), axis=0)


def _few(rows: Array, columns: Array, most: int) -> Array:
    """Pairs of rows and columns with at most so many of each row (the first ones); ``rows`` ascend."""
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = rank < most
    return np.stack([rows[kept], columns[kept]], 1)


def _spread(pairs: Array, at_one: Array, at_other: Array) -> Array:
    """Pairs of distinct vectors as pairs of segments.

    Where both stand in few places, every place goes with every other one; else each with those at about the same turn,
    so that a text of one line a thousand times has some thousand pairs, not a million.
    """
    places = [np.split(np.argsort(at, kind="stable"), np.cumsum(np.bincount(at))[:-1]) for at in (at_one, at_other)]
    out: list[tuple[int, int]] = []
    for u, v in pairs.tolist():
        mine, theirs = places[0][u].tolist(), places[1][v].tolist()
        if len(mine) * len(theirs) <= MOST_PLACES:
            out += [(i, j) for i in mine for j in theirs]
            continue
        turns = {(k, k * len(theirs) // len(mine)) for k in range(len(mine))}
        turns |= {(k * len(mine) // len(theirs), k) for k in range(len(theirs))}
        out += [(mine[a], theirs[b]) for a, b in turns]
    return np.unique(np.array(out, np.int64).reshape(-1, 2), axis=0)

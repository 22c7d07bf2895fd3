"""All passages that two texts share in the same or in other words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.folding import is_zi
from comparators.text.reworded.aligning import BAND, MARGIN, Alignment, Reach, align
from comparators.text.reworded.binding import Binding
from comparators.text.reworded.extending import Crossings, Piece, Strands, chains, overlap, pieces
from comparators.text.reworded.proposing import starts
from comparators.text.windows import Minimum

Array = NDArray[Any]
TOGETHER = 0.2  # more nats that are needed of single 字
FLOOR = 25.0  # nats without which nothing is a passage
HALF, RELIEF = 0.5, 100.0  # share of the side that agrees less above which agreement spares nats, and how many
NEARLY_ALL, CONTAINED = 0.8, 100.0  # share of the side that agrees more above which it spares nats, and how many
MOST, BURDEN = 0.6, 150.0  # share of the side that agrees more below which it costs nats, and how many
OVERLAP, ACROSS = 0.3, 1.0  # shares of a passage in a better one, of both sides and added: to be none of its own
MOSTLY = 0.9  # share of a place in that of the better passage from which on it is no further place
ORDINARY = 1e8  # pairs of tokens among which ``evidence`` is enough: above, nats grow with the logarithm
NEARLY = 0.4  # share of the least nats that a chain must bring before it is aligned
PIECE = 8.0  # nats of a piece that may be part of a passage


@dataclass(frozen=True)
class Demands:
    """What a passage must show: ``evidence`` nats for reuse (fewer where most of both sides agrees), and ``minimum``
    weight of 字 and letters on either side."""

    evidence: float
    minimum: Minimum

    def nats(self, shares: tuple[float, float], single: float = 0.0) -> float:
        """Nats that are enough where these ``shares`` (in [0, 1]) of the weight of both sides are found again, and the
        share ``single`` of the tokens are single 字: these come in words, so they bring their nats together.

        What agrees nearly throughout cannot be longer than it is: a short copy is believed for less. Stock phrases
        amid other words bring nats one by one, but neither side agrees for the most part: they must bring more.
        """
        relief = RELIEF * max(0.0, min(shares) - HALF) + CONTAINED * max(0.0, max(shares) - NEARLY_ALL)
        return max(FLOOR, self.evidence * (1 + TOGETHER * single) - relief + BURDEN * max(0.0, MOST - max(shares)))

    def weight(self, text: Array) -> int:
        """Weight of folded characters, to be held against ``minimum.threshold``."""
        zi = int(np.count_nonzero(is_zi(text)))
        return self.minimum.zi * zi + self.minimum.letter * (len(text) - zi)


def passages(
    strands: Strands, ends: tuple[Array, Array], demands: Demands, weigh: Callable[[Alignment], int]
) -> tuple[list[Alignment], Binding]:
    """Passages that meet the demands, in the order of the left text, and how firmly the tokens around them are bound.
    ``weigh``: weight of the lighter side."""
    if not len(strands.left) or not len(strands.right):
        return [], Binding(strands.left, strands.right, len(strands.chance.share), [])
    taken = [one for one in identical(strands) if weigh(one) >= demands.minimum.threshold]
    places = Crossings()
    for one in taken:
        places.add(one.left, one.right)
    begin = starts(strands.left, strands.right, strands.chance)
    wide = max(0.0, math.log(len(strands.left) * len(strands.right) / ORDINARY))
    least = (FLOOR + wide) * NEARLY
    hopeful = [chain for chain, nats in chains(pieces(strands, begin, PIECE), strands) if nats >= least]
    boxes = [_box(chain) for chain in hopeful]
    stretches = [(max(left[0] - MARGIN, 0), left[3] + MARGIN) for left, _ in boxes]
    binding = Binding(strands.left, strands.right, len(strands.chance.share), stretches)
    for chain, box in zip(hopeful, boxes, strict=True):
        one = align(strands, _path(chain), *box, ends, binding)
        if not len(one.kept) or one.nats < demands.nats(agreement(one, strands), _single(one, strands)) + wide:
            continue
        if weigh(one) < demands.minimum.threshold:
            continue
        across = places.across(one.left, one.right, OVERLAP, ACROSS)
        if across is None:
            taken.append(one)
            places.add(one.left, one.right)
        else:
            taken[across] = _joined(taken[across], one)
    return sorted(taken, key=lambda p: (p.left, p.right)), binding


def identical(strands: Strands) -> Iterator[Alignment]:
    """Files that have all their tokens in common; of several alike the k-th of one side with the k-th of the other."""
    held: list[dict[bytes, list[tuple[int, int]]]] = []
    for tokens, breaks in ((strands.left, strands.left_breaks), (strands.right, strands.right_breaks)):
        files: dict[bytes, list[tuple[int, int]]] = {}
        for start, stop in pairwise([0, *breaks.tolist(), len(tokens)]):
            if start < stop:
                files.setdefault(sha256(tokens[start:stop].tobytes()).digest(), []).append((start, stop))
        held.append(files)
    for digest, lefts in held[0].items():
        rights = held[1].get(digest, [])
        for k in range(max(len(lefts), len(rights)) if rights else 0):
            left, right = lefts[min(k, len(lefts) - 1)], rights[min(k, len(rights) - 1)]
            kept = np.stack([np.arange(*left), np.arange(*right)], 1)
            nats = strands.chance.found(strands.left[slice(*left)], 2 * BAND).sum() + len(kept)
            yield Alignment(left, right, kept, kept[:0], float(nats))


def agreement(one: Alignment, strands: Strands) -> tuple[float, float]:
    """Share of the weight (nats of surprise) of the tokens of each side that stand on the other one too, in whatever
    order, each as often as on the side where it is rarer."""
    sides = strands.left[slice(*one.left)], strands.right[slice(*one.right)]
    tokens, number = np.unique(np.concatenate(sides), return_inverse=True)
    left, right = (np.bincount(some, minlength=len(tokens)) for some in np.split(number, [len(sides[0])]))
    weight = -np.log(strands.chance.share[tokens])
    common = float((weight * np.minimum(left, right)).sum())
    return common / float((weight * left).sum()), common / float((weight * right).sum())


def _single(one: Alignment, strands: Strands) -> float:
    """Share of single 字 among the tokens of the left side."""
    return float(strands.chance.single[strands.left[slice(*one.left)]].mean())


def _path(chain: Sequence[Piece]) -> Array:
    points = np.array([point for piece in chain for point in piece.path], np.int64)
    order = np.argsort(points[:, 0], kind="stable")
    points = points[order]
    points[:, 1] = np.maximum.accumulate(points[:, 1])
    way: Array = points[np.append(True, np.diff(points[:, 0]) > 0)]
    return way


def _box(chain: Sequence[Piece]) -> tuple[Reach, Reach]:
    first, last = chain[0], chain[-1]
    return (
        (min(p.left[0] for p in chain), first.left[1], last.left[0], max(p.left[1] for p in chain)),
        (min(p.right[0] for p in chain), first.right[1], last.right[0], max(p.right[1] for p in chain)),
    )


def _joined(best: Alignment, other: Alignment) -> Alignment:
    """The better passage with the places of the other one that lie outside of it."""
    also = tuple(
        (*known, place) if overlap(place, own) < MOSTLY and place not in known else known
        for known, place, own in zip(best.also, (other.left, other.right), (best.left, best.right), strict=True)
    )
    return replace(best, also=(also[0], also[1]))

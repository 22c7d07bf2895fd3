"""Both works in, leads out; and how many leads as strong chance brings between the same segments in another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.text.semantic.aligning import Bead, Cell, Lead, cells, leads
from comparators.text.semantic.features import SemanticFeatures
from comparators.text.semantic.weighing import Side, Weigher, nearest

Array = NDArray[Any]
NEIGHBOURS = 4
ORDERS = 5  # times that the segments are put into another order


@dataclass(frozen=True)
class Found:
    """Leads in the order of the left side, and evidence (nats) of those that chance brought, of each order tried."""

    left: Side
    right: Side
    leads: list[Lead]
    chance: list[list[float]]
    weigher: Weigher


def find(
    left: Mapping[str, SemanticFeatures], right: Mapping[str, SemanticFeatures], evidence: float, words: float
) -> Found:
    """``evidence``: nats of a lead; ``words``: nats that its words, names and numbers must bring at the least.

    The side that sorts first is followed, so that exchanged works give the same, exchanged.
    """
    one, other = Side.of(left), Side.of(right)
    swapped = _order(one) > _order(other)
    if swapped:
        one, other = other, one
    hubs, pairs = nearest(one.vectors, other.vectors, NEIGHBOURS)
    weigher = Weigher(one, other, hubs)
    seeds = cells(weigher, pairs)
    found = [lead for lead in leads(weigher, seeds, evidence) if lead.words >= words]
    chance = [_chance(weigher, seeds, evidence, words, number) for number in range(ORDERS)]
    if swapped:
        found = [replace(lead, beads=tuple(_turned(bead) for bead in lead.beads)) for lead in found]
        one, other = other, one
        weigher = Weigher(one, other, (hubs[1], hubs[0]))
    return Found(one, other, sorted(found, key=lambda lead: lead.beads), chance, weigher)


def _turned(bead: Bead) -> Bead:
    return bead[2], bead[3], bead[0], bead[1]


def _order(side: Side) -> tuple[int, bytes, bytes]:
    return len(side.vectors), side.vectors.tobytes(), side.sizes.tobytes()


def _chance(weigher: Weigher, seeds: list[Cell], evidence: float, words: float, number: int) -> list[float]:
    """Evidence of leads between the same segments, those of the right side in another order.

    Every pair of segments keeps what it weighs; only what follows what is left to chance. So a single pair that is
    strong enough alone comes up here too.
    """
    count = len(weigher.right.sizes)
    order = np.random.default_rng([count, number]).permutation(count)  # new place -> segment
    place = np.argsort(order)
    other = _Reordered(weigher, order.tolist())
    moved = sorted((i, int(place[j]), nats) for i, j, nats in seeds)
    return sorted((lead.nats for lead in leads(other, moved, evidence) if lead.words >= words), reverse=True)


class _Reordered(Weigher):
    """A weigher whose right segments stand in another order (all in one file); it keeps what was weighed before."""

    def __init__(self, weigher: Weigher, order: list[int]) -> None:
        self.__dict__.update(weigher.__dict__)
        self._of, self._order = weigher, order
        self.right = _Shuffled(weigher.right.names, weigher.right.features)

    def weigh(self, mine: Sequence[int], theirs: Sequence[int]) -> tuple[float, float]:
        some = tuple(self._order[j] for j in theirs)
        if len(some) > 1:
            return self._of._weighed(mine, some)
        return self._of.weigh(mine, some)


class _Shuffled(Side):
    """A side whose segments are all of one file."""

    @cached_property
    def files(self) -> Array:
        return np.zeros(sum(len(f.begins) for f in self.features), np.int64)

"""What passages chance alone would bring about between two such melodies.

Each line is made anew many times from its own steps (a step is followed by one that follows it somewhere in the line:
a chain of first order), and compared with the other work as it is. Best scores of unrelated lines follow an extreme-
value law (Karlin and Altschul 1990); its two figures are fitted to those of the remade lines by their moments.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.audio.music import align

Array = NDArray[Any]
REMADE = 25  # lines made of each side
LONGEST = 400  # notes of a line that the null is measured on; longer works are reckoned up by their size
EULER = 0.5772156649015329


@dataclass(frozen=True, slots=True)
class Null:
    """``location`` and ``scale`` of the law, in hundredths of a bit; ``size``: how many lines were remade."""

    location: float
    scale: float
    size: int

    def chance(self, score: int) -> float:
        """Probability that the best passage of two such unrelated lines reaches ``score``."""
        if self.size == 0:
            return 1.0
        expected = math.exp(min(50.0, -(score - self.location) / self.scale))
        return -math.expm1(-expected)


def remade(pitch: Array, count: int, seed: int) -> list[Array]:
    """``count`` lines as long as this one, from its own steps and what follows them. The same for the same line."""
    steps = np.diff(pitch.astype(np.int64))
    if len(steps) < 2:
        return []
    dice = np.random.default_rng(
        [seed, len(pitch), int(np.abs(steps).sum()), int((steps * np.arange(1, len(steps) + 1)).sum()) & 0xFFFFFFFF]
    )
    order = np.argsort(steps[:-1], kind="stable")
    kinds, first, many = np.unique(steps[:-1][order], return_index=True, return_counts=True)
    now = dice.integers(0, len(steps), count)
    made = np.empty((count, len(steps)), np.int64)
    for n in range(len(steps)):
        made[:, n] = steps[now]
        kind = np.searchsorted(kinds, steps[now])
        known = (kind < len(kinds)) & (kinds[np.minimum(kind, len(kinds) - 1)] == steps[now])
        kind = np.minimum(kind, len(kinds) - 1)
        follow = order[first[kind] + (dice.random(count) * many[kind]).astype(np.int64)] + 1
        now = np.where(known, follow, dice.integers(0, len(steps), count))
    return list(np.concatenate([np.zeros((count, 1), np.int64), np.cumsum(made, axis=1)], axis=1))


def null(left: Array, right: Array, seed: int) -> Null:
    """The law for this pair of lines; of long ones for their middles, the location moved by the log of size."""
    one, other = _middle(left), _middle(right)
    scores: list[int] = []
    for line, opposite in ((one, other), (other, one)):
        lines = remade(line, REMADE, seed)
        if lines:
            scores += align.best(opposite, *align.joined(lines)).tolist()
    if not scores:
        return Null(0.0, 1.0, 0)
    scale = max(float(np.std(scores)) * math.sqrt(6) / math.pi, 1.0)
    location = float(np.mean(scores)) - EULER * scale
    location += scale * math.log(len(left) * len(right) / (len(one) * len(other)))
    return Null(round(location, 3), round(scale, 3), len(scores))


def _middle(line: Array) -> Array:
    cut = max(0, (len(line) - LONGEST) // 2)
    return line[cut : cut + LONGEST]


def joint(chances: Sequence[float]) -> float:
    """Probability that one of several independent pairs of lines does as well by chance."""
    return -math.expm1(sum(math.log1p(-min(c, 1 - 1e-12)) for c in chances))

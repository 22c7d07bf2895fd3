"""Regions of two drawings whose strokes lie on each other, one transformation after another, and how much that says."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparators.image.contour.agreeing import (
    LEAST,
    Field,
    Overlap,
    best,
    by_chance,
    scale_of,
    tolerance,
)
from comparators.image.contour.align import Laying, Wide, proposals
from comparators.image.contour.describe import Drawing
from comparators.image.geometry import inverse

MOST = 6  # regions of one pair of drawings
PIECE = 12.0  # pixels of the second frame along a stroke within which agreement is one trial
EXACT = 0.25  # of the tolerance: strokes as close as that coincide
FEWEST = 60  # points that are left of either drawing for another region to be looked for
LEFT_OVER = 3.5  # pixels of varied stroke a digit, that must be left: more digits than that no region can bring
STEP = 2.0  # pixels of the frame between points


@dataclass(frozen=True)
class Found:
    """One region. ``matrix`` (3, 3): frame of the left drawing to that of the right one. ``in_…``, ``common_…``,
    ``exact_…``: of each point of the drawing, whether it is in the region, lies on a stroke of the other, coincides
    with one. ``digits``: decimal digits of the odds against that agreement, were each ``PIECE`` of stroke a trial with
    the odds ``chance_…`` that other placements of the same two drawings give; of the side on which it is less. ``off``:
    median distance of the common strokes, pixels of the right frame."""

    matrix: Wide
    mirrored: bool
    in_left: NDArray[np.bool_]
    in_right: NDArray[np.bool_]
    common_left: NDArray[np.bool_]
    common_right: NDArray[np.bool_]
    exact_left: NDArray[np.bool_]
    exact_right: NDArray[np.bool_]
    chance_left: float
    chance_right: float
    digits: float
    off: float

    def swapped(self) -> Found:
        return Found(
            inverse(self.matrix),
            self.mirrored,
            self.in_right,
            self.in_left,
            self.common_right,
            self.common_left,
            self.exact_right,
            self.exact_left,
            self.chance_right,
            self.chance_left,
            self.digits,
            self.off / scale_of(self.matrix),
        )


def surprise(length: float, share: float, chance: float) -> float:
    """Decimal digits by which ``share`` of ``length`` trials exceeds what ``chance`` leads to expect (Chernoff's bound
    of the binomial tail); 0 where it does not."""
    p, a = min(max(chance, 0.02), 0.98), min(max(share, 1e-6), 1 - 1e-6)
    if a <= p:
        return 0.0
    return length * (a * math.log(a / p) + (1 - a) * math.log((1 - a) / (1 - p))) / math.log(10)


def judged(one: Field, other: Field, found: Overlap) -> Found:
    """The region with its figures; ``one`` is the left drawing."""
    scale = scale_of(found.laying.matrix)
    chances = by_chance(one, other, found)
    digits = []
    for drawn, inside, common, chance, length in (
        (one.drawing, found.here, found.common_here, chances[0], STEP * scale),
        (other.drawing, found.there, found.common_there, chances[1], STEP),
    ):
        whole = float(drawn.variety[inside].sum())
        share = float(drawn.variety[common].sum()) / whole if whole > 0 else 0.0
        digits.append(surprise(whole * length / PIECE, share, chance))
    limit = max(LEAST, EXACT * tolerance(scale))
    off = found.off_here[found.common_here]
    return Found(
        found.laying.matrix,
        found.laying.mirrored,
        found.here,
        found.there,
        found.common_here,
        found.common_there,
        found.common_here & (found.off_here <= limit),
        found.common_there & (found.off_there <= limit),
        chances[0],
        chances[1],
        min(digits),
        float(np.median(off)) if len(off) else 0.0,
    )


def identical(one: Field) -> Found:
    """A drawing against itself: every stroke on itself, whatever that says."""
    every, none = np.ones(len(one.drawing), bool), np.zeros(len(one.drawing))
    return judged(one, one, Overlap(Laying(np.eye(3), False), every, every, none, none, every, every, 0.0))


def strongest(one: Field, other: Field) -> Found | None:
    """The region that says most, whatever it says; None where no strokes agree."""
    found = best(one, other, proposals(one.drawing, other.drawing))
    return None if found is None else judged(one, other, found)


def regions(one: Field, other: Field, digits: float) -> list[Found]:
    """Regions of at least so many ``digits``, each stroke in one at the most; first found first."""
    keep_here, keep_there = np.ones(len(one.drawing), bool), np.ones(len(other.drawing), bool)
    accepted: list[Found] = []
    sides = ((one.drawing, keep_here), (other.drawing, keep_there))
    while len(accepted) < MOST and all(_enough(drawn, keep, digits) for drawn, keep in sides):
        here, there = (Field(_part(f.drawing, keep)) if not keep.all() else f for f, keep in (
            (one, keep_here), (other, keep_there)))  # fmt: skip
        region = strongest(here, there)
        if region is None or region.digits < digits:
            break
        accepted.append(_spread(region, keep_here, keep_there))
        keep_here = keep_here & ~accepted[-1].common_left
        keep_there = keep_there & ~accepted[-1].common_right
        sides = ((one.drawing, keep_here), (other.drawing, keep_there))
    return accepted


def _enough(drawn: Drawing, keep: NDArray[np.bool_], digits: float) -> bool:
    return int(keep.sum()) >= FEWEST and STEP * float(drawn.variety[keep].sum()) >= LEFT_OVER * digits


def _part(drawn: Drawing, keep: NDArray[np.bool_]) -> Drawing:
    return Drawing(drawn.at[keep], drawn.turns[keep], drawn.variety[keep])


def _spread(found: Found, here: NDArray[np.bool_], there: NDArray[np.bool_]) -> Found:
    """Of all points again, where only some had been looked at."""

    def whole(flags: NDArray[np.bool_], kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
        spread = np.zeros(len(kept), bool)
        spread[kept] = flags
        return spread

    return Found(
        found.matrix,
        found.mirrored,
        whole(found.in_left, here),
        whole(found.in_right, there),
        whole(found.common_left, here),
        whole(found.common_right, there),
        whole(found.exact_left, here),
        whole(found.exact_right, there),
        found.chance_left,
        found.chance_right,
        found.digits,
        found.off,
    )

"""Regions of two pictures that correspond: hypotheses in turn, geometry, then the pixels; one region after another.

Four hypotheses (mirrored or not, inverted or not). Of all, the transformation that most keypoints follow is tried on
the pixels; what it explains is taken away, and the next one is looked for, so that several pasted parts are found, each
with a transformation of its own (sequential consensus).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.agreement import Agreement, agreement
from comparators.image.geometry import Fit, apply, area, fit, inverse, mirror, mirrored
from comparators.image.local import Keypoints, Pairs, correspond
from comparators.image.strength import of_region

MOST = 12  # regions of one pair of pictures
TRIES = 6  # transformations that the pixels may refuse before the search ends
FEWEST = 3  # keypoints at the least: one more than a similarity needs
FOLD = 3.0  # how many times the least digits so few keypoints take
FURTHER = 0.6  # of the least strength is enough beside a region that has it: the pictures are no strangers any more
FAR = 0.15  # of the root of a region's area: what lies farther off its map is not explained by it
ENTIRE = 0.9  # share of both pictures from which on a region is the whole of both
SAME = 0.5  # share of what one region covers, from which on another one speaks of the same
HYPOTHESES = ((False, False), (True, False), (False, True), (True, True))

Wide = NDArray[np.float64]


@dataclass(frozen=True)
class Side:
    """One picture: its keypoints, luminance at a working size, width and height in pixels as seen; and, on demand,
    its keypoints with those along edges, which few pairs ask for."""

    keypoints: Keypoints
    grey: NDArray[np.uint8]
    width: int
    height: int
    every: Callable[[], Keypoints]

    @property
    def size(self) -> float:
        """Side of the square of the same area, in pixels: what tolerances are shares of."""
        return math.sqrt(self.width * self.height)

    @property
    def drawn(self) -> tuple[NDArray[np.uint8], float, float]:
        return self.grey, float(self.width), float(self.height)


@dataclass(frozen=True)
class Found:
    """One corresponding region. ``matrix``: left pixels to right pixels, mirroring included; ``places``: keypoints at
    places of their own that follow it; ``points`` (n, 4): x, y in the left and in the right picture, of those."""

    matrix: Wide
    form: str
    mirrored: bool
    inverted: bool
    places: int
    points: Wide
    agreement: Agreement
    cover: float  # share of the picture of which it covers more

    @property
    def strength(self) -> float:
        return of_region(self.places, self.agreement.digits, self.cover)


def regions(left: Side, right: Side, *, least: int, digits: float, strength: float) -> list[Found]:
    """All regions of at least ``least`` keypoints and ``digits`` of pixel evidence, or of ``FEWEST`` keypoints and
    ``FOLD`` times the digits (flat drawings have few keypoints, and pixels that leave no doubt), which unrelated pairs
    bring as seldom as ``strength`` says. Strongest first found.

    Beside such a region the two pictures are no strangers any more: others are taken from ``FURTHER`` of the strength
    on, if they say more than that a picture is like itself, and looked for with the keypoints along edges as well,
    unless the first one is the whole of both pictures, which leaves no place for flat drawing that was pasted.
    """
    pairs = _paired(left.keypoints, right.keypoints, left.width)
    corners = np.array([[0.0, 0.0], [left.width, 0.0], [left.width, left.height], [0.0, left.height]])
    sides = (left.size, right.size)
    best: dict[tuple[bool, bool], tuple[Fit, int] | None] = {}
    accepted: list[Found] = []
    refused = 0
    while len(accepted) < MOST and refused < TRIES:
        for hypothesis in HYPOTHESES:
            if hypothesis not in best:
                best[hypothesis] = fit(pairs[hypothesis], sides, corners)
        order = [h for h in HYPOTHESES if best[h] is not None]
        if not order:
            break
        chosen = max(order, key=lambda h: (best[h][1], -HYPOTHESES.index(h)))  # type: ignore[index]
        one, places = best[chosen]  # type: ignore[misc]
        if places < min(least, FEWEST):
            break
        best.pop(chosen)
        needed = FURTHER * strength if accepted else strength
        enough = digits if places >= least else FOLD * digits
        region = _judged(left, right, pairs[chosen], one, places, chosen, enough, needed)
        if region is None or not _enough(region, least, digits) or region.strength < needed:
            refused += 1
            kept = np.ones(len(pairs[chosen]), bool)
            kept[one.inliers] = False
            pairs[chosen] = pairs[chosen].only(kept)
            continue
        if not accepted and not entire(region.agreement, left.width * left.height, right.width * right.height):
            pairs, refused = _paired(left.every(), right.every(), left.width), 0
        accepted.append(region)
        for hypothesis in HYPOTHESES:
            pairs[hypothesis] = _unexplained(pairs[hypothesis], region, hypothesis[0], left.width)
            best.pop(hypothesis, None)
    return _once(_unlike_themselves(accepted))


def entire(agreed: Agreement, left: float, right: float) -> bool:
    """Whether a region is the whole of two pictures of these areas."""
    return area(agreed.left) >= ENTIRE * left and area(agreed.right) >= ENTIRE * right


def _unlike_themselves(found: Sequence[Found]) -> list[Found]:
    """Regions without those that only say that a picture is like itself: the mirrored half of a shield, one icon on the
    place of the next. On both sides a stronger region maps more keypoints of theirs, each to another place."""
    return [one for one in found if not any(_explains(other, one) for other in found if other is not one)]


def _once(found: Sequence[Found]) -> list[Found]:
    """Of regions that say of the same places of both pictures that they correspond, the stronger one; a picture that is
    alike in itself lies on more of another than what was copied does."""
    return [one for one in found if not any(_instead(other, one) for other in found if other is not one)]


def _instead(other: Found, one: Found) -> bool:
    ours, theirs = one.agreement, other.agreement
    if (other.strength, -_turn(other)) <= (one.strength, -_turn(one)):
        return False
    rows, columns = np.nonzero(ours.same)
    if not len(rows):
        return False
    places = apply(inverse(ours.into), np.column_stack([columns + 0.5, rows + 0.5]))
    if theirs.agrees_at(places).mean() < SAME:
        return False
    common, _ = cv2.intersectConvexConvex(
        cv2.convexHull(ours.right.astype(np.float32)), cv2.convexHull(theirs.right.astype(np.float32))
    )
    return float(common) >= SAME * area(ours.right)


def _turn(found: Found) -> float:
    """How far a map is from leaving things as they stand: 0, by how much it turns, more where it mirrors."""
    middle = found.points[:, :2].mean(axis=0)
    across, down = apply(found.matrix, middle + np.array([[1.0, 0.0], [0.0, 0.0]]))
    return abs(math.atan2(across[1] - down[1], across[0] - down[0])) + (math.pi if found.mirrored else 0.0)


def _explains(other: Found, one: Found) -> bool:
    if other.places <= one.places or other.strength < one.strength:
        return False
    off = np.hypot(*(apply(other.matrix, one.points[:, :2]) - one.points[:, 2:]).T)
    if np.median(off) <= FAR * math.sqrt(area(one.agreement.right)):
        return False  # nearly the same map: parts that were moved a little, or a closer fit
    return all(
        len(np.unique(np.round(points[_inside(polygon, points)]), axis=0)) >= one.places
        for polygon, points in (
            (one.agreement.left, other.points[:, :2]),
            (one.agreement.right, other.points[:, 2:]),
        )
    )


def _paired(left: Keypoints, right: Keypoints, width: float) -> dict[tuple[bool, bool], Pairs]:
    """Correspondences under each hypothesis, the left places altered as it says."""
    pairs: dict[tuple[bool, bool], Pairs] = {}
    for hypothesis in HYPOTHESES:
        found = correspond(left, right, *hypothesis)
        if hypothesis[0]:
            found = replace(found, left=mirrored(found.left, width))
        if hypothesis[1]:  # the gradients of an inverted picture point the other way
            found = replace(found, left=found.left + np.array([0.0, 0.0, 0.0, 180.0]))
        pairs[hypothesis] = found
    return pairs


def _enough(found: Found, least: int, digits: float) -> bool:
    places, own = found.places, found.agreement.digits
    enough = (places >= least and own >= digits) or (places >= FEWEST and own >= FOLD * digits)
    return enough and found.agreement.holds


def _judged(
    left: Side,
    right: Side,
    pairs: Pairs,
    one: Fit,
    places: int,
    hypothesis: tuple[bool, bool],
    enough: float,
    needed: float,
) -> Found | None:
    """None, too, where no region of so many keypoints can have ``enough`` digits and the strength ``needed``."""

    def wanted(digits: float, cover: float) -> bool:
        return digits >= enough and of_region(places, digits, min(1.0, cover)) >= needed

    matrix = one.matrix @ mirror(left.width) if hypothesis[0] else one.matrix
    here = pairs.left[one.inliers, :2].copy()
    if hypothesis[0]:
        here[:, 0] = left.width - here[:, 0]
    there = pairs.right[one.inliers, :2]
    pixels = agreement(left.drawn, right.drawn, matrix, hypothesis[1], here, wanted)
    if pixels is None:
        return None
    cover = max(area(pixels.left) / (left.width * left.height), area(pixels.right) / (right.width * right.height))
    return Found(matrix, one.form, *hypothesis, places, np.hstack([here, there]), pixels, min(1.0, cover))


def _inside(polygon: Wide, points: Wide) -> NDArray[np.bool_]:
    ring = polygon.astype(np.float32).reshape(-1, 1, 2)
    return np.array([cv2.pointPolygonTest(ring, (float(x), float(y)), False) >= 0 for x, y in points], bool)


def _unexplained(pairs: Pairs, region: Found, is_mirrored: bool, width: float) -> Pairs:
    """Correspondences that do not lie in the region on both sides, or lie there far off its map: where sources stand
    side by side, the outline of one may take in what belongs to the next."""
    if not len(pairs):
        return pairs
    here = pairs.left[:, :2].copy()
    if is_mirrored:
        here[:, 0] = width - here[:, 0]
    there = pairs.right[:, :2]
    inside = _inside(region.agreement.left, here) & _inside(region.agreement.right, there)
    off = np.hypot(*(apply(region.matrix, here) - there).T)
    return pairs.only(~(inside & (off <= FAR * math.sqrt(area(region.agreement.right)))))

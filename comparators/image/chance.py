"""How often unrelated pictures come this close: an empirical table, not a model.

Bits of a hash depend on each other, so the binomial model (1e-36 for 31 of 256 bits) is far too kind to a claim of
copying. ``PAIRS_AT_OR_BELOW`` counts pairs of unrelated pictures, under the same definition of distance (smallest over
eight orientations, largest over their eight views), measured by ``benchmarks/image.py``; collection, cleaning and
reading are described in docs/methods/image-copy.md. With none seen among N, only 3 / N can be claimed.
"""

from __future__ import annotations

from bisect import bisect_right

from appraisal.comparison import JSON
from comparators.matching.counted import above, upper

PAIRS = 37_232_917
CEILING = 80  # bits; not counted above
#: (distance, number of unrelated pairs at this distance or below), increasing.
PAIRS_AT_OR_BELOW: tuple[tuple[int, int], ...] = (
    (46, 1),
    (48, 4),
    (50, 9),
    (51, 10),
    (52, 13),
    (53, 16),
    (54, 26),
    (55, 30),
    (56, 41),
    (57, 51),
    (58, 75),
    (59, 85),
    (60, 113),
    (61, 131),
    (62, 163),
    (63, 172),
    (64, 201),
    (65, 214),
    (66, 232),
    (67, 237),
    (68, 275),
    (69, 276),
    (70, 316),
    (72, 391),
    (73, 394),
    (74, 495),
    (75, 497),
    (76, 637),
    (77, 638),
    (78, 861),
    (80, 1193),
)


def seen(distance: int) -> int:
    """Number of unrelated pairs in the collection at this distance or below."""
    at = bisect_right(PAIRS_AT_OR_BELOW, (distance, PAIRS))
    return PAIRS_AT_OR_BELOW[at - 1][1] if at else 0


def share(distance: int) -> float:
    """Upper 95 % limit (one-sided, Clopper–Pearson) of the share of unrelated pairs at this distance or below."""
    if distance > CEILING:
        return 1.0
    return float(f"{upper(seen(distance), PAIRS):.2g}")


#: Unrelated pairs of pictures whose regions and outlines were looked at: ``benchmarks/image_regions.py --set tune``,
#: half of one kind, drawings of one concept by two icon themes first; one of a pair that is refused is not counted.
REGION_PAIRS = 4969
#: (strength of a region, unrelated pairs with one as strong), decreasing in pairs. Most share a letter or a logo.
REGIONS_AT_OR_ABOVE: tuple[tuple[float, int], ...] = ((0.0, 20), (2.5, 13), (3.0, 6), (3.5, 2), (3.6, 1), (4.3, 0))
OUTLINE_PAIRS = 9908
#: (how well strokes lie on each other, unrelated pairs whose outlines reach the limit and whose strokes do so).
OUTLINES_AT_OR_ABOVE: tuple[tuple[float, int], ...] = ((0.0, 3), (0.2, 0))


def of_region(strength: float) -> dict[str, JSON]:
    """How often an unrelated pair holds a region as strong (see ``strength``)."""
    return above(REGIONS_AT_OR_ABOVE, REGION_PAIRS, strength)


def of_outline(strokes: float) -> dict[str, JSON]:
    """How often the strokes of an unrelated pair whose outlines are alike lie on each other as well."""
    return above(OUTLINES_AT_OR_ABOVE, OUTLINE_PAIRS, strokes)

"""How often unrelated pictures come this close: an empirical table, not a model.

Bits of a hash depend on each other, so the binomial model (1e-36 for 31 of 256 bits) is far too kind to a claim of
copying. ``PAIRS_AT_OR_BELOW`` counts pairs of unrelated pictures, under the same definition of distance (smallest over
eight orientations, largest over their eight views), measured by ``benchmarks/image.py``; collection, cleaning and
reading are described in docs/methods/image-copy.md. With none seen among N, only 3 / N can be claimed.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from math import exp, fsum, lgamma, log, log1p

from appraisal.comparison import JSON

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
    return float(f"{_upper(seen(distance), PAIRS):.2g}")


@lru_cache(maxsize=4096)
def _upper(k: int, n: int) -> float:
    """One-sided 95 % Clopper–Pearson limit of a share k of n, by bisection on the binomial tail."""
    if k >= n:
        return 1.0
    low, high = k / n, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if _tail(k, n, middle) > 0.05:
            low = middle
        else:
            high = middle
    return high


def _tail(k: int, n: int, p: float) -> float:
    """P(X ≤ k) for X binomial(n, p), summed in logarithms; k is small or the table would be useless."""
    logs = [lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log1p(-p) for i in range(k + 1)]
    top = max(logs)
    return exp(top) * fsum(exp(each - top) for each in logs)


#: Unrelated pairs of pictures whose regions and outlines were looked at (``benchmarks/image_regions.py --negatives``).
REGION_PAIRS = 0
#: (decimal digits of pixel evidence, unrelated pairs with a region of as many or more), decreasing in pairs.
REGIONS_AT_OR_ABOVE: tuple[tuple[float, int], ...] = ()
OUTLINE_PAIRS = 0
#: (likeness of outlines, unrelated pairs as like or more).
OUTLINES_AT_OR_ABOVE: tuple[tuple[float, int], ...] = ()


def _above(table: tuple[tuple[float, int], ...], pairs: int, value: float) -> dict[str, JSON]:
    """The chance figures of a value where more is rarer: counts at the largest entry not above it."""
    if not pairs:  # not measured yet: nothing is said rather than something made up
        return {}
    seen_there = pairs
    for limit, count in table:
        if limit <= value:
            seen_there = count
    return {
        "chance": float(f"{_upper(seen_there, pairs):.2g}"),
        "chance_seen": seen_there,
        "chance_pairs": pairs,
    }


def of_region(digits: float) -> dict[str, JSON]:
    """How often an unrelated pair holds a region with so much pixel evidence."""
    return _above(REGIONS_AT_OR_ABOVE, REGION_PAIRS, digits)


def of_outline(likeness: float) -> dict[str, JSON]:
    """How often the outlines of an unrelated pair are as like."""
    return _above(OUTLINES_AT_OR_ABOVE, OUTLINE_PAIRS, likeness)

"""How often unrelated drawings hold a region as evident: counts from ``benchmarks/image_contour.py --chance``.

docs/methods/image-contour.md names the collection. One pair, one count: the region that says most in it.
"""

from __future__ import annotations

from appraisal.comparison import JSON
from comparators.matching.counted import above

PAIRS = 0
#: (digits of a region, unrelated pairs with one as evident or more), increasing digits.
AT_OR_ABOVE: tuple[tuple[float, int], ...] = ()


def of(digits: float) -> dict[str, JSON]:
    """Upper 95 % limit of that share, and the counts; nothing as long as nothing was counted."""
    return above(AT_OR_ABOVE, PAIRS, digits)

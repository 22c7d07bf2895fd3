"""How often unrelated drawings hold a region as evident: counts from ``benchmarks/image_contour.py``.

Set ``tune``, ``--originals 40 --pairs 300 --kinds unrelated --no-peers``, of which 115 pairs were scored: drawings of
openclipart by many hands and of many motifs. One pair, one count: the region that says most in it.
"""

from __future__ import annotations

from appraisal.comparison import JSON
from comparators.matching.counted import above

PAIRS = 115
#: (digits of a region, unrelated pairs with one as evident or more), increasing digits.
AT_OR_ABOVE: tuple[tuple[float, int], ...] = (
    (0.0, 115),
    (1.0, 87),
    (3.0, 49),
    (5.0, 23),
    (8.0, 6),
    (10.0, 1),
    (12.0, 0),
)


def of(digits: float) -> dict[str, JSON]:
    """Upper 95 % limit of that share, and the counts; nothing as long as nothing was counted."""
    return above(AT_OR_ABOVE, PAIRS, digits)

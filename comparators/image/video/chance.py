"""How often two unrelated videos have a segment of a strength: counts from ``benchmarks/video_real.py --part chance``.

Pairs of real clips of different sources that the method was not made on, of some seconds to three minutes each
(``FRESH`` in ``benchmarks/video_clips.py``): 145 of 241, drawn, 54 minutes × minutes (version 6). Longer videos
have more places where chance can bring something. The strongest is a bright disc that grows in either.
"""

from __future__ import annotations

from appraisal.comparison import JSON
from comparators.matching.counted import above

PAIRS = 145
#: (strength, unrelated pairs with a segment as strong), increasing strength.
AT_OR_ABOVE: tuple[tuple[float, int], ...] = ((0.0, 3), (0.72, 2), (0.95, 1), (6.89, 0))


def of(strength: float) -> dict[str, JSON]:
    """Upper 95 % limit of the share of unrelated pairs, and the counts."""
    return above(AT_OR_ABOVE, PAIRS, strength)

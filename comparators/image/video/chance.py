"""How often two unrelated videos have a segment of a strength: counts from ``benchmarks/video_real.py --part chance
--videos 16``.

Pairs among real clips, recordings of games and of drawing programs that the method was not made on, of a few seconds to
a minute each (``benchmarks/video_clips.py``): 36 minutes × minutes compared. Longer videos have more places
where chance can bring something.
"""

from __future__ import annotations

from appraisal.comparison import JSON
from comparators.matching.counted import above

PAIRS = 116
#: (strength, unrelated pairs with a segment as strong), increasing strength.
AT_OR_ABOVE: tuple[tuple[float, int], ...] = ((0.0, 0),)


def of(strength: float) -> dict[str, JSON]:
    """Upper 95 % limit of the share of unrelated pairs, and the counts."""
    return above(AT_OR_ABOVE, PAIRS, strength)

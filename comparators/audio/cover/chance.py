"""How often two different songs reach a strength: counts from ``benchmarks/cover.py --part chance``."""

from __future__ import annotations

from appraisal.comparison import JSON
from comparators.matching.counted import above

PAIRS = 0
#: (strength, unrelated pairs that reach it or more), increasing strength.
AT_OR_ABOVE: tuple[tuple[float, int], ...] = ()


def of(strength: float) -> dict[str, JSON]:
    """Upper 95 % limit of the share of unrelated pairs, and the counts; nothing as long as nothing was counted."""
    return above(AT_OR_ABOVE, PAIRS, strength)

"""How often two different songs reach a strength: counts from ``benchmarks/cover.py --part chance --songs 80``.

Pairs among the songs 001 to 080 of POP909, pop songs of one kind, the right one in another arrangement, key and pace.
"""

from __future__ import annotations

from appraisal.comparison import JSON
from comparators.matching.counted import above

PAIRS = 1000
#: (strength, unrelated pairs that reach it or more), increasing strength.
AT_OR_ABOVE: tuple[tuple[float, int], ...] = (
    (2.0, 623),
    (2.5, 364),
    (3.0, 201),
    (3.5, 108),
    (4.0, 64),
    (4.5, 37),
    (5.0, 28),
    (5.5, 20),
    (6.0, 15),
    (6.5, 13),
    (7.0, 11),
    (7.5, 8),
    (8.0, 5),
    (9.0, 1),
    (12.0, 0),
)


def of(strength: float) -> dict[str, JSON]:
    """Upper 95 % limit of the share of unrelated pairs, and the counts; nothing as long as nothing was counted."""
    return above(AT_OR_ABOVE, PAIRS, strength)

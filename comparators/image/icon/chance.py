"""How often a second drawing of one and the same thing comes this close: counts from ``benchmarks/image_icons.py``.

Pairs of icons of one name from themes drawn by different hands (docs/methods/image-icon.md says which): a harder
collection than unrelated icons, since both show the same object, often in the same style.
"""

from __future__ import annotations

from appraisal.comparison import JSON
from comparators.matching.counted import above

PAIRS = 536
#: (agreement, independently drawn pairs of one name that agree as much or more), increasing agreement.
AT_OR_ABOVE: tuple[tuple[float, int], ...] = (
    (0.3, 536),
    (0.5, 83),
    (0.6, 40),
    (0.7, 12),
    (0.72, 9),
    (0.76, 6),
    (0.8, 5),
    (0.82, 3),
    (0.84, 1),
    (0.88, 0),
)


def of(agreement: float) -> dict[str, JSON]:
    """Upper 95 % limit of that share, and the counts; nothing as long as nothing was counted."""
    return above(AT_OR_ABOVE, PAIRS, agreement)

"""Why waves were not subtracted, and what a high residual says where they were, in codes that ``words`` names.

A record says the one rule by which waves were not subtracted. It says ``done`` where little cancels, too: speech or
music over a true copy stays whole in the residual; that is told to people who read it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from appraisal.comparison import Match

DONE = "done"
HIGH = "done-residual-high"
BESIDE = "done-another-cancels"
COVERED = 0.8  # of the seconds of either side that another place has to cover for that
OFF, SHORT, WEAKER = "not-done-off", "not-done-short", "not-done-weaker"
QUIET, UNREAD = "not-done-quiet", "not-done-unread"
STRETCHED, REPITCHED = "stretched", "repitched"


def explained(matches: Iterable[Match], *, cancels: float) -> tuple[Match, ...]:
    """The same matches, ``done`` as ``HIGH`` where the residual is not below ``cancels`` (dB); as ``BESIDE`` where
    another place of the same seconds is below it, so that no other sound is what keeps this one's high."""
    every = tuple(matches)
    low = [match for match in every if _residual(match) < cancels]
    return tuple(
        replace(
            match, details={**match.details, "subtracted": BESIDE if any(_beside(match, one) for one in low) else HIGH}
        )
        if match.details.get("subtracted") == DONE and cancels <= _residual(match) < math.inf
        else match
        for match in every
    )


def _residual(match: Match) -> float:
    residual = match.details.get("residual")
    return float(residual) if isinstance(residual, int | float) else math.inf


def _beside(match: Match, other: Match) -> bool:
    """Whether the other place has most of the seconds of one side, of the same two files."""
    if (match.left.file, match.right.file) != (other.left.file, other.right.file):
        return False
    return any(
        min(a.stop, b.stop) - max(a.start, b.start) >= COVERED * (a.stop - a.start)
        for a, b in ((match.left, other.left), (match.right, other.right))
    )

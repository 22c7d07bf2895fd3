"""Why waves were not subtracted, and what a high residual says where they were, in codes that ``words`` names.

A record says the one rule by which waves were not subtracted. It says ``done`` where little cancels, too: speech or
music over a true copy stays whole in the residual; that is told to people who read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from appraisal.comparison import Match

DONE = "done"
HIGH = "done-residual-high"
OFF, SHORT, WEAKER = "not-done-off", "not-done-short", "not-done-weaker"
QUIET, UNREAD = "not-done-quiet", "not-done-unread"
STRETCHED, REPITCHED = "stretched", "repitched"


def explained(matches: Iterable[Match], *, cancels: float) -> tuple[Match, ...]:
    """The same matches, ``done`` as ``HIGH`` where the residual is not below ``cancels`` (dB)."""
    return tuple(
        replace(match, details={**match.details, "subtracted": HIGH}) if _high(match, cancels) else match
        for match in matches
    )


def _high(match: Match, cancels: float) -> bool:
    residual = match.details.get("residual")
    return match.details.get("subtracted") == DONE and isinstance(residual, int | float) and residual >= cancels

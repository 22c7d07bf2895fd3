"""Why waves were not subtracted, and what a high residual says where they were, in codes that ``words`` names: found of
a record alone, for people who read it.

A record says ``not-done``; which of the rules of ``method`` it was follows from the other matches of both recordings.
It says ``done`` where little cancels, too: speech or music over a true copy stays whole in the residual.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from appraisal.comparison import Match

DONE, NOT_DONE = "done", "not-done"
HIGH = "done-residual-high"
OFF, SHORT, WEAKER, QUIET = "not-done-off", "not-done-short", "not-done-weaker", "not-done-quiet"


def explained(
    matches: Iterable[Match], *, subtract: bool, shortest: float, most: int, cancels: float
) -> tuple[Match, ...]:
    """The same matches, ``not-done`` with its reason, and ``done`` as ``HIGH`` where the residual is not below
    ``cancels`` (dB). ``subtract``, ``shortest`` (seconds), ``most`` (places of a pair): the rules by which waves are
    subtracted."""
    every = tuple(matches)
    pairs: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for match in every:
        if _on_the_line(match) and not _short(match, shortest):
            pairs[match.left.file, match.right.file].append(_digits(match))
    return tuple(
        replace(match, details={**match.details, "subtracted": _why(match, pairs, subtract, shortest, most)})
        if match.details.get("subtracted") == NOT_DONE
        else replace(match, details={**match.details, "subtracted": HIGH})
        if _high(match, cancels)
        else match
        for match in every
    )


def _why(
    match: Match, pairs: defaultdict[tuple[str, str], list[float]], subtract: bool, shortest: float, most: int
) -> str:
    if not subtract:
        return OFF
    if _short(match, shortest):
        return SHORT
    held: Sequence[float] = pairs[match.left.file, match.right.file]
    stronger = sum(digits >= _digits(match) for digits in held) - 1  # all but itself
    return WEAKER if stronger >= most else QUIET


def _high(match: Match, cancels: float) -> bool:
    residual = match.details.get("residual")
    return match.details.get("subtracted") == DONE and isinstance(residual, int | float) and residual >= cancels


def _on_the_line(match: Match) -> bool:
    return match.details.get("subtracted") in (DONE, NOT_DONE)


def _short(match: Match, shortest: float) -> bool:
    """Both sides are; where one alone is, the search may have had it longer."""
    return max(float(match.left.length), float(match.right.length)) < shortest


def _digits(match: Match) -> float:
    return float(match.details.get("digits", 0.0))

"""How a link names a result: a record by the first twelve digits of its key or more of them, a match by its sixteen."""

from __future__ import annotations

from collections.abc import Mapping

LEAST, MOST = 12, 16  # digits; the name of a record file has sixteen


def names(key: str) -> tuple[str, ...]:
    """Every name by which a link may call a record, that which reports print first."""
    return tuple(dict.fromkeys(key[:size] for size in range(LEAST, MOST + 1)))


def printed_as(said: str, results: Mapping[str, object]) -> str:
    """The name that reports print of what a link calls ``said``: twelve digits of a record, of a match all."""
    short = said[:LEAST]
    return short if short in results and results.get(said) is results[short] else said

"""Chance by counting: of so many unrelated pairs, how many came as far, and how large the share may be at the most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp, fsum, lgamma, log, log1p

from appraisal.comparison import JSON


def above(table: Sequence[tuple[float, int]], pairs: int, value: float) -> dict[str, JSON]:
    """The chance figures of a value where more is rarer. ``table``: (value, pairs that reach it), increasing value.

    The count at the largest entry not above ``value`` is taken; nothing is said while nothing was counted.
    """
    if not pairs:
        return {}
    seen = pairs
    for limit, count in table:
        if limit <= value:
            seen = count
    return {"chance": float(f"{upper(seen, pairs):.2g}"), "chance_seen": seen, "chance_pairs": pairs}


@lru_cache(maxsize=4096)
def upper(k: int, n: int) -> float:
    """One-sided 95 % limit (Clopper and Pearson) of a share ``k`` of ``n``, by bisection on the binomial tail."""
    if k >= n:
        return 1.0
    low, high = k / n, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if _tail(k, n, middle) > 0.05:
            low = middle
        else:
            high = middle
    return high


def _tail(k: int, n: int, p: float) -> float:
    """P(X ≤ k) for X binomial(n, p), summed in logarithms; k is small or the table would be useless."""
    logs = [lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log1p(-p) for i in range(k + 1)]
    top = max(logs)
    return exp(top) * fsum(exp(each - top) for each in logs)

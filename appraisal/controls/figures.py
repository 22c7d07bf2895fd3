"""What a share of found copies is worth, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p

from appraisal import registry
from appraisal.dossier import ControlEntry

LEVEL = 0.95
_STEPS = 60  # halvings; 2**-60 is below what a share of a few hundred plants can tell


def interval(found: int, planted: int) -> tuple[float, float]:
    """Two-sided 95 % limits of the share ``found`` of ``planted``, in [0, 1] (Clopper and Pearson, Biometrika 1934).

    Exact for independent plants: never narrower than 95 %. Nothing planted says nothing: (0, 1).
    """
    if not 0 <= found <= planted:
        raise ValueError(f"{found} of {planted} cannot be found")
    out = (1 - LEVEL) / 2
    low = 0.0 if found == 0 else _where(lambda p: _at_most(planted - found, planted, 1 - p) < out)
    high = 1.0 if found == planted else _where(lambda p: _at_most(found, planted, p) > out)
    return low, high


def _where(below: Callable[[float], bool]) -> float:
    """The share at which ``below`` turns from true to false, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(k: int, n: int, p: float) -> float:
    """P(X ≤ k) for X binomial(n, p), summed in logarithms so that nothing underflows."""
    if not 0 < p < 1:
        return 1.0 if p <= 0 or k >= n else 0.0
    logs = [lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) + (n - i) * log1p(-p) for i in range(k + 1)]
    top = max(logs)
    return exp(top) * fsum(exp(each - top) for each in logs)


@dataclass(frozen=True, slots=True)
class Sentence:
    zh: str
    en: str


def percent(share: float) -> str:
    """A share with one digit behind the point; only what is exactly none or all has none."""
    return f"{share:.0%}" if share in (0.0, 1.0) else f"{share:.1%}"


def sentence(entry: ControlEntry) -> Sentence:
    """What one method was seen to do on this material, figures and intervals, in Chinese and English."""
    settings = ", ".join(f"{name}={value}" for name, value in entry.parameters.items())
    named = f"{entry.comparator} {entry.version}" + (f" ({settings})" if settings else "")
    copies, others = _copies(entry), _others(entry)
    return Sentence(
        f"在本案材料上，{named}{copies.zh}；{others.zh}。", f"On this material {named} {copies.en}{others.en}."
    )


def _copies(entry: ControlEntry) -> Sentence:
    if not entry.planted:
        why = entry.refused or "?"
        return Sentence(
            f"未能作阳性对照（{registry.spoken(why, 'zh') or why}）", f"could not be tried on known copies ({why})"
        )
    low, high = map(percent, interval(entry.found, entry.planted))
    return Sentence(
        f"检出 {entry.planted} 处已知复制中的 {entry.found} 处（95% 置信区间 {low}–{high}）",
        f"finds {entry.found} of {entry.planted} known copies (95% interval {low}–{high})",
    )


def _others(entry: ControlEntry) -> Sentence:
    if not entry.unrelated:
        return Sentence("未作阴性对照", "; no unrelated material was compared")
    low, high = map(percent, interval(entry.with_match, entry.unrelated))
    if not entry.with_match:
        return Sentence(
            f"{entry.unrelated} 对无关材料中无一检出（95% 置信区间 {low}–{high}）",
            f", and none in {entry.unrelated} unrelated pairs (95% interval {low}–{high})",
        )
    return Sentence(
        f"{entry.unrelated} 对无关材料中有 {entry.with_match} 对检出（95% 置信区间 {low}–{high}）",
        f", and a match in {entry.with_match} of {entry.unrelated} unrelated pairs (95% interval {low}–{high})",
    )

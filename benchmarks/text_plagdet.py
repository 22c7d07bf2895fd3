"""plagdet as PAN defines it (Potthast, Stein, Barrón-Cedeño and Rosso 2010, "An Evaluation Framework for Plagiarism
Detection"), macro-averaged, from the definition.

A case and a detection are each a set of characters: those of one span of the left text and of one span of the right
text of the same pair. A detection r detects a case s when both its spans share characters with those of s; then s ⊓ r
is what they share, else nothing.

    prec = mean over detections r of |∪_s (s ⊓ r)| / |r|        rec = mean over cases s of |∪_r (s ⊓ r)| / |s|
    gran = mean number of detections of a case, over the cases that were detected (1 where none was)
    plagdet = F1(prec, rec) / log2(1 + gran)
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A case or a detection: half-open spans of characters in the left and the right text of pair ``pair``."""

    pair: int
    left: Interval
    right: Interval

    @property
    def size(self) -> int:
        return self.left[1] - self.left[0] + self.right[1] - self.right[0]


@dataclass(frozen=True, slots=True)
class Scores:
    plagdet: float
    recall: float
    precision: float
    granularity: float
    cases: int
    detections: int


def _common(a: Interval, b: Interval) -> Interval:
    return max(a[0], b[0]), min(a[1], b[1])


def _detects(case: Passage, detection: Passage) -> bool:
    return all(low < high for low, high in (_common(case.left, detection.left), _common(case.right, detection.right)))


def _union(intervals: Sequence[Interval]) -> int:
    total, reached = 0, -1
    for start, stop in sorted(intervals):
        total += max(0, stop - max(start, reached))
        reached = max(reached, stop)
    return total


def _share(one: Passage, others: Sequence[Passage]) -> float:
    """Share of the characters of ``one`` that those of the others which it meets on both sides cover."""
    met = [other for other in others if _detects(one, other)]
    covered = sum(_union([_common(getattr(one, s), getattr(o, s)) for o in met]) for s in ("left", "right"))
    return covered / one.size


def _by_pair(passages: Sequence[Passage]) -> dict[int, list[Passage]]:
    grouped: dict[int, list[Passage]] = {}
    for passage in passages:
        grouped.setdefault(passage.pair, []).append(passage)
    return grouped


def plagdet(cases: Sequence[Passage], detections: Sequence[Passage]) -> Scores:
    """All four measures. No case or no detection: recall and precision are 0, and so is plagdet."""
    found, wanted = _by_pair(detections), _by_pair(cases)
    recall = sum(_share(case, found.get(case.pair, ())) for case in cases) / len(cases) if cases else 0.0
    precision = sum(_share(d, wanted.get(d.pair, ())) for d in detections) / len(detections) if detections else 0.0
    counts = [sum(_detects(case, d) for d in found.get(case.pair, ())) for case in cases]
    detected = [count for count in counts if count]
    granularity = sum(detected) / len(detected) if detected else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Scores(f1 / math.log2(1 + granularity), recall, precision, granularity, len(cases), len(detections))


def bootstrap(cases: Sequence[Passage], detections: Sequence[Passage], times: int = 500) -> tuple[float, float]:
    """95 % interval of plagdet over resampled pairs (percentile bootstrap, fixed seed)."""
    pairs = sorted({passage.pair for passage in (*cases, *detections)})
    found, wanted = _by_pair(detections), _by_pair(cases)
    per_case: dict[int, list[tuple[float, int]]] = {}
    per_detection: dict[int, list[float]] = {}
    for pair in pairs:
        some, hits = wanted.get(pair, []), found.get(pair, [])
        per_case[pair] = [(_share(case, hits), sum(_detects(case, d) for d in hits)) for case in some]
        per_detection[pair] = [_share(d, some) for d in hits]
    dice = random.Random(95)
    values = []
    for _ in range(times):
        drawn = dice.choices(pairs, k=len(pairs)) if pairs else []
        shares = [entry for pair in drawn for entry in per_case[pair]]
        exact = [share for pair in drawn for share in per_detection[pair]]
        if not shares or not exact:
            values.append(0.0)
            continue
        rec, prec = sum(s for s, _ in shares) / len(shares), sum(exact) / len(exact)
        counts = [count for _, count in shares if count] or [1]
        f1 = 2 * prec * rec / (prec + rec) if prec + rec else 0.0
        values.append(f1 / math.log2(1 + sum(counts) / len(counts)))
    values.sort()
    return values[int(0.025 * times)], values[min(int(0.975 * times), times - 1)]

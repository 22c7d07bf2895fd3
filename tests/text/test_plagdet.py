"""plagdet against an example that was done by hand, and its limits."""

import math

import pytest

from benchmarks.text_plagdet import Passage, bootstrap, plagdet

# Two cases of 200 characters (100 on either side). The first is met by two detections: one of its first half on both
# sides, one of 25 + 25 characters of which 10 + 15 lie in the case. The second is met by none: what lies on its left
# side lies elsewhere on the right. Another detection meets nothing.
CASES = [Passage(0, (0, 100), (1000, 1100)), Passage(1, (0, 100), (0, 100))]
DETECTIONS = [
    Passage(0, (0, 50), (1000, 1050)),
    Passage(0, (90, 115), (1085, 1110)),
    Passage(1, (0, 100), (500, 600)),
    Passage(2, (0, 10), (0, 10)),
]


def test_the_example_done_by_hand() -> None:
    scores = plagdet(CASES, DETECTIONS)
    assert scores.recall == pytest.approx((125 / 200 + 0) / 2)
    assert scores.precision == pytest.approx((100 / 100 + 25 / 50 + 0 + 0) / 4)
    assert scores.granularity == 2
    f1 = 2 * 0.3125 * 0.375 / (0.3125 + 0.375)
    assert scores.plagdet == pytest.approx(f1 / math.log2(3))


def test_overlapping_detections_count_characters_once() -> None:
    case = [Passage(0, (0, 100), (0, 100))]
    twice = plagdet(case, [Passage(0, (0, 60), (0, 60)), Passage(0, (40, 100), (40, 100))])
    assert (twice.recall, twice.precision, twice.granularity) == (1, 1, 2)


def test_perfect_and_empty() -> None:
    assert plagdet(CASES, CASES).plagdet == 1
    assert plagdet(CASES, []).plagdet == 0
    assert plagdet([], DETECTIONS).plagdet == 0
    assert bootstrap(CASES, CASES, 50) == (1, 1)

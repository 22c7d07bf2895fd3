"""The null of software-data: what ordinary values are worth, and that chance stays below its bound."""

from __future__ import annotations

import random

import numpy as np
import pytest

from comparators.software.data import weighing
from comparators.software.data.features import AGREED, CHANGED, GATE, SAME
from comparators.software.data.pairing import pair
from comparators.software.data.weighing import STEPS, folded
from tests.software.data_sides import Rows, items, table


def bits(rows: Rows) -> list[float]:
    """Mean weight of each column."""
    return [float(b) for b in (table(rows).bits / STEPS).mean(axis=0)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("137", "0x89"), ("137", "137.0"), ("1.5e2", "150"), ("0.083", ".0830"), ("-7", "-7.0f"), ("Ab", "aB ")],
)
def test_equal_values_have_one_form(one: str, other: str) -> None:
    assert folded(one)[0] == folded(other)[0]


@pytest.mark.parametrize(("one", "other"), [("137", "1370"), ("-1", "1"), ("0.1", "0.01"), ("1", "l"), ("", "0")])
def test_unequal_values_do_not(one: str, other: str) -> None:
    assert folded(one)[0] != folded(other)[0]


def test_the_prior_follows_benford_and_roundness() -> None:
    # 2^-3 for three digits, log10(1 + 1/137) for which ones, one half
    assert folded("137")[3] == pytest.approx(-np.log2(2**-3 * np.log10(1 + 1 / 137) / 2))
    assert folded("100")[3] == folded("1")[3] < folded("0.083")[3]
    assert folded("255")[3] == folded("25")[3] == weighing.ORDINARY_BITS
    assert folded("true")[3] == 1
    assert folded("长剑")[3] == 9
    assert folded("9" * 200)[3] <= weighing.MOST_BITS and folded("1e999")[3] > 0 and np.isnan(folded("1e999")[1])


def test_ordinary_columns_weigh_nothing_or_little() -> None:
    dice = random.Random(1)
    rows = [
        [
            str(n),
            "1",
            str(int(dice.random() < 0.5)),
            str(n * 50),
            str(dice.randint(0, 2)),
            str(dice.randint(1000, 9999)),
        ]
        for n in range(1, 101)
    ]
    number, constant, flag, ladder, few, arbitrary = bits(rows)
    assert (number, constant, ladder) == (0, 0, 0)
    assert flag <= 1.1 and few <= 1.7
    assert arbitrary > 10


def test_shuffled_row_numbers_weigh_little() -> None:
    numbers = list(range(1, 101))
    random.Random(2).shuffle(numbers)
    assert bits([[str(n), "x"] for n in numbers])[0] < 0.2


def test_columns_that_another_one_tells_weigh_little() -> None:
    dice = random.Random(3)
    rows = []
    for _ in range(200):
        undead = dice.random() < 0.3
        rows.append([str(dice.randint(1, 9)), *(str(int(undead)) for _ in range(5))])
    weights = bits(rows)
    assert sum(weights[1:]) < 2  # five flags that always agree are worth one


def test_combinations_that_count_rows_off_are_an_index() -> None:
    rows = [[str(c), str(level), str((c * 7919 + level * 104729) % 997)] for c in range(1, 6) for level in range(1, 11)]
    assert bits(rows)[:2] == [0, 0]


def test_the_ratio_is_no_better_than_fair_under_the_null() -> None:
    # A value of chance 2^-b agrees with chance 2^-b: the mean of the likelihood ratio is then one at most.
    for quarter in range(4, 160):
        chance = 2.0 ** -(quarter / STEPS)
        mean = chance * 2.0 ** float(SAME[quarter]) + (1 - chance) * CHANGED
        assert mean <= AGREED + CHANGED + 1e-6


def test_independent_tables_stay_far_below_the_gate() -> None:
    worst = max(pair(table(items(seed)), table(items(seed + 500, 55))).bits for seed in range(30))
    assert worst < GATE / 2


def test_a_table_reaches_the_gate_against_itself_if_it_is_said_to() -> None:
    for seed in range(20):
        for count in (2, 3, 5, 9):
            one = table(items(seed, count))
            if one.heavy:
                assert pair(one, table(items(seed, count))).bits >= GATE


@pytest.mark.parametrize("written", ["0x04000000", "0x00FFFFFF", "131072", "0xFF00", "4194304u", "16777215"])
def test_flags_and_masks_of_bits_are_ordinary_however_large(written: str) -> None:
    assert folded(written)[3] <= 6


@pytest.mark.parametrize("written", ["0x04000201", "131073", "16777213", "20104"])
def test_other_large_numbers_are_not(written: str) -> None:
    assert folded(written)[3] > 12

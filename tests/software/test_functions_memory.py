"""What pairing takes of memory: reckoned beforehand, held while it is needed, looked at in pieces."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from appraisal.comparator import Context
from appraisal.errors import OverLimit
from comparators.software.functions import SoftwareFunctions, memory, pairing, proposing, scoring, sides
from comparators.software.functions.features import FunctionFeatures
from comparators.software.functions.reading import CLASSES
from comparators.software.functions.sides import AROUND, Side, pieces, present, tables

KEYS = (3, 4, 1, 2, 25, 35)  # of a function, by class
POOLS = (4000, 300, 3000, 200, 600, 8000)  # that they are drawn from, times the functions in thousands


def crowd(functions: int, seed: int, lost: float = 0.0) -> FunctionFeatures:
    """A program of random functions that call a few others; of the same seed the same, but for the keys lost."""
    dice = np.random.default_rng(seed)
    rows: list[np.ndarray] = []
    for _ in range(functions):
        for kind, (count, pool) in enumerate(zip(KEYS, POOLS, strict=True)):
            drawn = dice.integers(0, max(1, pool * functions // 1000), count).astype(np.uint64)
            rows.append(np.unique((drawn * np.uint64(CLASSES) + np.uint64(kind)) * np.uint64(0x9E3779B97F4A7C15)))
    callees = [np.unique(dice.integers(0, functions, 3)) for _ in range(functions)]
    dropped = np.random.default_rng(seed + 1)
    rows = [row[dropped.random(len(row)) >= lost] for row in rows]
    return FunctionFeatures(
        starts=np.arange(functions, dtype=np.int64) * 100,
        stops=np.arange(functions, dtype=np.int64) * 100 + 90,
        addresses=np.arange(functions, dtype=np.uint64) * 100,
        found=np.zeros(functions, np.uint8),
        counts=dice.integers(8, 90, functions).astype(np.int32),
        places=np.zeros(0, np.uint32),
        normal=np.arange(functions, dtype=np.uint64) + np.uint64(1000 * (lost > 0) * functions),
        shape=dice.integers(1, 20, (functions, 4)).astype(np.int32),
        keys=np.concatenate(rows),
        bounds=np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64),
        callees=np.concatenate(callees).astype(np.int32),
        calls=np.concatenate([[0], np.cumsum([len(row) for row in callees])]).astype(np.int64),
        parts=np.zeros((0, 3), np.int64),
        told_keys=np.zeros(0, np.uint64),
        told="[]",
        names="[" + ", ".join(['""'] * functions) + "]",
        arch="x86-64",
        format="ELF",
        size=100 * functions,
    )


@pytest.mark.parametrize("functions", [150, 450, 1350])
def test_what_is_reckoned_holds_and_is_near(functions: int) -> None:
    left, right = {"a": crowd(functions, 5)}, {"b": crowd(functions, 5, 0.1)}
    reckoned = memory.needed(Side.of(left), Side.of(right)) - memory.PROGRAM
    tracemalloc.start()
    try:
        matches = list(SoftwareFunctions().match(left, right, Context()))
        taken = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(matches) > functions / 2
    assert taken < reckoned + memory.PROGRAM // 4  # what is looked at at a time does not grow with the programs
    assert reckoned < 4 * taken


def test_reckoned_entries_are_no_fewer_than_there_are() -> None:
    for seed in range(3):
        side = Side.of({"a": crowd(200, seed), "b": crowd(50, seed + 9)})
        held = tables(side, side)
        there = [table.left.nnz for table in (*held.classes, *held.around)]
        there += [matrix.nnz for one in side.reach for matrix in (one.near, one.far)]
        every, largest = memory._entries(side)
        assert sum(there) <= every < 2 * sum(there)
        assert max(there) <= largest


def test_too_little_memory_is_refused_beforehand_with_figures() -> None:
    left, right = {"a": crowd(40, 1)}, {"b": crowd(40, 2)}
    needed = memory.needed(Side.of(left), Side.of(right))
    with pytest.raises(OverLimit, match=rf"a, b: pairing 40 and 40 functions takes up to {needed} bytes of memory"):
        list(SoftwareFunctions().match(left, right, Context(memory_limit=needed - 1)))
    list(SoftwareFunctions().match(left, right, Context(memory_limit=needed)))


def test_pieces_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = Side.of({"a": crowd(120, 3)}), Side.of({"b": crowd(120, 3, 0.2)})
    whole, pairs = pairing.pair(left, right)
    for module, name in ((sides, "HELD"), (scoring, "HELD"), (proposing, "CHUNK")):
        monkeypatch.setattr(module, name, 500)
    parts, again = pairing.pair(Side.of({"a": crowd(120, 3)}), Side.of({"b": crowd(120, 3, 0.2)}))
    assert np.array_equal(whole.i, parts.i) and np.array_equal(whole.j, parts.j)
    assert np.array_equal(whole.columns, parts.columns)
    assert np.array_equal(pairs.left, again.left) and np.array_equal(pairs.certainty, again.certainty)


def test_links_are_let_go_once_pairs_are_made() -> None:
    left, right = Side.of({"a": crowd(30, 1)}), Side.of({"b": crowd(30, 1)})
    pairing.pair(left, right)
    assert "reach" not in vars(left) and "reach" not in vars(right)


@given(st.lists(st.integers(0, 9), max_size=30), st.integers(1, 20))
def test_pieces_are_whole_in_order_and_no_larger_than_said(sizes: list[int], most: int) -> None:
    cut = list(pieces(np.array(sizes, np.int32), most))
    assert [n for one in cut for n in range(one.start, one.stop)] == list(range(len(sizes)))
    assert all(sum(sizes[one]) <= most or one.stop == one.start + 1 for one in cut)


def test_columns_side_by_side_are_those_of_hstack() -> None:
    parts = [sparse.random_array((9, n), density=0.3, rng=n, format="csr") for n in (1, 5, 12)]
    ours, theirs = proposing._beside(parts), sparse.csr_array(sparse.hstack(parts))
    assert np.array_equal(ours.toarray(), theirs.toarray())


def test_presence_is_sorted_and_alone() -> None:
    counted = sparse.csr_array(np.array([[0, 300, 1], [2, 0, 0]], np.float64))
    summed = sparse.csr_array(counted + counted @ np.ones((3, 3)))
    found = present(summed)
    assert found.dtype == bool and found.has_sorted_indices
    assert np.array_equal(found.toarray(), summed.toarray() != 0)


def test_keys_of_some_classes() -> None:
    one = crowd(20, 4)
    side = Side.of({"a": one, "b": crowd(7, 5)})
    ends, keys = side.held(AROUND)
    assert len(ends) == 28 and ends[-1] == len(keys) == side.sizes(AROUND).sum()
    row = 13
    expected = [
        key
        for kind in sorted(AROUND)
        for key in one.keys[one.bounds[CLASSES * row + kind] : one.bounds[CLASSES * row + kind + 1]].tolist()
    ]
    assert keys[ends[row] : ends[row + 1]].tolist() == expected

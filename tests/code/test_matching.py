"""Hashes, winnowing, tiling, gaps: textbook examples and properties against brute force."""

from __future__ import annotations

from itertools import pairwise
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparators.code.grams import STRETCH, distinct, grams, repeating
from comparators.code.tokens.details import in_step
from comparators.code.tokens.gaps import Extension, chained
from comparators.code.tokens.matching import Setting, passages
from comparators.code.tokens.ranking import all_scores, likeness, profile
from comparators.code.tokens.strand import Strand
from comparators.code.tokens.tiling import Tile, common_length, free, grown, remaining, tiled
from comparators.code.tokens.winnowing import bounds, shared, winnow
from tests.code.programs import BUCKET, CLOCK, RENAMED, features

SMALL = st.lists(st.integers(3, 5), min_size=1, max_size=40)


def strand(text: str, separator: int) -> np.ndarray:
    """Letters as tokens, with a separator at the end."""
    return np.array([*(ord(c) for c in text), separator], np.uint64)


def runs(left: np.ndarray, right: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All maximal runs, from all pairs of places."""
    pairs = [
        (a, b)
        for a in range(len(left))
        for b in range(len(right))
        if common_length(left, right, a, b) >= size
    ]  # fmt: skip
    at = np.array(pairs, np.int64).reshape(-1, 2)
    return grown(left, right, at[:, 0], at[:, 1], size)


@given(SMALL, st.integers(1, 6))
def test_equal_runs_and_only_they_have_equal_hashes(values: list[int], size: int) -> None:
    hashes = grams(np.array(values), size)
    found = [tuple(values[at : at + size]) for at in range(len(values) - size + 1)]
    assert len(hashes) == len(found)
    assert len(set(hashes.tolist())) == len(set(found))


def test_hashes_do_not_depend_on_where_the_run_stands() -> None:
    values = np.tile(np.array([7, 1, 9]), 50_000)
    hashes = grams(values, 9)
    assert len(set(hashes.tolist())) == 3


def test_winnowing_as_in_the_paper() -> None:
    """Schleimer, Wilkerson and Aiken 2003, figure 2: ``adorunrunrunadorunrun``, 5-grams, windows of 4."""
    hashes = np.array([77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98], np.uint64)
    places = winnow(hashes, 4)
    assert [(int(hashes[at]), int(at)) for at in places] == [(17, 3), (17, 6), (8, 8), (39, 11), (17, 15)]


@given(SMALL, st.integers(1, 8))
def test_every_window_holds_a_fingerprint(values: list[int], window: int) -> None:
    hashes = np.array(values, np.uint64)
    places = winnow(hashes, window)
    assert len(places) and (np.diff(places) <= window).all()
    assert places[0] < window and places[-1] >= len(hashes) - window


def test_pairs_of_shared_hashes_without_the_commonplace_ones() -> None:
    left, right = np.array([5, 9, 5, 7]), np.array([5, 1, 7, 5])
    first, second = shared(left, np.arange(4), right, np.arange(4))
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 0), (0, 3), (2, 0), (2, 3), (3, 2)]
    first, second = shared(np.full(9, 5), np.arange(9), np.full(9, 5), np.arange(9))
    assert len(first) == 0


def test_tiling_takes_the_longest_run_first_and_each_token_once() -> None:
    left, right = strand("abcdefXabc", 1), strand("abcYabcdef", 2)
    used = np.zeros(len(left), bool), np.zeros(len(right), bool)
    assert tiled(runs(left, right, 3), used, 3) == [Tile(0, 4, 6), Tile(7, 0, 3)]
    assert "".join("x" if flag else "." for flag in used[0]) == "xxxxxx.xxx."


def test_a_run_that_is_partly_used_is_cut() -> None:
    left, right = strand("abcdefgh", 1), strand("abcdefghXcdefghYZ", 2)
    used = np.zeros(len(left), bool), np.zeros(len(right), bool)
    assert tiled(runs(left, right, 3), used, 3) == [Tile(0, 0, 8)]
    left, right = strand("mmabcdefnnabcdef", 1), strand("abcdef", 2)
    used = np.zeros(len(left), bool), np.zeros(len(right), bool)
    assert tiled(runs(left, right, 3), used, 3) == [Tile(2, 0, 6)]


def test_what_stands_again_has_a_counterpart_too() -> None:
    left, right = strand("mmabcdefnnabcdef", 1), strand("abcdef", 2)
    used = np.zeros(len(left), bool)
    used[2:8] = True
    hashes = grams(left, 3), grams(right, 3)
    usable = np.ones(len(hashes[0]), bool), np.ones(len(hashes[1]), bool)
    assert remaining(left, right, hashes, usable, used, 3, lambda a, b: 0) == ([Tile(10, 0, 6)], True)


def test_chance_hits_of_hashes_are_dropped() -> None:
    left, right = strand("abcdef", 1), strand("abcxef", 2)
    start, other, length = grown(left, right, np.array([0, 2]), np.array([0, 2]), 3)
    assert (start.tolist(), other.tolist(), length.tolist()) == ([], [], [])
    start, _, length = grown(left, right, np.array([0]), np.array([0]), 3)
    assert (start.tolist(), length.tolist()) == ([0], [3])


def test_free_stretches() -> None:
    assert list(free(np.array([True, False, False, True, False]))) == [(1, 3), (4, 5)]
    assert list(free(np.array([True]))) == []


def _sides(one: list[int], other: list[int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([*one, 1], np.uint64), np.array([*other, 2], np.uint64)


@settings(max_examples=150, deadline=None)
@given(SMALL, SMALL, st.integers(2, 5))
def test_tiles_are_apart_and_equal_and_all_that_is_shared_is_covered(
    one: list[int], other: list[int], size: int
) -> None:
    left, right = _sides(one, other)
    used = np.zeros(len(left), bool), np.zeros(len(right), bool)
    tiles = tiled(runs(left, right, size), used, size)
    for number, column in ((0, "left"), (1, "right")):
        taken = sorted((getattr(tile, column), tile.size) for tile in tiles)
        assert all(a + n <= b for (a, n), (b, _) in pairwise(taken))
        assert used[number].sum() == sum(n for _, n in taken)
    hashes = grams(left, size), grams(right, size)
    usable = np.ones(len(hashes[0]), bool), np.ones(len(hashes[1]), bool)
    tiles += remaining(left, right, hashes, usable, used[0], size, lambda a, b: 0)[0]
    for tile in tiles:
        assert (left[tile.left : tile.left + tile.size] == right[tile.right : tile.right + tile.size]).all()
    covered = {at for tile in tiles for at in range(tile.left, tile.left + tile.size)}
    grams_there = {tuple(other[at : at + size]) for at in range(len(other) - size + 1)}
    wanted = {
        at + k
        for at in range(len(one) - size + 1)
        if tuple(one[at : at + size]) in grams_there
        for k in range(size)
    }  # fmt: skip
    assert covered == wanted


def _extension(one: str, other: str, tile: Tile, gap: int = 4, least: int = 3) -> list[tuple[int, int, int]]:
    left, right = strand(one, 1), strand(other, 2)
    used = np.zeros(len(left), bool), np.zeros(len(right), bool)
    used[0][tile.left : tile.left + tile.size] = used[1][tile.right : tile.right + tile.size] = True
    beside = Extension(left, right, (grams(left, least), grams(right, least)), used, gap, least)
    return [(found.left, found.right, found.size) for found in beside.all([tile])]


def test_short_runs_close_by_are_taken_up_on_both_sides_of_a_tile() -> None:
    assert _extension("pqrXabcdefghYstu", "pqrabcdefghZZstu", Tile(4, 3, 8)) == [(4, 3, 8), (13, 13, 3), (0, 0, 3)]
    assert _extension("stuvwXabcdefgh", "stuvwZZabcdefgh", Tile(6, 7, 8)) == [(6, 7, 8), (0, 0, 5)]
    assert _extension("abcdefghYYYYYstu", "abcdefghstu", Tile(0, 0, 8)) == [(0, 0, 8)]
    assert _extension("abcdefghYst", "abcdefghZst", Tile(0, 0, 8)) == [(0, 0, 8)]
    assert _extension("abcdefghYsssssss", "abcdefghZsss", Tile(0, 0, 8)) == [(0, 0, 8), (9, 9, 3)]


def test_chains_follow_one_another_on_both_sides() -> None:
    tiles = [Tile(0, 0, 5), Tile(7, 6, 4), Tile(13, 30, 4), Tile(20, 11, 4)]
    files = np.zeros(4, np.int64), np.zeros(4, np.int64)
    assert chained(tiles, files, 3) == [[tiles[0], tiles[1]], [tiles[2]], [tiles[3]]]
    assert chained(tiles, (np.array([0, 1, 1, 1]), files[1]), 3) == [[tile] for tile in tiles]
    assert chained(tiles, files, 9)[0] == [tiles[0], tiles[1], tiles[3]]


def test_lines_in_step() -> None:
    left = np.array([1, 1, 2, 2, 4, 5, 5])
    assert in_step(left, left + 10) == ((1, 11, 5),)
    assert in_step(left, np.array([7, 7, 7, 8, 9, 9, 10])) == ((1, 7, 2), (4, 9, 2))
    assert in_step(np.array([1, 2, 3]), np.array([5, 6, 9])) == ((1, 5, 2), (3, 9, 1))


def _table(rows: int, step: int = 7) -> str:
    return "int t[] = {" + ",".join(f"{{{k * step % 97}, 0x{k:x}}}" for k in range(rows)) + "};\n"


def test_repetitive_stretches() -> None:
    flagged = features(_table(30)).repetitive
    assert (flagged == 1).mean() > 0.9 and not (flagged == 2).any()
    zeros = features("int t[] = {" + "0," * 60 + "};").repetitive
    assert (zeros == 2).mean() > 0.9
    for text in (BUCKET, CLOCK):
        assert not features(text).repetitive.any()
    cases = "".join(f'case A{k}: return "w{k * k}";\n' for k in range(20))
    assert features("char *f(int a) { switch (a) {" + cases + "} }").repetitive.mean() > 0.8
    assert not repeating(np.arange(STRETCH - 1)).any()


SETTING = Setting(25, 24, 8)


def _found(one: str, other: str, setting: Setting = SETTING) -> tuple[int, list[tuple[int, ...]]]:
    sides = Strand.of({"a.c": features(one)}, 1), Strand.of({"b.c": features(other)}, 2)
    found, complete = passages(*sides, setting, lambda share: None)
    assert complete
    return sum(tile.size for each in found for tile in each.tiles), [tuple(t.size for t in p.tiles) for p in found]


def test_a_renamed_copy_is_one_passage_and_unrelated_code_none() -> None:
    total, tiles = _found(BUCKET, RENAMED)
    assert total == len(features(BUCKET)) == len(features(RENAMED))
    assert len(tiles) == 1 and len(tiles[0]) == 1
    assert _found(BUCKET, CLOCK) == (0, [])


def test_a_statement_put_in_leaves_one_passage_with_a_gap() -> None:
    lines = BUCKET.splitlines()
    altered = "\n".join([*lines[:7], "    trace(b, 7 << 2);", *lines[7:]])
    total, tiles = _found(BUCKET, altered)
    assert total == len(features(BUCKET))
    assert len(tiles) == 1 and len(tiles[0]) == 2
    assert len(_found(BUCKET, altered, Setting(25, 0, 8))[1]) == 2


def test_tables_are_common_only_as_written() -> None:
    assert _found(_table(30), _table(30, 11))[0] <= 8
    assert _found(_table(30), _table(30))[0] == len(features(_table(30)))
    zeros = "int t[] = {" + "0," * 60 + "};"
    assert _found(zeros, zeros.replace("t", "u")) == (0, [])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([BUCKET, CLOCK, RENAMED, _table(12), "int f(int a);\n"]), min_size=1, max_size=5),
       st.lists(st.sampled_from([BUCKET, CLOCK, _table(12)]), min_size=1, max_size=5))  # fmt: skip
def test_exchanged_sides_mirror(one: list[str], other: list[str]) -> None:
    left = {f"{n}.c": features(text) for n, text in enumerate(one)}
    right = {f"{n}.c": features(text) for n, text in enumerate(other)}
    straight = passages(Strand.of(left, 1), Strand.of(right, 2), SETTING, lambda share: None)[0]
    turned = passages(Strand.of(right, 1), Strand.of(left, 2), SETTING, lambda share: None)[0]
    if one != other:
        mirrored = {tuple((t.right, t.left, t.size) for t in passage.tiles) for passage in turned}
        assert {tuple((t.left, t.right, t.size) for t in passage.tiles) for passage in straight} == mirrored


def test_the_ranking_value_by_hand() -> None:
    left, right = features("a = b; a = b;", "a.js"), features("c = d;", "b.js")
    one, other = (profile([(side, None)], 2) for side in (left, right))
    # Left: "n =", "= n", "n ;" twice each, "; n" once. Right: the first three, once each.
    assert sorted(one[1].tolist()) == [1, *[1 + log(2)] * 3]
    assert likeness(one, other) == pytest.approx(2 * 3 / (1 + 3 * (1 + log(2)) + 3))
    out = np.arange(len(left)) >= 4
    assert likeness(profile([(left, out)], 2), other) == 1
    assert likeness(profile([], 2), profile([], 2)) == 0


def test_all_pairs_of_files_at_once() -> None:
    files = {"a.c": features(BUCKET), "b.c": features(CLOCK), "c.c": features(CLOCK + RENAMED), "d.c": features("a;")}
    scores = all_scores(files)
    profiles = [profile([(file, None)]) for file in files.values()]
    wanted = [[likeness(one, other) for other in profiles] for one in profiles]
    assert scores == pytest.approx(np.array(wanted))
    assert np.diag(scores) == pytest.approx([1, 1, 1, 0])
    assert scores[0, 2] > 0.5 > 0.2 > scores[0, 1]
    assert all_scores({}).shape == (0, 0)


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_distinct_numbers_and_where_they_stand(table: list[int], wanted: list[int]) -> None:
    assert distinct(np.array(table, np.uint64)).tolist() == sorted(set(table))
    ordered = sorted(table)
    low, high = bounds(np.array(ordered, np.int64), np.array(wanted, np.int64))
    for value, begin, end in zip(wanted, low.tolist(), high.tolist(), strict=True):
        assert ordered[begin:end] == [value] * table.count(value)

"""Files that several are as like: decided where the others have counterparts of their own, else said to be open."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from comparators.software.tree.align import _runs
from comparators.software.tree.settle import _decided, _layout, _shape
from tests.software.test_tree import QUEUE, folder, named, run
from tests.software.test_tree_parts import features


def decided(
    likeness: dict[tuple[str, str], float], taken: list[tuple[str, str]], **content: str
) -> set[tuple[str, str]]:
    names = [{n: content.get(n, n) for pair in likeness for n in pair}] * 2
    return set(_decided(likeness, taken, names))


def test_two_that_are_more_like_with_their_own() -> None:
    likeness = {("a", "x"): 2.003, ("a", "y"): 2.001, ("b", "x"): 2.001, ("b", "y"): 2.003}
    assert decided(likeness, [("a", "x"), ("b", "y")]) == {("a", "x"), ("b", "y")}


def test_two_that_could_be_exchanged_stay_open() -> None:
    likeness = {("a", "x"): 2.0, ("a", "y"): 2.0, ("b", "x"): 2.0, ("b", "y"): 2.0}
    assert decided(likeness, [("a", "x"), ("b", "y")]) == set()


def test_a_rival_without_counterpart_keeps_it_open_unless_it_is_less_like() -> None:
    assert decided({("a", "x"): 2.0, ("b", "x"): 1.999}, [("a", "x")]) == set()
    assert decided({("a", "x"): 2.0, ("b", "x"): 1.9}, [("a", "x")]) == {("a", "x")}


def test_a_file_of_equal_content_is_no_rival() -> None:
    assert decided({("a", "x"): 2.0, ("b", "x"): 2.0}, [("a", "x")], a="same", b="same") == {("a", "x")}


def test_shape_and_layout(tmp_path: Path) -> None:
    one = features(tmp_path, QUEUE.encode(), "a")
    two = features(tmp_path, QUEUE.replace("queue", "lie").replace("job", "huo").encode(), "b")
    other = features(tmp_path, ("x = 1\n\n" * 20).encode(), "c")
    assert _shape(one, two) == 1 and _layout(one, two) == 1
    assert _shape(one, other) == 0 and _layout(one, other) == 0


def test_copies_that_cannot_be_told_apart_are_undecided(tmp_path: Path) -> None:
    lines = QUEUE.splitlines(keepends=True)
    copies = {f"d{k}/q.c": "".join(lines) + f"int end_{k};\n" for k in range(2)}
    left = folder(tmp_path / "l", dict(copies))
    right = folder(tmp_path / "r", {f"x{k}/l.c": "".join(lines) + f"int final_{k};\n" for k in range(2)})
    assert {kind for kind, _, _ in named(run(left, right))} == {"similar-alike"}


def test_lists_of_names_alone_are_told_by_shape_in_folders_that_correspond(tmp_path: Path) -> None:
    """A list of constants, every name changed: nothing is left of its rows; its ends, its shape and its place tell."""

    def listed(prefix: str) -> str:
        rows = "".join(f"#define {prefix}_{n * 7919 % 1000} {prefix.lower()}_{n * 104729 % 997}\n" for n in range(40))
        return f"#pragma once\n#include <stdio.h>\n{rows}int last(void);\n#pragma end\n"

    more = QUEUE.replace("job", "task").replace("queue", "heap") * 2
    left = folder(tmp_path / "l", {"s/queue.c": QUEUE, "s/more.c": more, "s/err.h": listed("ERR")})
    theirs = {
        "k/lie.c": QUEUE.replace("queue", "lie"),
        "k/duo.c": more.replace("heap", "dui"),
        "k/cuo.h": listed("CUO"),
    }
    result = run(left, folder(tmp_path / "r", {**theirs}))
    rows = {(row[0], row[1]): row for row in result.tables["pairs"]["rows"]}
    assert rows["s/err.h", "k/cuo.h"][-1] == "place"
    assert sum(rows["s/err.h", "k/cuo.h"][4:8]) < 10, "the renamed rows are not counted"


def test_a_phrase_is_followed_a_bounded_way() -> None:
    same = np.zeros(10_000, np.int64)  # a table of one pattern: everything goes on agreeing
    at = np.array([5_000])
    assert _runs(same, same, at, at, 4, 100) == [(4_900, 4_900, 204)]
    assert _runs(same, same, at, at + 50, 4, 100) == [(4_900, 4_950, 204)]


def test_a_phrase_carries_on_where_the_bound_stopped_the_one_before() -> None:
    same = np.zeros(10_000, np.int64)
    close = np.array([5_000, 5_060])  # the second lies within what the first one reached
    assert _runs(same, same, close, close, 4, 100) == [(4_900, 4_900, 264)]
    met = np.array([5_000, 5_150])  # what both reach meets: one run
    assert _runs(same, same, met, met, 4, 100) == [(4_900, 4_900, 354)]
    far = np.array([5_000, 5_300])
    assert _runs(same, same, far, far, 4, 100) == [(4_900, 4_900, 204), (5_200, 5_200, 204)]
    other = np.where(np.arange(10_000) == 5_080, 1, 0)  # a disagreement ends it for good
    assert _runs(same, other, close, close, 4, 100) == [(4_900, 4_900, 180)]
    assert _runs(same, other, far, far, 4) == [(0, 0, 5_080), (5_081, 5_081, 4_919)]

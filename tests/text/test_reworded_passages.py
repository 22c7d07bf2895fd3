"""Where a reworded passage begins and ends, and what binds its words."""

import random
from difflib import SequenceMatcher

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparators.text.reworded import TextReworded
from comparators.text.reworded.aligning import Alignment, _trimmed
from comparators.text.reworded.binding import Binding
from comparators.text.reworded.extending import Crossings, Piece, _gap
from comparators.text.reworded.passages import Demands
from comparators.text.reworded.sides import Array, Shared, Sides
from tests.text.test_reworded import HARBOUR, TOWN, compare, side


def test_keys_are_the_distinct_tokens() -> None:
    keys = list(TextReworded().keys(side("船头船头 boats boat")["0.txt"]))
    assert keys == sorted([b"boat", "船".encode(), "头".encode()])
    assert np.all(np.diff([len(key) for key in keys]) >= -1)


def test_how_firmly_a_token_is_bound_to_the_one_before_it() -> None:
    left, right = np.array([1, 2, 9, 1, 2, 8, 1, 2]), np.array([1, 2, 7, 1, 3])
    binding = Binding(left, right, 10, [(0, 2)])
    # 1 stands five times, 2 follows it four times; without one place on either side, two of three; three in doubt.
    assert binding.share(np.array([1, 1, 2]), np.array([2, 3, 9])).tolist() == [2 / 6, 0, 0]
    assert Binding(left[:1], right[:0], 10, []).share(left[:1], left[:1]).tolist() == [0]


def test_two_rosters_of_the_same_names_are_no_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    heroes = "及时雨宋江 玉麒麟卢俊义 智多星吴用 入云龙公孙胜 大刀关胜 豹子头林冲 霹雳火秦明 双鞭呼延灼"
    names = [*heroes.split(" "), "小李广花荣", "小旋风柴进", "扑天雕李应", "美髯公朱仝"]
    dice = random.Random(1)
    scenes = [f"{name}道：“{a}何在？”{b}笑而不答。" for name, a, b in (dice.sample(names, 3) for _ in range(20))]
    other_order = [names[k ^ 3] for k in range(len(names))]
    left = "".join(scenes[:10]) + TOWN + "、".join(names) + "。"
    right = "、".join(other_order) + "。" + HARBOUR + "".join(scenes[10:])
    assert compare(side(left), side(right))[0] == []
    monkeypatch.setattr(Binding, "share", lambda self, first, second: np.zeros(len(first)))
    assert compare(side(left), side(right))[0]  # what the rule takes out


def test_a_short_passage_wholly_contained_needs_less() -> None:
    demands = Demands(70, TextReworded().minimum)
    assert demands.nats((0.7, 1.0)) < demands.nats((0.7, 0.8)) < demands.nats((0.5, 0.8)) == 70
    assert demands.nats((0.2, 0.3)) > 70
    assert demands.nats((1.0, 1.0)) == 25
    assert demands.nats((0.5, 0.8), 1.0) == 84


class ByRun(Shared):
    """Blocks as they are found where words are among the tokens: run by run."""

    def _plain(self, kept: Array) -> None:
        return None


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁，。 "), st.sampled_from("sdi")), min_size=1, max_size=40))
def test_blocks_are_the_runs_of_what_was_kept(steps: list[tuple[str, str]]) -> None:
    """Against offsets one by one: the way for tokens of one character each, and the one for all others."""
    one = "".join(c for c, step in steps if step != "i") + "戊"
    other = "".join(c for c, step in steps if step != "d") + "戊"
    sides = Sides.of(side(one), side(other))
    left, right = sides.left.tokens, sides.right.tokens
    found = SequenceMatcher(None, left.tolist(), right.tolist(), autojunk=False).get_matching_blocks()
    kept = np.array([(a + k, b + k) for a, b, size in found for k in range(size)], np.int64)
    alignment = Alignment((0, len(left)), (0, len(right)), kept, kept[:0], 1.0)
    (mine,), (theirs,) = sides.left.files, sides.right.files
    runs: list[list[tuple[int, int]]] = []  # offsets of tokens that follow on, as far apart on both sides
    before = None
    for i, j in kept.tolist():
        a, c = mine.span(i, i)[0], theirs.span(j, j)[0]
        if before == (i - 1, j - 1) and a - runs[-1][-1][0] == c - runs[-1][-1][1]:
            runs[-1].append((a, c))
        else:
            runs.append([(a, c)])
        before = (i, j)
    expected = tuple((*run[0], run[-1][0] - run[0][0] + 1) for run in runs)
    assert Shared(sides, alignment)._plain(kept) is not None
    assert Shared(sides, alignment).blocks() == ByRun(sides, alignment).blocks() == expected


def test_words_are_laid_run_by_run() -> None:
    sides = Sides.of(side("He sails the boat"), side("He sailing the boat"))
    kept = np.array([(k, k) for k in range(len(sides.left.tokens))], np.int64)
    shared = Shared(sides, Alignment((0, len(kept)), (0, len(kept)), kept, kept[:0], 1.0))
    assert shared._plain(kept) is None
    assert shared.blocks() == ((0, 0, 2), (3, 3, 5), (9, 11, 8))  # sails, sailing: as far as the shorter reaches


def test_whole_sentences_at_the_ends_that_met_nothing_are_left_out() -> None:
    """Sentences of four tokens; the passage from 1 to 16 met the other side at 5 to 9 only: 4 to 12 stay."""
    marks = np.tile([0, 1, 0, 2], 5)
    assert _trimmed(np.array([9, 5, 7]), marks, 1, 16) == (4, 12)
    assert _trimmed(np.array([2, 15]), marks, 1, 16) == (1, 16)  # both ends met something
    assert _trimmed(np.array([4, 11]), marks, 1, 16) == (4, 12)  # at the very edges of sentences


def test_a_passage_in_a_better_one_on_one_side_that_continues_into_it_on_the_other_is_none_of_its_own() -> None:
    places = Crossings()
    places.add((100, 200), (1000, 1100))
    assert places.across((110, 150), (1000, 1050), 0.3) == 0  # inside on both sides
    assert places.across((60, 115), (1000, 1055), 0.3) is None  # 15 of 55 tokens, and all
    assert places.across((60, 115), (1000, 1055), 0.3, 1.0) == 0
    assert places.across((60, 103), (1000, 1043), 0.3, 1.0) is None  # 3 of 43: the two only touch
    assert places.across((190, 230), (1010, 1050), 0.3, 1.0) == 0  # from the other end
    assert places.across((190, 230), (1095, 1135), 0.3, 1.0) is None  # goes on where the better one ends
    assert places.across((100, 200), (3000, 3100), 0.3, 1.0) is None  # used twice


def test_what_both_sides_go_on_differently_for_ends_a_passage() -> None:
    one = Piece((0, 100), (0, 100), ((50, 50),), 200.0)
    for left, right, joined in (
        (140, 140, True),
        (141, 141, False),
        (141, 110, True),
        (600, 110, True),
        (601, 110, False),
    ):
        other = Piece((left, left + 100), (right, right + 100), ((left + 50, right + 50),), 200.0)
        assert (_gap(one, other) is not None) == joined

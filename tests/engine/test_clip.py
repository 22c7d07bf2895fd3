"""Clipping matches through their blocks, and the partition against an ancestor."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from appraisal.clip import clip, partition, remaining
from appraisal.comparison import Mask, Match, Places
from appraisal.span import Region, box, char, whole

# The left copy has one more character at 13: blocks 10..13 -> 0..3 and 14..20 -> 3..9.
MATCH = Match(char("a", 10, 20), char("b", 0, 9), "verbatim", blocks=((10, 0, 3), (14, 3, 6)))


def _mask(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> Mask:
    return Mask(Region(char("a", *p) for p in left), Region(char("b", *p) for p in right))


def test_untouched_matches_stay_the_same_object() -> None:
    assert clip(MATCH, _mask([(0, 10), (20, 30)], []))[0] is MATCH


def test_a_cut_in_the_middle_leaves_two_pieces_in_step() -> None:
    pieces = clip(MATCH, _mask([(15, 17)], []))
    assert [(p.left.start, p.left.stop, p.right.start, p.right.stop) for p in pieces] == [
        (10, 15, 0, 4),
        (17, 20, 6, 9),
    ]
    assert pieces[0].blocks == ((10, 0, 3), (14, 3, 1))
    assert pieces[1].blocks == ((17, 6, 3),)


def test_the_right_side_cuts_the_left() -> None:
    (piece,) = clip(MATCH, _mask([], [(0, 3)]))
    assert (piece.left.start, piece.left.stop) == (14, 20)


def test_a_gap_between_blocks_that_is_taken_out_does_not_remain() -> None:
    """13..14 of the left side lies between two blocks: the piece reaches over it, the account does not count it."""
    left, right = remaining([MATCH], _mask([(13, 14)], []))
    assert left.intervals(char("a", 0, 1).lane) == [(10, 13), (14, 20)]
    assert left.length() == 9 and right.length() == 9


def test_everything_out() -> None:
    assert clip(MATCH, Mask(Region([whole("a")]), Region())) == []
    assert clip(MATCH, _mask([(0, 99)], [])) == []


def test_further_places_keep_the_match_alive() -> None:
    twice = replace(MATCH, also=Places(left=(char("a", 50, 60),)))
    (piece,) = clip(twice, _mask([(10, 20)], []))
    assert piece.left == char("a", 50, 60) and piece.right == MATCH.right and not piece.blocks
    assert clip(twice, _mask([(10, 20), (50, 60)], [])) == []


def test_polygons_are_clipped_by_area() -> None:
    match = Match(box("p", 0, 0, 10, 10), box("q", 0, 0, 10, 10), "whole")
    (piece,) = clip(match, Mask(Region([box("p", 0, 0, 10, 4)]), Region()))
    assert piece.left.length == 60 and piece.right.length == 100


CUTS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda p: (p[0], p[0] + p[1])), max_size=6)


@given(CUTS, CUTS)
def test_pieces_never_touch_the_mask_and_lose_nothing_else(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    mask = _mask(left, right)
    pairs = {(10 + i, i) for i in range(3)} | {(14 + i, 3 + i) for i in range(6)}
    gone_left = {n for a, b in left for n in range(a, b)}
    gone_right = {n for a, b in right for n in range(a, b)}
    wanted = {(i, j) for i, j in pairs if i not in gone_left and j not in gone_right}
    kept = {
        (a + k, b + k)
        for piece in clip(MATCH, mask)
        for a, b, length in ((int(x), int(y), int(z)) for x, y, z in piece.blocks)
        for k in range(length)
    }
    assert kept == wanted


def test_partition_by_hand() -> None:
    ours = [Match(char("a", 0, 100), char("b", 0, 100), "v")]
    with_left = [Match(char("a", 80, 120), char("old", 0, 40), "v")]
    with_right = [Match(char("b", 80, 100), char("old", 0, 20), "v")]
    found = partition("C1", "0" * 64, ours, with_left, with_right)
    assert found.left == {"shared_with_other_only": 80, "shared_by_all_three": 20, "shared_with_ancestor_only": 20}
    assert found.right == {"shared_with_other_only": 80, "shared_by_all_three": 20, "shared_with_ancestor_only": 0}


def test_only_the_two_works_share_what_the_filtered_figures_count() -> None:
    """A place whose counterpart stands in the ancestor is no place of the two alone, whichever is found there."""
    ours = [Match(char("a", 0, 100), char("b", 0, 100), "v", blocks=((0, 0, 100),))]
    with_left = [Match(char("a", 80, 100), char("old", 0, 20), "v")]
    with_right = [Match(char("b", 82, 100), char("old", 2, 20), "v"), Match(char("b", 0, 5), char("old", 30, 35), "v")]
    found = partition("C1", "0" * 64, ours, with_left, with_right)
    mask = Mask(*(Region(m.left for m in taken) for taken in (with_left, with_right)))
    for side, left_over in zip((found.left, found.right), remaining(ours, mask), strict=True):
        assert side == {
            "shared_with_other_only": left_over.length(), "shared_by_all_three": 25, "shared_with_ancestor_only": 0,
        }  # fmt: skip
        assert left_over.length() == 75


STRETCHES = st.lists(st.tuples(st.integers(0, 34), st.integers(1, 6)).map(lambda p: (p[0], p[0] + p[1])), max_size=5)


@given(STRETCHES, STRETCHES)
def test_further_places_follow_what_no_place_of_the_other_side_has(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    """Three left and two right places of a passage of 8: one is out when it, or all that correspond to it, are out."""
    starts, others = (0, 10, 20), (5, 25)
    match = Match(
        char("a", 0, 8),
        char("b", 5, 13),
        "verbatim",
        also=Places(tuple(char("a", n, n + 8) for n in starts[1:]), (char("b", 25, 33),)),
        blocks=((0, 5, 8),),
    )
    gone_left = {n for a, b in left for n in range(a, b)}
    gone_right = {n for a, b in right for n in range(a, b)}
    kept = [k for k in range(8) if any(n + k not in gone_left for n in starts)]
    kept = [k for k in kept if any(n + k not in gone_right for n in others)]
    wanted_left = {n + k for n in starts for k in kept} - gone_left
    wanted_right = {n + k for n in others for k in kept} - gone_right
    found_left: set[int] = set()
    found_right: set[int] = set()
    for piece in clip(match, _mask(left, right)):
        found_left |= {n for span in piece.all_left() for n in range(int(span.start), int(span.stop))}
        found_right |= {n for span in piece.all_right() for n in range(int(span.start), int(span.stop))}
    assert (found_left, found_right) == (wanted_left, wanted_right)


def test_a_further_place_of_another_length_is_cut_in_proportion() -> None:
    match = Match(
        char("a", 0, 100), char("b", 0, 100), "v", also=Places(right=(char("b", 200, 400),)), blocks=((0, 0, 100),)
    )
    (piece,) = clip(match, _mask([(0, 50)], []))
    assert piece.all_right() == (char("b", 50, 100), char("b", 300, 400))

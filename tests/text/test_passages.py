"""Passages against the definition spelled out by brute force, on small alphabets where everything repeats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparators.matching import suffixes
from comparators.text import candidates, nested, windows
from comparators.text import passages as module
from comparators.text.candidates import common
from comparators.text.features import Files
from comparators.text.passages import Strand, passages
from comparators.text.windows import Minimum, scan
from tests.text import oracle
from tests.text.sides import side

LETTERS = st.text("ab甲乙", max_size=24)
MEMBERS = st.lists(LETTERS, min_size=1, max_size=3)
MINIMA = st.sampled_from([(1, 1), (2, 3), (3, 5), (2, 2), (4, 2)])


def strand(members: list[str]) -> Strand:
    return Files(side(*members)).strand


def found(left: list[str], right: list[str], min_zi: int, min_letters: int) -> dict[str, tuple[oracle.Places, ...]]:
    sides = Files(side(*left)), Files(side(*right))
    result = {}
    for passage in passages(sides[0].strand, sides[1].strand, Minimum.of(min_zi, min_letters)):
        places = []
        for files, at in zip(sides, (passage.left, passage.right), strict=True):
            numbers, local = files.locate(at)
            places.append(tuple(zip(numbers.tolist(), local.tolist(), strict=True)))
        number, at = places[0][0]
        piece = left[number][at : at + passage.length]
        assert piece not in result
        assert (passage.left_places, passage.right_places) == (len(places[0]), len(places[1]))
        assert passage.zi == sum(c >= "\u3000" for c in piece)
        result[piece] = tuple(places)
    return result


@given(MEMBERS, MEMBERS, MINIMA)
def test_equals_the_definition(left: list[str], right: list[str], minimum: tuple[int, int]) -> None:
    assert found(left, right, *minimum) == oracle.passages(left, right, *minimum)


@given(MEMBERS, MEMBERS, MINIMA)
def test_chunks_do_not_show(left: list[str], right: list[str], minimum: tuple[int, int]) -> None:
    """Long texts are worked on a chunk at a time: here chunks are shorter than windows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "CHUNK", 3)
        patch.setattr(candidates, "STEP", 5)
        patch.setattr(candidates, "EXACT", 0)
        patch.setattr(suffixes, "STEP", 4)
        assert found(left, right, *minimum) == oracle.passages(left, right, *minimum)


@given(LETTERS, LETTERS, LETTERS, MINIMA)
def test_a_copied_part_is_found(before: str, copied: str, after: str, minimum: tuple[int, int]) -> None:
    assert found([before + copied + after], [copied], *minimum) == oracle.passages(
        [before + copied + after], [copied], *minimum
    )


@pytest.mark.parametrize("text", ["a" * 300, "ab" * 200, "甲" * 100, "甲a" * 80, "aab" * 90 + "b" * 50])
def test_endless_repetition(text: str) -> None:
    short = text[: len(text) // 2 + 3]
    expected = oracle.passages([text], [short], 13, 40)
    assert found([text], [short], 13, 40) == expected
    assert len(expected) <= len(text)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_lists_are_cut_but_cover_all(left: list[int], right: list[int]) -> None:
    """Beyond ``MOST_PLACES`` only places that no longer passage covers are listed, and they cover what all would."""
    texts = "b".join("a" * n for n in left), "c".join("a" * n for n in right)
    longest, full = (find([texts[0]], [texts[1]], 1, 1) for find in (oracle.longest, oracle.passages))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_PLACES", 2)
        cut = list(passages(strand([texts[0]]), strand([texts[1]]), Minimum.of(1, 1)))
    pieces = {texts[0][int(p.left[0]) : int(p.left[0]) + p.length]: p for p in cut}
    assert set(longest) <= set(pieces) and len(pieces) == len(cut)
    for side_number in (0, 1):
        places = [p.left if side_number == 0 else p.right for p in cut]
        listed = [tuple((0, int(at)) for at in some) for some in places]
        assert all(listed)
        lengths = [p.length for p in cut]
        assert oracle.covered(listed, lengths) == oracle.covered(
            [spots[side_number] for spots in full.values()], [len(piece) for piece in full]
        )
        for piece, passage in pieces.items():
            places_here = oracle.occurrences(piece, [texts[side_number]])
            some = [(0, int(at)) for at in (passage.left if side_number == 0 else passage.right)]
            assert some[0] == places_here[0] and set(some) <= set(places_here)
            assert len(places_here) == (passage.left_places, passage.right_places)[side_number]


def test_a_formula_within_longer_passages_links_its_places() -> None:
    """x stands in a longer passage at each place; only x itself links the first place with the second one."""
    left, right = ["pxxq-", "rxxs"], ["pxxq", "rxxs"]
    assert found(left, right, 2, 2) == oracle.passages(left, right, 2, 2)
    assert set(found(left, right, 2, 2)) == {"pxxq", "rxxs", "xx"}
    assert set(found(["pxxqrxxs"], ["pxxqrxxs"], 2, 2)) == {"pxxqrxxs"}  # inside the places of one passage


def test_stock_phrases_are_not_linked_pair_by_pair() -> None:
    """What stands oftener than ``MOST_PAIRS`` allows is reached through the passages that it stands in."""
    texts = [f"{chr(0x5000 + k)}xxx{chr(0x6000 + k)}" for k in range(6)]
    assert set(found(texts, texts, 1, 3)) >= {"xxx"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nested, "MOST_PAIRS", 35)
        assert "xxx" not in found(texts, texts, 1, 3)
        patch.setattr(nested, "MOST_PAIRS", 36)
        assert "xxx" in found(texts, texts, 1, 3)
        patch.setattr(nested, "BUDGET", 35)
        assert "xxx" not in found(texts, texts, 1, 3)


def test_of_very_many_strings_the_longest_are_looked_at() -> None:
    texts = [
        f"{edge}{body}{edge}" for body, edges in (("uvw", "αβ"), ("mnop", "γδ"), ("abcde", "εζ")) for edge in edges
    ]
    assert {"uvw", "mnop", "abcde"} <= set(found(texts, texts, 1, 3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nested, "MOST_STRINGS", 2)
        assert set(found(texts, texts, 1, 3)) == {*texts, "mnop", "abcde"}
        patch.setattr(nested, "MOST_STRINGS", 1)
        assert set(found(texts, texts, 1, 3)) == set(texts)


@given(MEMBERS, MINIMA)
def test_windows_are_the_shortest_that_suffice(members: list[str], minimum: tuple[int, int]) -> None:
    laid = strand(members)
    text = "".join(member + "\0" for member in members)
    rule = Minimum.of(*minimum)
    for base, lengths, _ in scan(laid.text, rule, laid.breaks, 1):
        for at, length in enumerate(lengths.tolist(), base):
            piece = text[at : at + length]
            if "\0" not in piece and at + length < len(text):
                assert oracle.weight(piece, *minimum) >= rule.threshold > oracle.weight(piece[:-1], *minimum)


def test_equal_windows_have_equal_hashes_wherever_they_stand() -> None:
    rng = np.random.default_rng(1)
    passage = rng.integers(0x4E00, 0x4E10, 50)
    texts = [np.concatenate([rng.integers(0x4E00, 0x9000, n), passage, [0]]).astype(np.uint16) for n in (5, 70_000)]
    rule = Minimum.of(13, 40)
    hashes = [
        np.concatenate([values for _, _, values in scan(text, rule, np.array([len(text) - 1]), 1)]) for text in texts
    ]
    assert (hashes[0][5:43] == hashes[1][70_000:70_038]).all()


@given(st.lists(st.integers(0, 40), max_size=200), st.lists(st.integers(0, 40), max_size=200))
def test_no_common_hash_is_lost(left: list[int], right: list[int]) -> None:
    a, b = (np.array(values, np.uint64) * np.uint64(0x9E3779B97F4A7C15) for values in (left, right))
    at_left, at_right = common(a, b)
    both = set(left) & set(right)
    assert set(at_left.tolist()) >= {at for at, value in enumerate(left) if value in both}
    assert set(at_right.tolist()) >= {at for at, value in enumerate(right) if value in both}

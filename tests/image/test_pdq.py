"""The hash: its textbook parts, fixed results, and the law of the eight orientations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from comparators.image import pdq
from comparators.image.copy import KEYED
from tests.image.pictures import scene

#: Hash (hex) and detail of three scenes. Agree bit for bit with pdqhash 0.2.8 (docs/methods/image-copy.md).
PINNED = {
    (1, 200, 160): ("1c5dc29a678ea64761979dbb99b03344077a63dac68cc524d7ab3c393d463938", 100),
    (2, 64, 64): ("a91f94a692c1cf7cf900f8209915264e8dd57dc8db37af409733a3a47134e8db", 71),
    (3, 97, 331): ("72386d362536924dd3e96202e415e80c85d7c0aec24922eb6cbfb55769aee3d7", 100),
}
SQUARES = arrays.arrays(np.int64, (64, 64), elements=st.integers(0, 255 * 4096))


@pytest.mark.parametrize("which", PINNED)
def test_pinned(which: tuple[int, int, int]) -> None:
    square = pdq.reduce(scene(*which))
    assert (pdq.dihedral(square)[0].tobytes().hex(), pdq.quality(square)) == PINNED[which]


def test_filter_is_the_textbook_tent() -> None:
    # 1024 samples: boxes of 8, reaching 3 back and 4 ahead; twice gives the tent 1..8..1 / 64.
    matrix = pdq.filter_matrix(1024)
    assert matrix.shape == (64, 1024)
    assert (matrix.sum(axis=1) == 1 << 22).all()
    middle = matrix[32, 520 - 6 : 520 + 9] * 64 / (1 << 22)
    assert middle.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 1]
    assert np.flatnonzero(matrix[32]).tolist() == list(range(514, 529))


@pytest.mark.parametrize("size", [1, 5, 63, 64, 65, 127, 128])
def test_small_pictures_are_sampled_not_blurred(size: int) -> None:
    matrix = pdq.filter_matrix(size)
    assert ((matrix == 0) | (matrix == 1 << 22)).all()
    assert matrix.argmax(axis=1).tolist() == [int((i + 0.5) * size / 64) for i in range(64)]


def test_luminance_of_primaries() -> None:
    rows = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]], np.uint8)
    assert pdq.luminance(rows).tolist() == [[76245, 149685, 29070, 255000]]


def test_64_by_64_passes_through() -> None:
    picture = scene(5, 64, 64)
    exact = pdq.luminance(picture).astype(np.int64)
    assert np.abs(pdq.reduce(picture) * 1000 - exact * 4096).max() <= 500


def test_cosine_of_one_wave_is_one_coefficient() -> None:
    x = np.arange(64)
    wave = np.cos(np.pi * 3 * (2 * x + 1) / 128)[None, :] * np.cos(np.pi * 5 * (2 * x + 1) / 128)[:, None]
    block = pdq.coefficients(np.rint((128 + 100 * wave) * 4096).astype(np.int64)) / (4096 * 65536.0**2)
    assert block[4, 2] == pytest.approx(100 * 32, rel=1e-4)
    block[4, 2] = 0
    assert np.abs(block).max() < 0.1


def test_flat_has_no_detail() -> None:
    square = pdq.reduce(np.full((300, 200, 3), 77, np.uint8))
    assert pdq.quality(square) == 0
    assert pdq.decided(pdq.coefficients(square)) == 0
    assert not pdq.dihedral(square).any()


def test_half_of_the_bits_are_set() -> None:
    assert np.unpackbits(pdq.dihedral(pdq.reduce(scene(1)))[0]).sum() == 128


def test_alterations_form_a_group() -> None:
    picture = scene(4, 70, 50)
    for a in range(8):
        assert pdq.THEN[a][pdq.INVERSE[a]] == 0
        for b in range(8):
            assert np.array_equal(pdq.orient(pdq.orient(picture, a), b), pdq.orient(picture, pdq.THEN[a][b]))


def test_words_of_turning() -> None:
    corner = np.zeros((3, 4), np.uint8)
    corner[0, 0] = 1  # top left
    places = [tuple(int(i[0]) for i in np.nonzero(pdq.orient(corner, k))) for k in range(8)]
    assert places == [(0, 0), (0, 2), (2, 3), (3, 0), (0, 3), (2, 0), (0, 0), (3, 2)]


@settings(max_examples=60)
@given(SQUARES)
def test_dihedral_law(square: np.ndarray) -> None:
    """The eight hashes from one transform are those of the turned and mirrored picture, for any picture at all."""
    fast = pdq.dihedral(square)
    for k in range(8):
        turned = np.ascontiguousarray(pdq.orient(square, k))
        assert np.array_equal(fast[k], pdq.dihedral(turned)[0])
        assert pdq.quality(turned) == pdq.quality(square)


@settings(max_examples=40)
@given(SQUARES, SQUARES, st.integers(0, 7))
def test_distance_does_not_depend_on_storage(left: np.ndarray, right: np.ndarray, k: int) -> None:
    """Swapping the sides or turning one of them permutes the hypotheses, exactly."""
    a, b = pdq.dihedral(left), pdq.dihedral(right)
    plain = pdq.hypotheses(pdq.distances(a[None], b[None]))[0]
    swapped = pdq.hypotheses(pdq.distances(b[None], a[None]))[0]
    assert [swapped[pdq.INVERSE[each]] for each in range(8)] == plain.tolist()
    turned = pdq.hypotheses(pdq.distances(a[None], pdq.dihedral(np.ascontiguousarray(pdq.orient(right, k)))[None]))[0]
    assert [turned[pdq.THEN[each][k]] for each in range(8)] == plain.tolist()
    itself = pdq.hypotheses(pdq.distances(a[None], a[None]))[0]
    assert itself[0] == 0


def test_keyed_views_meet_in_every_hypothesis() -> None:
    assert all(any(b in KEYED and pdq.THEN[k][b] in KEYED for b in range(8)) for k in range(8))


@pytest.mark.parametrize("size", [(200, 160), (129, 64), (333, 97), (48, 500)])
def test_hashes_are_those_of_the_picture_itself_turned(size: tuple[int, int]) -> None:
    """Filtered and sampled anew, not only the 64×64 square: a lossless turn is at distance 0."""
    hashes = pdq.hashes(pdq.squares(scene(8, *size)))
    for k in range(8):
        turned = pdq.squares(np.ascontiguousarray(pdq.orient(scene(8, *size), k)))
        assert np.array_equal(pdq.dihedral(turned[0, 0])[0], hashes[k])
        again = pdq.hypotheses(pdq.distances(hashes[None], pdq.hashes(turned)[None]))[0]
        assert again[k] == 0


def test_small_pictures_need_no_second_sampling() -> None:
    four = pdq.squares(scene(8, 120, 100))
    assert np.array_equal(pdq.hashes(four), pdq.dihedral(four[0, 0]))

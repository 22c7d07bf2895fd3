"""PDQ: a 256-bit perceptual hash of a whole picture, in all eight orientations.

Method: Meta (2019), "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm" (reference code under
BSD); written here from that description. Luminance, a tent filter (two box filters per axis, W. Jarosz 2001) down to
64×64, the 16×16 low-frequency block of its cosine transform without the constant row and column, and one bit per
coefficient: is it above the median of the 256?

Everything from the pixels on is exact integer arithmetic (fixed point, stated at each step), so the same pixels give
the same bits on every machine. The reference computes in 32-bit floats; a coefficient that lies within rounding of
the median can fall to the other side there (docs/methods/image-copy.md: 1 of 663 pictures, 2 bits).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SIDE = 64  # the picture is brought to SIDE × SIDE
FREQUENCIES = 16  # cosine frequencies 1..16 of each axis; 0, the constant, is left out
BITS = FREQUENCIES * FREQUENCIES

#: What was done to a picture. Index k is used all over; words are those of records and reports.
ORIENTATIONS: tuple[str, ...] = (
    "none",
    "rotated 90° clockwise",
    "rotated 180°",
    "rotated 270° clockwise",
    "mirrored left-right",
    "mirrored top-bottom",
    "mirrored on the main diagonal",
    "mirrored on the other diagonal",
)

_WEIGHT = 1 << 22  # fixed point of the filter's weights
_LUMA = 1 << 12  # fixed point of luminance in the 64×64 picture
_COSINE = 1 << 16  # fixed point of the cosine matrix
_BLOCK = 1 << 22  # pixels whose luminance is held at once


def orient(picture: NDArray[np.generic], k: int) -> NDArray[np.generic]:
    """The picture (rows first; further axes stay) after the alteration ``ORIENTATIONS[k]``. A view."""
    if k < 4:
        return np.rot90(picture, -k)
    if k == 4:
        return picture[:, ::-1]
    if k == 5:
        return picture[::-1]
    turned = np.swapaxes(picture, 0, 1)
    return turned if k == 6 else turned[::-1, ::-1]


def _table() -> tuple[tuple[int, ...], ...]:
    corner = np.arange(4).reshape(2, 2)
    known = {orient(corner, k).tobytes(): k for k in range(8)}
    return tuple(tuple(known[orient(orient(corner, a), b).tobytes()] for b in range(8)) for a in range(8))


#: THEN[a][b] is the alteration that equals a, then b.
THEN = _table()
#: INVERSE[k] undoes k.
INVERSE: tuple[int, ...] = tuple(THEN[k].index(0) for k in range(8))


def luminance(pixels: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Luminance in thousandths, 0..255000: 299 R + 587 G + 114 B. ``pixels``: (rows, columns, 3), uint8."""
    total = np.multiply(pixels[..., 0], 299, dtype=np.int32)
    total += np.multiply(pixels[..., 1], 587, dtype=np.int32)
    total += np.multiply(pixels[..., 2], 114, dtype=np.int32)
    return total


@lru_cache(maxsize=64)
def _both_ways(size: int) -> Any:
    """(128, size) sparse: ``filter_matrix``, and the same mirrored. A row holds few numbers but zero."""
    matrix = filter_matrix(size)
    return sparse.csr_array(np.concatenate([matrix, matrix[:, ::-1]]))


@lru_cache(maxsize=64)
def filter_matrix(size: int) -> NDArray[np.float64]:
    """The tent filter and the choice of 64 samples as one (64, size) matrix of integers; each row adds up to 2**22.

    A box of ``ceil(size / 128)`` samples is averaged twice; at the border the box is cut off, not padded. The sample
    for output i is the one at ``floor((i + ½) · size / 64)``.
    """
    window = (size + 2 * SIDE - 1) // (2 * SIDE)
    ahead = (window + 2) // 2 - 1  # an even box reaches one sample further to the right
    behind = window - 1 - ahead
    at = np.arange(size)
    first, stop = np.maximum(at - behind, 0), np.minimum(at + ahead + 1, size)
    matrix = np.zeros((SIDE, size))
    for i in range(SIDE):
        centre = (2 * i + 1) * size // (2 * SIDE)
        inner = range(first[centre], stop[centre])
        exact = np.zeros(size)
        for j in inner:
            exact[first[j] : stop[j]] += 1.0 / (len(inner) * (stop[j] - first[j]))
        row = np.floor(exact * _WEIGHT + 0.5)
        row[centre] += _WEIGHT - row.sum()  # rounding must not change the mean
        matrix[i] = row
    matrix.setflags(write=False)
    return matrix


def squares(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(2, 2, 64, 64): the picture brought to 64×64; [1, ·] after mirroring top-bottom, [·, 1] left-right.

    Luminance in units of 1/4096, 0..255·4096, rounded to nearest. ``pixels``: (rows, columns, 3), uint8, any size. A
    mirrored picture is sampled at other pixels than the picture itself, so its square is not the mirrored square;
    transposing commutes. The products run in float64 on integers below 2**53, hence are exact in whatever order.
    """
    rows, columns = pixels.shape[:2]
    both, across = _both_ways(rows), filter_matrix(columns)
    middle = np.empty((2 * SIDE, columns))
    step = max(1, _BLOCK // max(rows, 1))
    for start in range(0, columns, step):
        part = luminance(pixels[:, start : start + step]).astype(np.float64)
        middle[:, start : start + step] = both @ part  # ≤ 255000 · 2**22 < 2**40
    high = np.floor(middle / _WEIGHT)
    low = middle - high * _WEIGHT
    result = np.empty((2, 2, SIDE, SIDE), np.int64)
    for side, matrix in enumerate((across, across[:, ::-1])):
        whole = (high @ matrix.T).astype(np.int64) * _WEIGHT + (low @ matrix.T).astype(np.int64)  # < 2**62
        result[:, side] = whole.reshape(2, SIDE, SIDE)
    unit = 1000 * (_WEIGHT // _LUMA) * _WEIGHT
    return (result + unit // 2) // unit


def reduce(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The upright 64×64 picture of ``squares``."""
    square: NDArray[np.int64] = squares(pixels)[0, 0]
    return square


def quality(square: NDArray[np.int64]) -> int:
    """PDQ's own measure of detail, 0..100: steps between neighbours in whole hundredths of full range, summed, / 90."""
    steps = 0
    for axis in (0, 1):
        difference = np.abs(np.diff(square, axis=axis))
        steps += int((difference * 100 // (255 * _LUMA)).sum())
    return min(100, steps // 90)


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.int64]:
    """(16, 64) cosine matrix of frequencies 1..16 in units of 2**-16, mirrored exactly about its middle."""
    u = np.arange(1, FREQUENCIES + 1)[:, None]
    left = np.arange(SIDE // 2)[None, :]
    half = np.rint(np.sqrt(2.0 / SIDE) * np.cos(np.pi * u * (2 * left + 1) / (2 * SIDE)) * _COSINE).astype(np.int64)
    sign = np.where(u % 2 == 0, 1, -1)
    return np.concatenate([half, sign * half[:, ::-1]], axis=1)


def coefficients(square: NDArray[np.int64]) -> NDArray[np.int64]:
    """(16, 16) cosine coefficients, row = vertical frequency 1..16, of the 64×64 picture; exact, below 2**60."""
    matrix = _cosines()
    block: NDArray[np.int64] = matrix @ square @ matrix.T
    return block


def decided(block: NDArray[np.int64]) -> int:
    """How many of the 256 coefficients stand out of rounding: above 1 unit of an orthonormal transform.

    Rounding pixels to whole grey levels puts noise of standard deviation ≤ 0.29 on each. A checkerboard, a diamond or
    a cross on plain ground has few coefficients at all; their remaining bits say the same for every such picture.
    """
    return int((np.abs(block) > _LUMA * _COSINE * _COSINE).sum())


def oriented(block: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """Coefficients after alteration k: mirroring flips the sign of odd frequencies, turning transposes."""
    odd = np.where(np.arange(1, FREQUENCIES + 1) % 2 == 0, 1, -1)
    up_down, left_right = odd[:, None], odd[None, :]
    match k:
        case 0:
            return block
        case 1:
            return (block * up_down).T
        case 2:
            return block * up_down * left_right
        case 3:
            return (block * left_right).T
        case 4:
            return block * left_right
        case 5:
            return block * up_down
        case 6:
            return block.T
        case _:
            return (block * up_down * left_right).T


def bits(block: NDArray[np.int64]) -> NDArray[np.uint8]:
    """(256,) bits, row by row: 1 where the coefficient is above the lower median (128th smallest) of all."""
    flat = block.reshape(-1)
    median = np.partition(flat, BITS // 2 - 1)[BITS // 2 - 1]
    above: NDArray[np.uint8] = np.greater(flat, median).astype(np.uint8)
    return above


def dihedral(square: NDArray[np.int64]) -> NDArray[np.uint8]:
    """(8, 32) uint8: hashes of the 64×64 picture after each of the eight alterations, from one transform.

    Exactly the hashes of the turned and mirrored square; most significant bit first. PDQ itself takes these for the
    hashes of the turned picture. That holds for squares (video frames) and for sides below 128 pixels; larger ones are
    sampled off centre, and mirroring costs up to 38 bits (a scene of 200 × 160 pixels). Hence ``hashes``.
    """
    block = coefficients(square)
    return np.stack([np.packbits(bits(oriented(block, k))) for k in range(8)])


def hashes(four: NDArray[np.int64]) -> NDArray[np.uint8]:
    """(8, 32) uint8: exactly the PDQ hashes of the picture itself after each alteration, from its ``squares``."""
    result = np.empty((8, BITS // 8), np.uint8)
    for (down, across), (plain, turned) in _MIRRORED.items():
        block = coefficients(four[down, across])
        result[plain] = np.packbits(bits(block))
        result[turned] = np.packbits(bits(block.T))
    return result


#: Mirrored top-bottom?, left-right? -> the alteration, and the one that then transposes.
_MIRRORED = {(0, 0): (0, 6), (0, 1): (4, 3), (1, 0): (5, 1), (1, 1): (2, 7)}


def distances(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(n, 8, 8) Hamming distances, 0..256: left (n or 1, 8, 32) in alteration a against right (n, 8, 32) in b."""
    a = np.ascontiguousarray(left).view(np.uint64)
    b = np.ascontiguousarray(right).view(np.uint64)
    different = np.bitwise_count(a[:, :, None, :] ^ b[:, None, :, :])
    apart: NDArray[np.int64] = different.sum(axis=-1, dtype=np.int64)
    return apart


#: For the hypothesis "right is left after k", right altered by b shows what left altered by k then b shows.
_VIEWS = np.array([[THEN[k][b] for b in range(8)] for k in range(8)])


def hypotheses(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, 8) distance of each hypothesis "right is left after k": the largest of its eight pairs of views.

    The median of a sign-flipped block is not the flipped median, so the eight pairs differ by a few bits. The largest
    is the cautious choice, and makes the figure independent of how either file happens to be stored: swapping the
    sides or turning one of them permutes the hypotheses and changes nothing else.
    """
    largest: NDArray[np.int64] = table[:, _VIEWS, np.arange(8)[None, :]].max(axis=-1)
    return largest

"""Which pictures of two folders may share a region: keypoints vote for pairs, nothing is compared picture by picture.

Locality-sensitive hashing (M. Charikar 2002, *Similarity estimation techniques from rounding algorithms*): signs of
differences between sums of descriptor entries make a short code; codes of like descriptors collide often. Collisions
of a pair of pictures that agree in scale, rotation and place are counted (D. Lowe 2004, section 7), each the less, the
more pictures its keypoints collide with: corners, letters and grain stand in many (K. Spärck Jones 1972, *A statistical
interpretation of term specificity*). Mirrored and inverted copies are looked up too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from appraisal import threads
from comparators.image.geometry import CLOSE as TOLERANCE
from comparators.image.geometry import Wide, following, mirrored
from comparators.image.local import PERMUTED, Keypoints

TABLES = 6
BITS = 22
ALL = 100  # pairs of pictures: of so few each is proposed
CLOSE = 230  # distance of two descriptors (length 512) that collide, at the most: codes of plain corners collide too
CROWDED = 64  # a code that more keypoints of one side have says nothing
COMMON = (
    16.0,
    0.05,
)  # a keypoint that collides with more pictures of the other side, or a larger share of them, is dropped
FEWEST = 3  # collisions of one scale, rotation and place
SURE = 2.0  # weight of such collisions from which on a pair is proposed; a keypoint of one pair alone weighs 1
BEST = 2  # pairs of each picture that are proposed in any case
TURN, OCTAVE = 40, 1.0  # degrees and doublings of scale of one class; each is tried in two positions
LOOKED = 160  # collisions of a pair that are laid on each other

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class _Laid:
    """Keypoints of all pictures of one side, one after another: ``descriptors`` (n, 128), ``places`` (n, 4), ``owner``
    (n,) number of the picture; ``sizes``: extent of the keypoints of each picture, pixels."""

    descriptors: NDArray[np.uint8]
    places: Wide
    owner: Whole
    sizes: list[float]


def _projection() -> NDArray[np.float32]:
    """(128, TABLES * BITS) of +1 and -1, as many of each in a column, from digests: the same with every library."""
    columns = []
    for column in range(TABLES * BITS):
        order = sorted(range(128), key=lambda row: hashlib.sha256(f"{column} {row}".encode()).digest())
        signs = np.full(128, -1.0, np.float32)
        signs[order[:64]] = 1.0
        columns.append(signs)
    return np.stack(columns, axis=1)


_PROJECTION = _projection()
_WEIGHTS = 1 << np.arange(BITS, dtype=np.int64)


def codes(descriptors: NDArray[np.uint8]) -> Whole:
    """(n, TABLES) codes of descriptors, each with the number of its table in its upper bits."""
    made = np.empty((len(descriptors), TABLES), np.int64)
    for start in range(0, len(descriptors), 1 << 16):  # the products of all at once would not fit
        part = slice(start, start + (1 << 16))
        above = (descriptors[part].astype(np.float32) @ _PROJECTION > 0).reshape(-1, TABLES, BITS)
        made[part] = above @ _WEIGHTS + (np.arange(TABLES, dtype=np.int64) << BITS)
    return made


def candidates(
    left: Sequence[Keypoints],
    right: Sequence[Keypoints],
    *,
    common: tuple[float, float] = COMMON,
    sure: float = SURE,
    best: int = BEST,
) -> set[tuple[int, int]]:
    """Numbers of pairs of pictures whose keypoints collide in one scale, rotation and place, under one of the four
    hypotheses: all of weight ``sure`` and more, and the ``best`` of each picture. Of ``ALL`` pairs or fewer, all.

    ``common``: as ``COMMON``. Key frames of one shot are like each other, however many: for videos nothing is dropped.
    """
    if len(left) * len(right) <= ALL:
        return {(i, j) for i in range(len(left)) for j in range(len(right))}
    here, there = _laid_out(left), _laid_out(right)
    weights: dict[int, float] = {}
    if not len(here.owner) or not len(there.owner):
        return set()
    coded = codes(there.descriptors)
    tables = [_table(coded[:, table]) for table in range(TABLES)]
    for voted in threads.in_order(
        partial(_voted, here, there, tables, common), PERMUTED, weigh=lambda _: threads.BATCH[0]
    ):
        for ballot, weight in voted:
            weights[ballot] = max(weight, weights.get(ballot, 0.0))
    return _chosen(weights, len(right), sure, best)


def _chosen(weights: dict[int, float], across: int, sure: float, best: int) -> set[tuple[int, int]]:
    """Of weights by number of the pair (left · ``across`` + right)."""
    found: set[tuple[int, int]] = set()
    taken: dict[tuple[str, int], int] = {}
    for ballot in sorted(weights, key=lambda each: (-weights[each], each)):
        pair = divmod(ballot, across)
        sides = (("left", pair[0]), ("right", pair[1]))
        if weights[ballot] >= sure or any(taken.get(side, 0) < best for side in sides):
            found.add(pair)
        for side in sides:
            taken[side] = taken.get(side, 0) + 1
    return found


def _voted(
    here: _Laid, there: _Laid, tables: list[Table], common: tuple[float, float], hypothesis: tuple[bool, bool]
) -> list[tuple[int, float]]:
    """Numbers and weights of the pairs of pictures for which ``FEWEST`` collisions agree under one hypothesis."""
    across = len(there.sizes)
    mine = here.descriptors[:, PERMUTED[hypothesis]]
    turned = codes(mine)
    numbers = []
    for table in range(TABLES):  # those of all tables at once would take several times the room
        met = _collisions(turned[:, table], tables[table])
        for part in np.array_split(met, len(met) // 65536 + 1):
            near = _close(mine, there.descriptors, part)
            numbers.append(near[:, 0] * len(there.owner) + near[:, 1])
    every = _distinct(np.concatenate(numbers))  # a pair of keypoints votes once, in however many tables
    pairs = np.column_stack(np.divmod(every, len(there.owner)))
    often = _often(pairs[:, 0], there.owner[pairs[:, 1]]), _often(pairs[:, 1], here.owner[pairs[:, 0]])
    limits = [max(common[0], common[1] * len(side.sizes)) for side in (there, here)]
    kept = (often[0] <= limits[0]) & (often[1] <= limits[1])
    pairs = pairs[kept]
    weight = 1 / np.sqrt(np.maximum(*often)[kept])
    left, right = here.places[pairs[:, 0]], there.places[pairs[:, 1]]
    if hypothesis[0]:
        left = mirrored(left, 0.0)  # the width is the same for all of a picture, and shifts them alike
    if hypothesis[1]:
        left = left + np.array([0.0, 0.0, 0.0, 180.0])
    ballot = here.owner[pairs[:, 0]] * across + there.owner[pairs[:, 1]]
    order = np.argsort(ballot, kind="stable")
    ordered = ballot[order]
    agreeing = _alike(ballot, pairs, left, right)
    first, last = (np.searchsorted(ordered, agreeing, side=side) for side in ("left", "right"))
    result = []
    for number, start, stop in zip(agreeing.tolist(), first.tolist(), last.tolist(), strict=True):
        own = order[start : min(stop, start + LOOKED)]
        total, places = _followed(pairs[own], left[own], right[own], weight[own], there.sizes[number % across])
        if places >= FEWEST:
            result.append((number, total))
    return result


def _followed(pairs: Whole, left: Wide, right: Wide, weight: Wide, size: float) -> tuple[float, int]:
    """Weight and number of the collisions that follow the one which most weight follows; each keypoint counts once."""
    follow = following(left, right, 2 * TOLERANCE * size)
    best = follow[int((follow @ weight).argmax())]
    taken: set[int] = set()
    total, places = 0.0, 0
    for at in np.flatnonzero(best).tolist():
        mine, theirs = int(pairs[at, 0]), -1 - int(pairs[at, 1])
        if mine not in taken and theirs not in taken:
            taken |= {mine, theirs}
            total += float(weight[at])
            places += 1
    return round(total, 6), places


def _alike(ballot: Whole, pairs: Whole, left: Wide, right: Wide) -> Whole:
    """Numbers of pairs of pictures with ``FEWEST`` collisions of about one scale and rotation, of as many keypoints on
    both sides."""
    turn = (right[:, 3] - left[:, 3]) % 360
    scale = np.log2(np.maximum(right[:, 2], 1e-3) / np.maximum(left[:, 2], 1e-3)) / OCTAVE
    passed = [np.zeros(0, np.int64)]
    for ahead in (0.0, 0.5):
        turns = ((turn / TURN + ahead) % (360 / TURN)).astype(np.int64)
        for further in (0.0, 0.5):
            classes = np.clip(np.floor(scale + further) + 16, 0, 31).astype(np.int64)
            key = (ballot * (360 // TURN) + turns) * 32 + classes
            enough = []
            for side in (0, 1):
                of = int(pairs[:, side].max(initial=0)) + 1
                classed = _distinct(key * of + pairs[:, side]) // of  # in order
                enough.append(_distinct(classed[FEWEST - 1 :][classed[FEWEST - 1 :] == classed[: 1 - FEWEST]]))
            passed.append(np.intersect1d(enough[0], enough[1], assume_unique=True) // (32 * (360 // TURN)))
    return _distinct(np.concatenate(passed))


def _distinct(numbers: Whole) -> Whole:
    """Distinct numbers in increasing order. Sorting tens of millions is several times as quick as ``np.unique``."""
    ordered = np.sort(numbers)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]


def _often(keypoints: Whole, pictures: Whole) -> Whole:
    """For each collision the number of pictures that its keypoint collides with."""
    of = int(pictures.max(initial=0)) + 1
    each = _distinct(keypoints * of + pictures) // of
    return np.asarray(np.bincount(each, minlength=int(keypoints.max(initial=0)) + 1)[keypoints], np.int64)


def _close(here: NDArray[np.uint8], there: NDArray[np.uint8], pairs: Whole) -> Whole:
    """Those pairs of keypoints whose descriptors are near each other."""
    apart = here[pairs[:, 0]].astype(np.int32) - there[pairs[:, 1]]
    return np.asarray(pairs[np.einsum("ij,ij->i", apart, apart) <= CLOSE * CLOSE], np.int64)


def _laid_out(side: Sequence[Keypoints]) -> _Laid:
    counts = [len(each) for each in side]
    return _Laid(
        np.concatenate([np.zeros((0, 128), np.uint8), *(each.descriptors for each in side)]),
        np.concatenate([np.zeros((0, 4)), *(each.places.astype(np.float64) for each in side)]),
        np.repeat(np.arange(len(side)), counts),
        [_extent(each) for each in side],
    )


def _extent(keypoints: Keypoints) -> float:
    """Root of the area of the box around all keypoints, pixels: of which places are off by a share."""
    if not len(keypoints):
        return 1.0
    wide, high = np.ptp(keypoints.places[:, :2].astype(np.float64), axis=0)
    return max(1.0, float(np.sqrt(wide * high)))


Table = tuple[Whole, Whole, Whole, Whole]


def _table(code: Whole) -> Table:
    order = np.argsort(code, kind="stable")
    values, start, count = np.unique(code[order], return_index=True, return_counts=True)
    return values, start, count, order


def _collisions(code: Whole, table: Table) -> Whole:
    """(n, 2) numbers of keypoints of both sides with equal codes, crowded codes left out."""
    values, start, count, order = table
    at = np.minimum(np.searchsorted(values, code), len(values) - 1)
    _, inverse, many = np.unique(code, return_inverse=True, return_counts=True)
    hit = (values[at] == code) & (count[at] <= CROWDED) & (many[inverse] <= CROWDED)
    mine = np.flatnonzero(hit)
    times = count[at[mine]]
    first = np.repeat(mine, times)
    offset = np.arange(len(first)) - np.repeat(np.cumsum(times) - times, times)
    return np.column_stack([first, order[np.repeat(start[at[mine]], times) + offset]])

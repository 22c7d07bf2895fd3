"""Local features of one picture, and which of two pictures correspond under mirroring and inversion.

SIFT (D. Lowe 2004, *Distinctive image features from scale-invariant keypoints*), as OpenCV computes it, without Intel's
closed kernels and on one thread. Mirrored and inverted pictures are not read again: what mirroring and inversion do to
a descriptor is a permutation of its 128 numbers (``PERMUTED``). Descriptors are whole numbers 0..255 whose products
add up to less than 2**24, so distances are exact in 32-bit floats whatever library multiplies them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

WORKING = 1024 * 768  # pixels at which features are taken, at the most; by area, so that long strips keep their detail
LONGEST = 4096  # and of the longer side
LEAST = 400  # and at the least: smaller pictures are enlarged, since a keypoint needs some pixels around it
KEYPOINTS = 1600  # strongest ones kept
RATIO = 0.8  # nearest ÷ second nearest distance of a correspondence, at the most (Lowe's own value)
APART = 0.004  # of the extent of the keypoints: a second nearest closer than this is the same place once more
_CONTRAST = 0.008  # a fifth of Lowe's: soft and flat pictures have weak edges, and the strongest are kept anyway
FIELDS, FEW = 64, 32  # squares that a picture is cut into, and keypoints to which those of flat drawing are filled up
_EDGES = {False: 10.0, True: 30.0}  # ratio of curvatures up to which it is no mere edge: Lowe's, and a laxer one

#: (mirrored left-right, inverted) -> order of the 128 numbers of a descriptor in the altered picture.
PERMUTED: dict[tuple[bool, bool], NDArray[np.int64]] = {}
for _mirrored in (False, True):
    for _inverted in (False, True):
        _cells = np.arange(128).reshape(4, 4, 8)
        if _mirrored:  # the frame of a keypoint flips across its own direction, angles change their sign
            _cells = _cells[::-1][:, :, (-np.arange(8)) % 8]
        if _inverted:  # every gradient turns by 180°, and the frame of the keypoint with it
            _cells = _cells[::-1, ::-1]
        PERMUTED[_mirrored, _inverted] = np.ascontiguousarray(_cells.reshape(-1))

Floats = NDArray[np.float32]
Wide = NDArray[np.float64]


@dataclass(frozen=True)
class Keypoints:
    """Keypoints of one picture. ``places`` (n, 4): x, y, diameter in pixels of the picture as seen, direction in
    degrees clockwise from the x axis; ``descriptors`` (n, 128) uint8; strongest first."""

    places: Floats
    descriptors: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.places)


def settle() -> None:
    """One thread, no closed kernels: the same pixels give the same features with any number of workers."""
    cv2.setNumThreads(1)
    cv2.ipp.setUseIPP(False)


def _factor(width: int, height: int, most: int, least: int) -> float:
    side = max(width, height)
    return min(1.0, math.sqrt(most / (width * height)), LONGEST / side) if side > least else least / side


def working(pixels: NDArray[np.uint8], most: int = WORKING, least: int = LEAST) -> NDArray[np.uint8]:
    """Luminance of (rows, columns, 3) brought to at most ``most`` pixels and ``LONGEST`` of the longer side, or, where
    that is shorter than ``least``, enlarged to it."""
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    factor = _factor(grey.shape[1], grey.shape[0], most, least)
    if factor == 1.0:
        return np.asarray(grey, np.uint8)
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=way), np.uint8)


def packed(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Luminance as the bytes of a PNG: the same pixels in less room."""
    return np.asarray(cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1], np.uint8).reshape(-1)


def unpacked(png: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.imdecode(png, cv2.IMREAD_GRAYSCALE), np.uint8)


def keypoints(pixels: NDArray[np.uint8], most: int = KEYPOINTS) -> Keypoints:
    """The strongest keypoints of a picture, (rows, columns, 3) uint8, as it is. Ties are broken by place."""
    return _found(working(pixels), pixels.shape[1], pixels.shape[0], most)


def keypoints_of(grey: NDArray[np.uint8], width: int, height: int, most: int = KEYPOINTS) -> Keypoints:
    """The same of what ``working`` gave, with width and height of the picture in pixels; see ``_darker``."""
    return _darker(grey, width, height, most)


def filled(plain: Keypoints, grey: NDArray[np.uint8], width: int, height: int) -> Keypoints:
    """Keypoints of a picture, as ``keypoints_of`` gives them, and more: field by field (about ``FIELDS`` squares) where
    there are fewer than ``FEW``, the strongest of those that lie more along an edge than Lowe lets pass, after the
    others. These are bends of outlines, which are all that flat drawings have.
    """
    side = math.sqrt(grey.size / FIELDS)
    wide, high = (math.ceil(each / side) for each in grey.shape[::-1])
    scale = np.array([width / grey.shape[1], height / grey.shape[0]])

    def fields(keys: Keypoints) -> NDArray[np.int64]:
        column, row = (np.maximum(keys.places[:, :2] / scale - 0.5, 0.0) // side).astype(np.int64).T
        return np.asarray(np.minimum(row, high - 1) * wide + np.minimum(column, wide - 1), np.int64)

    counts = np.bincount(fields(plain), minlength=wide * high)
    if (counts >= FEW).all():
        return plain
    rows, columns = ((np.arange(n) // side).astype(np.int64) for n in grey.shape)
    lacking = (counts < FEW).reshape(high, wide)[rows[:, None], columns].astype(np.uint8)
    more = _darker(grey, width, height, None, lacking)
    known = set(map(tuple, plain.places.tolist()))
    new = np.flatnonzero([tuple(row) not in known for row in more.places.tolist()])
    field = fields(more)[new]
    order = np.argsort(field, kind="stable")  # strongest first within each
    first = np.searchsorted(field[order], field[order])
    chosen = new[np.sort(order[counts[field[order]] + np.arange(len(order)) - first < FEW])]
    return Keypoints(
        np.concatenate([plain.places, more.places[chosen]]),
        np.concatenate([plain.descriptors, more.descriptors[chosen]]),
    )


def _darker(
    grey: NDArray[np.uint8], width: int, height: int, most: int | None, within: NDArray[np.uint8] | None = None
) -> Keypoints:
    """Keypoints of a picture that holds no more white than black, of another one by way of its negative: OpenCV takes
    each place of an even ground for an extremum that might be a keypoint, unless it is black, and half of the time goes
    there. Both have the same keypoints but for rounding, and a picture and its negative have equal ones."""
    if np.count_nonzero(grey == 255) <= np.count_nonzero(grey == 0):
        return _found(grey, width, height, most, within)
    found = _found(255 - grey, width, height, most, within)
    places = found.places.copy()
    places[:, 3] = (places[:, 3] + 180) % 360
    return Keypoints(places, np.ascontiguousarray(found.descriptors[:, PERMUTED[False, True]]))


def _found(
    grey: NDArray[np.uint8], width: int, height: int, most: int | None, within: NDArray[np.uint8] | None = None
) -> Keypoints:
    """The ``most`` strongest keypoints, or all ``within`` a mask, with those along edges."""
    settle()
    # OpenCV keeps the strongest and those as strong as the last of them; which of these stay is decided here.
    options = {"nfeatures": most or 0, "contrastThreshold": _CONTRAST, "edgeThreshold": _EDGES[within is not None]}
    finder: Any = cv2.SIFT_create(**options)  # type: ignore[attr-defined]  # stubs lack it
    found, descriptors = finder.detectAndCompute(grey, within)
    if not found or descriptors is None:
        return Keypoints(np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8))
    rows = np.array([(k.pt[0], k.pt[1], k.size, k.angle, k.response) for k in found], np.float64)
    order = np.lexsort((rows[:, 3], rows[:, 2], rows[:, 0], rows[:, 1], -rows[:, 4]))[:most]
    places = rows[order][:, :4]
    places[:, 0] = (places[:, 0] + 0.5) * (width / grey.shape[1])
    places[:, 1] = (places[:, 1] + 0.5) * (height / grey.shape[0])
    places[:, 2] /= _factor(width, height, WORKING, LEAST)
    return Keypoints(places.astype(np.float32), np.clip(np.rint(descriptors[order]), 0, 255).astype(np.uint8))


@dataclass(frozen=True)
class Pairs:
    """Correspondences: ``left`` and ``right`` (n, 4) places as in ``Keypoints``, closest first."""

    left: Wide
    right: Wide
    closeness: Wide  # ratio of nearest to second nearest, 0..RATIO

    def __len__(self) -> int:
        return len(self.left)

    def only(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> Pairs:
        return Pairs(self.left[kept], self.right[kept], self.closeness[kept])


def _nearest(squares: Floats, places: Wide, apart: float) -> tuple[NDArray[np.int64], Wide]:
    """For each row the nearest column, and its distance ÷ that of the nearest column at another place.

    ``squares`` is used up. A few rounds of smallest values are several times as quick as sorting rows in part.
    """
    rows = np.arange(len(squares))
    first = squares.argmin(axis=1)
    nearest = squares[rows, first].astype(np.float64)
    second = np.full(len(squares), np.inf)
    open_rows, at = rows, first
    for _ in range(3):  # a place has two or three directions at the most
        squares[open_rows, at] = np.inf
        at = (squares if len(open_rows) == len(squares) else squares[open_rows]).argmin(axis=1)
        second[open_rows] = squares[open_rows, at]
        same = np.hypot(*(places[at, :2] - places[first[open_rows], :2]).T) <= apart
        open_rows, at = open_rows[same], at[same]
        if not len(open_rows):
            break
    return first, np.sqrt(nearest / np.maximum(second, 1.0))


def _squares(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> Floats:
    """(n, m) squares of the distances of two lists of descriptors, in one product: (a, a², 1) · (-2 b, 1, b²)."""
    a, b = (np.ones((len(each), 130), np.float32) for each in (left, right))
    a[:, :128], b[:, :128] = left, right
    a[:, 128], b[:, 129] = ((each[:, :128] ** 2).sum(axis=1) for each in (a, b))
    b[:, :128] *= -2
    return np.asarray(a @ b.T, np.float32)


def correspond(left: Keypoints, right: Keypoints, mirrored: bool, inverted: bool) -> Pairs:
    """Keypoints of the altered left picture and of the right one that are each other's like, by Lowe's ratio test.

    Either side may be the one that chooses: a picture pasted twice has two likes there, and one here.
    """
    if len(left) < 2 or len(right) < 2:
        return Pairs(np.zeros((0, 4)), np.zeros((0, 4)), np.zeros(0))
    squares = _squares(left.descriptors[:, PERMUTED[mirrored, inverted]], right.descriptors)
    here, there = left.places.astype(np.float64), right.places.astype(np.float64)
    extent = [APART * float(np.ptp(each[:, :2], axis=0).max(initial=1.0)) for each in (here, there)]
    turned = np.asarray(cv2.transpose(squares), np.float32)
    to_right, ratio = _nearest(squares, there, extent[1])
    to_left, ratio_back = _nearest(turned, here, extent[0])
    found: dict[tuple[int, int], float] = {}
    for i in np.flatnonzero(ratio <= RATIO):
        found[int(i), int(to_right[i])] = float(ratio[i])
    for j in np.flatnonzero(ratio_back <= RATIO):
        pair = (int(to_left[j]), int(j))
        found[pair] = min(found.get(pair, 1.0), float(ratio_back[j]))
    chosen = sorted(found, key=lambda pair: (found[pair], pair))
    index = np.array(chosen, np.int64).reshape(-1, 2)
    return Pairs(here[index[:, 0]], there[index[:, 1]], np.array([found[pair] for pair in chosen]))

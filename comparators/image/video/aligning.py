"""Segments that two videos have in common: first where on the picture, then when.

An edit keeps its place for as long as it lasts: mirrored, cropped, an inset of another picture. So maps from picture to
picture are found first, from keypoints of key frames (``hypotheses``); under each, all frames of one video are laid on
all of the other at once, which gives a matrix of similarity over time against time (``similarity``); in it paths are
found by local alignment (T. Smith and M. Waterman 1981) with steps of one or two frames on either side, so that speeds
from a half to double are followed (``paths``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image import nearby
from comparators.image.geometry import apply, fit, inverse, mirror, mirrored
from comparators.image.local import Keypoints, correspond, settle
from comparators.image.video.features import VideoFeatures

GRID = 32  # cells of the longer side at which frames are compared
ALL_PAIRS = 144  # pairs of key frames below which each is tried; above, those that keypoints vote for
MOST_PAIRS = 600
PLACES = 6  # keypoints that a map needs
MAPS = 6  # tried, besides the whole picture as it is and mirrored
SAME = 0.04  # of the picture: corners of two maps that are one
CORNER, BAND = 0.4, 0.25  # of the sides: what is left out where a logo or a line of words may stand
LEAST_LEFT = 0.5  # of the cells, for a comparison without one of these
LEAST_AREA = 0.12  # of the cells of the first picture that a map must meet
LIKE = 0.62  # correlation of two frames from where on they count for a path
STILL = 0.9  # the same at the most, where a picture is like most of the other video
OTHER, PICTURES, FEW = 0.7, 64, 5  # correlation below which a frame is another picture; of a video at most, at least
LOSS, BENT = -0.3, 0.04  # of a frame that is unlike; of a step that is not one to one
SEGMENTS = 40
CELLS = 1 << 26  # of the matrix; longer videos are compared at fewer frames a second
Wide = NDArray[np.float64]
Floats = NDArray[np.float32]
Pictures = tuple[NDArray[np.int64], NDArray[np.int64]] | None


@dataclass(frozen=True)
class Segment:
    """Frames ``left`` (first, behind last) of one video and ``right`` of the other. ``speed``: frames of the right one
    for each of the left one. ``matrix`` takes the left one's thumbs to the right one's."""

    left: tuple[int, int]
    right: tuple[int, int]
    speed: float
    gain: float
    similarity: float
    changes: int
    matrix: Wide
    mirrored: bool
    area: float


def segments(left: VideoFeatures, right: VideoFeatures, *, seconds: float) -> list[Segment]:
    """All segments of at least ``seconds`` on both sides, by time."""
    step = 1
    while (len(left.thumbs) // step) * (len(right.thumbs) // step) > CELLS:
        step *= 2
    if step > 1:
        found = segments(_thinned(left, step), _thinned(right, step), seconds=seconds)
        return [
            replace(s, left=(s.left[0] * step, s.left[1] * step), right=(s.right[0] * step, s.right[1] * step))
            for s in found
        ]
    least = max(3, round(seconds * left.rate))
    candidates: list[Segment] = []
    pictures = distinct(left), distinct(right)
    for matrix, is_mirrored in hypotheses(left, right):
        found_here = similarity(left, right, matrix)
        if found_here is None:
            continue
        table, area = found_here
        for path, gain in paths(table, least, pictures):
            candidates.append(_segment(left, table, path, gain, matrix, is_mirrored, area))
    kept: list[Segment] = []
    for one in sorted(candidates, key=lambda s: (-s.gain, s.left, s.right)):
        if len(kept) == SEGMENTS:
            break
        if not any(_overlap(one, other) > 0.3 or _same_shot(left, right, one, other, least) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda s: (s.left, s.right))


def _thinned(video: VideoFeatures, step: int) -> VideoFeatures:
    return replace(
        video, thumbs=video.thumbs[::step], blank=video.blank[::step], keys=video.keys // step, rate=video.rate / step
    )


def hypotheses(left: VideoFeatures, right: VideoFeatures) -> list[tuple[Wide, bool]]:
    """Maps from thumbs to thumbs: whole picture on whole picture, mirrored too, and those that keypoints of key frames
    agree on, most agreed on first."""
    size, other = left.thumbs.shape[:0:-1], right.thumbs.shape[:0:-1]
    whole = np.diag([other[0] / size[0], other[1] / size[1], 1.0])
    found: list[tuple[Wide, bool]] = [(whole, False), (whole @ mirror(float(size[0])), True)]
    for part in left.frames():
        for onto in right.frames():
            inner = _onto(part, size, onto, other)
            if all(_apart(known, inner, _corners(size)) >= SAME * max(other) for known, _ in found):
                found += [(inner, False), (_onto(part, size, onto, other, turned=True), True)]
    plain = len(found)
    here, there = list(left.keyed()), list(right.keyed())
    pairs = [(i, j) for i in range(len(here)) for j in range(len(there))]
    if len(pairs) > ALL_PAIRS:
        pairs = sorted(nearby.candidates([k for _, k in here], [k for _, k in there]))
        pairs = pairs[:: max(1, len(pairs) // MOST_PAIRS)]
    corners = _corners(size)
    extents = (float(np.sqrt(size[0] * size[1])), float(np.sqrt(other[0] * other[1])))
    voted: list[_Voted] = []
    for i, j in pairs:
        for is_mirrored in (False, True):
            one = _map(here[i][1], there[j][1], is_mirrored, size, extents, corners)
            if one is None:
                continue
            for entry in voted:
                if entry.mirrored is is_mirrored and _apart(entry.matrix, one[0], corners) < SAME * max(other):
                    entry.keypoints += one[1]
                    break
            else:
                voted.append(_Voted(one[0], is_mirrored, one[1]))
    for entry in sorted(voted, key=lambda e: -e.keypoints)[: 2 * MAPS]:
        new = all(_apart(known, entry.matrix, corners) >= SAME * max(other) for known, _ in found)
        if new and len(found) < plain + MAPS:
            found.append((entry.matrix, entry.mirrored))
    return found


def _corners(size: tuple[int, ...]) -> Wide:
    return np.array([[0.0, 0.0], [size[0], 0.0], [size[0], size[1]], [0.0, size[1]]])


def _onto(
    one: tuple[float, ...], size: tuple[int, ...], two: tuple[float, ...], other: tuple[int, ...], turned: bool = False
) -> Wide:
    """The map that lays the part ``one`` (left, top, right, bottom; shares) on the part ``two``, mirrored if asked."""
    (a, b, c, d), (e, f, g, h) = one, two
    across, down = (g - e) / (c - a), (h - f) / (d - b)
    unit = np.array([[across, 0.0, e - a * across], [0.0, down, f - b * down], [0.0, 0.0, 1.0]])
    if turned:
        unit = unit @ np.array([[-1.0, 0.0, a + c], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(np.diag([*map(float, other), 1.0]) @ unit @ np.diag([1 / size[0], 1 / size[1], 1.0]), np.float64)


@dataclass
class _Voted:
    """A map, and the keypoints of all pairs of key frames that agree on it."""

    matrix: Wide
    mirrored: bool
    keypoints: int


def _map(
    one: Keypoints,
    other: Keypoints,
    is_mirrored: bool,
    size: tuple[int, ...],
    extents: tuple[float, float],
    corners: Wide,
) -> tuple[Wide, int] | None:
    pairs = correspond(one, other, is_mirrored, False)
    if len(pairs) < PLACES:
        return None
    if is_mirrored:
        pairs = replace(pairs, left=mirrored(pairs.left, float(size[0])))
    found = fit(pairs, extents, corners)
    if found is None or found[1] < PLACES:
        return None
    return (found[0].matrix @ mirror(float(size[0])) if is_mirrored else found[0].matrix), found[1]


def _apart(one: Wide, other: Wide, corners: Wide) -> float:
    return float(np.abs(apply(one, corners) - apply(other, corners)).max())


def similarity(left: VideoFeatures, right: VideoFeatures, matrix: Wide) -> tuple[Floats, float] | None:
    """(n, m) correlation of each frame with each, where the map lays one on the other; and the share of the left
    picture that it meets. None where it meets too little."""
    settle()
    rows, columns = left.thumbs.shape[1:]
    factor = GRID / max(rows, columns)
    grid = (max(8, round(columns * factor)), max(8, round(rows * factor)))
    to_thumb = np.diag([columns / grid[0], rows / grid[1], 1.0])
    to_right = matrix @ to_thumb  # cells of the grid to pixels of the right thumbs
    shape = right.thumbs.shape[1:]
    ones = cv2.warpPerspective(np.ones(shape, np.float32), inverse(to_right), grid, flags=cv2.INTER_LINEAR)
    mask = ones > 0.98
    area = float(mask.mean())
    if area < LEAST_AREA or int(mask.sum()) < 40:
        return None
    spread = float(np.sqrt(abs(np.linalg.det(to_right[:2, :2]))))  # pixels of a right thumb in a cell
    here = [cv2.resize(frame, grid, interpolation=cv2.INTER_AREA) for frame in left.thumbs]
    there = [_drawn(frame, to_right, grid, spread) for frame in right.thumbs]
    a, b = _level(np.stack(here), mask), _level(np.stack(there), mask)
    a[left.blank > 0] = 0
    b[right.blank > 0] = 0
    best: Floats | None = None
    for kept in _without(mask):
        one = _unit(a[:, kept]) @ _unit(b[:, kept]).T
        best = one if best is None else np.maximum(best, one, out=best)
    assert best is not None  # noqa: S101  # the first of them is the whole mask
    return np.round(best, 4), area


def _drawn(frame: NDArray[np.uint8], to_right: Wide, grid: tuple[int, int], spread: float) -> NDArray[np.uint8]:
    soft = cv2.GaussianBlur(frame, (0, 0), spread / 2) if spread > 1 else frame
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(soft, to_right, grid, flags=flags), np.uint8)


def _without(mask: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_]]:
    """Cells of the mask that are compared: all; then without one corner or one band, where a logo or a line of words
    may stand that outweighs the picture around it."""
    yield mask[mask]
    high, wide = mask.shape
    top, side = round(high * CORNER), round(wide * CORNER)
    band = round(high * BAND)
    for rows in (slice(0, top), slice(high - top, high)):
        for columns in (slice(0, side), slice(wide - side, wide)):
            yield from _left(mask, rows, columns)
    for rows in (slice(0, band), slice(high - band, high)):
        yield from _left(mask, rows, slice(0, wide))


def _left(mask: NDArray[np.bool_], rows: slice, columns: slice) -> Iterator[NDArray[np.bool_]]:
    kept = mask.copy()
    kept[rows, columns] = False
    if kept.sum() < mask.sum() and kept.sum() >= max(40, LEAST_LEFT * mask.sum()):
        yield kept[mask]


def _unit(cells: Floats) -> Floats:
    """(n, cells) about their mean, of length 1; 0 where all are of one level."""
    flat = cells - cells.mean(axis=1, keepdims=True)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    return np.where(length > np.sqrt(cells.shape[1]), flat / np.maximum(length, 1e-6), 0).astype(np.float32)


def _level(frames: NDArray[np.uint8], mask: NDArray[np.bool_]) -> Floats:
    """(n, cells within the mask): slow changes of light taken out, so that drawing counts."""
    rows = []
    inside = mask.astype(np.float32)
    weight = np.maximum(cv2.GaussianBlur(inside, (0, 0), GRID / 8), 1e-3)
    for frame in frames:
        wide = frame.astype(np.float32)
        slow = cv2.GaussianBlur(wide * inside, (0, 0), GRID / 8) / weight
        rows.append((wide - slow)[mask])
    return np.stack(rows).astype(np.float32)


def distinct(video: VideoFeatures) -> NDArray[np.int64]:
    """Numbers of frames that show something else than those before them, the first of each picture, ``PICTURES`` at the
    most: a camera that stands gives one."""
    cells = np.stack([cv2.resize(frame, (16, 12), interpolation=cv2.INTER_AREA) for frame in video.thumbs])
    units = _unit(cells.reshape(len(cells), -1).astype(np.float32))
    found = [0]
    for n in range(1, len(units)):
        if len(found) == PICTURES:
            break
        if float((units[found] @ units[n]).max()) < OTHER:
            found.append(n)
    return np.array(found, np.int64)


def gains(table: Floats, pictures: Pictures = None) -> Floats:
    """What a pair of frames adds to a path. A frame like most of the other video must be nearly equal.

    ``pictures``: ``distinct`` of the left and of the right video. Each picture counts once among most of a video, so
    that a video of one picture does not make that picture usual; with fewer than ``FEW`` nothing is usual.
    """
    left, right = pictures or (np.arange(table.shape[0]), np.arange(table.shape[1]))
    usual = np.full(table.shape, -1.0, np.float32)
    if len(right) >= FEW:
        usual = np.maximum(usual, np.median(table[:, right], axis=1)[:, None])
    if len(left) >= FEW:
        usual = np.maximum(usual, np.median(table[left], axis=0)[None, :])
    needed = np.clip((1 + usual) / 2, LIKE, STILL)
    return np.maximum(table - needed, LOSS).astype(np.float32)


def paths(table: Floats, least: int, pictures: Pictures = None) -> Iterator[tuple[NDArray[np.int64], float]]:
    """Paths (k, 2) of frame numbers through the matrix, best first, each outside the boxes of those before it."""
    gain = gains(table, pictures)
    for _ in range(SEGMENTS):
        path, total = _best(gain)
        if len(path) < 3 or total < 0.05 * least:
            return
        (top, start), (bottom, stop) = path[0], path[-1] + 1
        if bottom - top >= least / 2 and stop - start >= least / 2 and max(bottom - top, stop - start) >= least:
            yield path, total
        gain[top:bottom, start:stop] = LOSS * 10


_STEPS = ((1, 1), (2, 1), (1, 2))


def _best(gain: Floats) -> tuple[NDArray[np.int64], float]:
    """The local alignment of the largest sum, row by row (steps lead from earlier rows alone)."""
    n, m = gain.shape
    sums = [np.zeros(m + 2, np.float32), np.zeros(m + 2, np.float32)]  # two rows before, two columns of margin
    came = np.zeros((n, m), np.int8)  # 0: begins here; 1..3: the step it came by
    best, at = 0.0, (0, 0)
    for row in range(n):
        here = gain[row]
        options = np.stack(
            [np.zeros(m, np.float32), sums[1][1:-1], sums[0][1:-1] - np.float32(BENT), sums[1][:-2] - np.float32(BENT)]
        )
        if row < 1:
            options[2] = 0
        step = options.argmax(axis=0)
        total = options.max(axis=0) + here
        came[row] = np.where(total > 0, step, -1)
        total = np.maximum(total, 0)
        top = int(total.argmax())
        if float(total[top]) > best:
            best, at = float(total[top]), (row, top)
        sums = [sums[1], np.concatenate([np.zeros(2, np.float32), total]).astype(np.float32)]
    if best <= 0:
        return np.zeros((0, 2), np.int64), 0.0
    path = [at]
    while (step_taken := int(came[path[-1]])) > 0:
        down, across = _STEPS[step_taken - 1]
        before = path[-1][0] - down, path[-1][1] - across
        if min(before) < 0:
            break
        path.append(before)
    return np.array(path[::-1], np.int64), best


def _segment(
    left: VideoFeatures,
    table: Floats,
    path: NDArray[np.int64],
    gain: float,
    matrix: Wide,
    is_mirrored: bool,
    area: float,
) -> Segment:
    here, there = path[:, 0].astype(np.float64), path[:, 1].astype(np.float64)
    spread = float(((here - here.mean()) ** 2).sum())
    speed = float(((here - here.mean()) * (there - there.mean())).sum()) / spread if spread > 0 else 1.0
    values = table[path[:, 0], path[:, 1]]
    thumbs = left.thumbs[path[:, 0]].reshape(len(path), -1).astype(np.float32)
    moved = np.abs(np.diff(thumbs, axis=0)).mean(axis=1) if len(path) > 1 else np.zeros(0)
    return Segment(
        left=(int(path[0, 0]), int(path[-1, 0]) + 1),
        right=(int(path[0, 1]), int(path[-1, 1]) + 1),
        speed=round(speed, 4),
        gain=round(gain, 3),
        similarity=round(float(np.median(values)), 3),
        changes=int((moved > 1.0).sum()),
        matrix=matrix,
        mirrored=is_mirrored,
        area=round(area, 4),
    )


def _same_shot(left: VideoFeatures, right: VideoFeatures, one: Segment, better: Segment, least: int) -> bool:
    """Whether ``one`` is the better segment once more: the same times of one video against a picture of the other that
    stands still, or nearly so, before or behind it. A scene that comes twice is no such thing."""
    for video, beside, within in ((left, "left", "right"), (right, "right", "left")):
        (a, b), (c, d) = getattr(one, beside), getattr(better, beside)
        (e, f), (g, h) = getattr(one, within), getattr(better, within)
        if min(f, h) - max(e, g) < 0.7 * (f - e) or max(a, c) - min(b, d) > least:
            continue
        edge = c if a + b < c + d else d - 1
        frames = np.concatenate([video.thumbs[[edge]], video.thumbs[a:b]])
        cells = frames.reshape(len(frames), -1).astype(np.float32)
        if float(np.median(_unit(cells[:1]) @ _unit(cells[1:]).T)) >= LIKE:
            return True
    return False


def _overlap(one: Segment, other: Segment) -> float:
    """Common part of the boxes of two segments, of the smaller one's."""

    def common(a: tuple[int, int], b: tuple[int, int]) -> int:
        return max(0, min(a[1], b[1]) - max(a[0], b[0]))

    def box(s: Segment) -> int:
        return (s.left[1] - s.left[0]) * (s.right[1] - s.right[0])

    return common(one.left, other.left) * common(one.right, other.right) / max(1, min(box(one), box(other)))

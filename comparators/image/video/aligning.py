"""Segments that two videos have in common: first where on the picture, then when.

An edit keeps its place for as long as it lasts: mirrored, cropped, an inset of another picture. So maps from picture
to picture are found first (``maps``, ``insets``); under each, all frames of one video are laid on all of the other,
which gives a matrix of similarity over time against time (``likeness``); in it paths are found by local alignment
(``paths``), each made exact by the line of time on time that the frames fit best (``fitting``). Of segments that vie
for the same seconds those stay that the frames tell from the better ones. All of this is done for the other video as
it is, played backwards, and with its tones inverted (``ways``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.geometry import apply, inverse
from comparators.image.video.features import VideoFeatures
from comparators.image.video.fitting import course, mended, moving
from comparators.image.video.likeness import Floats, Wide, lay, similarity, unit
from comparators.image.video.maps import SAME, apart, corners_of, hypotheses, plain
from comparators.image.video.paths import LIKE, SEGMENTS, distinct, nearly, paths
from comparators.image.video.ways import AS_IT_IS, BACKWARDS, INVERTED, WAYS, played, seconds_of, toned

CELLS = 1 << 26  # of the matrix; longer videos are compared at fewer frames a second
MENDED = 4  # maps of parts of pictures that are made exact
RIVAL = 0.7  # of the seconds of a segment on one side: as much in a better one makes them rivals
SHARED = 0.3  # of the smaller box of two segments: as much in common makes them one
LESS = 0.9  # what a segment played backwards or with inverted tones counts beside one as it is
TOLD = 0.75  # of the better one's likeness: share of what differs between two passages that speaks for the better one
DIFFER = 0.006  # of correlation by which two passages must differ, to be told apart
COMPARED = 32  # pairs of frames at which rivals are told apart
TOGETHER, SURELY = (
    0.2,
    0.4,
)  # correlation of what moves in two passages, from where on they move alike; shown another way
NOISE, ONE_PICTURE = 0.01, 0.85  # what changes in a still that is coded anew; likeness of two stills of one picture
Steps = NDArray[np.int64]


@dataclass(frozen=True)
class Segment:
    """Seconds ``left`` (from, to) of one video and ``right`` of the other. ``speed``: seconds of the right one for each
    of the left one. ``matrix`` takes the left one's thumbs to the right one's."""

    left: tuple[float, float]
    right: tuple[float, float]
    speed: float
    gain: float
    similarity: float
    changes: int
    frames: int
    matrix: Wide
    mirrored: bool
    area: float
    way: str = AS_IT_IS


def segments(left: VideoFeatures, right: VideoFeatures, *, seconds: float) -> list[Segment]:
    """All segments of at least ``seconds`` on the longer side and half of it on the other, by time."""
    step = 1
    while (left.steps // step) * (right.steps // step) > CELLS:
        step *= 2
    if step > 1:
        return segments(_thinned(left, step), _thinned(right, step), seconds=seconds)
    maps = hypotheses(left, right)
    candidates = [
        one
        for way in WAYS
        for one in _candidates(left, right, way, plain(left, right) if way == INVERTED else maps, seconds)
    ]
    kept: list[Segment] = []
    for one in sorted(candidates, key=lambda s: (-s.gain * (1 if s.way == AS_IT_IS else LESS), s.left, s.right)):
        if len(kept) == SEGMENTS:
            break
        if _moves_apart(left, right, one):
            continue
        if not any(
            _overlap(one, other) > SHARED
            or _same_shot(left, right, one, other, seconds)
            or _outdone(left, right, one, other)
            for other in kept
        ):
            kept.append(one)
    return sorted(kept, key=lambda s: (s.left, s.right))


def _candidates(
    left: VideoFeatures, right: VideoFeatures, way: str, maps: list[tuple[Wide, bool]], seconds: float
) -> Iterator[Segment]:
    """Whatever is a segment under one of the maps with the right video shown that way; times are those of the file."""
    shown = played(right, way)
    least = max(3, round(seconds * left.rate / left.phases))
    pictures = distinct(left), distinct(shown)
    for matrix, is_mirrored, table, area in _tables(left, shown, maps, least):
        for path, gain in paths(table, least, pictures):
            one = _segment(left, shown, table, path, gain, matrix, is_mirrored, area)
            if _lasts(one, seconds, left.rate):
                yield replace(one, right=seconds_of(one.right, right.seconds, way), way=way)


def _lasts(one: Segment, seconds: float, rate: float) -> bool:
    lengths = sorted((one.left[1] - one.left[0], one.right[1] - one.right[0]))
    return lengths[0] >= max(0.25, seconds / 2 - 1 / rate) and lengths[1] >= seconds - 1 / rate


def _tables(
    left: VideoFeatures, right: VideoFeatures, maps: list[tuple[Wide, bool]], least: int
) -> Iterator[tuple[Wide, bool, Floats, float]]:
    """Maps with their matrices of similarity: those of whole pictures, and of the others those that come near a path,
    made exact by the frames of it."""
    size, other = left.thumbs.shape[:0:-1], right.thumbs.shape[:0:-1]
    near: list[tuple[float, Wide, bool, Steps]] = []
    for number, (matrix, is_mirrored) in enumerate(maps):
        made = similarity(left, right, matrix)
        if made is None:
            continue
        if number < 2:
            yield matrix, is_mirrored, *made
            continue
        path, gain = nearly(made[0])
        if 2 * len(path) >= least:
            near.append((gain, matrix, is_mirrored, path))
    exact: list[Wide] = []
    for _, matrix, is_mirrored, path in sorted(near, key=lambda n: -n[0])[:MENDED]:
        better = mended(left.thumbs, right.thumbs, matrix, path * left.phases)
        if any(apart(known, better, corners_of(size)) < SAME * max(other) / 2 for known in exact):
            continue
        exact.append(better)
        made = similarity(left, right, better)
        if made is not None:
            yield better, is_mirrored, *made


def _thinned(video: VideoFeatures, step: int) -> VideoFeatures:
    each = step * video.phases
    return replace(
        video, thumbs=video.thumbs[::each], blank=video.blank[::each], keys=video.keys // each, rate=video.rate / each
    )


def _segment(
    left: VideoFeatures,
    right: VideoFeatures,
    table: Floats,
    path: Steps,
    gain: float,
    matrix: Wide,
    is_mirrored: bool,
    area: float,
) -> Segment:
    numbers = path * left.phases
    line = course(left.thumbs, right.thumbs, matrix, numbers, left.rate)
    if line is None:
        step = left.phases / left.rate
        here, there = path[:, 0].astype(np.float64), path[:, 1].astype(np.float64)
        spread = float(((here - here.mean()) ** 2).sum())
        slope = float(((here - here.mean()) * (there - there.mean())).sum()) / spread if spread > 0 else 1.0
        first = (path[0, 0] * step, (path[-1, 0] + 1) * step)
        second = (path[0, 1] * step, (path[-1, 1] + 1) * step)
        alike = float(np.median(table[path[:, 0], path[:, 1]]))
    else:
        slope, alike = 1 / line.speed, line.similarity
        second = (line.first / right.rate, line.last / right.rate)
        first = ((line.at + line.speed * line.first) / left.rate, (line.at + line.speed * line.last) / left.rate)
    first = max(0.0, first[0]), min(left.seconds, first[1])
    second = max(0.0, second[0]), min(right.seconds, second[1])
    thumbs = left.thumbs[numbers[:, 0]].reshape(len(path), -1).astype(np.float32)
    still = np.abs(np.diff(thumbs, axis=0)).mean(axis=1) if len(path) > 1 else np.zeros(0)
    return Segment(
        left=(round(float(first[0]), 3), round(float(first[1]), 3)),
        right=(round(float(second[0]), 3), round(float(second[1]), 3)),
        speed=round(slope, 4),
        gain=round(gain, 3),
        similarity=round(alike, 3),
        changes=int((still > 1.0).sum()),
        frames=len(path),
        matrix=matrix,
        mirrored=is_mirrored,
        area=round(area, 4),
    )


def _same_shot(left: VideoFeatures, right: VideoFeatures, one: Segment, better: Segment, least: float) -> bool:
    """Whether ``one`` is the better segment once more: the same times of one video against a picture of the other that
    stands still, or nearly so, before or behind it. A scene that comes twice is no such thing."""
    for video, beside, within in ((left, "left", "right"), (right, "right", "left")):
        (a, b), (c, d) = getattr(one, beside), getattr(better, beside)
        (e, f), (g, h) = getattr(one, within), getattr(better, within)
        if min(f, h) - max(e, g) < 0.7 * (f - e) or max(a, c) - min(b, d) > least:
            continue
        edge = c if a + b < c + d else d
        numbers = [edge, *np.arange(a, b, video.phases / video.rate)]
        frames = video.thumbs[_frame(video, np.array(numbers))]
        cells = frames.reshape(len(frames), -1).astype(np.float32)
        if float(np.median(unit(cells[:1]) @ unit(cells[1:]).T)) >= LIKE:
            return True
    return False


def _outdone(left: VideoFeatures, right: VideoFeatures, one: Segment, better: Segment) -> bool:
    """Whether the seconds of ``one`` on one side stand in the better segment too, and come from there: where the two
    passages of the other side differ, the frames show what the better one shows. The same picture twice is not
    outdone, nor is what stands on another part of the picture."""
    for video, other, name, far in ((left, right, "right", "left"), (right, left, "left", "right")):
        (a, b), (c, d) = getattr(one, name), getattr(better, name)
        start, stop = max(a, c), min(b, d)
        if stop - start < RIVAL * (b - a):
            continue
        if not _same_part(one, better, name, left.thumbs.shape[:0:-1], right.thumbs.shape[:0:-1]):
            continue
        if apart(one.matrix, better.matrix, corners_of(left.thumbs.shape[:0:-1])) > 0.1 * max(right.thumbs.shape[1:]):
            if one.similarity < better.similarity:
                return True
            continue
        at = np.linspace(start, stop, COMPARED + 1)[:-1] + (stop - start) / COMPARED / 2
        frames = other.thumbs[_frame(other, at)]
        passages = [toned(video.thumbs[_frame(video, _across(s, at, name, far))], s.way) for s in (better, one)]
        both = np.concatenate(passages)
        laid = lay(both, frames, better.matrix) if name == "right" else lay(frames, both, better.matrix)
        if laid is None:
            continue
        mine, theirs = (laid.left, laid.right) if name == "right" else (laid.right, laid.left)
        best = None
        for kept in laid.kept:
            u, v = unit(mine[:, kept]), unit(theirs[:, kept])
            near, far_ = u[: len(at)], u[len(at) :]
            near_is, far_is, alike = ((near * v).sum(1).mean(), (far_ * v).sum(1).mean(), (near * far_).sum(1).mean())
            if best is None or near_is > best[0] + 0.01:
                best = float(near_is), float(far_is), float(alike)
        assert best is not None  # noqa: S101  # the first is the whole mask
        if 1 - best[2] >= DIFFER and best[0] - best[1] >= TOLD * best[0] * (1 - best[2]):
            return True
    return False


def _moves_apart(left: VideoFeatures, right: VideoFeatures, one: Segment) -> bool:
    """Whether something moves in one of the pictures and not, or otherwise, in the other; of pictures that stand still
    in both, whether they are less alike than one picture is with itself. Shown another way, what moves must go together
    more surely; what stands still has no direction."""
    share = (np.arange(COMPARED) + 0.5) / COMPARED
    at = one.left[0] + share * (one.left[1] - one.left[0])
    beside = toned(right.thumbs[_frame(right, _across(one, at, "left", "right"))], one.way)
    seen = moving(left.thumbs[_frame(left, at)], beside, one.matrix)
    if seen is None or seen.together >= (TOGETHER if one.way == AS_IT_IS else SURELY):
        return False
    if one.way == BACKWARDS:
        return True
    return one.similarity < ONE_PICTURE or max(seen.left, seen.right) >= max(NOISE, (1 - one.similarity) / 2)


def _frame(video: VideoFeatures, seconds: Wide) -> Steps:
    return np.clip((seconds * video.rate).astype(np.int64), 0, len(video.thumbs) - 1)


def _across(one: Segment, at: Wide, name: str, far: str) -> Wide:
    """Seconds of the far side for seconds of the other."""
    (a, b), (c, d) = getattr(one, name), getattr(one, far)
    if one.way == BACKWARDS:
        c, d = d, c
    return np.asarray(c + (at - a) / (b - a) * (d - c), np.float64)


def _same_part(one: Segment, better: Segment, name: str, size: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether half of the part of the picture where the one stands is also where the other does."""
    drawn = []
    for segment in (one, better):
        matrix, onto, corners = segment.matrix, other, corners_of(size)
        if name == "left":
            matrix, onto, corners = inverse(matrix), size, corners_of(other)
        raster = np.zeros((onto[1], onto[0]), np.uint8)
        cv2.fillConvexPoly(raster, np.clip(apply(matrix, corners), -4096, 4096).round().astype(np.int32), 1)
        drawn.append(raster > 0)
    return bool(2 * (drawn[0] & drawn[1]).sum() >= min(drawn[0].sum(), drawn[1].sum()))


def _overlap(one: Segment, other: Segment) -> float:
    """Common part of the boxes of two segments, of the smaller one's."""

    def common(a: tuple[float, float], b: tuple[float, float]) -> float:
        return max(0.0, min(a[1], b[1]) - max(a[0], b[0]))

    def box(s: Segment) -> float:
        return (s.left[1] - s.left[0]) * (s.right[1] - s.right[0])

    return common(one.left, other.left) * common(one.right, other.right) / max(0.01, min(box(one), box(other)))

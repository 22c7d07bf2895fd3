"""Scenes of two recordings laid side by side: to each the scene of the other that is most like it, as facts.

For two recordings of play, which differ frame by frame. A scene runs from cut to cut; longer ones are taken in pieces.
Key frames of both are compared as ``image-copy`` compares pictures: by the bits of a whole-picture hash, and by
keypoints that agree on one map from picture to picture. Keypoints on what stands still throughout a recording (a frame,
a display of points) are left out, since they agree wherever two recordings show the same display.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON
from comparators.image import nearby
from comparators.image.geometry import fit, mirrored
from comparators.image.local import Keypoints, correspond
from comparators.image.video.features import CUT, VideoFeatures, correlations
from comparators.image.video.maps import EVERY

SHORTEST, LONGEST = 2.0, 10.0  # seconds of a scene
STANDS, MOVES = (
    2.0,
    4.0,
)  # levels from key frame to key frame, median: at most, of what stands; at least, of a recording
LEAST = 12  # keypoints that agree, from where on a scene has a counterpart
BITS = 31  # of 256, at most, from where on it has one
TRIED = 800  # pairs of key frames whose keypoints are laid on one another, at the most
BY_HASH = 2  # of the other side that come nearest, for each key frame, tried whatever their keypoints vote for
HEAD = ("from", "to", "at", "at_other", "keypoints", "share", "bits", "mirrored")
ROWS = 400  # scenes of a recording that the table holds


@dataclass(frozen=True)
class Alike:
    """Key frames ``left`` and ``right`` (numbers among the key frames): keypoints of moving parts that agree (0: none),
    share of the left and of the right picture that they span, bits of the hash that differ."""

    left: int
    right: int
    keypoints: int
    shares: tuple[float, float]
    bits: int
    mirrored: bool

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Fixed order: keypoints that reach the limit first, the most of them; then the fewest bits, the earliest."""
        return -(self.keypoints if self.keypoints >= LEAST else 0), self.bits, self.left, self.right


def cut(video: VideoFeatures) -> list[tuple[int, int]]:
    """Scenes (first frame, behind last), of ``SHORTEST`` at least but for a shorter video, ``LONGEST`` at the most."""
    count, rate = len(video.thumbs), video.rate
    jumps = [0, *(int(n) + 1 for n in np.flatnonzero(correlations(video.thumbs) < CUT)), count]
    edges = [0]
    for at in jumps[1:]:
        if at - edges[-1] >= SHORTEST * rate:
            edges.append(at)
    edges[-1] = count
    if len(edges) == 1:
        edges = [0, count]
    made = []
    for start, stop in pairwise(edges):
        pieces = max(1, -(-(stop - start) // int(LONGEST * rate)))
        steps = [start + (stop - start) * n // pieces for n in range(pieces + 1)]
        made += list(pairwise(steps))
    return made


def moving(video: VideoFeatures) -> NDArray[np.bool_]:
    """(rows, columns) of a thumb: what does not stand still throughout. All of it where little of the video moves."""
    shape = video.thumbs.shape[1:]
    frames = video.thumbs[video.keys].astype(np.int16)
    if len(frames) < 4:
        return np.ones(shape, bool)
    apart = np.median(np.abs(np.diff(frames, axis=0)), axis=0)
    if float(np.median(apart)) < MOVES:
        return np.ones(shape, bool)
    return np.asarray(apart > STANDS)


def alike(left: VideoFeatures, right: VideoFeatures) -> list[Alike]:
    """Pairs of key frames that are worth a place in the table, in order of the key frames."""
    here, there = _on_moving(left), _on_moving(right)
    bits, turned = _bits(left, right)
    if not bits.size:
        return []
    size, other = left.thumbs.shape[:0:-1], right.thumbs.shape[:0:-1]
    wanted = set()
    for table, flip in ((bits, False), (bits.T, True)):
        for row, near in enumerate(np.argsort(table, axis=1, kind="stable")[:, :BY_HASH].tolist()):
            wanted |= {(n, row) if flip else (row, n) for n in near}
    voted = sorted(nearby.candidates(here, there, common=EVERY) - wanted)
    room = max(0, TRIED - len(wanted))
    tried = sorted(wanted | set(voted[:: max(1, -(-len(voted) // max(1, room)))] if room else ()))
    made = []
    for i, j in tried:
        best = (0, (0.0, 0.0), bool(turned[i, j]))
        for is_mirrored in (False, True):
            found = _agreed(here[i], there[j], is_mirrored, size, other)
            if found[0] > best[0]:
                best = (*found, is_mirrored)
        made.append(Alike(i, j, best[0], best[1], int(bits[i, j]), best[2]))
    return made


def table(left: VideoFeatures, right: VideoFeatures, pairs: Sequence[Alike], side: str) -> list[JSON]:
    """Rows of ``HEAD`` for each scene of one side: its times in seconds, the seconds of both key frames, keypoints,
    share of its picture, bits, mirrored. Without a counterpart: its times alone, followed by empty cells."""
    own, of = (left, right) if side == "left" else (right, left)
    rows: list[JSON] = []
    for start, stop in cut(own)[:ROWS]:
        inside = [p for p in pairs if start <= own.keys[p.left if side == "left" else p.right] < stop]
        inside = [p for p in inside if p.keypoints >= LEAST or p.bits <= BITS]
        times: list[JSON] = [round(start / own.rate, 2), round(stop / own.rate, 2)]
        if not inside:
            rows.append([*times, "", "", "", "", "", ""])
            continue
        best = min(inside, key=lambda p: p.rank)
        one, two = (best.left, best.right) if side == "left" else (best.right, best.left)
        share = best.shares[0 if side == "left" else 1]
        said: list[JSON] = [best.keypoints, round(share, 2), best.bits, "yes" if best.mirrored else "no"]
        rows.append([*times, round(int(own.keys[one]) / own.rate, 2), round(int(of.keys[two]) / of.rate, 2), *said])
    return rows


def _on_moving(video: VideoFeatures) -> list[Keypoints]:
    mask = moving(video)
    kept = []
    for _, points in video.keyed():
        x = np.clip(points.places[:, 0].astype(np.int64), 0, mask.shape[1] - 1)
        y = np.clip(points.places[:, 1].astype(np.int64), 0, mask.shape[0] - 1)
        stays = mask[y, x]
        kept.append(Keypoints(points.places[stays], points.descriptors[stays]))
    return kept


def _bits(left: VideoFeatures, right: VideoFeatures) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(k, l) bits that differ, of the hash as it is or of the mirrored one; and whether that was the mirrored one."""
    here, there = (np.unpackbits(v.hashes, axis=2).astype(np.int64) for v in (left, right))
    plain, other = ((here[:, k, None, :] != there[None, :, 0, :]).sum(axis=2) for k in (0, 1))
    return np.minimum(plain, other), other < plain


def _agreed(
    one: Keypoints, two: Keypoints, is_mirrored: bool, size: tuple[int, ...], other: tuple[int, ...]
) -> tuple[int, tuple[float, float]]:
    """Keypoints at places of their own that follow one map, and the shares of both pictures that they span."""
    pairs = correspond(one, two, is_mirrored, False)
    if len(pairs) < LEAST:
        return 0, (0.0, 0.0)
    turned = replace(pairs, left=mirrored(pairs.left, float(size[0]))) if is_mirrored else pairs
    corners = np.array([[0.0, 0.0], [size[0], 0.0], [size[0], size[1]], [0.0, size[1]]])
    found = fit(turned, (float(np.sqrt(size[0] * size[1])), float(np.sqrt(other[0] * other[1]))), corners)
    if found is None:
        return 0, (0.0, 0.0)
    inner = found[0].inliers
    spans = [_span(each[inner][:, :2]) for each in (pairs.left, pairs.right)]
    pictures = (size[0] * size[1], other[0] * other[1])
    return found[1], (min(1.0, spans[0] / pictures[0]), min(1.0, spans[1] / pictures[1]))


def _span(points: NDArray[np.float64]) -> float:
    """Area of the upright box around points."""
    low, high = points.min(axis=0), points.max(axis=0)
    return float(np.prod(high - low))

"""One part laid on another by a similarity (turn, mirror, scale, shift): which vertices meet, and is it chance?"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2, pi

import numpy as np
from numpy.typing import NDArray

from comparators.software.assets.model_features import Part, Table
from comparators.software.assets.model_scene import F64, I64

TOLERANCE = 1e-3  # of the root mean square radius of the part laid on
TRIES = 400
SAMPLE = 4  # pairs of vertices that a pose is worked out from
MOST_PAIRS = 6_000
REPEATED = 16  # vertices of one key on a side that propose pairs, at most
ROUNDS = 4
SCALED = 0.005  # relative difference of scale between pairs of one sample
SPEED = 0.01  # of the greatest speed: keys as close as this agree
PLACED = 2e-3  # frames and texture places as close as this agree
ROW_BITS = 5.0  # of one different speed or frame that agrees within its tolerance: less than what the tolerance leaves


@dataclass(frozen=True)
class Similarity:
    """``scale`` · ``turn`` · x + ``shift`` brings the laid part onto the frame part. ``turn`` may mirror."""

    scale: float
    turn: F64
    shift: F64

    def moved(self, points: F64) -> F64:
        return self.scale * points @ self.turn.T + self.shift

    @property
    def mirrors(self) -> bool:
        return bool(np.linalg.det(self.turn) < 0)


def similarity(source: F64, target: F64) -> Similarity | None:
    """The similarity that brings ``source`` nearest to ``target`` (n × 3 each), mirrored where that fits better.

    Least squares by singular values (Umeyama 1991), without the constraint that the turn be proper.
    """
    means = source.mean(axis=0), target.mean(axis=0)
    a, b = source - means[0], target - means[1]
    spread = float((a**2).sum())
    if spread <= 0 or float((b**2).sum()) <= 0:
        return None
    u, singular, vt = np.linalg.svd(b.T @ a)
    if singular[1] <= 1e-9 * singular[0]:
        return None  # on one line: any turn about it would do
    scale = float(singular.sum() / spread)
    turn = u @ vt
    return Similarity(scale, turn, means[1] - scale * turn @ means[0])


@dataclass(frozen=True)
class Meeting:
    """Vertices that meet: numbers in the frame part and in the laid part, one to one."""

    frame: I64
    laid: I64


def meeting(frame: Part, laid: Part, pose: Similarity) -> Meeting:
    """Pairs of vertices that are each other's nearest and within ``TOLERANCE`` of the frame part's radius."""
    from sklearn.neighbors import KDTree

    moved = pose.moved(laid.points)
    near, to = KDTree(frame.points).query(moved, 1)
    back = KDTree(moved).query(frame.points, 1)[1][:, 0]
    number = np.arange(len(moved))
    good = (near[:, 0] <= TOLERANCE * frame.radius) & (back[to[:, 0]] == number)
    return Meeting(to[good, 0], number[good])


@dataclass(frozen=True)
class Laying:
    """A pose with what it is worth in bits and how many vertices meet."""

    pose: Similarity
    bits: float
    met: int


def worth(frame: Part, laid: Part, met: Meeting) -> float:
    """Bits of evidence: of each different surrounding among the vertices that meet, one vertex counts.

    Null: the vertices of the laid part lie independently on a surface as large as the frame part's. A vertex meets one
    of the other's with the chance p = n · π · tolerance² / area at most. Less: the pairs that the pose was worked out
    from, their choice, and the choice of which surroundings meet.
    """
    if len(met.frame) <= SAMPLE:
        return 0.0
    tolerance = TOLERANCE * frame.radius
    area = max(frame.area, frame.radius**2)
    chance = min(0.5, len(frame.points) * pi * tolerance**2 / area)
    different = len(np.unique(laid.keys[met.laid]))
    different = min(different, len(np.unique(frame.keys[met.frame])))
    every = max(different, laid.distinct)
    share = different / every
    choice = 0.0 if share in (0.0, 1.0) else every * -(share * log2(share) + (1 - share) * log2(1 - share))
    naming = SAMPLE * (log2(len(frame.points)) + log2(len(laid.points)))
    return max(0.0, different - SAMPLE) * -log2(chance) - choice - naming


def pairs(frame: Part, laid: Part) -> I64:
    """Pairs of vertices (n × 2) of one key, rare ones first."""
    order = [np.argsort(part.keys, kind="stable") for part in (frame, laid)]
    keys = [part.keys[o] for part, o in zip((frame, laid), order, strict=True)]
    common = np.intersect1d(keys[0], keys[1])
    ends = [(np.searchsorted(k, common, "left"), np.searchsorted(k, common, "right")) for k in keys]
    counts = [b - a for a, b in ends]
    good = np.argsort(counts[0] * counts[1], kind="stable")
    found: list[tuple[int, int]] = []
    for at in good.tolist():
        ones, others = (order[s][ends[s][0][at] : ends[s][1][at]][:REPEATED].tolist() for s in (0, 1))
        found += [(a, b) for a in ones for b in others]
        if len(found) >= MOST_PAIRS:
            break
    return np.array(found, np.int64).reshape(-1, 2)


def lay(frame: Part, laid: Part, seed: int) -> Laying | None:
    """The pose in which most vertices meet: samples propose it (RANSAC, Fischler and Bolles 1981), all refine it."""
    if frame.points.shape == laid.points.shape and (frame.points == laid.points).all():
        same = Similarity(1.0, np.eye(3), np.zeros(3))
        met = meeting(frame, laid, same)
        return Laying(same, worth(frame, laid, met), len(met.frame))
    both = pairs(frame, laid)
    if len(both) < SAMPLE:
        return None
    dice = np.random.default_rng(seed)
    target, source = frame.points[both[:, 0]], laid.points[both[:, 1]]
    limit = (4 * TOLERANCE * frame.radius) ** 2
    sizes = np.log2(frame.reach[both[:, 0]] / laid.reach[both[:, 1]])
    best: tuple[int, Similarity] | None = None
    for _ in range(TRIES):
        chosen = _sample(source, target, sizes, float(np.sqrt(limit)), dice)
        pose = similarity(source[chosen], target[chosen]) if len(chosen) == SAMPLE else None
        if pose is None:
            continue
        near = ((pose.moved(source) - target) ** 2).sum(axis=1) <= limit
        count = int(near.sum())
        if count > SAMPLE and (best is None or count > best[0]):
            best = count, pose
            if count > 0.9 * len(both):
                break
    if best is None:
        return None
    pose = best[1]
    near = ((pose.moved(source) - target) ** 2).sum(axis=1) <= limit
    pose = similarity(source[near], target[near]) or pose
    met = meeting(frame, laid, pose)
    for _ in range(ROUNDS):
        if len(met.frame) <= SAMPLE:
            return None
        better = similarity(laid.points[met.laid], frame.points[met.frame])
        again = meeting(frame, laid, better) if better is not None else met
        if better is None or len(again.frame) <= len(met.frame):
            break
        pose, met = better, again
    return Laying(pose, worth(frame, laid, met), len(met.frame))


def _sample(source: F64, target: F64, sizes: F64, limit: float, dice: np.random.Generator) -> I64:
    """Pairs that agree with the first in scale and with all before in distance; fewer than wanted if there are none.

    ``sizes`` are the logarithms of scale that the nearest neighbours of each pair tell. So a part that is symmetric,
    whose vertices each have several counterparts, is laid on the other in one of the ways it can be.
    """
    chosen = [int(dice.integers(len(source)))]
    scale = 2.0 ** float(sizes[chosen[0]])
    good = np.abs(sizes - sizes[chosen[0]]) <= SCALED
    while len(chosen) < SAMPLE:
        at = chosen[-1]
        apart = np.linalg.norm(target - target[at], axis=1), scale * np.linalg.norm(source - source[at], axis=1)
        good &= (np.abs(apart[0] - apart[1]) <= limit + SCALED * apart[0]) & (apart[0] > limit)
        if not good.any():
            break
        chosen.append(int(dice.choice(np.flatnonzero(good))))
    return np.array(chosen, np.int64)


def edges_kept(part: Part, mine: I64, other: Part, theirs: I64) -> tuple[int, int]:
    """Edges of ``part`` between vertices that meet whose counterpart is an edge of ``other``, and all its edges."""
    to = np.full(len(part.points), -1)
    to[mine] = theirs
    moved = np.sort(to[part.edges], axis=1)
    moved = moved[(moved >= 0).all(axis=1)]
    size = len(other.points) + 1
    kept = np.isin(moved[:, 0] * size + moved[:, 1], other.edges[:, 0] * size + other.edges[:, 1])
    return int(kept.sum()), len(part.edges)


def same_places(one: F64, other: F64) -> NDArray[np.bool_]:
    """Texture places that are equal as they are or with the second axis turned round, whichever is more often so."""
    flags = [np.abs(one - other).max(axis=1) <= PLACED]
    flags.append(np.abs(one - np.column_stack([other[:, 0], 1 - other[:, 1]])).max(axis=1) <= PLACED)
    return max(flags, key=lambda f: int(f.sum()))


def rows_alike(one: Table, other: Table) -> tuple[I64, I64]:
    """Rows that agree. Motion: key by key, as many keys on both sides. Frames: the same sizes and places, any order."""
    a, b = one.values, other.values
    if one.kind == "motion":
        if len(a) != len(b):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        close = np.abs(a - b) <= SPEED * np.maximum(a.max(axis=0), b.max(axis=0))
        at = np.flatnonzero(close.all(axis=1))
        return at, at
    if not len(a) or not len(b):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    keys = [np.unique(np.round(v / PLACED).astype(np.int64), axis=0, return_inverse=True) for v in (a, b)]
    listed = [{tuple(row): n for n, row in enumerate(k[0].tolist())} for k in keys]
    both = [row for row in listed[0] if row in listed[1]]
    left = np.flatnonzero(np.isin(keys[0][1].ravel(), [listed[0][row] for row in both]))
    right = np.flatnonzero(np.isin(keys[1][1].ravel(), [listed[1][row] for row in both]))
    return left, right


def table_bits(one: Table, rows: I64) -> float:
    """Bits of rows that agree: of each different row, one counts; less the choice of which agree."""
    if not len(rows):
        return 0.0
    different = len(np.unique(np.round(one.values[rows], 3), axis=0))
    every = max(different, len(np.unique(np.round(one.values, 3), axis=0)))
    share = different / every
    choice = 0.0 if share == 1.0 else every * -(share * log2(share) + (1 - share) * log2(1 - share))
    return max(0, different - 1) * ROW_BITS - choice

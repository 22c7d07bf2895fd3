"""Where two recordings go through the same harmony: transposition, pace, and the path along which they do.

Cross-recurrence of delayed chroma and its longest path, Qmax, after Serrà, Serra and Andrzejak (*Cross recurrence
quantification for cover song identification*, New Journal of Physics 11, 2009). They take one transposition, that of
the mean chroma, and no pace. Here all twelve and five paces are tried in frames of a second, and those of the longest
paths again in frames of half a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float32]

PACES = (1.0, 1 / 1.15, 1.15, 0.75, 1 / 0.75)  # right ÷ left; the path itself bears a tenth more or less
COARSE, COARSE_STACKED = 4, 5  # steps of a coarse frame (one second), and how many are looked at together
FINE = 2  # steps of a fine frame: half a second
STACKED = 9  # fine frames that are looked at together
NEAREST = 0.095  # share of the other side's frames that count as near
ONSET, GOING_ON = 5.0, 0.5  # what it costs a path to leave its recurrences, and to stay away


@dataclass(frozen=True, slots=True)
class Course:
    """How the sides are laid over each other: right is ``shift`` semitones (0 to 11) above left and its time runs
    ``pace`` times as fast; ``length``: Qmax of the coarse search ÷ root of the frames of the shorter side."""

    shift: int
    pace: float
    length: float


@dataclass(frozen=True, slots=True)
class Path:
    """Frames of both sides in step, ascending; ``length``: Qmax, frames that recur less what gaps cost."""

    length: float
    left: tuple[int, ...]
    right: tuple[int, ...]


def paced(chroma: Floats, size: float) -> Floats:
    """Rows averaged over frames of ``size`` steps (any number), each of length 1 or 0."""
    total = np.concatenate([np.zeros((1, 12)), np.cumsum(chroma.astype(np.float64), axis=0)])
    count = max(1, int(len(chroma) / size))
    edges = np.minimum(np.arange(count + 1) * size, len(chroma))
    low = np.floor(edges).astype(np.int64)
    high = np.minimum(low + 1, len(chroma))
    held = total[low] + (edges - low)[:, None] * (total[high] - total[low])
    frames = np.diff(held, axis=0)
    length = np.linalg.norm(frames, axis=1, keepdims=True)
    return np.asarray(np.where(length > 1e-6, frames / np.maximum(length, 1e-6), 0), np.float32)


def turned(frames: Floats, shift: int) -> Floats:
    """Transposed up by ``shift`` semitones."""
    return np.roll(frames, shift, axis=1)


def courses(left: Floats, right: Floats, most: int) -> list[Course]:
    """The ``most`` best ways to lay two recordings (chroma by steps) over each other, each in another key."""
    one = paced(left, COARSE)
    found: dict[int, Course] = {}
    for pace in PACES:
        other = paced(right, COARSE / pace)
        near = np.stack([recurrence(one, turned(other, -shift), COARSE_STACKED) for shift in range(12)])
        for shift, length in enumerate(lengths(near).tolist()):
            course = Course(shift, pace, strength(length, (len(one), len(other))))
            if shift not in found or course.length > found[shift].length:
                found[shift] = course
    return sorted(found.values(), key=lambda c: (-c.length, c.shift))[:most]


def recurrence(left: Floats, right: Floats, stacked: int = STACKED) -> NDArray[np.bool_]:
    """Which frames of both sides are among the nearest of each other, looked at ``stacked`` frames together."""
    agreeing = left @ right.T
    n, m = agreeing.shape[0] - stacked + 1, agreeing.shape[1] - stacked + 1
    if n < 1 or m < 1:
        return np.zeros((max(0, n), max(0, m)), bool)
    total = np.zeros((n, m), np.float32)
    for k in range(stacked):
        total += agreeing[k : k + n, k : k + m]
    rows, columns = max(1, round(NEAREST * m)), max(1, round(NEAREST * n))
    near_left = np.partition(total, m - rows, axis=1)[:, m - rows, None]
    near_right = np.partition(total, n - columns, axis=0)[n - columns, None]
    found: NDArray[np.bool_] = (total >= near_left) & (total >= near_right) & (total > 0)
    return found


def _grown(near: NDArray[np.bool_]) -> Iterator[tuple[Array, Array]]:
    """Qmax of all paths that end in each row of (k, n, m), row after row: (k, m), and the move that led there.

    Moves: 0 both sides a frame on, 1 the left one two, 2 the right one two; −1 where a path begins.
    """
    k, n, m = near.shape
    held = [np.zeros((k, m + 2), np.float32) for _ in range(2)]  # of the two rows before, after two empty columns
    hits = [np.zeros((k, m + 2), bool) for _ in range(2)]
    for i in range(n):
        before = np.stack([held[0][:, 1:-1], held[1][:, 1:-1], held[0][:, :-2]])
        cost = np.where(np.stack([hits[0][:, 1:-1], hits[1][:, 1:-1], hits[0][:, :-2]]), ONSET, GOING_ON)
        value = np.where(near[:, i], before + 1, np.maximum(before - cost.astype(np.float32), 0))
        move = value.argmax(axis=0)
        now = np.take_along_axis(value, move[None], axis=0)[0]
        led = np.take_along_axis(before, move[None], axis=0)[0] > 0
        yield now, np.where((now > 0) & led, move, -1)
        for rows, new in ((held, now), (hits, near[:, i])):
            rows.insert(0, np.pad(new, ((0, 0), (2, 0))))
            rows.pop()


def lengths(near: NDArray[np.bool_]) -> Array:
    """Qmax of each of (k, n, m) cross-recurrences: (k,)."""
    best = np.zeros(len(near), np.float32)
    for now, _ in _grown(near):
        if now.shape[1]:
            np.maximum(best, now.max(axis=1), out=best)
    return best


def longest(near: NDArray[np.bool_]) -> Path:
    """Qmax of one cross-recurrence (n, m) and its path. Steps: both sides one frame on, or one of them two."""
    moves = np.full(near.shape, -1, np.int8)
    best, end = 0.0, (-1, -1)
    for i, (now, move) in enumerate(_grown(near[None])):
        moves[i] = move[0]
        top = int(now[0].argmax()) if now.shape[1] else 0
        if now.shape[1] and now[0, top] > best:
            best, end = float(now[0, top]), (i, top)
    left: list[int] = []
    right: list[int] = []
    i, j = end
    while i >= 0 and j >= 0:
        left.append(i)
        right.append(j)
        step = int(moves[i, j])
        if step < 0:
            break
        i, j = i - (1, 2, 1)[step], j - (1, 1, 2)[step]
    return Path(best, tuple(reversed(left)), tuple(reversed(right)))


def agreement(left: Floats, right: Floats, path: Path) -> float:
    """Mean cosine (0..1) along a path of what is looked at together, of frames as ``recurrence`` takes them.

    Qmax counts frames that recur, however near they are: of two short recordings all may, on a path as long as both.
    """
    i, j = np.array(path.left, np.int64), np.array(path.right, np.int64)
    if not len(i):
        return 0.0
    total = np.zeros(len(i), np.float64)
    for k in range(STACKED):
        total += np.einsum("ij,ij->i", left[i + k], right[j + k], dtype=np.float64)
    return float(np.clip(total.mean() / STACKED, 0.0, 1.0))


def laid(left: Floats, right: Floats, course: Course) -> tuple[Floats, Floats]:
    """Fine frames of both sides, the right one transposed and paced as the left one."""
    return paced(left, FINE), turned(paced(right, FINE / course.pace), -course.shift)


def strength(length: float, sizes: Sequence[int]) -> float:
    """Qmax ÷ root of the frames of the shorter side: what pairs are ranked by (longer works recur more by chance)."""
    return float(length / max(1.0, float(min(sizes))) ** 0.5)

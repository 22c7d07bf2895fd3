"""A path made exact: the straight line of time on time that the frames fit best, where it ends, and the map that fits.

An edit keeps its speed as it keeps its place. A path through a matrix of a few frames a second wanders where pictures
move little; a line does not, and its ends are where the frames cease to be alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparators.image.video.likeness import Floats, Laid, Wide, lay, unit

REACH = 1.5  # seconds by which the ends of a line are tried off those of the path
SLOWEST, FASTEST = 0.45, 2.2  # frames of the one video for each of the other
EQUAL = 0.002  # of correlation: lines that fit no worse than this are told apart by the path
TOGETHER = 0.4  # correlation of what moves, below which too little moves to tell
FALL = 0.12  # of correlation below the likeness within, at the least, where a segment ends
WORSE = 0.04  # of correlation: a line that fits the path's frames so much worse is not its course
OUT = -0.3  # of a frame that is unlike, at the most
AROUND = 2.5  # seconds around a path that are looked at
LOOKED = 48  # frames of a path at which a line is tried
MOVES = ((2.0, 0.06), (1.0, 0.03), (0.5, 0.015))  # thumbs' pixels and scale, tried one after the other
LONG, PIECE = 600, 200  # steps of a path above which only its ends are looked at; of either end
PAIRS = 10  # of frames by which a map is mended
Motion = tuple[Floats, Floats, Floats]


@dataclass(frozen=True)
class Line:
    """Frame ``at + speed * n`` of the left video stands at frame n of the right one, for ``first`` <= n < ``last``."""

    at: float
    speed: float
    first: float
    last: float
    similarity: float


def course(
    left: NDArray[np.uint8], right: NDArray[np.uint8], matrix: Wide, path: NDArray[np.int64], rate: float
) -> Line | None:
    """The line for a path (k, 2) of frame numbers; None where the course is no line, or nothing is alike along it.

    left, right: thumbs of the videos, ``rate`` a second. Of a long path the line runs from the beginning of its first
    ``PIECE`` steps to the end of its last.
    """
    if len(path) > LONG:
        one, two = (course(left, right, matrix, piece, rate) for piece in (path[:PIECE], path[-PIECE:]))
        if one is None or two is None or two.last - one.first < 3:
            return None
        start, stop = one.at + one.speed * one.first, two.at + two.speed * two.last
        speed = (stop - start) / (two.last - one.first)
        alike = round((one.similarity + two.similarity) / 2, 3)
        return Line(start - speed * one.first, speed, one.first, two.last, alike) if speed > 0 else None
    margin = round(AROUND * rate)
    (x0, y0), (x1, y1) = path[0], path[-1]
    low = max(0, int(x0) - margin), max(0, int(y0) - margin)
    high = min(len(left), int(x1) + margin + 1), min(len(right), int(y1) + margin + 1)
    laid = lay(left[low[0] : high[0]], right[low[1] : high[1]], matrix)
    if laid is None:
        return None
    steps = path - np.array(low)
    table, motion = _clearest(laid, steps)
    known = float(_peaks(table, steps).mean())
    found = _straight(table, steps, rate, motion)
    if found is None:
        return None
    at, speed = found
    numbers = np.arange(table.shape[1])
    along, within = _values(table, at, speed, numbers)
    begun, ended = (int(np.clip(np.rint((v - at) / speed), 0, len(numbers) - 1)) for v in (steps[0, 0], steps[-1, 0]))
    a, b = max(begun, int(steps[0, 1])), min(ended, int(steps[-1, 1])) + 1
    if b - a < 3:
        return None
    inside = float(along[a:b].mean())
    if inside < known - WORSE:
        return None
    usual = float(np.median(table[:, a:b]))
    needed = max(0.35, min((inside + usual) / 2, inside - FALL))
    gain = np.where(within, np.maximum(along - needed, OUT), -10.0)
    first, last = _longest(gain)
    if last - first < 3:
        return None
    return Line(
        at + low[0] - speed * low[1],
        speed,
        float(first + low[1]),
        float(last + low[1]),
        round(float(np.median(along[first:last])), 3),
    )


def _clearest(laid: Laid, steps: NDArray[np.int64]) -> tuple[Floats, Motion]:
    """The matrix (n, m) for those cells of which the path is most alike: a logo stands where it stands; and the same
    for what moves."""
    best: tuple[float, Floats, Motion] | None = None
    for kept in laid.kept:
        one, two = unit(laid.left[:, kept]), unit(laid.right[:, kept])
        table = one @ two.T
        mean = float(_peaks(table, steps).mean())
        if best is None or mean > best[0] + 0.01:
            best = mean, table, _motion(one, two, steps)
    assert best is not None  # noqa: S101  # the first of them is the whole mask
    return best[1], best[2]


def _motion(one: Floats, two: Floats, steps: NDArray[np.int64]) -> Motion:
    """What is left of the frames without the mean picture of the path: products (n, m), and squares of either side."""
    a = one - one[steps[0, 0] : steps[-1, 0] + 1].mean(axis=0)
    b = two - two[steps[0, 1] : steps[-1, 1] + 1].mean(axis=0)
    return a @ b.T, (a * a).sum(axis=1), (b * b).sum(axis=1)


def _peaks(table: Floats, steps: NDArray[np.int64]) -> Floats:
    """(k,) the best of the frames beside each step of a path."""
    n, m = table.shape
    shifted = [
        table[np.clip(steps[:, 0] + dx, 0, n - 1), np.clip(steps[:, 1] + dy, 0, m - 1)]
        for dx in (0, 1)
        for dy in (0, 1)
    ]
    return np.asarray(np.max(shifted, axis=0), np.float32)


def _straight(table: Floats, steps: NDArray[np.int64], rate: float, motion: Motion) -> tuple[float, float] | None:
    """Start and speed of the line that fits best from the beginning of the path to its end: what moves, moves along it;
    where too little moves, the whole pictures are alike along it. Either side may begin or end within the path: a frame
    before it that looks the same draws a path out."""
    (x0, y0), (x1, y1) = steps[0].astype(np.float64), steps[-1].astype(np.float64)
    if y1 - y0 < 2:
        return None
    reach = int(np.ceil(REACH * rate))
    away = np.arange(-reach, reach + 1.0)  # the path's own ends among them
    starts = _shifted(x0, y0, away)
    stops = _shifted(x1, y1, away)
    moves = True
    for _ in range(2):
        lines = np.concatenate([np.repeat(starts, len(stops), axis=0), np.tile(stops, (len(starts), 1))], axis=1)
        across, along = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
        lines = lines[(along >= 2) & (across >= SLOWEST * along) & (across <= FASTEST * along)]
        if not len(lines):
            return None
        share = np.linspace(0, 1, LOOKED)
        x = np.asarray(lines[:, :1] + (lines[:, 2:3] - lines[:, :1]) * share, np.float64)
        y = np.asarray(lines[:, 1:2] + (lines[:, 3:] - lines[:, 1:2]) * share, np.float64)
        values = _together(motion, x, y) if moves else _read(table, x, y).mean(axis=1)
        if moves and float(values.max()) < TOGETHER:
            moves, values = False, _read(table, x, y).mean(axis=1)
        close = np.flatnonzero(values >= values.max() - EQUAL)
        off = np.abs(lines[close] - [x0, y0, x1, y1]).sum(axis=1)
        a, b, c, d = (float(v) for v in lines[int(close[int(off.argmin())])])
        fine = np.arange(-1, 1.125, 0.25)
        starts, stops = np.stack([a + fine, np.full(9, b)], axis=1), np.stack([c + fine, np.full(9, d)], axis=1)
    speed = (c - a) / (d - b)
    return a - speed * b, speed


def _shifted(x: float, y: float, away: Wide) -> Wide:
    """(points, 2) at which a line may begin or end: beside the end of a path on either side."""
    one = np.stack([x + away, np.full(len(away), y)], axis=1)
    rest = away[away != 0]
    other = np.stack([np.full(len(rest), x), y + rest], axis=1)
    return np.concatenate([one, other])


def _together(motion: Motion, x: Wide, y: Wide) -> Wide:
    """(lines,) correlation of what moves in the frames of each line."""
    products, left, right = motion
    both = _read(products, x, y).sum(axis=1)
    squares = [
        _read(np.asarray(np.broadcast_to(side, products.shape), np.float32), x, y).sum(axis=1)
        for side in (left[:, None], right[None, :])
    ]
    return np.asarray(both / np.sqrt(np.maximum(squares[0] * squares[1], 1e-9)), np.float64)


def _read(table: Floats, x: Wide, y: Wide) -> Wide:
    """Values between the rows of a table, in the nearest column; 0 outside it."""
    n, m = table.shape
    low = np.floor(x).astype(np.int64)
    share = x - low
    column = np.rint(y).astype(np.int64)
    inside = (x >= -0.5) & (x <= n - 0.5) & (column >= 0) & (column < m)
    one, two, column = np.clip(low, 0, n - 1), np.clip(low + 1, 0, n - 1), np.clip(column, 0, m - 1)
    return np.where(inside, table[one, column] * (1 - share) + table[two, column] * share, 0.0)


def _values(table: Floats, at: float, speed: float, numbers: NDArray[np.int64]) -> tuple[Wide, NDArray[np.bool_]]:
    wanted = np.asarray(at + speed * numbers, np.float64)
    return _read(table, wanted, numbers.astype(np.float64)), (wanted >= -0.5) & (wanted <= len(table) - 0.5)


def _longest(gain: Wide) -> tuple[int, int]:
    """First and behind last of the run with the largest sum."""
    sums = np.concatenate([[0.0], np.cumsum(gain)])
    lowest = np.minimum.accumulate(sums)
    last = int((sums - lowest).argmax())
    first = int(sums[: last + 1].argmin())
    return first, last


def mended(left: NDArray[np.uint8], right: NDArray[np.uint8], matrix: Wide, path: NDArray[np.int64]) -> Wide:
    """The map moved and scaled a little so that the frames of a path lie on one another best."""
    chosen = path[np.linspace(0, len(path) - 1, min(PAIRS, len(path))).round().astype(np.int64)]
    here, there = left[chosen[:, 0]], right[chosen[:, 1]]
    high, wide = left.shape[1:]
    inner = abs(np.linalg.det(matrix[:2, :2])) ** 0.5 < 1  # moves in pixels of the smaller picture

    def moved(change: tuple[float, float, float, float]) -> Wide:
        dx, dy, across, down = change
        middle = np.array([[1.0, 0.0, -wide / 2], [0.0, 1.0, -high / 2], [0.0, 0.0, 1.0]])
        grown = np.diag([1 + across, 1 + down, 1.0])
        back = np.array(
            [[1.0, 0.0, wide / 2 + (0 if inner else dx)], [0.0, 1.0, high / 2 + (0 if inner else dy)], [0, 0, 1]]
        )
        shifted = np.array([[1.0, 0.0, dx if inner else 0], [0.0, 1.0, dy if inner else 0], [0.0, 0.0, 1.0]])
        return np.asarray(shifted @ matrix @ back @ grown @ middle, np.float64)

    def value(change: tuple[float, float, float, float]) -> float:
        laid = lay(here, there, moved(change))
        if laid is None:
            return -1.0
        return float((unit(laid.left) * unit(laid.right)).sum(axis=1).mean())

    best, change = value((0.0, 0.0, 0.0, 0.0)), (0.0, 0.0, 0.0, 0.0)
    for pixels, scale in MOVES:
        for _ in range(4):
            tries = []
            for axis, size in ((0, pixels), (1, pixels), (2, scale), (3, scale)):
                for sign in (1, -1):
                    one = list(change)
                    one[axis] += sign * size
                    tries.append((one[0], one[1], one[2], one[3]))
            for size in (scale, -scale):
                tries.append((change[0], change[1], change[2] + size, change[3] + size))
            values = [value(one) for one in tries]
            top = int(np.argmax(values))
            if values[top] <= best + 1e-4:
                break
            best, change = values[top], tries[top]
    return moved(change)


@dataclass(frozen=True)
class Moving:
    """Of the frames of a segment under its map: how much of each picture changes (mean square of what is left without
    the mean picture, of 1), and the correlation of what changes in the one with what changes in the other."""

    left: float
    right: float
    together: float


def moving(left: NDArray[np.uint8], right: NDArray[np.uint8], matrix: Wide) -> Moving | None:
    """left, right: as many thumbs of the one video and those that stand at them in the other. The cells count that fit
    best."""
    laid = lay(left, right, matrix)
    if laid is None:
        return None
    best: tuple[float, Moving] | None = None
    for kept in laid.kept:
        one, two = unit(laid.left[:, kept]), unit(laid.right[:, kept])
        alike = float((one * two).sum(axis=1).mean())
        if best is not None and alike <= best[0] + 0.01:
            continue
        a, b = one - one.mean(axis=0), two - two.mean(axis=0)
        squares = float((a * a).sum()), float((b * b).sum())
        found = float((a * b).sum()) / max(np.sqrt(squares[0] * squares[1]), 1e-9)
        best = alike, Moving(squares[0] / len(one), squares[1] / len(one), found)
    assert best is not None  # noqa: S101  # the first is the whole mask
    return best[1]

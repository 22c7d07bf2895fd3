"""Paths of a vector drawing: their control points, and which of two drawings hold the same ones.

A path is taken apart into its parts (from one *move* to the next); lines and arcs stand among curves by their points,
all coordinates are made absolute. Two parts are the same when the control points of one, moved, scaled, turned and
mirrored, lie on those of the other in their order within ``WITHIN`` of its size: nobody draws the same coordinates
twice, and who traces a picture does not hit them. A part counts as it is drawn, under the ``transform`` of its element
and of all groups around it (``transforms``), and where those stretch or skew it also as it is written. Stock shapes
(rectangles, circles, regular ones, fewer than ``FEWEST`` points) are left out. The grammar is that of SVG 2 (W3C,
*Paths*, 2018); the best turn of one set of points onto another is that of Kendall (1984).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from appraisal.errors import OverLimit
from comparators.image import svg
from comparators.image.icon import transforms

FEWEST = 10  # control points of a part that can be evidence
MOST_POINTS = 400_000
MOST_SAME = 500  # counterparts of one part that are followed
_UPRIGHT = 0.01  # radians by which a part that stands upright may be off
WITHIN = 0.002  # of the longer side of a part: editors that write files round coordinates
Wide = NDArray[np.float64]

_TOKEN = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])|([-+]?(?:[0-9]*\.[0-9]+|[0-9]+\.?)(?:[eE][-+]?[0-9]+)?)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@dataclass(frozen=True)
class Paths:
    """``points`` (m, 2) of all parts in turn, in the units they are written in; ``ends`` (p,): where each part ends in
    them; ``matrices`` (p, 6): a, b, c, d, e, f that bring each to the units of the whole drawing."""

    points: Wide
    ends: NDArray[np.int64]
    matrices: Wide


NONE = Paths(np.zeros((0, 2)), np.zeros(0, np.int64), np.zeros((0, 6)))


def read(data: bytes, file: str) -> Paths:
    """All parts of all ``path`` and ``poly…`` elements of an SVG. ``OverLimit`` for too many points.

    What ``use`` repeats counts once, where it is defined.
    """
    points: list[tuple[float, float]] = []
    ends: list[int] = []
    matrices: list[tuple[float, ...]] = []
    waiting = [(svg.tree(data, file), transforms.SAME)]
    while waiting:
        element, around = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        matrix = transforms.then(around, transforms.read(element.get("transform") or ""))
        waiting += [(child, matrix) for child in reversed(element)]
        name = element.tag.rsplit("}", 1)[-1]
        text = element.get("d") if name == "path" else None
        if name in ("polygon", "polyline"):
            text = "M" + (element.get("points") or "")
        for part in parts(text or ""):
            points += part
            ends.append(len(points))
            matrices.append(matrix)
            if len(points) > MOST_POINTS:
                raise OverLimit(
                    f"{file}: paths of more than {MOST_POINTS} control points: hand in a picture of it (PNG) beside it"
                )
    return Paths(
        np.array(points, np.float64).reshape(-1, 2),
        np.array(ends, np.int64),
        np.array(matrices, np.float64).reshape(-1, 6),
    )


def parts(text: str) -> Iterator[list[tuple[float, float]]]:
    """Control points of each part of path data; what is malformed ends the path there, as the standard has it."""
    tokens = [(m.group(1), m.group(2)) for m in _TOKEN.finditer(text)]
    at, command = 0, ""
    x = y = 0.0
    start = (0.0, 0.0)
    control: tuple[str, float, float] = ("", 0.0, 0.0)
    part: list[tuple[float, float]] = []
    while at < len(tokens):
        letter, _ = tokens[at]
        if letter:
            command, at = letter, at + 1
        elif command in ("", "Z", "z"):
            break
        kind, relative = command.upper(), command.islower()
        takes = _TAKES[kind]
        numbers = [number for letter, number in tokens[at : at + takes] if not letter]
        if len(numbers) < takes:
            break
        values = [float(number) for number in numbers]
        if not all(abs(v) < 1e9 for v in values):
            break
        at += takes
        dx, dy = (x, y) if relative else (0.0, 0.0)
        if kind == "Z":
            x, y = start
            control = ("", x, y)
            continue
        if kind == "M":
            if len(part) > 1:
                yield part
            x, y = values[0] + dx, values[1] + dy
            start, part = (x, y), [(x, y)]
            command = "l" if relative else "L"
            control = ("", x, y)
            continue
        if not part:
            part = [(x, y)]
        added: list[tuple[float, float]]
        if kind == "H":
            added = [(values[0] + dx, y)]
        elif kind == "V":
            added = [(x, values[0] + dy)]
        elif kind == "A":
            added = [(values[5] + dx, values[6] + dy)]
        else:
            added = [(values[n] + dx, values[n + 1] + dy) for n in range(0, takes, 2)]
        if kind in ("S", "T"):  # the mirrored control point that the short form leaves unsaid
            usual = control[0] == {"S": "C", "T": "Q"}[kind]
            added.insert(0, (2 * x - control[1], 2 * y - control[2]) if usual else (x, y))
        if kind in ("C", "S", "Q", "T"):
            control = ("C" if kind in "CS" else "Q", *added[-2])
        x, y = added[-1]
        if kind not in ("C", "S", "Q", "T"):
            control = ("", x, y)
        part += added
    if len(part) > 1:
        yield part


@dataclass(frozen=True)
class Units:
    """Parts of one drawing with the same number of control points, that can be evidence."""

    numbers: NDArray[np.int64]  # (k,): of the parts; one that is drawn stretched stands twice
    unit: NDArray[np.complex128]  # (k, points): about their middle, root mean square 1
    extents: Wide  # (k,): longer side in those units


def units(paths: Paths) -> dict[int, Units]:
    """Number of control points -> the parts that have as many. Stock shapes are left out."""
    found: dict[int, list[tuple[int, NDArray[np.complex128], float]]] = {}
    start = 0
    for number, end in enumerate(paths.ends.tolist()):
        written = paths.points[start:end]
        start = end
        matrix = paths.matrices[number]
        drawn = transforms.applied(matrix, written)
        for part in (drawn,) if transforms.keeps_shape(matrix) else (drawn, written):
            extent = float(np.ptp(part, axis=0).max())
            if not np.isfinite(part).all() or extent <= 0 or extent > 1e9:
                continue
            boxed = (part - part.min(axis=0)) / extent
            if len(np.unique(np.round(boxed, 6), axis=0)) < FEWEST:
                continue
            steps = np.round(np.hypot(*np.diff(boxed, axis=0).T), 2)
            if len(np.unique(steps)) < 4:  # a regular polygon, a circle, a star
                continue
            middle = boxed[:, 0] + 1j * boxed[:, 1]
            middle -= middle.mean()
            size = float(np.sqrt((np.abs(middle) ** 2).mean()))
            found.setdefault(len(part), []).append((number, middle / size, 1 / size))
    return {
        points: Units(
            np.array([n for n, _, _ in each], np.int64),
            np.stack([unit for _, unit, _ in each]),
            np.array([extent for _, _, extent in each]),
        )
        for points, each in found.items()
    }


@dataclass(frozen=True)
class Shared:
    """Numbers of the parts of either drawing that have a counterpart in the other, in order; ``turned``: parts of the
    left one, none of whose counterparts stands as it does itself."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    turned: tuple[int, ...]


def shared(
    left: Mapping[str, dict[int, Units]], right: Mapping[str, dict[int, Units]]
) -> dict[tuple[str, str], Shared]:
    """(file, file) -> what both drawings hold."""
    found: dict[tuple[str, str], tuple[set[int], set[int], set[int]]] = {}
    for size in sorted({s for u in left.values() for s in u} & {s for u in right.values() for s in u}):
        one, other = _stacked(left, size), _stacked(right, size)
        # How far each point lies from the middle is the same however a part is turned: nearly all pairs end there.
        reach = WITHIN * float(max(one[2].max(), other[2].max()))
        trees = cKDTree(np.abs(one[1])), cKDTree(np.abs(other[1]))
        near = trees[0].query_ball_tree(trees[1], reach, p=float("inf"))
        for row, ((file, number), others) in enumerate(zip(one[0], near, strict=True)):
            for at in sorted(others)[:MOST_SAME]:
                apart, turn = _laid(one[1][row], other[1][at])
                if apart > WITHIN * min(float(one[2][row]), float(other[2][at])):
                    continue
                there, beyond = other[0][at]
                both = found.setdefault((file, there), (set(), set(), set()))
                both[0].add(number)
                both[1].add(beyond)
                if turn <= _UPRIGHT:
                    both[2].add(number)
    return {
        pair: Shared(tuple(sorted(a)), tuple(sorted(b)), tuple(sorted(a - upright)))
        for pair, (a, b, upright) in sorted(found.items())
    }


def _laid(one: NDArray[np.complex128], other: NDArray[np.complex128]) -> tuple[float, float]:
    """Largest distance of two points after the best turn, and that turn in radians (4: mirrored); as it stands where
    both are as good."""
    best = (float("inf"), 0.0)
    for mirrored, points in ((False, one), (True, np.conj(one))):
        product = complex((np.conj(points) * other).sum())
        turn = product / abs(product) if abs(product) > 0 else 1 + 0j
        apart = round(float(np.abs(points * turn - other).max()), 9)
        if apart < best[0]:
            best = apart, 4.0 if mirrored else abs(float(np.angle(turn)))
    return best


def _stacked(
    side: Mapping[str, dict[int, Units]], size: int
) -> tuple[list[tuple[str, int]], NDArray[np.complex128], Wide]:
    names: list[tuple[str, int]] = []
    rows: list[NDArray[np.complex128]] = []
    extents: list[Wide] = []
    for file, units_of in sorted(side.items()):
        if size in units_of:
            names += [(file, int(n)) for n in units_of[size].numbers]
            rows.append(units_of[size].unit)
            extents.append(units_of[size].extents)
    return names, np.concatenate(rows), np.concatenate(extents)

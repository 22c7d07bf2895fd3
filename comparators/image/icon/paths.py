"""Paths of a vector drawing: their control points, and which of two drawings hold the same ones.

A path is taken apart into its parts (from one *move* to the next); lines and arcs stand among curves by their points,
all coordinates are made absolute. Two parts are the same when the control points of one, moved and scaled, lie on
those of the other in their order within ``WITHIN`` of its size: nobody draws the same coordinates twice, and who
traces a picture does not hit them. Stock shapes (rectangles, circles, regular ones, fewer than ``FEWEST`` points) are
left out. What groups and elements are moved or scaled by changes nothing here, and a part that is turned is not found.
The grammar is that of SVG 2 (W3C, *Paths*, 2018).
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

FEWEST = 10  # control points of a part that can be evidence
MOST_POINTS = 400_000
MOST_SAME = 500  # counterparts of one part that are followed
WITHIN = 0.002  # of the longer side of a part: editors that write files round coordinates
Wide = NDArray[np.float64]

_TOKEN = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])|([-+]?(?:[0-9]*\.[0-9]+|[0-9]+\.?)(?:[eE][-+]?[0-9]+)?)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@dataclass(frozen=True)
class Paths:
    """``points`` (m, 2) of all parts in turn, user units; ``ends`` (p,): where each part ends in them."""

    points: Wide
    ends: NDArray[np.int64]


NONE = Paths(np.zeros((0, 2)), np.zeros(0, np.int64))


def read(data: bytes, file: str) -> Paths:
    """All parts of all ``path`` and ``poly…`` elements of an SVG. ``OverLimit`` for too many points."""
    points: list[tuple[float, float]] = []
    ends: list[int] = []
    for element in svg.tree(data, file).iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rsplit("}", 1)[-1]
        text = element.get("d") if name == "path" else None
        if name in ("polygon", "polyline"):
            text = "M" + (element.get("points") or "")
        for part in parts(text or ""):
            points += part
            ends.append(len(points))
            if len(points) > MOST_POINTS:
                raise OverLimit(f"{file}: paths of more than {MOST_POINTS} control points")
    return Paths(np.array(points, np.float64).reshape(-1, 2), np.array(ends, np.int64))


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


Units = dict[int, tuple[NDArray[np.int64], Wide]]


def units(points: Wide, ends: NDArray[np.int64]) -> Units:
    """Number of control points -> numbers of the parts that have as many, and (parts, 2 · points) coordinates of them,
    moved and scaled to a box of longer side 1. Stock shapes are left out."""
    found: dict[int, list[tuple[int, Wide]]] = {}
    start = 0
    for number, end in enumerate(ends.tolist()):
        part = points[start:end]
        start = end
        extent = float(np.ptp(part, axis=0).max())
        if extent <= 0 or len(np.unique(np.round(part, 6), axis=0)) < FEWEST:
            continue
        unit = (part - part.min(axis=0)) / extent
        steps = np.round(np.hypot(*np.diff(unit, axis=0).T), 2)
        if len(np.unique(steps)) >= 4:  # else a regular polygon, a circle, a star
            found.setdefault(len(part), []).append((number, unit.reshape(-1)))
    return {
        size: (np.array([n for n, _ in each], np.int64), np.stack([unit for _, unit in each]))
        for size, each in found.items()
    }


def shared(
    left: Mapping[str, Units], right: Mapping[str, Units]
) -> dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...]]]:
    """(file, file) -> numbers of the parts of either drawing that have a counterpart in the other, in order."""
    found: dict[tuple[str, str], tuple[set[int], set[int]]] = {}
    for size in sorted({s for u in left.values() for s in u} & {s for u in right.values() for s in u}):
        one, other = _stacked(left, size), _stacked(right, size)
        near = cKDTree(one[1]).query_ball_tree(cKDTree(other[1]), WITHIN, p=float("inf"))
        for (file, number), others in zip(one[0], near, strict=True):
            for at in sorted(others)[:MOST_SAME]:
                there, beyond = other[0][at]
                both = found.setdefault((file, there), (set(), set()))
                both[0].add(number)
                both[1].add(beyond)
    return {pair: (tuple(sorted(a)), tuple(sorted(b))) for pair, (a, b) in sorted(found.items())}


def _stacked(side: Mapping[str, Units], size: int) -> tuple[list[tuple[str, int]], Wide]:
    names: list[tuple[str, int]] = []
    rows: list[Wide] = []
    for file, units_of in sorted(side.items()):
        if size in units_of:
            numbers, coordinates = units_of[size]
            names += [(file, int(n)) for n in numbers]
            rows.append(coordinates)
    return names, np.concatenate(rows)

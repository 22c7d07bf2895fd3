"""How the right picture follows from the left one, in words: moved, scaled, turned, a part of it.

Of the maps that fit a region the richest is kept that loses none of its followers (``geometry``), so that the record of
a plain crop has a perspective in its ``form`` that bends nothing. What a reader is told is what the map does to the
region: a similarity where it is one but for what keypoints may be off anyway. It follows from the record alone, and
alters none (``comparator.Explaining``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Match
from comparators.image.geometry import CLOSE, apply, area, corners

Wide = NDArray[np.float64]
ENTIRE = 0.98  # of a picture: a region that has so much of it has all of it, the rim is not looked at
TURNED = 1.0  # degrees
SCALED = 1.02
FEWEST = 4  # points that have an extent


def explained(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The same matches; of regions ``form`` says what the map comes to, and ``laid`` what was done, in words."""
    return tuple(_told(one) if "matrix" in one.details and "form" in one.details else one for one in matches)


def _told(match: Match) -> Match:
    details = dict(match.details)
    shape = _extent(match)
    off = None if shape is None else apart(np.array(details["matrix"], np.float64).reshape(3, 3), shape)
    if details["form"] != "similarity" and off is not None and shape is not None and off[0] <= CLOSE * off[1]:
        details["form"] = f"{details['form']} within {max(0.1, math.ceil(off[0] * 10) / 10):g} pixels of a similarity"
    return replace(match, details={"laid": _words(details), **details})


def apart(matrix: Wide, shape: Wide) -> tuple[float, float]:
    """Pixels of the right picture by which a map (3, 3) differs at most from the similarity nearest to it, at the
    points of ``shape`` (n, 2) and their middle; and the root of the area that it makes of ``shape``."""
    places = np.vstack([shape, shape.mean(axis=0)])
    there = apply(matrix, places)
    z, w = places[:, 0] + 1j * places[:, 1], there[:, 0] + 1j * there[:, 1]
    least = math.inf
    for one in (z, np.conj(z)):  # as it is, and mirrored
        design = np.column_stack([one, np.ones(len(one))])
        solved = np.linalg.lstsq(design, w, rcond=None)[0]
        least = min(least, float(np.abs(design @ solved - w).max()))
    return least, math.sqrt(area(apply(matrix, shape)))


def _extent(match: Match) -> Wide | None:
    """Corners of the region in the left picture as it is seen. Spans lie in the file's own grid: where that is turned,
    the box of the points that correspond."""
    details = match.details
    if "EXIF orientation" not in str(details.get("notes_left", "")):
        if match.left.polygon:
            return np.array(match.left.polygon, np.float64)
        size = str(details.get("size_left", "")).split(" × ")
        if len(size) == 2 and all(side.isdigit() for side in size):
            return corners(*map(float, size))
    points = np.array(details.get("points") or np.zeros((0, 4)), np.float64).reshape(-1, 4)[:, :2]
    if len(points) < FEWEST:
        return None
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return (
        np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
        if right > left and bottom > top
        else None
    )


def _words(details: Mapping[str, JSON]) -> Sequence[str]:
    """What of both pictures the region is, then what was done to it."""
    left, right = (float(details.get(f"share_{side}") or 0) >= ENTIRE for side in ("left", "right"))
    said = [
        {
            (True, True): "both whole pictures",
            (True, False): "the whole left picture within the right one",
            (False, True): "the whole right picture within the left one",
        }.get((left, right), "a part of either picture")
    ]
    scale = float(details.get("scale") or 1)
    done = {
        "laid mirrored": bool(details.get("mirrored")),
        "laid turned": abs(float(details.get("rotation") or 0)) >= TURNED,
        "laid enlarged": scale >= SCALED,
        "laid reduced": scale <= 1 / SCALED,
        "laid stretched": "stretch" in details,
        "laid aslant": "perspective" in details,
    }
    return [*said, *([word for word, held in done.items() if held] or ["laid moved"])]

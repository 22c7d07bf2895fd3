"""Places of a region that its record lists as different: in the stored grids of both pictures, and the region without.

The list is words (``left, top – right, bottom``, pixels of the left picture as seen) so that a reader can check it;
what coverage counts is made from these same words, so that the record alone bears it out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from appraisal.span import Region, Span, box, pixel
from comparators.image import pdq
from comparators.image.decode import SHOWN, turned
from comparators.image.fingerprint import PictureFeatures
from comparators.image.geometry import Wide, apply


def whole_span(file: str, features: PictureFeatures) -> Span:
    return box(file, 0, 0, features.stored_width, features.stored_height)


def stored(file: str, features: PictureFeatures, points: Wide) -> Span | None:
    """A polygon of the picture as seen, in the stored grid, without crossings, in a fixed order of points; None outside
    of it."""
    back = pdq.INVERSE[SHOWN[features.exif_orientation]]
    ring = [turned((float(x), float(y)), back, features.width, features.height) for x, y in points]
    rounded = pixel(file, [(round(x, 2) + 0.0, round(y, 2) + 0.0) for x, y in ring])
    frame = whole_span(file, features)
    parts = sorted(Region([rounded]).overlap(Region([frame])).spans(), key=lambda span: -span.length)
    return parts[0] if parts else None


def worded(points: Wide, a: PictureFeatures) -> str:
    """The upright box around points of the left picture as seen, as "left, top – right, bottom" in whole pixels."""
    low, high = points.min(axis=0), points.max(axis=0)
    x0, y0 = max(0, math.floor(low[0])), max(0, math.floor(low[1]))
    x1, y1 = min(a.width, math.ceil(high[0])), min(a.height, math.ceil(high[1]))
    return f"{x0}, {y0} – {x1}, {y1}"


def numbers(words: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of such a box."""
    x0, y0, x1, y1 = (float(value) for value in words.replace(" – ", ", ").split(", "))
    return x0, y0, x1, y1


def places(
    details: Mapping[str, Any], files: tuple[str, str], a: PictureFeatures, b: PictureFeatures
) -> tuple[Region, Region]:
    """The listed places in the left and in the right picture, by the region's own map."""
    matrix = np.array(details["matrix"], np.float64).reshape(3, 3) if "matrix" in details else np.eye(3)
    here, there = list[Span](), list[Span]()
    for words in details.get("differences", ()):
        x0, y0, x1, y1 = numbers(words)
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        for file, features, ring, into in ((files[0], a, corners, here), (files[1], b, apply(matrix, corners), there)):
            span = stored(file, features, ring)
            if span is not None:
                into.append(span)
    return Region(here), Region(there)

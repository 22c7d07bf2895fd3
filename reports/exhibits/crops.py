"""Places where two pictures differ, cut out of both and drawn large: a difference seen at thumb's size is not seen.

A method that lists such places says in a match's details where they lie in the left picture as seen (``differences``:
``x0, y0 – x1, y1``), how large that picture is (``size_left``: ``width × height``), and which points it numbered
(``points``). Marks would cover what differs, so nothing is cut from a picture that bears them: both sides are cut from
the pair that a screen shows in turn (``frame-left``, ``frame-right``), or, where no point was numbered and that shows
more, from the left picture and the right one brought into its frame.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.exhibit import Further, Overlay, Picture

MOST = 3  # places of one match; they are listed largest first
AROUND, LEAST = 0.3, 40  # of a place's size that is shown around it on each side; pixels of a crop at the least
ENLARGED = 360  # pixels of a crop's longer side: small ones are enlarged evenly
_BOX = re.compile(r"(-?[\d.]+), (-?[\d.]+) – (-?[\d.]+), (-?[\d.]+)")
_SIZE = re.compile(r"(\d+) × (\d+)")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Both pictures at one size and place, and where the pixels of the left picture as seen lie in them: ``scale`` x +
    ``shift``, of either axis."""

    left: Picture
    right: Picture
    scale: tuple[float, float]
    shift: tuple[float, float]

    def within(self, box: Box) -> Box | None:
        """A place of the left picture in this pair, as far as it shows it; None where it does not."""
        x0, x1 = (self._held(x, 0, self.left.width) for x in (box[0], box[2]))
        y0, y1 = (self._held(y, 1, self.left.height) for y in (box[1], box[3]))
        return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None

    def _held(self, value: float, axis: int, most: int) -> float:
        return min(max(0.0, value * self.scale[axis] + self.shift[axis]), float(most))


def crops(exhibit: Overlay, details: Mapping[str, Any]) -> tuple[tuple[Further, Picture], ...]:
    """Left and right crop of each of the first places; none where the details do not say where they lie, or no pair of
    pictures without marks lies on each other."""
    boxes, size = details.get("differences"), _SIZE.fullmatch(str(details.get("size_left", "")))
    if not isinstance(boxes, Sequence) or size is None:
        return ()
    scale = _scale((int(size[1]), int(size[2])), exhibit.left)
    if scale is None:
        return ()
    pairs = [pair for pair in (_framed(exhibit, scale),) if pair is not None]
    aligned, left = exhibit.aligned, exhibit.left
    if aligned is not None and (aligned.width, aligned.height) == (left.width, left.height):
        pairs += [] if details.get("points") else [Pair(left, aligned, (scale, scale), (0.0, 0.0))]
    if not pairs:
        return ()
    return tuple(_cut(max(pairs, key=lambda pair: min(pair.scale)), [_numbers(str(box)) for box in boxes[:MOST]]))


def _scale(size: tuple[int, int], shown: Picture) -> float | None:
    """Pixels of the drawing a pixel of the picture; None where they are not of one shape (turned on the way)."""
    scale = shown.width / max(1, size[0])
    return scale if abs(shown.height - size[1] * scale) <= 1.5 else None


def _framed(exhibit: Overlay, scale: float) -> Pair | None:
    """The frames that a screen shows in turn. Their outline and that of the left picture are of one region: so places
    of the one are found in the other."""
    held = dict(exhibit.further)
    here, there = held.get("frame-left"), held.get("frame-right")
    if here is None or there is None or (here.width, here.height) != (there.width, there.height):
        return None
    if not here.polygons or not exhibit.left.polygons:
        return None
    (x0, y0, x1, y1), (u0, v0, u1, v1) = _bounds(exhibit.left.polygons[0]), _bounds(here.polygons[0])
    if x0 >= x1 or y0 >= y1 or u0 >= u1 or v0 >= v1:
        return None
    across, down = (u1 - u0) / (x1 - x0), (v1 - v0) / (y1 - y0)
    return Pair(here, there, (across * scale, down * scale), (u0 - x0 * across, v0 - y0 * down))


def _bounds(ring: Sequence[tuple[float, float]]) -> Box:
    across, down = zip(*ring, strict=True)
    return min(across), min(down), max(across), max(down)


def _numbers(box: str) -> Box | None:
    found = _BOX.fullmatch(box)
    if found is None:
        return None
    x0, y0, x1, y1 = (float(one) for one in found.groups())
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _cut(pair: Pair, boxes: Sequence[Box | None]) -> Iterator[tuple[Further, Picture]]:
    sides: tuple[tuple[Further, Picture], ...] = (("detail-left", pair.left), ("detail-right", pair.right))
    for at, box in enumerate(boxes):
        place = None if box is None else pair.within(box)
        for name, picture in sides:
            if place is not None:
                yield name, cut(picture, place, chr(ord("A") + at))


def cut(picture: Picture, box: Box, named: str) -> Picture:
    """The place with what lies around it, outlined; ``file`` is the letter under which it is listed."""
    from PIL import Image

    x0, y0, x1, y1 = box
    spare = [max(AROUND * length, (LEAST - length) / 2) for length in (x1 - x0, y1 - y0)]
    left, top = max(0, int(x0 - spare[0])), max(0, int(y0 - spare[1]))
    right, bottom = min(picture.width, int(x1 + spare[0]) + 1), min(picture.height, int(y1 + spare[1]) + 1)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    with Image.open(io.BytesIO(picture.png)) as held:
        part = held.convert("RGB").crop((left, top, right, bottom))
    times = max(1, ENLARGED // max(part.size))
    part = part.resize((part.width * times, part.height * times), Image.Resampling.BICUBIC)
    stream = io.BytesIO()
    part.save(stream, "PNG", compress_level=6)
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    ring = tuple((round((x - left) * times, 2), round((y - top) * times, 2)) for x, y in corners)
    return Picture(named, stream.getvalue(), part.width, part.height, (ring,), picture.alt)

"""Places where two pictures differ, cut out of both and drawn large: a difference seen at thumb's size is not seen.

A method that lists such places says in a match's details where they lie in the left picture as seen (``differences``:
``x0, y0 – x1, y1``) and how large that picture is (``size_left``: ``width × height``). The right picture is cut where
it lies once brought into the frame of the left one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appraisal.exhibit import Further, Overlay, Picture

MOST = 3  # places of one match; they are listed largest first
AROUND, LEAST = 0.3, 40  # of a place's size that is shown around it on each side; pixels of a crop at the least
ENLARGED = 360  # pixels of a crop's longer side: small ones are enlarged evenly
_BOX = re.compile(r"(-?[\d.]+), (-?[\d.]+) – (-?[\d.]+), (-?[\d.]+)")
_SIZE = re.compile(r"(\d+) × (\d+)")
Box = tuple[float, float, float, float]


def crops(exhibit: Overlay, details: Mapping[str, Any]) -> tuple[tuple[Further, Picture], ...]:
    """Left and right crop of each of the first places; none where the details do not say where they lie, or the right
    picture was not brought into the frame of the left one."""
    boxes, size = details.get("differences"), _SIZE.fullmatch(str(details.get("size_left", "")))
    aligned, left = exhibit.aligned, exhibit.left
    if not isinstance(boxes, Sequence) or size is None or aligned is None:
        return ()
    if (aligned.width, aligned.height) != (left.width, left.height):
        return ()
    scale = _scale((int(size[1]), int(size[2])), left)
    if scale is None:
        return ()
    return tuple(_pairs([_numbers(str(box), scale) for box in boxes[:MOST]], (left, aligned)))


def _scale(size: tuple[int, int], shown: Picture) -> float | None:
    """Pixels of the drawing a pixel of the picture; None where they are not of one shape (turned on the way)."""
    scale = shown.width / max(1, size[0])
    return scale if abs(shown.height - size[1] * scale) <= 1.5 else None


def _numbers(box: str, scale: float) -> Box | None:
    found = _BOX.fullmatch(box)
    if found is None:
        return None
    x0, y0, x1, y1 = (float(one) * scale for one in found.groups())
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _pairs(boxes: Sequence[Box | None], pictures: tuple[Picture, Picture]) -> Iterator[tuple[Further, Picture]]:
    names: tuple[Further, Further] = ("detail-left", "detail-right")
    for at, box in enumerate(boxes):
        for name, picture in zip(names, pictures, strict=True):
            if box is not None:
                yield name, cut(picture, box, chr(ord("A") + at))


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
    part.save(stream, "PNG", compress_level=9)
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    ring = tuple((round((x - left) * times, 2), round((y - top) * times, 2)) for x, y in corners)
    return Picture(named, stream.getvalue(), part.width, part.height, (ring,), picture.alt)

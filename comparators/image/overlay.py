"""Drawing data of a match: both pictures as seen, and the right one brought into the left one's frame."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.comparison import Match
from appraisal.exhibit import Further, Overlay, Picture
from appraisal.span import Point, Span
from comparators.image import compared, pdq
from comparators.image.compared import letter, listed
from comparators.image.decode import SHOWN, Decoded, turned
from comparators.image.differing import numbers
from comparators.image.geometry import inverse
from comparators.image.local import settle
from comparators.image.tones import INVERTED

LONGEST = 900  # pixels of a picture's longer side in a report


def png(pixels: NDArray[np.uint8]) -> bytes:
    """PNG of (rows, columns, 3) uint8, without metadata: same pixels, same bytes (for one version of Pillow)."""
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "PNG", compress_level=6)
    return stream.getvalue()


def fitted(width: int, height: int) -> tuple[int, int]:
    """Size scaled down so that neither side exceeds ``LONGEST``; never scaled up."""
    factor = min(1.0, LONGEST / max(width, height))
    return max(1, round(width * factor)), max(1, round(height * factor))


def scaled(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Resampled to (width, height) with an area filter; unchanged when it has that size."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    image = Image.fromarray(np.ascontiguousarray(pixels))
    method = Image.Resampling.BOX if size[0] < pixels.shape[1] else Image.Resampling.BICUBIC
    return np.asarray(image.resize(size, method))


Outline = tuple[Point, ...]
_SHOWN = (
    "orientation",
    "scale_horizontal",
    "scale_vertical",
    "mirrored",
    "scale",
    "rotation",
    "stretch",
    "perspective",
    "tone",
    "brightness",
    "contrast",
    "saturation",
    "hue",
    "share_left",
    "share_right",
    "agreed_left",
    "agreed_right",
    "distance",
    "bits",
    "keypoints",
    "windows",
    "windows_agreeing",
    "outline",
    "ground",
    "identical_picture",
    "chance_seen",
    "chance_pairs",
)


def _outline(picture: Decoded, span: Span) -> Outline:
    """The span (stored grid) as a polygon in the picture as seen; a whole file is its full frame."""
    stored_width, stored_height = picture.stored
    ring = span.polygon or ((0.0, 0.0), (stored_width, 0.0), (stored_width, stored_height), (0.0, stored_height))
    return tuple(turned(point, SHOWN[picture.orientation], stored_width, stored_height) for point in ring)


def _drawn(outline: Outline, frame: tuple[int, int], size: tuple[int, int]) -> Outline:
    return tuple((round(x * size[0] / frame[0], 2), round(y * size[1] / frame[1], 2)) for x, y in outline)


def overlay(left: Decoded, right: Decoded, match: Match) -> Overlay:
    """Left and right as seen, the region outlined with its share of each; ``aligned`` is the right one in the left
    one's orientation and frame, or, of a region, drawn through the inverse of its map."""
    ground = match.details.get("ground", "grey")
    pixels = left.opaque(ground), right.opaque(ground)
    spots = (
        [(x, y) for x, y, _, _ in match.details.get("points", ())],
        [(x, y) for _, _, x, y in match.details.get("points", ())],
    )
    drawn: list[Picture] = []
    for picture, span, shown, points in zip((left, right), (match.left, match.right), pixels, spots, strict=True):
        frame = (picture.width, picture.height)
        size = fitted(*frame)
        ring = _outline(picture, span)
        flat = scaled(shown, size)
        drawn.append(
            Picture(
                span.file,
                png(numbered(flat, points, frame) if points else flat),
                size[0],
                size[1],
                polygons=(_drawn(ring, frame, size),),
                alt=span.file,
                shares=(round(min(1.0, _area(ring) / max(1, frame[0] * frame[1])), 4),),
            )
        )
    lines = tuple((name, _text(match.details[name])) for name in _SHOWN if name in match.details)
    boxes = [numbers(box) for box in match.details.get("differences", ())]
    if boxes:
        said = (f"{letter(at)}: {box}" for at, box in enumerate(match.details["differences"]))
        lines += (("differences", "; ".join(said)),)
    to_right = _map(left, right, match)
    ring = _outline(left, match.left)
    brought = _brought(left, pixels[1], match, to_right, (drawn[0].width, drawn[0].height))
    aligned = Picture(
        match.right.file,
        png(brought),
        brought.shape[1],
        brought.shape[0],
        polygons=drawn[0].polygons,
        alt=match.right.file,
    )
    return Overlay(
        drawn[0],
        drawn[1],
        aligned,
        lines,
        further=_compared(left, pixels, brought, to_right, match, drawn[0]),
        listed=listed(pixels, to_right, boxes, _area(ring)),
    )


def _area(ring: Outline) -> float:
    return abs(float(cv2.contourArea(np.array(ring, np.float32))))


def _map(left: Decoded, right: Decoded, match: Match) -> NDArray[np.float64]:
    """(3, 3): pixels of the left picture as seen to the right one; of whole pictures by orientation and size."""
    if "matrix" in match.details:
        return np.array(match.details["matrix"], np.float64).reshape(3, 3)
    k = pdq.ORIENTATIONS.index(match.details["orientation"])
    turned_wide, turned_high = (left.height, left.width) if k in (1, 3, 6, 7) else (left.width, left.height)
    corners = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    at, across, down = (np.array(turned(p, k, left.width, left.height)) for p in corners)
    turn = np.array([[*(across - at), 0], [*(down - at), 0], [*at, 1]], np.float64).T
    return np.diag([right.width / turned_wide, right.height / turned_high, 1.0]) @ turn


def _brought(
    left: Decoded, right: NDArray[np.uint8], match: Match, to_right: NDArray[np.float64], size: tuple[int, int]
) -> NDArray[np.uint8]:
    """The right picture in the left one's frame; grey where it ends."""
    if "matrix" not in match.details:
        back = pdq.INVERSE[pdq.ORIENTATIONS.index(match.details["orientation"])]
        return scaled(np.ascontiguousarray(pdq.orient(right, back)), size)
    shrink = np.diag([size[0] / left.width, size[1] / left.height, 1.0])
    settle()
    drawn = cv2.warpPerspective(
        np.ascontiguousarray(right),
        shrink @ inverse(to_right),
        size,
        flags=cv2.INTER_AREA,
        borderValue=(190, 190, 190),
    )
    return np.asarray(drawn, np.uint8)


def numbered(pixels: NDArray[np.uint8], points: Sequence[Point], frame: tuple[int, int]) -> NDArray[np.uint8]:
    """Points of a picture of size ``frame`` marked 1, 2, … on a copy of it that is drawn at another size.

    A digit is a thirtieth of the width high, so that it is 2.5 mm in half of a printed page."""
    shown = np.ascontiguousarray(pixels).copy()
    unit = _unit(shown)
    for number, (x, y) in enumerate(points, 1):
        at = (round(x * shown.shape[1] / frame[0]), round(y * shown.shape[0] / frame[1]))
        for colour, thick in (((255, 255, 255), 3 * unit), ((0, 0, 0), unit)):
            cv2.circle(shown, at, round(4 * unit), colour, max(1, round(thick)), cv2.LINE_AA)
        _label(shown, str(number), (at[0] + 6 * unit, at[1] - 5 * unit))
    return shown


def _unit(pixels: NDArray[np.uint8]) -> float:
    """One for pictures of up to 300 pixels, larger in proportion: so that marks keep their size in print."""
    return max(1.0, float(max(pixels.shape[:2])) / 300)


def _label(pixels: NDArray[np.uint8], text: str, place: tuple[float, float]) -> None:
    """A word in black on a white ground, moved inside the picture."""
    unit = _unit(pixels)
    size, rim = 0.36 * unit, math.ceil(unit)
    edge = rim + math.ceil(3 * unit)  # the outline of a region that is the whole picture is drawn over its border
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
    x = max(edge, min(round(place[0]), pixels.shape[1] - width - edge))
    y = max(height + edge, min(round(place[1]), pixels.shape[0] - edge))
    cv2.rectangle(pixels, (x - rim, y - height - rim), (x + width + rim, y + rim), (255, 255, 255), cv2.FILLED)
    cv2.putText(pixels, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), max(1, round(unit)), cv2.LINE_AA)


def lettered(pixels: NDArray[np.uint8], boxes: Sequence[str], frame: tuple[int, int]) -> NDArray[np.uint8]:
    """The boxes that the record lists as different, marked A, B, … in its order on a copy of the picture."""
    shown = np.ascontiguousarray(pixels).copy()
    across, down = shown.shape[1] / frame[0], shown.shape[0] / frame[1]
    for at, box in enumerate(boxes):
        x0, y0, x1, y1 = numbers(box)
        low, high = (round(x0 * across), round(y0 * down)), (round(x1 * across), round(y1 * down))
        for colour, thick in (((0, 0, 0), 3), ((255, 255, 255), 1)):
            cv2.rectangle(shown, low, high, colour, max(1, round(thick * _unit(shown) / 2)))
        _label(shown, letter(at), (low[0] + 3 * _unit(shown), low[1] + 14 * _unit(shown)))
    return shown


def _compared(
    left: Decoded,
    pixels: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    brought: NDArray[np.uint8],
    to_right: NDArray[np.float64],
    match: Match,
    frame: Picture,
) -> tuple[tuple[Further, Picture], ...]:
    """Half of each picture; the difference of their luminance within the region, lettered; where they agree, cell by
    cell; and the region in both, to be looked at in turn."""
    size = (frame.width, frame.height)
    here = scaled(pixels[0], size)
    mask = np.zeros(here.shape[:2], np.uint8)
    for polygon in frame.polygons:
        cv2.fillPoly(mask, [np.rint(np.array(polygon)).astype(np.int32)], 1)
    within = mask > 0
    one, other = compared.evened(here, brought, within, inverted=match.details.get("tone") == INVERTED)
    marked = lettered(
        compared.difference(one, other, within), match.details.get("differences", ()), (left.width, left.height)
    )
    cells = compared.mapped(here, *compared.classes(one, other, within))
    ring = np.array(_outline(left, match.left), np.float64)
    first, second, outline = compared.frames(*pixels, to_right, ring)
    inner = (tuple((round(float(x), 2), round(float(y), 2)) for x, y in outline),)
    made: tuple[tuple[Further, str, NDArray[np.uint8], tuple[Outline, ...]], ...] = (
        ("laid-over", match.left.file, compared.halves(here, brought, within), frame.polygons),
        ("difference", match.left.file, marked, frame.polygons),
        ("frame-left", match.left.file, first, inner),
        ("frame-right", match.right.file, second, inner),
        ("agreement", match.left.file, cells, frame.polygons),
    )
    return tuple(
        (name, Picture(file, png(each), each.shape[1], each.shape[0], polygons=polygons, alt=file))
        for name, file, each, polygons in made
    )


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)

"""Drawing data of a match: both pictures as seen, and the right one brought into the left one's frame."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.comparison import Match
from appraisal.exhibit import Further, Overlay, Picture
from appraisal.span import Point, Span
from comparators.image import pdq
from comparators.image.decode import SHOWN, Decoded, turned
from comparators.image.geometry import inverse
from comparators.image.local import settle
from comparators.image.tones import INVERTED

LONGEST = 900  # pixels of a picture's longer side in a report


def png(pixels: NDArray[np.uint8]) -> bytes:
    """PNG of (rows, columns, 3) uint8, without metadata: same pixels, same bytes (for one version of Pillow)."""
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "PNG", compress_level=9)
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
    """Left and right as seen; ``aligned`` is the right one in the left one's orientation and frame, or, of a region,
    drawn through the inverse of its map."""
    ground = match.details.get("ground", "grey")
    drawn: list[Picture] = []
    for picture, span in ((left, match.left), (right, match.right)):
        frame = (picture.width, picture.height)
        size = fitted(*frame)
        polygon = _drawn(_outline(picture, span), frame, size)
        drawn.append(
            Picture(span.file, png(scaled(picture.opaque(ground), size)), *size, polygons=(polygon,), alt=span.file)
        )
    size = (drawn[0].width, drawn[0].height)
    lines = tuple((name, _text(match.details[name])) for name in _SHOWN if name in match.details)
    if match.details.get("differences"):
        boxes = (f"{_letter(at)}: {box}" for at, box in enumerate(match.details["differences"]))
        lines += (("differences", "; ".join(boxes)),)
    if "orientation" in match.details:
        return Overlay(drawn[0], drawn[1], _turned_back(right, match, ground, size), lines)
    there = (drawn[1].width, drawn[1].height)
    spots = (
        [(x, y) for x, y, _, _ in match.details.get("points", ())],
        [(x, y) for _, _, x, y in match.details["points"]],
    )
    shown = [
        replace(each, png=png(numbered(scaled(picture.opaque(ground), into), points, (picture.width, picture.height))))
        for each, picture, into, points in zip(drawn, (left, right), (size, there), spots, strict=True)
    ]
    aligned, pixels = _warped_back(left, right, match, ground, size)
    return Overlay(shown[0], shown[1], aligned, lines, further=_compared(left, pixels, match, ground, aligned))


def _turned_back(right: Decoded, match: Match, ground: str, size: tuple[int, int]) -> Picture:
    """The whole right picture in the left one's orientation and frame."""
    back = pdq.INVERSE[pdq.ORIENTATIONS.index(match.details["orientation"])]
    restored = np.ascontiguousarray(pdq.orient(right.opaque(ground), back))
    outline = tuple(turned(point, back, right.width, right.height) for point in _outline(right, match.right))
    polygon = _drawn(outline, (restored.shape[1], restored.shape[0]), size)
    return Picture(match.right.file, png(scaled(restored, size)), *size, polygons=(polygon,), alt=match.right.file)


def _warped_back(
    left: Decoded, right: Decoded, match: Match, ground: str, size: tuple[int, int]
) -> tuple[Picture, NDArray[np.uint8]]:
    """The right picture drawn through the inverse of the region's map into the left one's frame; grey where it ends."""
    to_right = np.array(match.details["matrix"], np.float64).reshape(3, 3)
    shrink = np.diag([size[0] / left.width, size[1] / left.height, 1.0])
    source = np.ascontiguousarray(right.opaque(ground))
    settle()
    drawn = cv2.warpPerspective(
        source, shrink @ inverse(to_right), size, flags=cv2.INTER_AREA, borderValue=(190, 190, 190)
    )
    polygon = _drawn(_outline(left, match.left), (left.width, left.height), size)
    pixels = np.asarray(drawn, np.uint8)
    return Picture(match.right.file, png(pixels), *size, polygons=(polygon,), alt=match.right.file), pixels


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
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
    x = max(rim, min(round(place[0]), pixels.shape[1] - width - rim - 1))
    y = max(height + rim, min(round(place[1]), pixels.shape[0] - rim - 1))
    cv2.rectangle(pixels, (x - rim, y - height - rim), (x + width + rim, y + rim), (255, 255, 255), cv2.FILLED)
    cv2.putText(pixels, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), max(1, round(unit)), cv2.LINE_AA)


def _letter(at: int) -> str:
    return chr(ord("A") + at)


def lettered(pixels: NDArray[np.uint8], boxes: Sequence[str], frame: tuple[int, int]) -> NDArray[np.uint8]:
    """The boxes that the record lists as different, marked A, B, … in its order on a copy of the picture."""
    shown = np.ascontiguousarray(pixels).copy()
    across, down = shown.shape[1] / frame[0], shown.shape[0] / frame[1]
    for at, box in enumerate(boxes):
        x0, y0, x1, y1 = (int(value) for value in box.replace(" – ", ", ").split(", "))
        low, high = (round(x0 * across), round(y0 * down)), (round(x1 * across), round(y1 * down))
        for colour, thick in (((0, 0, 0), 3), ((255, 255, 255), 1)):
            cv2.rectangle(shown, low, high, colour, max(1, round(thick * _unit(shown) / 2)))
        _label(shown, _letter(at), (low[0] + 3 * _unit(shown), low[1] + 14 * _unit(shown)))
    return shown


def _compared(
    left: Decoded, brought: NDArray[np.uint8], match: Match, ground: str, frame: Picture
) -> tuple[tuple[Further, Picture], ...]:
    """Half of each picture, and the difference of their luminance within the region: dark alike, bright different.

    Brightness and contrast of the whole region are made equal first, and an inverted picture is turned back, so that
    the difference shows drawing, not light.
    """
    size = (frame.width, frame.height)
    here = scaled(left.opaque(ground), size)
    mask = np.zeros(here.shape[:2], np.uint8)
    for polygon in frame.polygons:
        cv2.fillPoly(mask, [np.rint(np.array(polygon)).astype(np.int32)], 1)
    within = mask > 0
    halves = np.where(within[..., None], (here.astype(np.uint16) + brought) // 2, here).astype(np.uint8)
    one, other = (
        cv2.cvtColor(np.ascontiguousarray(each), cv2.COLOR_RGB2GRAY).astype(np.float64) for each in (here, brought)
    )
    if match.details.get("tone") == INVERTED:
        other = 255 - other
    if within.sum() > 1 and other[within].std() > 1e-6:
        other = (other - other[within].mean()) * (one[within].std() / other[within].std()) + one[within].mean()
    apart = np.where(within, np.clip(np.abs(one - other) * 2, 0, 255), 0).astype(np.uint8)
    heat = cv2.cvtColor(cv2.applyColorMap(apart, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB)
    marked = lettered(np.asarray(heat, np.uint8), match.details.get("differences", ()), (left.width, left.height))
    pixels: tuple[tuple[Further, NDArray[np.uint8]], ...] = (("laid-over", halves), ("difference", marked))
    return tuple(
        (name, Picture(frame.file, png(each), *size, polygons=frame.polygons, alt=frame.file)) for name, each in pixels
    )


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)

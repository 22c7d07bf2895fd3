"""What is made of two pictures that lie on each other: difference, map of agreement, both frames, list of differences.

All of it is for eyes. The figures of a match stand in its record; nothing is measured here that a report counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.exhibit import Differences
from comparators.image.agreement import AGREES, DIFFERS, LARGEST, TEXTURE, WINDOW, correlated
from comparators.image.geometry import apply, inverse
from comparators.image.local import settle

ALIKE, PARTLY, UNLIKE, NOTHING, OUTSIDE = 0, 1, 2, 3, 4  # of a cell of the map
# Of each of these, grey where the picture is white, and share of the picture's darkness: ALIKE 174 to 205, about its
# key in reports, NOTHING 235 and above.
TONES = ((205.0, 0.12), (255.0, 0.08), (40.0, 0.0), (255.0, 0.08), (255.0, 0.1))
CELLS = 28  # cells of the longer side of a region
FRAME = 480  # pixels of the longer side of a frame that is shown in turn with the other one
OTHER_TONE = 24.0  # grey levels by which two smooth places differ, once light and contrast of the region are made equal
_DRAWN = 0.1  # share of a cell that has texture, from which on there is something to correlate
_SMALLEST = 176  # smaller pictures are enlarged before they are correlated
_RIM = 0.04  # of a region's longer side: what a frame shows around it

Pixels = NDArray[np.uint8]
Wide = NDArray[np.float64]
Flags = NDArray[np.bool_]


def grey(pixels: Pixels) -> Wide:
    """(rows, columns) luminance 0..255 of (rows, columns, 3)."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY), np.float64)


def evened(here: Pixels, brought: Pixels, within: Flags, *, inverted: bool) -> tuple[Wide, Wide]:
    """Luminance of both, light and contrast of the right one made those of the left one within the region, an inverted
    picture turned back: what is left shows drawing, not light."""
    one, other = grey(here), grey(brought)
    if inverted:
        other = 255 - other
    core = cv2.erode(within.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0  # the rim mixes in what lies outside
    core = core if core.sum() > 1 else within
    if core.sum() > 1 and other[core].std() > 1e-6:
        other = (other - other[core].mean()) * (one[core].std() / other[core].std()) + one[core].mean()
    return one, other


def halves(here: Pixels, brought: Pixels, within: Flags) -> Pixels:
    """Half of each within the region, the left picture around it."""
    return np.where(within[..., None], (here.astype(np.uint16) + brought) // 2, here).astype(np.uint8)


def difference(one: Wide, other: Wide, within: Flags) -> Pixels:
    """(rows, columns, 3): dark where both are alike, bright where they differ; lightness alone tells it in print."""
    apart = np.where(within, np.clip(np.abs(one - other) * 2, 0, 255), 0).astype(np.uint8)
    return np.asarray(cv2.cvtColor(cv2.applyColorMap(apart, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB), np.uint8)


def classes(one: Wide, other: Wide, within: Flags) -> tuple[NDArray[np.int64], float]:
    """(rows, columns) of cells: ALIKE, PARTLY, UNLIKE, NOTHING or OUTSIDE, and pixels of a cell's side.

    Of what has texture in either picture the median correlation of windows decides (``agreement.AGREES``,
    ``agreement.DIFFERS``). A cell that is smooth in both differs where its tone does, and shows nothing otherwise.
    """
    settle()
    high, wide = one.shape
    factor = min(math.sqrt(LARGEST / (high * wide)), max(1.0, min(4.0, _SMALLEST / max(high, wide))))
    size = max(WINDOW, round(wide * factor)), max(WINDOW, round(high * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    a, b = (
        cv2.GaussianBlur(cv2.resize(x.astype(np.float32), size, interpolation=how), (0, 0), 1) for x in (one, other)
    )
    value, textured = correlated(np.asarray(a, np.float32), np.asarray(b, np.float32), inverted=False)
    inside = cv2.resize(within.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    ys, xs = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    extent = max(np.ptp(ys), np.ptp(xs)) + 1 if len(ys) else max(size)
    side = max(WINDOW, math.ceil(float(extent) / CELLS))
    found = np.full((math.ceil(size[1] / side), math.ceil(size[0] / side)), OUTSIDE, np.int64)
    for row, column in np.ndindex(*found.shape):
        at = (slice(row * side, (row + 1) * side), slice(column * side, (column + 1) * side))
        held = inside[at]
        if held.mean() < 0.5:
            continue
        drawn = textured[at] & held
        if drawn.sum() >= _DRAWN * held.sum():
            middle = float(np.median(value[at][drawn]))
            found[row, column] = ALIKE if middle >= AGREES else UNLIKE if middle < DIFFERS else PARTLY
        else:
            apart = abs(float(np.asarray(a)[at][held].mean()) - float(np.asarray(b)[at][held].mean()))
            found[row, column] = UNLIKE if apart > OTHER_TONE else NOTHING
    return found, side * wide / size[0]


def mapped(here: Pixels, cells: NDArray[np.int64], side: float) -> Pixels:
    """The map on a faint copy of the left picture: ALIKE a light grey, PARTLY slanted lines, UNLIKE nearly black,
    NOTHING the bare copy. Greys and hatching only, so that a black and white print keeps it; the copy is so faint that
    dark pictures do not take a cell out of its tone (``TONES``) into that of another."""
    rows, columns = np.indices(here.shape[:2])
    at_row = np.minimum((rows / side).astype(np.int64), cells.shape[0] - 1)
    at_column = np.minimum((columns / side).astype(np.int64), cells.shape[1] - 1)
    of = cells[at_row, at_column]
    tone, copied = (np.array(values)[of] for values in zip(*TONES, strict=True))
    shown = tone - (255 - grey(here)) * copied
    line = max(2, round(side / 6))
    stripes = (rows + columns) // line % 3 == 0
    shown = np.where((of == PARTLY) & stripes, 60, shown)
    rim = (rows - at_row * side < 1) | (columns - at_column * side < 1)
    shown = np.where(rim & (of != OUTSIDE), 255, shown)
    return np.repeat(np.rint(shown).astype(np.uint8)[..., None], 3, axis=2)


def frames(left: Pixels, right: Pixels, to_right: Wide, outline: Wide) -> tuple[Pixels, Pixels, Wide]:
    """The region with a rim in both works at one size and place, to be looked at in turn; and the outline there.

    ``to_right`` maps pixels of the left picture as seen to the right one; ``outline`` (n, 2) is in the left one.
    """
    settle()
    high, wide = left.shape[:2]
    low, top = outline.min(axis=0), outline.max(axis=0)
    rim = _RIM * float((top - low).max())
    low, top = np.maximum(np.floor(low - rim), 0), np.minimum(np.ceil(top + rim), [wide, high])
    extent = np.maximum(top - low, 1)
    zoom = min(4.0, FRAME / float(extent.max()))
    size = max(1, round(float(extent[0]) * zoom)), max(1, round(float(extent[1]) * zoom))
    into = np.array([[zoom, 0, -zoom * low[0]], [0, zoom, -zoom * low[1]], [0, 0, 1]], np.float64)
    drawn = []
    for pixels, matrix in ((left, into), (right, into @ inverse(to_right))):
        stretch = math.sqrt(abs(float(np.linalg.det(matrix[:2, :2]))))
        source: cv2.typing.MatLike = np.ascontiguousarray(pixels)
        if 0 < stretch < 0.8:
            source = cv2.GaussianBlur(source, (0, 0), min(50.0, 0.45 * math.sqrt(1 / stretch**2 - 1)))
        flat = cv2.warpPerspective(source, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(190, 190, 190))
        drawn.append(np.asarray(flat, np.uint8))
    return drawn[0], drawn[1], apply(into, outline)


MINUS = "\u2212"  # as reports print it: parts of a region may stand outside of the picture
HEAD = ("mark", "place_left", "place_right", "share_of_region", "drawn_in", "colours_there")


def listed(
    pictures: tuple[Pixels, Pixels], to_right: Wide, boxes: Sequence[tuple[float, float, float, float]], area: float
) -> Differences | None:
    """A row a place that differs: its letter, boxes in both pictures as seen, its share of the region (``area`` pixels
    of the left picture), whether lines stand in one of them only, and the mean colours. None where nothing differs."""
    rows = tuple(_rows(pictures, to_right, boxes, area))
    return Differences(HEAD, rows, "lllrll") if rows else None


def letter(at: int) -> str:
    return chr(ord("A") + at)


def _rows(
    pictures: tuple[Pixels, Pixels], to_right: Wide, boxes: Sequence[tuple[float, float, float, float]], area: float
) -> Iterator[tuple[str, ...]]:
    for at, (x0, y0, x1, y1) in enumerate(boxes):
        there = apply(to_right, np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]))
        low, top = there.min(axis=0), there.max(axis=0)
        parts = [_part(p, b) for p, b in zip(pictures, ((x0, y0, x1, y1), (*low, *top)), strict=True)]
        parts[1] = _within(parts[1], there - np.maximum(0, np.floor(low)))
        spread = [float(grey(part).std()) >= TEXTURE if part.size else False for part in parts]
        drawn = {(True, False): "only left", (False, True): "only right", (True, True): "both"}.get(
            (spread[0], spread[1]), "neither"
        )
        yield (
            letter(at),
            _box(x0, y0, x1, y1),
            _box(*low, *top),
            f"{(x1 - x0) * (y1 - y0) / max(area, 1) * 100:.1f}%",
            drawn,
            " → ".join(_colour(part) for part in parts),
        )


def _part(pixels: Pixels, box: Sequence[float]) -> Pixels:
    high, wide = pixels.shape[:2]
    x0, y0 = max(0, math.floor(box[0])), max(0, math.floor(box[1]))
    return pixels[y0 : min(high, math.ceil(box[3])), x0 : min(wide, math.ceil(box[2]))]


def _within(part: Pixels, ring: Wide) -> Pixels:
    """(1, n, 3): pixels of a part within a polygon of it: of a box that was turned, nothing from around it."""
    mask = np.zeros(part.shape[:2], np.uint8)
    if part.size:
        cv2.fillPoly(mask, [np.rint(ring - 0.5).astype(np.int32)], 1)
    return np.asarray(part[mask > 0][None])


def _box(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.0f}, {y0:.0f} – {x1:.0f}, {y1:.0f}".replace("-", MINUS)


def _colour(part: Pixels) -> str:
    if not part.size:
        return "—"
    return "#" + "".join(f"{round(float(v)):02x}" for v in part.reshape(-1, 3).mean(axis=0))

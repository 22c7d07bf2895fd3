"""Drawing data of a match of ``image-icon``: both files with the piece outlined, and one piece laid on the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Differences, Further, Overlay, Picture
from appraisal.span import Span, box
from appraisal.work import Work
from comparators.image import compared, pdq
from comparators.image.decode import SHOWN, Decoded, decode, turned
from comparators.image.icon.counting import LAYOUT, PATHS, PIECE
from comparators.image.icon.features import IconFeatures, take
from comparators.image.icon.likeness import Laid, enlarged
from comparators.image.icon.tile import SIDE
from comparators.image.local import settle
from comparators.image.overlay import fitted, lettered, numbered, png, scaled
from comparators.image.pdq import orient

DRAWN_AT = 320  # pixels of a tile in a report
PLACES = 12  # that are lettered as different
CELL = 8  # pixels of a tile
DIFFERENT = 60  # levels of colour by which a place differs from what the colours beside it lead to expect
LEAST_SHOWN = 128  # smaller pictures are enlarged, pixel by pixel
Pixels = NDArray[np.uint8]
_SHOWN = (
    *("orientation", "size_left", "size_right", "scale_horizontal", "scale_vertical"),
    *("edges", "fine", "shape", "colours", "recoloured", "colour_apart", "cells_different"),
    *("palette_left", "palette_right", "chance", "chance_seen", "chance_pairs"),
)
_SHOWN_PATHS = (
    *("parts_shared_left", "parts_told_left", "parts_shared_right", "parts_told_right", "parts_turned"),
    *("points_shared_left", "points_shared_right", "identical_file"),
)


NUMBERED = 24  # boxes of a screen whose numbers are drawn
_SHOWN_LAYOUT = (
    *("boxes_left", "boxes_right", "boxes_alike", "frames_alike", "boxes_fit", "scale_horizontal", "scale_vertical"),
    *("chance", "chance_seen", "chance_pairs"),
)


def box_span(file: str, low: NDArray[np.float64], high: NDArray[np.float64]) -> Span:
    """The upright box from ``low`` to ``high`` (x, y) as a place."""
    return box(file, float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def brought(laid: Laid, pixels: Pixels) -> Pixels:
    """The frame piece's tile as it lies on the other one."""
    return enlarged(np.ascontiguousarray(orient(pixels, laid.orientation)), laid.scale, laid.shift)


def exhibit(left: Work, right: Work, match: Match, *, cut: str, max_pixels: int) -> Overlay:
    """See ``ImageIcon.exhibit``. Works the pieces out again from the files."""
    shown, pictures, features = [], [], []
    for work, span in ((left, match.left), (right, match.right)):
        member = work.by_file.get(span.file)
        if member is None:
            raise MaterialError(f"{span.file}: not in the work {work.label}")
        pictures.append(decode(member, max_pixels=max_pixels))
        shown.append(_outlined(pictures[-1], span))
        if match.kind == PIECE:
            features.append(take(member, cut=cut, max_pixels=max_pixels))
    names = {PATHS: _SHOWN_PATHS, LAYOUT: _SHOWN_LAYOUT}.get(match.kind, _SHOWN)
    lines = tuple((name, str(match.details[name])) for name in names if name in match.details)
    if match.kind == LAYOUT:
        return _layout(pictures, match, lines)
    if match.kind == PATHS:
        return Overlay(shown[0], shown[1], None, lines)
    aligned, further, table = _laid(features[0], features[1], match)
    return Overlay(shown[0], shown[1], aligned, lines, further=further, listed=table)


def _outlined(picture: Decoded, span: Span) -> Picture:
    """The file on white, small ones enlarged, the piece outlined."""
    pixels = picture.opaque("white")
    size = fitted(picture.width, picture.height)
    factor = max(1, LEAST_SHOWN // max(size))
    size = size[0] * factor, size[1] * factor
    if factor > 1:
        pixels = np.ascontiguousarray(pixels.repeat(factor, axis=0).repeat(factor, axis=1))
    back = SHOWN[picture.orientation]
    stored = picture.stored
    points = [turned(p, back, float(stored[0]), float(stored[1])) for p in span.polygon]
    across, down = size[0] / picture.width, size[1] / picture.height
    polygon = tuple((x * across, y * down) for x, y in points)
    return Picture(span.file, png(scaled(pixels, size)), *size, polygons=(polygon,), alt=span.file)


def _layout(pictures: Sequence[Decoded], match: Match, lines: tuple[tuple[str, str], ...]) -> Overlay:
    """Both screens, boxes that correspond outlined in black and numbered, the others in thin grey; and all boxes of
    either screen that have no counterpart, as a list."""
    pairs = [str(text).partition(": ")[2].split(" = ") for text in match.details["boxes_of_both"]]
    shown = []
    for at, (picture, file) in enumerate(zip(pictures, (match.left.file, match.right.file), strict=True)):
        size = fitted(picture.width, picture.height)
        flat = np.ascontiguousarray(scaled(picture.opaque("white"), size)).copy()
        factor = size[0] / picture.width, size[1] / picture.height
        for text in match.details[("boxes_only_left", "boxes_only_right")[at]]:
            x0, y0, x1, y1 = _corners(str(text), factor)
            cv2.rectangle(flat, (x0, y0), (x1, y1), (150, 150, 150), 1)
        for pair in pairs:
            x0, y0, x1, y1 = _corners(pair[at], factor)
            cv2.rectangle(flat, (x0, y0), (x1, y1), (255, 255, 255), 3)
            cv2.rectangle(flat, (x0, y0), (x1, y1), (0, 0, 0), 1)
        spots = [tuple(float(v) for v in pair[at].split(" – ")[0].split(", ")) for pair in pairs[:NUMBERED]]
        flat = numbered(flat, [(x, y) for x, y in spots], (picture.width, picture.height))
        shown.append(Picture(file, png(flat), *size, alt=file))
    alone = (map(str, match.details[name]) for name in ("boxes_only_left", "boxes_only_right"))
    rows = tuple(zip_longest(*alone, fillvalue="—"))
    table = Differences(("only_in_left", "only_in_right"), rows, "ll") if rows else None
    return Overlay(shown[0], shown[1], None, lines, listed=table)


def _corners(text: str, factor: tuple[float, float]) -> tuple[int, int, int, int]:
    """A box of the record in pixels of a picture that is drawn at another size."""
    x0, y0, x1, y1 = (float(v) for v in text.replace(" – ", ", ").split(", "))
    return round(x0 * factor[0]), round(y0 * factor[1]), round(x1 * factor[0]), round(y1 * factor[1])


def _laid(
    left: IconFeatures, right: IconFeatures, match: Match
) -> tuple[Picture, tuple[tuple[Further, Picture], ...], Differences | None]:
    """The right piece in the left one's frame; half of each, difference (dark: alike), both frames, map of agreement;
    and the places of the frame that differ."""
    settle()
    numbers = int(match.details["number_left"]) - 1, int(match.details["number_right"]) - 1
    here, there = left.tiles[numbers[0]], right.tiles[numbers[1]]
    k, scale, *shift = match.details["laying"]
    middle = (SIDE - 1) / 2
    matrix = np.array([[scale, 0, middle * (1 - scale) + shift[0]], [0, scale, middle * (1 - scale) + shift[1]]])
    if match.details["frame"] == "left":  # the left one was laid on the right one: the way back
        back = cv2.warpAffine(there, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        moved = np.ascontiguousarray(orient(np.asarray(back, np.uint8), pdq.INVERSE[int(k)]))
    else:
        turned_there = np.ascontiguousarray(orient(there, int(k)))
        moved = np.asarray(cv2.warpAffine(turned_there, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR), np.uint8)
    one, other = _enlarged(_on_white(here)), _enlarged(_on_white(moved))
    within = np.ones(one.shape[:2], bool)
    halves = compared.halves(one, other, within)
    apart = np.abs(one.astype(np.int16) - other).max(axis=2).astype(np.uint8)
    heat = np.asarray(cv2.cvtColor(cv2.applyColorMap(apart, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB), np.uint8)
    boxes = [[round(v * DRAWN_AT / SIDE) for v in each] for each in differing(here, moved)]
    heat = lettered(heat, [f"{x0}, {y0} – {x1}, {y1}" for x0, y0, x1, y1 in boxes], (DRAWN_AT, DRAWN_AT))
    cells = compared.mapped(one, *compared.classes(*compared.evened(one, other, within, inverted=False), within))
    table = compared.listed(
        (one, other), np.eye(3), [(float(a), float(b), float(c), float(d)) for a, b, c, d in boxes], DRAWN_AT**2
    )
    if table is not None:  # one frame: the place is the same in both
        rows = tuple((*row[:2], *row[3:]) for row in table.rows)
        table = Differences((*table.head[:2], *table.head[3:]), rows, "llrll")
    files = match.left.file, match.right.file
    shown = _drawn(here, moved)
    parts: tuple[tuple[Further, str, Pixels], ...] = (
        ("laid-over", files[0], halves),
        ("difference", files[0], heat),
        ("frame-left", files[0], _on_white(here)[shown]),
        ("frame-right", files[1], _on_white(moved)[shown]),
        ("agreement", files[0], cells),
    )
    further = tuple((what, _picture(file, pixels)) for what, file, pixels in parts)
    return _picture(files[1], other), further, table


def _drawn(here: Pixels, moved: Pixels) -> tuple[slice, slice]:
    """Rows and columns of two tiles in which something is drawn, with a pixel around: what blinks is what was compared,
    in its own pixels and without the empty rim."""
    seen = np.maximum(here[..., 3], moved[..., 3]) > 0
    if not seen.any():
        return slice(0, SIDE), slice(0, SIDE)
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    return slice(max(0, rows[0] - 1), rows[-1] + 2), slice(max(0, columns[0] - 1), columns[-1] + 2)


def differing(here: Pixels, moved: Pixels) -> list[tuple[int, int, int, int]]:
    """Boxes in tile pixels around cells of two tiles that differ, largest first, at most ``PLACES``.

    A cell of 8 × 8 differs where the colours of a quarter of it are further apart than usual by 60 levels: the cells
    that ``cells_different`` counts. Cells side by side are one place.
    """
    odd = odd_cells(here, moved).astype(np.uint8)
    number, _, figures, _ = cv2.connectedComponentsWithStats(odd, connectivity=4)
    found = [tuple(int(v) for v in figures[at]) for at in range(1, number)]
    ranked = sorted(found, key=lambda f: (-f[4], f[1], f[0]))[:PLACES]
    return [(x * CELL, y * CELL, (x + w) * CELL, (y + h) * CELL) for x, y, w, h, _ in ranked]


def odd_cells(here: Pixels, moved: Pixels) -> NDArray[np.bool_]:
    """(8, 8) cells of two tiles that differ beyond what the change of colours that both share leads to expect."""
    a, b = here.astype(np.float64), moved.astype(np.float64)
    both = (a[..., 3] > 127) & (b[..., 3] > 127)
    usual = float(np.median(np.abs(a - b)[..., :3].mean(axis=2)[both])) if both.any() else 0.0
    odd = np.abs(a - b).max(axis=2) - usual > DIFFERENT
    return np.asarray(odd.reshape(SIDE // CELL, CELL, SIDE // CELL, CELL).mean(axis=(1, 3)) > 0.25, bool)


def _on_white(tile: Pixels) -> Pixels:
    """A tile (colours multiplied by opacity) on white."""
    wide = tile[..., :3].astype(np.int64) + (255 - tile[..., 3:].astype(np.int64))
    return np.asarray(np.clip(wide, 0, 255), np.uint8)


def _enlarged(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.resize(pixels, (DRAWN_AT, DRAWN_AT), interpolation=cv2.INTER_LINEAR), np.uint8)


def _picture(name: str, pixels: Pixels) -> Picture:
    return Picture(name, png(pixels), pixels.shape[1], pixels.shape[0], alt=name)

"""Two layers as coloured grids with the rectangle outlined; files are read and the agreement worked out again."""

from __future__ import annotations

import io
import json

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import Match
from appraisal.errors import MaterialError
from appraisal.exhibit import Overlay, Picture
from appraisal.work import Work
from comparators.software.assets.map_counting import of_match
from comparators.software.assets.map_features import Layer, MapFeatures
from comparators.software.assets.map_reading import read
from comparators.software.assets.map_turns import BACK, turned

LONGEST = 720  # pixels of a picture's longer side
CELL = 12  # pixels of a cell at the most
MARGIN = 6  # cells around the rectangle that are shown
MOST_SHOWN = 240  # columns or rows of a picture
DIFFERENT = (40, 40, 40)
EMPTY = (255, 255, 255)
SHOWN = ("lies", "rule", "place_in_left", "place_in_right", "corresponding_cells", "different_cells", "chance")
Pixels = NDArray[np.uint8]


def overlay(left: Work, right: Work, match: Match) -> Overlay:
    """Cells that correspond have one colour in all pictures, those that differ are dark; what lies around is pale."""
    layers = []
    for work, span in ((left, match.left), (right, match.right)):
        member = work.by_file.get(span.file)
        if member is None:
            raise MaterialError(f"{span.file}: not in the work {work.label}")
        layers.append({(x.file, x.number): x for x in MapFeatures.of(read(member)).layers(span.file)})
    frame, laid, common, straight = of_match(match, layers[0], layers[1])
    numbers = np.where(common.hits, common.a, 0)
    pictures = [_picture(frame, common.left, numbers, common.hits), _picture(laid, common.right, numbers, common.hits)]
    one, other = pictures if straight else pictures[::-1]
    turn = int(match.details["pose"][0])
    aligned = _turned_back(other, turn if straight else BACK[turn])
    lines = tuple((name, _text(match.details[name])) for name in SHOWN if name in match.details)
    return Overlay(_drawn(one), _drawn(other), _drawn(aligned), lines)


Grid = tuple[str, Pixels, tuple[int, int, int, int]]  # name, colours (rows × columns × 3), rectangle in them


def _picture(layer: Layer, cells: NDArray[np.int64], numbers: NDArray[np.int32], hits: NDArray[np.bool_]) -> Grid:
    height, width = layer.cells.shape
    colours = _colour(layer.cells)
    colours = (colours.astype(np.uint16) // 4 + 191).astype(np.uint8)  # pale
    inside = np.where(hits[..., None], _colour(numbers), np.array(DIFFERENT, np.uint8))
    colours.reshape(-1, 3)[cells.ravel()] = inside.reshape(-1, 3)
    ys, xs = np.divmod(cells, width)
    x0, y0, x1, y1 = int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1
    left, top = max(0, x0 - MARGIN), max(0, y0 - MARGIN)
    right, bottom = min(width, x1 + MARGIN, left + MOST_SHOWN), min(height, y1 + MARGIN, top + MOST_SHOWN)
    box = (x0 - left, y0 - top, min(x1, right) - left, min(y1, bottom) - top)
    return f"{layer.file} {layer.name}".strip(), colours[top:bottom, left:right], box


def _turned_back(grid: Grid, turn: int) -> Grid:
    """The picture of the right layer as it lies on the left one."""
    name, colours, (x0, y0, x1, y1) = grid
    flags = np.zeros(colours.shape[:2], bool)
    flags[y0:y1, x0:x1] = True
    flags = turned(flags, turn)
    ys, xs = np.nonzero(flags)
    planes = np.stack([turned(colours[..., c], turn) for c in range(3)], axis=-1)
    return name, planes, (int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)


def _colour(numbers: NDArray[np.int32]) -> Pixels:
    """A colour for each number, always the same; empty cells are white."""
    mixed = (numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(24)
    planes = [(mixed >> np.uint64(shift)) % np.uint64(176) + np.uint64(56) for shift in (0, 12, 24)]
    found = np.stack(planes, axis=-1).astype(np.uint8)
    found[numbers == 0] = EMPTY
    return found


def _drawn(grid: Grid) -> Picture:
    from PIL import Image

    name, colours, (x0, y0, x1, y1) = grid
    size = max(1, min(CELL, LONGEST // max(colours.shape[:2])))
    pixels = np.repeat(np.repeat(colours, size, axis=0), size, axis=1)
    if size >= 6:  # lines between cells
        pixels = pixels.copy()
        pixels[::size], pixels[:, ::size] = 225, 225
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "PNG", compress_level=6)
    ring = tuple((float(x * size), float(y * size)) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    return Picture(name, stream.getvalue(), pixels.shape[1], pixels.shape[0], polygons=(ring,), alt=name)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)

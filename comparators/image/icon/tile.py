"""One small picture brought to a square of its own size: what is compared, whatever size and place it had.

The square is ``SIDE`` × ``SIDE``; the longer side of the drawing (what is not transparent, or differs from the ground
of the sheet) fills ``FILLED`` of it, its middle lies in the middle, its proportions stay. Colours are multiplied by
their opacity, so that what nobody sees counts nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from comparators.image.gradients import planes
from comparators.image.local import settle

SIDE = 64
FILLED = 52
_FLAT = 3.0  # levels a pixel below which a place has no edge
_AROUND = 5.0  # pixels: the neighbourhood that the strength of an edge is measured against

Floats = NDArray[np.float32]


def tile(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(SIDE, SIDE, 4) uint8, colours multiplied by opacity, of (rows, columns, 4) uint8 cut to its drawing."""
    settle()
    rows, columns = rgba.shape[:2]
    factor = FILLED / max(rows, columns)
    height, width = max(1, round(rows * factor)), max(1, round(columns * factor))
    wide = rgba.astype(np.float32)
    wide[..., :3] *= wide[..., 3:] / 255
    smaller = height < rows or width < columns
    small = cv2.resize(wide, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    canvas = np.zeros((SIDE, SIDE, 4), np.uint8)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    canvas[top : top + height, left : left + width] = np.clip(np.rint(small), 0, 255).astype(np.uint8)
    return canvas


@dataclass(frozen=True)
class Drawn:
    """A tile and what is worked out of it, once."""

    pixels: NDArray[np.uint8]

    @cached_property
    def shape(self) -> Floats:
        """(SIDE, SIDE) opacity, 0..1."""
        return np.asarray(self.pixels[..., 3].astype(np.float32) / 255)

    @cached_property
    def edges(self) -> Floats:
        """(DIRECTIONS, SIDE, SIDE): strength 0..2 of edges by direction, each measured against its neighbourhood.

        The channel (red, green, blue, opacity) with the strongest gradient speaks at each place: an edge between two
        colours of one luminance is an edge.
        """
        settle()
        soft = cv2.GaussianBlur(self.pixels.astype(np.float32), (0, 0), 0.8)
        across, down = (cv2.Scharr(soft, cv2.CV_32F, *axis) / 16 for axis in ((1, 0), (0, 1)))
        strength = np.hypot(across, down)
        chosen = strength.argmax(axis=2)[..., None]
        gx, gy, size = (np.take_along_axis(each, chosen, 2)[..., 0] for each in (across, down, strength))
        return planes(gx, gy, size, around=_AROUND, flat=_FLAT)

"""A picture cut into the small pictures it holds: sprites of a sheet by their gutters, tiles by their grid.

What is ground: transparent pixels; of an opaque picture, the one colour of its corners where it covers enough. A
picture is a sheet when cuts along rows and columns of nothing but ground give ``FEWEST`` pieces or more that are not
repetitions of one (three bars of a menu, nine dots are one drawing), or when its gradients stand on the lines of a
grid. Otherwise it is one piece, cut to its drawing. So is a square of a size that icons have: a sun and its rays, a
word on a document are parts of one drawing, however they are parted.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import OverLimit, UsageError

FEWEST = 4
MOST_PIECES = 8192  # of one file
LEAST = 8  # pixels of the longer side of a piece that is compared
ICON = 64  # pixels of a side up to which a square picture is one icon
CELLS = (8, 16, 24, 32, 40, 48, 64, 80, 96, 128)
_GROUND = 0.15  # share of an opaque picture that its ground covers, at the least
_CLOSE = 6  # levels by which the ground of an opaque picture may vary
_DEEP = 12  # cuts in cuts
_EDGE = 2.5  # mean step across the lines of a grid ÷ mean step elsewhere, at the least, along both axes
_GRID = re.compile(r"^([1-9][0-9]{0,3})x([1-9][0-9]{0,3})$")

Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels as seen, half open


@dataclass(frozen=True)
class Cut:
    """``how``: whole, gutters or grid. ``ground``: transparent, #rrggbb or none."""

    how: str
    ground: str
    boxes: tuple[Box, ...]
    mask: NDArray[np.bool_]


def asked(cut: str) -> tuple[int, int] | None:
    """Width and height of cells that the parameter names; None for ``auto`` and ``whole``."""
    if cut in ("auto", "whole"):
        return None
    found = _GRID.match(cut)
    if found is None:
        raise UsageError(f"image-icon: cut is auto, whole or a grid such as 32x32, not {cut!r}")
    return int(found.group(1)), int(found.group(2))


def pieces(rgba: NDArray[np.uint8], file: str, cut: str = "auto") -> Cut:
    """The pieces of (rows, columns, 4) uint8. ``OverLimit`` for more than ``MOST_PIECES``."""
    mask, ground = drawing(rgba)
    cell = asked(cut)
    if cell is not None:
        return Cut("grid", ground, _cells(mask, cell, file), mask)
    whole = _trimmed(mask, (0, 0, mask.shape[1], mask.shape[0]))
    if whole is None:
        return Cut("whole", ground, (), mask)
    if cut == "whole" or mask.shape[0] == mask.shape[1] <= ICON:
        return Cut("whole", ground, (whole,), mask)
    found = _gutters(mask, whole, file) if ground != "none" else []
    large = [box for box in found if max(box[2] - box[0], box[3] - box[1]) >= LEAST]
    if len(large) >= FEWEST and _different(rgba, large):
        return Cut("gutters", ground, tuple(large), mask)
    if ground == "none" and (cell := _grid(rgba)) is not None:
        boxes = _cells(mask, cell, file)
        if len(boxes) >= FEWEST and _different(rgba, list(boxes)):
            return Cut("grid", ground, boxes, mask)
    return Cut("whole", ground, (whole,), mask)


def drawing(rgba: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], str]:
    """(rows, columns) what is drawn, and the ground it is drawn on."""
    alpha = rgba[..., 3]
    if int(alpha.min()) < 128:
        return alpha > 8, "transparent"
    colour = rgba[..., :3].astype(np.int16)
    corners = colour[[0, 0, -1, -1], [0, -1, 0, -1]]
    if int(np.abs(corners - corners[0]).max()) <= _CLOSE:
        away = np.abs(colour - corners[0]).max(axis=2) > _CLOSE
        if 1 - float(away.mean()) >= _GROUND:
            return away, "#" + "".join(f"{int(v):02x}" for v in corners[0])
    return np.ones(alpha.shape, bool), "none"


def _trimmed(mask: NDArray[np.bool_], box: Box) -> Box | None:
    left, top, right, bottom = box
    part = mask[top:bottom, left:right]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return None
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _gutters(mask: NDArray[np.bool_], whole: Box, file: str) -> list[Box]:
    """Boxes parted by rows and columns of ground, cut again until none is left; in reading order."""
    done: list[Box] = []
    waiting: list[tuple[Box, int]] = [(whole, 0)]
    while waiting:
        box, depth = waiting.pop()
        left, top, right, bottom = box
        part = mask[top:bottom, left:right]
        rows, columns = _runs(np.asarray(part.any(axis=1))), _runs(np.asarray(part.any(axis=0)))
        if depth >= _DEEP or (len(rows) == 1 and len(columns) == 1):
            done.append(box)
        else:
            for first, last in rows:
                for start, stop in columns:
                    inner = _trimmed(mask, (left + start, top + first, left + stop, top + last))
                    if inner is not None:
                        waiting.append((inner, depth + 1))
        _few(len(done) + len(waiting), file)
    return sorted(done, key=lambda b: (b[1], b[0], b))


def _few(count: int, file: str) -> None:
    if count > MOST_PIECES:
        raise OverLimit(f"{file}: falls into more than {MOST_PIECES} pieces: set `cut` to a grid, or to whole")


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _cells(mask: NDArray[np.bool_], cell: tuple[int, int], file: str) -> tuple[Box, ...]:
    """Cells of a grid that hold something, each cut to it; cells over the edge are left out."""
    across, down = mask.shape[1] // cell[0], mask.shape[0] // cell[1]
    _few(across * down, file)
    boxes = []
    for y in range(down):
        for x in range(across):
            box = _trimmed(mask, (x * cell[0], y * cell[1], (x + 1) * cell[0], (y + 1) * cell[1]))
            if box is not None:
                boxes.append(box)
    return tuple(boxes)


def _different(rgba: NDArray[np.uint8], boxes: list[Box]) -> bool:
    """Whether at least half of the pieces, and ``FEWEST``, have pixels of their own."""
    seen = {content(rgba, box) for box in boxes}
    return len(seen) >= max(FEWEST, len(boxes) / 2)


def content(rgba: NDArray[np.uint8], box: Box) -> bytes:
    """SHA-256 of size and pixels of one piece, transparency too."""
    left, top, right, bottom = box
    state = hashlib.sha256(f"RGBA8 {right - left}x{bottom - top}\n".encode())
    state.update(np.ascontiguousarray(rgba[top:bottom, left:right]).tobytes())
    return state.digest()


def _grid(rgba: NDArray[np.uint8]) -> tuple[int, int] | None:
    """The square grid on whose lines the colours jump, the largest of those that do so alike."""
    height, width = rgba.shape[:2]
    colour = rgba[..., :3].astype(np.int16)
    across = np.abs(np.diff(colour, axis=1)).sum(axis=2).mean(axis=0).astype(np.float64)  # step right of column x
    down = np.abs(np.diff(colour, axis=0)).sum(axis=2).mean(axis=1).astype(np.float64)
    best: tuple[float, int] | None = None
    for cell in CELLS:
        if width % cell or height % cell or (width // cell) * (height // cell) < 2 * FEWEST:
            continue
        if width // cell < 2 or height // cell < 2:
            continue
        ratio = min(_jump(across, cell), _jump(down, cell))
        if ratio >= _EDGE and (best is None or ratio > best[0] * 0.95):
            best = ratio, cell
    return None if best is None else (best[1], best[1])


def _jump(steps: NDArray[np.float64], cell: int) -> float:
    on = (np.arange(len(steps)) + 1) % cell == 0
    elsewhere = float(steps[~on].mean())
    return float(steps[on].mean()) / (elsewhere + 1.0)

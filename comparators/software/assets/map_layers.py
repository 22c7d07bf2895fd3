"""Layers of a map while a file is read: grids of whole numbers, 0 where a cell is empty."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import OverLimit

MOST_CELLS = 16_000_000  # in one file
MOST_LAYERS = 5_000  # in one file
MOST_SIDE = 65_536  # columns or rows of one layer
NAMED = 80  # characters of a layer's or tile's name that are kept
LEAST = 4  # columns and rows of a layer that is kept
TILES, GRID, OBJECTS = "tiles", "grid", "objects"
KINDS = (TILES, GRID, OBJECTS)

Cells = NDArray[np.int32]


@dataclass
class Atlas:
    """All layers of one file. ``names`` tells what the numbers of a text grid stood for: number - 1 is its place."""

    file: str
    layers: list[tuple[str, str, Cells]] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    cells: int = 0

    def room(self, width: int, height: int) -> None:
        """Raises ``OverLimit`` before a layer of this size is made."""
        if width > MOST_SIDE or height > MOST_SIDE or self.cells + width * height > MOST_CELLS:
            raise OverLimit(f"{self.file}: a layer of {width} × {height} cells: over {MOST_CELLS} cells in the file")

    def add(self, name: str, kind: str, cells: Cells) -> None:
        """Keep a layer (rows × columns); small and empty ones are dropped."""
        height, width = cells.shape
        self.room(width, height)
        if min(cells.shape) < LEAST or not cells.any():
            return
        if len(self.layers) >= MOST_LAYERS:
            raise OverLimit(f"{self.file}: more than {MOST_LAYERS} layers in one file")
        self.cells += cells.size
        self.layers.append((name[:NAMED], kind, np.ascontiguousarray(cells, dtype=np.int32)))

    def code(self, token: str) -> int:
        """Number of a cell that is written as text."""
        return self.names.setdefault(token[:NAMED], len(self.names) + 1)

    def note(self, text: str) -> None:
        if text not in self.notes and len(self.notes) < 20:
            self.notes.append(text)


@dataclass(frozen=True)
class Spot:
    """One object of a map at (x, y) in pixels, told apart by what it is (type, name or picture)."""

    x: float
    y: float
    what: str


def scattered(atlas: Atlas, name: str, spots: list[Spot], *, tile: tuple[float, float]) -> None:
    """Objects as a layer: each in the cell of the tile grid that it lies in. ``tile`` is (width, height) in pixels."""
    if not spots or min(tile) <= 0:
        return
    at = np.floor(np.array([[s.x / tile[0], s.y / tile[1]] for s in spots]))
    if not np.isfinite(at).all() or np.ptp(at, axis=0).max() >= MOST_SIDE:
        atlas.note("objects-too-far-apart")
        return
    at = (at - at.min(axis=0)).astype(np.int64)
    width, height = (at.max(axis=0) + 1).tolist()
    width, height = max(width, LEAST), max(height, LEAST)
    atlas.room(width, height)
    kinds: dict[str, int] = {}
    cells = np.zeros((height, width), np.int32)
    for (x, y), spot in zip(at.tolist(), spots, strict=True):
        cells[y, x] = kinds.setdefault(spot.what, len(kinds) + 1)
    atlas.add(name, OBJECTS, cells)

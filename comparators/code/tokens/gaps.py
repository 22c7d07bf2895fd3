"""Merging over small gaps: short equal runs close to a tile are taken up, and tiles in step become one passage.

The aim is that of subsequence match merging (Sağlam et al. 2024, JPlag): one inserted or changed statement must not
cut a copied passage down to pieces too short to be seen. Here no run counts by closeness alone: it must begin within
``gap`` tokens of a tile on both sides, after it (or before it) on both, and be at least ``least`` tokens long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.code.tokens.tiling import Tile, common_length

Array = NDArray[Any]


class Extension:
    """Takes up short runs beside tiles. ``used`` flags of both strands are brought up to date."""

    def __init__(
        self, left: Array, right: Array, hashes: tuple[Array, Array], used: tuple[Array, Array], gap: int, least: int
    ) -> None:
        """``left``, ``right``: tokens; ``hashes``: of the ``least`` tokens from each place (``grams``)."""
        self.left, self.right, self.hashes, self.used = left, right, hashes, used
        self.gap, self.least = gap, least

    def all(self, tiles: Sequence[Tile]) -> list[Tile]:
        """The tiles and the runs found beside them, those of the longest tile first."""
        found = list(tiles)
        for tile in sorted(tiles, key=lambda tile: (-tile.size, tile)):
            found += self.onward(tile)
            found += self.backward(tile)
        return found

    def onward(self, tile: Tile) -> list[Tile]:
        found: list[Tile] = []
        a, b = tile.left + tile.size, tile.right + tile.size
        while (run := self._take(self._nearest(a, b, 1), 1)) is not None:
            found.append(run)
            a, b = run.left + run.size, run.right + run.size
        return found

    def backward(self, tile: Tile) -> list[Tile]:
        found: list[Tile] = []
        a, b = tile.left, tile.right
        while (run := self._take(self._nearest(a, b, -1), -1)) is not None:
            found.append(run)
            a, b = run.left, run.right
        return found

    def _nearest(self, a: int, b: int, step: int) -> tuple[int, int, int] | None:
        """Places and length of the run with the fewest tokens between it and (a, b); before it if ``step`` is -1."""
        mine, theirs = self.hashes
        if step > 0:
            one, other = mine[a : a + self.gap + 1], theirs[b : b + self.gap + 1]
        else:
            last_a, last_b = a - self.least, b - self.least
            one = mine[max(last_a - self.gap, 0) : last_a + 1][::-1] if last_a >= 0 else mine[:0]
            other = theirs[max(last_b - self.gap, 0) : last_b + 1][::-1] if last_b >= 0 else theirs[:0]
        if not len(one) or not len(other):
            return None
        rows, columns = np.nonzero(one[:, None] == other[None, :])
        if not len(rows):
            return None
        best = int(np.lexsort((rows, np.abs(rows - columns), rows + columns))[0])
        i, j = int(rows[best]), int(columns[best])
        if step > 0:
            return a + i, b + j, common_length(self.left, self.right, a + i, b + j)
        stop_a, stop_b = a - i, b - j
        size = common_length(self.left[:stop_a][::-1], self.right[:stop_b][::-1], 0, 0)
        return stop_a - size, stop_b - size, size

    def _take(self, run: tuple[int, int, int] | None, step: int) -> Tile | None:
        """The part of a run next to the tile, up to the first token that is used; None if that is too short."""
        if run is None:
            return None
        a, b, size = run
        taken = np.flatnonzero(self.used[0][a : a + size] | self.used[1][b : b + size])
        if len(taken) and step > 0:
            size = int(taken[0])
        elif len(taken):
            beyond = int(taken[-1]) + 1
            a, b, size = a + beyond, b + beyond, size - beyond
        if size < self.least:
            return None
        self.used[0][a : a + size] = self.used[1][b : b + size] = True
        return Tile(a, b, size)


def chained(tiles: Sequence[Tile], files: tuple[Array, Array], gap: int) -> list[list[Tile]]:
    """Tiles of one pair of files that follow one another on both sides, at most ``gap`` tokens apart on each.

    ``files``: number of the file of each tile, on both sides. Tiles of a chain are in order; chains by first tile.
    """
    chains: list[list[Tile]] = []
    order = sorted(range(len(tiles)), key=lambda n: (int(files[0][n]), int(files[1][n]), tiles[n]))
    open_: list[list[Tile]] = []
    key: tuple[int, int] | None = None
    for number in order:
        tile = tiles[number]
        if key != (int(files[0][number]), int(files[1][number])):
            key, open_ = (int(files[0][number]), int(files[1][number])), []
        open_ = [chain for chain in open_ if tile.left - (chain[-1].left + chain[-1].size) <= gap]
        fitting = [
            chain
            for chain in open_
            if tile.left - (chain[-1].left + chain[-1].size) >= 0
            and 0 <= tile.right - (chain[-1].right + chain[-1].size) <= gap
        ]
        if fitting:
            nearest = min(fitting, key=lambda chain: tile.right - chain[-1].right - chain[-1].size)
            nearest.append(tile)
        else:
            open_.append([tile])
            chains.append(open_[-1])
    return sorted(chains, key=lambda chain: chain[0])

"""From two sides to passages: propose, verify, tile, take up what is close by, merge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from comparators.code.grams import grams
from comparators.code.tokens.gaps import Extension, chained
from comparators.code.tokens.strand import Strand
from comparators.code.tokens.tiling import Tile, grown, remaining, tiled
from comparators.code.tokens.winnowing import shared, winnow

Array = NDArray[Any]
WINDOW = 16
Again = Literal["", "left", "right"]


@dataclass(frozen=True, slots=True)
class Setting:
    """``size`` tokens of a run that counts by itself, ``gap`` tokens between runs, ``least`` tokens of a run beside."""

    size: int
    gap: int
    least: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Tiles in order, of one pair of files. ``again``: side on which this is a further place of what stands once on
    the other side and is in another passage already; empty otherwise."""

    tiles: tuple[Tile, ...]
    again: Again = ""


def passages(
    left: Strand, right: Strand, setting: Setting, progress: Callable[[float], None]
) -> tuple[list[Passage], bool]:
    """All passages, and whether none had to be left out.

    Mirrored when the sides are exchanged: the side with the lower digest is always taken as the first.
    """
    if right.digest < left.digest:
        found, complete = _passages(right, left, setting, progress)
        turned: dict[Again, Again] = {"": "", "left": "right", "right": "left"}
        return [
            Passage(tuple(Tile(t.right, t.left, t.size) for t in passage.tiles), turned[passage.again])
            for passage in found
        ], complete
    return _passages(left, right, setting, progress)


def _passages(
    left: Strand, right: Strand, setting: Setting, progress: Callable[[float], None]
) -> tuple[list[Passage], bool]:
    size = setting.size
    mine, usable_left = left.runs(size)
    theirs, usable_right = right.runs(size)
    at_left, at_right = (np.flatnonzero(usable) for usable in (usable_left, usable_right))
    first, second = shared(
        mine, at_left[winnow(mine[at_left], WINDOW)], theirs, at_right[winnow(theirs[at_right], WINDOW)]
    )
    progress(0.2)
    runs = grown(left.compared, right.compared, first, second, size)
    used = np.zeros(len(left), np.bool_), np.zeros(len(right), np.bool_)
    names = _base_names(left), _base_names(right)
    alike = names[0][left.file_at(runs[0])] == names[1][right.file_at(runs[1])]
    tiles = tiled(runs, used, size, alike)
    progress(0.5)
    beside = Extension(
        left.compared, right.compared, (grams(left.compared, setting.least), grams(right.compared, setting.least)),
        used, setting.gap, setting.least,
    )  # fmt: skip
    tiles = beside.all(tiles)
    progress(0.7)

    def better(a: int, b: int) -> int:
        return int(names[0][left.file_at(a)] == names[1][right.file_at(b)])

    more_left, all_left = remaining(
        left.compared, right.compared, (mine, theirs), (usable_left, usable_right), used[0], size, better
    )
    more_right, all_right = remaining(
        right.compared, left.compared, (theirs, mine), (usable_right, usable_left), used[1], size,
        lambda b, a: better(a, b),
    )  # fmt: skip
    progress(0.9)
    found = [Passage(tuple(chain)) for chain in chained(tiles, _files(tiles, left, right), setting.gap)]
    known = {(tile.left, tile.right) for passage in found for tile in passage.tiles}
    found += [Passage((tile,), "left") for tile in more_left if (tile.left, tile.right) not in known]
    known |= {(tile.left, tile.right) for tile in more_left}
    turned = [Tile(tile.right, tile.left, tile.size) for tile in more_right]
    found += [Passage((tile,), "right") for tile in turned if (tile.left, tile.right) not in known]
    return found, all_left and all_right


def _files(tiles: list[Tile], left: Strand, right: Strand) -> tuple[Array, Array]:
    return (
        left.file_at(np.array([tile.left for tile in tiles], np.int64)),
        right.file_at(np.array([tile.right for tile in tiles], np.int64)),
    )


def _base_names(strand: Strand) -> Array:
    return np.array([name.rsplit("/", 1)[-1].lower() for name in strand.names] + [""], np.str_)

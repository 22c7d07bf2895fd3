"""A known copy of part of a map, for controls: rows of a layer, renumbered, turned, some cells changed."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import Span
from appraisal.work import Member
from comparators.software.assets.map_features import GATE, Layer, MapFeatures, gain
from comparators.software.assets.map_layers import OBJECTS, Cells
from comparators.software.assets.map_reading import read
from comparators.software.assets.map_turns import TURNS, turned

CHANGED = 0.1  # of the cells inside the copy
SPARE = 2.2  # times the bits that are needed
LEAST = 8  # rows
AROUND = 6  # rows of the host above and below


def plant(source: Member, into: Member, seed: int, out: Path) -> Plant:
    """See ``appraisal.comparator.Plantable``. Raises ``Refused`` when no layer of the source holds enough."""
    dice = random.Random(seed)  # noqa: S311  repeatable choice of a control, no secret
    layers = [x for x in MapFeatures.of(read(source)).layers(source.file) if x.heavy and x.kind != OBJECTS]
    chosen = [(layer, rows) for layer in layers for rows in [_rows(layer, dice)] if rows]
    if not chosen:
        raise Refused(f"{source.file}: no layer with enough in it to take rows from")
    layer, (top, bottom) = dice.choice(chosen)
    copied = layer.cells[top:bottom].copy()
    values = np.unique(copied)
    filled = values[values != 0]
    fresh = dice.sample(range(1, 10 * len(filled) + 10), len(filled))
    rule = dict(zip(filled.tolist(), fresh, strict=True)) | {0: 0}
    copied = np.vectorize(rule.__getitem__, otypes=[np.int32])(copied)
    height, width = copied.shape
    inside = [(y, x) for y in range(2, height - 2) for x in range(2, width - 2)]
    for y, x in dice.sample(inside, int(CHANGED * len(inside))):
        copied[y, x] = dice.choice(fresh)
    turn = dice.randrange(8)
    copied = turned(copied, turn)
    host = _host(into, copied.shape[1])
    cells = np.concatenate([host[:AROUND], copied, host[AROUND:]])
    path = out / f"planted-{seed}.tmj"
    path.write_text(_tiled([("planted", cells)]), "utf-8")
    start = min(AROUND, len(host)) * cells.shape[1]
    return Plant(
        Span(source.file, "cell", layer.start + top * width, layer.start + bottom * width),
        Span(path.name, "cell", start, start + copied.size),
        f"rows of a map, renumbered, {TURNS[turn]}, cells changed",
        path,
    )


def _rows(layer: Layer, dice: random.Random) -> tuple[int, int] | None:
    """Rows, one after another, that are worth more than twice what is needed; None if all together are not."""
    height, width = layer.cells.shape
    worth = gain(layer.bits).sum(axis=1) * (1 - 2 * CHANGED)
    numbers = [len(np.unique(layer.cells))]
    needed = SPARE * (GATE + 3 * np.log2(layer.cells.size) + 4 * numbers[0])
    for size in (dice.randint(LEAST, 24), 40, height):
        size = min(size, height)
        top = dice.randint(0, height - size)
        if size >= LEAST and width >= LEAST and worth[top : top + size].sum() >= needed:
            return top, top + size
    return None


def _host(into: Member, width: int) -> Cells:
    """Rows of the host's first layer, cut or repeated to the width of the copy; none where the host has no map."""
    layers = MapFeatures.of(read(into)).layers(into.file)
    if not layers:
        return np.zeros((0, width), np.int32)
    rows = layers[0].cells[: 2 * AROUND]
    repeats = -(-width // rows.shape[1])
    return np.tile(rows, (1, repeats))[:, :width]


def _tiled(layers: list[tuple[str, Cells]]) -> str:
    """A Tiled map as JSON."""
    height, width = layers[0][1].shape
    body = {
        "type": "map",
        "version": "1.10",
        "orientation": "orthogonal",
        "renderorder": "right-down",
        "width": width,
        "height": height,
        "tilewidth": 16,
        "tileheight": 16,
        "infinite": False,
        "tilesets": [],
        "layers": [
            {
                "type": "tilelayer",
                "name": name,
                "width": cells.shape[1],
                "height": cells.shape[0],
                "data": cells.ravel().tolist(),
            }
            for name, cells in layers
        ],
    }
    return json.dumps(body) + "\n"


def scramble(member: Member, seed: int, out: Path) -> Path:
    """See ``appraisal.comparator.Scrambling``: the cells of each layer in another order."""
    dice = np.random.default_rng(seed)
    layers = MapFeatures.of(read(member)).layers(member.file)
    if not layers:
        raise Refused(f"{member.file}: holds no map")
    path = out / f"scrambled-{seed}.tmj"
    shuffled = [(x.name, dice.permutation(x.cells.ravel()).reshape(x.cells.shape)) for x in layers]
    path.write_text(_tiled(shuffled), "utf-8")
    return path

"""Figures of ``software-map``: cells that correspond, each counted once, under exclusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Lane, Region, Span
from comparators.software.assets.map_align import RULES, Agreement, Fit, Pose, agreement
from comparators.software.assets.map_features import Layer, MapFeatures
from comparators.software.assets.map_layers import OBJECTS

Sides = Mapping[str, MapFeatures]
Flags = NDArray[np.bool_]
Layers = Mapping[tuple[str, int], Layer]


def layers_of(side: Sides) -> dict[tuple[str, int], Layer]:
    return {(layer.file, layer.number): layer for file in sorted(side) for layer in side[file].layers(file)}


def spans(layer: Layer, cells: Iterable[int]) -> list[Span]:
    """Cells of a layer as few spans, in cells of its file."""
    at = np.unique(np.fromiter(cells, np.int64)) + layer.start
    cuts = np.flatnonzero(np.diff(at) != 1) + 1
    return [Span(layer.file, "cell", int(part[0]), int(part[-1]) + 1) for part in np.split(at, cuts)]


def inside(layer: Layer, region: Region) -> Flags:
    """Cells of the layer (flat) that lie in the region."""
    found = np.zeros(layer.cells.size, bool)
    if region.holds_file(layer.file):
        found[:] = True
    for start, stop in region.intervals(Lane(layer.file, "cell")):
        low, high = max(0, int(start) - layer.start), min(found.size, int(np.ceil(stop)) - layer.start)
        if low < high:
            found[low:high] = True
    return found


def reopened(details: Mapping[str, Any]) -> Fit:
    """The fit that a match was made from. Its frame is the side that ``frame`` names."""
    turn, dx, dy = (int(v) for v in details["pose"])
    x, y, width, height = (int(v) for v in details["rectangle"])
    return Fit(Pose(turn, dx, dy), x, y, width, height, RULES[int(details["rule_number"])], 0.0)


def of_match(match: Match, left: Layers, right: Layers) -> tuple[Layer, Layer, Agreement, bool]:
    """Frame layer, laid layer, their agreement, and whether the frame is the left one."""
    a = left[match.left.file, int(match.details["number_of_left"])]
    b = right[match.right.file, int(match.details["number_of_right"])]
    straight = match.details["frame"] == "left"
    frame, laid = (a, b) if straight else (b, a)
    return frame, laid, agreement(frame, laid, reopened(match.details)), straight


class _Side:
    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.hit: dict[tuple[str, int], Flags] = {}
        self.same: dict[tuple[str, int], Flags] = {}
        self.seen: dict[tuple[str, int], Flags] = {}

    def add(self, layer: Layer, cells: NDArray[np.int64], hits: Flags, same: Flags, alive: Flags) -> None:
        key = layer.file, layer.number
        for store, flags in ((self.hit, hits & alive), (self.same, same & hits & alive), (self.seen, alive)):
            store.setdefault(key, np.zeros(layer.cells.size, bool))[cells[flags]] = True

    def counts(self, out: Region, name: str) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for key, layer in self.layers.items():
            gone = inside(layer, out) if out else np.zeros(layer.cells.size, bool)
            filled, telling = (layer.cells.ravel() != 0) & ~gone, layer.telling.ravel() & ~gone
            hit = self.hit.get(key, np.zeros(layer.cells.size, bool))
            if layer.kind == OBJECTS:
                counts["objects"] += int(filled.sum())
                counts["objects_corresponding"] += int((hit & filled).sum())
            if not layer.heavy:
                counts["layers_left_out"] += bool(filled.any())
                continue
            if not filled.any():
                continue
            counts["layers"] += 1
            counts["filled"] += int(filled.sum())
            counts["telling"] += int(telling.sum())
            if key in self.hit:
                counts["layers_paired"] += bool((hit & filled).any())
                counts["corresponding"] += int((hit & filled).sum())
                counts["same_number"] += int((self.same[key] & filled).sum())
                counts["different"] += int((self.seen[key] & ~hit & filled).sum())
                counts["telling_corresponding"] += int((hit & telling).sum())
        return {f"{key}_of_{name}": counts[key] for key in KEYS}


KEYS = (
    "layers",
    "layers_paired",
    "layers_left_out",
    "filled",
    "corresponding",
    "same_number",
    "different",
    "telling",
    "telling_corresponding",
    "objects",
    "objects_corresponding",
)


def measure(left: Sides, right: Sides, matches: Sequence[Match], mask: Mask) -> Measures:
    """See ``SoftwareMap.measure``."""
    layers = layers_of(left), layers_of(right)
    sides = _Side(layers[0]), _Side(layers[1])
    pieces: dict[str, list[Match]] = {}
    for number, match in enumerate(matches):
        pieces.setdefault(match.id or str(number), []).append(match)  # pieces of a match that was cut keep its id
    for group in pieces.values():
        frame, laid, common, straight = of_match(group[0], *layers)
        regions = [Region(s for m in group for s in m.all_left()), Region(s for m in group for s in m.all_right())]
        if not straight:
            regions.reverse()
        alive = inside(frame, regions[0])[common.left] & inside(laid, regions[1])[common.right]
        same = common.a == common.b
        one, other = sides if straight else sides[::-1]
        one.add(frame, common.left, common.hits, same, alive)
        other.add(laid, common.right, common.hits, same, alive)
    counts = sides[0].counts(mask.left, "left") | sides[1].counts(mask.right, "right")
    values: dict[str, JSON] = {"matches": len(pieces), **counts}
    totals = [counts[f"telling_of_{side}"] for side in ("left", "right")]
    found = [counts[f"telling_corresponding_of_{side}"] for side in ("left", "right")]
    shares = [f / t if t else 0.0 for f, t in zip(found, totals, strict=True)]
    return Measures(sum(found) / sum(totals) if sum(totals) else 0.0, shares[0], shares[1], values)

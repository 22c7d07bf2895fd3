"""``software-map``: layouts of maps, whatever tiles are called and however the map is turned, cropped or put together.

Propose: small windows that show one pattern in both works (``map_features.windows``). Verify: one layer laid on the
other, a rectangle and a rule for numbers, weighed against chance (``map_align``). Reported from 40 bits on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Places, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Overlay
from appraisal.span import Unit, whole
from appraisal.work import EVERY, SENSED, Medium, Member, Work
from comparators.software.assets import map_counting, map_planting, map_propose, map_show, map_words
from comparators.software.assets.map_align import RULES, Fit, agreement
from comparators.software.assets.map_features import GATE, Layer, MapFeatures
from comparators.software.assets.map_layers import GRID, OBJECTS, Cells
from comparators.software.assets.map_reading import read
from comparators.software.assets.map_turns import TURNS

BYTES_A_CELL = 120
RULE_TOLD = 40
LAYERS_TOLD = 500


@dataclass(frozen=True)
class SoftwareMap:
    """Parts of maps whose agreement has a chance of at most 2^-``bits`` (40 to 1,000) under the method's null."""

    bits: float = GATE

    name: ClassVar[str] = "software-map"
    version: ClassVar[str] = "2"
    media: ClassVar[frozenset[Medium]] = EVERY
    scope: ClassVar[Scope] = Scope.WHOLE
    folders: ClassVar[bool] = True
    nothing_in: ClassVar[frozenset[Medium]] = SENSED
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[MapFeatures]] = MapFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = map_words.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = map_words.COUNTING

    def __post_init__(self) -> None:
        if not GATE <= float(self.bits) <= 1000:
            raise UsageError(f"software-map: bits is a number from {GATE:g} to 1000, not {self.bits!r}")

    def read(self, member: Member, resources: Resources) -> MapFeatures:
        """All layers of one file; none for a file of another kind. Raises a ``MaterialError`` naming the file."""
        return MapFeatures.of(read(member))

    def extent(self, features: MapFeatures) -> tuple[Unit, float]:
        """Cells of all layers of the file."""
        return "cell", len(features.cells)

    def match(self, left: Sided[MapFeatures], right: Sided[MapFeatures], context: Context) -> Iterator[Match]:
        """One match a rectangle of one layer that stands in a layer of the other work.

        Raises ``Refused`` when a side has no layer that can be evidence, ``OverLimit`` above the memory allowed.
        """
        for name, side in (("left", left), ("right", right)):
            self._observe(context, name, side)  # type: ignore[arg-type]  # they are sides
            context.table(f"layers_of_{name}", _listed(side))
        cells = sum(len(f.cells) for side in (left, right) for f in side.values())
        if cells * BYTES_A_CELL > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: {cells} cells of maps take up to {cells * BYTES_A_CELL} bytes of memory,"
                f" the limit is {context.memory_limit}: raise the limit or compare parts"
            )
        for side in (left, right):
            if not (np.concatenate([f.worth for f in side.values()]) >= GATE).any():
                names = ", ".join(sorted(side)[:3]) + (" …" if len(side) > 3 else "")
                raise Refused(f"{names}: no map with enough in it that is not plain: nothing for this method")
        # One order of the sides, so that swapped works give the same places.
        straight = _order(left) <= _order(right)
        one, other = (left, right) if straight else (right, left)
        found = map_propose.correspond(map_propose.Side.of(one), map_propose.Side.of(other), float(self.bits))
        tokens = {file: json.loads(f.tokens) for side in (left, right) for file, f in side.items()}
        for frame, laid, fit in found:
            yield _match(frame, laid, fit, straight, tokens)
        context.progress(1.0)

    def _observe(self, context: Context, side: Side, features: Sided[MapFeatures]) -> None:
        for file in sorted(features):
            for note in json.loads(features[file].notes):
                kind = note if note in ("external-tileset", "objects-too-far-apart") else "not-covered"
                details = {} if kind == note else {"format": note}
                context.observe(Observation(side, whole(file), kind, details))

    def measure(
        self, left: Sided[MapFeatures], right: Sided[MapFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Coverage: telling cells (filled, chance at most 1/2) that correspond, over all telling cells of the side.

        Layers that cannot reach 40 bits against themselves are in neither number (``layers_left_out_of_…``).
        """
        return map_counting.measure(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Overlay:
        """Both layers as coloured grids, the rectangle outlined; the right one as it lies on the left one beside."""
        return map_show.overlay(left, right, match)

    def keys(self, features: MapFeatures) -> Iterable[bytes]:
        """Patterns of windows, for candidates of a batch."""
        return [int(key).to_bytes(8, "big") for key in np.unique(features.keys).tolist()]

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A rectangle of a layer, renumbered, turned or mirrored, some cells changed, pasted into a map of the host."""
        return map_planting.plant(source, into, seed, out)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """Layers of the same size and frequencies, rows of cells drawn anew."""
        return map_planting.scramble(member, seed, out)


def _order(side: Sided[MapFeatures]) -> str:
    state = hashlib.sha256()
    for file in sorted(side):
        state.update(side[file].heads.tobytes() + side[file].cells.tobytes())
    return state.hexdigest()


def _listed(side: Sided[MapFeatures]) -> dict[str, JSON]:
    rows: list[JSON] = []
    for layer in map_counting.layers_of(side).values():
        if len(rows) < LAYERS_TOLD:
            height, width = layer.cells.shape
            filled, telling = int((layer.cells != 0).sum()), int(layer.telling.sum())
            counted = "yes" if layer.heavy else "no"
            rows.append(
                [layer.file, layer.number, layer.name, layer.kind, width, height, layer.start, filled, telling, counted]
            )
    head = ["file", "number", "layer_name", "kind", "width", "height", "first_cell", "filled", "telling", "counted"]
    return {"head": head, "rows": rows}


def chance(bits: float) -> str:
    """The bound of chance in words: ≤ 10^-12."""
    return f"≤ 10^-{int(bits * np.log10(2))}"


def _match(frame: Layer, laid: Layer, fit: Fit, straight: bool, tokens: Mapping[str, Sequence[str]]) -> Match:
    """``details``: the layers, both rectangles, how one lies on the other, the rule for numbers, cells counted."""
    common = agreement(frame, laid, fit)
    left, right = (frame, laid) if straight else (laid, frame)
    cells = (common.left, common.right) if straight else (common.right, common.left)
    places = map_counting.spans(left, cells[0].ravel()), map_counting.spans(right, cells[1].ravel())
    numbers = (common.a, common.b) if straight else (common.b, common.a)
    hits, filled = common.hits, (common.a != 0) | (common.b != 0)
    telling = frame.telling.ravel()[common.left] & laid.telling.ravel()[common.right]
    details: dict[str, JSON] = {
        "layer_of_left": left.name,
        "layer_of_right": right.name,
        "number_of_left": left.number,
        "number_of_right": right.number,
        "place_in_left": _rectangle(left, cells[0]),
        "place_in_right": _rectangle(right, cells[1]),
        "lies": f"{'right' if straight else 'left'}: {TURNS[fit.pose.turn]}",
        "cells": int(common.hits.size),
        "filled_cells": int(filled.sum()),
        "corresponding_cells": int((hits & filled).sum()),
        "same_number_cells": int((hits & filled & (common.a == common.b)).sum()),
        "different_cells": int((~hits & filled).sum()),
        "telling_cells": int((hits & telling).sum()),
        "rule": "same numbers" if fit.rule == RULES[0] else "renumbered",
        "numbers": _numbers((left, right), numbers, hits, tokens),
        "chance": chance(fit.bits) if fit.bits >= GATE else "with its map",
        "frame": "left" if straight else "right",
        "pose": [fit.pose.turn, fit.pose.dx, fit.pose.dy],
        "rectangle": [fit.x, fit.y, fit.width, fit.height],
        "rule_number": RULES.index(fit.rule),
    }
    kind = "objects" if left.kind == right.kind == OBJECTS else "layout"
    also = Places(tuple(places[0][1:]), tuple(places[1][1:]))
    return Match(places[0][0], places[1][0], kind, also=also, details=details)


def _rectangle(layer: Layer, cells: NDArray[np.int64]) -> str:
    """Columns and rows, the end not included, as spans of cells count."""
    width = layer.cells.shape[1]
    ys, xs = np.divmod(cells, width)
    return f"x {int(xs.min())}–{int(xs.max()) + 1}, y {int(ys.min())}–{int(ys.max()) + 1}"


def _numbers(
    layers: tuple[Layer, Layer],
    numbers: tuple[Cells, Cells],
    hits: NDArray[np.bool_],
    tokens: Mapping[str, Sequence[str]],
) -> list[str]:
    """The rule as far as it was used: number of the left = number of the right: cells, the most frequent first."""
    pairs, counts = np.unique(np.column_stack([n[hits] for n in numbers]), axis=0, return_counts=True)
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -counts))[:RULE_TOLD]

    def said(layer: Layer, number: int) -> str:
        names = tokens[layer.file] if layer.kind == GRID else ()
        return "∅" if not number else names[number - 1] if number <= len(names) else str(number)

    found = zip(pairs[order].tolist(), counts[order].tolist(), strict=True)
    return [f"{said(layers[0], a)} = {said(layers[1], b)}: {n}" for (a, b), n in found]

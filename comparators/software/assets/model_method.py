"""``software-model``: geometry, motion and tables of sprites, whatever scale, axes, numbering and names they have.

Propose: vertices whose neighbours lie about them in the same proportions (``model_features.keys_of``). Verify: a
similarity that lays one connected part on another, vertices that meet, and chance (``model_align``). From 40 bits on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures, Observation, Places, Side
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Exhibit
from appraisal.span import Unit, whole
from appraisal.work import EVERY, SENSED, Medium, Member, Work
from comparators.software.assets import model_counting, model_planting, model_propose, model_show, model_words
from comparators.software.assets.model_align import Laying, Similarity, edges_kept, meeting, rows_alike, same_places
from comparators.software.assets.model_counting import Opened
from comparators.software.assets.model_features import ModelFeatures, Part, Table
from comparators.software.assets.model_reading import read

GATE = 40.0
BYTES_A_VERTEX = 600
PARTS_TOLD = 500
SEEN = ("buffer-missing", "buffer-does-not-fit", "vertices-not-finite", "motion-not-finite")


@dataclass(frozen=True)
class SoftwareModel:
    """Parts of models whose agreement has a chance of at most 2^-``bits`` (40 to 1,000) under the method's null."""

    bits: float = GATE

    name: ClassVar[str] = "software-model"
    version: ClassVar[str] = "1"
    media: ClassVar[frozenset[Medium]] = EVERY
    scope: ClassVar[Scope] = Scope.WHOLE
    folders: ClassVar[bool] = True
    nothing_in: ClassVar[frozenset[Medium]] = SENSED
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[ModelFeatures]] = ModelFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = model_words.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = model_words.COUNTING

    def __post_init__(self) -> None:
        if not GATE <= float(self.bits) <= 1000:
            raise UsageError(f"software-model: bits is a number from {GATE:g} to 1000, not {self.bits!r}")

    def read(self, member: Member, resources: Resources) -> ModelFeatures:
        """Parts, motion and frames of one file; none for another kind. Raises a ``MaterialError`` naming the file."""
        return read(member)

    def extent(self, features: ModelFeatures) -> tuple[Unit, float]:
        """Vertices, keys of motion and frames of the file."""
        return "cell", features.cells

    def match(self, left: Sided[ModelFeatures], right: Sided[ModelFeatures], context: Context) -> Iterator[Match]:
        """One match a part, channel or table of frames that stands in the other work.

        Raises ``Refused`` when a side has nothing that can be evidence, ``OverLimit`` above the memory allowed.
        """
        opened = Opened(left), Opened(right)
        for name, side in zip(("left", "right"), opened, strict=True):
            self._observe(context, name, side)  # type: ignore[arg-type]  # they are sides
            context.table(f"parts_of_{name}", _listed(side))
        vertices = sum(len(f.points) for side in opened for f in side.features.values())
        if vertices * BYTES_A_VERTEX > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: {vertices} vertices take up to {vertices * BYTES_A_VERTEX} bytes of"
                f" memory, the limit is {context.memory_limit}: raise the limit or compare parts"
            )
        for side, files in zip(opened, (left, right), strict=True):
            if not any(not p.primitive for p in side.parts.values()) and not any(
                not t.light for t in side.tables.values()
            ):
                names = ", ".join(sorted(files)[:3]) + (" …" if len(files) > 3 else "")
                raise Refused(f"{names}: no model, motion or frames with enough in it: nothing for this method")
        # One order of the sides, so that swapped works give the same places.
        straight = _order(opened[0]) <= _order(opened[1])
        one, other = opened if straight else opened[::-1]
        parts = [[p for p in side.parts.values() if not p.primitive] for side in (one, other)]
        for frame, laid, laying in model_propose.meshes(parts[0], parts[1], float(self.bits), context.seed):
            yield _mesh(frame, laid, laying, straight)
        tabled = [list(side.tables.values()) for side in (one, other)]
        for a, b, bits in model_propose.tables(tabled[0], tabled[1], float(self.bits)):
            yield _table(*((a, b) if straight else (b, a)), bits)
        context.progress(1.0)

    def _observe(self, context: Context, side: Side, opened: Opened) -> None:
        for file in sorted(opened.features):
            for note in json.loads(opened.features[file].notes):
                details = {} if note in SEEN else {"format": note}
                context.observe(Observation(side, whole(file), note if note in SEEN else "not-covered", details))

    def measure(
        self, left: Sided[ModelFeatures], right: Sided[ModelFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Coverage: distinct vertices, steps of motion and frames that correspond, over all of the side.

        Primitive parts and tables with few different rows are in neither number (``primitive_…``, ``light_…``).
        """
        return model_counting.measure(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Exhibit:
        """Both parts drawn in one view and one on the other; motion as two lines; frames as two lists."""
        return model_show.exhibit(left, right, match)

    def keys(self, features: ModelFeatures) -> Iterable[bytes]:
        """Keys of vertices, for candidates of a batch."""
        return [int(key).to_bytes(8, "big") for key in np.unique(features.keys).tolist()]

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A part, turned, scaled, perhaps mirrored, vertices in another order, some moved, beside the host's parts."""
        return model_planting.plant(source, into, seed, out)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """Parts with the same triangles whose vertices are drawn anew inside the same box."""
        return model_planting.scramble(member, seed, out)


def _order(side: Opened) -> str:
    state = hashlib.sha256()
    for file in sorted(side.features):
        features = side.features[file]
        state.update(features.points.tobytes() + features.faces.tobytes() + features.values.tobytes())
    return state.hexdigest()


def _listed(side: Opened) -> dict[str, JSON]:
    rows: list[JSON] = []
    for part in list(side.parts.values())[:PARTS_TOLD]:
        counted = "primitive" if part.primitive else "yes"
        first, last = int(part.of.min()), int(part.of.max()) + 1
        sizes = [len(part.points), len(part.faces), part.distinct]
        rows.append([part.file, part.number, part.name, first, last, *sizes, counted])
    head = ["file", "number", "part_name", "first_cell", "end_cell", "vertices", "triangles", "surroundings", "counted"]
    return {"head": head, "rows": rows}


def chance(bits: float) -> str:
    """The bound of chance in words: ≤ 10^-12."""
    return f"≤ 10^-{int(bits * np.log10(2))}"


def _mesh(frame: Part, laid: Part, laying: Laying, straight: bool) -> Match:
    """``details``: the parts, the similarity, vertices that meet of how many, edges kept, texture places."""
    pose = Similarity(
        float(f"{laying.pose.scale:.9g}"),
        np.array([float(f"{v:.9g}") for v in laying.pose.turn.ravel()]).reshape(3, 3),
        np.array([float(f"{v:.9g}") for v in laying.pose.shift]),
    )
    met = meeting(frame, laid, pose)
    left, right = (frame, laid) if straight else (laid, frame)
    at = (met.frame, met.laid) if straight else (met.laid, met.frame)
    edges = edges_kept(left, at[0], right, at[1]), edges_kept(right, at[1], left, at[0])
    uv = left.uv[at[0]], right.uv[at[1]]
    placed = ~np.isnan(uv[0][:, 0]) & ~np.isnan(uv[1][:, 0])
    details: dict[str, JSON] = {
        "part_of_left": left.name,
        "part_of_right": right.name,
        "number_of_left": left.number,
        "number_of_right": right.number,
        "vertices_met": len(at[0]),
        "vertices_in_left": len(left.points),
        "vertices_in_right": len(right.points),
        "edges_kept": edges[0][0],
        "edges_in_left": edges[0][1],
        "edges_in_right": edges[1][1],
        "texture_places_compared": int(placed.sum()),
        "texture_places_equal": int(same_places(uv[0][placed], uv[1][placed]).sum()) if placed.any() else 0,
        "scale": float(f"{pose.scale if straight else 1 / pose.scale:.6g}"),
        "mirrored": "yes" if pose.mirrors else "no",
        "axes": axes(pose.turn if straight else pose.turn.T),
        "chance": chance(laying.bits),
        "frame": "left" if straight else "right",
        "pose": [pose.scale, *pose.turn.ravel().tolist(), *pose.shift.tolist()],
    }
    places = model_counting.spans(left.file, left.of), model_counting.spans(right.file, right.of)
    also = Places(tuple(places[0][1:]), tuple(places[1][1:]))
    return Match(places[0][0], places[1][0], "mesh", also=also, details=details)


def axes(turn: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    """Which axis of the right side lies on which of the left, where they lie on one another within a thousandth."""
    nearest = np.abs(turn).argmax(axis=1)
    if np.abs(np.abs(turn[np.arange(3), nearest]) - 1).max() > 1e-3:
        return "turned freely"
    signs = ["-" if turn[k, nearest[k]] < 0 else "+" for k in range(3)]
    return ", ".join(f"{'xyz'[k]} = {signs[k]}{'xyz'[nearest[k]]}" for k in range(3))


def _table(left: Table, right: Table, bits: float) -> Match:
    """``details``: the channels or tables, rows that agree of how many."""
    rows = rows_alike(left, right)
    more = 1 if left.kind == "motion" else 0  # a step ends at the next key
    details: dict[str, JSON] = {
        "name_of_left": left.name,
        "name_of_right": right.name,
        "number_of_left": left.number,
        "number_of_right": right.number,
        "rows_alike_of_left": len(rows[0]),
        "rows_alike_of_right": len(rows[1]),
        "rows_in_left": len(left.values),
        "rows_in_right": len(right.values),
        "chance": chance(bits),
    }
    places = [model_counting.spans(t.file, t.start + np.arange(len(t.values) + more)) for t in (left, right)]
    return Match(places[0][0], places[1][0], left.kind, details=details)

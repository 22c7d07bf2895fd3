"""Figures of ``software-model``: vertices, keys of motion and frames that correspond, each counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.span import Lane, Region, Span
from comparators.software.assets.model_align import Meeting, Similarity, meeting, rows_alike
from comparators.software.assets.model_features import ModelFeatures, Part, Table, assembled

Sides = Mapping[str, ModelFeatures]
Flags = NDArray[np.bool_]
Key = tuple[str, int]


class Opened:
    """One side, glTF models put together with their buffers: parts and tables by file and number."""

    def __init__(self, side: Sides) -> None:
        whole = assembled(side)
        self.features = whole
        self.parts = {(p.file, p.number): p for file in sorted(whole) for p in whole[file].parts(file)}
        self.tables = {(t.file, t.number): t for file in sorted(whole) for t in whole[file].tabled(file)}


def spans(file: str, cells: Iterable[int]) -> list[Span]:
    """Numbers of cells as few spans."""
    at = np.unique(np.fromiter(cells, np.int64))
    cuts = np.flatnonzero(np.diff(at) != 1) + 1
    return [Span(file, "cell", int(part[0]), int(part[-1]) + 1) for part in np.split(at, cuts)]


def inside(file: str, cells: NDArray[np.int64], region: Region) -> Flags:
    """Which of the cells (any order) lie in the region."""
    if region.holds_file(file):
        return np.ones(len(cells), bool)
    found = np.zeros(len(cells), bool)
    for start, stop in region.intervals(Lane(file, "cell")):
        found |= (cells >= start) & (cells < stop)
    return found


def points_in(part: Part, region: Region) -> Flags:
    """Distinct vertices of which any vertex of the file lies in the region."""
    found = np.zeros(len(part.points), bool)
    found[part.to[inside(part.file, part.of, region)]] = True
    return found


def cells_of(table: Table) -> NDArray[np.int64]:
    """First cell of each row: for motion the key that a step begins at."""
    return table.start + np.arange(len(table.values))


def reopened(details: Mapping[str, Any]) -> Similarity:
    numbers = [float(v) for v in details["pose"]]
    return Similarity(numbers[0], np.array(numbers[1:10]).reshape(3, 3), np.array(numbers[10:13]))


def met_of(match: Match, left: Opened, right: Opened) -> tuple[Part, Part, Meeting, bool]:
    """Frame part, laid part, the vertices that meet, and whether the frame is the left one."""
    a = left.parts[match.left.file, int(match.details["number_of_left"])]
    b = right.parts[match.right.file, int(match.details["number_of_right"])]
    straight = match.details["frame"] == "left"
    frame, laid = (a, b) if straight else (b, a)
    return frame, laid, meeting(frame, laid, reopened(match.details)), straight


class _Side:
    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.points: dict[Key, Flags] = {}
        self.rows: dict[Key, Flags] = {}

    def counts(self, out: Region, name: str) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for key, part in self.opened.parts.items():
            kept = ~points_in(part, out) if out else np.ones(len(part.points), bool)
            if out:  # a vertex stays as long as one place of it in the file stays
                stays = ~inside(part.file, part.of, out)
                kept[part.to[stays]] = True
            if not kept.any():
                continue
            if part.primitive:
                counts["primitive_parts"] += 1
                counts["primitive_vertices"] += int(kept.sum())
                continue
            counts["parts"] += 1
            counts["vertices"] += int(kept.sum())
            if key in self.points:
                met = int((self.points[key] & kept).sum())
                counts["parts_matched"] += met > 0
                counts["vertices_corresponding"] += met
        for key, table in self.opened.tables.items():
            kept = ~inside(table.file, cells_of(table), out) if out else np.ones(len(table.values), bool)
            kind = "motion_keys" if table.kind == "motion" else "frames"
            if table.light:
                counts["light"] += int(kept.sum())
                continue
            counts[kind] += int(kept.sum())
            if key in self.rows:
                counts[f"{kind}_corresponding"] += int((self.rows[key] & kept).sum())
        return {f"{key}_of_{name}": counts[key] for key in KEYS}


KEYS = (
    "parts",
    "parts_matched",
    "vertices",
    "vertices_corresponding",
    "primitive_parts",
    "primitive_vertices",
    "motion_keys",
    "motion_keys_corresponding",
    "frames",
    "frames_corresponding",
    "light",
)
COUNTED = ("vertices", "motion_keys", "frames")


def measure(left: Sides, right: Sides, matches: Sequence[Match], mask: Mask) -> Measures:
    """See ``SoftwareModel.measure``."""
    opened = Opened(left), Opened(right)
    sides = _Side(opened[0]), _Side(opened[1])
    pieces: dict[str, list[Match]] = {}
    for number, match in enumerate(matches):
        pieces.setdefault(match.id or str(number), []).append(match)  # pieces of a match that was cut keep its id
    for group in pieces.values():
        regions = Region(s for m in group for s in m.all_left()), Region(s for m in group for s in m.all_right())
        if group[0].kind == "mesh":
            frame, laid, met, straight = met_of(group[0], *opened)
            both = [(frame, met.frame), (laid, met.laid)]
            if not straight:
                both.reverse()
            alive = np.ones(len(met.frame), bool)
            for (part, numbers), region in zip(both, regions, strict=True):
                alive &= points_in(part, region)[numbers]
            for side, (part, numbers) in zip(sides, both, strict=True):
                flags = side.points.setdefault((part.file, part.number), np.zeros(len(part.points), bool))
                flags[numbers[alive]] = True
        else:
            tables = [
                opened[0].tables[group[0].left.file, int(group[0].details["number_of_left"])],
                opened[1].tables[group[0].right.file, int(group[0].details["number_of_right"])],
            ]
            rows = rows_alike(tables[0], tables[1])
            for side, table, at, region in zip(sides, tables, rows, regions, strict=True):
                flags = side.rows.setdefault((table.file, table.number), np.zeros(len(table.values), bool))
                flags[at[inside(table.file, cells_of(table)[at], region)]] = True
    counts = sides[0].counts(mask.left, "left") | sides[1].counts(mask.right, "right")
    values: dict[str, JSON] = {"matches": len(pieces), **counts}
    totals = [sum(counts[f"{key}_of_{side}"] for key in COUNTED) for side in ("left", "right")]
    found = [sum(counts[f"{key}_corresponding_of_{side}"] for key in COUNTED) for side in ("left", "right")]
    shares = [f / t if t else 0.0 for f, t in zip(found, totals, strict=True)]
    return Measures(sum(found) / sum(totals) if sum(totals) else 0.0, shares[0], shares[1], values)

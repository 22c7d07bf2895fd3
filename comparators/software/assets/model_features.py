"""Features of one file: connected parts of its meshes, keys of their vertices, motion and frames."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparators.software.assets.model_gltf import extent, opened, outside, read_gltf
from comparators.software.assets.model_scene import F64, I64, Scene

NEAREST = 6  # vertices around that a key is made of
STEP = 48.0  # steps of a key to a doubling of distance
FEWEST = 24  # different surroundings that a part must have, or it is a primitive
VARIED = 0.05  # … and as a share of its vertices
WELDED = 1e-6  # of the part's size: vertices closer than this are one
SPEEDS = 8  # different speeds of a channel that is compared
FRAMES = 8  # different frames of a table that is compared
MOST_PARTS = 20_000


@dataclass(frozen=True, eq=False)
class Part:
    """A connected part: distinct ``points`` (n × 3), triangles (m × 3), ``keys`` (n), the file's vertices behind each.

    ``of`` (k) numbers the file's vertices, ``to`` (k) the distinct point of each. ``uv`` (n × 2) is NaN where none is.
    """

    file: str
    number: int
    name: str
    points: F64
    faces: I64
    keys: NDArray[np.uint64]
    uv: F64
    of: I64
    to: I64

    @cached_property
    def distinct(self) -> int:
        """Different surroundings of vertices: how much there is to tell the part by."""
        return len(np.unique(self.keys))

    @property
    def primitive(self) -> bool:
        """Cubes, planes, spheres, cylinders and the like: few different surroundings for all their vertices."""
        return self.distinct < max(FEWEST, VARIED * len(self.points))

    @cached_property
    def radius(self) -> float:
        """Root mean square distance from the centre."""
        return float(np.sqrt(((self.points - self.points.mean(axis=0)) ** 2).sum(axis=1).mean()))

    @cached_property
    def reach(self) -> F64:
        """Distance from each vertex to its nearest neighbour."""
        from sklearn.neighbors import KDTree  # takes long to import

        found: F64 = KDTree(self.points).query(self.points, 2)[0][:, 1]
        return np.maximum(found, 1e-300)

    @cached_property
    def area(self) -> float:
        a, b, c = (self.points[self.faces[:, k]] for k in range(3))
        return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)

    @cached_property
    def edges(self) -> I64:
        return edges_of(self.faces)


def edges_of(faces: I64) -> I64:
    """Distinct edges (smaller number first) of triangles."""
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


@dataclass(frozen=True)
class Table:
    """Numbers that are compared as they stand (motion) or as a set (frames): ``values`` (n × width), first cell."""

    file: str
    number: int
    name: str
    kind: str
    start: int
    values: F64
    light: bool


@dataclass(frozen=True, eq=False)
class ModelFeatures:
    """``heads`` (parts × 4): first point, first triangle, first vertex of the file, number of the part.

    ``tables`` (× 4): first value, rows, width, first cell. ``document`` and ``raw`` are kept of a glTF file whose
    buffers lie beside it, and of a file that may be such a buffer.
    """

    points: F64
    faces: I64
    keys: NDArray[np.uint64]
    uv: NDArray[np.float32]
    of: I64
    to: I64
    heads: I64
    tables: I64
    values: F64
    cells: int
    labels: str
    notes: str
    document: bytes
    raw: bytes

    @classmethod
    def of_scene(cls, scene: Scene, document: bytes = b"", raw: bytes = b"") -> ModelFeatures:
        parts = _parts(scene)
        heads: list[list[int]] = []
        at = [0, 0, 0]
        for number, part in enumerate(parts):
            heads.append([*at, number])
            at = [at[0] + len(part.points), at[1] + len(part.faces), at[2] + len(part.of)]
        tables, values, names = _tables(scene)
        return cls(
            np.concatenate([p.points for p in parts] or [np.zeros((0, 3))]),
            np.concatenate([p.faces for p in parts] or [np.zeros((0, 3), np.int64)]),
            np.concatenate([p.keys for p in parts] or [np.zeros(0, np.uint64)]),
            np.concatenate([p.uv for p in parts] or [np.zeros((0, 2))]).astype(np.float32),
            np.concatenate([p.of for p in parts] or [np.zeros(0, np.int64)]),
            np.concatenate([p.to for p in parts] or [np.zeros(0, np.int64)]),
            np.array(heads, np.int64).reshape(-1, 4),
            np.array(tables, np.int64).reshape(-1, 4),
            np.concatenate(values or [np.zeros(0)]),
            scene.count + sum(len(s.times) for s in scene.series) + len(scene.frames),
            json.dumps([[p.name for p in parts], names]),
            json.dumps(scene.notes),
            document,
            raw,
        )

    @cached_property
    def _cut(self) -> list[tuple[Any, ...]]:
        names = json.loads(self.labels)[0]
        ends = [*self.heads[1:, :3].tolist(), [len(self.points), len(self.faces), len(self.of)]]
        found = []
        for (p, f, o, number), (p2, f2, o2) in zip(self.heads.tolist(), ends, strict=bool(len(self.heads))):
            uv = self.uv[p:p2].astype(np.float64)
            parts = self.points[p:p2], self.faces[f:f2], self.keys[p:p2], uv, self.of[o:o2], self.to[o:o2]
            found.append((number, names[number], *parts))
        return found

    def parts(self, file: str) -> list[Part]:
        return [Part(file, *cut) for cut in self._cut]

    def tabled(self, file: str) -> list[Table]:
        names = json.loads(self.labels)[1]
        found = []
        for number, (at, rows, width, start) in enumerate(self.tables.tolist()):
            values = self.values[at : at + rows * width].reshape(rows, width)
            kind, name = names[number]
            light = len(np.unique(np.round(values, 3), axis=0)) < (SPEEDS if kind == "motion" else FRAMES)
            found.append(Table(file, number, name, kind, start, values, light))
        return found


def assembled(side: Mapping[str, ModelFeatures]) -> dict[str, ModelFeatures]:
    """The same side with each glTF model put together with the buffers that lie beside it in the work."""
    found = dict(side)
    for file, features in side.items():
        if features.document:
            folder = file.rpartition("/")[0]
            names = json.loads(features.labels)[2]
            beside = tuple((n, side.get(_path(folder, n))) for n in names)
            found[file] = _with(file, features, tuple((n, f) for n, f in beside if f is not None and f.raw))
    return found


def _path(folder: str, name: str) -> str:
    parts: list[str] = []
    for part in f"{folder}/{name}".split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


@lru_cache(maxsize=32)
def _with(file: str, features: ModelFeatures, beside: tuple[tuple[str, ModelFeatures], ...]) -> ModelFeatures:
    from appraisal.errors import MaterialError

    document, binary = opened(features.document, file)
    scene = Scene(file)
    try:
        read_gltf(scene, document, binary, {name: there.raw for name, there in beside})
    except MaterialError:
        scene = Scene(file)
        scene.note("buffer-does-not-fit")
    return ModelFeatures.of_scene(scene)


def waiting(scene: Scene, document: Mapping[str, Any], data: bytes) -> ModelFeatures:
    """Features of a glTF file whose buffers are other members: put together by ``assembled``."""
    made = ModelFeatures.of_scene(scene, document=data)
    return replace(made, cells=extent(document), labels=json.dumps([[], [], outside(document)]))


def _connected(count: int, faces: I64) -> I64:
    """The smallest vertex of the part of each vertex: labels spread along edges, then jump (Shiloach, Vishkin 1982)."""
    label = np.arange(count)
    while True:
        least = label[faces].min(axis=1)
        fresh = label.copy()
        for corner in range(3):
            np.minimum.at(fresh, faces[:, corner], least)
            np.minimum.at(fresh, label[faces[:, corner]], least)
        fresh = fresh[fresh]
        if (fresh == label).all():
            return label
        label = fresh


def _parts(scene: Scene) -> list[Part]:
    """Connected parts in the order of their first vertex; equal places are one vertex, triangles without area go."""
    if not scene.count:
        return []
    points = np.concatenate(scene.points)
    faces = np.concatenate(scene.faces)
    uv = _places(scene)
    span = np.ptp(points, axis=0).max() or 1.0
    grid = np.round((points - points.min(axis=0)) / (span * WELDED)).astype(np.int64)
    _, first, to = np.unique(grid, axis=0, return_index=True, return_inverse=True)
    to = to.ravel()
    welded = to[faces]
    kept = (welded[:, 0] != welded[:, 1]) & (welded[:, 1] != welded[:, 2]) & (welded[:, 2] != welded[:, 0])
    welded = welded[kept]
    if not len(welded):
        return []
    label = _connected(len(first), welded)
    used = np.zeros(len(first), bool)
    used[welded] = True
    starts = np.full(len(first), scene.count)
    np.minimum.at(starts, label[to], np.arange(scene.count))
    parts: list[Part] = []
    by_label = np.argsort(label[to], kind="stable")
    cuts = np.searchsorted(label[to][by_label], np.arange(len(first) + 1))
    by_face = np.argsort(label[welded[:, 0]], kind="stable")
    face_cuts = np.searchsorted(label[welded[:, 0]][by_face], np.arange(len(first) + 1))
    names = [start for start, _ in scene.pieces]
    for root in sorted(np.unique(label[used]).tolist(), key=lambda r: int(starts[r])):
        if len(parts) >= MOST_PARTS:
            scene.note("more parts than are compared")
            break
        mine = np.sort(by_label[cuts[root] : cuts[root + 1]])
        distinct, inverse = np.unique(to[mine], return_inverse=True)
        triangles = np.searchsorted(distinct, welded[by_face[face_cuts[root] : face_cuts[root + 1]]])
        here = points[first[distinct]]
        piece = int(np.searchsorted(names, mine[0], "right")) - 1
        place = np.full((len(distinct), 2), np.nan)
        shown = ~np.isnan(uv[mine, 0])
        if shown.any():
            total, count = np.zeros((len(distinct), 2)), np.zeros(len(distinct))
            np.add.at(total, inverse[shown], uv[mine[shown]])
            np.add.at(count, inverse[shown], 1)
            place = np.where(count[:, None] > 0, total / np.maximum(count, 1)[:, None], np.nan)
        name = scene.pieces[piece][1]
        parts.append(Part("", 0, name, here, triangles, keys_of(here), place, mine, inverse.astype(np.int64)))
    return parts


def _places(scene: Scene) -> F64:
    """Mean texture place of each vertex of the file, NaN where there is none."""
    total, count = np.zeros((scene.count, 2)), np.zeros(scene.count)
    for at, places in scene.uv:
        np.add.at(total, at, np.nan_to_num(places))
        np.add.at(count, at, 1)
    return np.where(count[:, None] > 0, total / np.maximum(count, 1)[:, None], np.nan)


def keys_of(points: F64) -> NDArray[np.uint64]:
    """A key of each vertex: the ratios of the distances to its ``NEAREST`` neighbours, in steps.

    Neither place, scale, turning nor mirroring alters it, nor numbering, triangulation or what other parts there are.
    """
    from sklearn.neighbors import KDTree  # takes long to import

    if len(points) <= NEAREST:
        return np.zeros(len(points), np.uint64)
    distances = KDTree(points).query(points, NEAREST + 1)[0][:, 1:]
    ratios = np.log2(np.maximum(distances[:, 1:], 1e-300) / np.maximum(distances[:, :1], 1e-300))
    steps = np.clip(np.round(ratios * STEP), 0, 4095).astype(np.uint64)
    keys = np.full(len(points), len(points[0]), np.uint64)
    for column in steps.T:
        keys = keys * np.uint64(0x100000001B3) ^ (column + np.uint64(0x9E3779B97F4A7C15))
        keys ^= keys >> np.uint64(29)
    return keys


def _tables(scene: Scene) -> tuple[list[list[int]], list[F64], list[tuple[str, str]]]:
    """Motion as speeds from key to key (share of the whole way) with the share of time; frames by the table's size."""
    heads: list[list[int]] = []
    values: list[F64] = []
    names: list[tuple[str, str]] = []
    at, cell = 0, scene.count
    for series in scene.series:
        rows = profile(series.times, series.values)
        if len(rows):
            heads.append([at, len(rows), 2, cell])
            values.append(rows.ravel())
            names.append(("motion", series.name))
            at += rows.size
        cell += len(series.times)
    if scene.frames:
        rows = np.array([[f.x, f.y, f.width, f.height, f.shown] for f in scene.frames])
        extent = max(1e-9, float(np.abs(rows[:, 2:4]).max()))
        rows[:, :4] /= extent
        rows[:, 4] /= max(1e-9, float(rows[:, 4].max()))
        heads.append([at, len(rows), 5, cell])
        values.append(rows.ravel())
        names.append(("frames", "frames"))
    return heads, values, names


def profile(times: F64, values: F64) -> F64:
    """(keys - 1) × 2: share of time and share of way from key to key: the same under scale, offset and turning.

    Quaternions are compared by the way between them, whatever their sign.
    """
    if len(times) < 3 or values.shape[0] != len(times):
        return np.zeros((0, 2))
    steps = values[1:] - values[:-1]
    if values.shape[1] == 4:  # the same turn has two signs
        steps = np.where((values[1:] * values[:-1]).sum(axis=1, keepdims=True) < 0, values[1:] + values[:-1], steps)
    way = np.sqrt((steps**2).sum(axis=1))
    time = np.abs(np.diff(times))
    if way.sum() <= 1e-12 or time.sum() <= 1e-12:
        return np.zeros((0, 2))
    return np.column_stack([time / time.sum(), way / way.sum()])

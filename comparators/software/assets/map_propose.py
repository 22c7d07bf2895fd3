"""Places worth laying on each other: windows of one pattern, and the pose that most of a pair of layers agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparators.software.assets.map_align import Fit, Pose, agreement, fit
from comparators.software.assets.map_features import Layer, MapFeatures, naming
from comparators.software.assets.map_turns import BETWEEN, moved

HOLDERS = 24  # places of the other side that a window proposes, at most
MOST_PAIRS = 16_000_000  # of windows
VOTES = 3  # windows that agree on a pose, at least
POSES = 8  # of one pair of layers that are tried
MOST_TRIED = 20_000
EXPLAINED = 0.5  # of the cells that count, that dearer matches have taken on both sides already
SIBLING = 12.0  # bits of a layer whose file is laid on its counterpart by another layer
I64 = NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """All layers of one side and their windows (key, layer, x, y, turn)."""

    layers: Sequence[Layer]
    keys: NDArray[np.uint64]
    at: I64

    @classmethod
    def of(cls, features: Mapping[str, MapFeatures]) -> Side:
        layers: list[Layer] = []
        keys, at = [np.zeros(0, np.uint64)], [np.zeros((0, 4), np.int64)]
        for file in sorted(features):
            here = features[file]
            places = here.at.astype(np.int64)
            places[:, 0] += len(layers)
            layers += here.layers(file)
            keys.append(here.keys)
            at.append(places)
        every, order = np.concatenate(keys), np.concatenate(at)
        by_key = np.argsort(every, kind="stable")
        return cls(layers, every[by_key], order[by_key])


def _joined(one: Side, other: Side) -> tuple[I64, I64]:
    """Pairs of windows of one pattern, as places in both lists; of a pattern that stands often, with the first ones.

    Looked up from both sides, so that of many equal layers each finds one.
    """
    most = max(2, min(HOLDERS, MOST_PAIRS // max(1, len(one.keys) + len(other.keys))))
    there, back = _looked_up(one.keys, other.keys, most), _looked_up(other.keys, one.keys, most)
    pairs = np.unique(np.concatenate([np.column_stack(there), np.column_stack(back[::-1])]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _looked_up(keys: NDArray[np.uint64], sorted_keys: NDArray[np.uint64], most: int) -> tuple[I64, I64]:
    """For each key the first ``most`` places where it stands in the other, sorted list."""
    first = np.searchsorted(sorted_keys, keys, "left")
    many = np.minimum(np.searchsorted(sorted_keys, keys, "right") - first, most)
    mine = np.repeat(np.arange(len(keys)), many)
    theirs = np.repeat(first, many) + np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return mine, theirs


def poses(one: Side, other: Side) -> list[tuple[int, int, Pose, I64 | None]]:
    """(layer, layer, pose, places it was seen at), most seen first; then equal layers as they lie."""
    mine, theirs = _joined(one, other)
    a, b = one.at[mine], other.at[theirs]
    found: list[tuple[int, int, int, Pose, I64 | None]] = []
    if len(a):
        turn = BETWEEN[a[:, 3], b[:, 3]]
        shapes = np.array([layer.cells.shape for layer in other.layers], np.int64)
        x, y = np.zeros(len(a), np.int64), np.zeros(len(a), np.int64)
        for each in range(8):
            for layer in np.unique(b[turn == each, 0]).tolist():
                rows = (turn == each) & (b[:, 0] == layer)
                x[rows], y[rows] = moved(b[rows, 1], b[rows, 2], each, (int(shapes[layer][0]), int(shapes[layer][1])))
        votes = np.column_stack([a[:, 0], b[:, 0], turn, x - a[:, 1], y - a[:, 2]])
        distinct, inverse, counts = np.unique(votes, axis=0, return_inverse=True, return_counts=True)
        by_pose = np.argsort(inverse.ravel(), kind="stable")
        begins = np.cumsum(counts) - counts
        tried: dict[tuple[int, int], int] = {}
        for at in np.argsort(-counts, kind="stable").tolist():
            if counts[at] < VOTES or len(found) >= MOST_TRIED:
                break
            i, j, way, dx, dy = distinct[at].tolist()
            tried[i, j] = tried.get((i, j), 0) + 1
            if tried[i, j] <= POSES:
                seen = by_pose[begins[at] : begins[at] + counts[at]]
                found.append((int(counts[at]), i, j, Pose(way, dx, dy), a[seen, 1:3]))
    return [(i, j, pose, seen) for _, i, j, pose, seen in found] + [
        (i, j, Pose(0, 0, 0), None) for i, j in _equal(one.layers, other.layers)
    ]


def _equal(one: Sequence[Layer], other: Sequence[Layer]) -> list[tuple[int, int]]:
    """Layers that are the same cell by cell, whatever windows say: each with the first of the other side."""
    places: list[dict[tuple[tuple[int, ...], bytes], int]] = [{}, {}]
    for known, layers in zip(places, (one, other), strict=True):
        for number, layer in enumerate(layers):
            known.setdefault((layer.cells.shape, layer.cells.tobytes()), number)
    there = [(n, places[1].get((x.cells.shape, x.cells.tobytes()))) for n, x in enumerate(one)]
    back = [(places[0].get((x.cells.shape, x.cells.tobytes())), n) for n, x in enumerate(other)]
    return sorted({(i, j) for i, j in (*there, *back) if i is not None and j is not None})


Pair = tuple[Layer, Layer, Fit]


def correspond(one: Side, other: Side, gate: float) -> list[Pair]:
    """Fits from ``gate`` bits on, each the dearest for half of what it covers on either side; then layers of the same
    two files that lie on each other in the same pose."""
    fits: list[tuple[int, int, Fit]] = []
    boxes: dict[tuple[int, int], list[Fit]] = {}
    for i, j, pose, seen in poses(one, other):
        known = boxes.setdefault((i, j), [])
        if min(one.layers[i].worth, other.layers[j].worth) < gate or any(_within(seen, f) for f in known):
            continue
        found = fit(one.layers[i], other.layers[j], pose, seen)
        if found is not None and found.bits >= gate:
            fits.append((i, j, found))
            known.append(found)
    fits.sort(key=lambda f: (-f[2].bits, f[0], f[1], f[2].pose.turn, f[2].pose.dx, f[2].pose.dy))
    taken: tuple[dict[int, NDArray[np.bool_]], dict[int, NDArray[np.bool_]]] = ({}, {})
    kept: list[Pair] = []
    files: dict[tuple[str, str, Pose], None] = {}
    pairs: set[tuple[int, int, Pose]] = set()
    for i, j, found in fits:
        if (i, j, found.pose) in pairs:
            continue
        a, b = one.layers[i], other.layers[j]
        common = agreement(a, b, found)
        shares = []
        for flags, number, layer, cells in ((taken[0], i, a, common.left), (taken[1], j, b, common.right)):
            covered = flags.setdefault(number, np.zeros(layer.cells.size, bool))
            counts = layer.telling.ravel()[cells] & common.hits
            shares.append((covered[cells] & counts).sum() / max(1, counts.sum()))
        if min(shares) >= EXPLAINED:
            continue
        for flags, number, cells in ((taken[0], i, common.left), (taken[1], j, common.right)):
            flags[number][cells[common.hits]] = True
        pairs.add((i, j, found.pose))
        kept.append((a, b, found))
        files.setdefault((a.file, b.file, found.pose))
    return kept + _siblings(one, other, kept, list(files))


def _within(seen: I64 | None, found: Fit) -> bool:
    """Whether most of the places lie in the rectangle of a fit: repetition inside one map, explained already."""
    if seen is None:
        return found.pose == Pose(0, 0, 0)
    here = seen - [found.x, found.y]
    return bool(((here >= 0) & (here < [found.width, found.height])).all(axis=1).mean() > EXPLAINED)


def _siblings(one: Side, other: Side, kept: Sequence[Pair], files: Sequence[tuple[str, str, Pose]]) -> list[Pair]:
    """Layers too thin to be found alone (objects, decoration): laid as their file lies, each other's best."""
    done = {(a.file, a.number) for a, _, _ in kept}, {(b.file, b.number) for _, b, _ in kept}
    found: list[Pair] = []
    for file, name, pose in files:
        mine = [a for a in one.layers if a.file == file and (a.file, a.number) not in done[0]]
        theirs = [b for b in other.layers if b.file == name and (b.file, b.number) not in done[1]]
        tried = [(fit(a, b, pose), a, b) for a in mine[:50] for b in theirs[:50] if a.kind == b.kind]
        good = [(f, a, b) for f, a, b in tried if f is not None and f.bits + _freed(a, b) >= SIBLING]
        for f, a, b in sorted(good, key=lambda g: (-g[0].bits, g[1].number, g[2].number)):
            if (a.file, a.number) not in done[0] and (b.file, b.number) not in done[1]:
                done[0].add((a.file, a.number))
                done[1].add((b.file, b.number))
                found.append((a, b, f))
    return found


def _freed(a: Layer, b: Layer) -> float:
    """The pose was not chosen for these layers: what naming it costs is given back."""
    return naming(a.cells.shape, b.cells.shape)

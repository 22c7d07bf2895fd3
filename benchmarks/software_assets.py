"""Maps and models altered mechanically: how many are found, and how often unrelated ones agree.

    python benchmarks/software_assets.py maps FOLDER… [--seed N] [--unrelated N] [--only-unrelated]
    python benchmarks/software_assets.py models FOLDER… [--seed N] [--unrelated N] [--only-unrelated]

The folders hold maps or models of one origin each (below, the name of a folder is its origin). Where each cell or
vertex came from is known, so a find counts only when most of what it lays on each other is right. Intervals are
Clopper-Pearson, 95 %. docs/methods/software-map.md and software-model.md say what the limits were
chosen on and what was measured.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from appraisal.comparator import Context
from appraisal.controls.figures import interval
from appraisal.errors import AppraisalError
from appraisal.work import Work
from comparators.software.assets.map_counting import layers_of, of_match
from comparators.software.assets.map_features import MapFeatures
from comparators.software.assets.map_layers import TILES, Atlas
from comparators.software.assets.map_method import SoftwareMap
from comparators.software.assets.map_reading import read as read_map
from comparators.software.assets.model_counting import Opened, met_of
from comparators.software.assets.model_features import ModelFeatures, assembled
from comparators.software.assets.model_method import SoftwareModel
from comparators.software.assets.model_reading import read as read_model
from comparators.software.assets.model_scene import Scene

RIGHT = 0.9  # of the cells or vertices of a find that must be laid on their origin
LARGEST = 12_000  # vertices of a model that is altered


def said(name: str, hit: int, of: int) -> None:
    low, high = interval(hit, of)
    print(f"  {name:32} {hit:5} of {of:5} = {hit / max(1, of):.4f} ({low:.4f} to {high:.4f})", flush=True)


def files_of(folders: list[str]) -> list[tuple[str, Path]]:
    return [
        (Path(f).name, p) for f in folders for p in sorted(Path(f).rglob("*")) if p.is_file() and not p.is_symlink()
    ]


def maps_of(folders: list[str]) -> list[tuple[str, str, np.ndarray]]:
    """(origin, name, cells) of the worthiest layer of each map; equal layers once."""
    found, seen = [], set()
    for origin, path in files_of(folders):
        try:
            member = Work.open(path).members[0]
            layers = [x for x in MapFeatures.of(read_map(member)).layers(member.file) if x.heavy]
        except AppraisalError:
            continue
        if layers:
            layer = max(layers, key=lambda x: x.worth)
            if layer.cells.tobytes() not in seen:
                seen.add(layer.cells.tobytes())
                found.append((origin, str(path), layer.cells))
    return found


def features(*layers: np.ndarray) -> MapFeatures:
    atlas = Atlas("m")
    for cells in layers:
        atlas.add("x", TILES, cells.astype(np.int32))
    return MapFeatures.of(atlas)


def renumbered(cells: np.ndarray, dice: np.random.Generator, groups: int | None = None) -> np.ndarray:
    values, codes = np.unique(cells, return_inverse=True)
    fresh = dice.permutation(10 * len(values))[: len(values)] + 1
    if groups is not None:
        fresh = fresh[dice.integers(0, max(2, groups), len(values))]
    fresh = np.where(values == 0, 0, fresh)
    return fresh[codes].reshape(cells.shape)


def changed(cells: np.ndarray, origin: np.ndarray, share: float, dice: np.random.Generator) -> tuple:
    cells, origin = cells.copy(), origin.copy()
    at = dice.random(cells.shape) < share
    cells[at] = dice.choice(np.unique(cells), int(at.sum()))
    origin[at] = -1
    return cells, origin


def cropped(cells: np.ndarray, origin: np.ndarray, share: float, dice: np.random.Generator) -> tuple:
    h, w = (max(6, round(side * share)) for side in cells.shape)
    y, x = dice.integers(0, cells.shape[0] - h + 1), dice.integers(0, cells.shape[1] - w + 1)
    return cells[y : y + h, x : x + w], origin[y : y + h, x : x + w]


def pasted(cells: np.ndarray, origin: np.ndarray, host: np.ndarray, share: float, dice: np.random.Generator) -> tuple:
    part, place = cropped(cells, origin, share, dice)
    h, w = part.shape
    host = np.tile(host, (-(-(h + 12) // host.shape[0]), -(-(w + 12) // host.shape[1])))
    into, source = host.copy(), np.full(host.shape, -1)
    y, x = dice.integers(0, into.shape[0] - h + 1), dice.integers(0, into.shape[1] - w + 1)
    into[y : y + h, x : x + w], source[y : y + h, x : x + w] = part, place
    return into, source


def altered(cells: np.ndarray, host: np.ndarray, dice: np.random.Generator) -> dict[str, tuple]:
    """Each alteration: cells and, of each, the number of the cell it came from (-1: none). All are renumbered."""
    origin = np.arange(cells.size).reshape(cells.shape)
    kinds = len(np.unique(cells))
    fresh = renumbered(cells, dice)
    few = renumbered(cells, dice, max(2, kinds // 2))
    wide = np.pad(fresh, ((3, 5), (7, 2)), mode="edge")
    return {
        "renumbered": (fresh, origin),
        "numbers merged to half": (few, origin),
        "shifted in a wider map": (wide, np.pad(origin, ((3, 5), (7, 2)), constant_values=-1)),
        "cropped to 0.7 each way": cropped(fresh, origin, 0.7, dice),
        "mirrored": (fresh[:, ::-1], origin[:, ::-1]),
        "turned 90 degrees": (np.rot90(fresh), np.rot90(origin)),
        "10 % of cells changed": changed(fresh, origin, 0.1, dice),
        "20 % of cells changed": changed(fresh, origin, 0.2, dice),
        "half each way pasted elsewhere": pasted(fresh, origin, host, 0.5, dice),
        "mirrored, cropped, 10 % changed": changed(*cropped(fresh[:, ::-1], origin[:, ::-1], 0.8, dice), 0.1, dice),
    }


def laid_right(left: MapFeatures, right: MapFeatures, origin: np.ndarray) -> bool:
    """Whether the matches lay most cells that are kept where they came from, and little else on each other.

    A symmetric map can be laid on itself in several ways; cells of the same number are right.
    """
    sides = {"l": left}, {"r": right}
    layers = layers_of(sides[0]), layers_of(sides[1])
    good = bad = 0
    try:
        matches = list(SoftwareMap().match(*sides, Context()))
    except AppraisalError:
        return False
    source = origin.ravel()
    for match in matches:
        _, _, common, straight = of_match(match, *layers)
        a, b = (common.left, common.right) if straight else (common.right, common.left)
        true = source[b] == a
        good += int((true & common.hits).sum())
        alike = left.cells[np.maximum(source[b], 0)] == left.cells[a]
        bad += int((~true & ~alike & common.hits & (source[b] >= 0)).sum())
    kept = (origin >= 0).sum()
    return good >= 0.5 * kept and bad <= (1 - RIGHT) * max(1, good)


def worth_of(cells: np.ndarray) -> float:
    return float(features(cells).worth.max(initial=0.0))


def maps(folders: list[str], seed: int, unrelated: int, alter: bool) -> None:
    every = maps_of(folders)
    print(f"{len(every)} maps of", ", ".join(sorted({o for o, _, _ in every})))
    dice = np.random.default_rng(seed)
    hits: dict[str, list[bool]] = defaultdict(list)
    telling: dict[str, list[bool]] = defaultdict(list)
    for number, (origin, _, cells) in enumerate(every if alter else ()):
        hosts = [c for o, _, c in every if o != origin] or [every[(number + len(every) // 2) % len(every)][2]]
        left = features(cells)
        for name, (other, source) in altered(cells, hosts[number % len(hosts)], dice).items():
            found = laid_right(left, features(other), source)
            hits[name].append(found)
            kept = np.where(np.isin(np.arange(cells.size).reshape(cells.shape), source), cells, 0)
            if worth_of(kept) >= 2 * 40 and worth_of(other) >= 2 * 40:
                telling[name].append(found)
    for title, table in (("all maps", hits), ("maps of which twice 40 bits are kept", telling)):
        print(title)
        for name, found in table.items():
            said(name, sum(found), len(found))
    chosen = [(i, j) for i in range(len(every)) for j in range(i) if every[i][0] != every[j][0]]
    same = [(i, j) for i in range(len(every)) for j in range(i) if every[i][0] == every[j][0]]
    rng = random.Random(seed)
    for title, pairs in (("maps of different origin", chosen), ("different maps of one origin", same)):
        agree = 0
        pairs = rng.sample(pairs, min(unrelated, len(pairs)))
        made = {k: features(every[k][2]) for k in {k for pair in pairs for k in pair}}
        for i, j in pairs:
            found = list(SoftwareMap().match({"l": made[i]}, {"r": made[j]}, Context()))
            agree += bool(found)
            if found:
                print(
                    "   ", every[i][1][-60:], every[j][1][-60:], found[0].details["chance"], found[0].details["cells"]
                )
        said(f"{title}: agree", agree, len(pairs))


def models_of(folders: list[str]) -> list[tuple[str, str, np.ndarray, np.ndarray]]:
    """(origin, name, points, triangles) of the part of each file that has most to tell it by; equal ones once."""
    found, seen = [], set()
    for origin, path in files_of(folders):
        if path.suffix.lower() not in (".obj", ".stl", ".ply", ".gltf", ".glb") or path.stat().st_size > 20 << 20:
            continue
        try:
            work = Work.open(path.parent)
            side = {m.file: read_model(m) for m in work.members if m.file in (path.name,) or m.file.endswith(".bin")}
            parts = assembled(side)[path.name].parts(path.name)
        except (AppraisalError, KeyError):
            continue
        parts = [p for p in parts if not p.primitive]
        if parts:
            part = max(parts, key=lambda p: (p.distinct, len(p.points)))
            shape = np.sort(part.keys).tobytes()
            if shape not in seen and len(part.points) <= LARGEST:
                seen.add(shape)
                found.append((origin, str(path), part.points, part.faces))
    return found


def model(points: np.ndarray, faces: np.ndarray) -> ModelFeatures:
    scene = Scene("m")
    scene.add("x", points, faces)
    return ModelFeatures.of_scene(scene)


def reshaped(points: np.ndarray, faces: np.ndarray, host: tuple, dice: np.random.Generator) -> dict[str, tuple]:
    """Each alteration: points, triangles and, of each point, the number it came from (-1: none). All are scaled."""
    n = len(points)
    same = np.arange(n)
    size = float(np.ptp(points, axis=0).max())
    turn = np.linalg.qr(dice.normal(size=(3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))
    order = dice.permutation(n)
    swap = points[:, [1, 2, 0]] * [1, -1, 1] * 0.0254
    moved = points * 3.0
    at = dice.random(n) < 0.1
    moved[at] += dice.normal(size=(int(at.sum()), 3)) * size * 0.1
    tenth = np.where(at, -1, same)
    thinned = decimated(points, faces, 0.3, dice)
    cut = points[:, 0] <= np.quantile(points[:, 0], 0.6)
    kept = np.flatnonzero(cut)
    back = np.full(n, -1)
    back[kept] = np.arange(len(kept))
    half = back[faces][(back[faces] >= 0).all(axis=1)]
    joined = np.concatenate([points * 0.5, host[0]]), np.concatenate([faces, host[1] + n])
    return {
        "scaled, axes exchanged": (swap, faces, same),
        "turned freely": (points @ turn.T * 7 + 3, faces, same),
        "mirrored": (points * [-1, 1, 1], faces[:, ::-1], same),
        "vertices and triangles reordered": (points[order], np.argsort(order)[dice.permutation(faces)], order),
        "corners not shared (as STL), 32 bit": (
            points[faces.ravel()].astype(np.float32),
            unshared(faces),
            faces.ravel(),
        ),
        "rounded to 5 digits": (rounded(points * 1.7), faces, same),
        "10 % of vertices moved": (moved, faces, tenth),
        "30 % of vertices taken out": thinned,
        "cut to 0.6": (points[kept] * 2, half, kept),
        "joined to another model": (*joined, np.concatenate([same, np.full(len(host[0]), -1)])),
    }


def unshared(faces: np.ndarray) -> np.ndarray:
    return np.arange(faces.size).reshape(-1, 3)


def rounded(points: np.ndarray) -> np.ndarray:
    return np.array([[float(f"{v:.5g}") for v in row] for row in points.tolist()])


def decimated(points: np.ndarray, faces: np.ndarray, share: float, dice: np.random.Generator) -> tuple:
    """Vertices collapsed into a neighbour, one by one."""
    to = np.arange(len(points))
    for v in dice.permutation(len(points))[: int(share * len(points))].tolist():
        around = faces[(faces == v).any(axis=1)]
        others = np.unique(to[around[around != v]])
        others = others[others != v]
        if len(others):
            to[to == v] = others[0]
    left = to[faces]
    left = left[(left[:, 0] != left[:, 1]) & (left[:, 1] != left[:, 2]) & (left[:, 2] != left[:, 0])]
    return points * 0.9, left, np.arange(len(points))


def met_right(left: ModelFeatures, right: ModelFeatures, truth: np.ndarray) -> bool:
    """Whether most vertices that are kept meet one of the original, and few that have no origin do.

    A symmetric model can be laid on itself in several ways; each of them is right.
    """
    sides = {"l": left}, {"r": right}
    opened = Opened(sides[0]), Opened(sides[1])
    try:
        matches = [m for m in SoftwareModel().match(*sides, Context()) if m.kind == "mesh"]
    except AppraisalError:
        return False
    good, bad = set(), 0
    for match in matches:
        frame, laid, met, straight = met_of(match, *opened)
        pairs = (frame, laid, met.frame, met.laid) if straight else (laid, frame, met.laid, met.frame)
        mine, theirs = pairs[2], origins(pairs[1], truth)[pairs[3]]
        good |= set(mine[theirs >= 0].tolist())
        bad += int((theirs < 0).sum())
    kept = len(np.unique(truth[truth >= 0]))
    if thinned_out(truth, opened[1]):
        kept = sum(len(p.points) for p in opened[1].parts.values())
    return len(good) >= 0.5 * kept and bad <= (1 - RIGHT) * max(1, len(good))


def thinned_out(truth: np.ndarray, opened: Opened) -> bool:
    """Whether vertices fell away with their triangles, so that fewer are left than have an origin."""
    return sum(len(p.points) for p in opened.parts.values()) < len(np.unique(truth[truth >= 0]))


def origins(part, numbers: np.ndarray) -> np.ndarray:
    found = np.full(len(part.points), -1)
    found[part.to] = numbers[part.of]
    return found


def models(folders: list[str], seed: int, unrelated: int, alter: bool) -> None:
    every = models_of(folders)
    print(f"{len(every)} models of", ", ".join(sorted({o for o, *_ in every})))
    print("vertices:", sorted(len(p) for _, _, p, _ in every))
    dice = np.random.default_rng(seed)
    hits: dict[str, list[bool]] = defaultdict(list)
    for number, (_, path, points, faces) in enumerate(every if alter else ()):
        left = model(points, faces)
        host = every[(number + len(every) // 2) % len(every)][2:]
        for name, (p, f, truth) in reshaped(points, faces, host, dice).items():
            found = met_right(left, model(p, f), truth)
            hits[name].append(found)
            if not found:
                print("    missed:", name, path[-50:], len(points), flush=True)
    for name, found in hits.items():
        said(name, sum(found), len(found))
    pairs = [(i, j) for i in range(len(every)) for j in range(i)]
    pairs = random.Random(seed).sample(pairs, min(unrelated, len(pairs)))
    made = {k: model(*every[k][2:]) for k in {k for pair in pairs for k in pair}}
    for title, across in (("models of different origin", True), ("different models of one origin", False)):
        agree = of = 0
        for i, j in pairs:
            if (every[i][0] != every[j][0]) is across:
                found = list(SoftwareModel().match({"l": made[i]}, {"r": made[j]}, Context()))
                agree, of = agree + bool(found), of + 1
                if found:
                    d = found[0].details
                    met = f"{d['vertices_met']} of {d['vertices_in_left']}, {d['vertices_in_right']}"
                    print("   ", every[i][1][-50:], every[j][1][-50:], met, d["chance"])
        said(f"{title}: agree", agree, of)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("maps", "models"))
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unrelated", type=int, default=1500)
    parser.add_argument("--only-unrelated", action="store_true")
    options = parser.parse_args()
    {"maps": maps, "models": models}[options.what](
        options.folders, options.seed, options.unrelated, not options.only_unrelated
    )


if __name__ == "__main__":
    sys.exit(main())

"""Maps and models altered mechanically: how many are found, and how often unrelated ones agree.

    python benchmarks/software_assets.py maps FOLDER… [--seed N] [--unrelated N]
    python benchmarks/software_assets.py models FOLDER… [--seed N] [--unrelated N]

The folders hold maps or models of one origin each (below, the name of a folder is its origin). Where each cell or vertex
came from is known, so a find counts only when most of what it lays on each other is right. Intervals are Clopper-Pearson,
95 %. docs/methods/software-map.md and software-model.md say what the limits were chosen on and what was measured.
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
from comparators.software.assets.map_turns import turned

RIGHT = 0.9  # of the cells or vertices of a find that must be laid on their origin


def said(name: str, hit: int, of: int) -> None:
    low, high = interval(hit, of)
    print(f"  {name:32} {hit:5} of {of:5} = {hit / max(1, of):.4f} ({low:.4f} to {high:.4f})", flush=True)


def files_of(folders: list[str]) -> list[tuple[str, Path]]:
    return [(Path(f).name, p) for f in folders for p in sorted(Path(f).rglob("*")) if p.is_file() and not p.is_symlink()]


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
    """Each alteration: cells and, of each, the number of the cell it came from (-1: none). All are renumbered as well."""
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
    """Whether the matches lay most cells that are kept where they came from, and little else on each other."""
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
        bad += int((~true & common.hits & (source[b] >= 0)).sum())
    kept = (origin >= 0).sum()
    return good >= 0.5 * kept and bad <= (1 - RIGHT) * max(1, good)


def worth_of(cells: np.ndarray) -> float:
    return float(features(cells).worth.max(initial=0.0))


def maps(folders: list[str], seed: int, unrelated: int) -> None:
    every = maps_of(folders)
    print(f"{len(every)} maps of", ", ".join(sorted({o for o, _, _ in every})))
    dice = np.random.default_rng(seed)
    hits: dict[str, list[bool]] = defaultdict(list)
    telling: dict[str, list[bool]] = defaultdict(list)
    for number, (origin, _, cells) in enumerate(every):
        hosts = [c for o, _, c in every if o != origin] or [every[number - 1][2]]
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
                print("   ", every[i][1][-60:], every[j][1][-60:], found[0].details["chance"], found[0].details["cells"])
        said(f"{title}: agree", agree, len(pairs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("maps", "models"))
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unrelated", type=int, default=1500)
    options = parser.parse_args()
    {"maps": maps}[options.what](options.folders, options.seed, options.unrelated)


if __name__ == "__main__":
    sys.exit(main())

"""Forks and recolours of icons against second drawings of the same concept: how well ``image-icon`` parts them.

    python benchmarks/image_icons.py --data DIR --set tune|named|held-out|held-out-2 [--out FILE] [--table]

DIR holds one folder a Debian package with what ``dpkg-deb -x`` makes of it: gnome-icon-theme, mate-icon-theme,
elementary-icon-theme, elementary-xfce-icon-theme, tango-icon-theme, lxde-icon-theme, gnome-icon-theme-yasis and
gnome-{brave,wine,human,noble,wise,dust}-icon-theme; for ``held-out`` kf6-breeze-icon-theme, faenza-icon-theme,
obsidian-icon-theme, yaru-theme-icon, papirus-icon-theme, deepin-icon-theme, numix-icon-theme, oxygen-icon-theme,
gnome-icon-theme-nuovo; for ``held-out-2`` adwaita-icon-theme-legacy, moka-icon-theme, mint-y-icons,
gnome-illustrious-icon-theme, gnome-icon-theme-suede, gnome-icon-theme-gartoon, paper-icon-theme, suru-icon-theme.
Pairs: ``icon_pool.py``, by names and bytes alone. Prints the area under the curve (bootstrap over pairs, 1,000 draws,
seed 0), found at the shipped limit by pair of themes (Wilson, 95 %), and the nearest second drawings. In the same run:
a histogram of gradients of 128 × 128 pixels (``outline.py``), the best plain scorer there was before.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import AppraisalError
from appraisal.work import Member
from benchmarks.icon_pool import THEMES, Pair, digest, pairs
from comparators.image import outline
from comparators.image.decode import MAX_PIXELS
from comparators.image.icon.features import take
from comparators.image.icon.likeness import lay
from comparators.image.icon.method import ImageIcon
from comparators.image.icon.tile import Drawn

DRAWS = 1000
#: set -> SHA-256 of the list of pairs with the bytes of their pictures, fixed before the first score of the set.
LISTED: dict[str, str] = {
    "tune": "f5baa7e0080340a8a36894f583914cbd4ca62fc675df4c621b301c1058d1012d",
    "named": "c3e231a63b57726c7a20174dff33d457089728e3f22e0d65b950d12df3e055d6",
    "held-out-2": "d5b68c8bcadccf45a3c8d4f58645133fd5cc581267da140e22c866ec6c3075e9",
    "held-out": "9b370dc1e39b84ab89dae13dc855c79a8d49ccb59df686ce87ff1b54cabf740e",
}


def read(path: Path) -> tuple[Drawn, bool]:
    """The whole of one icon as a tile, and whether the method would leave it out as a stock shape."""
    member = Member(path.name, path, path.stat().st_size, "0" * 64, None)
    features = take(member, cut="whole", max_pixels=MAX_PIXELS)
    return Drawn(features.tiles[0]), bool(features.plain[0])


def white(drawn: Drawn) -> NDArray[np.uint8]:
    wide = drawn.pixels[..., :3].astype(np.int64) + 255 - drawn.pixels[..., 3:].astype(np.int64)
    return np.clip(wide, 0, 255).astype(np.uint8)


def score(pair: Pair) -> tuple[float, float] | None:
    """Agreement and likeness of outlines; None where a picture is unreadable or left out as a stock shape."""
    try:
        (left, plain), (right, flat) = read(pair.left), read(pair.right)
    except AppraisalError:
        return None
    if plain or flat:
        return None
    there = outline.outline(white(right))
    return lay(left, right, (0,)).agreement, float(outline.likeness(outline.outline(white(left)), there)[0])


def area(labels: NDArray[np.bool_], values: NDArray[np.float64]) -> float:
    """Share of (copy, second drawing) whose copy scores higher; ties count half."""
    copies, others = values[labels], values[~labels]
    return float((copies[:, None] > others).mean() + 0.5 * (copies[:, None] == others).mean())


def bootstrap(labels: NDArray[np.bool_], values: NDArray[np.float64]) -> tuple[float, float]:
    dice = np.random.default_rng(0)
    drawn = []
    for _ in range(DRAWS):
        at = np.concatenate(
            [dice.choice(np.flatnonzero(labels == kind), int((labels == kind).sum())) for kind in (True, False)]
        )
        drawn.append(area(labels[at], values[at]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def wilson(k: int, n: int) -> str:
    z = 1.96
    middle, half = (k + z * z / 2) / (n + z * z), z * math.sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return f"{k} / {n} [{middle - half:.3f}, {middle + half:.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", choices=sorted(THEMES), default="tune")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--table", action="store_true", help="print the entries of icon/chance.py")
    asked = parser.parse_args()
    chosen = pairs(asked.data, asked.set)
    print(f"{asked.set}: {len(chosen)} pairs, list {digest(chosen)}", flush=True)
    if LISTED.get(asked.set, digest(chosen)) != digest(chosen):
        raise SystemExit("not the list that was fixed: other versions of the packages, or some are missing")
    scored = [(pair, found) for pair in chosen if (found := score(pair)) is not None]
    print(f"scored {len(scored)}; unreadable or stock shapes: {len(chosen) - len(scored)}")
    if asked.out:
        rows = [[p.copy, p.themes, p.name, *found] for p, found in scored]
        asked.out.write_text("\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
    labels = np.array([p.copy for p, _ in scored])
    for at, name in enumerate(("image-icon", "gradients")):
        values = np.array([found[at] for _, found in scored])
        low, high = bootstrap(labels, values)
        print(f"{name}: area under the curve {area(labels, values):.4f} [{low:.4f}, {high:.4f}],"
              f" {int(labels.sum())} copies, {int((~labels).sum())} second drawings")  # fmt: skip
    limit = ImageIcon().min_agreement
    groups: dict[tuple[bool, tuple[str, str]], list[float]] = defaultdict(list)
    for pair, found in scored:
        groups[pair.copy, pair.themes].append(found[0])
    for (copy, themes), values_of in sorted(groups.items(), reverse=True):
        word = "copies" if copy else "second drawings"
        reached = wilson(sum(v >= limit for v in values_of), len(values_of))
        print(f"  {word} {' → '.join(themes)}: at {limit} or above {reached}")
    nearest = sorted(((f[0], p) for p, f in scored if not p.copy), key=lambda e: -e[0])
    print("nearest second drawings:")
    for value, pair in nearest[:10]:
        print(f"  {value:.3f} {pair.name} {' / '.join(pair.themes)}")
    if asked.table:
        for limit in np.arange(0.5, 1.0, 0.02).round(2).tolist():
            print(f"    ({limit}, {sum(v >= limit for v, _ in nearest)}),")


if __name__ == "__main__":
    main()

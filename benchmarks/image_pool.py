"""Pictures for the benchmarks of image methods, from unpacked Debian packages: chosen, cleaned, paired by pixels."""

from __future__ import annotations

import hashlib
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.errors import AppraisalError
from appraisal.work import Member
from benchmarks.image_edits import Pixels
from comparators.image import pdq
from comparators.image.decode import decode

#: set -> kind -> (package, part of the path) of its pictures.
SETS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "tune": {
        "photo": (("gnome-backgrounds", ""), ("mate-backgrounds", "")),
        "painting": (("wesnoth-1.18-data", "portraits"), ("supertux-data", "images/background")),
        "clip art": (("openclipart-png", "/animals/"), ("openclipart-png", "/people/")),
        "stamp": (("tuxpaint-stamps-default", ""),),
        "icon": (("elementary-xfce-icon-theme", "/128/"),),
    },
    "held-out": {
        "photo": (
            ("plasma-workspace-wallpapers", ""),
            ("ukui-wallpapers", ""),
            ("lomiri-wallpapers-16.04", ""),
            ("lomiri-wallpapers-20.04", ""),
            ("budgie-backgrounds", ""),
        ),
        "painting": (("freeciv-data", ""), ("hedgewars-data", "Graphics"), ("pingus-data", "images")),
        "clip art": (("openclipart-png", "/food/"), ("openclipart-png", "/transportation/")),
        "icon": (("tango-icon-theme", "/scalable/"), ("gnome-icon-theme", "/256x256/")),
    },
}  # fmt: skip
SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".svg"}
SIDE, SMALLEST, QUALITY = 1024, 192, 50
#: (set, pictures a kind, pairs) -> SHA-256 of the list of negative pairs, committed before the first score.
LISTED: dict[tuple[str, int, int], str] = {
    ("held-out", 40, 1000): "03ce68be2d3ee6b48063dbf5969bdb381d2cb02ecea0d7f110199121093dadaa",
}


@dataclass
class Shown:
    """One picture: where it is from, its kind, its pixels, and a small normalised copy for cleaning."""

    name: str
    kind: str
    pixels: Pixels
    small: NDArray[np.float64]


def shown(path: Path, name: str, kind: str) -> Shown | None:
    """None for pictures that are too small, flat or unreadable."""
    try:
        picture = decode(Member(path.name, path, path.stat().st_size, str(path), None)).opaque("white")
    except AppraisalError:
        return None
    factor = SIDE / max(picture.shape[:2])
    if kind == "icon" or factor < 1:
        size = (round(picture.shape[1] * factor), round(picture.shape[0] * factor))
        if factor > 1:
            size = (min(size[0], 384), min(size[1], 384))
        picture = np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))
    if min(picture.shape[:2]) < SMALLEST or pdq.quality(pdq.squares(picture)[0, 0]) < QUALITY:
        return None
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (24, 24), interpolation=cv2.INTER_AREA).astype(np.float64)
    small -= small.mean()
    return Shown(name, kind, np.ascontiguousarray(picture), small / (np.linalg.norm(small) + 1e-9))


def strangers(a: Shown, b: Shown) -> bool:
    """Whether two pictures are by different hands, as far as names tell: not of one folder (animations, day and night
    versions, layers of one scene stand together), nor icons of one theme (they share their frames)."""
    if a.kind == b.kind == "icon":
        return a.name.split("/")[0] != b.name.split("/")[0]
    return Path(a.name).parent != Path(b.name).parent


def unlike(a: Shown, b: Shown) -> bool:
    """The pixel rule: in none of eight orientations do 24 × 24 pixels of luminance correlate at .8 or more."""
    best = max(float((np.asarray(pdq.orient(a.small, k)) * b.small).sum()) for k in range(8))
    return abs(best) < 0.8


def collect(data: Path, which: str, most: int) -> list[Shown]:
    """Up to ``most`` pictures a kind, evenly over its packages, no two alike by the pixel rule, in a seeded order."""
    found: list[Shown] = []
    for kind, packages in SETS[which].items():
        own: list[Shown] = []
        for package, part in packages:
            paths = [
                p
                for p in sorted((data / package).rglob("*"))
                if p.suffix.lower() in SUFFIXES and part in str(p) and p.is_file() and not p.is_symlink()
            ]
            random.Random(f"{which} {package} {part}").shuffle(paths)
            taken = 0
            for path in paths[:1500]:
                if taken >= math.ceil(most / len(packages)):
                    break
                one = shown(path, str(path.relative_to(data)), kind)
                if one is not None and (kind == "icon" or all(unlike(one, other) for other in own)):
                    own.append(one)
                    taken += 1
        found += own
    return found


def negatives(pictures: Sequence[Shown], most: int, seed: int = 5) -> list[tuple[int, int]]:
    """Pairs of different pictures, half of them of one kind, unlike by the pixel rule; icons of one name first."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(pictures):
        by_kind[one.kind].append(at)
    drawn = random.Random(seed)
    chosen: dict[tuple[int, int], None] = {}
    named: dict[str, list[int]] = defaultdict(list)
    for at in by_kind.get("icon", []):
        named[Path(pictures[at].name).stem].append(at)
    for same in named.values():
        for i in same:
            for j in same:
                if i < j and pictures[i].name.split("/")[0] != pictures[j].name.split("/")[0]:
                    chosen[i, j] = None
    tries = 0
    while len(chosen) < 2 * most and tries < 50 * most:
        tries += 1
        i = drawn.randrange(len(pictures))
        pool = by_kind[pictures[i].kind] if tries % 2 else range(len(pictures))
        j = drawn.choice(pool)
        if i != j:
            chosen[min(i, j), max(i, j)] = None
    both = [(pair, pictures[pair[0]], pictures[pair[1]]) for pair in chosen]
    return [pair for pair, a, b in both if strangers(a, b) and unlike(a, b)][:most]


def listed(pictures: Sequence[Shown], pairs: Sequence[tuple[int, int]]) -> str:
    text = "".join(f"{pictures[i].name}\t{pictures[j].name}\n" for i, j in pairs)
    return hashlib.sha256(text.encode()).hexdigest()

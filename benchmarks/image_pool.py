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
from benchmarks.image_sets import SETS
from comparators.image import pdq
from comparators.image.decode import decode

SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".svg"}
SIDE, SMALLEST, QUALITY = 1024, 192, 50
ALIKE = 0.8  # correlation of 24 × 24 pixels from which on two pictures are no negative pair
BY_ONE_HAND = ("icon", "screen", "game")  # kinds whose packages share frames, buttons, bars and figures throughout


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
    versions, layers of one scene stand together), nor icons of one theme or screens of one program."""
    if a.kind == b.kind and a.kind in BY_ONE_HAND:
        return a.name.split("/")[0] != b.name.split("/")[0]
    return Path(a.name).parent != Path(b.name).parent


def unlike(a: Shown, b: Shown) -> bool:
    """The pixel rule: in none of eight orientations do 24 × 24 pixels of luminance correlate at .8 or more."""
    best = max(float((np.asarray(pdq.orient(a.small, k)) * b.small).sum()) for k in range(8))
    return abs(best) < ALIKE


def _new(one: Shown, views: list[NDArray[np.float64]]) -> bool:
    """``unlike`` of one picture and all those whose eight views, (8, 576) each, are listed."""
    return not views or float(np.abs(np.concatenate(views) @ one.small.reshape(-1)).max()) < ALIKE


def _views(one: Shown) -> NDArray[np.float64]:
    return np.stack([np.asarray(pdq.orient(one.small, k)).reshape(-1) for k in range(8)])


def paths(data: Path, package: str, part: str) -> list[Path]:
    found = (p for p in sorted((data / package).rglob("*")) if p.suffix.lower() in SUFFIXES and part in str(p))
    return [p for p in found if p.is_file() and not p.is_symlink()]


def _drawn(data: Path, which: str, kind: str, most: int) -> list[Shown]:
    packages = SETS[which][kind]
    own: list[Shown] = []
    views: list[NDArray[np.float64]] = []
    for package, part in packages:
        every = paths(data, package, part)
        random.Random(f"{which} {package} {part}").shuffle(every)
        taken = 0
        for path in every[:1500]:
            if taken >= math.ceil(most / len(packages)):
                break
            one = shown(path, str(path.relative_to(data)), kind)
            if one is not None and _new(one, views):
                own.append(one)
                views.append(_views(one))
                taken += 1
    return own


def _icons(data: Path, which: str, most: int) -> list[Shown]:
    """Icons of those concepts (file names) that two themes draw or more; the largest file of each theme."""
    named: dict[str, dict[str, Path]] = defaultdict(dict)
    for package, part in SETS[which]["icon"]:
        for path in paths(data, package, part):
            if "/apps/" not in str(path):  # a program's own logo is one drawing, whoever puts it into a theme
                named[path.stem].setdefault(package, path)
    concepts = sorted(name for name, of in named.items() if len(of) > 1)
    random.Random(f"{which} icons").shuffle(concepts)
    own: list[Shown] = []
    for concept in concepts:
        if len(own) >= most:
            break
        made = [shown(path, str(path.relative_to(data)), "icon") for _, path in sorted(named[concept].items())]
        drawn = [each for each in made if each is not None]
        if len(drawn) > 1:
            own += drawn
    return own[:most]


def collect(data: Path, which: str, most: int) -> list[Shown]:
    """Up to ``most`` pictures a kind (icons: twice as many), evenly over its packages, in a seeded order; no two of one
    kind alike by the pixel rule, but icons, of which each pair is asked by itself."""
    found: list[Shown] = []
    for kind in SETS[which]:
        found += _icons(data, which, 2 * most) if kind == "icon" else _drawn(data, which, kind, most)
    return found


def negatives(pictures: Sequence[Shown], most: int, seed: int = 5) -> list[tuple[int, int]]:
    """Pairs by different hands, unlike by the pixel rule, half of them of one kind: first all drawings of one concept
    by different themes, then drawn pairs."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(pictures):
        by_kind[one.kind].append(at)
    concept = [Path(one.name).stem if one.kind == "icon" else "" for one in pictures]
    icons = by_kind.get("icon", [])
    chosen = {(i, j): None for i in icons for j in icons if i < j and concept[i] == concept[j]}
    kept = [pair for pair in chosen if _fit(pictures, pair)]
    drawn = random.Random(seed)
    counts = {True: len(kept), False: 0}
    tries = 0
    while sum(counts.values()) < most and tries < 100 * most:
        tries += 1
        same = counts[True] < counts[False] if counts[True] != counts[False] else bool(tries % 2)
        i = drawn.randrange(len(pictures))
        j = drawn.choice(by_kind[pictures[i].kind] if same else range(len(pictures)))
        pair = (min(i, j), max(i, j))
        if i == j or pair in chosen or (pictures[i].kind == pictures[j].kind) != same:
            continue
        chosen[pair] = None
        if _fit(pictures, pair):
            kept.append(pair)
            counts[same] += 1
    return kept[:most]


def _fit(pictures: Sequence[Shown], pair: tuple[int, int]) -> bool:
    a, b = pictures[pair[0]], pictures[pair[1]]
    return strangers(a, b) and unlike(a, b)


def written(pictures: Sequence[Shown], pairs: Sequence[tuple[int, int]]) -> str:
    """The list as a file: a line a picture (kind, name), an empty line, a line a picture with its partners' numbers."""
    partners: dict[int, list[str]] = defaultdict(list)
    for i, j in pairs:
        partners[i].append(str(j))
    head = "".join(f"{one.kind}\t{one.name}\n" for one in pictures)
    return head + "\n" + "".join(f"{i}\t{' '.join(partners[i])}\n" for i in sorted(partners))


def listed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def load(data: Path, text: str) -> tuple[list[Shown], list[tuple[int, int]]]:
    """Pictures and pairs of a list as ``written`` makes it."""
    head, _, tail = text.partition("\n\n")
    pictures: list[Shown] = []
    for line in head.splitlines():
        kind, name = line.split("\t")
        one = shown(data / name, name, kind)
        if one is None:
            raise SystemExit(f"{data / name}: not the picture of the list")
        pictures.append(one)
    pairs = []
    for line in tail.splitlines():
        number, _, partners = line.partition("\t")
        pairs += [(int(number), int(each)) for each in partners.split()]
    return pictures, pairs

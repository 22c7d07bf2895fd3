"""Screens of one program against screens of others: how well the layout that ``image-icon`` compares parts them.

    python benchmarks/image_layout.py --data DIR --set tune|held-out [--table]

DIR holds one folder a Debian package (``PROGRAMS``; KDE programs of trixie) with what ``dpkg-deb -x`` makes of it: the
handbooks hold pictures of the programs' windows, many of them once a language.
Pairs, by names and bytes alone: *translated*, a window in English and the picture of that name in another language,
at most four a program; *altered*, a window scaled to four fifths, its colours turned round and exchanged, saved as JPEG
of quality 60; *other program*, windows of two programs, drawn by a seed. All are of one toolkit, which makes the last
harder than screens from anywhere. Prints what reaches the limit (Wilson, 95 %), the area under the curve with a
bootstrap over pairs (1,000 draws, seed 0), and the nearest screens of other programs.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.image_icons import area, bootstrap, wilson
from comparators.image.icon.layout import LEAST, lay
from comparators.image.icon.screens import FEWEST, LEAST_SIDE, Boxes, boxes

#: set -> programs. Fixed by the alphabet before the first score: every other program with pictures in its handbook.
PROGRAMS: dict[str, tuple[str, ...]] = {
    "tune": (
        "ark", "cantor", "dragonplayer", "juk", "kamoso", "kbackup", "kcharselect", "kgpg", "kig", "kmag", "kmplot",
        "kompare", "krdc", "ksystemlog", "ktimer", "ktouch-data", "kwalletmanager", "partitionmanager", "skanlite",
        "sweeper",
    ),
    "held-out": (
        "blinken", "cervisia", "filelight", "kalzium-data", "kanagram", "kbruch", "kdf", "khangman", "kiten", "kmix",
        "kolourpaint", "konsole", "kruler", "kteatime", "ktimetracker", "kturtle", "kwordquiz", "rocs", "step",
    ),
}  # fmt: skip
A_PROGRAM = 4  # translated pairs of one program, and windows of it
OTHERS = 1500  # pairs of windows of two programs, at most
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def pixels(path: Path) -> Pixels:
    with Image.open(path) as image:
        rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, "white")
    white.alpha_composite(rgba)
    return np.asarray(white.convert("RGB"), np.uint8)


def altered(window: Pixels) -> Pixels:
    turned = Image.fromarray(255 - window[..., [2, 0, 1]])
    small = turned.resize((round(turned.width * 0.8), round(turned.height * 0.8)), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=60)
    return np.asarray(Image.open(stream).convert("RGB"), np.uint8)


def windows(data: Path, program: str) -> list[Path]:
    """Pictures of a handbook in English that are screens, in an order by their bytes, one of each picture."""
    found: dict[str, Path] = {}
    for path in sorted(data.glob(f"{program}/usr/share/doc/HTML/en/**/*.png")):
        if path.is_symlink() or not path.is_file():
            continue
        with Image.open(path) as image:
            if min(image.size) < LEAST_SIDE:
                continue
        found.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path)
    return [path for _, path in sorted(found.items())]


def translations(data: Path, program: str, path: Path) -> list[Path]:
    inside = path.relative_to(data / program / "usr/share/doc/HTML/en")
    own = path.read_bytes()
    others = sorted((data / program / "usr/share/doc/HTML").glob(f"*/{inside.as_posix()}"))
    return [o for o in others if o != path and not o.is_symlink() and o.read_bytes() != own]


def score(one: Pixels, other: Pixels) -> float | None:
    """Agreement of two screens; None where one has too few boxes."""
    a, b = held(one), held(other)
    found = lay(a, b, other.shape[0] / other.shape[1] * one.shape[1] / one.shape[0])
    return None if found is None else found.agreement


KEPT: dict[str, Boxes] = {}


def held(window: Pixels) -> Boxes:
    key = hashlib.sha256(window.tobytes() + str(window.shape).encode()).hexdigest()
    if key not in KEPT:
        KEPT[key] = boxes(window)
    return KEPT[key]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", choices=sorted(PROGRAMS), default="tune")
    parser.add_argument("--table", action="store_true", help="print the entries of icon/layout.py")
    asked = parser.parse_args()
    shown: dict[str, list[Path]] = {p: windows(asked.data, p) for p in PROGRAMS[asked.set]}
    usable = {
        p: [w for w in found if len(held(pixels(w)).places) >= FEWEST][: 3 * A_PROGRAM] for p, found in shown.items()
    }
    print(f"{asked.set}: {sum(map(len, shown.values()))} windows, {sum(map(len, usable.values()))} taken,"
          f" {sum(1 for v in usable.values() if v)} programs", flush=True)  # fmt: skip
    results: dict[str, list[tuple[float, str]]] = {"translated": [], "altered": [], "other program": []}
    dice = random.Random(0)
    for program, found in usable.items():
        taken = 0
        for path in found:
            others = translations(asked.data, program, path)
            if others and taken < A_PROGRAM:
                other = dice.choice(others)
                value = score(pixels(path), pixels(other))
                name = f"{program} {path.name} / {other.relative_to(asked.data / program / 'usr/share/doc/HTML')}"
                results["translated"].append((value or 0.0, name))
                taken += 1
        for path in found[:A_PROGRAM]:
            value = score(pixels(path), altered(pixels(path)))
            results["altered"].append((value or 0.0, f"{program} {path.name}"))
    pairs = [
        (a, b)
        for one, other in combinations(usable, 2)
        for a in usable[one][:A_PROGRAM]
        for b in usable[other][:A_PROGRAM]
    ]
    for a, b in dice.sample(pairs, min(OTHERS, len(pairs))):
        value = score(pixels(a), pixels(b))
        results["other program"].append((value or 0.0, f"{a.parent.name} {a.name} / {b.parent.name} {b.name}"))
    for kind, values in results.items():
        print(f"  {kind}: at {LEAST} or above {wilson(sum(v >= LEAST for v, _ in values), len(values))}, median"
              f" {np.median([v for v, _ in values]):.3f}")  # fmt: skip
    negatives = np.array([v for v, _ in results["other program"]])
    for kind in ("translated", "altered"):
        own = np.array([v for v, _ in results[kind]])
        labels = np.concatenate([np.ones(len(own), bool), np.zeros(len(negatives), bool)])
        both = np.concatenate([own, negatives])
        low, high = bootstrap(labels, both)
        print(f"  {kind}: area under the curve {area(labels, both):.4f} [{low:.4f}, {high:.4f}]")
    for kind in ("translated", "altered"):
        print(f"lowest, {kind}:")
        for value, name in sorted(results[kind])[:8]:
            print(f"  {value:.3f} {name}")
    print("nearest of other programs:")
    for value, name in sorted(results["other program"])[::-1][:10]:
        print(f"  {value:.3f} {name}")
    if asked.table:
        for limit in np.arange(0.1, 1.0, 0.05).round(2).tolist():
            print(f"    ({limit}, {int((negatives >= limit).sum())}),")


if __name__ == "__main__":
    main()

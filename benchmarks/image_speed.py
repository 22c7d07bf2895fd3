"""image-copy in time: one pair of pictures at 1024 pixels beside plain SIFT, and two folders against each other.

    python benchmarks/image_speed.py --data DIR --part pair [--pairs 40]
    python benchmarks/image_speed.py --data DIR --part folders [--pictures 1000] [--keep FOLDER]

DIR as for ``image_regions.py``; pictures of the tuning set. ``pair``: CPU seconds of reading both pictures and matching
them, half of the pairs a copy cropped to 50 %, half strangers, longer side 1024; plain SIFT (1,000 keypoints, ratio
test, homography by RANSAC, upright only) on the same pixels in the same run, in turns; medians, and the ratio with a
bootstrap interval over pairs. ``folders``: one comparison through the limited child, reading included; a tenth of the
right pictures are copies (JPEG 60, mirrored, crop 50 %, in turns), found or not; wall time, CPU of the child, memory.
``--keep`` makes the two folders there once, for further runs.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal import dispatch
from appraisal.child import drop_idle
from appraisal.job import Job
from appraisal.work import Work
from benchmarks.image_edits import Pixels, coded, cropped
from benchmarks.image_peers import Keypoints
from benchmarks.image_pool import SIDE, SUFFIXES, shown
from benchmarks.image_scores import features, judged
from benchmarks.image_sets import SETS


def pictures(data: Path, seed: int) -> Iterator[Pixels]:
    """Pictures of the tuning set in a seeded order, packages in turn, longer side at most 1024."""
    own: list[list[Path]] = []
    for packages in SETS["tune"].values():
        for package, part in packages:
            found = [p for p in sorted((data / package).rglob("*")) if p.suffix.lower() in SUFFIXES and part in str(p)]
            random.Random(f"{seed} {package} {part}").shuffle(found)
            own.append([p for p in found if p.is_file() and not p.is_symlink()])
    for at in range(max(map(len, own))):
        for paths in own:
            one = shown(paths[at], paths[at].name, "") if at < len(paths) else None
            if one is not None:
                yield one.pixels


def pair(data: Path, number: int) -> None:
    source = (p for p in pictures(data, 1) if max(p.shape[:2]) == SIDE)
    chosen = [next(source) for _ in range(number)]
    sift = Keypoints("SIFT", 1000, mirrored=False)
    rows = []
    for at, left in enumerate(chosen):
        chance = np.random.default_rng(at)
        right = cropped(left, 0.5, chance).pixels if at % 2 else chosen[(at + 1) % number]
        start = time.process_time()
        judged(features(left), features(right))
        middle = time.process_time()
        sift.score(sift.read(left), sift.read(right))
        rows.append((middle - start, time.process_time() - middle))
    ours, plain = np.array(rows).T
    drawn = np.random.default_rng(2)
    again = [drawn.integers(0, number, number) for _ in range(400)]
    low, high = np.percentile([np.median(ours[k]) / np.median(plain[k]) for k in again], [2.5, 97.5])
    print(
        f"{number} pairs at {SIDE} px: median {np.median(ours):.3f} s CPU, largest {ours.max():.3f}; plain SIFT", end=""
    )
    print(f" {np.median(plain):.3f}; ratio {np.median(ours) / np.median(plain):.2f} [{low:.2f}, {high:.2f}]")


def copied(at: int) -> bool:
    return at % 10 == 0


def made(data: Path, number: int, left: Path, right: Path) -> None:
    """Write both folders: every tenth picture on the right is a copy of the left one of its name."""
    source = pictures(data, 3)
    ways = (
        lambda p, c: coded(p, "JPEG", 60),
        lambda p, c: np.ascontiguousarray(p[:, ::-1]),
        lambda p, c: cropped(p, 0.5, c).pixels,
    )
    left.mkdir(parents=True)
    right.mkdir(parents=True)
    for at in range(number):
        one = next(source)
        Image.fromarray(one).save(left / f"{at:04}.png", compress_level=1)
        other = ways[at // 10 % 3](one, np.random.default_rng(at)) if copied(at) else next(source)
        Image.fromarray(other).save(right / f"{at:04}.png", compress_level=1)


def folders(data: Path, number: int, keep: Path) -> None:
    left, right = keep / f"{number}-left", keep / f"{number}-right"
    if not right.is_dir():
        made(data, number, left, right)
    print(f"{number} pictures a side are made", flush=True)
    job = Job("image-copy", Work.open(left), Work.open(right))
    start = time.perf_counter()
    record = dispatch.compare(job)
    wall = time.perf_counter() - start
    drop_idle()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    expected = {(f"{at:04}.png", f"{at:04}.png") for at in range(number) if copied(at)}
    found = {(m.left.file, m.right.file) for m in record.matches}
    print(
        f"{number} × {number} pictures: {record.status}, {wall:.0f} s, {used.ru_utime + used.ru_stime:.0f} s CPU,",
        end="",
    )
    print(f" {used.ru_maxrss / 1024:.0f} MB; {len(found & expected)} of {len(expected)} copies found, ", end="")
    print(f"{len(found - expected)} other pairs matched (the pictures are not cleaned)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=("pair", "folders"), required=True)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--pictures", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="folder for the pictures of folders; else they are thrown away")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.part == "pair":
        pair(options.data, options.pairs)
    elif options.keep:
        folders(options.data, options.pictures, options.keep)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            folders(options.data, options.pictures, Path(scratch))


if __name__ == "__main__":
    main()

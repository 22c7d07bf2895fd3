"""image-copy on real pictures: recall under ten alterations, false matches, and two folders resolved.

    python benchmarks/image.py --data DIR [--originals 300] [--table]

DIR holds one folder a *collection*, made by different hands (docs/methods/image-copy.md names the Debian packages used;
nothing is fetched here). Pictures of different collections count as unrelated; before that, near duplicates within a
collection (distance ≤ 31: animation frames, recoloured units) are thinned to one, so that one drawing is not counted a
hundred times. Peers run on the same decoded pixels where they are installed: imagehash (pHash), pdqhash. ``--table``
prints the table that comparators/image/chance.py carries. Figures: k of n with 95 % Clopper-Pearson limits.
"""

from __future__ import annotations

import argparse
import importlib
import io
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.comparator import Context, Resources
from appraisal.comparison import Mask
from appraisal.errors import AppraisalError
from appraisal.work import Member, Work
from comparators.image import pdq
from comparators.image.copy import ImageCopy
from comparators.image.decode import decode
from comparators.image.fingerprint import Gallery, PictureFeatures

SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"}
Pixels = NDArray[np.uint8]


@dataclass
class Known:
    collection: str
    path: Path
    features: PictureFeatures


def interval(k: int, n: int) -> tuple[float, float]:
    """95 % Clopper-Pearson limits of k of n."""
    beta: Any = importlib.import_module("scipy.stats").beta  # without type stubs
    low = float(beta.ppf(0.025, k, n - k + 1)) if k else 0.0
    high = float(beta.ppf(0.975, k + 1, n - k)) if k < n else 1.0
    return low, high


def said(k: int, n: int) -> str:
    low, high = interval(k, n)
    return f"{k}/{n} = {k / n:.4g} [{low:.3g}, {high:.3g}]" if n else "0/0"


def member(path: Path) -> Member:
    return Member(path.name, path, path.stat().st_size, str(path), None)


def collect(data: Path, method: ImageCopy, sample: int | None, smallest: int) -> tuple[list[Known], Counter[str]]:
    """All readable pictures of distinct content, at most ``sample`` files a collection, sides ≥ ``smallest``."""
    known: list[Known] = []
    left_out: Counter[str] = Counter()
    contents: set[bytes] = set()
    paths = [p for p in sorted(data.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file() and not p.is_symlink()]
    if sample is not None:
        random.Random(1).shuffle(paths)
    read: Counter[str] = Counter()
    for path in paths:
        collection = path.relative_to(data).parts[0]
        if sample is not None and read[collection] >= sample:
            continue
        try:
            features = method.read(member(path), Resources())
        except AppraisalError as error:
            left_out[error.reason] += 1
            continue
        if min(features.width, features.height) < smallest:
            continue
        if features.pattern:
            left_out["pattern"] += 1
            continue
        read[collection] += 1
        content = min(row.tobytes() for row in features.contents)
        if content in contents:
            left_out["same pixels"] += 1
            continue
        contents.add(content)
        known.append(Known(collection, path, features))
    return known, left_out


def thin(known: list[Known], limit: int = 31) -> list[Known]:
    """One picture of each group of near duplicates within a collection (greedy, in order of names)."""
    kept: list[Known] = []
    for collection in sorted({each.collection for each in known}):
        own = [each for each in known if each.collection == collection]
        gallery = Gallery([each.features for each in own])
        alive = np.ones(len(own), bool)
        for i in range(len(own)):
            if alive[i]:
                kept.append(own[i])
                alive[[j for j, _ in gallery.near(own[i].features, limit, i + 1)]] = False
    return kept


def unrelated(known: list[Known], ceiling: int = 80) -> tuple[NDArray[np.int64], int, list[tuple[int, Path, Path]]]:
    """Histogram of the method's distance (up to ``ceiling``) over all pairs of different collections."""
    gallery = Gallery([each.features for each in known])
    histogram = np.zeros(pdq.BITS + 1, np.int64)
    pairs = 0
    close: list[tuple[int, Path, Path]] = []
    of = np.array([each.collection for each in known])
    for i, each in enumerate(known):
        pairs += int((of[i + 1 :] != of[i]).sum())
        for j, apart_by in gallery.near(each.features, ceiling, i + 1):
            if of[j] != of[i]:
                histogram[apart_by] += 1
                if apart_by <= 52:
                    close.append((apart_by, each.path, known[j].path))
    return histogram, pairs, sorted(close)


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def resized(pixels: Pixels, factor: float) -> Pixels:
    image = Image.fromarray(pixels)
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS))


ALTERATIONS: dict[str, tuple[int, Callable[[Pixels], Pixels]]] = {
    "jpeg75": (0, lambda p: jpeg(p, 75)),
    "jpeg10": (0, lambda p: jpeg(p, 10)),
    "scale 25 %": (0, lambda p: resized(p, 0.25)),
    "rotate 90": (1, lambda p: np.ascontiguousarray(pdq.orient(p, 1))),
    "rotate 180": (2, lambda p: np.ascontiguousarray(pdq.orient(p, 2))),
    "rotate 270": (3, lambda p: np.ascontiguousarray(pdq.orient(p, 3))),
    "flip left-right": (4, lambda p: np.ascontiguousarray(pdq.orient(p, 4))),
    "flip top-bottom": (5, lambda p: np.ascontiguousarray(pdq.orient(p, 5))),
    "rotate 90 + jpeg75 + scale 50 %": (1, lambda p: jpeg(resized(np.ascontiguousarray(pdq.orient(p, 1)), 0.5), 75)),
    "grey": (0, lambda p: np.asarray(Image.fromarray(p).convert("L").convert("RGB"))),
    "blur sigma 3": (0, lambda p: np.asarray(Image.fromarray(p).filter(ImageFilter.GaussianBlur(3)))),
}


def peers() -> dict[str, Callable[[Pixels, Pixels], bool]]:
    """Whatever peer is installed, as a yes/no decision on two pictures at its documented threshold."""
    found: dict[str, Callable[[Pixels, Pixels], bool]] = {}
    try:
        imagehash: Any = importlib.import_module("imagehash")
        found["imagehash phash <= 10/64"] = lambda a, b: (
            imagehash.phash(Image.fromarray(a)) - imagehash.phash(Image.fromarray(b)) <= 10
        )
    except ImportError:
        print("peer imagehash: not installed")
    try:
        reference: Any = importlib.import_module("pdqhash")

        def plain(a: Pixels, b: Pixels) -> bool:
            return int((reference.compute(a.copy())[0] != reference.compute(b.copy())[0]).sum()) <= 31

        def turned(a: Pixels, b: Pixels) -> bool:
            right = reference.compute(b.copy())[0]
            return min(int((each != right).sum()) for each in reference.compute_dihedral(a.copy())[0]) <= 31

        found["pdqhash <= 31"] = plain
        found["pdqhash x 8 <= 31"] = turned
    except ImportError:
        print("peer pdqhash: not installed (source only; needs a C++ compiler)")
    return found


def features_of(pixels: Pixels, folder: Path, method: ImageCopy) -> PictureFeatures | None:
    path = folder / "altered.png"
    Image.fromarray(pixels).save(path, compress_level=1)
    try:
        return method.read(member(path), Resources())
    except AppraisalError:
        return None


def flattened(known: Known) -> Pixels:
    """Without transparency, as a copier makes it: on white, or on black or grey where white would hide the drawing."""
    grounds = known.features.grounds.split()
    ground = next((each for each in ("white", "black", "grey") if each in grounds), "white")
    return decode(member(known.path)).opaque(ground)


def recall(chosen: list[Known], method: ImageCopy, folder: Path) -> None:
    """Per alteration of the flattened picture: found, in the right orientation; refused counts as missed."""
    rivals = peers()
    pictures = [(each, np.ascontiguousarray(flattened(each))) for each in chosen]
    flat = [each.features for each in chosen]
    for name, (k, alter) in ALTERATIONS.items():
        found = right = refused = symmetric = wrong = tried = 0
        by_peer: Counter[str] = Counter()
        distances = []
        for at, ((_, pixels), a) in enumerate(zip(pictures, flat, strict=True)):
            altered = alter(pixels)
            b = features_of(altered, folder, method)
            for peer, decides in rivals.items():
                by_peer[peer] += decides(pixels, altered)
            if b is None:
                refused += 1
                continue
            for match in method.match({"a": a}, {"b": b}, Context()):
                found += 1
                fits = [match.details["orientation"], *match.details.get("fits_equally", [])]
                right += pdq.ORIENTATIONS[k] in fits
                symmetric += len(fits) > 1
                distances.append(match.details["distance"])
            other = flat[(at + 1) % len(flat)]
            tried += 1
            for _ in method.match({"a": other}, {"b": b}, Context()):
                wrong += 1
                print(
                    "  also matched:", pictures[at][0].path.name, "altered and", chosen[(at + 1) % len(flat)].path.name
                )
        n = len(pictures)
        shown = " ".join(f"{q:.0f}" for q in np.percentile(distances, [50, 95, 100])) if distances else "-"
        print(f"{name:32} found {said(found, n)}; orientation right {right}/{found}; refused {refused}")
        print(f"{'':32} of those not refused {said(found, n - refused)}")
        print(f"{'':32} distance median/95 %/max {shown}; against another original {wrong}/{tried}", end="")
        print("".join(f"; {peer}: {count}/{n}" for peer, count in by_peer.items()))


def two_folders(known: list[Known], method: ImageCopy, folder: Path, seed: int) -> None:
    """Real-input check: 60 originals; the other folder has 40 of them altered (renamed) and 40 strangers."""
    chosen = random.Random(seed).sample(known, 100)
    originals, strangers = chosen[:60], chosen[60:]
    left_folder, right_folder = folder / "left", folder / "right"
    left_folder.mkdir()
    right_folder.mkdir()
    expected: dict[tuple[str, str], str] = {}
    for i, each in enumerate(originals):
        pixels = np.ascontiguousarray(flattened(each))
        (left_folder / f"{i:03}{each.path.suffix}").write_bytes(each.path.read_bytes())
        if i < 40:
            k = i % 8
            name = f"p{(i * 37) % 101:03}.jpg"
            Image.fromarray(np.ascontiguousarray(pdq.orient(pixels, k))).save(right_folder / name, quality=60 + i % 30)
            expected[f"{i:03}{each.path.suffix}", name] = pdq.ORIENTATIONS[k]
    for i, each in enumerate(strangers):
        (right_folder / f"s{i:03}{each.path.suffix}").write_bytes(each.path.read_bytes())
    sides = []
    for root in (left_folder, right_folder):
        side: dict[str, PictureFeatures] = {}
        for each_member in Work.open(root).members:
            try:
                side[each_member.file] = method.read(each_member, Resources())
            except AppraisalError as error:
                print(f"  {root.name}: {error}")
        sides.append(side)
    left, right = sides
    keys = {file: set(method.keys(features)) for file, features in right.items()}
    proposed = 0
    matches = []
    for a, features in left.items():
        own = set(method.keys(features))
        for b in right:
            if own & keys[b]:
                proposed += 1
                matches += list(method.match({a: features}, {b: right[b]}, Context()))
    pairs = set(method.propose(left, right))
    found = {(m.left.file, m.right.file): m for m in matches}
    hit = [pair for pair in expected if pair in found]
    true_way = sum(
        expected[p] in [found[p].details["orientation"], *found[p].details.get("fits_equally", [])] for p in hit
    )
    measures = method.measure(left, right, matches, Mask())
    print(f"two folders ({len(left)} and {len(right)} pictures): {len(hit)}/{len(expected)} pairs found, ", end="")
    print(f"{true_way}/{len(hit)} in the right orientation, {len(set(found) - set(expected))} others matched")
    for pair in sorted(set(found) - set(expected)):
        print("  also", pair, found[pair].details["distance"])
    print(f"  keys proposed {proposed}/{len(left) * len(right)} pairs and lost {len(pairs - found.keys())} matches")
    print(f"  coverage {measures.coverage_of_left:.3f} / {measures.coverage_of_right:.3f}; {dict(measures.values)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder of collections")
    parser.add_argument("--originals", type=int, default=300)
    parser.add_argument("--sample", type=int, help="read at most so many pictures a collection")
    parser.add_argument("--smallest", type=int, default=0, help="leave out pictures with a shorter side, pixels")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--table", action="store_true", help="print the table for comparators/image/chance.py")
    options = parser.parse_args()
    method = ImageCopy()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    start = time.process_time()
    known, left_out = collect(options.data, method, options.sample, options.smallest)
    spent = time.process_time() - start
    print(f"{method}\n{len(known)} pictures of distinct content, left out {dict(left_out)}, {spent:.0f} s CPU to read")
    thinned = thin(known)
    print("one of each group of near duplicates:", len(thinned), dict(Counter(each.collection for each in thinned)))
    histogram, pairs, close = unrelated(thinned)
    total = np.cumsum(histogram)
    for d in (16, 31, 40, 44, 48, 52, 56, 60, 64, 70, 78):
        print(f"unrelated pairs at distance <= {d}: {said(int(total[d]), pairs)}")
    for distance, a, b in close[:12]:
        print("  nearest", distance, a.relative_to(options.data), b.relative_to(options.data))
    if options.table:
        print(f"PAIRS = {pairs}", tuple((d, int(total[d])) for d in range(81) if histogram[d]))
    chooser = random.Random(options.seed)
    chosen: list[Known] = []
    collections = sorted({each.collection for each in thinned})
    for collection in collections:  # as even over the collections as their sizes allow
        own = [each for each in thinned if each.collection == collection]
        chosen += chooser.sample(own, min(len(own), -(-options.originals // len(collections))))
    with tempfile.TemporaryDirectory() as name:
        print(f"recall over {len(chosen)} originals", dict(Counter(each.collection for each in chosen)))
        recall(chosen, method, Path(name))
        two_folders([e for e in thinned if e.collection != "wesnoth-1.18-data"] or thinned, method, Path(name), 5)


if __name__ == "__main__":
    main()

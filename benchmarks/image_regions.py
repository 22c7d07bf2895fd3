"""image-copy on 35 known edits and on unrelated pairs, beside pdqhash, imagehash, plain ORB and plain SIFT.

    python benchmarks/image_regions.py --data DIR --set tune|held-out [--originals 120] [--negatives 5000] [--table]
    python benchmarks/image_regions.py --data DIR --set held-out --list       # the negative pairs, and their digest

DIR holds one folder a Debian package (docs/methods/image-copy.md names them; nothing is fetched here): ``SETS`` says
which package belongs to which set and kind. Originals: at least 192 pixels on the shorter side, PDQ quality of 50 or
more (below, PDQ's own authors advise to discard), longer side brought to 1024. Each edit of ``image_edits`` is made of
each original with a seed of its own; a positive pair weighs one over the number of edits. Negatives: pairs of different
pictures, half of one kind (icons: drawings of one name from themes of different hands), drawn and cleaned by pixels
alone (``unlike``) before anything is scored; their list has a digest, ``LISTED``. Every method gets the same pixels and
sees a pair once. Thresholds of the tables are at precision .9 over all pairs, by weight. Intervals: 95 %, Wilson for
shares, bootstrap over originals for average precision.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from appraisal.comparator import Context, Resources
from appraisal.comparison import Match
from appraisal.errors import AppraisalError
from appraisal.span import Region, pixel
from appraisal.work import Member
from benchmarks.image_edits import EDITS, Edited, Pixels, frame, moved
from benchmarks.image_peers import peers as peers_here
from benchmarks.image_pool import LISTED, SETS, Shown, collect, listed, negatives, strangers, unlike
from comparators.image.channels import Limits, hashed, outlined
from comparators.image.copy import ImageCopy
from comparators.image.fingerprint import PictureFeatures

METHOD = ImageCopy()
LIMITS = Limits(METHOD.max_distance, METHOD.min_places, METHOD.min_digits, METHOD.min_outline)


def features(pixels: Pixels, folder: Path) -> PictureFeatures | None:
    path = folder / "picture.png"
    Image.fromarray(pixels).save(path, compress_level=1)
    sha256 = hashlib.sha256(pixels.tobytes()).hexdigest()
    try:
        return METHOD.read(Member(path.name, path, path.stat().st_size, sha256, None), Resources())
    except AppraisalError:
        return None


def judged(a: PictureFeatures | None, b: PictureFeatures | None) -> tuple[float, list[Match]]:
    """Strength of the strongest match by the method's rule; below the limits, that of hash or outline."""
    if a is None or b is None:
        return 0.0, []
    matches = list(METHOD.match({"a": a}, {"b": b}, Context()))
    if matches:
        return max(float(m.details["strength"]) for m in matches), matches
    whole = hashed(a, b)
    of_hash = 0.0 if whole is None else (128 - whole.distance) / (128 - LIMITS.max_distance)
    return min(0.999, max(of_hash, outlined(a, b)[0] / LIMITS.min_outline)), []


def wilson(k: float, n: float) -> tuple[float, float]:
    if n == 0:
        return 0.0, 1.0
    z, p = 1.96, k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def precision_of(
    positive: NDArray[np.float64], negative: NDArray[np.float64], weight: float
) -> tuple[float, float, float]:
    """Average precision, recall at precision .9, and the score from which on that holds; ties stand together."""
    scores = np.concatenate([positive, negative])
    weights = np.concatenate([np.full(len(positive), weight), np.zeros(len(negative))])
    against = np.concatenate([np.zeros(len(positive)), np.ones(len(negative))])
    order = np.argsort(-scores, kind="stable")
    scores, weights, against = scores[order], weights[order], against[order]
    last = np.append(scores[1:] != scores[:-1], True)
    hits, misses = np.cumsum(weights)[last], np.cumsum(against)[last]
    precision, recall = hits / np.maximum(hits + misses, 1e-12), hits / weights.sum()
    average = float((np.diff(recall, prepend=0.0) * precision).sum())
    good = np.flatnonzero(precision >= 0.9)
    if not len(good):
        return average, 0.0, math.inf
    return average, float(recall[good[-1]]), float(scores[last][good[-1]])


def union(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Intersection over union of two polygons."""
    one, other = (
        Region([pixel("x", [(float(x), float(y)) for x, y in a])]),
        Region([pixel("x", [(float(x), float(y)) for x, y in b])]),
    )
    both = one.overlap(other).length()
    return both / max(1e-9, one.length() + other.length() - both)


def placed(matches: Sequence[Match], edit: Edited) -> tuple[float, float, float | None, float | None] | None:
    """IoU on both sides, error of scale (share) and rotation (degrees) of the best region; None without regions."""
    best: tuple[float, float, float | None, float | None] | None = None
    truth_left, truth_right = edit.left, moved(edit.matrix, edit.left)
    for match in matches:
        if match.kind != "region":
            continue
        left = union(np.array(match.left.polygon), truth_left)
        right = union(np.array(match.right.polygon), truth_right)
        here = np.array(match.details["matrix"], np.float64).reshape(3, 3)
        middle = truth_left.mean(axis=0)
        steps = middle + np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
        (ours, theirs) = (moved(m, steps) for m in (here, edit.matrix))
        a, b = (complex(*(p[1] - p[0])) for p in (ours, theirs))
        areas = [abs(float(np.linalg.det(np.stack([p[1] - p[0], p[2] - p[0]])))) for p in (ours, theirs)]
        scale = abs(math.sqrt(areas[0] / areas[1]) - 1)
        turn = abs(math.degrees(math.atan2((a / b).imag, (a / b).real)))
        if best is None or left + right > best[0] + best[1]:
            best = (left, right, scale, turn)
    return best


def sources(pictures: Sequence[Shown], number: int, cases: int, folder: Path) -> tuple[int, int]:
    """Collages of several pictures, 15 to 25 % of the canvas each, against the same pictures side by side."""
    all_found = 0
    for case in range(cases):
        chance = np.random.default_rng(900 + case)
        chosen = [pictures[int(i)].pixels for i in chance.choice(len(pictures), number + 1, replace=False)]
        canvas = cv2.resize(chosen[-1], (1200, 800), interpolation=cv2.INTER_AREA)
        boxes = []
        for at, picture in enumerate(chosen[:-1]):
            wide, high = 1200 // number - 40, 420
            factor = min(wide / picture.shape[1], high / picture.shape[0])
            small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            x = at * (1200 // number) + int(chance.integers(0, 1200 // number - small.shape[1]))
            y = int(chance.integers(0, 800 - small.shape[0]))
            canvas[y : y + small.shape[0], x : x + small.shape[1]] = small
            boxes.append(frame(small) + np.array([x, y]))
        high = max(p.shape[0] for p in chosen[:-1])
        strip = np.concatenate(
            [np.pad(p, ((0, high - p.shape[0]), (0, 0), (0, 0)), constant_values=128) for p in chosen[:-1]], axis=1
        )
        strip = np.asarray(Image.fromarray(strip).resize((1600, round(strip.shape[0] * 1600 / strip.shape[1]))))
        matches = judged(features(strip, folder), features(canvas, folder))[1]
        hit = sum(
            any(m.kind == "region" and union(np.array(m.right.polygon), box) >= 0.5 for m in matches) for box in boxes
        )
        all_found += hit == number
    return all_found, cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", dest="which", choices=sorted(SETS), default="tune")
    parser.add_argument("--originals", type=int, default=120)
    parser.add_argument("--pool", type=int, default=200, help="pictures a kind that negatives are drawn from")
    parser.add_argument("--negatives", type=int, default=5000)
    parser.add_argument("--edits", nargs="*", default=list(EDITS))
    parser.add_argument("--list", action="store_true", help="print the negative pairs and stop")
    parser.add_argument("--table", action="store_true", help="print the tables of comparators/image/chance.py")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    cv2.setNumThreads(1)
    pictures = collect(options.data, options.which, options.pool)
    pairs = negatives(pictures, options.negatives)
    digest = listed(pictures, pairs)
    if options.list:
        for i, j in pairs:
            print(pictures[i].name, pictures[j].name, sep="\t")
    print(f"{options.which}: {len(pictures)} pictures, {len(pairs)} negative pairs, list {digest}")
    if options.list:
        return
    committed = LISTED.get((options.which, options.pool, options.negatives), digest)
    assert digest == committed, "these are not the pairs that were committed"
    peers = {} if options.no_peers else peers_here()
    scored = Scored(options, pictures, pairs, peers)
    with tempfile.TemporaryDirectory() as folder:
        scored.run(Path(folder))
    scored.report()


class Scored:
    """All scores of one run, by method."""

    def __init__(
        self, options: argparse.Namespace, pictures: list[Shown], pairs: list[tuple[int, int]], peers: dict[str, Any]
    ) -> None:
        self.options, self.pictures, self.pairs, self.peers = options, pictures, pairs, peers
        kinds = sorted({p.kind for p in pictures})
        each = math.ceil(options.originals / len(kinds))
        chosen = [[i for i, p in enumerate(pictures) if p.kind == kind][:each] for kind in kinds]
        self.originals = [i for own in chosen for i in own][: options.originals]
        self.positive: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        self.negative: dict[str, list[float]] = defaultdict(list)
        self.places: dict[str, list[tuple[float, float, float | None, float | None]]] = defaultdict(list)
        self.matched_edits: dict[str, int] = defaultdict(int)
        self.near: list[tuple[float, str]] = []
        self.false: list[str] = []
        self.spent: dict[str, float] = defaultdict(float)
        self.read_spent = 0.0
        self.read_count = 0
        self.digits: list[float] = []
        self.outlines: list[float] = []
        self.several: dict[int, tuple[int, int]] = {}

    def read(self, pixels: Pixels, folder: Path) -> PictureFeatures | None:
        start = time.process_time()
        made = features(pixels, folder)
        self.read_spent += time.process_time() - start
        self.read_count += 1
        return made

    def run(self, folder: Path) -> None:
        own = {
            i: self.read(self.pictures[i].pixels, folder)
            for i in {k for p in self.pairs for k in p} | set(self.originals)
        }
        prepared = {name: {i: peer.read(self.pictures[i].pixels) for i in own} for name, peer in self.peers.items()}
        for i, j in self.pairs:
            start = time.process_time()
            score, matches = judged(own[i], own[j])
            self.spent["image-copy"] += time.process_time() - start
            self._against(score, matches, own[i], own[j], f"{self.pictures[i].name} | {self.pictures[j].name}")
            for name, peer in self.peers.items():
                start = time.process_time()
                self.negative[name].append(peer.score(prepared[name][i], prepared[name][j]))
                self.spent[name] += time.process_time() - start
        print("negatives done")
        for edit in self.options.edits:
            for at, i in enumerate(self.originals):
                chance = np.random.default_rng(zlib.crc32(f"{edit} {self.pictures[i].name}".encode()))
                others = [self.pictures[(i + step) % len(self.pictures)].pixels for step in (7, 19, 31, 53)]
                made = EDITS[edit](self.pictures[i].pixels, chance, others)
                there = self.read(made.pixels, folder)
                score, matches = judged(own[i], there)
                self.positive["image-copy"][edit].append(score)
                self.matched_edits[edit] += bool(matches)
                where = placed(matches, made)
                if where is not None:
                    self.places[edit].append(where)
                stranger = self.originals[(at + 1 + len(self.originals) // 2) % len(self.originals)]
                clean = self._clean(i, stranger)
                if clean and edit not in (
                    "collage10",
                    "collage35",
                    "flip+collage35",
                ):
                    score, matches = judged(own[stranger], there)
                    name = f"{self.pictures[stranger].name} | {edit} of {self.pictures[i].name}"
                    self._against(score, matches, own[stranger], there, name)
                for name, peer in self.peers.items():
                    altered = peer.read(made.pixels)
                    self.positive[name][edit].append(peer.score(prepared[name][i], altered))
                    if clean and "collage" not in edit:
                        self.negative[name].append(peer.score(prepared[name][stranger], altered))
            print(f"  {edit}: {self.matched_edits[edit]} of {len(self.originals)} matched")
        for number in (2, 3):
            self.several[number] = sources([self.pictures[i] for i in self.originals], number, 30, folder)

    def _clean(self, i: int, j: int) -> bool:
        one, other = self.pictures[i], self.pictures[j]
        return strangers(one, other) and unlike(one, other)

    def _against(
        self, score: float, matches: list[Match], a: PictureFeatures | None, b: PictureFeatures | None, name: str
    ) -> None:
        self.negative["image-copy"].append(score)
        self.near.append((score, name))
        if a is not None and b is not None:
            self.outlines.append(outlined(a, b)[0])
        if matches:
            kinds = " ".join(f"{m.kind} {m.details['strength']}" for m in matches)
            self.false.append(f"{name}: {kinds}")
            self.digits += [
                max((float(m.details.get("digits", 0)) for m in matches if m.kind == "region"), default=0.0)
            ]

    def report(self) -> None:
        weight = 1 / max(1, len(self.options.edits))
        n = len(self.originals)
        print(f"{n} originals × {len(self.options.edits)} edits, {len(self.negative['image-copy'])} negatives")
        rows: dict[str, dict[str, float]] = {}
        for name, by_edit in self.positive.items():
            positive = np.array([by_edit[edit] for edit in self.options.edits])
            negative = np.array(self.negative[name])
            average, recall, threshold = precision_of(positive.reshape(-1), negative, weight)
            drawn = np.random.default_rng(3)
            again = [
                precision_of(positive[:, drawn.integers(0, n, n)].reshape(-1), negative, weight)[:2] for _ in range(200)
            ]
            low, high = np.percentile(np.array(again), [2.5, 97.5], axis=0)
            print(
                f"{name:12} AP {average:.3f} [{low[0]:.3f}, {high[0]:.3f}], recall at precision .9 {recall:.3f} "
                f"[{low[1]:.3f}, {high[1]:.3f}] at score {threshold:.3f}, "
                f"{self.spent[name] / max(1, len(self.pairs)):.4f} s CPU a pair"
            )
            rows[name] = {edit: float((np.array(by_edit[edit]) >= threshold).mean()) for edit in self.options.edits}
        print(f"{'edit':16}" + "".join(f"{name:>12}" for name in rows) + "   matched at the shipped level")
        for edit in self.options.edits:
            low, high = wilson(self.matched_edits[edit], n)
            print(f"{edit:16}" + "".join(f"{rows[name][edit]:12.3f}" for name in rows), end="")
            print(f"   {self.matched_edits[edit]}/{n} [{low:.3f}, {high:.3f}]")
        print(f"false matches at the shipped level: {len(self.false)} of {len(self.near)}")
        for line in self.false[:20]:
            print("  ", line)
        for score, name in sorted(self.near, reverse=True)[:10]:
            print(f"   nearest {score:.3f} {name}")
        self._localisation()
        print(f"reading: {self.read_spent / max(1, self.read_count):.3f} s CPU a picture, {self.read_count} pictures")
        if self.options.table:
            pairs = len(self.outlines)
            print(f"REGION_PAIRS = OUTLINE_PAIRS = {pairs}")
            steps = [round(0.2 + 0.02 * k, 2) for k in range(30)]
            print("OUTLINES", [(s, int((np.array(self.outlines) >= s).sum())) for s in steps])
            print("REGIONS", [(d, sum(v >= d for v in self.digits)) for d in (5, 6, 7, 8, 10, 12, 15, 20, 30, 50)])

    def _localisation(self) -> None:
        every = [p for places in self.places.values() for p in places]
        if not every:
            return
        for edit, places in self.places.items():
            if len(places) >= 10:
                values = np.array(places, float)
                print(
                    f"   placed {edit:16} n {len(places):4} median IoU left {np.median(values[:, 0]):.3f} right "
                    f"{np.median(values[:, 1]):.3f}; scale within 2 %: {(values[:, 2] <= 0.02).mean():.3f}, "
                    f"rotation within 1°: {(values[:, 3] <= 1).mean():.3f}"
                )
        values = np.array(every, float)
        medians = [np.median(np.random.default_rng(4).choice(values[:, :2].mean(1), len(values))) for _ in range(200)]
        low, high = np.percentile(medians, [2.5, 97.5])
        print(f"median IoU over {len(values)} regions {np.median(values[:, :2].mean(1)):.3f} [{low:.3f}, {high:.3f}]")
        for number, (k, n) in self.several.items():
            low, high = wilson(k, n)
            print(f"all of {number} pasted sources found: {k}/{n} [{low:.3f}, {high:.3f}]")


if __name__ == "__main__":
    main()

"""Tracings, mirrored, turned and partial copies of drawings against unrelated ones and second drawings of one motif.

    python benchmarks/image_contour.py --data DIR --set tune|held-out --out FILE [--originals N] [--pairs N]
        [--kinds copy unrelated motif] [--no-peers] [--list]
    python benchmarks/image_contour.py --set SET --out FILE --report      tables of what FILE holds

DIR holds one folder a Debian package with what ``dpkg-deb -x`` makes of it; ``SETS`` and ``THEMES`` name
them. Which pictures and pairs are taken follows from names and bytes (order of SHA-256); ``LISTED`` was fixed before
the first score.
A run that was cut off goes on where it stopped. Peers in the same run: plain ORB and SIFT with RANSAC, pdqhash in eight
orientations, chamfer distance of the two frames without alignment.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.errors import AppraisalError
from appraisal.work import Member
from benchmarks import image_edits as edits
from benchmarks.image_edits import Chance, Edited, Pixels
from benchmarks.image_peers import peers
from comparators.image.contour.features import ContourFeatures, take
from comparators.image.contour.matching import in_pictures
from comparators.image.contour.method import ImageContour
from comparators.image.contour.regions import Found, strongest
from comparators.image.decode import MAX_PIXELS, decode
from comparators.image.transformation import described

SIDE = 640  # pixels of the longer side of an original
DRAWS = 1000
#: set -> folders (package and what its paths contain); the last three of ``held-out`` are icon themes by other hands.
SETS: dict[str, tuple[tuple[str, str], ...]] = {
    "tune": (("openclipart-svg", "/svg/"),),
    "held-out": (("tuxpaint-stamps-default", "/stamps/"), ("ktuberling-data", "/pics/")),
}
THEMES = (
    ("papirus-icon-theme", "/Papirus/symbolic/"),
    ("yaru-theme-icon", "/Yaru/scalable/"),
    ("kf6-breeze-icon-theme", "/breeze/actions/32/"),
)
#: set -> SHA-256 of the names and bytes of its originals and pairs, fixed before the first score (``held-out``: with
#: ``--originals 12 --pairs 100``).
LISTED: dict[str, str] = {"held-out": "c7b03e44f1282d4938b6e14e7977db02b85ca8d7f18c4db0bb7d51d116f05964"}


def _line(p: Pixels, c: Chance) -> Pixels:
    """Four strokes added, and a tenth of the picture wiped out at two places."""
    drawn = p.copy()
    height, width = p.shape[:2]
    for _ in range(2):
        x, y = int(c.integers(0, width * 3 // 4)), int(c.integers(0, height * 3 // 4))
        drawn[y : y + height // 5, x : x + width // 4] = np.median(p.reshape(-1, 3), axis=0)
    for _ in range(4):
        ends = [(int(c.integers(0, width)), int(c.integers(0, height))) for _ in range(2)]
        cv2.line(drawn, ends[0], ends[1], (0, 0, 0), 3, cv2.LINE_AA)
    return drawn


def _white(edit: Edited) -> Edited:
    """Turned drawings stand on white, not on the grey of the edits for photographs."""
    pixels = edit.pixels.copy()
    pixels[(pixels == 128).all(axis=2)] = 255
    return Edited(pixels, edit.matrix, edit.left, edit.mirrored)


def _traced_after(edit: Edited, c: Chance) -> Edited:
    return edits.then(edit, edits.same(edits.traced(edit.pixels, c), edit.pixels))


EDITS: dict[str, Any] = {
    "trace": lambda p, c, o: edits.same(edits.traced(p, c), p),
    "flip+trace": lambda p, c, o: _traced_after(edits.flipped(p), c),
    "rotate37+trace": lambda p, c, o: _traced_after(_white(edits.turned(p, 37)), c),
    "crop50+trace": lambda p, c, o: _traced_after(edits.cropped(p, 0.5, c), c),
    "pencil": lambda p, c, o: edits.same(edits.pencil(p), p),
    "rotate37": lambda p, c, o: _white(edits.turned(p, 37)),
    "resize25": lambda p, c, o: edits.resized(p, 0.25),
    "crop25": lambda p, c, o: edits.detailed(p, 0.25, c),
    "collage35": lambda p, c, o: edits.collage(p, 0.35, o, c),
    "altered": lambda p, c, o: edits.same(_line(p, c), p),
}


@dataclass
class Shown:
    name: str
    path: Path
    pixels: Pixels
    features: ContourFeatures


def member(path: Path) -> Member:
    return Member(path.name, path, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest(), None)


def shown(path: Path, name: str) -> Shown | None:
    """None for what is unreadable or refused by the method."""
    try:
        pixels = decode(member(path)).opaque("white")
        factor = SIDE / max(pixels.shape[:2])
        size = max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor))
        pixels = np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
        own = features(pixels)
    except AppraisalError:
        return None
    return Shown(name, path, np.ascontiguousarray(pixels), own)


def features(pixels: Pixels) -> ContourFeatures:
    """As the method reads them, by way of a PNG."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        Image.fromarray(np.ascontiguousarray(pixels)).save(path, compress_level=1)
        return take(member(path), min_detail=ImageContour().min_detail, max_pixels=MAX_PIXELS)


def ordered(data: Path, folders: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Path]]:
    """Vector drawings of the folders in the order of the digests of their names."""
    found = []
    for package, part in folders:
        for path in (data / package).rglob("*.svg*"):
            name = f"{package}{str(path)[len(str(data / package)) :]}"
            if part in name and path.is_file() and not path.is_symlink():
                found.append((hashlib.sha256(name.encode()).hexdigest(), name, path))
    for _, name, path in sorted(found):
        yield name, path


def originals(data: Path, which: str, count: int) -> list[Shown]:
    chosen: list[Shown] = []
    for name, path in ordered(data, SETS[which]):
        one = shown(path, name)
        if one is not None:
            chosen.append(one)
        if len(chosen) == count:
            break
    return chosen


def motifs(data: Path, count: int) -> list[tuple[Shown, Shown]]:
    """Icons of one name by two themes, with a drawing of enough detail in both."""
    by_name: dict[str, dict[str, Path]] = {}
    for theme in THEMES:
        for _, path in ordered(data, (theme,)):
            key = path.name.removesuffix(".svg").removesuffix("-symbolic")
            by_name.setdefault(key, {}).setdefault(theme[0], path)
    pairs = []
    for key in sorted(by_name, key=lambda k: hashlib.sha256(k.encode()).hexdigest()):
        paths = list(by_name[key].items())
        if len(paths) < 2:
            continue
        both = [shown(path, f"{theme}/{key}") for theme, path in paths[:2]]
        if both[0] is not None and both[1] is not None:
            pairs.append((both[0], both[1]))
        if len(pairs) == count:
            break
    return pairs


def compare(a: ContourFeatures, b: ContourFeatures) -> tuple[Found | None, float]:
    start = time.process_time()
    found = strongest(a.field, b.field) if a.content <= b.content else strongest(b.field, a.field)
    if found is not None and a.content > b.content:
        found = found.swapped()
    return found, time.process_time() - start


def chamfer(a: ContourFeatures, b: ContourFeatures) -> float:
    """Minus the mean distance from points to points, both ways, of both frames brought to one box."""
    grids = []
    for each in (a, b):
        points = each.points.astype(np.float64)
        low, high = points.min(axis=0), points.max(axis=0)
        grids.append((points - low) / np.maximum(high - low, 1) * 255)
    total = 0.0
    for here, there in (grids, grids[::-1]):
        free = np.ones((256, 256), np.uint8)
        free[there[:, 1].astype(int), there[:, 0].astype(int)] = 0
        far = cv2.distanceTransform(free, cv2.DIST_L2, 3)
        total += float(far[here[:, 1].astype(int), here[:, 0].astype(int)].mean())
    return -total


@lru_cache(maxsize=1)
def _peers() -> dict[str, Any]:
    return dict(peers())


def row(kind: str, name: str, a: Shown, b: Shown | Pixels, use_peers: bool) -> dict[str, Any]:
    one: dict[str, Any] = {"kind": kind, "name": name}
    left = a.features
    try:
        start = time.process_time()
        right, pixels = (b.features, b.pixels) if isinstance(b, Shown) else (features(b), b)
        if not isinstance(b, Shown):
            one["read"] = round(time.process_time() - start, 3)
    except AppraisalError:
        return {**one, "digits": 0.0, "refused": True}
    found, seconds = compare(left, right)
    one["seconds"] = round(seconds, 3)
    one["digits"] = round(found.digits, 2) if found else 0.0
    if found:
        one["shares"] = [round(float(f.sum()) / len(f), 4) for f in (found.common_left, found.common_right)]
        one["coincident"] = [round(float(f.sum()) / len(f), 4) for f in (found.exact_left, found.exact_right)]
    if use_peers:
        one["chamfer"] = round(chamfer(left, right), 3)
        for peer, method in _peers().items():
            if peer != "pHash":
                one[peer] = round(method.score(method.read(a.pixels), method.read(pixels, mirrored=False)), 4)
    one["_"] = (left, right, found)
    return one


def truth(one: dict[str, Any], edit: Edited) -> None:
    """How well place and transformation were told."""
    left, right, found = one.pop("_", (None, None, None))
    if found is None or not found.common_left.any():
        return
    ring = edit.left.astype(np.float32).reshape(-1, 1, 2)
    there = np.array([cv2.pointPolygonTest(ring, (float(x), float(y)), False) >= 0 for x, y in left.points])
    hulls = [cv2.convexHull(left.points[flags]) for flags in (found.common_left, there) if flags.any()]
    if len(hulls) == 2:
        both, _ = cv2.intersectConvexConvex(hulls[0], hulls[1])
        areas = [cv2.contourArea(hull) for hull in hulls]
        one["iou"] = round(both / max(areas[0] + areas[1] - both, 1e-9), 3)
    outline = hulls[0].reshape(-1, 2).astype(np.float64)
    mine, true = described(in_pictures(found, left, right), outline), described(edit.matrix, outline)
    turn = abs((mine["rotation"] - true["rotation"] + 180) % 360 - 180)
    one["right"] = bool(
        mine["mirrored"] == true["mirrored"] and turn <= 1 and abs(mine["scale"] / true["scale"] - 1) <= 0.02
    )


def run(
    data: Path, which: str, out: Path, count: int, pairs: int, kinds: Sequence[str], use_peers: bool, only_list: bool
) -> None:
    done = {(r["kind"], r["name"]) for r in rows(out)} if out.exists() else set()
    chosen = originals(data, which, count)
    second = motifs(data, pairs // 2) if which == "held-out" else []
    listed = hashlib.sha256()
    for each in (*chosen, *(s for pair in second for s in pair)):
        listed.update(f"{each.name} {hashlib.sha256(each.path.read_bytes()).hexdigest()}\n".encode())
    print(f"{which}: {len(chosen)} originals, {len(second)} pairs of one motif, list {listed.hexdigest()}")
    if LISTED.get(which, listed.hexdigest()) != listed.hexdigest():
        print("  not the list that was fixed: other packages, or other numbers")
    if only_list:
        return
    with out.open("a", encoding="utf-8") as sink:

        def keep(one: dict[str, Any]) -> None:
            one.pop("_", None)
            sink.write(json.dumps(one) + "\n")
            sink.flush()

        unrelated = [(i, (i + step) % count) for step in range(1, count) for i in range(len(chosen))]
        unrelated = [(i, j) for i, j in unrelated if j < len(chosen) and i != j][: pairs - len(second)]
        jobs: list[tuple[int, str]] = []
        for at in range(max(len(chosen), len(unrelated), len(second))):  # all kinds in step, for runs that are cut off
            jobs += [(at, "copy")] if at < len(chosen) else []
            jobs += [(at, "unrelated")] if at < len(unrelated) else []
            jobs += [(at, "motif")] if at < len(second) else []
        for at, kind in jobs:
            if kind not in kinds:
                continue
            if kind == "copy":
                for number, (edit_name, make) in enumerate(EDITS.items()):
                    name = f"{edit_name} {chosen[at].name}"
                    if ("copy", name) in done:
                        continue
                    others = [s.pixels for s in (*chosen[at + 1 : at + 6], *chosen[:5]) if s is not chosen[at]]
                    edited = make(chosen[at].pixels, np.random.default_rng([at, number]), others)
                    one = row("copy", name, chosen[at], edited.pixels, use_peers)
                    truth(one, edited)
                    keep(one)
                continue
            a, b = (chosen[unrelated[at][0]], chosen[unrelated[at][1]]) if kind == "unrelated" else second[at]
            if (kind, f"{a.name} {b.name}") not in done:
                keep(row(kind, f"{a.name} {b.name}", a, b, use_peers))


def rows(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text("utf-8").splitlines() if line.strip()]


def wilson(k: int, n: int) -> str:
    if not n:
        return "–"
    z, p = 1.96, k / n
    middle, half = (
        (p + z * z / 2 / n) / (1 + z * z / n),
        z * (p * (1 - p) / n + z * z / 4 / n / n) ** 0.5 / (1 + z * z / n),
    )
    return f"{k}/{n} [{max(0.0, middle - half):.3f}, {min(1.0, middle + half):.3f}]"


def area(copies: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    return float((copies[:, None] > others).mean() + 0.5 * (copies[:, None] == others).mean())


def report(out: Path) -> None:
    """Area under the curve (bootstrap over originals and pairs), above all negatives, and at the shipped level."""
    found = rows(out)
    dice = np.random.default_rng(0)
    level = ImageContour().min_digits
    copies = [r for r in found if r["kind"] == "copy"]
    against = [r for r in found if r["kind"] != "copy"]
    for name in ("digits", "chamfer", "ORB", "SIFT", "pdqhash x 8"):
        own = np.array([r.get(name, -1e9) for r in copies if name in r or r.get("refused")])
        if not any(name in r for r in copies):
            continue
        for kind in ("unrelated", "motif"):
            other = np.array(
                [r.get(name, -1e9) for r in against if r["kind"] == kind and (name in r or r.get("refused"))]
            )
            if not len(other):
                continue
            works = np.array([r["name"].split(" ", 1)[1] for r in copies if name in r or r.get("refused")])
            groups = [own[works == w] for w in sorted(set(works))]
            draws = []
            for _ in range(DRAWS):
                picked = np.concatenate([groups[i] for i in dice.integers(0, len(groups), len(groups))])
                draws.append(area(picked, dice.choice(other, len(other))))
            low, high = np.percentile(draws, [2.5, 97.5])
            top = float(other.max())
            print(
                f"{name} against {kind}: AUC {area(own, other):.4f} [{low:.4f}, {high:.4f}],"
                f" above all {len(other)}: {wilson(int((own > top).sum()), len(own))}"
            )
    for kind in ("unrelated", "motif"):
        other = [r["digits"] for r in against if r["kind"] == kind]
        if other:
            print(f"{kind} at {level} digits: {wilson(sum(d >= level for d in other), len(other))}")
    for name in EDITS:
        own_rows = [r for r in copies if r["name"].split(" ")[0] == name]
        if not own_rows:
            continue
        matched = [r for r in own_rows if r["digits"] >= level]
        iou = [r["iou"] for r in matched if "iou" in r]
        print(
            f"{name}: found {wilson(len(matched), len(own_rows))}, median IoU {np.median(iou) if iou else 0:.3f},"
            f" transformation {sum(r.get('right', False) for r in matched)}/{len(matched)}"
        )
    seconds = [r["seconds"] for r in found if "seconds" in r]
    reading = [r["read"] for r in found if "read" in r]
    middle = np.median(seconds or [0]), np.median(reading or [0])
    print(f"CPU seconds: median {middle[0]:.2f} a pair, {middle[1]:.2f} to read a picture, n = {len(seconds)}")
    values = sorted((r["digits"] for r in against if r["kind"] == "unrelated"), reverse=True)
    print(
        "unrelated, digits reached:",
        [(d, sum(v >= d for v in values)) for d in (1, 3, 5, 8, 10, 12, 15, 17, 20, 25)],
        len(values),
    )
    for r in sorted(against, key=lambda r: -r["digits"])[:10]:
        print(f"  {r['digits']:.1f} {r['kind']} {r['name']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--set", default="tune", choices=[*SETS])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--originals", type=int, default=24)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--kinds", nargs="+", default=["copy", "unrelated", "motif"])
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--list", action="store_true", help="print the digest of the list and score nothing")
    parser.add_argument("--report", action="store_true")
    given = parser.parse_args()
    if not given.report:
        how = (given.kinds, not given.no_peers, given.list)
        run(given.data, given.set, given.out, given.originals, given.pairs, *how)
    if not given.list:
        report(given.out)


if __name__ == "__main__":
    main()

"""Scores of one pair, one original with all its edits, one collage of several sources: what a run of
``image_regions.py`` is made of. Each gives plain values, so that a run can be cut off and go on."""

from __future__ import annotations

import hashlib
import math
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.comparator import Context, Resources
from appraisal.comparison import Match
from appraisal.errors import AppraisalError
from appraisal.span import Region, pixel
from appraisal.work import Member
from benchmarks.image_edits import EDITS, Edited, Pixels, frame, moved
from benchmarks.image_pool import Shown, strangers, unlike
from comparators.image import strength
from comparators.image.channels import Limits, hashed, located, outlined, stroked
from comparators.image.copy import ImageCopy
from comparators.image.fingerprint import PictureFeatures

METHOD = ImageCopy()
#: Below the shipped limits regions are looked for with these, so that a near miss ranks above nothing at all.
LAX = Limits(METHOD.max_distance, 4, 2.0, METHOD.min_outline, METHOD.min_strokes, 0.0)
OURS = "image-copy"


def features(pixels: Pixels) -> PictureFeatures | None:
    """None where the method refuses the picture."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        Image.fromarray(pixels).save(path, compress_level=1)
        sha256 = hashlib.sha256(pixels.tobytes()).hexdigest()
        try:
            return METHOD.read(Member(path.name, path, path.stat().st_size, sha256, None), Resources())
        except AppraisalError:
            return None


@dataclass(frozen=True)
class Evidence:
    """Of a pair without a match: bits of the hash, likeness of outlines and agreement of their strokes,
    keypoints, digits and cover of regions."""

    distance: int | None
    outline: float
    strokes: float
    regions: list[tuple[int, float, float]]

    @property
    def strength(self) -> float:
        values = [
            strength.of_outline(self.outline, self.strokes),
            *(strength.of_region(*each) for each in self.regions),
        ]
        return max([*values, 0.0 if self.distance is None else strength.of_hash(self.distance)])

    @property
    def speaks(self) -> bool:
        """Whether there may be a match. Where even the laxer limits let no region pass, the shipped ones do not."""
        near = self.distance is not None and self.distance <= METHOD.max_distance
        drawn = self.outline >= METHOD.min_outline and self.strokes >= METHOD.min_strokes
        return near or drawn or bool(self.regions)


def evidence(a: PictureFeatures, b: PictureFeatures) -> Evidence:
    """By limits below those that are shipped, of keypoints that count without a first region."""
    if a.pattern or b.pattern:
        return Evidence(None, 0.0, 0.0, [])
    whole = hashed(a, b)
    found = [(f.places, f.agreement.digits, f.cover) for f in located(_plain(a), _plain(b), LAX)]
    outlines = stroked(a, b, outlined(a, b), LAX)
    return Evidence(None if whole is None else whole.distance, outlines.evidence, outlines.strokes, found)


def _plain(features: PictureFeatures) -> PictureFeatures:
    """Without keypoints along edges, which join beside a region of the shipped strength only."""
    return replace(features, seen=features.seen[:0])


def judged(a: PictureFeatures | None, b: PictureFeatures | None) -> tuple[float, list[Match], Evidence | None]:
    """Strength of the strongest match by the method's rule. Without any: of the evidence below the limits."""
    if a is None or b is None:
        return 0.0, [], None
    matches = list(METHOD.match({"a": a}, {"b": b}, Context()))
    if matches:
        return max(float(m.details["strength"]) for m in matches), matches, None
    below = evidence(a, b)
    return below.strength, [], below


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


def drift(matches: Sequence[Match], edit: Edited) -> float | None:
    """How far the strongest region's map puts the corners of what is there from where they are, as a share of the
    root of its area in the edit: scale, rotation, stretch and perspective in one figure. None without regions."""
    regions = [m for m in matches if m.kind == "region"]
    if not regions:
        return None
    best = max(regions, key=lambda m: float(m.details["strength"]))
    there = moved(edit.matrix, edit.left)
    ours = moved(np.array(best.details["matrix"], np.float64).reshape(3, 3), edit.left)
    x, y = there.T
    area = abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2
    return float(np.hypot(*(ours - there).T).max() / math.sqrt(max(area, 1.0)))


@dataclass
class Pool:
    """What every unit of a run needs; made once, before workers are forked."""

    pictures: list[Shown]
    peers: dict[str, Any]
    edits: Sequence[str] = tuple(EDITS)
    originals: list[int] = field(default_factory=list)
    own: dict[int, PictureFeatures | None] = field(default_factory=dict)
    prepared: dict[str, dict[int, Any]] = field(default_factory=dict)
    ours: bool = True  # whether image-copy itself is scored

    def read(self, i: int) -> tuple[PictureFeatures | None, dict[str, Any]]:
        pixels = self.pictures[i].pixels
        cv2.setNumThreads(1)
        own = features(pixels) if self.ours else None
        return own, {name: peer.read(pixels) for name, peer in self.peers.items()}

    def pair(self, i: int, j: int) -> dict[str, Any]:
        """One unrelated pair by every method."""
        row = self._against(self.own[i], self.own[j], f"{self.pictures[i].name} | {self.pictures[j].name}")
        for name, peer in self.peers.items():
            start = time.process_time()
            row["scores"][name] = peer.score(self.prepared[name][i], self.prepared[name][j])
            row["spent"][name] = time.process_time() - start
        return row

    def _against(self, a: PictureFeatures | None, b: PictureFeatures | None, name: str) -> dict[str, Any]:
        if not self.ours:
            return {"name": name, "scores": {}, "spent": {}}
        start = time.process_time()
        below = None if a is None or b is None else evidence(a, b)
        score, matches = 0.0 if below is None else below.strength, list[Match]()
        if below is not None and below.speaks:
            score, matches, _ = judged(a, b)
        spent = time.process_time() - start
        return {
            "name": name,
            "scores": {OURS: score},
            "spent": {OURS: spent},
            "evidence": None if below is None else asdict(below),
            "matches": [f"{m.kind} {m.details['strength']}" for m in matches],
        }

    def original(self, i: int) -> dict[str, Any]:
        """One original: each edit of it against it, and against another original that is a stranger to it."""
        return {edit: self._edit(i, edit) for edit in self.edits}

    def _edit(self, i: int, edit: str) -> dict[str, Any]:
        one = self.pictures[i]
        chance = np.random.default_rng(zlib.crc32(f"{edit} {one.name}".encode()))
        others = [self.pictures[(i + step) % len(self.pictures)].pixels for step in (7, 19, 31, 53)]
        made = EDITS[edit](one.pixels, chance, others)
        start = time.process_time()
        there = features(made.pixels) if self.ours else None
        reading = time.process_time() - start
        row: dict[str, Any] = {"scores": {}}
        if self.ours:
            score, matches, _ = judged(self.own[i], there)
            row = {
                "scores": {OURS: score},
                "reading": reading,
                "kinds": sorted({m.kind for m in matches}),
                "refused": there is None,
                "place": placed(matches, made),
                "drift": drift(matches, made),
            }
        altered = {name: peer.read(made.pixels, mirrored=False) for name, peer in self.peers.items()}
        for name, peer in self.peers.items():
            row["scores"][name] = peer.score(self.prepared[name][i], altered[name])
        at = self.originals.index(i)
        other = self.originals[(at + 1 + len(self.originals) // 2) % len(self.originals)]
        if "collage" not in edit and strangers(one, self.pictures[other]) and unlike(one, self.pictures[other]):
            name = f"{self.pictures[other].name} | {edit} of {one.name}"
            row["stranger"] = self._against(self.own[other], there, name)
            for peer_name, peer in self.peers.items():
                row["stranger"]["scores"][peer_name] = peer.score(self.prepared[peer_name][other], altered[peer_name])
        return row

    def sources(self, number: int, case: int) -> dict[str, Any]:
        """A collage of ``number`` originals against the same side by side: how many of the sources are found."""
        chance = np.random.default_rng(900 + case)
        chosen = [self.pictures[int(i)].pixels for i in chance.choice(self.originals, number + 1, replace=False)]
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
        matches = judged(features(strip), features(canvas))[1]
        hit = [
            max([union(np.array(m.right.polygon), box) for m in matches if m.kind == "region"], default=0.0)
            for box in boxes
        ]
        return {"iou": hit}

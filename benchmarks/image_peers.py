"""Peers of image-copy as scores of two pictures: hashes in use, and plain keypoints with a robust homography.

Each reads a picture, (rows, columns, 3) uint8, and scores two readings, larger for more alike. Those that are not
installed are left out, and said so. Nothing is tuned: parameters are the libraries' defaults, or those of their
documentation where it names any.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image

from benchmarks.image_edits import Pixels


@dataclass(frozen=True)
class Hash:
    """``imagehash.phash`` (64 bits) or ``pdqhash`` (256 bits, in eight orientations)."""

    module: Any
    name: str

    def read(self, pixels: Pixels, mirrored: bool = True) -> Any:
        if self.name == "pHash":
            return self.module.phash(Image.fromarray(pixels))
        return np.stack(self.module.compute_dihedral(np.ascontiguousarray(pixels))[0])

    def score(self, a: Any, b: Any) -> float:
        if self.name == "pHash":
            return 1 - (a - b) / 64
        return 1 - min(int((each != b[0]).sum()) for each in a) / 256


@dataclass(frozen=True)
class Keypoints:
    """Keypoints, ratio test at .8, homography by RANSAC at 4 pixels; the score is the number of inliers.

    ``mirrored``: the flipped picture is tried too, which is what a careful user of these parts would do."""

    name: str
    most: int
    mirrored: bool = True

    def _finder(self) -> tuple[Any, int]:
        if self.name == "ORB":
            return cv2.ORB_create(self.most), cv2.NORM_HAMMING  # type: ignore[attr-defined]
        return cv2.SIFT_create(self.most), cv2.NORM_L2  # type: ignore[attr-defined]

    def read(self, pixels: Pixels, mirrored: bool = True) -> Any:
        """``mirrored``: the flipped view as well, which only the first picture of a pair needs."""
        grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
        finder, _ = self._finder()
        views = []
        for view in (grey, np.ascontiguousarray(grey[:, ::-1]))[: 2 if self.mirrored and mirrored else 1]:
            found, descriptors = finder.detectAndCompute(view, None)
            views.append((np.array([k.pt for k in found], np.float32).reshape(-1, 2), descriptors))
        return views

    def score(self, a: Any, b: Any) -> float:
        matcher = cv2.BFMatcher(self._finder()[1])
        there, of_there = b[0]
        best = 0
        for here, of_here in a:
            if of_here is None or of_there is None or len(of_here) < 2 or len(of_there) < 2:
                continue
            pairs = [m for m, n in matcher.knnMatch(of_here, of_there, k=2) if m.distance < 0.8 * n.distance]
            if len(pairs) < 4:
                continue
            cv2.setRNGSeed(1)
            source = here[[m.queryIdx for m in pairs]].reshape(-1, 1, 2)
            target = there[[m.trainIdx for m in pairs]].reshape(-1, 1, 2)
            _, mask = cv2.findHomography(source, target, cv2.RANSAC, 4.0)
            best = max(best, 0 if mask is None else int(mask.sum()))
        return float(best)


def peers() -> dict[str, Hash | Keypoints]:
    """Those that are here."""
    found: dict[str, Hash | Keypoints] = {}
    for name, module in (("pHash", "imagehash"), ("pdqhash x 8", "pdqhash")):
        try:
            found[name] = Hash(importlib.import_module(module), name)
        except ImportError:
            print(f"peer {name}: not installed")
    found["ORB"] = Keypoints("ORB", 1000)
    found["SIFT"] = Keypoints("SIFT", 1000)
    return found

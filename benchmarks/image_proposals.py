"""Which pairs of two folders are compared: pictures of a tuning set against hard edits of them (``nearby``).

    python -m benchmarks.image_proposals --data DIR [--set tune-2] [--originals 42]

DIR as for ``image_regions.py``. Every original is one file of the left folder, its combination, crops, collages and
screenshot are files of the right one. Printed for several limits of the votes (``sure``, ``best``): of the pairs of an
original and its edit that match by regions when they are compared, how many keypoints propose, and what share of all
pairs of strangers, which are compared for nothing.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.image_edits import EDITS
from benchmarks.image_pool import collect
from benchmarks.image_scores import METHOD, features
from benchmarks.image_sets import SETS
from comparators.image import nearby
from comparators.image.channels import Limits, located

HARD = ("combined", "crop20", "collage10", "flip+collage35", "screenshot")
LIMITS = ((2.0, 2), (2.0, 1), (3.0, 1), (3.0, 0), (4.0, 1))  # sure, best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", dest="which", choices=sorted(SETS), default="tune-2")
    parser.add_argument("--originals", type=int, default=42)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    kinds = len(SETS[options.which])
    pictures = collect(options.data, options.which, -(-options.originals // kinds))[: 2 * options.originals]
    pictures = pictures[:: max(1, len(pictures) // options.originals)][: options.originals]
    left = {at: found for at, one in enumerate(pictures) if (found := features(one.pixels)) is not None}
    right = {}
    for at in left:
        others = [p.pixels for k, p in enumerate(pictures) if k != at]
        for edit in HARD:
            chance = np.random.default_rng(zlib.crc32(f"{edit} {pictures[at].name}".encode()))
            found = features(EDITS[edit](pictures[at].pixels, chance, others).pixels)
            if found is not None:
                right[at, edit] = found
    outlines = METHOD.min_outline, METHOD.min_strokes
    limits = Limits(METHOD.max_distance, METHOD.min_places, METHOD.min_digits, *outlines, METHOD.min_strength)
    matching = {key for key in right if located(left[key[0]], right[key], limits)}
    print(f"{options.which}: {len(left)} originals × {len(right)} edits; {len(matching)} pairs match by regions")
    here, there = list(left), list(right)
    for sure, best in LIMITS:
        sides = [left[k].keypoints for k in here], [right[k].keypoints for k in there]
        pairs = nearby.candidates(*sides, sure=sure, best=best)
        own = {there[j] for i, j in pairs if there[j][0] == here[i]}
        strangers = sum(there[j][0] != here[i] for i, j in pairs)
        all_strangers = len(here) * len(there) - len(there)
        print(
            f"  weight {sure}, best {best}: {len(own & matching)} proposed, {strangers / all_strangers:.4f} of ", end=""
        )
        print(f"{all_strangers} pairs of strangers")


if __name__ == "__main__":
    main()

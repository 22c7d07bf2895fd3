"""The outline channel of image-copy alone: pencil versions and traces of the tuning set, unrelated pairs, strangers.

    python benchmarks/image_outlines.py --data DIR [--each 14] [--strangers 150]

DIR as for ``image_regions.py``, with the lists that ``--list`` of it writes for the sets ``tune`` and ``tune-2``. Of
the first ``--each`` originals of each kind of ``tune-2`` a pencil version, a jittered line trace and a print
photographed from aside are made; each is compared with its original and with ``--strangers`` drawn pictures of other
folders. Unrelated pairs: all of both lists. Printed: how many reach the limit, and the highest that should not.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.image_edits import EDITS
from benchmarks.image_pool import load, strangers
from comparators.image import pdq
from comparators.image.copy import ImageCopy
from comparators.image.outline import inner, likeness, outline

MADE = ("pencil", "trace", "print-scan")
Edges = NDArray[np.uint8]


def evidence(a: Edges, b: Edges) -> float:
    """What the limit is for: likeness × inner agreement in the orientation in which the outlines are most alike."""
    alike = likeness(a, b)
    k = int(alike.argmax())
    return float(alike[k]) * inner(a, b, k)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--each", type=int, default=14)
    parser.add_argument("--strangers", type=int, default=150)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    limit = ImageCopy().min_outline
    for which in ("tune", "tune-2"):
        pictures, pairs = load(options.data, (options.data / f"{which}-60-5000.txt").read_text(encoding="utf-8"))
        shapes = [outline(one.pixels) for one in pictures]
        told = [pdq.decided(pdq.coefficients(pdq.reduce(one.pixels))) >= ImageCopy().min_decided for one in pictures]
        values = np.array([evidence(shapes[i], shapes[j]) for i, j in pairs if told[i] and told[j]])
        print(f"{which}: {len(values)} unrelated pairs, {(values >= limit).sum()} reach {limit}, highest ", end="")
        print(" ".join(f"{value:.3f}" for value in np.sort(values)[:-4:-1]))
    chosen = [i for kind in sorted({p.kind for p in pictures})
              for i in [k for k, p in enumerate(pictures) if p.kind == kind][: options.each]]  # fmt: skip
    drawn = np.random.default_rng(1)
    against = []
    for edit in MADE:
        own = []
        for i in chosen:
            one = pictures[i]
            made = outline(
                EDITS[edit](one.pixels, np.random.default_rng(zlib.crc32(f"{edit} {one.name}".encode())), []).pixels
            )
            own.append(evidence(shapes[i], made))
            others = drawn.choice(len(pictures), options.strangers, replace=False)
            against += [evidence(shapes[j], made) for j in others if j != i and strangers(one, pictures[j])]
        print(f"{edit}: {sum(value >= limit for value in own)} of {len(own)} reach {limit}")
    highest = " ".join(f"{value:.3f}" for value in sorted(against)[:-4:-1])
    print(f"strangers: {sum(value >= limit for value in against)} of {len(against)} reach {limit}, highest {highest}")


if __name__ == "__main__":
    main()

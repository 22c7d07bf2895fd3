"""The outline channel of image-copy alone: pencil versions and traces of the tuning set, unrelated pairs, strangers.

    python benchmarks/image_outlines.py --data DIR [--each 14] [--strangers 150]

DIR as for ``image_regions.py``, with the lists that ``--list`` of it writes for the sets ``tune`` and ``tune-2``. Of
the first ``--each`` originals of each kind of ``tune-2`` a pencil version, a jittered line trace and a print
photographed from aside are made; each is compared with its original and with ``--strangers`` drawn pictures of other
folders. Unrelated pairs: all of both lists, and drawings of one concept by different icon themes of ``tune-2`` (as many
as there are of a sample of concepts). Printed: how many are a match of outlines, the highest that should not be, and
the counts that ``comparators/image/strength.py`` and ``chance.py`` carry.
"""

from __future__ import annotations

import argparse
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.image_edits import EDITS
from benchmarks.image_pool import load, paths, shown, strangers, unlike
from benchmarks.image_sets import SETS
from comparators.image import pdq, strength
from comparators.image.copy import ImageCopy
from comparators.image.local import working
from comparators.image.outline import inner, likeness, outline
from comparators.image.strokes import agreement, strokes

MADE = ("pencil", "trace", "print-scan")
METHOD = ImageCopy()
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Drawn:
    """Outline of a picture, and the luminance that its strokes are of."""

    edges: NDArray[np.uint8]
    grey: NDArray[np.uint8]

    @classmethod
    def of(cls, pixels: Pixels) -> Drawn:
        return cls(outline(pixels), working(pixels))


def evidence(a: Drawn, b: Drawn) -> tuple[float, float]:
    """What the limits are for: likeness × inner agreement in the orientation in which the outlines are most alike, and
    how well strokes lie on each other there (0 where they are not looked at)."""
    alike = likeness(a.edges, b.edges)
    k = int(alike.argmax())
    soft = float(alike[k]) * inner(a.edges, b.edges, k)
    return soft, agreement(strokes(a.grey), strokes(b.grey), k) if soft >= strength.REACH else 0.0


def matches(found: Sequence[tuple[float, float]]) -> int:
    return sum(soft >= METHOD.min_outline and drawn >= METHOD.min_strokes for soft, drawn in found)


def told(what: str, found: Sequence[tuple[float, float]]) -> None:
    high = sorted((each for each in found if each[0] >= METHOD.min_outline / 2), key=lambda each: -each[1])[:4]
    print(f"{what}: {len(found)} pairs, {matches(found)} match, highest (outline, strokes) ", end="")
    print(" ".join(f"({soft:.3f}, {drawn:.3f})" for soft, drawn in high))


def concepts(data: Path, most: int) -> list[tuple[float, float]]:
    """Drawings of one concept by two icon themes of ``tune-2``, unlike by the pixel rule."""
    named: dict[str, dict[str, Path]] = defaultdict(dict)
    for package, part in SETS["tune-2"]["icon"]:
        for path in paths(data, package, part):
            if "/apps/" not in str(path):
                named[path.stem].setdefault(package, path)
    several = sorted(name for name, of in named.items() if len(of) > 2)
    found = []
    for name in random.Random(7).sample(several, min(most, len(several))):
        made = [shown(path, str(path), "icon") for _, path in sorted(named[name].items())]
        for a, b in combinations([each for each in made if each is not None], 2):
            if unlike(a, b):
                found.append(evidence(Drawn.of(a.pixels), Drawn.of(b.pixels)))
    return found


def fitted(found: Sequence[tuple[float, float]]) -> None:
    """Counts and mean excesses for ``strength`` and ``chance``."""
    soft, drawn = np.array(found).T
    reach = soft >= strength.REACH
    outlines, closer = soft[reach], drawn[reach & (drawn >= strength.DRAWN)]
    print(
        f"OUTLINE_PAIRS {len(found)}; OUTLINES {len(outlines)}, BEYOND {(outlines - strength.REACH).mean():.4f}; ",
        end="",
    )
    print(f"STROKES {len(closer)}, CLOSER {(closer - strength.DRAWN).mean():.4f}")
    high = drawn[soft >= METHOD.min_outline]
    print("OUTLINES_AT_OR_ABOVE", [(round(at, 2), int((high >= at).sum())) for at in np.arange(0, 0.4, 0.05)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--each", type=int, default=14)
    parser.add_argument("--strangers", type=int, default=150)
    parser.add_argument("--concepts", type=int, default=260)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    unrelated: list[tuple[float, float]] = []
    for which in ("tune", "tune-2"):
        pictures, pairs = load(options.data, (options.data / f"{which}-60-5000.txt").read_text(encoding="utf-8"))
        shapes = [Drawn.of(one.pixels) for one in pictures]
        plain = [pdq.decided(pdq.coefficients(pdq.reduce(one.pixels))) >= METHOD.min_decided for one in pictures]
        values = [evidence(shapes[i], shapes[j]) for i, j in pairs if plain[i] and plain[j]]
        told(f"{which}, unrelated", values)
        unrelated += values
    fitted(unrelated)
    told("one concept, two icon themes", concepts(options.data, options.concepts))
    chosen = [i for kind in sorted({p.kind for p in pictures})
              for i in [k for k, p in enumerate(pictures) if p.kind == kind][: options.each]]  # fmt: skip
    drawn = np.random.default_rng(1)
    against = []
    for edit in MADE:
        own = []
        for i in chosen:
            one = pictures[i]
            drawn_by = np.random.default_rng(zlib.crc32(f"{edit} {one.name}".encode()))
            made = Drawn.of(EDITS[edit](one.pixels, drawn_by, []).pixels)
            own.append(evidence(shapes[i], made))
            others = drawn.choice(len(pictures), options.strangers, replace=False)
            against += [evidence(shapes[j], made) for j in others if j != i and strangers(one, pictures[j])]
        print(f"{edit}: {matches(own)} of {len(own)} match")
    told("strangers", against)


if __name__ == "__main__":
    main()

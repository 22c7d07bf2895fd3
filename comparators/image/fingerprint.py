"""What ``image-copy`` keeps of one picture, and how far two pictures are apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import Refused
from comparators.image import pdq
from comparators.image.decode import GROUNDS, Decoded


@dataclass(frozen=True)
class PictureFeatures:
    """What is kept of one picture. Sizes in pixels as seen; ``stored_*`` those of the file's own grid (spans)."""

    hashes: NDArray[np.uint8]  # (grounds, 8, 32): PDQ after each alteration of pdq.ORIENTATIONS
    grounds: str  # names, parted by spaces: "opaque", or those of decode.GROUNDS on which the picture shows detail
    contents: NDArray[np.uint8]  # (8, 32): SHA-256 of size and pixels after each alteration
    file_sha256: str
    width: int
    height: int
    stored_width: int
    stored_height: int
    exif_orientation: int  # 1..8
    quality: int  # 0..100, on the first ground
    decided: int  # 0..256 coefficients that stand out of rounding, on the first ground
    format: str
    mode: str
    frames: int
    notes: str


def take(picture: Decoded, file: str, file_sha256: str, *, min_quality: int, min_decided: int) -> PictureFeatures:
    """Hash a picture on each ground. ``Refused`` when it shows too little detail on all of them."""
    hashes: list[NDArray[np.uint8]] = []
    grounds: list[str] = []
    seen: list[tuple[int, int]] = []
    shown: list[tuple[int, int]] = []
    for name in GROUNDS if picture.transparent else ("opaque",):
        squares = pdq.squares(picture.opaque(name))
        quality = pdq.quality(squares[0, 0])
        decided = pdq.decided(pdq.coefficients(squares[0, 0]))
        seen.append((quality, decided))
        if quality >= min_quality and decided >= min_decided:
            shown.append((quality, decided))
            grounds.append(name)
            hashes.append(pdq.hashes(squares))
    if not hashes:
        quality, decided = max(seen)
        if quality < min_quality:
            raise Refused(
                f"{file}: detail {quality} of 100, below {min_quality}: blank or nearly flat; "
                "any two such pictures would look alike"
            )
        raise Refused(
            f"{file}: {decided} of {pdq.BITS} coefficients stand out, below {min_decided}: "
            "so regular a pattern (checkerboard, cross, diamond) that any two of them would look alike"
        )
    stored_width, stored_height = picture.stored
    return PictureFeatures(
        hashes=np.stack(hashes),
        grounds=" ".join(grounds),
        contents=picture.contents(),
        file_sha256=file_sha256,
        width=picture.width,
        height=picture.height,
        stored_width=stored_width,
        stored_height=stored_height,
        exif_orientation=picture.orientation,
        quality=shown[0][0],
        decided=shown[0][1],
        format=picture.format,
        mode=picture.mode,
        frames=picture.frames,
        notes="; ".join(picture.notes),
    )


def apart(a: PictureFeatures, b: PictureFeatures) -> tuple[list[str], NDArray[np.int64]]:
    """Names of the grounds on which both can be compared, and (n, 8) distances of "b is a after k" on each.

    Two transparent pictures are laid on the same ground; an opaque one may have been flattened on any of them.
    """
    left, right = a.grounds.split(), b.grounds.split()
    if "opaque" in left or "opaque" in right:
        pairs = [
            (i, j, right[j] if left[i] == "opaque" else left[i]) for i in range(len(left)) for j in range(len(right))
        ]
    else:
        pairs = [(left.index(name), right.index(name), name) for name in left if name in right]
    first, second = [i for i, _, _ in pairs], [j for _, j, _ in pairs]
    return [name for _, _, name in pairs], pdq.hypotheses(pdq.distances(a.hashes[first], b.hashes[second]))


def orientations(a: PictureFeatures, b: PictureFeatures, distances: NDArray[np.int64]) -> list[int]:
    """All k at the smallest distance (equal pixels first), the one to name in front; (8,) ``distances`` of one ground.

    A symmetric picture fits several ways. Choosing from the side with the smaller digest makes exchanging sides exact.
    """
    equal = (a.contents == b.contents[0]).all(axis=1)  # a after k is b, pixel by pixel
    ranked = np.where(equal, -1, distances)
    tied = [k for k in range(8) if ranked[k] == ranked.min()]
    if a.contents[0].tobytes() > b.contents[0].tobytes():
        tied.sort(key=lambda k: pdq.INVERSE[k])
    return tied


def same_pixels(a: PictureFeatures, b: PictureFeatures, k: int) -> bool:
    """Whether b is exactly a after alteration k."""
    return bool((a.contents[k] == b.contents[0]).all())

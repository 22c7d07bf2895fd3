"""What ``image-copy`` keeps of one picture, and how far the hashes of two pictures are apart."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from appraisal.errors import Refused
from comparators.image import facts, pdq
from comparators.image.decode import GROUNDS, Decoded
from comparators.image.local import Keypoints, filled, keypoints_of, packed, unpacked, working
from comparators.image.outline import outline


@dataclass(frozen=True)
class PictureFeatures:
    """What is kept of one picture. Sizes in pixels as seen; ``stored_*`` those of the file's own grid (spans)."""

    hashes: NDArray[np.uint8]  # (grounds, 8, 32): PDQ after each alteration of pdq.ORIENTATIONS
    grounds: str  # names, parted by spaces: "opaque", or those of decode.GROUNDS on which the picture shows detail
    places: NDArray[np.float32]  # (n, 4): keypoints, see local.Keypoints
    descriptors: NDArray[np.uint8]  # (n, 128)
    edges: NDArray[np.uint8]  # (8, 32, 32): outline.outline
    seen: NDArray[np.uint8]  # (bytes,): luminance that keypoints are of, as PNG; see ``every``
    grey: NDArray[np.uint8]  # luminance, at most GREY pixels: what is laid on the other picture
    thumb: NDArray[np.uint8]  # (rows, columns, 3), longer side at most THUMB pixels: colours
    contents: NDArray[np.uint8]  # (8, 32): SHA-256 of size and pixels after each alteration
    negative: NDArray[np.uint8]  # (32,): the same of the upright picture, inverted
    file_sha256: str
    width: int
    height: int
    stored_width: int
    stored_height: int
    exif_orientation: int  # 1..8
    quality: int  # 0..100, on the first ground
    decided: int  # 0..256 coefficients that stand out of rounding, on the first ground
    pattern: (
        bool  # too few of them on every ground: any two such pictures would look alike, so that only equal ones match
    )
    format: str
    mode: str
    frames: int
    notes: str

    @property
    def keypoints(self) -> Keypoints:
        return Keypoints(self.places, self.descriptors)

    @cached_property
    def palette(self) -> str:
        """See ``facts``; once for all matches of a picture, as ``busy``."""
        return facts.palette(self.thumb)

    @cached_property
    def busy(self) -> str:
        return facts.busy(self.grey)

    @property
    def every(self) -> Keypoints:
        """Keypoints with those along edges; without ``seen``, the same as ``keypoints``. Looked for once; others
        do not wait meanwhile (a ``cached_property`` is of one thread at a time, whatever the object)."""
        if not self.seen.size:
            return self.keypoints
        kept = self.__dict__
        with kept.setdefault("looking", threading.Lock()):
            if "filled" not in kept:
                kept["filled"] = filled(self.keypoints, unpacked(self.seen), self.width, self.height)
        found: Keypoints = kept["filled"]
        return found


GREY = 640 * 480
GREY_LEAST = 256
THUMB = 96


def _thumb(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    factor = min(1.0, THUMB / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    small = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def take(picture: Decoded, file: str, file_sha256: str, *, min_quality: int, min_decided: int) -> PictureFeatures:
    """Hash a picture on each ground. ``Refused`` when it shows too little detail on all of them.

    One that shows detail, but is so regular (checkerboard, cross, diamond) that fewer than ``min_decided`` coefficients
    stand out on every ground, is a ``pattern``."""
    hashes: list[NDArray[np.uint8]] = []
    grounds: list[str] = []
    seen: list[tuple[int, int]] = []
    shown: list[tuple[int, int]] = []
    for name in GROUNDS if picture.transparent else ("opaque",):
        squares = pdq.squares(picture.opaque(name))
        quality = pdq.quality(squares[0, 0])
        decided = pdq.decided(pdq.coefficients(squares[0, 0]))
        seen.append((quality, decided))
        if quality >= min_quality:
            shown.append((quality, decided))
            grounds.append(name)
            hashes.append(pdq.hashes(squares))
    if not hashes:
        raise Refused(
            f"{file}: detail {max(seen)[0]} of 100, below {min_quality}: blank or nearly flat; "
            "any two such pictures would look alike; where a viewer shows more in it, ask for another copy"
        )
    told = [at for at, (_, decided) in enumerate(shown) if decided >= min_decided]
    pattern = not told
    if told:
        shown, grounds, hashes = [shown[at] for at in told], [grounds[at] for at in told], [hashes[at] for at in told]
    stored_width, stored_height = picture.stored
    shown_on = picture.opaque(grounds[0])
    working_grey = working(shown_on)
    keys = keypoints_of(working_grey, picture.width, picture.height)
    return PictureFeatures(
        hashes=np.stack(hashes),
        grounds=" ".join(grounds),
        places=keys.places,
        descriptors=keys.descriptors,
        edges=outline(shown_on),
        seen=packed(working_grey),
        grey=working(shown_on, GREY, GREY_LEAST),
        thumb=_thumb(shown_on),
        contents=picture.contents(),
        negative=picture.negative(),
        file_sha256=file_sha256,
        width=picture.width,
        height=picture.height,
        stored_width=stored_width,
        stored_height=stored_height,
        exif_orientation=picture.orientation,
        quality=shown[0][0],
        decided=shown[0][1],
        pattern=pattern,
        format=picture.format,
        mode=picture.mode,
        frames=picture.frames,
        notes="; ".join(picture.notes),
    )


def apart(a: PictureFeatures, b: PictureFeatures) -> tuple[list[str], NDArray[np.int64]]:
    """Names of the grounds on which both are compared, and (n, 8) distances of "b is a after k" on each.

    Two transparent pictures are compared on the first ground that both show detail on, mid-grey where possible; an
    opaque picture may be a transparent one flattened on any ground, so all are tried.
    """
    left, right = a.grounds.split(), b.grounds.split()
    if "opaque" in left or "opaque" in right:
        pairs = [(i, j) for i in range(len(left)) for j in range(len(right))]
        names = [right[j] if left[i] == "opaque" else left[i] for i, j in pairs]
    else:
        names = [name for name in left if name in right][:1]
        pairs = [(left.index(name), right.index(name)) for name in names]
    first, second = [i for i, _ in pairs], [j for _, j in pairs]
    return names, pdq.hypotheses(pdq.distances(a.hashes[first], b.hashes[second]))


class Gallery:
    """Many pictures laid out for searching: all pairs within a distance, without looking at each pair by itself."""

    def __init__(self, pictures: Sequence[PictureFeatures]) -> None:
        self.pictures = pictures
        names = [picture.grounds.split() for picture in pictures]
        self._owner = np.repeat(np.arange(len(pictures)), [len(each) for each in names])
        self._upright = np.concatenate([picture.hashes[:, 0] for picture in pictures]).view(np.uint64)  # (rows, 4)
        ground = np.array([name for each in names for name in each])
        no_grey = np.repeat(["grey" not in each for each in names], [len(each) for each in names])
        self._rows: dict[tuple[str, bool], NDArray[np.int64]] = {("opaque", True): np.arange(len(ground))}
        for name in GROUNDS:
            same = ground == name
            self._rows[name, True] = np.flatnonzero(same | (ground == "opaque"))
            # Whoever shows detail on grey is compared with transparent pictures there, unless they do not.
            self._rows[name, False] = np.flatnonzero((same & (no_grey | (name == "grey"))) | (ground == "opaque"))

    def near(self, picture: PictureFeatures, limit: int, start: int = 0) -> list[tuple[int, int]]:
        """(index, distance) of every picture from ``start`` on within ``limit``, by index."""
        grounds = picture.grounds.split()
        candidates: set[int] = set()
        for name, hashes in zip(grounds, picture.hashes, strict=True):
            rows = self._rows[name, "grey" not in grounds]
            rows = rows[np.searchsorted(self._owner[rows], start) :]
            close = np.zeros(len(rows), bool)
            for turned in np.ascontiguousarray(hashes).view(np.uint64):
                # One of the eight pairs of views, so no more than the distance itself: nothing is lost.
                close |= np.bitwise_count(turned ^ self._upright[rows]).sum(axis=1, dtype=np.int64) <= limit
            candidates.update(self._owner[rows[close]].tolist())
        found = []
        for at in sorted(candidates):
            grounds_of, distances = apart(picture, self.pictures[at])
            if grounds_of and distances.min() <= limit:
                found.append((at, int(distances.min())))
        return found


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


def exact(a: PictureFeatures, b: PictureFeatures) -> tuple[list[int], bool] | None:
    """All k such that b is, pixel by pixel, a after alteration k, the one to name in front; and whether its tones are
    inverted besides. None if there is none."""
    for inverted, digest in ((False, b.contents[0]), (True, b.negative)):
        equal = (a.contents == digest).all(axis=1)
        if equal.any():
            return orientations(a, b, np.where(equal, 0, 1)), inverted
    return None

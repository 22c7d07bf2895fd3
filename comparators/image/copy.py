"""``image-copy``: which regions of two pictures correspond, under which transformation, and by which evidence?

Three channels, reported apart: a hash of whole pictures in eight orientations (``pdq``), keypoints with geometry and
pixels under it (``local``, ``geometry``, ``agreement``, ``regions``), outlines of whole pictures (``outline``). What of
them becomes a match says ``channels``; docs/methods/image-copy.md says how it was measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import ClassVar

import numpy as np

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import Mask, Match, Measures
from appraisal.errors import MaterialError, Refused, UsageError
from appraisal.exhibit import Overlay
from appraisal.span import Unit
from appraisal.work import Medium, Member, Work
from comparators.image import laid, nearby, noted, outline, pdq, words
from comparators.image.budget import MEMORY, PAIR, needed
from comparators.image.channels import Limits, compare, inverted, outlined
from comparators.image.decode import MAX_PIXELS, decode
from comparators.image.fingerprint import Gallery, PictureFeatures, take
from comparators.image.measuring import measure
from comparators.image.overlay import overlay
from comparators.image.plant import plant, scramble

#: Four alterations such that for each k some b has both b and THEN[k][b] among them (see ``ImageCopy.keys``).
KEYED: tuple[int, ...] = next(
    chosen
    for chosen in combinations(range(8), 4)
    if all(any(pdq.THEN[k][b] in chosen for b in chosen) for k in range(8))
)


def _equals(here: Sequence[PictureFeatures], there: Sequence[PictureFeatures]) -> set[tuple[int, int]]:
    """Numbers of pairs with equal pixels, turned, mirrored or inverted (``fingerprint.exact``)."""
    holders: dict[bytes, set[int]] = {}
    for i, features in enumerate(here):
        for row in features.contents:
            holders.setdefault(row.tobytes(), set()).add(i)
    return {
        (i, j)
        for j, features in enumerate(there)
        for digest in (features.contents[0], features.negative)
        for i in holders.get(digest.tobytes(), ())
    }


@dataclass(frozen=True)
class ImageCopy:
    """Copies of whole pictures and of their parts.

    ``max_distance`` (0..127 of 256 bits; PDQ's own advice: 31), ``min_places`` (4..1000 keypoints, at places of their
    own, that follow one transformation), ``min_digits`` (0..100 decimal digits of the odds against the pixels'
    agreement under it) and ``min_strength`` (0..100 decimal digits of the share of unrelated pairs with a region as
    evident and as wide) of a region, ``min_outline`` (0..1, likeness of outlines times their inner agreement) and
    ``min_strokes`` (0..1, how well strokes lie on each other) of outlines,
    ``min_quality`` (0..100, PDQ's measure of detail; below it a picture is blank for this method), ``min_decided``
    (0..256, coefficients that stand out of rounding; below it a picture is a mere pattern, which only one with equal
    pixels matches), ``min_side`` (pixels of
    the shorter side), ``max_pixels``.
    """

    max_distance: int = 31
    min_places: int = 4
    min_digits: float = 5.0
    min_strength: float = 5.0
    min_outline: float = 0.33
    min_strokes: float = 0.37
    min_quality: int = 20
    min_decided: int = 96
    min_side: int = 48
    max_pixels: int = MAX_PIXELS

    name: ClassVar[str] = "image-copy"
    version: ClassVar[str] = "15"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.IMAGE})
    scope: ClassVar[Scope] = Scope.MEMBER
    needs: ClassVar[tuple[Need, ...]] = ()
    threaded: ClassVar[bool] = True
    features: ClassVar[type[PictureFeatures]] = PictureFeatures
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS

    def __post_init__(self) -> None:
        if not 0 <= self.max_distance <= 127:
            raise UsageError(f"image-copy: max_distance is 0 to 127 of 256 bits, not {self.max_distance}")
        if not 4 <= self.min_places <= 1000:
            raise UsageError(f"image-copy: min_places is 4 to 1000 keypoints, not {self.min_places}")
        if not 0 <= self.min_digits <= 100:
            raise UsageError(f"image-copy: min_digits is 0 to 100, not {self.min_digits}")
        if not 0 <= self.min_strength <= 100:
            raise UsageError(f"image-copy: min_strength is 0 to 100 decimal digits, not {self.min_strength}")
        if not 0 < self.min_outline <= 1:
            raise UsageError(f"image-copy: min_outline is above 0 and at most 1, not {self.min_outline}")
        if not 0 <= self.min_strokes <= 1:
            raise UsageError(f"image-copy: min_strokes is 0 to 1, not {self.min_strokes}")
        if not 0 <= self.min_quality <= 100:
            raise UsageError(f"image-copy: min_quality is 0 to 100, not {self.min_quality}")
        if not 0 <= self.min_decided <= pdq.BITS:
            raise UsageError(f"image-copy: min_decided is 0 to {pdq.BITS}, not {self.min_decided}")
        if self.min_side < 8 or self.max_pixels < 64:
            raise UsageError("image-copy: min_side is at least 8 pixels, max_pixels at least 64")

    def read(self, member: Member, resources: Resources) -> PictureFeatures:
        """Decode and hash one picture. Blank or tiny pictures raise ``Refused``: any two of them would look alike."""
        with MEMORY.lent(needed(member, self.max_pixels)):
            return self._read(member)

    def _read(self, member: Member) -> PictureFeatures:
        picture = decode(member, max_pixels=self.max_pixels)
        if min(picture.width, picture.height) < self.min_side:
            raise Refused(
                f"{member.file}: {picture.width} × {picture.height} pixels, shorter side below {self.min_side}: "
                "too small for a whole-picture hash: hand in a larger copy"
            )
        limits = {"min_quality": self.min_quality, "min_decided": self.min_decided}
        return take(picture, member.file, member.sha256, **limits)

    def keys(self, features: PictureFeatures) -> Iterator[bytes]:
        """Keys such that any two pictures that match by hash, not inverted, share at least one.

        Let the two match at distance ≤ d in hypothesis k on some ground. The distance of a hypothesis is the largest of
        its eight pairs of views, so *every* right hash b and left hash THEN[k][b] differ in at most d bits; ``KEYED``
        holds both members of at least one such pair for each k. Cut both hashes into d // 2 + 1 bands. If each band
        differed in two bits or more, the hashes would differ in 2 · (d // 2 + 1) > d bits; so one band differs in at
        most one bit (pigeonhole). That bit lies in one of the band's four parts; the key that leaves this part out is
        the same on both sides.

        At d = 31 about 230 keys a ground, of 2**18 possible ones: an index of any number of pictures stays small. A
        quarter of unrelated opaque pairs share a key by chance; where all pairs of two folders are wanted, ``propose``
        is the faster way to the same matches.
        """
        spread = np.unpackbits(features.hashes[:, list(KEYED)].reshape(-1, pdq.BITS // 8), axis=1)
        for number, band in enumerate(np.array_split(np.arange(pdq.BITS), self.max_distance // 2 + 1)):
            for left_out, part in enumerate(np.array_split(band, 4)):
                kept = np.packbits(spread[:, np.setdiff1d(band, part)], axis=1)
                prefix = bytes((number, left_out))
                yield from sorted({prefix + row.tobytes() for row in kept})

    def propose(self, left: Sided[PictureFeatures], right: Sided[PictureFeatures]) -> Iterator[tuple[str, str]]:
        """Pairs of files that may match: all that match by hash or outline, and those for which keypoints vote.

        A pair that only the local channel would find can be missed where few keypoints correspond, or where most of
        them stand in many pictures (``nearby``); small folders and two single files are compared pair by pair. Which
        side is left changes nothing.
        """
        if not left or not right:
            return
        swapped = sorted(f.contents[0].tobytes() for f in left.values()) > sorted(
            f.contents[0].tobytes() for f in right.values()
        )
        one, other = (right, left) if swapped else (left, right)
        files, others = list(one), list(other)
        here, there = list(one.values()), list(other.values())
        found: set[tuple[int, int]] = set()
        gallery = Gallery(there)
        for at, features in enumerate(here):
            for seen in (features, inverted(features)):
                found.update((at, near) for near, _ in gallery.near(seen, self.max_distance))
        shapes = [np.stack([f.edges for f in each]) for each in (here, there)]
        # Inner agreement is 1 at the most, so likeness alone is at the limit too; that of rims and frames often is.
        rimmed = ((int(i), int(j)) for i, j in outline.alike(shapes[0], shapes[1], self.min_outline))
        found.update((i, j) for i, j in rimmed if outlined(here[i], there[j]).evidence >= self.min_outline)
        keys = [[f.keypoints for f in each] for each in (here, there)]
        found |= nearby.candidates(keys[0], keys[1])
        found |= _equals(here, there)
        for i, j in sorted(found):
            yield (others[j], files[i]) if swapped else (files[i], others[j])

    def extent(self, features: PictureFeatures) -> tuple[Unit, float]:
        """Area of the stored picture in pixels."""
        return "pixel", float(features.stored_width * features.stored_height)

    def match(self, left: Sided[PictureFeatures], right: Sided[PictureFeatures], context: Context) -> Iterator[Match]:
        """Matches of each pair of pictures: ``whole-picture``, ``region`` or ``whole-outline``; see ``channels``."""
        noted.told(context, left, right)
        outlines = self.min_outline, self.min_strokes
        limits = Limits(self.max_distance, self.min_places, self.min_digits, *outlines, self.min_strength)
        for done, (left_file, a) in enumerate(left.items()):
            for right_file, b in right.items():
                with MEMORY.lent(PAIR):
                    found = list(compare(left_file, a, right_file, b, limits))
                yield from found
            context.progress((done + 1) / len(left))

    def measure(
        self, left: Sided[PictureFeatures], right: Sided[PictureFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Shares of picture area that matches cover: ``comparators.image.measuring``."""
        return measure(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Overlay:
        """Both pictures as seen, the matched part outlined, and the right one turned back to the left one's view."""
        pictures = []
        for work, span in ((left, match.left), (right, match.right)):
            member = work.by_file.get(span.file)
            if member is None:
                raise MaterialError(f"{span.file}: not in the work {work.label}")
            pictures.append(decode(member, max_pixels=self.max_pixels))
        return overlay(pictures[0], pictures[1], match)

    def explained(self, matches: Sequence[Match]) -> Sequence[Match]:
        """How the right picture follows from the left one, in words: of the record alone."""
        return laid.explained(matches)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A known copy of the whole of ``source``: re-encoded, scaled, turned or mirrored, chosen by ``seed``.

        The method knows whole pictures only, so nothing of the host ``into`` remains: the copy takes its place.
        """
        return plant(source, seed, out, max_pixels=self.max_pixels, min_side=self.min_side)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The picture cut into tiles and put together in another order."""
        return scramble(member, seed, out, max_pixels=self.max_pixels)

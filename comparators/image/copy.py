"""``image-copy``: is one picture a copy of another as a whole, however turned, mirrored, scaled or re-encoded?

First channel: PDQ in all eight orientations (``comparators.image.pdq``). It finds whole pictures only; crops, collages
and redrawings need other channels (docs/methods/image-copy.md, *Limits*).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.errors import MaterialError, Refused, UsageError
from appraisal.exhibit import Overlay
from appraisal.span import Region, Span, Unit, box
from appraisal.work import Medium, Member, Work
from comparators.image import chance, pdq, words
from comparators.image.decode import MAX_PIXELS, decode
from comparators.image.fingerprint import Gallery, PictureFeatures, apart, orientations, same_pixels, take
from comparators.image.overlay import overlay
from comparators.image.plant import plant, scramble

#: Four alterations such that for each k some b has both b and THEN[k][b] among them (see ``ImageCopy.keys``).
KEYED: tuple[int, ...] = next(
    chosen
    for chosen in combinations(range(8), 4)
    if all(any(pdq.THEN[k][b] in chosen for b in chosen) for k in range(8))
)


@dataclass(frozen=True)
class ImageCopy:
    """Whole-picture copies by perceptual hash.

    ``max_distance`` (0..127 of 256 bits; PDQ's own advice: 31), ``min_quality`` (0..100, PDQ's measure of detail;
    below it a picture is blank for this method), ``min_decided`` (0..256, coefficients that stand out of rounding;
    below it a picture is a mere pattern), ``min_side`` (pixels of the shorter side), ``max_pixels``.
    """

    max_distance: int = 31
    min_quality: int = 20
    min_decided: int = 96
    min_side: int = 48
    max_pixels: int = MAX_PIXELS

    name: ClassVar[str] = "image-copy"
    version: ClassVar[str] = "2"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.IMAGE})
    scope: ClassVar[Scope] = Scope.MEMBER
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[PictureFeatures]] = PictureFeatures
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS

    def __post_init__(self) -> None:
        if not 0 <= self.max_distance <= 127:
            raise UsageError(f"image-copy: max_distance is 0 to 127 of 256 bits, not {self.max_distance}")
        if not 0 <= self.min_quality <= 100:
            raise UsageError(f"image-copy: min_quality is 0 to 100, not {self.min_quality}")
        if not 0 <= self.min_decided <= pdq.BITS:
            raise UsageError(f"image-copy: min_decided is 0 to {pdq.BITS}, not {self.min_decided}")
        if self.min_side < 8 or self.max_pixels < 64:
            raise UsageError("image-copy: min_side is at least 8 pixels, max_pixels at least 64")

    def read(self, member: Member, resources: Resources) -> PictureFeatures:
        """Decode and hash one picture. Blank or tiny pictures raise ``Refused``: any two of them would look alike."""
        picture = decode(member, max_pixels=self.max_pixels)
        if min(picture.width, picture.height) < self.min_side:
            raise Refused(
                f"{member.file}: {picture.width} × {picture.height} pixels, shorter side below {self.min_side}: "
                "too small for a whole-picture hash"
            )
        limits = {"min_quality": self.min_quality, "min_decided": self.min_decided}
        return take(picture, member.file, member.sha256, **limits)

    def keys(self, features: PictureFeatures) -> Iterator[bytes]:
        """Keys such that any two pictures that match share at least one.

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
        """Exactly the pairs of files that match, from all pairs at once (about 1 microsecond a pair)."""
        if right:
            files, gallery = list(right), Gallery(list(right.values()))
            for left_file, features in left.items():
                for at, _ in gallery.near(features, self.max_distance):
                    yield left_file, files[at]

    def extent(self, features: PictureFeatures) -> tuple[Unit, float]:
        """Area of the stored picture in pixels."""
        return "pixel", float(features.stored_width * features.stored_height)

    def match(self, left: Sided[PictureFeatures], right: Sided[PictureFeatures], context: Context) -> Iterator[Match]:
        """One ``whole-picture`` match a pair of pictures within ``max_distance`` (equal pixels are at distance 0)."""
        for done, (left_file, a) in enumerate(left.items()):
            for right_file, b in right.items():
                grounds, distances = apart(a, b)
                if grounds and distances.min() <= self.max_distance:
                    at = int(distances.min(axis=1).argmin())
                    yield _match(left_file, a, right_file, b, grounds[at], distances[at])
            context.progress((done + 1) / len(left))

    def measure(
        self, left: Sided[PictureFeatures], right: Sided[PictureFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Shares of picture area (square pixels of all readable pictures, without the mask) that matches cover.

        ``score``: mean over both sides of covered area weighted by likeness (1 for identical pictures, else
        1 - (distance + 1) / 256, the best match of each picture), as a share of all area.
        """
        areas_left = _areas(left, [(m.left, m) for m in matches] + _also(matches, "left"), mask.left)
        areas_right = _areas(right, [(m.right, m) for m in matches] + _also(matches, "right"), mask.right)
        sides = {"left": areas_left, "right": areas_right}
        values: dict[str, JSON] = {}
        coverage: dict[str, float] = {}
        ranking: dict[str, float] = {}
        for side, areas in sides.items():
            total = sum(area.total for area in areas.values())
            covered = sum(area.covered for area in areas.values())
            values[f"pictures_{side}"] = sum(area.total > 0 for area in areas.values())
            values[f"pictures_matched_{side}"] = sum(area.covered > 0 for area in areas.values())
            values[f"area_{side}"] = _number(total)
            values[f"area_matched_{side}"] = _number(covered)
            coverage[side] = covered / total if total else 0.0
            ranking[side] = sum(area.covered * area.likeness for area in areas.values()) / total if total else 0.0
        counted = [m for m in matches if _counted(areas_left, m.left.file) and _counted(areas_right, m.right.file)]
        values["matched_one_to_one"] = _one_to_one((m.left.file, m.right.file) for m in counted)
        values["matches"] = len(counted)
        values["identical_files"] = sum(bool(m.details.get("identical_file")) for m in counted)
        values["identical_pictures"] = sum(bool(m.details.get("identical_picture")) for m in counted)
        values["turned_or_mirrored"] = sum(m.details.get("orientation") != pdq.ORIENTATIONS[0] for m in counted)
        if counted:
            values["smallest_distance"] = min(int(m.details["distance"]) for m in counted)
        score = (ranking["left"] + ranking["right"]) / 2
        return Measures(score, coverage["left"], coverage["right"], values)

    def exhibit(self, left: Work, right: Work, match: Match) -> Overlay:
        """Both pictures as seen, the matched part outlined, and the right one turned back to the left one's view."""
        pictures = []
        for work, span in ((left, match.left), (right, match.right)):
            member = work.by_file.get(span.file)
            if member is None:
                raise MaterialError(f"{span.file}: not in the work {work.label}")
            pictures.append(decode(member, max_pixels=self.max_pixels))
        return overlay(pictures[0], pictures[1], match)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A known copy of the whole of ``source``: re-encoded, scaled, turned or mirrored, chosen by ``seed``.

        The method knows whole pictures only, so nothing of the host ``into`` remains: the copy takes its place.
        """
        return plant(source, seed, out, max_pixels=self.max_pixels, min_side=self.min_side)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The picture cut into tiles and put together in another order."""
        return scramble(member, seed, out, max_pixels=self.max_pixels)


def _match(
    left_file: str, a: PictureFeatures, right_file: str, b: PictureFeatures, ground: str, distances: NDArray[np.int64]
) -> Match:
    k, *others = orientations(a, b, distances)
    across, down = (a.height, a.width) if k in (1, 3, 6, 7) else (a.width, a.height)
    distance = int(distances[k])
    details: dict[str, JSON] = {
        "orientation": pdq.ORIENTATIONS[k],
        "distance": distance,
        "bits": pdq.BITS,
        "quality_left": a.quality,
        "quality_right": b.quality,
        "size_left": f"{a.width} × {a.height}",
        "size_right": f"{b.width} × {b.height}",
        "scale_horizontal": round(b.width / across, 4),
        "scale_vertical": round(b.height / down, 4),
        "format_left": a.format,
        "format_right": b.format,
        "identical_file": a.file_sha256 == b.file_sha256,
        "identical_picture": same_pixels(a, b, k),
        "chance": chance.share(distance),
    }
    if distance <= chance.CEILING:  # not counted above; the share is 1 there
        details |= {"chance_seen": chance.seen(distance), "chance_pairs": chance.PAIRS}
    if ground != "opaque":
        details["ground"] = ground
    if others:
        details["fits_equally"] = [pdq.ORIENTATIONS[each] for each in others]
    for side, features in (("left", a), ("right", b)):
        if features.notes:
            details[f"notes_{side}"] = features.notes
    return Match(_whole(left_file, a), _whole(right_file, b), "whole-picture", details=details)


@dataclass(frozen=True, slots=True)
class _Area:
    total: float
    covered: float
    likeness: float


def _whole(file: str, features: PictureFeatures) -> Span:
    return box(file, 0, 0, features.stored_width, features.stored_height)


def _also(matches: Sequence[Match], side: str) -> list[tuple[Span, Match]]:
    return [(span, m) for m in matches for span in (m.also.left if side == "left" else m.also.right)]


def _likeness(match: Match) -> float:
    if match.details.get("identical_picture"):
        return 1.0
    return 1.0 - (int(match.details["distance"]) + 1) / pdq.BITS


def _areas(features: Sided[PictureFeatures], placed: Iterable[tuple[Span, Match]], mask: Region) -> dict[str, _Area]:
    """Of each picture: square pixels outside the mask, those of them that matches cover, and the best likeness."""
    by_file: dict[str, list[tuple[Span, Match]]] = {}
    for span, match in placed:
        by_file.setdefault(span.file, []).append((span, match))
    masked = {lane.file for lane in mask.lanes()} | mask.files
    areas: dict[str, _Area] = {}
    for file, picture in features.items():
        whole = _whole(file, picture)
        here = by_file.get(file, [])
        total = covered = float(picture.stored_width * picture.stored_height)
        if file in masked:
            total = Region([whole]).without(mask).length()
        if not here:
            covered = 0.0
        elif file in masked or not any(span.unit == "file" or span.polygon == whole.polygon for span, _ in here):
            covered = Region(span for span, _ in here).overlap(Region([whole])).without(mask).length()
        areas[file] = _Area(total, min(covered, total), max((_likeness(m) for _, m in here), default=0.0))
    return areas


def _counted(areas: Mapping[str, _Area], file: str) -> bool:
    return file in areas and areas[file].covered > 0


def _number(area: float) -> int | float:
    return int(area) if area == int(area) else round(area, 3)


def _one_to_one(pairs: Iterable[tuple[str, str]]) -> int:
    """Largest number of matches that use no picture twice (augmenting paths, breadth first)."""
    beside: dict[str, list[str]] = {}
    for a, b in sorted(set(pairs)):
        beside.setdefault(a, []).append(b)
    partner: dict[str, str] = {}  # left -> right
    taken: dict[str, str] = {}  # right -> left
    for start in beside:
        came: dict[str, str] = {}  # right -> left it was reached from
        queue = [start]
        free: str | None = None
        for a in queue:  # grows while it is walked
            for b in beside[a]:
                if b in came:
                    continue
                came[b] = a
                if b not in taken:
                    free = b
                    break
                queue.append(taken[b])
            if free is not None:
                break
        while free is not None:
            a = came[free]
            before = partner.get(a)
            partner[a], taken[free] = free, a
            free = before
    return len(partner)

"""``video-copy``: which segments of two videos correspond, when, at which speed, and where on the picture?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.errors import UsageError
from appraisal.exhibit import Overlay
from appraisal.span import Lane, Region, Unit, second
from appraisal.work import Medium, Member, Work
from comparators.image.geometry import apply, inverse
from comparators.image.video import chance, planting, scenes, show, words
from comparators.image.video.aligning import Segment, segments
from comparators.image.video.features import VideoFeatures, take

SEGMENT, FILE = "video-segment", "same-file"
SHOWN = ("speed", "way", "similarity", "mirrored", "turned", "placement")
FULL = 0.85  # share of a picture that counts as all of it


@dataclass(frozen=True)
class VideoCopy:
    """Segments of at least ``min_seconds`` (1 to 600) on the longer side and half of it on the other, found in ``rate``
    (1 to 10) frames a second."""

    min_seconds: float = 2.0
    rate: float = 8.0

    name: ClassVar[str] = "video-copy"
    version: ClassVar[str] = "6"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.VIDEO})
    scope: ClassVar[Scope] = Scope.WHOLE
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[VideoFeatures]] = VideoFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING

    def __post_init__(self) -> None:
        if not 1 <= float(self.min_seconds) <= 600:
            raise UsageError(f"video-copy: min_seconds is 1 to 600, not {self.min_seconds}")
        if not 1 <= float(self.rate) <= 10:
            raise UsageError(f"video-copy: rate is 1 to 10 frames a second, not {self.rate}")

    def read(self, member: Member, resources: Resources) -> VideoFeatures:
        """Frames and keypoints of one video. Raises a ``MaterialError`` or ``Refused`` that names the file."""
        return take(member, float(self.rate))

    def extent(self, features: VideoFeatures) -> tuple[Unit, float]:
        """Seconds of the video."""
        return "second", features.seconds

    def match(self, left: Sided[VideoFeatures], right: Sided[VideoFeatures], context: Context) -> Iterator[Match]:
        """One match a segment (kind ``video-segment``), or one for a pair of equal files (``same-file``)."""
        rows: list[JSON] = []
        for done, (file, a) in enumerate(sorted(left.items())):
            for other, b in sorted(right.items()):
                if a.file_sha256 == b.file_sha256:
                    yield Match(second(file, 0, a.seconds), second(other, 0, b.seconds), FILE, details={"speed": 1.0})
                    continue
                # One order of the two, so that swapped works give the same segments.
                straight = a.file_sha256 < b.file_sha256
                one, two = (a, b) if straight else (b, a)
                for found in segments(one, two, seconds=float(self.min_seconds)):
                    match = _match(file, other, found, one, two, straight)
                    times = [file, match.left.start, match.left.stop, other, match.right.start, match.right.stop]
                    rows.append([*times, *(match.details[name] for name in SHOWN)])
                    yield match
            context.progress((done + 1) / len(left))
        head = ["file_left", "from_left", "to_left", "file_right", "from_right", "to_right"]
        context.table("segments", {"head": [*head, *SHOWN], "rows": rows})
        if len(left) == len(right) == 1:
            ((_, a),), ((_, b),) = left.items(), right.items()
            if a.file_sha256 != b.file_sha256:
                self._scenes(a, b, context)

    def _scenes(self, a: VideoFeatures, b: VideoFeatures, context: Context) -> None:
        """Two tables: each scene of one video with the picture of the other that is most like it."""
        straight = a.file_sha256 < b.file_sha256
        one, two = (a, b) if straight else (b, a)
        pairs = scenes.alike(one, two)
        for name, side in (("scenes_left", "left"), ("scenes_right", "right")):
            own = side if straight else {"left": "right", "right": "left"}[side]
            context.table(name, {"head": list(scenes.HEAD), "rows": scenes.table(one, two, pairs, own)})

    def measure(
        self, left: Sided[VideoFeatures], right: Sided[VideoFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Seconds within segments ÷ all seconds of that side, excluded ones out of both. ``score``: their mean."""
        values: dict[str, JSON] = {}
        shares = []
        for name, side, out in (("left", left, mask.left), ("right", right, mask.right)):
            whole = Region(second(file, 0, features.seconds) for file, features in side.items()).without(out)
            spans = [s for m in matches for s in (m.all_left() if name == "left" else m.all_right())]
            covered = Region(spans).overlap(whole).without(out)
            total, found = whole.length(), covered.length()
            values[f"seconds_{name}"] = round(total, 3)
            values[f"seconds_matched_{name}"] = round(found, 3)
            values[f"videos_{name}"] = len(side)
            shares.append(min(1.0, found / total) if total else 0.0)
        kept = {m.id or str(n): m for n, m in enumerate(matches)}  # pieces of a match that was cut keep its id
        values["matches"] = len(kept)
        values["mirrored_segments"] = sum(m.details.get("mirrored") == "yes" for m in kept.values())
        lengths = [p[1] - p[0] for m in matches for p in Region([m.left]).intervals(Lane(m.left.file, "second"))]
        values["longest_segment"] = round(float(max(lengths, default=0.0)), 3)
        return Measures(sum(shares) / 2, shares[0], shares[1], values)

    def exhibit(self, left: Work, right: Work, match: Match) -> Overlay:
        """Frames of both at corresponding times, the right ones in the left ones' frame, and the similarity matrix."""
        return show.exhibit(left, right, match, seconds=float(self.min_seconds), rate=float(self.rate))

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """Some seconds of the source, mirrored, cropped, grey or at another speed, within the host."""
        return planting.plant(source, into, seed, out, rate=float(self.rate))

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """The frames in another order and cut into tiles."""
        return planting.scramble(member, seed, out)


def _match(file: str, other: str, found: Segment, one: VideoFeatures, two: VideoFeatures, straight: bool) -> Match:
    """``details``: see ``words.LABELS``; ``matrix`` takes shares of the left picture to shares of the right one."""
    first, last = found.left, found.right
    places = [first, last]
    sizes = [v.thumbs.shape[:0:-1] for v in (one, two)]
    unit = np.diag([1 / sizes[1][0], 1 / sizes[1][1], 1.0]) @ found.matrix @ np.diag([*map(float, sizes[0]), 1.0])
    speed = found.speed
    if not straight:
        places.reverse()
        unit, speed = inverse(unit), 1 / speed
        sizes.reverse()
    unit = unit / unit[2, 2]
    shares = _shares(unit)
    corners = apply(unit, np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]))
    scale = float(np.sqrt(abs(np.linalg.det(unit[:2, :2])) * sizes[1][0] * sizes[1][1] / (sizes[0][0] * sizes[0][1])))
    details: dict[str, JSON] = {
        "speed": float(f"{speed:.3g}"),
        "offset": round(places[1][0] - places[0][0], 3),
        "similarity": found.similarity,
        "strength": round(found.gain, 2),
        **chance.of(found.gain),
        "frames": found.frames,
        "changes": found.changes,
        "way": found.way,
        "mirrored": "yes" if found.mirrored else "no",
        "turned": _turned(unit, sizes, found.mirrored),
        "placement": _placement(*shares),
        "share_left": round(shares[0], 3),
        "share_right": round(shares[1], 3),
        "scale": float(f"{scale:.3g}"),
        "corners": [round(float(v), 3) for v in corners.ravel()],
        "matrix": [float(f"{v:.6g}") for v in unit.ravel()],
    }
    left, right = (second(f, float(p[0]), float(p[1])) for f, p in zip((file, other), places, strict=True))
    return Match(left, right, SEGMENT, details=details)


def _shares(unit: NDArray[np.float64]) -> tuple[float, float]:
    """Shares of the left and of the right picture that the map lays on one another, counted on a raster of 64 × 64."""
    steps = (np.arange(64) + 0.5) / 64
    raster = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    inside = []
    for matrix in (unit, inverse(unit)):
        moved = apply(matrix, raster)
        inside.append(float(((moved >= 0) & (moved <= 1)).all(axis=1).mean()))
    return inside[0], inside[1]


def _turned(unit: NDArray[np.float64], sizes: Sequence[tuple[int, ...]], mirrored: bool) -> int:
    """Degrees by which the left picture is turned on the right one, clockwise, after it was mirrored where it was."""
    (wide, high), (columns, rows) = sizes
    drawn = np.diag([columns, rows]) @ unit[:2, :2] @ np.diag([1 / wide, 1 / high])
    if mirrored:
        drawn = drawn @ np.diag([-1.0, 1.0])
    return round(float(np.degrees(np.arctan2(drawn[1, 0] - drawn[0, 1], drawn[0, 0] + drawn[1, 1]))))


def _placement(left: float, right: float) -> str:
    if left >= FULL and right >= FULL:
        return "whole picture"
    if left >= FULL:
        return "left picture within the right"
    if right >= FULL:
        return "right picture within the left"
    return "parts of both pictures"

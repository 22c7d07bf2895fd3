"""``image-contour``: which strokes and contours of two drawings lie on each other, after alignment, and which do not?

For line art, tracings, engineering and product drawings, maps, letter forms: what keypoints and hashes of tones do not
see. docs/methods/image-contour.md says how it works and how it was measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import Mask, Match, Measures
from appraisal.errors import UsageError
from appraisal.exhibit import Overlay
from appraisal.span import Unit
from appraisal.work import Medium, Member, Work
from comparators.image import noted
from comparators.image.contour import counting, matching, nearby, planting, show, words
from comparators.image.contour.features import ContourFeatures, take
from comparators.image.decode import MAX_PIXELS


@dataclass(frozen=True)
class ImageContour:
    """Regions in which strokes of two drawings lie on each other.

    ``min_digits`` (0..1000 decimal digits of the odds against the agreement of the strokes of a region by chance),
    ``min_detail`` (0..100000: length of strokes, each weighed by how much directions around it vary, in six-hundredths
    of the drawing's longer side; below it a drawing is refused), ``max_pixels``.
    """

    min_digits: float = 15.0
    min_detail: float = 60.0
    max_pixels: int = MAX_PIXELS

    name: ClassVar[str] = "image-contour"
    version: ClassVar[str] = "2"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.IMAGE})
    scope: ClassVar[Scope] = Scope.MEMBER
    opt_in: ClassVar[bool] = True
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[ContourFeatures]] = ContourFeatures
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS

    def __post_init__(self) -> None:
        if not 0 <= float(self.min_digits) <= 1000:
            raise UsageError(f"image-contour: min_digits is 0 to 1000 decimal digits, not {self.min_digits}")
        if not 0 <= float(self.min_detail) <= 100_000:
            raise UsageError(f"image-contour: min_detail is 0 to 100000, not {self.min_detail}")
        if self.max_pixels < 64:
            raise UsageError("image-contour: max_pixels is at least 64")

    def read(self, member: Member, resources: Resources) -> ContourFeatures:
        """Strokes of one picture. Blank, tiny and contentless ones raise ``Refused``: any two would look alike."""
        return take(member, min_detail=float(self.min_detail), max_pixels=self.max_pixels)

    def propose(self, left: Sided[ContourFeatures], right: Sided[ContourFeatures]) -> Iterator[tuple[str, str]]:
        """All pairs of two small folders; of larger ones those that look alike as a whole (``nearby``)."""
        return nearby.proposed(dict(left), dict(right)) if left and right else iter(())

    def extent(self, features: ContourFeatures) -> tuple[Unit, float]:
        """Area of the stored picture in pixels."""
        return "pixel", float(features.stored_width * features.stored_height)

    def match(self, left: Sided[ContourFeatures], right: Sided[ContourFeatures], context: Context) -> Iterator[Match]:
        """One ``common-strokes`` a region; its details are named in ``words``."""
        noted.told(context, left, right)
        for done, (left_file, a) in enumerate(left.items()):
            for right_file, b in right.items():
                yield from matching.matches(left_file, a, right_file, b, float(self.min_digits))
            context.progress((done + 1) / len(left))

    def measure(
        self, left: Sided[ContourFeatures], right: Sided[ContourFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Shares of the length of strokes: ``counting.measure``."""
        return counting.measure(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Overlay:
        """Both drawings with common strokes coloured and numbered, both laid on each other, strokes of one side."""
        return show.exhibit(left, right, match, min_detail=float(self.min_detail), max_pixels=self.max_pixels)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A copy of the source beside the host: redrawn as lines by an unsteady hand, mirrored or turned."""
        return planting.plant(
            source, into, seed, out, min_detail=float(self.min_detail), max_pixels=self.max_pixels
        )  # fmt: skip

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """Small tiles in another order, each turned or mirrored."""
        return planting.scramble(member, seed, out, max_pixels=self.max_pixels)

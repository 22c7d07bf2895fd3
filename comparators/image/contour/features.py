"""What ``image-contour`` keeps of one picture: its strokes, and how the file's own grid lies to them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import Refused
from appraisal.work import Member
from comparators.image.contour.agreeing import Field
from comparators.image.contour.describe import drawing
from comparators.image.contour.strokes import Floats, Strokes, strokes
from comparators.image.decode import SHOWN, Decoded, decode, turned
from comparators.image.pdq import INVERSE

LEAST_SIDE = 16  # pixels of the shorter side of a picture


@dataclass(frozen=True)
class ContourFeatures:
    """``points``, ``turns``, ``ends``, ``variety``, ``unit``, ``step``: see ``strokes.Strokes``. Sizes in pixels as
    seen; ``stored_*`` those of the file's own grid (spans). ``content``: SHA-256 of size and pixels as seen."""

    points: Floats
    turns: Floats
    ends: NDArray[np.int32]
    variety: Floats
    unit: float
    step: float
    width: int
    height: int
    stored_width: int
    stored_height: int
    exif_orientation: int
    content: str
    file_sha256: str
    format: str
    notes: str

    @cached_property
    def strokes(self) -> Strokes:
        return Strokes(self.points, self.turns, self.ends, self.variety, self.unit, self.step)

    @cached_property
    def field(self) -> Field:
        return Field(drawing(self.strokes))

    @cached_property
    def stored(self) -> NDArray[np.float64]:
        """(n, 2): the points in the file's own grid."""
        x, y = self.points.astype(np.float64).T
        back = INVERSE[SHOWN[self.exif_orientation]]
        moved = turned((x, y), back, float(self.width), float(self.height))
        return np.column_stack(np.broadcast_arrays(*moved))

    @property
    def of(self) -> NDArray[np.int64]:
        """(n,): number of the stroke that each point belongs to."""
        return np.searchsorted(self.ends, np.arange(len(self.points)), side="right")


def picture(member: Member, *, max_pixels: int) -> tuple[Decoded, NDArray[np.uint8]]:
    """The file as seen, and on white: what transparent drawings are drawn for. A drawing that white swallows is laid on
    black."""
    seen = decode(member, max_pixels=max_pixels)
    pixels = seen.opaque("white")
    if seen.transparent and int(pixels.max()) - int(pixels.min()) < 48:
        pixels = seen.opaque("black")
    return seen, np.ascontiguousarray(pixels)


def take(member: Member, *, min_detail: float, max_pixels: int) -> ContourFeatures:
    """Strokes of one picture. ``Refused`` where there are too few whose direction varies."""
    seen, pixels = picture(member, max_pixels=max_pixels)
    if min(seen.width, seen.height) < LEAST_SIDE:
        raise Refused(
            f"{member.file}: {seen.width} × {seen.height} pixels, shorter side below {LEAST_SIDE}: too small for its "
            "strokes to be compared: hand in a larger copy"
        )
    found = strokes(pixels)
    detail = float(found.variety.sum()) * found.step / found.unit
    if detail < min_detail:
        raise Refused(
            f"{member.file}: strokes of varied direction are {detail:.0f} long, below {min_detail:g}: blank, or hardly "
            "more than straight and parallel lines; any two such drawings would look alike; where a viewer shows more "
            "in it, ask for another copy"
        )
    height, width = pixels.shape[:2]
    state = hashlib.sha256(f"RGBA8 {width}x{height}\n".encode())
    state.update(np.ascontiguousarray(seen.rgba).data)
    points = np.clip(found.points, 0, np.array([width, height], np.float32)).astype(np.float32)
    return ContourFeatures(
        points,
        found.turns,
        found.ends,
        found.variety,
        found.unit,
        found.step,
        width,
        height,
        *seen.stored,
        seen.orientation,
        state.hexdigest(),
        member.sha256 or "",
        seen.format,
        "; ".join(seen.notes),
    )

"""What ``image-icon`` keeps of one file: its pieces, brought to tiles, and of a vector drawing its paths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import Refused
from appraisal.span import Span, pixel
from appraisal.work import Member
from comparators.image import svg
from comparators.image.decode import INVERSE_SHOWN, MAX_BYTES, Decoded, decode, turned
from comparators.image.icon import paths, screens
from comparators.image.icon.pieces import LEAST, Box, content, pieces
from comparators.image.icon.tile import tile

DRAWN = (
    256  # pixels of the longer side at which a vector drawing is looked at; its spans stay in the grid of svg.LONGEST
)
COLOURS = 6  # of a palette
_STEP = 32  # levels of a channel that count as one colour


@dataclass(frozen=True)
class IconFeatures:
    """Of one file. n pieces, in reading order; boxes in the file's own grid."""

    boxes: NDArray[np.float64]  # (n, 4): left, top, right, bottom, pixels of the stored grid
    tiles: NDArray[np.uint8]  # (n, 64, 64, 4): tile.tile
    contents: NDArray[np.uint8]  # (n, 32): SHA-256 of size and pixels
    sizes: NDArray[np.int64]  # (n, 2): width and height as seen
    plain: NDArray[np.uint8]  # (n,): 1 for a rectangle or ellipse of one colour, or a piece smaller than LEAST
    palettes: NDArray[np.uint8]  # (n, COLOURS, 4): red, green, blue, share of 255; by share
    controls: NDArray[np.float64]  # (m, 2): control points of all paths of a vector drawing, user units
    ends: NDArray[np.int64]  # (p,): number of the control point behind the last one of each path
    matrices: NDArray[np.float64]  # (p, 6): what each path is drawn by
    screen: NDArray[np.float64]  # (b, 4): boxes of a screen, left, top, right, bottom as shares of the picture as seen
    framed: NDArray[np.uint8]  # (b,): 1 for a frame, 0 for a label or icon
    how: str  # whole, gutters, grid
    ground: str
    stored_width: int
    stored_height: int
    exif: int  # orientation 1 to 8: ``decode.SHOWN``
    format: str
    frames: int
    file_sha256: str
    notes: str

    @property
    def paths(self) -> paths.Paths:
        """The paths of a vector drawing, none of other pictures."""
        return paths.Paths(self.controls, self.ends, self.matrices)

    def span(self, file: str, at: int) -> Span:
        """The place of piece ``at``."""
        left, top, right, bottom = self.boxes[at].tolist()
        return pixel(file, ((left, top), (right, top), (right, bottom), (left, bottom)))


def take(member: Member, *, cut: str, max_pixels: int) -> IconFeatures:
    """Decode and cut one file. ``Refused`` when nothing is drawn in it."""
    picture = decode(member, max_pixels=max_pixels, longest=DRAWN)
    found = pieces(picture.rgba, member.file, cut)
    if not found.boxes:
        raise Refused(
            f"{member.file}: nothing is drawn in it: blank, or one colour all over; where a viewer shows more in it,"
            " ask for another copy"
        )
    curves = paths.NONE
    if picture.format == "SVG":
        curves = paths.read(member.bytes(MAX_BYTES), member.file)
    shown = picture.rgba * found.mask[..., None].astype(np.uint8)
    boxes = screens.NONE if picture.format == "SVG" else screens.boxes(picture.opaque("white"))
    stored = picture.stored
    scale = max(1.0, svg.LONGEST / max(stored)) if picture.format == "SVG" else 1.0
    crops = [shown[top:bottom, left:right] for left, top, right, bottom in found.boxes]
    return IconFeatures(
        boxes=np.array([[v * scale for v in _stored(picture, box)] for box in found.boxes], np.float64),
        tiles=np.stack([tile(crop) for crop in crops]),
        contents=np.stack([np.frombuffer(content(shown, box), np.uint8) for box in found.boxes]),
        sizes=np.array([[b[2] - b[0], b[3] - b[1]] for b in found.boxes], np.int64),
        plain=np.array([_plain(crop) for crop in crops], np.uint8),
        palettes=np.stack([palette(crop) for crop in crops]),
        controls=curves.points,
        ends=curves.ends,
        matrices=curves.matrices,
        screen=boxes.places,
        framed=boxes.frames,
        how=found.how,
        ground=found.ground,
        stored_width=round(stored[0] * scale),
        stored_height=round(stored[1] * scale),
        exif=picture.orientation,
        format=picture.format,
        frames=picture.frames,
        file_sha256=member.sha256,
        notes="; ".join(picture.notes),
    )


def _stored(picture: Decoded, box: Box) -> tuple[float, float, float, float]:
    back = INVERSE_SHOWN[picture.orientation]
    corners = [turned(p, back, picture.width, picture.height) for p in ((box[0], box[1]), (box[2], box[3]))]
    xs, ys = sorted(p[0] for p in corners), sorted(p[1] for p in corners)
    return xs[0], ys[0], xs[1], ys[1]


def _plain(crop: NDArray[np.uint8]) -> bool:
    """Whether any two of such pieces would look alike: too small, or one colour in a stock shape."""
    rows, columns = crop.shape[:2]
    if max(rows, columns) < LEAST:
        return True
    opaque = crop[..., 3] > 127
    if not opaque.any():
        opaque = crop[..., 3] > 0
    colours = crop[..., :3][opaque].astype(np.float64)
    if len(colours) and float(colours.std(axis=0).max()) > 6:
        return False
    y, x = (np.arange(rows)[:, None] + 0.5) / rows * 2 - 1, (np.arange(columns)[None, :] + 0.5) / columns * 2 - 1
    size = rows * columns
    return bool((opaque.mean() > 0.97) or ((opaque == (x * x + y * y <= 1)).sum() > size * 0.96))


def palette(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(COLOURS, 4): the commonest colours of a piece, each the mean of a cube of ``_STEP`` levels, with shares."""
    result = np.zeros((COLOURS, 4), np.uint8)
    colours = crop[..., :3][crop[..., 3] > 127].astype(np.int64)
    if not len(colours):
        return result
    codes = (colours // _STEP * np.array([64, 8, 1])).sum(axis=1)
    values, group, counts = np.unique(codes, return_inverse=True, return_counts=True)
    for row, at in enumerate(np.lexsort((values, -counts))[:COLOURS]):
        share = counts[at] / len(colours)
        result[row] = [*np.rint(colours[group == at].mean(axis=0)).astype(int), round(share * 255)]
    return result

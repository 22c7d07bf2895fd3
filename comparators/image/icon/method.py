"""``image-icon``: which icons, sprites and tiles of two sets correspond, one to one, and what differs between them?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from appraisal.comparator import Context, Need, Plant, Resources, Scope, Sided
from appraisal.comparison import JSON, Mask, Match, Measures
from appraisal.errors import OverLimit, Refused, UsageError
from appraisal.exhibit import Overlay
from appraisal.span import Unit
from appraisal.work import Medium, Member, Work
from comparators.image import noted, pdq
from comparators.image.decode import MAX_PIXELS
from comparators.image.icon import chance, counting, paths, planting, screened, show, words
from comparators.image.icon.counting import PATHS, PIECE
from comparators.image.icon.features import IconFeatures, take
from comparators.image.icon.pairing import Pairing, Piece, assigned
from comparators.image.icon.pieces import asked
from comparators.image.icon.tile import Drawn

BYTES_A_PIECE = 40_000  # tile, edges of the laying, descriptors
TOLD = 400  # pieces without a counterpart that a table lists
RECOLOURED = 24  # levels between the colours of corresponding places, on average, from where on it is said


@dataclass(frozen=True)
class ImageIcon:
    """Pieces of two sets that correspond with at least ``min_agreement`` (0.3 to 1; ``likeness.Laid.agreement``).

    ``cut``: ``auto``, ``whole`` (each file one piece) or a grid such as ``32x32`` in pixels; ``max_pixels`` of a file.
    """

    min_agreement: float = 0.75
    cut: str = "auto"
    max_pixels: int = MAX_PIXELS

    name: ClassVar[str] = "image-icon"
    version: ClassVar[str] = "7"
    media: ClassVar[frozenset[Medium]] = frozenset({Medium.IMAGE})
    scope: ClassVar[Scope] = Scope.WHOLE
    folders: ClassVar[bool] = True
    needs: ClassVar[tuple[Need, ...]] = ()
    features: ClassVar[type[IconFeatures]] = IconFeatures
    labels: ClassVar[Mapping[str, Mapping[str, str]]] = words.LABELS
    counting: ClassVar[Mapping[str, Mapping[str, str]]] = words.COUNTING

    def __post_init__(self) -> None:
        if not 0.3 <= float(self.min_agreement) <= 1:
            raise UsageError(f"image-icon: min_agreement is 0.3 to 1, not {self.min_agreement}")
        asked(self.cut)
        if self.max_pixels < 64:
            raise UsageError("image-icon: max_pixels is at least 64")

    def read(self, member: Member, resources: Resources) -> IconFeatures:
        """Decode one file and cut it into pieces. ``Refused`` when nothing is drawn in it."""
        return take(member, cut=self.cut, max_pixels=self.max_pixels)

    def extent(self, features: IconFeatures) -> tuple[Unit, float]:
        """Area of the stored picture in pixels."""
        return "pixel", float(features.stored_width * features.stored_height)

    def match(self, left: Sided[IconFeatures], right: Sided[IconFeatures], context: Context) -> Iterator[Match]:
        """One match a pair of pieces that is assigned, one a pair of drawings that share paths, one a pair of screens
        that are laid out alike.

        Raises ``Refused`` when a side has nothing but plain pieces, ``OverLimit`` above the memory allowed.
        """
        noted.told(context, left, right)
        sides = (_pieces(left), _pieces(right))
        for pieces, files in zip(sides, (left, right), strict=True):
            if not pieces:
                names = ", ".join(sorted(files)[:3]) + (" …" if len(files) > 3 else "")
                raise Refused(f"{names}: nothing but stock shapes of one colour or tiny pieces: nothing to compare")
        count = len(sides[0]) + len(sides[1])
        if count * BYTES_A_PIECE > context.memory_limit:
            raise OverLimit(
                f"{min(left)}, {min(right)}: {count} pieces take {count * BYTES_A_PIECE} bytes of memory, the limit is"
                f" {context.memory_limit}: raise the limit or compare parts"
            )
        # One order of the sides, so that swapped works give the same pairs.
        straight = _order(sides[0]) <= _order(sides[1])
        one, other = sides if straight else sides[::-1]
        found = assigned(one, other, float(self.min_agreement))
        for pair in found:
            yield _match(one[pair.one], other[pair.other], pair, straight, left, right)
        context.progress(0.8)
        alone = [
            _alone(pieces, {p.one if (side == 0) is straight else p.other for p in found}, files)
            for side, (pieces, files) in enumerate(zip(sides, (left, right), strict=True))
        ]
        context.table("without_counterpart_left", alone[0])
        context.table("without_counterpart_right", alone[1])
        yield from _vectors(left, right)
        yield from screened.matches(left, right)
        context.progress(1.0)

    def measure(
        self, left: Sided[IconFeatures], right: Sided[IconFeatures], matches: Sequence[Match], mask: Mask
    ) -> Measures:
        """Pieces with a counterpart ÷ all pieces compared, on each side: ``counting.measure``."""
        return counting.measure(left, right, matches, mask)

    def exhibit(self, left: Work, right: Work, match: Match) -> Overlay:
        """Both files with the piece outlined, the right piece brought to the left one, half of each, difference."""
        return show.exhibit(left, right, match, cut=self.cut, max_pixels=self.max_pixels)

    def plant(self, source: Member, into: Member, seed: int, out: Path) -> Plant:
        """A sheet of the host's pieces and one of the source's, recoloured, scaled or mirrored."""
        return planting.plant(source, into, seed, out, cut=self.cut, max_pixels=self.max_pixels)

    def scramble(self, member: Member, seed: int, out: Path) -> Path:
        """Each piece cut into tiles that are put together in another order."""
        return planting.scramble(member, seed, out, max_pixels=self.max_pixels)


def _pieces(side: Sided[IconFeatures]) -> list[Piece]:
    return [
        Piece(file, at, Drawn(features.tiles[at]), features.contents[at].tobytes())
        for file, features in sorted(side.items())
        for at in range(len(features.boxes))
        if not features.plain[at]
    ]


def _order(pieces: Sequence[Piece]) -> str:
    state = hashlib.sha256()
    for piece in pieces:
        state.update(piece.content)
    return state.hexdigest()


def _match(
    one: Piece, other: Piece, pair: Pairing, straight: bool, left: Sided[IconFeatures], right: Sided[IconFeatures]
) -> Match:
    """``details``: see ``words.LABELS``; the laying is of the frame piece on the other; ``frame`` says which it is."""
    mine, theirs = (one, other) if straight else (other, one)
    a, b = left[mine.file], right[theirs.file]
    laid = pair.laid
    k = laid.orientation if straight else pdq.INVERSE[laid.orientation]
    sizes = a.sizes[mine.number].tolist(), b.sizes[theirs.number].tolist()
    turned = sizes[0][::-1] if k in (1, 3, 6, 7) else sizes[0]
    moved = show.brought(laid, one.drawn.pixels)
    colour, boxes = _differences(moved, other.drawn.pixels)
    identical = one.content == other.content
    details: dict[str, JSON] = {
        "identical_picture": "yes" if identical else "no",
        "orientation": pdq.ORIENTATIONS[k],
        "size_left": f"{sizes[0][0]} × {sizes[0][1]}",
        "size_right": f"{sizes[1][0]} × {sizes[1][1]}",
        "scale_horizontal": float(f"{sizes[1][0] / turned[0]:.4g}"),
        "scale_vertical": float(f"{sizes[1][1] / turned[1]:.4g}"),
        "edges": round(laid.edges, 3),
        "fine": round(laid.fine, 3),
        "shape": round(laid.shape, 3),
        "colours": round(laid.colours, 3),
        "score": round(laid.agreement, 3),
        "colour_apart": round(colour, 1),
        "recoloured": "yes" if colour >= RECOLOURED else "no",
        "palette_left": _hex(a.palettes[mine.number]),
        "palette_right": _hex(b.palettes[theirs.number]),
        "cells_different": boxes,
        "number_left": mine.number + 1,
        "number_right": theirs.number + 1,
        "cut_left": a.how,
        "cut_right": b.how,
        "frame": "left" if straight else "right",
        "laying": [laid.orientation, laid.scale, *laid.shift],
        **({} if identical else chance.of(laid.agreement)),
    }
    return Match(a.span(mine.file, mine.number), b.span(theirs.file, theirs.number), PIECE, details=details)


def _hex(palette: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> str:
    rows = palette.tolist()
    return ", ".join(f"#{r:02x}{g:02x}{b:02x} {share * 100 // 255} %" for r, g, b, share in rows if share)


def _differences(
    moved: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], other: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
) -> tuple[float, int]:
    """Mean distance of colours in levels where both are opaque, and cells of the tile (of 64) that differ beyond it."""
    a, b = moved.astype(np.float64), other.astype(np.float64)
    both = (a[..., 3] > 127) & (b[..., 3] > 127)
    apart = np.abs(a - b)[..., :3].mean(axis=2)
    return (float(apart[both].mean()) if both.any() else 0.0), int(show.odd_cells(moved, other).sum())


def _alone(pieces: Sequence[Piece], taken: set[int], side: Sided[IconFeatures]) -> dict[str, JSON]:
    rows: list[JSON] = []
    for at, piece in enumerate(pieces):
        if at not in taken and len(rows) < TOLD:
            box = side[piece.file].boxes[piece.number].tolist()
            rows.append([piece.file, piece.number + 1, *(round(v, 1) for v in box)])
    return {"head": ["file", "number", "box_left", "box_top", "box_right", "box_bottom"], "rows": rows}


def _vectors(left: Sided[IconFeatures], right: Sided[IconFeatures]) -> Iterator[Match]:
    """A match a pair of vector drawings, each with the one that shares most of its parts; see ``paths``."""
    here, there = ({f: paths.units(x.paths) for f, x in side.items()} for side in (left, right))
    found = paths.shared(here, there)
    best: set[tuple[str, str]] = set()
    for side in (0, 1):
        by_file: dict[str, list[tuple[str, str]]] = {}
        for pair in found:
            by_file.setdefault(pair[side], []).append(pair)
        for mine in by_file.values():
            most = max(_common(found[pair]) for pair in mine)
            best.update(pair for pair in mine if _common(found[pair]) == most)
    for file, other in sorted(best):
        yield _paths(file, left[file], other, right[other], found[file, other], (here[file], there[other]))


def _told(units: dict[int, paths.Units]) -> int:
    """Parts that can be evidence; one that is drawn stretched is one."""
    return len({int(n) for each in units.values() for n in each.numbers})


def _common(both: paths.Shared) -> int:
    return min(len(both.left), len(both.right))


def _paths(
    file: str,
    a: IconFeatures,
    other: str,
    b: IconFeatures,
    both: paths.Shared,
    units: tuple[dict[int, paths.Units], dict[int, paths.Units]],
) -> Match:
    def points(features: IconFeatures, numbers: tuple[int, ...]) -> int:
        sizes = np.diff(np.concatenate([[0], features.ends]))
        return int(sizes[list(numbers)].sum())

    details: dict[str, JSON] = {
        "parts_shared_left": len(both.left),
        "parts_shared_right": len(both.right),
        "parts_turned": len(both.turned),
        "parts_told_left": _told(units[0]),
        "parts_told_right": _told(units[1]),
        "points_shared_left": points(a, both.left),
        "points_shared_right": points(b, both.right),
        "identical_file": "yes" if a.file_sha256 == b.file_sha256 else "no",
    }
    spans = []
    for name, features in ((file, a), (other, b)):
        low, high = features.boxes[:, :2].min(axis=0), features.boxes[:, 2:].max(axis=0)
        spans.append((name, low, high))
    left, right = (show.box_span(*each) for each in spans)
    return Match(left, right, PATHS, details=details)

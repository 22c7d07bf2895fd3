"""Matches of screens that are laid out alike: each screen with the one of the other side that it agrees with most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from appraisal.comparison import JSON, Match
from appraisal.span import Span, pixel
from comparators.image.decode import INVERSE_SHOWN, turned
from comparators.image.icon import layout
from comparators.image.icon.counting import LAYOUT
from comparators.image.icon.features import IconFeatures
from comparators.image.icon.screens import FEWEST, Boxes

MOST = 40  # screens of a side that are compared, those with most boxes
LISTED = 60  # boxes that a match writes out, of each list
Sides = Mapping[str, IconFeatures]
Wide = NDArray[np.float64]


def screens_of(side: Sides) -> list[str]:
    """Files that can be compared as screens, with most boxes first."""
    found = [(-len(features.screen), file) for file, features in side.items() if len(features.screen) >= FEWEST]
    return [file for _, file in sorted(found)]


def matches(left: Sides, right: Sides) -> Iterator[Match]:
    """A match a pair of screens whose layouts agree; swapped sides give the same pairs."""
    here, there = screens_of(left)[:MOST], screens_of(right)[:MOST]
    laid: dict[tuple[str, str], tuple[layout.Laid, bool]] = {}
    for file in here:
        for other in there:
            found = _lay(left[file], right[other])
            if found is not None and found[0].agreement >= layout.LEAST:
                laid[file, other] = found
    best: set[tuple[str, str]] = set()
    for side in (0, 1):
        of: dict[str, list[tuple[str, str]]] = {}
        for pair in laid:
            of.setdefault(pair[side], []).append(pair)
        for pairs in of.values():
            most = max(laid[pair][0].agreement for pair in pairs)
            best.update(pair for pair in pairs if laid[pair][0].agreement == most)
    for file, other in sorted(best):
        yield _match(file, left[file], other, right[other], *laid[file, other])


def _lay(a: IconFeatures, b: IconFeatures) -> tuple[layout.Laid, bool] | None:
    """How the screens lie on each other, and whether that is the left one on the right one."""
    straight = a.screen.tobytes() <= b.screen.tobytes()  # one order, so that swapped works give the same
    one, other = (a, b) if straight else (b, a)
    (wide, high), (wide_there, high_there) = _seen(one), _seen(other)
    found = layout.lay(
        Boxes(one.screen, one.framed), Boxes(other.screen, other.framed), high_there / wide_there * wide / high
    )
    return None if found is None else (found, straight)


def _seen(features: IconFeatures) -> tuple[float, float]:
    size = float(features.stored_width), float(features.stored_height)
    return size[::-1] if features.exif >= 5 else size


def _match(file: str, a: IconFeatures, other: str, b: IconFeatures, laid: layout.Laid, straight: bool) -> Match:
    """``details``: see ``words.LABELS``; boxes are left, top, right, bottom in pixels of the pictures as seen."""
    pairs = laid.pairs if straight else laid.pairs[:, ::-1]
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    pairs, fit = pairs[order], laid.overlap[order]
    sides = [_pixels(each) for each in (a, b)]
    alone = [sorted(set(range(len(boxes))) - set(pairs[:, at].tolist())) for at, boxes in enumerate(sides)]
    scale = [_ratio(sides, pairs, axis) for axis in (0, 1)]
    details: dict[str, JSON] = {
        "boxes_left": len(sides[0]),
        "boxes_right": len(sides[1]),
        "boxes_alike": len(pairs),
        "frames_alike": int(a.framed[pairs[:, 0]].sum()),
        "boxes_fit": round(float(np.median(fit)), 3) if len(fit) else 0.0,
        "scale_horizontal": scale[0],
        "scale_vertical": scale[1],
        "boxes_of_both": [
            f"{at}: {_text(sides[0][i])} = {_text(sides[1][j])}" for at, (i, j) in enumerate(pairs[:LISTED].tolist(), 1)
        ],
        "boxes_only_left": [_text(sides[0][i]) for i in alone[0][:LISTED]],
        "boxes_only_right": [_text(sides[1][j]) for j in alone[1][:LISTED]],
        "score": laid.agreement,
        **({} if a.file_sha256 == b.file_sha256 else layout.chance(laid.agreement)),
    }
    return Match(
        _frame(file, a, sides[0][pairs[:, 0]]), _frame(other, b, sides[1][pairs[:, 1]]), LAYOUT, details=details
    )


def _pixels(features: IconFeatures) -> Wide:
    wide, high = _seen(features)
    return np.asarray(np.round(features.screen * [wide, high, wide, high], 1), np.float64)


def _text(box: Wide) -> str:
    return ", ".join(f"{v:.0f}" for v in box[:2]) + " – " + ", ".join(f"{v:.0f}" for v in box[2:])


def _ratio(sides: list[Wide], pairs: NDArray[np.int64], axis: int) -> float:
    """Right ÷ left, of the extents of all boxes that correspond."""
    extents = []
    for at, boxes in enumerate(sides):
        held = boxes[pairs[:, at]]
        extents.append(float(held[:, axis + 2].max() - held[:, axis].min()))
    return float(f"{extents[1] / max(extents[0], 1e-9):.4g}")


def _frame(file: str, features: IconFeatures, boxes: Wide) -> Span:
    """The upright box around all boxes that correspond, in the stored grid."""
    wide, high = _seen(features)
    low, top = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
    back = INVERSE_SHOWN[features.exif]
    corners = [turned(p, back, wide, high) for p in (tuple(low), tuple(top))]
    xs, ys = sorted(p[0] for p in corners), sorted(p[1] for p in corners)
    return pixel(file, ((xs[0], ys[0]), (xs[1], ys[0]), (xs[1], ys[1]), (xs[0], ys[1])))

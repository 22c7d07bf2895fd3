"""Two pictures and what was made of both, as drawings: a row each, so that pages break between them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from appraisal.exhibit import Overlay, Picture, describe
from reports.document import Language
from reports.exhibits.drawing import (
    BLACK,
    MIDDLE,
    WHITE,
    Box,
    Drawing,
    Path,
    Raster,
    Shape,
    Words,
    clipped,
    lowered,
    squares,
)
from reports.exhibits.figures import GAP, WIDTH, matrix
from reports.wording import say

HEIGHTS = 230.0, 142.0  # of both pictures at the most, and of those below, three in a row: all of it fills one page
DETAILS, DETAIL = ("detail-left", "detail-right"), 190.0  # pictures of places that differ, and their height
FRAME, PIXEL = 312.0, 0.75  # of frames shown in turn: width, and points a pixel of a screen
SEEN = 120  # pixels of a screen: least side of such a frame
KEYS = (("alike", 200, False), ("partly", WHITE, True), ("unlike", 40, False), ("nothing", WHITE, False))

Made = tuple[tuple[Shape, ...], float, str]  # shapes of a row, its height in points, and what it is in words


def overlay(exhibit: Overlay, language: Language) -> Drawing:
    """All rows below each other in one drawing."""
    shapes: list[Shape] = []
    bottom = 0.0
    for made, height, _ in _rows(exhibit, language):
        top = bottom + (GAP if bottom else 0)
        shapes += [lowered(shape, top) for shape in made]
        bottom = top + height
    return Drawing(WIDTH, bottom + 2, tuple(shapes), describe(exhibit))


def rows(exhibit: Overlay, language: Language) -> tuple[Drawing, ...]:
    """The same, each row a drawing of its own."""
    return tuple(Drawing(WIDTH, height + 2, made, alt) for made, height, alt in _rows(exhibit, language))


def _rows(exhibit: Overlay, language: Language) -> Iterator[Made]:
    """Both pictures with outlined regions in half of the width each, so that numbers on them can be read in print;
    below what was made of both, three in a row, and the key of the map of agreement where there is one."""
    beside = [
        (picture, f"{say(language, key)}{say(language, 'colon')}{picture.file}")
        for picture, key in ((exhibit.left, "left"), (exhibit.right, "right"))
    ]
    below = [] if exhibit.aligned is None else [(exhibit.aligned, say(language, "aligned"))]
    below += [(picture, say(language, name)) for name, picture in exhibit.further if name not in DETAILS]
    large, small = HEIGHTS
    shapes, bottom, _ = _row(beside, 2, large, language)
    yield shapes, bottom, describe(exhibit)
    for at in range(0, len(below), 3):
        shapes, bottom, alt = _row(below[at : at + 3], 3, small, language)
        if at + 3 >= len(below) and any(name == "agreement" for name, _ in exhibit.further):
            shapes, bottom = (*shapes, *_key(bottom + 10, language)), bottom + 20
        yield shapes, bottom, alt
    if exhibit.matrix is not None:
        made, bottom = matrix(exhibit.matrix, 0)
        yield tuple(made), bottom, exhibit.matrix.y_label or describe(exhibit)


def _row(some: Sequence[tuple[Picture, str]], columns: int, height: float, language: Language) -> Made:
    """Pictures with their titles side by side, each as large as its column and ``height`` allow."""
    column = (WIDTH - GAP * (columns - 1)) / columns - 1
    shapes: list[Shape] = []
    bottom = 0.0
    for at, (picture, title) in enumerate(some):
        x = at * (column + GAP)
        made, y = _picture(picture, x, 14, column, height)
        shapes += [Words(x, 9, clipped(title, column, 8), 8), *made]
        bottom = max(bottom, y)
    return tuple(shapes), bottom, say(language, "semicolon").join(title for _, title in some)


def details(exhibit: Overlay, language: Language) -> tuple[Drawing, ...]:
    """Each place that differs, out of both pictures side by side, as large as the page allows."""
    cut = [(picture, say(language, name, letter=picture.file)) for name, picture in exhibit.further if name in DETAILS]
    made = (_row(cut[at : at + 2], 2, DETAIL, language) for at in range(0, len(cut) - 1, 2))
    return tuple(Drawing(WIDTH, height + 2, shapes, alt) for shapes, height, alt in made)


def _key(y: float, language: Language) -> Iterator[Shape]:
    """What the cells of a map of agreement stand for, in the greys and lines that they are drawn in."""
    yield Words(0, y + 7, say(language, "agreement-key"), 7.5)
    for at, (name, fill, hatch) in enumerate(KEYS):
        x = 96.0 + at * 89
        yield Box(x, y, 12, 8, fill, MIDDLE, hatch)
        yield Words(x + 16, y + 7, say(language, f"agreement-{name}"), 7.5)


def frames(exhibit: Overlay, language: Language) -> tuple[Drawing, Drawing] | None:
    """Both frames that a screen shows in turn, the same in size and place, in their own pixels: of a small picture each
    is a square of so many pixels of a screen as it takes to see it, and no more. None where the exhibit has none."""
    found = dict(exhibit.further)
    if "frame-left" not in found or "frame-right" not in found:
        return None
    made = []
    for side in ("left", "right"):
        picture = found["frame-left" if side == "left" else "frame-right"]
        times = max(1, math.ceil(SEEN / max(1, picture.width, picture.height)))
        size = PIXEL * times * picture.width, PIXEL * times * picture.height
        title = f"{say(language, side)}{say(language, 'colon')}{picture.file}"
        drawn = replace(picture, png=squares(picture.png, times))
        shapes, y = _picture(drawn, 0, 14, min(FRAME, size[0]), min(FRAME, size[1]))
        words = Words(0, 9, clipped(title, FRAME, 8), 8)
        made.append(Drawing(FRAME, y + 2, (words, *shapes), title))
    return made[0], made[1]


def _picture(picture: Picture, x: float, y: float, width: float, height: float) -> tuple[list[Shape], float]:
    """A picture fitted into a rectangle, its regions outlined in white under dashed black, with the share of the
    picture that they take where that is told; also its lower edge."""
    scale = min(width / picture.width, height / picture.height)
    w, h = picture.width * scale, picture.height * scale
    shapes: list[Shape] = [Raster(x, y, w, h, picture.png), Box(x, y, w, h, None, MIDDLE)]
    told: list[Shape] = []
    for at, polygon in enumerate(picture.polygons):
        points = tuple((min(max(x + px * scale, x), x + w), min(max(y + py * scale, y), y + h)) for px, py in polygon)
        shapes += [Path(points, WHITE, 2.4, True), Path(points, BLACK, 1.1, True, 4)]
        if at < len(picture.shares):
            words = f"{picture.shares[at] * 100:.1f}%"
            wide = 0.56 * 8 * len(words) + 4
            left = min(max(min(p[0] for p in points), x), x + max(0.0, w - wide))
            low = max(p[1] for p in points)
            told += [Box(left, low - 11, wide, 11, WHITE, BLACK), Words(left + 2, low - 2.5, words, 8)]
    return shapes + told, y + h

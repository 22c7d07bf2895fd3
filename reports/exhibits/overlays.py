"""Two pictures and what was made of both, as drawings: a row each, so that pages break between them.

Small pictures are laid on each other in a square frame of their own, the margins of which say nothing. They are cut off
for all pictures in it alike, and all pictures of such a match are drawn in one size (``even``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

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
SCREEN = 175 / 25.4 * 72 / WIDTH  # how much larger a screen draws what is as wide as the text (report.css)
KEYS = (("alike", 190, False), ("partly", WHITE, True), ("unlike", 40, False), ("nothing", WHITE, False))

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
    one_size, exhibit = even(exhibit), trimmed(exhibit)
    beside = [
        (picture, f"{say(language, key)}{say(language, 'colon')}{picture.file}")
        for picture, key in ((exhibit.left, "left"), (exhibit.right, "right"))
    ]
    below: list[tuple[Picture, str]] = [] if exhibit.aligned is None else [(exhibit.aligned, say(language, "aligned"))]
    below += [(picture, say(language, name)) for name, picture in exhibit.further if name not in DETAILS]
    large, small = HEIGHTS
    if one_size:
        below = [*beside, *below]
    else:
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


def even(exhibit: Overlay) -> bool:
    """Whether all pictures of a match are drawn in one size: those that are laid on each other in a frame of their own,
    in which a screen shows them in turn, too."""
    found, aligned = dict(exhibit.further), exhibit.aligned
    frame = found.get("frame-left")
    return frame is not None and aligned is not None and _size(frame) == _size(aligned)


def trimmed(exhibit: Overlay) -> Overlay:
    """The same without the margins of such a frame that are empty in all of its pictures."""
    if not even(exhibit) or exhibit.aligned is None:
        return exhibit
    size, told = _size(exhibit.aligned), dict(exhibit.further)
    held = [exhibit.aligned, *(told[name] for name in ("frame-left", "frame-right", "laid-over") if name in told)]
    boxes = [_inked(picture) for picture in held if _size(picture) == size]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    further = tuple((name, _part(one, box) if _size(one) == size else one) for name, one in exhibit.further)
    return replace(exhibit, aligned=_part(exhibit.aligned, box), further=further)


def _size(picture: Picture) -> tuple[int, int]:
    return picture.width, picture.height


def _inked(picture: Picture) -> tuple[int, int, int, int]:
    """The box around all pixels that differ from the one in the corner; all of a picture that has no other."""
    from PIL import Image, ImageChops

    with Image.open(BytesIO(picture.png)) as image:
        seen = image.convert("RGB")
    corner = Image.new("RGB", seen.size, seen.getpixel((0, 0)))
    return ImageChops.difference(seen, corner).getbbox() or (0, 0, *seen.size)


def _part(picture: Picture, box: tuple[int, int, int, int]) -> Picture:
    from PIL import Image

    x, y = box[:2]
    stream = BytesIO()
    with Image.open(BytesIO(picture.png)) as image:
        image.crop(box).save(stream, "PNG", compress_level=6)
    polygons = tuple(tuple((px - x, py - y) for px, py in ring) for ring in picture.polygons)
    return replace(picture, png=stream.getvalue(), width=box[2] - x, height=box[3] - y, polygons=polygons)


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
    """Both frames that a screen shows in turn, the same in size and place: as large as all other pictures of the match
    (``even``), or in their own pixels; of a small picture each is a square of so many pixels of a screen as it takes to
    see it, and no more. None where the exhibit has none."""
    one_size, exhibit = even(exhibit), trimmed(exhibit)
    found = dict(exhibit.further)
    if "frame-left" not in found or "frame-right" not in found:
        return None
    made = []
    for side in ("left", "right"):
        picture = found["frame-left" if side == "left" else "frame-right"]
        times = max(1, math.ceil(SEEN / max(1, picture.width, picture.height)))
        size = PIXEL * times * picture.width, PIXEL * times * picture.height
        if one_size:
            column = (WIDTH - 2 * GAP) / 3 - 1
            scale = min(column / picture.width, HEIGHTS[1] / picture.height) * SCREEN
            size = scale * picture.width, scale * picture.height
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

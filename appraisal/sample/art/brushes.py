"""What the pictures of both works are painted with: gradients, grain, rings, ripples, strokes of characters.

Same Pillow, same pixels: all randomness comes from ``random.Random(seed).random()``, whose sequence is fixed, and no
font is used.
"""

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageOps

Colour = tuple[int, int, int]
Point = tuple[float, float]
SCALE = 2
COLOURS = 28

# Strokes of 月光城 on a grid of 100 x 100 for each character.
TITLE: tuple[tuple[tuple[Point, ...], ...], ...] = (
    (
        ((30, 8), (29, 60), (14, 94)),
        ((30, 8), (76, 8), (76, 90), (64, 82)),
        ((30, 36), (74, 36)),
        ((30, 62), (74, 62)),
    ),
    (
        ((50, 4), (50, 46)),
        ((22, 14), (34, 36)),
        ((80, 12), (66, 36)),
        ((10, 46), (92, 46)),
        ((38, 48), (34, 74), (10, 94)),
        ((62, 48), (62, 86), (70, 92), (92, 92), (92, 76)),
    ),
    (
        ((18, 18), (18, 78)),
        ((4, 40), (34, 40)),
        ((2, 86), (36, 74)),
        ((40, 26), (96, 26)),
        ((46, 26), (45, 66), (34, 94)),
        ((46, 50), (62, 50), (60, 76), (53, 72)),
        ((68, 6), (76, 62), (96, 92), (98, 74)),
        ((92, 42), (60, 94)),
        ((82, 6), (92, 16)),
    ),
)


class Dice:
    """Random numbers whose sequence no release of Python changes."""

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random  # noqa: S311 - it draws pictures

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._next()

    def whole(self, low: int, high: int) -> int:
        return low + int(self._next() * (high - low + 1))


def grain(size: tuple[int, int], seed: int, cells: Sequence[int] = (4, 9, 23), contrast: float = 1.0) -> Image.Image:
    """Smooth noise: small grids of random greys, stretched and averaged."""
    dice = Dice(seed)
    out = Image.new("L", size, 128)
    for number, cell in enumerate(cells, 1):
        columns, rows = cell, max(2, cell * size[1] // size[0])
        grid = Image.frombytes("L", (columns, rows), bytes(dice.whole(0, 255) for _ in range(columns * rows)))
        out = Image.blend(out, grid.resize(size, Image.Resampling.BICUBIC), 1 / number if number > 1 else 0.8)
    out = ImageOps.autocontrast(out, cutoff=1)
    return out.point([max(0, min(255, int(128 + (value - 128) * contrast))) for value in range(256)])


def gradient(size: tuple[int, int], top: Colour, bottom: Colour, middle: Colour | None = None) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
    if middle is None:
        return ImageOps.colorize(ramp, top, bottom)
    return ImageOps.colorize(ramp, top, bottom, mid=middle)


def paint_over(
    picture: Image.Image, seed: int, cells: Sequence[int] = (5, 11, 17), contrast: float = 0.7
) -> Image.Image:
    noise = grain(picture.size, seed, cells, contrast)
    return ImageChops.soft_light(picture, Image.merge("RGB", (noise, noise, noise)))


def glow(picture: Image.Image, centre: Point, radius: float, colour: Colour, strength: float = 1.0) -> Image.Image:
    """Light that falls off from a centre, added to what is there."""
    side = int(radius * 2)
    disc = ImageOps.invert(Image.radial_gradient("L")).resize((side, side), Image.Resampling.BILINEAR)
    disc = disc.point([int(max(0, value - 74) / 181 * 255 * strength) for value in range(256)])
    light = Image.new("RGB", picture.size)
    light.paste(ImageOps.colorize(disc, (0, 0, 0), colour), (int(centre[0] - radius), int(centre[1] - radius)))
    return ImageChops.screen(picture, light)


def blank(width: int, height: int, top: Colour, bottom: Colour, middle: Colour | None = None) -> Image.Image:
    return gradient((width * SCALE, height * SCALE), top, bottom, middle)


def finish(picture: Image.Image, seed: int, contrast: float = 0.42) -> Image.Image:
    """Texture, then half size, then few colours so that the file is small."""
    small = paint_over(picture, seed, contrast=contrast).reduce(SCALE)
    return small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")


def circle(draw: ImageDraw.ImageDraw, centre: Point, radius: float, fill: Colour) -> None:
    draw.ellipse((centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius), fill=fill)


def ring(centre: Point, radius: float, count: int, start: float = 0.0, flat: float = 1.0) -> list[Point]:
    step = math.tau / count
    return [
        (
            round(centre[0] + radius * math.cos(start + step * number), 2),
            round(centre[1] + radius * flat * math.sin(start + step * number), 2),
        )
        for number in range(count)
    ]


def blob(
    dice: Dice, centre: Point, radius: float, count: int = 26, rough: float = 0.25, flat: float = 1.0
) -> list[Point]:
    out = []
    for x, y in ring(centre, radius, count, dice.between(0, 1), flat):
        pull = dice.between(1 - rough, 1 + rough)
        out.append((centre[0] + (x - centre[0]) * pull, centre[1] + (y - centre[1]) * pull))
    return out


def skyline(dice: Dice, width: int, ground: float, low: float, high: float) -> list[Point]:
    points: list[Point] = [(0, ground)]
    x = 0.0
    while x < width:
        top = ground - dice.between(low, high)
        broad = dice.between(18, 46)
        if dice.between(0, 1) < 0.4:
            points += [(x, top), (x + broad / 2, top - broad * 0.7), (x + broad, top)]
        else:
            points += [(x, top), (x + broad, top)]
        x += broad
    return [*points, (width, ground)]


def ripples(
    draw: ImageDraw.ImageDraw, dice: Dice, box: tuple[float, float, float, float], count: int, fill: Colour
) -> None:
    for _ in range(count):
        x, y = dice.between(box[0], box[2]), dice.between(box[1], box[3])
        length = dice.between(10, 60) * (0.4 + (y - box[1]) / (box[3] - box[1]))
        draw.line((x - length, y, x + length, y), fill=fill, width=dice.whole(1, 3))


def strokes(draw: ImageDraw.ImageDraw, corner: Point, side: float, which: int, width: int, fill: Colour) -> None:
    for line in TITLE[which]:
        points = [(corner[0] + x * side / 100, corner[1] + y * side / 100) for x, y in line]
        draw.line(points, fill=fill, width=width, joint="curve")
        for point in points:
            circle(draw, point, width / 2, fill)

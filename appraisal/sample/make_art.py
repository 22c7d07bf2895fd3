"""Draw the pictures of the sample case: ten of the claimed work, thirteen of the accused work.

Run ``python make_art.py`` to write them again. Same Pillow, same pixels: all randomness comes from
``random.Random(seed).random()``, whose sequence is fixed, and no font is used.
"""

import io
import itertools
import math
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageOps

HERE = Path(__file__).resolve().parent
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


# ---- the claimed work -------------------------------------------------------------------------


def title() -> Image.Image:
    dice = Dice(11)
    picture = blank(512, 320, (10, 14, 44), (62, 92, 140), (24, 40, 92))
    picture = glow(picture, (700, 210), 330, (210, 220, 255), 0.9)
    draw = ImageDraw.Draw(picture)
    circle(draw, (700, 210), 104, (236, 238, 222))
    for _ in range(14):
        circle(draw, (700 + dice.between(-70, 70), 210 + dice.between(-70, 70)), dice.between(5, 20), (208, 212, 204))
    draw.polygon(skyline(dice, 1024, 440, 20, 90), fill=(28, 34, 74))
    draw.polygon(skyline(dice, 1024, 452, 10, 130), fill=(14, 18, 42))
    draw.rectangle((0, 446, 1024, 640), fill=(16, 30, 66))
    ripples(draw, dice, (0, 450, 1024, 640), 240, (40, 66, 120))
    ripples(draw, dice, (610, 452, 790, 640), 60, (180, 192, 214))
    for number in range(7):
        x = 70 + number * 142 + dice.between(-20, 20)
        y = 330 + dice.between(-40, 40)
        draw.line((x, y, x, 446), fill=(10, 12, 30), width=8)
        circle(draw, (x, y), 11, (120, 210, 255) if number != 2 else (240, 80, 60))
    for number in range(3):
        strokes(draw, (64 + number * 172, 56), 150, number, 17, (12, 14, 36))
        strokes(draw, (60 + number * 172, 52), 150, number, 15, (244, 226, 170))
    return finish(picture, 12)


def world() -> Image.Image:
    dice = Dice(21)
    picture = blank(448, 448, (206, 184, 138), (182, 154, 108))
    draw = ImageDraw.Draw(picture)
    draw.polygon(blob(dice, (520, 360), 250, 40, 0.16, 0.8), fill=(108, 150, 160))
    draw.polygon(blob(dice, (520, 360), 200, 40, 0.12, 0.8), fill=(84, 128, 146))
    for _ in range(60):
        x, y = dice.between(400, 640), dice.between(260, 460)
        draw.arc((x, y, x + 26, y + 12), 180, 360, fill=(150, 186, 190), width=2)
    for row in range(3):
        for number in range(9 - row):
            x, y = 60 + number * 92 + row * 46 + dice.between(-12, 12), 110 + row * 46 + dice.between(-8, 8)
            if row == 2 and 2 < number < 6:
                continue
            high = dice.between(50, 96)
            draw.polygon([(x - 40, y), (x, y - high), (x + 40, y)], fill=(122, 104, 84))
            draw.polygon([(x - 12, y - high * 0.7), (x, y - high), (x + 12, y - high * 0.7)], fill=(226, 226, 222))
            draw.polygon([(x, y), (x, y - high), (x + 40, y)], fill=(94, 78, 66))
    for _ in range(260):
        x, y = dice.between(70, 330), dice.between(400, 620)
        draw.line((x, y, x + dice.between(-5, 5), y - dice.between(12, 26)), fill=(86, 104, 60), width=3)
    road = [(620, 640), (700, 560), (760, 430), (720, 300), (600, 210), (420, 190), (280, 260), (230, 420), (200, 560)]
    for start, end in itertools.pairwise(road):
        for part in range(0, 10, 2):
            along = [
                (start[0] + (end[0] - start[0]) * at / 10, start[1] + (end[1] - start[1]) * at / 10)
                for at in (part, part + 1)
            ]
            draw.line(along, fill=(120, 50, 36), width=6)
    wall = ring((600, 680), 104, 18, 0.1, 0.72)
    draw.polygon(wall, fill=(150, 132, 112))
    draw.line([*wall, wall[0]], fill=(66, 52, 44), width=9)
    for x, y in ring((600, 680), 66, 7, 0.4, 0.7):
        draw.rectangle((x - 9, y - 22, x + 9, y), fill=(74, 62, 60))
        circle(draw, (x, y - 26), 8, (60, 130, 180))
    for number in range(7):
        x = 752 + number * 8
        draw.arc((x - 2, 400 + number * 15, x + 30, 430 + number * 15), 180, 360, fill=(74, 58, 46), width=5)
    draw.ellipse((76, 700, 236, 860), outline=(96, 62, 40), width=5)
    inner = ring((156, 780), 15, 8, -math.pi / 2 + math.pi / 8)
    for number, point in enumerate(ring((156, 780), 76, 8, -math.pi / 2)):
        colour = (120, 50, 36) if number % 2 == 0 else (70, 54, 44)
        draw.polygon([point, inner[number], (156, 780), inner[number - 1]], fill=colour)
    draw.rectangle((12, 12, 884, 884), outline=(92, 64, 42), width=10)
    draw.rectangle((30, 30, 866, 866), outline=(120, 90, 60), width=3)
    return finish(picture.resize((640, 640), Image.Resampling.LANCZOS), 22, 0.4)


def keeper() -> Image.Image:
    """Luo Xi with the red lantern."""
    dice = Dice(31)
    picture = blank(256, 384, (18, 26, 60), (58, 60, 96), (30, 40, 84))
    picture = glow(picture, (356, 420), 250, (255, 120, 70), 0.95)
    draw = ImageDraw.Draw(picture)
    for number in range(9):
        y = 768 - number * 26
        draw.polygon([(0, y), (512, y + 20), (512, y + 46), (0, y + 26)], fill=(40 + number * 5, 42 + number * 4, 66))
    draw.polygon([(256, 250), (140, 690), (190, 716), (340, 720), (384, 676)], fill=(46, 66, 92))
    draw.polygon([(256, 260), (256, 716), (340, 720), (384, 676), (300, 300)], fill=(66, 90, 120))
    for _ in range(26):
        x = dice.between(170, 350)
        draw.line((256 + (x - 256) * 0.3, 380, x, 704), fill=(36, 52, 78), width=3)
    draw.polygon([(226, 300), (286, 300), (300, 460), (216, 460)], fill=(170, 60, 52))
    draw.line((206, 330, 150, 480), fill=(46, 66, 92), width=38)
    draw.line((306, 320, 352, 396), fill=(66, 90, 120), width=36)
    circle(draw, (356, 400), 16, (232, 196, 168))
    circle(draw, (148, 488), 15, (232, 196, 168))
    draw.line((120, 470, 176, 556), fill=(190, 130, 60), width=7)
    draw.line((160, 468, 128, 560), fill=(190, 130, 60), width=7)
    draw.ellipse((206, 130, 306, 262), fill=(236, 204, 178))
    draw.pieslice((190, 104, 322, 256), 170, 372, fill=(26, 22, 34))
    draw.polygon([(196, 176), (168, 330), (216, 280), (216, 170)], fill=(26, 22, 34))
    draw.polygon([(316, 176), (336, 300), (296, 262), (300, 166)], fill=(26, 22, 34))
    for x in (236, 278):
        draw.ellipse((x - 10, 192, x + 10, 206), fill=(250, 250, 246))
        circle(draw, (x + 2, 199), 6, (60, 34, 30))
    draw.arc((240, 218, 276, 240), 20, 160, fill=(160, 70, 64), width=4)
    draw.line((356, 404, 356, 440), fill=(30, 20, 20), width=5)
    draw.ellipse((312, 436, 402, 540), fill=(226, 60, 40))
    draw.ellipse((334, 452, 380, 524), fill=(255, 190, 90))
    for number in range(4):
        draw.arc((312 + number * 12, 436, 402 - number * 12, 540), 90, 270, fill=(150, 30, 24), width=3)
    draw.rectangle((332, 428, 382, 442), fill=(60, 30, 24))
    return finish(picture, 32)


def general() -> Image.Image:
    """Pei Zheng in white plate."""
    dice = Dice(41)
    picture = blank(256, 384, (150, 166, 186), (226, 230, 236), (184, 198, 214))
    draw = ImageDraw.Draw(picture)
    for number in range(5):
        x = number * 130 - 30
        draw.polygon([(x, 520), (x + 90, 250 + number % 2 * 70), (x + 190, 520)], fill=(128 + number * 6, 144, 168))
    draw.rectangle((0, 510, 512, 768), fill=(214, 220, 230))
    draw.line((404, 40, 356, 740), fill=(84, 60, 46), width=13)
    draw.polygon([(404, 44), (384, 120), (402, 150), (420, 124)], fill=(196, 206, 214))
    draw.polygon([(392, 150), (470, 176), (392, 214)], fill=(178, 44, 40))
    draw.polygon([(150, 300), (96, 706), (236, 740), (370, 716), (346, 300)], fill=(92, 40, 44))
    draw.polygon([(176, 290), (160, 500), (248, 540), (340, 500), (322, 290)], fill=(232, 238, 242))
    for row in range(6):
        for number in range(6 - row % 2):
            x, y = 176 + number * 27 + row % 2 * 13, 330 + row * 30
            draw.pieslice((x, y, x + 30, y + 36), 0, 180, fill=(196, 208, 218), outline=(120, 134, 150))
    for x in (156, 338):
        draw.polygon(ring((x, 322), 46, 9, 0.3), fill=(214, 224, 232), outline=(110, 124, 142))
        circle(draw, (x, 322), 14, (88, 130, 190))
    draw.polygon([(170, 500), (156, 690), (232, 700), (244, 530)], fill=(206, 216, 224), outline=(110, 124, 142))
    draw.polygon([(330, 500), (340, 690), (268, 700), (254, 530)], fill=(188, 200, 212), outline=(110, 124, 142))
    draw.line((344, 340, 380, 440), fill=(206, 216, 224), width=34)
    circle(draw, (378, 446), 20, (120, 92, 72))
    draw.ellipse((198, 140, 302, 284), fill=(214, 176, 146))
    draw.polygon(
        [(194, 214), (192, 160), (222, 122), (284, 120), (310, 158), (306, 214), (294, 176), (250, 158), (208, 178)],
        fill=(92, 88, 90),
    )
    circle(draw, (250, 112), 22, (92, 88, 90))
    draw.polygon([(204, 240), (250, 312), (298, 240), (286, 286), (250, 320), (214, 286)], fill=(120, 116, 116))
    draw.line((216, 196, 240, 192), fill=(60, 54, 54), width=7)
    draw.line((262, 192, 272, 194), fill=(60, 54, 54), width=7)
    draw.line((280, 196, 290, 200), fill=(60, 54, 54), width=7)
    draw.line((284, 172, 268, 226), fill=(156, 84, 74), width=4)
    for x in (230, 274):
        circle(draw, (x, 210), 6, (40, 40, 46))
    draw.line((232, 256, 268, 254), fill=(130, 70, 60), width=5)
    for _ in range(160):
        circle(draw, (dice.between(0, 512), dice.between(0, 768)), dice.between(1, 5), (250, 250, 252))
    return finish(picture, 42)


def wolf() -> Image.Image:
    dice = Dice(51)
    picture = blank(320, 320, (58, 70, 92), (126, 128, 112), (88, 96, 104))
    picture = glow(picture, (150, 120), 190, (190, 200, 220), 0.7)
    draw = ImageDraw.Draw(picture)
    circle(draw, (150, 120), 46, (228, 230, 216))
    circle(draw, (134, 108), 12, (204, 206, 196))
    for _ in range(320):
        x, y = dice.between(0, 640), dice.between(430, 640)
        shade = dice.whole(60, 120)
        draw.line(
            (x, y, x + dice.between(-14, 14), y - dice.between(30, 80)), fill=(shade, shade + 6, shade - 14), width=3
        )
    body = [(110, 330), (190, 270), (330, 268), (420, 230), (470, 150), (492, 210), (520, 150), (538, 226), (602, 300)]
    body += [(588, 326), (520, 322), (488, 368), (470, 440), (478, 580), (440, 584), (428, 452), (300, 430), (250, 470)]
    body += [(262, 584), (220, 586), (204, 460), (150, 420), (130, 500), (60, 560), (84, 450)]
    draw.polygon(body, fill=(14, 14, 18))
    for _ in range(240):
        x, y = dice.between(110, 500), dice.between(258, 440)
        draw.line((x, y, x - dice.between(8, 26), y + dice.between(-3, 12)), fill=(34, 34, 42), width=2)
    for number in range(12):
        x = 180 + number * 22
        draw.polygon([(x, 276), (x - 14, 240 + number % 3 * 8), (x + 16, 272)], fill=(14, 14, 18))
    draw.pieslice((472, 220, 530, 278), 20, 340, fill=(226, 232, 236))
    circle(draw, (512, 246), 24, (14, 14, 18))
    circle(draw, (552, 276), 7, (250, 210, 90))
    for number in range(5):
        draw.polygon(
            [(528 + number * 14, 318), (534 + number * 14, 340), (541 + number * 14, 318)], fill=(230, 230, 220)
        )
    return finish(picture, 52)


def tide_king() -> Image.Image:
    dice = Dice(61)
    picture = blank(384, 320, (8, 20, 34), (24, 70, 88), (12, 40, 60))
    draw = ImageDraw.Draw(picture)
    for row in range(9):
        wave: list[Point] = [(0, 640)]
        for along in range(0, 780, 12):
            wave.append((along, 230 + row * 46 + 34 * math.sin(along / (60 + row * 9) + row * 1.7)))
        draw.polygon([*wave, (768, 640)], fill=(10 + row * 4, 40 + row * 9, 58 + row * 10))
    picture = glow(picture, (384, 300), 170, (220, 230, 240), 0.9)
    draw = ImageDraw.Draw(picture)
    bone, dark = (206, 220, 210), (18, 34, 42)
    draw.ellipse((316, 56, 452, 200), fill=bone)
    draw.rectangle((344, 180, 424, 230), fill=bone)
    for x in (352.0, 416.0):
        draw.ellipse((x - 22, 112, x + 22, 158), fill=dark)
        circle(draw, (x, 136), 8, (120, 250, 210))
    draw.polygon([(384, 158), (372, 182), (396, 182)], fill=dark)
    for number in range(6):
        draw.line((350 + number * 14, 204, 350 + number * 14, 228), fill=dark, width=3)
    draw.line((384, 230, 384, 520), fill=bone, width=20)
    for number in range(7):
        y = 262.0 + number * 32
        wide = 130 - abs(number - 2) * 14
        draw.arc((384 - wide, y - 24, 384 + wide, y + 50), 190, 350, fill=bone, width=11)
    circle(draw, (384, 312), 42, (240, 240, 224))
    for side in (-1, 1):
        arm: list[Point] = [(384 + side * 110, 262), (384 + side * 220, 330), (384 + side * 270, 210)]
        draw.line(arm, fill=bone, width=18, joint="curve")
        for point in arm:
            circle(draw, point, 20, (222, 180, 140))
            draw.arc((point[0] - 13, point[1] - 13, point[0] + 13, point[1] + 13), 0, 290, fill=(140, 90, 70), width=5)
        for finger in range(5):
            draw.line(
                (384 + side * 270, 206, 384 + side * (240 + finger * 22), 136 - abs(finger - 2) * -12),
                fill=bone,
                width=7,
            )
    for _ in range(90):
        x, y = dice.between(0, 768), dice.between(0, 640)
        draw.arc((x - 5, y - 5, x + 5, y + 5), 0, 360, fill=(90, 150, 160), width=2)
    return finish(picture, 62)


def bridge() -> Image.Image:
    dice = Dice(71)
    picture = blank(448, 320, (26, 28, 54), (120, 118, 140), (66, 68, 104))
    draw = ImageDraw.Draw(picture)
    draw.polygon(
        [(0, 330), (150, 230), (290, 300), (470, 190), (660, 310), (896, 250), (896, 360), (0, 360)], fill=(50, 54, 86)
    )
    draw.rectangle((0, 350, 896, 640), fill=(46, 58, 84))
    ripples(draw, dice, (0, 360, 896, 520), 150, (92, 104, 136))
    draw.polygon([(0, 520), (240, 486), (500, 540), (896, 500), (896, 640), (0, 640)], fill=(88, 80, 70))
    for _ in range(200):
        x, y = dice.between(0, 896), dice.between(520, 640)
        draw.line((x, y, x + dice.between(-8, 8), y - dice.between(10, 50)), fill=(120, 118, 92), width=2)
    for number in range(2):
        x = 40 + number * 200
        draw.polygon([(x, 520), (x, 300), (x + 200, 300), (x + 200, 520)], fill=(138, 130, 122))
        draw.pieslice((x + 34, 350, x + 166, 680), 180, 360, fill=(40, 48, 72))
        for row in range(6):
            draw.line((x, 318 + row * 32, x + 30, 318 + row * 32), fill=(100, 92, 88), width=3)
            draw.line((x + 176, 330 + row * 32, x + 200, 330 + row * 32), fill=(100, 92, 88), width=3)
    draw.polygon([(440, 300), (476, 310), (460, 352), (486, 390), (452, 430), (440, 520)], fill=(138, 130, 122))
    draw.rectangle((30, 276, 462, 304), fill=(160, 152, 142))
    for number in range(5):
        x = 540 + number * 78
        draw.polygon(
            [(x, 500), (x + 6, 400 + number % 2 * 24), (x + 30, 392 + number % 3 * 14), (x + 40, 500)],
            fill=(96, 90, 88),
        )
        for row in range(4):
            draw.arc((x + 10, 420 + row * 18, x + 28, 434 + row * 18), 30, 230, fill=(60, 56, 58), width=2)
    draw.polygon([(560, 560), (760, 548), (796, 520), (780, 584), (590, 604)], fill=(74, 48, 34))
    draw.line((570, 572, 780, 556), fill=(110, 76, 52), width=6)
    draw.ellipse((690, 590, 760, 622), fill=(214, 178, 96))
    circle(draw, (766, 592), 18, (214, 178, 96))
    picture = glow(picture, (250, 264), 80, (255, 110, 60), 1.0)
    return finish(picture, 72)


def crest() -> Image.Image:
    """The city's coat: seven lamps around a moon, on a shield."""
    picture = blank(256, 256, (64, 30, 40), (34, 18, 40))
    draw = ImageDraw.Draw(picture)
    for number in range(0, 512, 32):
        draw.line((0, number, 512, number + 60), fill=(84, 40, 50), width=5)
    shield: list[Point] = [(70, 60), (256, 30), (442, 60), (430, 290), (360, 410), (256, 482), (152, 410), (82, 290)]
    draw.polygon(shield, fill=(32, 52, 104))
    draw.line([*shield, shield[0]], fill=(212, 176, 96), width=16, joint="curve")
    for number in range(7):
        y, half = 312 + number * 20, 150 - number * 17
        draw.arc((256 - half, y, 256, y + 40), 0, 180, fill=(90, 126, 180), width=5)
        draw.arc((256, y, 256 + half, y + 40), 180, 360, fill=(90, 126, 180), width=5)
    circle(draw, (256, 220), 84, (236, 232, 210))
    circle(draw, (292, 198), 66, (32, 52, 104))
    for number, point in enumerate(ring((256, 220), 132, 7, -math.pi / 2)):
        draw.polygon(ring(point, 24, 4, 0), fill=(90, 190, 230) if number != 2 else (230, 84, 60))
        circle(draw, point, 8, (250, 250, 240))
    return finish(picture, 82)


def blade() -> Image.Image:
    """The wick shears as an item picture."""
    picture = blank(256, 256, (70, 62, 50), (38, 34, 34))
    picture = glow(picture, (256, 256), 230, (130, 110, 70), 0.9)
    draw = ImageDraw.Draw(picture)
    for number in range(18):
        start, end = ring((256, 256), 330, 18)[number], ring((256, 256), 120, 18)[number]
        draw.line([start, end], fill=(96, 84, 60), width=4)
    for side, colour in ((-1, (206, 140, 74)), (1, (172, 108, 54))):
        draw.polygon(
            [(256 + side * 10, 290), (256 - side * 96, 60), (256 - side * 60, 44), (256 + side * 34, 270)], fill=colour
        )
        draw.line((256 - side * 84, 70, 256 + side * 6, 276), fill=(240, 196, 130), width=5)
        draw.line((256 + side * 16, 280, 256 + side * 70, 380), fill=colour, width=24)
        draw.ellipse((256 + side * 84 - 52, 352, 256 + side * 84 + 52, 468), outline=colour, width=20)
    circle(draw, (256, 284), 22, (90, 60, 40))
    circle(draw, (256, 284), 10, (232, 204, 150))
    return finish(picture, 92)


def icons(recolour: bool = False) -> Image.Image:
    """Sixteen items on one sheet; the accused sheet has three other pictures in it and another colour."""
    picture = blank(320, 320, (44, 44, 54), (30, 30, 40))
    for number in range(16):
        left, top = number % 4 * 160, number // 4 * 160
        dice = Dice(101 + number)
        tile = gradient((148, 148), (dice.whole(50, 110), dice.whole(50, 110), dice.whole(60, 120)), (28, 28, 36))
        tile = glow(tile, (74, 70), 62, (dice.whole(90, 200), dice.whole(90, 190), dice.whole(60, 180)), 0.7)
        draw = ImageDraw.Draw(tile)
        colour: Colour = (dice.whole(130, 240), dice.whole(90, 220), dice.whole(60, 220))
        light: Colour = (min(255, colour[0] + 40), min(255, colour[1] + 40), min(255, colour[2] + 40))
        kind = number if not (recolour and number in (5, 10, 15)) else 16 + number
        if kind in (0, 1):
            draw.line((34, 120, 110, 30), fill=colour, width=12)
            draw.polygon([(104, 20), (128, 14), (118, 44)], fill=light)
            draw.line((36, 92, 62, 118), fill=light, width=9 if kind else 16)
        elif kind in (2, 3):
            draw.polygon([(44, 50), (104, 50), (122, 126), (26, 126)], fill=colour)
            draw.rectangle((56, 22, 92, 50), fill=light)
            draw.line((44, 88, 104, 88), fill=light, width=5 + kind * 3)
        elif kind in (4, 5):
            draw.polygon(ring((74, 78), 50, 5 + kind, 0.3), fill=colour)
            draw.polygon(ring((74, 78), 28, 5 + kind, 0.6), fill=light)
        elif kind in (6, 7):
            draw.ellipse((38, 44, 112, 132), fill=colour)
            draw.ellipse((54, 20, 94, 80), fill=colour)
            draw.line((74, 24, 84, 8), fill=(80, 60, 40), width=6)
            draw.arc((48, 60, 84, 120), 120, 220, fill=light, width=7)
        elif kind in (8, 9):
            draw.rectangle((40, 26, 108, 124), fill=(222, 206, 168))
            for row in range(6):
                draw.line((50, 40 + row * 13, 98 - row * 5 * (kind - 8), 40 + row * 13), fill=(90, 70, 60), width=4)
            draw.ellipse((28, 18, 120, 36), fill=colour)
        elif kind in (10, 11):
            draw.polygon([(74, 16), (118, 40), (108, 104), (74, 132), (40, 104), (30, 40)], fill=colour)
            draw.polygon([(74, 34), (74, 114), (48, 96), (42, 50)], fill=light)
        elif kind in (12, 13):
            draw.ellipse((22, 52, 110, 104), fill=colour)
            draw.polygon([(98, 78), (132, 48), (132, 110)], fill=colour)
            circle(draw, (44, 72), 6, (20, 20, 26))
            for row in range(3):
                draw.arc((50 + row * 14, 58, 76 + row * 14, 98), 270, 90, fill=light, width=4)
        elif kind in (14, 15):
            draw.ellipse((24, 24, 124, 124), outline=colour, width=14)
            draw.polygon([(60, 8), (88, 8), (96, 40), (52, 40)], fill=light)
        else:
            for row in range(5):
                draw.rectangle(
                    (20 + row * 10, 112 - row * 20, 128 - row * 10, 128 - row * 20), fill=colour if row % 2 else light
                )
        picture.paste(tile, (left + 6, top + 6))
    if recolour:
        red, green, blue = picture.split()
        picture = Image.merge("RGB", (blue, green, red))
    return finish(picture, 112, 0.4)


# ---- pictures the accused work drew for itself ------------------------------------------------


def other_hero() -> Image.Image:
    dice = Dice(201)
    picture = blank(256, 384, (240, 214, 170), (120, 60, 66), (214, 136, 104))
    draw = ImageDraw.Draw(picture)
    circle(draw, (120, 160), 90, (252, 240, 206))
    for _ in range(40):
        x, y = dice.between(0, 512), dice.between(560, 760)
        draw.polygon(blob(dice, (x, y), dice.between(20, 60), 12, 0.3, 0.5), fill=(dice.whole(60, 120), 40, 50))
    draw.polygon([(300, 330), (180, 760), (460, 760), (420, 340)], fill=(60, 30, 62))
    draw.polygon([(330, 330), (400, 330), (392, 620), (340, 620)], fill=(214, 180, 80))
    draw.line((310, 360, 150, 300), fill=(60, 30, 62), width=44)
    draw.line((150, 300, 60, 90), fill=(200, 210, 220), width=14)
    draw.line((118, 322, 190, 286), fill=(120, 84, 40), width=16)
    draw.ellipse((308, 190, 416, 338), fill=(200, 150, 120))
    draw.polygon(
        [(296, 260), (300, 170), (370, 140), (430, 180), (432, 300), (410, 240), (330, 226)], fill=(150, 30, 40)
    )
    for x in (340, 386):
        circle(draw, (x, 264), 7, (30, 30, 30))
    draw.line((346, 306, 382, 306), fill=(120, 40, 40), width=5)
    return finish(picture, 202)


def other_blade() -> Image.Image:
    picture = blank(256, 256, (26, 60, 64), (12, 22, 30))
    draw = ImageDraw.Draw(picture)
    for number in range(12):
        draw.arc(
            (40 + number * 16, 40 + number * 16, 472 - number * 16, 472 - number * 16),
            0,
            360,
            fill=(30, 80, 84),
            width=3,
        )
    draw.polygon([(420, 60), (456, 96), (200, 352), (164, 316)], fill=(190, 214, 220))
    draw.polygon([(420, 60), (164, 316), (176, 328), (440, 76)], fill=(236, 246, 248))
    draw.line((118, 286, 232, 400), fill=(206, 160, 60), width=26)
    draw.line((166, 350, 84, 432), fill=(90, 46, 32), width=30)
    circle(draw, (78, 438), 28, (206, 60, 60))
    return finish(picture, 212)


def harbour() -> Image.Image:
    dice = Dice(221)
    picture = blank(448, 320, (250, 190, 130), (70, 110, 120), (220, 150, 120))
    draw = ImageDraw.Draw(picture)
    circle(draw, (640, 250), 60, (255, 236, 190))
    draw.rectangle((0, 300, 896, 640), fill=(60, 110, 124))
    ripples(draw, dice, (0, 310, 896, 640), 260, (120, 160, 156))
    for number in range(4):
        x, y = 90 + number * 220, 420 + number % 2 * 90
        draw.polygon([(x - 80, y), (x + 80, y), (x + 50, y + 44), (x - 54, y + 44)], fill=(110, 60, 40))
        draw.line((x, y, x, y - 170), fill=(70, 44, 32), width=8)
        draw.polygon([(x + 6, y - 164), (x + 90, y - 20), (x + 6, y - 20)], fill=(236, 224, 196))
        draw.polygon([(x - 6, y - 150), (x - 60, y - 20), (x - 6, y - 20)], fill=(206, 120, 90))
    for number in range(7):
        draw.rectangle((number * 130, 570 + number % 2 * 8, number * 130 + 118, 640), fill=(96, 74, 56))
    return finish(picture, 222)


def banner() -> Image.Image:
    dice = Dice(231)
    picture = blank(384, 128, (120, 20, 30), (60, 8, 20))
    draw = ImageDraw.Draw(picture)
    for number in range(9):
        x = 50 + number * 84
        draw.polygon(
            ring((x, 128), 62, 5 + number % 4, 0.2 * number), fill=(dice.whole(170, 240), dice.whole(110, 180), 50)
        )
        draw.polygon(ring((x, 128), 34, 5 + number % 4, 0.2 * number), fill=(120, 20, 30))
    draw.rectangle((0, 0, 768, 18), fill=(230, 190, 90))
    draw.rectangle((0, 238, 768, 256), fill=(230, 190, 90))
    return finish(picture, 232)


# ---- pictures the accused work took -----------------------------------------------------------


def badge(source: Image.Image) -> Image.Image:
    """Cropped by a tenth on every side, a corner flash painted over, darker."""
    wide, high = source.size
    cut = source.crop((wide // 10, high // 10, wide - wide // 10, high - high // 10)).resize(
        (240, 240), Image.Resampling.BICUBIC
    )
    draw = ImageDraw.Draw(cut)
    draw.polygon([(0, 0), (70, 0), (0, 70)], fill=(220, 190, 60))
    return cut.point([int(value * 0.82) for _ in range(3) for value in range(256)])


def encode(picture: Image.Image, name: str) -> bytes:
    """The bytes of the file: PNG, or JPEG for names that say so."""
    out = io.BytesIO()
    if name.endswith(".jpg"):
        picture.save(out, "JPEG", quality=60)
    else:
        few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
    return out.getvalue()


CLAIMED: dict[str, Callable[[], Image.Image]] = {
    "title.png": title,
    "map.png": world,
    "char_luoxi.png": keeper,
    "char_peizheng.png": general,
    "monster_wolf.png": wolf,
    "boss_tideking.png": tide_king,
    "scene_bridge.png": bridge,
    "crest.png": crest,
    "icon_shears.png": blade,
    "item_icons.png": icons,
}

LANCZOS = Image.Resampling.LANCZOS


def accused(own: dict[str, Image.Image]) -> dict[str, Image.Image]:
    """The accused pictures, the taken ones made from the claimed ones."""
    return {
        "loading.jpg": own["title.png"].resize((384, 240), LANCZOS),
        "worldmap.png": own["map.png"].transpose(Image.Transpose.ROTATE_90),
        "role_01.jpg": ImageOps.mirror(own["char_luoxi.png"]),
        "role_02.png": other_hero(),
        "role_03.jpg": own["char_peizheng.png"]
        .resize((200, 300), LANCZOS)
        .point([min(255, int(v * 1.12)) for _ in range(3) for v in range(256)]),
        "mob_wolf.jpg": own["monster_wolf.png"].transpose(Image.Transpose.ROTATE_180),
        "boss_01.png": own["boss_tideking.png"].resize((288, 240), LANCZOS),
        "items.png": icons(recolour=True),
        "blade.png": other_blade(),
        "harbour.jpg": harbour(),
        "ruin.png": ImageOps.flip(own["scene_bridge.png"]).crop((0, 16, 448, 304)),
        "badge.png": badge(own["crest.png"]),
        "banner.png": banner(),
    }


def draw_all() -> dict[str, bytes]:
    """Every picture file by its path inside the sample case."""
    own = {name: draw() for name, draw in CLAIMED.items()}
    taken = accused(own)
    pairs: Iterable[tuple[str, Image.Image]] = [
        *((f"claimed/art/{name}", picture) for name, picture in own.items()),
        *((f"accused/pic/{name}", picture) for name, picture in taken.items()),
    ]
    return {path: encode(picture, path) for path, picture in pairs}


def main() -> None:
    for path, data in draw_all().items():
        target = HERE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{path}: {len(data)} bytes")


if __name__ == "__main__":
    main()

"""The ten pictures of the claimed work: four are of `figures`, six are here."""

import itertools
import math
from collections.abc import Callable

from PIL import Image, ImageDraw

from appraisal.sample.art.brushes import (
    Colour,
    Dice,
    Point,
    blank,
    blob,
    circle,
    finish,
    glow,
    gradient,
    ring,
    ripples,
    skyline,
    strokes,
)
from appraisal.sample.art.figures import general, keeper, tide_king, wolf


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

"""The thirteen pictures of the accused work: four it drew for itself, nine it took from the claimed ones."""

from PIL import Image, ImageDraw, ImageOps

from appraisal.sample.art.brushes import Dice, blank, blob, circle, finish, ring, ripples
from appraisal.sample.art.claimed import icons

LANCZOS = Image.Resampling.LANCZOS


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


def badge(source: Image.Image) -> Image.Image:
    """Cropped by a tenth on every side, a corner flash painted over, darker."""
    wide, high = source.size
    cut = source.crop((wide // 10, high // 10, wide - wide // 10, high - high // 10)).resize(
        (240, 240), Image.Resampling.BICUBIC
    )
    draw = ImageDraw.Draw(cut)
    draw.polygon([(0, 0), (70, 0), (0, 70)], fill=(220, 190, 60))
    return cut.point([int(value * 0.82) for _ in range(3) for value in range(256)])


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

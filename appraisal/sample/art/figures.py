"""Four pictures of the claimed work: two people and two monsters."""

import math

from PIL import Image, ImageDraw

from appraisal.sample.art.brushes import Dice, Point, blank, circle, finish, glow, ring


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

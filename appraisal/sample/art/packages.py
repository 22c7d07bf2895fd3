"""The "photographs" of the sample case: envelopes in which the two discs were handed in, drawn."""

from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw

from appraisal.sample.art.brushes import blank, circle, finish, glow


def package(seed: int, marks: int) -> Image.Image:
    """An envelope with a disc that shows through its window, and as many marks on its label as the work's number."""
    picture = blank(320, 220, (94, 86, 78), (60, 54, 50))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(60, 60), (560, 48), (584, 380), (76, 396)], fill=(206, 186, 146), outline=(120, 100, 70), width=4)
    draw.polygon([(60, 60), (560, 48), (320, 190)], fill=(190, 168, 126), outline=(120, 100, 70), width=4)
    circle(draw, (240, 270), 96, (168, 186, 200))
    for radius in range(30, 96, 13):
        draw.ellipse((240 - radius, 270 - radius, 240 + radius, 270 + radius), outline=(188, 206, 220), width=3)
    circle(draw, (240, 270), 20, (206, 186, 146))
    draw.rectangle((380, 250, 540, 350), fill=(244, 240, 230), outline=(90, 80, 70), width=3)
    for number in range(marks):
        draw.rectangle((396 + number * 34, 270, 416 + number * 34, 330), fill=(40, 44, 70))
    return finish(glow(picture, (150, 90), 240, (250, 240, 220), 0.4), seed)


PACKAGES: Mapping[str, Callable[[], Image.Image]] = {
    "A1.png": lambda: package(71, 1),
    "B1.png": lambda: package(72, 2),
}

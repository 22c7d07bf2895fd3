"""The "photographs" of the sample case: envelopes in which the two discs were handed in, drawn."""

from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw

from appraisal.sample.art.brushes import SCALE, blank, circle


def package(marks: int) -> Image.Image:
    """An envelope with a disc that shows through its window, and as many marks on its label as the work's number."""
    picture = blank(320, 220, (77, 70, 64), (77, 70, 64))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(60, 60), (560, 48), (584, 380), (76, 396)], fill=(206, 186, 146), outline=(120, 100, 70), width=4)
    draw.polygon([(60, 60), (560, 48), (320, 190)], fill=(190, 168, 126), outline=(120, 100, 70), width=4)
    circle(draw, (240, 270), 96, (168, 186, 200))
    circle(draw, (240, 270), 20, (206, 186, 146))
    draw.rectangle((380, 250, 540, 350), fill=(244, 240, 230), outline=(90, 80, 70), width=3)
    for number in range(marks):
        draw.rectangle((396 + number * 34, 270, 416 + number * 34, 330), fill=(40, 44, 70))
    return picture.reduce(SCALE).quantize(8, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")


PACKAGES: Mapping[str, Callable[[], Image.Image]] = {
    "A1.png": lambda: package(1),
    "B1.png": lambda: package(2),
}

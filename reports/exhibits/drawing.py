"""A drawing as plain shapes in points, written as SVG or painted as PNG. Same shapes, same bytes.

Shades are greys only: no colour implies an outcome, and a black and white print loses nothing.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, ImageChops, ImageDraw, ImageFont

from appraisal.errors import ReportError
from reports.document import MAX_PIXELS
from reports.fonts import SANS, sans
from reports.text import WITHIN

Point = tuple[float, float]
SMALL = 1.4  # points that a pixel is drawn in, from which on a picture is small
FINE, MOST_TIMES = 3, 32  # pixels a point that it is enlarged to, and how often at the most
WORD = 12  # letters of a word that go with what is cut out of the middle of a name, at the most
BLACK, DARK, MIDDLE, LIGHT, WHITE = 0, 70, 140, 222, 255
HATCH = 0.6  # points that a slanted line is wide, in a PNG as in an SVG


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``fill`` and ``stroke`` are greys 0 to 255, None for none; ``hatch`` fills with slanted lines."""

    x: float
    y: float
    width: float
    height: float
    fill: int | None = DARK
    stroke: int | None = None
    hatch: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points; closed or open; ``dash`` alternates so many points on and off. ``fill``: a grey inside."""

    points: tuple[Point, ...]
    stroke: int = BLACK
    width: float = 0.8
    closed: bool = False
    dash: float = 0.0
    fill: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on its baseline; ``anchor`` start, middle or end."""

    x: float
    y: float
    text: str
    size: float = 8.0
    anchor: str = "start"
    grey: int = BLACK


@dataclass(frozen=True, slots=True)
class Raster:
    """A PNG picture scaled into a rectangle."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


Shape = Box | Path | Words | Raster


def lowered(shape: Shape, by: float) -> Shape:
    """The shape ``by`` points further down."""
    if isinstance(shape, Path):
        return replace(shape, points=tuple((x, y + by) for x, y in shape.points))
    return replace(shape, y=shape.y + by)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in drawing order within ``width`` × ``height`` points; ``alt`` describes it to who cannot see it."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    alt: str = ""
    fonts: tuple[str, ...] = field(default=(SANS, "sans-serif"))


def hatching(box: Box, step: float = 3.0) -> Iterator[tuple[Point, Point]]:
    """Slanted lines clipped to the box."""
    offset = step / 2
    while offset < box.width + box.height:
        x0, y0 = (offset, 0.0) if offset <= box.width else (box.width, offset - box.width)
        x1, y1 = (0.0, offset) if offset <= box.height else (offset - box.height, box.height)
        yield (box.x + x0, box.y + y0), (box.x + x1, box.y + y1)
        offset += step


def _n(value: float) -> str:
    """A number for SVG: at most two decimals, no trailing zeros, never exponents."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown in ("", "-0") else shown


def _grey(grey: int | None) -> str:
    return "none" if grey is None else f"#{grey:02x}{grey:02x}{grey:02x}"


def svg(drawing: Drawing) -> str:
    """The drawing as a self-contained SVG: no style sheet, script, link or reference outside."""
    family = quoteattr(", ".join(drawing.fonts))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{_n(drawing.width)}pt" height="{_n(drawing.height)}pt" '
        f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" font-family={family}>'
    )
    return head + "".join(part for shape in drawing.shapes for part in _svg(shape)) + "</svg>"


def _svg(shape: Shape) -> Iterable[str]:
    match shape:
        case Box():
            yield (
                f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}" '
                f'fill="{_grey(shape.fill)}" stroke="{_grey(shape.stroke)}" stroke-width="0.5"/>'
            )
            if shape.hatch:
                lines = " ".join(f"M{_n(a[0])} {_n(a[1])}L{_n(b[0])} {_n(b[1])}" for a, b in hatching(shape))
                yield f'<path d="{lines}" stroke="{_grey(DARK)}" stroke-width="{_n(HATCH)}" fill="none"/>'
        case Path():
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            dash = f' stroke-dasharray="{_n(shape.dash)}"' if shape.dash else ""
            yield (
                f'<{"polygon" if shape.closed else "polyline"} points="{points}" fill="{_grey(shape.fill)}" '
                f'stroke="{_grey(shape.stroke)}" stroke-width="{_n(shape.width)}"{dash}/>'
            )
        case Words():
            yield (
                f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" font-size="{_n(shape.size)}" '
                f'text-anchor={quoteattr(shape.anchor)} fill="{_grey(shape.grey)}">{escape(shape.text)}</text>'
            )
        case Raster():
            data = base64.b64encode(enlarged(shape)).decode("ascii")
            yield (
                f'<image x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}" '
                f'preserveAspectRatio="none" '
                f'xlink:href="data:image/png;base64,{data}"/>'
            )


@cache
def _advance(letter: str) -> float:
    return _font(100).getlength(letter) / 100


def extent(words: str, size: float) -> float:
    """Points that words of a size take in the font of drawings, and a little more, as others may be in use."""
    return sum(map(_advance, words)) * size * 1.03


def clipped(text: str, width: float, size: float) -> str:
    """``text`` cut in the middle so that it fits ``width`` points; between words where that costs little."""
    if extent(text, size) <= width:
        return text
    keep = len(text) - 1
    while keep > 2 and extent(text[: keep // 2] + "…" + text[len(text) - (keep - keep // 2) :], size) > width:
        keep -= 1
    head, tail = text[: keep // 2], text[len(text) - (keep - keep // 2) :]
    if WITHIN.match(text, len(head) - 1) and 0 <= head.rfind(" ") >= len(head) - WORD:
        head = head[: head.rfind(" ")]
    if WITHIN.match(text, len(text) - len(tail) - 1) and 0 <= tail.find(" ") < WORD:
        tail = tail[tail.find(" ") :]
    return f"{head.rstrip()}…{tail.lstrip()}"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(sans()), size, layout_engine=ImageFont.Layout.BASIC)


def png(drawing: Drawing, scale: float = 2.5) -> bytes:
    """The drawing as PNG, ``scale`` pixels a point. Where nothing stands it is clear, as the SVG is: a watermark behind
    it goes on between pictures."""
    page = Image.new("RGB", (max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale))), "white")
    pen = ImageDraw.Draw(page)
    for shape in drawing.shapes:
        _paint(page, pen, shape, scale)
    page.putalpha(_filled(page, drawing.shapes, scale))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _filled(page: Image.Image, shapes: Iterable[Shape], scale: float) -> Image.Image:
    """255 of each pixel that something stands on: all that is not white, and the whole of pictures."""
    made = ImageChops.difference(page, Image.new("RGB", page.size, "white")).convert("L").point([0, *[255] * 255])
    for shape in shapes:
        if isinstance(shape, Raster):
            made.paste(255, _corners(shape, scale))
    return made


def _corners(shape: Raster, scale: float) -> tuple[int, int, int, int]:
    """Where a picture is painted, in pixels."""
    x, y = round(shape.x * scale), round(shape.y * scale)
    return x, y, x + max(1, round(shape.width * scale)), y + max(1, round(shape.height * scale))


def _rgb(grey: int | None) -> tuple[int, int, int] | None:
    return None if grey is None else (grey, grey, grey)


def _paint(page: Image.Image, pen: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    match shape:
        case Box():
            corners = (
                shape.x * scale,
                shape.y * scale,
                (shape.x + shape.width) * scale,
                (shape.y + shape.height) * scale,
            )
            pen.rectangle(corners, fill=_rgb(shape.fill), outline=_rgb(shape.stroke))
            if shape.hatch:
                width = max(1, round(HATCH * scale))
                for a, b in hatching(shape):
                    ends = [(a[0] * scale, a[1] * scale), (b[0] * scale, b[1] * scale)]
                    pen.line(ends, fill=_rgb(DARK), width=width)
        case Path():
            points = [(x * scale, y * scale) for x, y in shape.points]
            if shape.fill is not None:
                pen.polygon(points, fill=_rgb(shape.fill))
            points += points[:1] if shape.closed else []
            width = max(1, round(shape.width * scale))
            for a, b in pairwise(points):
                for start, stop in _dashes(a, b, shape.dash * scale):
                    pen.line([start, stop], fill=_rgb(shape.stroke), width=width)
        case Words():
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            font = _font(max(6, round(shape.size * scale)))
            pen.text((shape.x * scale, shape.y * scale), shape.text, fill=_rgb(shape.grey), font=font, anchor=anchor)
        case Raster():
            left, top, right, bottom = _corners(shape, scale)
            page.paste(decode(enlarged(shape)).resize((right - left, bottom - top)), (left, top))


def enlarged(shape: Raster) -> bytes:
    """The picture as it is drawn: the pixels of a small one, which a viewer would blur, as squares of equal pixels."""
    wide, high = int.from_bytes(shape.png[16:20], "big"), int.from_bytes(shape.png[20:24], "big")
    pixel = min(shape.width / max(1, wide), shape.height / max(1, high))  # points
    if pixel < SMALL:
        return shape.png
    return squares(shape.png, min(MOST_TIMES, round(pixel * FINE)))


def squares(picture: bytes, times: int) -> bytes:
    """A PNG with each pixel as a square of so many pixels a side."""
    if times == 1:
        return picture
    with Image.open(io.BytesIO(picture), formats=["PNG"]) as image:
        plain = image.convert("RGBA" if image.mode in ("P", "PA", "LA", "RGBA") else "RGB")
    out = io.BytesIO()
    plain.resize((plain.width * times, plain.height * times), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


def _dashes(a: Point, b: Point, dash: float) -> Iterator[tuple[Point, Point]]:
    length = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    if not dash or not length:
        yield a, b
        return
    at = 0.0
    while at < length:
        stop = min(at + dash, length)
        yield _between(a, b, at / length), _between(a, b, stop / length)
        at += 2 * dash


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def decode(data: bytes) -> Image.Image:
    """A PNG as RGB on white, within the pixel limit. ``ReportError`` for anything else."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ReportError(f"a picture of {image.width} × {image.height} is too large for a report")
            rgba = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ReportError(f"a picture in the report is not a readable PNG: {error}") from error
    paper = Image.new("RGBA", rgba.size, "white")
    paper.alpha_composite(rgba)
    return paper.convert("RGB")

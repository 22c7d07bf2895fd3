"""Edits of pictures whose truth is known: what was done, where in both pictures the copy lies, by which map.

Each edit takes the original, (rows, columns, 3) uint8, a seeded generator and unrelated pictures to put it beside, and
gives ``Edited``. Written here from descriptions of such edits (ISC2021, Copydays); nothing is random but by the seed.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Pixels = NDArray[np.uint8]
Wide = NDArray[np.float64]
Chance = np.random.Generator


@dataclass(frozen=True)
class Edited:
    """``matrix`` takes pixels of the original to pixels of the edit; ``left``: corners of what of the original is
    there, in its own pixels; where the map is not one map (a trace with jitter) it is the map without the jitter."""

    pixels: Pixels
    matrix: Wide
    left: Wide
    mirrored: bool = False


def frame(pixels: Pixels) -> Wide:
    height, width = pixels.shape[:2]
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def moved(matrix: Wide, points: Wide) -> Wide:
    out = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(out[:, :2] / out[:, 2:], np.float64)


def scaling(across: float, down: float | None = None) -> Wide:
    return np.diag([across, across if down is None else down, 1.0])


def shifting(x: float, y: float) -> Wide:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def same(pixels: Pixels, of: Pixels) -> Edited:
    return Edited(np.ascontiguousarray(pixels), np.eye(3), frame(of))


def coded(pixels: Pixels, form: str, quality: int) -> Pixels:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, form, quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def resized(pixels: Pixels, across: float, down: float | None = None) -> Edited:
    height, width = pixels.shape[:2]
    size = (max(1, round(width * across)), max(1, round(height * (across if down is None else down))))
    out = np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
    return Edited(out, scaling(size[0] / width, size[1] / height), frame(pixels))


def cropped(pixels: Pixels, share: float, chance: Chance) -> Edited:
    """A part of this share of the area, of the same shape, placed anywhere."""
    height, width = pixels.shape[:2]
    w, h = round(width * math.sqrt(share)), round(height * math.sqrt(share))
    x, y = int(chance.integers(0, width - w + 1)), int(chance.integers(0, height - h + 1))
    corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float64)
    return Edited(np.ascontiguousarray(pixels[y : y + h, x : x + w]), shifting(-x, -y), corners)


def steps(pixels: Pixels) -> float:
    """Mean difference of neighbouring pixels, grey levels: how much there is to see."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float64)
    return float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())


def detailed(pixels: Pixels, share: float, chance: Chance) -> Edited:
    """``cropped`` at the first of twenty places that shows at least half as much as the whole: nobody can tell where a
    patch of empty sky is from. If none does, at the one that shows most."""
    chosen = [cropped(pixels, share, chance) for _ in range(20)]
    enough = [each for each in chosen if steps(each.pixels) >= 0.5 * steps(pixels)]
    return enough[0] if enough else max(chosen, key=lambda each: steps(each.pixels))


def turned(pixels: Pixels, degrees: float) -> Edited:
    """Turned about the middle into a larger frame of grey."""
    height, width = pixels.shape[:2]
    angle = math.radians(degrees)
    c, s = math.cos(angle), math.sin(angle)
    size = (math.ceil(abs(width * c) + abs(height * s)), math.ceil(abs(width * s) + abs(height * c)))
    matrix = shifting(size[0] / 2, size[1] / 2) @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    matrix = matrix @ shifting(-width / 2, -height / 2)
    return Edited(warped(pixels, matrix, size), matrix, frame(pixels))


def warped(pixels: Pixels, matrix: Wide, size: tuple[int, int], ground: int = 128) -> Pixels:
    return np.asarray(
        cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_AREA, borderValue=(ground, ground, ground)), np.uint8
    )


def flipped(pixels: Pixels, across: bool = True) -> Edited:
    height, width = pixels.shape[:2]
    if across:
        matrix = np.array([[-1, 0, width], [0, 1, 0], [0, 0, 1]], np.float64)
        return Edited(np.ascontiguousarray(pixels[:, ::-1]), matrix, frame(pixels), True)
    matrix = np.array([[1, 0, 0], [0, -1, height], [0, 0, 1]], np.float64)
    return Edited(np.ascontiguousarray(pixels[::-1]), matrix, frame(pixels), True)


def quarter(pixels: Pixels, times: int) -> Edited:
    height, width = pixels.shape[:2]
    matrix = {
        1: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]]),
        3: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]]),
    }[times]
    return Edited(np.ascontiguousarray(np.rot90(pixels, -times)), matrix.astype(np.float64), frame(pixels))


def then(first: Edited, second: Edited) -> Edited:
    """Two edits in turn; what is left of the original after the second crop is what both kept."""
    back = moved(np.linalg.inv(first.matrix), second.left)
    return Edited(second.pixels, second.matrix @ first.matrix, back, first.mirrored != second.mirrored)


def recoloured(pixels: Pixels, turn: int = 40, strength: float = 1.4) -> Pixels:
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV).astype(np.int32)
    hsv[..., 0] = (hsv[..., 0] + turn) % 180
    hsv[..., 1] = np.clip(hsv[..., 1] * strength, 0, 255)
    return np.asarray(cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB), np.uint8)


def posterised(pixels: Pixels, levels: int = 4) -> Pixels:
    step = 256 // levels
    return ((pixels // step) * step + step // 2).astype(np.uint8)


def captioned(pixels: Pixels, chance: Chance) -> Pixels:
    """A line of text at the top, one at the bottom, and two round faces."""
    image = Image.fromarray(pixels)
    pen = ImageDraw.Draw(image)
    width, height = image.size
    for y in (0.06, 0.82):
        pen.text((width * 0.05, height * y), "WHEN YOU SEE IT", fill=(255, 255, 255), stroke_width=3,
                 stroke_fill=(0, 0, 0), font_size=max(12, round(height * 0.1)))  # fmt: skip
    for _ in range(2):
        r = 0.09 * min(width, height)
        x, y = chance.uniform(r, width - r), chance.uniform(r, height - r)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(255, 210, 40), outline=(90, 60, 0), width=2)
        for eye in (-0.4, 0.4):
            spot = (x + eye * r - r / 8, y - r / 3, x + eye * r + r / 8, y - r / 10)
            pen.ellipse(spot, fill=(60, 40, 0))
        pen.arc((x - r / 2, y - r / 3, x + r / 2, y + r / 2), 20, 160, fill=(60, 40, 0), width=max(1, round(r / 10)))
    return np.asarray(image)


def _words(chance: Chance) -> str:
    return "".join(chr(97 + int(chance.integers(0, 26))) for _ in range(int(chance.integers(3, 10))))


def screenshot(pixels: Pixels, chance: Chance) -> Edited:
    """In a window of a program: bars, a list, lines of words; the picture takes about a third of the screen."""
    canvas = Image.new("RGB", (1280, 800), (243, 243, 246))
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 0, 1280, 36), fill=(48, 52, 60))
    pen.text((16, 9), "File   Edit   View   Window   Help", fill=(235, 235, 235), font_size=16)
    pen.rectangle((0, 36, 250, 800), fill=(228, 230, 236))
    for row in range(20):
        pen.rectangle((16, 56 + row * 36, 36, 76 + row * 36), fill=tuple(int(v) for v in chance.integers(60, 220, 3)))
        pen.text((46, 57 + row * 36), _words(chance), fill=(40, 44, 50), font_size=16)
    for row in range(28):
        pen.text((960, 60 + row * 26), " ".join(_words(chance) for _ in range(4)), fill=(70, 70, 70), font_size=14)
    height, width = pixels.shape[:2]
    factor = min(660 / width, 560 / height)
    return _pasted(pixels, np.asarray(canvas), factor, 280 + 330, 70 + 300)


def _pasted(pixels: Pixels, canvas: Pixels, factor: float, x: float, y: float) -> Edited:
    """The picture scaled and laid on a canvas, its middle at (x, y)."""
    small = resized(pixels, factor)
    height, width = small.pixels.shape[:2]
    left, top = round(x - width / 2), round(y - height / 2)
    out = canvas.copy()
    out[top : top + height, left : left + width] = small.pixels
    return Edited(out, shifting(left, top) @ small.matrix, frame(pixels))


def patchwork(others: Sequence[Pixels], chance: Chance, width: int = 1024, height: int = 768) -> Pixels:
    """Four unrelated pictures, a quarter of the canvas each."""
    canvas = np.zeros((height, width, 3), np.uint8)
    for place in range(4):
        other = others[int(chance.integers(0, len(others)))]
        part = cv2.resize(other, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        y, x = place // 2 * (height // 2), place % 2 * (width // 2)
        canvas[y : y + height // 2, x : x + width // 2] = part
    return canvas


def collage(pixels: Pixels, share: float, others: Sequence[Pixels], chance: Chance) -> Edited:
    """Laid over four unrelated pictures, on this share of the whole."""
    canvas = patchwork(others, chance)
    height, width = pixels.shape[:2]
    high, wide = canvas.shape[:2]
    factor = min(math.sqrt(share * high * wide / (height * width)), 0.98 * high / height, 0.98 * wide / width)
    w, h = width * factor / 2 + 1, height * factor / 2 + 1
    return _pasted(pixels, canvas, factor, chance.uniform(w, wide - w), chance.uniform(h, high - h))


def print_scan(pixels: Pixels, chance: Chance) -> Edited:
    """A print photographed from aside: perspective, uneven light, softness, grain, JPEG."""
    height, width = pixels.shape[:2]
    away = 0.09 * chance.uniform(0.3, 1.0, (4, 2)) * np.array([width, height])
    signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    there = (frame(pixels) + away * signs).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(frame(pixels).astype(np.float32), there)
    out = warped(pixels, matrix, (width, height), 205).astype(np.float64)
    light = np.linspace(0.78, 1.1, width)[None, :, None] * np.linspace(1.05, 0.9, height)[:, None, None]
    out = cv2.GaussianBlur(out * light, (0, 0), 1.0) + chance.normal(0, 4, out.shape)
    shown = coded(np.clip(out, 0, 255).astype(np.uint8), "JPEG", 70)
    return Edited(shown, np.asarray(matrix, np.float64), frame(pixels))


def pencil(pixels: Pixels) -> Pixels:
    """Grey divided by its blurred negative: the usual filter that makes a pencil drawing."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float64)
    soft = cv2.GaussianBlur(255 - grey, (0, 0), 6)
    return np.repeat(np.clip(grey * 255 / np.maximum(255 - soft, 1), 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def traced(pixels: Pixels, chance: Chance) -> Pixels:
    """Drawn anew as black lines: contours, shifted smoothly by about one part in 150 of the side, as by hand."""
    grey = cv2.bilateralFilter(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 9, 40, 7)
    middle = float(np.median(grey))
    edges = cv2.Canny(grey, 0.5 * middle, 1.1 * middle + 20)
    height, width = edges.shape
    amount = max(width, height) / 150
    field = [cv2.GaussianBlur(chance.normal(0, 1, (height, width)), (0, 0), 25) for _ in range(2)]
    field = [each / (each.std() + 1e-9) * amount / 2 for each in field]
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    drawn = cv2.remap(
        cv2.dilate(edges, np.ones((2, 2), np.uint8)),
        (x + field[0]).astype(np.float32),
        (y + field[1]).astype(np.float32),
        cv2.INTER_LINEAR,
    )
    return np.repeat(255 - drawn[..., None], 3, axis=2)


def noisy(pixels: Pixels, chance: Chance) -> Pixels:
    return np.clip(pixels + chance.normal(0, 20, pixels.shape), 0, 255).astype(np.uint8)


def contrast(pixels: Pixels) -> Pixels:
    return np.clip(255 * (pixels / 255.0) ** 1.8, 0, 255).astype(np.uint8)


def combined(pixels: Pixels, chance: Chance) -> Edited:
    part = cropped(pixels, 0.5, chance)
    whole = then(part, turned(captioned(part.pixels, chance), 8))
    return Edited(coded(whole.pixels, "JPEG", 40), whole.matrix, whole.left)


def _flip_then(pixels: Pixels, edit: Callable[[Pixels], Edited]) -> Edited:
    first = flipped(pixels)
    return then(first, edit(first.pixels))


EDITS: dict[str, Callable[[Pixels, Chance, Sequence[Pixels]], Edited]] = {
    "jpeg75": lambda p, c, o: same(coded(p, "JPEG", 75), p),
    "jpeg30": lambda p, c, o: same(coded(p, "JPEG", 30), p),
    "jpeg10": lambda p, c, o: same(coded(p, "JPEG", 10), p),
    "webp30": lambda p, c, o: same(coded(p, "WEBP", 30), p),
    "resize50": lambda p, c, o: resized(p, 0.5),
    "resize25": lambda p, c, o: resized(p, 0.25),
    "stretch125": lambda p, c, o: resized(p, 1.25, 1.0),
    "crop80": lambda p, c, o: cropped(p, 0.8, c),
    "crop50": lambda p, c, o: cropped(p, 0.5, c),
    "crop20": lambda p, c, o: detailed(p, 0.2, c),
    "crop10": lambda p, c, o: detailed(p, 0.1, c),
    "rotate5": lambda p, c, o: turned(p, 5),
    "rotate45": lambda p, c, o: turned(p, 45),
    "rotate90": lambda p, c, o: quarter(p, 1),
    "rotate180": lambda p, c, o: quarter(p, 2),
    "flip": lambda p, c, o: flipped(p),
    "flip-down": lambda p, c, o: flipped(p, False),
    "flip+crop50": lambda p, c, o: _flip_then(p, lambda q: cropped(q, 0.5, c)),
    "blur3": lambda p, c, o: same(np.asarray(cv2.GaussianBlur(p, (0, 0), 3), np.uint8), p),
    "noise20": lambda p, c, o: same(noisy(p, c), p),
    "contrast": lambda p, c, o: same(contrast(p), p),
    "grey": lambda p, c, o: same(np.repeat(cv2.cvtColor(p, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2), p),
    "hue": lambda p, c, o: same(recoloured(p), p),
    "posterise": lambda p, c, o: same(posterised(p), p),
    "posterise+hue": lambda p, c, o: same(posterised(recoloured(p)), p),
    "invert": lambda p, c, o: same(255 - p, p),
    "caption": lambda p, c, o: same(captioned(p, c), p),
    "screenshot": lambda p, c, o: screenshot(p, c),
    "collage35": lambda p, c, o: collage(p, 0.35, o, c),
    "collage10": lambda p, c, o: collage(p, 0.10, o, c),
    "flip+collage35": lambda p, c, o: _flip_then(p, lambda q: collage(q, 0.35, o, c)),
    "print-scan": lambda p, c, o: print_scan(p, c),
    "pencil": lambda p, c, o: same(pencil(p), p),
    "trace": lambda p, c, o: same(traced(p, c), p),
    "combined": lambda p, c, o: combined(p, c),
}

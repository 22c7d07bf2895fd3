"""A known copy of a drawing beside or below a host, for controls: redrawn as lines, mirrored, turned; and mixtures."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import Span, box
from appraisal.work import Member
from comparators.image.contour.features import ContourFeatures, picture, take
from comparators.image.contour.strokes import FRAME
from comparators.image.decode import SHOWN, turned
from comparators.image.local import settle
from comparators.image.pdq import INVERSE

GAP = 24  # pixels of white between host and copy
TILES = 12  # of a side, of a picture that is scrambled
CORE = 0.3  # of the sides of the drawing: the place that is named as planted, about its middle
ALTERATIONS = ("redrawn as lines", "mirrored left-right", "turned by 90°", "redrawn as lines and mirrored left-right")
Pixels = NDArray[np.uint8]


def plant(source: Member, into: Member, seed: int, out: Path, *, min_detail: float, max_pixels: int) -> Plant:
    """See ``appraisal.comparator.Plantable``. The copy takes about half of the new picture."""
    settle()
    features = take(source, min_detail=min_detail, max_pixels=max_pixels)
    pixels = _working(picture(source, max_pixels=max_pixels)[1])
    host = _working(picture(into, max_pixels=max_pixels)[1])
    alteration = ALTERATIONS[seed % len(ALTERATIONS)]
    core = _core(features)
    places = core * [pixels.shape[1] / features.width, pixels.shape[0] / features.height]
    copy = _lines(features, pixels, np.random.default_rng(seed)) if "redrawn" in alteration else pixels
    height, width = copy.shape[:2]
    if "mirrored" in alteration:
        copy, places = np.ascontiguousarray(copy[:, ::-1]), places * [-1, 1] + [width, 0]
    if "turned" in alteration:
        copy, places = np.ascontiguousarray(np.rot90(copy, -1)), np.column_stack([height - places[:, 1], places[:, 0]])
    canvas, corner = _beside(host, copy)
    places = places + corner
    path = out / f"planted-{seed}.png"
    Image.fromarray(canvas).save(path, "PNG")
    right = box(path.name, *places.min(axis=0), *places.max(axis=0))
    return Plant(_stored(features, source.file, core), right, alteration, path)


def _working(pixels: Pixels) -> Pixels:
    factor = min(1.0, FRAME / max(pixels.shape[:2]))
    size = max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _core(features: ContourFeatures) -> NDArray[np.float64]:
    """(2, 2): low and high corner of a box about the middle of the strokes."""
    points = features.points.astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = points.mean(axis=0), CORE * (high - low) / 2
    return np.array([middle - half, middle + half])


def _stored(features: ContourFeatures, file: str, core: NDArray[np.float64]) -> Span:
    back = INVERSE[SHOWN[features.exif_orientation]]
    size = float(features.width), float(features.height)
    (x0, y0), (x1, y1) = (turned((float(x), float(y)), back, *size) for x, y in core)
    return box(file, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _lines(features: ContourFeatures, pixels: Pixels, dice: np.random.Generator) -> Pixels:
    """The strokes drawn anew in black on white, moved smoothly by a few pixels as a hand would."""
    height, width = pixels.shape[:2]
    coarse = dice.normal(0, 1, (2, 9, 9)).astype(np.float32)
    away = [cv2.resize(each, (width, height), interpolation=cv2.INTER_CUBIC) for each in coarse]
    amount = max(height, width) / 300
    drawn = np.full((height, width, 3), 255, np.uint8)
    at = features.points.astype(np.float64) * [width / features.width, height / features.height]
    columns, rows = (np.clip(at[:, i].astype(int), 0, most - 1) for i, most in enumerate((width, height)))
    moved = at + amount * np.column_stack([each[rows, columns] for each in away])
    for chain in np.split(np.rint(moved * 8).astype(np.int32), features.ends[:-1]):
        cv2.polylines(drawn, [chain.reshape(-1, 1, 2)], False, (0, 0, 0), 2, cv2.LINE_AA, 3)
    return drawn


def _beside(host: Pixels, copy: Pixels) -> tuple[Pixels, NDArray[np.float64]]:
    """Both on white, side by side, or one above the other where that is less long."""
    upright = max(host.shape[1], copy.shape[1]) < max(host.shape[0], copy.shape[0])
    if upright:
        size = max(host.shape[0], copy.shape[0]), host.shape[1] + GAP + copy.shape[1]
        corner = (host.shape[1] + GAP, 0)
    else:
        size = host.shape[0] + GAP + copy.shape[0], max(host.shape[1], copy.shape[1])
        corner = (0, host.shape[0] + GAP)
    canvas = np.full((*size, 3), 255, np.uint8)
    canvas[: host.shape[0], : host.shape[1]] = host
    canvas[corner[1] : corner[1] + copy.shape[0], corner[0] : corner[0] + copy.shape[1]] = copy
    return canvas, np.array(corner, np.float64)


def scramble(member: Member, seed: int, out: Path, *, max_pixels: int) -> Path:
    """Small tiles in another order, each turned or mirrored: no stroke goes on where it went. ``Refused`` where the
    picture is too small."""
    pixels = picture(member, max_pixels=max_pixels)[1]
    side = min(pixels.shape[:2]) // TILES
    if side < 2:
        raise Refused(f"{member.file}: {pixels.shape[1]} × {pixels.shape[0]} pixels: too small to be scrambled")
    rows, columns = pixels.shape[0] // side, pixels.shape[1] // side
    cut = pixels[: rows * side, : columns * side].reshape(rows, side, columns, side, 3).swapaxes(1, 2)
    tiles = cut.reshape(rows * columns, side, side, 3)
    dice = np.random.default_rng(seed)
    mixed = tiles[dice.permutation(len(tiles))].copy()
    for at, turn in enumerate(dice.integers(0, 8, len(mixed))):
        each = np.rot90(mixed[at], int(turn) % 4)
        mixed[at] = each[:, ::-1] if turn >= 4 else each
    back = mixed.reshape(rows, columns, side, side, 3).swapaxes(1, 2).reshape(rows * side, columns * side, 3)
    path = out / f"scrambled-{seed}.png"
    Image.fromarray(np.ascontiguousarray(back)).save(path, "PNG")
    return path

"""A known copy of one piece among the host's pieces, for controls: recoloured, scaled or mirrored."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import box
from appraisal.work import Member
from comparators.image.decode import decode
from comparators.image.icon.features import DRAWN, take
from comparators.image.icon.pieces import FEWEST, pieces

GAP = 4  # transparent pixels around each piece of the sheet
HOST = 12  # pieces of the host that stay
TILES = 4  # of a side, of a piece that is scrambled
MOST_SIDE = 512  # pixels; larger pieces are taken smaller
ALTERATIONS = (
    "colours exchanged",
    "scaled to 150%",
    "mirrored left-right",
    "colours exchanged and mirrored left-right",
)
Pixels = NDArray[np.uint8]


def plant(source: Member, into: Member, seed: int, out: Path, *, cut: str, max_pixels: int) -> Plant:
    """See ``appraisal.comparator.Plantable``. Raises ``Refused`` when the source has nothing but plain pieces."""
    features = take(source, cut=cut, max_pixels=max_pixels)
    crops = _crops(source, cut, max_pixels)
    usable = [n for n in range(len(crops)) if not features.plain[n]]
    if not usable:
        raise Refused(f"{source.file}: nothing but stock shapes of one colour or tiny pieces: nothing to plant")
    chosen = random.Random(seed).choice(usable)  # noqa: S311  repeatable choice of a control, no secret
    alteration = ALTERATIONS[seed % len(ALTERATIONS)]
    copy = crops[chosen]
    if "scaled" in alteration:
        size = (round(copy.shape[1] * 1.5), round(copy.shape[0] * 1.5))
        copy = np.asarray(Image.fromarray(copy).resize(size, Image.Resampling.BILINEAR))
    if "exchanged" in alteration:
        copy = np.ascontiguousarray(copy[..., [2, 0, 1, 3]])
    if "mirrored" in alteration:
        copy = np.ascontiguousarray(copy[:, ::-1])
    hosts = _crops(into, cut, max_pixels)[:HOST]
    if len(hosts) < FEWEST - 1 or cut not in ("auto",):  # no sheet that would be cut again: the copy stands alone
        hosts = []
    path = out / f"planted-{seed}.png"
    places = _sheet([*hosts, copy], path)
    return Plant(features.span(source.file, chosen), box(path.name, *places[-1]), alteration, path)


def scramble(member: Member, seed: int, out: Path, *, max_pixels: int) -> Path:
    """See ``appraisal.comparator.Scrambling``. Raises ``Refused`` when no piece is large enough to be cut."""
    dice = np.random.default_rng(seed)
    mixed = []
    for crop in _crops(member, "auto", max_pixels):
        high, wide = crop.shape[0] // TILES, crop.shape[1] // TILES
        if min(high, wide) < 2:
            continue
        tiles = crop[: high * TILES, : wide * TILES].reshape(TILES, high, TILES, wide, 4).swapaxes(1, 2)
        shuffled = tiles.reshape(TILES * TILES, high, wide, 4)[dice.permutation(TILES * TILES)]
        back = shuffled.reshape(TILES, TILES, high, wide, 4).swapaxes(1, 2)
        mixed.append(np.ascontiguousarray(back.reshape(high * TILES, wide * TILES, 4)))
    if not mixed:
        raise Refused(f"{member.file}: no piece large enough to be scrambled")
    path = out / f"scrambled-{seed}.png"
    _sheet(mixed, path)
    return path


def _crops(member: Member, cut: str, max_pixels: int) -> list[Pixels]:
    """Each piece of a file alone, (rows, columns, 4), transparent where it is not drawn."""
    picture = decode(member, max_pixels=max_pixels, longest=DRAWN)
    found = pieces(picture.rgba, member.file, cut)
    shown = picture.rgba * found.mask[..., None].astype(np.uint8)
    crops = []
    for left, top, right, bottom in found.boxes:
        crop = np.ascontiguousarray(shown[top:bottom, left:right])
        if max(crop.shape[:2]) > MOST_SIDE:
            image = Image.fromarray(crop)
            image.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.BOX)
            crop = np.asarray(image)
        crops.append(crop)
    return crops


def _sheet(crops: list[Pixels], path: Path) -> list[tuple[int, int, int, int]]:
    """Write pieces beside and below each other on transparent ground. Returns the box of each, cut to its drawing."""
    across = max(1, round(len(crops) ** 0.5))
    cell = [max(c.shape[axis] for c in crops) + 2 * GAP for axis in (1, 0)]
    rows = -(-len(crops) // across)
    canvas = np.zeros((rows * cell[1], across * cell[0], 4), np.uint8)
    boxes = []
    for number, crop in enumerate(crops):
        left, top = number % across * cell[0] + GAP, number // across * cell[1] + GAP
        canvas[top : top + crop.shape[0], left : left + crop.shape[1]] = crop
        drawn = crop[..., 3] > 8
        ys, xs = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
        boxes.append((left + int(xs[0]), top + int(ys[0]), left + int(xs[-1]) + 1, top + int(ys[-1]) + 1))
    Image.fromarray(canvas).save(path, "PNG")
    return boxes

"""A known copy of a picture, for controls: what was done is chosen by the seed and said in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.comparator import Plant
from appraisal.errors import Refused
from appraisal.span import box
from appraisal.work import Member
from comparators.image import pdq
from comparators.image.decode import decode

TILES = 5  # along each side
ALTERATIONS = ("re-encoded", "scaled", "turned", "mirrored")


def plant(source: Member, seed: int, out: Path, *, max_pixels: int, min_side: int) -> Plant:
    """Write the altered copy to ``out`` as planted.jpg or planted.png; the left span is the whole of ``source``."""
    picture = decode(source, max_pixels=max_pixels)
    kind = ALTERATIONS[seed % len(ALTERATIONS)]
    pixels = picture.opaque("white") if kind in ("re-encoded", "scaled") else picture.rgba
    path = out / ("planted.jpg" if kind == "re-encoded" else "planted.png")
    if kind == "re-encoded":
        alteration = "re-encoded as JPEG of quality 75"
    elif kind == "scaled":
        factor = 0.5 if min(picture.width, picture.height) >= 2 * min_side else 2.0
        size = (round(picture.width * factor), round(picture.height * factor))
        pixels = np.asarray(_image(pixels).resize(size, Image.Resampling.LANCZOS))
        alteration = f"scaled to {factor:.0%}"
    else:
        k = 1 if kind == "turned" else 4
        pixels = np.ascontiguousarray(pdq.orient(pixels, k))
        alteration = pdq.ORIENTATIONS[k]
    if kind == "re-encoded":
        _image(pixels).save(path, "JPEG", quality=75)
    else:
        _image(pixels).save(path, "PNG")
    left = box(source.file, 0, 0, *picture.stored)
    right = box(path.name, 0, 0, pixels.shape[1], pixels.shape[0])
    return Plant(left, right, alteration, path)


def scramble(member: Member, seed: int, out: Path, *, max_pixels: int) -> Path:
    """The same colours and details in another arrangement: tiles, a fifth of each side, in an order chosen by the seed.

    See ``appraisal.comparator.Scrambling``. Rows and columns that do not fill a tile are left out. Raises ``Refused``
    for a picture too small to cut.
    """
    pixels = decode(member, max_pixels=max_pixels).rgba
    high, wide = pixels.shape[0] // TILES, pixels.shape[1] // TILES
    if min(high, wide) < 1:
        raise Refused(f"{member.file}: {pixels.shape[1]} × {pixels.shape[0]} pixels: too small to be scrambled")
    tiles = pixels[: high * TILES, : wide * TILES].reshape(TILES, high, TILES, wide, 4).swapaxes(1, 2)
    order = np.random.default_rng(seed).permutation(TILES * TILES)
    mixed = tiles.reshape(TILES * TILES, high, wide, 4)[order].reshape(TILES, TILES, high, wide, 4).swapaxes(1, 2)
    path = out / f"scrambled-{seed}.png"
    _image(mixed.reshape(high * TILES, wide * TILES, 4)).save(path, "PNG")
    return path


def _image(pixels: NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(pixels))

"""A known copy of a picture, for controls: what was done is chosen by the seed and said in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.comparator import Plant
from appraisal.span import box
from appraisal.work import Member
from comparators.image import pdq
from comparators.image.decode import decode

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


def _image(pixels: NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(pixels))

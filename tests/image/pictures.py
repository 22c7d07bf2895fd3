"""Pictures for tests, made of whole numbers only: the same pixels with every version of every library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from appraisal.comparator import Resources
from appraisal.work import Member, digest_file, guess_medium
from comparators.image.copy import ImageCopy
from comparators.image.fingerprint import PictureFeatures

Pixels = NDArray[np.uint8]


def scene(seed: int, width: int = 200, height: int = 160) -> Pixels:
    """(height, width, 3) uint8: forty pyramids of many colours, laid out by a small congruential generator."""
    state = seed * 7919 + 12345

    def draw(below: int) -> int:
        nonlocal state
        state = (state * 1103515245 + 12345) % (1 << 31)
        return (state >> 8) % below

    x, y = np.arange(width)[None, :], np.arange(height)[:, None]
    total = np.zeros((height, width, 3), np.int64)
    for _ in range(40):
        radius = 8 + draw(max(9, min(width, height) // 3))
        far = np.abs(x - draw(width)) + np.abs(y - draw(height))
        total += np.maximum(0, radius - far)[..., None] * np.array([draw(9) - 4 for _ in range(3)])
    return np.clip(128 + total, 0, 255).astype(np.uint8)


def save(folder: Path, name: str, pixels: NDArray[Any], **options: Any) -> Member:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    Image.fromarray(pixels).save(path, **options)
    return member(path)


def member(path: Path) -> Member:
    sha256, size = digest_file(path)
    return Member(path.name, path, size, sha256, guess_medium(path.name))


def read(which: Member, method: ImageCopy | None = None) -> PictureFeatures:
    return (method or ImageCopy()).read(which, Resources())

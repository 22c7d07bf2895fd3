"""Animations and files of several pages: the first picture alone is compared, and that is said of the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from appraisal.engine import compare
from appraisal.job import Job
from appraisal.wording import words
from appraisal.work import Work
from comparators.image.noted import KIND


def drawn(seed: int) -> Image.Image:
    """Strokes of many directions, one picture a seed."""
    rng = np.random.default_rng(seed)
    picture = Image.new("RGB", (240, 180), "white")
    for _ in range(6):
        ImageDraw.Draw(picture).line([tuple(p) for p in rng.integers(10, 170, (7, 2)).tolist()], "black", 4, "curve")
    return picture


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png", "a.tif"])
@pytest.mark.parametrize("method", ["image-copy", "image-contour", "image-icon"])
def test_pictures_behind_the_first_are_said_not_to_be_compared(tmp_path: Path, name: str, method: str) -> None:
    frames = [drawn(seed) for seed in (1, 2, 3)]
    frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:])
    frames[1].save(tmp_path / "second.png")
    works = [Work.open(tmp_path / file, label=label) for file, label in (("second.png", "A1"), (name, "B1"))]
    found = compare(Job(method, works[0], works[1]))
    (seen,) = [one for one in found.observations if one.kind == KIND]
    assert (seen.side, seen.span.file, seen.details) == ("right", name, {"frames": 3})
    for language, said in (("zh", "只比对了第一帧"), ("en", "the first alone was compared")):
        assert said in words(method, language).label(KIND)


def test_notes_of_decoding_are_told_in_words() -> None:
    said = words("image-copy", "zh").value("first of 3 frames; palette; EXIF orientation 6 applied")
    assert said == "共 3 帧（页），只读第一帧；索引色，按其调色板读取；已按 EXIF 方向 6 转正"
    assert words("image-copy", "zh").value("no note; at all") == "no note; at all"

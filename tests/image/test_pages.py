"""Pages of text: other words in one typeface and layout are no copy; the same page, altered, is one."""

from __future__ import annotations

import io
import math
import re
import textwrap
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from appraisal.comparison import Mask
from appraisal.span import Region, box
from comparators.image.copy import ImageCopy
from comparators.image.geometry import area
from tests.image.pictures import Pixels
from tests.image.test_regions import art, features, found, pasted

ROOT = Path(__file__).resolve().parents[2]
FONTS = Path("/usr/share/fonts/opentype/noto")
TEXTS = [re.sub(r"[\s`*|#\[\]]+", " ", (ROOT / name).read_text(encoding="utf-8")) for name in ("README.md", "LICENSE")]


def page(text: int, lines: int, font: str | None, start: int = 700) -> Pixels:
    """Lines of a text, black on white; the typeface that Pillow carries where none is named."""
    face: ImageFont.FreeTypeFont | ImageFont.ImageFont = ImageFont.load_default(24)
    if font is not None:
        if not (FONTS / font).exists():
            pytest.skip(f"{font} is not installed")
        face = ImageFont.truetype(FONTS / font, 24)
    sheet = Image.new("RGB", (1000, 100 + 40 * lines), "white")
    draw = ImageDraw.Draw(sheet)
    for at, line in enumerate(textwrap.wrap(TEXTS[text][start:], 76)[:lines]):
        draw.text((50, 50 + 40 * at), line, font=face, fill="black")
    return np.asarray(sheet)


@pytest.mark.parametrize("font", [None, "NotoSerifCJK-Regular.ttc"])
@pytest.mark.parametrize("lines", [5, 8, 24])
def test_pages_of_other_words_are_no_copies(tmp_path: Path, lines: int, font: str | None) -> None:
    a, b = (features(tmp_path, str(text), page(text, lines, font)) for text in (0, 1))
    assert found(a, b) == []


@pytest.mark.parametrize("lines", [5, 24])
def test_a_page_that_was_encoded_again_scaled_and_inverted_is_a_copy(tmp_path: Path, lines: int) -> None:
    sheet = page(0, lines, None)
    stream = io.BytesIO()
    Image.fromarray(sheet).save(stream, "JPEG", quality=40)
    again = np.asarray(Image.open(stream).convert("RGB"))
    small = cv2.resize(sheet, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    original = features(tmp_path, "a", sheet)
    for name, altered in (("again", again), ("small", small), ("inverted", 255 - sheet)):
        assert found(original, features(tmp_path, name, np.asarray(altered, np.uint8))), name


def test_a_part_of_a_page_is_found_on_a_page_of_other_words(tmp_path: Path) -> None:
    """A quotation of six lines: the region is these lines."""
    sheet, other = page(0, 24, None), page(1, 24, None)
    quoted = pasted(other, sheet[290:530], 0, 450)
    matches = found(features(tmp_path, "a", sheet), features(tmp_path, "b", quoted))
    regions = [match for match in matches if match.kind == "region"]
    best = max(regions, key=lambda match: match.details["strength"])
    assert best.details["share_right"] < 0.6  # not the page
    truth = Region([box("r", 50, 450, 900, 690)])
    assert Region([best.right]).overlap(truth).length() > 0.6 * truth.length()


def test_what_differs_in_a_region_is_not_covered(tmp_path: Path) -> None:
    """The share of the region stays; coverage is of what agrees."""
    changed = pasted(art(92, 480, 400), art(93, 200, 160), 60, 60)
    a, b = (
        features(tmp_path, "a", art(92, 480, 400)),
        features(tmp_path, "b", pasted(art(95, 640, 560), changed, 80, 70)),
    )
    (match,) = found(a, b)
    assert match.details["differences"]
    assert match.details["agreed_left"] < match.details["share_left"] - 0.08
    measures = ImageCopy().measure({"l": a}, {"r": b}, [match], Mask())
    assert measures.coverage_of_left == pytest.approx(match.details["agreed_left"], abs=1e-3)
    assert measures.coverage_of_right == pytest.approx(match.details["agreed_right"], abs=1e-3)


def test_nothing_is_invented_at_the_rim_of_a_turned_picture(tmp_path: Path) -> None:
    """A picture turned by 23° on white: no place differs, and no colour alters by what lies around it."""
    picture = art(97, 480, 360)
    turn = cv2.getRotationMatrix2D((240, 180), 23, 1.0)
    turn[:, 2] += [75, 110]
    turned = cv2.warpAffine(picture, turn, (630, 580), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    (match,) = found(features(tmp_path, "a", picture), features(tmp_path, "b", np.asarray(turned, np.uint8)))
    assert "differences" not in match.details and "agreed_left" not in match.details
    assert abs(match.details["brightness"]) < 1.5 and abs(match.details["hue"]) < 1
    assert abs(math.remainder(match.details["rotation"] + 23, 360)) < 0.5
    assert area(np.array(match.left.polygon)) > 0.97 * 480 * 360


def test_outlines_alone_say_nothing_of_colour(tmp_path: Path) -> None:
    """A line drawing of a picture has no colours to be compared with the picture's."""
    picture = art(98, 400, 320)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    lines = 255 - cv2.dilate(cv2.Canny(grey, 60, 140), np.ones((2, 2), np.uint8))
    drawn = np.repeat(np.asarray(lines, np.uint8)[..., None], 3, axis=2)
    for match in found(features(tmp_path, "a", picture), features(tmp_path, "b", drawn)):
        if match.kind == "whole-outline":
            assert not {"brightness", "contrast", "saturation", "hue"} & set(match.details)

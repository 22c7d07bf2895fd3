"""Pictures of which a part alone is compared, and what decoding notes of a picture, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from appraisal.comparator import Context
from appraisal.comparison import Observation, Side
from appraisal.span import whole

KIND = "frames-not-compared"
_FIRST = re.compile(r"first of (\d+) frames")


class Noted(Protocol):
    """Features with the notes of decoding, a semicolon between."""

    @property
    def notes(self) -> str: ...


def told(context: Context, left: Mapping[str, Noted], right: Mapping[str, Noted]) -> None:
    """Observe each animation and each file of several pages, of which the first picture alone is compared: a copy in
    another one would be missed."""
    sides: tuple[tuple[Side, Mapping[str, Noted]], ...] = (("left", left), ("right", right))
    for side, files in sides:
        for file, one in files.items():
            if found := _FIRST.search(one.notes):
                context.observe(Observation(side, whole(file), KIND, {"frames": int(found[1])}))


#: Rows of (key, Chinese, English) for the words of a method.
ROWS = (
    (
        KIND,
        "多帧或多页图片，只比对了第一帧（页）；其余请逐帧存为图片，或作为视频比对",
        "several frames or pages, of which the first alone was compared: hand in the others as pictures, or as a video",
    ),
    ("frames", "帧（页）数", "frames or pages"),
    ("first of {0} frames", "共 {0} 帧（页），只读第一帧", "first of {0} frames"),
    ("colour profile not applied: {0}", "未按色彩特性文件换算：{0}", "colour profile not applied: {0}"),
    ("damaged colour profile ignored", "色彩特性文件已损坏，未采用", "damaged colour profile ignored"),
    ("EXIF orientation {0} applied", "已按 EXIF 方向 {0} 转正", "EXIF orientation {0} applied"),
    ("{0} scaled to 8 bits", "{0} 换算为 8 位", "{0} scaled to 8 bits"),
    ("SVG drawn at {0}", "SVG 绘制为 {0} 像素", "SVG drawn at {0}"),
    ("palette", "索引色，按其调色板读取", "indexed colours, read by their palette"),
    ("CMYK taken to RGB without a profile", "CMYK，未按色彩特性文件换算为 RGB", "CMYK taken to RGB without a profile"),
    ("16 bits reduced to 8", "16 位减为 8 位", "16 bits reduced to 8"),
    ("damaged EXIF ignored", "EXIF 已损坏，未采用", "damaged EXIF ignored"),
    ("unknown EXIF orientation ignored", "EXIF 方向不明，未采用", "unknown EXIF orientation ignored"),
)
LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {key: zh for key, zh, _ in ROWS},
    "en": {key: en for key, _, en in ROWS},
}

"""Bars of the coverage map for pictures: a share of the area, since a picture has no one axis."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from appraisal.comparison import Comparison, Match
from appraisal.span import box, whole
from reports.extents import work_bars
from reports.wording import say


def shown(matched: list[Match], excluded: list[SimpleNamespace], area: float = 90_000) -> Comparison:
    tables = {"extents": {"left": [["a.png", "pixel", area]], "right": [["b.png", "pixel", area]]}}
    return cast(Comparison, SimpleNamespace(matches=matched, excluded=excluded, tables=tables))


def test_a_region_is_a_share_of_the_area() -> None:
    """Two regions that overlap by half, of 300 × 300 pixels: (100 + 50) × 60 ÷ 90,000; then what is excluded."""
    there = box("b.png", 0, 0, 300, 300)
    matches = [Match(box("a.png", x, 200, x + 100, 260), there, "region") for x in (150, 200)]
    out = SimpleNamespace(side="left", span=box("a.png", 0, 0, 300, 30))
    for language in ("zh", "en"):
        (file,) = work_bars(shown(matches, [out]), "left", "A1", language).files
        assert file.extent == say(language, "extent-pixel")
        assert [bar.kind for bar in file.bars] == ["matched", "excluded"]
        assert [bar.start for bar in file.bars] == pytest.approx([0, 0.1])
        assert [bar.stop for bar in file.bars] == pytest.approx([0.1, 0.2])
        (file,) = work_bars(shown(matches, [out]), "right", "B1", language).files
        assert [(bar.start, bar.stop, bar.kind) for bar in file.bars] == [(0.0, 1.0, "matched")]


def test_a_picture_that_is_excluded_whole() -> None:
    matches = [Match(box("a.png", 0, 0, 300, 300), box("b.png", 0, 0, 300, 300), "whole-picture")]
    out = SimpleNamespace(side="left", span=whole("a.png"))
    (file,) = work_bars(shown(matches, [out]), "left", "A1", "en").files
    assert [(bar.start, bar.stop, bar.kind) for bar in file.bars] == [(0.0, 1.0, "excluded")]

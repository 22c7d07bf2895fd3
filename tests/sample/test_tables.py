"""What the demo puts on file for the tables of texts fits the sample and its truth."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import appraisal.sample
from appraisal import contract
from appraisal.intake.filling import build
from appraisal.plots.filing import read_form
from appraisal.plots.outline import Outline, Point, PointFinding

SAMPLE = Path(appraisal.sample.__file__).resolve().parent
RENAMED: dict[str, str] = json.loads((SAMPLE / "truth.json").read_text("utf-8"))["renames"]["accused/juqing"]
MAIN = {"洛汐", "沈舆", "裴铮", "郁伯", "阿梨"}


@pytest.mark.parametrize("given", [True, False], ids=["named", "proposed"])
def test_people_renamed_in_the_copy_correspond_to_themselves(given: bool) -> None:
    parameters = tomllib.loads((SAMPLE / "parameters.toml").read_text("utf-8"))["text-cast"] if given else {}
    found = contract.run(
        "text-cast", SAMPLE / "claimed" / "story", SAMPLE / "accused" / "juqing", parameters=parameters
    )
    pairs = {str(m.details["name_of_left"]): str(m.details["name_of_right"]) for m in found.matches}
    assert pairs.keys() >= MAIN
    assert all(pairs[name] == RENAMED[name] for name in pairs.keys() & RENAMED.keys())
    if given:
        assert pairs["容夜=城主"] == "白宸=城主"


def test_the_plot_form_names_files_of_the_sample() -> None:
    form = read_form((SAMPLE / "words/plot-zh.toml").read_text("utf-8"))
    outline = Outline(tuple(build(Point, row) for row in form["points"]))
    findings = [build(PointFinding, row) for row in form["findings"]]
    for spots, folder in (
        ([spot for point in outline.points for spot in point.spots], "claimed/story"),
        ([spot for one in findings for spot in one.spots], "accused/juqing"),
    ):
        assert spots and all((SAMPLE / folder / spot.file).is_file() for spot in spots)
    assert {one.point for one in findings} == {point.id for point in outline.points}, "none is left unsettled"

"""Every notebook, as it is committed, on the sample case: each cell runs, and shows what works of that case hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appraisal.demo import SAMPLE
from appraisal.reporting import templates
from tests import compared

from .test_notebooks import execute, html_of

CODES = (
    ">whole-picture<",
    ">shared-string<",
    ">similar<",
    ">moved<",
    ">common-source<",
    ">dictated-by-function<",
    ">verbatim<",
)
WIDGET, REPORT = "application/vnd.jupyter.widget-view+json", "application/vnd.appraisal.report+json"


def kinds(outputs: list[Any]) -> set[str]:
    return {kind for output in outputs for kind in output.get("data", {})}


@pytest.mark.parametrize("name", sorted(path.stem for path in templates()))
def test_each_notebook_runs_on_the_sample_case(name: str, tmp_path: Path) -> None:
    root = compared.sample(tmp_path / "case").root
    given: dict[str, object] = {}
    if name in ("text", "code", "software"):
        given = {"SHOW": 2}
    elif name == "batch":
        lines = [f"1,{SAMPLE / 'claimed'},{SAMPLE / 'accused'}"]
        (tmp_path / "pairs.csv").write_text("\r\n".join(["id,left,right", *lines, ""]), "utf-8")
        given = {"PAIRS": str(tmp_path / "pairs.csv"), "OUT": str(tmp_path / "out"), "COMPARATORS": ["software-tree"]}
    outputs = execute(root / "notebooks" / f"{name}.ipynb", **given)
    assert not [o for o in outputs if o.output_type == "error"]
    page = html_of(outputs)
    assert not [code for code in CODES if code in page], "what a record calls by a code is told in words"
    if name == "workbench":
        assert WIDGET in kinds(outputs)
    elif name in ("report", "private_server"):
        assert REPORT in kinds(outputs) or "月光城" in page
    elif name == "batch":
        assert "coverage_of_left" in page
    else:
        assert "月光城" in page or "A1" in page

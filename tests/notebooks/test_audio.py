"""The notebook of music on the two tunes of the sample case, without a case."""

from __future__ import annotations

import shutil
from pathlib import Path

from appraisal.demo import SAMPLE
from appraisal.template import folder
from tests.notebooks.test_notebooks import execute, html_of


def test_two_tunes_without_a_case(tmp_path: Path) -> None:
    shutil.copy(folder() / "audio.ipynb", tmp_path)
    for name in ("claimed/music/theme.abc", "accused/bgm/login.abc"):
        shutil.copy(SAMPLE / name, tmp_path)
    outputs = execute(tmp_path / "audio.ipynb", WORKS=("theme.abc", "login.abc"), LANGUAGE="en")
    page = html_of(outputs)
    assert not [o for o in outputs if o.output_type == "error"]
    assert "46/49" in page and "other-pitch" in page and "1:1–16:1" in page
    assert "score" not in page.lower().replace("scores", "")

"""The works of the sample case, compared by every method: made once in a run for all tests that look at them."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from appraisal.case import Case
from appraisal.demo import SAMPLE, WORKS, fixed_clock
from appraisal.reporting import place_notebooks
from appraisal.run import run
from tests import shared


def sample(root: Path) -> Case:
    """A copy of the compared case in ``root``, with its notebooks; its clock goes on where it stood."""
    held = shared.made("sample", _make)
    shutil.copytree(held / "case", root)
    return Case.open(root, clock=fixed_clock(datetime.fromisoformat((held / "clock").read_text("utf-8"))))


def _make(place: Path) -> None:
    case = Case.create(place / "case", clock=fixed_clock(), number="P-1", watermark="示例", experts=("甲",))
    for label, folder, role, name, version in WORKS:
        handed_in = place / folder
        shutil.copytree(SAMPLE / folder, handed_in, ignore=shutil.ignore_patterns("__pycache__"))
        case.receive(label, handed_in, role, name=name, version=version if label == "A1" else "")
    run(case, host="", jobs=2)
    place_notebooks(case)
    (place / "clock").write_text(case.clock(), "utf-8")

"""Forms in TOML are read by one reader, which names the form, the part and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from appraisal import filing, paper_form
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.functional import filing as functional
from appraisal.intake_form import template
from appraisal.plots import filing as plots

FORMS: tuple[tuple[Callable[[str], Any], str, str], ...] = (
    (filing.read_form, "the intake form", "materials"),
    (plots.read_form, "the plot form", "points"),
    (functional.read_form, "the form of functional tests", "tests"),
    (paper_form.read, "the form of paper", "experts"),
)


@pytest.mark.parametrize(("read", "called", "listed"), FORMS)
def test_a_form_that_cannot_be_read_is_named(read: Callable[[str], Any], called: str, listed: str) -> None:
    for text, said in (
        ("[", f"{called} cannot be read: "),
        ("[odd]\n", f"{called}: unknown part 'odd'; it has "),
        (f"[{listed}]\n", rf"{called}(, {listed})?: write each one under \[\[{listed}\]\]"),
    ):
        with pytest.raises(CaseError, match=f"^{said}"):
            read(text)


def test_the_intake_form_says_how_a_line_of_photographs_is_filed(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    head = template(case).split("[commission]")[0]
    assert "去掉行首的 #" in head and "take the # away" in head and "照片只写文件名" in head

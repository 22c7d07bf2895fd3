"""A case whose report was issued, for the tests of what comes after."""

from __future__ import annotations

import pytest

from appraisal import issuing
from appraisal.case import Case
from appraisal.papers import files
from tests.after.issued import NUMBER, PAPER
from tests.papers import whole


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("after")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case")
        issuing.issue(case, files.find(PAPER), by=whole.DING, number=NUMBER, on="2026-02-01")
    return case

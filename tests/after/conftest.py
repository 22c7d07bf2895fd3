"""A case whose report was issued, for the tests of what comes after."""

from __future__ import annotations

import pytest

from appraisal.case import Case
from tests.after.issued import NUMBER
from tests.papers import issued


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("after")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        return issued.make(place / "case", NUMBER)

"""One whole case for all tests that only look at its dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates import rules
from tests.papers import narrow, whole


@pytest.fixture(scope="package", autouse=True)
def watching() -> Iterator[None]:
    """Whatever runs all gates holds the list of ``narrow`` against them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rules, "RULES", tuple(map(narrow.watched, rules.RULES)))
        yield


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return whole.make(tmp_path_factory.mktemp("whole") / "case")


@pytest.fixture(scope="session")
def dossier(case: Case) -> Dossier:
    return freeze.freeze(case)


@pytest.fixture
def own(tmp_path: Path) -> Case:
    """A case of the test's own, to change."""
    return whole.make(tmp_path / "case")

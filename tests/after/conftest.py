"""A case whose report was issued, for the tests of what comes after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from appraisal import registry
from appraisal.case import Case
from tests.after.issued import NUMBER, PRINTED
from tests.papers import issued


@pytest.fixture(scope="module", autouse=True)
def formats(request: pytest.FixtureRequest) -> Iterator[None]:
    """Papers are made in the formats alone that a file of tests looks at (its ``FORMATS``): half of what an issue costs
    is to write the others. Files that name none have all."""
    named: tuple[str, ...] = getattr(request.module, "FORMATS", ())
    with pytest.MonkeyPatch.context() as patched:
        if named:
            patched.setattr(registry, "exporter_names", lambda: named)
        yield


@pytest.fixture
def as_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for one test."""
    monkeypatch.setattr(registry, "exporter_names", lambda: PRINTED)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("after")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        return issued.make(place / "case", NUMBER)

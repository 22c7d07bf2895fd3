"""Controls that a paper asks for are those of methods that compared something in the case."""

from __future__ import annotations

from dataclasses import replace

from appraisal.dossier import Dossier
from tests.papers.test_gates import gates


def test_controls_of_methods_that_compared_nothing_are_none_of_the_case(dossier: Dossier) -> None:
    other = tuple(replace(one, comparator="no-method-of-this-case") for one in dossier.controls)
    assert "content/controls" in gates(replace(dossier, controls=other))
    assert "content/controls" not in gates(replace(dossier, controls=other + dossier.controls))

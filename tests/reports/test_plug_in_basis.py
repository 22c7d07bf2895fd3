"""The plug-in report says of each function which record it rests on."""

from __future__ import annotations

from dataclasses import replace

from appraisal import template
from reports.build import build
from reports.document import Grid
from tests.reports.private_server.test_parts import part
from tests.reports.test_build import words
from tests.reports.test_examined import observed
from tests.reports.test_plug_in import of

PROFILE = template.find("plug-in")


def test_each_row_of_functions_names_the_record_that_it_rests_on() -> None:
    """Not the first record of the case: that may hold no finding."""
    made = of(observed(0x1400), replace(observed(0x1500), kind="injects-code"))
    (first,) = made.examined
    nothing = replace(first, key="0" * 64, examination=replace(first.examination, observations=()), ids=())
    other = replace(of(replace(observed(0x1900), kind="hooks")).examined[0], key="d" * 64)
    made = replace(made, examined=(nothing, first, other))
    (grid,) = (one for one in part(build(made, "zh"), PROFILE, "functions") if isinstance(one, Grid))
    assert grid.result is None and "记录" not in words(grid.caption)
    for row in grid.rows:
        said = words(row)
        assert ("e" * 12 in said) is ("0x1900" not in said) and ("d" * 12 in said) is ("0x1900" in said), said
        assert "0" * 12 not in said

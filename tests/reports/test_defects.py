"""The table of shared defects in a report: what was recorded, by whom and when; nothing where there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.procedure import Kind
from reports.build import build
from tests.reports import proceedings, specimen
from tests.reports.test_build import section, words


def with_defect(**changes: Any) -> Dossier:
    """The specimen with the entry of its defect changed."""
    base = specimen.dossier()
    return replace(
        base, entries=tuple(replace(one, **changes) if one.kind == Kind.DEFECT else one for one in base.entries)
    )


@pytest.mark.parametrize(("at", "no"), [(0, "否"), (1, "no")])
def test_the_table_says_what_was_recorded(at: int, no: str) -> None:
    said = words(section(build(specimen.dossier(), "both").parts[at], "defects"))
    found = proceedings.DEFECT
    pieces = [found.defect, found.steps, found.why, *found.places, *(seen for _, seen in found.observations), no]
    for piece in (*pieces, "documents/0a-film.mp4", "ab" * 32, "2026-01-08"):
        assert piece in said


def test_a_malformed_one_is_printed_as_it_is() -> None:
    part = build(with_defect(body={"defect": "half an entry\u202e"}), "both").parts[0]
    said = words(section(part, "defects"))
    assert "half an entry" in said
    assert "\u202e" not in said


def test_no_section_without_defects() -> None:
    base = specimen.dossier()
    without = replace(base, entries=tuple(one for one in base.entries if one.kind != Kind.DEFECT))
    assert "缺陷性特征对照表" not in words(build(without, "both").parts[0])

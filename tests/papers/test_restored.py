"""Who objects on file to what somebody else left out after results differs, and is asked for a dissent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.comparison import Exclusion, Reason
from appraisal.dossier import Dossier
from appraisal.gates import View, unheard
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import COURT
from tests.papers.test_opposed_facts import REAL, deciding, dissenting
from tests.papers.test_spoken import holding

OBJECTS = (
    "第三段不该剔除，与公版诗句无关。",
    "该段系A1独创，不应将其除去。",
    "标题一处排除不当。",
    "把该句删去没有道理。",
    "该处本应计入。",
    "无须剔除该处。",
    "The notice should not have been left out.",
    "It was wrong to exclude the second passage.",
    "The passage ought to have been kept in the count, whatever its source.",
)
HONEST = (
    "引文应予排除，理由充分。",
    "不能排除巧合的可能。",
    "标题与正文不同，不应排除偶然因素。",
    "第二处系独创，不应排除，故予保留。",
    "被告主张该处不应排除。",
    "排除事项见清单。",
    "The second passage should not be excluded and was kept.",
    "The quotation was excluded for good reason.",
)


def restored(dossier: Dossier) -> list[tuple[str, ...]]:
    return [gap.only for gap in unheard.elsewhere(View(dossier, COURT))]


@pytest.fixture(scope="module")
def late(dossier: Dossier) -> Dossier:
    """甲 left a place out after results, and it is out still."""
    out = Exclusion(Reason.QUOTATION, side="left", by=whole.JIA, note="引文", after_results=True)
    held = [
        replace(one, comparison=replace(one.comparison, excluded=(*one.comparison.excluded, out)))
        for one in dossier.comparisons
    ]
    return replace(dossier, comparisons=tuple(held))


@pytest.mark.parametrize("words", OBJECTS)
def test_who_objects_to_a_late_exclusion_dissents(dossier: Dossier, late: Dossier, words: str) -> None:
    assert restored(deciding(late, whole.YI, "排除", words)) == [(whole.YI,)]
    assert restored(holding(late, Kind.EXCLUSION, whole.YI, note=words)) == [(whole.YI,)]
    assert not restored(deciding(late, whole.JIA, "排除", words)), "who left it out"
    assert not restored(deciding(dossier, whole.YI, "排除", words)), "nothing was left out after results"


@pytest.mark.parametrize("words", HONEST)
def test_who_does_not_object_does_not(late: Dossier, words: str) -> None:
    assert not restored(deciding(late, whole.YI, "排除", words))
    assert not restored(holding(late, Kind.EXCLUSION, whole.YI, note=words))


def test_who_filed_a_dissent_is_heard(late: Dossier) -> None:
    held = dissenting(late, whole.YI, REAL, filed=whole.YI)
    assert not restored(deciding(held, whole.YI, "排除", OBJECTS[0]))

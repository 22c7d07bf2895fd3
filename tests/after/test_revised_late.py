"""A view that an expert revised once results were known: the report says why only then, or is not issued."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal.freeze import freeze
from appraisal.gates import Gap, findings
from appraisal.papers import files
from appraisal.procedure import Kind
from tests.papers import whole

FORM, GATE = files.find("cn-copyright"), "exclusions/revised-A1"
BODY = {
    "label": "A1", "file": "song.wav", "medium": "audio", "deriver": "notes", "made_by": "notes 1", "raw": ["a", "0"],
    "revised": ["b", "1"], "reason": "逐音重听",
}  # fmt: skip


@pytest.mark.parametrize("late", [True, False])
def test_a_view_revised_after_results_asks_why(tmp_path: Path, late: bool) -> None:
    case = whole.make(tmp_path / "case")
    found = freeze(case, paper=FORM)
    last = found.entries[-1]
    revised = replace(last, kind=Kind.REVISED, body=BODY, by=whole.YI, seq=last.seq + 1, after_results=late)
    held = replace(found, entries=(*found.entries, revised))

    def gap() -> list[Gap]:
        return [one for one in findings(held, FORM) if one.gate == GATE]

    assert bool(gap()) is late
    if late:
        assert gap()[0].open and "结果之后" in gap()[0].said.zh and "only then" in gap()[0].said.en
        reason = {"about": f"gate:{GATE}", "reason": "结果后方取得原始母带", "labels": [], "decided_by": [whole.DING]}
        decided = replace(revised, kind=Kind.DECISION, body=reason, by=whole.DING, seq=revised.seq + 1)
        held = replace(held, entries=(*held.entries, decided))
        assert not any(one.open for one in gap())

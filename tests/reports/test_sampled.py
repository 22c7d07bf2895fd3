"""A sample of matches in the report: how it was drawn, and the interval only where it may be concluded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal import sampling
from appraisal.dossier import Dossier, Filed, LogEntry
from appraisal.finding import Finding, Verdict
from appraisal.procedure import PROCEDURE, Kind
from reports.document import Paragraph
from reports.sections.desk import Desk
from reports.sections.sampled import sampled
from tests.reports import specimen

ACCEPTED, UNREAD = Verdict.ACCEPTED, Verdict.UNREVIEWED


def case() -> tuple[Dossier, Filed]:
    dossier = specimen.dossier()
    filed = dossier.comparisons[0]
    matches = tuple(replace(filed.comparison.matches[0], id=f"{n:016x}") for n in range(40))
    return dossier, replace(filed, comparison=replace(filed.comparison, matches=matches), verdicts={})


def said(verdicts: dict[str, Verdict], *findings: Finding, language: str = "en") -> str:
    dossier, filed = case()
    body = {
        "record": filed.key, "comparator": "text-exact", "total": 40, "size": 20, "seed": "s", "rule": "one in two",
        "before": 0,
    }  # fmt: skip
    entry = LogEntry(PROCEDURE, 9, "2026-01-05", str(Kind.SAMPLE), "甲", body, "0" * 64, "unsigned")
    filed = replace(filed, verdicts=verdicts)
    desk = Desk(replace(dossier, entries=(entry,), comparisons=(filed,), findings=findings), language)  # type: ignore[arg-type]
    made = [block for block in sampled(desk, filed) if isinstance(block, Paragraph)]
    assert [block.content[-1].text[-1] for block in made] == ["." if language == "en" else "。"]
    return "".join(piece.text for block in made for piece in block.content)


def test_all_read_gives_the_interval() -> None:
    first = sampling.order("s", [f"{n:016x}" for n in range(40)])[:20]
    found = said({one: ACCEPTED for one in first})
    assert "20 of 40 matches, drawn by the rule “one in two”" in found
    assert "all 20 were read, 20 accepted: of all matches of this record 90.00% to 100.00%" in found
    assert "20 处已全部核验，采信 20 处" in said({one: ACCEPTED for one in first}, language="zh")


@pytest.mark.parametrize("read", [0, 19])
def test_nothing_is_concluded_before_all_are_read(read: int) -> None:
    first = sampling.order("s", [f"{n:016x}" for n in range(40)])[:20]
    assert f"{read} of 20 were read so far" in said({one: ACCEPTED for one in first[:read]})


def test_nothing_is_concluded_from_a_sample_drawn_after_verdicts() -> None:
    _, filed = case()
    early = Finding(filed.key, f"{0:016x}", ACCEPTED, "甲", "2026-01-04")
    found = said({f"{n:016x}": ACCEPTED for n in range(40)}, early)
    assert "already on file" in found and "hypergeometric" not in found

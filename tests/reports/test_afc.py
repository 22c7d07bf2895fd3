"""Abstraction, filtration and comparison in a report, and the chronology; nothing where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.procedure import Kind
from reports.build import build
from tests.reports import proceedings, specimen
from tests.reports.test_build import section, words

KINDS = (Kind.LEVEL, Kind.ELEMENT, Kind.EVENT)


def changed(**changes: object) -> Dossier:
    base = specimen.dossier()
    entries = tuple(replace(one, **changes) if one.kind in KINDS else one for one in base.entries)  # type: ignore[arg-type]
    return replace(base, entries=entries)


@pytest.mark.parametrize(
    ("at", "said"),
    [(0, ("过滤：思想", "部分相近", "不构成比例", "层次 2：<情节>")),
     (1, ("filtered out: idea", "alike in part", "no share", "Level 2: <情节>"))],
)  # fmt: skip
def test_the_tables_say_what_was_recorded(at: int, said: tuple[str, ...]) -> None:
    told = words(section(build(specimen.dossier(), "both").parts[at], "afc"))
    for one in proceedings.ELEMENTS:
        for piece in (one.name, one.why, one.differences, *(text for _, text in one.expressions)):
            assert piece in told
    for piece in (*said, "原告证据 3", "第 5 页", proceedings.WANG):
        assert piece in told


@pytest.mark.parametrize(("at", "said"), [(0, ("往来", "异议")), (1, ("dealings", "disputed"))])
def test_the_chronology_says_when_who_and_on_what(at: int, said: tuple[str, ...]) -> None:
    told = words(section(build(specimen.dossier(), "both").parts[at], "chronology"))
    event = proceedings.EVENT
    for piece in (event.what, event.when, event.until, event.told, event.disputed, "custody 1", *said):
        assert piece in told


def test_evidence_that_is_a_match_leads_to_its_number_and_verdict() -> None:
    base = specimen.dossier()
    filed = next(f for f in base.comparisons if len(f.comparison.matches) > 1 and f.verdicts)
    match = next(iter(filed.verdicts))
    number = [m.id for m in filed.comparison.matches].index(match) + 1
    body = next(e.body for e in base.entries if e.kind == Kind.ELEMENT)
    what = f"{filed.key[:16]} {match}"
    body = {**body, "evidence": [{"is": "Evidence", "source": "match", "what": what, "note": ""}]}
    entries = tuple(replace(e, body=body) if e.kind == Kind.ELEMENT else e for e in base.entries)
    told = words(section(build(replace(base, entries=entries), "zh").parts[0], "afc"))
    assert f"{filed.comparison.comparator} 第 {number} 号匹配" in told and filed.key[:12] in told


def test_malformed_ones_are_printed_as_they_are() -> None:
    part = build(changed(body={"name": "half an entry\u202e", "order": "x"}), "both").parts[0]
    for name in ("afc", "chronology"):
        told = words(section(part, name))
        assert "half an entry" in told and "\u202e" not in told


def test_no_section_where_nothing_was_said() -> None:
    base = specimen.dossier()
    without = replace(base, entries=tuple(one for one in base.entries if one.kind not in KINDS))
    told = words(build(without, "both").parts[0])
    assert "抽象、过滤与比较" not in told and "接触与时间线" not in told

"""Points of a plot that were judged are kept, their dissents heard and their turns asked, as those of matches are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier, LogEntry
from appraisal.gates import View, gaps
from appraisal.papers import files
from appraisal.procedure import Kind
from tests.papers.test_gates import decide, gates
from tests.papers.test_opposed_facts import dissenting

COURT = files.find("cn-copyright")
PLOTS = {"P1": "断指续灯", "P2": "走下台阶"}


def points(**plots: str) -> tuple[Kind, str, dict[str, Any]]:
    return Kind.OUTLINE, "甲", {"points": [{"is": "Point", "id": k, "plot": v, "work": "A1"} for k, v in plots.items()]}


def found(by: str, point: str, how: str, note: str = "") -> tuple[Kind, str, dict[str, Any]]:
    words = {"same": "动作"} if how == "same" else {"different": "人物的动作不同"}
    return Kind.POINT, by, {"point": point, "accused": "B1", "judgement": how, "note": note, **words}


def filed(dossier: Dossier, *steps: tuple[Kind, str, dict[str, Any]]) -> Dossier:
    def entries() -> Iterable[LogEntry]:
        for seq, (kind, by, body) in enumerate(steps, 90):
            yield LogEntry("procedure", seq, f"2026-01-06T00:00:{seq}Z", kind, by, body, "", "signed")

    return replace(dossier, entries=(*dossier.entries, *entries()))


BOTH = [found(by, point, "same") for by in "甲乙" for point in PLOTS]


@pytest.mark.parametrize("later", [{"P1": "断指续灯"}, {"P1": "断指续灯", "P2": "收起铜铃"}])
def test_a_point_that_was_judged_is_not_dropped_nor_told_otherwise(dossier: Dossier, later: dict[str, str]) -> None:
    made = filed(dossier, points(**PLOTS), *BOTH, points(**later))
    assert "exclusions/point-P2" in gates(made)
    assert ("P2", "B1") not in View(made, COURT).plots.findings, "verdicts on other words are none on these"
    assert "exclusions/point-P2" not in gates(decide(made, "gate:exclusions/point-P2", "样本中并无此情节"))


def test_a_table_may_be_told_better_or_grow(dossier: Dossier) -> None:
    before = filed(dossier, points(P1="误记", P2="走下台阶"), points(**PLOTS), *BOTH)  # nobody had judged P1
    after = filed(before, points(P1="断指、续灯。", P2="走下台阶", P3="收起铜铃"))
    for made in (before, after):
        assert not [one for one in gates(made) if one.startswith(("exclusions", "dissent", "verdicts/turned"))]
    assert ("P1", "B1") in View(after, COURT).plots.findings
    restored = filed(before, points(P1="断指续灯"), points(**PLOTS))
    assert "exclusions/point-P2" not in gates(restored)


def test_who_finds_a_point_otherwise_files_a_dissent(dossier: Dossier) -> None:
    made = filed(dossier, points(**PLOTS), *BOTH[:3], found("乙", "P2", "different"))
    (gap,) = [one for one in gaps(made, COURT) if one.gate == "dissent"]
    assert gap.only == ("乙",) and "1 point of the plot" in gap.said.en and "1 个情节点" in gap.said.zh
    assert "dissent" not in gates(dissenting(made, "乙", "人物的动作不同"))


def test_who_comes_round_on_a_point_says_why(dossier: Dossier) -> None:
    differ = (points(**PLOTS), *BOTH[:3], found("乙", "P2", "different"))
    silent = filed(dossier, *differ, found("乙", "P2", "same"))
    assert "verdicts/turned" in gates(silent) and "dissent" not in gates(silent)
    assert "verdicts/turned" in gates(filed(silent, found("乙", "P2", "same"))), "the same once more says no more"
    for made in (silent, filed(dossier, *differ)):
        assert "verdicts/turned" not in gates(filed(made, found("乙", "P2", "same", "重看第三回，走下台阶者相同")))

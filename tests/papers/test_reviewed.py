"""What people put on file after the review is reviewed again, whatever part of the report prints it as theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from appraisal import filing, freeze, template
from appraisal.case import Case
from appraisal.dossier import Dossier, LogEntry
from appraisal.gates import gaps
from appraisal.procedure import PROCEDURE, Kind, Step
from tests.papers import whole
from tests.papers.test_gates import COURT, gates
from tests.papers.test_opposed_facts import deciding

PART = "conclusion-copied"
TOLD = {"id": "T1", "label": "B1", "function": "写入数值"}


def filed(dossier: Dossier, kind: Kind, body: dict[str, Any], by: str = "甲") -> Dossier:
    """With one more entry behind all others."""
    seq = 1 + max(one.seq for one in dossier.entries)
    made = LogEntry(PROCEDURE, seq, "2026-01-06", str(kind), by, body, f"{seq:064d}", "signed")
    return replace(dossier, entries=(*dossier.entries, made))


def reviewed(dossier: Dossier) -> Dossier:
    last = [one for one in dossier.entries if one.kind == Kind.REVIEW][-1]
    return filed(dossier, Kind.REVIEW, dict(last.body), last.by)


def late(dossier: Dossier) -> list[str]:
    return [f"{gap.said.zh} / {gap.said.en}" for gap in gaps(dossier, COURT) if gap.gate == "reviewer/late"]


def concluding(dossier: Dossier, by: str, about: str, words: str) -> Dossier:
    body = {"about": about, "reason": words, "labels": [], "decided_by": [by]}
    return filed(dossier, Kind.DECISION, body, by)


def test_a_conclusion_on_a_part_filed_after_the_review_is_reviewed(dossier: Dossier) -> None:
    made = concluding(dossier, "甲", PART, "未见相同。")
    (said,) = late(made)
    assert "各部分意见" in said and said.endswith(": opinions on parts")
    held = reviewed(made)
    assert late(held) == []
    assert late(concluding(held, "甲", PART, "未见相同。")) == [], "the same, put on file again"
    back = concluding(held, "甲", f"{PART}:withdrawn", "用语有误")
    assert late(back), "taken back"
    assert late(concluding(back, "甲", PART, "未见相同。")) == [], "and the same again"
    assert late(concluding(held, "甲", PART, "未见相同，另见数据表。"))
    assert late(deciding(held, "甲", "gate:opinion/1", "已讨论并写明")) == [], "a decision on a gate is none"


@pytest.mark.parametrize(
    ("kind", "body", "other", "named"),
    [
        (Kind.TEST, TOLD, {"way": "其他"}, "functional tests"),
        (Kind.DEFECT, {"defect": "登录时溢出", "steps": "登录"}, {"why": "无须如此"}, "defects"),
        (Kind.ELEMENT, {"level": "文字", "name": "开头"}, {"outcome": "same"}, "elements"),
        (Kind.EVENT, {"what": "发表"}, {"when": "2020"}, "events"),
        (Kind.POINT, {"point": "1", "accused": "B1"}, {"judgement": "same"}, "findings on plot points"),
        (Kind.LITERATURE, {"literature": []}, {"literature": [{"title": "书"}]}, "literature"),
    ],
)
def test_whatever_the_report_prints_as_theirs_is_reviewed(
    dossier: Dossier, kind: Kind, body: dict[str, Any], other: dict[str, Any], named: str
) -> None:
    made = filed(dossier, kind, body)
    assert any(named in said for said in late(made))
    held = reviewed(made)
    assert late(held) == late(filed(held, kind, body)) == [], "the same, put on file again"
    assert any(named in said for said in late(filed(held, kind, body | other)))


def test_steps_and_custody_may_follow_the_review(dossier: Dossier) -> None:
    assert late(filed(dossier, Kind.OPERATION, {"what": "装订", "observation": "共三册"})) == []
    assert late(filed(dossier, Kind.HANDLED, {"what": "退还检材", "observation": "封条完好"})) == []


def test_cells_in_the_notebook_of_a_template_are_reviewed(own: Case) -> None:
    """They are printed as conclusions on parts too."""
    plug_in = template.find("plug-in")
    notebook = own.root / "notebooks" / plug_in.notebook

    def gate() -> bool:
        return "reviewer/late" in gates(freeze.freeze(own, profile=plug_in, paper=COURT))

    whole.review(own)
    assert not gate()
    held = json.loads(notebook.read_text("utf-8"))
    cell = {"cell_type": "markdown", "metadata": {"tags": [PART], "by": "甲"}, "source": ["未见相同。"], "id": "late"}
    notebook.write_text(json.dumps(held | {"cells": [*held["cells"], cell]}), "utf-8")
    assert gate()
    whole.review(own)
    assert not gate()
    filing.file_step(own, Kind.OPERATION, Step("装订"), whole.JIA)
    assert not gate()

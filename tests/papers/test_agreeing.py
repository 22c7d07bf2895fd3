"""What is filed in two places agrees: receipt and intake; who was checked for conflicts, and who makes the report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import agreeing, findings
from appraisal.gates.view import View
from appraisal.procedure import Kind
from tests.papers.test_gates import COURT, decide, edited, gates, people


def found(dossier: Dossier, gate: str) -> str:
    """What the gate says, in both languages."""
    return "|".join(f"{gap.said.zh} {gap.said.en}" for gap in findings(dossier, COURT) if gap.gate == gate)


def house(dossier: Dossier, **changes: Any) -> Dossier:
    return edited(dossier, Kind.INSTITUTION, **changes)


def test_the_institution_of_the_report_is_the_one_that_was_checked(dossier: Dossier) -> None:
    other = house(dossier, name="另一鉴定所", letterhead=["另一鉴定所"])
    said = found(other, "intake/institution")
    assert (
        "文书所载机构为 另一鉴定所，回避审查的机构为 某鉴定机构（虚构）" in said
        and "the report is of 另一鉴定所" in said
    )
    assert gates(house(other, name_en="某鉴定机构 (虚构)")) == [], "by its other name"
    assert gates(decide(other, "gate:intake/institution", "机构更名，批文在卷")) == []
    assert "信头不含机构名称" in found(house(dossier, letterhead=["另一鉴定所", "某市某路1号"]), "intake/letterhead")
    assert gates(house(dossier, letterhead=[])) == []


def recheck(dossier: Dossier, name: str, outcome: str) -> Dossier:
    entry = next(one for one in dossier.entries if one.kind == Kind.CONFLICTS)
    rows: Any = entry.body["checks"]
    return edited(dossier, Kind.CONFLICTS, checks=[{**r, "outcome": outcome} if r["name"] == name else r for r in rows])


def test_who_signs_was_checked_and_does_not_stand_back(dossier: Dossier) -> None:
    said = found(recheck(dossier, "乙", "recused"), "intake/recused")
    assert "已回避的人员仍列为签署人：乙" in said and "stands back" in said
    nobody = replace(people(dossier, name="戊"), experts=())
    assert "戊" in found(nobody, "intake")


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ({"received_by": ["丙", "丁"]}, "收件人 丙、丁，日志为 甲", "received by 丙, 丁, by the log 甲"),
        ({"received_on": "2026-01-09"}, "收件日期 2026-01-09 晚于入案 2026-01-05", "taken into the case on 2026-01-05"),
        ({"from_whom": "某被告"}, "来自 某被告，日志为 某委托人", "from 某被告, by the log 某委托人"),
        (
            {"agreement": "differs", "check_values": [{"is": "CheckValue", "value": "9" * 32, "algorithm": "MD5"}]},
            "校验值与清单所载不符",
            "differ from those of the list",
        ),
    ],
)
def test_intake_and_receipt_tell_one_story(dossier: Dossier, changes: dict[str, Any], zh: str, en: str) -> None:
    said = found(edited(dossier, Kind.MATERIAL, **changes), "intake/A1")
    assert zh in said and en in said
    assert "intake/A1" not in gates(decide(edited(dossier, Kind.MATERIAL, **changes), "gate:intake", "已书面更正"))


def test_honest_differences_of_intake_and_receipt_pass(dossier: Dossier) -> None:
    for changes in ({"from_whom": "某委托人 周某"}, {"received_on": "2026-01-05"}, {"received_by": ["乙", "甲"]}):
        assert gates(edited(dossier, Kind.MATERIAL, **changes)) == [], changes


@pytest.mark.parametrize(
    "changes", [{"sha256": "0" * 64}, {"received_from": "某被告"}, {"received_on": "2026-01-01"}, {"version": "9"}]
)
def test_a_case_file_that_was_edited_is_not_the_receipt(dossier: Dossier, changes: dict[str, str]) -> None:
    works = (replace(dossier.works[0], **changes), *dossier.works[1:])  # type: ignore[arg-type]  # texts all
    said = found(replace(dossier, works=works), "custody/A1")
    assert f"收件日志不一致：{next(iter(changes))}" in said and "case.toml and the log of receipt differ" in said


def test_a_work_that_was_received_is_among_those_of_the_case(dossier: Dossier) -> None:
    """Whatever part it plays; one that the log does not know is none that was taken out."""
    for gone in dossier.works:
        said = found(
            replace(dossier, works=tuple(one for one in dossier.works if one != gone)), f"custody/{gone.label}"
        )
        assert f"{gone.label} 已收件，不在 case.toml" in said and "is none of the works of case.toml" in said
    assert not [gate for gate in gates(dossier) if gate.startswith("custody")]


@pytest.mark.parametrize(
    ("claimed", "accused", "odd"),
    [
        ({"zh": "检材"}, {}, True),
        ({"zh": "检材（原稿）"}, {}, True),
        ({"zh": "檢材"}, {"zh": "樣本"}, True),
        ({"en": "Accused Work"}, {}, True),
        ({"zh": "被控作品"}, {}, True),
        ({}, {"zh": "权利作品"}, True),
        ({}, {"en": "plaintiff's work"}, True),
        ({"zh": "甲书"}, {"zh": "甲书"}, True),
        ({"zh": "检材一"}, {"zh": "检材二"}, False),
        ({"zh": "权利作品"}, {"zh": "被诉侵权作品"}, False),
        ({"zh": "被侵权作品", "en": "the work"}, {"zh": "侵害权利的作品", "en": "accused work"}, False),
        ({"zh": "原告作品", "en": "plaintiff's work"}, {"zh": "被告作品", "en": "defendant's work"}, False),
    ],
)
def test_no_role_is_called_as_another(
    dossier: Dossier, claimed: dict[str, str], accused: dict[str, str], odd: bool
) -> None:
    words = {role: {**dossier.role_words[role], **said} for role, said in (("claimed", claimed), ("accused", accused))}
    view = View(replace(dossier, role_words={**dossier.role_words, **words}), COURT)
    assert {one.gate for one in agreeing.roles(view)} == ({"content/role-words"} if odd else set())

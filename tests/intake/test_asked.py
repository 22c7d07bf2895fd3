"""What an intake asks and lacks: conflicts, use of material, missing facts, and the words for all of it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from appraisal import intake
from appraisal.errors import CaseError, UsageError
from appraisal.intake import (
    ASKED_OF,
    LABELS,
    LISTS,
    Acceptance,
    Carrier,
    CarrierKind,
    CheckValue,
    Commission,
    Compared,
    ConflictCheck,
    ConflictOutcome,
    CrossExamined,
    Decision,
    Document,
    Ground,
    Inquiry,
    Instruction,
    LabelKind,
    Material,
    Obstacle,
    Obtained,
    Photograph,
    Procedure,
    Question,
    Seal,
    SealState,
    Subject,
    UseDecision,
    form,
    may_be_used,
    missing,
    missing_said,
    plain,
    recused,
)
from appraisal.intake.filling import name_of
from appraisal.rights import Outcome
from tests.intake.filled import ACCEPTED, CLEARED, WHO, cleared, whole_commission, whole_material

TYPES = (
    Document,
    Instruction,
    Commission,
    Ground,
    Acceptance,
    Inquiry,
    ConflictCheck,
    Photograph,
    Carrier,
    Seal,
    CheckValue,
    Compared,
    Material,
    UseDecision,
)


def test_a_form_asks_what_is_to_be_asked() -> None:
    person, place = form("张三"), form("某所", Subject.INSTITUTION)
    assert person.unanswered() == ASKED_OF[Subject.PERSON] and Question.EARLIER_REGISTRATION in place.unanswered()
    answered = ConflictCheck.of({"name": "张三", "answers": {"interest": "no"}})
    assert Question.INTEREST not in answered.unanswered() and len(answered.unanswered()) == 3


def test_a_yes_is_disclosed_and_needs_a_decision() -> None:
    answers = [{"question": q, "answer": "no"} for q in ASKED_OF[Subject.PERSON][:3]]
    answers.append({"question": "earlier-appraisal", "answer": "yes", "text": "2024 年曾出具意见"})
    with pytest.raises(CaseError, match="earlier-appraisal"):
        ConflictCheck.of({"name": "张三", "answers": answers, "outcome": "none"})
    back = ConflictCheck.of({"name": "张三", "answers": answers, "outcome": "recused"})
    assert recused([back], Subject.PERSON) == ("张三",) and recused([back], Subject.INSTITUTION) == ()
    assert back.disclosed() == (Question.EARLIER_APPRAISAL,)


def test_uncross_examined_material_is_blocked_without_a_decision_that_names_it() -> None:
    one = whole_material(cross_examined="no")
    other, right = (UseDecision(label, "赵六", "2026-01-08", "双方同意") for label in ("B2", "B1"))
    allowed, why = may_be_used(one, [other])
    assert not allowed and "未经质证" in why.zh and "B1" in why.en
    allowed, why = may_be_used(one, [other, right])
    assert allowed and "赵六于2026-01-08" in why.zh and "双方同意" in why.en


def test_not_stated_is_printed_as_such() -> None:
    allowed, why = may_be_used(whole_material(cross_examined="not-stated"), [])
    assert allowed and "质证情况未载明" in why.zh


def test_not_required_needs_a_private_procedure_or_a_reason() -> None:
    one = whole_material(cross_examined="not-required")
    assert not may_be_used(one, [])[0] and not may_be_used(one, [], procedure=Procedure.CIVIL)[0]
    assert may_be_used(one, [], procedure=Procedure.PRIVATE)[0]
    reasoned = whole_material(cross_examined="not-required", cross_reason="双方共同选定")
    allowed, why = may_be_used(reasoned, [], procedure=Procedure.CIVIL)
    assert allowed and "双方共同选定" in why.zh and "双方共同选定" in why.en
    assert may_be_used(whole_material(), [])[0] and CrossExamined.YES is whole_material().cross_examined


def test_a_whole_intake_lacks_nothing() -> None:
    assert missing(whole_commission(), ACCEPTED, CLEARED, [whole_material()], experts=["张三"]) == []


def test_an_empty_intake_lacks_everything_and_says_so_in_both_languages() -> None:
    keys = missing(Commission(), None, [form("张/三")], [Material("A.1-x", LabelKind.SAMPLE)], experts=["李四"])
    assert {"commission/questions", "commission/number", "acceptance", "conflict/institution"} <= set(keys)
    assert {"conflict/李四/check", "conflict/张/三/answers", "conflict/张/三/outcome"} <= set(keys)
    assert {f"material/A.1-x/{name}" for name in ("carrier", "seal", "agreement", "received_by")} <= set(keys)
    assert len(keys) == len(set(keys))
    assert missing_said("material/A.1-x/seal").zh == "送检材料 A.1-x：封存未填"
    assert missing_said("commission/by").en == "commission: commissioned by missing"
    assert missing_said("conflict/张/三/outcome").zh.startswith("回避审查 张/三：")
    for key in (*keys, *missing(Commission(), None, [], [])):
        assert missing_said(key).zh and missing_said(key).en
    with pytest.raises(UsageError, match="weather"):
        missing_said("commission/weather")


FULL = plain(whole_material())


@pytest.mark.parametrize(
    ("gone", "lacking"),
    [
        *((name, [name]) for name in ("name", "obtained", "from_whom", "received_on", "received_by", "list_reference")),
        *((name, [name]) for name in ("carrier", "seal", "agreement", "package_photographs", "cross_examined")),
        ("version", []),
        ("disposal", []),
    ],
)
def test_each_fact_of_a_material_is_missed(gone: str, lacking: list[str]) -> None:
    apart = {"disposed_on", "disposed_to"} if gone == "disposal" else set()
    one = Material.of({key: value for key, value in FULL.items() if key != gone and key not in apart})
    assert missing(whole_commission(), ACCEPTED, CLEARED, [one]) == [f"material/B1/{name}" for name in lacking]


def test_what_is_asked_depends_on_the_circumstances() -> None:
    def of(one: Material, commission: Commission | None = None) -> list[str]:
        return missing(commission or whole_commission(), ACCEPTED, CLEARED, [one])

    sent = Carrier(CarrierKind.NETWORK)
    assert of(whole_material(carrier=sent, seal=None, package_photographs=[])) == []
    assert of(whole_material(seal=Seal(SealState.NONE))) == []
    assert of(whole_material(seal=Seal(SealState.BROKEN))) == ["material/B1/seal_photographs"]
    assert of(whole_material(received_by=["张三"])) == ["material/B1/received_by"]
    bought: dict[str, Any] = {
        "obtained": Obtained.PURCHASED,
        "list_reference": "",
        "check_values": [],
        "agreement": None,
    }
    assert of(whole_material(**bought)) == ["material/B1/agreement"]
    assert of(whole_material(**{**bought, "agreement": "no-check-value-given"})) == []
    private = whole_commission(procedure="private", number="", deadline="")
    assert of(whole_material(cross_examined="not-stated"), private) == []
    assert of(whole_material(label_kind="ancestor", carrier=None, seal=None, agreement=None)) == []


def test_a_decision_that_is_none_is_missed() -> None:
    more = Acceptance.of({"decision": "ask-more", **WHO, "reasons": ["material-insufficient"], "asked_for": ["原盘"]})
    declined = Acceptance(Decision.DECLINE, "赵", "2026-01-07", (Ground(Obstacle.QUESTION_OF_LAW),))
    backing = ConflictCheck("某所", Subject.INSTITUTION, outcome=ConflictOutcome.RECUSED)
    works = [whole_material()]
    assert missing(whole_commission(), more, CLEARED, works) == ["acceptance/decision"]
    assert missing(whole_commission(), declined, CLEARED, works) == []
    assert missing(whole_commission(), ACCEPTED, (cleared("张三"), backing), works) == ["acceptance/decision"]
    assert missing(whole_commission(), ACCEPTED, CLEARED[1:], works) == ["conflict/person"]


def test_the_page_lists_every_value_with_its_words() -> None:
    page = (Path(__file__).parents[2] / "docs" / "intake.md").read_text("utf-8")
    for name, words in LISTS.items():
        for word in words:
            assert f"`{word}` {word.zh} / {word.en}" in page, name
    for outcome in Outcome:
        assert f"`{outcome}`" in page


def test_every_field_and_value_has_words_in_both_languages() -> None:
    wanted = {name_of(cls) for cls in TYPES} | {f"{name_of(cls)}.{f.name}" for cls in TYPES for f in fields(cls)}
    wanted |= {f"{name}.{word}" for name, words in LISTS.items() for word in words}
    for language in ("zh", "en"):
        assert wanted <= set(LABELS[language]) and all(LABELS[language].values())
    assert set(LABELS["zh"]) == set(LABELS["en"])
    extra = {"conflict.check", "conflict.person", "conflict.institution", "material.seal_photographs"}
    assert set(LABELS["zh"]) - wanted == extra  # words for what ``missing`` names besides fields


def test_no_list_has_two_values_that_read_alike() -> None:
    for words in LISTS.values():
        for shown in ([w.value for w in words], [w.zh for w in words], [w.en for w in words]):
            assert len(set(shown)) == len(shown)


def test_all_is_exported_and_every_list_is_used() -> None:
    assert sorted(intake.__all__) == sorted(set(intake.__all__)) and all(hasattr(intake, n) for n in intake.__all__)
    used = {option for cls in TYPES for hint in get_type_hints(cls).values() for option in (hint, *get_args(hint))}
    assert set(LISTS.values()) <= used


def test_what_was_left_empty_is_not_written() -> None:
    assert plain(Commission(by="甲", procedure=Procedure.CIVIL)) == {"by": "甲", "procedure": "civil"}
    assert plain(Material("A1", LabelKind.SAMPLE)) == {"label": "A1", "label_kind": "sample"}

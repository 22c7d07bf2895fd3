"""The intake: checked when it is filled in, read back as written, and honest about what it lacks."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import intake, toml
from appraisal.codec import decode, encode
from appraisal.errors import CaseError, UsageError
from appraisal.intake import (
    ASKED_OF,
    LABELS,
    LISTS,
    Acceptance,
    Agreement,
    Answer,
    Carrier,
    CarrierKind,
    CheckValue,
    Client,
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
    InstructionKind,
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
    ToldBy,
    UseDecision,
    build,
    compare_with_list,
    form,
    may_be_used,
    missing,
    missing_said,
    overall,
    plain,
    recused,
)
from appraisal.intake.filling import name_of
from appraisal.rights import Outcome

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
# The digests of the empty message: RFC 1321, FIPS 180-4, GB/T 32905.
EMPTY = {
    "md5": "d41d8cd98f00b204e9800998ecf8427e",
    "sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sm3": "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
}
PHOTOGRAPH = {"file": "photographs/seal-1.jpg", "sha256": "0" * 64}


def whole_commission(**other: Any) -> Commission:
    given: dict[str, Any] = {
        "by": "某市中级人民法院",
        "kind": "court",
        "procedure": "civil",
        "number": "（2026）某01委鉴1号",
        "on": "2026-01-05",
        "questions": [" 两作品的异同？\r\n"],
        "documents": [{"name": "委托书", "digest": f"SM3: {EMPTY['sm3']}"}],
        "contacts": ["李四"],
        "deadline": "2026-03-05",
        "instructions": [{"on": "2026-01-09", "by": "王法官", "text": "增加附图", "kind": "change"}],
    }
    return Commission.of(given | other)


def cleared(name: str, subject: Subject = Subject.PERSON) -> ConflictCheck:
    return ConflictCheck(name, subject, tuple(Inquiry(q, Answer.NO) for q in ASKED_OF[subject]), ConflictOutcome.NONE)


def whole_material(**other: Any) -> Material:
    given: dict[str, Any] = {
        "label": "B1",
        "label_kind": "检材",
        "name": "某游戏客户端",
        "version": "1.2",
        "obtained": "seized",
        "from_whom": "某区公安分局",
        "carrier": {"kind": "hard-disk", "make": "某牌", "serial": "S-1", "capacity": "1 TB"},
        "seal": {"state": "intact", "number": "封-1", "photographs": [PHOTOGRAPH]},
        "package_photographs": [PHOTOGRAPH],
        "list_reference": "扣押清单 2026-3 号第 2 行",
        "check_values": [f"MD5: {EMPTY['md5']}", {"value": EMPTY["sm3"], "algorithm": "SM3"}],
        "agreement": "agrees",
        "cross_examined": "yes",
        "received_by": ["张三", "李四"],
        "received_on": "2026-01-06T09:30:00+08:00",
        "disposal": "retained",
        "disposed_on": "2026-02-01",
        "disposed_to": "档案室",
    }
    return Material.of(given | other)


ACCEPTED = Acceptance(Decision.ACCEPT, "赵六", "2026-01-07")
CLEARED = (cleared("张三"), cleared("某鉴定所", Subject.INSTITUTION))


# --- what is filled in comes back -------------------------------------------------------------------------------------


def examples() -> list[Any]:
    return [
        Commission(),
        whole_commission(),
        ACCEPTED,
        Acceptance.of(
            {
                "decision": "ask-more",
                "decided_by": "赵",
                "on": "2026-01-07",
                "reasons": ["other"],
                "asked_for": ["原盘"],
            }
            | {"reasons": ["material-insufficient", {"reason": "other", "text": "缺附件"}]}
        ),
        *CLEARED,
        form("钱七"),
        whole_material(),
        Material("A1", LabelKind.SAMPLE),
        UseDecision("B1", "赵六", "2026-01-08", "合议庭书面同意"),
        *compare_with_list([CheckValue(EMPTY["md5"])], EMPTY),
    ]


@pytest.mark.parametrize("one", examples(), ids=lambda one: type(one).__name__)
def test_records_survive_json_toml_and_plain_tables(one: Any) -> None:
    assert decode(type(one), json.loads(json.dumps(encode(one)))) == one
    assert build(type(one), plain(one)) == one
    assert build(type(one), tomllib.loads(toml.dumps(plain(one)))) == one


def a(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type; those that its record refuses are left out by ``one_of_type``."""
    if kind is str:
        return st.sampled_from(["", "甲", " x\n", "2026-01-05", "0" * 64])
    if is_dataclass(kind):
        return one_of_type(kind)  # type: ignore[arg-type]
    options = get_args(kind)
    if type(None) in options:
        return st.none() | a(options[0])
    return st.lists(a(options[0]), max_size=2).map(tuple) if options else st.sampled_from(list(kind))


def one_of_type(cls: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)

    def made(given: dict[str, Any]) -> Any:
        try:
            return cls(**given)
        except CaseError as error:
            assert name_of(cls) in str(error) or any(f.name in str(error) for f in fields(cls))
            return None

    return st.fixed_dictionaries({n: a(h) for n, h in hints.items()}).map(made).filter(lambda found: found is not None)


@given(st.one_of(*(one_of_type(t) for t in (Document, Instruction, Commission, Ground, Inquiry, Carrier, Seal))))
def test_any_record_that_is_accepted_survives(one: Any) -> None:
    assert decode(type(one), json.loads(json.dumps(encode(one)))) == one
    assert build(type(one), plain(one)) == one


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")).filter(str.strip))
def test_questions_are_kept_byte_for_byte(question: str) -> None:
    kept = Commission.of({"questions": [question]})
    assert kept.questions[0].encode() == question.encode()
    assert decode(Commission, json.loads(json.dumps(encode(kept)))).questions == (question,)


def test_the_free_table_of_today_is_read() -> None:
    today = {"by": "示例委托人", "procedure": "private", "questions": ["有哪些异同？"], "on": date(2026, 1, 5)}
    found = Commission.of(today)
    assert (found.by, found.procedure, found.on) == ("示例委托人", Procedure.PRIVATE, "2026-01-05")
    assert Commission.of({"questions": "一问", "documents": "委托书", "kind": None, "procedure": ""}) == Commission(
        questions=("一问",), documents=(Document("委托书"),)
    )
    assert Commission.of({}) == Commission()


def test_closed_lists_take_their_words_too() -> None:
    for word in ("civil", "民事", " civil "):
        assert Commission.of({"procedure": word}).procedure is Procedure.CIVIL
    assert Commission(kind="人民法院").kind is Client.COURT  # type: ignore[arg-type]  # as a notebook form gives it
    assert Instruction("2026-01-01", "王", "改", "委托事项变更").kind is InstructionKind.CHANGE  # type: ignore[arg-type]


# --- what is wrong is named -------------------------------------------------------------------------------------------

WHO = {"decided_by": "赵", "on": "2026-01-07"}


@pytest.mark.parametrize(
    ("cls", "table", "named"),
    [
        (Commission, {"client": "x"}, "client"),
        (Commission, {"procedure": "maritime"}, "procedure.*civil, criminal"),
        (Commission, {"on": "5 January"}, "on: .*2026-03-01"),
        (Commission, {"on": "20260105"}, "commission, on"),
        (Commission, {"deadline": "soon"}, "deadline"),
        (Commission, {"by": 12}, "by"),
        (Commission, {"by": "\ud800"}, "by: .*UTF-8"),
        (Commission, {"questions": ["a", " "]}, "questions 2"),
        (Commission, {"questions": {"1": "a"}}, "questions: write it as a list"),
        (Commission, {"documents": [{"name": "x", "digest": "abc"}]}, "documents 1: document, digest"),
        (Commission, {"documents": [{"title": "x"}]}, "documents 1: unknown field 'title'"),
        (Commission, {"instructions": [{"by": "x", "text": "y"}]}, "instructions 1, on: fill it in"),
        (Commission, ["by"], "table"),
        (Acceptance, {"decision": "accept", "on": "2026-01-07"}, "decided_by"),
        (Acceptance, {"decision": "accept", **WHO, "decided_by": " "}, "decided_by"),
        (Acceptance, {"decision": "accept", **WHO, "reasons": ["other"]}, "reason"),
        (Acceptance, {"decision": "accept", **WHO, "reasons": ["question-of-law"]}, "reasons against"),
        (Acceptance, {"decision": "decline", **WHO}, "at least one reason"),
        (Acceptance, {"decision": "ask-more", **WHO, "asked_for": ["原盘"]}, "at least one reason"),
        (Acceptance, {"decision": "ask-more", **WHO, "reasons": ["material-insufficient"]}, "asked_for"),
        (
            Acceptance,
            {"decision": "decline", **WHO, "reasons": ["conflict-of-interest"], "asked_for": ["x"]},
            "asked_for",
        ),
        (Acceptance, {"decision": "decline", **WHO, "reasons": ["bored"]}, "reason: 'bored'"),
        (Acceptance, {"decision": "decline", **WHO, "reasons": ["other"]}, "ground, text"),
        (ConflictCheck, {"name": ""}, "conflict, name"),
        (ConflictCheck, {"name": "张", "answers": {"earlier-mediation": "no"}}, "earlier-mediation is not asked"),
        (ConflictCheck, {"name": "张", "answers": [{"question": "interest"}] * 2}, "twice"),
        (ConflictCheck, {"name": "张", "answers": {"interest": "yes"}}, "text"),
        (ConflictCheck, {"name": "张", "outcome": "none"}, "every question answered no"),
        (ConflictCheck, {"name": "张", "outcome": "disclosed-and-continued", "decided_by": "赵"}, "reason"),
        (ConflictCheck, {"name": "张", "outcome": "disclosed-and-continued", "reason": "轻微"}, "decided_by"),
        (Material, {"label": "A1"}, "label_kind"),
        (Material, {"label": " ", "label_kind": "sample"}, "label"),
        (Material, {"label": "A1", "label_kind": "sample", "obtained": "other"}, "obtained_text"),
        (Material, {"label": "A1", "label_kind": "sample", "agreement": "agrees"}, "no check values"),
        (
            Material,
            {"label": "A1", "label_kind": "sample", "agreement": "no-check-value-given", "check_values": ["a"]},
            "agre",
        ),
        (Material, {"label": "A1", "label_kind": "sample", "received_by": ["张", "张 "]}, "received_by"),
        (Material, {"label": "A1", "label_kind": "sample", "received_on": "today"}, "received_on"),
        (Material, {"label": "A1", "label_kind": "sample", "disposed_to": "库房"}, "disposal"),
        (Material, {"label": "A1", "label_kind": "sample", "cross_reason": "x"}, "cross_reason"),
        (
            Material,
            {"label": "A1", "label_kind": "sample", "seal": {"state": "none", "number": "1"}},
            "seal: seal, number",
        ),
        (Material, {"label": "A1", "label_kind": "sample", "carrier": {"kind": "other"}}, "carrier, make"),
        (Photograph, {**PHOTOGRAPH, "file": "../x.jpg"}, "file"),
        (Photograph, {**PHOTOGRAPH, "file": "/x.jpg"}, "file"),
        (Photograph, {**PHOTOGRAPH, "file": "a\\x.jpg"}, "file"),
        (Photograph, {**PHOTOGRAPH, "sha256": "AB"}, "sha256"),
        (CheckValue, {"value": ""}, "value"),
        (UseDecision, {"label": "B1", "decided_by": "赵", "on": "2026-01-08", "reason": ""}, "reason"),
        (UseDecision, {"label": "B1", "decided_by": "", "on": "2026-01-08", "reason": "x"}, "decided_by"),
    ],
)
def test_faults_name_the_field(cls: Any, table: Any, named: str) -> None:
    with pytest.raises(CaseError, match=named):
        (cls.of if hasattr(cls, "of") else lambda given: build(cls, given))(table)


# --- conflicts --------------------------------------------------------------------------------------------------------


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


# --- check values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "algorithm", "expected"),
    [
        (EMPTY["md5"].upper(), "", ("md5", ToldBy.LENGTH, Agreement.AGREES)),
        (f"MD5：{EMPTY['md5']}", "", ("md5", ToldBy.NAMED, Agreement.AGREES)),
        (" ".join(EMPTY["sha1"]), "SHA-1", ("sha1", ToldBy.NAMED, Agreement.AGREES)),
        ("0" * 40, "", ("sha1", ToldBy.LENGTH, Agreement.DIFFERS)),
        (EMPTY["sm3"], "", ("sm3", ToldBy.VALUE, Agreement.AGREES)),
        (EMPTY["sm3"], "SHA-256", ("sha256", ToldBy.NAMED, Agreement.DIFFERS)),
        (EMPTY["sha256"], "ｓｈａ２５６", ("sha256", ToldBy.NAMED, Agreement.AGREES)),
        ("0" * 64, "", ("", ToldBy.UNKNOWN, Agreement.DIFFERS)),
        (EMPTY["md5"][:-1], "MD5", ("md5", ToldBy.NAMED, Agreement.NOT_COMPARABLE)),
        ("0" * 128, "SHA-512", ("", ToldBy.UNKNOWN, Agreement.NOT_COMPARABLE)),
        ("ab12cd34", "CRC32", ("", ToldBy.UNKNOWN, Agreement.NOT_COMPARABLE)),
        ("ab" * 16, "", ("md5", ToldBy.LENGTH, Agreement.DIFFERS)),
    ],
)
def test_check_values_of_a_list(value: str, algorithm: str, expected: tuple) -> None:
    (found,) = compare_with_list([CheckValue(value, algorithm)], EMPTY)
    assert (found.algorithm, found.told_by, found.agreement) == expected
    assert found.given.value == value


def test_sixty_four_digits_differ_only_when_both_algorithms_were_measured() -> None:
    unknown, theirs = CheckValue("0" * 64), CheckValue(EMPTY["sha256"])
    only = {"SHA-256": EMPTY["sha256"].upper()}
    found = compare_with_list([unknown, theirs], only)
    assert [one.agreement for one in found] == [Agreement.NOT_COMPARABLE, Agreement.AGREES]


def test_what_was_not_measured_is_not_compared() -> None:
    (found,) = compare_with_list([CheckValue(EMPTY["md5"])], {"sha256": EMPTY["sha256"]})
    assert found.agreement is Agreement.NOT_COMPARABLE and found.algorithm == "md5"


def test_one_difference_makes_the_whole_differ() -> None:
    good, bad, odd = CheckValue(EMPTY["md5"]), CheckValue("0" * 32), CheckValue("?")
    assert overall(compare_with_list([], EMPTY)) is Agreement.NONE_GIVEN
    assert overall(compare_with_list([good], EMPTY)) is Agreement.AGREES
    assert overall(compare_with_list([good, odd], EMPTY)) is Agreement.NOT_COMPARABLE
    assert overall(compare_with_list([good, odd, bad], EMPTY)) is Agreement.DIFFERS


@given(st.sampled_from(sorted(EMPTY)), st.integers(0, 63), st.sampled_from("0123456789abcdef"))
def test_one_changed_digit_differs(name: str, at: int, digit: str) -> None:
    digits = EMPTY[name]
    at %= len(digits)
    changed = digits[:at] + digit + digits[at + 1 :]
    (found,) = compare_with_list([CheckValue(changed, name)], EMPTY)
    assert found.agreement is (Agreement.AGREES if changed == digits else Agreement.DIFFERS)


# --- use --------------------------------------------------------------------------------------------------------------


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


# --- what is missing --------------------------------------------------------------------------------------------------


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


# --- words ------------------------------------------------------------------------------------------------------------


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

"""The intake: checked when it is filled in, read back as written, and honest about what it lacks."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import toml
from appraisal.codec import decode, encode
from appraisal.errors import CaseError
from appraisal.intake import (
    Acceptance,
    Agreement,
    Carrier,
    CheckValue,
    Client,
    Commission,
    ConflictCheck,
    Document,
    Ground,
    Inquiry,
    Instruction,
    InstructionKind,
    LabelKind,
    Material,
    Photograph,
    Procedure,
    Seal,
    ToldBy,
    UseDecision,
    build,
    compare_with_list,
    form,
    overall,
    plain,
)
from appraisal.intake.filling import name_of
from tests.intake.filled import ACCEPTED, CLEARED, EMPTY, PHOTOGRAPH, WHO, whole_commission, whole_material

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


# --- what is missing --------------------------------------------------------------------------------------------------


# --- words ------------------------------------------------------------------------------------------------------------

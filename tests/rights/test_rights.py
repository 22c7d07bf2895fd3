"""Rights data: forms of codes, and sentences that never say more than a form can show."""

from __future__ import annotations

import ast
import json
import re
from itertools import product
from math import gcd
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import appraisal.rights
from appraisal.codec import decode, encode
from appraisal.errors import CaseError, UsageError
from appraisal.rights import (
    DISCLAIMERS,
    LABELS,
    NOTES,
    Form,
    Identifier,
    Kind,
    Outcome,
    Said,
    Status,
    check_form,
    contract,
    form_sentence,
    publication,
    sentences,
    status_sentence,
)
from appraisal.rights.forms import bare, iswc_digit, read_digest

GOOD, BAD, OPEN = Outcome.WELL_FORMED, Outcome.MALFORMED, Outcome.NOT_KNOWN
EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # FIPS 180-4, the empty message
ABC_SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905, message "abc"

CASES = [
    # Registration numbers: forms only, the serial numbers are made up.
    (Kind.SOFTWARE_REGISTRATION, "2019SR0123456", GOOD, "2019SR0123456"),
    (Kind.SOFTWARE_REGISTRATION, "登记号：２０１９ＳＲ０１２３４５６", GOOD, "2019SR0123456"),
    (Kind.SOFTWARE_REGISTRATION, "软著登字第1234567号", GOOD, "软著登字第1234567号"),
    (Kind.SOFTWARE_REGISTRATION, "软著变补字第123号", OPEN, ""),
    (Kind.SOFTWARE_REGISTRATION, "2019SR", BAD, ""),
    (Kind.SOFTWARE_REGISTRATION, "1980SR012345", BAD, ""),
    (Kind.SOFTWARE_REGISTRATION, "2019SR٠١٢٣٤٥٦", BAD, ""),
    (Kind.WORK_REGISTRATION, "国作登字-2021-A-00123456", GOOD, "国作登字-2021-A-00123456"),
    (Kind.WORK_REGISTRATION, "粤作登字－２０２１－Ａ－00001234", GOOD, "粤作登字-2021-A-00001234"),
    (Kind.WORK_REGISTRATION, "国作登字—2013—f—1791", GOOD, "国作登字-2013-F-1791"),
    (Kind.WORK_REGISTRATION, "国作登字-2021-A-1234", BAD, ""),
    (Kind.WORK_REGISTRATION, "深作登字-2021-A-00123456", OPEN, ""),
    (Kind.WORK_REGISTRATION, "国作登字-1990-A-00123456", BAD, ""),
    (Kind.WORK_REGISTRATION, "作登字:19-2005-F-0123号", GOOD, "作登字:19-2005-F-0123号"),
    (Kind.WORK_REGISTRATION, "国作登字-2021-00123456", BAD, ""),
    # Compendium of U.S. Copyright Office Practices, 3rd ed., 1802.8(A)(2) and 2309.13(A)(4).
    (Kind.US_REGISTRATION, "SR-320-918", GOOD, "SR0000320918"),
    (Kind.US_REGISTRATION, "VAu- 598-764", GOOD, "VAU000598764"),
    (Kind.US_REGISTRATION, "TXu003234533", GOOD, "TXU003234533"),
    (Kind.US_REGISTRATION, "SR 123-4-567", GOOD, "SR0001234567"),
    (Kind.US_REGISTRATION, "EU12345", OPEN, ""),
    (Kind.US_REGISTRATION, "TX12345678901", BAD, ""),
    (Kind.US_REGISTRATION, "1-234-567", BAD, ""),
    (Kind.DCI, "anything at all", OPEN, ""),
    # isrc.ifpi.org, "ISRC structure": made up there for explanation.
    (Kind.ISRC, "AA6Q72000047", GOOD, "AA-6Q7-20-00047"),
    (Kind.ISRC, "ISRC AA-6Q7-20-00047", GOOD, "AA-6Q7-20-00047"),
    (Kind.ISRC, "isrc aa6q7-20-000-47/A.J6", GOOD, "AA-6Q7-20-00047"),
    (Kind.ISRC, "AA-6Q7-20-0004", BAD, ""),
    (Kind.ISRC, "A16Q72000047", BAD, ""),
    # ISO 15707's worked example, as printed in descriptions of the standard.
    (Kind.ISWC, "T-034.524.680-1", GOOD, "T-034.524.680-1"),
    (Kind.ISWC, "ISWC T0345246801", GOOD, "T-034.524.680-1"),
    (Kind.ISWC, "T-034.524.680-2", BAD, ""),
    (Kind.ISWC, "Q-034.524.680-1", OPEN, ""),
    (Kind.ISWC, "T-034.524.68-1", BAD, ""),
    # ISBN Users' Manual (International ISBN Agency): its own number; ISBN-10 with X from common examples.
    (Kind.ISBN, "ISBN 978-92-95055-02-5", GOOD, "9789295055025"),
    (Kind.ISBN, "978-3-16-148410-0", GOOD, "9783161484100"),
    (Kind.ISBN, "ISBN-10: 0-306-40615-2", GOOD, "0306406152"),
    (Kind.ISBN, "0-8044-2957-X", GOOD, "080442957X"),
    (Kind.ISBN, "978-3-16-148410-1", BAD, ""),
    (Kind.ISBN, "X-306-40615-2", BAD, ""),
    (Kind.ISBN, "979-0-2600-0043-8", BAD, ""),  # an ISMN
    # ISSN Manual (ISSN International Centre).
    (Kind.ISSN, "ISSN 0317-8471", GOOD, "0317-8471"),
    (Kind.ISSN, "03785955", GOOD, "0378-5955"),
    (Kind.ISSN, "2434-561x", GOOD, "2434-561X"),
    (Kind.ISSN, "0317-8472", BAD, ""),
    (Kind.DEPOSIT_DIGEST, f"SHA-256: {EMPTY_SHA256.upper()}", GOOD, f"sha256:{EMPTY_SHA256}"),
    (Kind.DEPOSIT_DIGEST, f"sm3={ABC_SM3}", GOOD, f"sm3:{ABC_SM3}"),
    (Kind.DEPOSIT_DIGEST, EMPTY_SHA256, OPEN, ""),
    (Kind.DEPOSIT_DIGEST, "d41d8cd98f00b204e9800998ecf8427e", GOOD, "md5:d41d8cd98f00b204e9800998ecf8427e"),
    (Kind.DEPOSIT_DIGEST, "SHA-1: d41d8cd98f00b204e9800998ecf8427e", BAD, ""),
    (Kind.DEPOSIT_DIGEST, "见光盘", BAD, ""),
    (Kind.PUBLICATION, "某网站；2020-05-01", OPEN, ""),
    (Kind.CONTRACT, "甲、乙；2020-05-01；授权", OPEN, ""),
]


@pytest.mark.parametrize(("kind", "value", "outcome", "normalised"), CASES)
def test_forms(kind: Kind, value: str, outcome: Outcome, normalised: str) -> None:
    form = check_form(Identifier(kind, value))
    assert (form.outcome, form.normalised) == (outcome, normalised)
    if outcome is not GOOD:
        assert form.reasons and all(reason.zh and reason.en for reason in form.reasons)
    else:
        assert check_form(Identifier(kind, form.normalised)).normalised == form.normalised
    assert decode(Form, json.loads(json.dumps(encode(form)))) == form


def test_the_right_check_digit_is_named() -> None:
    form = check_form(Identifier(Kind.ISBN, "978-3-16-148410-1"))
    assert "应为 0" in form.reasons[0].zh and "give 0" in form.reasons[0].en


def test_a_certificate_number_is_no_registration_number() -> None:
    form = check_form(Identifier(Kind.SOFTWARE_REGISTRATION, "软著登字第1234567号"))
    assert "不是同一编号" in form.reasons[0].zh and "证书号" in form.basis.zh


def test_inferred_algorithms_are_said_to_be_inferred() -> None:
    bare_one = check_form(Identifier(Kind.DEPOSIT_DIGEST, "da39a3ee5e6b4b0d3255bfef95601890afd80709"))
    assert bare_one.normalised.startswith("sha1:") and "推定" in bare_one.reasons[0].zh
    assert check_form(Identifier(Kind.DEPOSIT_DIGEST, "MD5 " + "0" * 32)).reasons == ()
    assert "SM3" in check_form(Identifier(Kind.DEPOSIT_DIGEST, "0" * 64)).reasons[0].en


digits = st.text("0123456789", min_size=12, max_size=12)
HAND = {  # check digits computed another way than the module does: by trying all of them
    Kind.ISBN: lambda code: sum(int(d) * (1, 3)[at % 2] for at, d in enumerate(code)) % 10 == 0,
    Kind.ISSN: lambda code: sum((10 if d == "X" else int(d)) * (8 - at) for at, d in enumerate(code)) % 11 == 0,
}


@given(digits)
def test_isbn_13_finds_every_single_wrong_digit(twelve: str) -> None:
    twelve = "9787" + twelve[4:]
    (code,) = [twelve + d for d in "0123456789" if HAND[Kind.ISBN](twelve + d)]
    assert check_form(Identifier(Kind.ISBN, code)).outcome is GOOD
    for at, other in product(range(13), "0123456789"):
        if other != code[at]:
            assert check_form(Identifier(Kind.ISBN, code[:at] + other + code[at + 1 :])).outcome is BAD


@given(digits)
def test_isbn_10_and_issn_find_every_single_wrong_digit(some: str) -> None:
    for kind, body in ((Kind.ISBN, some[:9]), (Kind.ISSN, some[:7])):
        weights = range(len(body) + 1, 0, -1)
        codes = [
            body + last
            for last in "0123456789X"
            if sum(w * (10 if d == "X" else int(d)) for w, d in zip(weights, body + last, strict=True)) % 11 == 0
        ]
        assert len(codes) == 1 and check_form(Identifier(kind, codes[0])).outcome is GOOD
        for at, other in product(range(len(codes[0])), "0123456789X"):
            if other != codes[0][at]:
                wrong = codes[0][:at] + other + codes[0][at + 1 :]
                assert check_form(Identifier(kind, wrong)).outcome is BAD


@given(digits)
def test_iswc_finds_just_the_wrong_digits_that_it_can(some: str) -> None:
    """ISO 15707 weighs places 1 to 9 modulo 10: where the weight shares a factor with 10, some slips pass."""
    code = some[:9] + iswc_digit(some[:9])
    assert check_form(Identifier(Kind.ISWC, "T" + code)).outcome is GOOD
    missed = 0
    for at, other in product(range(10), "0123456789"):
        step = int(other) - int(code[at])
        weight = at + 1 if at < 9 else 1
        passes = step % (10 // gcd(weight, 10)) == 0
        outcome = check_form(Identifier(Kind.ISWC, "T" + code[:at] + other + code[at + 1 :])).outcome
        assert outcome is (GOOD if passes else BAD)
        missed += passes and step != 0
    assert missed == 4 * 1 + 4  # one other digit at places 2, 4, 6 and 8, four at place 5


@given(st.sampled_from(sorted(Kind)), st.text(min_size=1, max_size=60))
def test_any_text_gets_a_form_and_sentences(kind: Kind, value: str) -> None:
    if not value.strip():
        return
    one = Identifier(kind, value)
    assert check_form(one).outcome in Outcome
    assert check_form(one) == check_form(one)
    for language in ("zh", "en"):
        assert all(sentences(one, language))


def test_long_input_is_read_in_one_pass() -> None:
    for kind in Kind:
        for text in ("9" * 200_000, "T" * 200_000, "-" * 200_000 + "1", " " * 200_000 + "x"):
            check_form(Identifier(kind, text))


# --- identifiers ------------------------------------------------------------------------------------------------------


@given(
    st.sampled_from(sorted(Kind)),
    st.text(min_size=1).filter(str.strip),
    st.sampled_from([("unchecked", "", ""), ("as-certificate-shows", "", ""), ("checked", "张三", "2026-03-01")]),
    st.text(),
)
def test_identifiers_survive_json(kind: Kind, value: str, status: tuple[str, str, str], note: str) -> None:
    one = Identifier(kind, value, Status(status[0]), status[1], status[2], note)
    assert decode(Identifier, json.loads(json.dumps(encode(one)))) == one
    plain = {"kind": str(kind), "value": value, "status": status[0], "note": note}
    assert Identifier.of(plain | {"checked_by": status[1], "checked_on": status[2]}) == one


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"kind": "isan", "value": "1"}, "kind"),
        ({"kind": "isrc", "value": " "}, "value"),
        ({"kind": "isrc", "value": 12}, "value"),
        ({"kind": "isrc"}, "value"),
        ({"kind": "isrc", "value": "1", "state": "x"}, "state"),
        ({"kind": "isrc", "value": "1", "status": "seen"}, "status"),
        ({"kind": "isrc", "value": "1", "status": "checked"}, "checked_by"),
        ({"kind": "isrc", "value": "1", "status": "checked", "checked_by": "张三"}, "checked_on"),
        (
            {"kind": "isrc", "value": "1", "status": "checked", "checked_by": "张三", "checked_on": "1.3.2026"},
            "checked_on",
        ),
        (
            {"kind": "isrc", "value": "1", "status": "checked", "checked_by": "张三", "checked_on": "2026-02-30"},
            "checked_on",
        ),
        ({"kind": "isrc", "value": "1", "status": "unchecked", "checked_by": "张三"}, "checked_by"),
        ({"kind": "isrc", "value": "1", "status": "as-certificate-shows", "checked_on": "2026-03-01"}, "checked_on"),
    ],
)
def test_what_is_said_about_a_datum_is_exactly_one_thing(fields: dict, named: str) -> None:
    with pytest.raises(CaseError, match=named):
        Identifier.of(fields)


def test_status_wording() -> None:
    said = [
        status_sentence(Identifier(Kind.ISBN, "1", status, *who), language)
        for status, who in ((Status.CERTIFICATE, ()), (Status.CHECKED, ("张三", "2026-03-01")), (Status.UNCHECKED, ()))
        for language in ("zh", "en")
    ]
    assert said == [
        "证书记载",
        "as the certificate shows",
        "张三于2026-03-01核对",
        "checked by 张三 on 2026-03-01",
        "未核对",
        "unchecked",
    ]


def test_form_wording() -> None:
    sound = check_form(Identifier(Kind.ISRC, "AA6Q72000047"))
    assert form_sentence(sound, "zh").startswith("形式校验：符合 ISO 3901 的编码形式")
    assert "（形式相符不表示该编码已登记，也不表示权利归属）" in form_sentence(sound, "zh")
    assert "nor who holds any right" in form_sentence(sound, "en")
    with pytest.raises(UsageError, match="fr"):
        form_sentence(sound, "fr")


def test_meaning_is_printed_with_the_datum() -> None:
    assert any("不标识音乐作品" in s for s in sentences(Identifier(Kind.ISRC, "x"), "zh"))
    assert any("not a composition" in s for s in sentences(Identifier(Kind.ISRC, "x"), "en"))
    for kind in (Kind.SOFTWARE_REGISTRATION, Kind.WORK_REGISTRATION, Kind.US_REGISTRATION):
        assert any("初步证明" in s for s in sentences(Identifier(kind, "x"), "zh"))
        assert any("prima facie" in s for s in sentences(Identifier(kind, "x"), "en"))
    assert "备注：另见" in sentences(Identifier(Kind.ISBN, "x", note="另见"), "zh")


def test_publication_and_contract_are_texts_in_parts() -> None:
    where = publication("某网", "2020-05-01", "https://example.org/1", status="as-certificate-shows")
    assert where.value == "某网；2020-05-01；https://example.org/1" and where.status is Status.CERTIFICATE
    assert contract("甲方、乙方", "2020-05-01", "复制权").kind is Kind.CONTRACT
    with pytest.raises(CaseError, match="where and when"):
        publication("某网", "")
    with pytest.raises(CaseError, match="scope"):
        contract("甲方、乙方", "2020-05-01", " ")


# --- forbidden words --------------------------------------------------------------------------------------------------

FORBIDDEN = re.compile(
    r"有效|存在|享有|拥有|权属成立|属于(?! ISRC)|valid|\bexist|\bown(s|ed|er|ership)?\b", re.IGNORECASE
)


def test_no_sentence_says_valid_exists_or_owns() -> None:
    said = [text for table in (LABELS, DISCLAIMERS) for s in table.values() for text in (s.zh, s.en)]
    said += [text for notes in NOTES.values() for s in notes for text in (s.zh, s.en)]
    states = [(Status.UNCHECKED, "", ""), (Status.CERTIFICATE, "", ""), (Status.CHECKED, "张三", "2026-03-01")]
    for (kind, value, _, _), state, language in product(CASES, states, ("zh", "en")):
        said += sentences(Identifier(kind, value, *state, note="见证书"), language)
    assert len(said) > 500
    assert [text for text in said if FORBIDDEN.search(text)] == []


def test_no_string_of_the_modules_holds_a_forbidden_word() -> None:
    """Sentences that no case above happens to produce: every string of the source but its docstrings."""
    for path in Path(appraisal.rights.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        told = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
        }
        told |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        strings = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ]
        assert strings
        assert [text for text in strings if FORBIDDEN.search(text)] == []


def test_the_disclaimers_are_these() -> None:
    """They deny; even so they do without the forbidden words, so the tests above need no exceptions."""
    assert dict(DISCLAIMERS) == {
        GOOD: Said(
            "形式相符不表示该编码已登记，也不表示权利归属",
            "agreement in form does not show that the code was assigned or registered, nor who holds any right",
        ),
        BAD: Said(
            "形式不符可能出于抄录差错，不表示未经登记",
            "a departure may be a slip of copying and does not show that nothing was registered",
        ),
        OPEN: Said("未作形式校验，不表示形式相符或不符", "no statement is made on whether the form agrees"),
    }


def test_every_field_and_value_has_words() -> None:
    words = {*Kind, *Status, *Outcome, "kind", "value", "status", "checked_by", "checked_on", "note"}
    assert set(LABELS) == words and all(s.zh and s.en for s in LABELS.values())
    assert set(NOTES) == set(Kind)


def test_digest_reading() -> None:
    assert read_digest("SHA256 " + "ab " * 32) == (("sha256",), "ab" * 32)
    assert read_digest("ＳＭ３：" + "0" * 64) == (("sm3",), "0" * 64)
    assert read_digest("0" * 64) == (("sha256", "sm3"), "0" * 64)
    assert read_digest("SHA-512: " + "0" * 128) == ((), "")
    assert bare(" ａ—b ") == "A-B"

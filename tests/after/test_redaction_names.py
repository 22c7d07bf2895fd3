"""Whose name is hidden in opinion and dissents: of people and parties of the case, and no word that is filed as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, issuing, paper_form
from appraisal.after import names, redaction
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.notice import Hidden
from appraisal.papers import files
from appraisal.procedure import Decision, Kind
from tests.after.issued import PAPER, PRINTED
from tests.papers import whole

FORMATS = PRINTED

DISSENT = "原稿某委托人见过。该段系船家惯用语，本人认为第一句不成立。"
LIMITS = "仅就送检版本比对，送检版本的来历系据周某与某委托人二人分别向本机构作出的陈述。"
FILED = ["周某", "船家惯用语", "不成立", "本人认为第一句不成立"]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Issued with a dissent, and with contacts that are called as words of it."""
    place = tmp_path_factory.mktemp("names")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case")
        form = whole.intake("civil", "court")
        filing.file_intake(case, {**form, "commission": {**form["commission"], "contacts": FILED}}, whole.JIA)
        whole.write(case, {**whole.TEXTS, "limits": LIMITS})
        case.record(Kind.DECISION, Decision("dissent", DISSENT), whole.YI)
        opinion = {**whole.form()["opinion"], "dissents": [{"by": whole.YI, "text": DISSENT}]}
        paper_form.file(case, paper_form.read_body(whole.form(opinion=opinion)), whole.JIA)
        whole.review(case)
        issuing.issue(case, files.find(PAPER), by=whole.DING, number="1", on="2026-02-01")
    return case


def hide(case: Case, text: str, shown: str = "■■■") -> list[Path]:
    return redaction.redact(case, "1", (Hidden(text, "当事人信息", shown),), by=whole.DING)[0]


@pytest.mark.parametrize("text", [*FILED[1:], "惯用语，本人认为", "第一句不成立"])
def test_words_that_are_filed_as_a_contact_are_no_name_in_a_dissent(case: Case, text: str) -> None:
    with pytest.raises(CaseError, match=r"不同意见|认定所系文字"):
        hide(case, text)


def test_words_stand_there_for_no_contact(case: Case) -> None:
    with pytest.raises(CaseError, match=r"of their sentences only names are hidden|只有名称可用文字代替"):
        hide(case, "惯用语", "客户名称")


@pytest.mark.parametrize(("text", "shown"), [("某委托人", "[name]"), ("周某", "■■■"), ("周某", "[name]")])
def test_names_of_people_and_parties_are_hidden_anywhere(case: Case, text: str, shown: str) -> None:
    assert hide(case, text, shown)


def test_who_is_of_the_case(case: Case) -> None:
    (issued,) = case.history().of(Kind.ISSUED)
    found = names.of_case(case, issued)
    assert {*FILED} & names.of_people(case, issued) and not {*FILED} & found
    assert {whole.JIA, whole.YI, whole.DING, whole.HOUSE, "某委托人"} <= found


@pytest.mark.parametrize(
    ("name", "turns"),
    [
        ("不成立", True), ("并非如此", True), ("相同", True), ("未采信", True), ("The Not Borne Out", True),
        ("莫言", False), ("无锡某某出版社", False), ("未来出版社", False), ("Norton & Co", False), ("张三丰", False),
    ],
)  # fmt: skip
def test_a_name_that_turns_a_sentence(name: str, turns: bool) -> None:
    assert names.says(name) is turns

"""What no redacted version hides: marks of the form, dissents, and reasons for what was done after results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from appraisal import issuing, paper_form
from appraisal.after import redaction
from appraisal.after.names import is_somebody
from appraisal.case import Case
from appraisal.errors import CaseError, ReportError
from appraisal.notice import Hidden, Notice
from appraisal.papers import files
from appraisal.procedure import Decision, Kind
from appraisal.profile import Words
from reports.document import to_json
from reports.notices import document_of
from reports.redaction import redacted
from reports.wording import say
from tests.after.issued import PAPER, PRINTED
from tests.papers import whole

FORMATS = PRINTED

DISSENT = "本人认为该处系船家行当里的惯用语，张三丰所述与某委托人的来信都可印证。"
REASON = "两书均引自同一公文"
NUMBER = "号-1"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Issued with a dissent and a late exclusion."""
    place = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case")
        whole.compare_without(case, REASON)
        case.record(Kind.DECISION, Decision("dissent", DISSENT), whole.YI)
        opinion = {**whole.form()["opinion"], "dissents": [{"by": whole.YI, "text": DISSENT}]}
        paper_form.file(case, paper_form.read_body(whole.form(opinion=opinion)), whole.JIA)
        whole.review(case)
        issuing.issue(case, files.find(PAPER), by=whole.DING, number=NUMBER, on="2026-02-01")
    return case


def hide(case: Case, *texts: str) -> list[Path]:
    hidden = tuple(Hidden(text, "商业秘密", "■■■") for text in texts)
    return redaction.redact(case, NUMBER, hidden, by=whole.JIA)[0]


@pytest.mark.parametrize(
    "text", ["结果后排除", "结果后作出", "结果后", "text-exact", "文字逐字比对", "引用", "采信", "已被其后的运行取代"]
)
def test_a_mark_of_the_form_is_shown(case: Case, text: str) -> None:
    with pytest.raises(ReportError, match="in a mark of the form"):
        hide(case, text)


@pytest.mark.parametrize(
    "texts",
    [
        (DISSENT,),
        ("该处系船家行当里的惯用语",),
        ("系船家行当里", "的惯用语"),
        (REASON,),
        ("同一公文",),
        ("惯用语",),
        ("行当",),
        ("公文",),
        ("印证",),
        ("船家",),
        ("来信",),
    ],
)
def test_dissents_and_reasons_are_shown(case: Case, texts: tuple[str, ...]) -> None:
    with pytest.raises(CaseError, match="hides what a dissent says, or why"):
        hide(case, *texts)


def test_names_in_a_dissent_may_be_hidden(case: Case) -> None:
    made = next(path for path in hide(case, "张三丰", "某委托人") if path.suffix == ".json").read_text("utf-8")
    assert "张三丰" not in made and "惯用语" in made and "结果后排除" in made


@pytest.mark.parametrize(
    ("text", "before", "behind", "somebody"),
    [
        ("张三丰", "本人认为，", "所述可印证", True), ("周某", "与", "的来信", True), ("李文", "证人", "到场", True),
        ("13800001111", "电话", "。", True), ("a.pike@example.org", "", "", True), ("Nora Pike", "asDr", "says", True),
        ("常用语", "该处系", "，本人不同意", False), ("方言词", "属", "。", False), ("惯用语", "系", "所述", False),
        ("Common Phrase", "Itisa", ".", False), ("高度相同", "", "所述", False), ("第3卷", "见", "。", False),
    ],
)  # fmt: skip
def test_the_name_of_somebody_who_is_not_of_the_case(text: str, before: str, behind: str, somebody: bool) -> None:
    assert is_somebody(text, before, behind) is somebody


@pytest.mark.parametrize(
    ("line", "text", "held"),
    [
        (["quotation ", "excluded after results"], "after results", False), (["after results"], "results", False),
        (["quotation ", "excluded after results"], "quotation excluded", False),
        (["quotation ", "excluded after results"], "quotation", False), (["Dissent"], "Dissent", False),
        (["not accepted"], "accepted", False), (["The book of quotations"], "quotation", True),
        (["It was accepted on board"], "accepted", True), (["引用"], "引用", False), (["引用本书第3页"], "引用", True),
        (["文字逐字比对（text-exact，版本 5）"], "text-exact", False), (["see text-exactly.txt"], "text-exact", True),
        (["文字逐字比对（text-exact，版本 5）"], "逐字比对", False), (["音效-爆炸.wav"], "音效-爆炸", True),
        (["音效（audio-effect，版本 1），音效-爆炸.wav"], "音效", False),
        (["音效（audio-effect，版本 1），音效-爆炸.wav"], "音效-爆炸", True),
        (["A later run supersedes this record; it is listed so that it can be checked."], "supersedes", False),
        (["Dissent is the name of a pier"], "Dissent is", True), (["结果后来公布"], "结果后来", True),
        ([str(say("en", "late-exclusions", pair="Nora Pike", count=2))], "Nora Pike", True),
        ([str(say("en", "late-exclusions", pair="Nora Pike", count=2))], "results had been seen", False),
    ],
)  # fmt: skip
def test_marks_are_known_by_their_words(line: list[str], text: str, held: bool) -> None:
    notice = Notice(Words("甲", "a"), "1", "2026-01-01", (), (Words("张三丰到此", "x"),))
    body = json.loads(to_json(document_of(notice, "zh")))
    body["parts"][0]["blocks"][1]["content"] = [{"text": piece} for piece in line]
    model = json.dumps(body).encode()
    if held:
        assert redacted(model, [Hidden(text, "y")], "0" * 64)[1] == {text: 1}
    else:
        with pytest.raises(ReportError, match="in a mark of the form"):
            redacted(model, [Hidden(text, "y")], "0" * 64)

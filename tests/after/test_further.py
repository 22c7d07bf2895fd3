"""A further report of a case without a supplement: the same in another form or language, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from appraisal import afc, controls, filing, further, issuing, paper_form, registry, run, template
from appraisal.afc import Level
from appraisal.after import follow
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.demo import fixed_clock
from appraisal.errors import CaseError
from appraisal.finding import Verdict
from appraisal.paper import Paper
from appraisal.papers import files
from appraisal.procedure import Decision, Kind, Step
from appraisal.scheme import FILE as SCHEME
from tests.after.issued import PRINTED
from tests.papers import whole

FORMATS = PRINTED

OPEN = {"phrase": "undetermined", "fill": {"reason": "检材版本残缺", "subject": "二者文字的异同"}}
OWN = 'name = "cn-copyright"'


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose report was issued in Chinese, under 1."""
    place = tmp_path_factory.mktemp("further")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case")
        issuing.issue(case, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01", language="zh")
    return place / "case"


@pytest.fixture
def case(first: Path, tmp_path: Path) -> Case:
    shutil.copytree(first, tmp_path / "case")
    return Case.open(tmp_path / "case", clock=fixed_clock(datetime.fromisoformat("2026-02-01T12:00:00+00:00")),
                     signers=whole.signer)  # fmt: skip


ADDED = '{ zh = "以前出具的各份报告不再使用。", en = "Earlier reports are no longer to be used." },'


def own_form(was: str = "", now: str = "") -> Paper:
    text = files.find("cn-copyright").text
    assert was in text
    text = text.replace(OWN, 'name = "own"\nbase = "cn-copyright"', 1)
    return files.whole(files.read(text.replace(was, now, 1)))


def stated(case: Case, **changes: Any) -> None:
    opinion = {**whole.form()["opinion"], **changes}
    paper_form.file(case, paper_form.read_body(whole.form(opinion=opinion)), whole.JIA)


def judged(case: Case, verdict: Verdict, note: str = "", reason: Reason | None = None) -> None:
    record = next(case.records())
    case.judge(record.key, record.comparison.matches[0].id, verdict, whole.YI, reason=reason, note=note)


def asked(case: Case, **changes: Any) -> None:
    form = whole.intake("civil", "court")
    filing.file_intake(case, {**form, "commission": {**form["commission"], **changes}}, whole.JIA)


def accepted(case: Case, **changes: Any) -> None:
    form = whole.intake("civil", "court")
    filing.file_intake(case, {**form, "acceptance": {**form["acceptance"], **changes}}, whole.JIA)


def stepped(case: Case, kind: Kind, what: str, **told: Any) -> None:
    filing.file_step(case, kind, Step(what, persons=(whole.JIA,), **told), whole.JIA)


HOUSE = whole.form()["institution"]
STANDS = (
    '{ zh = "本报告只对送检材料负责；未检出不等于不存在。", '
    'en = "This report is on the material submitted only; not found does not mean not there." },'
)
ORAL = {"on": "2026-01-03", "by": "某委托人", "text": "只比对前三章。", "kind": "change"}


def planned(case: Case) -> None:
    (case.root / SCHEME).write_text(f'propositions = ["B1的第一段出自A1"]\n{whole.SCHEME}', "utf-8")
    filing.fix_scheme(case, whole.JIA, comparators=["text-exact"])


def compared(case: Case) -> None:
    case.change(parameters={"text-exact": {"min_zi": 12}})
    run.run(case, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")


def formed(case: Case, **changes: Any) -> None:
    """The form of paper filed again, with other parts."""
    paper_form.file(case, paper_form.read_body(whole.form(**changes)), whole.JIA)


def celled(case: Case, notebook: str, text: str) -> None:
    """A tagged cell of a notebook gets other words."""
    path = case.root / "notebooks" / notebook
    body = json.loads(path.read_text("utf-8"))
    cell = next(one for one in body["cells"] if one["cell_type"] == "markdown" and one["metadata"].get("tags"))
    cell["source"] = text
    path.write_text(json.dumps(body, ensure_ascii=False), "utf-8")


STANDARD, PERSON = whole.form()["standards"][0], whole.form()["experts"]
OTHERWISE: Mapping[str, tuple[Callable[[Case], object], str]] = {
    "opinion": (lambda case: stated(case, sentences=[OPEN]), "意见 (opinion)"),
    "range": (lambda case: stated(case, range="也有人认为该段系惯用语。"), "意见 (opinion)"),
    "dissent": (lambda case: filing.decide(case, Decision("dissent", "该段系船家惯用语。"), whole.YI), "不同意见"),
    "unnamed": (lambda case: filing.decide(case, Decision("乙的看法", "该段系船家惯用语。"), whole.YI), "不同意见"),
    "verdict": (lambda case: judged(case, Verdict.REJECTED, "该段系船家惯用语"), "核验结果 (verdicts)"),
    "note": (lambda case: judged(case, Verdict.ACCEPTED, "该段系船家惯用语"), "核验结果 (verdicts)"),
    "exclusion": (lambda case: whole.leave_out(case, "两书均引自同一公文"), "排除 (exclusions)"),
    "records": (compared, "比对与检查记录 (records)"),
    "scheme": (planned, "比对方案 (scheme)"),
    "questions": (lambda case: asked(case, questions=["甲书是否有独创性？"]), "委托事项"),
    "level": (lambda case: afc.record_level(case, Level("文字", 1), whole.JIA), "抽象层次 (levels of abstraction)"),
    "limits": (lambda case: whole.write(case, {"limits": "仅就送检版本比对，A1缺末章。"}), "文字说明 (texts)"),
    "process": (lambda case: whole.write(case, {"process": "逐段通读，并与纸本核对。"}), "文字说明 (texts)"),
    "template": (lambda case: celled(case, "private_server.ipynb", "双方的数据表逐条对读。"), "文字说明 (texts)"),
    "standards": (lambda case: formed(case, standards=[{**STANDARD, "clause": "5.3"}]), "标准 (standards)"),
    "added": (lambda case: formed(case, standards=[STANDARD, {**STANDARD, "number": "GB/T 1-2"}]), "标准 (standards)"),
    "literature": (lambda case: formed(case, literature=[{"title": "另一著作", "relied_for": "辨认"}]), "文献"),
    "people": (lambda case: formed(case, experts=[{**PERSON[0], "qualification": "教授"}, *PERSON[1:]]), "人员"),
    "licences": (lambda case: formed(case, institution={**whole.form()["institution"], "licences": []}), "鉴定机构"),
    "controls": (
        lambda case: controls.control(case, plants=3, unrelated=0, seed=7, comparators=["text-exact"], by=whole.JIA),
        "对照试验 (controls)",
    ),
    "title": (lambda case: case.change(title="另一样例"), "标题、水印与作品称谓"),
    "watermark": (lambda case: case.change(watermark="本件取代以前各件"), "标题、水印与作品称谓"),
    "roles": (lambda case: case.change(role_words={"accused": {"zh": "被控作品", "en": "later work"}}), "作品称谓"),
    "client": (lambda case: asked(case, by="另一委托人"), "委托人 (client)"),
    "number": (lambda case: asked(case, number="委〔2025〕9号"), "委托与受理 (commission and acceptance)"),
    "contacts": (lambda case: asked(case, contacts=["吴某"]), "委托与受理"),
    "oral": (lambda case: asked(case, instructions=[ORAL]), "委托与受理"),
    "procedure": (lambda case: asked(case, procedure="administrative"), "委托与受理"),
    "acceptance": (lambda case: accepted(case, on="2026-01-04"), "委托与受理"),
    "letterhead": (
        lambda case: formed(case, institution={**HOUSE, "letterhead": [whole.HOUSE, "某省某路9号"]}),
        "机构信头与联系方式 (letterhead and address)",
    ),
    "operation": (lambda case: stepped(case, Kind.OPERATION, "另取A1手稿与B1对读"), "操作与保管记录"),
    "put right": (lambda case: stepped(case, Kind.CORRECTION, "另取A1手稿与B1对读"), "操作与保管记录"),
    "resealed": (lambda case: stepped(case, Kind.HANDLED, "B1封条破损，已换新封", labels=("B1",)), "操作与保管记录"),
    "back and more": (
        lambda case: stepped(case, Kind.HANDLED, "退还A1；B1封条破损，已换新封", labels=("B1",)),
        "操作与保管记录",
    ),
    "seen on return": (
        lambda case: stepped(case, Kind.HANDLED, "退还A1", labels=("A1",), observation="末章缺页"),
        "操作与保管记录",
    ),
    "competence": (
        lambda case: filing.decide(case, Decision("evidence:competence", "本所具备该项能力"), whole.JIA),
        "决定 (decisions)",
    ),
    "conclusion": (lambda case: filing.decide(case, Decision("conclusion-x", "此部分如上"), whole.JIA), "各部分意见"),
}


@pytest.mark.parametrize("what", OTHERWISE)
def test_a_further_report_rests_on_nothing_else(case: Case, what: str) -> None:
    act, named = OTHERWISE[what]
    act(case)
    whole.review(case)
    for paper, language in ((own_form(), "zh"), (files.find("cn-copyright"), "en"), (files.find("cn-expert"), "zh")):
        with pytest.raises(CaseError, match="1 was issued in this case") as told:
            issuing.issue(case, paper, by=whole.DING, number="2", language=language, on="2026-02-02")
        assert named in str(told.value) and "appraisal supplement CASE 1" in str(told.value)
        assert "先登记补充鉴定" in registry.spoken(str(told.value), "zh")
    follow.supplement(case, "1", "委托人补充提问", by=whole.JIA)
    issuing._refuse_second(case, own_form(), "zh")  # announced: other gates look at it


def harmless(case: Case) -> None:
    """What comes after issue and bears nothing of what was found; the same on file again."""
    filing.file_step(case, Kind.DELIVERY, Step("送达双方"), whole.JIA)
    filing.file_step(case, Kind.HANDLED, Step("退还样本", labels=("A1",)), whole.JIA)
    filing.file_step(case, Kind.HANDLED, Step("退还检材一份，由周某签收。", labels=("B1",)), whole.JIA)
    filing.file_step(case, Kind.OBJECTION, Step("请求说明比对范围"), whole.DING)
    filing.file_step(case, Kind.REPLY, Step("比对范围见方案，已书面说明。"), whole.YI)
    filing.decide(case, Decision("gate:content/limits", "限制已书面告知双方"), whole.DING)
    asked(case, deadline="2026-09-01", questions=["两件作品的文字， 有哪些相同与不同?"])
    stated(case)
    judged(case, Verdict.ACCEPTED)
    whole.write(case, {"limits": f" {whole.TEXTS['limits']}\n"})
    case.change(title=case.settings.title)
    filing.fix_scheme(case, whole.JIA, comparators=["text-exact"])
    run.run(case, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")


def test_the_same_is_reported_again_in_other_forms_and_languages(case: Case) -> None:
    (issued,) = case.history().of(Kind.ISSUED)
    assert further.differing(case, issued) == ()
    harmless(case)
    assert further.differing(case, issued) == ()
    whole.review(case)
    paper = files.find("cn-copyright")
    issuing.issue(case, paper, by=whole.DING, number="1-en", language="en", on="2026-02-02")
    issuing.issue(case, own_form(), by=whole.DING, number="1-own", language="zh", on="2026-02-02")
    with pytest.raises(CaseError, match="1 was issued in this form already"):
        issuing.issue(case, paper, by=whole.DING, number="2", language="zh", on="2026-02-02")


@pytest.mark.parametrize(
    ("was", "now", "added"),
    [
        (
            STANDS,
            f"{STANDS}\n    {ADDED}",
            True,
        ),
        ('heading = { zh = "分析说明", en', 'heading = { zh = "分析说明（以此为准）", en', True),
        ("", "", False),
    ],
)
def test_a_form_adds_no_words_of_its_own(case: Case, was: str, now: str, added: bool) -> None:
    form = own_form(was, now)
    if not added:
        issuing._refuse_second(case, form, "zh")
        return
    with pytest.raises(CaseError, match=r"文书格式自加的文字 \(words added by the form or template\)"):
        issuing._refuse_second(case, form, "zh")
    (issued,) = case.history().of(Kind.ISSUED)
    beside = case.root / issuing.folder("1") / "paper.toml"
    beside.chmod(0o644)
    beside.write_text(form.text, "utf-8")
    assert further.adding(beside.parent, form, None) == (), "the first had them, too"
    beside.unlink()
    assert further.adding(beside.parent, form, None) == (), "not told"
    assert further.differing(case, issued) == ()


@pytest.mark.parametrize("name", files.names())
def test_forms_of_the_program_add_nothing(case: Case, name: str) -> None:
    before = case.root / issuing.folder("1")
    for profile in (None, template.find(template.names()[0])):
        assert further.adding(before, files.find(name), profile) == ()


@pytest.mark.parametrize(
    "what", ["number", "contacts", "acceptance", "letterhead", "operation", "resealed", "competence"]
)
def test_what_stands_beside_results_is_no_ground_of_a_supplement(case: Case, what: str) -> None:
    follow.supplement(case, "1", "委托人补充提问", by=whole.JIA)
    OTHERWISE[what][0](case)
    assert "supplement" in [gap.gate for gap in issuing.check(case, files.find("cn-copyright"))]


def test_the_report_of_a_supplement_is_the_one_that_others_repeat(case: Case) -> None:
    follow.supplement(case, "1", "委托人补充提问", by=whole.JIA)
    stated(case, sentences=[OPEN])
    whole.review(case)
    paper = files.find("cn-copyright")
    issuing.issue(case, paper, by=whole.DING, number="2", language="zh", on="2026-02-02")
    issuing._refuse_second(case, paper, "en")
    stated(case)
    with pytest.raises(CaseError, match=r"2 was issued in this case.*意见 \(opinion\)"):
        issuing._refuse_second(case, paper, "en")


def test_a_dissent_taken_back_and_put_on_file_again_stands_otherwise(tmp_path: Path) -> None:
    own = whole.make(tmp_path / "case")
    for about, reason in (("dissent", "该段系船家惯用语。"), ("dissent:withdrawn", "合议后撤回。")):
        filing.decide(own, Decision(about, reason), whole.YI)
    issuing.issue(own, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01", language="zh")
    (issued,) = own.history().of(Kind.ISSUED)
    assert further.differing(own, issued) == ()
    filing.decide(own, Decision("dissent", "该段系船家惯用语。"), whole.YI)
    assert [one.en for one in further.differing(own, issued)] == ["dissents"]


def test_a_report_of_old_that_names_no_heads_has_what_its_day_had(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    history = case.history()
    bare = tuple(replace(one, body={}) if one.kind == Kind.REPORT else one for one in history.entries)
    monkeypatch.setattr(case, "history", lambda: replace(history, entries=bare))
    (issued,) = history.of(Kind.ISSUED)
    assert further.differing(case, issued) == ()


def test_what_a_report_of_old_does_not_tell_is_not_compared(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    whole.write(case, {"limits": "另有限制。"})
    (issued,) = case.history().of(Kind.ISSUED)
    assert [one.en for one in further.differing(case, issued)] == ["texts"]
    history = case.history()
    bare = tuple(
        replace(one, body={name: held for name, held in one.body.items() if name != "contents"})
        if one.kind == Kind.REPORT
        else one
        for one in history.entries
    )
    monkeypatch.setattr(case, "history", lambda: replace(history, entries=bare))
    assert further.differing(case, issued) == ()


@pytest.mark.parametrize("what", ["verdict", "note", "limits", "standards", "exclusion", "dissent", "level"])
def test_what_alters_a_report_is_new_for_a_supplement(case: Case, what: str) -> None:
    paper = files.find("cn-copyright")
    follow.supplement(case, "1", "委托人补充提问", by=whole.JIA)
    assert "supplement" in [gap.gate for gap in issuing.check(case, paper)]
    OTHERWISE[what][0](case)
    assert "supplement" not in [gap.gate for gap in issuing.check(case, paper)]


@pytest.mark.parametrize("what", ["title", "watermark", "roles"])
def test_words_of_each_page_are_no_ground_of_a_supplement(case: Case, what: str) -> None:
    follow.supplement(case, "1", "委托人补充提问", by=whole.JIA)
    OTHERWISE[what][0](case)
    harmless(case)
    assert "supplement" in [gap.gate for gap in issuing.check(case, files.find("cn-copyright"))]

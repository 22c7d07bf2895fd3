"""After issue: three different things, redacted versions, the catalogue."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from appraisal import filing, issuing, run
from appraisal.after import catalogue, correction, follow, slips, volumes
from appraisal.after.correction import Slip
from appraisal.after.issues import digest, folder
from appraisal.after.printed import FREE, Unit, units
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import CaseError
from appraisal.notice import Table
from appraisal.papers import files
from appraisal.procedure import Kind, Step
from reports.document import Cover, Grid, Paragraph, from_json
from reports.notices import document_of
from reports.sections import attached
from tests.after.issued import NUMBER, PAPER, printed
from tests.papers import issued, whole
from tests.shown import untagged


def test_a_correction_is_a_paper_of_its_own(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    told = [
        "correct",
        str(case.root),
        NUMBER,
        "--was",
        "某市某路1号",
        "--now",
        "某市某路3号",
        "--where",
        "封面",
    ]
    told += ["--reason", "门牌号录入有误", "--new", "补1", "--by", whole.DING, "--on", "2026-02-03"]
    before = {path: path.read_bytes() for path in folder(case, NUMBER).iterdir()}
    assert main(told) == 0
    assert before == {path: path.read_bytes() for path in folder(case, NUMBER).iterdir()}
    said = printed(folder(case, "补1") / "report.pdf")
    for needed in (
        "补正书",
        NUMBER,
        digest(case, NUMBER)[:8],
        "门牌号录入有误",
        "某市某路3号",
        "不影响检验结果",
    ):
        assert needed in said, needed
    (part,) = from_json((folder(case, "补1") / "report.json").read_text("utf-8")).parts
    cover, *_, signing, seal = part.blocks
    assert isinstance(cover, Cover) and isinstance(signing, Grid) and isinstance(seal, Paragraph)
    assert cover.letterhead[:1] == (whole.HOUSE,) and whole.HOUSE in dict(cover.lines).values()
    assert [row[1][0].text for row in signing.rows] == [whole.JIA, whole.YI, whole.DING], "who issues signs"
    assert seal.kind == "seal" and whole.HOUSE in seal.content[0].text
    assert "Correction" not in said and "以中文文本为准" not in said, "in the language of the report, and in no other"
    assert main(told) == 4  # a number of its own
    paper = str(folder(case, "补1") / "report.pdf")
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    capsys.readouterr()
    assert main(["verify", str(case.root), "--only", "integrity", "--report", paper]) == 13  # it has no heads of logs
    assert "是本案日志所载的报告文件" in capsys.readouterr().out, "a correction is a paper of this case"
    entry = case.history().of(Kind.ISSUED)[-1]
    assert (entry.body["form"], entry.body["of"], entry.by) == ("correction", NUMBER, whole.DING)


def test_the_opinion_and_figures_are_no_slips(case: Case) -> None:
    model = json.loads((folder(case, NUMBER) / "report.json").read_text("utf-8"))
    said = [unit.text for unit in units(model, files.find(PAPER)) if unit.opinion]
    sentence = next(text for text in said if "有相同表述" in text)
    figure = next(text for text in correction.texts(model) if "%" in text and text not in sentence)
    for slip, why in (
        (Slip(sentence[:12], "别的说法"), "stands in the opinion"),
        (Slip(figure, figure.replace("%", "0%")), "no slips of writing"),
        (Slip("报告里没有的话", "x"), "does not stand in the report"),
        (Slip("", "x"), "was written and what is right"),
        (Slip("甲", "甲"), "was written and what is right"),
    ):
        with pytest.raises(CaseError, match=why):
            correction.correct(case, NUMBER, [slip], "理由", new="补9", by=whole.DING)
    with pytest.raises(CaseError, match="no authorised signatory"):
        correction.correct(case, NUMBER, [Slip(whole.HOUSE, "x")], "理由", new="补9", by=whole.JIA)
    assert not folder(case, "补9").exists()


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("鉴定人", "鉴定人甲", "人员姓名"),
        ("甲、乙", "甲、戊", "人员姓名"),
        ("：丙", "：戊", "人员姓名"),
        ("无回避情形", "回避", "a word that turns"),
        ("无回避情形", "有回避情形", "a word that turns"),
        ("核对载体", "未核对载体", "a word that turns"),
        ("相同表述按连续字数计。", "近似表述按连续字数计。", "标准条款"),
        ("字数计", "字符计", "标准条款"),
        ("版权鉴定报告", "版权检验报告", "在卷事实"),
        ("网络传输", "光盘", "在卷事实"),
        ("证字1号", "证字2号", "在卷事实"),
        ("某司法局", "某司法厅", "在卷事实"),
        ("SF/T 0075-2020", "SF/T 0075-2021", "在卷事实"),
        ("声像资料", "电子数据", "在卷事实"),
        ("段落下限（汉字）：13", "段落下限（汉字）：14", "no slips of writing"),
        ("75 / 85", "76 / 85", "no slip of writing"),
        ("288", "289", "no slips of writing"),
        ("全部 1 处", "全部 2 处", "no slips of writing"),
        ("采信 1，不采信 0", "存疑 1，不采信 0", "a word that turns"),
        ("高级工程师", "正高级工程师", "教授, professor"),
        ("证-1", "证-2", "资格、职称"),
        ("某委托人", "某某委托人", "名称"),
        (whole.HOUSE, "被告的机构", "名称"),
        ("某市某路1号", "某市某路1号。B1系A1的复制品", "a conclusion is no slip"),
        ("某市某路1号", "1 Road. B1 was copied out of A1", "a conclusion is no slip"),
        ("委〔2026〕1号", "委〔2026〕1号（B1 is a copy of A1）", "a conclusion is no slip"),
        ("某市某路1号", "某市某路1号，八成相同", "a conclusion is no slip"),
        ("核对载体", "核对抄袭情况", "a conclusion is no slip"),
    ],
)
def test_what_is_no_slip_of_writing(case: Case, was: str, now: str, why: str) -> None:
    with pytest.raises(CaseError, match=why):
        correction.correct(case, NUMBER, [Slip(was, now)], "理由", new="补8", by=whole.DING)
    assert not folder(case, "补8").exists()


@pytest.mark.parametrize(
    "reason", ["slip. B1 is plagiarism of A1", "录入差错，85 %", "录入差错，“B1系A1的翻版”", "一半照抄"]
)
def test_the_reason_of_a_correction_holds_no_conclusion(case: Case, reason: str) -> None:
    for told, why in (
        (Slip("某市某路1号", "某市某路2号", "封面"), reason),
        (Slip("某市某路1号", "某市某路2号", reason), "错"),
    ):
        with pytest.raises(CaseError, match="no conclusion and no share"):
            correction.correct(case, NUMBER, [told], why, new="补6", by=whole.DING)
    assert not folder(case, "补6").exists()


@pytest.mark.usefixtures("as_pdf")
def test_only_a_signatory_on_file_corrects_whatever_the_form(tmp_path: Path) -> None:
    own, _ = whole.issued(tmp_path / "case", "uk-part35", ("en",))
    told = [Slip("某市某路1号", "某市某路2号", "cover")]
    with pytest.raises(CaseError, match="no authorised signatory"):
        correction.correct(own, "en-1", told, "slip of writing", new="c1", by=whole.JIA)
    assert correction.correct(own, "en-1", told, "slip of writing", new="c1", by=whole.DING)


def test_a_correction_is_refused_in_the_language_of_the_case(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["correct", str(case.root), NUMBER, "--was", "没有的话", "--now", "别的话", "--reason", "录入差错"]
    assert main([*asked, "--new", "补8", "--by", whole.DING]) == 4
    assert "报告中没有 '没有的话'：请照所印文字填写" in capsys.readouterr().err
    assert main([*asked[:2], "号9", *asked[3:], "--new", "补8", "--by", whole.DING]) == 4
    assert "本案没有签发过 号9 号文书" in capsys.readouterr().err


def test_digits_of_an_address_are_slips(case: Case) -> None:
    told = [Slip("某市某路1号", "某市某路2号", "封面")]
    assert correction.correct(case, NUMBER, told, "录入差错", new="补7", by=whole.DING)
    with pytest.raises(CaseError, match="经历中的数目"):
        correction.correct(case, NUMBER, [Slip("从业十年", "从业七年", "第一章")], "录入差错", new="补8", by=whole.DING)


def test_sections_in_which_no_digit_is_a_slip_are_named_in_the_report(case: Case) -> None:
    model = json.loads((folder(case, NUMBER) / "report.json").read_text("utf-8"))
    named = {block.get("section") for part in model["parts"] for block in part["blocks"]}
    assert {"scheme", "counting", "controls", "totals", "opinion", "annex-matches"} <= named - FREE


def test_negations_and_bound_figures() -> None:
    for was, now, turns in (
        ("无锡市", "苏州市", False),
        ("No. 3", "No. 4", False),
        ("is a copy", "is not a copy", True),
        ("didn't", "did", True),
    ):
        assert bool(slips.turned(Unit(was), was, now)) is turns, was
    bound = Unit("88 of 91 in 2026", ((0, 8),))
    assert slips.figures(bound, "88", "89") == ["88", "89"] and not slips.figures(bound, "2026", "2027")
    assert slips.figures(Unit("共五处", results=True), "五处", "六处") == ["五", "六"]
    assert slips.figures(Unit("31 %"), "1 %", "2 %") and not slips.figures(Unit("共五处"), "五处", "六处")


@pytest.mark.usefixtures("as_pdf")
def test_a_supplement_needs_something_new_and_names_what_it_follows(tmp_path: Path) -> None:
    case, paper = issued.make(tmp_path / "case"), files.find(PAPER)
    for concludes in ("因B1系A1的复制品，法院补充提问", "B1与A1相似度85%", "The respondent is liable."):
        with pytest.raises(CaseError, match="结论性文字"):
            follow.supplement(case, "1", concludes, by=whole.JIA)
    assert not case.history().of(Kind.SUPPLEMENTS)
    follow.supplement(case, "1", "法院补充提问", by=whole.JIA)
    assert [gap.gate for gap in issuing.check(case, paper) if gap.open] == ["supplement"]
    run.run(case, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    assert [gap.gate for gap in issuing.check(case, paper) if gap.open] == ["supplement"], "the same, compared again"
    filing.file_step(case, Kind.OBJECTION, Step("对第二节提出异议"), whole.JIA)
    assert [gap.gate for gap in issuing.check(case, paper) if gap.open] == ["objections", "supplement"]
    filing.file_step(case, Kind.REPLY, Step("已书面答复"), whole.JIA)
    asked = case.history().last(Kind.COMMISSION)
    assert asked is not None
    letter = [{"is": "Instruction", "on": "2026-02-05", "by": "某委托人", "text": "补充提问", "kind": "oral"}]
    signs = {"questions": ["两件作品的文字， 有哪些相同与不同?"]}
    for trifle in ({}, {"deadline": "2026-09-01"}, {"contacts": ["李某"]}, signs):
        with case.working():
            case.log.write(Kind.COMMISSION, {**asked.body, **trifle}, whole.JIA)
        stand = {gap.gate for gap in issuing.check(case, paper) if gap.open} - {"reviewer/late"}  # of other signs
        assert stand == {"supplement"}, trifle
    with case.working():
        case.log.write(Kind.COMMISSION, {**asked.body, "instructions": letter}, whole.JIA)
    issuing.issue(case, paper, by=whole.DING, number="2", on="2026-02-09")
    assert not [gap for gap in issuing.check(case, files.find("cn-inspection")) if gap.gate == "supplement"]
    issuing.issue(case, paper, by=whole.DING, number="2-en", on="2026-02-09", language="en")
    said = printed(folder(case, "2") / "report.pdf")
    assert "补充鉴定" in said and digest(case, "1")[:8] in said and "法院补充提问" in said
    cover = json.loads((folder(case, "2") / "report.json").read_text("utf-8"))["parts"][0]["blocks"][0]["lines"]
    told = [["补充鉴定", "原文书 1"], ["原文书 PDF 的 SHA-256", digest(case, "1")], ["理由", "法院补充提问"]]
    assert [line for line in cover if line in told] == told, "each in a line of its own"
    english = printed(folder(case, "2-en") / "report.pdf")
    assert "Supplementto" in english and digest(case, "1")[:8] in english, "its other language is a supplement too"
    assert "法院补充提问" not in printed(folder(case, "1") / "report.pdf")
    assert main(["verify", str(case.root)]) == 0
    with pytest.raises(CaseError, match="say why"):
        follow.supplement(case, "2", " ")
    follow.supplement(case, "2", "法院再次补充提问", by=whole.JIA)
    assert [gap.gate for gap in issuing.check(case, paper) if gap.open] == ["supplement"], "nothing since 2"


def test_a_comparison_with_other_parameters_is_new(tmp_path: Path) -> None:
    case = issued.make(tmp_path / "case")
    follow.supplement(case, "1", "法院补充提问", by=whole.JIA)
    case.change(parameters={"text-exact": {"min_zi": 12}})
    run.run(case, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    assert "supplement" not in [gap.gate for gap in issuing.check(case, files.find(PAPER))]


@pytest.mark.usefixtures("as_pdf")
def test_a_second_report_of_one_form_is_announced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = whole.make(tmp_path / "case")
    paper = files.find(PAPER)
    issuing.issue(case, paper, by=whole.DING, number="1", on="2026-02-01", language="zh")
    asked = [str(case.root), "--profile", PAPER, "--language", "zh"]
    capsys.readouterr()
    assert main(["gates", *asked]) == 4
    said = capsys.readouterr().out
    assert "[issued] 未满足 / open" in said and "appraisal supplement CASE 1" in said and "已以此文书签发" in said
    assert main(["issue", *asked, "--serial", "2", "--by", whole.DING]) == 4
    assert (
        "appraisal supplement" in (told := capsys.readouterr().err) and "草稿" not in told and "the draft" not in told
    )
    with pytest.raises(CaseError, match=r"1 was issued in this form already: .* appraisal supplement CASE 1"):
        issuing.issue(case, paper, by=whole.DING, number="2", on="2026-02-01", language="zh")
    assert not folder(case, "2").exists()
    issuing.issue(case, paper, by=whole.DING, number="1-en", on="2026-02-01", language="en")


def test_a_reply_answers_the_objection_that_it_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = whole.make(tmp_path / "case")
    paper, record = files.find(PAPER), ["record", str(own.root)]
    reply = [*record, "reply", "--what", "已书面答复", "--by", whole.DING]
    assert main(reply) != 0 and "no objection stands open" in capsys.readouterr().err
    first, second = (
        filing.file_step(own, Kind.OBJECTION, Step(what), whole.JIA).seq for what in ("对方法的异议", "对结论的异议")
    )
    (gap,) = issuing.check(own, paper)
    assert gap.said.zh == f"有 2 项异议尚无书面答复（程序记录第 {first}、{second} 条）"
    assert gap.said.en == f"2 objections have no written reply yet (entry {first}, {second})"
    assert main(reply) != 0
    assert f"--answers N; these stand open: {first} 对方法的异议; {second} 对结论的异议" in capsys.readouterr().err
    assert main([*reply, "--answers", str(second)]) == 0
    assert main([*reply, "--answers", str(second)]) != 0
    assert [f"第 {first} 条" in gap.said.zh for gap in issuing.check(own, paper)] == [True]
    assert main(reply) == 0  # one alone stands open
    assert own.history().of(Kind.REPLY)[-1].body["answers"] == first and issuing.check(own, paper) == ()
    for language, said in (("zh", f"所答复的异议：程序记录第 {first} 条"), ("en", "answers the objection: ")):
        assert main(["report", str(own.root), "--language", language, "--format", "html"]) == 0
        assert said in untagged((own.root / "report" / "report.html").read_text("utf-8"))
    with pytest.raises(CaseError, match="only a reply answers"):
        filing.file_step(own, Kind.OBJECTION, Step("x", answers=first), whole.JIA)


def test_a_reply_says_something_and_is_by_somebody_of_the_case(tmp_path: Path) -> None:
    own, paper = whole.make(tmp_path / "case"), files.find(PAPER)
    letter = tmp_path / "letter.txt"
    letter.write_text("答复", "utf-8")
    objection = filing.file_step(own, Kind.OBJECTION, Step("对方法的异议"), whole.JIA).seq
    for what in ("无", "。"):
        with pytest.raises(CaseError, match="a reply says what is answered"):
            filing.file_step(own, Kind.REPLY, Step(what), whole.JIA)
    for papers in ([], [letter]):
        with pytest.raises(CaseError, match="戊 takes no part in this case"):
            filing.file_step(own, Kind.REPLY, Step("已书面答复"), "戊", documents=papers)
    with own.working():  # as an earlier program let it pass
        own.log.write(Kind.REPLY, Step("无", answers=objection), whole.JIA)
        own.log.write(Kind.REPLY, Step("已书面答复", answers=objection), "戊")
    assert [gap.gate for gap in issuing.check(own, paper)] == ["objections"]
    filing.file_step(own, Kind.REPLY, Step("函"), whole.BING, documents=[letter])
    assert issuing.check(own, paper) == ()
    again = filing.file_step(own, Kind.OBJECTION, Step("对结论的异议"), whole.JIA).seq
    assert filing.file_step(own, Kind.REPLY, Step("见第二节的说明"), whole.YI).body["answers"] == again
    assert issuing.check(own, paper) == ()


def test_a_new_appraisal_sees_nothing_of_the_first(case: Case, tmp_path: Path) -> None:
    told = ["reappraise", str(case.root), NUMBER, str(tmp_path / "new"), "--reason", "程序违法", "--by", ""]
    assert main(told) == 0
    new = Case.open(tmp_path / "new")
    assert [(w.label, w.role, w.sha256) for w in new.works] == [(w.label, w.role, w.sha256) for w in case.works]
    first = {p.read_bytes() for p in case.root.rglob("*") if p.is_file() and not p.is_relative_to(case.root / "works")}
    theirs = [p for p in new.root.rglob("*") if p.is_file() and not p.is_relative_to(new.root / "works")]
    shared = {p.relative_to(new.root).parts[0] for p in theirs if p.read_bytes() in first and p.stat().st_size}
    assert shared <= {"digests", "notebooks", "manifest.sha256", "cache"}
    assert not list(new.records()) and not new.findings() and not new.runs() and not new.history().of(Kind.SCHEME)
    held = new.history().of(Kind.REAPPRAISES)[-1].body
    assert (held["number"], held["experts"]) == (NUMBER, [whole.JIA, whole.YI])
    assert main(["verify", str(new.root), "--only", "integrity"]) == 0


def test_who_made_the_first_appraisal_does_not_make_the_second(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case")
    with case.working():
        case.log.write(Kind.REAPPRAISES, follow.Follows("1", "0" * 64, "法院另行委托", (whole.YI,)), "")
    gap = next(gap for gap in issuing.check(case, files.find(PAPER)) if gap.gate == "reappraisal")
    assert gap.firm and gap.open and whole.YI in gap.said.zh
    assert main(["report", str(case.root), "--profile", PAPER, "--format", "json"]) == 0
    assert "重新鉴定" in (case.root / "report" / "report.json").read_text("utf-8")


@pytest.mark.usefixtures("as_pdf")
def test_annex_volumes_stand_beside_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(attached, "LISTED", 0)  # so that the one match of the case travels as a file
    case = whole.make(tmp_path / "case")
    issuing.issue(case, files.find(PAPER), by=whole.DING, number="1", on="2026-02-01")
    match = next(case.records()).comparison.matches[0]
    volumes.annex(case, "1", by=whole.JIA)
    said = printed(folder(case, "1") / "annex-01.pdf")
    number = f"附件{len(files.find(PAPER).annexed) + 11}"  # behind the sections annexed and the ten of every report
    for needed in ("附件分册", "第1册（共1册）", digest(case, "1")[:16], number, match.id, "版权鉴定报告"):
        assert needed in said, needed
    assert number in printed(folder(case, "1") / "report.pdf")
    body = case.history().of(Kind.ANNEXED)[-1]
    assert (body.body["sha256"], body.body["volumes"], body.by) == (digest(case, "1"), 1, whole.JIA)
    assert main(["verify", str(case.root), "--only", "integrity"]) == 0
    assert main(["annex", str(case.root), "1"]) == 4
    assert "has its annex volumes already" in capsys.readouterr().err


def test_the_catalogue_lists_the_file(case: Case, tmp_path: Path) -> None:
    told = ["record", str(case.root), "handled", "--what", "退还样本", "--label", "A1", "--by", whole.JIA]
    assert main(told) == 0
    assert main(["catalogue", str(case.root), str(tmp_path / "out"), "--until", "2056-01-01"]) == 0
    said = printed(tmp_path / "out" / "catalogue.pdf")
    for needed in ("案卷目录", "2056-01-01", "正卷一", "正卷二", "正卷三", "副卷", case.works[0].sha256[:12], "签发"):
        assert needed in said, needed
    command = ["pdftotext", "-layout", str(tmp_path / "out" / "catalogue.pdf"), "-"]
    laid = subprocess.run(command, capture_output=True, text=True, check=True).stdout.partition("正卷三")[2]
    named = re.findall(r"procedure\.jsonl \d+ ", laid)
    assert named and laid.count("procedur") == len(named), "names of logs are not broken"
    made = catalogue.catalogue(case)
    for language, own, other in (("zh", "签发文书", "Issued papers"), ("en", "Issued papers", "签发文书")):
        edition = document_of(made, language)
        cover = edition.parts[0].blocks[0]
        assert own in repr(edition) and other not in repr(edition)
        assert isinstance(cover, Cover) and [value for _, value in cover.lines].count(case.settings.number) == 1
        labels = [*(label for label, _ in cover.lines), *(cell[0].text for b in edition.parts[0].blocks
                  if isinstance(b, Grid) for cell in b.head)]  # fmt: skip
        assert not [label for label in labels if label[:1].islower()], "sentence case"
    materials = next(block for block in made.blocks if isinstance(block, Table))
    assert {row[0]: row[4] != "-" for row in materials.rows}["A1"] is True
    listed = made.blocks[1]
    assert isinstance(listed, Table) and any(str(row[2]).startswith("issued/") for row in listed.rows)
    assert main(["catalogue", str(case.root), str(tmp_path / "out")]) == 4
    assert main(["catalogue", str(case.root), str(case.root / "out")]) == 4
    with pytest.raises(CaseError, match="that day has passed"):
        catalogue.catalogue(case, until="2001-01-01")
    for until in ("soon", "2056", "2056-13-01", "2056-01-01x"):
        with pytest.raises(CaseError, match="is no date"):
            catalogue.catalogue(case, until=until)

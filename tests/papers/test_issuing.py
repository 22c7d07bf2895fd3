"""Issuing: through the gates, under a number, never twice; what is issued stands in the PDF and verifies."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from appraisal import filing, freeze, issuing, paper_form, reporting
from appraisal.case import Case
from appraisal.cli import main
from appraisal.errors import CaseError, UsageError
from appraisal.papers import files
from appraisal.papers.opinion import Opinion, of_text
from appraisal.procedure import Kind, Step
from reports.build import ANNEXES, build
from reports.document import Cover, Document, Heading, Language, Paragraph
from reports.spelling import of_form
from reports.wording import WORDS
from tests.papers import pages, whole
from tests.papers.said import missing
from tests.papers.test_gates import edited


def words(document: Document) -> str:
    return repr(document)


def test_issued_under_a_number_and_never_again(own: Case) -> None:
    paper = files.find("cn-copyright")
    written = issuing.issue(own, paper, by=whole.DING, serial="7", on="2026-02-01")
    number = "版鉴字〔2026〕第7号"
    assert {path.suffix for path in written} == {".pdf", ".html", ".docx", ".json"}
    assert all(path.parent.parent.name == "issued" for path in written)
    entry = own.history().of(Kind.ISSUED)[-1]
    assert (entry.by, entry.body["number"], entry.signed) == (whole.DING, number, True)
    pdf = next(path for path in written if path.suffix == ".pdf")
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    flat = "".join(said.split())
    assert number in flat and "草稿" not in flat and "版权鉴定报告" in flat
    for needed in (
        "某委托人",
        "委〔2026〕1号",
        whole.HOUSE,
        "证字1号",
        "SF/T0075-2020",
        "承诺如实鉴定",
        "丙",
        "丁",
        "甲书"[:1],
    ):
        assert needed in flat, needed
    assert "占样本A1的" in flat
    with pytest.raises(CaseError, match="issued already"):
        issuing.issue(own, paper, by=whole.DING, serial="7", on="2026-02-01")
    assert main(["verify", str(own.root)]) == 0


def test_a_draft_says_so(own: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(own.root), "--profile", "cn-copyright", "--format", "json"]) == 0
    document = build(freeze.freeze(own, paper=files.find("cn-copyright")), "zh")
    assert document.watermark == "草稿" and "（草稿，未编号）" in words(document)
    assert isinstance(document.parts[0].blocks[0], Cover) and document.title == "版权鉴定报告"
    issued = build(freeze.freeze(own, paper=files.find("cn-copyright"), number="号1"), "zh")
    assert issued.watermark == "" and issued.number == "号1"


@pytest.mark.parametrize(("language", "called"), [("zh", whole.HOUSE), ("en", "Some Institution")])
def test_the_institution_has_its_name_in_the_language_of_the_part(own: Case, language: str, called: str) -> None:
    held = edited(freeze.freeze(own, paper=files.find("cn-copyright")), Kind.INSTITUTION, name_en="Some Institution")
    blocks = build(held, language).parts[0].blocks
    assert isinstance(blocks[0], Cover) and called in dict(blocks[0].lines).values()
    (seal,) = (block for block in blocks if isinstance(block, Paragraph) and block.kind == "seal")
    assert called in seal.content[0].text and blocks[0].letterhead[0] == whole.HOUSE


def test_what_stands_open_is_listed_and_nothing_is_written(own: Case) -> None:
    whole.write(own, {"limits": ""})
    with pytest.raises(CaseError, match=r"\[content/limits\] 缺少：局限 / missing: limits"):
        issuing.issue(own, files.find("cn-copyright"), by=whole.DING, number="1")
    assert not (own.root / "issued").exists()
    with pytest.raises(CaseError, match="no authorised signatory"):
        issuing.issue(own, files.find("cn-copyright"), by=whole.JIA, number="1")
    with pytest.raises(CaseError, match="under a number"):
        issuing.issue(own, files.find("cn-copyright"), by=whole.DING)


def test_what_comes_on_file_while_the_report_is_made_is_noticed(own: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    made = reporting.report_case

    def late(case: Case, **asked: Any) -> Any:
        record = next(iter(case.records()))
        case.judge(record.key, record.comparison.matches[0].id, "accepted", "甲")
        return made(case, **asked)

    monkeypatch.setattr(reporting, "report_case", late)
    with pytest.raises(CaseError, match=r"altered while the report was being made \(findings/"):
        issuing.issue(own, files.find("cn-copyright"), by=whole.DING, serial="1")
    assert not list((own.root / issuing.FOLDER).glob("*/*")) and not own.history().of(Kind.ISSUED)


def test_passing_over_a_gate_prints_its_reason(own: Case) -> None:
    whole.write(own, {"limits": ""})
    about = ["decide", str(own.root), "gate:content/limits", "--reason", "局限另附", "--by", whole.JIA]
    assert main(about) == 0
    document = build(freeze.freeze(own, paper=files.find("cn-copyright"), number="1"), "zh")
    assert "局限另附" in words(document) and "缺少：局限" in words(document)


def test_the_day_of_issue_is_after_all_steps_and_not_to_come(own: Case) -> None:
    paper = files.find("cn-copyright")
    for day, said in (("1999-01-01", "before the last step on file"), ("2026-13-01", "date of issue")):
        with pytest.raises(CaseError, match=said):
            issuing.issue(own, paper, by=whole.DING, number="1", on=day)
    running = Case.open(own.root, signers=whole.signer)
    with pytest.raises(CaseError, match=r"2999-01-01 is still to come"):
        issuing.issue(running, paper, by=whole.DING, number="1", on="2999-01-01")


def test_files_that_the_logs_name_are_there_and_what_they_were(own: Case, tmp_path: Path) -> None:
    paper, photograph = files.find("cn-copyright"), tmp_path / "封存.png"
    photograph.write_bytes(b"photograph")
    filing.file_step(own, Kind.HANDLED, Step("拍照", labels=("A1",)), whole.JIA, documents=[photograph])
    assert issuing.check(own, paper) == ()
    held = next(own.root.glob("documents/*"))
    name = held.relative_to(own.root).as_posix()
    for content, zh, en in ((b"another", "已改动", "altered"), (None, "缺失", "missing")):
        held.chmod(0o644)
        held.write_bytes(content) if content else held.unlink()
        (gap,) = issuing.check(own, paper)
        assert gap.gate == "custody/files" and gap.open
        assert gap.said.zh == f"日志所载文件缺失或已改动：{name}（{zh}）" and f"{name} ({en})" in gap.said.en
    with pytest.raises(CaseError, match=r"\[custody/files\]"):
        issuing.issue(own, paper, by=whole.DING, number="1", on="2026-02-01")


@pytest.mark.parametrize(
    ("about", "reason", "by", "said"),
    [
        ("gate:content/limits", "局限另附", "路人甲", "路人甲 may not pass a gate over"),
        ("gate:content/limits", ".", whole.JIA, "for a reason in words"),
        ("gate:content/limit", "局限另附", whole.JIA, "no gate 'content/limit'; there are: acceptance"),
        ("gate:limits", "局限另附", whole.JIA, "no gate 'limits'; there are: content, "),
        ("gate:licence", "机构已申请", whole.DING, "cannot be passed over"),
    ],
)
def test_decisions_that_pass_no_gate_over_are_refused_at_once(
    own: Case, capsys: pytest.CaptureFixture[str], about: str, reason: str, by: str, said: str
) -> None:
    before = len(own.history().entries)
    assert main(["decide", str(own.root), about, "--reason", reason, "--by", by]) != 0
    assert said in capsys.readouterr().err and len(own.history().entries) == before


def test_exclusions_are_by_people_of_the_case(own: Case) -> None:
    span = next(iter(own.records())).comparison.matches[0].left
    with pytest.raises(CaseError, match="路人甲 takes no part in this case; these do: 甲、乙、丙、丁"):
        own.exclude("A1", span, "quotation", "路人甲")
    assert own.exclude("A1", span, "quotation", whole.YI).by == whole.YI


def test_gates_command(own: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gates", str(own.root), "--profile", "cn-copyright"]) == 0
    assert main(["gates", str(own.root), "--profile", "cn-copyright", "--language", "en"]) == 0
    whole.write(own, {"analysis": "相同 31.2%。"})
    assert main(["gates", str(own.root), "--profile", "cn-copyright"]) == 4
    said = capsys.readouterr().out
    assert "[numbers/31.2%] 未满足 / open" in said and "the number 31.2% leads to no result" in said


@pytest.mark.parametrize("name", files.names())
def test_nothing_of_the_body_stands_behind_the_signatures(name: str) -> None:
    assert files.find(name).chapters[-1].sections[-1] == "signing"


def test_papers_that_fit(own: Case) -> None:
    fits = {paper.name: holds for paper, holds in issuing.fitting(own)}
    assert fits == {
        "cn-copyright": True, "cn-inspection": True, "cn-judicial": True, "cn-special": False, "cn-expert": False,
        "us-rule26": True, "uk-part35": True,
    }  # fmt: skip


def test_a_paper_that_does_not_fit_says_why(own: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["papers", str(own.root)]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert lines["cn-judicial"].endswith("可用 / fits")
    assert "本文书不用于：" in lines["cn-expert"] and "this form of paper is not for: " in lines["cn-expert"]
    held = own.history().last(Kind.INSTITUTION)
    assert held is not None
    old = [{**one, "until": "2020-01-01"} for one in held.body["licences"]]
    own.log.write(Kind.INSTITUTION, {**held.body, "licences": old}, whole.DING)
    assert dict((paper.name, fits) for paper, fits in issuing.fitting(own))["cn-judicial"] is False
    assert main(["papers", str(own.root)]) == 0
    (line,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith("cn-judicial")]
    assert "does not fit" in line and "已过期" in line and "has run out" in line
    own.log.write(Kind.INSTITUTION, {**held.body, "licences": []}, whole.DING)
    assert main(["papers", str(own.root)]) == 0
    (line,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith("cn-judicial")]
    assert "许可证在卷" in line and "is on file" in line


@pytest.mark.parametrize("name", sorted(whole.CLIENTS))
def test_the_case_is_issued_in_every_paper_and_both_languages(tmp_path: Path, name: str) -> None:
    case, made = whole.issued(tmp_path / "case", name, ("zh", "en"))
    paper = files.find(name)
    for language, pdf in made.items():
        flat = "".join(pages.text(pdf).split())
        assert missing(case, paper, language, flat) == [], language
        for chapter in paper.chapters:
            assert "".join(chapter.heading.read(language).split()) in flat
        for declared in paper.declaration:
            assert "".join(declared.read(language).split())[:30] in flat
        if paper.truth is not None:  # whole, and with the names below it
            truth, named = "".join(paper.truth.read(language).split()), "".join(whole.JIA.split())
            assert any(truth in page and named in page.split(truth)[1] for page in pages.each(pdf))
        assert ("".join(paper.title.read(language).split())) in flat
        spoken: Language = "zh" if language == "zh" else "en"
        spell = of_form(paper, spoken)
        words = {key: "".join(spell(said).split()) for key, said in WORDS[spoken].items()}
        assert (words["declaration-each"] in flat) == (paper.signing.experts == 1)
        assert (words["statement-2"][-40:] in flat) == paper.opinion == (words["statement-2-results"][-7:] not in flat)
        assert ("有相同表述" in flat or "1passageofthesamewording" in flat) == paper.opinion
        assert ("某市某路1号" in flat) == paper.page.letterhead
        assert flat.count("EXP-000001") == bool(paper.page.pages)
        assert ("骑缝章" in flat or "sealacrosspages" in flat) == paper.page.seam
        assert ("出具人：" in flat or "Witness:" in flat) == paper.page.sticker
        first, last = len(paper.annexed) + 1, len(paper.annexed) + len(ANNEXES)
        own = [(at, section) for at, section in enumerate(paper.annexed, 1)]
        for at, title in (*own, (first, "annex-records"), (last, "annex-matches")):
            mark = "".join(paper.page.exhibit.read(language).format(number=at).split())
            named = "".join(WORDS["zh" if language == "zh" else "en"][title].split())
            assert f"{mark}{'' if language == 'zh' else '.'}{named}" in flat, mark
    if not paper.opinion:
        body = build(freeze.freeze(case, paper=paper, number="1"), "zh").parts[0].blocks
        assert not [block.text for block in body if isinstance(block, Heading) and "意见" in block.text]
    for picture, page in pages.chosen(made["zh"], name).items():
        assert pages.apart(page, pages.kept(picture)) <= pages.MOST, picture
    assert main(["verify", str(case.root)]) == 0


def test_the_form_is_valid_and_files_only_what_is_new(own: Case) -> None:
    text = paper_form.template(own)
    assert set(tomllib.loads(text)) == {"institution", "experts"}
    assert [one["name"] for one in tomllib.loads(text)["experts"]] == [whole.JIA, whole.YI]
    assert paper_form.file(own, paper_form.read_body(whole.form()), whole.JIA) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sentences": [{"phrase": "no-such"}]}, "no phrase 'no-such'"),
        ({"sentences": [{"phrase": "none-found", "comparator": "x", "left": "A1", "right": "B1"}]}, "limit is empty"),
        ({"sentences": [{"phrase": "text-same"}]}, "name comparator, left and right"),
        ({"sentences": [{"phrase": "text-same", "fill": {"places": "9"}}]}, "'places' is not yours to fill"),
        ({"sentences": [{"phrase": "text-same", "question": 0}]}, "the number of the question"),
        ({"dissents": [{"by": "", "text": "x"}]}, "name the expert"),
        ({"sentences": [{"phrase": "text-same", "propositions": 1}]}, "the numbers of propositions"),
        ({"unanswered": [{"propositions": [], "reason": "x"}]}, "the numbers of propositions"),
        ({"unanswered": [{"propositions": [0], "reason": "x"}]}, "the numbers of propositions"),
        ({"answers": [{"proposition": 0, "answer": "holds"}]}, "the numbers of propositions"),
        ({"answers": [{"proposition": 1, "answer": "yes"}]}, "write one of holds"),
        ({"unanswered": [{"propositions": [1], "reason": ""}]}, "say why"),
        ({"odd": 1}, "unknown field 'odd'"),
    ],
)
def test_an_opinion_that_is_no_opinion(given: dict[str, object], said: str) -> None:
    with pytest.raises(CaseError, match=said):
        Opinion.of(given)


def test_a_vocabulary_has_the_same_slots_in_both_languages() -> None:
    with pytest.raises(UsageError, match="same slots"):
        of_text('[[phrase]]\nid="x"\nmedium="any"\ntext={zh="{a}处", en="{b} places"}\n')


def test_a_section_that_a_paper_does_not_place_follows(own: Case) -> None:
    paper = files.find("cn-copyright")
    short = files.read(paper.text.replace('sections = ["materials", "custody"]', 'sections = ["materials"]'))
    said = words(build(freeze.freeze(own, paper=short), "zh"))
    assert "流转记录" in said


def test_verify_names_an_issued_file_that_was_changed(own: Case, capsys: pytest.CaptureFixture[str]) -> None:
    written = issuing.issue(own, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    target = next(path for path in written if path.suffix == ".html")
    target.chmod(0o644)
    target.write_bytes(target.read_bytes() + b" ")
    assert main(["verify", str(own.root)]) == 10
    assert "issued/1/report.html" in capsys.readouterr().out


def test_an_opinion_is_withdrawn_as_its_gate_says(
    own: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "form.toml"
    form.write_text("[opinion]\n", "utf-8")
    told = ["gates", str(own.root), "--profile", "cn-inspection"]
    assert main(told) == 4
    said = capsys.readouterr().out
    assert "[opinion/none-here]" in said and "只含空 [opinion] 的表单" in said and "an empty [opinion] alone" in said
    assert main(["paper", str(own.root), str(form), "--by", whole.JIA]) == 0
    main(told)
    assert "[opinion/none-here]" not in capsys.readouterr().out

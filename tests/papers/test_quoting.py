"""What stands in quotation marks is read like any prose, unless its words stand in the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates import View, findings, quoting
from appraisal.papers import files
from appraisal.procedure import Decision, Kind, Step
from tests.papers import whole
from tests.papers.test_gates import COURT, decide, edited, gates, text


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        ("起诉状称“相似度87.65%”。", "numbers/87.65%"),
        ("检材“抄袭”样本。", "words-of-law/抄袭"),
        ('It "plagiarises" the work.', "words-of-law/plagiar"),
        ("检材「可能」来自样本。", "hedges/可能"),
        ("起诉状写有“四十二处”相同。", "numbers/四十二处"),
        ("起诉状写有“[1](#{key}) 处，相似度87.65%”。", "numbers/87.65%"),
        ("笔记载“比对依据GB/T 36451-2018进行”。", "standards/GB/T 36451-2018"),
        ("As noted, “ISO/IEC 27042:2015 was followed”.", "standards/ISO/IEC 27042:2015"),
    ],
)
def test_quotation_marks_free_no_words_of_the_experts_own(dossier: Dossier, words: str, gate: str) -> None:
    words = words.replace("{key}", dossier.comparisons[0].comparison.matches[0].id)
    own = text(dossier, "analysis", words)
    assert gate in gates(own)
    inside = quoting.inner(next(quoting.quotes(words)))
    assert gate not in gates(edited(own, Kind.COMMISSION, questions=[f"所称 {inside} 是否属实？"]))
    assert gate in gates(decide(own, f"quoted:{inside}", "无。"))
    assert gate not in gates(decide(own, f"quoted:{inside}", "起诉状第3页（扫描件）"))


def test_quotes_of_excerpts_standards_and_titles_are_free(dossier: Dossier) -> None:
    shown = "第十八级在去年冬天被水冲走了"
    assert shown in "".join(quoting._texts(View(dossier, COURT)))
    standard = edited(
        dossier,
        Kind.STANDARDS,
        standards=[
            {
                "is": "Standard",
                "number": "GB 1",
                "title": "文字比对规范",
                "text": "计入者不少于 40 字",
                "edition": "1",
                "clause": "1",
            }
            | {"checked_by": "甲", "checked_on": "2026-01-04"}
        ],
    )
    assert gates(text(standard, "analysis", "标准规定“不少于 40 字”，见《侵权责任法》，检材作“数到十七就停住”。")) == []


def test_what_stands_in_a_work_or_document_is_found(own: Case, tmp_path: Path) -> None:
    letter = tmp_path / "函.txt"
    letter.write_bytes("被告盗版，\r\n约有 87% 相同".encode("gb18030"))
    filing.file_step(own, Kind.HANDLED, Step("收某律师来函", labels=("A1",)), whole.JIA, documents=[letter])
    whole.write(own, {"analysis": "函称“被告盗版”“约有 87% 相同”，样本写有“第十八级在去年冬天被水冲走了”。"})
    frozen = freeze.freeze(own, paper=COURT)
    assert set(frozen.quoted) == {"被告盗版", "约有 87% 相同"}
    assert [gap.gate for gap in findings(frozen, COURT)] == ["reviewer/late"], "written after the review"
    whole.write(own, {"analysis": "函称“被告抄袭”。"})
    assert freeze.freeze(own, paper=COURT).quoted == ()
    gap, late = findings(freeze.freeze(own, paper=COURT), files.find("cn-copyright"))
    assert late.gate == "reviewer/late"
    assert gap.gate == "words-of-law/抄袭" and "quoted:引文" in gap.mend.zh and "quoted:WORDS" in gap.mend.en
    filing.decide(own, Decision("quoted:被告抄袭", "起诉状第3页"), whole.JIA)
    assert [gap.gate for gap in findings(freeze.freeze(own, paper=COURT), COURT)] == ["reviewer/late"]


@pytest.mark.parametrize(
    ("step", "found"),
    [
        *((Step(what), True) for what in ("收到某委托人代理人来函", "向版权登记中心调取登记档案", "收某公证处公证书")),
        *((Step(what), True) for what in ("A notarial deed was handed in by counsel.", "Solicitors' letter received")),
        *((Step(what), True) for what in ("某委托人补交说明，收下附卷", "经公证处出具公证书，收讫")),
        *((Step(what), False) for what in ("比对时随手作了笔记，存卷", "收函", "存卷", "Notes were taken.")),
        *((Step(what), False) for what in ("就某律师来函写成札记", "Our memo on the letter of counsel", "打印草表")),
        (Step("附件一份", note="收自原告"), True),
    ],
)  # fmt: skip
def test_what_people_of_the_case_wrote_themselves_is_no_source(
    own: Case, tmp_path: Path, step: Step, found: bool
) -> None:
    memo = tmp_path / "一件.txt"
    memo.write_text("B1抄袭A1，约有 87% 相同", "utf-8")
    filing.file_step(own, Kind.OPERATION, step, whole.JIA, documents=[memo])
    whole.write(own, {"analysis": "见一件：“B1抄袭A1”。"})
    assert bool(freeze.freeze(own, paper=COURT).quoted) is found


def test_a_letter_by_which_a_party_objects_is_a_source(own: Case, tmp_path: Path) -> None:
    letter = tmp_path / "异议书.txt"
    letter.write_text("B1抄袭A1", "utf-8")
    whole.write(own, {"analysis": "异议称“B1抄袭A1”。"})
    filing.file_step(own, Kind.OBJECTION, Step("异议", persons=(whole.JIA,)), whole.JIA, documents=[letter])
    assert freeze.freeze(own, paper=COURT).quoted == ()
    filing.file_step(own, Kind.OBJECTION, Step("异议", persons=("某委托人",)), whole.JIA, documents=[letter])
    assert freeze.freeze(own, paper=COURT).quoted == ("B1抄袭A1",)


def test_a_paper_of_ones_own_is_none_under_another_name(own: Case, tmp_path: Path) -> None:
    memo, letter = tmp_path / "笔记.txt", tmp_path / "来函.txt"
    for one in (memo, letter):
        one.write_text("B1抄袭A1", "utf-8")
    filing.file_step(own, Kind.OPERATION, Step("收某律师来函"), whole.JIA, documents=[letter])
    whole.write(own, {"analysis": "来函称“B1抄袭A1”。"})
    assert freeze.freeze(own, paper=COURT).quoted == ("B1抄袭A1",)
    filing.file_step(own, Kind.OPERATION, Step("核对来函，附卷"), whole.JIA, documents=[letter])
    assert freeze.freeze(own, paper=COURT).quoted == ("B1抄袭A1",)
    filing.file_step(own, Kind.OPERATION, Step("比对时作了笔记"), whole.JIA, documents=[memo])
    assert freeze.freeze(own, paper=COURT).quoted == ()

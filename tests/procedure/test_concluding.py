"""Conclusions on parts of a report: who put one on file takes it back, and the log keeps it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from appraisal import concluding, filing, template
from appraisal.case import Case
from appraisal.cli import main
from appraisal.dossier import LogEntry
from appraisal.errors import CaseError
from appraisal.gates.view import Filings
from appraisal.procedure import PROCEDURE, Decision, Kind
from reports.build import build
from reports.document import Language
from reports.sections.desk import Desk
from reports.sections.said import about
from tests.reports.private_server.test_parts import part
from tests.reports.test_build import words
from tests.reports.test_plug_in import of

PART = "conclusion-functions"


def entry(seq: int, by: str, about: str, reason: str, *who: str) -> LogEntry:
    body = {"about": about, "reason": reason, "labels": [], "decided_by": list(who)}
    return LogEntry(PROCEDURE, seq, "2026-01-02", str(Kind.DECISION), by, body, f"{seq:064d}", "unsigned")


def held(*entries: LogEntry) -> Filings:
    return Filings(replace(of(), entries=entries))


def test_a_conclusion_that_was_taken_back_is_none_of_the_panels() -> None:
    first = entry(1, "甲", PART, "B1 抄袭 A1")
    other = entry(2, "乙", PART, "未见。", "乙")
    copied = entry(3, "甲", "conclusion-copied", "未见相同。")
    back = entry(4, "甲", f"{PART}:withdrawn", "用语有误")
    anew = entry(5, "甲 ", PART, "静态发现写入内存的能力。")
    all_of_them = held(first, other, copied, back, anew)
    assert all_of_them.conclusions == ("未见。", "未见相同。", "静态发现写入内存的能力。")
    assert [one.seq for one, _, _ in concluding.taken_back(all_of_them.decisions)] == [1]
    stranger = entry(4, "丙", f"{PART}:withdrawn", "不同意", "甲")
    assert held(first, stranger).conclusions == ("B1 抄袭 A1",), "nobody takes back what another put on file"


@pytest.mark.parametrize(("language", "told"), [("zh", "已撤回"), ("en", "was taken back")])
def test_the_report_tells_that_one_was_taken_back(language: Language, told: str) -> None:
    made = held(entry(1, "甲", PART, "B1 抄袭 A1"), entry(2, "甲", f"{PART}:withdrawn", "用语有误")).dossier
    said = words(part(build(made, language), template.find("plug-in"), "functions"))
    assert told in said and "抄袭" not in said
    desk = Desk(made, language)
    assert about(desk, f"{PART}:withdrawn") != about(desk, PART)


def test_only_ones_own_that_stands_is_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case.create(tmp_path / "case", number="1")
    with pytest.raises(CaseError, match="stands"):
        filing.decide(case, Decision(f"{PART}:withdrawn", "有误"), "甲")
    filing.decide(case, Decision(PART, "B1 抄袭 A1"), "甲")
    with pytest.raises(CaseError, match="stands"):
        filing.decide(case, Decision(f"{PART}:withdrawn", "有误"), "乙")
    decide = ["decide", str(case.root), f"{PART}:withdrawn", "--profile", "plug-in", "--reason", "有误", "--by", "甲"]
    assert main(decide) == 0
    assert main(decide) == 4 and "没有尚有效的意见" in capsys.readouterr().err
    assert main([*decide[:2], "conclusion-nothing:withdrawn", *decide[3:]]) == 2


def test_a_conclusion_filed_again_is_said_to_stand_beside_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = Case.create(tmp_path / "case", number="1")

    def decide(subject: str, words: str, by: str = "甲") -> str:
        told = ["decide", str(case.root), subject, "--profile", "plug-in", "--reason", words, "--by", by]
        assert main(told) == 0
        said = capsys.readouterr()
        return said.out + said.err

    assert "withdrawn" not in decide(PART, "未见。")
    again = decide(PART, "静态发现写入内存的能力。")
    assert "不因另行登记而被取代" in again and "is not replaced by one filed again" in again
    for part_of, by in (("conclusion-copied", "甲"), (PART, "乙"), (f"{PART}:withdrawn", "甲")):
        assert "不因另行登记" not in decide(part_of, "未见相同。", by), (part_of, by)
    assert "不因另行登记" not in decide(PART, "静态发现写入内存的能力。"), "nothing of one's own stands any more"

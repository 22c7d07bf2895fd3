"""Dissents that were written into other entries, and records of two people that contradict each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier, LogEntry
from appraisal.finding import Verdict
from appraisal.gates import gaps
from appraisal.papers import files
from appraisal.papers.as_read import reasoned
from appraisal.procedure import Kind
from tests.papers.test_gates import gates
from tests.papers.test_opposed_facts import REAL, deciding, dissenting

DIFFER = (
    (Kind.OPERATION, "乙", "乙：函数层面的认定我不能签字。"),
    (Kind.OPERATION, "乙", "我对文字部分没有意见，对程序部分有意见。"),
    (Kind.OPERATION, "乙", "该部分仅甲一人认定，我未参与认定。"),
    (Kind.OPERATION, "乙", "我倾向于认为两者独立编写。"),
    (Kind.OPERATION, "乙", "未见该功能，甲所述现象系服务器所致。"),
    (Kind.OPERATION, "乙", "In my eyes the wolf of B1 was drawn afresh."),
    (Kind.OPERATION, "乙", "I have reservations about the overlay."),
    (Kind.REVIEW, "丙", "比对的结论不能成立，应予删除。"),
    (Kind.REVIEW, "丙", "The second sentence is not supported by the record."),
    (Kind.DEFECT, "乙", "乙认为该溢出在检材中并不存在。"),
    (Kind.TEST, "甲", "检验人乙未见甲所记的现象。"),
    (Kind.DECISION, "乙", "第二段系通用描写，依我看不能作为相同表述的依据。"),
    (Kind.HANDLED, "乙", "第二段与船家行当的通常写法无异，不足以说明什么。"),
)
AGREE = (
    (Kind.OPERATION, "乙", "乙不同意将工作盘带出检验室。"),
    (Kind.OPERATION, "乙", "被告代理人对清单提出异议，已记录。"),
    (Kind.OPERATION, "乙", "本人认为封条完好，未见破损。"),
    (Kind.OPERATION, "乙", "鉴定人之间没有不同意见，亦未有异议。"),
    (Kind.OPERATION, "乙", "校验值与清单不同，乙认为系换行所致。"),
    (Kind.OPERATION, "乙", "I have no reservations about the overlay."),
    (Kind.REVIEW, "丙", "第2句的表述过强，已按复核意见修改。"),
    (Kind.REVIEW, "丙", "意见有记录支持，无不同意见。"),
    (Kind.TEST, "甲", "甲：功能检验中未见异常，现象已录像。"),
    (Kind.OPERATION, "乙", "文字相同，不足以说明作者为同一人。"),
    (Kind.OPERATION, "乙", "本人认为该副本不能作为检材，已换用原件。"),
    (Kind.OPERATION, "乙", "既然甲已核对第二段的封条，就不再重复。"),
    (Kind.OPERATION, "乙", "I think the seal is whole, but since the chair was absent it was opened later."),
)


YIELDING = (
    "我仍觉得这是套话，既然甲要计，就计吧",
    "I still think this is a stock phrase, but since 甲 counts it I do too",
)


def with_entry(dossier: Dossier, kind: Kind, by: str, words: str) -> Dossier:
    made = LogEntry("decisions", 77, "2026-01-06", kind, by, {"what": "记录", "observation": words}, "", "signed")
    return replace(dossier, entries=(*dossier.entries, made))


def noted(dossier: Dossier, words: str) -> Dossier:
    """乙 accepts a match with that note."""
    at = next(n for n, one in enumerate(dossier.findings) if one.by == "乙" and one.verdict is Verdict.ACCEPTED)
    found = list(dossier.findings)
    found[at] = replace(found[at], note=words)
    return replace(dossier, findings=tuple(found))


@pytest.mark.parametrize(("kind", "by", "words"), DIFFER)
def test_who_differs_in_another_entry_dissents(dossier: Dossier, kind: Kind, by: str, words: str) -> None:
    assert "dissent/elsewhere" in gates(with_entry(dossier, kind, by, words))


@pytest.mark.parametrize(("kind", "by", "words"), AGREE)
def test_who_does_not_differ_does_not(dossier: Dossier, kind: Kind, by: str, words: str) -> None:
    assert "dissent/elsewhere" not in gates(with_entry(dossier, kind, by, words))


def test_who_is_named_as_differing_files_it(dossier: Dossier) -> None:
    """A test that 甲 filed says of 乙 that 乙 differs: it is 乙 who dissents."""
    made = with_entry(dossier, Kind.TEST, "甲", "乙不认可该结果。")
    (gap,) = [one for one in gaps(made, files.find("cn-copyright")) if one.gate == "dissent/elsewhere"]
    assert gap.only == ("乙",)
    assert "dissent/elsewhere" not in gates(dissenting(made, "乙", REAL, filed="乙"))


def test_a_note_that_takes_back_what_it_accepts_is_a_dissent(dossier: Dossier) -> None:
    for words in (
        "勉强算相同",
        "我看不是一回事",
        "采信系依甲的意见，本人无法确认",
        "Accepted under protest.",
        *YIELDING,
    ):
        assert "dissent/elsewhere" in gates(noted(dossier, words)), words
    for words in ("颜色不同，轮廓相同", "并非常见写法", "不能算巧合", "not a stock phrase"):
        assert "dissent/elsewhere" not in gates(noted(dossier, words)), words


def test_two_conclusions_on_one_part_contradict(dossier: Dossier) -> None:
    both = deciding(dossier, "甲", "conclusion-functions", "送检程序具有写入内存的能力。")
    other = deciding(both, "乙", "conclusion-functions", "送检程序只有调试能力。")
    assert "dissent/contrary conclusion-functions" in gates(other)
    same = deciding(other, "乙", "conclusion-functions", "送检程序具有写入内存的能力。")
    assert "dissent/contrary conclusion-functions" not in gates(same), "乙 now holds the same"
    apart = deciding(both, "乙", "conclusion-copied", "送检程序只有调试能力。")
    assert not [name for name in gates(apart) if name.startswith("dissent/contrary")]


def test_two_accounts_of_one_defect_contradict(dossier: Dossier) -> None:
    def defect(of: Dossier, by: str, seen: str) -> Dossier:
        body = {"defect": "登录时溢出", "observations": [["A1", "溢出"], ["B1", seen]], "dictated": "unsettled"}
        made = LogEntry("decisions", 78, "2026-01-06", Kind.DEFECT, by, body, "", "signed")
        return replace(of, entries=(*of.entries, made))

    assert "dissent/contrary 登录时溢出" in gates(defect(defect(dossier, "甲", "溢出"), "乙", "正常退出"))
    assert "dissent/contrary 登录时溢出" not in gates(defect(defect(dossier, "甲", "溢出"), "乙", "溢出"))


def test_unity_is_no_reason_for_another_verdict() -> None:
    assert not reasoned("甲解释后，改为采信以便统一") and not reasoned("服从多数")
    assert reasoned("为统一计数口径，标题不计入")


def test_that_people_spoke_or_where_it_is_written_is_no_reason() -> None:
    for words in ("已与甲电话沟通", "参见合议记录", "详见会议纪要", "经与甲当面讨论", "as discussed, see minutes"):
        assert not reasoned(words), words
    for words in ("discussed with my colleague", "spoke with Li by phone", "see my notes"):
        assert not reasoned(words), words
    for words in ("与甲讨论后重看原书，该句为引文", "电话号码一行双方均有，属公版", "会议记录系第三方材料"):
        assert reasoned(words), words
    assert reasoned("the meeting with the dragon is told otherwise")

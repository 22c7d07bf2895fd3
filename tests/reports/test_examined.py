"""Examinations in a report: what was found statically, on what it rests, innocent explanations, nothing that is law."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal import examiner
from appraisal.comparison import Examination, Observation, WorkRef
from appraisal.dossier import Dossier, Examined, RunEntry
from appraisal.finding import Finding, Verdict
from appraisal.registry import counting
from appraisal.span import Span
from reports import html
from reports.build import build
from reports.document import Document
from reports.wording import WORDS
from tests.reports import specimen
from tests.reports.test_build import section, words

HOSTILE = "<img src=x onerror=alert(1)>\u202e.exe"
SAID = {
    "writes-memory": {
        "class": {"zh": "内存修改类（须核对）", "en": "memory (to be checked)"},
        "innocent": [{"zh": "调试器亦如此", "en": "debuggers do so too"}],
        "false_positives": [{"zh": "本进程的句柄", "en": "a handle of the own process"}, "odd", None],
        "question": "run-time-values",
    }
}


def observed(at: int, file: str = "trainer.exe", **more: object) -> Observation:
    step = {"address": hex(at), "says_zh": "调用 甲", "says_en": "calls X", "lines": [f"> {at:x}  call rax", "\x00"]}
    details = {
        "address": hex(at), "function": "0x1000", "section": ".text", "technique": "t", "question": "run-time-values",
        "evidence": [step], "summary_zh": "静态发现的能力：写入", "summary_en": "capability found statically: writes",
    }  # fmt: skip
    return Observation("left", Span(file, "byte", at, at + 1), "writes-memory", {**details, **more})


def examined(*seen: Observation, verdicts: dict[int, Verdict] = {}, status: str = "ok") -> Examined:  # noqa: B006 - read only
    found = Examination(
        "software-capabilities", "2", {}, WorkRef("B1", "b" * 64), status=status, reason="crashed", message="died",  # type: ignore[arg-type]
        observations=seen, tables={"said": SAID},
    )  # fmt: skip
    ids = examiner.ids(found)
    given = {ids[at]: verdict for at, verdict in verdicts.items()}
    return Examined(
        "e" * 64,
        "examinations/x/B1.json",
        "c" * 64,
        found,
        ids,
        given,
        counting(found.examiner),
        "2026-01-01T00:00:00Z",
        "甲",
    )


def dossier(*ones: Examined, findings: tuple[Finding, ...] = ()) -> Dossier:
    listed = RunEntry(1, "2026-01-01", "2026-01-01", "甲", (ones[0].file,), (), 0, {}, ("B1",))
    return replace(specimen.dossier(), examined=ones, examinations=(listed,), findings=findings)


def told(made: Document, at: int = 0) -> str:
    return words(section(made.parts[at], "examinations"))


@pytest.mark.parametrize("at", [0, 1])
def test_a_finding_has_its_basis_its_explanations_and_its_verdict(at: int) -> None:
    one = examined(observed(0x1400), observed(0x1500), verdicts={1: Verdict.ACCEPTED})
    note = Finding("e" * 64, one.ids[1], Verdict.ACCEPTED, "甲", "2026-01-01", note="句柄指向客户端")
    said = told(build(dossier(one, findings=(note,)), "both"), at)
    for wanted in (
        (
            "静态发现的能力",
            "0x1500",
            "调试器亦如此",
            "本进程的句柄",
            "须核对",
            "未填写",
            "采信",
            "反汇编",
            "1500  call rax",
        ),
        (
            "found statically",
            "0x1500",
            "debuggers do so too",
            "a handle of the own process",
            "to be checked",
            "call rax",
        ),
    )[at]:
        assert wanted in said
    assert "句柄指向客户端" in said and one.ids[0] in said
    assert said.index("0x1500") < said.index("0x1400")  # accepted ones first


def test_what_is_held_of_another_methods_match_of_the_same_id_is_not_told_here() -> None:
    one = examined(observed(0x1400), verdicts={0: Verdict.ACCEPTED})
    base = dossier(one)
    other = base.comparisons[0].key if base.comparisons else specimen.text_filed().key
    with_other = replace(base, comparisons=(specimen.text_filed(),))
    here = Finding(one.key, one.ids[0], Verdict.ACCEPTED, "甲", "2026-01-01", note="句柄指向客户端")
    there = Finding(other, one.ids[0], Verdict.ACCEPTED, "乙", "2026-01-01", note="另一方法的意见")
    made = build(replace(with_other, findings=(here, there)), "zh")
    said = words(section(made.parts[0], "examinations"))
    assert "句柄指向客户端" in said and "另一方法的意见" not in said


def test_what_was_not_found_or_not_read_is_said() -> None:
    unread = Observation(
        "left", Span("a.exe", "byte", 0, 1), "unread", {"reason": "over-limit", "message": "a.exe: big"}
    )
    said = told(build(dossier(examined(unread)), "zh"))
    assert WORDS["zh"]["examined-nothing"] in said and "a.exe" in said
    failed = told(build(dossier(examined(status="failed")), "zh"))
    assert "没有结果" in failed and WORDS["zh"]["examined-nothing"] not in failed


def test_why_less_was_seen_stands_before_that_nothing_was_found() -> None:
    details = {"summary_zh": "导入表在映像之外", "summary_en": "outside of the image", examiner.INCOMPLETE: True}
    odd = Observation("left", Span("a.exe", "byte", 0, 1), "odd-header", details)
    made = build(dossier(examined(odd)), "both")
    zh, en = told(made), told(made, 1)
    assert -1 < zh.find("导入表在映像之外") < zh.find(WORDS["zh"]["examined-nothing"])
    assert -1 < en.find("outside of the image") < en.find(WORDS["en"]["examined-nothing"])


def test_several_files_that_could_not_be_read_are_told_in_one_sentence() -> None:
    failed = examined(status="failed")
    lines = "B1: none of its 2 programs can be examined\na.exe: section .text ends beyond the file: damaged or cut off"
    one = replace(failed, examination=replace(failed.examination, message=lines))
    said = told(build(dossier(one), "both"))
    assert "其中 2 个程序文件均未能检查；a.exe：节 .text 超出文件末尾" in said and "U+000A" not in said


def test_long_ones_are_cut_and_counted() -> None:
    made = build(dossier(examined(*(observed(0x1000 + at) for at in range(70)))), "zh")
    said = told(made)
    assert "共 70 行" in said and "共 70 处" in said and said.count("反汇编：发现") == 12


def test_places_of_one_finding_are_named_and_attached_with_all_instructions() -> None:
    places = [{"address": hex(0x2000 + at), "technique": "t", "function": "0x2", "bytes": [at, at + 1],
               "evidence": ["0x1"]} for at in range(9)]  # fmt: skip
    one = examined(observed(0x2000, places=places, beside=["writes-memory"]), *(informs(at) for at in range(5)))
    made = build(dossier(one), "both")
    said = told(made)
    assert "共 9 处：0x2000" in said and "0x2005" in said and "0x2006" not in said
    held = {file.name: file.text for file in made.attachments}
    table = held[f"findings-{one.key[:12]}.csv"]
    assert str(table).count("\r\n") == 10 and all(hex(0x2000 + at) in str(table) for at in range(9))
    assert "call rax" in str(held[f"disassembly-{one.key[:12]}.txt"])
    assert str(held[f"informing-{one.key[:12]}.csv"]).count("\r\n") == 6
    assert f"informing-{one.key[:12]}.csv" in said and "同一处指令亦为" in said
    assert "9 places: 0x2000" in told(made, 1)


def informs(at: int) -> Observation:
    seen = observed(at)
    return replace(seen, kind="hidden-text", details={"summary_zh": f"文本{at}", "summary_en": f"text {at}"})


def test_reminders_of_a_kind_stand_once_below_the_table() -> None:
    said = told(build(dossier(examined(*(observed(0x1400 + at) for at in range(5)))), "zh"))
    assert said.count("调试器亦如此") == 1 and said.count("本进程的句柄") == 1


def test_hostile_names_stay_text_and_nothing_says_what_is_law() -> None:
    one = examined(observed(0x1400, HOSTILE, symbol=HOSTILE, summary_zh=HOSTILE), replace(observed(1), kind=HOSTILE))
    page = html.render(build(dossier(one), "both")).decode()
    assert "<img src=x" not in page and "\u202e" not in page
    for word in ("破坏性程序", "专门用于侵入", "侵权"):
        assert word not in told(build(dossier(one), "zh"))


def test_records_and_examinations_stand_in_the_annexes() -> None:
    one = examined(observed(0x1400))
    made = build(dossier(one, replace(one, key="f" * 64, file="examinations/x/old.json", superseded=True)), "zh")
    listed = words(section(made.parts[0], "annex-records"))
    assert "eeeeeeeeeeee" in listed and "ffffffffffff" in listed and "取代" in listed
    assert "eeeeeeeeeeee" in words(section(made.parts[0], "annex-runs"))
    assert "ffffffffffff" not in told(made)

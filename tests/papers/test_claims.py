"""Conclusions where no opinion stands: titles, notes at matches, entries of the logs, an institution's own form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier, LogEntry
from appraisal.finding import Finding, Verdict
from appraisal.gates import findings
from appraisal.papers import files
from appraisal.procedure import CUSTODY, EXCLUSIONS, PROCEDURE, Kind
from appraisal.profile import Words
from tests.papers import narrow
from tests.papers.test_gates import COURT, decide, edited, gates, people, text


def titled(dossier: Dossier, words: str) -> dict[str, Dossier]:
    """The dossier with words in each place that holds a citation."""
    source = [{"is": "Source", "title": words, "relied_for": "改写的辨认"}]
    relied = [{"is": "Source", "title": "著作一种（2020）", "relied_for": words}]
    return {
        "publications": people(dossier, publications=["无", words]),
        "testimony": people(dossier, testimony=[words]),
        "certificate": people(dossier, certificate=words),
        "literature": edited(dossier, Kind.LITERATURE, literature=source),
        "relied_for": edited(dossier, Kind.LITERATURE, literature=relied),
        "letterhead": edited(dossier, Kind.INSTITUTION, letterhead=["某鉴定机构（虚构）", words]),
        "title": replace(dossier, title=words),
    }


def called(dossier: Dossier, name: str) -> Dossier:
    def renamed(one: LogEntry) -> LogEntry:
        mine = one.kind == Kind.RECEIVED and one.body["label"] == dossier.works[0].label
        return replace(one, body={**one.body, "name": name}) if mine else one

    works = (replace(dossier.works[0], name=name), *dossier.works[1:])
    return replace(dossier, works=works, entries=tuple(map(renamed, dossier.entries)))


@pytest.mark.parametrize(
    "words",
    [
        *(
            "B1抄袭A1之研究（2025）",
            "检材侵权，相似度87%",
            "《检材抄袭样本》，2025",
            "“本案被告抄袭”",
            "检材与样本相似度达87%",
        ),
        *("B1 copied A1, expert report 2025", "Plagiarism in this case", "The accused work: a derivative work"),
        "论《月光城》被抄袭",
    ],
)
def test_a_title_does_not_conclude_on_this_case(dossier: Dossier, words: str) -> None:
    for place, made in titled(called(dossier, "月光城 (Moonlight City)"), words).items():
        found = narrow.found(made, "words-of-law")
        assert found and all("题名" in gap.said.zh and "a title" in gap.said.en for gap in found), place


@pytest.mark.parametrize(
    "words",
    [
        *(
            "《抄袭检测方法研究》，2021",
            "小样本条件下的剽窃检测",
            "甲诉乙侵害著作权纠纷案（2023）民终1号",
            "《一九八四》",
        ),
        *("Plagiarism detection in source code, 2019", "Alpha v. Beta, infringement of copyright, 2022 (testified)"),
        *("A survey: 87% of sites copy", "《月光城》著作权侵权纠纷案", "none", "GB/T 1-2020"),
    ],
)
def test_a_citation_may_hold_any_words(dossier: Dossier, words: str) -> None:
    made = titled(called(dossier, "月光城 (Moonlight City)"), words)
    if words.startswith("GB"):
        assert gates(made.pop("literature")), "what the report relies on: test_relied"
    for place, own in made.items():
        assert not gates(own), place


@pytest.mark.parametrize("words", ["《检材抄袭样本》", "`B1 copied A1`", "```\n检材侵权\n```", "《本案被告剽窃》"])
def test_title_marks_and_code_hide_no_conclusion(dossier: Dossier, words: str) -> None:
    assert any(gate.startswith("words-of-law/") for gate in gates(text(dossier, "analysis", f"见 {words} 一节。")))


def noted(dossier: Dossier, note: str) -> Dossier:
    record = dossier.comparisons[0]
    made = Finding(record.key, record.comparison.matches[0].id, Verdict.ACCEPTED, "甲", "2026-01-06", note=note)
    return replace(dossier, findings=(*dossier.findings, made))


@pytest.mark.parametrize(
    ("note", "gate"),
    [
        ("此处抄袭。", "words-of-law/抄袭"),
        ("This is plagiarism.", "words-of-law/plagiar"),
        ("B1 copied from A1", "words-of-law/b1 copied from a1"),
        ("检材抄自样本", "words-of-law/检材抄自样本"),
        ("构成侵\u200b权", "words-of-law/侵权"),
        ("此处相似度87.65%", "numbers/87.65%"),
        ("八成五相同", "numbers/八成五"),
    ],
)
def test_notes_at_matches_are_read(dossier: Dossier, note: str, gate: str) -> None:
    assert gate in gates(noted(dossier, note))
    assert gates(noted(noted(dossier, note), "改写后的说明")) == [], "what stands now"


@pytest.mark.parametrize(
    "note",
    [
        *(
            "见第3章",
            "2019年版",
            "第12行与第14行不相同",
            "可能系惯用语",
            "出现非法字符，已略去",
            "城主偷灯（stolen lamp）",
        ),
        *("共 12 处，见附件3", "两份校验值不相同", "the same illegal character on line 3"),
    ],
)
def test_honest_notes_pass(dossier: Dossier, note: str) -> None:
    assert gates(noted(dossier, note)) == []


def test_a_note_may_tell_a_share_of_its_record(dossier: Dossier) -> None:
    share = dossier.comparisons[0].comparison.filtered.coverage_of_left
    assert share is not None and gates(noted(dossier, f"样本该章 {share:.2%} 相同")) == []


def entered(dossier: Dossier, kind: Kind, words: str) -> tuple[Dossier, LogEntry]:
    log = {Kind.HANDLED: CUSTODY, Kind.EXCLUSION: EXCLUSIONS}.get(kind, PROCEDURE)
    held = next(one for one in dossier.entries if one.kind == Kind.REVIEW)
    body: dict[str, Any] = {"what": "检验", "labels": [], "observation": words}
    if kind is Kind.DECISION:
        body = {"about": "evidence:x", "reason": words, "labels": [], "decided_by": []}
    if kind is Kind.EXCLUSION:
        body = {"work": "A1", "by": "甲", "on": "2026-01-06", "note": words, "after_results": False}
    made = replace(held, log=log, seq=77, kind=str(kind), by="甲", body=body)
    if kind is Kind.EXCLUSION:
        return replace(dossier, judged=(*dossier.judged, made)), made
    return replace(dossier, entries=(*dossier.entries, made)), made


READ = (Kind.HANDLED, Kind.OPERATION, Kind.REVIEW, Kind.DECISION, Kind.EXCLUSION)


@pytest.mark.parametrize(
    "words",
    ["B1抄袭A1。", "两件作品相似度为87.65%", "检材复制自样本", "It is plagiarised.", "B1 is 87% identical to A1"],
)
@pytest.mark.parametrize("kind", READ)
def test_entries_of_the_logs_hold_no_conclusion(dossier: Dossier, kind: Kind, words: str) -> None:
    made, entry = entered(dossier, kind, words)
    gate = f"entries/{entry.log.removesuffix('.jsonl')}-77"
    (gap,) = narrow.found(made, "entries")
    assert gap.gate == gate and "第 77 条" in gap.said.zh and "entry 77" in gap.said.en
    assert not narrow.only(decide(made, f"gate:{gate}", "系转述当事人的话"), "entries"), "it cannot be written anew"


@pytest.mark.parametrize(
    "words",
    [
        *("载体编号与登记一致，文件可读；电量87%。", "工作盘复制自原盘，校验值相同", "照抄封面文字", "出现非法字符"),
        *("A1 was copied to the working disk.", "两份文件的校验值不相同", "室温 20 度，湿度 45%"),
    ],
)
def test_honest_steps_pass(dossier: Dossier, words: str) -> None:
    for kind in (Kind.HANDLED, Kind.OPERATION, Kind.REVIEW, Kind.DECISION):
        assert gates(entered(dossier, kind, words)[0]) == [], kind


def test_what_a_party_objects_and_a_proposition_may_say_anything(dossier: Dossier) -> None:
    made, _ = entered(dossier, Kind.OBJECTION, "被告不认可抄袭")
    assert not [gate for gate in gates(made) if gate.startswith("entries")]
    assert not [gate for gate in gates(edited(dossier, Kind.SCHEME, propositions=["B1抄袭A1"])) if "entries" in gate]
    assert [gate for gate in gates(edited(dossier, Kind.SCHEME, scope="B1抄袭A1的部分")) if "entries" in gate]


def test_a_form_of_the_institutions_own_does_not_conclude(dossier: Dossier) -> None:
    def open_(zh: str, en: str) -> list[str]:
        own = replace(COURT, declaration=(*COURT.declaration, Words(zh, en)))
        return [gap.gate for gap in findings(dossier, own)]

    assert "words-of-law/抄袭" in open_("本报告证明检材抄袭。", "This report is complete.")
    assert "words-of-law/infring" in open_("本报告完整。", "The accused work infringes.")
    assert "words-of-law/检材抄自样本" in open_("检材抄自样本，是否侵权由法院认定。", "All is told.")
    assert open_("本机构不对是否侵权作出判断。", "Whether it infringes is for the court.") == []
    assert all(not [g for g in findings(dossier, files.find(n)) if "words-of-law" in g.gate] for n in files.names())

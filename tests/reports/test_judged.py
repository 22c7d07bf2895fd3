"""Who judged, with what controls, and the words for decisions and defects, as the report shows them."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import appraisal.gates
from appraisal.codec import encode
from appraisal.dossier import ControlEntry, LogEntry
from appraisal.gates import prose
from appraisal.papers.institution import Expert, Institution, Licence, Standard
from appraisal.papers.opinion import Dissent, Opinion, Sentence
from appraisal.people import FIRM
from appraisal.procedure import Kind
from appraisal.profile import Part, Profile, Words
from reports.build import build
from reports.document import Document, Grid, Language, to_json
from reports.sections import controls as controls_section
from reports.sections.desk import Desk
from reports.sections.entries import whole
from reports.sections.said import about
from reports.wording import WORDS, say
from tests.reports import proceedings, specimen
from tests.reports.rows import LANGUAGES, edited, entry, row
from tests.reports.test_build import section, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_judged_without_being_an_expert_of_the_case_is_named(language: Language) -> None:
    base = specimen.dossier()
    template = entry(base, Kind.COMMISSION)
    judged = [replace(template, kind=Kind.FINDING, by=who, seq=n) for n, who in enumerate(["甲", "王五", "王五"])]
    for experts, named in ((("甲",), True), (("甲", "王五"), False), ((), False)):
        said = words(
            section(build(replace(base, experts=experts, judged=tuple(judged)), language).parts[0], "records-checked")
        )
        assert (say(language, "stranger", count=2) in said) is named


def test_every_fault_and_kind_has_words() -> None:
    from appraisal.chain import FAULTS

    for language in LANGUAGES:
        assert not [fault for fault in FAULTS if f"fault.{fault}" not in WORDS[language]]
        listed = set(Kind) - {Kind.DELIBERATION}  # of logs that are not printed entry by entry
        assert not [kind for kind in listed if f"kind.{kind}" not in WORDS[language]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("standing", ["signed", "missing", "foreign", "unsigned"])
def test_a_verdict_shows_its_signature_and_the_verdict_before_it(language: Language, standing: str) -> None:
    base = specimen.dossier()
    finding = base.findings[0]
    given = {"by": finding.by, "comparison": finding.comparison, "match": finding.match}
    log = "findings/x-00000000.jsonl"
    made = tuple(
        LogEntry(
            log, seq, on, Kind.FINDING, finding.by, {**given, "verdict": said}, "ab" * 32, worth, "4f1a90c2d3e4b5a6"
        )
        for seq, on, said, worth in (
            (1, "2025-12-31T00:00:00Z", "doubtful", "signed"),
            (2, finding.on, finding.verdict.value, standing),
            (3, "2026-12-31T00:00:00Z", "doubtful", "signed"),
        )
    )
    (part,) = build(replace(base, judged=made), language).parts
    said = words(section(part, "annex-findings"))
    assert WORDS[language][f"standing.{standing}"].format(fingerprint="4f1a90c2d3e4b5a6") in said
    captions = [
        "".join(one.text for one in block.caption)
        for block in section(part, "annex-findings")
        if isinstance(block, Grid)
    ]
    assert captions and not [one for one in captions if one.endswith(("））", "))"))], "no brackets within brackets"
    before = WORDS[language]["verdict-before"].format(verdict=WORDS[language]["verdict.doubtful"], on=made[0].on)
    assert before in said and made[2].on not in said
    other = replace(made[0], body={**made[0].body, "comparison": "f" * 64})  # a match of another method has this id too
    (part,) = build(replace(base, judged=(other, *made[1:])), language).parts
    assert before not in words(section(part, "annex-findings"))
    assert (f"{log} 2" in words(section(part, "records-checked"))) == (standing in {"missing", "foreign"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_with_two_keys_is_named(language: Language) -> None:
    base = specimen.dossier()
    other = replace(base.persons[0], key="3c" * 32, fingerprint="0" * 16)
    (part,) = build(replace(base, persons=(*base.persons, other)), language).parts
    said = words(section(part, "records-checked"))
    assert "0" * 16 in said and base.persons[0].fingerprint in said and base.persons[1].fingerprint not in said


def test_exclusions_after_results_are_listed_before_the_findings(document: Document) -> None:
    assert "结果后排除" in row(section(document.parts[0], "records-checked"), "0123456789ab")
    assert "并列于“机器统计”" in words(section(document.parts[0], "exclusions"))


def test_controls_say_what_was_found_and_missed(document: Document) -> None:
    zh = section(document.parts[0], "controls")
    assert "在本案材料上，该方法找出了 100 处植入复制中的 98 处；20 对无关材料中均未发现匹配。" in words(zh)
    assert "92.96%–99.76%" in row(zh, "全部植入")
    assert row(zh, "reworded").split("\n")[1:4] == ["40", "38", "95.00%"]
    assert "字符 40–55" in row(zh, "1") and "readme.txt" in row(zh, "1") and "planted.txt，第 3 行" in row(zh, "1")
    assert "the works hold no code long enough" in words(zh)
    assert "image-copy（版本 1）：未作对照，未检出不能解释为不存在。" in words(zh)
    en = words(section(document.parts[1], "controls"))
    assert "found 98 of 100 planted copies; no match was found in any of 20 pairs" in en
    assert "no control was run; “not found” cannot be read as absence" in en


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("未能植入复制：未要求制作。", "1 对无关材料中均未发现匹配。")),
        ("en", ("could be planted: none were asked for.", "No match was found in any of 1 pair of unrelated")),
    ],
)
def test_where_no_plants_were_asked_for_sentences_are_whole(language: Language, said: tuple[str, ...]) -> None:
    base, control = specimen.dossier(), proceedings.controls()[0]
    made = replace(control, planted=0, found=0, alterations={}, missed=(), unrelated=1, refused="none were asked for")
    (part,) = build(replace(base, controls=(made,)), language).parts
    told = words(section(part, "controls"))
    assert all(one in told for one in said) and "程序原文" not in told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "要求植入 120 处，实际植入 100 处：没有文件可供植入。"),
        ("en", "120 planted copies were asked for, 100 were made: no file is left"),
    ],
)
def test_fewer_plants_than_asked_for_are_told_with_the_reason(language: Language, said: str) -> None:
    base = specimen.dossier()
    made = replace(proceedings.controls()[0], asked=120, fewer="no file is left to plant into")
    shown = words(section(build(replace(base, controls=(made,)), language).parts[0], "controls"))
    assert said in shown
    assert said[:8] not in words(section(build(base, language).parts[0], "controls"))


LICENCE = Licence("1", "类", "发证", "2030-01-01")


REVIEWER = Expert("甲", "reviewer", "高工", "证", "十年", ("无",), ("无",), "按规定")


STATED = Sentence("software-partly", 1, "m", "A1", "B1", {"layer": "源代码"})


@pytest.mark.parametrize(
    "body",
    [
        Institution("机构", "Name", "地址", "电话", ("抬头",), (LICENCE,)),
        {"experts": [REVIEWER]},
        {"standards": [Standard("GB", "名", "2023", "6", "条款", "甲", "2026-01-01")]},
        Opinion((STATED,), (Dissent("乙", "不同"),), "无"),
        {"dated": "2026-01-01", "formats": ["pdf"], "language": "both"},
    ],
)
def test_entries_listed_by_field_have_words_for_each(body: Any) -> None:
    given = encode(body)
    desks = [Desk(specimen.dossier(), language) for language in LANGUAGES]
    zh, en = ("".join(piece.text for piece in whole(desk, given)) for desk in desks)
    labels = [part for row in zh.split("\n") for part in row.partition("：")[0].split(" · ")]
    assert labels and not [one for one in labels if re.search("[a-z]{3}", one)], labels
    assert not re.search("reviewer|both", zh)
    assert not [row for row in en.split("\n") if re.search("[\u4e00-\u9fff]", row.partition(": ")[0])]


def test_not_found_without_a_control_is_no_absence() -> None:
    base = specimen.dossier()
    filed = replace(base.comparisons[0], comparison=replace(base.comparisons[0].comparison, matches=()), shown=())
    (control, _) = proceedings.controls()

    def said(*made: ControlEntry) -> str:
        return words(section(build(replace(base, comparisons=(filed,), controls=made), "zh").parts[0], "totals"))

    assert WORDS["zh"]["control-none-here"] in said()
    assert WORDS["zh"]["control-none-here"] not in said(control)
    assert "不能直接用于该比对" in said(replace(control, version="2"))
    assert WORDS["zh"]["control-no-plants-here"] in said(replace(control, planted=0, found=0, refused="no plants"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_controls_of_methods_that_compared_nothing_stand_apart(language: Language) -> None:
    """And a method whose copies could not be planted is not also told as one that was never tried."""
    base, say = specimen.dossier(), WORDS[language]
    (tried, _) = proceedings.controls()
    refused = replace(tried, planted=0, found=0, alterations={}, missed=(), refused="no plants")
    other = replace(tried, comparator="software-tree", version="6")
    few = replace(base, comparisons=base.comparisons[:1])
    shown = [
        words(section(build(replace(few, controls=made), language).parts[0], "controls"))
        for made in ((tried,), (tried, other), (refused,))
    ]
    assert say["controls-apart"] not in shown[0] and say["controls-apart"] in shown[1]
    assert all(" 98 " in part for part in shown[1].split(say["controls-apart"]))
    assert say["control-none"].rpartition("}")[2] not in shown[2]


@given(st.integers(-3, 50), st.integers(-3, 50))
def test_controls_with_impossible_figures_still_print(found: int, planted: int) -> None:
    base = specimen.dossier()
    (control, _) = proceedings.controls()
    made = replace(control, found=found, planted=planted, alterations={"x": (planted, found)}, with_match=found)
    assert list(controls_section.controls(Desk(replace(base, controls=(made,)), "en")))


def test_anchors_and_keys_travel_in_the_model_and_on_the_page(document: Document) -> None:
    base = specimen.dossier()
    body = json.loads(to_json(document))
    assert body["heads"] == [{"log": h.log, "count": h.count, "digest": h.digest} for h in base.heads]
    assert [one["key"] for one in body["persons"]] == [person.key for person in base.persons]
    for part in document.parts:
        anchors, persons = words(section(part, "annex-anchors")), words(section(part, "annex-persons"))
        assert all(head.digest in anchors and head.log in anchors for head in base.heads)
        assert all(person.fingerprint in persons and person.key in persons for person in base.persons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_procedure_table_names_defects_decisions_and_templates_in_words(language: Language) -> None:
    base = specimen.dossier()
    decided = {"about": "conclusion-server", "reason": "as read", "decided_by": ["X"], "labels": []}
    made = edited(base, Kind.DECISION, body=decided)
    sealed = replace(entry(base, Kind.DEFECT), kind=Kind.SEALED, body={"why": "scheme template placed"})
    made = replace(made, entries=(*made.entries, sealed))
    said = words(section(build(made, language).parts[0], "procedure"))
    assert proceedings.DEFECT.defect in said
    assert "dictated" not in said and "observations" not in said and "conclusion-server" not in said
    assert ("“server”部分的意见" if language == "zh" else "conclusion on “server”") in said
    assert ("放入比对方案的空白表" if language == "zh" else "empty scheme placed") in said


def test_every_reason_to_seal_files_has_words() -> None:
    """``sealed.…`` holds what the program writes under ``why``."""
    root = Path(__file__).parents[2] / "appraisal"
    written = {
        why
        for path in root.rglob("*.py")
        for why in re.findall(r'Kind\.SEALED, \{"why": "([^"]+)"', path.read_text("utf-8"))
    }
    assert {"edited by hand", "scheme template placed"} <= written
    for language in LANGUAGES:
        assert not [why for why in written if f"sealed.{why}" not in WORDS[language]]


def test_a_decision_on_a_part_names_it_as_the_template_does() -> None:
    part = Part("server", Words("服务器程序架构", "Server architecture"), Words("", ""), ())
    profile = Profile("own", Words("报告", "Report"), "own.ipynb", (), (part,))
    desk = Desk(replace(specimen.dossier(), profile=profile), "zh")
    assert about(desk, "conclusion-server") == "“服务器程序架构”部分的意见"
    assert about(desk, "conclusion-other") == "“other”部分的意见"
    assert about(desk, "uncross-examined") == WORDS["zh"]["about.uncross-examined"]
    assert about(desk, "gate:standards/SF/T 0075-2020") == "豁免出具条件：标准 SF/T 0075-2020"
    assert about(desk, "gate:scheme-first") == "豁免出具条件：方案先于结果"


def test_every_condition_that_a_decision_may_pass_over_has_words() -> None:
    root = Path(appraisal.gates.__file__).parent
    source = "\n".join(path.read_text("utf-8") for path in root.glob("*.py"))
    named = set(re.findall(r'Gap\(\s*f?"([a-z-]+)', source)) | set(prose.MENDS)
    assert {"standards", "dissent", "numbers", "hedges", "content"} <= named
    for language in LANGUAGES:
        assert not [name for name in named - FIRM if f"gate.{name}" not in WORDS[language]]

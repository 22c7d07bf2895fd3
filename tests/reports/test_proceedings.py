"""What a report says of procedure: intake, custody, signatures, the scheme, controls, and what is wrong with them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.codec import encode
from appraisal.dossier import ControlEntry, Dossier, LogEntry
from appraisal.intake import Acceptance, Decision
from appraisal.papers.institution import Expert, Institution, Licence, Standard
from appraisal.papers.opinion import Dissent, Opinion, Sentence
from appraisal.procedure import PROCEDURE, Kind
from appraisal.profile import Part, Profile, Words
from appraisal.rights import LABELS as RIGHTS
from reports.build import build
from reports.document import Block, Document, Grid, Language, Paragraph, to_json
from reports.sections import controls as controls_section
from reports.sections.desk import Desk
from reports.sections.entries import whole
from reports.sections.said import about, departure
from reports.wording import WORDS
from tests.reports import proceedings, specimen
from tests.reports.test_build import section, words

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def grids(blocks: tuple[Block, ...]) -> Iterator[Grid]:
    return (block for block in blocks if isinstance(block, Grid))


def row(blocks: tuple[Block, ...], *starts: str) -> str:
    """The row of a table whose first cells are these."""
    for grid in grids(blocks):
        for cells in grid.rows:
            if [words(cell) for cell in cells[: len(starts)]] == list(starts):
                return words(cells)
    raise AssertionError(f"no row begins with {starts}")


def entry(dossier: Dossier, kind: str) -> LogEntry:
    return next(one for one in reversed(dossier.entries) if one.kind == kind)


def with_entries(base: Dossier, *made: LogEntry) -> Dossier:
    return replace(base, entries=made)


def edited(base: Dossier, kind: str, **changes: Any) -> Dossier:
    """The case with the last entry of a kind changed."""
    old = entry(base, kind)
    return with_entries(base, *(replace(one, **changes) if one is old else one for one in base.entries))


@pytest.mark.parametrize("at", [0, 1])
def test_the_commission_is_printed_verbatim(document: Document, at: int) -> None:
    part = document.parts[at]
    said = words(section(part, "commission"))
    for question in proceedings.commission().questions:
        assert question in said
    assert "（2026）某01委鉴12号" in said and "电话告知：先作文字部分" in said and "9f" * 32 in said
    assert ("人民法院" if at == 0 else "court") in said
    assert WORDS[part.language]["not-stated"] in row(section(part, "commission"), ("鉴定时限", "Deadline")[at])


def test_the_last_commission_counts_and_an_earlier_one_is_still_printed(document: Document) -> None:
    part = document.parts[0]
    assert "某某市中级人民法院" in words(part.blocks[0])
    procedure = section(part, "procedure")
    assert "委托人：\n某某法院" in row(procedure, "4")
    assert "内容见“委托与基本情况”" in row(procedure, "5")


def test_acceptance_with_its_reasons() -> None:
    declined = Acceptance(Decision.DECLINE, "钱主任", "2026-01-02", proceedings.REFUSALS)
    body: Any = encode(declined)
    made = edited(specimen.dossier(), Kind.ACCEPTANCE, body={k: v for k, v in body.items() if k != "is"})
    said = words(section(build(made, "zh").parts[0], "commission"))
    assert "不予受理" in said and "属于法律问题" in said and "其他：另案处理" in said


def test_conflict_checks_name_those_without_one(document: Document) -> None:
    said = section(document.parts[0], "commission")
    assert "无回避情形" in row(said, "王专家")
    assert "2023 年曾为同一作品办理登记" in row(said, "示例鉴定机构") and "披露后继续" in row(said, "示例鉴定机构")
    assert "未见回避审查记录" in row(said, "李专家")
    assert WORDS["zh"]["conflicts-late"] in words(said)


def test_without_entries_the_settings_speak_and_what_is_missing_is_said() -> None:
    bare = replace(specimen.dossier(), entries=(), heads=(), log_faults=(), persons=(), controls=())
    for language in LANGUAGES:
        (part,) = build(bare, language).parts
        assert "某某工作室" in words(section(part, "commission"))
        for key in ("acceptance-none", "conflicts-none"):
            assert WORDS[language][key] in words(section(part, "commission"))
        plain = {key: f"{key}-none" for key in ("custody", "procedure", "scheme")}
        for where, key in {**plain, "records-checked": "logs-none", "annex-anchors": "logs-none"}.items():
            assert WORDS[language][key] in words(section(part, where))
        assert WORDS[language]["absent.scheme"] in words(section(part, "records-checked"))


def test_the_table_of_materials_has_all_columns_and_no_empty_cell(document: Document) -> None:
    for part in document.parts:
        grid = next(grids(section(part, "materials")))
        assert len(grid.head) == 9
        assert all(words(cell).strip() for line in grid.rows for cell in line)
    grid = next(grids(section(document.parts[0], "materials")))
    assert [words(cell).replace("\n", "") for cell in grid.head][3:] == [
        "载体·封存状态", "文件数·字节", "校验值", "清单文号·行号", "是否一致", "质证情况",
    ]  # fmt: skip


def test_all_four_digests_stand_where_known(document: Document) -> None:
    materials = section(document.parts[0], "materials")
    single = words(next(grids(materials)).rows[3])
    for digest in ("11" * 16, "22" * 20, "e" * 64, "44" * 32):
        assert digest in single
    folder = words(next(grids(materials)).rows[0][5])
    assert "a" * 64 in folder and "文件清单" in folder and "MD5、SHA-1、SM3：" in folder and "未记载" in folder


def test_an_agreement_that_does_not_hold_is_shown_beside_what_was_entered(document: Document) -> None:
    cell = words(next(grids(section(document.parts[0], "materials"))).rows[1][7])
    assert "一致" in cell and "程序核对：不一致" in cell
    assert "程序核对" not in words(next(grids(section(document.parts[0], "materials"))).rows[0][7])


def test_a_work_that_is_not_as_received_is_marked() -> None:
    base = specimen.dossier()
    works = (replace(base.works[0], sha256="0" * 64), *base.works[1:])
    cell = words(next(grids(section(build(replace(base, works=works), "zh").parts[0], "materials"))).rows[0][5])
    assert WORDS["zh"]["not-as-received"] in cell and "a" * 64 in cell


def test_material_that_was_not_cross_examined_names_the_decision(document: Document) -> None:
    assert "未经质证" in words(next(grids(section(document.parts[0], "materials"))).rows[1][8])
    assert "B1 未经质证，由钱主任、王专家于2026-01-02决定使用：法院书面同意先行检验" in words(
        section(document.parts[0], "materials")
    )


def test_rights_data_never_say_that_a_right_exists(document: Document) -> None:
    zh = words(section(document.parts[0], "materials"))
    assert RIGHTS["software-registration"].zh in zh and "证书记载" in zh and "未核对" in zh
    assert "登字-0000" in zh  # of no kind that is known, and not lost
    for phrase in ("权利属于", "权利人为", "真实有效", "已登记。"):
        assert phrase not in zh
    en = words(section(document.parts[1], "materials"))
    for phrase in ("is owned", "owns", "is registered", "is valid"):
        assert phrase not in en


def test_every_entry_of_both_logs_is_listed(document: Document) -> None:
    entries = specimen.dossier().entries
    for part in document.parts:
        custody, procedure = (next(grids(section(part, key))) for key in ("custody", "procedure"))
        assert len(custody.rows) + len(procedure.rows) == len(entries)
        assert all(words(cell).strip() for grid in (custody, procedure) for line in grid.rows for cell in line)


def test_the_custody_table_has_place_persons_clock_and_observation(document: Document) -> None:
    said = row(section(document.parts[0], "custody"), "6")
    for part in ("拆封", "B1", "示例机构检材室", "赵助理", "+2 s", "封条 0018 右侧破损", "执法记录仪 03", "7a" * 32):
        assert part in said
    assert "2026-01-02\n09:30:00 +08:00" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("standing", ["foreign", "missing", "unsigned"])
def test_a_signature_is_worth_what_is_said(language: Language, standing: str) -> None:
    made = edited(specimen.dossier(), Kind.ACCEPTANCE, standing=standing, fingerprint="")
    (part,) = build(made, language).parts
    said = WORDS[language][f"standing.{standing}"]
    assert said in row(section(part, "procedure"), "6")
    assert said in words(section(part, "commission"))
    listed = standing != "unsigned"
    name = WORDS[language]["entry-procedure"].format(seq=6)
    assert (name in words(section(part, "records-checked"))) == listed


def test_valid_signatures_carry_the_fingerprint(document: Document) -> None:
    assert f"签名有效（指纹 {proceedings.PRINTS['王专家']}）" in row(section(document.parts[0], "custody"), "1")


def test_no_signature_stands_for_an_altered_entry(document: Document) -> None:
    for at, language in enumerate(LANGUAGES):
        part = document.parts[at]
        fault = WORDS[language]["fault.altered"]
        for key in ("procedure", "materials", "records-checked"):
            assert WORDS[language]["standing.faulty"].format(what=fault) in words(section(part, key)), key
        assert "4f1a90c2d3e4b5a6" not in row(section(part, "procedure"), "7")


@pytest.mark.parametrize("at", [0, 1])
def test_a_forged_entry_is_shown_as_what_it_is(document: Document, at: int) -> None:
    part = document.parts[at]
    said = words(section(part, "records-checked"))
    assert WORDS[part.language]["standing.foreign"] in said and WORDS[part.language]["standing-note.foreign"] in said
    assert WORDS[part.language]["standing.foreign"] in row(section(part, "procedure"), "16")


@pytest.mark.parametrize("at", [0, 1])
def test_a_back_dated_scheme_after_results_is_shown_as_both(document: Document, at: int) -> None:
    part = document.parts[at]
    say = WORDS[part.language]
    for key in ("scheme", "procedure", "records-checked"):
        said = words(section(part, key))
        assert say["back-dated"] in said and say["after-run"] in said, key
        assert "2026-01-02T11:00:00+08:00" in said and "2026-01-03T09:00:05Z" in said, key
    assert say["scheme-late"] in words(section(part, "scheme"))
    assert say["scheme-before"] not in words(section(part, "scheme"))


def test_a_scheme_in_time_is_said_to_be_so() -> None:
    made = edited(specimen.dossier(), Kind.SCHEME, after="", after_results=False)
    said = section(build(made, "zh").parts[0], "scheme")
    assert WORDS["zh"]["scheme-before"] in words(said) and WORDS["zh"]["scheme-late"] not in words(said)
    assert "复签：李专家" in words(said)
    assert "A1 与 B1 的全部文字" in row(said, "比对范围") and "server/gate.py" in row(said, "核心文件")
    assert "threshold：\n31" in row(said, "image-copy")


def test_earlier_schemes_stay_in_the_report() -> None:
    base = specimen.dossier()
    body: Any = encode(proceedings.scheme("只比对第一章"))
    first = replace(
        entry(base, Kind.SCHEME),
        body={k: v for k, v in body.items() if k != "is"},
        after="",
        after_results=False,
        seq=90,
    )
    said = words(section(build(with_entries(base, first, *base.entries), "zh").parts[0], "scheme"))
    assert "只比对第一章" in said and "A1 与 B1 的全部文字" in said
    assert "先前的方案（程序第 90 条）" in said and "现行方案（程序第 10 条）" in said


def test_many_schemes_and_signatures_stay_on_a_bounded_page() -> None:
    base = specimen.dossier(language="zh")
    first = entry(base, Kind.SCHEME)
    second = next(one for one in base.entries if one.kind == Kind.COUNTERSIGNED and one.body["digest"] == first.digest)
    schemes = [replace(first, seq=100 + at) for at in range(50)]
    made = with_entries(base, *schemes, *[replace(second, seq=200 + at) for at in range(300)])
    (part,) = build(made).parts
    said = words(section(part, "scheme"))
    assert "共写入 50 次" in said and said.count("A1 与 B1 的全部文字") == 20
    assert "A1 与 B1 的全部文字" in row(section(part, "procedure"), "129")
    assert "内容见“比对方案”" in row(section(part, "procedure"), "130")
    assert "另有 280 项" in row(section(part, "procedure"), "130")


def test_a_countersignature_of_other_bytes_is_marked(document: Document) -> None:
    procedure = section(document.parts[0], "procedure")
    assert WORDS["zh"]["countersigns-other"] not in row(procedure, "12")
    assert WORDS["zh"]["countersigns-other"] in row(procedure, "13")
    assert row(procedure, "10").count("复签：李专家") == 1


@pytest.mark.parametrize(
    ("said", "zh"),
    [
        ("method a: not run", "方案所列方法 a 未运行"),
        ("method a: not in the scheme", "方法 a 不在方案内"),
        ("exclusion for licensed: not in the scheme", "排除理由“已获许可”不在方案内"),
        ('a.b: ["x"] instead of null', '参数 a.b 为 ["x"]，方案为 null'),
        ("something else", "something else"),
    ],
)
def test_departures_from_the_scheme_in_both_languages(said: str, zh: str) -> None:
    base = specimen.dossier()
    assert departure(Desk(base, "zh"), said) == zh
    assert departure(Desk(base, "en"), said)


def test_departures_are_spelt_as_the_program_spells_them() -> None:
    from appraisal.comparison import Reason
    from appraisal.scheme import departures

    made = departures(proceedings.scheme("x"), {"text-exact": {"minimum": 1}, "new": {}}, [Reason.LICENSED])
    desk = Desk(specimen.dossier(), "zh")
    assert len(made) >= 4 and all(departure(desk, one) != one for one in made)


def reported(base: Dossier, heads: Any) -> Dossier:
    """The case after one more report."""
    seq = 1 + max(one.seq for one in base.entries if one.log == PROCEDURE)
    made = LogEntry(PROCEDURE, seq, "2026-01-09", Kind.REPORT, "", {"heads": heads}, f"{seq:064d}", "unsigned")
    now = tuple(replace(h, count=seq, digest=made.digest) if h.log == PROCEDURE else h for h in base.heads)
    return replace(base, entries=(*base.entries, made), heads=now)


def test_a_report_written_again_is_the_same_and_one_on_another_state_stays_listed() -> None:
    base = replace(specimen.dossier(language="zh"), log_faults=())
    heads: Any = [{"log": h.log, "count": h.count, "digest": h.digest} for h in base.heads]
    wanted = to_json(build(base))
    again = reported(base, heads)
    assert to_json(build(again)) == wanted
    assert to_json(build(reported(again, heads))) == wanted
    other = [{**one, "count": one["count"] - 1} if one["log"].startswith("findings") else one for one in heads]
    for told in (other, None, "x", [1], heads[1:]):
        assert row(section(build(reported(base, told)).parts[0], "procedure"), "22")


@pytest.mark.parametrize("at", [0, 1])
def test_faults_of_the_logs_warn_before_any_finding(document: Document, at: int) -> None:
    part = document.parts[at]
    said = section(part, "records-checked")
    notice = next(block for block in said if isinstance(block, Paragraph) and block.kind == "notice")
    assert notice == said[0] and "2" in words(notice)
    assert "procedure.jsonl" in words(said) and WORDS[part.language]["fault.altered"] in words(said)
    assert WORDS[part.language]["whole-file"] in row(said, "exclusions.jsonl")
    first = section(part, "totals")[0]
    assert isinstance(first, Paragraph) and first.kind == "notice" and "2" in words(first)
    titles = [words(block) for block in part.blocks]
    assert titles.index(words(notice)) < titles.index(words(first))


def test_logs_that_hold_are_said_to_hold() -> None:
    base = specimen.dossier()
    calm = replace(
        edited(base, Kind.CONFLICTS, after_results=False),
        log_faults=(),
        comparisons=(),
    )
    calm = with_entries(
        calm, *(replace(e, after="", after_results=False, standing="unsigned", fingerprint="") for e in calm.entries)
    )
    said = words(section(build(calm, "zh").parts[0], "records-checked"))
    assert WORDS["zh"]["faults-none"].format(count=4) in said and WORDS["zh"]["irregular-none"] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_judged_without_being_an_expert_of_the_case_is_named(language: Language) -> None:
    base = specimen.dossier()
    template = entry(base, Kind.COMMISSION)
    judged = [replace(template, kind=Kind.FINDING, by=who, seq=n) for n, who in enumerate(["甲", "王五", "王五"])]
    for experts, named in ((("甲",), True), (("甲", "王五"), False), ((), False)):
        said = words(
            section(build(replace(base, experts=experts, judged=tuple(judged)), language).parts[0], "records-checked")
        )
        assert (WORDS[language]["stranger"].format(count=2) in said) is named


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
    before = WORDS[language]["verdict-before"].format(verdict=WORDS[language]["verdict.doubtful"], on=made[0].on)
    assert before in said and made[2].on not in said
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
    assert "并列于“机器统计（未核验）”" in words(section(document.parts[0], "exclusions"))


def test_controls_say_what_was_found_and_missed(document: Document) -> None:
    zh = section(document.parts[0], "controls")
    assert "在本案材料上，该方法找出了 100 处植入复制中的 98 处；20 对无关材料中均未发现匹配。" in words(zh)
    assert "92.96% – 99.76%" in row(zh, "全部植入")
    assert row(zh, "reworded").split("\n")[1:4] == ["40", "38", "95.00%"]
    assert "字符 40–55" in row(zh, "1") and "readme.txt" in row(zh, "1") and "planted.txt，第 3–3 行" in row(zh, "1")
    assert "the works hold no code long enough" in words(zh)
    assert "image-copy（版本 1）：未作对照，未检出不能解释为不存在。" in words(zh)
    en = words(section(document.parts[1], "controls"))
    assert "found 98 of 100 planted copies; no match was found in any of 20 pairs" in en
    assert "no control was run; “not found” cannot be read as absence" in en


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "要求植入 120 处，只植入 100 处：没有文件可供植入。"),
        ("en", "120 plants were asked for, 100 were made: no file is left"),
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
    assert WORDS["zh"]["control-none-here"] in said(replace(control, planted=0, found=0, refused="no plants"))


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

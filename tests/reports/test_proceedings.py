"""What a report says of procedure: intake, custody, signatures, the scheme, controls, and what is wrong with them."""

from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from appraisal.codec import encode
from appraisal.dossier import Dossier, LogEntry, Role
from appraisal.intake import Acceptance, Decision, Photograph, Seal, SealState
from appraisal.papers import files
from appraisal.procedure import PROCEDURE, Kind
from appraisal.rights import LABELS as RIGHTS
from appraisal.work import Medium
from reports.build import build
from reports.document import Document, Heading, Language, Paragraph, to_json
from reports.sections import materials
from reports.sections.annexed import annex
from reports.sections.desk import Desk
from reports.sections.said import content, departure
from reports.widths import extent, rooms
from reports.wording import WORDS
from tests.reports import proceedings, specimen
from tests.reports.rows import LANGUAGES, edited, entry, grids, row, with_entries
from tests.reports.test_build import section, words


@pytest.mark.parametrize(
    ("paper", "zh", "en"),
    [
        ("uk-part35", "专家资格", "Qualifications of the expert"),
        ("us-rule26", "资格与报酬", "Qualifications and compensation"),
        ("cn-judicial", "机构与人员", "Institution and people"),
    ],
)
def test_a_log_names_the_heading_that_a_form_of_paper_has(paper: str, zh: str, en: str) -> None:
    """A section that is alone in its chapter has no heading of its own."""
    base = specimen.dossier()
    filed = replace(base.entries[-1], log=PROCEDURE, kind=Kind.INSTITUTION, body={"name": "甲"})
    base = replace(with_entries(base, filed), paper=files.find(paper))
    said = [words(content(Desk(base, language), filed)) for language in LANGUAGES]
    assert said == [f"内容见“{zh}”", f"see “{en}”"]


@pytest.mark.parametrize("at", [0, 1])
def test_the_commission_is_printed_verbatim(document: Document, at: int) -> None:
    part = document.parts[at]
    said = words(section(part, "commission"))
    for question in proceedings.commission().questions:
        assert question in said
    assert "（2026）某01委鉴12号" in said and "电话告知：先作文字部分" in said and "9f" * 32 in said
    assert ("人民法院" if at == 0 else "court") in said
    assert WORDS[part.language]["not-stated"] in row(section(part, "commission"), ("时限", "Deadline")[at])


def test_the_last_commission_counts_and_an_earlier_one_is_still_printed(document: Document) -> None:
    part = document.parts[0]
    assert "某某市中级人民法院" in words(part.blocks[0])
    procedure = section(part, "procedure")
    assert "委托人：\n某某法院" in row(procedure, "4")
    assert "内容见“委托与受理”" in row(procedure, "5")


def test_what_experts_wrote_of_the_case_has_a_heading_of_its_own(document: Document) -> None:
    """It follows the conflict check, and is no part of it."""
    for part, language in zip(document.parts, LANGUAGES, strict=True):
        made = section(part, "commission")
        (at,) = [
            n for n, one in enumerate(made) if isinstance(one, Heading) and WORDS[language]["introduction"] == one.text
        ]
        assert "本案涉及" in words(made[at + 1 :]) and "本案涉及" not in words(made[:at])


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
        both = [*islice(grids(section(part, "materials")), 2)]
        assert [len(grid.head) for grid in both] == [5, 5] and len({len(grid.rows) for grid in both}) == 1
        assert all(words(cell).strip() for grid in both for line in grid.rows for cell in line)
        assert [words(line[0]) for line in both[0].rows] == [words(line[0]) for line in both[1].rows]
        digests = rooms(both[1].widths)[1]
        assert extent("0" * 48, "digest") > digests >= extent("0" * 32, "digest"), "a digest stands on two lines"
        assert all(words(grid.caption) for grid in both), "each of both tables says what it is"
        for head, room in (pair for grid in both for pair in zip(grid.head, rooms(grid.widths), strict=True)):
            assert extent(words(head), head=True) <= room, f"{words(head)!r} stands on one line"
    both = [*islice(grids(section(document.parts[0], "materials")), 2)]
    heads = [words(cell) for grid in both for cell in grid.head]
    assert heads[3:5] + heads[6:] == [
        "载体·封存状态", "文件数·字节", "校验值", "清单文号·行号", "是否一致", "质证情况",
    ]  # fmt: skip
    for part, how, seal in zip(document.parts, ("取得方式：委托方移交", "How obtained: handed over"),
                               ("封存完好 0017", "seal intact 0017"), strict=True):  # fmt: skip
        first = next(grids(section(part, "materials"))).rows[0]
        said = ["".join(piece.text for piece in cell) for cell in first]
        assert how in said[2].split("\n") and seal in said[3].split("\n")


@pytest.mark.parametrize(
    ("language", "seal", "package"),
    [("zh", "封存照片", "包装照片"), ("en", "photographs of the seal", "photographs of the package")],
)
def test_photographs_lie_in_the_case_and_no_seal_is_named_where_none_was_photographed(
    language: Language, seal: str, package: str
) -> None:
    def told(kept: tuple[Photograph, ...]) -> tuple[str, str]:
        packed = (Photograph("documents/b.jpg", "6f" * 32),)
        first = replace(proceedings.materials()[0], seal=Seal(SealState.NONE, "", kept), package_photographs=packed)
        made = tuple(materials.photographs(Desk(specimen.dossier(), language), [first]))
        (grid,) = grids(made)
        return words(grid.caption).casefold(), words(made)

    title, said = told((Photograph("documents/a.jpg", "5e" * 32),))
    assert seal in title and package in title
    title, said = told(())
    assert package in title and seal not in said.casefold()
    assert WORDS[language]["photographs-note"] in said and "documents/b.jpg" in said and "6f" * 32 in said


def test_all_four_digests_stand_where_known(document: Document) -> None:
    materials = section(document.parts[0], "materials")
    _, checks, *_ = grids(materials)
    single = words(checks.rows[3])
    for digest in ("11" * 16, "22" * 20, "e" * 64, "44" * 32):
        assert digest in single
    folder = words(checks.rows[0][1])
    assert "a" * 64 in folder and "文件清单" in folder and "MD5、SHA-1、SM3：" in folder and "未记载" in folder


def test_an_agreement_that_does_not_hold_is_shown_beside_what_was_entered(document: Document) -> None:
    _, checks, *_ = grids(section(document.parts[0], "materials"))
    cell = words(checks.rows[1][3])
    assert "一致" in cell and "程序核对：不一致" in cell
    assert "程序核对" not in words(checks.rows[0][3])


def test_a_work_that_is_not_as_received_is_marked() -> None:
    base = specimen.dossier()
    works = (replace(base.works[0], sha256="0" * 64), *base.works[1:])
    _, checks, *_ = grids(section(build(replace(base, works=works), "zh").parts[0], "materials"))
    cell = words(checks.rows[0][1])
    assert WORDS["zh"]["not-as-received"] in cell and "a" * 64 in cell


def test_material_that_was_not_cross_examined_names_the_decision(document: Document) -> None:
    _, checks, *_ = grids(section(document.parts[0], "materials"))
    assert "未经质证" in words(checks.rows[1][4])
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


@pytest.mark.parametrize(
    ("language", "no_files", "no_record"),
    [
        ("zh", "没有双方均有的该类文件（曲谱）", "没有以此方法比对的记录"),
        ("en", "no file of this kind (sheet music) on both sides", "no record by this method"),
    ],
)
def test_a_method_of_the_scheme_without_a_record_says_why(language: Language, no_files: str, no_record: str) -> None:
    base = specimen.dossier()
    planned: Any = encode(proceedings.scheme("全部"))
    methods = {**planned["methods"], "music-melody": {}, "text-reworded": {}}
    body = {key: value for key, value in {**planned, "methods": methods}.items() if key != "is"}
    entries = tuple(replace(one, body=body) if one.kind == Kind.SCHEME else one for one in base.entries)
    works = tuple(
        replace(
            work,
            media=((Medium.TEXT, 3), (Medium.IMAGE, 2), *(((Medium.SCORE, 1),) if work.role is Role.CLAIMED else ())),
        )
        for work in base.works
    )
    said = section(build(replace(base, entries=entries, works=works), language).parts[0], "scheme")
    assert no_files in words(said) and no_record in words(said)
    assert words(said).count(no_files) == words(said).count(no_record) == 1
    assert no_files not in words(section(build(replace(base, entries=entries), language).parts[0], "scheme"))


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
    assert "先前的方案（程序记录第 90 条）" in said and "现行方案（程序记录第 10 条）" in said


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
    anchors = annex(Desk(calm, "zh"), "annex-anchors")
    assert WORDS["zh"]["faults-none"].format(count=4, annex=anchors) in said and WORDS["zh"]["irregular-none"] in said

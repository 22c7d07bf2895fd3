"""The plug-in report: three questions apart, functions with tests and addresses, words that may not be said."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from appraisal import template
from appraisal.case import Case
from appraisal.cli import main
from appraisal.codec import encode
from appraisal.comparison import WorkRef
from appraisal.demo import fixed_clock
from appraisal.dossier import Dossier, ExpertText, LogEntry
from appraisal.examiner import QUESTIONS
from appraisal.finding import Finding, Verdict
from appraisal.freeze import freeze
from appraisal.functional.tests import Artefact, FunctionalTest, Trial
from appraisal.gates import prose
from appraisal.gates.conditions import unmet
from appraisal.gates.view import View
from appraisal.intake.filling import build as fill_in
from appraisal.media import Medium
from appraisal.papers import files as papers
from appraisal.papers.opinion import Sentence, phrases
from appraisal.profile import CONCLUSION, Profile, Words
from appraisal.run import run
from reports import docx, html
from reports.build import build
from reports.cells import part as part_cell
from reports.document import Document, Grid, Language, Paragraph
from reports.sections.desk import Desk
from reports.sections.judging import to_judge
from reports.widths import EM, rooms
from reports.wording import WORDS
from tests.reports.private_server.test_parts import part
from tests.reports.test_build import section, words
from tests.reports.test_examined import HOSTILE, dossier, examined, observed

SOUND = {
    "id": "T1", "function": "锁定生命值", "label": "B1", "file": "trainer.exe", "steps": "攻击十次", "way": "写入内存",
    "capabilities": ["writes-memory"], "acts_on": "生命值", "avoids": "", "environment": "虚拟机", "account": "lab-01",
    "authorised_by": "委托方", "performed_on": "2026-05-01", "examiners": ["甲", "乙"],
    "trials": [
        {"switched": "off", "repetitions": 3, "shown": 0, "before": "900", "after": "620"},
        {"switched": "on", "repetitions": 5, "shown": 5, "before": "900", "after": "900"},
    ],
    "artefacts": [{"kind": "memory-dump", "name": HOSTILE, "sha256": "ab" * 32, "kept": "三号柜"}],
}  # fmt: skip
POINTING = {"client": {"file": "client.exe"}, "summary_zh": "指向 client.exe", "summary_en": "points to client.exe"}


def entry(seq: int, kind: str, body: dict[str, Any]) -> LogEntry:
    return LogEntry("procedure.jsonl", 100 + seq, "2026-01-01T00:00:00Z", kind, "甲", body, "d" * 64, "unsigned")


def filed(body: dict[str, Any]) -> Any:
    """As the log has it; what is no test as it is."""
    return encode(fill_in(FunctionalTest, body)) if "function" in body else body


def of(*seen: Any, tests: tuple[dict[str, Any], ...] = (SOUND,), **more: Any) -> Dossier:
    one = examined(*seen, **more)
    beside = replace(one.examination, against=WorkRef("A1", "a" * 64))
    one = replace(one, examination=beside)
    made = dossier(one)
    entries = tuple(entry(at, "functional-test", filed(body)) for at, body in enumerate(tests))
    return replace(made, profile=template.find("plug-in"), entries=(*made.entries, *entries))


def informs(at: int, *, summary: str = "", **more: Any) -> Any:
    made = observed(at, **more)
    details = {key: value for key, value in made.details.items() if key != "evidence"}
    said = {**POINTING, "summary_zh": f"{summary}指向 client.exe"}
    return replace(made, kind="name-of-client", details={**details, **said})


@pytest.fixture(scope="module")
def profile() -> Profile:
    return template.find("plug-in")


@pytest.fixture(scope="module")
def document() -> Document:
    seen = (
        observed(0x1400), observed(0x1500, "loader.exe"), informs(0x1600, file="loader.exe"),
        replace(observed(0x1700, question="protection-measure"), kind="injects-code"),
        informs(0x1500, file="loader.exe", summary="同一指令"),
    )  # fmt: skip
    return build(of(*seen, verdicts={0: Verdict.ACCEPTED}), "both")


def test_a_tested_function_has_its_steps_numbers_and_addresses(document: Document, profile: Profile) -> None:
    (grid,) = (b for b in part(document, profile, "functions") if isinstance(b, Grid))
    assert [words(cell) for cell in grid.head] == [
        "检材·功能项·类别", "步骤；启用前/后·次数", "实现方式", "静态依据（地址）", "作用对象；所避开措施",
    ]  # fmt: skip
    first = words(grid.rows[0])
    for wanted in ("T1", "锁定生命值", "攻击十次", "0/3", "5/5", "900 → 620", "0x1400", "采信", "生命值", "类"):
        assert wanted in first
    # That a class has a working name is said once, below the table, where there is room for it.
    notes = [words(b) for b in part(document, profile, "functions") if isinstance(b, Paragraph)]
    assert "核对" not in first and sum(note.startswith("类别：须核对。") for note in notes) == 1
    assert "0x1500" not in first  # of another file
    rest = "\n".join(words(row) for row in grid.rows[1:])
    assert rest.count("未作功能检验") == len(grid.rows[1:]) and "0x1500" in rest
    # What points to the client from another instruction of the file is no object of the function.
    assert rest.count("指向 client.exe") == 1 and "同一指令指向 client.exe" in rest


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("tests", [(SOUND,), ()])
def test_rows_of_functions_name_their_work_in_columns_of_words(
    tests: tuple[dict[str, Any], ...], language: Language, profile: Profile
) -> None:
    """Files of several works may have one name; no column is a strip of a hanzi or a word."""
    long = {"summary_zh": "打开进程后以 WriteProcessMemory 改写其内存", "summary_en": "opens and writes to a process"}
    one = observed(0x1500)
    seen = (observed(0x1400), replace(one, kind="injects-code", details={**one.details, **long}))
    (grid,) = (b for b in part(build(of(*seen, tests=tests), language), profile, "functions") if isinstance(b, Grid))
    assert len(grid.rows) == 2 and len(grid.head) == (5 if tests else 4)
    for row in grid.rows:
        assert words(row[0]).split("\n")[0] == {"zh": "检材 B1", "en": "B1 (accused work)"}[language]
    assert min(rooms(grid.widths)) >= 6 * EM


def test_what_a_class_adds_behind_its_brackets_stands_below_the_table(profile: Profile) -> None:
    said = {"zh": "脱机类（条文未核对）；作为服务器的须另行判断", "en": "bot (to be checked); servers apart"}
    one = of(observed(0x1400), tests=())
    (held,) = one.examined
    tables = {"said": {"writes-memory": {"class": said}}}
    classed = replace(one, examined=(replace(held, examination=replace(held.examination, tables=tables)),))
    blocks = part(build(classed, "zh"), profile, "functions")
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert "类别：脱机类" in words(grid.rows[0]).replace("\n", "") and "另行判断" not in words(grid.rows[0])
    assert "类别：条文未核对；作为服务器的须另行判断。" in words(blocks)


def test_each_question_has_its_own_findings(document: Document, profile: Profile) -> None:
    values, measures = (words(part(document, profile, name)) for name in ("values", "measures"))
    assert "0x1400" in values and "0x1700" not in values
    assert "0x1700" in measures and "0x1400" not in measures and "反汇编" in measures
    copied = words(part(document, profile, "copied"))
    assert "0x1400" not in copied and "不说明复制" in copied and "指向样本之处" in copied
    english = words(part(document, profile, "values", 1))
    assert "capability found statically" in english.lower() and "only" in english


def test_what_a_part_prints_in_full_is_listed_but_not_printed_again(document: Document, profile: Profile) -> None:
    """Once with its basis and instructions; the list of all that was seen names it, its place and the part."""
    static, values = (words(part(document, profile, name)) for name in ("static", "values"))
    assert "0x1400" in static and "所在部分" in static and "问题三" in static
    assert values.count("反汇编：发现") == 2 and "反汇编：发现" not in static
    assert "调试器亦如此" in values and "调试器亦如此" not in static
    bare = replace(document_of(), profile=None)
    assert "反汇编：发现" in words(section(build(bare, "zh").parts[0], "examinations"))


def document_of() -> Dossier:
    return of(observed(0x1400), observed(0x1500))


def test_the_program_says_neither_what_a_program_did_nor_what_it_is_in_law(document: Document) -> None:
    said = words(document)
    for word in ("破坏性程序", "专门用于侵入", "destructive program"):
        assert word not in said
    text = (template.folder() / "plug_in.toml").read_text("utf-8")
    assert "破坏性" not in text and not re.search(r"该程序(曾|已)|the program did", text)
    assert "静态发现" in said and "found statically" in said


def test_what_is_lacking_is_said() -> None:
    weak = {"id": "T2", "function": "加速", "label": "B1", "steps": "启用", "examiners": ["甲"]}
    made = build(of(tests=(weak, {"id": 3})), "zh")
    tests = words(made.parts[0])
    assert "检验人不足两名" in tests and "没有未启用的对照" in tests and "未静态发现" in tests
    assert "按首部字节" not in tests
    recording = {"kind": "screen-recording", "name": "passwd", "sha256": "ab" * 32, "kept": "-", "looks": "text"}
    odd = {**SOUND, "artefacts": [recording]}
    tests = words(build(of(tests=(odd,)), "zh").parts[0])
    assert "屏幕录像" in tests and "按首部字节为文本，并非该类文件" in tests and "有检验材料按首部字节并非" in tests
    none = replace(of(tests=()), examined=())
    said = words(build(none, "zh"))
    assert "没有功能检验记录" in said and "未作单件静态检查" in said


def test_what_the_panel_rejects_leaves_the_table_and_is_counted(profile: Profile) -> None:
    one = of(observed(0x1400), observed(0x1500), verdicts={0: Verdict.REJECTED, 1: Verdict.DOUBTFUL}, tests=())
    said = words(part(build(one, "zh"), profile, "functions"))
    assert "0x1400" not in said and "0x1500" in said and "另有 1 处" in said
    tied = of(observed(0x1400), verdicts={0: Verdict.REJECTED})
    assert "未静态发现" in words(part(build(tied, "zh"), profile, "functions"))


def test_a_test_of_a_packed_copy_leads_to_the_program_inside(profile: Profile) -> None:
    inside = observed(0, str(SOUND["file"]))
    packed = replace(inside, kind="packed", details={"program": "plain.exe"})
    one = of(observed(0x1400, "plain.exe"), packed)
    said = words(part(build(one, "zh"), profile, "functions"))
    assert "0x1400" in said and "未静态发现" not in said
    assert "未静态发现" in words(part(build(of(observed(0x1400, "plain.exe")), "zh"), profile, "functions"))


def test_a_withdrawn_test_and_an_earlier_one_stand_in_the_log_only(profile: Profile) -> None:
    withdrawn = {**SOUND, "withdrawn": "账号有误"}
    made = build(of(tests=(SOUND, withdrawn)), "zh")
    assert "锁定生命值" not in words(part(made, profile, "functions"))
    assert "账号有误" in words(section(made.parts[0], "procedure"))


def test_hostile_names_are_text_everywhere() -> None:
    test = {**SOUND, "function": HOSTILE, "file": HOSTILE, "capabilities": [HOSTILE], "acts_on": HOSTILE}
    made = build(
        of(observed(1, HOSTILE), replace(observed(2), kind=HOSTILE), informs(3, file=HOSTILE), tests=(test,)), "both"
    )
    page = html.render(made).decode()
    assert "<img src=x" not in page and "\u202e" not in page
    assert docx.render(made)


def test_a_cell_shows_one_part() -> None:
    shown = part_cell(of(observed(0x1400)), "functions", "zh")
    assert "0x1400" in shown._repr_html_()


# --- words of the law on computer crimes ------------------------------------------------------------------------------


def concluded(said: str, *, asked: bool, competent: bool) -> Dossier:
    made = of(observed(0x1400))
    put = {"questions": ["B1 是否为破坏性程序？"] if asked else ["B1 有何功能？"]}
    entries: tuple[LogEntry, ...] = (entry(50, "commission", put),)
    if competent:
        decision = {"about": "evidence:competence", "reason": "许可证第 1 号", "labels": [], "decided_by": []}
        entries = (*entries, entry(51, "decision", decision))
    kept = tuple(one for one in made.entries if one.kind != "commission")
    text = ExpertText(f"{CONCLUSION}functions", said, "甲")
    return replace(made, entries=(*kept, *entries), texts=(text,))


@pytest.mark.parametrize(("asked", "competent"), [(False, False), (True, False), (False, True), (True, True)])
def test_words_of_the_law_need_the_question_and_competence(asked: bool, competent: bool, profile: Profile) -> None:
    made = concluded("该程序属于破坏性程序。", asked=asked, competent=competent)
    gaps = [gap for gap in prose.slips(View(made, papers.find("cn-judicial"))) if "破坏性程序" in gap.gate]
    assert bool(gaps) is not (asked and competent)
    assert all(gap.gate.startswith("words-of-law") for gap in gaps)
    said = words(part(build(made, "zh"), profile, "functions"))
    assert ("正式文书不得使用" in said) is not (asked and competent)


def test_numbers_of_an_examination_are_bound_to_it() -> None:
    made = of(observed(0x1400), informs(0x1500), verdicts={0: Verdict.ACCEPTED})
    (one,) = made.examined
    said = "静态发现 [1](#{key}) 处，见 [1](#{seen})，地址 `0x1400`；并非 [7](#{key}) 处。"
    text = ExpertText("analysis", said.format(key=one.key[:12], seen=one.ids[0]), "甲")
    slips = prose.slips(View(replace(made, texts=(text,)), papers.find("cn-judicial")))
    assert [gap.gate for gap in slips] == ["numbers/7"]


def test_other_words_of_law_stay_the_courts() -> None:
    made = concluded("该程序属于破坏性程序，构成侵权。", asked=True, competent=True)
    assert [g.gate for g in prose.slips(View(made, papers.find("cn-judicial")))] == ["words-of-law/侵权"]


@pytest.mark.parametrize("cls", [FunctionalTest, Trial, Artefact])
def test_every_field_of_a_test_has_a_label_in_both_languages(cls: type[Any]) -> None:
    for one in fields(cls):
        assert re.search("[\u4e00-\u9fff]|SHA", WORDS["zh"][f"field.{one.name}"]) and WORDS["en"][f"field.{one.name}"]


@pytest.mark.parametrize(
    ("function", "times", "change", "met"),
    [
        ("锁定生命值", "5", {}, True),
        ("锁定生命值", "3", {}, False),
        ("加速", "5", {}, False),
        ("锁定生命值", "5", {"examiners": ["甲"]}, False),
        ("锁定生命值", "5", {"withdrawn": "账号有误"}, False),
    ],
)
def test_the_phrase_on_a_function_rests_on_a_sound_test_of_it(
    function: str, times: str, change: dict[str, Any], met: bool
) -> None:
    view = View(of(tests=({**SOUND, **change},)), papers.find("cn-judicial"))
    sentence = Sentence("plug-in-function", fill={"function": function, "way": "写入内存", "times": times})
    assert (unmet(view, sentence, phrases()["plug-in-function"].needs) == []) is met
    untested = View(of(tests=()), papers.find("cn-judicial"))
    assert [said.zh for said in unmet(untested, sentence, ("evidence:functional-test",))] == [
        "在卷证据：functional-test"
    ]


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["plug-in.md", "plug-in.zh.md"])
def test_what_the_pages_have_typed_is_taken(page: str, tmp_path: Path, profile: Profile) -> None:
    """Steps as the pages give them land in their parts; every part that a page names by its tag is there."""
    (tmp_path / "a.txt").write_text("一份说明", "utf-8")
    case = Case.create(tmp_path / "case", clock=fixed_clock())
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        case.receive(label, tmp_path / "a.txt", role)
    run(case, comparators=["text-exact"], host="")
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    typed = [line for line in text.splitlines() if line.startswith(("appraisal record ", "appraisal decide "))]
    assert len(typed) == 3
    for line in typed:
        assert main([str(case.root) if word == "../case-1" else word for word in shlex.split(line)[1:]]) == 0, line
    made = build(freeze(Case.open(case.root), language="zh", profile=profile, shown=0))
    measure, concluded_on, _ = (shlex.split(line) for line in typed)
    assert measure[measure.index("--observation") + 1] in words(part(made, profile, "measures"))
    said = re.sub(r"\[([^]]+)\]\(#\w+\)", r"\1", concluded_on[concluded_on.index("--reason") + 1])  # bound numbers
    assert said in words(part(made, profile, "copied")).replace("\n", "")
    assert set(re.findall(r"conclusion-[a-z-]+", text)) == set(profile.tags)


def test_programs_that_nobody_examined_are_named(profile: Profile) -> None:
    made = of(observed(0x1400, file="trainer.exe"))
    one = next(work for work in made.works if work.label == "B1")
    other = replace(one, label="B2", media=((Medium.SOFTWARE, 1),))
    text = replace(one, label="B3", media=((Medium.TEXT, 1),))
    said = words(part(build(replace(made, works=(*made.works, other, text)), "zh"), profile, "functions"))
    assert "未作单件检查，本表不含其功能：检材 B2。" in said
    assert "未作单件检查" not in words(part(build(made, "zh"), profile, "functions"))


def test_points_that_are_instructions_have_their_disassembly(profile: Profile) -> None:
    code = [f"  {at:x}  mov eax, {at}" for at in range(0x13F0, 0x1400, 2)] + ["> 1400  call rax  ; FindWindow"]
    for language in ("zh", "en"):
        made = build(of(informs(0x1400, lines=code, symbol="seek_client")), language)
        said = words(part(made, profile, "copied"))
        assert WORDS[language]["part-pointers-code"] in said and "seek_client" in said
        assert "call rax  ; FindWindow" in said and "13fe" in said and "13f0" not in said  # the last ones


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_experts_judge_is_listed_in_words(language: Language) -> None:
    """Once, findings first, each with what each expert holds; no word of the record is among them."""
    one = of(informs(0x1600), observed(0x1400), observed(0x1500))
    (first,) = one.examined
    again = replace(first, key="f" * 64)
    other, note = (Finding(first.key, first.ids[1], Verdict.ACCEPTED, by, "2026-01-01") for by in ("乙", "甲"))
    made = replace(one, examined=(first, again), findings=(other, note), experts=("甲", "乙"))
    (grid,) = to_judge(Desk(made, language))
    assert isinstance(grid, Grid) and [words(row[0]) for row in grid.rows] == [first.ids[at] for at in (1, 2, 0)]
    said = words(grid)
    assert WORDS[language]["question.run-time-values"] in said and f"甲{WORDS[language]['colon']}" in said
    held = words(grid.rows[0][3])
    assert WORDS[language]["verdict.accepted"] in held and held.index("甲") < held.index("乙"), "order of the panel"
    assert words(grid.rows[1][3]) == WORDS[language]["verdict.unreviewed"]
    assert not re.search("run-time-values|writes-memory|name-of-client" + "|accepted" * (language == "zh"), said)
    assert WORDS[language]["to-judge-none"] in words(tuple(to_judge(Desk(replace(one, examined=()), language))))


def test_captions_and_questions_say_nothing_of_copying() -> None:
    """They stand over what nobody has judged yet."""
    items = [item for name in template.names() for one in template.find(name).parts for item in one.show]
    captions = [given for item in items if isinstance(given := getattr(item, "caption", None), Words)]
    headings = [one.heading for name in template.names() for one in template.find(name).parts]
    asked = [Words(WORDS["zh"][f"question.{key}"], WORDS["en"][f"question.{key}"]) for key in QUESTIONS]
    assert asked == [Words(*said) for said in QUESTIONS.values()], "notebooks say them as reports do"
    for said in (*captions, *headings, *asked):
        assert not re.search("复制(?!件)|抄", said.zh) and not re.search(r"\bcop(y|ied)\b", said.en), said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_functions_says_what_untested_ones_are(language: Language, profile: Profile) -> None:
    said = WORDS[language]["functions-static"]
    assert {"zh": "静态发现的能力", "en": "capability found statically"}[language] in said
    untested = of(observed(0x1400), tests=())
    beside = of(observed(0x1400), observed(0x1500, "loader.exe"))
    for made, there in ((untested, True), (beside, True), (of(observed(0x1400)), False)):
        assert (said in words(part(build(made, language), profile, "functions"))) is there


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_withdrawal_prints_its_reason_and_what_it_withdraws(language: Language) -> None:
    body = {"id": "T1", "withdrawn": "检材拿错", "withdraws": 100, "note": ""}
    before, after = (words(build(of(tests=tests), language)) for tests in ((SOUND,), (SOUND, body)))
    told = {
        "zh": "撤回功能检验 T1（程序记录第 100 条）",
        "en": "Functional test T1 is withdrawn (procedure log, no. 100)",
    }
    for one in (told[language], "检材拿错"):
        assert one in after and one not in before
    assert after.count("攻击十次") <= before.count("攻击十次")

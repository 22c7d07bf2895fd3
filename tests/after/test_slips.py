"""What a correction may not alter: what people declared, how much and in what state, what the experts wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from appraisal import issuing, registry
from appraisal.after import correction, days, follow, slips
from appraisal.after.correction import Slip
from appraisal.after.issues import folder
from appraisal.after.printed import FREE, OPINION, SWORN, WRITTEN, Unit, units
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.papers import files
from appraisal.procedure import Kind
from reports import build
from tests.after.issued import PRINTED, correct, mend
from tests.papers import issued, whole

FORMATS = PRINTED

FORMS = {"cn-copyright": "zh", "uk-part35": "en"}


@pytest.fixture(scope="module", params=FORMS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("slips")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        made, _ = whole.issued(place / "case", request.param, (FORMS[request.param],))
    return made


def held(case: Case, paper: str) -> list[Unit]:
    number = f"{FORMS[paper]}-1"
    return list(units(json.loads((folder(case, number) / "report.json").read_text("utf-8")), files.find(paper)))


def of(case: Case) -> str:
    return next(name for name in FORMS if folder(case, f"{FORMS[name]}-1").exists())


def test_no_word_of_declaration_and_truth_is_corrected(case: Case) -> None:
    name = of(case)
    paper = files.find(name)
    said = [unit.text for unit in held(case, name) if unit.sworn]
    for one in (*paper.declaration, *((paper.truth,) if paper.truth else ())):
        words = one.read("zh" if FORMS[name] == "zh" else "en")
        assert words in said, words
        with pytest.raises(CaseError, match=r"声明|no slip|no conclusion"):
            slip = Slip(words[-12:], words[-12:] + "x", "end")
            correction.correct(case, f"{FORMS[name]}-1", [slip], "slip of writing", new="c9", by=whole.DING)
    assert not folder(case, "c9").exists()


def test_the_words_of_experts_are_known_as_such(case: Case) -> None:
    name = of(case)
    written = [unit.text for unit in held(case, name) if unit.written]
    for text in (whole.TEXTS if FORMS[name] == "zh" else whole.ENGLISH).values():
        assert text in written or any(u.opinion and u.text == text for u in held(case, name)), text


def test_a_report_that_does_not_name_its_sections_is_read_by_its_chapters(case: Case) -> None:
    name = of(case)
    number = f"{FORMS[name]}-1"
    model = json.loads((folder(case, number) / "report.json").read_text("utf-8"))
    named = {unit for unit in units(model, files.find(name))}
    for part in model["parts"]:
        for block in part["blocks"]:
            block.pop("section", None)
    old = {(u.text, u.place): u for u in units(model, files.find(name))}
    for unit in named:
        found = old[unit.text, unit.place]
        for said in ("opinion", "sworn", "written"):
            assert getattr(found, said) or not getattr(unit, said), (said, unit.text)


def test_sections_are_known_by_their_names() -> None:
    known = {name for name, *_ in build.BODY}
    assert FREE | SWORN | WRITTEN | {OPINION} <= known


def test_the_place_is_filled_in(case: Case) -> None:
    name = of(case)
    language = FORMS[name]
    with case.working():
        asked = case.history().last(Kind.COMMISSION)
        assert asked is not None
        case.log.write(Kind.COMMISSION, {**asked.body, "number": "委〔2026〕2号"}, whole.JIA)
    told = [Slip("委〔2026〕1号", "委〔2026〕2号")]
    paths = correction.correct(case, f"{language}-1", told, "slip of writing", new="c1", by=whole.DING)
    said = next(path for path in paths if path.suffix == ".json").read_text("utf-8")
    assert ("委托与受理" if language == "zh" else "Commission") in said


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("封存完好", "封存破损"),
        ("The seal is intact", "The seal is broken"),
        ("全部文字", "部分文字"),
        ("逐条对读", "抽样对读"),
        ("可能漏检大幅改写", "可能漏检个别改写"),
        ("All files were read", "Most files were read"),
        ("every passage", "a passage"),
        ("仅就送检版本", "就送检版本"),
        ("高级工程师", "教授"),
        ("Dr Smith", "Professor Smith"),
        ("law firm", "court"),
        ("委托方：律师事务所", "委托方：人民法院"),
    ],
)
def test_how_much_and_in_what_state_is_no_slip(was: str, now: str) -> None:
    assert slips.turned(Unit(was), was, now)


@pytest.mark.parametrize(
    ("was", "now", "altered"),
    [
        ("ten years of editing", "twenty years of editing", True),
        ("从业十年", "从业二十年", True),
        ("10 years of editting", "10 years of editing", False),
        ("often heard", "oftn heard", False),
    ],
)
def test_numbers_of_experience_in_words(was: str, now: str, altered: bool) -> None:
    assert bool(slips.counted(was, now)) is altered


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("开封市", "许昌市"),
        ("平均长度", "平均长庋"),
        ("一只光盘", "一张光盘"),
        ("著作权所有权人", "著作权人"),
        ("Part 35", "Rule 35"),
        ("全部文宇", "全部文字"),
        ("the hole text of all", "the whale text of all"),
        ("在左侧", "于左侧"),
        ("5 Court Road", "7 Court Road"),
    ],
)
def test_slips_that_alter_neither(was: str, now: str) -> None:
    assert not slips.turned(Unit(was), was, now)


@pytest.mark.parametrize(
    ("was", "now", "more"),
    [
        ("集中于缆绳、钟楼", "集中于桥梁、钟楼", True),
        ("以左侧为准", "以右侧为准", True),
        ("the boatman scene", "the ferry scene", True),
        ("it is like that", "it is unlike that", True),
        ("A1早于B1", "A1晚于B1", True),
        ("文宇表述", "文字表述", False),
        ("recieved by post", "received by post", False),
        ("描写，一致", "描写一致", False),
        ("occured", "occurred", False),
        ("亦部亦趋", "亦步亦趋", False),
        ("ＰＤＦ文件２份", "PDF文件2份", False),
        ("钟楼的的描写", "钟楼的描写", False),
    ],
)
def test_of_what_experts_wrote_single_letters_are_mended(was: str, now: str, more: bool) -> None:
    unit = Unit(f"甲乙{was}。", written=True)
    assert bool(slips.reworded(unit, was, now) or slips.turned(unit, was, now)) is more
    assert not slips.reworded(Unit(was), was, now)


def test_slips_of_one_line_are_looked_at_together(tmp_path: Path) -> None:
    case = issued.make(tmp_path / "case")
    for told in (
        [Slip("同段落位", "同殳落位", "x"), Slip("落位置", "茖位置", "x")],
        [Slip("按方案进", "按全案进", "x"), Slip("案进行", "部进行", "x")],
    ):
        with pytest.raises(CaseError, match=r"none beside another|how much"):
            correction.correct(case, "1", told, "录入差错", new="c9", by=whole.DING)
    mend(case, {"analysis": whole.TEXTS["analysis"].replace("位置见", "位罝见")})
    assert correct(case, ("位置见左右", "位罝见左右"), new="c1")


def test_control_characters_and_long_numbers_are_refused_at_once(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case")
    paper = files.find("cn-copyright")
    for number, why in (
        ("A\x07/..\x1b[31mB", r"U\+0007, U\+001B: control characters"),
        ("7\u202e号", r"U\+202E"),
        ("7\n号", "one line"),
        ("号" * 400, "400 characters are too many"),
    ):
        with pytest.raises(CaseError, match=why):
            issuing.issue(case, paper, by=whole.DING, number=number, on="2026-02-01")
    assert not (case.root / issuing.FOLDER).exists()
    issuing.issue(case, paper, by=whole.DING, number="号" * 80, on="2026-02-01")
    number, slip = "号" * 80, Slip("某市某路1号", "某市某路2号", "封面")
    for told, reason, new in (
        (Slip("某市某路1号", "某\x1b市", "封面"), "录入差错", "补3"),
        (Slip("某市某路1号", "某市某路2号", "封\x07面"), "录入差错", "补3"),
        (slip, "录入\x07差错", "补3"),
        (slip, "录入差错", "补\x1b3"),
    ):
        with pytest.raises(CaseError, match="control characters"):
            correction.correct(case, number, [told], reason, new=new, by=whole.DING)
    with pytest.raises(CaseError, match="control characters"):
        follow.supplement(case, number, "法院\x1b补充提问")
    correction.correct(case, number, [slip], "录入差错，\n见勘误表（“1号”误）", new="补3", by=whole.DING)
    for after in (
        lambda: follow.supplement(case, "补3", "法院补充提问"),
        lambda: follow.reappraise(case, "补3", tmp_path / "new", "法院另行委托"),
        lambda: correction.correct(case, "补3", [slip], "录入差错", new="补4", by=whole.DING),
    ):
        with pytest.raises(CaseError, match="补3 is a correction"):
            after()
    assert follow.supplement(case, number, "法院补充提问").seq


@pytest.mark.parametrize(
    ("was", "now", "wrong"),
    [
        ("2026年1月2日委托", "2026年1月8日委托", ["2026-01-02"]),  # both on file
        ("2026年1月3日检验", "2026年1月9日检验", ["2026-01-03", "2026-01-09"]),
        ("二〇二六年一月二十日收到", "二〇二六年一月三日收到", []),
        ("received on 20 January 2026", "received on 3 January 2026", []),
        ("received on January 20, 2026", "received on January 21st, 2026", ["2026-01-21"]),
        ("2026-01-02", "2026-01-04", ["2026-01-02", "2026-01-04"]),
        ("inspected on 2026-01-20", "inspected", ["2026-01-20"]),
        ("2026-02-30", "2026-01-03", []),  # no day of the calendar
        ("委〔2026〕1号，版本 2026.1", "委〔2026〕2号，版本 2026.2", []),
    ],
)
def test_a_day_is_altered_only_to_what_the_record_holds(was: str, now: str, wrong: list[str]) -> None:
    on_file = frozenset({"2026-01-02", "2026-01-03", "2026-01-08", "-01-02", "-01-03", "-01-08"})
    found = days.altered(was, now, on_file)
    assert bool(found) is bool(wrong) and set(wrong) <= set(found), found


def test_days_are_held_against_the_record(tmp_path: Path) -> None:
    case = whole.make(tmp_path / "case")
    with case.working():
        asked = case.history().last(Kind.COMMISSION)
        assert asked is not None
        case.log.write(Kind.COMMISSION, {**asked.body, "deadline": "2026-06-09"}, whole.JIA)
    issuing.issue(case, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    for was, now in (("2026-01-02", "2026-01-03"), ("2026-06-09", "2026-06-08"), ("2026-02-01", "2026-02-02")):
        with pytest.raises(CaseError, match="日期"):
            correction.correct(case, "1", [Slip(was, now, "封面")], "录入差错", new="c9", by=whole.DING)
    on_file = days.held(case.history().entries)
    assert {"2026-01-02", "2026-06-09", "-06-09"} <= on_file and "2026-06-01" not in on_file
    with case.working():
        case.log.write(Kind.COMMISSION, asked.body, whole.JIA)
    assert correction.correct(
        case, "1", [Slip("2026-06-09", "2026-06-01", "第一章")], "录入差错", new="c1", by=whole.DING
    )


@pytest.mark.parametrize(("name", "opinion"), [("cn-expert", True), ("cn-inspection", False), ("us-rule26", True)])
def test_a_correction_names_the_paper_by_its_own_title(name: str, opinion: bool) -> None:
    paper = files.find(name)
    said = correction.standing(paper)
    assert paper.title.zh in said.zh and paper.title.en in said.en
    assert ("意见" in said.zh.replace(paper.title.zh, "")) is opinion is ("nor opinion" in said.en)
    assert "鉴定意见" not in said.zh


def test_words_in_several_places_name_the_headings_that_they_stand_below() -> None:
    places = [Unit("某处", place="一、基本情况"), Unit("某处", place="Section 2"), Unit("别处", place="三、其他")]
    with pytest.raises(CaseError, match=r"2 times \(多处\), below: 一、基本情况; Section 2: say") as told:
        correction._check_place(Slip("某处", "另处"), places)
    assert "所在标题：一、基本情况; Section 2。请用 --where" in registry.spoken(str(told.value), "zh")
    correction._check_place(Slip("某处", "另处", "英文部分第2页"), places)
    correction._check_place(Slip("别处", "另处"), places)

"""Words of entries that a report prints: a correction mends a letter of them, and says nothing else in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, issuing, paper_form, registry
from appraisal.after import correction, days, filed, redaction, slips
from appraisal.after.correction import Slip
from appraisal.after.filed import Words
from appraisal.after.issues import folder
from appraisal.after.printed import Unit
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.notice import Hidden
from appraisal.papers import files
from appraisal.procedure import Decision, Kind, Step
from tests.after.issued import PRINTED, correct
from tests.papers import whole

FORMATS = PRINTED

WHY, NOTE = "两书均引自同一公文", "该段系船家口语，见于渔歌"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Issued, with entries of many kinds: an exclusion after results, steps, an objection, a gate that was passed."""
    place = tmp_path_factory.mktemp("filed")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case")
        whole.compare_without(case, WHY, {whole.YI: NOTE})
        filing.decide(case, Decision("gate:content/limits", "限制已口头告知双方"), whole.JIA)
        filing.file_step(case, Kind.OBJECTION, Step("被告请求说明为何扣除题记"), whole.DING)
        filing.file_step(case, Kind.REPLY, Step("题记系通行格式，依方案扣除。"), whole.YI)
        filing.file_step(case, Kind.OPERATION, Step("2026年1月20日拆下硬盘，存於检验室二号柜"), whole.YI)
        filing.file_step(case, Kind.OPERATION, Step("封条编号003，用只读设备复制，历时2小时"), whole.YI)
        filing.file_step(case, Kind.HANDLED, Step("啟封，封條無破損，沒有裂口，僅一處折痕"), whole.YI)
        whole.write(case, {**whole.TEXTS, "limits": ""})
        whole.review(case)
        issuing.issue(case, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    return case


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (WHY, "两书均引自同一古籍"), ("口头告知", "书面告知"), ("系船家口语", "系作者自创"),
        ("被告请求说明为何扣除题记", "被告撤回请求，认可扣除题记"), ("通行格式", "公文引文"), ("拆下硬盘", "取用硬盘"),
        ("核对载体", "核对封条"), ("引文", "公文"),
        ("拆下", "拆上"),
    ],
)  # fmt: skip
def test_what_was_filed_is_not_told_in_other_words(case: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match=r"在卷记录的文字|a word that turns") as told:
        correct(case, (was, now))
    assert "补充鉴定" in registry.spoken(str(told.value), "zh") and not folder(case, "c9").exists()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("编号003", "编号008"), ("历时2小时", "历时9小时"), ("委〔2026〕1号", "委〔2026〕9号"),
        ("著作一种", "著作二种"), ("周某", "邹某"), ("周某", "周甲某"), ("二号柜", "三号柜"), ("二号柜", "号柜"),
    ],
)  # fmt: skip
def test_names_and_digits_on_file_stay_as_the_record_has_them(case: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match="mended only to what the record holds") as told:
        correct(case, (was, now))
    assert "只能补正为在卷所载" in registry.spoken(str(told.value), "zh")


def test_names_and_numbers_are_mended_to_what_was_filed_since(tmp_path: Path) -> None:
    own = whole.make(tmp_path / "case")
    issuing.issue(own, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    form = whole.intake("civil", "court")
    form["commission"] |= {"number": "委〔2026〕9号", "contacts": ["周甲某"]}
    filing.file_intake(own, form, whole.JIA)
    formed = whole.form(literature=[{"title": "著作二种（2020）", "relied_for": "改写的辨认"}])
    paper_form.file(own, paper_form.read_body(formed), whole.JIA)
    for was, now in (("委〔2026〕1号", "委〔2026〕7号"), ("周某", "周英"), ("周某", "甲")):
        with pytest.raises(CaseError, match=r"what the record holds|人员姓名"):
            correct(own, (was, now))
    for n, (was, now) in enumerate((("委〔2026〕1号", "委〔2026〕9号"), ("周某", "周甲某"), ("著作一种", "著作二种"))):
        assert correct(own, (was, now), new=f"c{n}"), "甲 is a letter of that name, not the expert"


def test_a_letter_of_a_longer_name_is_no_name() -> None:
    assert slips.named("联系人：周某", "周某", "周甲某", {"甲"}, {"周甲某"}) == []
    assert slips.named("联系人：周某", "周某", "周甲某", {"甲"}) == ["甲"]
    assert slips.named("联系人：周甲某", "周甲某", "甲", {"甲"}, {"周甲某"}) == ["甲"]
    assert slips.named("检验人：甲", "检验人：甲", "检验人：乙", {"甲", "乙"}, {"周甲某"}) == ["乙", "甲"]


@pytest.mark.parametrize(
    ("text", "changed", "wrong"),
    [
        ("编号12，房间112", "编号12，房间113", False),
        ("编号12，房间112", "编号13，房间112", True),
        ("于2026年1月20日拆封", "于2026年1月21日拆封", False),  # held as days are
        ("某市某路1号", "某市某路7号", False),
        ("拍照4张", "拍照5张", True),
        ("拍照4张，存盘", "拍照4张，存盤", False),
    ],
)
def test_only_digits_of_words_on_file_are_held(text: str, changed: str, wrong: bool) -> None:
    record = filed.Record(frozenset({"拍照4张", "于2026年1月20日拆封"}), frozenset({"12"}), frozenset())
    assert bool(filed.contradicted(text, changed, record)) is wrong


@pytest.mark.parametrize(
    ("was", "now"), [("封條無破損", "封條稍破損"), ("沒有裂口", "多有裂口"), ("啟封", "重封"), ("僅一處", "惟一處")]
)
def test_words_that_turn_are_known_in_traditional_characters(case: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match="a word that turns"):
        correct(case, (was, now))


@pytest.mark.parametrize("text", ["沒有", "無", "僅"])
def test_words_that_turn_are_hidden_in_no_characters(case: Case, text: str) -> None:
    with pytest.raises(CaseError, match="句意改变"):
        redaction.redact(case, "1", (Hidden(text, "商业秘密", "■■■"),), by=whole.JIA)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("存於检验室", "存于检验室"), ("硬盘，存", "硬盘；存"),
        ("某市某路1号", "某市另街3号"), ("無破損", "无破损"), ("请求说明", "请求説明"),
    ],
)  # fmt: skip
def test_slips_of_a_pen_are_mended(case: Case, was: str, now: str) -> None:
    new = f"c-{len(case.history().of(Kind.ISSUED))}"
    assert correct(case, (was, now), new=new)


@pytest.mark.parametrize(
    ("line", "was", "now", "more"),
    [
        ("操作：The carrier was opened by day.", "opened by day", "opend by day", False),
        ("操作：The carrier was opened by day.", "opened by day", "opened by night", True),
        ("备注：The carrier was opened by day.", "备注", "附记", False),
        ("opened", "opened", "openned", False),
        ("周某", "周某", "周英", False),
        ("周某", "周某", "李四", True),
        ("甲 2026年1月20日", "2026年1月20日", "2026年2月3日", False),
    ],
)
def test_only_what_lies_in_words_on_file_is_held(line: str, was: str, now: str, more: bool) -> None:
    told = [Words("The carrier was opened by day."), Words("周某", name=True), Words("于2026年1月20日收到")]
    assert filed.reworded(Unit(line), was, now, told) is more


def test_several_corrections_of_one_entry_are_looked_at_together(case: Case) -> None:
    told = [Slip("告知双", "吿知又", "x"), Slip("限制已", "限掣己", "x"), Slip("口头", "囗头", "x")]
    with pytest.raises(CaseError, match="在卷记录的文字"):
        correction.correct(case, "1", told, "录入差错", new="c9", by=whole.DING)


def test_a_text_without_its_days() -> None:
    assert days.without("二〇二六年一月二十日收到") == "日收到"
    assert days.without("received on 20 January 2026") == "received on "


def test_figures_and_turns_are_read_in_simplified_characters() -> None:
    assert slips.bears("沒有相同") == slips.bears("没有相同") and slips.bears("僅")
    assert not slips.turned(Unit("無破損"), "無", "无")


def test_whom_to_speak_to_has_a_name(case: Case) -> None:
    paths, counts = redaction.redact(case, "1", (Hidden("周某", "个人信息", "[name]"),), by=whole.JIA)
    assert counts["周某"] and "[name]" in next(p for p in paths if p.suffix == ".json").read_text("utf-8")
    with pytest.raises(CaseError, match="stands for"):
        redaction.redact(case, "1", (Hidden("折痕", "商业秘密", "[name]"),), by=whole.JIA)

"""Words of functional tests hide no trial and compare no works; bars and notes of a melody are those of the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.gates import View, claims
from appraisal.gates.conditions import CONDITIONS
from appraisal.papers.opinion import Sentence
from reports.sections.desk import Desk
from reports.sections.paper import opinion
from tests.papers.test_gates import COURT, decide, gates, sentence, stated
from tests.reports.test_build import words
from tests.reports.test_plug_in import SOUND, entry, filed

FIELDS = ("environment", "steps", "way", "acts_on", "note")


def with_test(dossier: Dossier, **changes: Any) -> Dossier:
    made = entry(900, "functional-test", filed({**SOUND, **changes}))
    return replace(dossier, entries=(*dossier.entries, made))


def new(dossier: Dossier, **changes: Any) -> set[str]:
    """Gates that words of a test open."""
    return {*gates(with_test(dossier, **changes))} - {*gates(with_test(dossier))}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    ("words", "gate"),
    [
        ("未出现现象的两次试验不计。", "told/trials"),
        ("前两轮效果不佳，调整参数后重做。", "told/trials"),
        ("Two runs that failed were left out.", "told/trials"),
        ("检材与样本代码相同率97%。", "numbers/97%"),
        ("按GA/T 1174规定的方法进行。", "standards"),
        ("甲不同意这一判断。", "dissent/elsewhere"),
    ],
)
def test_words_of_a_test_are_read_as_steps_are(dossier: Dossier, field: str, words: str, gate: str) -> None:
    assert any(one.startswith(gate) for one in new(dossier, **{field: words})), new(dossier, **{field: words})


@pytest.mark.parametrize(
    "words",
    [
        "启动客户端，登录测试账号，打开送检程序，按 F2 启用，记录屏幕左上角的数值。",
        "未启用时重复三次，数值不变；启用后每次均变为 9999。",
        "每次试验前重启客户端，未作其他操作；没有一次失败。",
        "The client was restarted before each trial; none failed. With the function off nothing did not appear twice.",
        "虚拟机 2 核 4 GB，与互联网断开，客户端版本 1.2。",
    ],
)
def test_what_examiners_write_of_a_sound_test_passes(dossier: Dossier, words: str) -> None:
    for field in FIELDS:
        assert not new(dossier, **{field: words}), field


def test_trials_that_failed_may_be_told_where_they_are_on_file(dossier: Dossier) -> None:
    on, off = {"switched": "on", "before": "1", "after": "2"}, {"switched": "off", "before": "1", "after": "1"}
    trials = [{**on, "repetitions": 5, "shown": 3}, {**off, "repetitions": 3, "shown": 0}]
    assert not new(dossier, note="其中两次启用未出现现象。", trials=trials) & {"told/trials"}
    assert "told/trials" in new(dossier, note="其中两次启用未出现现象。")


@pytest.mark.parametrize(
    ("way", "open_"),
    [
        ("写入客户端内存", False),
        ("调用与样本相同的函数", True),
        ("by functions that are identical to those of A1", True),
    ],
)
def test_a_sentence_on_a_function_compares_no_works(dossier: Dossier, way: str, open_: bool) -> None:
    said = sentence(phrase="plug-in-function", fill={"function": "锁定", "way": way, "times": "3"})
    assert ("opinion/compares" in gates(stated(with_test(dossier), said))) is open_


def test_a_test_that_failed_goes_with_a_reason_alone(dossier: Dossier) -> None:
    failed = [{"switched": "on", "repetitions": 3, "shown": 1}, {"switched": "off", "repetitions": 3, "shown": 0}]
    first = with_test(dossier, trials=failed)
    assert "replaced/T1" not in gates(first)
    assert "replaced/T1" in gates(with_test(first))
    assert "replaced/T1" not in gates(decide(with_test(first), "gate:replaced/T1", "第一次检验时网络断开，见记录"))
    assert "replaced/T1" not in gates(with_test(with_test(dossier)))
    for withdrawn, open_ in (("不用了", True), ("测试服务器当日停机，全部试验无效", False)):
        assert ("replaced/T1" in gates(with_test(first, trials=failed, withdrawn=withdrawn))) is open_


def test_a_withdrawal_opens_no_gate_of_the_words_that_it_withdraws(dossier: Dossier) -> None:
    first = with_test(dossier, steps="启动；该程序系抄袭")
    body = {"id": "T1", "withdrawn": "测试服务器当日停机，全部试验无效", "withdraws": 1000, "note": ""}
    later = replace(entry(901, "functional-test", body), seq=1001)
    held = replace(first, entries=(*first.entries, later))
    assert {*gates(held)} == {*gates(first)} and "entries/procedure-1000" in gates(first)
    (test,) = (one for one in View(held, COURT).tests if one.id == "T1")
    assert test.withdrawn and not test.sound and test.steps == "启动；该程序系抄袭"
    (gap,) = (one for one in claims.entries(View(held, COURT)) if one.gate.endswith("-1000"))
    assert "该检验已撤回" in gap.said.zh and "was withdrawn" in gap.said.en
    concluding = replace(later, body={**body, "withdrawn": "该程序系抄袭"})
    assert "entries/procedure-1001" in gates(replace(first, entries=(*first.entries, concluding)))


def test_a_sentence_on_a_function_has_no_test_against_it(dossier: Dossier) -> None:
    said = sentence(phrase="plug-in-function", fill={"function": "锁定生命值", "way": "写入内存", "times": "5"})
    contrary = [{"switched": "on", "repetitions": 3, "shown": 0}, {"switched": "off", "repetitions": 3, "shown": 3}]
    held = stated(with_test(dossier), said)
    opened = {*gates(with_test(held, id="T2", trials=contrary))} - {*gates(held)}
    assert [one for one in opened if one.startswith("opinion/")]
    assert not {*gates(with_test(held, id="T2", function="自动打怪", trials=contrary))} - {*gates(held)}


@pytest.mark.parametrize(
    ("right", "zh", "en"),
    [
        (
            "",
            "送检程序（B1 trainer.exe；B2 bot.exe）具有锁定生命值功能",
            "submitted (B1 trainer.exe; B2 bot.exe) has the function",
        ),
        ("B2", "送检程序（B2 bot.exe）具有锁定生命值功能", "submitted (B2 bot.exe) has the function"),
        ("B3", "送检程序具有锁定生命值功能", "The program submitted has the function"),
    ],
)
def test_a_sentence_on_a_function_names_the_programs_tested(dossier: Dossier, right: str, zh: str, en: str) -> None:
    fill = {"function": "锁定生命值", "way": "写入内存", "times": "5"}
    said = sentence(phrase="plug-in-function", fill=fill, right=right)
    failed = [{"switched": "on", "repetitions": 3, "shown": 0}, {"switched": "off", "repetitions": 3, "shown": 3}]
    made = with_test(with_test(dossier), id="T2", label="B2", file="bot.exe")
    held = stated(replace(made, paper=COURT), said)
    for language, told in (("zh", zh), ("en", en)):
        assert any(told in words(one).replace("\n", "") for one in opinion(Desk(held, language)))  # type: ignore[arg-type]
    open_ = [one for one in gates(held) if one.startswith("opinion/1")]
    assert bool(open_) is (right == "B3")
    # A test of another program that did not show it says nothing against the one that is named.
    other = {*gates(with_test(held, id="T3", label="B1", trials=failed))} - {*gates(held)}
    assert any(one.startswith("opinion/1") for one in other) is (right == "")


MELODY = {"bars_right": "3:1–18:2.5", "same_notes": 46, "notes_left": 48, "notes_right": 47}


@pytest.mark.parametrize(
    ("fill", "holds"),
    [
        ({"bars": "3–18", "all_notes": "48", "same_notes": "46"}, True),
        ({"bars": "3至18", "all_notes": "47", "same_notes": "46"}, True),
        ({"bars": "3:1-18:2.5", "all_notes": "47", "same_notes": "46"}, True),
        ({"bars": "1–18", "all_notes": "48", "same_notes": "46"}, False),
        ({"bars": "3–18", "all_notes": "46", "same_notes": "46"}, False),
        ({"bars": "3–18", "all_notes": "48", "same_notes": "47"}, False),
        ({"bars": "全曲", "all_notes": "48", "same_notes": "46"}, False),
        ({"bars": "3–18", "all_notes": "48", "same_notes": "几乎全部"}, False),
        ({}, False),
    ],
)
def test_bars_and_notes_of_a_melody_are_those_of_an_accepted_match(
    dossier: Dossier, fill: Mapping[str, str], holds: bool
) -> None:
    record = dossier.comparisons[0]
    match = replace(record.comparison.matches[0], details=MELODY)
    record = replace(record, comparison=replace(record.comparison, matches=(match,)))
    said = Sentence("music-melody", fill=fill)
    view = View(dossier, COURT)
    for verdict, accepted in ((Verdict.ACCEPTED, True), (Verdict.REJECTED, False)):
        judged = replace(record, verdicts={match.id: verdict})
        assert CONDITIONS["melody"].holds(view, said, judged) is (holds and accepted)

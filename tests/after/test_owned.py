"""What the program prints of itself is corrected by nobody; what people filed and wrote is, letter by letter."""

from __future__ import annotations

import json
import re

import pytest

from appraisal import registry
from appraisal.after import owned
from appraisal.after.issues import folder
from appraisal.after.owned import Owned
from appraisal.after.printed import Unit, units
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.papers import files
from tests.after.issued import NUMBER, PRINTED, correct, mend
from tests.papers import whole

FORMATS = PRINTED


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("据流转记录", "据他人陈述"), ("有利害关系", "有师生关系"), ("按并集计算", "按总和计算"),
        ("该方法找出了", "该方法漏看了"), ("由本程序收件", "由委托人收件"), ("鉴定过程", "鉴定纪要"),
        ("机构联系人", "委托联系人"), ("委托日期", "收案日期"), ("登记委托", "转入委托"), ("署名", "代签"),
        ("文件清单", "文件目录"),
    ],
)  # fmt: skip
def test_words_of_the_program_are_no_slip(case: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match="程序自身的文字") as told:
        correct(case, (was, now), number=NUMBER)
    assert "补正只改人所写的文字" in registry.spoken(str(told.value), "zh") and not folder(case, "c9").exists()


def test_the_name_of_a_method_that_the_scheme_has_is_no_slip(case: Case) -> None:
    with pytest.raises(CaseError, match="在卷记录的文字"):
        correct(case, ("text-exact", "text-exect"), number=NUMBER)


def test_no_digest_or_fingerprint_is_corrected(case: Case) -> None:
    text = (folder(case, NUMBER) / "report.json").read_text("utf-8")
    shown = sorted({*re.findall(r"\b(?:[0-9a-f]{64}|[0-9a-f]{16})\b", text)} - {""})
    assert len(shown) > 4
    tried = 0
    for one in shown:
        at = next((n for n, letter in enumerate(one) if letter in "abcde"), None)
        if at is None or not any(one in unit.text for unit in places(case)):
            continue
        for was, now in ((one, f"{one[:at]}f{one[at + 1 :]}"), (one[at : at + 6], f"f{one[at + 1 : at + 6]}")):
            with pytest.raises(
                CaseError, match=r"校验值、指纹|在卷记录的文字|figures of results|stands in the opinion"
            ):
                correct(case, (was, now), number=NUMBER)
        tried += 1
    assert tried


def places(case: Case) -> list[Unit]:
    model = json.loads((folder(case, NUMBER) / "report.json").read_text("utf-8"))
    return [*units(model, files.find("cn-copyright"))]


@pytest.mark.parametrize(
    ("text", "changed", "found"),
    [
        ("指纹 d3ece344f34c2470", "指纹 d3ece344f34c2471", True),
        ("SHA-256：a7e38383f7e1", "SHA-256：a7f38383f7e1", True),
        ("电话 01062345678", "电话 01062345679", False),  # digits alone
        ("the facade of the house", "the fasade of the house", False),
        ("文号 ab12345678", "文号 ab12345679", False),  # a number on file
    ],
)
def test_what_is_a_digest(text: str, changed: str, found: bool) -> None:
    assert bool(owned.digests(text, changed, {"ab12345678", "ab12345679"})) is found


@pytest.mark.parametrize(
    ("text", "changed", "strange"),
    [
        ("操作：核对戴体", "操作：核对载体", False),
        ("操作：核对载体", "动作：核对载体", True),
        ("核对载体者", "校对载体者", True),  # within another word
        ("备注：核对载体，地点：二号室", "备注：核对裁体，地点：二号室", False),
        ("备注：核对载体，地点：二号室", "备注：核对裁体，处所：二号室", True),
        ("两书段落，按次序", "两书段落按次序", False),  # of a notebook
        ("两书段落按吹序", "两书段落按次序", False),  # of one that was mended first
        ("第1段 两书段落按次序", "第1段 两书段落接次序", True),
    ],
)
def test_letters_stand_in_words_of_people(text: str, changed: str, strange: bool) -> None:
    own = Owned(frozenset({"核对载体", "核对戴体", "二号室"}), frozenset({"两书段落按次序"}))
    assert own.strange(text, changed) is strange


@pytest.mark.parametrize(
    ("was", "now"), [("某市某路1号", "某市另路3号"), ("右对照", "右對照"), ("按方案进行。", "按方案进行；")]
)
def test_words_of_people_are_mended(case: Case, was: str, now: str) -> None:
    assert correct(case, (was, now), new=f"补-{was}", number=NUMBER)


def test_a_notebook_that_was_mended_first(case: Case) -> None:
    mend(case, {"analysis": whole.TEXTS["analysis"].replace("对照", "对昭")})
    assert correct(case, ("位置见左右对照", "位置见左右对昭"), new="补-后", number=NUMBER)
    with pytest.raises(CaseError, match="笔记本"):
        correct(case, ("两件作品的相同段落位置", "两件作品的相同段落立置"), number=NUMBER)
    whole.write(case, {"analysis": f"{whole.TEXTS['analysis']}\n\n| 甲栏 | [5](#k) |\n\n3. 另一项"})
    assert {"甲栏", "5", "另一项"} <= owned.of(case, files.find("cn-copyright"), NUMBER).written

"""Words on file keep what they say: true slips of writing are mended, other words once they are on file."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, issuing, registry
from appraisal.after import spelling
from appraisal.after.filed import Record, Words
from appraisal.after.issues import folder
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.papers import files
from appraisal.procedure import Kind, Step
from tests.after.issued import PRINTED, correct, mend
from tests.papers import whole

FORMATS = PRINTED

TOLD = "检材末章缺页，经询问，委托人拒绝补送，字迹难以辨认"
DESK = "拆下硬盘，存於检验窒二号柜的的上格"
ENGLISH = "The carrier was recieved by post and kept untied."


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("spelling")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case")
        for what in (TOLD, DESK, ENGLISH):
            filing.file_step(case, Kind.OPERATION, Step(what, persons=(whole.JIA,)), whole.JIA)
        whole.review(case)
        issuing.issue(case, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    return case


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("末章缺页", "末章整页"), ("拒绝", "谢绝"), ("经询问", "经讯问"), ("辨认", "辩认"),
        ("核对载体", "核校载体"), ("by post", "by poet"), ("硬盘", "软盘"), ("检验窒", "检验室"),
    ],
)  # fmt: skip
def test_another_word_is_no_slip(case: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match="keep what they say") as told:
        correct(case, (was, now))
    assert "先在案卷登记应读之文" in registry.spoken(str(told.value), "zh") and not folder(case, "c9").exists()


@pytest.mark.parametrize(
    ("was", "now"), [("存於", "存于"), ("柜的的", "柜的"), ("recieved", "received"), ("询问，", "询问、")]
)
def test_a_true_slip_is_mended(case: Case, was: str, now: str) -> None:
    assert correct(case, (was, now), new=f"c-{now}")


def test_a_paragraph_that_names_what_is_on_file_is_mended_elsewhere(tmp_path: Path) -> None:
    own = whole.make(tmp_path / "case")
    whole.write(own, {"process": "检验人核对载体之后，逐段比付A1与B1的全文。"})
    whole.review(own)
    issuing.issue(own, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    mend(own, {"process": "检验人核对载体之后，逐段比对A1与B1的全文。"})
    assert correct(own, ("比付", "比对"), new="c1")
    with pytest.raises(CaseError, match=r"keeps what it says|在卷记录的文字"):
        correct(own, ("核对载体", "核校载体"))


def test_what_was_put_on_file_since_is_mended_to(tmp_path: Path) -> None:
    own = whole.make(tmp_path / "case")
    filing.file_step(own, Kind.OPERATION, Step(DESK, persons=(whole.JIA,)), whole.JIA)
    whole.review(own)
    issuing.issue(own, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    with pytest.raises(CaseError, match="keep what they say"):
        correct(own, ("检验窒", "检验室"))
    right = f"更正：{DESK.replace('窒', '室')}"
    filing.file_step(own, Kind.CORRECTION, Step(right, persons=(whole.JIA,)), whole.JIA)
    assert correct(own, ("检验窒", "检验室"), new="c1")
    with pytest.raises(CaseError, match="keep what they say"):
        correct(own, ("硬盘", "软盘"))


@pytest.mark.parametrize(
    ("line", "was", "now", "lines", "held"),
    [
        ("缺页", "缺页", "整页", (), False),
        ("缺页", "缺页", "整页", ("整页扫描，存盘",), False),  # few words are the same as all of a line
        ("缺页", "缺页", "整页", ("整页",), True),
        ("于2026年1月20日拆封", "1月20日", "1月21日", (), True),  # held as days are
        ("人人在场", "人人", "人", (), True),
        ("人在场", "人在", "人人在", (), False),
        ("the teh box", "teh box", "the box", (), True),
        ("sent by form A", "form", "from", (), False),  # a word
        ("an untied parcel", "untied", "united", (), False),
        ("甲乙，丙", "甲乙，丙", "甲乙丙", (), True),
        ("人人看看", "人人看看", "人看", (), True),
        ("人人看", "人人看", "人看看", (), False),
        ("ＰＤＦ文件３份", "ＰＤＦ文件３份", "PDF文件3份", (), True),
        ("33份", "33份", "3份", (), False),
    ],
)
def test_what_a_slip_of_writing_is(line: str, was: str, now: str, lines: tuple[str, ...], held: bool) -> None:
    text, record = f"操作：{line}。", Record(frozenset({line, *lines}), frozenset(), frozenset())
    found = spelling.unfounded(text, text.replace(was, now), [Words(line), Words("乙", name=True)], record)
    assert (not found) is held


def test_the_longest_line_about_a_place_counts() -> None:
    told = [Words("缺页"), Words("末章缺页，已补")]
    record = Record(frozenset({"缺页", "整页", "末章缺页，已补"}), frozenset(), frozenset())
    assert spelling.unfounded("备注：末章缺页，已补", "备注：末章整页，已补", told, record) == ["末章缺页，已补"]
    assert spelling.unfounded("末章缺页", "末章整页", told, record), "part of a line on file"
    assert spelling.unfounded("某市某路", "某市另路", told, record) == []

"""Corrections of one report, made one after another, alter no more together than one may."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from appraisal import issuing, registry
from appraisal.after import slips, together
from appraisal.after.issues import folder
from appraisal.after.printed import Unit
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.papers import files
from tests.after.issued import PRINTED, correct, mend
from tests.papers import whole

FORMATS = PRINTED

LIMITS = "仅就送检版本作出比对，封面与插图除外，书末所附勘误表由委托人自行编制。"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = whole.make(tmp_path / "case")
    whole.write(made, {"limits": LIMITS})
    whole.review(made)
    issuing.issue(made, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    return made


@pytest.mark.parametrize("apart", [True, False])
def test_what_none_may_alter_alone_they_do_not_alter_together(case: Case, apart: bool) -> None:
    first, second = ("送检版本", "选检版本"), ("送检版本", "送定版本")
    if apart:
        mend(case, {"limits": LIMITS.replace(*first)})
        assert correct(case, first, new="c1")
    with pytest.raises(CaseError, match="none beside another"):
        correct(case, *([second] if apart else [first, second]))


def test_letters_of_all_corrections_of_a_paragraph_are_counted(case: Case) -> None:
    mended = LIMITS
    for new, slip in (("c1", ("勘误表", "堪误表")), ("c2", ("自行编", "白行编")), ("c3", ("插图", "揷图"))):
        mended = mended.replace(*slip)
        mend(case, {"limits": mended})
        assert correct(case, slip, new=new)
    with pytest.raises(CaseError, match="3 of a paragraph at most"):
        correct(case, ("版本作出", "版夲作出"))
    assert correct(case, ("某市某路1号", "某市某路7号"), new="c5"), "another line"
    assert correct(case, ("某市某路1号", "某市某路9号"), new="c6"), "mended once more"
    assert together.earlier(case, "1")[-1] == ("某市某路1号", "某市某路9号")


def test_the_same_is_not_corrected_twice(case: Case) -> None:
    slip = ("某市某路1号", "某市某路7号")
    with pytest.raises(CaseError, match="already"):
        correct(case, slip, slip, new="c0")
    correct(case, slip, new="c1")
    for again in (slip, ("路1号", "路7号")):
        with pytest.raises(CaseError, match=f"'{again[0]}' is read as '{again[1]}' already"):
            correct(case, again, new="c2")
    assert not folder(case, "c2").exists()


def test_words_that_stand_twice_are_corrected_place_by_place() -> None:
    lines, first = ["某市某路1号", "某市某路1号"], ("1号", "7号", "第1页")
    assert together.says_nothing_new(lines, [first], first)
    assert not together.says_nothing_new(lines, [first], ("1号", "7号", "第3页"))
    assert not together.says_nothing_new(lines, [first, ("1号", "9号", "第1页")], first)


def test_a_correction_that_was_altered_is_not_passed_over(case: Case) -> None:
    correct(case, ("勘误表", "勘誤表"), new="c1")
    path = folder(case, "c1") / together.MODEL
    os.chmod(path, 0o644)
    path.write_text(path.read_text("utf-8").replace("勘誤表", "勘误表"), "utf-8")
    with pytest.raises(CaseError, match="restore its files") as told:
        correct(case, ("自行编", "白行编"))
    assert "请恢复其文件" in registry.spoken(str(told.value), "zh")


@pytest.mark.parametrize(
    ("text", "mended", "now"),
    [
        ("送检版本", [("送检", "选检"), ("送检", "送定")], "选定版本"),
        ("插图除外", [("除外", "在外"), ("除外", "除内")], "插图在内"),
        ("插图除外", [("除外", "在外"), ("除外", "另外")], "插图另外"),  # the later one counts
        ("见左右对照", [("左右对", "左右相对"), ("见左", "可见左")], "可见左右相对照"),
        ("的的描写", [("的的", "的")], "的描写"),
        ("甲到甲", [("甲", "乙")], "乙到乙"),
        ("recieved", [("recieved", "received")], "received"),
        ("某处", [("别处", "另处")], "某处"),
    ],
)
def test_a_text_as_all_corrections_leave_it(text: str, mended: list[tuple[str, str]], now: str) -> None:
    assert together.combined(text, mended) == now


@pytest.mark.parametrize(
    ("was", "now", "turns"),
    [
        ("以内", "以外", True),
        ("插图除外", "插图在外", True),
        ("收到之前", "收到之后", True),
        ("within ten days", "beyond ten days", True),
        ("inside the box", "outside the box", True),
        ("all except the cover", "all expect the cover", True),
        ("上海市某路", "上诲市某路", False),
        ("海市某路", "上海市某路", False),
        ("前门大街2号", "前门大街3号", False),
        ("东直门外大街", "东直门大街", False),
        ("外以内", "外以内。", False),
    ],
)
def test_bounds_turn_what_is_said(was: str, now: str, turns: bool) -> None:
    assert bool(slips.turned(Unit(was), was, now)) is turns
    assert bool(slips.turned(Unit(was, written=True), was, now)) or not turns

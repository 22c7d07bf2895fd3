"""Prose of notebooks keeps what it says: true slips are mended, other words once the notebook was mended on file."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, issuing, registry
from appraisal.after import notebooks
from appraisal.after.filed import Record
from appraisal.after.issues import folder, issued
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.papers import files
from appraisal.procedure import Kind, Step
from tests.after.issued import PRINTED, correct, mend
from tests.papers import whole

FORMATS = PRINTED

MISSING = "检材缺末章，部分字迹难以辨认。"
SEEN = "检材未见封底，仅核对前三章，不足以说明版本先後。"
OPENED = "委托人拒绝补送，插图字字照录，ＰＤＦ文件存於硬盘。"
LIMITS = "\n\n".join((MISSING, SEEN, OPENED))
INTRODUCTION = "检材由委托人当场拆封，经询问，无备份。"
ENGLISH = "The last chapter is missing, and the colophon is not legible. The discs were recieved by post and kept dry."


def make(root: Path, limits: str = LIMITS) -> Case:
    case = whole.make(root)
    whole.write(case, {"limits": limits, "introduction": INTRODUCTION})
    whole.review(case)
    issuing.issue(case, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    return case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        return make(place / "case")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("written-en")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case", "civil", "law-firm")
        whole.write(case, {"limits": ENGLISH})
        whole.review(case)
        issuing.issue(case, files.find("uk-part35"), by=whole.DING, number="1", language="en", on="2026-02-01")
    return case


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("缺末章", "含末章"), ("缺末章", "缺未章"), ("缺末章", "有末章"), ("难以辨认", "可以辨认"), ("难以", "能以"),
        ("拒绝补送", "谢绝补送"), ("硬盘", "软盘"), ("检材缺末章", "样材缺末章"), ("字字照录", "字字照绿"),
        ("经询问", "经讯问"), ("当场", "当庭"),
    ],
)  # fmt: skip
def test_another_word_is_no_slip(case: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match=r"keeps what it says|a word that turns") as told:
        correct(case, (was, now))
    assert "补充鉴定" in registry.spoken(str(told.value), "zh") and not folder(case, "c9").exists()


def test_the_refusal_says_what_to_do(case: Case) -> None:
    with pytest.raises(CaseError, match="has mended the notebook and put it on file under their name") as told:
        correct(case, ("难以辨认", "可以辨认"))
    said = registry.spoken(str(told.value), "zh")
    assert said.startswith("难以辨认：") and "先改笔记本，并以本人名义入卷（appraisal report CASE --by NAME）" in said


@pytest.mark.parametrize(
    ("was", "now"),
    [("未见", "可见"), ("前三章", "后三章"), ("不足以", "足以"), ("部分字迹", "全部字迹"), ("前三章", "前二章")],
)
def test_words_that_turn_are_none_either(case: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match=r"a word that turns|figures of results"):
        correct(case, (was, now))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("is missing", "is present"), ("not legible", "now legible"), ("last chapter", "last charter"),
        ("by post", "by poet"), ("kept dry", "kept day"), ("The last", "The past"), ("discs", "disks"),
    ],
)  # fmt: skip
def test_another_word_of_english_is_none(english: Case, was: str, now: str) -> None:
    with pytest.raises(CaseError, match=r"keeps what it says|a word that turns|what the experts wrote"):
        correct(english, (was, now))
    assert not folder(english, "c9").exists()


def test_a_misspelt_word_of_english_is_mended(english: Case) -> None:
    assert correct(english, ("recieved", "received"), new="c1")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("字字照录", "字照录"),
        ("ＰＤＦ文件", "PDF文件"),
        ("存於", "存于"),
        ("拒绝补送，", "拒绝补送；"),
        ("经询问", "经詢問"),
    ],
)
def test_a_true_slip_is_mended(case: Case, was: str, now: str) -> None:
    assert correct(case, (was, now), new=f"c-{now}")


def test_a_notebook_that_was_mended_on_file_first(tmp_path: Path) -> None:
    own = make(tmp_path / "case")
    right = LIMITS.replace("缺末章", "含末章")
    whole.write(own, {"limits": right})
    with pytest.raises(CaseError, match="keeps what it says"):
        correct(own, ("缺末章", "含末章"))
    for by in ("", "某人"):
        mend(own, {"limits": right}, by)
        with pytest.raises(CaseError, match="keeps what it says"):
            correct(own, ("缺末章", "含末章"))
    mend(own, {"limits": right})
    with pytest.raises(CaseError, match="keeps what it says"):
        correct(own, ("拒绝补送", "谢绝补送"))
    assert correct(own, ("缺末章", "含末章"), new="c1")
    mend(own, {"limits": right.replace("难以", "可以")})
    assert correct(own, ("难以", "可以"), new="c2"), "the notebook has what both corrections say"
    assert correct(own, ("经询问", "经詢問"), new="c3")


def test_several_slips_of_one_line_are_mended_at_once(tmp_path: Path) -> None:
    own = make(tmp_path / "case")
    mend(own, {"limits": LIMITS.replace("缺末章", "含末章").replace("难以", "可以")})
    assert correct(own, ("缺末章", "含末章"), ("难以", "可以"), new="c1")


def test_a_draft_from_before_is_not_on_file(tmp_path: Path) -> None:
    own = whole.make(tmp_path / "case")
    mend(own, {"limits": MISSING.replace("缺", "含")})
    whole.write(own, {"limits": MISSING})
    whole.review(own)
    issuing.issue(own, files.find("cn-copyright"), by=whole.DING, number="1", on="2026-02-01")
    whole.write(own, {"limits": MISSING.replace("缺", "含")})
    with pytest.raises(CaseError, match="keeps what it says"):
        correct(own, ("缺末章", "含末章"))
    assert not notebooks.on_file(own, issued(own, "1"), {whole.JIA, whole.DING})


def test_another_cell_does_not_say_how_a_line_is_to_be_read(tmp_path: Path) -> None:
    own = make(tmp_path / "case")
    mend(own, {"process": MISSING.replace("缺", "含")})
    with pytest.raises(CaseError, match="keeps what it says"):
        correct(own, ("缺末章", "含末章"))
    right = f"更正：{MISSING.replace('缺', '含')}"
    filing.file_step(own, Kind.CORRECTION, Step(right, persons=(whole.JIA,)), whole.JIA)
    assert correct(own, ("缺末章", "含末章"), new="c1"), "a step of who wrote it puts it on file, too"


def test_lines_of_notebooks_are_read_by_their_cells(tmp_path: Path) -> None:
    own = whole.make(tmp_path / "case")
    whole.write(own, {"limits": "1. 见[图](x.png)\n2. 另项\n\n| 甲栏 | 乙栏 |", "process": "别处"})
    found = {piece.strip() for piece in notebooks.pieces(own, {"report.ipynb:limits"})}
    assert {"见图", "另项", "甲栏"} <= found and "别处" not in found
    (own.root / "notebooks" / "report.ipynb").write_text("{", "utf-8")
    assert "别处" not in {*notebooks.pieces(own)}


def test_lines_of_few_letters_are_none() -> None:
    record = Record(frozenset({"整页"}), frozenset({"12"}), frozenset())
    assert record.with_lines(["见图", "5", "|"]) == Record(frozenset({"整页", "见图"}), frozenset({"12"}), frozenset())

"""Figures in fields that hold no link: notes at matches, steps, slots of sentences; what one sees there is none."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import fields
from appraisal.gates.figures import Figures, Number
from appraisal.gates.owners import put_wrong
from appraisal.procedure import Kind
from tests.papers.test_gates import edited, gates

KNOWN = Figures(
    frozenset(
        {
            Number(77.0, "rest", "A1", of=frozenset({"instruction"}), words=frozenset({"instruction", "left"})),
            Number(3.0, "rest", "A1", words=frozenset({"number"})),
            Number(0.75, "share", words=frozenset({"scale"})),
        }
    ),
    pairs=frozenset({(46.0, 48.0)}),
)


@pytest.mark.parametrize(
    ("note", "number"),
    [
        *(
            ("SSIM 0.98, practically the same picture", "0.98"),
            ("除边缘4个像素外没有差别", "4"),
            ("SSIM 0.75, the same pose", "0.75"),
        ),
        *(("3 instructions apart", "3"), ("与样本函数仅差3条指令", "3"), ("相似度0.97", "0.97"), ("JPlag得分97", "97")),
        *(
            ("the crests agree in 18 of 20 control points", "18"),
            ("控制点20个中18个重合", "20"),
            ("score 0.97", "0.97"),
        ),
    ],
)
def test_a_figure_of_a_note_is_one_of_its_match(note: str, number: str) -> None:
    assert fields.notes(note, number, KNOWN)


@pytest.mark.parametrize(
    ("note", "number"),
    [
        *(("3 icons are replaced", "3"), ("检材换了3个图标", "3"), ("scaled to 0.75, the same pose", "0.75")),
        *(("77 instructions, the same calls", "77"), ("46 of 48 notes agree", "46"), ("48个音中46个相同", "46")),
        *(("see photograph 7, same pose", "7"), ("B1 begins 0.5 s later", "0.5"), ("检材晚起0.5秒", "0.5")),
    ],
)
def test_what_is_on_file_or_seen_may_stand_in_a_note(note: str, number: str) -> None:
    assert not fields.notes(note, number, KNOWN)


@pytest.mark.parametrize(
    ("said", "open_"),
    [
        *(("Overlay made: the crests agree in 18 of 20 control points.", True), ("运行JPlag，得分97。", True)),
        *(("Ran JPlag on both trees: 97.", True), ("Opened both trees: 18 lines differ.", True)),
        *(("叠放比对，控制点20个中18个重合。", True), ("Histogram correlation of the two maps: 0.96.", True)),
        *(
            ("两张光盘各有3个文件，校验值一致。", False),
            ("Both discs were opened; 3 files, the same as listed.", False),
        ),
        *(("与标准时间相差不足 1 秒。", False), ("以相同条件拍摄两件检材，光圈 f/2.8。", False)),
        *(("两部作品的目录逐页拍照。", False), ("检材连续运行3次，3次均能启动。", False)),
    ],
)
def test_what_a_tool_came_to_is_kept_with_the_step(dossier: Dossier, said: str, open_: bool) -> None:
    found = [one for one in gates(edited(dossier, Kind.HANDLED, what=said)) if one.startswith("numbers")]
    assert bool(found) is open_, found


def test_a_step_with_its_output_says_what_it_came_to(dossier: Dossier) -> None:
    said = "Ran JPlag on both trees: 97."
    kept = edited(dossier, Kind.HANDLED, what=said, documents=[["jplag.csv", "0" * 64]])
    assert not [one for one in gates(kept) if one.startswith("numbers")]


@pytest.mark.parametrize(
    ("slot", "amounts"),
    [
        *(("everything but colour", True), ("the colours alone", True), ("one trivial detail, the ribbon", True)),
        *(("除颜色以外的一切", True), ("极个别细节", True), ("全部服务器程序", True), ("all 11 source files", True)),
        *(("outline and pose, once the crest is left aside", True), ("the pictures selected", True)),
        *(("outline and pose", False), ("轮廓与姿势", False), ("the login module", False), ("服务器程序", False)),
        *(("一只狼的姿势、整体构图", False), ("edges cut off on all sides, three icons replaced", False)),
    ],
)
def test_a_slot_names_and_says_no_amount(slot: str, amounts: bool) -> None:
    assert bool([*fields.amounts(slot)]) is amounts


def test_a_number_of_a_slot_counts_what_its_record_does() -> None:
    of = frozenset({"picture"})
    held = Figures(frozenset({Number(9.0, "rest", "A1", of=of), Number(10.0, "rest", "A1", total=True, of=of)}))
    assert not fields.holds("outline, pose and 9 of 10 details", "9", held)
    assert fields.holds("9 of 10 pictures", "9", held)


@pytest.mark.parametrize(
    ("before", "behind", "wrong"),
    [
        *(("", " of the two boss pictures is the same.", True), ("", " of the outline is the same.", False)),
        ("the outlines coincide by ", ".", False),
    ],
)
def test_a_share_of_a_match_is_of_what_it_measures(before: str, behind: str, wrong: bool) -> None:
    meant = Number(0.9948, "share", of=frozenset({"stroke"}), words=frozenset({"outline"}))
    text = f"{before}99.48%{behind}"
    held = Figures(frozenset({meant}), frozenset({"outline"}))
    assert put_wrong(text, len(before), len(before) + 6, held, [meant]) is wrong


def test_a_noun_that_a_record_goes_by_has_its_own_number() -> None:
    nine, three = Number(9.0, "count"), Number(3.0, "rest", words=frozenset({"region"}))
    held = Figures(frozenset({nine, three}), frozenset({"region"}))
    assert put_wrong("9 regions were found", 0, 1, held, [nine])
    assert not put_wrong("3 regions were found", 0, 1, held, [three])

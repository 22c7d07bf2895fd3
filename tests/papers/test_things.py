"""Numbers and amounts of what any medium has: lines, functions, bars, icons; a number is one of what it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.gates.figures import Figures, Number, figures_in
from appraisal.gates.free import Known
from appraisal.gates.referring import Held
from appraisal.gates.things import counted, share_of
from appraisal.gates.wording import numbers
from appraisal.gates.written import Written

RECORD = "0123456789ab"
CODE = figures_in({"common_lines_of_left": 20, "lines_of_left": 23, "tokens_of_left": 152}) | Figures(
    frozenset({Number(0.9, "share", of=frozenset({"token"}))})
)


def told(words: str) -> list[str]:
    known = Known(held=Held(places=frozenset({("bar", (3.0, 4.0))})))
    return [slip.words for slip in numbers(words.replace("{R}", RECORD), {RECORD: CODE}, known=known)]


def test_a_number_counts_what_its_figure_does() -> None:
    assert counted(" functions are the same") == "function"
    assert counted("个相同的函数") == "function"
    assert share_of("", " of the comments") == "comment"
    assert share_of("注释相同率为", "") == "comment"
    for good in ("[20](#{R}) lines are shared.", "相同代码[20](#{R})行。", "[152](#{R}) tokens are counted."):
        assert told(good) == [], good
    for bad in ("[20](#{R}) functions are shared.", "相同函数[20](#{R})个。", "[152](#{R}) lines are counted."):
        assert told(bad), bad


def test_a_share_is_of_what_it_is_made_of() -> None:
    assert told("[90%](#{R}) of the tokens are shared.") == []
    for bad in ("[90%](#{R}) of the comments agree.", "注释相同率为[90%](#{R})。", "[90%](#{R}) of its lines agree."):
        assert told(bad), bad


@pytest.mark.parametrize(
    "words",
    [
        *("Two functions are the same.", "Every variable name is the same.", "Variable names agree throughout."),
        *("The two programs share five bugs.", "The same three comments stand in both.", "Every icon agrees in shape."),
        *("Two bars are identical.", "The colours are the same without exception.", "All notes of the chorus agree."),
        *("两个函数相同。", "变量名处处一致。", "三条注释相同。", "每个图标都相同。", "两小节完全相同。"),
        *("外挂的全部命令与服务端一致。", "两张图的颜色一律相同。", "每一帧均相同。", "四个乐句相同。"),
    ],
)
def test_amounts_of_any_medium_are_figures(words: str) -> None:
    assert told(words), words


@pytest.mark.parametrize(
    "words",
    [
        *("两个函数 sum_rows、list_open 相同。", "全部文件的校验值与清单一致。", "两图构图相同，色调不同。"),
        *("每个文件均参与比对。", "两首歌调号不同，速度相同。", "主旋律在第3小节相同。", "该函数的变量名与样本相同。"),
        "Both functions that are shared, ledger_total and open_periods, carry the same names of variables.",
        *("The digests of all files agree with the list of receipt.", "The docstring is the same in both."),
        *("Both pictures show a fox; the tails have the same curve.", "All functions were compared."),
        *("I did not find that every function agrees.", "Both screens use the same font."),
    ],
)
def test_what_tells_no_amount_passes(words: str) -> None:
    assert told(words) == [], words


@pytest.mark.parametrize(
    "words",
    [
        *("Save for the sleeve, the two portraits cannot be told apart.", "The two maps are pixel-perfect matches."),
        *("The programs would compile to the same binary.", "The functions of A1 and B1 map one to one."),
        *("Both crowns have seven points and five jewels.", "The two songs would sound the same to any listener."),
        *("除变量改名外，两份源代码没有区别。", "检材的函数与样本的函数一一对应。", "两曲仅差三个半音。"),
        *("肉眼无法分辨两图。", "王冠均为七个尖角、五颗宝石。", "两个程序编译后得到同一程序。"),
        *("B1 is A1 with the variables renamed.", "Undo the renaming, and the files of A1 come out."),
        *("检材只是把样本的变量换了名字。", "把检材的变量名替换回来，即得样本的源代码。"),
    ],
)
def test_that_a_pair_has_no_difference_is_an_amount(words: str) -> None:
    assert told(words), words


@pytest.mark.parametrize(
    "words",
    [
        *("两次运行结果没有差别。", "检材经核对未见损坏。", "该句在检材与样本中没有差别。", "两图均有落款，位置不同。"),
        *("The two runs gave no difference.", "The two pictures look alike in pose and differ in colour."),
        *("B1 contains nothing of chapter two.", "Both programs have a menu.", "检材与样本没有不同版本。"),
        *("B1 is A1's successor with the same publisher.", "检材即第二次送检的光盘，样本未换。"),
        "No difference was found between the list and the two discs.",
    ],
)
def test_what_has_no_difference_elsewhere_passes(words: str) -> None:
    assert told(words) == [], words


def test_of_a_kind_that_a_record_counts_apart_its_figure_is_meant() -> None:
    held = {
        RECORD: figures_in({"pictures_left": 10, "pictures_matched_left": 9, "mirrored": 4, "identical_pictures": 1})
    }

    def wrong(words: str) -> bool:
        return bool(numbers(words.replace("{R}", RECORD), held))

    assert wrong("[9](#{R}) pictures are identical.") and wrong("[9](#{R})幅图片完全一样。")
    assert wrong("[9](#{R}) pictures are mirrored.")
    assert not wrong("[4](#{R}) are mirrored.") and not wrong("[9](#{R}) pictures correspond.")


def test_the_first_place_is_the_first() -> None:
    other = "9876543210ab"
    held = {
        RECORD: replace(figures_in({"letters": 66}), nth=frozenset({1})),
        other: replace(figures_in({"letters": 46}), nth=frozenset({2})),
    }

    def wrong(words: str) -> bool:
        return bool(numbers(words.replace("{1}", RECORD).replace("{2}", other), held))

    assert not wrong("第一处 [66](#{1}) 字，第二处 [46](#{2}) 字。")
    assert wrong("第一处 [46](#{2}) 字，第二处 [66](#{1}) 字。")
    assert wrong("The first passage has [46](#{2}) letters.")
    assert not wrong("The first passage has [66](#{1}) letters.")


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        *(("相同之处见照片1至42。", False), ("See Figures 1 to 42, one for each shared passage.", False)),
        *(("相同之处见照片1至2。", True), ("收件过程见照片1至42。", True)),
        *(("相同的文字长达两个自然段。", False), ("似然比支持同一来源一方，强度为很强。", False)),
        *(("The likelihood ratio is very strong.", False), ("No likelihood ratio was computed.", True)),
    ],
)
def test_how_much_is_no_number_of_a_figure_or_a_length_of_other_things(words: str, passes: bool) -> None:
    found = numbers(words, {}, known=Known(things=20))
    assert (not found) is passes, words


def test_a_slot_may_say_a_small_count_of_its_record_and_no_more() -> None:
    for words, free in (
        ("outlines of all nine pictures", True),
        ("全部九幅图片", True),
        ("nearly all pictures", False),
    ):
        slot = Written(f"the same: {words}", known=Figures.of("count", (9,)))
        assert (not any(slot.counts(slip) for slip in numbers(slot.text, {}))) is free, words

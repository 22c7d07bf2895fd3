"""Numbers and amounts of what any medium has: lines, functions, bars, icons; a number is one of what it counts."""

from __future__ import annotations

import pytest

from appraisal.gates.figures import Figures, Number, figures_in
from appraisal.gates.things import counted, share_of
from appraisal.gates.wording import numbers

RECORD = "0123456789ab"
CODE = figures_in({"common_lines_of_left": 20, "lines_of_left": 23, "tokens_of_left": 152}) | Figures(
    frozenset({Number(0.9, "share", of=frozenset({"token"}))})
)


def told(words: str) -> list[str]:
    return [slip.words for slip in numbers(words.replace("{R}", RECORD), {RECORD: CODE})]


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

"""A bound, a rate or a repetition at a bound number makes another one of it; a true bound does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.gates.figures import Figures
from appraisal.gates.free import Known
from appraisal.gates.wording import numbers

KEY = "0123456789ab"
HELD = (Figures.of("length", (75, 46, 29)) | Figures.of("count", (2,)) | Figures.of("share", (0.8721,))) | Figures.of(
    "rest", (1.25, 3.4)
)
HELD = replace(HELD, longest=frozenset({46.0}), shortest=frozenset({29.0}))


def slips(words: str, known: Known | None = None) -> list[str]:
    return [one.what for one in numbers(words.replace("]", f"](#{KEY})"), {KEY: HELD}, known=known or Known())]


@pytest.mark.parametrize(
    "words",
    [
        *("相同文字[75]余字。", "相同文字[75]字以上。", "相同文字至少[75]字，见附件。", "相同文字[75]多字。"),
        *("相同文字逾[75]字。", "相同文字超过了[75]字。", "相同文字不止[75]字。", "相同之处不少于[2]处。"),
        *("相同文字计[75]字有余。", "相同文字起码有[75]字。", "相同文字高于[75]字。", "相同文字＞[75]字。"),
        *("相同文字[75]+字。", "相同文字[75]字或更多。", "相同文字[75]字起。", "相同文字至多[75]字。"),
        *("相同比例超过[87.21%]。", "相同比例在[87.21%]以上。", "相同比例不足[87.21%]。", "相同文字不到[75]字。"),
        *("每页相同[75]字。", "相同文字[75]字/页。", "平均[75]字。", "逐章相同[75]字。", "相同文字每章[75]字。"),
        *("相同文字[75]字，两遍。", "相同文字[75]字，共三次。", "相同文字[75]字，又有同样多。"),
        *("相同文字[75]字，实际更多。", "相同文字[75]字。真实字数远不止此。"),
        *("More than [75] letters are the same.", "Over [75] letters are the same.", "At least [75] letters agree."),
        *("Upwards of [75] letters agree.", "No fewer than [2] passages agree.", "It exceeds [75] letters."),
        *("[75] letters or more are the same.", "[75]-odd letters are the same.", "[75] letters and counting agree."),
        *("Up to [75] letters are the same.", "Fewer than [75] letters agree.", "More than [87.21%] is the same."),
        *("[75] letters per page agree.", "[75] letters apiece agree.", "[75] letters a page are the same."),
        *("The same: [75] letters in every chapter.", "[75] letters agree on average."),
        *("[75] letters each.", "[75] letters at least."),
        *("The same wording has [75] letters, twice over.", "It shares [75] letters, three times over."),
        *("[75] letters agree; the true number is higher.", "[75] letters agree. In fact, there are more."),
    ],
)  # fmt: skip
def test_what_makes_another_number_of_one(words: str) -> None:
    assert {"bounded", "spelled", "degree"} & {*slips(words)} and "differs" not in slips(words), slips(words)


@pytest.mark.parametrize(
    "words",
    [
        *("相同文字[75]字，见以上各表。", "相同文字[75]字以上述口径计。", "以上[75]字逐字相同。", "约[87.2%]。"),
        *("相同文字[75]字，超过部分为标点。", "相同比例超过[87%]。", "More than [87%] is the same.", "[87%]以上。"),
        *("各处相同文字均不少于[29]字。", "每处相同文字均在[29]字以上。", "最长的一处至多[46]字。"),
        *("Every passage has at least [29] letters.", "Passages of up to [46] letters are the same."),
        *("A1、B1各[75]字。", "相同文字[75]字，两次运行结果一致。", "[75]字经核对两次。", "余[75]字，多为对白。"),
        *("相同[75]字多为对白。", "相同文字[75]字，余下另列。", "每小节平均[3.4]个音。", "[75]字强调了……"),
        *("The [75] letters were counted twice.", "[75] letters agree, and above all the names.", "[87.21] per cent"),
        *("[75] letters per the scheme.", "The [75] letters are spread over [2] passages."),
        *("[75] letters are the same; each was read.", "相同文字[75]字；改写的文字不在其内。"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_number_and_alters_nothing(words: str) -> None:
    assert "bounded" not in slips(words)


def test_a_limit_of_the_method_is_a_bound() -> None:
    known = Known(limits=frozenset({13.0}))
    assert slips("只列出[13]字以上的相同片段。", known) == []
    assert slips("Runs of [13] letters or more are listed.", known) == []

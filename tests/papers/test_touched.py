"""A numeral or a multiplier that touches a bound number makes another one of it."""

from __future__ import annotations

import pytest

from appraisal.gates.figures import Figures
from appraisal.gates.wording import numbers

KEY = "0123456789ab"
HELD = {KEY: Figures.of("length", (75,)) | Figures.of("share", (0.8721,)) | Figures.of("rest", (1.25,))}


def slips(words: str) -> list[str]:
    return [one.what for one in numbers(words.replace("]", f"](#{KEY})"), HELD)]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "计[75]万字",
            "计[75] 万字",
            "計[75]萬字",
            "计十[75]字",
            "计一[75]字",
            "计[75]²字",
            "计[75]〡字",
            "计[75]五字",
        ),
        *(
            "计3[75]字",
            "计[75]0字",
            "计[75万]字",
            "计[75].5字",
            "计[75]<sup>2</sup>字",
            "计½[75]字",
            "计\u202e[75]\u202c字",
        ),
        *("nine hundred and [75] letters", "twenty-[75] letters", "[75] thousand letters", "[75]k letters"),
    ],
)
def test_a_number_that_is_touched(words: str) -> None:
    assert "touched" in slips(words)


@pytest.mark.parametrize(
    "words",
    [
        *("相同文字计[75]字。", "相同者[75]字，两书一致。", "计 [75] 字，占[87.21%]。", "百分之[87.21]", "A1[75]字"),
        *(
            "相同[75]字\n\n二、说明",
            "其一[75]字，见上",
            "[87.21]个百分点",
            "速度是原曲的[1.25]倍。",
            "计[75]字，一百年前",
        ),
        *(
            "[75] letters are the same.",
            "In 2026, [75] letters.",
            "the 7 January run: [75] letters",
            "A1, [75] letters",
        ),
    ],
)
def test_numbers_that_stand_alone(words: str) -> None:
    assert not slips(words)


def test_a_length_is_no_multiple() -> None:
    assert slips("是别处的[75]倍。") == slips("it is [75]-fold") == ["unit"]

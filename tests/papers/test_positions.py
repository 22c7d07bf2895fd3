"""Where a match or what was left out lies in a work is no amount; what is no such place is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.comparison import Exclusion, Reason
from appraisal.gates.figures import Figures
from appraisal.gates.free import Known
from appraisal.gates.positions import of_exclusions
from appraisal.gates.wording import numbers
from appraisal.span import Span

MATCH = "0123456789abcdef"
LIES = frozenset({("a1", 3.0, 85.0), ("b1", 8.0, 90.0)})
HELD = replace(Figures.of("length", (75,)) | Figures.of("count", (1,)), positions=LIES)
KNOWN = Known(ranges=LIES | {("a1", 10.0, 30.0)}, labels=frozenset({"a1", "b1"}), limits=frozenset({13.0}))


def slips(words: str) -> list[str]:
    return [one.words for one in numbers(words.replace("]", f"](#{MATCH})"), {MATCH: HELD}, known=KNOWN)]


@pytest.mark.parametrize(
    "words",
    [
        *("A1第4至85字与B1第9至90字相同。", "A1中第3-85字符见于B1。", "A1第11至30字处系公版诗句，故排除。"),
        *(
            "A1[3–85]与B1[8–90]相同。",
            "相同段落始于A1第[4]字，止于第[85]字。",
            "A1第[4]至[85]字与B1第[9]至[90]字相同。",
        ),
        *(
            "Characters 4 to 85 of A1 are the same.",
            "In B1, characters [9] to [90] are the same.",
            "A1, characters 4–85",
        ),
        *("The works share [1] passage of [75] characters.", "One finds [1] common passage of [75] letters."),
        *(
            "最短匹配长度为13字。",
            "匹配下限取13个字。",
            "The minimum match length is 13 characters.",
            "见《旧志》第12—18页。",
        ),
    ],
)
def test_places_and_limits_on_file(words: str) -> None:
    assert slips(words) == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "A1第4至95字与B1相同。",
            "B1第4至85字与A1相同。",
            "A1第4至85处相同。",
            "第4至85字相同。",
            "B1第11至30字处系公版诗句。",
        ),
        *("A1[3–95]相同。", "B1[3–85]相同。", "相同文字计[85]字。", "[90] characters are the same."),
        *("Characters 4 to 86 of A1 are the same.", "The works share [1] passage of [75].", "[1] of [75] characters"),
        *(
            "最短匹配长度为14字。",
            "匹配下限取31个字。",
            "两书第12—18页相同。",
        ),
    ],
)
def test_no_such_place(words: str) -> None:
    assert slips(words)


def test_what_was_left_out_is_of_its_side_or_its_work() -> None:
    span = Span("novel.txt", "char", 10, 30)
    sided = Exclusion(Reason.QUOTATION, side="right", span=span)
    named = Exclusion(Reason.QUOTATION, work="A2", span=span)
    whole = Exclusion(Reason.QUOTATION, sha256="0" * 64)
    assert of_exclusions((sided, named, whole), "A1", "B1") == {("b1", 10.0, 30.0), ("a2", 10.0, 30.0)}

"""A number that leads to a result is one of the work that the sentence says, and a part only of its total."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.gates.figures import Figures, figures_in
from appraisal.gates.relations import Works
from appraisal.gates.wording import numbers
from tests.papers.test_gates import COURT, text

KEY = "0123456789ab"
WORKS = Works.of(
    [("A1", "渡口 (The Ferry)", "claimed"), ("B1", "盐桥 (The Salt Bridge)", "accused"), ("C1", "旧志", "ancestor")]
)
VALUES = {
    "zi_of_left": 133, "zi_of_right": 138, "common_zi_of_left": 112, "common_zi_of_right": 112,
    "words_of_left": 95, "words_of_right": 98, "common_words_of_left": 76, "common_words_of_right": 76, "passages": 2,
}  # fmt: skip
HELD = (
    figures_in(VALUES, ("A1", "B1"))
    | Figures.of("share", [0.8421], "A1")
    | Figures.of("share", [0.8116], "B1")
    | Figures.of("count", [4], total=True)
)


def slips(words: str) -> list[str]:
    """What is wrong in words whose numbers in brackets lead to the result."""
    return [slip.what for slip in numbers(words.replace("]", f"](#{KEY})"), {KEY: HELD}, works=WORKS)]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "占B1的[84.21%]。",
            "占检材的[84.21%]。",
            "《盐桥》正文[133]字。",
            "**B1**的[84.21%]见于A1。",
            "相同率：[84.21%]（B1）",
        ),
        *("B1的相同率为[84.21%]。", "[84.21%]的B1文字", "占旧志的[84.21%]。"),
        *("[133] letters of B1", "B1 holds [133] letters.", "The Salt Bridge has [95] words.", "in B1 [133] letters"),
        *("[84.21%] of the accused work", "[84.21%] of the wording of The Salt Bridge", "B1's [95] words"),
        "A1 has [95] words and B1 has [95].",
    ],
)
def test_a_number_of_the_other_work_is_refused(words: str) -> None:
    assert slips(words) == ["side"]


@pytest.mark.parametrize(
    "words",
    [
        *("[95] of [98] words", "[95] out of [98] words", "[95]/[98]", "[98]字中[95]字", "[76] of [76] words"),
        *("[76]:[95]", "[76]分之[76]", "[95 of 98] words"),
    ],
)
def test_a_ratio_is_of_a_part_and_its_total(words: str) -> None:
    assert "part" in slips(words)


@pytest.mark.parametrize("words", ["相同文字[133]字", "[95] of its words are the same", "[138]字与A1一致"])
def test_the_length_of_a_work_is_not_how_much_is_shared(words: str) -> None:
    assert slips(words) == ["whole"]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "A1共[133]字，B1共[138]字，相同[112]字。",
            "占A1的[84.21%]、占B1的[81.16%]。",
            "占A1、B1的[84.21%]和[81.16%]。",
        ),
        *("A1的[133]字中有[112]字与B1相同。", "B1中与A1相同的文字计[112]字。", "A1见于B1的文字为[84.21%]。"),
        *(
            "A1与B1分别为[133]字和[138]字。",
            "相同文字[112]字，占渡口全文[133]字的[84.21%]。",
            "按相同规则计，A1为[133]字。",
        ),
        *("较B1的[138]字，A1为[133]字。", "以B1为准，A1的[84.21%]在其中。", "[4]处匹配中的[2]处予以采信。"),
        *("A1 has [95] words, B1 has [98].", "[76] of the [95] words of A1 stand in B1 too.", "[76]/[95] words"),
        *("[84.21%] of A1 and [81.16%] of B1", "Of B1, [81.16%] stands in A1.", "[112] letters of A1 recur in B1."),
        *(
            "The coverage of A1 by B1 is [84.21%].",
            "The two works have [133] and [138] letters.",
            "[2] of the [4] matches",
        ),
        *("The share of The Ferry that recurs in The Salt Bridge is [84.21%].", "A1的文字在B1中占[84.21%]。"),
        "[112] letters are common to both, [84.21%] of the claimed work and [81.16%] of the accused work.",
    ],
)
def test_honest_sentences_pass(words: str) -> None:
    assert slips(words) == []


def test_a_match_is_a_part_of_what_all_matches_make() -> None:
    match = Figures.of("length", [66]) | Figures.of("count", [1])
    words = f"[66](#{KEY[::-1]}) of the [112](#{KEY}) letters; [112](#{KEY})字中[66](#{KEY[::-1]})字"
    assert numbers(words, {KEY: HELD, KEY[::-1]: match}, works=WORKS) == []


def test_the_gate_says_what_is_wrong(dossier: Dossier) -> None:
    filed = dossier.comparisons[0]
    measures = filed.comparison.all
    assert measures.coverage_of_left is not None and measures.coverage_of_left != measures.coverage_of_right
    words = f"占{filed.comparison.right.label}的[{100 * measures.coverage_of_left:.2f}%](#{filed.key[:12]})。"
    (gap,) = (one for one in findings(text(dossier, "analysis", words), COURT) if one.gate.startswith("numbers/"))
    assert "不是所称作品的" in gap.said.zh and "of another work than the one named" in gap.said.en

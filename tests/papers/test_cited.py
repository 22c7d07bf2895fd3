"""Laws cited by name and section, and places in books and exhibits, are references: no results, exclusions, norms."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.gates.wording import numbers
from tests.papers.test_gates import COURT, text


def families(dossier: Dossier) -> set[str]:
    return {one.gate.partition("/")[0] for one in findings(dossier, COURT)} - {"language"}


@pytest.mark.parametrize(
    "words",
    [
        *("Fed. R. Civ. P. 26(a)(2)(B) and 28 U.S.C. § 1746", "CPR 35.10(2) asks for it.", "17 U.S.C. § 102(b)"),
        *("(Exhibit 2, p. 14)", "see vol. 2, pp. 12-14, art. 5(3) and ¶ 12", "In bar 12 both begin on the upbeat."),
        *(
            "Feist, 499 U.S. 340",
            "[2019] EWCA Civ 1234",
            "945 F. Supp. 2d 12",
            "图版3为石版画。",
            "谱例4、插图2、附录3",
        ),
    ],
)
def test_references_need_no_link(words: str) -> None:
    assert not numbers(words, {})


@pytest.mark.parametrize(
    "words",
    [
        *(
            "The overlap is bar 92.",
            "The overlap is § 84.",
            "bar 84 per cent",
            "the same in p. 92 words",
            "相同率为图版92。",
        ),
        *("The wording that is the same is p. 92.", "bars 12 of 20 agree", "图版92处相同", "the share is CPR 84(2)"),
    ],
)
def test_a_figure_dressed_as_a_reference(words: str) -> None:
    assert numbers(words, {})


@pytest.mark.parametrize(
    "words",
    [
        *("What 17 U.S.C. § 102(b) excludes is for the court.", "What the Act excludes is not for the panel."),
        *("The copyright notice of A1 excludes no use.", "Section 9(3) of the Act leaves that out of account."),
        *("著作权法第五条排除的官方文件，由法院认定。", "《著作权法》第五条规定的不适用情形，由法院判断。"),
        *("依《民事诉讼证据规定》第三十六条，鉴定书应载明依据的原理。", "民事诉讼法第七十九条规定的情形由法院判断。"),
    ],
)
def test_a_law_is_no_exclusion_and_no_norm(dossier: Dossier, words: str) -> None:
    assert families(text(dossier, "analysis", words)) == families(text(dossier, "analysis", "守夜的写法见上。"))


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        *(
            ("Under § 102(b) we exclude the last chapter.", "told"),
            ("We follow the Act and exclude the scene.", "told"),
        ),
        *(("Section 3 excludes the stock phrases from the count.", "told"), ("依著作权法第五条排除末段。", "told")),
        *(
            ("依据《电子数据取证技术规定》第五条进行。", "standards"),
            ("SF/T 0075-2020第5条要求剔除目录。", "standards"),
        ),
    ],
)
def test_what_a_panel_does_under_a_law(dossier: Dossier, words: str, gate: str) -> None:
    assert gate in families(text(dossier, "process", words))

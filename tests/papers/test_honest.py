"""True sentences of careful people, which a gate once stopped, beside those that it is there for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.comparison import Match
from appraisal.dossier import Dossier, Filed
from appraisal.finding import Verdict
from appraisal.gates import told
from appraisal.gates.degrees import degrees
from appraisal.gates.figures import extremes, figures_of
from appraisal.gates.told import Taken
from appraisal.papers.as_read import printed
from tests.papers.test_gates import gates, text

NOTHING = Taken(by_hand=False, late=False, dropped=False, rules=frozenset(), ruled=False, altered=False)


@pytest.mark.parametrize(
    "words",
    [
        *("比对方案于首次运行之前确定并登记。", "方案在第一次运行前已经登记。", "首次运行之前，任何人未看到过结果。"),
        *("两件程序的符号表均已去除。", "Both programs are stripped.", "送检时，程序的调试信息已删除。"),
        "The symbol tables of both programs were stripped when they came to us.",
        "Third-party code has to be excluded under clause 5.1 of SF/T 0158-2023; none was found in the files.",
        "SF/T 0158-2023第5.1条要求排除第三方代码。送检代码中未见此类代码。",
    ],
)
def test_what_tells_of_no_other_run_and_of_nothing_left_out_is_free(dossier: Dossier, words: str) -> None:
    assert not {one for one in gates(text(dossier, "analysis", words)) if one.startswith("told/")}


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        *(("首次运行之前试了几种下限，然后确定方案。", "changed"), ("首次运行之前已跑过几次，再确定方案。", "changed")),
        ("首次运行的结果不理想。", "changed"),
        *(("我们把符号表去除之后再比。", "exclusions"), ("We stripped the symbols from both.", "exclusions")),
        ("两件程序的部分函数均已去除。", "exclusions"),
        ("Third-party code has to be excluded under clause 5.1 of SF/T 0158-2023; this was done.", "exclusions"),
    ],
)
def test_runs_and_exclusions_are_told_all_the_same(dossier: Dossier, words: str, gate: str) -> None:
    assert f"told/{gate}" in gates(text(dossier, "analysis", words))


def test_that_nothing_was_left_out_after_results_is_denied_by_what_the_panel_left_out_alone() -> None:
    said = "no passage was left out after we had seen the results"
    assert "denied" not in told.tells(said, replace(NOTHING, by_hand=True, late=True)), "one expert thinks otherwise"
    assert "denied" in told.tells(said, replace(NOTHING, by_hand=True, late=True, dropped=True))


def _measured(match: Match, *, zi: int, letters: int, identity: str) -> Match:
    left, right = (replace(span, start=0, stop=letters) for span in (match.left, match.right))
    return replace(match, id=identity, left=left, right=right, details={"zi": zi, "places_of_left": 1})


def test_the_longest_place_is_so_by_its_span_or_by_what_the_method_counts(dossier: Dossier) -> None:
    filed = dossier.comparisons[0]
    match = filed.comparison.matches[0]
    places = (
        _measured(match, zi=215, letters=255, identity="0" * 16),  # more signs
        _measured(match, zi=227, letters=253, identity="1" * 16),  # more hanzi
        _measured(match, zi=100, letters=120, identity="2" * 16),
    )
    made: Filed = replace(
        filed,
        comparison=replace(filed.comparison, matches=places),
        verdicts={one.id: Verdict.ACCEPTED for one in places},
    )
    longest, shortest = extremes(made)
    assert longest["1" * 16] == {227.0} and 215.0 in longest["0" * 16]
    assert "2" * 16 not in longest and 100.0 in shortest["2" * 16]
    assert 227.0 in figures_of(made).longest and 100.0 not in figures_of(made).longest


@pytest.mark.parametrize(
    "words",
    [
        "SF/T 0134-2023 的部分术语仅供参照。",
        "SF/T 0134-2023 未作为检验依据。",
        "目前没有规定相同文字达到多少字的国家标准。",
        "我们没有找到规定文字下限的国家标准。",
    ],
)
def test_a_standard_that_was_no_basis_may_be_named(dossier: Dossier, words: str) -> None:
    assert not {one for one in gates(text(dossier, "process", words)) if one.startswith("standards")}


@pytest.mark.parametrize(
    "words", ["没有违反规定严格的国家标准。", "SF/T 0134-2023 的术语是检验依据。", "本次检验按国家标准进行。"]
)
def test_a_standard_that_was_followed_is_on_file_still(dossier: Dossier, words: str) -> None:
    assert {one for one in gates(text(dossier, "process", words)) if one.startswith("standards")}


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("The headings of the two manuals are not the same throughout.", False),
        ("The headings of the two manuals are the same throughout.", True),
        ("两件程序的函数名并非一律相同。", False),
        ("两件程序的函数名一律相同。", True),
    ],
)
def test_a_whole_that_is_denied_is_no_amount(words: str, amount: bool) -> None:
    assert bool([*degrees(printed(words).text)]) is amount

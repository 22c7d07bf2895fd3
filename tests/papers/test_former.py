"""A link to a record that a later run took the place of is good where the text says that it is the run before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.gates.former import former
from tests.papers.test_gates import gates, text

OLD, NEW = "0123456789ab", "ba9876543210"


def slips(words: str) -> list[str]:
    return [one.words for one in former(words.replace("]", f"](#{OLD})").replace("}", f"](#{NEW})"), {OLD})]


@pytest.mark.parametrize(
    "words",
    [
        *("相同文字[75]字。", "A1出版在前，相同文字[75]字。", "排除引文后，相同文字为[75]字。", "| 相同文字 | [75] |"),
        *("[75] letters are the same.", "A1 came before B1; [75] letters agree.", "First, [75] letters agree."),
        "排除前另有说明。现述结果。相同文字[75]字。",
    ],
)
def test_an_old_number_that_is_told_as_one_that_stands(words: str) -> None:
    assert slips(words) == ["75"]


@pytest.mark.parametrize(
    "words",
    [
        *("排除引文之前，相同文字为[75]字。", "初次比对的相同文字为[75]字，排除后为[57}字。", "此前的记录为[75]字。"),
        *("初次比对于1月5日进行。相同文字[75]字。", "未作排除时为[75]字。", "### 排除前的结果\n\n相同文字[75]字。"),
        "| | 排除前 | 排除后 |\n|---|---|---|\n| 相同文字 | [75] | [57} |",
        "初次运行的结果如下：\n\n- 字数：[75]字\n- 处数：[1]处",
        *("Before the quotation was excluded, [75] letters agreed.", "In the first run [75] letters agreed."),
        *("The superseded record has [75] letters.", "[75] letters agreed without the exclusion.", "现为[57}字。"),
    ],
)
def test_an_old_number_that_is_told_as_old(words: str) -> None:
    assert slips(words) == []


def test_the_gate_of_numbers_reads_it(dossier: Dossier) -> None:
    filed = next(one for one in dossier.comparisons if not one.superseded)
    old = replace(filed, key="ab" * 32, superseded=True)
    both = replace(dossier, comparisons=(old, *dossier.comparisons))
    count = len(filed.comparison.matches)

    def opened(words: str) -> list[str]:
        return [gate for gate in gates(text(both, "analysis", words)) if gate.startswith("numbers/")]

    assert opened(f"检出相同片段[{count}](#{'ab' * 6})处。") == [f"numbers/{count}"]
    assert opened(f"检出相同片段[{count}](#{'ab' * 8})处。") == [f"numbers/{count}"]
    assert opened(f"排除之前，检出相同片段[{count}](#{'ab' * 6})处。") == []
    assert opened(f"检出相同片段[{count}](#{filed.key[:12]})处。") == []


@pytest.mark.parametrize("digits", [12, 13, 16])
def test_a_number_may_be_bound_by_more_of_the_key(dossier: Dossier, digits: int) -> None:
    filed = dossier.comparisons[0]
    count, name = len(filed.comparison.matches), filed.key[:digits]

    def opened(words: str) -> list[str]:
        return [gate for gate in gates(text(dossier, "analysis", words)) if gate.startswith("numbers/")]

    assert opened(f"检出相同片段[{count}](#{name})处。") == []
    assert opened(f"检出相同片段[{count + 7}](#{name})处。") == [f"numbers/{count + 7}"]

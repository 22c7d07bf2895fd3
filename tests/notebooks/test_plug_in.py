"""The plug-in notebook on a case with programs: findings are listed, judged from the notebook once, and printed."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from appraisal import examined
from appraisal.case import Case
from appraisal.demo import fixed_clock
from appraisal.errors import CaseError
from appraisal.finding import Verdict
from appraisal.reporting import place_notebooks
from appraisal.run import run
from tests.notebooks.test_notebooks import execute, html_of
from tests.shown import untagged

PLUG_INS = Path(__file__).parents[1] / "software" / "plug_ins"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = Case.create(tmp_path_factory.mktemp("plug-in") / "case", clock=fixed_clock(), number="W-1")
    case.receive("A1", PLUG_INS / "speed_hidden.exe", "claimed")
    (case.root.parent / "bot").mkdir()
    for name, other in (("trainer.exe", "trainer.exe"), ("speed_hidden.exe", "load<img src=x>er.exe")):
        (case.root.parent / "bot" / other).write_bytes((PLUG_INS / name).read_bytes())
    case.receive("B1", case.root.parent / "bot", "accused")
    run(case, comparators=["software-functions"], host="")
    examined.examine(case, "B1", "A1", host="")
    place_notebooks(case)
    return case


def test_the_notebook_lists_judges_and_shows(case: Case) -> None:
    frame = examined.findings(case)
    assert [question for question in frame["question"] if question] == ["是否仅改变运行时的数值"] * 2
    asked = examined.findings(case, "en")["question"]
    assert [question for question in asked if question] == ["whether only run-time values are changed"] * 2
    assert list(frame["kind"])[:2] == ["writes-memory"] * 2  # findings first, then what points to the client
    assert "shared-key" in set(frame["kind"][2:]) and "与客户端相同的密钥或数据" in set(frame["named"][2:])
    assert "Key or data shared with the client" in set(examined.findings(case, "en")["named"])
    assert frame["summary"].str.len().max() > 50  # longer than pandas prints of itself
    given = [(frame["id"][0], "accepted", "甲", "不是调试器")]
    outputs = execute(case.root / "notebooks" / "plug_in.ipynb", VERDICTS=given)
    assert not [output for output in outputs if output.output_type == "error"]
    page = html_of(outputs)
    for wanted in (
        "功能项表",
        "代码对应表",
        "问题三",
        "未作功能检验",
        "不是调试器",
        "采信",
        "&lt;img src=x&gt;",
    ):
        assert wanted in page, wanted
    assert max(frame["summary"], key=len) in html.unescape(untagged(page))
    assert "<img src=x" not in page and "破坏性程序" not in page
    assert "run-time-values" not in page and 'class="dataframe"' not in page, "codes stand in words"
    (finding,) = case.findings()
    assert (finding.match, finding.verdict) == (frame["id"][0], Verdict.ACCEPTED)
    assert examined.judge(case, finding.match, "accepted", "甲", note="不是调试器") == finding
    assert len(case.findings()) == 1
    assert examined.judge(case, finding.match, "doubtful", "甲").verdict is Verdict.DOUBTFUL
    with pytest.raises(CaseError, match="no standing examination"):
        examined.judge(case, "0" * 16, "accepted", "甲")

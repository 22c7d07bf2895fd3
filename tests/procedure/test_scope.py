"""Files that the scheme leaves out of a method's scope: out of denominators, in the record with who, when and why."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from appraisal import filing, merge, procedure, run
from appraisal.case import Case
from appraisal.comparison import Exclusion, Measures, Reason
from appraisal.errors import CaseError
from appraisal.freeze import freeze
from appraisal.procedure import Kind
from appraisal.scheme import LeftOut
from appraisal.span import whole

from .forging import keys

pytestmark = pytest.mark.usefixtures("toys")
RULE = """\
[[left_out]]
methods = ["toy-words"]
files = ["data/*", "*NOTICE*"]
text = "数据表与许可文本不是作品的文字"
"""
SCOPE = 'scope = "全部文本"\n'
FILES = {
    "A1": {
        "story.txt": "alpha bravo charlie delta",
        "data/table.txt": "echo foxtrot golf hotel",
        "NOTICE.txt": "india",
    },
    "B1": {"story.txt": "alpha bravo juliett kilo", "data/table.txt": "echo foxtrot golf hotel"},
}


def clock() -> Callable[[], str]:
    """A minute a step."""
    ticks = itertools.count()
    return lambda: f"2026-01-01T{(tick := next(ticks)) // 60:02d}:{tick % 60:02d}:00Z"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case.create(tmp_path / "case", clock=clock(), signers=keys, number="1")
    for label, role in (("A1", "claimed"), ("B1", "accused")):
        for name, text in FILES[label].items():
            path = tmp_path / label / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        case.receive(label, tmp_path / label, role)
    return case


def fixed(case: Case, rules: str = RULE) -> None:
    (case.root / "scheme.toml").write_text(SCOPE + rules, "utf-8")
    filing.fix_scheme(case, "甲", comparators=("toy-words",))


def shares(figures: Measures) -> tuple[float | None, float | None]:
    return figures.coverage_of_left, figures.coverage_of_right


def compared(case: Case) -> dict[str, object]:
    return run.run(case, comparators=["toy-words"], host="")


def test_they_leave_the_denominators_and_stand_in_the_record(case: Case) -> None:
    fixed(case)
    assert compared(case)["departures"] == []
    (record,) = case.records()
    found = record.comparison
    # letters of words: alpha bravo (10) and the table (20), of 47 and 41; without the table 10 of 22 and of 21
    assert shares(found.all) == pytest.approx((30 / 47, 30 / 41))
    assert shares(found.filtered) == pytest.approx((10 / 22, 10 / 21))
    assert [(e.side, e.span, e.work) for e in found.excluded] == [
        ("left", whole("NOTICE.txt"), "A1"),
        ("left", whole("data/table.txt"), "A1"),
        ("right", whole("data/table.txt"), "B1"),
    ]
    entry = case.history().last(Kind.SCHEME)
    assert entry is not None
    for one in found.excluded:
        said = (one.reason, one.by, one.on, one.note, one.after_results)
        assert said == (Reason.OUT_OF_SCOPE, "甲", entry.on, "数据表与许可文本不是作品的文字", False)
    assert json.loads(record.path.read_text("utf-8"))["schema"] == "appraisal.comparison/2"


def test_with_other_exclusions_the_figures_within_the_scope_are_kept(case: Case) -> None:
    fixed(case)
    case.exclude("B1", whole("story.txt"), "quotation", "甲")
    compared(case)
    (filed,) = freeze(case).comparisons
    assert filed.in_scope is not None and shares(filed.in_scope) == pytest.approx((10 / 22, 10 / 21))
    assert filed.comparison.coverage_of_left == 0


def test_a_rule_fixed_after_results_is_late_and_one_that_stood_before_is_not(case: Case) -> None:
    fixed(case)
    compared(case)
    fixed(case, RULE + '[[left_out]]\nfiles = ["story.txt"]\nworks = ["B1"]\ntext = "另行比对"\n')
    compared(case)
    late = {e.span.file: e.after_results for r in case.records() for e in r.comparison.excluded if e.span is not None}
    assert late == {"NOTICE.txt": False, "data/table.txt": False, "story.txt": True}


def test_a_rule_that_was_dropped_and_fixed_again_stands_since_then(case: Case) -> None:
    """Dropped and fixed again before anything is compared, it is early; after results it is late, whoever had it
    first."""
    for rules in (RULE, "", RULE):
        fixed(case, rules)
    compared(case)
    assert not any(e.after_results for e in last(case))
    fixed(case, "")
    compared(case)
    fixed(case, RULE)
    compared(case)
    again = case.history().last(Kind.SCHEME)
    assert again is not None and [(e.after_results, e.on) for e in last(case)] == [(True, again.on)] * 3


def test_a_rule_fixed_once_the_results_of_a_copy_are_here_is_late(case: Case) -> None:
    fixed(case, "")
    copied = case.root.parent / "copy"
    shutil.copytree(case.root, copied)
    other = Case.open(copied, clock=case.clock, signers=keys)
    compared(other)
    merge.merge(case, copied, "甲")
    fixed(case, RULE)
    compared(case)
    assert [e.after_results for e in last(case)] == [True] * 3
    assert case.exclude("B1", whole("story.txt"), "quotation", "甲").after_results
    assert [late for _, late in procedure.decided(case.root)] == [True]


def last(case: Case) -> Sequence[Exclusion]:
    """What the standing record takes out."""
    (filed,) = [one for one in freeze(case).comparisons if not one.superseded]
    return filed.comparison.excluded


def test_other_methods_and_cases_without_a_rule_are_as_they_were(case: Case) -> None:
    fixed(case, RULE.replace("toy-words", "toy-refusal"))
    compared(case)
    (record,) = case.records()
    assert record.comparison.excluded == () or list(record.comparison.excluded) == []
    assert json.loads(record.path.read_text("utf-8"))["schema"] == "appraisal.comparison/1"


def test_a_pattern_that_fits_no_file_is_a_departure(case: Case) -> None:
    fixed(case, RULE.replace("*NOTICE*", "*LICENCE*"))
    assert compared(case)["departures"] == ["left out *LICENCE*: no such file"]


@pytest.mark.parametrize(
    "rules",
    [
        RULE.replace("toy-words", "toy-nothing"),
        RULE.replace("files = ", "works = ['Z9']\nfiles = "),
        RULE.replace('"data/*", "*NOTICE*"', ""),
        RULE.replace('"data/*"', '" "'),
        RULE.replace("数据表与许可文本不是作品的文字", " "),
        RULE.replace("files = ", "file = "),
    ],
)
def test_rules_that_are_wrong(case: Case, rules: str) -> None:
    with pytest.raises(CaseError, match=r"left_out|Z9|cannot be read"):
        fixed(case, rules)


def test_patterns() -> None:
    rule = LeftOut(("data/*", "*.csv"), "x", methods=("m",), works=("A1",))
    assert rule.fits("m", "A1", "data/a/b.txt") and rule.fits("m", "A1", "x/y.csv")
    assert not rule.fits("m", "A1", "my data/a.txt") and not rule.fits("n", "A1", "x.csv")
    assert not rule.fits("m", "B1", "x.csv") and LeftOut(("*",), "x").fits("n", "B1", "x")

"""A run is on file before it compares: who reads what it came to, and cuts it off, has seen results."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest

from appraisal import freeze, lateness, logged, procedure, run, sampling
from appraisal.case import Case
from appraisal.comparison import Reason
from appraisal.demo import fixed_clock
from appraisal.procedure import Kind
from appraisal.span import Span
from appraisal.verify.outcome import Check
from appraisal.verify.verifying import verify
from reports.build import build

pytestmark = pytest.mark.usefixtures("toys")
PLACE = Span("A1.txt", "char", 0, 5)


def again(case: Case) -> None:
    run.run(case, comparators=["toy-words"], by="乙", host="")


@pytest.fixture
def case(tmp_path: Path, toys: None, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case whose first run was interrupted once its records were written."""
    made = Case.create(tmp_path / "case", clock=fixed_clock(), number="1", title="某案")
    for label, role, text in (("A1", "claimed", "alpha bravo charlie"), ("B1", "accused", "alpha bravo delta")):
        (tmp_path / f"{label}.txt").write_text(text, "utf-8")
        made.receive(label, tmp_path / f"{label}.txt", role, received_by="甲")
    with monkeypatch.context() as patched:
        patched.setattr(run, "write_tables", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            again(made)
    assert list(made.records()) and not made.runs()
    return made


def kinds(case: Case) -> list[str]:
    return [one.kind for one in case.history().entries if one.kind in procedure.SEEN]


def test_a_run_that_was_cut_off_goes_on_under_its_own_entry(case: Case) -> None:
    again(case)
    again(case)
    assert kinds(case) == ["run-begun", "run", "run"], "the second run compares nothing"
    assert not lateness.cut_off(logged.entries(case.history()))
    assert "已开始而未完成" not in repr(build(freeze.freeze(case), "zh"))


def test_what_is_excluded_once_a_run_has_begun_is_late(case: Case) -> None:
    shutil.rmtree(case.root / "comparisons")
    assert case.exclude("A1", PLACE, Reason.QUOTATION, "甲").after_results
    assert [one.after_results for one in case.exclusions()] == [True]
    assert case.overrule("quotation", "甲", note="两书均引自同一公文").after_results
    again(case)
    assert kinds(case) == ["run-begun", "run-begun", "run"], "with the exclusion it is another comparison"
    found = freeze.freeze(case)
    (first,) = lateness.cut_off(found.entries)
    assert first.by == "乙" and lateness.compares(first, [("toy-words", "A1", "B1")])
    assert not lateness.compares(first, [("toy-words", "A1", "B2")])
    assert [one.after_results for one in found.comparisons[0].comparison.excluded] == [True]
    for language, said in (("zh", "一次比对已开始而未完成"), ("en", "A run was begun and not ended")):
        assert said in repr(build(found, language))
    (checked,) = verify(case.root, checks=[Check.INTEGRITY])
    assert "late-exclusion" in {one.what for one in checked.remarks}


def test_cases_without_such_entries_stand(case: Case) -> None:
    again(case)
    entries = tuple(one for one in logged.entries(case.history()) if one.kind != Kind.RUN_BEGUN)
    assert not lateness.cut_off(entries)


def test_a_sample_is_not_drawn_again_by_way_of_a_new_record(case: Case) -> None:
    again(case)
    first = next(case.records())
    ids = [f"{n:016x}" for n in range(40)]

    def draw(key: str, size: int = 5) -> str:
        return str(sampling.draw(case.log, key, "toy-words", ids, size, rule="随机", by="甲").body["seed"])

    seed = draw(first.key)
    case.exclude("A1", PLACE, Reason.QUOTATION, "甲", note="题记为通行格式")
    again(case)
    (second,) = [one for one in case.records() if one.key != first.key]
    assert draw(second.key) == seed == draw(first.key, 7)
    assert [one.pair for one in sampling.samples(case.history())] == ["A1--B1"] * 3

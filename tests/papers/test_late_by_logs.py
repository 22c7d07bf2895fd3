"""Lateness follows from the logs, whatever an entry says of itself; what a run is compared with was there at first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from appraisal import freeze, procedure, run
from appraisal.case import Case
from appraisal.comparison import Exclusion, Reason
from appraisal.dossier import Role
from appraisal.gates import findings
from appraisal.procedure import Kind
from appraisal.span import Span
from appraisal.verify.outcome import Check
from appraisal.verify.verifying import verify
from tests.papers import whole
from tests.papers.test_gates import COURT, edited, gates

PLACE = Span("novel.txt", "char", 10, 30)


@contextmanager
def aside(case: Case, *names: str) -> Iterator[None]:
    """Without folders of the case, as somebody may move them away; what is made there meanwhile is thrown away."""
    for name in names:
        (case.root / name).rename(case.root.parent / f"aside-{name}")
    yield
    for name in names:
        shutil.rmtree(case.root / name, ignore_errors=True)
        (case.root.parent / f"aside-{name}").rename(case.root / name)


def test_an_exclusion_is_late_wherever_the_records_lie(own: Case) -> None:
    with aside(own, "comparisons", "runs"):
        assert own.exclude("A1", PLACE, Reason.QUOTATION, whole.JIA).after_results
        assert own.overrule("quotation", whole.JIA, note="两书均引自同一公文").after_results
    run.run(own, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    assert "exclusions" in gates(freeze.freeze(own))


def test_an_entry_that_says_otherwise_counts_as_late(own: Case) -> None:
    said = Exclusion(Reason.QUOTATION, None, PLACE, "A1", own.received("A1").sha256, whole.JIA, own.clock())
    entry = own.log.write(Kind.EXCLUSION, said, whole.JIA, on=said.on)
    assert entry.body["after_results"] is False
    assert [one.after_results for one in own.exclusions()] == [True]
    run.run(own, comparators=("text-exact",), jobs=1, by=whole.JIA, host="")
    late = freeze.freeze(own)
    (filed,) = [one for one in late.comparisons if not one.superseded]
    assert all(one.after_results for one in filed.comparison.excluded) and filed.before_late is not None
    assert "exclusions" in gates(late)
    (found,) = verify(own.root, checks=[Check.INTEGRITY])
    assert [(one.what, one.line) for one in found.remarks if one.what.startswith("late-")] == [("late-unsaid", 1)]


def test_what_stands_before_the_first_run_is_early(own: Case) -> None:
    with aside(own, "comparisons", "runs"):
        own.exclude("A1", PLACE, Reason.QUOTATION, whole.JIA)
    history, written = own.history(), [entry for entry, _ in procedure.decided(own.root)]
    (first,) = history.of(Kind.RUN_BEGUN)
    known = replace(first, heads={**first.heads, procedure.EXCLUSIONS: written[0].digest})
    before = next(one for one in history.entries if one.log == procedure.PROCEDURE and one.seq == first.seq - 1)
    early = replace(written[0], heads={procedure.PROCEDURE: before.digest})
    entries = tuple(known if one == first else one for one in history.entries)
    assert procedure.late(history, written) == {written[0].digest}
    assert not procedure.late(replace(history, entries=entries), [early])
    assert procedure.late(history, [early]), "the run does not name it"
    assert not procedure.late(replace(history, entries=()), written)


def test_a_collection_that_came_after_results_says_why(own: Case) -> None:
    late = freeze.freeze(own)
    (filed,) = late.comparisons
    library = {"kind": "components", "name": "classics", "sha256": "ab" * 32, "files": 1}
    again = replace(filed.comparison, resources=(*filed.comparison.resources, library))
    second = replace(filed, file="comparisons/text-exact/A1--B1.second.json", comparison=again)
    both = replace(late, comparisons=(replace(filed, superseded=True), second))
    (gap,) = [one for one in findings(both, COURT) if one.gate.startswith("departures/")]
    assert gap.gate == "departures/background-classics" and "classics" in gap.said.zh
    assert "only after results (A1–B1)" in gap.said.en
    first = replace(late, comparisons=(replace(filed, comparison=again),))
    assert not [one for one in gates(first) if one.startswith("departures/")], "the first run had it"
    anew = replace(second, comparison=replace(again, resources=({**library, "sha256": "cd" * 32},)))
    built = replace(late, comparisons=(replace(filed, comparison=again, superseded=True), anew))
    assert "departures/background-classics" in gates(built), "another one under the old name"


@pytest.mark.parametrize("told", ["A2 本意见不涉及。", "《渔家旧事》本意见不涉及。"])
def test_an_opinion_speaks_of_every_claimed_work_with_an_accepted_match(own: Case, told: str) -> None:
    found = freeze.freeze(own)
    (filed,) = found.comparisons
    left = replace(filed.comparison.left, label="A2")
    other = replace(filed, file="comparisons/text-exact/A2--B1.json", comparison=replace(filed.comparison, left=left))
    work = next(one for one in found.works if one.role is Role.CLAIMED)
    entry = next(one for one in found.entries if one.kind == Kind.MATERIAL)
    named = replace(entry, body={**entry.body, "label": "A2", "name": "渔家旧事"})
    two = replace(
        found,
        works=(*found.works, replace(work, label="A2")),
        comparisons=(filed, other),
        entries=(*found.entries, named),
    )
    (gap,) = [one for one in findings(two, COURT) if one.gate.startswith("opinion/left-out")]
    assert gap.gate == "opinion/left-out-A2" and "A2" in gap.said.en
    assert "opinion/left-out-A2" not in gates(edited(two, Kind.OPINION, range=f"其他意见：无。{told}"))
    unread = replace(two, comparisons=(filed, replace(other, verdicts={})))
    assert "opinion/left-out-A2" not in gates(unread), "no match of it was accepted"

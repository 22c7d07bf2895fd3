"""From the workbench to an issued report: what keeps it from issue is listed, then it is issued under a number."""

from __future__ import annotations

import pytest

from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.lab.session import Session
from appraisal.procedure import Kind
from tests.papers import whole


def test_gates_are_listed_and_the_signatory_issues(complete: Case) -> None:
    session = Session(complete, expert=whole.JIA)
    listed = session.handle("papers", {})
    assert {name for name, _, _, fits in listed if fits} >= {"cn-copyright"} and listed[0][3] is True
    assert [gap for gap in session.handle("gates", {"paper": "cn-copyright"}) if gap["open"]] == []
    for gap in session.handle("gates", {"paper": "us-rule26"}):
        assert gap["said"]["zh"] and gap["said"]["en"]
    with pytest.raises(CaseError, match="no authorised signatory"):
        session.handle("issue", {"paper": "cn-copyright", "serial": "3"})
    assert complete.history().of(Kind.ISSUED) == ()
    session.handle("enter", {"expert": whole.DING})
    made = session.handle("issue", {"paper": "cn-copyright", "serial": "3"})
    assert any(path.endswith("report.pdf") for path in made)
    assert all((complete.root / path).is_file() and path.startswith("issued/") for path in made)
    (entry,) = complete.history().of(Kind.ISSUED)
    assert entry.by == whole.DING and complete.history().standing(entry) == "signed"
    with pytest.raises(CaseError, match="issued already"):
        session.handle("issue", {"paper": "cn-copyright", "serial": "3"})
    session.close()


def test_what_stands_open_is_named_in_both_languages(complete: Case) -> None:
    session = Session(complete, expert=whole.DING)
    found = [gap for gap in session.handle("gates", {"paper": "cn-special"}) if gap["open"]]
    assert found and all(gap["gate"] and gap["mend"]["zh"] for gap in found)
    with pytest.raises(CaseError, match="gates open"):
        session.handle("issue", {"paper": "cn-special", "serial": "4"})
    session.close()

"""The scheme that stood before results is that under which all was made which the report rests on, or prints."""

from __future__ import annotations

import pytest

from appraisal import freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.papers import files
from tests.papers import whole
from tests.papers.test_gates import decide, gates, sentence, stated
from tests.papers.test_opposed_facts import again, fix, said


def test_a_scheme_that_was_replaced_and_put_back_meanwhile(own: Case) -> None:
    """What stands was compared under the scheme between: that the first one stands again hides nothing."""
    own.change(parameters={"text-exact": {"min_zi": 12}})
    fix(own, whole.SCHEME)
    again(own, min_zi=12)
    own.change(parameters={})
    fix(own, whole.SCHEME)
    late = freeze.freeze(own)
    (gap,) = said(late, "scheme-first")
    assert "其后的记录作出时为" in gap.said.zh and "when later ones were made" in gap.said.en
    assert said(late, "departures/text-exact")
    passed = decide(late, "gate:scheme-first", "补记其间改用较短下限的理由")
    assert "scheme-first" not in gates(passed)
    again(own)
    whole.review(own)
    assert gates(freeze.freeze(own)) == [], "compared again under the scheme that stood before results"


@pytest.mark.parametrize("form", ["cn-inspection", "uk-part35"])
def test_what_is_printed_without_an_opinion_on_it_was_made_as_the_scheme_says(own: Case, form: str) -> None:
    paper, open_ = files.find(form), sentence(phrase="undetermined", fill={"reason": "检材残缺", "subject": "异同"})

    def told(dossier: Dossier) -> list[str]:
        held = stated(dossier, open_) if paper.opinion else stated(dossier)
        return [gap.said.zh + gap.said.en for gap in findings(held, paper) if gap.gate == "departures/text-exact"]

    assert not told(freeze.freeze(own)), "as the scheme says"
    (said_here,) = told(again(own, min_zi=90))
    assert "文书所载的" in said_here and "which is printed" in said_here and "min_zi is 90, 13" in said_here
    assert not told(again(own))

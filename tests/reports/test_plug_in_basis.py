"""The plug-in report says on what it rests: the record of each function, findings that a test names; all in front."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from appraisal import template
from appraisal.dossier import ExpertText
from appraisal.finding import Verdict
from appraisal.gates import seen
from appraisal.gates.view import Filings
from reports.build import build
from reports.document import Grid, Language
from reports.sections.desk import Desk
from reports.sections.functional import functional_tests
from reports.sections.summary_examined import examined as front
from tests.reports.private_server.test_parts import part
from tests.reports.test_build import words
from tests.reports.test_examined import observed
from tests.reports.test_plug_in import SOUND, informs, of

PROFILE = template.find("plug-in")


def test_each_row_of_functions_names_the_record_that_it_rests_on() -> None:
    """Not the first record of the case: that may hold no finding."""
    made = of(observed(0x1400), replace(observed(0x1500), kind="injects-code"))
    (first,) = made.examined
    nothing = replace(first, key="0" * 64, examination=replace(first.examination, observations=()), ids=())
    other = replace(of(replace(observed(0x1900), kind="hooks")).examined[0], key="d" * 64)
    made = replace(made, examined=(nothing, first, other))
    (grid,) = (one for one in part(build(made, "zh"), PROFILE, "functions") if isinstance(one, Grid))
    assert grid.result is None and "记录" not in words(grid.caption)
    for row in grid.rows:
        said = words(row)
        assert ("e" * 12 in said) is ("0x1900" not in said) and ("d" * 12 in said) is ("0x1900" in said), said
        assert "0" * 12 not in said


def shown(language: Language, *seen: Any, received: str = "2026-01-01T00:00:00Z", **change: Any) -> str:
    made = of(*seen, tests=({**SOUND, **change},))
    works = tuple(replace(work, received_on=received) for work in made.works)
    return words(tuple(functional_tests(Desk(replace(made, works=works), language))))


@pytest.mark.parametrize(("language", "none"), [("zh", "未静态发现"), ("en", "not found statically")])
def test_a_test_names_findings_in_words_with_addresses_and_says_which_are_not_there(
    language: Language, none: str
) -> None:
    said = shown(language, observed(0x1400))
    assert "0x1400" in said and none not in said.lower()
    assert none in shown(language, observed(0x1400, "loader.exe")).lower(), "of another file"
    one = of(observed(0x1400)).examined[0].ids[0]
    assert one in shown(language, observed(0x1400), capabilities=[one])


@pytest.mark.parametrize(
    ("received", "earlier"),
    [("2026-05-11T09:00:00Z", True), ("2026-05-01T09:00:00Z", False), ("2026-05-02T03:00:00Z", False), ("", False)],
)
def test_a_test_before_the_material_was_received_is_told(received: str, earlier: bool) -> None:
    """Not where the day is another one in another part of the world."""
    assert ("早于本案收到该检材之日" in shown("zh", observed(0x1400), received=received)) is earlier


def test_the_summary_tells_findings_tests_and_questions() -> None:
    seen = (observed(0x1400), observed(0x1500), replace(observed(0x1600), kind="hooks"))
    made = of(*seen, verdicts={0: Verdict.ACCEPTED, 1: Verdict.REJECTED})
    said = words(tuple(front(Desk(made, "zh"))))
    for wanted in (
        "3 项：采信 1、未核验 1、不采信 1",
        "静态检查全部所见",
        "T1 锁定生命值",
        "未启用 0/3 次、已启用 5/5 次",
    ):
        assert wanted in said, (wanted, said)
    assert said.count("尚未写明结论") == 3 and "问题一" in said and "问题三" in said
    concluded = replace(made, texts=(*made.texts, ExpertText("conclusion-copied", "未见。", "甲")))
    english = words(tuple(front(Desk(concluded, "en"))))
    assert english.count("no conclusion by experts yet") == 2 and "Question 1" in english
    assert tuple(front(Desk(replace(of(tests=()), examined=()), "zh"))) == ()


def test_what_points_to_the_client_is_judged_as_findings_are() -> None:
    """What only informs is not."""
    plain = observed(0x1800)
    plain = replace(plain, details={key: value for key, value in plain.details.items() if key != "evidence"})

    def gates(verdicts: dict[int, Verdict]) -> list[str]:
        view: Any = Filings(of(observed(0x1400), informs(0x1600), plain, verdicts=verdicts))
        return [gap.said.en for gap in seen.examined(view)]

    assert gates({}) == ["2 findings of examinations were not judged"]
    assert gates({0: Verdict.ACCEPTED}) == ["1 finding of examinations was not judged"]
    assert gates({0: Verdict.ACCEPTED, 1: Verdict.DOUBTFUL}) == []

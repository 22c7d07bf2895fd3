"""What experts say of a finding elsewhere than in a dissent is heard, and turns of verdicts are asked once."""

from __future__ import annotations

import pytest

from appraisal import freeze
from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.finding import Verdict
from appraisal.gates import findings
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import COURT, edited, text


def families(dossier: Dossier) -> set[str]:
    return {one.gate for one in findings(dossier, COURT)}


@pytest.mark.parametrize(
    "words",
    [
        *(
            "函数层面的认定我不能签字。",
            "复核意见：第2句意见宜删除，函数比对证据不足。",
            "随大流采信。",
            "我的意见与甲有出入。",
        ),
        *("I have reservations about the overlay.", "The likeness is overstated; I told my colleague so."),
        *(
            "Accepted under protest.",
            "The second sentence is not supported by the record.",
            "I would have rejected this.",
        ),
    ],
)
def test_doubts_of_a_finding_are_heard_as_a_dissent(dossier: Dossier, words: str) -> None:
    assert "dissent/elsewhere" in families(edited(dossier, Kind.REVIEW, note=words)), words


@pytest.mark.parametrize(
    "words",
    [
        *("不同意将工作盘带出检验室。", "被告认为该函数证据不足，鉴定人已予说明。", "文字无误，同意意见。"),
        *("I signed the list of receipt.", "Reservations of the defendant were answered.", "Reviewed; no dissent."),
    ],
)
def test_what_is_no_doubt_of_a_finding_passes(dossier: Dossier, words: str) -> None:
    assert "dissent/elsewhere" not in families(edited(dossier, Kind.REVIEW, note=words)), words


def test_who_takes_back_what_all_had_accepted_is_asked_once(own: Case) -> None:
    record = next(own.records())
    match = record.comparison.matches[0].id
    for expert in (whole.JIA, whole.YI):
        own.judge(record.key, match, Verdict.REJECTED, expert)
    found = families(freeze.freeze(own))
    assert "exclusions/accepted" in found and "verdicts/turned" not in found


@pytest.mark.parametrize(
    ("words", "passes"),
    [
        *(("检验过程符合行业规范。", False), ("检验过程依行业标准 SF/T 0075-2020 进行。", True)),
        *(("采用公安部通行的取证流程。", False), ("检验流程严格遵守了行业技术要求。", False)),
        ("I complied with all applicable technical requirements.", False),
        ("依有关规定收取费用。", True),
    ],
)
def test_a_sort_of_standard_names_the_one_that_was_read(dossier: Dossier, words: str, passes: bool) -> None:
    found = {one for one in families(text(dossier, "process", words)) if one.startswith("standards")}
    assert (not found) is passes, words

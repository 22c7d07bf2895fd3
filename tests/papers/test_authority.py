"""Names and qualifications that would have a private commission look like a court's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.gates.authority import claims
from appraisal.papers import files
from appraisal.procedure import Kind
from appraisal.profile import Words
from tests.papers.test_gates import COURT, edited, gates, people

CLAIMS = (
    "人民法院指定鉴定中心",
    "最高人民法院授权鉴定人",
    "某市检察院指派专家",
    "High Court Appointed Examiners",
    "Court-appointed expert",
    "Examiner appointed by the High Court of Justice",
    "Police authorised laboratory",
)
HONEST = (
    "某司法鉴定中心",
    "某市中级人民法院司法鉴定人名册入册鉴定人",
    "高级工程师，曾受某中级人民法院指定出庭",
    "法学院教授",
    "法院特聘调解员",
    "Judge appointed to the High Court in 2010",
    "Formerly court-appointed expert in three cases",
    "Court Road Institute of Software",
    "Certified court interpreter",
)


def private(dossier: Dossier) -> Dossier:
    return edited(dossier, Kind.COMMISSION, kind="party", procedure="civil")


@pytest.mark.parametrize("words", CLAIMS)
def test_a_court_s_authority_is_not_claimed_in_a_private_commission(dossier: Dossier, words: str) -> None:
    assert [*claims(words)]
    held = private(dossier)
    named = (
        edited(held, Kind.INSTITUTION, name_en=words),
        edited(held, Kind.INSTITUTION, letterhead=["某鉴定机构（虚构）", words]),
        people(held, qualification=words),
        people(held, certificate=words),
    )
    for made in named:
        assert "procedure/authority" in gates(made, "cn-expert")
        by_court = edited(made, Kind.COMMISSION, kind="court")
        assert "procedure/authority" not in gates(by_court), "whom a court commissioned may say so"
    for own in (replace(COURT, house=Words(words, "House")), replace(COURT, author=Words("专家", words))):
        (gap,) = [gap for gap in findings(held, own) if gap.gate == "procedure/authority"]
        assert gap.firm and "自行委托" in gap.said.zh and "private commission" in gap.said.en


@pytest.mark.parametrize("words", HONEST)
def test_honest_names_and_qualifications_pass(dossier: Dossier, words: str) -> None:
    assert not [*claims(words)]
    made = people(edited(private(dossier), Kind.INSTITUTION, name_en=words), qualification=words)
    assert "procedure/authority" not in gates(made, "cn-expert")


def test_the_forms_of_the_program_claim_nothing(dossier: Dossier) -> None:
    for name in files.names():
        assert "procedure/authority" not in gates(private(dossier), name)

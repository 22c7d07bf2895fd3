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
from tests.papers.narrow import found, only
from tests.papers.test_gates import COURT, edited, gates, people, text

CLAIMS = (
    "人民法院指定鉴定中心",
    "最高人民法院授权鉴定人",
    "某市检察院指派专家",
    "High Court Appointed Examiners",
    "Court-appointed expert",
    "Examiner appointed by the High Court of Justice",
    "Police authorised laboratory",
    "Court-certified examiner",
    "Expert of the Court",
    "Examiner by order of the court",
    "By appointment to the High Court",
    "法院选定鉴定人",
    "法院委托鉴定人",
    "最高人民法院特聘专家",
    "由高院指定",
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
    "经省司法厅核准登记的司法鉴定机构",
    "Licensed by the Ministry of Justice",
    "Adviser to the Metropolitan Police, regularly retained by the Crown Prosecution Service",
    "多次受法院委托鉴定软件",
)
TOLD = (  # in experience and prose, of who makes the report
    "受人民法院指定担任本案鉴定人。",
    "本所系人民法院指定机构。",
    "本鉴定组受某法院委托检验。",
    "The court commissioned this report.",
    "We were instructed by the High Court.",
)
HONEST_TOLD = (
    "2018年受法院指定鉴定软件案件三起。",
    "本人多次受法院委托鉴定。",
    "本案此前由法院委托的鉴定机构出具过意见。",
    "本鉴定在法院指定的期限内完成。",
    "We were instructed by the claimant in the High Court action.",
    "Another expert was appointed by the court; we did not speak with him.",
    "委托书称“本所系人民法院指定机构”。",
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


@pytest.mark.parametrize("words", TOLD)
def test_prose_and_experience_claim_no_court(dossier: Dossier, words: str) -> None:
    held = private(dossier)
    for made in (people(held, experience=words), text(held, "introduction", words), text(held, "analysis", words)):
        assert "procedure/authority" in gates(made, "cn-expert")
        assert "procedure/authority" not in gates(edited(made, Kind.COMMISSION, kind="court"), "cn-expert")


@pytest.mark.parametrize("words", HONEST_TOLD)
def test_other_cases_and_institutions_are_told_of(dossier: Dossier, words: str) -> None:
    asked = edited(private(dossier), Kind.COMMISSION, questions=["“本所系人民法院指定机构”是否属实？"])
    for made in (people(asked, experience=words), text(asked, "introduction", words)):
        assert not only(made, "procedure/authority", paper="cn-expert")


def test_a_title_that_takes_a_licence_has_one_on_file(dossier: Dossier) -> None:
    full = {"is": "Licence", "number": "1", "category": "声像资料", "authority": "某司法局", "until": "2030-01-01"}
    bare = edited(dossier, Kind.INSTITUTION, licences=[])
    for words in ("司法鉴定人", "国家司法鉴定人", "Licensed by the Ministry of Justice", "licensed forensic examiner"):
        made = people(bare, qualification=words, certificate="C-1")
        (gap,) = found(made, "content/licensed")
        assert "许可证" in gap.said.zh and "takes a licence" in gap.said.en and not gap.firm
        held = people(made, qualification=words, certificate="司法鉴定人执业证 110108000001")
        for honest in (held, edited(made, Kind.INSTITUTION, licences=[full])):
            assert not only(honest, "content/licensed"), words
    for words in ("曾任司法鉴定人", "法学院教授", "某市司法鉴定人协会会员"):
        made = people(bare, qualification=words, certificate="C-1")
        assert not only(made, "content/licensed"), words
    assert "content/licensed-text" in gates(text(bare, "introduction", "本所系司法鉴定机构，持有司法鉴定许可证。"))
    assert "content/licensed-text" not in gates(text(bare, "introduction", "原告另委托某司法鉴定机构。"))

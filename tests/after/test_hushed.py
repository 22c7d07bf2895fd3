"""Beside a dissent on file, why a report is supplemented, corrected or hidden says nothing against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraisal import filing, issuing, paper_form, registry
from appraisal.after import catalogue, correction, redaction
from appraisal.after.correction import Slip
from appraisal.case import Case
from appraisal.errors import CaseError
from appraisal.gates import early, hushed
from appraisal.notice import Hidden
from appraisal.papers import files
from appraisal.procedure import Decision, Kind, Step
from tests.after.issued import NUMBER, PRINTED
from tests.papers import whole

FORMATS = PRINTED

DISSENT = "第一处是惯用语，不应采信。"
MUTES = (
    "不同意见缺乏依据，本次不再登载",
    "因法院要求补充，乙的意见缺乏依据",
    "乙的意见仅供参考，故补充鉴定",
    "少数意见已被否决",
    "本次略去不同意见",
    "“不同意见缺乏依据”",
    "不同意见不再刊载",
    "the dissent is not reproduced",
    "the dissent carries no weight and is left out",
    "A supplement that omits the dissenting opinion",
    "乙's view is mistaken",
    "乙已不在本机构，其意见不再作数",
    "原报告所载不同意见作废",
    "the minority view is superseded by this supplement",
)
HONEST = (
    "法院要求就不同意见补充说明",
    "委托人认为乙的意见缺乏依据，请求补充鉴定",
    "被告代理人主张不同意见不成立",
    "法院提供新的版本，就该版本补充比对",
    "原报告所载不同意见一并适用于本次补充",
    "不同意见见第七节，本次未作修改",
    "因打印差错，不同意见未登载，现予登载",
    "不同意见一节未印页码",
    "本补充意见不改变原不同意见",
    "乙未参加本次补充",
    "the dissent was omitted by a slip of printing and is printed now",
    "the court asks what the dissent rests on",
    "The defendant argues that the dissent has no basis, and the court asks for a supplement",
    "the dissent of the first report is printed again",
)

DENY = (
    "各鉴定人对本次结论看法一致",
    "乙现已收回其看法",
    "乙取消了少数意见，故补充",
    "鉴定组无异议，予以补正",
    "all experts agree with the finding",
    "乙 has since withdrawn the objection",
    "the dissent was abandoned after the issue",
)
HONEST_TOO = (
    "鉴定组一致同意补正",
    "鉴定人意见不一致，法院要求说明",
    "乙未撤回不同意见，一并说明",
    "委托人询问乙是否撤回不同意见",
    "被告撤回异议，法院要求补充",
    "the court asks whether 乙 withdrew the dissent",
    "the experts agreed to correct the address",
    "委托人认为鉴定人意见一致，请求说明",
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("hushed")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("APPRAISAL_HOME", str(place / "home"))
        case = whole.make(place / "case")
        filing.decide(case, Decision("dissent", DISSENT), whole.YI)
        opinion = whole.form()["opinion"] | {"dissents": [{"by": whole.YI, "text": DISSENT}]}
        paper_form.file(case, paper_form.read_body(whole.form(opinion=opinion)), whole.JIA)
        whole.review(case)
        issuing.issue(case, files.find("cn-copyright"), by=whole.DING, number=NUMBER, on="2026-02-01")
    return case


@pytest.mark.parametrize("words", MUTES)
def test_a_reason_mutes_no_dissent(case: Case, words: str) -> None:
    with pytest.raises(CaseError, match="不同意见在卷") as told:
        early.refuse(case, words)
    assert "撤回须由本人登记" in registry.spoken(str(told.value), "zh")


@pytest.mark.parametrize("words", HONEST)
def test_other_reasons_are_free(case: Case, words: str) -> None:
    early.refuse(case, words)


@pytest.mark.parametrize("words", MUTES)
def test_without_a_dissent_there_is_nothing_to_mute(tmp_path: Path, words: str) -> None:
    assert hushed.muting(Case.create(tmp_path / "case", title="甲乙"), words) == []


@pytest.mark.parametrize("words", DENY)
def test_a_reason_says_no_agreement_beside_a_dissent(case: Case, words: str) -> None:
    with pytest.raises(CaseError, match="不同意见在卷"):
        early.refuse(case, words)
    with pytest.raises(CaseError, match="不同意见在卷"):
        correction.correct(case, NUMBER, [Slip("核对载体", "核对介质")], words, new="c1", by=whole.DING)


@pytest.mark.parametrize("words", HONEST_TOO)
def test_nor_is_an_act_agreed_or_a_dissent_that_stays_refused(case: Case, words: str) -> None:
    early.refuse(case, words)


def test_nor_do_the_papers_after_issue(case: Case) -> None:
    with pytest.raises(CaseError, match="不同意见在卷"):
        correction.correct(case, NUMBER, [Slip("核对载体", "核对介质")], MUTES[0], new="c1", by=whole.DING)
    with pytest.raises(CaseError, match="不同意见在卷"):
        redaction.redact(case, NUMBER, (Hidden("某委托人", "乙的意见缺乏依据", "■■■"),))
    filing.file_step(case, Kind.OBJECTION, Step("被告请求说明不同意见"), whole.DING)
    filing.file_step(case, Kind.REPLY, Step("乙的意见缺乏依据，不予采纳。"), whole.JIA)
    told = repr(catalogue._objections(case, case.history()))
    assert "乙的意见缺乏依据" not in told and "内容贬抑在卷的不同意见" in told


def test_a_correction_is_asked_what_a_supplement_is(tmp_path: Path) -> None:
    """Standards and the order of exclusions, in its reason and where it says that the slip stands."""
    case = whole.make(tmp_path / "case")
    whole.compare_without(case, "两书均引自同一公文")
    whole.review(case)
    issuing.issue(case, files.find("cn-copyright"), by=whole.DING, number=NUMBER, on="2026-02-01")
    for words in ("笔误；计数依GB/T 36451-2018进行", "笔误；引文自立案当日即已剔除", "笔误。各处剔除均在比对前商定"):
        for reason, where in ((words, ""), ("笔误", words)):
            with pytest.raises(CaseError, match=r"no standard|puts them before"):
                correction.correct(case, NUMBER, [Slip("核对载体", "核对介质", where)], reason, new="c1", by=whole.DING)
    quoted = [Slip("“某句", "“某句”")]
    assert correction._but_for(quoted, "原文误写“某句”，漏引号") == "原文误写“某句”，漏引号"
    assert correction._but_for([Slip("依GB/T 1", "依GB/T 2")], "“依GB/T 1”系笔误") == "系笔误"


def test_who_filed_it_takes_it_back(case: Case) -> None:
    words = "乙已撤回其不同意见，补充意见不再登载不同意见"
    assert hushed.muting(case, words)
    filing.decide(case, Decision("dissent:withdrawn", "经复看不再坚持"), whole.YI)
    assert not hushed.muting(case, words)
    assert hushed.muting(case, MUTES[1]), "the report that is supplemented prints it still"

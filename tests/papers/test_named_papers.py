"""Names of documents, filed with a step or handed in with a commission, mute no dissent and tell no share; a short code
that is said to be followed is a standard unread, unless the case calls something of its own so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.case import Case
from appraisal.dossier import Dossier
from appraisal.errors import CaseError
from appraisal.gates import early, findings
from appraisal.gates.designations import How, named
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind
from tests.papers.test_gates import COURT, edited, text
from tests.papers.test_opposed_facts import REAL, dissenting
from tests.papers.test_spoken import holding

FOLLOWED = (
    "比对依据CL52进行。",
    "比对按CL 52第3条进行。",
    "检验遵循CLX7-2018。",
    "按AB12的步骤检验。",
    "采用CL52规程进行检验。",
    "CL52规定的步骤已逐项执行。",
    "The comparison was done under CL52.",
    "The examination was made according to CL 5.2.",
    "CL52 was followed throughout.",
)
FREE = (
    "比对按A1第三章进行。",
    "根据B1封面所载日期。",
    "按附件EX3所列逐项核对。",
    "采用FTK7制作镜像。",
    "The work was compiled under GCC 12.",
    "文字按UTF8编码读取。",
    "根据MD5核对，一致。",
    "按第3页逐句比对。",
    "cl52依据不明。",
    "未依据CL52。",
    "被告主张应依据CL52比对。",
    "根据UD01工作盘中的文件逐段比对。",
    "按PC03记录的时间核对。",
)
PAPERS = (
    ("不同意见缺乏依据.txt", "dissent/muted"),
    ("乙的意见仅供参考.pdf", "dissent/muted"),
    ("B1与A1相同者92%.txt", "numbers/92%"),
    ("相同九成.pdf", "numbers/九成"),
    ("本次比对依据GB_T 36451-2018进行.txt", "standards/"),
    ("检验依据CL52.txt", "standards/followed CL52"),
)
PASSING = ("不同意见.txt", "某鉴定所鉴定意见书.pdf", "授权委托书.pdf", "收条（甲）.pdf", "缩放50%.png", "CL52.jpg")


def opened(dossier: Dossier) -> set[str]:
    families = ("standards", "numbers", "dissent", "entries")
    return {one.gate for one in findings(dossier, COURT) if one.gate.startswith(families)}


@pytest.fixture(scope="module")
def held(dossier: Dossier) -> Dossier:
    return dissenting(dossier, "乙", REAL, filed="乙")


def with_step(dossier: Dossier, name: str) -> Dossier:
    paper = [f"documents/9e9a142145508f86-{name}", "0" * 64]
    return holding(dossier, Kind.OPERATION, "甲", what="通读并存卷", documents=[paper])


def with_commission(dossier: Dossier, name: str) -> Dossier:
    return edited(dossier, Kind.COMMISSION, documents=[{"is": "Document", "name": name, "digest": ""}])


@pytest.mark.parametrize(("name", "gate"), PAPERS)
def test_a_name_of_a_document_is_read_wherever_it_is_filed(held: Dossier, name: str, gate: str) -> None:
    assert any(one.startswith(gate) for one in opened(with_step(held, name))), "with a step"
    assert any(one.startswith(gate) for one in opened(with_commission(held, name))), "with the commission"


@pytest.mark.parametrize("name", PASSING)
def test_other_names_pass(held: Dossier, name: str) -> None:
    assert opened(with_step(held, name)) == set() and opened(with_commission(held, name)) == set()


def test_what_another_house_calls_its_own_report_is_its_own(held: Dossier) -> None:
    assert opened(with_commission(held, "某鉴定所关于不同意见不成立的报告")) == set()


@pytest.mark.parametrize("words", FOLLOWED)
def test_a_short_code_that_was_followed_is_a_standard(dossier: Dossier, words: str) -> None:
    assert any(one.startswith("standards/followed") for one in opened(text(dossier, "process", words)))


@pytest.mark.parametrize("words", FREE)
def test_what_goes_by_such_a_code_and_is_none(dossier: Dossier, words: str) -> None:
    assert not [one for one in opened(text(dossier, "process", words)) if one.startswith("standards")]


def test_what_the_case_calls_so_is_its_own(dossier: Dossier) -> None:
    words = text(dossier, "process", "比对依据CL52进行。")
    assert opened(words)
    work = replace(words.works[0], name="CL52.txt")
    assert not opened(replace(words, works=(work, *words.works[1:])))
    assert not opened(with_step(words, "CL52.jpg"))
    assert not opened(holding(words, Kind.HANDLED, "甲", what="启封U盘CL52，封条完好"))
    assert opened(with_step(words, "CL52检验规范.pdf")), "a norm by its name"


def test_codes_are_told_by_capitals() -> None:
    for words, codes in (("比对依据CL52", ["CL52"]), ("依据Cl52", []), ("比对依据AS5239", [])):
        assert [one.words for one in named(printed(words), words) if one.how is How.CODE] == codes, words


def test_a_reason_names_no_code_unread(own: Case) -> None:
    with pytest.raises(CaseError, match="no standard"):
        early.refuse(own, "原报告比对未依据标准，现依据CL52重作")
    early.refuse(own, "根据B1的新版本补充比对")

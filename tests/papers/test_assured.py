"""Assurances of a method or a house that no source on file bears out are norms that nobody named."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates.norms import unnamed
from appraisal.papers.as_read import printed
from tests.papers.test_gates import gates, text
from tests.papers.test_licensed import CERTIFICATE, bare

ASSURED = (
    *("按本机构的程序文件ZY-07执行。", "本机构的质量体系通过审核。", "本所通过CMA资质认定。"),
    *(
        "本中心取得CNAS证书并通过资质认定。",
        "检验方法参加实验室间比对，结果满意。",
        "鉴定组每年参加能力验证。",
        "方法获专家评审通过。",
    ),
    *(
        "所用方法经第三方验证。",
        "管理体系运行有效，经外部评审。",
        "质量管理体系通过认证。",
        "检验方法的误判率很低。",
        "比对的错误率经测定。",
    ),
    *(
        "按作业文件ZY/07-2进行。",
        "依据程序文件执行。",
        "遵循SOP-12。",
        "按体系文件的要求办理。",
        "所用系公认的检验方法。",
    ),
    *(
        "比对依据国家版权局批复进行。",
        "按公安部推荐的方法比对。",
        "比对依据司法厅公布的流程进行。",
        "按最高人民法院的答复比对。",
    ),
    *(
        "The examiners take proficiency tests.",
        "The procedure was validated by a university.",
        "This is a validated method.",
    ),
    *(
        "The work is done under a quality management system.",
        "The technique was peer-reviewed.",
        "A low error rate is documented.",
    ),
    *(
        "The error rate of this comparison has been published.",
        "Comparison followed our SOPs.",
        "It was done to laboratory SOP 3.",
    ),
    *("The method meets the Frye test.", "Good forensic practice was observed.", "It satisfies all Daubert factors."),
    *("The comparison complies with the Regulator's Code.", "The institute's requirements were met in the comparison."),
    *("The laboratory took part in a round robin.", "The tool was verified by an independent body using controls."),
)
HONEST = (
    *(
        "比对方法经对照试验验证，结果见附件。",
        "以阳性与阴性对照检验方法，均符合预期。",
        "程序通过校验后保存输入。",
        "两件程序均验证用户输入。",
    ),
    *(
        "检材完整性经哈希校验。",
        "按程序文件逐一比对。",
        "按程序文件名排列。",
        "未参加能力验证。",
        "没有差错率已知的方法。",
    ),
    *(
        "按委托法院的要求比对末章。",
        "依据登记机关公告的登记日期排序。",
        "被告称其方法经同行评议。",
        "复核人核对了计数。",
    ),
    *(
        "方法见李某《改写的辨认》，该文经同行评议。",
        "图像的识别错误见下表。",
        "委托人确认了检材。",
        "鉴定人确认第一处相同。",
    ),
    *("The method was checked by controls of this case.", "The program validates input and rejects bad records."),
    *(
        "Both programs certify the user.",
        "No proficiency test was taken.",
        "The error rate of the method is not known.",
    ),
    *("The quality of the scans is good.", "The peer-reviewed article of Smith (2019) describes the method."),
    *(
        "The commission's requirements were followed.",
        "The claimant says that the method is validated.",
        "The soprano line is the same.",
    ),
    *("The image quality is low.", "The control run found all that was put in.", "The reviewer verified the counts."),
)


@pytest.mark.parametrize("words", ASSURED)
def test_an_assurance_without_a_source_is_a_norm_that_nobody_named(words: str) -> None:
    assert list(unnamed(printed(words).text, []))


@pytest.mark.parametrize("words", HONEST)
def test_what_this_case_tried_and_what_works_do_is_none(words: str) -> None:
    assert not list(unnamed(printed(words).text, []))


def test_assurances_open_the_gate_in_a_report(dossier: Dossier) -> None:
    for words in ("方法通过能力验证。", "The procedure has been validated by a university."):
        assert any(one.startswith("standards/unnamed") for one in gates(text(dossier, "process", words))), words
    assert gates(text(dossier, "process", "比对方法经对照试验验证。")) == []


def test_a_house_whose_certificate_is_on_file_may_say_so(dossier: Dossier) -> None:
    for words, house in (("本机构通过CMA资质认定。", True), ("比对方法通过CMA资质认定。", False)):
        told = text(bare(dossier), "process", words)
        assert any(one.startswith("standards/unnamed") for one in gates(told))
        held = text(bare(dossier, CERTIFICATE), "process", words)
        assert any(one.startswith("standards/unnamed") for one in gates(held)) is not house

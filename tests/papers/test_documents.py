"""Numbers of documents, of bodies that no list has, and norms by that word are standards where they were followed."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from tests.papers.test_gates import COURT, text


def standards(dossier: Dossier, words: str) -> list[str]:
    gaps = findings(text(dossier, "process", words), COURT)
    return [one.gate for one in gaps if one.gate.startswith("standards/")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        *(("依据司办通〔2016〕12号文进行比对。", "司办通〔2016〕12号"), ("比对依据国版发[2020]3号。", "国版发2020")),
        *(("按公通字〔2019〕5号规定的步骤进行。", "公通字"), ("依據司辦通〔2016〕12號文進行。", "司办通〔2016〕12号")),
        *(
            ("依据司法部二〇二三年第七号推荐方法。", "司法部二〇二三年"),
            ("按某协会2019年第12号文件进行。", "某协会2019"),
        ),
        *(("AS 5239 was followed throughout.", "AS 5239"), ("As ENFSI 1234 prescribes.", "ENFSI 1234")),
        *(
            ("It is done as the Regulator's Code of Practice requires.", "code of practice"),
            ("按AS 5239进行。", "AS 5239"),
        ),
        *(("The international norm was followed.", "international norm"), ("It conforms to the norm.", "norm")),
    ],
)
def test_what_was_followed(dossier: Dossier, words: str, told: str) -> None:
    assert any(told in one for one in standards(dossier, words)), words


@pytest.mark.parametrize(
    "words",
    [
        *(
            "依据委〔2026〕1号委托书进行比对。",
            "依某律〔2026〕7号委托函比对。",
            "案号（2026）京01民初12号，按委托进行。",
        ),
        *(
            "依据法释〔2020〕12号第三条，由法院审查。",
            "依法〔2020〕202号，意见用语应确定。",
            "某社1998年第7号刊载了该文。",
        ),
        *(
            "按方案于二〇二六年一月五日第二次比对。",
            "依调查令（2026）京01调令3号取得检材。",
            "文号司办通〔2016〕12号未涉及。",
        ),
        *("The laptop ABC 1234 was used.", "A raven is the norm in tales of the period.", "Disc SN 4411 was sealed."),
    ],
)
def test_what_was_not(dossier: Dossier, words: str) -> None:
    assert not standards(dossier, words), words

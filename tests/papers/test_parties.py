"""What a party says is the party's; what only stands beside a party's name is not."""

from __future__ import annotations

import pytest

from appraisal.gates import parties
from appraisal.gates.told import OTHERS
from appraisal.papers.as_read import printed


@pytest.mark.parametrize(
    "words",
    [
        *(
            "被告主张第一处系惯用语",
            "原告作品与其无关，被告认为",
            "委托人称引文已剔除",
            "代理人对鉴定人所作结论提出异议",
        ),
        *("收件人表示不同意", "The defendant, in a letter of 3 May, contends that the passage was copied"),
        *("Counsel for the claimant asked that it be left out", "The claimant's expert argued so", "a party says"),
    ],
)
def test_a_party_speaks(words: str) -> None:
    assert parties.SAYS.search(printed(words).text)


@pytest.mark.parametrize(
    "words",
    [
        *("被告作品名称已核对", "原告小说第三章称为序曲", "被告，我们认为不成立", "检材与样本相同，鉴定人认为成立"),
        *(
            "被告的软件安装后，鉴定人提出意见",
            "the claimed work and the defendant's were compared",
            "the accused work says so",
        ),
        *("The defendant's book and the claimed work were compared", "of the defendant we hold nothing"),
    ],
)
def test_nobody_but_the_panel_speaks(words: str) -> None:
    assert not parties.SAYS.search(printed(words).text)


def test_what_a_client_wishes_is_not_told_as_anothers() -> None:
    assert OTHERS.search("被告要求删去第一处") and OTHERS.search("the court may ask for it")
    assert not OTHERS.search("委托人要求删去第一处")
    assert not OTHERS.search("counsel asked that it be left out")

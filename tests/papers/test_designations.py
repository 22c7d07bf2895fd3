"""Numbers of standards and laws need no link; a share that is dressed as one does."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.gates.designations import key, numbers_in
from appraisal.gates.wording import numbers
from appraisal.procedure import Kind
from tests.papers import whole
from tests.papers.test_gates import COURT, edited, text
from tests.papers.test_records import FILED, ISO

FREE = (
    *("ISO/IEC 27037:2012", "ISO 9001:2015(E)", "GB/T 29362—2012", "GA/T 1174-2014", "SF/T 0104-2021", "RFC 3161"),
    *("NIST SP 800-86", "IEEE 829-2008", "IEEE Std 829-2008", "DIN EN 301549", "BS 10008:2020", "SF/Z JD0403001-2014"),
    *("《计算机软件著作权登记办法》（国家版权局令第8号）", "Rule 26(a)(2)(B)", "Part 35", "CPR Part 35", "PD 35"),
    *("《著作权法》第48条", "《著作权法》第五十三条", "第53条第1款第2项", "ISO/IEC 27042：2015"),
    *("GB/T 36451－２０１８", "ＧＢ／Ｔ　３６４５１－２０１８"),
    *("ISO/IEC 27042 (2015)", "ISO/IEC 27042（2015）", "ISO/IEC 27042/2015"),
    *("ISO 8601-1:2019", "IEC 60335-2-29:2002", "BS EN ISO/IEC 27042:2016", "GB/T 7714-87", "DB11/T 1234-2015"),
    *("ISO/IEC TR 24028:2020", "ISO/IEC/IEEE 29119-3:2021", "CNAS-CL01:2018", "**ISO/IEC** 27042:2015"),
    "Practice Direction 35, paragraph 3.2(2)",
    *("17 U.S.C. § 101", "Federal Rule of Evidence 702", "Fed. R. Civ. P. 26"),
)  # fmt: skip
BOUND = (
    *("ISO/IEC 27042:2015 was followed and 92 per cent is the same.", "依据ISO/IEC 27042:2015，相同文字占B1的92%。"),
    *("相同率为GB/T 92。", "相同文字占 GB/T 92%。", "ISO 75 % of it.", "The overlap is ISO 75."),
    "The overlap is ISO 75:2015.",
    *("ISO 92:2015 per cent", "占B1的GB/T 92-2015成", "相同GB/T 92-2018处", "相同ISO 75处", "the same in RFC 92 words"),
    *("相同文字RFC 3161字。", "GB/T 36451-2018字相同", "相同率：ISO/IEC 92:2015", "相同文字共GB/T 36451-1203处。"),
    *("Part 92 of it is the same.", "Part 92 per cent", "the share that is the same is Part 92."),
    *("依据SF/T 0075-2020和36451-2018进行。", "ISO/IEC 27037:2012 and 27042:2015 were followed."),
)  # fmt: skip


@pytest.mark.parametrize("words", FREE)
def test_numbers_of_standards_and_laws_need_no_link(words: str) -> None:
    for sentence in (f"As the scheme says. {words} was followed.", f"按方案进行。依据{words}进行比对。"):
        assert numbers(sentence, {}) == []


@pytest.mark.parametrize("words", BOUND)
def test_a_share_that_is_dressed_as_one_needs_it(words: str) -> None:
    assert numbers(words, {})


@pytest.mark.parametrize(
    "words",
    [
        *(
            "依据ISO/IEC 27042:2015进行比对。",
            "ISO/IEC 27042:2015 was followed.",
            "依据ISO/IEC 27042：2015第9.9条进行。",
        ),
        *("依据ISO/IEC 27042（2015）进行比对。", "ISO/IEC 27042:2015(E) was followed.", "依据SF/T 0075（2020）进行。"),
    ],
)
def test_a_standard_that_was_read_is_named_freely(dossier: Dossier, words: str) -> None:
    made = text(edited(dossier, Kind.STANDARDS, standards=[FILED, FILED | ISO]), "process", words)
    assert not [one.gate for one in findings(made, COURT) if one.gate.startswith(("standards", "numbers"))]


def test_one_number_has_one_key_however_it_is_spelled() -> None:
    for spelled in (
        "GB/T 36451—２０１８",
        "gb/t 36451 (2018)",
        "ＧＢ／Ｔ 36451/2018",
        "GB/T 36451-二〇一八",
        "国标36451-2018",
    ):
        assert key(spelled) == key("GB/T 36451-2018"), spelled
    assert key("GB/T 36451-2018") != key(whole.form()["standards"][0]["number"])


def test_the_number_of_an_encoding_is_free_of_its_own_body_alone() -> None:
    for words in ("GA/T 754-2008", "SF/T 8601-2020", "ISO 18030:2005", "RFC 754", "GB/T 8859-2010", "IEEE 1950-2010"):
        assert numbers_in(f"依据{words}进行。"), words
    for words in ("GB 18030-2022", "GB/T 2312", "ISO/IEC 8859-1:1998", "ISO 8601", "IEEE 754-2008", "RFC 3339"):
        assert not numbers_in(f"文字按{words}编码。"), words

"""Traditional characters are read as their simplified twins, each in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.papers.simplified import simplified


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("雙方相同之處佔九成", "双方相同之处占九成"),
        ("讀完對照表後，於第三處不再計入", "读完对照表后，于第三处不再计入"),
        ("本人對第一句持異議，無法認同", "本人对第一句持异议，无法认同"),
        ("該段係船家慣用語", "该段系船家惯用语"),
        ("著作權法、乾坤、反覆、瞭望、A1 and 〩", "著作权法、乾坤、反覆、瞭望、A1 and 〩"),
        ("\ufad1繁", "𣏕繁"),
        ("本人対第一句不賛成，実為慣用，拠標準検験", "本人对第一句不赞成，实为惯用，据标准检验"),
        ("両書相仝，弍处，郷", "两书相同，二处，乡"),
        ("弁護、芸能、予定", "弁护、芸能、予定"),
    ],
)
def test_read_as_simplified(written: str, read: str) -> None:
    assert simplified(written) == read


@given(st.text())
def test_as_long_as_the_text_and_read_once(text: str) -> None:
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once

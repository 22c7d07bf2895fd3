"""Traditional characters are read as their simplified twins, each in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.papers.as_read import printed
from appraisal.papers.simplified import simplified
from tests.papers.test_around import told


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
        ("雜湊值與清單一致，檔案為288位元組，影片長3分20秒", "哈希值与清单一致，文件为288字节 ，视频长3分20秒"),
        ("軟體的程式碼、程式與函式，方程式", "软件的代码 、程序与函数，方程式"),
        ("档案室、软体动物", "档案室、软体动物"),
    ],
)
def test_read_as_simplified(written: str, read: str) -> None:
    assert simplified(written) == read


@given(st.text())
def test_as_long_as_the_text_and_read_once(text: str) -> None:
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once


def test_prose_of_taiwan_is_read_as_that_of_the_mainland() -> None:
    for words in (
        "雜湊值與清單一致，兩位鑑定人分別通讀，並就各段落逐一比對。",
        "檔案大小為288位元組，影片長3分20秒。",
        "檢材印出共12頁，以雷射印表機列印。",
        "解壓縮軟體為 7-Zip 23.01，通讀費時2小時30分。",
        "兩位鑑定人意見一致，並就各段落逐一比對。",
    ):
        assert told(words) == [], words
    for words in (
        "相同的程式碼計288位元組。",
        "兩個檔案的文字有九成二相同。",
        "各段落逐一比對，均相同。",
        "相同的函式共92個。",
        "影片的92%與A1雷同。",
    ):
        assert told(words), words


def test_each_letter_stands_where_it_stood() -> None:
    source = "相同的檔案為288位元組，另有影片。"
    shown = printed(source)
    assert shown.text == "相同的文件为288字节,另有视频。"
    at = shown.text.index("视频")
    assert source[slice(*shown.source(at, at + 2))] == "影片"

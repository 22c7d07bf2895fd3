"""Texts in traditional characters and numerals of other scripts are read as their twins are."""

from __future__ import annotations

import pytest

from appraisal.dossier import Dossier
from appraisal.gates import findings
from appraisal.gates.wording import legal, numbers
from appraisal.papers.as_read import printed
from appraisal.procedure import Kind
from tests.papers.test_gates import COURT, text
from tests.papers.test_spoken import elsewhere, holding


def families(dossier: Dossier) -> set[str]:
    return {one.gate.partition("/")[0] for one in findings(dossier, COURT)}


@pytest.mark.parametrize(
    "words",
    [
        *(
            "相同文字占B1的〩〢%。",
            "占百分之〩〢。",
            "占⓽⓶%。",
            "占𝍱𝍪%。",
            "占ⅩⅭⅡ%。",
            "占百分之ⅩⅭⅡ。",
            "占九十二%。",
        ),
        *("〤〢处相同。", "占٩٢٪。", "相同文字占B1的९२%。", "雙方相同之處共四十二處。", "佔B1的百分之九十二。"),
        *("B1每十个字有九个见于A1。", "每十句裡有九句相同。", "The same words are nine of every ten."),
        *("Ninety-two parts per hundred recur in A1.", "seven words from each ten are the same"),
        *("The words shared are three score and nine letters.", "the same but for a twelfth"),
    ],
)
def test_numbers_in_whatever_script(words: str) -> None:
    assert numbers(words, {})


@pytest.mark.parametrize(
    "words",
    [
        *("①两处写法不同。", "图①、图②所示一处水渍。", "①第一处见第三章；②第二处见第五章。", "每三章有一段插曲。"),
        *("兩書均寫守夜人，人名各異。", "檢材為單行本，於2026年1月5日啟封。", "見附件2第14頁、圖3。"),
        *("He counts one of every pair of lanterns twice.", "The old man keeps score.", "第12小節兩曲均為弱起。"),
    ],
)
def test_no_numbers_of_results(words: str) -> None:
    assert not numbers(words, {})


def test_words_of_law_in_traditional_characters() -> None:
    for words, told in (("二者構成實質性相似。", "实质性相似"), ("B1侵害A1之權利。", "侵害"), ("係剽竊而來。", "剽窃")):
        assert [one.words for one in legal(words, similarity=False)] == [told], words
    assert not legal("是否構成侵權，由法院判斷。著作權人署名見書末。", similarity=False)


def test_a_place_as_read_is_the_place_as_written() -> None:
    source = "讀**完**對照表後，〩處"
    shown = printed(source)
    assert shown.text == "读完对照表后,9处"
    at = shown.text.index("后")
    assert source[slice(*shown.source(at, at + 1))] == "後"


@pytest.mark.parametrize(
    ("words", "gate"),
    [
        *(("讀完對照表後，第三處不再計入。", "told"), ("看過結果後調整了參數。", "told")),
        *(("本次檢驗依據國家標準進行。", "standards"), ("按照行業標準進行檢驗。", "standards")),
    ],
)
def test_gates_read_traditional_characters(dossier: Dossier, words: str, gate: str) -> None:
    assert gate in families(text(dossier, "process", words))


def test_honest_texts_in_traditional_characters(dossier: Dossier) -> None:
    told = text(dossier, "process", "按方案進行。開封時由甲、乙二人在場，全程錄影，封條無破損。")
    twin = text(text(dossier, "process", "按方案进行。"), "limits", "仅就送检版本比对。")
    assert families(text(told, "limits", "僅就送檢版本比對，其他版本未見。")) == families(twin)


@pytest.mark.parametrize(
    "words", ["本人對第一句持異議，無法認同。", "第一句之結論不能成立，該段係船家慣用語。", "吾不同意採信該段。"]
)
def test_a_dissent_in_traditional_characters(dossier: Dossier, words: str) -> None:
    assert elsewhere(holding(dossier, Kind.OPERATION, "乙", what=words)) == [("乙",)]
    assert not elsewhere(holding(dossier, Kind.OPERATION, "乙", what="開啟檢材，核對校驗值，與清單一致。"))

"""Small numerals, part and whole in two clauses and what is left by exception say how much is the same."""

from __future__ import annotations

import pytest

from appraisal.gates.degrees import degrees
from appraisal.gates.fewer import fewer
from appraisal.gates.wording import numbers


@pytest.mark.parametrize(
    "words",
    [
        "检出雷同段落九段。",
        "相同段落九段。",
        "相同章节三章。",
        "雷同句子六句。",
        "相同文字见于七段。",
        "b1有三章与a1相同。",
        "a1的八个段落中，b1用了七个。",
        "b1的八段文字，七段可在a1中找到。",
        "b1的七段文字出自a1。",
        "两件作品共有相同段落八段。",
        "八段之中，只有一段未见于a1。",
        "a1有八节，b1亦有此八节。",
        "相同人物五人。",
        "相同字词九个。",
        "除首尾两句，其余文字全部相同。",
        "除标题外，其余文字全部相同。",
        "b1全文除首尾均同a1。",
        "b1 has eight paragraphs; seven are in a1.",
        "b1 has eight paragraphs; seven are the same as in a1.",
        "b1 has ten sentences. eight stand in a1.",
        "there were dozens of hits.",
        "only one paragraph of b1 is new.",
        "only the first sentence of b1 is new.",
        "all of b1 but its first sentence is in a1.",
        "the rest of b1 is identical.",
        "检出相同章节四章。",
        "a1的五句文字与b1一致。",
        "three identical sentences were found.",
        "b1 has five chapters. of these, three are taken from a1.",
    ],
)
def test_how_many_parts_are_the_same(words: str) -> None:
    assert [*fewer(words)] and [*degrees(words)]


@pytest.mark.parametrize(
    "words",
    [
        "a1第三段与b1相同。",
        "a1第三、四段与b1相同。",
        "上述三段文字与b1相同。",
        "a1有八段，b1有六段，开头相同。",
        "铜铃、第三根木柱、第十八级台阶等细节在两件作品中均有出现。",
        "描写守夜人挂回铜铃、数台阶、停步三个动作，两件作品的动作次序相同。",
        "除第三页外，其余各页已扫描。",
        "除该处外，其余文字未见相同。",
        "相同之处可从三个方面说明。",
        "委托人认为b1有三章与a1相同。",
        "相同段落两段。",
        "相同段落见第五节。",
        "a1分三章，b1分三章，章名不同。",
        "b1的三段文字均未见于a1。",
        "the rest of b1 is not in a1.",
        "b1 has eight paragraphs; two were scanned twice.",
        "three paragraphs of a1 describe the wall.",
        "除首尾两句，其余文字各不相同。",
        "相同文字分布于第二章、第三章。",
        "全书五章，第一章与b1相同。",
        "相同人物三人称叙述。",
        "三页附件与原件一致。",
        "鉴定书共五页，与原件一致。",
        "三页附件的文字与清单一致。",
        "b1的三段文字出自公版诗。",
        "a1的四句见于诗经，亦见于b1。",
    ],
)
def test_what_counts_nothing_that_is_the_same(words: str) -> None:
    assert [*fewer(words)] == []


def test_with_its_result_it_is_a_number() -> None:
    assert [slip.what for slip in numbers("检出雷同段落九段。", {})] == ["degree"]

"""Numbers that lead to no result: dressed as names, dates, code or limits; whole works called the same without one."""

from __future__ import annotations

import pytest

from appraisal.gates.free import Known
from appraisal.gates.relations import Works
from appraisal.gates.wording import hedged, numbers

WORKS = Works.of([("A1", "渡口 (The Ferry)", "claimed"), ("B1", "盐桥 (The Salt Bridge)", "accused")])
KNOWN = Known(
    limits=frozenset({40.0, 13.0}),
    versions=frozenset({("python", "3.11.7")}),
    planted=frozenset({4.0}),
    sizes=frozenset({521.0}),
    places=frozenset({3.0, 75.0, 10.0, 229.0}),
    matches=2,
    labels=frozenset({"a1", "b1"}),
    things=20,
)


def slips(words: str) -> list[str]:
    return [slip.words for slip in numbers(words, {}, known=KNOWN, works=WORKS)]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "相同文字计为`112字`。",
            "相同文字计为`112`字。",
            "共`112 letters`",
            "相同率为`84`。",
            "`相同率=84%`",
            "相同率为《84.21》。",
        ),
        *(
            "相同率：图84。",
            "图84所示即相同率。",
            "相同率见表84。",
            "Table 84 words",
            "The share is Table 84.",
            "照片84处",
        ),
        *(
            "Chapter 84 is the share.",
            "相同率为S84。",
            "相似度 P84",
            "相似度等级为A84级",
            "相似度=v84",
            "The overlap is HTTP 84.",
        ),
        *(
            "The same words: A84.",
            "Similarity level-84.",
            "Similarity84",
            "The overlap is in 1984.",
            "The share (1984).",
        ),
        *("(1999)处相同", "(1984) words", "84 May", "May 84", "84th of May", "2026年42日", "13月5日", "共第42号相同"),
        *(
            "Fewer than 40 words of B1 differ.",
            "no more than 13 letters differ",
            "Less than 13 words of B1 are its own.",
        ),
        *("相同处不足13字符者无。", "少于13字不同", "The same letters amount to 1999."),
        *(
            "Python 3.11 处相同",
            "Python 3.11 words are the same",
            "Debian 12处相同",
            "第3处相同",
            "植入5处",
            "planted 5 copies",
        ),
        *("112字以上的文字相同", "of 41 letters or more", "起于第4个字符", "at character 11", "大小为522字节"),
    ],
)
def test_a_number_in_disguise_is_one(words: str) -> None:
    assert slips(words)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "`x = 112`",
            "`report-112.pdf`",
            "`width: 80%`",
            "`for (i = 0; i < 84; i++)`",
            "《1984》与《100个人》",
            "版本`3.11.7`",
        ),
        *("文件`a112.txt`共载一处。", "`memcpy(a, b, 112 bytes)`", "见《一九八四》。", "commit `112`"),
        *(
            "相同率见表3。",
            "相同率：A1与B1均见表3。",
            "Table 3 gives the share of both works.",
            "见原书图84。",
            "Figure 84 of A1",
        ),
        *(
            "Exhibit 84 to the complaint",
            "Rule 702 is not on shares.",
            "Article 107 on the share of the author",
            "附件42为公证书",
        ),
        *(
            "3 May 2026",
            "May 3",
            "2026年1月2日",
            "12月31日处理完毕",
            "（1999）",
            "published in 1984",
            "A1 (2019)",
            "2019年出版",
        ),
        *("SHA-256 and SM3", "GB 18030", "ISO 27037", "SF/T 0075-2020", "USB 3.0", "HTML 5", "UTF-8", "MP3 files"),
        *("Agreement of fewer than 40 letters is not counted.", "短于13字的相同文字，本方法不予计入。", "下限为13字。"),
        *(
            "Passages of fewer than 40 letters are not found.",
            "The limit of detection is 40 letters.",
            "少于13字的段落不检出",
        ),
        *("no wording in common of 40 letters or more", "未见13字以上的相同文字。"),
        *("第1处起于A1第3个字符，止于第75个字符。", "It begins at character 10 of A1 and ends at character 229."),
        *("对照试验植入4处", "植入已知复制件4处，全部检出", "The control planted 4 known copies.", "4 planted copies"),
        *(
            "检验环境为Debian 12、Python 3.11。",
            "under Windows 11 and Ubuntu 24.04",
            "大小为521字节",
            "the file has 521 bytes",
        ),
        "A1版权页载：2019年3月第1版第1次印刷，字数12千字。",
    ],
)
def test_names_dates_code_and_what_is_on_file_need_no_link(words: str) -> None:
    assert slips(words) == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "两书全部相同。",
            "两书全部逐字相同。",
            "除首尾外与A1相同，B1如此。",
            "B1除首尾外与A1相同。",
            "B1全文与A1相同。",
        ),
        *(
            "盐桥与渡口完全一致。",
            "B1与A1一字不差。",
            "B1首尾以外的文字与A1逐字相同。",
            "两书文字大同小异。",
            "盐桥通篇与渡口雷同。",
        ),
        *("The whole of B1 is the same.", "B1 is identical throughout.", "The two books are entirely the same."),
        *("B1 is the same as A1 from beginning to end.", "B1 is the same as A1 save its first and last sentences."),
        *("All of the second book is in the first.", "The Salt Bridge and The Ferry are completely identical."),
        *(
            "Hardly a word differs.",
            "Only three sentences of B1 differ from A1.",
            "The two texts are nearly identical.",
        ),
        *(
            "More than half of A1 is the same.",
            "A big majority of the words agrees.",
            "相同文字居多。",
            "相同文字占比极高。",
        ),
        *(
            "相同文字三位数。",
            "The common letters run to three figures.",
            "Scores of words are the same.",
            "相同比例为八十四。",
        ),
        *(
            "The share is point eight four.",
            "Four to the hundred differ.",
            "相同的字，一百有余。",
            "B1的主要篇幅与A1相同。",
        ),
    ],
)
def test_works_called_the_same_as_wholes_lead_to_no_result(words: str) -> None:
    assert slips(words)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "两处文字完全相同。",
            "该段两书完全相同。",
            "全部相同文字见附件。",
            "两书完全相同的文字列于附录。",
            "两书并非全部相同。",
        ),
        *(
            "两书是否完全相同，不在委托之列。",
            "除标点外，两处文字相同。",
            "除上述外，两书各不相同。",
            "A1与B1的哈希值完全一致。",
        ),
        *(
            "全部文件校验值一致。",
            "复制前后完全一致。",
            "两书题材完全不同。",
            "两名鉴定人的判断完全一致。",
            "两书规格相同。",
        ),
        *(
            "The two passages are identical throughout.",
            "The titles are entirely the same.",
            "The works are not entirely the same.",
        ),
        *(
            "The method was the same throughout.",
            "All of the files were read.",
            "Whether the whole of B1 is the same was not asked.",
        ),
        *(
            "The two experts agreed entirely.",
            "The copy is in all respects identical.",
            "Only three sentences were read aloud.",
        ),
        *(
            "All of the material is in the annex.",
            "The majority of the panel agrees.",
            "More than half an hour was spent; both agreed.",
        ),
        *(
            "The overlap of the pages differs in width.",
            "It took the majority of a day.",
            "相同率一栏见表3。",
            "相似度一致性检验",
        ),
        *(
            "The two are shelved in the same library.",
            "占比一项不计。",
            "两位数字相同",
            "Only two passages are the same.",
        ),
        *(
            "The bulk of the prose is dialogue.",
            "成员多数意见一致。",
            "除此之外，未见其他相同文字。",
            "除首尾外，其余未读。",
        ),
        *("The lantern scene appears to the reader twice.", "the same words: see Table 3"),
    ],
)
def test_honest_words_about_parts_files_and_people_pass(words: str) -> None:
    assert slips(words) == [] and not hedged(words)


@pytest.mark.parametrize(
    "words", ["It appears to the panel that they agree.", "B1 appears to agree.", "It appears to us, again."]
)
def test_what_seems_so_to_the_panel_is_a_hedge(words: str) -> None:
    assert hedged(words)

"""A standard that was taken from somebody's account of it, that holds no more, or of which only the scope is filed, was
read by nobody."""

from __future__ import annotations

import pytest

from appraisal.papers.institution import Standard

ROW = {
    "number": "SF/T 0075-2020",
    "title": "网络文学作品相似性检验技术规范",
    "edition": "2020",
    "clause": "5.1",
    "text": "相同表述按连续字数计。",
    "checked_by": "甲",
    "checked_on": "2026-01-04",
}


def lacking(**changes: str) -> list[str]:
    return [words.en for words in Standard.of(ROW | changes).lacks]


@pytest.mark.parametrize(
    ("field", "words", "what"),
    [
        *(
            ("text", words, "text of the clause")
            for words in (
                "相同表述按连续字数计（摘自某教材）。",
                "相同表述按连续字数计，转引自李某2021年的论文。",
                "据张某一文引用，相同表述按连续字数计。",
                "相同表述按连续字数计。——录自培训讲义",
                "按教科书所载，相同表述以连续字数计。",
                "经网友转述：相同表述按连续字数计。",
                "Count by characters in a row, as quoted in Smith (2019).",
                "Passages are compared word for word (cited in a review).",
                "According to a textbook, passages are compared word for word.",
                "相同表述按连续字数计（现已作废）。",
                "相同表述按连续字数计。该条于2023年停止施行。",
                "相同表述按连续字数计，2024年起由新条代替。",
                "Passages are compared word for word. Withdrawn in 2022.",
                "Passages are compared word for word (this clause is no longer in force).",
                "本章给出了文字比对的步骤和记录要求。",
                "本文件规定了检验的方法。本文件适用于网络文学作品。",
                "本标准确立了比对的原则，描述了相应的程序。",
                "This document specifies a method for the comparison of texts.",
                "Specifies methods of counting. It applies to literary works.",
                "This part describes how literary works are compared.",
            )
        ),
        *(
            ("clause", words, "clause")
            for words in ("第5章", "5.1, as cited in Smith", "5.1 摘自某书", "5.1（2022年废止）", "五章")
        ),
        *(("clause", words, "clause") for words in ("第5章至第7章", "chapter 5", "Chapters 5 and 6")),
        *(("clause", words, "clause") for words in ("5.1（据某文引用）", "5.1 (superseded)")),
        *(("title", f"{ROW['title']}{words}", "title") for words in ("（已由新规范代替）", "（引自某教材）")),
        *(("title", f"{ROW['title']}{words}", "title") for words in (" (withdrawn)",)),
        *(("edition", words, "edition") for words in ("2026", "2023年版", "2020（停止使用）", "First edition, 2024")),
        ("edition", "2022年1月1日实施", "edition"),
    ],
)  # fmt: skip
def test_what_is_no_longer_or_never_the_rules_own(field: str, words: str, what: str) -> None:
    assert what in lacking(**{field: words})


@pytest.mark.parametrize(
    ("field", "words"),
    [
        *(
            ("text", words)
            for words in (
                "引自同一公文的文字不计入。",
                "转引的内容应追溯至原始来源。",
                "两件作品均引自他处的，分别列出。",
                "已作废的稿件不作为检材。",
                "作品被新版代替的，应以首次发表的版本比对。",
                "相同表述按引用计，逐处列出。",
                "本标准规定了以下步骤：应先逐字比对，再按连续字数计。",
                "本标准适用于文字作品；标题不计入。",
                "结果见报告，并附比对记录。",
                "Withdrawn drafts shall not be compared.",
                "Passages quoted from a common source are left out and listed.",
                "This clause provides that passages are compared word for word.",
                "Passages as reported in clause 6 shall be listed.",
                "Matches are counted as given in Table 2 and marked in both works.",
            )
        ),
        *(("clause", words) for words in ("第5章 5.1", "第五章第二条", "5.3 转引内容的处理", "第5章 范围", "附录A")),
        *(("clause", words) for words in ("6.2 引自他处的文字", "7 作废稿件的处理", "Chapter 5, clause 5.1")),
        ("title", "电子元器件失效分析方法"),
        *(("edition", words) for words in ("2020年版", "2021年1月1日实施", "2020（2024年确认）", "2023年修订")),
        *(("edition", words) for words in ("2020+A1:2021, reprinted 2022", "amended 2024")),
        *(("edition", words) for words in ("第一版", "2020, reaffirmed 2025")),
    ],
)  # fmt: skip
def test_rules_on_what_is_quoted_or_withdrawn_are_rules(field: str, words: str) -> None:
    assert lacking(**{field: words}) == []

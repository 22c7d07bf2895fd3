"""Numbers taken for references are on file where a sentence calls works alike: as a place, a length, a size."""

from __future__ import annotations

from dataclasses import replace

import pytest

from appraisal.dossier import Dossier
from appraisal.gates.alike import says_alike
from appraisal.gates.free import Known
from appraisal.gates.places import held_in
from appraisal.gates.prose import known_in
from appraisal.gates.referring import Held
from appraisal.gates.view import Filings
from appraisal.gates.wording import numbers
from appraisal.placing import TABLE

KNOWN = Known(
    matches=4,
    things=22,
    sizes=frozenset({288.0, 94208.0}),
    held=Held(
        places=frozenset(
            {
                ("line", (10.0, 20.0)),
                ("page", (12.0, 14.0)),
                ("bar", (9.0, 16.0)),
                ("chapter", (3.0, 3.0)),
                ("second", (60.0, 90.0)),
            }
        ),
        seconds=frozenset({200.0}),
        rates=frozenset({44100.0}),
        pages=frozenset({96.0}),
    ),
)


def told(words: str, known: Known = KNOWN) -> list[str]:
    return [slip.words for slip in numbers(words, {}, known=known)]


@pytest.mark.parametrize(
    "words",
    [
        # ranges and lists of places that no record bears out
        *(
            "A1第5至40页与B1第7至42页文字雷同。",
            "两书第2～5章如出一辙。",
            "相同者在第1、3、5、7、9、11行。",
            "第3至88回逐字一致。",
        ),
        *("相同文字止于第77页。", "一致之处有第1、2、3、4、5、6条。", "图1至9与A1相同。", "照片1至12均相同。"),
        *("Chapters 1 to 40 recur in B1.", "B1, ll. 3–80, and A1, ll. 5–82, agree.", "Rows 1 to 60 match."),
        *("Figures 1 to 9 of B1 are identical with those of A1.", "Bars 9 to 60 are the same.", "Vols. 1–7 coincide."),
        *("Lines 3 to 90 of A1 were copied into B1.", "Articles 1 to 60 of both codes are the same."),
        # lengths of time, sizes and numbers of pages
        *(
            "雷同的画面持续80分钟。",
            "相同旋律共3分20秒。",
            "两片一致，计4小时。",
            "The shared scene lasts for 40 minutes.",
        ),
        *(
            "40 days of both diaries are the same.",
            "相同代码为288字节。",
            "The same code is 94 KB.",
            "雷同的源码达1.5MB。",
        ),
        *(
            "相同的扫描件共96页。",
            "The files agree in a scan of 96 pages.",
            "相同的线条长40厘米。",
            "They agree at 440 Hz.",
        ),
        *("至第92行，两书无不同。", "No word differs up to line 92.", "B1第1至92行与A1不同。"),
        *("相同画面自0:10至1:32。", "The shared scene runs from 0:40 to 2:10."),
        # numbers of papers, houses and ports
        *("相同段落编号1至60。", "雷同之处为60号楼。", "一致处端口是60。", "The places that agree are number 2077."),
        "The same wording is told in 60 letters of instruction.",
    ],
)
def test_a_number_that_no_record_bears_out(words: str) -> None:
    assert told(words)


@pytest.mark.parametrize(
    "words",
    [
        # places on file, and those of annexes
        *("第3处位于B1第12行，与A1第10行对应。", "第12至14页的文字两书相同。", "第3章的场景相同。", "第10至12行一致。"),
        *("In bar 12 both melodies agree in pitch.", "In bars 9 to 16 the melodies agree.", "Lines 10–20 coincide."),
        *(
            "相同段落见附件2第12页。",
            "左右对照见附件2第3至5页，相同之处加粗。",
            "相同之处见报告第3章。",
            "相同的成语引自《庄子》第3页。",
            "相同率见表3。",
        ),
        *("The same words stand at p. 14 of Exhibit 2.", "The same passages are told in section 3 of this report."),
        *("Figures 1 to 3 show the same passages.", "Figure 3 of B1 is the same as Figure 5 of A1."),
        *("第12行与第14行不相同。", "On line 30 the two differ."),
        "The match begins at 1:02 and is the same in both.",
        # how long and large works are
        *("B1为MP3文件，长3分20秒。", "B1为MP3文件，长3分20秒，与A1旋律不同。", "B1 lasts 200 seconds; A1 is like it."),
        *("B1采样率44.1 kHz，与A1旋律相近。", "检材大小92 KB，与样本文字不同。", "B1为PDF扫描件共96页，与A1不同。"),
        # what people did, and carriers, seals, settings that are the same
        *(
            "The reading took 3 hours.",
            "The matches were read by both experts within 3 days.",
            "相同段落逐一通读，用时3小时。",
        ),
        *("两名鉴定人意见一致，讨论用时2小时。", "Both were scanned at the same 300 dpi.", "封条编号003与清单一致。"),
        *("两个程序使用相同的端口7001。", "Both programs listen on the same port 7001.", "同一台机器上运行了3小时。"),
        "At 10.30 a.m. both discs were opened; the digests match the list of 3 March 2026.",
        "2026年3月12日9时30分，两名鉴定人核对相同段落。",
        # laws, rules, dates, papers and addresses
        *("CPR 35.10(2) and Rule 702 do not say when works are similar.", "17 U.S.C. § 102(b) is on no likeness."),
        *(
            "著作权法第10条第5项与相同问题无关。",
            "SF/T 0075-2020第5.1条规定相同文字的计数。",
            "某市某路1号寄来的两件相同。",
        ),
        *(
            "委托书（委〔2026〕1号）所附样本与检材不同。",
            "第2版为2019年出版，与第1版不同。",
            "A1 (2015) has the same text.",
        ),
    ],
)
def test_references_on_file_laws_and_the_work_of_people(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize(
    ("words", "alike"),
    [
        *(("b1 holds a copy of a1", True), ("a copy of b1 was made", False), ("两书文同者共三处", True)),
        *(("the digests of a1 and b1 match the list", False), ("the wording of both matches", True)),
        *(("两名鉴定人意见一致", False), ("双方文字一致", True), ("与清单记录一致", False), ("版本不同", False)),
        *(
            ("on the same day", False),
            ("on the same page", True),
            ("the experts agree", False),
            ("the texts agree", True),
        ),
    ],
)
def test_what_calls_works_alike(words: str, alike: bool) -> None:
    assert says_alike(words) is alike


def test_what_a_case_has_on_file(dossier: Dossier) -> None:
    known = known_in(Filings(dossier))
    assert told("相同文字在B1第1行。", known) == [] and told("相同文字在B1第2行。", known)
    filed = dossier.comparisons[0]
    first, last = (
        {"page": page, "chapter": chapter} for page, chapter in ((4, "第二十三回 夜渡"), (6, "第二十三回 夜渡"))
    )
    rows = {"rows": [["left", "novel.txt", 3, 85, first, last]]}
    placed = replace(filed, comparison=replace(filed.comparison, tables={TABLE: rows}))
    held = held_in(Filings(replace(dossier, comparisons=(placed,))))
    assert held.bears("page", 4, 6) and held.bears("chapter", 23, 23) and not held.bears("page", 4, 7)
    named = replace(
        dossier.works[0], members=(("第07章.txt", "text", 3), ("b.txt", "text", 4)), version="稿本，共96页，长3分20秒"
    )
    held = held_in(Filings(replace(dossier, works=(named,))))
    assert held.bears("chapter", 7, 7) and 96 in held.pages and 200 in held.seconds

"""Pages, discs, bars and time need no link where nothing is told of two works."""

from __future__ import annotations

import pytest

from tests.papers.test_around import told


@pytest.mark.parametrize(
    "words",
    [
        "通读用时2小时30分。",
        "检材纸本共80页。",
        "检材纸本共80页，第12至14页缺页。",
        "曲谱草稿第1至8小节字迹不清。",
        "The typescript has 80 pages; pages 12 to 14 are torn.",
        "Bars 1 to 8 of the sketch are illegible.",
        "The parcel held 3 discs.",
        "The typescript, of 80 pages, was scanned in 2 hours and 30 minutes.",
        "送检光盘共3张，另有照片12张。",
        "收到3张光盘。",
        "手稿80页，装订成2册。",
        "檢材紙本共80頁。",
        "总谱共120小节。",
        "乐谱第3小节有涂改。",
        "检材共80页，样本共60页。",
        "A1 has 80 pages, B1 has 60 pages.",
        "The examination took 92 minutes.",
        "检材复制件共80页。",
    ],
)
def test_what_carriers_hold_and_how_long_it_took(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "相同者80页。",
        "B1中80页与A1相同。",
        "两书相同，计80页。",
        "相同旋律120小节。",
        "80 pages of B1 are the same as A1.",
        "The two share 120 bars.",
        "Bars 1 to 80 are the same in both.",
        "第1至80小节旋律一致。",
        "相同的文字如下。\n\n- 80页",
        "B1中不见于A1者80页。",
        "B1另写80页。",
        "80 pages of B1 are its own.",
        "80 pages of B1 are not in A1.",
        "B1 adds 80 pages of its own.",
        "抄录A1的有80页。",
        "80 pages stand in A1 as well.",
        "The share is 80 bars of 100.",
        "B1 repeats 80 bars of A1.",
    ],
)
def test_pages_and_bars_that_are_alike_or_of_one_work_alone(words: str) -> None:
    assert told(words)

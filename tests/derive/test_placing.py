"""Maps of places: kept as JSON, read strictly, said in words of both languages."""

import json

import pytest

from appraisal.errors import RecordError
from appraisal.placing import Placing, brief, dumps, loads, words

MAP = Placing(
    starts=[0, 10, 20],
    columns={"page": [1, 1, 2], "line": [1, 2, 1], "box": [[0.0, 1.5, 9.0, 12.0], None, None]},
    chapters=[(4, "第一回 灯"), (20, "Chapter 2")],
    pictures={"1": "ab" * 32},
)


def test_a_place_is_that_of_its_row_and_chapter() -> None:
    assert MAP.at(0) == {"page": 1, "line": 1, "box": [0.0, 1.5, 9.0, 12.0]}
    assert MAP.at(19) == {"chapter": "第一回 灯", "page": 1, "line": 2}
    assert MAP.between(5, 20)[1] == MAP.at(19) and MAP.between(20, 20) == (MAP.at(20), MAP.at(20))
    assert MAP.at(10**9) == {"chapter": "Chapter 2", "page": 2, "line": 1} and Placing().at(3) == {}


def test_kept_and_read_again() -> None:
    assert loads(dumps(MAP)) == MAP and dumps(loads(dumps(MAP))) == dumps(MAP)


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "appraisal.placing/9"},
        {"more": 1},
        {"starts": [0, 20, 10]},
        {"starts": [0, 10]},
        {"starts": [-1, 10, 20]},
        {"columns": {"colour": [1, 2, 3]}},
        {"columns": {"page": [1]}},
        {"chapters": [[1]]},
        {"chapters": [[9, "b"], [4, "a"]]},
        {"pictures": []},
    ],
)
def test_malformed_maps_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(RecordError):
        loads(json.dumps(json.loads(dumps(MAP)) | change).encode())
    with pytest.raises(RecordError):
        loads(b"\xff")


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        ({"page": 12, "line": 3}, {"page": 12, "line": 3}, "第 12 页第 3 行", "p. 12, line 3"),
        ({"page": 12, "line": 3}, {"page": 12, "line": 5}, "第 12 页第 3–5 行", "p. 12, lines 3–5"),
        ({"page": 12, "line": 30}, {"page": 13, "line": 1},
         "第 12 页第 30 行 – 第 13 页第 1 行", "p. 12, line 30 – p. 13, line 1"),
        ({"chapter": "一", "paragraph": 2}, {"chapter": "一", "paragraph": 3}, "一 · 第 2–3 段", "一 · paras. 2–3"),
        ({"chapter": "一", "line": 2}, {"chapter": "二", "line": 9},
         "一 · 第 2 行 – 二 · 第 9 行", "一 · line 2 – 二 · line 9"),
        ({"cue": 7, "second": 3723.5, "line": 20}, {"cue": 7, "second": 3723.5, "line": 20},
         "字幕第 7 条 1:02:03，第 20 行", "cue 7 1:02:03, line 20"),
        ({"zone": "footnote", "number": 2}, {"zone": "footnote", "number": 2}, "脚注 2", "footnote 2"),
        ({"part": "a.xhtml", "paragraph": 1}, {"part": "a.xhtml", "paragraph": 1},
         "a.xhtml · 第 1 段", "a.xhtml · para. 1"),
        ({"zone": "table", "paragraph": 4}, {"zone": "table", "paragraph": 4}, "表格，第 4 段", "table, para. 4"),
        ({}, {}, "", ""),
        ({}, {"line": 2}, "? – 第 2 行", "? – line 2"),
    ],
)  # fmt: skip
def test_words(first: dict[str, object], last: dict[str, object], zh: str, en: str) -> None:
    assert (words(first, last, "zh"), words(first, last, "en")) == (zh, en)


def test_signs_for_excerpts() -> None:
    assert brief({"chapter": "第三回", "page": 12, "line": 3, "box": [1, 2, 3, 4]}) == "第三回 · P12 L3"
    assert brief({"zone": "footnote", "number": 2}) == "footnote 2" and brief({}) == ""
    assert brief({"part": "a.xhtml", "paragraph": 4, "zone": "table"}) == "a.xhtml · table ¶4"


def test_long_names_of_chapters_are_cut() -> None:
    place = {"chapter": "字" * 200, "line": 1}
    assert words(place, place, "zh") == "字" * 59 + "… · 第 1 行"

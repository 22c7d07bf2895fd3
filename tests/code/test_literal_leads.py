"""code-literal: shared misspellings, names in notices of many forms, and the place of what is quoted."""

from __future__ import annotations

import pytest

from appraisal.comparison import Match
from comparators.code.literal import names
from comparators.code.literal.hashing import of_words
from comparators.code.literal.kinds import MISSPELT, Row
from comparators.code.literal.known import WORDS, Known, family, known
from comparators.code.literal.misspelling import meant
from tests.code.test_literal import both, kinds

import numpy as np  # isort: skip

LOG = """def f(a):
    # the vesel waits
    b = a + {0}7
    # the tide tabel waits for Dezember
    c = b * {0}
    # it must not hapen here
    d = c - {0}
    # we recieve a signal
    e = d + {0}5
    # the widht of the scren is lenght times heigth
    return e
"""
SLIPS = {
    "vesel": "vessel", "tabel": "table", "dezember": "december", "hapen": "happen", "recieve": "receive",
    "widht": "width", "scren": "screen", "lenght": "length", "heigth": "height",
}  # fmt: skip


def told(found: list[Match], kind: str) -> set[str]:
    return {word for match in kinds(found, kind) for word in match.details["text"].lower().split(" · ")}


def test_every_misspelling_of_running_text_is_found() -> None:
    found, measures = both(LOG.format(1), LOG.format(2), "a.py")
    assert told(found, "misspelling") == set(SLIPS)
    assert {word for m in kinds(found, "misspelling") for word in m.details["meant"].split(" · ")} == set(
        SLIPS.values()
    )
    assert measures.values["misspellings"] == len(SLIPS)
    (often,) = (match for match in kinds(found, "misspelling") if match.details["text"] == "recieve")
    (once,) = (match for match in kinds(found, "misspelling") if match.details["text"] == "vesel")
    assert often.details["bundled_holding_at_most"] > 1
    assert often.weight < once.weight


def test_a_text_is_quoted_with_its_own_place() -> None:
    found, _ = both(LOG.format(1), "\n" + LOG.format(2), "a.py")
    (match,) = kinds(found, "comment-lines")
    quoted = LOG.splitlines()[9].strip()
    assert match.details["text"] == quoted
    assert (match.details["from_of_left"], match.details["from_of_right"]) == ("10:5", "11:5")
    assert (match.left.start, match.right.start) == (2, 3)  # the run begins before the line that is quoted


@pytest.mark.parametrize("word", ["tabel", "widht", "scren"])
def test_short_slips_are_told_in_running_text_alone(word: str) -> None:
    assert meant(word, known(), in_talk=True) == SLIPS[word]
    assert meant(word, known(), in_talk=False) is None


@pytest.mark.parametrize("word", ["atble", "lable", "tabl", "cabel", "maxval"])
def test_words_too_short_or_of_another_first_letter_have_no_meaning(word: str) -> None:
    assert meant(word, known(), in_talk=True) in {None, "label", "cable"}
    assert meant(word[:4], known(), in_talk=True) is None


def test_what_several_programs_have_is_a_slip_only_beside_a_far_commoner_word() -> None:
    table = _counts({"receive": 1}, {"receive": 24, "recieve": 3})
    assert meant("recieve", table, in_talk=True, held=3) == "receive"
    table = _counts({"receive": 1}, {"receive": 23, "recieve": 3})
    assert meant("recieve", table, in_talk=True, held=3) is None
    assert meant("recieve", table, in_talk=True, held=1) == "receive"
    assert known().works >= 10 * MISSPELT


def _counts(dictionary: dict[str, int], words: dict[str, int]) -> Known:
    keys, held = {}, {}
    for kind, some in ((WORDS, dictionary), (family(Row.WORD), words)):
        digests = of_words(list(some)) >> np.uint64(24)
        order = np.argsort(digests)
        keys[kind], held[kind] = digests[order], np.array(list(some.values()), np.uint8)[order]
    return Known(74, "", keys, held)


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        ("@author Lin Qiuyue", ["Lin Qiuyue"]),
        ("@author Lin Qiuyue <lq@light.example>", ["Lin Qiuyue"]),
        (" * @author LIN QIUYUE\n * @since 3", ["LIN QIUYUE"]),
        ("Copyright (c) 2019 Lin Qiuyue", ["Lin Qiuyue"]),
        ("Copyright © 2012-2019 by Anna van der Berg and Karl Roe", ["Anna van der Berg", "Karl Roe"]),
        ("written by Zhou Wen, fix later", ["Zhou Wen"]),
        ("Written by Zhou Wen. Fix It Later", ["Zhou Wen"]),
        ("Author: J. R. Smith", ["J. R. Smith"]),
        ("Authors: Ann Lee & Bob Ray; Carl D. Fox (dues)", ["Ann Lee", "Bob Ray", "Carl D. Fox"]),
        ("Maintainer: José Álvarez", ["José Álvarez"]),
        ("@author jdoe", ["jdoe"]),
        ("作者：林秋月", ["林秋月"]),
        ("作者: 林秋月 <l@light.example>，周文", ["林秋月", "周文"]),
        ("开发者：王 伟", ["王 伟"]),
        ("版权所有 (C) 2019 林秋月", ["林秋月"]),
        ("版权所有 上海潮汐科技有限公司", ["上海潮汐科技"]),
        ("上海潮汐科技股份有限公司 版权所有", ["上海潮汐科技"]),
        ("版权归上海潮汐科技有限公司所有", ["上海潮汐科技"]),
        ("Copyright 2019-2020 Harbour Works, Inc. All rights reserved.", ["Harbour Works"]),
        ("(c) 2019 Harbour Works GmbH", ["Harbour Works"]),
        ("THE COPYRIGHT HOLDERS AND CONTRIBUTORS", []),
        ("the above copyright notice", []),
        ("Written by hand in 2019", []),
        ("@author: see the other file", []),
        ("@author unknown", []),
        ("版权所有 侵权必究", []),
        ("Copyright 2019", []),
    ],
)
def test_the_name_in_a_notice(notice: str, expected: list[str]) -> None:
    text = "x" + notice + "y" * notice.endswith("2019")
    found = [text[a:b] for a, b in names.names(text, 1, 1 + len(notice))]
    assert found == expected


@pytest.mark.parametrize(
    ("left", "right", "name"),
    [
        ("// @author Lin Qiuyue", "// @author Lin Qiuyue <lq@light.example>", "Lin Qiuyue"),
        ("// Copyright (c) 2019 Lin Qiuyue", "/* @author Lin  Qiuyue */", "Lin Qiuyue"),
        ("/*\n * @author Zhou Wen\n */", "// written by Zhou Wen, fix later", "Zhou Wen"),
        ("// 作者：林秋月", "/* 版权所有 2019 林秋月 */", "林秋月"),
        ("// 版权所有 上海潮汐科技有限公司", "// 上海潮汐科技股份有限公司 版权所有", "上海潮汐科技"),
        ("// Copyright 2019 Harbour Works, Inc.", "// @author Harbour Works", "Harbour Works"),
        ("// @author ZHOU Wen", '__author__ = "Zhou Wen"', "ZHOU Wen"),
    ],
)
def test_a_name_is_one_in_whatever_notice(left: str, right: str, name: str) -> None:
    found, measures = both("port_17 = 3\n" + left, "star_23 = 4\n" + right, "a.c")
    (match,) = kinds(found, "author")
    assert match.details["text"] == name
    assert measures.values["finds"]["author"] == 1


def test_names_that_differ_are_two() -> None:
    assert not kinds(both("// @author Zhou Wen", "// @author Zhou Wei")[0], "author")
    assert not kinds(both("// 作者：林秋月", "// 作者：林秋")[0], "author")


def test_a_name_is_no_rarer_than_its_rarest_word() -> None:
    counts = _counts({}, {"software": 60, "foundation": 40})
    assert names.held_at_most("Free Software Foundation", counts) == 40
    assert names.held_at_most("Software Qiuyue", counts) == 1
    assert names.held_at_most("林秋月", counts) is None
    (match,) = kinds(both("// 作者：林秋月", "// 作者: 林秋月")[0], "author")
    assert "bundled_holding_at_most" not in match.details


@pytest.mark.parametrize(
    "text",
    ["@author " * 20_000, "@author A, " * 9_000, "作者：" * 9_000, "版权所有" * 9_000,
     "Copyright (c) 2019 " * 9_000, "Written by A B " * 9_000, "@author " + "Aa " * 40_000, "__author__ = '" * 9_000,
     "公司" * 50_000],
    ids=range(9),
)  # fmt: skip
def test_notices_without_end_give_bounded_names(text: str) -> None:
    found = list(names.names(text, 0, len(text))) + list(names.in_fields(text))
    assert all(0 <= a < b <= len(text) and b - a <= 400 for a, b in found)
    assert len(found) <= len(text) / 3

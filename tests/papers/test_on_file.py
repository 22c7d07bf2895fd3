"""Versions, limits and labels on file are such only where they are written and told as such."""

from __future__ import annotations

import pytest

from appraisal.gates.free import Known
from appraisal.gates.wording import numbers

VERSIONS = {"same": "92", "of": "100", "b1": "920", "reader": "92", "photoshop": "2024", "7-zip": "23.01"}
KNOWN = Known(
    limits=frozenset({13.0, 25.0, 92.0}),
    labels=frozenset({"a1", "b1", "p92"}),
    versions=frozenset({*VERSIONS.items(), ("numpy", "1.26.4"), ("python", "3.11.7")}),
)


def told(words: str) -> list[str]:
    return [slip.words for slip in numbers(words, {}, known=KNOWN)]


@pytest.mark.parametrize(
    "words",
    [
        # what equipment may be called, behind words of likeness and measure, as small words and labels
        "In B1 and A1 the same 92 of 100 lines stand.",
        "B1 920 times has the wording of A1.",
        "In both works the same 92 recur.",
        "The share is the same 92 of 100.",
        "Reader 92 is the share.",
        "The two agree in Reader 92.",
        "B1 920",
        # limits told of what was found
        "B1中不见于A1者少于92字。",
        "B1另写的部分不足92字，余皆出自同一文字。",
        "A1、B1相异者短于92字。",
        "The rest of B1 is shorter than 92 words.",
        "B1自写者少于13字。",
        "Fewer than 25 lines of B1 are its own.",
        # labels of works as numbers
        "两书相同率为P92。",
        "相同文字之比，A1为P92。",
        "相同字数：P92字。",
        "The overlap is P92.",
        "相似度（A1）：P92",
        "The share of both works is P92.",
    ],
)
def test_what_is_on_file_of_something_else_frees_no_number(words: str) -> None:
    assert told(words)


@pytest.mark.parametrize(
    "words",
    [
        "短于25个记号的相同代码未列出。",
        "A1与B1中短于13字的相同文字未列出。",
        "Runs of fewer than 25 tokens are not reported.",
        "比对采用连续相同文字检索，最短长度为13字。",
        "解压软件为 7-Zip 23.01。",
        "图片用 Photoshop 2024 打开。",
        "The images were opened in Photoshop 2024.",
        "计算用 numpy 1.26 与 Python 3.11。",
        "相同率：A1与P92之间另列。",
        "The same texts stand in P92.",
        "检材为P92，样本为A1。",
        "The similarity of A1 and P92 is shown below.",
        "相同字数最多的一件为P92。",
        "方法的检出下限为13字，短于13字者不在比对之列。",
        "The method looks for runs; those shorter than 25 tokens are left out.",
        "Reader 92 was used for reading.",
        "经7-Zip 23.01解压所得的校验值与清单一致。",
    ],
)
def test_versions_limits_and_labels_as_such(words: str) -> None:
    assert told(words) == []

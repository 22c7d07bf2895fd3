"""A conclusion on a part does not contradict the verdicts: which code of which works corresponds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from appraisal import registry
from appraisal.dossier import Dossier, Filed
from tests.papers.test_gates import gates
from tests.papers.test_opposed_facts import deciding, said

GATE = "contradiction/A1-B1"


def compared(dossier: Dossier, counted: str = "", method: str = "software-functions") -> Dossier:
    """The two works compared by their code, with accepted matches; ``counted``: what the method says of each."""
    base = dossier.comparisons[0]
    details = {"counted": counted} if counted else {}
    found = replace(
        base.comparison,
        comparator=method,
        matches=tuple(replace(one, details=details) for one in base.comparison.matches),
        excluded=(),
    )
    made: Filed = replace(base, key="f" * 64, comparison=found, counting=cast(Any, registry.counting(method)))
    return replace(dossier, comparisons=(*dossier.comparisons, made))


def concluded(dossier: Dossier, words: str) -> bool:
    return GATE in gates(deciding(dossier, "甲", "conclusion-copied", words))


AFFIRMS = (
    "Functions of B1 correspond to functions of A1 in the places listed.",
    "Functions of B1, in the places listed, correspond to functions of A1.",
    "B1 holds the same code as the client.",
    "扣除运行库之后，B1 的函数仍有 3 个与 A1 相对应。",
    "鉴定组认为 B1 的程序代码与 A1 相同。",
    "检材 B1 的函数与样本的函数不仅数量相近，而且逐一对应。",
)
FREE = (
    "No function of B1 corresponds to one of A1.",
    "Of the functions of B1 0 correspond to functions of A1.",
    "Functions of B1 correspond to functions of A1 only in run-time libraries, which are deducted.",
    "B1 的函数与 A1 相对应者仅因调用相同而成对，不计入占比。",
    "B1 与 A1 未见相对应的函数。",
    "B1 的函数是否与 A1 对应，由在卷记录说明。",
    "原告主张 B1 的函数与 A1 对应。",
    "Unlike B1, functions of B9 correspond to functions of A1.",
    "Functions of B9, but not of B1, correspond to functions of A1.",
    "除 B1 外，其他检材的函数与 A1 相对应。",
    "B1 的函数与公开引擎的函数相对应。",
    "Each function of B1 corresponds to an entry of its menu.",
    "B1 的数据与说明一致。",
    "功能上 B1 与客户端对应，代码另作说明。",
    "B1 and A1 call the same functions of the system.",
    "B1 calls the same function of the client by its address.",
    "B1 与 A1 调用相同的函数。",
)


@pytest.mark.parametrize("sort", ["by-calls", "by-data"])
def test_code_is_not_said_to_correspond_where_none_that_counts_was_accepted(dossier: Dossier, sort: str) -> None:
    held = compared(dossier, sort)
    for words in AFFIRMS:
        assert concluded(held, words), words
        assert not concluded(compared(dossier), words), words
        assert not concluded(dossier, words), "no code was compared"
    for words in FREE:
        assert not concluded(held, words), words
    (gap,) = said(deciding(held, "甲", "conclusion-copied", AFFIRMS[0]), GATE)
    assert "没有计入的采信匹配" in gap.said.zh and "no match that counts was accepted" in gap.said.en


def test_functions_are_not_said_to_be_other_where_some_that_count_were_accepted(dossier: Dossier) -> None:
    held = compared(dossier)
    for words in ("No function of B1 corresponds to one of A1.", "B1 与 A1 未见相对应的函数。"):
        assert concluded(held, words), words
    for words in (
        "No other function of B1 corresponds to one of A1.",
        "B1 有四个函数与 A1 没有对应。",
        "Four functions of B1 have no counterpart in A1.",
        "No function of loader.exe of B1 corresponds to one of A1.",
        "B1 与 A1 未见相同的数据表。",
    ):
        assert not concluded(held, words), words


def test_strings_in_common_are_no_functions_and_code_of_another_method_is_code(dossier: Dossier) -> None:
    tokens = compared(dossier, method="code-tokens")
    assert not concluded(tokens, "Functions of B1 correspond to functions of A1."), "no method paired functions"
    both = replace(tokens, comparisons=(*tokens.comparisons, *compared(dossier, "by-calls").comparisons[1:]))
    assert concluded(both, "Functions of B1 correspond to functions of A1.")
    assert not concluded(both, "Code of B1 corresponds to code of A1.")


def test_a_decision_passes_it_over(dossier: Dossier) -> None:
    held = deciding(compared(dossier, "by-calls"), "甲", "conclusion-copied", AFFIRMS[0])
    assert GATE not in gates(deciding(held, "甲", f"gate:{GATE}", "指列出的位置，均已注明不计入占比"))

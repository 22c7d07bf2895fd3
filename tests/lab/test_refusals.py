"""Refusals of the workbench in Chinese: one for each that its rooms raise, with names where the English has them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal.lab import refusals

ROOT = Path(__file__).parents[2] / "appraisal"
FILES = [
    *sorted((ROOT / "lab").glob("*.py")),
    *(ROOT / f"{name}.py" for name in ("panel", "afc", "sampling", "sealing")),
]
HANDED_ON = {"{0}: {1}"}  # another message with its place in front


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        pieces = []
        for value in node.values:
            pieces.append(str(value.value) if isinstance(value, ast.Constant) else "{%d}")
        numbers = iter(range(99))
        return re.sub(r"\{%d\}", lambda _: f"{{{next(numbers)}}}", "".join(pieces))
    return str(node.value) if isinstance(node, ast.Constant) else ""


def raised() -> Iterator[str]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            if node.func.id in ("CaseError", "UsageError") and _text(node.args[0]):
                yield _text(node.args[0])


@pytest.mark.parametrize("said", sorted(set(raised()) - HANDED_ON))
def test_each_refusal_has_its_chinese_with_the_same_names(said: str) -> None:
    filled = said
    for number in range(9):
        filled = filled.replace(f"{{{number}}}", f"‹{number}›")
    told = refusals.chinese(filled)
    assert re.search("[\u4e00-\u9fff]", told) and told != filled, said
    assert sorted(re.findall("‹.›", told)) == sorted(re.findall("‹.›", filled))


def test_what_is_not_known_is_handed_on_and_names_stay_as_they_are() -> None:
    assert refusals.chinese("of another room: 3") == "of another room: 3"
    assert (
        refusals.chinese("丙 works here now, not '<b>甲</b>': enter again")
        == "现由 丙 在此工作，并非 <b>甲</b>：请重新进入"
    )
    assert refusals.chinese("x" * 30_000) == "x" * 30_000
    inner = "record 3 line 4 cannot be read: no panel is convened"
    assert refusals.chinese(inner).startswith("record 3 第 4 行不能读取")
